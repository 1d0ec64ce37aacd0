// No text of any chart meets another or is cut, and no line of a chart runs through one, whatever
// the labels: random charts of every kind, with long labels in four languages and three scripts and
// with the longest labels of real questionnaires, for a page and for a phone.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/text.h"
#include "chart/engine.h"
#include "chart/sample_charts_for_test.h"
#include "chart/specification.h"
#include "chart/svg_text_boxes.h"
#include "chart/value_axis.h"
#include "study/theme.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

constexpr ChartKind all_kinds[] = {ChartKind::bar,
                                   ChartKind::grouped_bar,
                                   ChartKind::stacked_bar,
                                   ChartKind::diverging_bar,
                                   ChartKind::pyramid,
                                   ChartKind::donut,
                                   ChartKind::dots,
                                   ChartKind::line,
                                   ChartKind::slope,
                                   ChartKind::flow};

std::string name_of(ChartKind kind) {
    static const std::vector<std::string> names{"bar",
                                                "grouped",
                                                "stacked",
                                                "diverging",
                                                "pyramid",
                                                "donut",
                                                "dots",
                                                "line",
                                                "slope",
                                                "flow",
                                                "map"};
    return names[static_cast<std::size_t>(kind)];
}

std::string svg_of(const std::string& specification) {
    static Result<ChartEngine> engine = ChartEngine::create();
    if (!engine) return engine.error().message;
    const auto svg = engine->svg(specification);
    return svg ? *svg : svg.error().message;
}

/// With MTM_KEEP_CHARTS=FOLDER every chart is left there, to be looked at.
void keep(const std::string& name, const std::string& svg) {
    const char* folder = std::getenv("MTM_KEEP_CHARTS");
    if (folder == nullptr) return;
    std::ofstream(std::string(folder) + "/" + name + ".svg") << svg;
}

bool meet(const TextBox& a, const TextBox& b) {
    constexpr double tolerance_px = 0.6;
    return a.left + tolerance_px < b.right && b.left + tolerance_px < a.right &&
           a.top + tolerance_px < b.bottom && b.top + tolerance_px < a.bottom;
}

/// Whether a line of that width crosses a text.
bool meet(const TextBox& box, const SvgStroke& stroke) {
    constexpr double half_width_px = 1.25;
    constexpr int steps = 2000;
    for (int i = 0; i <= steps; ++i) {
        const double x = stroke.x + (stroke.x2 - stroke.x) * i / steps;
        const double y = stroke.y + (stroke.y2 - stroke.y) * i / steps;
        if (x > box.left - half_width_px && x < box.right + half_width_px &&
            y > box.top - half_width_px && y < box.bottom + half_width_px)
            return true;
    }
    return false;
}

/// Texts that a line or a point of the chart lies on.
std::string struck_through(const SvgTexts& texts) {
    std::string out;
    for (const TextBox& box : texts.boxes) {
        for (const SvgStroke& stroke : texts.strokes) {
            if (meet(box, stroke)) out += "a line through " + box.text + "; ";
        }
        for (const SvgStroke& point : texts.points) {
            if (meet(box, TextBox{"", point.x, point.y, point.x2, point.y2}))
                out += "a point on " + box.text + "; ";
        }
    }
    return out;
}

/// What is wrong with the texts, in words; empty if nothing is.
std::string faults(const SvgTexts& texts) {
    constexpr double tolerance_px = 0.6;
    std::string out;
    for (std::size_t i = 0; i < texts.boxes.size(); ++i) {
        const TextBox& box = texts.boxes[i];
        if (box.left < -tolerance_px || box.top < -tolerance_px ||
            box.right > texts.width_px + tolerance_px ||
            box.bottom > texts.height_px + tolerance_px)
            out += "cut: " + box.text + "; ";
        for (std::size_t j = i + 1; j < texts.boxes.size(); ++j) {
            if (meet(box, texts.boxes[j])) out += box.text + " meets " + texts.boxes[j].text + "; ";
        }
    }
    return out;
}

std::string letters_of(const SvgTexts& texts) {
    std::string all;
    for (const TextBox& box : texts.boxes)
        all += replace_all(box.text, " ", "");
    return all;
}

