// Who has which role in a study.
#include <algorithm>
#include <mutex>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/audit_log.h"
#include "capture/json_answer.h"
#include "capture/people_calls.h"
#include "capture/person_fields.h"
#include "capture/route.h"
#include "capture/welcome.h"

namespace mtm {
namespace {

struct RoleWish {
    std::string email;
    std::string name;
    std::string role;
    std::vector<std::string> team;
};

bool is_device_of(const Directory& directory, const std::string& name, const std::string& study) {
    const DeviceCredential* device = directory.device_by_name(name);
    return device != nullptr && device->study == study;
}

std::vector<std::string> team_in(const Json& body,
                                 const Directory& directory,
                                 const std::string& study,
                                 Mistakes& mistakes) {
    std::vector<std::string> team;
    const auto at = body.find("team");
    if (at == body.end() || at->is_null()) return team;
    if (!at->is_array() || at->size() > 1'000) {
        mistakes.push_back({"team", "must be a list of names of devices."});
        return team;
    }
    for (const Json& name : *at) {
        const std::string text = name.is_string() ? name.get<std::string>() : std::string();
        if (!is_device_of(directory, text, study)) {
            mistakes.push_back({"team", "“" + text + "” is no device of this study."});
        } else if (std::ranges::find(team, text) == team.end()) {
            team.push_back(text);
        }
    }
    return team;
}

RoleWish read_wish(const Call& call,
                   const Json& body,
                   const Directory& directory,
                   Mistakes& mistakes) {
    refuse_unknown_fields(body, {"email", "name", "role", "team"}, mistakes);
    RoleWish wish{.email = email_in(body, mistakes),
                  .name = std::string(trim(text_in(body, "name", longest_name, mistakes))),
                  .role = text_in(body, "role", 20, mistakes),
                  .team = team_in(body, directory, call.study->slug, mistakes)};
    const std::optional<Role> role = role_named(wish.role);
    if (!role || *role == Role::owner) {
        mistakes.push_back(
            {"role", "must be manager, analyst, reviewer, supervisor or enumerator."});
    } else if (!wish.team.empty() && *role != Role::supervisor && *role != Role::enumerator) {
        mistakes.push_back({"team", "is for supervisors and enumerators only."});
    }
    return wish;
}

// A new link makes whoever holds it that person, with all their roles: a manager may give one
// only for someone whose roles all lie in studies that the manager leads.
bool may_give_link(const Call& call, const Directory& directory, const Person& person) {
    if (!person.password_hash.empty() || person.disabled) return false;
    if (call.who.owner) return true;
    return !person.owner &&
           std::ranges::all_of(directory.grants_of(person.id), [&](const Grant* grant) {
               return may(call.who, grant->study, Right::manage);
           });
}

Result<Person> person_of(const Call& call, const Directory& directory, const RoleWish& wish) {
    const Person* known = directory.person_by_email(wish.email);
    if (known != nullptr) return *known;
    Person person;
    person.email = wish.email;
    person.name = wish.name.empty() ? wish.email : wish.name;
    person.id = TRY(call.service.organisation->put_person(person));
    return person;
}

Response store_wish(const Call& call, const Directory& directory, const RoleWish& wish) {
    const Person person = TRY_ANSWER(person_of(call, directory, wish));
    if (person.disabled) {
        return error_response(409,
                              "409.4",
                              "This person was removed from the organisation; an owner can invite "
                              "them again.");
    }
    const bool with_link = may_give_link(call, directory, person);
    TRY_ANSWER(call.service.organisation->put_grant(
        {.person = person.id, .study = call.study->slug, .role = wish.role, .team = wish.team}));
    TRY_ANSWER(note_audit(call.service,
                          {.at = call.request.now,
                           .who = call.who.name,
                           .what = "role." + wish.role,
                           .study = call.study->slug,
                           .about = person.email}));
    Json link;
    if (with_link) {
        link = TRY_ANSWER(
            new_welcome_link(call.service, call.request.base_url, person.id, call.request.now));
    }
    return json_response(200, {{"id", person.id}, {"link", link}});
}

}  // namespace

Response list_people(const Call& call) {
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    Json out = Json::array();
    for (const Grant& grant : directory->grants()) {
        const Person* person = directory->person(grant.person);
        if (grant.study != call.study->slug || grant.role.empty() || person == nullptr) continue;
        out.push_back({{"id", person->id},
                       {"email", person->email},
                       {"name", person->name},
                       {"role", grant.role},
                       {"team", grant.team},
                       {"invited", person->password_hash.empty()}});
    }
    return json_response(200, out);
}

Response put_role(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    const std::lock_guard lock(call.service.access->organisation);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    Mistakes mistakes;
    const RoleWish wish = read_wish(call, body.object, *directory, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    return store_wish(call, *directory, wish);
}

Response take_role(const Call& call) {
    const std::optional<std::int64_t> id = id_in(call.part("id"));
    const std::lock_guard lock(call.service.access->organisation);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const Person* person = id ? directory->person(*id) : nullptr;
    if (person == nullptr) return not_found();
    const std::vector<const Grant*> grants = directory->grants_of(person->id);
    const auto at = std::ranges::find(grants, call.study->slug, &Grant::study);
    if (at == grants.end()) return not_found();
    TRY_ANSWER(call.service.organisation->put_grant(
        {.person = person->id, .study = call.study->slug, .role = {}, .team = {}}));
    TRY_ANSWER(note_audit(call.service,
                          {.at = call.request.now,
                           .who = call.who.name,
                           .what = "role.none",
                           .study = call.study->slug,
                           .about = person->email}));
    return json_response(200, {{"success", true}});
}

}  // namespace mtm
