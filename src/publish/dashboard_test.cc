// The dashboard of the rehearsed Round 4: what its data file holds, held against what disclosure
// control released. Where MTM_DASHBOARD_OUT names a folder, the sites are left there for
// tests/browser/dashboard_test.mjs.
#include "publish/dashboard.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "chart/from_table.h"
#include "report/cover.h"
#include "report/print_number.h"
#include "report/structured_table.h"
#include "report/table_export.h"
#include "tabulate/tabulate.h"
#include "tests/round4_rehearsal.h"

namespace mtm {
namespace {

using nlohmann::json;

/// A study with its dataset, what was released of it, and the site made of that.
struct Site {
    Study study;
    Dataset dataset;
    std::vector<Released<SafeTable>> tables;
    std::vector<DashboardFile> files;
    json data;

    [[nodiscard]] const SafeTable& table(const std::string& name) const {
        for (const Released<SafeTable>& one : tables) {
            if (one->table.spec.name == name) return one.value();
        }
        ADD_FAILURE() << "no table " << name;
        return tables.front().value();
    }

    [[nodiscard]] std::string text(const json& number, std::size_t language) const {
        const json& text = data["texts"].at(number.get<std::size_t>());
        return text.is_array() ? text.at(language).get<std::string>() : text.get<std::string>();
    }
};

std::string file_of(const Site& site, const std::string& name) {
    for (const DashboardFile& file : site.files) {
        if (file.name == name) return file.bytes;
    }
    ADD_FAILURE() << "no file " << name;
    return {};
}

json data_of(const std::string& script) {
    constexpr std::string_view before = "window.mtm_dashboard = ";
    EXPECT_TRUE(script.starts_with(before));
    EXPECT_TRUE(script.ends_with(";\n"));
    return json::parse(script.substr(before.size(), script.size() - before.size() - 2));
}

DashboardInput input_of(const Site& site, const DisclosureControl& control) {
    DashboardInput out{.study = site.study,
                       .dataset = site.dataset,
                       .tables = site.tables,
                       .fronts = {},
                       .areas_geojson = read_test_file(round4_path("areas.geojson"))};
    for (const std::string language : {"en", "ru", "kk"}) {
        const std::string name = language == "en" ? "report.md" : "report." + language + ".md";
        const Narrative narrative =
            read_narrative(read_test_file(round4_path(name)), name).narrative;
        Document& front = out.fronts.emplace_back();
        fill_front(site.study, site.dataset, narrative, control, language, front);
        out.map_remarks.push_back(map_remarks_in(site.study, narrative));
        front.made_from = {"MTM", std::string(64, 'a'), std::string(64, 'b')};
    }
    return out;
}

// What a comparison of rounds would tell of a question of a round before, invented.
std::vector<RoundsOfQuestion> three_rounds(const Site& site) {
    RoundsOfQuestion out;
    out.question = "marital_status";
    out.names = {"Round 2", "Round 3", "Round 4"};
    out.bases = {1200, std::nullopt, 1845};
    const Table& table = site.table("marital_status").table;
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        RoundsRow& row = out.rows.emplace_back();
        row.category = table.categories[c];
        row.rounds = {{.value = 10.0 + static_cast<double>(c), .n = 120, .there = true},
                      {.value = std::nullopt, .n = std::nullopt, .there = true, .withheld = c == 1},
                      {.value = 20.0, .n = 300, .there = true}};
        if (c != 1) row.rounds[1].value = 12.0;
        if (c == 0) row.difference = 8.0;
        if (c == 0) row.significant = true;
    }
    return {out};
}

void add_tables_with_levels(Plan& plan) {
    const auto add =
        [&](std::string name, std::vector<std::string> questions, std::vector<Banner> banners) {
            TableSpec spec;
            spec.name = std::move(name);
            spec.section = "Conditions";
            spec.question = questions.front();
            if (questions.size() > 1) spec.questions = std::move(questions);
            spec.by = banners.front().levels;
            spec.nested = banners.front().nested;
            if (banners.size() > 1) spec.banners = std::move(banners);
            plan.tables.push_back(std::move(spec));
        };
    add("nested", {"main_provider"}, {{{"region", "sex"}, true}});
    add("grid",
        {"moved_for_work", "pension", "paid_leave"},
        {{{"sex"}, false}, {{"age_group"}, false}});
    TableSpec line;
    line.name = "line";
    line.section = "Conditions";
    line.question = "age_group";
    line.by = {"sex"};
    line.chart = ChartForm::line;
    line.percent_of = PercentOf::total;
    plan.tables.push_back(line);
}

/// `as_sample`: as if interviews were a simple random sample, which has intervals.
std::unique_ptr<Site> site_of_round4(bool as_sample) {
    auto out = std::make_unique<Site>();
    CheckedStudy checked = round4_study();
    EXPECT_FALSE(has_errors(checked.diagnostics));
    out->study = std::move(checked.study);
    const std::vector<Interview> interviews = round4_interviews(out->study);
    if (as_sample) add_tables_with_levels(out->study.plan);
    out->dataset = assemble(out->study, interviews).dataset;
    EXPECT_EQ(out->dataset.counted(), 1845U);
    if (as_sample) {
        SampleDesign design;
        design.stages.emplace_back();
        design.weights.assign(out->dataset.counted(), 1);
        out->dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    }
    DisclosureControl control(out->study.file.threshold, Edition::published);
    out->tables = release_all(control, tabulate(out->study, out->dataset));
    DashboardInput input = input_of(*out, control);
    if (as_sample) input.rounds = three_rounds(*out);
    auto made = dashboard(input);
    EXPECT_TRUE(made) << made.error().message;
    out->files = std::move(*made);
    out->data = data_of(file_of(*out, "data.js"));
    return out;
}

class Dashboard : public ::testing::TestWithParam<bool> {
protected:
    static const Site& site() {
        static const std::unique_ptr<Site> plain = site_of_round4(false);
        static const std::unique_ptr<Site> sample = site_of_round4(true);
        return GetParam() ? *sample : *plain;
    }