void expect_readable(ChartKind kind, ChartData data, const std::string& name) {
    for (const int width_px : {344, 720}) {
        data.width_px = width_px;
        const std::string svg = svg_of(specification(kind, data));
        keep(name + "-" + std::to_string(width_px), svg);
        const SvgTexts texts = svg_texts(svg);
        ASSERT_FALSE(texts.boxes.empty()) << name << ": " << svg.substr(0, 200);
        EXPECT_NEAR(texts.width_px, width_px, 0.01) << name;
        EXPECT_EQ(faults(texts), "") << name << " at " << width_px;
        if (kind == ChartKind::line || kind == ChartKind::slope) {
            EXPECT_EQ(struck_through(texts), "") << name << " at " << width_px;
        }
        EXPECT_FALSE(texts.slanted.empty()) << name;
        const std::string written = letters_of(texts);
        std::vector<std::string> wanted = data.categories;
        wanted.insert(wanted.end(), data.groups.begin(), data.groups.end());
        for (const std::string& text : wanted) {
            EXPECT_NE(written.find(replace_all(text, " ", "")), std::string::npos)
                << name << " at " << width_px << " lacks " << text;
        }
    }
}

class EveryKind : public testing::TestWithParam<ChartKind> {};

TEST_P(EveryKind, CutsNoLabelWhateverTheTable) {
    Random random(20240515);
    for (const SampleLabels& pool : sample_labels()) {
        for (int i = 0; i < 5; ++i) {
            const ChartData data = random_chart(GetParam(), pool, random);
            expect_readable(GetParam(),
                            data,
                            name_of(GetParam()) + "-" + pool.language + "-" + std::to_string(i));
        }
    }
}

/// The longest choice labels of the real questionnaires, one list for each of their languages.
std::vector<SampleLabels> longest_real_labels() {
    std::map<std::string, std::vector<std::string>> by_language;
    for (const auto& entry : std::filesystem::directory_iterator(shared_path("real/forms"))) {
        const std::string ending = entry.path().extension().string();
        if (ending != ".xlsx" && ending != ".xls") continue;
        const auto workbook =
            read_workbook(read_test_file(entry.path().string()), entry.path().string());
        if (!workbook) continue;
        for (const Sheet& sheet : workbook->sheets) {
            if (lower_ascii(sheet.name) != "choices") continue;
            for (int c = 0; c < sheet.column_count(); ++c) {
                const std::string head = lower_ascii(sheet.at(0, c));
                if (!head.starts_with("label")) continue;
                auto& labels = by_language[head.substr(5)];
                for (int r = 1; r < sheet.row_count(); ++r)
                    labels.push_back(squeeze(sheet.at(r, c)));
            }
        }
    }
    std::vector<SampleLabels> out;
    for (auto& [language, labels] : by_language) {
        std::ranges::sort(labels);
        labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
        std::ranges::stable_sort(labels, [](const std::string& a, const std::string& b) {
            return length_utf8(a) > length_utf8(b);
        });
        if (labels.size() < 9) continue;
        labels.resize(9);
        out.push_back({language, labels, "% of respondents", "withheld"});
    }
    return out;
}

TEST_P(EveryKind, CutsNoLabelOfRealQuestionnaires) {
    REQUIRE_SHARED("real/forms");
    static const std::vector<SampleLabels> pools = longest_real_labels();
    ASSERT_GT(pools.size(), 5U);
    Random random(7);
    int number = 0;
    for (const SampleLabels& pool : pools) {
        const ChartData data = random_chart(GetParam(), pool, random);
        expect_readable(
            GetParam(), data, name_of(GetParam()) + "-real-" + std::to_string(number++));
    }
}

INSTANTIATE_TEST_SUITE_P(Layout, EveryKind, testing::ValuesIn(all_kinds), [](const auto& each) {
    return name_of(each.param);
});

// Means below zero: bars go to the left, lines below, and the axis holds them all.
class BothSidesOfZero : public testing::TestWithParam<ChartKind> {};

void shift(ChartData& data, double by) {
    data.percent = false;
    for (std::size_t row = 0; row < data.values.size(); ++row) {
        for (std::size_t i = 0; i < data.values[row].size(); ++i) {
            auto& value = data.values[row][i];
            if (!value) continue;
            *value += by;
            data.labels[row][i] = tick_label(std::round(*value * 10) / 10, data);
            if (data.intervals.empty() || !data.intervals[row][i]) continue;
            data.intervals[row][i] = {*value - 7, *value + 5};
        }
    }
}

