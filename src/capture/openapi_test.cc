// The description of the interface is held to what the program does: every call that there is, and
// no other, with answers of exactly the fields it names.
#include "capture/fieldwork_for_test.h"
#include "capture/public_for_test.h"
#include "capture/public_query.h"
#include "capture/route_table.h"

namespace mtm {
namespace {

// As much of JSON Schema as the description uses.
class Validator {
public:
    explicit Validator(const Json& document) : document_(document) {}

    /// Empty if the value fits.
    std::string mistake(const Json& schema, const Json& value, const std::string& at) {
        if (schema.contains("$ref")) return mistake(resolve(schema["$ref"]), value, at);
        if (schema.contains("oneOf")) {
            for (const Json& each : schema["oneOf"]) {
                if (mistake(each, value, at).empty()) return {};
            }
            return at + " is none of the kinds it may be";
        }
        if (!has_type(schema["type"], value)) return at + " is " + value.dump();
        if (schema.contains("enum") &&
            std::ranges::find(schema["enum"], value) == schema["enum"].end()) {
            return at + " may not be " + value.dump();
        }
        if (value.is_object() && schema.contains("properties")) {
            return mistake_of_object(schema, value, at);
        }
        if (value.is_array() && schema.contains("items")) {
            for (const Json& item : value) {
                std::string wrong = mistake(schema["items"], item, at + "[]");
                if (!wrong.empty()) return wrong;
            }
        }
        return {};
    }

private:
    const Json& resolve(const std::string& reference) {
        return document_.at(Json::json_pointer(reference.substr(1)));
    }

    static bool has_type(const Json& type, const Json& value) {
        if (type.is_array()) {
            return std::ranges::any_of(type,
                                       [&](const Json& each) { return has_type(each, value); });
        }
        return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
               (type == "string" && value.is_string()) ||
               (type == "integer" && value.is_number_integer()) ||
               (type == "number" && value.is_number()) ||
               (type == "boolean" && value.is_boolean()) || (type == "null" && value.is_null());
    }

    std::string mistake_of_object(const Json& schema, const Json& value, const std::string& at) {
        for (const Json& needed : schema["required"]) {
            if (!value.contains(needed)) return at + " lacks " + needed.dump();
        }
        for (const auto& [name, inner] : value.items()) {
            if (!schema["properties"].contains(name)) return at + " has " + name + " besides";
            std::string wrong = mistake(schema["properties"][name], inner, at + "." + name);
            if (!wrong.empty()) return wrong;
        }
        return {};
    }

    const Json& document_;
};

class OpenApiTest : public testing::Test {
protected:
    OpenApiTest() {
        document = json_of(server.answer({.target = "/v1/openapi.json"}));
        Held held{.id = "1", .flags = {{"constraint", "age", "outside"}}};
        server.send(held);
        server.send({.id = "1b", .replaces = "1"});
        EXPECT_TRUE(server.store().set_aside(
            {.received = 1, .sender = "tablet-a1", .reason = "no XML", .bytes = "x"}));
        EXPECT_TRUE(server.store().note_contact(
            {.device_id = "d", .sender = "tablet-a1", .user_agent = "Collect"}));
    }

    // The answer must be a success, and of the described form.
    void check(const std::string& method,
               const std::string& path,
               const std::string& target,
               const Json& body = {}) {
        std::string upper = method;
        for (char& c : upper)
            c = static_cast<char>(c - 'a' + 'A');
        const Response response =
            server.as("owner@example.org", {.method = upper, .target = target, .body = body});
        EXPECT_EQ(response.status, 200) << method << " " << target << " " << response.body;
        const Json& operation = document["paths"][path][method];
        ASSERT_TRUE(operation.is_object()) << method << " " << path;
        Validator validator(document);
        if (operation.contains("requestBody")) {
            const Json& schema = operation["requestBody"]["content"]["application/json"]["schema"];
            EXPECT_EQ(validator.mistake(schema, body, "body"), "") << path;
        }
        const Json& content = operation["responses"]["200"]["content"];
        if (!content.contains("application/json")) return;
        EXPECT_EQ(
            validator.mistake(content["application/json"]["schema"], json_of(response), "answer"),
            "")
            << method << " " << target << "\n"
            << response.body;
        checked.insert(method + " " + path);
    }

