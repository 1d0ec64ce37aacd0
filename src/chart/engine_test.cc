#include "chart/engine.h"

#include <chrono>
#include <cstdio>

#include <gtest/gtest.h>

namespace mtm {
namespace {

constexpr std::string_view two_bars = R"({
  "data": {"values": [{"k": "Да", "v": 3}, {"k": "Нет", "v": 5}]}, "mark": "bar",
  "encoding": {"x": {"field": "v", "type": "quantitative"}, "y": {"field": "k", "type": "nominal"}}})";

double ms_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

TEST(ChartEngine, DrawsAStandaloneSvg) {
    auto start = std::chrono::steady_clock::now();
    auto engine = ChartEngine::create();
    ASSERT_TRUE(engine) << engine.error().message;
    std::printf("load %.1f ms\n", ms_since(start));
    for (int i = 0; i < 5; ++i) {
        start = std::chrono::steady_clock::now();
        const auto svg = engine->svg(two_bars);
        ASSERT_TRUE(svg) << svg.error().message;
        std::printf("chart %.1f ms\n", ms_since(start));
        EXPECT_NE(svg->find("Нет"), std::string::npos);
    }
}

}  // namespace
}  // namespace mtm
