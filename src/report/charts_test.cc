// Charts on the page of a report: words, colours, what can be taken away, and maps.
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <gtest/gtest.h>

#include "chart/press.h"
#include "report/compose.h"
#include "report/html.h"
#include "report/test_survey.h"

namespace mtm {
namespace {

const std::string two_areas =
    R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"code":"W","NAME_EN":"West","NAME_RU":"Запад"},"geometry":
     {"type":"Polygon","coordinates":[[[50,44],[60,44],[60,52],[50,52],[50,44]]]}},
    {"type":"Feature","properties":{"code":"E","NAME_EN":"East","NAME_RU":"Восток"},"geometry":
     {"type":"Polygon","coordinates":[[[60,44],[70,44],[70,52],[60,52],[60,44]]]}}]})";

class ReportCharts : public ::testing::Test {
protected:
    Document compose_text(std::string_view text, Edition edition = Edition::internal) {
        const ReadNarrative read = read_narrative(text, "report.md");
        EXPECT_EQ(read.diagnostics, Diagnostics{});
        DisclosureControl control(study_.file.threshold, edition);
        Composed composed = compose(study_,
                                    dataset_,
                                    read.narrative,
                                    control,
                                    {.language = "en",
                                     .areas_geojson = two_areas,
                                     .area_aliases = "alias,key\nmale,W\nfemale,E\n",
                                     .charts = &press_});
        EXPECT_EQ(composed.diagnostics, Diagnostics{});
        return composed.document;
    }

    void make_sex_an_area() {
        study_.file.areas = {.file = "areas.geojson",
                             .key = "code",
                             .name = "NAME_EN",
                             .question = "sex",
                             .choice_column = "pcode",
                             .aliases = "aliases.csv",
                             .credit = "Boundaries: somebody"};
        study_.file.map_disclaimer = "Boundaries imply no opinion.";
    }

    Study study_ = test_survey::study();
    Dataset dataset_ = test_survey::twenty(study_);
    ChartPress press_{1};
};

TEST_F(ReportCharts, SayFirstWhatStandsOut) {
    const Document document = compose_text("::: table sector\n");
    ASSERT_EQ(document.charts.size(), 1U);
    EXPECT_TRUE(document.charts[0].alternative.starts_with(
        "“Construction” comes first (60%*), followed by “Trade” (40%*). Bar chart: "))
        << document.charts[0].alternative;
    EXPECT_NE(html(document).find("aria-label=\"“Construction” comes first"), std::string::npos);
}

TEST_F(ReportCharts, NameTheBasesOfTheGroupsThatTheyShow) {
    const Document document =
        compose_text("::: table sector by=sex\n\n::: table sector by=sex chart=bar\n");
    ASSERT_EQ(document.exhibits.size(), 2U);
    EXPECT_NE(document.exhibits[0].base.find("(Male: "), std::string::npos);
    EXPECT_EQ(document.exhibits[1].base.find('('), std::string::npos) << document.exhibits[1].base;
}

// What is said of numbers that only the table behind has stands under that.
TEST_F(ReportCharts, SayNothingOfNumbersThatTheyDoNotShow) {
    SampleDesign design;
    design.stages.emplace_back();
    for (std::size_t r = 0; r < 20; ++r)
        design.weights.push_back(r % 2 == 0 ? 3 : 1);
    dataset_.design = std::make_shared<const TaylorVariance>(std::move(design));
    const auto says = [](const std::vector<std::string>& remarks, std::string_view words) {
        return std::ranges::any_of(remarks, [words](const std::string& remark) {
            return remark.find(words) != std::string::npos;
        });
    };
    for (const char* chart : {"bar", "none"}) {
        const Document document =
            compose_text("::: table works by=sex chart=" + std::string(chart) + "\n");
        const Exhibit& exhibit = document.exhibits[0];
        const bool drawn = exhibit.wide >= 0;
        EXPECT_EQ(drawn, chart == std::string("bar"));
        for (const char* words : {"n counts people", "Under the numbers"}) {
            EXPECT_EQ(says(exhibit.table_remarks, words), drawn) << words;
            EXPECT_EQ(says(exhibit.remarks, words), !drawn) << words;
        }
        EXPECT_TRUE(says(exhibit.remarks, "* Fewer than 30 people"));
        EXPECT_TRUE(says(remarks_without_chart(exhibit), "n counts people"));
        const std::string page = html(document);
        EXPECT_NE(page.find("n counts people"), std::string::npos);
        EXPECT_EQ(page.find("n counts people") > page.find("<details>"), drawn);
    }
}

