#include "disclosure/released.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "disclosure/few.h"
#include "disclosure/figure_decision.h"
#include "disclosure/precision.h"
#include "disclosure/release_internals.h"
#include "disclosure/table_decision.h"

namespace mtm {

namespace {

// Without any number; only the base is kept where the group's may be printed.
Estimate emptied(const Estimate& cell, bool with_base) {
    Estimate out;
    out.no_interval = cell.no_interval;
    if (with_base) out.base = cell.base;
    return out;
}

// A difference of counts that may be printed can itself be a count of few people.
bool counts_few(const FigureValue& figure, std::size_t threshold) {
    if (figure.unit != FigureUnit::count || !figure.estimate.value) return false;
    const double value = std::abs(*figure.estimate.value);
    return value > 0 && value < static_cast<double>(threshold);
}

// A mean, total, ratio or median, and what arithmetic makes of it alone.
bool is_one_number(const FigureValue& figure) {
    if (figure.unit != FigureUnit::number || figure.parts.size() != 1) return false;
    const std::string& aggregate = figure.parts.front().aggregate;
    return aggregate == "mean" || aggregate == "total" || aggregate == "ratio" ||
           aggregate == "median" || aggregate == "quantile";
}

// From a percentage and its standard error, or its interval, follows how many people it is of.
void keep_precision_back(Estimate& estimate) {
    const bool had = estimate.standard_error.has_value();
    drop_precision(estimate);
    if (had) estimate.no_interval = "with it, the number of people would be given away";
}

void keep_precision_back(SafeTable& safe) {
    for (auto& group : safe.table.cells)
        std::ranges::for_each(group, [](Estimate& cell) { keep_precision_back(cell); });
}

// Of a coarse table no number of people is printed.
void forget_counts(SafeTable& safe) {
    Table& table = safe.table;
    table.base.n = 0;
    table.group_bases.assign(table.group_bases.size(), 0);
    for (auto& group : table.cells) {
        for (Estimate& cell : group) {
            cell.n = cell.base = 0;
            cell.fewest.reset();
        }
    }
}

// A test is made of every count of its table: where one of them is protected, there is none. Else
// to three digits, since what more there is tells of weights.
void limit_association(SafeTable& safe) {
    std::optional<Association>& association = safe.table.association;
    if (!association) return;
    bool told = !safe.coarse;
    for (const bool withheld : safe.withheld_groups)
        told = told && !withheld;
    for (const std::vector<bool>& group : safe.withheld) {
        for (const bool withheld : group)
            told = told && !withheld;
    }
    if (!told) {
        association.reset();
        return;
    }
    for (double* number :
         {&association->f, &association->df, &association->denominator_df, &association->p}) {
        if (!(std::abs(*number) > 0) || !std::isfinite(*number)) continue;
        const double unit = std::pow(10.0, std::floor(std::log10(std::abs(*number))) - 2);
        *number = std::round(*number / unit) * unit;
    }
}

void drop_interval(FigureValue& figure) {
    keep_precision_back(figure.estimate);
    for (FigurePart& part : figure.parts)
        keep_precision_back(part.estimate);
}

void erase_row(SafeTable& safe, std::size_t c) {
    Table& table = safe.table;
    const auto at = static_cast<std::ptrdiff_t>(c);
    table.categories.erase(table.categories.begin() + at);
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        table.cells[g].erase(table.cells[g].begin() + at);
        safe.withheld[g].erase(safe.withheld[g].begin() + at);
    }
}

// Where only the most frequent answers have a row, a row without a number tells that the answer is
// given more often than those that have none.
void drop_rows_by_order(SafeTable& safe) {
    const TableSpec& spec = safe.table.spec;
    if (spec.top == 0 || spec.top_of_each || !counts_people(safe.table)) return;
    if (std::ranges::find(safe.withheld[0], false) == safe.withheld[0].end()) return;
    for (std::size_t c = safe.table.categories.size(); c-- > 0;) {
        const Category& category = safe.table.categories[c];
        const bool is_answer = category.meaning == MissingChoice::answer && !category.blank;
        if (is_answer && safe.withheld[0][c]) erase_row(safe, c);
    }
}

void erase_group(SafeTable& safe, std::size_t g) {
    Table& table = safe.table;
    const auto at = static_cast<std::ptrdiff_t>(g);
    table.groups.erase(table.groups.begin() + at);
    table.group_bases.erase(table.group_bases.begin() + at);
    table.cells.erase(table.cells.begin() + at);
    safe.withheld.erase(safe.withheld.begin() + at);
    safe.withheld_groups.erase(safe.withheld_groups.begin() + at);
    renumber_contrasts(safe, g);
    if (table.places.empty()) return;
    table.places.erase(table.places.begin() + at);
    for (GroupPlace& place : table.places) {
        if (place.parent > g) --place.parent;
    }
}

// What of a table its numbers depend on.
std::string key_of(const Table& table) {
    const TableSpec& spec = table.spec;
    return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}",
                       spec.question,
                       fmt::join(spec.by, spec.nested ? "\x1d" : "\x1f"),
                       name_of(spec.percent_of),
                       spec.where ? print(spec.where->root) : "",
                       static_cast<int>(spec.statistic),
                       is_quantile(spec.statistic) ? spec.part_below() : 0,
                       spec.top_of_each ? 0 : spec.top,
                       table.weighted);
}

}  // namespace

