// The whole of OpenRosa as clients see it, short of who is asking: requests in, answers out.
#include "capture/openrosa.h"

#include <pugixml.hpp>

#include <gtest/gtest.h>

#include "capture/capture_for_test.h"
#include "capture/route.h"
#include "capture/service_for_test.h"

namespace mtm {

namespace {

constexpr std::string_view form_text = R"(
    survey
    | type             | name    | label   | required | relevant          | constraint |
    | start            | start   |         |          |                   |            |
    | end              | end     |         |          |                   |            |
    | select_one yn    | consent | Agree?  | yes      |                   |            |
    | integer          | age     | Age     | yes      | ${consent} = 'yes' | . < 120   |
    | image            | photo   | Photo   |          | ${consent} = 'yes' |           |
    choices
    | list_name | name | label |
    | yn        | yes  | Yes   |
    | yn        | no   | No    |
    settings
    | form_id | version | form_title |
    | people  | VERSION | People & places |
)";

std::unique_ptr<FormVersion> version_named(const std::string& version) {
    return version_from_text(replace_all(form_text, "VERSION", version));
}

constexpr Instant noon = 1'714'561'200'000;  // 2024-05-01T11:00:00Z

class OpenRosa : public testing::Test {
protected:
    OpenRosa() {
        who_.kind = Identity::Kind::device;
        who_.name = "tablet-1";
        add_study("north", {"1", "2"});
    }

    MemoryInterviewStore& add_study(const std::string& slug,
                                    const std::vector<std::string>& versions) {
        auto study = std::make_unique<ServedStudy>();
        study->slug = slug;
        study->study.file.timezone = "Asia/Almaty";
        for (const std::string& version : versions)
            study->versions.push_back(version_named(version));
        auto store = std::make_unique<MemoryInterviewStore>();
        MemoryInterviewStore& out = *store;
        EXPECT_TRUE(out.set_field_state(FieldState::open, "", 0));
        study->store = std::move(store);
        service_.studies.push_back(std::move(study));
        who_.roles[slug] = Role::enumerator;
        return out;
    }

    MemoryInterviewStore& store(std::size_t study = 0) {
        return dynamic_cast<MemoryInterviewStore&>(*service_.studies[study]->store);
    }

    void set_state(FieldState state, std::size_t study = 0) {
        ASSERT_TRUE(store(study).set_field_state(state, "", 0));
    }

    std::size_t aside(std::size_t study = 0) { return store(study).all_set_aside()->size(); }

    StoredInterview stored(const std::string& id) {
        const auto found = store().find(id);
        EXPECT_TRUE(found && *found) << id;
        return found && *found ? **found : StoredInterview{};
    }

    std::string xml_of(const std::string& id) { return store().history(id)->front().xml; }

    FormVersion& current(std::size_t study = 0) {
        return *service_.studies[study]->versions.back();
    }

    Response ask(const std::string& method, const std::string& path, Request request = {}) {
        request.method = method;
        request.path = path;
        request.base_url = "https://example.org";
        request.now = noon;
        request.secure = true;
        const auto parsed = openrosa_path(service_, request.path);
        if (!parsed) return {.status = 0, .headers = {}, .body = {}, .events = {}};
        return as_openrosa(service_, answer_openrosa(service_, request, *parsed, who_));
    }

    Response get(const std::string& path, Request request = {}) {
        return ask("GET", path, std::move(request));
    }

    Response post(const std::string& body, const std::string& path = "/submission") {
        Request request;
        request.headers = {{"content-type", "multipart/form-data; boundary=boundary"},
                           {"user-agent", "org.odk.collect.android/v2024.1"}};
        request.query = {{"deviceID", "collect:abc"}};
        request.body = body;
        return ask("POST", path, std::move(request));
    }

    Response submit(const std::string& xml, const std::string& path = "/submission") {
        return post(UploadForTest().add("xml_submission_file", "a.xml", xml).end(), path);
    }

