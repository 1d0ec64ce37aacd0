// Numbers that are published as means: what a stranger reads, and what it keeps.
#include "disclosure/averaged_numbers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "disclosure/record_protection.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* form_of_earners =
    "survey\n"
    "| type | name | label | relevant | calculation | disclosure |\n"
    "| select_one sex | sex | Sex | | | quasi |\n"
    "| select_one yes | employed | Employed? | | | none |\n"
    "| decimal | income | Income | ${employed} = 'yes' | | sensitive |\n"
    "| integer | debt | Debt | | | sensitive |\n"
    "| integer | days | Days on the way | | | quasi |\n"
    "| calculate | yearly | | | ${income} * 12 | sensitive |\n"
    "choices\n"
    "| list_name | name | label |\n"
    "| sex | male | Man |\n| sex | female | Woman |\n"
    "| yes | yes | Yes |\n| yes | no | No |\n";

class Earners {
public:
    explicit Earners(std::uint64_t seed, std::size_t people = 200) : random_(seed) {
        auto compiled = form_from_text(form_of_earners);
        EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
        study.questionnaire = std::move(compiled.questionnaire);
        study.file.records.most_risk = 100;
        study.file.records.diversity = 1;
        study.file.records.drop = {"yearly"};
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
        answer(out, "sex", random_.chance(0.5) ? "male" : "female");
        const bool employed = random_.chance(0.7);
        answer(out, "employed", employed ? "yes" : "no");
        if (employed && !random_.chance(0.1))
            answer(out, "income", fmt::format("{:.1f}", 1000 + 4000 * random_.uniform()));
        answer(out, "debt", std::to_string(random_.below(10000)));
        answer(out, "days", std::to_string(1 + random_.below(300)));
        return out;
    }

    Random random_;
};

std::string text_of(const Column& column, std::size_t row) {
    return column.codes[row] < 0 ? ""
                                 : column.dictionary[static_cast<std::size_t>(column.codes[row])];
}

std::map<std::string, std::size_t> counts_in(const Column& column) {
    std::map<std::string, std::size_t> out;
    for (std::size_t row = 0; row < column.size(); ++row)
        if (column.codes[row] >= 0) ++out[text_of(column, row)];
    return out;
}

double total_of(const Column& column) {
    double out = 0;
    for (const std::int32_t code : column.codes)
        if (code >= 0) out += column.numbers[static_cast<std::size_t>(code)];
    return out;
}

TEST(AveragedNumbers, EachIsThatOfAtLeastTheThreshold) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Earners earners(seed);
        earners.study.file.records.average = {"income"};
        const auto made = protect_records(earners.study, earners.dataset);
        ASSERT_TRUE(made) << made.error().message;
        const Column& before = *earners.dataset.find("income");
        const Column& after = *made->records.dataset.find("income");
        const auto counts = counts_in(after);
        EXPECT_GT(counts.size(), 3U);
        for (const auto& [number, people] : counts) {
            EXPECT_GE(people, 10U) << number;
            EXPECT_LE(number.size() - std::min(number.find('.'), number.size()), 2U) << number;
        }
        // Totals stay, but for the rounding to a decimal.
        EXPECT_NEAR(total_of(after), total_of(before), 0.05 * 200 + 1e-6);
        // Who was not asked or gave none still has none, and the reason stays.
        for (std::size_t record = 0; record < after.size(); ++record) {
            const std::size_t row = made->order[record];
            EXPECT_EQ(after.codes[record] < 0, before.codes[row] < 0);
            EXPECT_EQ(after.asked[record], before.asked[row]);
        }
        // What is not averaged stays as it was.
        for (std::size_t record = 0; record < after.size(); ++record)
            EXPECT_EQ(text_of(*made->records.dataset.find("debt"), record),
                      text_of(*earners.dataset.find("debt"), made->order[record]));
    }
}

