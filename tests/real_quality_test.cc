// A real follow-up survey of 1,206 households with the findings that the World Bank's own checks
// (iehfc, with the parameters beside the data) make of it.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "dataset/dataset.h"
#include "exchange/import_tables.h"
#include "quality/quality.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

const std::string folder = "real/microdata/worldbank_lwh/";

const char* form =
    "survey\n| type | name | label | disclosure |\n"
    "| text | village | Village | |\n"
    "| text | enumerator | Enumerator | |\n"
    "| text | hhid | Household | identifier |\n"
    "| integer | inc_11 | Income, 11 | |\n"
    "| integer | inc_12 | Income, 12 | |\n"
    "| integer | exp_25_1 | Days, first | |\n"
    "| integer | exp_25_2 | Days, second | |\n"
    "| integer | crp10a_c1_p1 | Sold, first plot | |\n"
    "| integer | crp10a_c1_p2 | Sold, second plot | |\n";

struct FollowUp {
    explicit FollowUp(const std::vector<OutlierRule>& outliers = {}) {
        study.file.quality.outliers = outliers;
        study.questionnaire = form_from_text(form).questionnaire;
        study.file.fieldwork.enumerator = "enumerator";
        study.file.fieldwork.area = "village";
        const std::string name = "LWH_FUP2_raw_data.csv";
        const auto tables = read_tables(read_test_file(shared_path(folder + name)), name);
        EXPECT_TRUE(tables);
        std::vector<Interview> interviews;
        for (ImportedInterview& each : import_tables(study.questionnaire, *tables, name).interviews)
            interviews.push_back(std::move(each.interview));
        dataset = assemble(study, interviews).dataset;
        report = check_quality(lay_out_fieldwork(study, dataset));
    }

    [[nodiscard]] std::string answer(const std::string& question, std::size_t row) const {
        const Column& column = *dataset.find(question);
        return column.codes[row] < 0
                   ? ""
                   : column.dictionary[static_cast<std::size_t>(column.codes[row])];
    }

    /// Rows that a check found something in, by question; "" where it is of no question.
    [[nodiscard]] std::set<std::size_t> found(const std::string& code,
                                              const std::string& question = "") const {
        std::set<std::size_t> out;
        const int number = question.empty() ? -1 : study.questionnaire.find(question);
        for (const Finding& finding : report.findings) {
            if (finding.code == code && (number < 0 || finding.question == number))
                out.insert(static_cast<std::size_t>(finding.row));
        }
        return out;
    }

    /// Rows over three standard deviations from the mean of these questions together.
    [[nodiscard]] std::map<std::string, std::set<std::size_t>> beyond_three_deviations(
        const std::vector<std::string>& questions) const {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for_each_number(questions, [&](const std::string&, std::size_t, double number) {
            n += 1;
            sum += number;
            squares += number * number;
        });
        const double mean = sum / n;
        const double deviation = std::sqrt((squares - n * mean * mean) / (n - 1));
        std::map<std::string, std::set<std::size_t>> out;
        for_each_number(questions, [&](const std::string& name, std::size_t row, double number) {
            if (std::fabs(number - mean) > 3 * deviation) out[name].insert(row);
        });
        return out;
    }

    template <typename Use>
    void for_each_number(const std::vector<std::string>& questions, const Use& use) const {
        for (const std::string& name : questions) {
            const Column& column = *dataset.find(name);
            for (std::size_t row = 0; row < dataset.counted(); ++row) {
                if (column.codes[row] < 0) continue;
                const double number = column.numbers[static_cast<std::size_t>(column.codes[row])];
                if (!std::isnan(number)) use(name, row, number);
            }
        }
    }

    Study study;
    Dataset dataset;
    QualityReport report;
};

TEST(RealQuality, FindsTheHouseholdsInterviewedTwice) {
    REQUIRE_SHARED(folder);
    const FollowUp survey;
    ASSERT_EQ(survey.dataset.counted(), 1206U);
    std::multiset<std::string> twice;
    for (const std::size_t row : survey.found("same-identifier"))
        twice.insert(survey.answer("hhid", row));
    EXPECT_EQ(twice, (std::multiset<std::string>{"3004", "3004", "3066", "3066", "3209", "3209"}));
}

// The variables of outlier and grouped outlier that the parameters name, method sd, multiplier 3.
const std::vector<std::vector<std::string>>& outlier_variables() {
    static const std::vector<std::vector<std::string>> variables{
        {"inc_11"}, {"inc_12"}, {"exp_25_1", "exp_25_2"}, {"crp10a_c1_p1", "crp10a_c1_p2"}};
    return variables;
}

TEST(RealQuality, FindsTheNumbersFarFromTheOthers) {
    REQUIRE_SHARED(folder);
    std::vector<OutlierRule> rules;
    for (const auto& questions : outlier_variables())
        rules.push_back({.questions = questions, .deviations = 3, .line = 1});
    const FollowUp survey(rules);
    std::map<std::string, std::size_t> theirs;
    for (const auto& questions : outlier_variables()) {
        for (const auto& [question, rows] : survey.beyond_three_deviations(questions)) {
            theirs[question] = rows.size();
            const auto found = survey.found("outlier", question);
            EXPECT_TRUE(std::ranges::includes(found, rows)) << question;
        }
    }
    // As counted by another program.
    EXPECT_EQ(theirs,
              (std::map<std::string, std::size_t>{{"inc_11", 6},
                                                  {"inc_12", 9},
                                                  {"exp_25_1", 8},
                                                  {"crp10a_c1_p1", 4},
                                                  {"crp10a_c1_p2", 5}}));
}

// Half of the households have no income of a kind, and a -88 stands among the amounts: what is
// usual among the others is not unusual.
TEST(RealQuality, ManyZerosDoNotMakeTheOthersOutliers) {
    REQUIRE_SHARED(folder);
    const FollowUp survey;
    for (const char* question : {"inc_11", "inc_12"}) {
        const auto found = survey.found("outlier", question);
        EXPECT_LT(found.size(), 12U) << question << ": under one in a hundred";
        for (const std::size_t row : found)
            EXPECT_NE(survey.answer(question, row), "0");
    }
}

}  // namespace
}  // namespace mtm
