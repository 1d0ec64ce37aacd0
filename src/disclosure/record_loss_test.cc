// What protection costs, counted a second way from the published dataset.
#include "disclosure/record_loss.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "disclosure/risk_page.h"
#include "tabulate/tabulate.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* form_of_movers =
    "survey\n"
    "| type | name | label | relevant | disclosure |\n"
    "| integer | age | Age | | quasi |\n"
    "| select_one sex | sex | Sex | | quasi |\n"
    "| select_one area | area | Area | | quasi |\n"
    "| select_one yes | debt | Debt? | | sensitive |\n"
    "| select_multiple need | need | Needs | | none |\n"
    "choices\n"
    "| list_name | name | label |\n"
    "| sex | male | Man |\n| sex | female | Woman |\n"
    "| area | a | A |\n| area | b | B |\n| area | c | C |\n"
    "| yes | yes | Yes |\n| yes | no | No |\n"
    "| need | food | Food |\n| need | work | Work |\n";

TableSpec table_of(const char* question, std::vector<std::string> by = {}) {
    TableSpec out;
    out.name = question;
    out.question = question;
    out.by = std::move(by);
    return out;
}

class Movers {
public:
    explicit Movers(std::uint64_t seed, std::size_t people = 240) : random_(seed) {
        auto compiled = form_from_text(form_of_movers);
        EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
        study.questionnaire = std::move(compiled.questionnaire);
        study.file.records.most_risk = 100;
        study.plan.tables = {table_of("debt"), table_of("need", {"sex"}), table_of("age")};
        study.plan.tables[2].statistic = Statistic::mean;
        std::vector<Interview> all;
        for (std::size_t i = 0; i < people; ++i)
            all.push_back(interview(i));
        dataset = assemble(study, all).dataset;
    }

    Study study;
    Dataset dataset;

private:
    void answer(Interview& to, const char* name, std::string value) {
        to.answers.push_back({study.questionnaire.find(name), {}, std::move(value)});
    }

    Interview interview(std::size_t number) {
        Interview out;
        out.instance_id = fmt::format("uuid:{:08x}", number);
        answer(out, "age", std::to_string(18 + random_.below(40)));
        answer(out, "sex", random_.chance(0.6) ? "male" : "female");
        const std::size_t area = random_.weighted({70, 28, 2});
        answer(out, "area", std::string(1, static_cast<char>('a' + area)));
        answer(out, "debt", random_.chance(0.1) ? "yes" : "no");
        answer(out, "need", random_.chance(0.5) ? "food work" : "work");
        return out;
    }

    Random random_;
};

RecordLoss loss_in(const Movers& movers, const ProtectedRecords& made) {
    DisclosureControl control(movers.study.file, Edition::published);
    const std::vector<Table> counted = tabulate(movers.study, movers.dataset);
    return loss_of_records(
        movers.study, movers.dataset, made, counted, release_all(control, counted));
}

TEST(RecordLoss, CountsBlanksAsTheTreatmentsDo) {
    std::size_t for_diversity = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const Movers movers(seed);
        const auto made = protect_records(movers.study, movers.dataset);
        ASSERT_TRUE(made) << made.error().message;
        const RecordLoss loss = loss_in(movers, *made);
        std::size_t diversity = 0;
        for (const QuestionLoss& question : loss.questions) {
            const auto treatment =
                std::ranges::find(made->records.treatments, question.name, &RecordTreatment::name);
            EXPECT_EQ(question.blank, treatment->blanked) << question.name;
            EXPECT_EQ(question.answers, movers.dataset.counted());
            diversity += question.diversity;
            if (question.name == "need" || question.name == "debt") {
                EXPECT_EQ(question.changed, 0U);
            }
            if (treatment->coarse && question.name == "age") {
                EXPECT_GT(question.changed, 0U);
            }
            // Only sensitive answers are made diverse.
            if (question.name != "debt") {
                EXPECT_EQ(question.diversity, 0U);
            }
        }
        EXPECT_EQ(loss.diversity, diversity);
        for_diversity += diversity;
    }
    EXPECT_GT(for_diversity, 0U);
}

// Without any protection the open records say what was collected.
TEST(RecordLoss, IsNoneWhereNothingWasDone) {
    Movers movers(20);
    for (Question& question : movers.study.questionnaire.questions)
        question.disclosure = Disclosure::none;
    movers.study.questionnaire.questions[4].disclosure = Disclosure::sensitive;  // else it guesses
    movers.study.file.records.diversity = 1;
    const auto made = protect_records(movers.study, movers.dataset);
    ASSERT_TRUE(made) << made.error().message;
    const RecordLoss loss = loss_in(movers, *made);
    for (const QuestionLoss& question : loss.questions)
        EXPECT_EQ(question.changed + question.blank, 0U) << question.name;
    EXPECT_GT(loss.percentages.published, 4U);
    EXPECT_EQ(loss.percentages.not_to_be, 0U);
    EXPECT_EQ(loss.percentages.different, 0U);
    EXPECT_EQ(loss.percentages.largest, 0);
    EXPECT_DOUBLE_EQ(loss.percentages.overlap, 1);
}

