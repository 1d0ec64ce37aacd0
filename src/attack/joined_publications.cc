// Two plans over the same interviews: of 150 people 84 own, and beside it, in the next publication,
// 60 rent. Neither tells that 6 live in the street. So what was printed is one system with what is
// to be printed. A table that prints other numbers of the same people than one before it is linked
// to none (public_system.cc): answers were corrected, and subtracting tells nothing for certain.
//
// Tested in attack_test.cc.
#include "attack/joined_publications.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace mtm {
namespace {

bool stands_in(const std::vector<PublicTable>& tables, PublicTable table) {
    return std::ranges::any_of(tables, [&](const PublicTable& one) {
        table.name = one.name;
        return table == one;
    });
}

bool stands_in(const std::vector<PublicFigure>& figures, const PublicFigure& figure) {
    return std::ranges::any_of(figures, [&](const PublicFigure& one) {
        return one.expression == figure.expression && one.printed == figure.printed &&
               (!figure.base || one.base == figure.base);
    });
}

// What several publications print, each thing once.
struct PrintedTogether {
    PublicTables tables;
    std::vector<PublicFigure> figures;

    // Whether anything of it is new.
    bool add(const PrintedBefore& before) {
        const std::size_t many = tables.tables.size() + figures.size();
        for (const PublicTable& table : before.tables.tables) {
            if (stands_in(tables.tables, table)) continue;
            tables.tables.push_back(table);
            tables.tables.back().name = before.name + ": " + table.name;
        }
        for (const PublicFigure& figure : before.figures) {
            if (!stands_in(figures, figure)) figures.push_back(figure);
        }
        return tables.tables.size() + figures.size() > many;
    }
};

// Whoever is meant, by the same words in every system.
std::string who(const CountSystem& system, const CountTarget& target) {
    const std::string& name = system.counts[static_cast<std::size_t>(target.count)].name;
    return target.of >= 0 ? "all but " + name : name;
}

std::map<std::string, ToldTogether> few_in(const AttackedTables& attacked) {
    std::map<std::string, ToldTogether> out;
    const CountSystem& system = attacked.system.system;
    for (std::size_t t = 0; t < system.targets.size(); ++t) {
        const TargetVerdict verdict = attacked.found.verdicts[t];
        if (verdict != TargetVerdict::rebuilt && verdict != TargetVerdict::few) continue;
        out.emplace(who(system, system.targets[t]),
                    ToldTogether{system.targets[t], attacked.found.of_targets[t], {}});
    }
    return out;
}

void drop_those_of(const AttackedTables& attacked, std::map<std::string, ToldTogether>& found) {
    for (const auto& [name, told] : few_in(attacked))
        found.erase(name);
}

}  // namespace

bool are_of_same_interviews(const PublicTables& a, const PublicTables& b) {
    return a.interviews && a.interviews == b.interviews && a.rounded_to == 0 && b.rounded_to == 0;
}

bool is_printed_again(const PrintedBefore& before,
                      const PublicTables& tables,
                      const std::vector<PublicFigure>& figures) {
    return std::ranges::all_of(
               before.tables.tables,
               [&](const PublicTable& table) { return stands_in(tables.tables, table); }) &&
           std::ranges::all_of(before.figures, [&](const PublicFigure& figure) {
               return stands_in(figures, figure);
           });
}

JoinedPublications joined_publications(const AttackedTables& now,
                                       const std::vector<PublicFigure>& figures,
                                       const std::vector<PrintedBefore>& before,
                                       const PublicStructure& form,
                                       int threshold) {
    JoinedPublications out;
    const auto rebuilt = [&](PrintedTogether printed) {
        return rebuild_counts(std::move(printed.tables), printed.figures, form, threshold);
    };
    const PrintedTogether own{now.tables, figures};
    PrintedTogether all = own;
    PrintedTogether without_own;
    std::vector<const PrintedBefore*> with;
    for (const PrintedBefore& one : before) {
        if (!are_of_same_interviews(one.tables, now.tables) || !all.add(one)) continue;
        with.push_back(&one);
    }
    if (with.empty()) return out;
    const AttackedTables together = rebuilt(all);
    out.contradictions = std::max(0, together.found.contradictions - now.found.contradictions);
    std::map<std::string, ToldTogether> found = few_in(together);
    drop_those_of(now, found);
    if (found.empty()) return out;
    without_own.tables.interviews = now.tables.interviews;
    for (const PrintedBefore& one : before) {
        if (are_of_same_interviews(one.tables, now.tables)) without_own.add(one);
    }
    drop_those_of(rebuilt(without_own), found);
    std::set<std::string> all_names;
    for (const PrintedBefore* one : with) {
        all_names.insert(one->name);
        PrintedTogether two = own;
        two.add(*one);
        for (const auto& [name, told] : few_in(rebuilt(two))) {
            if (const auto at = found.find(name); at != found.end())
                at->second.with.push_back(one->name);
        }
    }
    for (auto& [name, told] : found) {
        if (told.with.empty()) told.with.assign(all_names.begin(), all_names.end());
        out.found.push_back(std::move(told));
    }
    return out;
}

}  // namespace mtm
