// A table is decided in rounds: what may stand for its own sake is compared with what was
// published; cells that give a few people back count as small in the next round, and so on until
// none is left.
#include "disclosure/table_decision.h"

#include <algorithm>
#include <optional>

#include "disclosure/few.h"

namespace mtm {

namespace {

struct Item {
    KnownCount known;
    std::size_t group = 0;
    std::size_t category = no_category;  // the base
};

struct PrintedLine {
    Line counts;
    std::vector<Item> items;  // as counts; what none of them tells of comes last and has none
};

class Readers {
public:
    Readers(const Table& table, const TableDecision& decision)
        : table_(table), decision_(decision), rows_(*table.rows) {}

    // Large sets first, so that of two that differ by a few it is the smaller one that goes.
    std::vector<Item> items() const {
        std::vector<Item> out;
        for (std::size_t g = 0; g < rows_.bases.size(); ++g) {
            if (const auto known = base(g)) append({*known, g, no_category}, out);
        }
        for (std::size_t g = 0; g < rows_.bases.size(); ++g) {
            for (std::size_t c = 0; c < rows_.cells[g].size(); ++c) {
                const auto known = cell(g, c);
                if (!known) continue;
                append({*known, g, c}, out);
                if (table_.multiple) append({others(g, *known), g, c}, out);
            }
        }
        return out;
    }

    std::vector<PrintedLine> lines() const {
        std::vector<PrintedLine> out;
        if (!table_.multiple && counts_people(table_)) {
            for (std::size_t g = 0; g < rows_.bases.size(); ++g)
                out.push_back(column(g));
        }
        for (const GroupFamily& family : families_of(table_)) {
            if (!family.divides) continue;
            out.push_back(across(family, no_category));
            for (std::size_t c = 0; c < table_.categories.size(); ++c)
                out.push_back(across(family, c));
        }
        std::erase_if(out, [](const PrintedLine& line) { return line.items.empty(); });
        return out;
    }

private:
    static void append(Item item, std::vector<Item>& out) {
        if (item.known.rows.count() > 0) out.push_back(std::move(item));
    }

    std::optional<KnownCount> base(std::size_t g) const {
        if (decision_.coarse || decision_.withheld.groups[g]) return std::nullopt;
        return known_exactly(rows_.bases[g]);
    }

    std::optional<KnownCount> cell(std::size_t g, std::size_t c) const {
        if (decision_.withheld.cells[g][c] || decision_.withheld.groups[g]) return std::nullopt;
        const RowSet& counted = rows_.cells[g][c];
        if (!decision_.coarse) return known_exactly(counted);
        if (table_.spec.statistic == Statistic::total) return known_exactly(counted);
        if (table_.spec.statistic != Statistic::percent) return std::nullopt;
        return known_from_percentage(counted, percent_base(g, c));
    }

    // How many people the percentage is of.
    std::size_t percent_base(std::size_t g, std::size_t c) const {
        if (table_.spec.percent_of == PercentOf::row) return rows_.cells[0][c].count();
        return table_.group_bases[table_.spec.percent_of == PercentOf::total ? 0 : g];
    }

    std::optional<KnownCount> any(std::size_t g, std::size_t c) const {
        return c == no_category ? base(g) : cell(g, c);
    }

    KnownCount others(std::size_t g, const KnownCount& known) const {
        const std::size_t n = table_.group_bases[g];
        return {rows_.bases[g] - known.rows, less(n, known.high), less(n, known.low)};
    }

    void add(std::size_t g, std::size_t c, PrintedLine& line) const {
        const auto known = any(g, c);
        if (!known || known->rows.count() == 0) return;
        line.counts.push_back(*known);
        line.items.push_back({*known, g, c});
    }

    static void add_rest(const std::optional<KnownCount>& whole, PrintedLine& line) {
        if (!whole || line.items.empty()) return;
        KnownCount rest = *whole;
        for (const KnownCount& part : line.counts) {
            rest.rows -= part.rows;
            rest.low = less(rest.low, part.high);
            rest.high = less(rest.high, part.low);
        }
        if (rest.rows.count() > 0) line.counts.push_back(std::move(rest));
    }

