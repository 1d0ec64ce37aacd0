#include "chart/series_chart.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "chart/engine.h"

namespace mtm {
namespace {

SeriesData growing() {
    SeriesData data{.title = "Convergence", .along_axis_title = "Interviews"};
    ChartSeries thin{.name = "Each chain", .hue = Hue::muted, .thin = true};
    ChartSeries strong{.name = "All", .hue = Hue::everyone};
    for (int i = 1; i <= 2000; ++i) {
        strong.at.push_back(i);
        strong.values.push_back(40 + 20.0 / i);
        if (i > 100) continue;
        thin.at.push_back(i);
        thin.values.push_back(i % 2 == 0 ? 30 : 50);
    }
    data.series = {thin, thin, strong};
    return data;
}

// The rows of the layer with the series of that index.
std::vector<nlohmann::json> rows_of(const nlohmann::json& drawn, std::size_t series) {
    std::vector<nlohmann::json> out;
    for (const nlohmann::json& layer : drawn["layer"]) {
        if (!layer.contains("data")) continue;
        for (const nlohmann::json& row : layer["data"]["values"]) {
            if (row.contains("series") && row["series"] == series) out.push_back(row);
        }
    }
    return out;
}

TEST(SeriesChart, HoldsFewEnoughPointsAndBothEnds) {
    const auto drawn = nlohmann::json::parse(series_specification(growing()));
    const auto rows = rows_of(drawn, 2);
    ASSERT_GT(rows.size(), 100U);
    EXPECT_LE(rows.size(), 242U);  // 720 pixels, one in three
    EXPECT_EQ(rows.front()["at"], 1);
    EXPECT_EQ(rows.back()["at"], 2000);
    EXPECT_NEAR(rows.back()["value"].get<double>(), 40.01, 1e-9);
    for (std::size_t i = 1; i < rows.size(); ++i)
        EXPECT_GT(rows[i]["x"], rows[i - 1]["x"]);
    EXPECT_FALSE(rows_of(drawn, 0).empty());
}

TEST(SeriesChart, IsDrawnAndSaidInWords) {
    auto engine = ChartEngine::create();
    ASSERT_TRUE(engine) << engine.error().message;
    SeriesData data = growing();
    data.rehearsal_mark = "Invented";
    const auto svg = engine->svg(series_specification(data));
    ASSERT_TRUE(svg) << svg.error().message;
    EXPECT_NE(svg.value().find("Convergence"), std::string::npos);
    EXPECT_NE(svg.value().find("Invented"), std::string::npos);
    EXPECT_NE(svg.value().find("2,000"), std::string::npos);
    const std::string words = text_alternative(data);
    EXPECT_NE(words.find("Line chart: Convergence."), std::string::npos) << words;
    EXPECT_NE(words.find("All ends at 40%."), std::string::npos) << words;
}

TEST(SeriesChart, OfNothingIsStillAChart) {
    auto engine = ChartEngine::create();
    ASSERT_TRUE(engine);
    EXPECT_TRUE(engine->svg(series_specification({.title = "Nobody yet"})));
}

}  // namespace
}  // namespace mtm