void empty_withheld(SafeTable& safe) {
    Table& table = safe.table;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        const bool group = safe.withheld_groups[g];
        if (group) table.group_bases[g] = 0;
        for (std::size_t c = 0; c < table.cells[g].size(); ++c) {
            // Of a percentage of the row, the base is a count of another cell.
            const bool with_base = !group && table.spec.percent_of == PercentOf::column;
            if (safe.withheld[g][c]) table.cells[g][c] = emptied(table.cells[g][c], with_base);
        }
    }
    if (safe.withheld_groups[0]) table.base.n = 0;
}

FigureValue emptied(const FigureValue& figure, std::size_t threshold) {
    FigureValue out;
    out.unit = figure.unit;
    out.spelled_out = figure.spelled_out;
    out.base = figure.base;
    out.estimate = emptied(figure.estimate, true);
    if (is_few(out.base.n, threshold)) out.base.n = 0;
    if (is_few(out.estimate.base, threshold)) out.estimate.base = 0;
    const bool of_everybody = !figure.parts.empty() && figure.parts.front().aggregate == "base";
    if (of_everybody) {
        out.base.n = 0;
        out.estimate.base = 0;
    }
    return out;
}

void drop_withheld_rows(SafeTable& safe, bool (*is_of_kind)(const Category&)) {
    Table& table = safe.table;
    for (std::size_t c = table.categories.size(); c-- > 0;) {
        if (is_of_kind(table.categories[c]) && safe.withheld[0][c]) erase_row(safe, c);
    }
    for (std::size_t g = table.groups.size(); g-- > 1;) {
        if (!is_of_kind(table.groups[g]) || !safe.withheld_groups[g]) continue;
        // Those within it come after it, and are named by the same words.
        std::size_t end = g + 1;
        while (!table.places.empty() && end < table.groups.size() &&
               table.places[end].depth > table.places[g].depth)
            ++end;
        while (end-- > g)
            erase_group(safe, end);
    }
}

SafeTable printed_alone(const Table& table, int threshold) {
    SafeTable safe;
    safe.table = table;
    safe.table.rows = nullptr;
    safe.table.parts.clear();
    safe.threshold = threshold;
    const Withheld nothing = nothing_withheld(table);
    safe.withheld = nothing.cells;
    safe.withheld_groups = nothing.groups;
    return safe;
}

