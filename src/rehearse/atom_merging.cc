#include <algorithm>
#include <map>

#include "rehearse/condition_compiler.h"

namespace mtm {
namespace {

void collect_tables(Condition& condition, std::vector<Condition*>& out) {
    if (condition.kind == Condition::Kind::table) out.push_back(&condition);
    for (Condition& part : condition.parts)
        collect_tables(part, out);
}

/// Entries of a table where its variable number `at` is in `atom`, in order.
std::string slice(const Condition& table, std::size_t at, std::size_t atom) {
    std::size_t inner = 1;
    for (std::size_t i = at + 1; i < table.sizes.size(); ++i)
        inner *= static_cast<std::size_t>(table.sizes[i]);
    const std::size_t stride = inner * static_cast<std::size_t>(table.sizes[at]);
    std::string out;
    for (std::size_t begin = atom * inner; begin < table.truth.size(); begin += stride) {
        for (std::size_t k = 0; k < inner; ++k)
            out += table.truth[begin + k] != 0 ? '1' : '0';
    }
    return out;
}

void rewrite(Condition& table, std::size_t at, const std::vector<std::size_t>& first_of_group) {
    std::size_t inner = 1;
    for (std::size_t i = at + 1; i < table.sizes.size(); ++i)
        inner *= static_cast<std::size_t>(table.sizes[i]);
    const std::size_t stride = inner * static_cast<std::size_t>(table.sizes[at]);
    std::vector<std::uint8_t> truth;
    for (std::size_t begin = 0; begin < table.truth.size(); begin += stride) {
        for (const std::size_t atom : first_of_group) {
            for (std::size_t k = 0; k < inner; ++k)
                truth.push_back(table.truth[begin + atom * inner + k]);
        }
    }
    table.truth = std::move(truth);
    table.sizes[at] = static_cast<int>(first_of_group.size());
}

/// Where an atom of a number goes: numbers join their neighbours only, so that an atom stays an
/// interval. Choices and texts join whatever looks the same.
bool may_join(const Atom& into, const Atom& atom) {
    if (into.kind != atom.kind || into.is_answer != atom.is_answer) return false;
    if (atom.kind == Atom::Kind::several || atom.kind == Atom::Kind::not_asked) return false;
    if (atom.kind != Atom::Kind::numbers) return true;
    return atom.low - into.high <= 1;
}

void absorb(Atom& into, const Atom& atom) {
    into.choices.insert(into.choices.end(), atom.choices.begin(), atom.choices.end());
    if (atom.high >= into.high) {
        into.high = atom.high;
        into.open = atom.open;
    }
    if (atom.kind == Atom::Kind::text && atom.text.empty()) into.text.clear();
}

}  // namespace

void ConditionCompiler::restrict_to(const Condition& everyone,
                                    const std::vector<Condition*>& conditions) {
    if (everyone.kind != Condition::Kind::table || everyone.variables.size() != 1) return;
    const int v = everyone.variables[0];
    Variable& variable = variables[static_cast<std::size_t>(v)];
    std::vector<std::size_t> kept;
    std::vector<Atom> atoms;
    for (std::size_t atom = 0; atom < everyone.truth.size(); ++atom) {
        if (everyone.truth[atom] == 0) continue;
        kept.push_back(atom);
        atoms.push_back(variable.atoms[atom]);
    }
    if (kept.empty() || kept.size() == variable.atoms.size()) return;
    variable.atoms = std::move(atoms);
    std::vector<Condition*> tables;
    for (Condition* condition : conditions)
        collect_tables(*condition, tables);
    for (Condition* table : tables) {
        const auto at = std::find(table->variables.begin(), table->variables.end(), v);
        if (at == table->variables.end()) continue;
        rewrite(*table, static_cast<std::size_t>(at - table->variables.begin()), kept);
    }
    for (Condition* condition : conditions)
        *condition = simplified(*condition);
}

void ConditionCompiler::merge_atoms(const std::vector<Condition*>& conditions) {
    std::vector<Condition*> tables;
    for (Condition* condition : conditions)
        collect_tables(*condition, tables);
    for (std::size_t v = 0; v < variables.size(); ++v) {
        Variable& variable = variables[v];
        if (variable.kind == Variable::Kind::option || variable.kind == Variable::Kind::helper) {
            continue;
        }
        std::vector<std::pair<Condition*, std::size_t>> mine;
        for (Condition* table : tables) {
            const auto at =
                std::find(table->variables.begin(), table->variables.end(), static_cast<int>(v));
            if (at == table->variables.end()) continue;
            mine.emplace_back(table, static_cast<std::size_t>(at - table->variables.begin()));
        }
        std::map<std::string, std::size_t> groups;  // signature → latest group
        std::vector<Atom> merged;
        std::vector<std::size_t> first_of_group;
        for (std::size_t atom = 0; atom < variable.atoms.size(); ++atom) {
            std::string signature(
                1, static_cast<char>('a' + static_cast<int>(variable.atoms[atom].kind)));
            for (const auto& [table, at] : mine)
                signature += slice(*table, at, atom) + "/";
            const auto found = groups.find(signature);
            if (found != groups.end() && may_join(merged[found->second], variable.atoms[atom])) {
                absorb(merged[found->second], variable.atoms[atom]);
                continue;
            }
            groups[signature] = merged.size();
            merged.push_back(variable.atoms[atom]);
            first_of_group.push_back(atom);
        }
        for (const auto& [table, at] : mine)
            rewrite(*table, at, first_of_group);
        variable.atoms = std::move(merged);
    }
}

}  // namespace mtm
