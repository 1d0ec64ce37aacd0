#include "study/area_polygons.h"

#include <cmath>

#include <gtest/gtest.h>

namespace mtm {
namespace {

// A square with a hole, two squares far from each other, and a line.
constexpr const char* map = R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"key":"ring"},"geometry":{"type":"Polygon","coordinates":
      [[[70,43],[71,43],[71,44],[70,44],[70,43]],
       [[70.1,43.1],[70.9,43.1],[70.9,43.9],[70.1,43.9],[70.1,43.1]]]}},
    {"type":"Feature","properties":{"key":"two"},"geometry":{"type":"MultiPolygon","coordinates":
      [[[[60,40],[60.2,40],[60.2,40.2],[60,40.2],[60,40]]],
       [[[64,44],[64.2,44],[64.2,44.2],[64,44.2],[64,44]]]]}},
    {"type":"Feature","properties":{"key":"line"},"geometry":{"type":"Polygon","coordinates":
      [[[50,40],[51,40],[50,40]]]}}]})";

TEST(AreaPolygons, PointsInsideAreNeverInAHoleAndInEveryPart) {
    const auto areas = AreaPolygons::read(map, "key");
    ASSERT_TRUE(areas);
    Random random(1);
    int west = 0;
    int parts = 0;
    for (int i = 0; i < 500; ++i) {
        const auto point = areas->point_inside("ring", random);
        ASSERT_TRUE(point);
        EXPECT_EQ(areas->distance_km("ring", point->latitude, point->longitude), 0);
        EXPECT_GT(std::max(std::abs(point->latitude - 43.5), std::abs(point->longitude - 70.5)),
                  0.4);
        west += point->longitude < 70.5 ? 1 : 0;
        const auto other = areas->point_inside("two", random);
        ASSERT_TRUE(other);
        parts += other->longitude < 62 ? 1 : 0;
    }
    EXPECT_NEAR(west, 250, 50);  // over four standard deviations
    EXPECT_NEAR(parts, 250, 50);
}

TEST(AreaPolygons, AnAreaWithoutRoomHasNoPointInside) {
    const auto areas = AreaPolygons::read(map, "key");
    ASSERT_TRUE(areas);
    Random random(1);
    EXPECT_FALSE(areas->point_inside("line", random));
}

TEST(AreaPolygons, TheSameSeedGivesTheSamePoint) {
    const auto areas = AreaPolygons::read(map, "key");
    ASSERT_TRUE(areas);
    const auto latitude = [&](std::uint64_t seed) {
        Random random(seed);
        return areas->point_inside("ring", random)->latitude;
    };
    EXPECT_EQ(latitude(3), latitude(3));
    EXPECT_NE(latitude(3), latitude(4));
}

}  // namespace
}  // namespace mtm