namespace {

// A row whose number is withheld still shows its label; where that is what a person said, the
// label tells as much as the number.
bool is_said_by_people(const Category& category) {
    return category.free_answer;
}

SafeTable printed_whole(const Table& table, int threshold) {
    SafeTable safe = printed_alone(table, threshold);
    for (const Table& part : table.parts)
        safe.parts.push_back(printed_alone(part, threshold));
    return safe;
}

}  // namespace

// How many interviews are counted stands on every publication.
void DisclosureControl::begin_with_everyone(const RowSet& rows) {
    if (begun_ || !rows.known() || rows.level() != 0) return;
    begun_ = true;
    ledger_.add(known_exactly(rows.everyone()));
}

DisclosureControl::DisclosureControl(const StudyFile& rules, Edition edition)
    : DisclosureControl(rules.threshold, edition) {
    sums_ = ToldSums(static_cast<std::size_t>(std::max(rules.threshold, 1)), rules.dominance);
    if (rules.round_to > 0) rounding_.emplace(static_cast<std::size_t>(rules.round_to));
}

// A total is exact where numbers of people are not, and so would tell who came or went. A mean of a
// group that is printed as little more than a few is withheld whether they are few or not: else
// that it is withheld would tell.
void DisclosureControl::withhold_beside_rounding(const Table& table, TableDecision& decision) {
    if (table.spec.statistic == Statistic::total) {
        decision.withheld = all_withheld(table);
        return;
    }
    if (table.rows == nullptr) return;
    for (std::size_t g = 0; g < table.rows->bases.size(); ++g) {
        if (rounding_->of_set(table.rows->bases[g]) >= few_beside_rounding * rounding_->unit())
            continue;
        decision.withheld.groups[g] = true;
        decision.withheld.cells[g].assign(decision.withheld.cells[g].size(), true);
    }
}

namespace {

// That a group of few has nobody of some kind tells what all of them are.
void withhold_within_few(const Table& table, std::size_t threshold, TableDecision& decision) {
    const auto is_of_few = [&](std::size_t g) {
        return is_few(table.group_bases[g], threshold) ||
               (table.rows != nullptr && is_few(table.rows->bases[g].people(), threshold));
    };
    if (is_of_few(0)) decision.withheld = all_withheld(table);
    for (std::size_t g = 1; g < table.places.size(); ++g) {
        if (!is_of_few(table.places[g].parent)) continue;
        decision.withheld.groups[g] = true;
        decision.withheld.cells[g].assign(decision.withheld.cells[g].size(), true);
    }
}

}  // namespace

namespace {

std::vector<RowSet> sets_of(const std::vector<ToldCell>& cells) {
    std::vector<RowSet> out;
    for (const ToldCell& cell : cells)
        out.push_back(cell.rows);
    return out;
}

bool any_of_them(const std::vector<bool>& telling) {
    return std::ranges::find(telling, true) != telling.end();
}

std::vector<RowSet> bases_of(const std::vector<ToldCell>& cells) {
    std::vector<RowSet> out;
    for (const ToldCell& cell : cells) {
        if (cell.category == no_category) out.push_back(cell.rows);
    }
    return out;
}

}  // namespace

// No other number may tell of them, be it printed before the table or after it.
void DisclosureControl::keep_few_secret(const Table& table) {
    if (prints_all() || rounds()) return;
    const auto keep = [this](const Table& part) {
        if (part.rows == nullptr) return;
        const auto threshold = static_cast<std::size_t>(threshold_);
        span_.keep_secret(part.rows->sources, few_in_cells(part, threshold));
        span_.keep_secret(part.rows->base_sources, few_in_bases(part, threshold));
    };
    keep(table);
    std::ranges::for_each(table.parts, keep);
}

