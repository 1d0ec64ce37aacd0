// The mean of all, with the means of the others, gives back that of one group; so of groups that
// divide everyone either none is withheld or several, with enough contributors among them: people
// whose number says something, which for a total are those whose number is not 0.
#include "disclosure/few.h"
#include "disclosure/withheld_kinds.h"

namespace mtm {

namespace {

class WithheldNumbers {
public:
    WithheldNumbers(const Table& table, const Withheld& besides, std::size_t threshold)
        : table_(table), besides_(besides), threshold_(threshold), hidden_(table.groups.size()) {}

    Withheld decide() {
        for (std::size_t g = 0; g < hidden_.size(); ++g) {
            hidden_[g] = is_few(contributors(g), threshold_) || is_few(people(g), threshold_) ||
                         besides_.groups[g] || besides_.cells[g].front();
        }
        if (table_.groups.size() > 1 && !table_.groups_overlap) {
            while (gives_one_back() && hide_smallest()) {
            }
        }
        Withheld out;
        const bool bases_too = hides_a_base();
        for (std::size_t g = 0; g < hidden_.size(); ++g) {
            out.cells.emplace_back(table_.categories.size(), hidden_[g]);
            const bool secondary = g > 0 && bases_too;
            out.groups.push_back(hidden_[g] && (secondary || is_base_withheld(g)));
        }
        return out;
    }

private:
    const Estimate* cell(std::size_t g) const {
        return table_.cells[g].empty() ? nullptr : &table_.cells[g].front();
    }

    // The people of the base.
    std::size_t people(std::size_t g) const {
        const std::size_t base = table_.group_bases[g];
        return table_.rows == nullptr ? base : std::min(base, table_.rows->bases[g].people());
    }

    // Those with a number.
    std::size_t numbers(std::size_t g) const {
        if (cell(g) == nullptr) return 0;
        if (table_.rows == nullptr) return cell(g)->n;
        return std::min(cell(g)->n, table_.rows->cells[g].front().people());
    }

    // Those of whom the number tells.
    std::size_t contributors(std::size_t g) const {
        return cell(g) == nullptr ? 0 : std::min(numbers(g), fewest_of(*cell(g)));
    }

    bool is_base_withheld(std::size_t g) const {
        return is_few(people(g), threshold_) || besides_.groups[g];
    }

    bool hides_a_base() const {
        for (std::size_t g = 0; g < hidden_.size(); ++g) {
            if (is_base_withheld(g)) return true;
        }
        return is_few(people_beyond(false), threshold_);
    }

    // Of everyone together, those in no group, or in no printed one.
    std::size_t people_beyond(bool printed) const {
        if (table_.rows == nullptr) return beyond(printed, &WithheldNumbers::people);
        return people_beyond(printed, [this](std::size_t g) { return table_.rows->bases[g]; });
    }

    // The same of those with a number.
    std::size_t numbers_beyond(bool printed) const {
        if (table_.rows == nullptr) return beyond(printed, &WithheldNumbers::numbers);
        return people_beyond(printed,
                             [this](std::size_t g) { return table_.rows->cells[g].front(); });
    }

    std::size_t beyond(bool printed, std::size_t (WithheldNumbers::*of)(std::size_t) const) const {
        std::size_t left = (this->*of)(0);
        for (std::size_t g = 1; g < hidden_.size(); ++g)
            left = less(left, printed && hidden_[g] ? 0 : (this->*of)(g));
        return left;
    }

    template <typename RowsOf>
    std::size_t people_beyond(bool printed, RowsOf rows_of) const {
        RowSet left = rows_of(0);
        for (std::size_t g = 1; g < hidden_.size(); ++g) {
            if (!printed || !hidden_[g]) left -= rows_of(g);
        }
        return left.people();
    }

    std::size_t unprinted_contributors() const {
        std::size_t sum = beyond(false, &WithheldNumbers::contributors);
        for (std::size_t g = 1; g < hidden_.size(); ++g)
            sum += hidden_[g] ? contributors(g) : 0;
        return sum;
    }

