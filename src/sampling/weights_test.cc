#include <Eigen/Dense>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "base/random.h"
#include "sampling/adjustment.h"
#include "sampling/calibration.h"
#include "sampling/raking.h"
#include "sampling/schools_for_test.h"
#include "sampling/weight_summary.h"

namespace mtm {
namespace {

double total_where(const std::vector<double>& weights,
                   std::span<const std::int32_t> codes,
                   std::int32_t code) {
    long double sum = 0;
    for (std::size_t row = 0; row < weights.size(); ++row) {
        if (codes[row] == code) sum += weights[row];
    }
    return static_cast<double>(sum);
}

void expect_margin_holds(const std::vector<double>& weights, const CodedMargin& margin) {
    for (std::size_t c = 0; c < margin.totals.size(); ++c)
        EXPECT_NEAR(total_where(weights, margin.codes, static_cast<std::int32_t>(c)),
                    margin.totals[c],
                    1e-12 * margin.totals[c])
            << margin.name << " " << margin.categories[c];
}

TEST(PostStratify, GivesTheWeightsOfSurvey) {
    const SchoolsForTest schools;
    const CalibratedWeights out = post_stratify(schools.numbers("pw"), schools.types());
    EXPECT_TRUE(out.converged());
    expect_alike(out.weights, schools.numbers("poststratified"), 1e-12);
    expect_margin_holds(out.weights, schools.types());
}

TEST(Rake, GivesTheWeightsOfSurvey) {
    const SchoolsForTest schools;
    const std::vector<CodedMargin> margins{schools.types(), schools.wides()};
    const CalibratedWeights out = rake(schools.numbers("pw"), margins);
    EXPECT_TRUE(out.converged());
    expect_alike(out.weights, schools.numbers("raked"), 1e-11);
    for (const CodedMargin& margin : margins)
        expect_margin_holds(out.weights, margin);
}

TEST(Calibrate, GivesTheWeightsOfSurveyByEveryDistance) {
    const SchoolsForTest schools;
    const std::vector<CodedMargin> margins{schools.types()};
    const std::vector<double> values = schools.numbers("api99");
    const std::vector<NumericMargin> numbers{{"api99", 3914069, values}};
    const std::vector<double> weights = schools.numbers("pw");

    struct Case {
        CalibrationRule rule;
        const char* column;
    };

    for (const Case& each :
         {Case{{.distance = CalibrationDistance::linear}, "linear"},
          Case{{.distance = CalibrationDistance::exponential}, "exponential"},
          Case{{.distance = CalibrationDistance::logit, .lower = 0.5, .upper = 2}, "logit"},
          Case{{.distance = CalibrationDistance::truncated, .lower = 0.6, .upper = 1.6},
               "truncated"}}) {
        SCOPED_TRACE(each.column);
        const CalibratedWeights out = calibrate(weights, margins, numbers, each.rule);
        EXPECT_TRUE(out.converged());
        expect_alike(out.weights, schools.numbers(each.column), 1e-10);
        expect_margin_holds(out.weights, margins[0]);
        EXPECT_NEAR(
            std::inner_product(out.weights.begin(), out.weights.end(), values.begin(), 0.0) /
                3914069,
            1,
            1e-12);
    }
}

// survey 4.1-1, total of enroll: calibrate(dclus1, ~stype + api99), linear and raking; the latter
// stops at its default tolerance of 1e-7, four parts in 10¹⁰ off.
TEST(Calibrate, GivesThePublishedTotals) {
    const SchoolsForTest schools;
    const std::vector<CodedMargin> margins{schools.types()};
    const std::vector<double> values = schools.numbers("api99");
    const std::vector<NumericMargin> numbers{{"api99", 3914069, values}};
    const std::vector<double> enroll = schools.numbers("enroll");
    for (const auto& [distance, total] :
         {std::pair{CalibrationDistance::linear, 3638487.2041},
          std::pair{CalibrationDistance::exponential, 3616588.5645}}) {
        const auto out = calibrate(schools.numbers("pw"), margins, numbers, {.distance = distance});
        EXPECT_NEAR(std::inner_product(out.weights.begin(), out.weights.end(), enroll.begin(), 0.0),
                    total,
                    1e-9 * total);
    }
}

// g = 1 + (X - x̂)' (Σ w x x')⁻¹ x, solved once with every dummy written out.
TEST(Calibrate, LinearIsTheRegressionEstimatorInClosedForm) {
    const SchoolsForTest schools;
    const std::vector<double> weights = schools.numbers("pw");
    const std::vector<double> values = schools.numbers("api99");
    const auto n = static_cast<Eigen::Index>(weights.size());
    Eigen::MatrixXd x = Eigen::MatrixXd::Zero(n, 5);
    Eigen::VectorXd w(n);
    for (Eigen::Index r = 0; r < n; ++r) {
        const auto row = static_cast<std::size_t>(r);
        w[r] = weights[row];
        x(r, 0) = 1;
        x(r, 1) = schools.type[row] == 1 ? 1 : 0;
        x(r, 2) = schools.type[row] == 2 ? 1 : 0;
        x(r, 3) = schools.wide[row] == 1 ? 1 : 0;
        x(r, 4) = values[row];
    }
    Eigen::VectorXd totals(5);
    totals << 6194, 755, 1018, 5122, 3914069;
    const Eigen::MatrixXd normal = x.transpose() * w.asDiagonal() * x;
    const Eigen::VectorXd lambda = normal.colPivHouseholderQr().solve(totals - x.transpose() * w);
    const Eigen::VectorXd closed = w.array() * (1 + (x * lambda).array());
    const std::vector<CodedMargin> margins{schools.types(), schools.wides()};
    const std::vector<NumericMargin> numbers{{"api99", 3914069, values}};
    const auto out = calibrate(weights, margins, numbers, {});
    EXPECT_TRUE(out.converged());
    expect_alike(out.weights, {closed.data(), closed.data() + n}, 1e-10);
}

TEST(Calibrate, ExponentialIsRaking) {
    const SchoolsForTest schools;
    const std::vector<CodedMargin> margins{schools.types(), schools.wides()};
    const std::vector<double> weights = schools.numbers("pw");
    const auto newton =
        calibrate(weights, margins, {}, {.distance = CalibrationDistance::exponential});
    expect_alike(newton.weights, rake(weights, margins).weights, 1e-11);
}

TEST(Calibrate, OneMarginIsPostStratificationByEveryDistanceWithoutBounds) {
    const SchoolsForTest schools;
    const std::vector<CodedMargin> margins{schools.types()};
    const std::vector<double> weights = schools.numbers("pw");
    const auto expected = post_stratify(weights, margins[0]).weights;
    for (const auto distance : {CalibrationDistance::linear, CalibrationDistance::exponential})
        expect_alike(
            calibrate(weights, margins, {}, {.distance = distance}).weights, expected, 1e-12);
}

TEST(Calibrate, ANumberThatFollowsFromAMarginIsNoHarm) {
    const SchoolsForTest schools;
    const std::vector<CodedMargin> margins{schools.types()};
    const std::vector<double> weights = schools.numbers("pw");
    const std::vector<double> everyone(weights.size(), 1);
    const std::vector<NumericMargin> numbers{{"everyone", 6194, everyone}};
    const auto out = calibrate(weights, margins, numbers, {});
    EXPECT_TRUE(out.converged());
    expect_alike(out.weights, post_stratify(weights, margins[0]).weights, 1e-11);
}

TEST(Calibrate, NamesTheTotalsThatBoundsMakeUnreachable) {
    const SchoolsForTest schools;
    const std::vector<CodedMargin> margins{schools.types()};
    for (const auto distance : {CalibrationDistance::logit, CalibrationDistance::truncated}) {
        const auto out = calibrate(
            schools.numbers("pw"), margins, {}, {.distance = distance, .lower = 0.9, .upper = 1.1});
        ASSERT_FALSE(out.converged());
        // High schools would have to count 1.59 times.
        EXPECT_EQ(out.gaps[0].margin, "stype");
        EXPECT_EQ(out.gaps[0].category, "H");
        EXPECT_EQ(out.gaps[0].wanted, 755);
        EXPECT_LT(out.gaps[0].reached, 755);
        for (std::size_t row = 0; row < out.weights.size(); ++row) {
            const double factor = out.weights[row] / schools.numbers("pw")[row];
            ASSERT_TRUE(factor >= 0.9 - 1e-12 && factor <= 1.1 + 1e-12) << factor;
        }
    }
}

// Totals of some weights within the bounds can be met within the bounds: whichever they are,
// Newton's method must find weights, and stay between the bounds.
TEST(Calibrate, FindsWeightsWithinBoundsWheneverThereAreAny) {
    Random random(17);
    for (int round = 0; round < 300; ++round) {
        const std::size_t rows = 30 + random.below(300);
        const double lower = 0.6 * random.uniform();
        const double upper = 1.3 + 3 * random.uniform();
        std::vector<double> weights(rows);
        std::vector<double> numbers(rows);
        std::vector<std::vector<std::int32_t>> codes(3, std::vector<std::int32_t>(rows));
        std::vector<CodedMargin> margins;
        for (std::size_t m = 0; m < codes.size(); ++m) {
            const std::size_t categories = 2 + random.below(5);
            for (std::int32_t& code : codes[m])
                code = static_cast<std::int32_t>(random.below(categories));
            margins.push_back({"m" + std::to_string(m),
                               std::vector<std::string>(categories),
                               std::vector<double>(categories, 0),
                               codes[m]});
        }
        NumericMargin number{"x", 0, numbers};
        for (std::size_t r = 0; r < rows; ++r) {
            weights[r] = 1 + 4 * random.uniform();
            numbers[r] = 100 * random.normal();
            // Towards one bound or the other, so that many weights end at them.
            const double towards =
                random.chance(0.5) ? random.uniform() * 0.3 : 0.7 + random.uniform() * 0.3;
            const double weight = weights[r] * (lower + (upper - lower) * towards);
            for (std::size_t m = 0; m < codes.size(); ++m)
                margins[m].totals[static_cast<std::size_t>(codes[m][r])] += weight;
            number.total += weight * numbers[r];
        }
        for (const auto distance : {CalibrationDistance::logit, CalibrationDistance::truncated}) {
            const auto out = calibrate(weights,
                                       margins,
                                       {{number}},
                                       {.distance = distance, .lower = lower, .upper = upper});
            ASSERT_TRUE(out.converged()) << round << " " << static_cast<int>(distance) << " "
                                         << lower << " " << upper << " after " << out.iterations;
            for (std::size_t r = 0; r < rows; ++r) {
                const double factor = out.weights[r] / weights[r];
                ASSERT_TRUE(factor >= lower - 1e-12 && factor <= upper + 1e-12);
            }
        }
    }
}

// Women are interviewed in the north alone, men in the south alone: the margins clash.
TEST(Rake, NamesTheMarginsThatClash) {
    const std::vector<std::int32_t> sex{0, 0, 1, 1};
    const std::vector<CodedMargin> margins{{"region", {"north", "south"}, {30, 70}, sex},
                                           {"sex", {"female", "male"}, {50, 50}, sex}};
    const std::vector<double> weights(4, 1);
    const auto out = rake(weights, margins, {.most = 50});
    ASSERT_FALSE(out.converged());
    EXPECT_EQ(out.gaps.size(), 2U);
    EXPECT_EQ(out.gaps[0].margin, "region");
    EXPECT_EQ(out.gaps[0].category, "north");
    const auto newton =
        calibrate(weights, margins, {}, {.distance = CalibrationDistance::exponential});
    EXPECT_FALSE(newton.converged());
    for (const double weight : newton.weights)
        EXPECT_TRUE(std::isfinite(weight));
}

TEST(Rake, ACategoryOfPeopleThatNobodyInterviewedHasIsAGap) {
    const std::vector<std::int32_t> codes{0, 0, 1};
    const CodedMargin margin{"sex", {"f", "m", "x"}, {10, 20, 5}, codes};
    const std::vector<double> weights(3, 1);
    const std::vector<MarginGap> expected{{"sex", "x", 5, 0}};
    EXPECT_EQ(post_stratify(weights, margin).gaps, expected);
    EXPECT_EQ(rake(weights, {{margin}}, {.most = 20}).gaps, expected);
    EXPECT_EQ(calibrate(weights, {{margin}}, {}, {}).gaps, expected);
}

TEST(Rake, ByCellsAndByRowsIsTheSame) {
    // 3000² combinations are too many to number, so that each row is a cell.
    Random random(7);
    constexpr std::int32_t wide = 3000;
    const std::size_t rows = 20'000;
    std::vector<std::int32_t> a(rows);
    std::vector<std::int32_t> b(rows);
    std::vector<double> weights(rows);
    for (std::size_t r = 0; r < rows; ++r) {
        a[r] = static_cast<std::int32_t>(random.below(5));
        b[r] = static_cast<std::int32_t>(random.below(4));
        weights[r] = 1 + random.uniform();
    }
    const std::vector<CodedMargin> few{{"a", {"0", "1", "2", "3", "4"}, {10, 20, 30, 25, 15}, a},
                                       {"b", {"0", "1", "2", "3"}, {40, 20, 20, 20}, b}};
    std::vector<CodedMargin> many = few;
    for (CodedMargin& margin : many) {
        margin.totals.resize(wide, 0);
        margin.categories.resize(wide);
    }
    const auto cells = rake(weights, few);
    EXPECT_TRUE(cells.converged());
    expect_alike(rake(weights, many).weights, cells.weights, 1e-11);
}

TEST(Rake, AMillionInterviewsTakeLessThanASecond) {
    Random random(11);
    const std::size_t rows = 1'000'000;
    const std::vector<std::size_t> sizes{2, 12, 5, 8};
    std::vector<std::vector<std::int32_t>> codes(4, std::vector<std::int32_t>(rows));
    std::vector<double> weights(rows);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t m = 0; m < 4; ++m)
            codes[m][r] = static_cast<std::int32_t>(random.below(sizes[m]));
        weights[r] = 1 + random.uniform();
    }
    std::vector<CodedMargin> margins;
    for (std::size_t m = 0; m < 4; ++m) {
        CodedMargin margin{"m", std::vector<std::string>(sizes[m]), {}, codes[m]};
        double sum = 0;
        for (std::size_t c = 0; c < sizes[m]; ++c)
            sum += static_cast<double>(c + 1);
        for (std::size_t c = 0; c < sizes[m]; ++c)
            margin.totals.push_back(5e6 * static_cast<double>(c + 1) / sum);
        margins.push_back(margin);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto out = rake(weights, margins);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    EXPECT_TRUE(out.converged());
    EXPECT_LT(seconds, 1.0) << out.iterations << " rounds";
    RecordProperty("milliseconds", static_cast<int>(seconds * 1000));
    for (const CodedMargin& margin : margins) {
        for (std::size_t c = 0; c < margin.totals.size(); ++c)
            EXPECT_NEAR(total_where(out.weights, margin.codes, static_cast<std::int32_t>(c)),
                        margin.totals[c],
                        1e-10 * margin.totals[c]);
    }
}

TEST(TrimWeights, GivesTheWeightsOfSurvey) {
    const SchoolsForTest schools;
    const std::vector<double> weights = schools.numbers("uneven");
    const auto once =
        trim_weights(weights, {.lower = 0, .upper = 180, .repeat = TrimRule::Repeat::once});
    ASSERT_TRUE(once.has_value());
    expect_alike(once->weights, schools.numbers("trimmed"), 1e-13);
    const auto strictly = trim_weights(weights, {.lower = 0, .upper = 180});
    ASSERT_TRUE(strictly.has_value());
    expect_alike(strictly->weights, schools.numbers("trimmed_strictly"), 1e-9);
    EXPECT_NEAR(std::accumulate(strictly->weights.begin(), strictly->weights.end(), 0.0),
                std::accumulate(weights.begin(), weights.end(), 0.0),
                1e-8);
}

TEST(TrimWeights, CannotGiveWhatBoundsDoNotHold) {
    const std::vector<double> weights{10, 20, 30};
    EXPECT_FALSE(trim_weights(weights, {.lower = 0, .upper = 15}).has_value());
    const auto exact = trim_weights(weights, {.lower = 15, .upper = 25});
    ASSERT_TRUE(exact.has_value());
    EXPECT_EQ(exact->weights, (std::vector<double>{15, 20, 25}));
    EXPECT_EQ(exact->cut, 2U);
}

TEST(BaseWeights, AreOneOverTheChanceOfSelection) {
    const std::vector<double> chances{0.5, 1, 0.1};
    const auto out = base_weights(chances);
    ASSERT_TRUE(out.has_value());
    EXPECT_EQ(*out, (std::vector<double>{2, 1, 10}));
    for (const double bad : {0.0, -1.0, 1.5, std::nan("")})
        EXPECT_FALSE(base_weights(std::vector<double>{0.5, bad}).has_value()) << bad;
}

// Worked by hand: cell 2 has 5 respondents; its rate, 0.5, is nearer to cell 1's (0.6) than to
// cell 3's (0.9).
TEST(ResponseFactors, JoinThinCellsWithTheNeighbourThatRespondsAlike) {
    const std::vector<double> approached{100, 50, 10, 40};
    const std::vector<double> responded{80, 30, 5, 36};
    const std::vector<int> respondents{80, 30, 5, 36};
    const auto out = response_factors(approached, responded, respondents);
    ASSERT_TRUE(out.has_value());
    EXPECT_EQ(out->joined_to, (std::vector<int>{0, 1, 1, 3}));
    EXPECT_DOUBLE_EQ(out->factors[0], 1.25);
    EXPECT_DOUBLE_EQ(out->factors[1], 60.0 / 35);
    EXPECT_DOUBLE_EQ(out->factors[2], 60.0 / 35);
    EXPECT_DOUBLE_EQ(out->factors[3], 40.0 / 36);
    double sum = 0;
    for (std::size_t c = 0; c < 4; ++c)
        sum += out->factors[c] * responded[c];
    EXPECT_DOUBLE_EQ(sum, 200);
}

TEST(ResponseFactors, AnEmptyCellIsJoinedAndNobodyAtAllIsAnError) {
    const std::vector<int> respondents{0, 25};
    const auto out =
        response_factors(std::vector<double>{10, 30}, std::vector<double>{0, 25}, respondents);
    ASSERT_TRUE(out.has_value());
    EXPECT_EQ(out->factors, (std::vector<double>{1.6, 1.6}));
    EXPECT_FALSE(response_factors(
                     std::vector<double>{10, 30}, std::vector<double>{0, 0}, std::vector<int>{0, 0})
                     .has_value());
}

// Weights 1, 1, 2, 4: Σw = 8, Σw² = 22, n Σw²/(Σw)² = 88/64.
TEST(WeightSummary, IsThatOfKish) {
    const WeightSummary out = summarise_weights(std::vector<double>{1, 4, 1, 2, 0});
    EXPECT_EQ(out.rows, 4U);
    EXPECT_DOUBLE_EQ(out.design_effect, 88.0 / 64);
    EXPECT_DOUBLE_EQ(out.effective_rows, 4 * 64.0 / 88);
    EXPECT_NEAR(out.design_effect, 1 + out.variation * out.variation, 1e-14);
    EXPECT_DOUBLE_EQ(out.largest_share, 0.5);
    EXPECT_EQ(out.quantiles[0], 1);
    EXPECT_EQ(out.median(), 1.5);  // halfway between the second and the third of four
    EXPECT_EQ(out.quantiles[6], 4);
    std::vector<double> twenty(20);
    std::iota(twenty.begin(), twenty.end(), 1.0);
    EXPECT_EQ(summarise_weights(twenty).quantiles,
              (std::array<double, 7>{1, 1.5, 5.5, 10.5, 15.5, 19.5, 20}));
    twenty.push_back(21);
    EXPECT_EQ(summarise_weights(twenty).quantiles,
              (std::array<double, 7>{1, 2, 6, 11, 16, 20, 21}));
    EXPECT_EQ(weight_histogram(std::vector<double>{1, 4, 1, 2}, 1, 4, 3),
              (std::vector<std::size_t>{2, 1, 1}));
    EXPECT_EQ(summarise_weights(std::vector<double>{0, 0}).rows, 0U);
}

}  // namespace
}  // namespace mtm