TEST(RecordLoss, PercentagesAreThoseThatSomebodyWouldMakeOfTheRecords) {
    std::size_t different = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Movers movers(seed);
        movers.study.plan.tables = {table_of("debt")};
        const auto made = protect_records(movers.study, movers.dataset);
        ASSERT_TRUE(made) << made.error().message;
        const RecordLoss loss = loss_in(movers, *made);
        const auto share_of_yes = [](const Column& column) {
            double yes = 0;
            double answers = 0;
            for (const std::int32_t code : column.codes) {
                if (code < 0) continue;
                ++answers;
                yes += column.dictionary[static_cast<std::size_t>(code)] == "yes" ? 1 : 0;
            }
            return 100 * yes / answers;
        };
        const double before = share_of_yes(*movers.dataset.find("debt"));
        const double after = share_of_yes(*made->records.dataset.find("debt"));
        EXPECT_EQ(loss.percentages.published, 2U);  // yes and no: 24 or so of 240
        if (std::isnan(after)) {                    // all were taken out
            EXPECT_EQ(loss.percentages.not_to_be, 2U);
            continue;
        }
        EXPECT_NEAR(loss.percentages.largest, std::abs(after - before), 1e-9);
        const bool differs = std::round(after) != std::round(before);
        EXPECT_EQ(loss.percentages.different > 0, differs);
        different += loss.percentages.different;
        EXPECT_GT(loss.percentages.overlap, 0);
        EXPECT_LE(loss.percentages.overlap, 1);
    }
    EXPECT_GT(different, 0U);
}

TEST(RecordLoss, PercentagesOfCoarserQuestionsAreNotToBeHad) {
    Movers movers(3);
    movers.study.plan.tables = {table_of("area")};
    movers.study.file.records.drop = {"area"};
    const auto made = protect_records(movers.study, movers.dataset);
    ASSERT_TRUE(made) << made.error().message;
    const RecordLoss loss = loss_in(movers, *made);
    EXPECT_GT(loss.percentages.published, 0U);
    EXPECT_EQ(loss.percentages.not_to_be, loss.percentages.published);
    EXPECT_EQ(loss.left_out, std::vector<std::string>{"area"});
}

TEST(RiskPage, TellsLossDiversityAndScrollsItsTablesAlone) {
    Movers movers(4);
    movers.study.file.title = "Movers";
    const auto made = protect_records(movers.study, movers.dataset);
    ASSERT_TRUE(made) << made.error().message;
    const auto risk = risk_of_records(movers.study, movers.dataset, *made);
    ASSERT_TRUE(risk);
    const RecordLoss loss = loss_in(movers, *made);
    const std::string page = risk_page(movers.study, movers.dataset, *made, *risk, &loss);
    for (const char* told : {"By entropy",
                             "Recursive (2, l)",
                             "Largest distance",
                             "Mean interval overlap",
                             "Karr et al. 2006",
                             "as another whole percentage",
                             "Blank for diversity"})
        EXPECT_NE(page.find(told), std::string::npos) << told;
    std::size_t tables = 0;
    for (std::size_t at = page.find("<table"); at != std::string::npos;
         at = page.find("<table", at + 1)) {
        ++tables;
        EXPECT_EQ(page.substr(at - 18, 18), "<div class=\"wide\">");
    }
    EXPECT_GT(tables, 4U);
}

// The least of all groups, counted by hand.
TEST(RecordRisk, DiversityIsThatOfTheWorstGroup) {
    const Movers movers(5);
    const auto made = protect_records(movers.study, movers.dataset);
    ASSERT_TRUE(made) << made.error().message;
    const auto risk = risk_of_records(movers.study, movers.dataset, *made);
    ASSERT_TRUE(risk);
    const Dataset& open = made->records.dataset;
    std::map<std::string, std::map<std::int32_t, double>> groups;
    for (std::size_t row = 0; row < open.counted(); ++row) {
        std::string keys;
        for (const char* name : {"age", "sex", "area"})
            if (const Column* column = open.find(name))
                keys += std::to_string(column->codes[row]) + ";";
        const std::int32_t answer = open.find("debt")->codes[row];
        if (answer >= 0) ++groups[keys][answer];
    }
    double entropy = 1e9;
    std::size_t distinct = 1000;
    for (const auto& [keys, answers] : groups) {
        double all = 0;
        for (const auto& [answer, count] : answers)
            all += count;
        double sum = 0;
        for (const auto& [answer, count] : answers)
            sum -= count / all * std::log(count / all);
        entropy = std::min(entropy, std::exp(sum));
        distinct = std::min(distinct, answers.size());
    }
    ASSERT_EQ(risk->sensitive.size(), 1U);
    EXPECT_EQ(risk->sensitive[0].groups, groups.size());
    EXPECT_EQ(risk->sensitive[0].distinct, distinct);
    EXPECT_NEAR(risk->sensitive[0].entropy, entropy, 1e-9);
    EXPECT_GE(risk->sensitive[0].recursive, 1U);
}

TEST(RiskPage, SaysSoWhereThereIsNoWay) {
    Movers movers(6, 4);  // fewer people than k
    movers.study.file.title = "Movers";
    EXPECT_FALSE(protect_records(movers.study, movers.dataset));
    const auto planned = planned_records(movers.study, movers.dataset);
    ASSERT_TRUE(planned) << planned.error().message;
    EXPECT_FALSE(planned->no_way.empty());
    const auto risk = risk_of_records(movers.study, movers.dataset, *planned);
    ASSERT_TRUE(risk) << risk.error().message;
    const std::string page = risk_page(movers.study, movers.dataset, *planned, *risk);
    EXPECT_NE(page.find("No way was found"), std::string::npos);
    EXPECT_EQ(page.find("As published"), std::string::npos);
    EXPECT_EQ(page.find("Nothing: what the study asks for is reached"), std::string::npos);
}

}  // namespace
}  // namespace mtm