    // Groups that a reader would have to tell apart.
    std::size_t unprinted_groups() const {
        std::size_t groups = numbers_beyond(false) > 0 ? 1 : 0;
        for (std::size_t g = 1; g < hidden_.size(); ++g)
            groups += hidden_[g] && contributors(g) > 0 ? 1 : 0;
        return groups;
    }

    bool gives_one_back() const {
        bool sensitive =
            is_few(numbers_beyond(false), threshold_) || is_few(people_beyond(false), threshold_);
        for (std::size_t g = 1; g < hidden_.size(); ++g)
            sensitive = sensitive || hidden_[g];
        if (!sensitive) return false;
        return unprinted_groups() < 2 || unprinted_contributors() < threshold_ ||
               numbers_beyond(true) < threshold_ || people_beyond(true) < threshold_;
    }

    bool hide_smallest() {
        std::size_t smallest = 0;
        for (std::size_t g = 1; g < hidden_.size(); ++g) {
            if (hidden_[g] || contributors(g) == 0) continue;
            if (smallest == 0 || contributors(g) < contributors(smallest)) smallest = g;
        }
        if (smallest == 0) return false;
        hidden_[smallest] = true;
        return true;
    }

    const Table& table_;
    const Withheld& besides_;
    std::size_t threshold_;
    std::vector<bool> hidden_;
};

// A group and its parts as a table of their own.
Table table_of(const Table& table, const GroupFamily& family) {
    Table out;
    out.spec = table.spec;
    out.categories = table.categories;
    out.groups_overlap = !family.divides;
    std::vector<std::size_t> groups{family.whole};
    groups.insert(groups.end(), family.parts.begin(), family.parts.end());
    TableRows rows;
    for (const std::size_t g : groups) {
        out.groups.push_back(table.groups[g]);
        out.group_bases.push_back(table.group_bases[g]);
        out.cells.push_back(table.cells[g]);
        if (table.rows == nullptr) continue;
        rows.bases.push_back(table.rows->bases[g]);
        rows.cells.push_back(table.rows->cells[g]);
    }
    if (table.rows != nullptr) out.rows = std::make_shared<const TableRows>(std::move(rows));
    return out;
}

Withheld besides_of(const Withheld& besides, const GroupFamily& family) {
    Withheld out{{besides.cells[family.whole]}, {besides.groups[family.whole]}};
    for (const std::size_t g : family.parts) {
        out.cells.push_back(besides.cells[g]);
        out.groups.push_back(besides.groups[g]);
    }
    return out;
}

// Each group with its parts, outer ones first. The parts of a group that is withheld would give it
// back, so they all go with it.
Withheld withheld_in_nest(const Table& table, const Withheld& besides, std::size_t threshold) {
    Withheld out = nothing_withheld(table);
    for (const GroupFamily& family : families_of(table)) {
        const Withheld found =
            WithheldNumbers(table_of(table, family), besides_of(besides, family), threshold)
                .decide();
        const std::size_t whole = family.whole;
        if (whole == 0) {
            out.cells[0] = found.cells[0];
            out.groups[0] = found.groups[0];
        }
        const bool cells_too = out.cells[whole].front() || found.cells[0].front();
        for (std::size_t p = 0; p < family.parts.size(); ++p) {
            const std::size_t g = family.parts[p];
            out.groups[g] = found.groups[p + 1] || out.groups[whole];
            const bool hidden = found.cells[p + 1].front() || cells_too || out.groups[g];
            out.cells[g].assign(out.cells[g].size(), hidden);
        }
    }
    return out;
}

}  // namespace

Withheld withheld_numbers(const Table& table, const Withheld& besides, std::size_t threshold) {
    if (!table.places.empty()) return withheld_in_nest(table, besides, threshold);
    return WithheldNumbers(table, besides, threshold).decide();
}

}  // namespace mtm
