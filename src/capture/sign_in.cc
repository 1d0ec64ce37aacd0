#include <algorithm>
#include <mutex>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/audit_log.h"
#include "capture/json_answer.h"
#include "capture/passwords.h"
#include "capture/people_calls.h"
#include "capture/person_fields.h"
#include "capture/route.h"
#include "capture/secrets.h"
#include "capture/sessions.h"
#include "capture/welcome.h"

namespace mtm {
namespace {

constexpr std::int64_t longest_token_days = 366;
constexpr std::size_t most_tokens = 50;  // of one person
constexpr std::size_t id_of_token = 16;  // hexadecimal digits of its hash that name it

std::string public_id(const Session& token) {
    return token.token_hash.substr(0, id_of_token);
}

Json studies_of(const Call& call) {
    Json studies = Json::array();
    for (const auto& study : call.service.studies) {
        const std::optional<Role> role = role_in(call.who, study->slug);
        if (!role) continue;
        studies.push_back(
            {{"slug", study->slug}, {"title", study->study.file.title}, {"role", name_of(*role)}});
    }
    return studies;
}

std::int64_t days_in(const Json& body, Mistakes& mistakes) {
    const auto at = body.find("days");
    if (at == body.end() || !at->is_number_integer() || at->get<std::int64_t>() < 1 ||
        at->get<std::int64_t>() > longest_token_days) {
        mistakes.push_back({"days", "must be a whole number from 1 to 366."});
        return 0;
    }
    return at->get<std::int64_t>();
}

Result<std::vector<Session>> tokens_of(const Call& call) {
    std::vector<Session> tokens = TRY(call.service.organisation->sessions_of(call.who.id));
    std::erase_if(tokens, [&](const Session& session) {
        return !session.csrf.empty() || call.request.now >= session.expires;
    });
    return tokens;
}

struct PasswordChange {
    std::string old_password;
    std::string new_password;
};

Response store_changed_password(const Call& call, const PasswordChange& change) {
    const auto before = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    PasswordVerdict verdict =
        check_password(call.service,
                       *before,
                       {call.who.name, change.old_password, call.request.peer},
                       call.request.now);
    if (verdict.refused) return std::move(*verdict.refused);
    NewHash hash = hash_new_password(call.service, change.new_password);
    if (hash.refused) return std::move(*hash.refused);
    const std::lock_guard lock(call.service.access->organisation);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const Person* current = directory->person(call.who.id);
    if (current == nullptr || current->disabled) return not_found();
    Person person = *current;
    person.password_hash = hash.hash;
    TRY_ANSWER(call.service.organisation->put_person(person));
    TRY_ANSWER(end_sessions_of(call.service, person.id, sha256_hex(presented_token(call.request))));
    TRY_ANSWER(note_audit(call.service,
                          {.at = call.request.now,
                           .who = person.email,
                           .what = "person.password",
                           .about = person.email}));
    return json_response(200, {{"success", true}});
}

}  // namespace

Response signed_in(const Call& call, const Person& person) {
    const NewSession started = TRY_ANSWER(start_session(call.service, person.id, call.request.now));
    TRY_ANSWER(note_audit(call.service,
                          {.at = call.request.now,
                           .who = person.email,
                           .what = "session.create",
                           .about = call.request.peer}));
    Response response = json_response(200,
                                      {{"token", started.token},
                                       {"csrf", started.session.csrf},
                                       {"expiresAt", iso_time(started.session.expires)},
                                       {"createdAt", iso_time(started.session.created)}});
    response.headers.push_back(session_cookie(call.request, started.token));
    return response;
}

Response sign_in(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    refuse_unknown_fields(body.object, {"email", "password"}, mistakes);
    const std::string email = text_in(body.object, "email", 254, mistakes);
    const std::string password = text_in(body.object, "password", 1'000, mistakes);
    if (email.empty()) mistakes.push_back({"email", "is missing."});
    if (password.empty()) mistakes.push_back({"password", "is missing."});
    if (!mistakes.empty()) return mistakes_response(mistakes);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    PasswordVerdict verdict = check_password(
        call.service, *directory, {email, password, call.request.peer}, call.request.now);
    if (verdict.refused) return std::move(*verdict.refused);
    return signed_in(call, *verdict.person);
}

Response show_session(const Call& call) {
    const auto session = TRY_ANSWER(
        call.service.organisation->find_session(sha256_hex(presented_token(call.request))));
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const Person* person = directory->person(call.who.id);
    if (person == nullptr) return not_found();
    return json_response(200,
                         {{"email", person->email},
                          {"name", person->name},
                          {"owner", person->owner},
                          {"csrf", session ? session->csrf : ""},
                          {"expiresAt", session ? Json(iso_time(session->expires)) : Json()},
                          {"studies", studies_of(call)}});
}

Response sign_out(const Call& call) {
    const std::string_view token = presented_token(call.request);
    if (!token.empty()) {
        TRY_ANSWER(end_session(call.service, sha256_hex(token)));
        TRY_ANSWER(note_audit(call.service,
                              {.at = call.request.now,
                               .who = call.who.name,
                               .what = "session.end",
                               .about = call.who.name}));
    }
    Response response = json_response(200, {{"success", true}});
    response.headers.push_back(session_cookie(call.request, {}));
    return response;
}

Response change_password(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    refuse_unknown_fields(body.object, {"old", "new"}, mistakes);
    const PasswordChange change{.old_password = text_in(body.object, "old", 1'000, mistakes),
                                .new_password = text_in(body.object, "new", 1'000, mistakes)};
    check_new_password(change.new_password, call.who.name, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    return store_changed_password(call, change);
}

Response make_token(const Call& call) {
    if (call.who.csrf.empty()) {
        return error_response(
            403,
            "403.5",
            "A token is made after signing in, not with another token or a password.");
    }
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    refuse_unknown_fields(body.object, {"label", "days"}, mistakes);
    const std::string label = label_in(body.object, mistakes);
    const std::int64_t days = days_in(body.object, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    if (TRY_ANSWER(tokens_of(call)).size() >= most_tokens) {
        return error_response(409, "409.2", "You have 50 tokens. Withdraw one first.");
    }
    const NewSession made = TRY_ANSWER(start_api_token(
        call.service, call.who.id, label, call.request.now, call.request.now + days * 86'400'000));
    TRY_ANSWER(note_audit(
        call.service,
        {.at = call.request.now, .who = call.who.name, .what = "token.create", .about = label}));
    return json_response(200,
                         {{"id", public_id(made.session)},
                          {"token", made.token},
                          {"label", label},
                          {"createdAt", iso_time(made.session.created)},
                          {"expiresAt", iso_time(made.session.expires)}});
}

Response list_tokens(const Call& call) {
    Json out = Json::array();
    for (const Session& token : TRY_ANSWER(tokens_of(call))) {
        out.push_back({{"id", public_id(token)},
                       {"label", token.label},
                       {"createdAt", iso_time(token.created)},
                       {"expiresAt", iso_time(token.expires)}});
    }
    return json_response(200, out);
}

Response end_token(const Call& call) {
    for (const Session& token : TRY_ANSWER(tokens_of(call))) {
        if (public_id(token) != call.part("id")) continue;
        TRY_ANSWER(end_session(call.service, token.token_hash));
        TRY_ANSWER(note_audit(call.service,
                              {.at = call.request.now,
                               .who = call.who.name,
                               .what = "token.end",
                               .about = token.label}));
        return json_response(200, {{"success", true}});
    }
    return not_found();
}

}  // namespace mtm