TEST_F(ReportCharts, ExplainWhatTheyWithhold) {
    const auto explains = [](const std::vector<std::string>& remarks) {
        return std::ranges::any_of(
            remarks, [](const std::string& remark) { return remark.starts_with("“withheld”"); });
    };
    int withholding = 0;
    for (const char* table : {"works by=age_band",
                              "sector by=sex",
                              "sector by=age_band",
                              "reasons by=sex",
                              "reasons by=works",
                              "sex by=works",
                              "reasons by=sector",
                              "sex by=sector"}) {
        for (const int threshold : {3, 4, 5}) {
            study_.file.threshold = threshold;
            const Document document =
                compose_text("::: table " + std::string(table) + "\n", Edition::published);
            const Exhibit& exhibit = document.exhibits[0];
            if (exhibit.wide < 0) continue;
            const bool shown = document.drawings[0].find("withheld") != std::string::npos;
            withholding += shown ? 1 : 0;
            EXPECT_EQ(explains(exhibit.remarks), shown) << table << threshold;
        }
    }
    EXPECT_GT(withholding, 0);
}

TEST_F(ReportCharts, SayWhereGroupsThatWereAskedForAreLeftOut) {
    study_.file.threshold = 5;
    const ReadNarrative read =
        read_narrative("::: table sector by=sex chart=\"bar by group\"\n", "report.md");
    for (const Edition edition : {Edition::published, Edition::internal}) {
        DisclosureControl control(study_.file.threshold, edition);
        const Composed made = compose(study_, dataset_, read.narrative, control, {});
        const Diagnostics told = withheld_figures(made);
        ASSERT_EQ(told.size(), edition == Edition::published ? 1U : 0U);
        if (told.empty()) continue;
        EXPECT_EQ(told[0].code, "chart-without-groups");
        EXPECT_EQ(told[0].place.row, 1);
    }
}

TEST_F(ReportCharts, CanBeTakenFromThePage) {
    const std::string page = html(compose_text("::: table sector by=sex chart=dots\n"));
    pugi::xml_document xml;
    const auto parsed =
        xml.load_buffer(page.data(), page.size(), pugi::parse_default | pugi::parse_doctype);
    ASSERT_TRUE(parsed) << parsed.description();
    const auto figure = xml.select_node("//figure").node();
    const auto specification = nlohmann::json::parse(figure.child("script").text().get());
    EXPECT_TRUE(specification.contains("layer"));
    EXPECT_EQ(page.find("https://vega"), page.find("https://vega.github.io/schema"));
    for (const char* absent : {"src=", "@import", "url(", "<link", "<iframe", "fetch("})
        EXPECT_EQ(page.find(absent), std::string::npos) << absent;
    EXPECT_NE(page.find("download=\"sector.csv\""), std::string::npos);
    EXPECT_NE(page.find("group%2Ccategory%2Cvalue"), std::string::npos);
}

TEST_F(ReportCharts, HaveTheColoursOfTheTheme) {
    study_.file.theme.accent = "#7a1f3d";
    study_.file.theme.font = "Noto Serif";
    const Document document = compose_text("::: table sector\n");
    EXPECT_NE(document.charts[0].specification.find("#7a1f3d"), std::string::npos);
    EXPECT_NE(document.charts[0].specification.find("Noto Serif"), std::string::npos);
    const std::string page = html(document);
    EXPECT_NE(page.find("--mtm-everyone:#7a1f3d"), std::string::npos);
    EXPECT_NE(page.find("var(--mtm-everyone,#7a1f3d)"), std::string::npos);
    EXPECT_NE(page.find("body{font-family:\"Noto Serif\""), std::string::npos);
    EXPECT_EQ(html(compose_text("Text\n")).find("<script"), std::string::npos);
}