// Cells that tell of few by sums and differences of any number of sets. A base rests on skip logic
// and groups alone: whoever is asked about a contract works, and beside a table of who works counts
// as that.
void DisclosureControl::withhold_in_span(const Table& table, TableDecision& decision) {
    if (table.rows == nullptr) return;
    const std::vector<std::string>& sources = table.rows->sources;
    const std::vector<std::string>& of_bases = table.rows->base_sources;
    const std::vector<ToldCell> cells = told_exactly(table, decision);
    std::vector<bool> telling = span_.telling(sources, sets_of(cells));
    const std::vector<bool> bases_tell = span_.telling(of_bases, bases_of(cells));
    std::size_t base = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].category == no_category && bases_tell[base++]) telling[i] = true;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!telling[i]) continue;
        if (cells[i].category == no_category) {
            decision.withheld.groups[cells[i].group] = true;
        } else {
            decision.withheld.cells[cells[i].group][cells[i].category] = true;
        }
    }
    // A group that goes takes its cells along.
    const std::vector<ToldCell> left = told_exactly(table, decision);
    span_.add(sources, sets_of(left));
    span_.add(of_bases, bases_of(left));
}

// A group is told with all its sums, or not at all.
void DisclosureControl::withhold_sums_in_span(const Table& table, TableDecision& decision) {
    for (const ToldGroup& told : sums_told(table, decision)) {
        if (any_of_them(span_.telling(table.rows->sources, told.sums))) {
            decision.withheld.cells[told.group].assign(table.categories.size(), true);
        } else {
            span_.add(table.rows->sources, told.sums);
        }
    }
}

namespace {

// The sets that are the base of a part, with what decides it.
template <typename Take>
void for_each_base(const FigureValue& figure, const std::vector<RowSet>& sets, Take take) {
    for (const FigurePart& part : figure.parts) {
        const RowSet& base = part.aggregate == "base" ? part.counted : part.of;
        if (base.known() && std::ranges::find(sets, base) != sets.end())
            take(part.base_sources, std::vector<RowSet>{base});
    }
}

}  // namespace

bool DisclosureControl::span_tells(const FigureValue& figure, const std::vector<RowSet>& sets) {
    bool out = any_of_them(span_.telling(figure.sources, sets));
    for_each_base(figure, sets, [&](const auto& sources, const auto& base) {
        out = out || any_of_them(span_.telling(sources, base));
    });
    return out;
}

void DisclosureControl::add_to_span(const FigureValue& figure, const std::vector<RowSet>& sets) {
    span_.add(figure.sources, sets);
    for_each_base(
        figure, sets, [&](const auto& sources, const auto& base) { span_.add(sources, base); });
}

DisclosureControl::Decided DisclosureControl::decide(const Table& table) {
    if (rounds() && table.rows != nullptr && counts_people(table) && !table.categories.empty())
        return decide_rounded(table);
    if (table.rows != nullptr && !table.rows->bases.empty()) {
        begin_with_everyone(table.rows->bases.front());
    }
    SafeTable safe = printed_alone(table, threshold_);
    safe.rounded_to = rounded_to();
    const auto threshold = static_cast<std::size_t>(threshold_);
    if (table.categories.empty()) {
        for (std::size_t g = 0; g < table.groups.size(); ++g)
            safe.withheld_groups[g] = is_few(table.group_bases[g], threshold);
        safe.table.association.reset();
        empty_withheld(safe);
        return {std::move(safe), nullptr};
    }
    TableDecision decision =
        rounds() ? decide_coarse_table(table, ledger_) : decide_table(table, ledger_, sums_);
    if (rounds()) withhold_beside_rounding(table, decision);
    withhold_within_few(table, threshold, decision);
    if (linked_.give_back_with(table, decision, threshold)) decision = {all_withheld(table), false};
    if (!rounds()) {
        withhold_in_span(table, decision);
        withhold_sums_in_span(table, decision);
    }
    linked_.add(table, decision);
    publish(table, decision, ledger_);
    if (!rounds()) publish(table, decision, sums_);
    safe.withheld = std::move(decision.withheld.cells);
    safe.withheld_groups = std::move(decision.withheld.groups);
    safe.coarse = decision.coarse;
    limit_association(safe);
    empty_withheld(safe);
    return {std::move(safe), is_said_by_people};
}

