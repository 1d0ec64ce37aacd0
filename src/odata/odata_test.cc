// Tables of a small household survey: known rows, worked out on paper.
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "odata/filter.h"
#include "odata/row_csv.h"
#include "odata/service_document.h"
#include "odata/value_json.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

constexpr const char* household = R"(
    survey
    | type                    | name      | label |
    | start                   | start     |       |
    | begin_group             | house     | House |
    | integer                 | rooms     | Rooms |
    | geopoint                | place     | Place |
    | begin_repeat            | member    | Member |
    | text                    | name      | Name |
    | decimal                 | height    | Height |
    | begin_repeat            | trip      | Trip |
    | date                    | day       | Day |
    | end_repeat              |           | |
    | end_repeat              |           | |
    | end_group               |           | |
    | select_multiple n       | 2-needs   | Needs |
    choices
    | list_name | name | label |
    | n         | food | Food |
    | n         | work | Work |
    settings
    | form_id | version |
    | h       | 1       |
)";

constexpr const char* answers =
    "<data id=\"h\" version=\"1\"><start>2024-05-01T10:00:00.000+05:00</start><house>"
    "<rooms>3</rooms><place>43.25 76.5 700 5</place>"
    "<member><name>A \"a\"</name><height>1.5</height>"
    "<trip><day>2024-01-01</day></trip><trip><day>2024-01-02</day></trip></member>"
    "<member><name>B</name><height/><old>x</old><trip><day>2024-01-03</day></trip></member>"
    "<member/></house><needs>food work</needs>"
    "<orx:meta xmlns:orx=\"http://openrosa.org/xforms\"><orx:instanceID>uuid:1</orx:instanceID>"
    "</orx:meta></data>";

Questionnaire questionnaire() {
    std::string text = household;
    text.replace(text.find("2-needs"), 7, "needs  ");
    return compile(workbook_from_text(text), "h.xlsx").questionnaire;
}

class OdataTest : public testing::Test {
protected:
    OdataTest() : form(questionnaire()) {}

    Json rows(const std::string& table, const std::string& select = "") {
        RowShape shape = whole_shape(form, form.find_table(table));
        EXPECT_EQ(select_columns(form, select, shape), "");
        return rows(shape);
    }

    Json rows(const RowShape& shape, std::int64_t first = 0, std::int64_t count = 100) {
        const InstanceTree tree(form, answers);
        std::string out = "[";
        RowWriter(form, shape).write(out, "uuid:1", &tree, system, first, count);
        return Json::parse(out + "]");
    }

    FormTables form;
    SystemColumns system{.submission_date = "2024-05-02T00:00:00.000Z", .form_version = "1"};
};

TEST_F(OdataTest, ARepeatIsATableOfItsOwn) {
    ASSERT_EQ(form.tables.size(), 3U);
    EXPECT_EQ(form.tables[1].name, "Submissions.house.member");
    EXPECT_EQ(form.tables[2].place, "house/member/trip");
    EXPECT_EQ(form.find_table("house.member.trip"), 2);
    EXPECT_EQ(form.find_table("house"), -1);
    EXPECT_EQ(parent_id_column(form, 1), "__Submissions-id");
    EXPECT_EQ(parent_id_column(form, 2), "__Submissions-house-member-id");
}

TEST_F(OdataTest, NamesAreMadeFitForOdata) {
    EXPECT_EQ(odata_identifier("2-needs"), "_2_needs");
    EXPECT_EQ(odata_identifier("a.-b"), "a_b");
    EXPECT_EQ(odata_identifier("имя"), "__");
    EXPECT_EQ(odata_identifier("_ok9"), "_ok9");
}

