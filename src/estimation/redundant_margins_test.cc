// Margins that say things twice, and tables in which one side decides the other: what is left of
// them by rounding must not be taken for something.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "estimation/association.h"
#include "estimation/linearization.h"

namespace mtm {
namespace {

constexpr std::size_t people = 240;

struct Person {
    std::int32_t stratum = 0;
    std::int32_t place = 0;
    std::int32_t sex = 0;
    double works = 0;
    double weight = 1;
};

std::vector<Person> some_people(std::mt19937& random) {
    std::vector<Person> out(people);
    for (std::size_t i = 0; i < people; ++i) {
        out[i].place = static_cast<std::int32_t>(i / 15);  // sixteen places, four in each stratum
        out[i].stratum = out[i].place / 4;
        out[i].sex = static_cast<std::int32_t>(random() % 2);
        out[i].works = static_cast<double>(random() % 2);
        out[i].weight = 1 + static_cast<double>(random() % 1000) / 300;
    }
    return out;
}

SampleDesign design_of(const std::vector<Person>& sample) {
    SampleDesign out;
    SamplingStage& stage = out.stages.emplace_back();
    for (const Person& person : sample) {
        out.weights.push_back(person.weight);
        stage.strata.push_back(person.stratum);
        stage.units.push_back(person.place);
    }
    return out;
}

// Calibrated to the numbers of both sexes and of all strata but the first `left_out`.
double error_of_works(const std::vector<Person>& sample, int left_out) {
    SampleDesign design = design_of(sample);
    WeightCalibration step;
    step.kind = WeightCalibration::Kind::regression;
    step.weights = step.weights_before = design.weights;
    std::vector<double> works;
    for (const Person& person : sample)
        works.push_back(person.works);
    for (std::int32_t sex = 0; sex < 2; ++sex) {
        auto& column = step.regressors.emplace_back();
        for (const Person& person : sample)
            column.push_back(person.sex == sex ? 1 : 0);
    }
    for (std::int32_t stratum = left_out; stratum < 4; ++stratum) {
        auto& column = step.regressors.emplace_back();
        for (const Person& person : sample)
            column.push_back(person.stratum == stratum ? 1 : 0);
    }
    design.calibrations.push_back(std::move(step));
    const TaylorVariance variance(std::move(design));
    const auto mean = linearized_mean(variance.design().weights, works);
    return std::sqrt(variance.variance(mean->influence));
}

TEST(CalibratedVariance, IsTheSameWithACategoryThatFollowsFromTheOthers) {
    std::mt19937 random(5);
    for (int round = 0; round < 20; ++round) {
        std::vector<Person> sample = some_people(random);
        const double without = error_of_works(sample, 1);
        for (int order = 0; order < 5; ++order) {
            EXPECT_NEAR(error_of_works(sample, 0), without, 1e-12 * without) << round;
            std::shuffle(sample.begin(), sample.end(), random);
        }
    }
}

TEST(TestOfATable, IsNotMadeWhereOneSideDecidesTheOther) {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::vector<Person> sample = some_people(random);
        std::shuffle(sample.begin(), sample.end(), random);
        const TaylorVariance variance(design_of(sample));
        std::vector<std::int32_t> strata;
        std::vector<std::int32_t> places;
        std::vector<std::int32_t> sexes;
        std::vector<std::int32_t> works;
        for (const Person& person : sample) {
            strata.push_back(person.stratum);
            places.push_back(person.place);
            sexes.push_back(person.sex);
            works.push_back(person.works > 0 ? 1 : 0);
        }
        for (const AssociationTest test :
             {AssociationTest::rao_scott_f, AssociationTest::rao_scott_chi_square}) {
            EXPECT_FALSE(test_association(variance, strata, places, test).has_value());
            EXPECT_FALSE(test_association(variance, strata, strata, test).has_value());
            // What a place answers varies among its people, and they were not selected.
            EXPECT_FALSE(test_association(variance, works, places, test).has_value());
            EXPECT_TRUE(test_association(variance, strata, sexes, test).has_value());
        }
    }
}

}  // namespace
}  // namespace mtm
