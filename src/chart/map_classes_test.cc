#include "chart/map_classes.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "chart/label_spread.h"

namespace mtm {
namespace {

TEST(MapClasses, HaveRoundLimits) {
    const MapClasses shares = map_classes({12.4, 60.2, 33}, 1);
    EXPECT_EQ(shares.limits, (std::vector<double>{0, 20, 40, 60, 80}));
    EXPECT_EQ(shares.last_of(0), 19);
    EXPECT_EQ(map_classes({31.2, 31.9, 33}, 1).limits, (std::vector<double>{31, 32, 33, 34}));
    EXPECT_EQ(map_classes({31.24, 34.9}, 0.1).limits.size(), 5U);  // 31, 32, 33, 34, 35
    EXPECT_EQ(map_classes({}, 1).count(), 0U);
    EXPECT_EQ(map_classes({7}, 1).count(), 1U);
}

TEST(MapClasses, PutAValueWhereItIsPrinted) {
    const MapClasses classes = map_classes({0, 99}, 1);
    ASSERT_EQ(classes.limits, (std::vector<double>{0, 20, 40, 60, 80, 100}));
    EXPECT_EQ(classes.class_of(19.4), 0U);
    EXPECT_EQ(classes.class_of(19.6), 1U);  // printed as 20
    EXPECT_EQ(classes.class_of(20), 1U);
}

TEST(MapClasses, HoldEveryValueInAtMostFive) {
    Random random(11);
    for (int i = 0; i < 2000; ++i) {
        const double unit = random.chance(0.5) ? 1 : 0.1;
        std::vector<double> values;
        const double span = std::pow(10, random.uniform() * 4);
        for (int j = 0; j < 8; ++j)
            values.push_back(random.uniform() * span);
        const MapClasses classes = map_classes(values, unit);
        ASSERT_GE(classes.count(), 1U);
        ASSERT_LE(classes.count(), 5U);
        for (const double value : values) {
            const std::size_t at = classes.class_of(value);
            const double printed = std::round(value / unit) * unit;
            EXPECT_GE(printed, classes.limits[at] - 1e-6);
            EXPECT_LE(printed, classes.last_of(at) + 1e-6);
        }
    }
}

TEST(LabelSpread, MovesLabelsApartAndNoFurther) {
    EXPECT_EQ(spread_labels({{10, 8}, {40, 8}}, 0), (std::vector<double>{10, 40}));
    EXPECT_EQ(spread_labels({{10, 8}, {10, 8}}, 0), (std::vector<double>{6, 14}));
    EXPECT_EQ(spread_labels({{2, 8}}, 0), (std::vector<double>{4}));
    Random random(5);
    for (int i = 0; i < 500; ++i) {
        std::vector<SpreadLabel> labels;
        for (std::size_t j = 0; j < 1 + random.below(9); ++j)
            labels.push_back({random.uniform() * 100, 5 + random.uniform() * 20});
        const auto middles = spread_labels(labels, -6);
        for (std::size_t a = 0; a < labels.size(); ++a) {
            EXPECT_GE(middles[a] - labels[a].size_px / 2, -6 - 1e-9);
            for (std::size_t b = 0; b < a; ++b) {
                EXPECT_GE(std::abs(middles[a] - middles[b]) + 1e-9,
                          (labels[a].size_px + labels[b].size_px) / 2);
                if (labels[a].at_px < labels[b].at_px) {
                    EXPECT_LT(middles[a], middles[b]);
                }
            }
        }
    }
}

}  // namespace
}  // namespace mtm
