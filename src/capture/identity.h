#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// What a person or device may do in a study. The owner of the organisation may do everything in
/// every study.
///
///   manager     everything in the study: people, links, deploy, close, withdraw
///   analyst     reads answers, without identifiers, device ids and exact points
///   reviewer    reads everything, reviews, comments, corrects
///   supervisor  as reviewer, but only interviews of their own team's enumerators
///   enumerator  sends interviews; sees only their own, without identifiers
///
/// A tablet or a link is no person: all it may do is send interviews to its own study.
enum class Role { owner, manager, analyst, reviewer, supervisor, enumerator };

[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

/// Who is asking, once proved.
struct Identity {
    enum class Kind { nobody, person, device, link };

    Kind kind = Kind::nobody;
    std::int64_t id = 0;
    std::string name;  // e-mail address of a person; name of a device credential or a link
    bool owner = false;
    std::map<std::string, Role> roles;  // by study slug
    std::vector<std::string> team;  // of a supervisor: names of the device credentials they lead;
                                    // of an enumerator who signs in: of their own
    std::string csrf;               // of a session: what changing requests by cookie repeat
    bool spent = false;             // of a link that may be used once: its interview is in

    [[nodiscard]] bool is_person() const { return kind == Kind::person; }
};

/// What a request wants to do in a study.
enum class Right {
    submit,
    read_counts,   // the fieldwork page's totals
    read_answers,  // interviews; what they hold is cut to the role
    read_identifiers,
    review,
    correct,
    withdraw,
    manage,        // people, devices, links, deploy and close
    read_findings  // of quality; what they say is cut to the role
};

[[nodiscard]] bool may(const Identity& who, const std::string& study, Right right);

/// The role of a person in a study; absent for anyone who has none there, devices and links too.
[[nodiscard]] std::optional<Role> role_in(const Identity& who, const std::string& study);

/// Whose interviews someone may see in a study.
struct Scope {
    bool everyone = false;
    std::vector<std::string> senders;  // otherwise: only what came by one of these

    [[nodiscard]] bool holds(std::string_view sender) const;
};

[[nodiscard]] Scope scope_in(const Identity& who, const std::string& study);

}  // namespace mtm