    PrintedLine column(std::size_t g) const {
        PrintedLine line;
        for (std::size_t c = 0; c < table_.categories.size(); ++c)
            add(g, c, line);
        add_rest(base(g), line);
        return line;
    }

    PrintedLine across(const GroupFamily& family, std::size_t c) const {
        PrintedLine line;
        for (const std::size_t g : family.parts)
            add(g, c, line);
        add_rest(any(family.whole, c), line);
        return line;
    }

    const Table& table_;
    const TableDecision& decision_;
    const TableRows& rows_;
};

// Sums of one question that a table tells, of groups large to small, and lines of them that add up.
class SumReaders {
public:
    struct SumItem {
        ToldSum sum;
        std::size_t group = 0;
    };

    SumReaders(const Table& table, const TableDecision& decision, std::size_t question)
        : table_(table), decision_(decision), question_(question) {}

    std::vector<SumItem> items() const {
        std::vector<SumItem> out;
        for (std::size_t g = 0; g < table_.groups.size(); ++g)
            add(g, out);
        return out;
    }

    std::vector<std::vector<SumItem>> lines() const {
        std::vector<std::vector<SumItem>> out;
        for (const GroupFamily& family : families_of(table_)) {
            if (!family.divides) continue;
            std::vector<SumItem>& line = out.emplace_back();
            for (const std::size_t g : family.parts)
                add(g, line);
        }
        return out;
    }

private:
    void add(std::size_t g, std::vector<SumItem>& out) const {
        if (decision_.withheld.cells[g].front() || decision_.withheld.groups[g]) return;
        ToldSum sum{table_.rows->cells[g].front(), table_.rows->summed[question_], 0};
        if (sum.rows.count() == 0) return;
        sum.within = told_within(sum, table_.cells[g].front(), told_as());
        out.push_back({std::move(sum), g});
    }

    ToldAs told_as() const {
        return {.mean = table_.spec.statistic == Statistic::mean,
                .weighted = table_.weighted,
                .coarse = decision_.coarse};
    }

    const Table& table_;
    const TableDecision& decision_;
    std::size_t question_;
};

std::vector<ToldSum> sums_in(const std::vector<SumReaders::SumItem>& items) {
    std::vector<ToldSum> out;
    for (const SumReaders::SumItem& item : items)
        out.push_back(item.sum);
    return out;
}

std::vector<Item> sums_in_conflict(const SumReaders& readers, const ToldSums& sums) {
    std::vector<Item> out;
    ToldSums own = sums.without_any();
    const auto conflict = [&out](const SumReaders::SumItem& item) {
        out.push_back({known_exactly(item.sum.rows), item.group, 0});
    };
    for (const SumReaders::SumItem& item : readers.items()) {
        if (sums.gives_back(item.sum) || own.gives_back(item.sum)) {
            conflict(item);
        } else {
            own.add(item.sum);
        }
    }
    if (!out.empty()) return out;
    for (const auto& line : readers.lines()) {
        const std::vector<ToldSum> parts = sums_in(line);
        if (!sums.gives_back(parts) && !own.gives_back(parts)) continue;
        conflict(*std::ranges::min_element(
            line, {}, [](const SumReaders::SumItem& item) { return item.sum.rows.count(); }));
    }
    return out;
}

std::vector<Item> pairs_in_conflict(const Readers& readers, const ReleaseLedger& ledger) {
    std::vector<Item> out;
    ReleaseLedger own(ledger.threshold());
    for (const Item& item : readers.items()) {
        if (ledger.gives_back(item.known) || own.gives_back(item.known)) {
            out.push_back(item);
        } else {
            own.add(item.known);
        }
    }
    return out;
}

// What of a decision would give a few people back.
std::vector<Item> conflicts(const Table& table,
                            const TableDecision& decision,
                            const ReleaseLedger& ledger,
                            const ToldSums* sums) {
    const Readers readers(table, decision);
    std::vector<Item> out = pairs_in_conflict(readers, ledger);
    for (std::size_t q = 0; sums != nullptr && q < table.rows->summed.size(); ++q) {
        for (Item& item : sums_in_conflict(SumReaders(table, decision, q), *sums))
            out.push_back(std::move(item));
    }
    if (!out.empty()) return out;
    for (const PrintedLine& line : readers.lines()) {
        const std::size_t at = ledger.to_leave_out(line.counts, line.items.size());
        if (at < line.items.size()) out.push_back(line.items[at]);
    }
    return out;
}

bool has_levels(const Table& table) {
    return !table.places.empty() || table.spec.percent_of != PercentOf::column;
}

class Decision {
public:
    Decision(const Table& table, const ReleaseLedger& ledger, const ToldSums* sums, bool coarse)
        : table_(table),
          ledger_(ledger),
          sums_(sums),
          besides_(nothing_withheld(table)),
          known_(nothing_withheld(table)),
          coarse_(coarse) {
        // Of the most frequent answers: what the table of all withholds is no secret kept here.
        const bool top = table.spec.top > 0;
        if (counts_people(table) && (has_levels(table) || top || shares_cells())) recall();
    }

