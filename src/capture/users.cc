// People of the whole organisation: owners see and end them; what a person may do in a study is in
// team.cc.
#include <algorithm>
#include <mutex>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/audit_log.h"
#include "capture/json_answer.h"
#include "capture/people_calls.h"
#include "capture/person_fields.h"
#include "capture/route.h"
#include "capture/sessions.h"
#include "capture/welcome.h"

namespace mtm {
namespace {

Json roles_of(const Directory& directory, const Person& person) {
    Json roles = Json::array();
    for (const Grant* grant : directory.grants_of(person.id)) {
        roles.push_back({{"slug", grant->study}, {"role", grant->role}});
    }
    return roles;
}

Json person_json(const Directory& directory, const Person& person) {
    return {{"id", person.id},
            {"email", person.email},
            {"name", person.name},
            {"owner", person.owner},
            {"invited", person.password_hash.empty()},
            {"disabled", person.disabled},
            {"studies", roles_of(directory, person)}};
}

bool is_last_owner(const Directory& directory, const Person& person) {
    return person.owner && std::ranges::none_of(directory.people(), [&](const Person& other) {
               return other.owner && !other.disabled && other.id != person.id &&
                      !other.password_hash.empty();
           });
}

Result<std::shared_ptr<const Directory>> directory_now(const Call& call) {
    return call.service.access->directory(*call.service.organisation);
}

Status note(const Call& call, std::string what, const std::string& about) {
    return note_audit(call.service,
                      {.at = call.request.now,
                       .who = call.who.name,
                       .what = std::move(what),
                       .study = {},
                       .about = about});
}

}  // namespace

// As ODK Central words it: its clients ask who they are.
Response show_current_user(const Call& call) {
    const auto directory = TRY_ANSWER(directory_now(call));
    const Person* person = directory->person(call.who.id);
    if (person == nullptr) return not_found();
    return json_response(200,
                         {{"id", person->id},
                          {"type", "user"},
                          {"displayName", person->name},
                          {"email", person->email}});
}

Response list_users(const Call& call) {
    const auto directory = TRY_ANSWER(directory_now(call));
    Json out = Json::array();
    for (const Person& person : directory->people()) {
        out.push_back(person_json(*directory, person));
    }
    return json_response(200, out);
}

Response invite_owner(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    refuse_unknown_fields(body.object, {"email", "name"}, mistakes);
    Person person;
    person.email = email_in(body.object, mistakes);
    person.name = std::string(trim(text_in(body.object, "name", longest_name, mistakes)));
    person.owner = true;
    if (!mistakes.empty()) return mistakes_response(mistakes);
    const std::lock_guard lock(call.service.access->organisation);
    const auto directory = TRY_ANSWER(directory_now(call));
    const Person* known = directory->person_by_email(person.email);
    if (known != nullptr) {
        const std::string name = person.name.empty() ? known->name : person.name;
        person = *known;
        person.name = name;
        person.owner = true;
        person.disabled = false;
    }
    person.id = TRY_ANSWER(call.service.organisation->put_person(person));
    TRY_ANSWER(note(call, "owner.invite", person.email));
    Json link;
    if (person.password_hash.empty()) {
        link = TRY_ANSWER(
            new_welcome_link(call.service, call.request.base_url, person.id, call.request.now));
    }
    return json_response(200, {{"id", person.id}, {"link", link}});
}

// For who has lost their password: the old one and all sessions end when the link is used.
Response renew_welcome(const Call& call) {
    const std::optional<std::int64_t> id = id_in(call.part("id"));
    const auto directory = TRY_ANSWER(directory_now(call));
    const Person* person = id ? directory->person(*id) : nullptr;
    if (person == nullptr || person->disabled) return not_found();
    const std::string link = TRY_ANSWER(
        new_welcome_link(call.service, call.request.base_url, person->id, call.request.now));
    TRY_ANSWER(note(call, "person.relink", person->email));
    return json_response(200, {{"id", person->id}, {"link", link}});
}

Response disable_user(const Call& call) {
    const std::optional<std::int64_t> id = id_in(call.part("id"));
    const std::lock_guard lock(call.service.access->organisation);
    const auto directory = TRY_ANSWER(directory_now(call));
    const Person* known = id ? directory->person(*id) : nullptr;
    if (known == nullptr) return not_found();
    if (is_last_owner(*directory, *known)) {
        return error_response(
            409, "409.3", "This is the only owner. Make someone else an owner first.");
    }
    Person person = *known;
    person.disabled = true;
    person.owner = false;
    person.password_hash.clear();
    TRY_ANSWER(call.service.organisation->put_person(person));
    TRY_ANSWER(end_sessions_of(call.service, person.id));
    for (const Grant* grant : directory->grants_of(person.id)) {
        Grant none = *grant;
        none.role.clear();
        TRY_ANSWER(call.service.organisation->put_grant(none));
    }
    TRY_ANSWER(note(call, "person.disable", person.email));
    return json_response(200, {{"success", true}});
}

}  // namespace mtm
