#include "report/paper_parts.h"

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <gtest/gtest.h>

#include "report/drawing_size.h"
#include "report/report_pandoc.h"
#include "report/report_typst.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

constexpr double top_px = 50;
constexpr double bottom_px = 40;

// `rows` answers, each with bars of so many groups: 16 px a bar, 3 px between them, 12 after them.
DrawingSource chart_of(int rows, int groups) {
    Json bars = Json::array();
    double y = 4;
    for (int row = 0; row < rows; ++row) {
        for (int group = 0; group < groups; ++group, y += 19)
            bars.push_back({{"top", y}, {"bottom", y + 16}});
        y += 12 - 3;
    }
    const double height = y - 6;
    const Json specification{
        {"height", height},
        {"padding", {{"top", top_px}, {"bottom", bottom_px}, {"left", 200}, {"right", 10}}},
        {"layer", {{{"data", {{"values", bars}}}}}}};
    const std::string all = std::to_string(top_px + height + bottom_px);
    return {specification.dump(),
            "words",
            "<svg width=\"720\" height=\"" + all + "\" viewBox=\"0 0 720 " + all +
                "\"><g id=\"all\"/></svg>"};
}

// Windows of a part: from where to where in the whole.
std::vector<std::pair<double, double>> windows_of(const std::string& part) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(part.c_str()));
    std::vector<std::pair<double, double>> out;
    double y = 0;
    for (const pugi::xml_node window : document.child("svg").children("svg")) {
        double left = -1;
        double from = -1;
        std::istringstream box(window.attribute("viewBox").value());
        box >> left >> from;
        const double height = window.attribute("height").as_double();
        EXPECT_EQ(left, 0);
        EXPECT_NEAR(window.attribute("y").as_double(), y, 1e-6);
        EXPECT_STREQ(window.child("g").attribute("id").value(), "all");
        out.emplace_back(from, from + height);
        y += height;
    }
    EXPECT_NEAR(drawing_size(part).height, y, 1e-3);
    return out;
}

TEST(PaperParts, WhatFitsStaysWhole) {
    const DrawingSource small = chart_of(10, 2);
    EXPECT_TRUE(paper_parts(small.svg, small.specification).empty());
    EXPECT_TRUE(paper_parts("", small.specification).empty());
    const DrawingSource tall = chart_of(10, 12);
    EXPECT_TRUE(paper_parts(tall.svg, "no specification").empty());
    EXPECT_TRUE(paper_parts(tall.svg, R"({"height": 9, "padding": {"top": 1}})").empty());
}

// Every row is in one part, whole; each part has what is over and under the plot.
TEST(PaperParts, EachPartHasSomeRowsAndTheLegendAndTheAxis) {
    for (const auto& [rows, groups] : {std::pair(10, 12), std::pair(60, 1), std::pair(5, 40)}) {
        const DrawingSource tall = chart_of(rows, groups);
        const DrawingSize size = drawing_size(tall.svg);
        const auto parts = paper_parts(tall.svg, tall.specification);
        ASSERT_GT(parts.size(), 1U) << rows;
        double from = top_px;
        for (const std::string& part : parts) {
            const auto windows = windows_of(part);
            ASSERT_EQ(windows.size(), 3U);
            EXPECT_EQ(windows[0], std::pair(0.0, top_px));
            EXPECT_NEAR(windows[1].first, from, 1e-6);
            from = windows[1].second;
            EXPECT_NEAR(windows[2].first, size.height - bottom_px, 1e-3);
            EXPECT_NEAR(windows[2].second, size.height, 1e-3);
            if (groups < 40) {
                EXPECT_LE(drawing_size(part).height * 152 / 720, 195.001);
            }
            const Json specification = Json::parse(tall.specification);
            for (const Json& bar : specification["layer"][0]["data"]["values"]) {
                const bool cut = top_px + bar["top"].get<double>() < from &&
                                 from < top_px + bar["bottom"].get<double>();
                EXPECT_FALSE(cut) << from;
            }
        }
        EXPECT_NEAR(from, size.height - bottom_px, 1e-3);
    }
}

// Text that a part does not show is not in it either, to search and to copy.
TEST(PaperParts, EachTextIsInThePartsThatShowIt) {
    DrawingSource tall = chart_of(10, 12);
    const std::string texts =
        "<g fill=\"none\" transform=\"translate(200,50)\"><text "
        "transform=\"translate(1,-30)\">legend</text><g transform=\"translate(0,0)\"><text "
        "transform=\"translate(-9,40)\">first</text></g><text "
        "transform=\"translate(9,1400)\">later</text></g>";
    tall.svg.insert(tall.svg.find("<g id"), texts);
    const auto parts = paper_parts(tall.svg, tall.specification);
    const auto count = [&parts](std::string_view text) {
        std::size_t found = 0;
        for (const std::string& part : parts) {
            for (auto at = part.find(text); at != std::string::npos; at = part.find(text, at + 1))
                ++found;
        }
        return found;
    };
    EXPECT_EQ(count(">legend</text>"), parts.size());
    EXPECT_EQ(count(">first</text>"), 1U);
    EXPECT_EQ(count(">later</text>"), 1U);
    EXPECT_NE(parts[0].find(">first</text>"), std::string::npos);
}

Document document_with_tall_chart() {
    Document out;
    out.sources = {chart_of(10, 12)};
    out.drawings = {out.sources[0].svg};
    Exhibit exhibit;
    exhibit.anchor = "table-tall";
    exhibit.label = "Figure 1";
    exhibit.title = "Tall";
    exhibit.base = "Base: all";
    exhibit.wide = 0;
    out.exhibits = {exhibit};
    Block block;
    block.kind = BlockKind::exhibit;
    block.index = 0;
    out.sections.emplace_back().blocks = {block};
    EXPECT_EQ(add_paper_parts(out), std::vector<int>{});
    return out;
}

// A row that no page can hold, and a drawing without rows.
TEST(PaperParts, TellsWhatStaysTooSmall) {
    Document document = document_with_tall_chart();
    document.sources = {chart_of(3, 90), chart_of(10, 12)};
    document.sources[1].specification = "{}";
    document.exhibits.push_back(document.exhibits[0]);
    document.exhibits[1].wide = 1;
    EXPECT_EQ(add_paper_parts(document), (std::vector<int>{0, 1}));
}

TEST(PaperParts, StandOnPagesOfTheirOwnInPdfAndDocx) {
    const Document document = document_with_tall_chart();
    const Exhibit& exhibit = document.exhibits[0];
    ASSERT_EQ(exhibit.parts, (std::vector<int>{1, 2, 3, 4}));
    const std::string typst = report_typst(document);
    const std::string body = typst.substr(typst.rfind("#chart_in_parts("));
    EXPECT_NE(body.find("\"Figure 1. Tall\""), std::string::npos);
    EXPECT_EQ(typst.find("#let chart_1 ="), std::string::npos);
    const std::string pandoc =
        report_pandoc(document, {"all.png", "1.png", "2.png", "3.png", "4.png"});
    EXPECT_EQ(pandoc.find("all.png"), std::string::npos);
    for (const char* part : {"1.png", "2.png", "3.png", "4.png"})
        EXPECT_NE(pandoc.find(part), std::string::npos) << part;
    const std::string without = report_pandoc(document, {"all.png", "1.png", "", "", "4.png"});
    EXPECT_NE(without.find("all.png"), std::string::npos);
}

}  // namespace
}  // namespace mtm
