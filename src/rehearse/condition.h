#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mtm {

/// A condition on the variables of a count model: true or false, a truth table over the atoms of
/// one or a few variables, or all or any of several conditions. Negation is pushed into the tables.
struct Condition {
    enum class Kind { constant, table, all, any };

    Kind kind = Kind::constant;
    bool value = true;                // constant
    std::vector<int> variables;       // table: ascending
    std::vector<int> sizes;           // table: number of atoms of each of them
    std::vector<std::uint8_t> truth;  // table: row-major, the last variable fastest
    std::vector<Condition> parts;     // all, any

    bool operator==(const Condition&) const = default;
};

[[nodiscard]] Condition constant(bool value);

/// A table without the variables on which it does not depend.
[[nodiscard]] Condition truth_table(std::vector<int> variables,
                                    std::vector<int> sizes,
                                    std::vector<std::uint8_t> truth);

[[nodiscard]] Condition negation(const Condition& condition);
[[nodiscard]] Condition all_of(std::vector<Condition> parts);
[[nodiscard]] Condition any_of(std::vector<Condition> parts);

/// The same condition after its tables changed: constants folded, idle variables left out.
[[nodiscard]] Condition simplified(const Condition& condition);

/// The variables that decide the condition, ascending, each once.
[[nodiscard]] std::vector<int> scope(const Condition& condition);

/// Whether it holds where variable v is in atom `atom_of(v)`.
[[nodiscard]] bool holds(const Condition& condition, const std::function<int(int)>& atom_of);

/// Two conditions with the same key are the same.
[[nodiscard]] std::string key(const Condition& condition);

}  // namespace mtm