    void check_central() {
        const std::string project = "/v1/projects/{project}";
        const std::string form = project + "/forms/{form}";
        const std::string r4 = "/v1/projects/1/forms/r4";
        server.service.find_study("r4")->versions.back()->files.push_back(
            {"areas.csv", "text/csv", "a", "0cc175b9c0f1b6a831c399e269772661"});
        check("get", "/v1/projects", "/v1/projects");
        check("get", project, "/v1/projects/1");
        check("get", project + "/app-users", "/v1/projects/1/app-users");
        check("get", project + "/datasets", "/v1/projects/1/datasets");
        check("get", project + "/forms", "/v1/projects/1/forms");
        check("get", form, r4);
        check("get", form + "/versions", r4 + "/versions");
        check("get", form + "/versions/{version}", r4 + "/versions/3");
        check("get", form + "/fields", r4 + "/fields");
        check("get", form + "/attachments", r4 + "/attachments");
        check("get", form + ".svc", r4 + ".svc");
        check("get", form + ".svc/{path}", r4 + ".svc/Submissions");
        check("get", form + "/submissions", r4 + "/submissions");
        const std::string id = form + "/submissions/{id}";
        check("get", id, r4 + "/submissions/1");
        check("patch", id, r4 + "/submissions/1", {{"reviewState", "approved"}});
        check("post", id + "/comments", r4 + "/submissions/1/comments", {{"body", "Where?"}});
        check("get", id + "/comments", r4 + "/submissions/1/comments");
        check("get", id + "/attachments", r4 + "/submissions/1/attachments");
    }