DisclosureControl DisclosureControl::over(const JointRows& rows) const {
    DisclosureControl out(threshold_, edition_);
    out.ledger_ = ledger_.moved([&rows](const RowSet& set) { return rows.from_first(set); });
    out.sums_ = sums_.moved([&rows](const RowSet& set) { return rows.from_first(set); });
    out.begun_ = true;
    if (rounding_) {
        out.rounding_ =
            rounding_->moved([&rows](const RowSet& set) { return rows.from_first(set); });
    }
    return out;
}

namespace {

// A question whose answers are put together otherwise has more after its name; what was withheld of
// any of its answers can then be a part of any.
std::string_view as_asked(std::string_view question) {
    return question.substr(0, question.find('\x1f'));
}

}  // namespace

std::vector<bool> DisclosureControl::beside_gaps(const Table& table) const {
    std::vector<bool> out(table.categories.size(), false);
    if (!table.weighted || gaps_.empty()) return out;
    const std::string question(as_asked(table.spec.question));
    const bool any =
        question != table.spec.question &&
        std::ranges::any_of(gaps_, [&](const auto& gap) { return gap.first == question; });
    for (std::size_t c = 0; c < out.size(); ++c)
        out[c] = any || gaps_.contains({question, table.categories[c].name});
    return out;
}

// What is told of a table is known when it is printed: others may have gaps since it was decided.
SafeTable DisclosureControl::told(const Decided& decided) const {
    SafeTable safe = decided.safe;
    if (decided.goes == nullptr) return safe;
    if (safe.coarse) keep_precision_back(safe);
    limit_precision(safe, beside_gaps(safe.table));
    if (safe.coarse) forget_counts(safe);
    drop_withheld_rows(safe, decided.goes);
    drop_rows_by_order(safe);
    return safe;
}

// One part, as it was decided when it was first asked for.
SafeTable DisclosureControl::decided(const Table& table) {
    if (table.rows == nullptr) return told(decide(table));
    const std::string key = key_of(table);
    auto known = tables_.find(key);
    if (known == tables_.end()) known = tables_.emplace(key, decide(table)).first;
    SafeTable safe = told(known->second);
    safe.table.spec = table.spec;
    return safe;
}

Released<SafeTable> DisclosureControl::release(const Table& table) {
    if (prints_all()) return Released<SafeTable>(printed_whole(table, threshold_));
    weighted_ = weighted_ || table.weighted;
    keep_few_secret(table);
    SafeTable safe = decided(table);
    for (const Table& part : table.parts)
        safe.parts.push_back(decided(part));
    return Released<SafeTable>(std::move(safe));
}

bool DisclosureControl::tell_base(const FigureValue& figure) {
    std::vector<RowSet> sets;
    if (const RowSet* base = printed_base(figure); base != nullptr && base->known())
        sets.push_back(*base);
    if (span_tells(figure, sets) || !publish_base(figure, ledger_)) return false;
    add_to_span(figure, sets);
    return true;
}

bool DisclosureControl::tell_precision(const FigureValue& figure) {
    const std::vector<RowSet> sets = behind_precision(figure);
    if (span_tells(figure, sets) || !publish_precision(figure, ledger_)) return false;
    add_to_span(figure, sets);
    return true;
}

