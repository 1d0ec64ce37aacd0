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

// Those whom the form brings to some question, by the words in which tables say who was asked; none
// for words that stand for several.
std::map<std::string, Answers> asked_in_words(const PublicTables& tables,
                                              const PublicStructure& structure) {
    std::map<std::string, std::set<Answers>> by_words;
    for (const PublicTable& table : tables.tables) {
        Answers asked = asked_by_form(table.question, structure).where;
        if (!asked.empty() && table.everyone == false) by_words[table.asked].insert(asked);
    }
    std::map<std::string, Answers> out;
    for (const auto& [asked_words, asked] : by_words) {
        if (!asked_words.empty() && asked.size() == 1) out.emplace(asked_words, *asked.begin());
    }
    return out;
}

class PopulationsTold {
public:
    PopulationsTold(const PublicTables& tables, const PublicStructure& structure)
        : structure_(structure),
          interviews_(interviews_of(tables, structure)),
          in_words_(asked_in_words(tables, structure)) {}

    [[nodiscard]] Population of(const PublicTable& table) const {
        const auto base = base_of_everyone(table);
        if (base && (*base > interviews_ || (*table.everyone && *base != interviews_)))
            return of_rows(table, *base);
        if (*table.everyone) return {everyone_interviewed, {}};
        Population out = asked(table);
        if (table.where.empty()) return out;
        if (const auto answers = answers_in(table.where)) {
            for (const auto& [question, answer] : *answers)
                add_answer(out.where, question, answer);
        } else {
            out.name += " where " + table.where;
        }
        return out;
    }

private:
    // A question of a repeat has as many answers as rows; more than were interviewed are rows.
    static Population of_rows(const PublicTable& table, long long base) {
        Population out{"all " + std::to_string(base) + " of “" + table.question + "”", {}};
        if (!*table.everyone && !table.asked.empty()) out.name += " who " + table.asked;
        if (!table.where.empty()) out.name += " where " + table.where;
        return out;
    }

    // A derived question is of those asked its source: they have the same words.
    [[nodiscard]] Population asked(const PublicTable& table) const {
        Population out = asked_by_form(table.question, structure_);
        if (!out.where.empty()) return out;
        if (table.asked.empty()) {
            if (table.where.empty()) out.name = "asked " + table.question;
            return out;
        }
        const auto found = in_words_.find(table.asked);
        if (found == in_words_.end()) return {"those who " + table.asked, {}};
        out.where = found->second;
        return out;
    }

    const PublicStructure& structure_;
    long long interviews_;
    std::map<std::string, Answers> in_words_;
};

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
    const PopulationsTold populations(tables, structure);
    std::map<std::string, std::set<long long>> bases;  // printed, by question
    for (const PublicTable& table : tables.tables) {
        if (const auto base = base_of_everyone(table)) bases[table.question].insert(*base);
    }
    std::vector<Population> out;
    for (const PublicTable& table : tables.tables) {
        if (table.everyone) {
            out.push_back(populations.of(table));
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