TEST_F(OdataTest, AnInterviewIsARowWithItsGroupsInside) {
    const Json row = rows("Submissions")[0];
    EXPECT_EQ(row["__id"], "uuid:1");
    EXPECT_EQ(row["__system"]["submissionDate"], "2024-05-02T00:00:00.000Z");
    EXPECT_TRUE(row["__system"]["reviewState"].is_null());
    EXPECT_EQ(row["house"]["rooms"], 3);
    EXPECT_EQ(row["house"]["place"], Json::parse(R"({"type":"Point","coordinates":[76.5,43.25,700],
                              "properties":{"accuracy":5}})"));
    EXPECT_EQ(row["house"]["member@odata.navigationLink"], "Submissions('uuid%3A1')/house/member");
    EXPECT_FALSE(row["house"].contains("member"));
    EXPECT_EQ(row["needs"], "food work");
    EXPECT_EQ(row["meta"]["instanceID"], "uuid:1");
}

TEST_F(OdataTest, RowsOfARepeatNameTheRowTheyStandIn) {
    const Json members = rows("house.member");
    ASSERT_EQ(members.size(), 3U);
    EXPECT_EQ(members[0]["name"], "A \"a\"");
    EXPECT_EQ(members[0]["height"], 1.5);
    EXPECT_TRUE(members[1]["height"].is_null());
    EXPECT_TRUE(members[2]["name"].is_null());
    EXPECT_EQ(members[0]["__Submissions-id"], "uuid:1");
    // printf 'Submissions#uuid:1%%%%house#%%%%member#0' | sha1sum
    EXPECT_EQ(members[0]["__id"], "16e98b06af83cca20169c69b702426ccd1b305e3");
    const Json trips = rows("house.member.trip");
    ASSERT_EQ(trips.size(), 3U);
    EXPECT_EQ(trips[1]["day"], "2024-01-02");
    EXPECT_EQ(trips[1]["__Submissions-house-member-id"], members[0]["__id"]);
    EXPECT_EQ(trips[2]["__Submissions-house-member-id"], members[1]["__id"]);
}

TEST_F(OdataTest, APartOfTheRowsIsCutOutAcrossTheirParents) {
    const RowShape shape = whole_shape(form, 2);
    const Json part = rows(shape, 1, 2);
    ASSERT_EQ(part.size(), 2U);
    EXPECT_EQ(part[0]["day"], "2024-01-02");
    EXPECT_EQ(part[1]["day"], "2024-01-03");
    EXPECT_EQ(rows(shape, 3, 5).size(), 0U);
}

TEST_F(OdataTest, OnlyTheRowsOfOneParentAreShownWhereAsked) {
    RowShape shape = whole_shape(form, 2);
    shape.only_parent = rows("house.member")[1]["__id"];
    ASSERT_EQ(rows(shape).size(), 1U);
    EXPECT_EQ(rows(shape)[0]["day"], "2024-01-03");
    shape.only_parent.clear();
    shape.only_id = rows("house.member.trip")[0]["__id"];
    EXPECT_EQ(rows(shape).size(), 1U);
}

TEST_F(OdataTest, ExpandedRepeatsStandInTheirRows) {
    RowShape shape = whole_shape(form, 0);
    shape.expand = true;
    const Json row = rows(shape)[0];
    EXPECT_EQ(row["house"]["member"].size(), 3U);
    EXPECT_EQ(row["house"]["member"][0]["trip"][1]["day"], "2024-01-02");
    EXPECT_EQ(row["house"]["member"][0]["__id"], rows("house.member")[0]["__id"]);
}

TEST_F(OdataTest, SelectLeavesTheRestOut) {
    EXPECT_EQ(rows("Submissions", "house/rooms, __id")[0],
              Json::parse(R"({"__id":"uuid:1","house":{"rooms":3}})"));
    EXPECT_EQ(rows("Submissions", "__system/edits")[0], Json::parse(R"({"__system":{"edits":0}})"));
    EXPECT_EQ(rows("house.member", "name")[1], Json::parse(R"({"name":"B"})"));
    RowShape shape = whole_shape(form, 0);
    EXPECT_EQ(select_columns(form, "rooms", shape), "rooms");
    EXPECT_EQ(select_columns(form, "house/member/name", shape), "house/member/name");
}

TEST_F(OdataTest, WithheldAnswersAreNull) {
    RowShape shape = whole_shape(form, 1);
    for (std::size_t f = 0; f < form.fields.size(); ++f)
        shape.withheld[f] = form.fields[f].name == "name";
    for (const Json& row : rows(shape))
        EXPECT_TRUE(row["name"].is_null());
}

