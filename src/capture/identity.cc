#include "capture/identity.h"

#include <algorithm>
#include <array>

namespace mtm {
namespace {

struct RoleRow {
    Role role;
    std::string_view name;
    // submit, counts, answers, identifiers, review, correct, withdraw, manage,
    // findings
    std::array<bool, 9> may;
};

constexpr bool yes = true;
constexpr bool no = false;

constexpr std::array<RoleRow, 6> table{{
    {Role::owner, "owner", {yes, yes, yes, yes, yes, yes, yes, yes, yes}},
    {Role::manager, "manager", {yes, yes, yes, yes, yes, yes, yes, yes, yes}},
    {Role::analyst, "analyst", {no, yes, yes, no, no, no, no, no, yes}},
    {Role::reviewer, "reviewer", {no, yes, yes, yes, yes, yes, no, no, yes}},
    {Role::supervisor, "supervisor", {no, yes, yes, yes, yes, yes, no, no, yes}},
    {Role::enumerator, "enumerator", {yes, yes, yes, no, no, no, no, no, no}},
}};

const RoleRow& row_of(Role role) {
    return *std::ranges::find(table, role, &RoleRow::role);
}

}  // namespace

std::string_view name_of(Role role) {
    return row_of(role).name;
}

std::optional<Role> role_named(std::string_view name) {
    const auto* at = std::ranges::find(table, name, &RoleRow::name);
    if (at == table.end()) return std::nullopt;
    return at->role;
}

std::optional<Role> role_in(const Identity& who, const std::string& study) {
    if (!who.is_person()) return std::nullopt;
    if (who.owner) return Role::owner;
    const auto at = who.roles.find(study);
    if (at == who.roles.end()) return std::nullopt;
    return at->second;
}

bool may(const Identity& who, const std::string& study, Right right) {
    if (who.kind == Identity::Kind::nobody) return false;
    if (!who.is_person()) return right == Right::submit && who.roles.contains(study);
    const std::optional<Role> role = role_in(who, study);
    return role && row_of(*role).may[static_cast<std::size_t>(right)];
}

Scope scope_in(const Identity& who, const std::string& study) {
    const std::optional<Role> role = role_in(who, study);
    if (!role) return {};
    if (*role != Role::supervisor && *role != Role::enumerator)
        return {.everyone = true, .senders = {}};
    Scope scope{.everyone = false, .senders = who.team};
    if (*role == Role::enumerator) scope.senders.push_back(who.name);
    return scope;
}

bool Scope::holds(std::string_view sender) const {
    return everyone || std::ranges::find(senders, sender) != senders.end();
}

}  // namespace mtm