TEST_P(BothSidesOfZero, NoMarkLeavesThePlot) {
    Random random(20260101);
    const SampleLabels& pool = sample_labels()[0];
    for (const double by : {-30.0, -300.0, -4.2}) {
        ChartData data = random_chart(GetParam(), pool, random);
        shift(data, by);
        const std::string name = name_of(GetParam()) + "-below" + std::to_string(-by);
        expect_readable(GetParam(), data, name);
        const auto json = nlohmann::json::parse(specification(GetParam(), data));
        double least = 0;
        double most = 0;
        std::size_t scales = 0;
        std::function<void(const nlohmann::json&)> walk = [&](const nlohmann::json& node) {
            if (node.is_object() && node.contains("domain") && node["domain"].is_array() &&
                node["domain"].size() == 2) {
                least = std::min(least, node["domain"][0].get<double>());
                most = std::max(most, node["domain"][1].get<double>());
                ++scales;
            }
            if (node.is_structured()) {
                for (const auto& child : node)
                    walk(child);
            }
        };
        walk(json);
        EXPECT_GT(scales, 0U) << name;
        for (const auto& row : data.values) {
            for (const auto& value : row) {
                if (!value) continue;
                EXPECT_GE(*value, least) << name;
                EXPECT_LE(*value, most) << name;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Layout,
                         BothSidesOfZero,
                         testing::Values(ChartKind::bar,
                                         ChartKind::grouped_bar,
                                         ChartKind::dots,
                                         ChartKind::line,
                                         ChartKind::slope),
                         [](const auto& each) { return name_of(each.param); });

TEST(ValueAxis, HoldsZeroAndWhatIsBelow) {
    const auto ends = [](double least, double most) {
        const ValueAxis axis = value_axis(most, false, 4, least);
        EXPECT_LE(axis.ticks.size(), 6U);
        EXPECT_NE(std::ranges::find(axis.ticks, 0), axis.ticks.end());
        EXPECT_DOUBLE_EQ(axis.share(axis.min), 0);
        EXPECT_DOUBLE_EQ(axis.share(axis.max), 1);
        return std::pair(axis.min, axis.max);
    };
    EXPECT_EQ(ends(-3, 0), std::pair(-3.0, 0.0));
    EXPECT_EQ(ends(-37, 12), std::pair(-40.0, 20.0));
    EXPECT_EQ(ends(-1500, -200), std::pair(-1500.0, 0.0));
    EXPECT_EQ(ends(-0.3, 70), std::pair(-20.0, 80.0));
    EXPECT_EQ(ends(0, 70), std::pair(0.0, 80.0));
    EXPECT_EQ(ends(5, 70), std::pair(0.0, 80.0));
    EXPECT_EQ(ends(0, 0.037), std::pair(0.0, 0.04));  // a small ratio fills its plot
    EXPECT_EQ(ends(0, 0.9), std::pair(0.0, 1.0));
    EXPECT_EQ(ends(0, 0), std::pair(0.0, 1.0));
    ChartData data;
    data.thousands_separator = ",";
    data.percent = false;
    EXPECT_EQ(tick_label(-1500, data), "−1,500");
    EXPECT_EQ(tick_label(-0.5, data), "−0.5");
    EXPECT_EQ(tick_label(0.2 * 3, data), "0.6");
    data.decimal_separator = ",";
    EXPECT_EQ(tick_label(0.2 * 3, data), "0,6");
}

// Numbers of twelve digits on a phone: only as many ticks are labelled as there is room for.
TEST(ValueAxis, LabelsOfTicksDoNotTouch) {
    for (const double most : {9.0, 4321.0, 1.2e9, 8.7e11}) {
        ChartData data;
        data.percent = false;
        data.value_axis_title = "Mean: income";
        data.rehearsal_mark = "Invented";
        data.categories = {"Income"};
        data.groups = {"North", "South"};
        data.values = {{most}, {most / 3}};
        data.labels = {{tick_label(most, data)}, {tick_label(std::round(most / 3), data)}};
        expect_readable(ChartKind::grouped_bar, data, "ticks");
        expect_readable(ChartKind::dots, data, "ticks");
    }
}

TEST(Theme, OfAnotherFontIsMeasuredInIt) {
    Random random(3);
    ChartData data = random_chart(ChartKind::bar, sample_labels()[1], random);
    ThemeSettings serif;
    serif.font = "Noto Serif";
    data.font = font_families(serif);
    expect_readable(ChartKind::bar, data, "serif");
    EXPECT_NE(svg_of(specification(ChartKind::bar, data)).find("Noto Serif"), std::string::npos);
}

}  // namespace
}  // namespace mtm