TEST(AveragedNumbers, OfSeveralQuestionsAllTogetherAreThoseOfAtLeastTheThreshold) {
    Earners earners(11);
    earners.study.file.records.average = {"debt", "days"};
    earners.study.file.records.automatic = false;
    const auto roles = variable_roles(earners.study);
    const auto averages = averaged_numbers(earners.study, earners.dataset, roles);
    ASSERT_TRUE(averages) << averages.error().message;
    ASSERT_EQ(averages->size(), 2U);
    std::map<std::string, std::size_t> alike;
    for (std::size_t row = 0; row < 200; ++row)
        ++alike[text_of((*averages)[0].column, row) + "/" + text_of((*averages)[1].column, row)];
    for (const auto& [numbers, people] : alike)
        EXPECT_GE(people, 10U) << numbers;
    EXPECT_GT(alike.size(), 5U);
}

TEST(AveragedNumbers, AKeyIsMadeCoarserFromItsMeans) {
    Earners earners(12);
    earners.study.file.records.average = {"days"};
    const auto made = protect_records(earners.study, earners.dataset);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_GE(fewest_alike(made->records), 5U);
    const auto treatment =
        std::ranges::find(made->records.treatments, "days", &RecordTreatment::name);
    ASSERT_NE(treatment, made->records.treatments.end());
    EXPECT_TRUE(treatment->averaged);
    EXPECT_NE(treatment->what.find("means of at least 10 people"), std::string::npos);
    EXPECT_NE(made->steps[0].find("“days” become means of at least 10"), std::string::npos)
        << made->steps[0];
}

TEST(AveragedNumbers, AnotherEditionPrintsTheSameMeans) {
    Earners earners(13);
    earners.study.file.records.average = {"income", "debt"};
    const auto open = protect_records(earners.study, earners.dataset);
    ASSERT_TRUE(open) << open.error().message;
    earners.study.file.records.k = 3;
    const auto agreed = protect_records(earners.study, earners.dataset, &*open);
    ASSERT_TRUE(agreed) << agreed.error().message;
    for (const char* name : {"income", "debt"})
        EXPECT_EQ(counts_in(*open->records.dataset.find(name)),
                  counts_in(*agreed->records.dataset.find(name)));
}

TEST(AveragedNumbers, AreBlankWhereFewGaveOneOrOneDominates) {
    Earners few(14, 8);
    few.study.file.records.average = {"debt"};
    const auto none = averaged_numbers(few.study, few.dataset, variable_roles(few.study));
    ASSERT_TRUE(none);
    EXPECT_EQ((*none)[0].withheld, 8U);
    EXPECT_TRUE(counts_in((*none)[0].column).empty());

    Earners earners(15);
    earners.study.file.records.average = {"debt"};
    Column& debt = *std::ranges::find(earners.dataset.levels[0].columns, "debt", &Column::name);
    // One owes a thousand times what the others of any group owe together.
    debt.numbers[static_cast<std::size_t>(debt.codes[0])] = 1e9;
    const auto averages =
        averaged_numbers(earners.study, earners.dataset, variable_roles(earners.study));
    ASSERT_TRUE(averages);
    EXPECT_LT((*averages)[0].column.codes[0], 0);
    EXPECT_GE((*averages)[0].withheld, 10U);
    EXPECT_LT((*averages)[0].withheld, 20U);
}

TEST(AveragedNumbers, ACodeForNoAnswerStaysAndIsNoMean) {
    Earners earners(16);
    earners.study.file.records.average = {"debt"};
    Column& debt = *std::ranges::find(earners.dataset.levels[0].columns, "debt", &Column::name);
    debt.meaning[static_cast<std::size_t>(debt.codes[3])] = MissingChoice::refused;
    const std::string code = text_of(debt, 3);
    const auto averages =
        averaged_numbers(earners.study, earners.dataset, variable_roles(earners.study));
    ASSERT_TRUE(averages);
    const Column& means = (*averages)[0].column;
    EXPECT_EQ(text_of(means, 3), code);
    EXPECT_EQ(means.missing(3), Missing::refused);
    EXPECT_EQ((*averages)[0].withheld, 0U);
}

TEST(AveragedNumbers, ACalculationOfTheExactNumberIsRefused) {
    Earners earners(17);
    earners.study.file.records.average = {"income"};
    earners.study.file.records.drop.clear();
    const auto made = protect_records(earners.study, earners.dataset);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("yearly"), std::string::npos) << made.error().message;
    earners.study.file.records.average = {"income", "yearly"};
    EXPECT_TRUE(protect_records(earners.study, earners.dataset));
}

}  // namespace
}  // namespace mtm
