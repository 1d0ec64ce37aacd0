// A real survey cleaned: REACH's raw data and cleaning log give REACH's clean data.
#include <map>

#include <gtest/gtest.h>

#include "base/text.h"
#include "capture/cleaning.h"
#include "capture/form_version.h"
#include "capture/imported.h"
#include "compile/compile.h"
#include "exchange/cleaning_log_table.h"
#include "exchange/import_tables.h"
#include "store/memory_store.h"
#include "store/study_folder.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

const std::string folder = "real/microdata/reach_cleaningtools/";

Workbook tables_at(const std::vector<std::string>& names) {
    Workbook out;
    for (const std::string& name : names) {
        auto read = read_tables(read_test_file(shared_path(folder + name)), name);
        EXPECT_TRUE(read) << name;
        for (Sheet& sheet : read->sheets)
            out.sheets.push_back(std::move(sheet));
    }
    return out;
}

// The study of REACH's form, with nothing in it.
ServedStudy reach_study(const std::shared_ptr<InterviewStore>& store) {
    ServedStudy study;
    study.study.questionnaire =
        compile(tables_at({"survey.csv", "choices.csv"}), "reach").questionnaire;
    auto version = std::make_unique<FormVersion>();
    version->questionnaire = study.study.questionnaire;
    make_readers(*version);
    study.versions.push_back(std::move(version));
    study.store = store;
    return study;
}

std::vector<IncomingInterview> interviews_in(const Questionnaire& form, const Workbook& tables) {
    std::vector<IncomingInterview> out;
    for (ImportedInterview& each : import_tables(form, tables, "data.csv").interviews)
        out.push_back({std::move(each.interview), 1, "data.csv"});
    return out;
}

TEST(RealCleaning, RawDataAndLogGiveTheCleanData) {
    REQUIRE_SHARED(folder);
    const auto store = std::make_shared<MemoryInterviewStore>();
    const ServedStudy study = reach_study(store);
    const Questionnaire& form = study.study.questionnaire;

    const auto taken = take_imported(study, interviews_in(form, tables_at({"raw_data.csv"})));
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->added, 632);
    const CleaningLogRead log =
        read_cleaning_log(form, tables_at({"cleaning_log.csv"}), "cleaning_log.csv");
    ASSERT_EQ(log.diagnostics.size(), 1U);  // its dates are like 06/07/2021
    EXPECT_EQ(log.diagnostics[0].code, "time-not-understood");
    EXPECT_EQ(log.changes.size(), 726U);
    const auto cleaned = apply_cleaning_log(study, log.changes, "cleaning_log.csv", "reach", 2);
    ASSERT_TRUE(cleaned);
    EXPECT_TRUE(cleaned->diagnostics.empty());
    EXPECT_EQ(cleaned->counts.unverified, 38);  // as many rows of the log give no old value
    EXPECT_EQ(cleaned->counts.removed, 54);
    EXPECT_EQ(cleaned->counts.no_action, 620);
    EXPECT_EQ(cleaned->counts.changed + cleaned->counts.as_before,
              48 + 3 + 1);  // one removed twice

    InterviewsRead ours;
    ASSERT_TRUE(read_stored_interviews(*store, study.study, InterviewKind::real, ours));
    std::map<std::string, const Interview*> counted;
    for (const Interview& interview : ours.interviews) {
        if (interview.standing == Standing::counts) counted[interview.instance_id] = &interview;
    }
    const auto theirs = interviews_in(form, tables_at({"clean_data.csv"}));
    EXPECT_EQ(theirs.size(), 578U);
    EXPECT_EQ(counted.size(), 578U);
    std::vector<std::string> differ;
    std::size_t compared = 0;
    for (const IncomingInterview& clean : theirs) {
        const auto at = counted.find(clean.interview.instance_id);
        ASSERT_NE(at, counted.end()) << clean.interview.instance_id;
        for (std::size_t q = 0; q < form.questions.size(); ++q) {
            const int question = static_cast<int>(q);
            const std::string_view mine = at->second->answer(question);
            const std::string_view reach = clean.interview.answer(question);
            ++compared;
            if (same_answer(mine, reach)) continue;
            differ.push_back(form.questions[q].name + ": " + std::string(mine) + " / " +
                             std::string(reach));
        }
    }
    EXPECT_GT(compared, 100'000U);
    // There the log corrects the column of a single choice, and REACH left the column with all as
    // it was: in its clean data the two contradict each other. Ours is what the log says.
    EXPECT_EQ(differ,
              (std::vector<std::string>{"water_sources: piped borehole / piped",
                                        "water_sources: piped borehole / piped",
                                        "treat_drink_water_how:  / filter",
                                        "treat_drink_water_how:  / expose_sunlight"}));

    // Once more changes nothing.
    const auto again = apply_cleaning_log(study, log.changes, "cleaning_log.csv", "reach", 3);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->diagnostics.empty());
    EXPECT_EQ(again->counts.changed + again->counts.removed, 0);
}

}  // namespace
}  // namespace mtm
