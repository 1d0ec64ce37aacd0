#include "chart/interval_layer.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "chart/engine.h"
#include "chart/specification.h"
#include "chart/svg_text_boxes.h"

namespace mtm {
namespace {

ChartData with_intervals(bool grouped, int width_px) {
    ChartData data;
    data.title = "Main reason";
    data.value_axis_title = "% of respondents";
    data.categories = {"Work", "Study", "Family"};
    data.values = {{40.0, std::nullopt, 8.0}};
    data.labels = {{"40%", "withheld", "8%‡"}};
    data.intervals = {{ValueInterval{30, 62}, ValueInterval{1, 2}, ValueInterval{1, 33}}};
    if (grouped) {
        data.groups = {"Men", "Women"};
        data.values.push_back({20.0, 30.0, 50.0});
        data.labels.push_back({"20%", "30%", "50%"});
        data.intervals.push_back({ValueInterval{15, 26}, std::nullopt, ValueInterval{40, 60}});
    }
    data.width_px = width_px;
    return data;
}

// The rows of the layer of rules: a line and two ends for each interval.
nlohmann::json rules_in(const std::string& specification) {
    const nlohmann::json chart = nlohmann::json::parse(specification);
    for (const auto& layer : chart["layer"]) {
        if (layer["mark"]["type"] == "rule" && layer["mark"].value("stroke", "") == ink::text.light)
            return layer["data"]["values"];
    }
    return nlohmann::json::array();
}

double x_of(const nlohmann::json& chart, double value, double greatest) {
    return value / greatest * chart["width"].get<double>();
}

TEST(IntervalLayer, RunsFromLimitToLimitAcrossItsBar) {
    const std::string text = specification(ChartKind::bar, with_intervals(false, 720));
    const nlohmann::json rules = rules_in(text);
    ASSERT_EQ(rules.size(), 6U);  // what is withheld has none
    const nlohmann::json chart = nlohmann::json::parse(text);
    // The axis reaches as far as the farthest limit, 62 per cent.
    EXPECT_NEAR(rules[0]["x"].get<double>(), x_of(chart, 30, 80), 0.11);
    EXPECT_NEAR(rules[0]["x2"].get<double>(), x_of(chart, 62, 80), 0.11);
    EXPECT_EQ(rules[0]["y"], rules[0]["y2"]);
    EXPECT_EQ(rules[1]["x"], rules[0]["x"]);
    EXPECT_LT(rules[1]["y"].get<double>(), rules[0]["y"].get<double>());
    EXPECT_GT(rules[1]["y2"].get<double>(), rules[0]["y"].get<double>());
}

TEST(IntervalLayer, IsThereForEachGroupThatHasOne) {
    EXPECT_EQ(rules_in(specification(ChartKind::grouped_bar, with_intervals(true, 720))).size(),
              12U);
    ChartData none = with_intervals(false, 720);
    none.intervals.clear();
    EXPECT_TRUE(rules_in(specification(ChartKind::bar, none)).empty());
}

TEST(IntervalLayer, NoLabelStandsOnAnInterval) {
    auto engine = ChartEngine::create();
    ASSERT_TRUE(engine);
    for (const int width : {340, 520, 720}) {
        for (const bool grouped : {false, true}) {
            const ChartData data = with_intervals(grouped, width);
            const std::string text =
                specification(grouped ? ChartKind::grouped_bar : ChartKind::bar, data);
            const auto svg = engine->svg(text);
            ASSERT_TRUE(svg);
            const double left = nlohmann::json::parse(text)["padding"]["left"].get<double>();
            const SvgTexts texts = svg_texts(*svg);
            for (const char* label : {"40%", "8%‡"}) {
                const auto box = std::ranges::find_if(
                    texts.boxes, [label](const TextBox& each) { return each.text == label; });
                ASSERT_NE(box, texts.boxes.end()) << label;
                EXPECT_LE(box->right, width + 0.6);
                const nlohmann::json rules = rules_in(text);
                for (const auto& rule : rules) {
                    const double top = nlohmann::json::parse(text)["padding"]["top"].get<double>();
                    const double y = rule["y"].get<double>() + top;
                    const bool beside = y > box->top && y < box->bottom;
                    const double end = rule["x2"].get<double>() + left;
                    EXPECT_TRUE(!beside || end < box->left) << label;
                }
            }
        }
    }
}

}  // namespace
}  // namespace mtm