    FieldworkForTest server;
    Json document;
    std::set<std::string> checked;
};

TEST_F(OpenApiTest, DescribesEveryCallAndNoOther) {
    std::set<std::string> described;
    for (const auto& [path, operations] : document["paths"].items()) {
        for (const auto& [method, operation] : operations.items()) {
            described.insert(method + " " + path);
        }
    }
    std::set<std::string> answered;
    for (const auto& routes :
         {routes_of_people(), routes_of_fieldwork(), routes_of_central(), routes_of_public()}) {
        for (const Route& route : routes) {
            // "{path*}" is the rest of an address, which OpenAPI has no word for.
            answered.insert(lower_ascii(route.method) + " " +
                            replace_all(route.pattern, "*}", "}"));
        }
    }
    EXPECT_EQ(described, answered);
}

TEST_F(OpenApiTest, NamesTheQueryParametersThatAreUnderstood) {
    const std::string study = "/v1/studies/r4";
    for (const char* path : {"/interviews", "/points", "/findings"}) {
        std::string target = study + path + "?";
        for (const Json& parameter :
             document["paths"]["/v1/studies/{slug}" + std::string(path)]["get"]["parameters"]) {
            if (parameter["in"] != "query") continue;
            const std::string name = parameter["name"];
            const std::string value = name.starts_with("day") ? "2024-05-01"
                                      : name == "pilot"       ? "true"
                                      : name == "review"      ? "none"
                                      : name == "priority"    ? "high"
                                      : name == "check"       ? "outlier"
                                      : name == "state"       ? "open"
                                      : name == "before" || name == "limit" || name == "from" ? "5"
                                                                                              : "x";
            target += name + "=" + value + "&";
        }
        target.pop_back();
        EXPECT_EQ(server.as("owner@example.org", {.target = target}).status, 200) << target;
    }
}

TEST_F(OpenApiTest, EveryAnswerHasTheDescribedForm) {
    const std::string slug = "/v1/studies/{slug}";
    const std::string r4 = "/v1/studies/r4";
    check("get", "/v1/sessions/current", "/v1/sessions/current");
    check("get", "/v1/users/current", "/v1/users/current");
    check("get", "/v1/users", "/v1/users");
    check("post", "/v1/users", "/v1/users", {{"email", "second@example.org"}, {"name", "S"}});
    check("get", "/v1/studies", "/v1/studies");
    check("get", slug, r4 + "?language=ru");
    check("get", slug + "/fieldwork", r4 + "/fieldwork");
    check("get", slug + "/points", r4 + "/points");
    check("get", slug + "/areas", r4 + "/areas");
    check("get", slug + "/interviews", r4 + "/interviews?limit=1");
    server.send({.id = "2"});
    server.send({.id = "3"});
    server.check_quality();
    check("get", slug + "/quality", r4 + "/quality");
    check("get", slug + "/findings", r4 + "/findings?limit=200");
    EXPECT_GT(server.get("owner", "/findings")["total"], 0);
    check("post",
          slug + "/interviews/{id}/review",
          r4 + "/interviews/1/review",
          {{"state", "rejected"}, {"comment", "twice"}, {"current", "1b"}});
    check("post",
          slug + "/interviews/{id}/corrections",
          r4 + "/interviews/1/corrections",
          {{"path", "person/age"}, {"old", "34"}, {"new", "35"}, {"reason", "birthday"}});
    check("get", slug + "/interviews/{id}", r4 + "/interviews/1");
    check("get", slug + "/set-aside", r4 + "/set-aside");
    check("get", slug + "/people", r4 + "/people");
    check("post",
          slug + "/people",
          r4 + "/people",
          {{"email", "x@example.org"},
           {"name", "X"},
           {"role", "supervisor"},
           {"team", {"tablet-a1"}}});
    check("post", slug + "/devices", r4 + "/devices", {{"label", "Team A"}});
    check("get", slug + "/devices", r4 + "/devices");
    check("post", slug + "/links", r4 + "/links", {{"label", "Clinic"}, {"once", true}});
    check("get", slug + "/links", r4 + "/links");
    check_central();
    check("get", "/v1/tokens", "/v1/tokens");
    check("post", "/v1/tokens", "/v1/tokens", {{"label", "Excel"}, {"days", 30}});
    check("get", "/v1/tokens", "/v1/tokens");
    check("get", "/v1/audits", "/v1/audits");
    const auto id_of = [&](const std::string& list) {
        return json_of(server.as("owner@example.org", {.target = r4 + list}))[0]["id"].dump();
    };
    check("delete", slug + "/devices/{id}", r4 + "/devices/" + id_of("/devices"));
    check("delete", slug + "/links/{id}", r4 + "/links/" + id_of("/links"));
    const std::string member = id_of("/people");
    check("delete", slug + "/people/{id}", r4 + "/people/" + member);
    check("post", "/v1/users/{id}/welcome", "/v1/users/" + member + "/welcome");
    check("delete", "/v1/users/{id}", "/v1/users/" + member);
    check("delete", slug + "/interviews/{id}", r4 + "/interviews/1");
    check("put",
          "/v1/users/current/password",
          "/v1/users/current/password",
          {{"old", "a long password"}, {"new", "another long one"}});
    check("delete", "/v1/sessions/current", "/v1/sessions/current");
    // Signing in, welcome, one token's end, the bytes and the stream have tests of their own.
    EXPECT_EQ(checked.size(), 51U);
}

TEST_F(OpenApiTest, WhatIsForEverybodyHasTheDescribedForm) {
    show_for_test(server.service);
    const std::string api = "/public/api/v1";
    for (const char* list : {"/operations", "/tables", "/figures"})
        check("get", api + list, api + list);
    Validator validator(document);
    const Json& list =
        document["paths"]["/public"]["get"]["responses"]["200"]["content"]["application/json"];
    const Response shown =
        server.answer({.target = "/public", .headers = {{"Accept", "application/json"}}});
    EXPECT_EQ(validator.mistake(list["schema"], json_of(shown), "list"), "");
    const Json& failure = document["components"]["schemas"]["PublicFailure"];
    const Response refused = server.answer({.target = api + "/figures?Colour=red"});
    EXPECT_EQ(validator.mistake(failure, json_of(refused), "failure"), "") << refused.body;
    EXPECT_EQ(checked.size(), 3U);
}

TEST_F(OpenApiTest, NamesTheFiltersOfWhatIsForEverybody) {
    for (const auto& [path, list] : {std::pair{"/public/api/v1/operations", PublicList::operations},
                                     {"/public/api/v1/tables", PublicList::tables},
                                     {"/public/api/v1/figures", PublicList::figures}}) {
        std::set<std::string> described;
        for (const Json& parameter : document["paths"][path]["get"]["parameters"])
            described.insert(parameter["name"]);
        std::set<std::string> known{"format", "limit", "offset"};
        for (const PublicFilter& filter : filters_of(list))
            known.insert(std::string(filter.name));
        EXPECT_EQ(described, known) << path;
    }
}

TEST_F(OpenApiTest, ErrorsHaveTheDescribedForm) {
    Validator validator(document);
    const Json& schema = document["components"]["schemas"]["Error"];
    for (const Response& response :
         {server.answer({.target = "/v1/studies"}),
          server.answer({.method = "POST", .target = "/v1/sessions", .body = {{"x", 1}}}),
          server.answer({.method = "PATCH", .target = "/v1/sessions"}),
          server.as("analyst@example.org", {.target = "/v1/users"}),
          server.as("analyst@example.org", {.target = "/v1/studies/r4/interviews/none"}),
          server.as("analyst@example.org", {.target = "/v1/studies/r4/interviews?limit=x"})}) {
        EXPECT_GE(response.status, 400);
        EXPECT_EQ(validator.mistake(schema, json_of(response), "error"), "") << response.body;
    }
}

}  // namespace
}  // namespace mtm
