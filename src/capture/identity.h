#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mtm {

/// What a person or device may do in a study. The owner of the organisation may do everything in
/// every study.
///
///   manager     everything in the study: people, links, deploy, close, withdraw
///   analyst     reads answers, without identifiers, device ids and exact points
///   reviewer    reads everything, reviews, comments, corrects
///   supervisor  as reviewer, but only interviews of their own team's enumerators
///   enumerator  sends interviews; sees only their own
enum class Role { owner, manager, analyst, reviewer, supervisor, enumerator };

[[nodiscard]] std::string_view name_of(Role role);

/// Who is asking, once proved.
struct Identity {
    enum class Kind { nobody, person, device, link };

    Kind kind = Kind::nobody;
    std::int64_t id = 0;
    std::string name;  // e-mail address of a person; name of a device credential or a link
    bool owner = false;
    std::map<std::string, Role> roles;  // by study slug
    std::vector<std::string> team;  // of a supervisor: names of the device credentials they lead
    std::string csrf;               // of a session by cookie: what changing requests must repeat

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
    manage  // people, devices, links, deploy and close
};

[[nodiscard]] bool may(const Identity& who, const std::string& study, Right right);

}  // namespace mtm