Released<SafeFigure> DisclosureControl::release(const FigureValue& figure) {
    SafeFigure safe;
    safe.threshold = threshold_;
    safe.figure = figure;
    forget_rows(safe.figure);
    if (prints_all()) return Released<SafeFigure>(std::move(safe));
    if (rounds()) return Released<SafeFigure>(rounded(figure));
    for (const FigurePart& part : figure.parts)
        begin_with_everyone(part.of);
    const auto threshold = static_cast<std::size_t>(threshold_);
    const bool few = counts_few(figure, threshold);
    const std::vector<RowSet> told = told_exactly(figure);
    const std::vector<ToldSum> sums = sums_told(figure, weighted_);
    safe.withheld = few || rests_on_few(figure, threshold) || gives_back(figure, ledger_) ||
                    gives_back(figure, weighted_, sums_) || span_tells(figure, told) ||
                    any_of_them(span_.telling(figure.sources, sums)) ||
                    orders_withheld(figure, ledger_);
    safe.few = safe.withheld && (few || tells_of_few(figure, threshold));
    if (safe.withheld) {
        safe.figure = emptied(figure, threshold);
    } else {
        publish(figure, ledger_);
        publish(figure, weighted_, sums_);
        add_to_span(figure, told);
        span_.add(figure.sources, sums);
        safe.base_withheld = !tell_base(figure);
        if (safe.base_withheld) safe.figure.base.n = safe.figure.estimate.base = 0;
        // There may be none; then those of its parts go too.
        const bool precise = !safe.base_withheld && tell_precision(figure);
        if (!precise) drop_interval(safe.figure);
        limit_precision(safe.figure, weighted_, threshold_);
        safe.three_digits = weighted_ && is_one_number(figure);
        if (!tell_beside_gaps(figure, safe.figure)) {
            safe.withheld = true;
            safe.figure = emptied(figure, threshold);
        }
    }
    return Released<SafeFigure>(std::move(safe));
}

bool DisclosureControl::is_beside_gap(const FigureValue& figure) const {
    return std::ranges::any_of(figure.parts, [this](const FigurePart& part) {
        return std::ranges::find(beside_gaps_, part.counted, &BesideGap::people) !=
               beside_gaps_.end();
    });
}

bool DisclosureControl::tell_beside_gaps(const FigureValue& exact, FigureValue& told) const {
    for (const FigurePart& part : exact.parts) {
        const auto gap = std::ranges::find(beside_gaps_, part.counted, &BesideGap::people);
        if (gap != beside_gaps_.end() && !limit_beside_gaps(exact, gap->points, told)) return false;
    }
    return true;
}

void DisclosureControl::find_gaps(const Table& table) {
    const auto found = tables_.find(key_of(table));
    if (!table.weighted || found == tables_.end()) return;
    const SafeTable& safe = found->second.safe;
    for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
        for (std::size_t g = 0; g < safe.table.groups.size(); ++g) {
            if (safe.withheld[g][c] || safe.withheld_groups[g])
                gaps_.emplace(table.spec.question, safe.table.categories[c].name);
        }
    }
}

void DisclosureControl::note_beside_gaps(const Table& table) {
    if (!table.weighted || table.rows == nullptr) return;
    const std::vector<bool> beside = beside_gaps(table);
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        if (!beside[c]) continue;
        const double points = points_beside_gaps(table.cells[0][c].base, threshold_);
        for (const auto& cells : table.rows->cells)
            beside_gaps_.push_back({cells[c], points});
    }
}

std::vector<Released<SafeTable>> release_all(DisclosureControl& control,
                                             const std::vector<Table>& tables) {
    for (const Table& table : tables)
        control.keep_few_secret(table);
    for (const Table& table : tables)
        (void)control.release(table);
    if (!control.prints_all()) {
        const auto each = [&tables](const auto& act) {
            for (const Table& table : tables) {
                act(table);
                std::ranges::for_each(table.parts, act);
            }
        };
        each([&control](const Table& table) { control.find_gaps(table); });
        each([&control](const Table& table) { control.note_beside_gaps(table); });
    }
    std::vector<Released<SafeTable>> out;
    out.reserve(tables.size());
    for (const Table& table : tables)
        out.push_back(control.release(table));
    return out;
}

}  // namespace mtm
