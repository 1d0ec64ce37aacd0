// Differences of two figures of one sample. The numbers are those of R's survey 4.1-1
// (tests/reference/difference.R) for the ten interviews of level_design_test.cc.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "estimation/intervals.h"
#include "tabulate/figure.h"
#include "tabulate/precision.h"
#include "tabulate/small_survey.h"

namespace mtm {
namespace {

SmallSurvey ten_interviews(bool with_stages) {
    SmallSurvey out = small_survey_of(R"(
select_one | sex   | male female
integer    | age   |
select_one | works | yes no unknown? refused!
)",
                                      R"(
sex    | age | works
male   | 20  | yes
male   | 30  | yes
male   | 40  | yes
male   | 50  | no
male   |     | refused
female | 25  | yes
female | 35  | yes
female | 45  | unknown
female | 55  |
female | 16  | yes
)");
    SampleDesign design;
    design.weights = {10, 20, 30, 40, 50, 5, 15, 25, 35, 45};
    if (with_stages) {
        design.stages = {{{0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, {1, 1, 2, 2, 3, 4, 4, 5, 5, 6}, {}}};
    }
    out.dataset.design = std::make_shared<const TaylorVariance>(design);
    return out;
}

Estimate difference(const SmallSurvey& from, std::string_view a, std::string_view b) {
    const auto value =
        evaluate_figure(from.study, from.dataset, expression_of(fmt::format("{} - {}", a, b)));
    EXPECT_TRUE(value) << a << b;
    return value ? value->estimate : Estimate{};
}

struct KnownDifference {
    std::string_view a;
    std::string_view b;
    double value;
    double error;
    double df;  // of the part that has the fewest
};

TEST(DifferenceOfFigures, HasTheStandardErrorThatRGives) {
    const SmallSurvey ten = ten_interviews(true);
    const KnownDifference cases[] = {
        {"percent(${works} = 'yes', ${sex} = 'male')",
         "percent(${works} = 'yes', ${sex} = 'female')",
         -12,
         44.2290281753209,
         2},
        {"percent(${works} = 'yes')",
         "percent(${works} = 'no')",
         30.9090909090909,
         23.173718771886,
         4},
        {"mean(${age}, ${sex} = 'male')",
         "mean(${age}, ${sex} = 'female')",
         4.64,
         14.2801271927109,
         1},
    };
    for (const KnownDifference& known : cases) {
        const Estimate found = difference(ten, known.a, known.b);
        ASSERT_TRUE(found.standard_error) << known.a << found.no_interval;
        EXPECT_NEAR(*found.value, known.value, 1e-9);
        EXPECT_NEAR(*found.standard_error, known.error, 1e-9);
        EXPECT_EQ(*found.df, known.df);
        const double t = t_quantile(0.975, known.df);
        EXPECT_NEAR(*found.high - *found.low, 2 * t * known.error, 1e-7);
    }
}

// A second way: of a percentage and the rest of its base, the error is twice that of the one.
TEST(DifferenceOfFigures, OfAShareAndItsComplementIsTwiceTheError) {
    const SmallSurvey ten = ten_interviews(true);
    const auto one =
        evaluate_figure(ten.study, ten.dataset, expression_of("percent(${works} = 'yes')"));
    ASSERT_TRUE(one);
    const Estimate found =
        difference(ten, "percent(${works} = 'yes')", "percent(${works} != 'yes')");
    EXPECT_NEAR(*found.value, 2 * *one->estimate.value - 100, 1e-9);
    EXPECT_NEAR(*found.standard_error, 2 * *one->estimate.standard_error, 1e-9);
}

// As the study wants its intervals: 2.58 standard errors instead of 1.96.
TEST(DifferenceOfFigures, HasTheStudysConfidenceAndDegreesOfFreedom) {
    SmallSurvey ten = ten_interviews(true);
    ten.study.file.variance.confidence = 99;
    ten.study.file.variance.df = infinite_df;
    const Estimate found =
        difference(ten, "mean(${age}, ${sex} = 'male')", "mean(${age}, ${sex} = 'female')");
    ASSERT_TRUE(found.high);
    EXPECT_NEAR((*found.high - *found.value) / *found.standard_error, 2.5758293035489, 1e-9);
}

TEST(DifferenceOfFigures, SaysWhyThereIsNoInterval) {
    const std::string_view a = "percent(${works} = 'yes')";
    EXPECT_EQ(difference(ten_interviews(false), a, a).no_interval,
              "a snowball sample has no known selection probabilities");
    EXPECT_FALSE(difference(ten_interviews(true), a, a).low);
    // Those of 40 and more are of one cluster in each stratum: nothing tells how that share varies.
    EXPECT_NE(difference(ten_interviews(true),
                         "percent(${works} = 'yes', ${age} >= 40)",
                         "percent(${works} = 'yes', ${age} < 40)")
                  .no_interval.find(one_cluster),
              std::string::npos);
}

}  // namespace
}  // namespace mtm
