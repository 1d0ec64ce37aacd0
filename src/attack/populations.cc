#include "attack/populations.h"

#include <algorithm>
#include <set>

#include "attack/answer_conditions.h"

namespace mtm {

namespace {

std::optional<long long> base_of_everyone(const PublicTable& table) {
    for (const PublicGroup& group : table.groups) {
        if (!group.name.empty()) continue;
        if (group.base) return group.base;
        if (table.percent_of == "row") return std::nullopt;
        for (const PublicCell& cell : group.cells) {
            if (cell.base) return cell.base;
        }
    }
    return std::nullopt;
}

Population told(const PublicTable& table, const PublicStructure& structure, long long interviews) {
    const auto base = base_of_everyone(table);
    if (*table.everyone) {
        if (base && *base != interviews)
            return {"all " + std::to_string(*base) + " of “" + table.question + "”", {}};
        return {everyone_interviewed, {}};
    }
    Population out = asked_by_form(table.question, structure);
    const bool by_form = !out.where.empty();
    if (!by_form && !table.asked.empty()) out.name = "those who " + table.asked;
    if (table.where.empty()) {
        if (!by_form && table.asked.empty()) out.name = "asked " + table.question;
        return out;
    }
    if (const auto answers = answers_in(table.where)) {
        for (const auto& [question, answer] : *answers)
            add_answer(out.where, question, answer);
    } else {
        out.name += " where " + table.where;
    }
    return out;
}

}  // namespace

Population asked_by_form(const std::string& question, const PublicStructure& structure) {
    Population out{everyone_interviewed, {}};
    for (const AskedOf& asked : structure.asked) {
        if (asked.question == question)
            add_answer(
                out.where, asked.filter, AnswerCondition{asked.filter, asked.answers}.in_answers());
    }
    return out;
}

long long interviews_of(const PublicTables& tables, const PublicStructure& structure) {
    if (structure.interviews) return *structure.interviews;
    if (tables.interviews) return *tables.interviews;
    long long out = 0;
    for (const PublicTable& table : tables.tables)
        out = std::max(out, base_of_everyone(table).value_or(0));
    return out;
}

std::vector<Population> populations_of(const PublicTables& tables,
                                       const PublicStructure& structure) {
    const long long interviews = interviews_of(tables, structure);
    std::map<std::string, std::set<long long>> bases;  // printed, by question
    for (const PublicTable& table : tables.tables) {
        if (const auto base = base_of_everyone(table)) bases[table.question].insert(*base);
    }
    std::vector<Population> out;
    for (const PublicTable& table : tables.tables) {
        if (table.everyone) {
            out.push_back(told(table, structure, interviews));
            continue;
        }
        const std::set<long long>& printed = bases[table.question];
        auto base = base_of_everyone(table);
        if (!base && printed.size() == 1) base = *printed.begin();
        if (base && *base == interviews) {
            out.push_back({everyone_interviewed, {}});
        } else if (base) {
            out.push_back({"the " + std::to_string(*base) + " asked " + table.question, {}});
        } else {
            const bool alone = printed.size() > 1;  // it may be of any of them
            out.push_back(
                {"asked " + table.question + (alone ? " in table " + table.name : ""), {}});
        }
    }
    return out;
}

}  // namespace mtm
