#include <map>

#include <gtest/gtest.h>

#include "base/random.h"
#include "publish/synthetic_files.h"
#include "synthesis/resemblance.h"
#include "tabulate/tabulate.h"
#include "tests/form_text.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

constexpr const char* form = R"(
    survey
    | type         | name     | label     | relevant             | disclosure |
    | select_one s | sex      | Sex       |                      | quasi      |
    | select_one r | region   | Region    |                      | quasi      |
    | select_one y | works    | Works?    |                      |            |
    | select_one p | contract | Contract? | ${works} = 'yes'     | sensitive  |
    choices
    | list_name | name    | label |
    | s         | male    | Man   |
    | s         | female  | Woman |
    | r         | north   | North |
    | r         | south   | South |
    | r         | west    | West  |
    | y         | yes     | Yes   |
    | y         | no      | No    |
    | p         | written | Yes   |
    | p         | spoken  | No    |
)";

struct SmallSurvey {
    Study study;
    Dataset dataset;
    std::vector<Released<SafeTable>> tables;
};

SmallSurvey small_survey() {
    SmallSurvey out;
    out.study.questionnaire = form_from_text(form).questionnaire;
    out.study.file.threshold = 10;
    for (const auto& [question, by] :
         std::vector<std::pair<const char*, const char*>>{{"sex", ""},
                                                          {"region", ""},
                                                          {"works", "sex"},
                                                          {"contract", ""},
                                                          {"works", "region"}}) {
        TableSpec spec;
        spec.name = std::string(question) + by;
        spec.question = question;
        if (*by != 0) spec.by = {by};
        out.study.plan.tables.push_back(spec);
    }
    std::vector<Interview> interviews;
    Random random(7);
    for (int i = 0; i < 400; ++i) {
        Interview& interview = interviews.emplace_back();
        interview.instance_id = "uuid:" + std::to_string(i);
        const auto answer = [&](const char* name, const char* value) {
            Answer given;
            given.question = out.study.questionnaire.find(name);
            given.value = value;
            interview.answers.push_back(std::move(given));
        };
        const bool woman = random.chance(0.3);
        answer("sex", woman ? "female" : "male");
        answer("region", random.chance(0.6) ? "north" : random.chance(0.97) ? "south" : "west");
        const bool works = random.chance(woman ? 0.5 : 0.9);
        answer("works", works ? "yes" : "no");
        if (works) answer("contract", random.chance(0.4) ? "written" : "spoken");
    }
    out.dataset = assemble(out.study, interviews).dataset;
    DisclosureControl control(10, Edition::published);
    out.tables = release_all(control, tabulate(out.study, out.dataset));
    return out;
}

SynthesisOptions seeded(std::uint64_t seed) {
    SynthesisOptions out;
    out.seed = seed;
    return out;
}

TEST(SyntheticRecords, KeepWhatIsPublishedAndTheSkipLogic) {
    const SmallSurvey survey = small_survey();
    const SyntheticTables made =
        synthetic_tables(survey.study, survey.tables, survey.dataset.counted());
    ASSERT_EQ(made.questions.size(), 4U);
    const auto synthesis = synthesize(made.tables, seeded(3));
    ASSERT_TRUE(synthesis) << synthesis.error().message;
    const UtilityReport utility = utility_of(made.tables, synthesis->records);
    const auto files = synthetic_files(survey.study, made, *synthesis, utility);
    ASSERT_EQ(files[0].name, "synthetic.csv");
    const auto rows = read_csv_records(files[0].bytes);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->rows.size(), 401U);
    std::map<std::string, int> works_by_sex;
    for (std::size_t row = 1; row < rows->rows.size(); ++row) {
        const std::vector<std::string>& record = rows->rows[row];
        EXPECT_EQ(record[0], std::string(synthetic_label));
        ++works_by_sex[record[1] + record[3]];
        // Who does not work was not asked for a contract, and who works was.
        EXPECT_EQ(record[3] == "yes", !record[4].empty()) << row;
    }
    // The table of work by sex, to the person.
    for (const Released<SafeTable>& table : survey.tables) {
        if (table->table.spec.name != "workssex") continue;
        for (std::size_t group = 1; group < table->table.groups.size(); ++group) {
            for (std::size_t c = 0; c < table->table.categories.size(); ++c) {
                if (table->withheld[group][c]) continue;
                EXPECT_EQ(
                    works_by_sex[table->table.groups[group].name + table->table.categories[c].name],
                    static_cast<int>(table->table.cells[group][c].n));
            }
        }
    }
    for (const ExportedFile& file : files)
        EXPECT_NE(file.bytes.find(synthetic_label), std::string::npos) << file.name;
}

TEST(SyntheticRecords, AreMadeOfTablesAndOfNoRecord) {
    const SmallSurvey survey = small_survey();
    const SyntheticTables made =
        synthetic_tables(survey.study, survey.tables, survey.dataset.counted());
    const auto synthesis = synthesize(made.tables, seeded(3));
    ASSERT_TRUE(synthesis);
    const CodedRecords real = coded_interviews(made, survey.dataset);
    ASSERT_EQ(real.size(), 400U);
    EXPECT_EQ(cell_counts(real, made.tables.variables, {0})[0], made.tables.tables[0].cells[0].low);
    ResemblanceInput input;
    input.real = &real;
    input.synthetic = &synthesis->records;
    input.tables = &made.tables;
    input.keys = {0, 1};
    input.targets = {3};
    const ResemblanceReport attack = resemblance(input);
    EXPECT_TRUE(attack.unique.leaked.empty());
}

}  // namespace
}  // namespace mtm
