#include "chart/specification.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/text.h"
#include "chart/chart_words_for_test.h"
#include "chart/engine.h"
#include "chart/svg_text_boxes.h"
#include "tests/shared_files.h"

namespace mtm {
namespace {

constexpr int widths_px[] = {340, 360, 400, 520, 720, 900};
const std::string mark = "Вымышленные интервью: это не результаты опроса";

/// A sixtieth of the way apart, so that every size of value occurs; one of them withheld.
ChartData answers(std::vector<std::string> categories, std::vector<std::string> groups) {
    ChartData data{.title =
                       "Область образования респондентов, имеющих послесреднее или высшее "
                       "образование, по полу",
                   .value_axis_title = "% респондентов, получивших образование выше среднего",
                   .categories = std::move(categories),
                   .groups = std::move(groups),
                   .rehearsal_mark = mark};
    const std::size_t rows = std::max<std::size_t>(data.groups.size(), 1);
    for (std::size_t row = 0; row < rows; ++row) {
        auto& values = data.values.emplace_back();
        auto& labels = data.labels.emplace_back();
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            const int percent = static_cast<int>((row * 17 + i * 29 + 3) % 43);
            const bool withheld = i == 1 && row == 0;
            values.push_back(withheld ? std::nullopt : std::optional<double>(percent));
            labels.push_back(withheld ? "менее 10 человек" : std::to_string(percent) + "%");
        }
    }
    return data;
}

const std::vector<std::string> fields{
    "Инженерное дело, производство, строительство и архитектура",
    "Общие программы и квалификации",
    "Сельское хозяйство, лесное хозяйство, рыболовство и ветеринария",
    "Социальные науки, журналистика, управление и право",
    "Здравоохранение, социальное обеспечение и социальные услуги"};

const std::vector<std::string> ages{"18–24", "25–29", "30–34", "35–39", "60 лет и старше"};

std::string drawn(const std::string& specification) {
    static Result<ChartEngine> engine = ChartEngine::create();
    if (!engine) return engine.error().message;
    const auto svg = engine->svg(specification);
    return svg ? *svg : svg.error().message;
}

bool overlap(const TextBox& a, const TextBox& b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

void expect_every_text_free(const SvgTexts& texts, const std::string& what) {
    constexpr double tolerance_px = 0.6;
    ASSERT_FALSE(texts.boxes.empty()) << what;
    for (std::size_t i = 0; i < texts.boxes.size(); ++i) {
        const TextBox& box = texts.boxes[i];
        EXPECT_GE(box.left, -tolerance_px) << what << ": " << box.text;
        EXPECT_GE(box.top, -tolerance_px) << what << ": " << box.text;
        EXPECT_LE(box.right, texts.width_px + tolerance_px) << what << ": " << box.text;
        EXPECT_LE(box.bottom, texts.height_px + tolerance_px) << what << ": " << box.text;
        for (std::size_t j = i + 1; j < texts.boxes.size(); ++j) {
            EXPECT_FALSE(overlap(box, texts.boxes[j]))
                << what << ": \"" << box.text << "\" meets \"" << texts.boxes[j].text << "\"";
        }
    }
}

/// All text in the order drawn, spaces aside: a wrapped label is in it whole.
std::string without_spaces(const std::string& text) {
    return replace_all(text, " ", "");
}

std::string everything_written(const SvgTexts& texts) {
    std::string all;
    for (const TextBox& box : texts.boxes)
        all += without_spaces(box.text);
    return all;
}

void expect_good_at_every_width(ChartKind kind, ChartData data, const std::string& what) {
    for (const int width_px : widths_px) {
        data.width_px = width_px;
        const SvgTexts texts = svg_texts(drawn(specification(kind, data)));
        const std::string where = what + " at " + std::to_string(width_px);
        EXPECT_NEAR(texts.width_px, width_px, 0.01) << where;
        expect_every_text_free(texts, where);
        const std::string written = everything_written(texts);
        std::vector<std::string> wanted = data.categories;
        wanted.push_back(data.title);
        for (const auto& group : data.groups)
            wanted.push_back(group);
        for (const auto& text : wanted) {
            EXPECT_NE(written.find(without_spaces(text)), std::string::npos)
                << where << ": " << text;
        }
        EXPECT_FALSE(texts.slanted.empty()) << where;
        EXPECT_NE(without_spaces(mark).find(without_spaces(texts.slanted.front())),
                  std::string::npos);
    }
}

TEST(Specification, OfBarsCutsNoLabel) {
    expect_good_at_every_width(ChartKind::bar, answers(fields, {}), "bars");
    expect_good_at_every_width(
        ChartKind::grouped_bar, answers(fields, {"Мужчины", "Женщины"}), "grouped bars");
}

TEST(Specification, OfStacksCutsNoLabel) {
    expect_good_at_every_width(
        ChartKind::stacked_bar,
        answers(fields,
                {"Полностью удовлетворены", "Скорее удовлетворены", "Затрудняюсь ответить"}),
        "stack");
}

TEST(Specification, OfAPyramidCutsNoLabel) {
    expect_good_at_every_width(
        ChartKind::pyramid, answers(ages, {"Мужчины", "Женщины"}), "pyramid");
}

TEST(Specification, OfADonutCutsNoLabel) {
    ChartData data = answers(fields, {});
    data.total = "1 845";
    data.total_caption = "респондентов";
    expect_good_at_every_width(ChartKind::donut, data, "donut");
}

TEST(Specification, OfADonutMakesRoomForManySmallSlices) {
    ChartData data = answers(fields, {});
    data.values = {{96, 1, 1, 1, 1}};
    data.labels = {{"96%", "1%", "1%", "1%", "1%"}};
    expect_good_at_every_width(ChartKind::donut, data, "donut");
}

/// Where the slices of a donut begin and end, in hundredths of the ring: "a 0–40, – 40–100", the
/// part without a name last.
std::string slices_of(const ChartData& data) {
    const auto parsed = nlohmann::json::parse(specification(ChartKind::donut, data));
    std::string out;
    for (const auto& layer : parsed["layer"]) {
        for (const auto& row : layer["data"]["values"]) {
            if (!row.contains("from")) continue;
            const auto hundredth = [&](const char* field) {
                return std::to_string(std::lround(row[field].get<double>() / 6.283185307 * 100));
            };
            out += (out.empty() ? "" : ", ") + row.value("category", std::string("–")) + " " +
                   hundredth("from") + "–" + hundredth("to");
        }
    }
    return out;
}

TEST(Specification, OfADonutHasSlicesAsWideAsTheyAreLabelled) {
    ChartData data;
    data.categories = {"a", "b", "c"};
    data.labels = {{"40%", "35%", "25%"}};
    data.values = {{40, 35, 25}};
    EXPECT_EQ(slices_of(data), "a 0–40, b 40–75, c 75–100");
    // The largest two of the answers: what others say stays open.
    data.values = {{40, 35, 0}};
    EXPECT_EQ(slices_of(data), "a 0–40, b 40–75, – 75–100");
    // So it is with what is withheld, wherever it stands.
    data.values = {{40, std::nullopt, 25}};
    data.labels = {{"40%", "withheld", "25%"}};
    EXPECT_EQ(slices_of(data), "a 0–40, c 40–65, – 65–100");
    // Shares that were told in steps can add to more than there are.
    data.values = {{50, 50, 25}};
    EXPECT_EQ(slices_of(data), "a 0–40, b 40–80, c 80–100");
}

TEST(Specification, OfLinesCutsNoLabel) {
    expect_good_at_every_width(ChartKind::line,
                               answers({"Раунд 1", "Раунд 2", "Раунд 3", "Раунд 4"},
                                       {"Циркулировать между Казахстаном и страной происхождения",
                                        "Остаться в Казахстане навсегда"}),
                               "lines");
}

TEST(Specification, HoldsEveryValueOfABar) {
    const ChartData data = answers(fields, {"Мужчины", "Женщины"});
    const auto parsed = nlohmann::json::parse(specification(ChartKind::grouped_bar, data));
    std::size_t bars = 0;
    for (const auto& layer : parsed["layer"]) {
        for (const auto& row : layer["data"]["values"]) {
            if (!row.contains("category")) continue;
            const std::size_t group = row["group"] == "Мужчины" ? 0 : 1;
            const auto at = std::ranges::find(data.categories, row["category"].get<std::string>());
            ASSERT_NE(at, data.categories.end());
            const auto i = static_cast<std::size_t>(at - data.categories.begin());
            EXPECT_EQ(row["to"].get<double>(), data.values[group][i]);
            ++bars;
        }
    }
    EXPECT_EQ(bars, 9U);  // ten, one of them withheld
}

TEST(Specification, GivesMenAndWomenTheirColoursInEveryKind) {
    ChartData data = answers(ages, {"Мужчины", "Женщины"});
    data.hues = {Hue::men, Hue::women};
    for (const ChartKind kind : {ChartKind::grouped_bar, ChartKind::pyramid, ChartKind::line}) {
        const std::string svg = drawn(specification(kind, data));
        EXPECT_NE(svg.find("#2166ac"), std::string::npos);
        EXPECT_NE(svg.find("#d1660f"), std::string::npos);
    }
}

TEST(Specification, DrawsAChartOfNothingButWithheldValues) {
    ChartData data = answers({"Да", "Нет"}, {});
    data.values = {{std::nullopt, std::nullopt}};
    data.labels = {{"менее 10", "менее 10"}};
    for (const ChartKind kind : {ChartKind::bar, ChartKind::line}) {
        expect_good_at_every_width(kind, data, "withheld");
    }
}

TEST(TextAlternative, SaysEveryValue) {
    const ChartData data{.title = "Sex of the respondents by region",
                         .value_axis_title = "% of respondents",
                         .categories = {"Almaty", "Turkestan"},
                         .groups = {"Men", "Women"},
                         .values = {{80, 90}, {20, std::nullopt}},
                         .labels = {{"80%", "90%"}, {"20%", "fewer than 10"}},
                         .rehearsal_mark = "Invented interviews: not survey results"};
    EXPECT_EQ(text_alternative(ChartKind::stacked_bar, data, english_chart_words()),
              "The groups differ most on “Men”: Turkestan 90%, Almaty 80%. "
              "Stacked bar chart: Sex of the respondents by region (% of respondents). "
              "Almaty: Men 80%, Women 20%; Turkestan: Men 90%, Women fewer than 10. "
              "Invented interviews: not survey results.");
}

MapData three_squares() {
    const auto square =
        [](const std::string& key, const std::string& west, const std::string& east) {
            const std::string corner = "[" + west + ",44]";
            return R"({"type":"Feature","properties":{"code":")" + key +
                   R"("},"geometry":{"type":"Polygon","coordinates":[[)" + corner + ",[" + east +
                   ",44],[" + east + ",52],[" + west + ",52]," + corner + "]]}}";
        };
    return {.title = "Где проводились интервью",
            .geojson = R"({"type":"FeatureCollection","features":[)" + square("A", "50", "58") +
                       "," + square("B", "58", "66") + "," + square("C", "66", "74") + "]}",
            .key_property = "code",
            .areas = {{"A", "Западная\n214", true, false}, {"C", "Город\n100", true, true}},
            .covered_caption = "Области",
            .city_caption = "Города",
            .not_covered_caption = "Без интервью",
            .rehearsal_mark = mark};
}

TEST(MapSpecification, NamesCoveredAreasAndCities) {
    const auto made = map_specification(three_squares());
    ASSERT_TRUE(made) << made.error().message;
    const SvgTexts texts = svg_texts(drawn(*made));
    expect_every_text_free(texts, "map");
    const std::string written = everything_written(texts);
    EXPECT_NE(written.find("Западная214"), std::string::npos) << written;
    EXPECT_NE(written.find("Город100"), std::string::npos) << written;
    EXPECT_EQ(texts.slanted.size(), 1U);
    EXPECT_EQ(text_alternative(three_squares(), english_chart_words()),
              "2 areas were covered. Map: Где проводились интервью. Области: Западная 214. Города: "
              "Город 100. " +
                  mark + ".");
}

TEST(MapSpecification, RefusesAnAreaThatIsNotThere) {
    MapData data = three_squares();
    data.areas.push_back({"KZ99", "Nowhere", true, false});
    const auto made = map_specification(data);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("KZ99"), std::string::npos);
    data.geojson = "{\"features\": 3}";
    EXPECT_FALSE(map_specification(data));
}

TEST(MapSpecification, FitsTheLabelsOfKazakhstan) {
    REQUIRE_SHARED("real/geo/kz_adm1_2024_simplified.geojson");
    MapData data = three_squares();
    data.geojson = read_test_file(shared_path("real/geo/kz_adm1_2024_simplified.geojson"));
    data.key_property = "ADM1_PCODE";
    data.areas.clear();
    const auto parsed = nlohmann::json::parse(data.geojson);
    for (const auto& feature : parsed["features"]) {
        const auto& properties = feature["properties"];
        const std::string key = properties["ADM1_PCODE"].get<std::string>();
        data.areas.push_back(
            {key, properties["ADM1_RU"].get<std::string>() + "\n185", true, key >= "KZ7"});
    }
    for (const int width_px : widths_px) {
        data.width_px = width_px;
        const auto made = map_specification(data);
        ASSERT_TRUE(made) << made.error().message;
        const SvgTexts texts = svg_texts(drawn(*made));
        expect_every_text_free(texts, "map at " + std::to_string(width_px));
        const std::string written = everything_written(texts);
        for (const MapArea& area : data.areas) {
            const std::string name = area.label.substr(0, area.label.find('\n'));
            EXPECT_NE(written.find(without_spaces(name)), std::string::npos) << name;
        }
    }
}

}  // namespace
}  // namespace mtm
