#include "chart/engine.h"

#include <gtest/gtest.h>

#include "chart/text_width.h"

namespace mtm {
namespace {

std::string bars_of(const std::string& category) {
    return R"({"data": {"values": [{"k": ")" + category + R"(", "v": 3}, {"k": "Нет", "v": 5}]},
               "mark": "bar", "config": {"font": "Noto Sans", "axis": {"labelLimit": 0}},
               "encoding": {"x": {"field": "v", "type": "quantitative"},
                            "y": {"field": "k", "type": "nominal", "title": null}}})";
}

ChartEngine& engine() {
    static Result<ChartEngine> loaded = ChartEngine::create();
    if (!loaded) ADD_FAILURE() << loaded.error().message;
    return *loaded;
}

std::string failure(std::string_view specification) {
    const auto svg = engine().svg(specification);
    return svg ? "it was drawn" : svg.error().message;
}

double width_of(const std::string& svg) {
    return std::stod(svg.substr(svg.find(" width=\"") + 8));
}

TEST(ChartEngine, DrawsAStandaloneSvg) {
    const auto svg = engine().svg(bars_of("Да"));
    ASSERT_TRUE(svg) << svg.error().message;
    EXPECT_TRUE(svg->starts_with("<svg"));
    EXPECT_NE(svg->find(">Да</text>"), std::string::npos);
    EXPECT_NE(svg->find(">Нет</text>"), std::string::npos);
}

TEST(ChartEngine, MakesRoomForALabelAsWideAsPangoMeasuresIt) {
    const std::string longer = "Циркулировать между Казахстаном и страной происхождения";
    const auto narrow = engine().svg(bars_of("Нет-нет"));
    const auto wide = engine().svg(bars_of(longer));
    ASSERT_TRUE(narrow);
    ASSERT_TRUE(wide);
    const TextRuler ruler;
    const TextStyle label{.size_px = 10};
    EXPECT_NEAR(
        width_of(*wide) - width_of(*narrow),
        ruler.width_px(longer, label, "Noto Sans") - ruler.width_px("Нет-нет", label, "Noto Sans"),
        1.0);
}

TEST(ChartEngine, DrawsTheSameBytesWhateverWasDrawnBefore) {
    const std::string clipped = R"({"data": {"values": [{"a": 1, "b": 2}]}, "width": 50,
        "mark": {"type": "point", "clip": true}, "encoding": {
        "x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}}})";
    const auto first = engine().svg(clipped);
    ASSERT_TRUE(first) << first.error().message;
    ASSERT_TRUE(engine().svg(bars_of("Да")));
    EXPECT_EQ(*first, *engine().svg(clipped));
    auto other = ChartEngine::create();
    ASSERT_TRUE(other);
    EXPECT_EQ(*first, *other->svg(clipped));
}

TEST(ChartEngine, SaysWhatIsWrongWithASpecification) {
    EXPECT_NE(failure("{").find("JSON"), std::string::npos) << failure("{");
    EXPECT_NE(failure("{}").find("Invalid specification"), std::string::npos) << failure("{}");
    const std::string unfinished =
        R"({"data": {"values": [{}]}, "transform": [{"filter": "datum.x >"}], "mark": "bar"})";
    EXPECT_NE(failure(unfinished).find("Unexpected end"), std::string::npos) << failure(unfinished);
    EXPECT_TRUE(engine().svg(bars_of("still works")));
}

TEST(ChartEngine, LoadsNothingFromAnywhere) {
    const std::string remote = R"({"data": {"url": "data.csv"}, "mark": "point"})";
    EXPECT_NE(failure(remote).find("data.csv"), std::string::npos) << failure(remote);
}

}  // namespace
}  // namespace mtm
