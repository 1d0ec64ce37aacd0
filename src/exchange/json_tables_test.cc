#include "exchange/json_tables.h"

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "exchange/import_tables.h"
#include "interview/correction.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

Questionnaire members_form() {
    return compile(workbook_from_text(R"(
        survey
        | type                  | name    | label    |
        | begin group           | intro   | Opening  |
        | select_one sex        | sex     | Sex      |
        | integer               | age     | Age      |
        | geopoint              | spot    | Position |
        | end group             |         |          |
        | select_multiple langs | langs   | Langs    |
        | begin group           | home    | Home     |
        | begin repeat          | member  | Member   |
        | text                  | name    | Name     |
        | begin group           | detail  | Detail   |
        | integer               | years   | Age      |
        | end group             |         |          |
        | begin repeat          | job     | Job      |
        | text                  | title   | Title    |
        | end repeat            |         |          |
        | end repeat            |         |          |
        | end group             |         |          |
        choices
        | list_name | name | label  |
        | sex       | 1    | Woman  |
        | sex       | 2    | Man    |
        | langs     | kk   | Kazakh |
        | langs     | ru   | Rus    |
    )"),
                   "form.xlsx")
        .questionnaire;
}

std::string taken(const std::vector<std::string>& files) {
    const Questionnaire form = members_form();
    Workbook tables;
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto read = read_json_tables(files[i], "page" + std::to_string(i) + ".json");
        if (!read) return read.error().message;
        for (Sheet& sheet : read->sheets)
            tables.sheets.push_back(std::move(sheet));
    }
    const ImportedTables read = import_tables(form, tables, "data");
    std::string out;
    for (const Diagnostic& finding : read.diagnostics)
        out += print(finding) + "\n";
    for (const ImportedInterview& each : read.interviews) {
        out += "# " + each.interview.instance_id + " " + each.interview.version + " " +
               each.submitted + "\n";
        for (const Answer& answer : each.interview.answers)
            out += path_of_answer(form, answer) + "=" + answer.value + "\n";
    }
    return out;
}

const std::string answers =
    "intro/sex=1\nintro/age=35\nintro/spot=43.2 76.9 0 5\nlangs=kk ru\n"
    "home/member[1]/name=Aza\nhome/member[2]/name=Bek\n"
    "home/member[1]/detail/years=5\nhome/member[2]/detail/years=6\n"
    "home/member[1]/job[1]/title=Cook\nhome/member[1]/job[2]/title=Guard\n"
    "home/member[2]/job[1]/title=Driver\n";

constexpr const char* kobo_interview = R"({
    "_id": 17, "formhub/uuid": "f", "__version__": "v3", "_uuid": "edited",
    "meta/instanceID": "uuid:edited", "meta/rootUuid": "first",
    "intro/sex": "1", "intro/age": "35", "intro/spot": "43.2 76.9 0 5", "langs": "kk ru",
    "home/member": [
        {"home/member/name": "Aza", "home/member/detail/years": "5",
         "home/member/job": [{"home/member/job/title": "Cook"}, {"home/member/job/title": "Guard"}]},
        {"home/member/name": "Bek", "home/member/detail/years": "6",
         "home/member/job": [{"home/member/job/title": "Driver"}]}],
    "_xform_id_string": "a", "_attachments": [{"download_url": "x", "filename": "p.jpg"}],
    "_status": "submitted_via_web", "_geolocation": [43.2, 76.9],
    "_submission_time": "2024-05-31T10:00:00", "_tags": [], "_notes": [],
    "_validation_status": {"uid": "validation_status_approved"}, "_submitted_by": null})";

TEST(JsonTables, ReadPagesOfKoboToolbox) {
    const std::string expected = "# uuid:first v3 2024-05-31T10:00:00\n" + answers;
    const std::string page = R"({"count": 1, "next": null, "previous": null, "results": [)" +
                             std::string(kobo_interview) + "]}";
    EXPECT_EQ(taken({page}), expected);
    EXPECT_EQ(taken({"[" + std::string(kobo_interview) + "]"}), expected);
    // Pages do not mix their repeats up.
    std::string second = page;
    second.replace(second.find("\"first\""), 7, "\"other\"");
    EXPECT_EQ(taken({page, second}), expected + "# uuid:other v3 2024-05-31T10:00:00\n" + answers);
}

