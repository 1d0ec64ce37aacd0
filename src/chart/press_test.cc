#include "chart/press.h"

#include <gtest/gtest.h>

#include "chart/engine.h"
#include "chart/specification.h"

namespace mtm {
namespace {

std::string bars(int values) {
    ChartData data;
    data.values.emplace_back();
    data.labels.emplace_back();
    for (int i = 0; i < values; ++i) {
        data.categories.push_back("Category " + std::to_string(i));
        data.values[0].push_back(10.0 * i);
        data.labels[0].push_back(std::to_string(10 * i) + "%");
    }
    return specification(ChartKind::bar, data);
}

TEST(ChartPress, DrawsWhatOneEngineDraws) {
    auto engine = ChartEngine::create();
    ASSERT_TRUE(engine);
    ChartPress press(3);
    std::vector<std::size_t> numbers;
    for (int i = 1; i <= 9; ++i)
        numbers.push_back(press.order(bars(i)));
    for (int i = 9; i >= 1; --i) {
        const auto drawn = press.take(numbers[static_cast<std::size_t>(i) - 1]);
        ASSERT_TRUE(drawn);
        EXPECT_EQ(*drawn, *engine->svg(bars(i))) << i;
    }
}

TEST(ChartPress, AMistakeInOneDrawingLeavesTheOthersAlone) {
    ChartPress press(2);
    const std::size_t wrong = press.order("{ not json");
    const std::size_t right = press.order(bars(2));
    EXPECT_FALSE(press.take(wrong));
    EXPECT_TRUE(press.take(right));
}

TEST(ChartPress, MayCloseWithDrawingsLeftOver) {
    ChartPress press(1);
    for (int i = 1; i < 20; ++i)
        press.order(bars(i));
}

}  // namespace
}  // namespace mtm