    TableDecision decide() {
        TableDecision decision = withheld();
        std::vector<Item> found = conflicts(table_, decision, ledger_, sums_);
        if (found.empty()) return decision;
        if (!coarse_) consider_coarse(found);
        decision = withheld();
        for (found = conflicts(table_, decision, ledger_, sums_); !found.empty();
             found = conflicts(table_, decision, ledger_, sums_)) {
            if (!count_as_small(found)) return {all_withheld(table_), coarse_};
            decision = withheld();
        }
        return decision;
    }

private:
    TableDecision withheld() const {
        return {withhold(table_, besides_, known_, ledger_.threshold()), coarse_};
    }

    bool shares_cells() const {
        const TableRows& rows = *table_.rows;
        const auto withheld = [&](const RowSet& set) {
            return ledger_.has_withheld(set, ReleaseLedger::TableKind::with_levels);
        };
        return std::ranges::any_of(rows.bases, withheld) ||
               std::ranges::any_of(rows.cells, [&](const std::vector<RowSet>& cells) {
                   return std::ranges::any_of(cells, withheld);
               });
    }

    // Tables of one question share cells: what one of them withheld no table with levels may give
    // back, and what one printed protects nothing there; nor does a plain table that shares cells
    // with one that has levels. Plain tables among themselves are compared by the ledger.
    void recall() {
        const TableRows& rows = *table_.rows;
        for (std::size_t g = 0; g < rows.bases.size(); ++g) {
            known_.groups[g] = ledger_.knows(rows.bases[g]);
            besides_.groups[g] = ledger_.has_withheld(rows.bases[g]);
            for (std::size_t c = 0; c < rows.cells[g].size(); ++c) {
                known_.cells[g][c] = ledger_.knows(rows.cells[g][c]);
                besides_.cells[g][c] = ledger_.has_withheld(rows.cells[g][c]);
            }
        }
    }

    // Coarse if a base cannot stand, or if that alone is enough.
    void consider_coarse(const std::vector<Item>& found) {
        if (table_.spec.statistic == Statistic::count) return;
        coarse_ = true;
        if (conflicts(table_, withheld(), ledger_, sums_).empty() && all_bases_large(found)) return;
        coarse_ = std::ranges::any_of(
            found, [](const Item& item) { return item.category == no_category; });
        if (coarse_) hide_small_bases(found);
    }

    static bool is_small_base(const Item& item) {
        return item.category == no_category && item.known.high < rounding_hides_from;
    }

    static bool all_bases_large(const std::vector<Item>& found) {
        return std::ranges::none_of(found, is_small_base);
    }

    void hide_small_bases(const std::vector<Item>& found) {
        for (const Item& item : found) {
            if (is_small_base(item)) besides_.groups[item.group] = true;
        }
    }

    // False if that changes nothing.
    bool count_as_small(const std::vector<Item>& found) {
        bool changed = false;
        for (const Item& item : found) {
            const bool base = item.category == no_category;
            auto flag =
                base ? besides_.groups[item.group] : besides_.cells[item.group][item.category];
            changed = changed || !flag;
            flag = true;
        }
        return changed;
    }