TEST(JsonTables, ReadTablesOfODataWholeOrSingly) {
    const std::string expected = "# uuid:a 7 2024-05-31T10:00:00.000Z\n" + answers;
    const std::string own = R"("__id": "uuid:a",
        "__system": {"submissionDate": "2024-05-31T10:00:00.000Z", "formVersion": "7",
                     "submitterName": "Aigul", "reviewState": null},
        "meta": {"instanceID": "uuid:edited", "instanceName": "x"},
        "intro": {"sex": "1", "age": 35, "spot": {"type": "Point",
                  "coordinates": [76.9, 43.2], "properties": {"accuracy": 5}}},
        "langs": "kk ru")";
    EXPECT_EQ(
        taken({R"({"@odata.context": "https://x/v1/projects/1/forms/a.svc/$metadata#Submissions",
        "value": [{)" +
               own + R"(, "home": {"member@odata.navigationLink": "x", "member": [
            {"__id": "m1", "__Submissions-id": "uuid:a", "name": "Aza", "detail": {"years": 5},
             "job": [{"__id": "j1", "title": "Cook"}, {"__id": "j2", "title": "Guard"}]},
            {"__id": "m2", "__Submissions-id": "uuid:a", "name": "Bek", "detail": {"years": 6},
             "job": [{"__id": "j3", "title": "Driver"}]}]}}]})"}),
        expected);
    const std::string context = R"({"@odata.context": "https://x/a.svc/$metadata#Submissions)";
    EXPECT_EQ(taken({context + R"(", "value": [{)" + own + "}]}",
                     context + R"(.home.member", "value": [
            {"__id": "m1", "__Submissions-id": "uuid:a", "name": "Aza", "detail": {"years": 5}},
            {"__id": "m2", "__Submissions-id": "uuid:a", "name": "Bek", "detail": {"years": 6}}]})",
                     context + R"(.home.member.job", "value": [
            {"__id": "j1", "__Submissions-home-member-id": "m1", "title": "Cook"},
            {"__id": "j2", "__Submissions-home-member-id": "m1", "title": "Guard"},
            {"__id": "j3", "__Submissions-home-member-id": "m2", "title": "Driver"}]})"}),
              expected);
}

TEST(JsonTables, ReadAnObjectALineWithNamesOrPaths) {
    const std::string lines =
        R"({"instanceID": "uuid:a", "sex": "Woman", "age": 35, "intro/spot": "43.2 76.9 0 5", "langs": ["kk", "ru"], "member": [{"name": "Aza", "years": 5, "job": [{"title": "Cook"}, {"title": "Guard"}]}, {"name": "Bek", "years": 6, "job": [{"title": "Driver"}]}]})"
        "\n\n"
        R"({"instanceID": "uuid:b", "sex": "2", "age": null, "langs": []})"
        "\n";
    EXPECT_EQ(taken({lines}), "# uuid:a  \n" + answers + "# uuid:b  \nintro/sex=2\n");
    EXPECT_TRUE(may_be_json(lines));
    EXPECT_TRUE(may_be_json("\xEF\xBB\xBF [ {\"a\": 1}]"));
    EXPECT_FALSE(may_be_json("[a],b\n1,2\n"));
    EXPECT_FALSE(may_be_json("sex,age\n"));
}

TEST(JsonTables, SayWhatIsDamaged) {
    const std::string whole = "[" + std::string(kobo_interview) + "]";
    for (std::size_t length = 1; length < whole.size(); ++length) {
        EXPECT_EQ(
            taken({whole.substr(0, length)}).find("page0.json: this is no JSON, or it is cut off"),
            0U)
            << length;
    }
    EXPECT_EQ(taken({"[{\"sex\": \"1\"}, 7]"}), "page0.json: item 2 is no object, so no interview");
    EXPECT_EQ(
        taken({"{\"sex\": \"1\"}\n{\"sex\": \"2\"\n"}).find("page0.json: line 2: this is no JSON"),
        0U);
    EXPECT_EQ(
        taken({"[{\"member\": [{\"name\": \"x\"}, 3]}]"}).find("page0.json: the list “member”"),
        0U);
    std::string deep = "{\"a\":";
    for (int i = 0; i < 200'000; ++i)
        deep += "[";
    EXPECT_NE(taken({deep}).find("page0.json: "), std::string::npos);
    EXPECT_EQ(taken({"[{\"sex\": \"\xCC\"}]"}),
              "page0.json: line 1: byte 11 (0xCC) is not UTF-8. Save the file as “CSV UTF-8”.");
}

TEST(JsonTables, RefuseWhatWouldFillTheMemory) {
    // Each interview with a key of its own: n² cells.
    std::string wide = "[";
    for (int i = 0; i < 20'000; ++i)
        wide += (i > 0 ? "," : "") + std::string("{\"k") + std::to_string(i) + "\":1}";
    EXPECT_EQ(taken({wide + "]"}),
              "page0.json: it holds more than 20 million values: split the file");
}

}  // namespace
}  // namespace mtm
