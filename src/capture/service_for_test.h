#pragma once

#include <random>

#include <gtest/gtest.h>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/json_answer.h"
#include "capture/passwords.h"
#include "capture/route.h"
#include "capture/secrets.h"
#include "store/memory_store.h"

namespace mtm {

/// What a request of a test looks like; everything not said is a page's own, over https.
struct Ask {
    std::string method = "GET";
    std::string target = {};  // with the query, not encoded
    Json body = {};
    std::vector<Header> headers = {};
    std::string peer = "198.51.100.7";
    bool secure = true;
    bool loopback = false;
};

/// A server with one study "r4" and memory for its stores; chance is a fixed sequence, time stands
/// still until a test moves it.
class ServerForTest {
public:
    ServerForTest() {
        service.organisation = std::make_unique<MemoryOrganisationStore>();
        service.secret.fill(7);
        service.password_cost = {.operations = 1, .memory_bytes = 8'192};
        service.random_bytes = [this](std::size_t count) {
            std::string out;
            for (std::size_t i = 0; i < count; ++i)
                out += static_cast<char>(chance_() & 0xFFU);
            return out;
        };
        add_study("r4");
    }

    ServedStudy& add_study(const std::string& slug) {
        auto study = std::make_unique<ServedStudy>();
        study->slug = slug;
        study->project = static_cast<int>(service.studies.size()) + 1;
        study->study.file.title = "Survey " + slug;
        study->store = std::make_unique<MemoryInterviewStore>();
        service.studies.push_back(std::move(study));
        return *service.studies.back();
    }

    [[nodiscard]] MemoryOrganisationStore& organisation() {
        return dynamic_cast<MemoryOrganisationStore&>(*service.organisation);
    }

    [[nodiscard]] InterviewStore& store(const std::string& slug = "r4") {
        return *service.find_study(slug)->store;
    }

    /// A person with the password "a long password", and a role in a study.
    std::int64_t add_person(const std::string& email,
                            const std::string& role,
                            const std::vector<std::string>& team = {},
                            const std::string& study = "r4") {
        Person person;
        person.email = email;
        person.name = "Name of " + email;
        person.owner = role == "owner";
        person.password_hash = *hash_password(service.password_cost, "a long password");
        const std::int64_t id = *service.organisation->put_person(person);
        if (!role.empty() && role != "owner") {
            EXPECT_TRUE(service.organisation->put_grant({id, study, role, team}));
        }
        return id;
    }

    /// A device with the password "secret of NAME" and the token "token-of-NAME".
    void add_device(const std::string& name, const std::string& study = "r4") {
        DeviceCredential device;
        device.name = name;
        device.study = study;
        device.label = "Label of " + name;
        device.ha1_sealed = seal(service, digest_ha1(name, service.realm, "secret of " + name));
        device.token_hash = sha256_hex("token-of-" + name);
        EXPECT_TRUE(service.organisation->put_device(device));
    }

    [[nodiscard]] Request request(const Ask& ask) {
        body_ = ask.body.is_null() ? std::string() : ask.body.dump();
        Request out;
        out.method = ask.method;
        out.target = ask.target;
        out.path = ask.target.substr(0, ask.target.find('?'));
        if (out.path.size() < ask.target.size()) {
            for (const std::string_view part :
                 split(std::string_view(ask.target).substr(out.path.size() + 1), '&')) {
                const std::size_t equals = std::min(part.find('='), part.size());
                out.query.emplace_back(part.substr(0, equals),
                                       part.substr(std::min(equals + 1, part.size())));
            }
        }
        out.headers = ask.headers;
        if (!ask.body.is_null()) out.headers.push_back({"Content-Type", "application/json"});
        out.body = body_;
        out.peer = ask.peer;
        out.secure = ask.secure;
        out.loopback = ask.loopback;
        out.base_url = "https://mtm.example.org";
        out.now = now;
        return out;
    }

    Response answer(const Ask& ask) {
        const Request asked = request(ask);
        for (auto* respond_part :
             {respond_people, respond_fieldwork, respond_central, respond_public}) {
            if (std::optional<Response> response = respond_part(service, asked)) return *response;
        }
        return {.status = 404, .headers = {}, .body = "no such address", .events = {}};
    }

    /// As a program with the person's token: signs in once.
    Response as(const std::string& email, Ask ask) {
        if (!tokens_.contains(email)) {
            const Response in =
                answer({.method = "POST",
                        .target = "/v1/sessions",
                        .body = {{"email", email}, {"password", "a long password"}}});
            EXPECT_EQ(in.status, 200) << in.body;
            tokens_[email] = Json::parse(in.body)["token"].get<std::string>();
        }
        ask.headers.push_back({"Authorization", "Bearer " + tokens_[email]});
        return answer(ask);
    }

    /// Whether the record holds such a line.
    [[nodiscard]] bool has_audit(const std::string& who, const std::string& what) {
        for (const AuditEntry& entry : audit()) {
            if (entry.who == who && entry.what == what) return true;
        }
        return false;
    }

    [[nodiscard]] std::vector<AuditEntry> audit() const {
        return service.organisation->audit(0, 1'000).value();
    }

    Service service;
    Instant now = 1'714'550'400'000;  // 2024-05-01T08:00:00Z

private:
    std::mt19937 chance_{42};
    std::string body_;
    std::map<std::string, std::string> tokens_;
};

inline std::string header_of(const Response& response, std::string_view name) {
    for (const Header& header : response.headers) {
        if (lower_ascii(header.name) == lower_ascii(name)) return header.value;
    }
    return {};
}

inline Json json_of(const Response& response) {
    return Json::parse(response.body, nullptr, false);
}

}  // namespace mtm
