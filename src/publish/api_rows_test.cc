#include "publish/api_rows.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "publish/open_data_for_test.h"
#include "publish/released_records.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

Json api_of(const SmallOpenData& data) {
    OpenDataSource source = data.source();
    const auto areas = published_areas(data.study, "", "", 0);
    EXPECT_TRUE(areas);
    source.areas = *areas;
    return Json::parse(file_named(package_of(source), "api.json"));
}

// The rows of a part as objects.
std::vector<Json> objects(const Json& part) {
    std::vector<Json> out;
    for (const Json& row : part["rows"]) {
        EXPECT_EQ(row.size(), part["fields"].size());
        Json& object = out.emplace_back();
        for (std::size_t f = 0; f < row.size(); ++f)
            object[part["fields"][f].get<std::string>()] = row[f];
    }
    return out;
}

TEST(ApiRows, SayWhatTheyAreOf) {
    const SmallOpenData data;
    const Json api = api_of(data);
    EXPECT_EQ(api["format"], 1);
    const Json& operation = api["operation"];
    EXPECT_EQ(operation["operation"], "Small survey");
    EXPECT_EQ(operation["admin0Name"], "Kazakhstan");
    EXPECT_EQ(operation["admin0Pcode"], "KAZ");
    EXPECT_EQ(operation["roundNumber"], 1);
    EXPECT_EQ(operation["reportingDate"], "2024-03-31T00:00:00") << "the month alone is published";
    EXPECT_EQ(operation["yearReportingDate"], 2024);
    EXPECT_EQ(operation["monthReportingDate"], 3);
    EXPECT_EQ(operation["licence"], "cc-by");
    EXPECT_EQ(operation["invented"], false);
    EXPECT_EQ(api_of(SmallOpenData(true))["operation"]["invented"], true);
}

// Every cell of tables.csv is a figure with the same values, and nothing else is one.
TEST(ApiRows, AreTheCellsOfTablesCsv) {
    const SmallOpenData data;
    const auto table = read_csv(released_tables_csv(data.tables));
    ASSERT_TRUE(table);
    const std::vector<Json> figures = objects(api_of(data)["figures"]);
    ASSERT_EQ(static_cast<int>(figures.size()), table->row_count());
    ASSERT_GT(figures.size(), 5U);
    const std::pair<const char*, const char*> columns[] = {{"table", "table"},
                                                           {"by", "by"},
                                                           {"group", "group"},
                                                           {"groupLabel", "group_label"},
                                                           {"depth", "depth"},
                                                           {"category", "category"},
                                                           {"value", "value"},
                                                           {"n", "n"},
                                                           {"base", "base"},
                                                           {"obsStatus", "OBS_STATUS"},
                                                           {"confStatus", "CONF_STATUS"}};
    int withheld = 0;
    for (int row = 0; row < table->row_count(); ++row) {
        const Json& figure = figures[static_cast<std::size_t>(row)];
        for (const auto& [field, column] : columns) {
            const Json& cell = figure[field];
            const std::string text = cell.is_null()     ? ""
                                     : cell.is_string() ? cell.get<std::string>()
                                                        : cell.dump();
            EXPECT_EQ(text, table->at(row, column)) << row << " " << field;
        }
        if (figure["obsStatus"] != "Q") continue;
        ++withheld;
        for (const char* number : {"value", "n", "base", "se", "low", "high"})
            EXPECT_EQ(figure[number], nullptr) << number;
    }
    EXPECT_GT(withheld, 0) << "eight people, and a threshold of three";
}

TEST(ApiRows, PlacesAndSexComeFromGroupsAndCategories) {
    const SmallOpenData data;
    int everywhere = 0;
    int north = 0;
    for (const Json& figure : objects(api_of(data)["figures"])) {
        EXPECT_EQ(figure["sex"], figure["category"]) << "a table of sex by region";
        if (figure["group"].is_null()) {
            ++everywhere;
            EXPECT_EQ(figure["adminLevel"], 0);
            EXPECT_EQ(figure["admin1Pcode"], nullptr);
        } else if (figure["group"] == "north") {
            ++north;
            EXPECT_EQ(figure["adminLevel"], 1);
            EXPECT_EQ(figure["admin1Pcode"], "KZ01");
            EXPECT_EQ(figure["admin1Name"], "North");
            EXPECT_EQ(figure["admin2Pcode"], nullptr);
        }
    }
    EXPECT_GT(everywhere, 0);
    EXPECT_EQ(everywhere, north);
}

TEST(ApiRows, EveryTableIsToldOnceWithItsFigures) {
    const SmallOpenData data;
    const Json api = api_of(data);
    const std::vector<Json> tables = objects(api["tables"]);
    ASSERT_EQ(tables.size(), 1U);
    EXPECT_EQ(tables[0]["table"], "sex");
    EXPECT_EQ(tables[0]["by"], "region");
    EXPECT_EQ(tables[0]["adminLevel"], 1);
    EXPECT_EQ(tables[0]["figures"], api["figures"]["rows"].size());
}

TEST(PublishedAreasTest, CodesAndNamesAreThoseOfTheMap) {
    SmallOpenData data;
    Areas& areas = data.study.file.areas;
    areas.key = "ADM1_PCODE";
    areas.name = "ADM1_EN";
    const char* square =
        R"("geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}})";
    const std::string map =
        std::string(R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":)") +
        R"({"ADM1_PCODE":"KZ01","ADM1_EN":"Northern","ADM1_RU":"Северная"},)" + square + "]}";
    auto found = published_areas(data.study, map, "", 0);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1U) << "south lies in no area of the map";
    EXPECT_EQ(found->at("north"), (PublishedArea{1, "KZ01", "Northern", "", ""}));
    EXPECT_EQ(published_areas(data.study, map, "", 1)->at("north").name1, "Северная");
    areas.key = "ADM2_PCODE";
    areas.name = "ADM2_EN";
    const std::string districts =
        std::string(R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":)") +
        R"({"ADM1_PCODE":"KZ9","ADM1_EN":"Around","ADM2_PCODE":"KZ01","ADM2_EN":"Northern"},)" +
        square + "]}";
    found = published_areas(data.study, districts, "", 0);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->at("north"), (PublishedArea{2, "KZ9", "Around", "KZ01", "Northern"}));
    EXPECT_FALSE(published_areas(data.study, "no map", "", 0));
    areas.question = "";
    EXPECT_TRUE(published_areas(data.study, map, "", 0)->empty());
}

}  // namespace
}  // namespace mtm