    const Table& table_;
    const ReleaseLedger& ledger_;
    const ToldSums* sums_;  // null where none is told closely
    Withheld besides_;
    Withheld known_;  // printed elsewhere
    bool coarse_;
};

TableDecision decided(const Table& table,
                      const ReleaseLedger& ledger,
                      const ToldSums* sums,
                      bool coarse) {
    if (table.rows == nullptr) {
        const Withheld nothing = nothing_withheld(table);
        return {withhold(table, nothing, nothing, ledger.threshold()), coarse};
    }
    return Decision(table, ledger, sums, coarse).decide();
}

}  // namespace

std::vector<ToldCell> told_exactly(const Table& table, const TableDecision& decision) {
    std::vector<ToldCell> out;
    if (table.rows == nullptr) return out;
    for (const Item& item : Readers(table, decision).items()) {
        if (item.known.low != item.known.high) continue;
        out.push_back({item.known.rows, item.group, item.category});
    }
    return out;
}

std::vector<ToldGroup> sums_told(const Table& table, const TableDecision& decision) {
    std::vector<ToldGroup> out;
    if (table.rows == nullptr) return out;
    for (std::size_t g = 0; g < table.groups.size(); ++g)
        out.push_back({g, {}});
    for (std::size_t q = 0; q < table.rows->summed.size(); ++q) {
        for (SumReaders::SumItem& item : SumReaders(table, decision, q).items())
            out[item.group].sums.push_back(std::move(item.sum));
    }
    std::erase_if(out, [](const ToldGroup& group) { return group.sums.empty(); });
    return out;
}

std::vector<RowSet> few_in_cells(const Table& table, std::size_t threshold) {
    std::vector<RowSet> out;
    if (table.rows == nullptr || !counts_people(table)) return out;
    const TableRows& rows = *table.rows;
    for (std::size_t g = 0; g < rows.bases.size(); ++g) {
        for (const RowSet& cell : rows.cells[g]) {
            RowSet others = rows.bases[g] - cell;
            if (is_few(cell.people(), threshold)) out.push_back(cell);
            if (is_few(others.people(), threshold)) out.push_back(std::move(others));
        }
    }
    return out;
}

std::vector<RowSet> few_in_bases(const Table& table, std::size_t threshold) {
    std::vector<RowSet> out;
    if (table.rows == nullptr) return out;
    for (const RowSet& base : table.rows->bases) {
        if (is_few(base.people(), threshold)) out.push_back(base);
    }
    return out;
}

TableDecision decide_table(const Table& table, const ReleaseLedger& ledger, const ToldSums& sums) {
    return decided(table, ledger, &sums, false);
}

TableDecision decide_coarse_table(const Table& table, const ReleaseLedger& ledger) {
    return decided(table, ledger, nullptr, true);
}

void publish(const Table& table, const TableDecision& decision, ToldSums& sums) {
    if (table.rows == nullptr) return;
    for (std::size_t q = 0; q < table.rows->summed.size(); ++q) {
        const SumReaders readers(table, decision, q);
        for (const SumReaders::SumItem& item : readers.items())
            sums.add(item.sum);
        for (const auto& line : readers.lines())
            sums.add(sums_in(line));
    }
}

void publish(const Table& table, const TableDecision& decision, ReleaseLedger& ledger) {
    if (table.rows == nullptr) return;
    const Readers readers(table, decision);
    for (const Item& item : readers.items())
        ledger.add(item.known);
    for (const PrintedLine& line : readers.lines())
        ledger.add(line.counts);
    if (!counts_people(table)) return;
    const auto kind =
        has_levels(table) ? ReleaseLedger::TableKind::with_levels : ReleaseLedger::TableKind::plain;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        if (decision.withheld.groups[g]) ledger.add_withheld(table.rows->bases[g], kind);
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            if (decision.withheld.cells[g][c]) ledger.add_withheld(table.rows->cells[g][c], kind);
        }
    }
}

}  // namespace mtm