TEST_F(OdataTest, CorrectionsAreReplayedOverWhatStandsThere) {
    InstanceTree tree(form, answers);
    tree.correct({"house/member[2]/name", "B", "Bela"});
    tree.correct({"house/member[2]/name", "B", "never"});
    tree.correct({"house/member[9]/name", "", "nobody"});
    tree.correct({"house/rooms", "3", "4"});
    tree.correct({"nothing/here", "", "x"});
    std::string out;
    const RowShape shape = whole_shape(form, 1);
    RowWriter(form, shape).write(out, "uuid:1", &tree, system, 1, 1);
    EXPECT_EQ(Json::parse(out)["name"], "Bela");
    EXPECT_EQ(tree.root().values[1], "4");
}

TEST_F(OdataTest, RowsOfEachRepeatAreCounted) {
    using Counts = std::vector<std::pair<std::string, int>>;
    EXPECT_EQ(repeat_rows(form, answers), (Counts{{"house/member", 3}, {"house/member/trip", 3}}));
    EXPECT_EQ(repeat_rows(form, "<data><house/></data>"), Counts());
    EXPECT_EQ(repeat_rows(form, "<data><house><memb"), Counts());
}

TEST_F(OdataTest, ValuesThatCannotBeOfTheirTypeAreNull) {
    const auto printed = [](const std::string& type, std::string_view value, bool wkt = false) {
        FormField field;
        field.type = type;
        std::string out;
        append_value(out, field, value, wkt);
        return out;
    };
    EXPECT_EQ(printed("int", "7"), "7");
    EXPECT_EQ(printed("int", "-7"), "-7");
    EXPECT_EQ(printed("int", "seven"), "null");
    EXPECT_EQ(printed("decimal", "1e400"), "null");
    EXPECT_EQ(printed("decimal", "0.1"), "0.1");
    EXPECT_EQ(printed("string", "a\x01\n\xFF"), "\"a\\u0001\\n\xEF\xBF\xBD\"");
    EXPECT_EQ(printed("geopoint", "north"), "null");
    EXPECT_EQ(printed("geopoint", "1.5 2.5 0 0", true), "\"POINT (2.5 1.5 0)\"");
    EXPECT_EQ(printed("geotrace", "1 2 0 0; 3 4 0 0;", true), "\"LINESTRING (2 1 0,4 3 0)\"");
    EXPECT_EQ(printed("geoshape", "1 2;3 4;5 6;1 2"),
              R"({"type":"Polygon","coordinates":[[[2,1],[4,3],[6,5],[2,1]]]})");
}

TEST_F(OdataTest, FilesHaveCentralsColumns) {
    CsvShape shape;
    shape.withheld.assign(form.fields.size(), false);
    shape.split_select_multiples = true;
    shape.choices.resize(form.fields.size());
    for (std::size_t f = 0; f < form.fields.size(); ++f)
        if (form.fields[f].select_multiple) shape.choices[f] = {"food", "rest"};
    EXPECT_EQ(csv_heading(form, shape),
              "SubmissionDate,start,house-rooms,house-place-Latitude,house-place-Longitude,"
              "house-place-Altitude,house-place-Accuracy,needs,needs/food,needs/rest,"
              "meta-instanceID,KEY,SubmitterID,SubmitterName,AttachmentsPresent,"
              "AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion\n");
    const InstanceTree tree(form, answers);
    std::string out;
    append_csv(out, form, shape, "uuid:1", &tree, system);
    EXPECT_EQ(out,
              "2024-05-02T00:00:00.000Z,2024-05-01T10:00:00.000+05:00,3,43.25,76.5,700,5,"
              "food work,1,0,uuid:1,uuid:1,,,0,0,,,,0,1\n");
    shape.table = 2;
    EXPECT_EQ(csv_heading(form, shape), "day,PARENT_KEY,KEY\n");
    out.clear();
    append_csv(out, form, shape, "uuid:1", &tree, system);
    EXPECT_EQ(out,
              "2024-01-01,uuid:1/house/member[1],uuid:1/house/member[1]/trip[1]\n"
              "2024-01-02,uuid:1/house/member[1],uuid:1/house/member[1]/trip[2]\n"
              "2024-01-03,uuid:1/house/member[2],uuid:1/house/member[2]/trip[1]\n");
}