    template <typename Look>
    static void for_each_view(Look look) {
        for (const json& topic : site().data["topics"]) {
            for (const json& view : topic["views"])
                look(topic, view);
        }
    }

    static bool is_of_rounds(const json& view) { return view["by"] == json{"round"}; }
};

std::size_t place_in(const std::vector<Category>& categories, const std::string& name, bool blank) {
    for (std::size_t i = 0; i < categories.size(); ++i) {
        if (categories[i].name == name && (!name.empty() || categories[i].blank == blank)) return i;
    }
    ADD_FAILURE() << "no category " << name;
    return 0;
}

// How a number of that statistic is printed, by the rules of numbers and not by ExhibitMaker.
std::string printed(const Table& table, const Estimate& estimate, const std::string& language) {
    switch (table.spec.statistic) {
        case Statistic::percent:
            return print_percentage(estimate, language);
        case Statistic::count:
            return print_count(rounded(*estimate.value), language);
        default:
            return print_decimal(*estimate.value, 1, language);
    }
}

void expect_number(const json& cell, const char* key, const std::optional<double>& released) {
    if (!cell.contains(key)) return;
    ASSERT_TRUE(released.has_value()) << key;
    EXPECT_DOUBLE_EQ(cell[key].get<double>(), *released) << key;
}

// A second way to the numbers: the released tables themselves, by the codes of group and answer.
TEST_P(Dashboard, EveryNumberOfAPlainTableIsAReleasedOne) {
    std::size_t looked_at = 0;
    std::size_t withheld = 0;
    for_each_view([&](const json&, const json& view) {
        const SafeTable* safe = is_of_rounds(view) ? nullptr : &site().table(view["table"]);
        if (safe == nullptr || has_structure(*safe)) return;
        const Table& table = safe->table;
        for (const json& row : view["rows"]) {
            const std::string answer = row.value("code", "");
            const std::size_t c = place_in(table.categories, answer, true);
            for (std::size_t g = 0; g < row["cells"].size(); ++g) {
                const json& cell = row["cells"][g];
                const std::string group = view["columns"][g].value("code", "");
                const std::size_t from = place_in(table.groups, group, false);
                const Estimate& estimate = table.cells[from][c];
                SCOPED_TRACE(view["table"].get<std::string>() + "/" + group + "/" + answer);
                EXPECT_EQ(cell.contains("x"), safe->withheld[from][c]);
                if (cell.contains("x")) {
                    ++withheld;
                    EXPECT_EQ(cell.size(), 2U) << cell;  // a text, and that it is withheld
                    EXPECT_EQ(site().text(cell["t"], 0), "withheld");
                    continue;
                }
                expect_number(cell, "v", estimate.value);
                expect_number(
                    cell, "n", safe->coarse ? std::nullopt : std::optional<double>(estimate.n));
                expect_number(cell, "l", estimate.low);
                expect_number(cell, "h", estimate.high);
                ++looked_at;
                if (!cell.contains("v")) continue;
                const std::string languages[] = {"en", "ru", "kk"};
                for (std::size_t l = 0; l < 3; ++l) {
                    const std::string text = site().text(cell["t"], l);
                    EXPECT_TRUE(text.starts_with(printed(table, estimate, languages[l]))) << text;
                }
            }
        }
    });
    EXPECT_GT(looked_at, 2000U);
    EXPECT_GT(withheld, 100U);
}

// Cells alone hold numbers; the rest of a view are texts by number, codes and the map.
TEST_P(Dashboard, NumbersStandInCellsAlone) {
    const std::set<std::string> of_cells{"t", "x", "v", "n", "d", "l", "h", "i", "g"};
    const std::set<std::string> of_rows{"t",
                                        "b",
                                        "code",
                                        "fill",
                                        "ink",
                                        "area",
                                        "finding",
                                        "indent",
                                        "heading",
                                        "missing",
                                        "classes",
                                        "limits",
                                        "shades",
                                        "cells"};
    const std::set<std::string> of_views{"table",
                                         "by",
                                         "by_label",
                                         "title",
                                         "base",
                                         "unit",
                                         "finding",
                                         "intervals",
                                         "statistic",
                                         "kinds",
                                         "remarks",
                                         "heads",
                                         "columns",
                                         "rows"};
    for_each_view([&](const json&, const json& view) {
        for (const auto& [key, value] : view.items())
            EXPECT_TRUE(of_views.contains(key)) << key;
        for (const json& row : view["rows"]) {
            for (const auto& [key, value] : row.items())
                EXPECT_TRUE(of_rows.contains(key)) << key;
            for (const json& cell : row["cells"]) {
                for (const auto& [key, value] : cell.items())
                    EXPECT_TRUE(of_cells.contains(key)) << key;
            }
        }
    });
}

// Of tables with levels a cell has its place in a layout and no codes: its number must be one of
// the table's.
TEST_P(Dashboard, NumbersOfTablesWithLevelsAreAmongTheirReleasedOnes) {
    std::size_t looked_at = 0;
    for_each_view([&](const json&, const json& view) {
        if (is_of_rounds(view)) return;
        const SafeTable& safe = site().table(view["table"]);
        if (!has_structure(safe)) return;
        std::set<double> released;
        std::vector<const SafeTable*> parts{&safe};
        for (const SafeTable& part : safe.parts)
            parts.push_back(&part);
        for (const SafeTable* part : parts) {
            for (std::size_t g = 0; g < part->table.cells.size(); ++g) {
                for (std::size_t c = 0; c < part->table.cells[g].size(); ++c) {
                    const auto& value = part->table.cells[g][c].value;
                    if (value && !part->withheld[g][c]) released.insert(*value);
                }
            }
        }
        for (const json& row : view["rows"]) {
            for (const json& cell : row["cells"]) {
                if (!cell.contains("v")) continue;
                ++looked_at;
                EXPECT_TRUE(released.contains(cell["v"].get<double>())) << view["table"];
                EXPECT_FALSE(cell.contains("x"));
            }
        }
    });
    EXPECT_EQ(looked_at > 0, GetParam());
}

TEST_P(Dashboard, HasEveryTableOfThePlanOnce) {
    std::multiset<std::string> shown;
    for_each_view([&](const json&, const json& view) {
        if (is_of_rounds(view)) return;
        const SafeTable& safe = site().table(view["table"]);
        if (json(safe.table.spec.by) == view["by"]) shown.insert(view["table"]);
    });
    EXPECT_EQ(shown.size(), site().study.plan.tables.size());
    for (const TableSpec& spec : site().study.plan.tables)
        EXPECT_EQ(shown.count(spec.name), 1U) << spec.name;
}

TEST_P(Dashboard, TotalsStandForATableOfEveryone) {
    for (const json& topic : site().data["topics"]) {
        const json& first = topic["views"][0];
        const SafeTable& safe = site().table(first["table"]);
        if (has_structure(safe) || safe.table.spec.percent_of != PercentOf::column) continue;
        EXPECT_TRUE(first["by"].empty()) << topic["id"];
        EXPECT_LE(first["columns"].size(), 1U) << topic["id"];
    }
}

TEST_P(Dashboard, TextsAreInEveryLanguage) {
    const json& data = site().data;
    ASSERT_EQ(data["languages"].size(), 3U);
    std::size_t translated = 0;
    for (const json& text : data["texts"]) {
        if (!text.is_array()) continue;
        ++translated;
        EXPECT_EQ(text.size(), 3U);
    }
    EXPECT_GT(translated, 900U);
    for (const auto& [key, number] : data["phrases"].items()) {
        for (std::size_t l = 0; l < 3; ++l)
            EXPECT_FALSE(site().text(number, l).empty()) << key;
        EXPECT_TRUE(data["texts"][number.get<std::size_t>()].is_array()) << key;
    }
    for_each_view([&](const json&, const json& view) {
        for (std::size_t l = 0; l < 3; ++l)
            EXPECT_FALSE(site().text(view["title"], l).empty()) << view["table"];
    });
}

TEST_P(Dashboard, MapsHaveTheirDisclaimerInEachLanguage) {
    const json& remarks = site().data["front"]["map_disclaimer"];
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_TRUE(site().text(remarks[0], 0).starts_with("The map illustrates"));
    EXPECT_TRUE(site().text(remarks[0], 1).starts_with("Карта показывает"));
    EXPECT_TRUE(site().text(remarks[1], 1).starts_with("Границы: "));
}

TEST_P(Dashboard, SaysThatInterviewsWereInvented) {
    EXPECT_TRUE(site().data["invented"]);
    EXPECT_EQ(site().text(site().data["front"]["marks"][0], 0),
              "Invented interviews: not survey results");
    EXPECT_NE(file_of(site(), "index.html").find("Invented interviews: not survey results"),
              std::string::npos);
}

TEST_P(Dashboard, IsSmallAndAsksForNothing) {
    std::size_t bytes = 0;
    std::set<std::string> names;
    for (const DashboardFile& file : site().files) {
        bytes += file.bytes.size();
        names.insert(file.name);
    }
    EXPECT_LT(bytes, 1500000U);
    EXPECT_EQ(names,
              (std::set<std::string>{"dashboard.css", "dashboard.js", "data.js", "index.html"}));
    const std::string page = file_of(site(), "index.html");
    EXPECT_EQ(page.find("http"), std::string::npos);
    EXPECT_EQ(page.find("{{"), std::string::npos);
    EXPECT_EQ(file_of(site(), "dashboard.js").find("fetch("), std::string::npos);
    EXPECT_EQ(file_of(site(), "dashboard.css").find("url("), std::string::npos);
}

TEST_P(Dashboard, ShadesAreasInTheClassThatTheirNumberIsPrintedIn) {
    std::size_t shaded = 0;
    for_each_view([&](const json&, const json& view) {
        for (const json& row : view["rows"]) {
            if (!row.contains("classes")) continue;
            ASSERT_EQ(row["limits"].size(), row["shades"].size());
            for (std::size_t g = 0; g < row["cells"].size(); ++g) {
                const int at = row["classes"][g];
                const bool is_area = view["columns"][g].contains("area");
                EXPECT_EQ(at >= 0, is_area && row["cells"][g].contains("v"));
                if (at < 0) continue;
                ++shaded;
                EXPECT_LT(static_cast<std::size_t>(at), row["limits"].size());
                // A greater number is in no paler class.
                for (std::size_t other = 0; other < row["cells"].size(); ++other) {
                    if (row["classes"][other] < 0) continue;
                    const bool less = row["cells"][other]["v"] < row["cells"][g]["v"];
                    EXPECT_TRUE(!less || row["classes"][other] <= at);
                }
            }
        }
    });
    EXPECT_GT(shaded, 500U);
    EXPECT_GT(site().data["map"]["areas"].size(), 10U);
}

TEST_P(Dashboard, ShowsRoundsSideBySideWhereTheyWereCompared) {
    std::size_t found = 0;
    for_each_view([&](const json& topic, const json& view) {
        if (!is_of_rounds(view)) return;
        ++found;
        EXPECT_EQ(topic["views"][0]["table"], "marital_status");
        EXPECT_EQ(view["columns"].size(), 4U);
        EXPECT_EQ(view["kinds"], json{"line"});
        EXPECT_FALSE(view["columns"][1].contains("b"));
        const json& first = view["rows"][0]["cells"];
        EXPECT_EQ(site().text(first[3]["t"], 0), "+8.0");
        EXPECT_EQ(site().text(first[3]["t"], 1), "+8,0");
        EXPECT_EQ(site().text(first[3]["d"], 0), "significant");
        const json& second = view["rows"][1]["cells"];
        EXPECT_TRUE(second[1].contains("x"));
        EXPECT_EQ(second[1].size(), 2U);
        EXPECT_FALSE(second[3].contains("v"));
    });
    EXPECT_EQ(found, GetParam() ? 1U : 0U);
}

TEST_P(Dashboard, IsTheSameByteForByte) {
    DisclosureControl control(site().study.file.threshold, Edition::published);
    DashboardInput input = input_of(site(), control);
    if (GetParam()) input.rounds = three_rounds(site());
    const auto again = dashboard(input);
    ASSERT_TRUE(again);
    for (std::size_t i = 0; i < again->size(); ++i)
        EXPECT_EQ((*again)[i].bytes, site().files[i].bytes) << (*again)[i].name;
}

TEST_P(Dashboard, IsWrittenForTheBrowserWhereAFolderIsNamed) {
    const char* out = std::getenv("MTM_DASHBOARD_OUT");
    if (out == nullptr) return;
    const std::filesystem::path folder =
        std::filesystem::path(out) / (GetParam() ? "sample" : "plain");
    std::filesystem::create_directories(folder);
    for (const DashboardFile& file : site().files) {
        std::ofstream stream(folder / file.name, std::ios::binary);
        stream << file.bytes;
        EXPECT_TRUE(stream.good()) << file.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Round4, Dashboard, ::testing::Bool(), [](const auto& one) {
    return one.param ? "AsASample" : "AsItIs";
});

TEST(DashboardAreas, AreToldWhereTheyCannotBeRead) {
    Study study;
    const Dataset dataset;
    const std::vector<Released<SafeTable>> none;
    DashboardInput input{.study = study, .dataset = dataset, .tables = none, .fronts = {{}}};
    input.areas_geojson = "{\"type\": \"FeatureCollection\"";
    const auto made = dashboard(input);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("GeoJSON"), std::string::npos) << made.error().message;
}

}  // namespace
}  // namespace mtm