TEST_F(ReportCharts, AMapOfResultsIsShadedAndCarriesItsDisclaimer) {
    make_sex_an_area();
    const Document document = compose_text("::: table works by=sex chart=map\n");
    ASSERT_EQ(document.charts.size(), 1U);
    const ChartSource& map = document.charts[0];
    EXPECT_TRUE(map.alternative.starts_with("Highest in Male (100%*), lowest in Female (38%*)."))
        << map.alternative;
    EXPECT_NE(map.specification.find("Boundaries imply no opinion."), std::string::npos);
    EXPECT_NE(map.csv.find("W,Male,100,100%"), std::string::npos) << map.csv;
    EXPECT_NE(document.drawings[0].find("Yes, % of respondents"), std::string::npos);
}

TEST_F(ReportCharts, MapsCarryTheWordsOfTheNarrative) {
    make_sex_an_area();
    const Document document = compose_text(
        "::: cover\n- map_disclaimer: Границы ничего не означают.\n- areas_credit: Границы: "
        "кто-то\n:::\n\n::: table works by=sex chart=map\n\n::: map areas\n");
    ASSERT_EQ(document.charts.size(), 2U);
    for (const ChartSource& map : document.charts) {
        EXPECT_NE(map.specification.find("Границы ничего не означают."), std::string::npos);
        EXPECT_NE(map.specification.find("Границы: кто-то"), std::string::npos);
        EXPECT_EQ(map.specification.find("Boundaries"), std::string::npos);
    }
}

// Whatever people stand for.
TEST_F(ReportCharts, TheMapOfCoverageCountsInterviews) {
    make_sex_an_area();
    SampleDesign design;
    design.stages.emplace_back();
    for (std::size_t r = 0; r < 20; ++r)
        design.weights.push_back(r % 2 == 0 ? 3 : 1);
    dataset_.design = std::make_shared<const TaylorVariance>(std::move(design));
    for (const Edition edition : {Edition::published, Edition::internal}) {
        const Document document = compose_text("::: map areas\n", edition);
        ASSERT_TRUE(document.map);
        ASSERT_EQ(document.map->areas.size(), 2U);
        EXPECT_EQ(document.map->areas[0].cells[0].text, "12");
        EXPECT_EQ(document.map->areas[1].cells[0].text, "8");
        ASSERT_EQ(document.charts.size(), 1U);
        EXPECT_NE(document.charts[0].csv.find("12"), std::string::npos) << document.charts[0].csv;
        EXPECT_EQ(document.charts[0].csv.find("24"), std::string::npos) << document.charts[0].csv;
    }
}

TEST_F(ReportCharts, ATableOfGroupsWithinGroupsThatIsWithheldIsNotPrinted) {
    study_.file.threshold = 25;
    const Document document =
        compose_text("::: table sector by=\"sex > works\"\n", Edition::published);
    ASSERT_EQ(document.exhibits.size(), 1U);
    EXPECT_NE(document.exhibits[0].instead.find("is not printed"), std::string::npos);
    EXPECT_TRUE(document.exhibits[0].label.empty());
}

TEST_F(ReportCharts, AMapShowsNothingThatIsWithheld) {
    make_sex_an_area();
    // Of 8 women 3 work and 5 do not; of 12 men all work: nobody's answer may be told of the men.
    study_.file.threshold = 6;
    const Document document =
        compose_text("::: table works by=sex chart=map\n", Edition::published);
    for (const ChartSource& map : document.charts) {
        EXPECT_EQ(map.csv.find("37.5"), std::string::npos) << map.csv;
        EXPECT_EQ(map.specification.find("37.5"), std::string::npos);
        EXPECT_EQ(map.specification.find("38%"), std::string::npos);
        EXPECT_EQ(map.alternative.find("38%"), std::string::npos) << map.alternative;
    }
}

TEST_F(ReportCharts, AFlowOfThePublicEditionHasNoBandOfFew) {
    study_.file.threshold = 6;
    const Document document =
        compose_text("::: table works by=sex chart=flow\n", Edition::published);
    for (const ChartSource& chart : document.charts) {
        EXPECT_EQ(chart.csv.find(",3,"), std::string::npos) << chart.csv;
        EXPECT_EQ(chart.csv.find(",5,"), std::string::npos) << chart.csv;
    }
}

}  // namespace
}  // namespace mtm
