#include "rehearse/condition.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/result.h"

namespace mtm {
namespace {

/// The table without its variable number `at`, or the same table if it depends on that variable.
bool drop_if_idle(Condition& table, std::size_t at) {
    std::size_t inner = 1;
    for (std::size_t i = at + 1; i < table.sizes.size(); ++i)
        inner *= static_cast<std::size_t>(table.sizes[i]);
    const auto size = static_cast<std::size_t>(table.sizes[at]);
    std::vector<std::uint8_t> reduced;
    for (std::size_t begin = 0; begin < table.truth.size(); begin += inner * size) {
        for (std::size_t k = 0; k < inner; ++k) {
            for (std::size_t atom = 1; atom < size; ++atom) {
                if (table.truth[begin + atom * inner + k] != table.truth[begin + k]) return false;
            }
            reduced.push_back(table.truth[begin + k]);
        }
    }
    table.truth = std::move(reduced);
    table.variables.erase(table.variables.begin() + static_cast<std::ptrdiff_t>(at));
    table.sizes.erase(table.sizes.begin() + static_cast<std::ptrdiff_t>(at));
    return true;
}

/// Joins parts of one kind into a condition: constants are folded, nested parts of the same kind
/// are lifted, and tables over the same variables become one table.
Condition join_parts(std::vector<Condition> parts, Condition::Kind kind) {
    const bool neutral = kind == Condition::Kind::all;
    std::map<std::vector<int>, Condition> tables;
    std::vector<Condition> others;
    std::vector<Condition> queue = std::move(parts);
    for (std::size_t i = 0; i < queue.size(); ++i) {
        Condition part = queue[i];
        if (part.kind == Condition::Kind::constant) {
            if (part.value != neutral) return part;
        } else if (part.kind == kind) {
            queue.insert(queue.end(), part.parts.begin(), part.parts.end());
        } else if (part.kind == Condition::Kind::table) {
            const auto [at, fresh] = tables.try_emplace(part.variables, part);
            if (fresh) continue;
            for (std::size_t k = 0; k < part.truth.size(); ++k) {
                std::uint8_t& cell = at->second.truth[k];
                cell = neutral ? (cell & part.truth[k]) : (cell | part.truth[k]);
            }
        } else if (std::find(others.begin(), others.end(), part) == others.end()) {
            others.push_back(std::move(part));
        }
    }
    std::vector<Condition> kept;
    for (auto& [variables, table] : tables) {
        Condition reduced = truth_table(table.variables, table.sizes, table.truth);
        if (reduced.kind != Condition::Kind::constant) {
            kept.push_back(std::move(reduced));
        } else if (reduced.value != neutral) {
            return reduced;
        }
    }
    kept.insert(kept.end(), others.begin(), others.end());
    if (kept.empty()) return constant(neutral);
    if (kept.size() == 1) return kept.front();
    Condition joined;
    joined.kind = kind;
    joined.parts = std::move(kept);
    return joined;
}

void collect_scope(const Condition& condition, std::vector<int>& out) {
    out.insert(out.end(), condition.variables.begin(), condition.variables.end());
    for (const Condition& part : condition.parts)
        collect_scope(part, out);
}

}  // namespace

Condition constant(bool value) {
    Condition condition;
    condition.value = value;
    return condition;
}

Condition truth_table(std::vector<int> variables,
                      std::vector<int> sizes,
                      std::vector<std::uint8_t> truth) {
    Condition table;
    table.kind = Condition::Kind::table;
    table.variables = std::move(variables);
    table.sizes = std::move(sizes);
    table.truth = std::move(truth);
    for (std::size_t i = table.variables.size(); i > 0; --i)
        drop_if_idle(table, i - 1);
    if (table.variables.empty()) return constant(table.truth.empty() || table.truth[0] != 0);
    return table;
}

Condition negation(const Condition& condition) {
    Condition out = condition;
    switch (condition.kind) {
        case Condition::Kind::constant:
            out.value = !condition.value;
            return out;
        case Condition::Kind::table:
            for (std::uint8_t& cell : out.truth)
                cell = cell == 0 ? 1 : 0;
            return out;
        case Condition::Kind::all:
        case Condition::Kind::any:
            break;
    }
    for (Condition& part : out.parts)
        part = negation(part);
    return condition.kind == Condition::Kind::all ? any_of(std::move(out.parts))
                                                  : all_of(std::move(out.parts));
}

Condition all_of(std::vector<Condition> parts) {
    return join_parts(std::move(parts), Condition::Kind::all);
}

Condition any_of(std::vector<Condition> parts) {
    return join_parts(std::move(parts), Condition::Kind::any);
}

Condition simplified(const Condition& condition) {
    if (condition.kind == Condition::Kind::constant) return condition;
    if (condition.kind == Condition::Kind::table) {
        return truth_table(condition.variables, condition.sizes, condition.truth);
    }
    std::vector<Condition> parts;
    for (const Condition& part : condition.parts)
        parts.push_back(simplified(part));
    return condition.kind == Condition::Kind::all ? all_of(std::move(parts))
                                                  : any_of(std::move(parts));
}

std::vector<int> scope(const Condition& condition) {
    std::vector<int> variables;
    collect_scope(condition, variables);
    std::sort(variables.begin(), variables.end());
    variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
    return variables;
}

bool holds(const Condition& condition, const std::function<int(int)>& atom_of) {
    switch (condition.kind) {
        case Condition::Kind::constant:
            return condition.value;
        case Condition::Kind::table: {
            std::size_t at = 0;
            for (std::size_t i = 0; i < condition.variables.size(); ++i) {
                const int atom = atom_of(condition.variables[i]);
                at = at * static_cast<std::size_t>(condition.sizes[i]) +
                     static_cast<std::size_t>(atom);
            }
            return condition.truth[at] != 0;
        }
        case Condition::Kind::all:
            return std::all_of(condition.parts.begin(), condition.parts.end(), [&](const auto& p) {
                return holds(p, atom_of);
            });
        case Condition::Kind::any:
            return std::any_of(condition.parts.begin(), condition.parts.end(), [&](const auto& p) {
                return holds(p, atom_of);
            });
    }
    return false;
}

std::string key(const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::constant:
            return condition.value ? "T" : "F";
        case Condition::Kind::table: {
            std::string out = "[";
            for (const int variable : condition.variables)
                out += fmt::format("{},", variable);
            for (const std::uint8_t cell : condition.truth)
                out += cell != 0 ? '1' : '0';
            return out + "]";
        }
        case Condition::Kind::all:
        case Condition::Kind::any:
            break;
    }
    std::vector<std::string> keys;
    for (const Condition& part : condition.parts)
        keys.push_back(key(part));
    std::sort(keys.begin(), keys.end());
    std::string out = condition.kind == Condition::Kind::all ? "(&" : "(|";
    for (const std::string& part : keys)
        out += part;
    return out + ")";
}

}  // namespace mtm