TEST_F(OdataTest, TheServiceNamesItsTables) {
    const Json document =
        Json::parse(service_document(form, "https://a/v1/projects/1/forms/h.svc"));
    EXPECT_EQ(document["@odata.context"], "https://a/v1/projects/1/forms/h.svc/$metadata");
    EXPECT_EQ(document["value"][2]["url"], "Submissions.house.member.trip");
    const std::string metadata = metadata_document(form, "h");
    EXPECT_NE(
        metadata.find("<NavigationProperty Name=\"member\" "
                      "Type=\"Collection(org.opendatakit.user.h.Submissions.house.member)\"/>"),
        std::string::npos);
    EXPECT_NE(metadata.find("<Property Name=\"place\" Type=\"Edm.GeographyPoint\"/>"),
              std::string::npos);
}

// --- filters ---

constexpr std::int64_t noon = 1'714'564'800'000;  // 2024-05-01T12:00:00Z

// "yes", "no", or the status of the refusal.
std::string filtered(const std::string& text, const FilterFacts& facts) {
    const Filter::Parsed parsed = Filter::parse(text, noon + 1);
    if (parsed.refused) return std::to_string(parsed.refused->status);
    return parsed.filter.accepts(facts) ? "yes" : "no";
}

TEST(Filter, AsksWhatIsKnownOfAnInterview) {
    const FilterFacts facts{.submission_date = noon,
                            .updated_at = {},
                            .submitter_id = "12",
                            .review_state = "approved"};
    const std::vector<std::pair<std::string, std::string>> cases{
        {"__system/submissionDate eq 2024-05-01T12:00:00Z", "yes"},
        {"__system/submissionDate eq 2024-05-01T17:00:00+05:00", "yes"},
        {"__system/submissionDate lt 2024-05-01", "no"},
        {"$root/Submissions/__system/submissionDate ge 2024-05-01", "yes"},
        {"__system/submissionDate lt now()", "yes"},
        {"year(__system/submissionDate) eq 2024 and month(__system/submissionDate) eq 5", "yes"},
        {"hour(__system/submissionDate) gt 12", "no"},
        {"__system/updatedAt eq null", "yes"},
        {"__system/updatedAt gt 2000-01-01", "no"},
        {"not (__system/updatedAt gt 2000-01-01)", "yes"},
        {"__system/updatedAt ne 2000-01-01", "yes"},
        {"__system/submitterId eq 12", "yes"},
        {"__system/submitterId eq '12'", "yes"},
        {"__system/submitterId eq 12.5", "no"},
        {"__system/submitterId eq 1e99", "no"},
        {"__system/reviewState eq 'approved' or __system/submitterId eq 5", "yes"},
        {"__system/reviewState ne 'approved'", "no"},
        // and binds more tightly than or
        {"__system/submitterId eq 12 or __system/submitterId eq 5 and __system/submitterId eq 6",
         "yes"},
        {"(__system/submitterId eq 12 or __system/submitterId eq 5) and __system/submitterId eq 6",
         "no"},
        {"not __system/reviewState eq 'rejected' and true eq true", "yes"},
        {"age gt 5", "501"},
        {"__system/deviceId eq 'x'", "501"},
        {"contains(__system/reviewState, 'a')", "501"},
        {"__system/reviewState eq 'approved", "400"},
        {"__system/reviewState", "400"},
        {"__system/reviewState eq", "400"},
        {"__system/reviewState gt 5", "400"},
        {"year(__system/reviewState) eq 5", "400"},
        {"(__system/submitterId eq 5", "400"},
        {"__system/submitterId eq 5 x", "400"},
        {"__system/submitterId eq 5 and 7", "400"},
        {std::string(100'000, '('), "400"},
        {"", "400"}};
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(filtered(text, facts), expected) << text.substr(0, 100);
}

}  // namespace
}  // namespace mtm
