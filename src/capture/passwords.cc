#include "capture/passwords.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/audit_log.h"
#include "capture/route.h"
#include "capture/secrets.h"

namespace mtm {
namespace {

constexpr Instant remembered_for = 600'000;  // milliseconds
constexpr std::size_t longest_password = 1'000;
constexpr std::size_t shortest_password = 12;

struct Limited {
    std::string key;
    AttemptLimit limit;
};

std::array<Limited, 3> limits_of(const PasswordClaim& claim) {
    const std::string account = sha256_hex(normal_email(claim.email));
    const std::string network = network_of(claim.peer);
    return {{{"at " + account + " " + network, {.free = 5}},
             {"address " + network, {.free = 30}},
             {"account " + account, {.free = 50, .longest_wait = 900'000}}}};
}

Response come_back(Instant wait) {
    Response response =
        error_response(429, "429.1", "Too many wrong passwords. Wait a little, then try again.");
    response.headers.push_back({"Retry-After", std::to_string((wait + 999) / 1000)});
    return response;
}

Response too_busy() {
    Response response = error_response(
        503, "503.2", "Too many people are signing in at this moment. Try again in a few seconds.");
    response.headers.push_back({"Retry-After", "3"});
    return response;
}

void store_new_hash(Service& service, const Person& person, const std::string& password) {
    Result<std::string> hash = hash_password(service.password_cost, password);
    if (!hash) return;
    const std::lock_guard lock(service.access->organisation);
    const auto now_there = service.access->directory(*service.organisation);
    if (!now_there) return;
    const Person* current = (*now_there)->person(person.id);
    if (current == nullptr || current->password_hash != person.password_hash) return;
    Person changed = *current;
    changed.password_hash = *hash;
    static_cast<void>(service.organisation->put_person(changed));  // next time, if not now
}

std::string proof_of(const Service& service, const Person& person, const std::string& password) {
    return signature(service,
                     "proved password",
                     std::to_string(person.id) + " " + person.password_hash + " " + password);
}

}  // namespace

PasswordVerdict check_password(Service& service,
                               const Directory& directory,
                               const PasswordClaim& claim,
                               Instant now) {
    const std::array<Limited, 3> limits = limits_of(claim);
    Instant wait = 0;
    for (const Limited& limited : limits) {
        wait = std::max(wait, service.access->attempts.wait(limited.key, limited.limit, now));
    }
    if (wait > 0) return {nullptr, come_back(wait)};
    const std::optional<PasswordSlots::Slot> slot = service.access->password_slots.take();
    if (!slot) return {nullptr, too_busy()};
    const Person* person = directory.person_by_email(claim.email);
    const bool can_sign_in =
        person != nullptr && !person->disabled && !person->password_hash.empty();
    const bool right =
        claim.password.size() <= longest_password &&
        verify_password(can_sign_in ? person->password_hash
                                    : service.access->nobodys_hash(service.password_cost),
                        claim.password) &&
        can_sign_in;
    if (!right) {
        for (const Limited& limited : limits)
            service.access->attempts.failed(limited.key, now);
        // What was typed for an address that is not known may be a password: not written down.
        static_cast<void>(note_audit(service,
                                     {.at = now,
                                      .who = person == nullptr ? "unknown" : person->email,
                                      .what = "session.refused",
                                      .about = network_of(claim.peer)}));
        return {
            nullptr,
            error_response(401, "401.2", "Could not authenticate with the provided credentials.")};
    }
    service.access->attempts.succeeded(limits[0].key);
    if (needs_new_hash(service.password_cost, person->password_hash)) {
        store_new_hash(service, *person, claim.password);
    }
    return {person, std::nullopt};
}

PasswordVerdict check_remembered_password(Service& service,
                                          const Directory& directory,
                                          const PasswordClaim& claim,
                                          Instant now) {
    const Person* person = directory.person_by_email(claim.email);
    if (person != nullptr && !person->disabled && !person->password_hash.empty() &&
        service.access->proved_passwords.knows(proof_of(service, *person, claim.password), now)) {
        return {person, std::nullopt};
    }
    PasswordVerdict verdict = check_password(service, directory, claim, now);
    if (verdict.person != nullptr) {
        service.access->proved_passwords.remember(
            proof_of(service, *verdict.person, claim.password), now + remembered_for);
    }
    return verdict;
}

void check_new_password(const std::string& password, const std::string& email, Mistakes& mistakes) {
    if (!is_utf8(password) || length_utf8(password) < shortest_password) {
        mistakes.push_back(
            {"password", "must have at least 12 characters; a short sentence will do."});
    } else if (password.size() > longest_password) {
        mistakes.push_back({"password", "must have at most 1,000 bytes."});
    } else if (std::ranges::all_of(password, [&](char c) { return c == password.front(); }) ||
               lower_ascii(password) == normal_email(email)) {
        mistakes.push_back({"password", "is too easily guessed."});
    }
}

NewHash hash_new_password(Service& service, const std::string& password) {
    const std::optional<PasswordSlots::Slot> slot = service.access->password_slots.take();
    if (!slot) return {{}, too_busy()};
    Result<std::string> hash = hash_password(service.password_cost, password);
    if (!hash) return {{}, unavailable(hash.error())};
    return {std::move(hash).value(), std::nullopt};
}

}  // namespace mtm
