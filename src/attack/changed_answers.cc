#include "attack/changed_answers.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string_view>

namespace mtm {
namespace {

using PrintedCount = std::optional<long long>;

bool is_of_answers(const std::string& expression) {
    return std::ranges::any_of(
        std::vector<std::string_view>{"mean(", "median(", "quantile(", "total(", "ratio("},
        [&](std::string_view name) { return expression.find(name) != std::string::npos; });
}

// A number by what it is of, whatever its table is called.
std::string name_of(const PublicTable& table, const PublicGroup& group) {
    std::string out = table.statistic + " of " + table.question;
    if (!table.where.empty()) out += ", where " + table.where;
    if (!table.asked.empty()) out += ", asked: " + table.asked;
    if (group.path.empty()) return out + ", everyone";
    for (const auto& [question, answer] : group.path)
        out += ", " + question + " = " + answer;
    return out;
}

std::map<std::string, const PublicCell*> numbers_in(const PublicTables& tables) {
    std::map<std::string, const PublicCell*> out;
    for (const PublicTable& table : tables.tables) {
        if (table.counts_people()) continue;
        for (const PublicGroup& group : table.groups) {
            if (!group.cells.empty()) out.emplace(name_of(table, group), &group.cells.front());
        }
    }
    return out;
}

long long by_how_many(PrintedCount now, PrintedCount before, long long interviews) {
    return now && before ? *now - *before : interviews;
}

}  // namespace

std::vector<ChangedAnswers> changed_answers(const PublicNumbers& before,
                                            const PublicNumbers& now,
                                            int threshold) {
    std::vector<ChangedAnswers> out;
    const long long interviews = by_how_many(now.tables.interviews, before.tables.interviews, 0);
    const auto tell = [&](std::string where, long long people) {
        if (std::llabs(people) < threshold) out.push_back({std::move(where), people});
    };
    const auto old = numbers_in(before.tables);
    for (const auto& [name, cell] : numbers_in(now.tables)) {
        const auto found = old.find(name);
        if (found == old.end()) continue;
        const std::string& was = found->second->value;
        if (was.empty() || cell->value.empty() || was == cell->value) continue;
        tell(name, by_how_many(cell->count, found->second->count, interviews));
    }
    std::set<std::string> told;
    for (const PublicFigure& figure : now.figures) {
        if (!is_of_answers(figure.expression) || told.contains(figure.expression)) continue;
        const PublicFigure* other = nullptr;
        bool same = false;  // in some language
        for (const PublicFigure& one : before.figures) {
            if (one.expression != figure.expression) continue;
            other = &one;
            same = same || one.printed == figure.printed;
        }
        if (other == nullptr || same || figure.printed.empty()) continue;
        told.insert(figure.expression);
        tell("figure " + figure.expression, by_how_many(figure.base, other->base, interviews));
    }
    return out;
}

}  // namespace mtm
