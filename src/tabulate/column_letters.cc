#include "tabulate/column_letters.h"

#include <algorithm>

#include "base/text.h"
#include "estimation/many_tests.h"

namespace mtm {
namespace {

std::string letter_of(std::size_t column) {
    std::string out;
    for (std::size_t left = column; left > 0; left = (left - 1) / 26)
        out.insert(out.begin(), static_cast<char>('A' + (left - 1) % 26));
    return out;
}

void add_row(const Table& table, const MarkRules& rules, std::size_t c, ColumnLetters& out) {
    std::vector<double> p;
    for (const auto& group : table.cells) {
        for (const Contrast& contrast : group[c].contrasts)
            p.push_back(contrast.p);
    }
    const std::vector<double> adjusted = adjust_holm(p);
    const double limit = rules.letters == LetterRule::at_5_and_10 ? 0.10 : 0.05;
    std::size_t next = 0;
    for (std::size_t g = 0; g < table.cells.size(); ++g) {
        for (const Contrast& contrast : table.cells[g][c].contrasts) {
            const double found = adjusted[next++];
            if (found < limit) out.cells[g][c].push_back({contrast.group, found < 0.05});
        }
        std::ranges::sort(out.cells[g][c], {}, &GreaterThan::group);
    }
}

}  // namespace

std::string ColumnLetters::text(std::size_t group, std::size_t category) const {
    std::vector<std::string> letters;
    for (const GreaterThan& other : cells[group][category]) {
        const std::string& name = names[other.group];
        letters.push_back(other.at_5 ? name : lower_ascii(name));
    }
    return join(letters, " ");
}

std::optional<ColumnLetters> column_letters(const Table& table, const MarkRules& rules) {
    const bool tested = std::ranges::any_of(table.cells, [](const auto& group) {
        return std::ranges::any_of(group,
                                   [](const Estimate& cell) { return !cell.contrasts.empty(); });
    });
    if (!tested || rules.letters == LetterRule::none) return std::nullopt;
    ColumnLetters out;
    out.names.emplace_back();
    for (std::size_t g = 1; g < table.groups.size(); ++g)
        out.names.push_back(letter_of(g));
    for (const auto& group : table.cells)
        out.cells.emplace_back(group.size());
    for (std::size_t c = 0; c < table.categories.size(); ++c)
        add_row(table, rules, c, out);
    return out;
}

}  // namespace mtm