    static std::string interview(const std::string& id,
                                 const std::string& inside = "<consent>no</consent>",
                                 const std::string& version = "2") {
        return "<?xml version='1.0' ?><data id=\"people\" version=\"" + version + "\">" + inside +
               "<meta><instanceID>" + id + "</instanceID></meta></data>";
    }

    std::vector<std::string> flags_of(const std::string& id) {
        std::vector<std::string> out;
        for (const Flag& flag : stored(id).flags)
            out.push_back(flag.question.empty() ? flag.code : flag.code + ":" + flag.question);
        return out;
    }

    Service service_;
    Identity who_;
};

using Words = std::vector<std::string>;

std::string header(const Response& response, const std::string& name) {
    for (const Header& h : response.headers) {
        if (h.name == name) return h.value;
    }
    return "(none)";
}

std::string message_of(const Response& response) {
    pugi::xml_document document;
    if (!document.load_string(response.body.c_str())) return "(no XML)";
    return document.child("OpenRosaResponse").child("message").text().as_string("(no message)");
}

// Each form of a list as "formID version hash downloadUrl manifestUrl".
std::vector<std::string> listed(const Response& response) {
    pugi::xml_document document;
    std::vector<std::string> out;
    if (!document.load_string(response.body.c_str())) return {"(no XML)"};
    for (const pugi::xml_node form : document.child("xforms").children("xform")) {
        std::string line;
        for (const pugi::xml_node part : form.children())
            line += (line.empty() ? "" : " ") + std::string(part.child_value());
        out.push_back(line);
    }
    return out;
}

TEST_F(OpenRosa, ListsTheCurrentFormOfEachStudy) {
    const Response response = get("/formList");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(listed(response),
              Words{"people People & places 2 md5:" + current().md5 +
                    " https://example.org/forms/people/2.xml"});
    EXPECT_NE(response.body.find("<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">"),
              std::string::npos);
}

TEST_F(OpenRosa, EveryAnswerHasTheHeadersThatClientsNeed) {
    const std::vector<Response> answers{get("/formList"),
                                        ask("HEAD", "/formList"),
                                        get("/forms/people/2.xml"),
                                        get("/forms/people/3.xml"),
                                        get("/forms/people/2/manifest"),
                                        ask("HEAD", "/submission"),
                                        ask("DELETE", "/submission"),
                                        submit(interview("uuid:1")),
                                        submit("<data")};
    for (const Response& answer : answers) {
        EXPECT_EQ(header(answer, "X-OpenRosa-Version"), "1.0") << answer.status;
        EXPECT_EQ(header(answer, "X-OpenRosa-Accept-Content-Length"), "99000000");
        if (answer.status == 204) continue;
        EXPECT_TRUE(header(answer, "Content-Type").starts_with("text/xml")) << answer.status;
        if (answer.status < 400) continue;
        EXPECT_NE(message_of(answer), "(no message)");
    }
}

TEST_F(OpenRosa, ServesTheVeryBytesThatTheHashIsOf) {
    const Response response = get("/forms/people/2.xml");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ("md5:" + md5_for_test(response.body), "md5:" + current().md5);
    EXPECT_EQ(get("/forms/people/1.xml").status, 200);  // of versions before, too
    EXPECT_NE(get("/forms/people/1.xml").body, response.body);
    EXPECT_EQ(get("/forms/people/12.xml").status, 404);
}

TEST_F(OpenRosa, GivesTheFilesOfAFormByItsManifest) {
    EXPECT_EQ(header(get("/forms/people/2/manifest"), "Content-Type"), "text/xml; charset=utf-8");
    current().files.push_back(file_for_test("Города 1.csv", "name,label\n"));
    EXPECT_TRUE(listed(get("/formList"))[0].ends_with("/forms/people/2/manifest"));
    pugi::xml_document manifest;
    ASSERT_TRUE(manifest.load_string(get("/forms/people/2/manifest").body.c_str()));
    const pugi::xml_node file = manifest.child("manifest").child("mediaFile");
    EXPECT_STREQ(file.child_value("filename"), "Города 1.csv");
    EXPECT_EQ(file.child_value("hash"), "md5:" + md5_for_test("name,label\n"));
    EXPECT_STREQ(file.child_value("downloadUrl"),
                 "https://example.org/forms/people/2/media/"
                 "%D0%93%D0%BE%D1%80%D0%BE%D0%B4%D0%B0%201.csv");
    EXPECT_EQ(get("/forms/people/2/media/Города 1.csv").body, "name,label\n");
    EXPECT_EQ(get("/forms/people/2/media/other.csv").status, 404);
    EXPECT_EQ(get("/forms/people/2/other").status, 404);
}

TEST_F(OpenRosa, SendsNothingAgainThatAClientHas) {
    current().files.push_back(file_for_test("a.csv", "x"));
    for (const char* path : {"/formList",
                             "/forms/people/2.xml",
                             "/forms/people/2/manifest",
                             "/forms/people/2/media/a.csv"}) {
        const std::string tag = header(get(path), "ETag");
        Request request;
        request.headers = {{"If-None-Match", "\"other\", " + tag}};
        const Response again = get(path, request);
        EXPECT_EQ(again.status, 304) << path;
        EXPECT_EQ(again.body, "");
        EXPECT_EQ(header(again, "ETag"), tag);
        EXPECT_EQ(header(again, "X-OpenRosa-Version"), "1.0");
    }
}

TEST_F(OpenRosa, RepeatsThePrefixInEveryAddress) {
    EXPECT_TRUE(listed(get("/key/secret/formList"))[0].ends_with(
        " https://example.org/key/secret/forms/people/2.xml"));
    EXPECT_EQ(get("/key/secret/forms/people/2.xml").status, 200);
    EXPECT_TRUE(listed(get("/north/formList"))[0].ends_with(
        " https://example.org/north/forms/people/2.xml"));
    EXPECT_EQ(submit(interview("uuid:1"), "/north/submission").status, 201);
    EXPECT_EQ(submit(interview("uuid:2"), "/key/secret/submission/").status, 201);
    EXPECT_EQ(get("/formList/").status, 200);
    for (const char* other : {"/",
                              "/key/",
                              "/key/secret",
                              "/north",
                              "/south/formList",
                              "/f/a",
                              "/formlist",
                              "/formList/x",
                              "//formList"})
        EXPECT_EQ(get(other).status, 0) << other;  // not OpenRosa's
}

TEST_F(OpenRosa, TakesVersionsAndFormsWithAnythingInTheirNames) {
    current().version = "2024/05 ä?&.xml";
    const std::string line = listed(get("/formList"))[0];
    EXPECT_TRUE(line.ends_with("/forms/people/2024%2F05%20%C3%A4%3F%26.xml.xml")) << line;
    EXPECT_EQ(get("/forms/people/2024/05 ä?&.xml.xml").body, current().xml);
    current().version = "";
    EXPECT_TRUE(listed(get("/formList"))[0].ends_with("/forms/people.xml"));
    EXPECT_EQ(get("/forms/people.xml").body, current().xml);
}

TEST_F(OpenRosa, FiltersTheListByFormAndMindsNoUnknownParameter) {
    add_study("south", {"7"});
    current(1).form_id = "households";
    Request request;
    request.query = {{"deviceID", "x"}, {"formID", "households"}, {"anything", ""}};
    EXPECT_EQ(listed(get("/formList", request)).size(), 1U);
    EXPECT_EQ(listed(get("/formList")).size(), 2U);
    request.query[1].second = "neither";
    EXPECT_EQ(listed(get("/formList", request)).size(), 0U);
}

TEST_F(OpenRosa, OffersFormsInTheFieldOnly) {
    const std::map<FieldState, std::size_t> offered{{FieldState::draft, 0},
                                                    {FieldState::pilot, 1},
                                                    {FieldState::open, 1},
                                                    {FieldState::closing, 0},
                                                    {FieldState::closed, 0}};
    for (const auto& [state, forms] : offered) {
        set_state(state);
        EXPECT_EQ(listed(get("/formList")).size(), forms) << static_cast<int>(state);
    }
}

TEST_F(OpenRosa, OffersOneFormOnceThoughSeveralStudiesAskWithIt) {
    add_study("south", {"3"});
    EXPECT_EQ(listed(get("/formList")).size(), 1U);
    EXPECT_EQ(listed(get("/north/formList"))[0].substr(0, 24), "people People & places 2");
    set_state(FieldState::closed, 1);
    EXPECT_EQ(listed(get("/formList"))[0].substr(0, 24), "people People & places 2");
}

TEST_F(OpenRosa, ShowsNobodyAnothersStudy) {
    add_study("south", {"7"});
    who_.roles.erase("south");
    EXPECT_EQ(listed(get("/formList")).size(), 1U);
    EXPECT_EQ(get("/south/formList").status, 403);
    EXPECT_EQ(submit(interview("uuid:1"), "/south/submission").status, 403);
    current(1).form_id = "households";
    const Response response =
        submit("<h id=\"households\"><meta><instanceID>uuid:1</instanceID></meta></h>");
    EXPECT_EQ(response.status, 403);
    EXPECT_NE(message_of(response).find("“households”"), std::string::npos);
}

TEST_F(OpenRosa, HeadOfSubmissionIs204) {
    const Response response = ask("HEAD", "/submission");
    EXPECT_EQ(response.status, 204);
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(ask("GET", "/submission").status, 405);
    EXPECT_EQ(header(ask("GET", "/submission"), "Allow"), "HEAD, POST");
    EXPECT_EQ(ask("POST", "/formList").status, 405);
}

TEST_F(OpenRosa, NotesWhatADeviceDownloaded) {
    Request request;
    request.query = {{"deviceID", "collect:abc"}};
    request.headers = {{"User-Agent", "collect"}};
    (void)get("/formList", request);
    (void)get("/forms/people/1.xml", request);
    const auto devices = store().devices();
    ASSERT_EQ(devices->size(), 1U);
    EXPECT_EQ(devices->front().last_form_version, "1");
    EXPECT_EQ(devices->front().device_id, "collect:abc");
    EXPECT_EQ(devices->front().sender, "tablet-1");
    EXPECT_EQ(devices->front().last, noon);
    (void)get("/formList", request);
    EXPECT_EQ(store().devices()->front().last_form_version, "1");
}

TEST_F(OpenRosa, StoresAnInterviewAsItCame) {
    const std::string xml = interview("uuid:1", "<consent>yes</consent><age>30</age>");
    const Response response = submit(xml);
    EXPECT_EQ(response.status, 201);
    EXPECT_NE(message_of(response), "(no message)");
    EXPECT_NE(
        response.body.find("instanceID=\"uuid:1\" submissionDate=\"2024-05-01T11:00:00.000Z\""),
        std::string::npos);
    EXPECT_EQ(xml_of("uuid:1"), xml);
    const StoredInterview kept = stored("uuid:1");
    EXPECT_EQ(kept.version, "2");
    EXPECT_EQ(kept.device_id, "collect:abc");
    EXPECT_EQ(kept.sender, "tablet-1");
    EXPECT_EQ(kept.user_agent, "org.odk.collect.android/v2024.1");
    EXPECT_EQ(kept.received, noon);
    EXPECT_FALSE(kept.pilot);
    EXPECT_TRUE(kept.facts.counted);
    EXPECT_EQ(flags_of("uuid:1"), Words{});
}

TEST_F(OpenRosa, TakesBatchesInAnyOrderAndAsOftenAsTheyCome) {
    const std::string xml =
        interview("uuid:1", "<consent>yes</consent><age>30</age><photo>1.jpg</photo>");
    const auto batch = [&xml](const std::string& name, const std::string& bytes) {
        return UploadForTest()
            .add("xml_submission_file", "a.xml", xml)
            .add("*isIncomplete*", "", "yes")
            .add(name, name, bytes)
            .end();
    };
    EXPECT_EQ(post(batch("1.jpg", "one")).status, 201);
    EXPECT_EQ(post(batch("extra.txt", "two")).status, 201);  // not named in the XML: kept
    EXPECT_EQ(post(batch("1.jpg", "one")).status, 202);
    EXPECT_EQ(submit(xml).status, 202);
    EXPECT_EQ(*store().count({}), 1);
    EXPECT_EQ(*store().file("uuid:1", "1.jpg"), "one");
    EXPECT_EQ(*store().file("uuid:1", "extra.txt"), "two");
    EXPECT_EQ(stored("uuid:1").files_expected, 1);
    EXPECT_EQ(stored("uuid:1").files_present, 1);
}

TEST_F(OpenRosa, JudgesByTheVersionThatWasFilled) {
    EXPECT_EQ(submit(interview("uuid:1", "<consent>no</consent>", "1")).status, 201);
    EXPECT_EQ(flags_of("uuid:1"), Words{});
    EXPECT_EQ(submit(interview("uuid:2", "<consent>no</consent>", "99")).status, 201);
    EXPECT_EQ(flags_of("uuid:2"), Words{"unknown-version"});
}

TEST_F(OpenRosa, FlagsWhatTheFormWouldNotHaveAllowed) {
    EXPECT_EQ(submit(interview("uuid:1", "<consent>yes</consent><age>130</age>")).status, 201);
    EXPECT_EQ(flags_of("uuid:1"), Words{"constraint:age"});
    EXPECT_EQ(submit(interview("uuid:2", "<consent>no</consent><age>30</age>")).status, 201);
    EXPECT_EQ(flags_of("uuid:2"), Words{"not-asked:age"});
    EXPECT_EQ(submit(interview("uuid:3", "<consent>yes</consent>")).status, 201);
    EXPECT_EQ(flags_of("uuid:3"), Words{"required:age"});
    EXPECT_EQ(submit(interview("uuid:4", "<consent>maybe</consent><shoe>44</shoe>")).status, 201);
    EXPECT_EQ(flags_of("uuid:4"), (Words{"unknown-element", "not-a-choice:consent"}));
    EXPECT_EQ(submit(interview("uuid:5",
                               "<start>2024-05-01T17:00:00.000+05:00</start>"
                               "<end>2024-05-01T16:30:00.000+05:00</end><consent>no</consent>"))
                  .status,
              201);
    EXPECT_EQ(flags_of("uuid:5"), (Words{"clock-ahead", "end-before-start"}));
    const auto all = store().list({}, 0, 100);
    for (const StoredInterview& interview : *all) {
        for (const Flag& flag : interview.flags) {
            for (const char* answer : {"130", "30", "maybe", "44"})
                EXPECT_EQ(flag.detail.find(answer), std::string::npos) << flag.detail;
        }
    }
}

TEST_F(OpenRosa, StoresWhatIsTooLargeToCheck) {
    std::unique_ptr<FormVersion> roster = version_from_text(R"(
        survey
        | type         | name  | label | calculation     |
        | begin_repeat | child | Child |                 |
        | integer      | age   | Age   |                 |
        | calculate    | all   |       | count(${child}) |
        | end_repeat   |       |       |                 |
        settings
        | form_id | version |
        | people  | 3       |
    )");
    service_.studies[0]->versions.push_back(std::move(roster));
    const auto children = [](int count) {
        std::string out;
        for (int i = 0; i < count; ++i)
            out += "<child><age>1</age><all>" + std::to_string(count) + "</all></child>";
        return out;
    };
    EXPECT_EQ(submit(interview("uuid:1", children(2'000), "3")).status, 201);
    EXPECT_EQ(flags_of("uuid:1"), Words{});
    EXPECT_EQ(submit(interview("uuid:2", children(2'001), "3")).status, 201);
    EXPECT_EQ(flags_of("uuid:2"), Words{"not-checked"});
    EXPECT_FALSE(stored("uuid:2").facts.counted);
}

TEST_F(OpenRosa, RefusesWhatIsNoInterviewAndKeepsItsBytes) {
    const std::string whole = interview("uuid:1");
    const std::vector<std::pair<std::string, std::string>> broken{
        {whole.substr(0, whole.size() - 20), "cut off"},
        {replace_all(whole, "<instanceID>uuid:1</instanceID>", ""), "instanceID"},
        {replace_all(whole, "<consent>no", "<consent>\x02"), "characters"},
        {"<!DOCTYPE data [<!ENTITY a 'b'>]>" + whole.substr(22), "DOCTYPE"}};
    for (const auto& [xml, why] : broken) {
        const Response response = submit(xml);
        EXPECT_EQ(response.status, 400);
        EXPECT_NE(message_of(response).find(why), std::string::npos) << message_of(response);
        ASSERT_GT(aside(), 0U);
        const SetAside last = store().all_set_aside()->back();
        EXPECT_NE(store().set_aside_bytes(last.number)->find(xml), std::string::npos);
        EXPECT_EQ(last.reason, message_of(response));
        EXPECT_EQ(last.sender, "tablet-1");
    }
    const Response unknown =
        submit("<h id=\"households\"><meta><instanceID>uuid:1</instanceID></meta></h>");
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(aside(), broken.size() + 1);
    EXPECT_EQ(*store().count({}), 0);
}

TEST_F(OpenRosa, KeepsOnceWhatADeviceSendsAgainAndAgain) {
    const std::string body = UploadForTest().add("xml_submission_file", "a.xml", "<data").end();
    for (const char* boundary : {"boundary", "77c0-first", "77c0-second"}) {
        Request request;
        request.headers = {
            {"Content-Type", "multipart/form-data; boundary=" + std::string(boundary)}};
        const std::string sent = replace_all(body, "--boundary", "--" + std::string(boundary));
        request.body = sent;
        EXPECT_EQ(ask("POST", "/submission", request).status, 400);
    }
    EXPECT_EQ(aside(), 1U);
}

TEST_F(OpenRosa, KeepsNothingAsideWhereTheStudyIsNotPlain) {
    add_study("south", {"7"});
    EXPECT_EQ(submit("<data").status, 400);
    EXPECT_EQ(aside(0), 0U);
    EXPECT_EQ(aside(1), 0U);
    EXPECT_EQ(submit("<data", "/south/submission").status, 400);
    EXPECT_EQ(aside(1), 1U);
}

TEST_F(OpenRosa, RefusesASecondInterviewUnderAUsedId) {
    EXPECT_EQ(submit(interview("uuid:1")).status, 201);
    const Response response = submit(interview("uuid:1", "<consent>yes</consent>"));
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(message_of(response), store().all_set_aside()->back().reason);
    EXPECT_EQ(xml_of("uuid:1"), interview("uuid:1"));
}

TEST_F(OpenRosa, RefusesUploadsThatCannotBeReadCheaply) {
    EXPECT_EQ(post("--boundary\r\n").status, 400);
    EXPECT_EQ(post(UploadForTest().add("other", "a.xml", "<a/>").end()).status, 400);
    UploadForTest many;
    for (int i = 0; i < 10'000; ++i)
        many.add("p", "p", "");
    EXPECT_EQ(post(many.end()).status, 413);
    Request request;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    EXPECT_EQ(ask("POST", "/submission", request).status, 415);
}

TEST_F(OpenRosa, TakesBareXmlToo) {
    const std::string xml = interview("uuid:1");
    Request request;
    request.headers = {{"Content-Type", "text/xml; charset=utf-8"}};
    request.body = xml;
    EXPECT_EQ(ask("POST", "/submission", request).status, 201);
    EXPECT_EQ(xml_of("uuid:1"), xml);
}

TEST_F(OpenRosa, AcceptsLateInterviewsAndSaysSo) {
    EXPECT_EQ(submit(interview("uuid:1")).status, 201);
    set_state(FieldState::closing);
    EXPECT_EQ(submit(interview("uuid:2")).status, 201);
    EXPECT_EQ(flags_of("uuid:2"), Words{});
    set_state(FieldState::closed);
    EXPECT_EQ(submit(interview("uuid:3")).status, 201);
    EXPECT_EQ(flags_of("uuid:3"), Words{"after-close"});
    EXPECT_EQ(submit(interview("uuid:1")).status, 202);
    set_state(FieldState::pilot);
    EXPECT_EQ(submit(interview("uuid:4")).status, 201);
    EXPECT_TRUE(stored("uuid:4").pilot);
    EXPECT_FALSE(stored("uuid:4").facts.counted);
}

TEST_F(OpenRosa, NeverCountsWhatWasFilledUnderAVersionOfThePilot) {
    service_.studies[0]->versions.front()->pilot = true;
    EXPECT_EQ(submit(interview("uuid:1", "<consent>yes</consent><age>30</age>", "1")).status, 201);
    EXPECT_TRUE(stored("uuid:1").pilot);
    EXPECT_FALSE(stored("uuid:1").facts.counted);
    EXPECT_EQ(submit(interview("uuid:2", "<consent>yes</consent><age>30</age>", "2")).status, 201);
    EXPECT_FALSE(stored("uuid:2").pilot);
    EXPECT_TRUE(stored("uuid:2").facts.counted);
}

TEST_F(OpenRosa, PassesEditsOn) {
    EXPECT_EQ(submit(interview("uuid:1")).status, 201);
    const std::string edit = replace_all(
        interview("uuid:2"), "<instanceID>", "<deprecatedID>uuid:1</deprecatedID><instanceID>");
    EXPECT_EQ(submit(edit).status, 201);
    EXPECT_EQ(stored("uuid:1").current_id, "uuid:2");
    EXPECT_EQ(submit(interview("uuid:1")).status, 202);  // sent again after its edit
    EXPECT_EQ(*store().count({}), 1);
}

TEST_F(OpenRosa, AnswersAWithdrawnInterviewAndStoresItNot) {
    EXPECT_EQ(submit(interview("uuid:1")).status, 201);
    ASSERT_TRUE(store().withdraw("uuid:1", "officer@example.org", noon));
    EXPECT_EQ(submit(interview("uuid:1")).status, 202);
    EXPECT_EQ(*store().count({}), 0);
}

TEST_F(OpenRosa, SaysNeverThatItIsStoredWhenItIsNot) {
    std::string logged;
    service_.log = [&logged](std::string_view what) { logged = what; };
    store().faults().add({.call = "receive"});
    store().faults().add({.call = "field_state", .nth = 2});
    const Response response = submit(interview("uuid:1"));
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(header(response, "Retry-After"), "60");
    EXPECT_NE(message_of(response).find("safe on your device"), std::string::npos);
    EXPECT_EQ(message_of(response).find("disk"), std::string::npos);
    EXPECT_EQ(logged, "receiving an interview: database or disk is full");
    EXPECT_EQ(get("/formList").status, 503);
}

TEST_F(OpenRosa, StoresEncryptedInterviewsUnread) {
    current().encrypted = true;
    const std::string sealed =
        "<data xmlns=\"http://www.opendatakit.org/xforms/encrypted\" encrypted=\"yes\" "
        "id=\"people\" version=\"2\"><base64EncryptedKey>AA==</base64EncryptedKey>"
        "<meta><instanceID>uuid:1</instanceID></meta>"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>";
    EXPECT_EQ(submit(sealed).status, 201);
    EXPECT_EQ(flags_of("uuid:1"), Words{});
    EXPECT_EQ(stored("uuid:1").files_expected, 1);
    EXPECT_EQ(stored("uuid:1").facts.day, "2024-05-01");
    EXPECT_EQ(submit(interview("uuid:2")).status, 201);
    EXPECT_EQ(flags_of("uuid:2"), Words{"not-encrypted"});
    current().encrypted = false;
    EXPECT_EQ(submit(replace_all(sealed, "uuid:1", "uuid:3")).status, 201);
    EXPECT_EQ(flags_of("uuid:3"), Words{"encrypted-unasked"});
}

TEST_F(OpenRosa, NeverTakesInventedInterviewsForRealOnes) {
    const std::string invented =
        replace_all(interview("uuid:1"),
                    "<data ",
                    "<data xmlns:mtm=\"urn:mtm:submission\" mtm:rehearsal=\"yes\" ");
    EXPECT_EQ(submit(invented).status, 409);
    service_.studies[0]->rehearsal = true;
    EXPECT_EQ(submit(invented).status, 201);
}

TEST_F(OpenRosa, SendsNothingReadableOverPlainHttp) {
    add_study("south", {"7"});
    current(1).form_id = "households";
    current(1).encrypted = true;
    Request request;
    request.path = "/formList";
    request.method = "GET";
    const auto answer = [&] {
        return answer_openrosa(service_, request, *openrosa_path(service_, request.path), who_);
    };
    EXPECT_EQ(listed(answer()).size(), 1U);
    EXPECT_TRUE(listed(answer())[0].starts_with("households"));
    request.path = "/north/formList";
    EXPECT_EQ(answer().status, 403);
    service_.plain_http_allowed = true;
    EXPECT_EQ(listed(answer()).size(), 1U);
}

TEST_F(OpenRosa, WordsRefusalsOfOthersForItsClients) {
    const Response json{.status = 401,
                        .headers = {{"Content-Type", "application/json"},
                                    {"WWW-Authenticate", "Digest realm=\"MTM\""}},
                        .body = R"({"message":"Say \"who\" you are.","code":"401.2"})",
                        .events = {}};
    const Response response = as_openrosa(service_, json);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(message_of(response), "Say \"who\" you are.");
    EXPECT_EQ(header(response, "WWW-Authenticate"), "Digest realm=\"MTM\"");
    EXPECT_EQ(header(response, "Content-Type"), "text/xml; charset=utf-8");
}

// --- with those who ask identified as on a real server ---

class OpenRosaAccess : public testing::Test {
protected:
    OpenRosaAccess() {
        server_.service.studies.front()->versions.push_back(version_named("2"));
        EXPECT_TRUE(server_.store().set_field_state(FieldState::open, "", 0));
        server_.add_device("tablet-1");
    }

    Response get(const std::string& target, std::vector<Header> headers = {}) {
        return *respond_openrosa(server_.service,
                                 server_.request({.target = target, .headers = headers}));
    }

    ServerForTest server_;
};

TEST_F(OpenRosaAccess, IsAskedForBeforeAnythingIsSaid) {
    const Response response = get("/formList?deviceID=a");
    EXPECT_EQ(response.status, 401);
    EXPECT_TRUE(header(response, "WWW-Authenticate").starts_with("Digest "));
    EXPECT_EQ(header(response, "X-OpenRosa-Version"), "1.0");
    EXPECT_EQ(header(response, "X-OpenRosa-Accept-Content-Length"), "99000000");
    EXPECT_NE(message_of(response), "(no message)");
    EXPECT_EQ(get("/r4/submission").status, 401);
    EXPECT_FALSE(
        respond_openrosa(server_.service, server_.request({.target = "/v1/studies"})).has_value());
}

TEST_F(OpenRosaAccess, IsGivenByTheTokenInTheAddress) {
    const Response response = get("/key/token-of-tablet-1/formList");
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(listed(response)[0].ends_with(
        " https://mtm.example.org/key/token-of-tablet-1/forms/people/2.xml"));
    const Response wrong = get("/key/token-of-nobody/formList");
    EXPECT_EQ(wrong.status, 403);  // a 401 would make clients ask for a password
    EXPECT_EQ(header(wrong, "X-OpenRosa-Version"), "1.0");
}

TEST_F(OpenRosaAccess, IsGivenToADeviceByItsPassword) {
    // base64 of “tablet-1:secret of tablet-1”
    const Header right{"Authorization", "Basic dGFibGV0LTE6c2VjcmV0IG9mIHRhYmxldC0x"};
    EXPECT_EQ(listed(get("/formList", {right})).size(), 1U);
    EXPECT_EQ(get("/formList", {{"Authorization", "Basic dGFibGV0LTE6d3Jvbmc="}}).status, 401);
}

}  // namespace
}  // namespace mtm
