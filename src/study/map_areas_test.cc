#include "study/map_areas.h"

#include <gtest/gtest.h>

#include "tests/shared_files.h"

namespace mtm {
namespace {

std::string square(const std::string& properties, double west, double size) {
    const auto corner = [&](double x, double y) {
        return "[" + std::to_string(x) + "," + std::to_string(y) + "]";
    };
    return R"({"type":"Feature","properties":{)" + properties +
           R"(},"geometry":{"type":"Polygon","coordinates":[[)" + corner(west, 44) + "," +
           corner(west + size, 44) + "," + corner(west + size, 44 + size) + "," +
           corner(west, 44 + size) + "," + corner(west, 44) + "]]}}";
}

const std::string three_areas =
    R"({"type":"FeatureCollection","features":[)" +
    square(R"("code":"A1","NAME_EN":"Turkestan","NAME_RU":"Туркестанская")", 50, 6) + "," +
    square(R"("code":"A2","NAME_EN":"Zhambyl","NAME_RU":"Жамбылская")", 60, 6) + "," +
    square(R"("code":"A3","NAME_EN":"Shymkent","NAME_RU":"Шымкент")", 70, 0.2) + "]}";

Choice choice(const std::string& name, const std::string& label, const std::string& code = "") {
    Choice out;
    out.name = name;
    out.label.by_language = {label};
    if (!code.empty()) out.extra["pcode"] = code;
    return out;
}

Study study_of(std::vector<Choice> choices) {
    Study study;
    ChoiceList list;
    list.choices = std::move(choices);
    study.questionnaire.lists.push_back(std::move(list));
    Question question;
    question.name = "region";
    question.type = QuestionType::select_one;
    question.list = 0;
    study.questionnaire.questions.push_back(question);
    study.file.areas = {.file = "areas.geojson",
                        .key = "code",
                        .name = "NAME_EN",
                        .question = "region",
                        .choice_column = "pcode",
                        .aliases = "aliases.csv",
                        .credit = ""};
    return study;
}

AreaKeys joined(std::vector<Choice> choices, std::string_view aliases = {}) {
    const Study study = study_of(std::move(choices));
    const auto areas = MapAreas::read(three_areas, study.file.areas);
    EXPECT_TRUE(areas);
    return join_areas(study, *areas, aliases);
}

TEST(MapAreas, HaveNamesInTheLanguageOfTheReport) {
    const Study study = study_of({});
    const auto areas = MapAreas::read(three_areas, study.file.areas);
    ASSERT_TRUE(areas);
    EXPECT_EQ(areas->name_of("A1", "ru"), "Туркестанская");
    EXPECT_EQ(areas->name_of("A1", "en-GB"), "Turkestan");
    EXPECT_EQ(areas->name_of("A1", "kk"), "Turkestan");  // the file has none
    EXPECT_EQ(areas->name_of("A9", "en"), "");
    EXPECT_TRUE(areas->is_place("A3"));
    EXPECT_FALSE(areas->is_place("A1"));
    const std::string plain = R"({"type":"FeatureCollection","features":[)" +
                              square(R"("code":"A1","name":"One","name::ru":"Один")", 50, 6) + "]}";
    Areas settings = study.file.areas;
    settings.name = "name";
    EXPECT_EQ(MapAreas::read(plain, settings)->name_of("A1", "ru"), "Один");
}

TEST(MapAreas, SayWhatIsWrongWithTheirFile) {
    const Areas settings = study_of({}).file.areas;
    EXPECT_FALSE(MapAreas::read("{", settings));
    Areas other = settings;
    other.key = "ADM1_PCODE";
    const auto read = MapAreas::read(three_areas, other);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find("ADM1_PCODE"), std::string::npos);
}

TEST(AreaKeys, AreThoseOfTheColumnOfAnAliasOrOfTheName) {
    const AreaKeys keys = joined({choice("t", "South", "A1"),
                                  choice("zh", "жамбылская"),
                                  choice("s", "Chimkent"),
                                  choice("A3", "by its key")},
                                 "alias,key\nchimkent,A3\n");
    EXPECT_TRUE(keys.diagnostics.empty());
    EXPECT_EQ(
        keys.by_choice,
        (std::map<std::string, std::string>{{"t", "A1"}, {"zh", "A2"}, {"s", "A3"}, {"A3", "A3"}}));
}

TEST(AreaKeys, OfAChoiceWithoutAnAreaAreToldWithTheNearestName) {
    const AreaKeys keys = joined({choice("sh", "Shymkant"), choice("x", "Far away", "A11")});
    ASSERT_EQ(keys.diagnostics.size(), 2U);
    EXPECT_EQ(keys.diagnostics[0].code, "choice-without-area");
    EXPECT_NE(keys.diagnostics[0].remedy.find("Shymkent"), std::string::npos)
        << keys.diagnostics[0].remedy;
    EXPECT_NE(keys.diagnostics[1].remedy.find("A1"), std::string::npos);
    Choice refused = choice("no", "No answer");
    refused.missing = MissingChoice::refused;
    EXPECT_TRUE(joined({refused, choice("other", "Somewhere else")}).diagnostics.empty());
}

TEST(AreaKeys, TellOfAliasesThatLeadNowhere) {
    const AreaKeys keys = joined({}, "alias,key\nSouth,A7\n");
    ASSERT_EQ(keys.diagnostics.size(), 1U);
    EXPECT_EQ(keys.diagnostics[0].code, "alias-without-area");
    EXPECT_EQ(keys.diagnostics[0].place.row, 2);
    EXPECT_EQ(joined({}, "name,code\n").diagnostics.at(0).code, "bad-area-aliases");
}

TEST(MapAreas, OfKazakhstanHaveThreeLanguagesAndThreeCities) {
    REQUIRE_SHARED("real/geo/kz_adm1_2024_simplified.geojson");
    const Areas settings{.file = "",
                         .key = "ADM1_PCODE",
                         .name = "ADM1_EN",
                         .question = "",
                         .choice_column = "",
                         .aliases = "",
                         .credit = ""};
    const auto areas = MapAreas::read(
        read_test_file(shared_path("real/geo/kz_adm1_2024_simplified.geojson")), settings);
    ASSERT_TRUE(areas);
    EXPECT_EQ(areas->keys().size(), 20U);
    EXPECT_EQ(areas->name_of("KZ15", "en"), "Aktobe");
    EXPECT_EQ(areas->name_of("KZ15", "ru"), "Актюбинская");
    EXPECT_EQ(areas->name_of("KZ15", "kk"), "Ақтөбе");
    int places = 0;
    for (const std::string& key : areas->keys())
        places += areas->is_place(key) ? 1 : 0;
    EXPECT_EQ(places, 3);
    EXPECT_EQ(areas->key_named("ақтөбе"), "KZ15");
}

}  // namespace
}  // namespace mtm
