#include "capture/welcome.h"

#include <charconv>
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

namespace mtm {
namespace {

constexpr Instant valid_for = 24 * 3'600'000LL;  // milliseconds

std::string setting_of(std::int64_t person) {
    return "welcome." + std::to_string(person);
}

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) {
        return std::nullopt;
    }
    return number;
}

// The person of a token that is valid now; absent for any other.
Result<std::optional<std::int64_t>> holder_of(Service& service,
                                              const std::string& token,
                                              Instant now) {
    using Holder = std::optional<std::int64_t>;
    const Holder person = number_in(std::string_view(token).substr(0, token.find('.')));
    if (!person) return Holder();
    const std::string kept = TRY(service.organisation->setting(setting_of(*person)));
    const std::size_t space = kept.find(' ');
    if (space == std::string::npos) return Holder();
    const std::optional<std::int64_t> until = number_in(std::string_view(kept).substr(space + 1));
    if (!until || now >= *until || !same_secret(kept.substr(0, space), sha256_hex(token))) {
        return Holder();
    }
    return person;
}

Response link_is_over() {
    return error_response(403,
                          "403.4",
                          "This link has been used, has ended after 24 hours, or was replaced by a "
                          "newer one. Ask for a new one.");
}

struct NewPassword {
    std::string email;
    std::string name;
    std::string password;
};

NewPassword read_new_password(const Json& body, Mistakes& mistakes) {
    refuse_unknown_fields(body, {"email", "name", "password"}, mistakes);
    NewPassword out{.email = email_in(body, mistakes),
                    .name = text_in(body, "name", longest_name, mistakes),
                    .password = text_in(body, "password", 1'000, mistakes)};
    if (trim(out.name).empty()) mistakes.push_back({"name", "is missing."});
    check_new_password(out.password, out.email, mistakes);
    return out;
}

// Who the link makes of this: the invited person, an owner who comes back, or a new owner.
std::optional<Person> person_for(const Directory& directory,
                                 std::int64_t holder,
                                 const NewPassword& wanted) {
    const Person* by_email = directory.person_by_email(wanted.email);
    Person person;
    if (holder != 0) {
        const Person* invited = directory.person(holder);
        if (invited == nullptr || invited->disabled || by_email != invited) return std::nullopt;
        person = *invited;
    } else {
        if (by_email != nullptr) person = *by_email;
        person.owner = true;
        person.disabled = false;
        person.email = wanted.email;
    }
    person.name = std::string(trim(wanted.name));
    return person;
}

Response store_welcomed(const Call& call, const std::string& token, const NewPassword& wanted) {
    NewHash hash = hash_new_password(call.service, wanted.password);
    if (hash.refused) return std::move(*hash.refused);
    const std::lock_guard lock(call.service.access->organisation);
    const auto holder = TRY_ANSWER(holder_of(call.service, token, call.request.now));
    if (!holder) return link_is_over();
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    std::optional<Person> person = person_for(*directory, *holder, wanted);
    if (!person) {
        return mistakes_response({{"email", "is not the address that was invited."}});
    }
    person->password_hash = hash.hash;
    // Used up first: if the machine stops between the two, a new link is needed; never two people.
    TRY_ANSWER(call.service.organisation->put_setting(setting_of(*holder), ""));
    person->id = TRY_ANSWER(call.service.organisation->put_person(*person));
    TRY_ANSWER(end_sessions_of(call.service, person->id));
    TRY_ANSWER(note_audit(call.service,
                          {.at = call.request.now,
                           .who = person->email,
                           .what = *holder == 0 ? "owner.welcome" : "person.welcome",
                           .about = person->email}));
    return signed_in(call, *person);
}

}  // namespace

Result<std::string> new_welcome_link(Service& service,
                                     const std::string& base_url,
                                     std::int64_t person,
                                     Instant now) {
    const std::string token = std::to_string(person) + "." + new_token(service);
    TRY(service.organisation->put_setting(
        setting_of(person), sha256_hex(token) + " " + std::to_string(now + valid_for)));
    return base_url + "/welcome/" + token;
}

Result<std::optional<std::string>> first_owner_link(Service& service,
                                                    const std::string& base_url,
                                                    std::int64_t now,
                                                    bool even_so) {
    for (const Person& person : TRY(service.organisation->people())) {
        if (person.owner && !person.disabled && !person.password_hash.empty() && !even_so) {
            return std::optional<std::string>();
        }
    }
    std::string link = TRY(new_welcome_link(service, base_url, 0, now));
    TRY(note_audit(service, {.at = now, .who = "server", .what = "owner.invite"}));
    return std::optional<std::string>(std::move(link));
}

Response show_welcome(const Call& call) {
    const auto holder = TRY_ANSWER(holder_of(call.service, call.part("token"), call.request.now));
    if (!holder) return link_is_over();
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const Person* person = directory->person(*holder);
    if (*holder != 0 && (person == nullptr || person->disabled)) return link_is_over();
    return json_response(200,
                         {{"email", person == nullptr ? "" : person->email},
                          {"name", person == nullptr ? "" : person->name},
                          {"owner", *holder == 0 || person->owner}});
}

Response accept_welcome(const Call& call) {
    // First of all: an open call must not hash passwords for whoever likes.
    const auto holder = TRY_ANSWER(holder_of(call.service, call.part("token"), call.request.now));
    if (!holder) return link_is_over();
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    const NewPassword wanted = read_new_password(body.object, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    return store_welcomed(call, call.part("token"), wanted);
}

}  // namespace mtm
