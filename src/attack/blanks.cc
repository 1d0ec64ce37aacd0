#include "attack/blanks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace mtm {
namespace {

class BlankReader {
public:
    BlankReader(const PublicCsv& records, const std::vector<CountBounds>& bounds, RowsAre rows)
        : records_(records), bounds_(bounds), rows_(rows) {}

    std::vector<FilledBlanks> read(const std::vector<TableCounts>& tables) {
        for (const TableCounts& counts : tables) {
            const PublicTable& table = *counts.table;
            if (!table.counts_people() || table.multiple || !table.where.empty()) continue;
            const auto column = records_.column(table.question);
            if (!column || !speak_alike(*column, table)) continue;
            for (std::size_t g = 0; g < table.groups.size(); ++g)
                read_group(counts, g, *column);
        }
        return std::move(out_);
    }

private:
    // Whether every answer of the records is a category of the table.
    [[nodiscard]] bool speak_alike(std::size_t column, const PublicTable& table) const {
        return std::ranges::all_of(records_.rows, [&](const auto& row) {
            return row[column].empty() ||
                   std::ranges::find(table.categories, row[column]) != table.categories.end();
        });
    }

    // Rows of a group; nothing if the records do not tell exactly who is in it.
    [[nodiscard]] std::optional<std::vector<std::size_t>> rows_of(const PublicGroup& group) const {
        std::vector<std::pair<std::size_t, std::string>> wanted;
        for (const auto& [question, answer] : group.path) {
            const auto column = records_.column(question);
            if (!column) return std::nullopt;
            wanted.emplace_back(*column, answer);
        }
        std::vector<std::size_t> out;
        std::vector<bool> seen(wanted.size(), false);
        for (std::size_t r = 0; r < records_.rows.size(); ++r) {
            bool in = true;
            for (std::size_t w = 0; w < wanted.size(); ++w) {
                const std::string& value = records_.rows[r][wanted[w].first];
                if (value.empty()) return std::nullopt;
                const bool same = value == wanted[w].second;
                seen[w] = seen[w] || same;
                in &= same;
            }
            if (in) out.push_back(r);
        }
        // Codes of another coarseness look like a group of nobody.
        if (std::ranges::find(seen, false) != seen.end()) return std::nullopt;
        return out;
    }

    // The most answers that the table counts and the records lack.
    [[nodiscard]] long long not_told(const TableCounts& counts,
                                     std::size_t g,
                                     const std::map<std::string, long long>& told) const {
        const long long most = bounds_[static_cast<std::size_t>(counts.bases[g])].high;
        if (most >= no_limit) return 0;
        long long out = 0;
        for (std::size_t c = 0; c < counts.cells[g].size(); ++c) {
            if (counts.table->categories[c].empty()) continue;
            const auto cell = static_cast<std::size_t>(counts.cells[g][c]);
            out = std::min(most, out + std::min(most, bounds_[cell].high));
        }
        for (const auto& [answer, many] : told)
            out -= many;
        return out;
    }

    void read_group(const TableCounts& counts, std::size_t g, std::size_t column) {
        const PublicTable& table = *counts.table;
        const auto rows = rows_of(table.groups[g]);
        if (!rows) return;
        std::map<std::string, long long> told;
        long long blank = 0;
        for (const std::size_t r : *rows) {
            const std::string& answer = records_.rows[r][column];
            if (answer.empty()) {
                ++blank;
            } else {
                ++told[answer];
            }
        }
        if (rows_ == RowsAre::of_some) blank = not_told(counts, g, told);
        if (blank <= 0) return;
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            if (table.categories[c].empty()) continue;  // no answer: the blank says as much
            const CountBounds& count = bounds_[static_cast<std::size_t>(counts.cells[g][c])];
            if (count.low - told[table.categories[c]] < blank) continue;
            // Where everybody gave it, the table says so by itself.
            if (count.low >= bounds_[static_cast<std::size_t>(counts.bases[g])].high) continue;
            if (!found_.insert({table.question, table.groups[g].name, table.categories[c]}).second)
                continue;
            out_.push_back(
                {table.question,
                 table.categories[c],
                 "table “" + table.name + "”" +
                     (table.groups[g].name.empty() ? "" : ", group “" + table.groups[g].name + "”"),
                 static_cast<std::size_t>(blank)});
        }
    }

    const PublicCsv& records_;
    const std::vector<CountBounds>& bounds_;
    RowsAre rows_;
    std::vector<FilledBlanks> out_;
    std::set<std::tuple<std::string, std::string, std::string>> found_;
};

}  // namespace

std::vector<FilledBlanks> filled_blanks(const PublicCsv& records,
                                        const PublicSystem& system,
                                        const std::vector<CountBounds>& bounds,
                                        RowsAre rows) {
    return BlankReader(records, bounds, rows).read(system.tables);
}

}  // namespace mtm
