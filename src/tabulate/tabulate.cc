// One pass over a column counts every group and category of its table at once: rows are coded
// (category, group), and a dense array counts the pairs. Percentages, means and medians are all
// read from these counts. The groups of one `by` are coded once for all tables that share it.
// Tested against a naive double loop over interviews in tabulate_test.cc.
#include "tabulate/tabulate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <thread>

#include "base/text.h"
#include "study/plan.h"
#include "study/sources.h"
#include "study/table_parts.h"
#include "tabulate/base_rows.h"
#include "tabulate/coding.h"
#include "tabulate/column_tests.h"
#include "tabulate/shared_by_tables.h"
#include "tabulate/table_pass.h"
#include "tabulate/tally.h"

namespace mtm {

namespace {

// Counts of one column within each group, group 0 being everyone together.
struct GroupCounts {
    std::vector<std::vector<std::size_t>> by_code;  // [group][code + 1]
    std::vector<std::size_t> bases;
};

void add_layer(const Histogram& histogram, bool first, GroupCounts& out) {
    for (std::size_t slot = 0; slot < histogram.groups; ++slot) {
        for (std::size_t code = 0; code < histogram.codes; ++code) {
            const std::size_t count = histogram.counts[slot * histogram.codes + code];
            if (slot > 0) out.by_code[slot][code] += count;
            if (first) out.by_code[0][code] += count;
        }
    }
}

GroupCounts empty_counts(std::size_t groups, std::size_t codes) {
    GroupCounts out;
    out.by_code.assign(groups + 1, std::vector<std::size_t>(codes + 1));
    return out;
}

void sum_bases(GroupCounts& counts) {
    for (const auto& codes : counts.by_code) {
        counts.bases.push_back(std::accumulate(codes.begin(), codes.end(), std::size_t{0}));
    }
}

// An empty layer stands for "no groups".
std::vector<std::span<const std::int32_t>> layers_of(const Grouping& grouping) {
    if (grouping.layers.empty()) return {{}};
    return {grouping.layers.begin(), grouping.layers.end()};
}

GroupCounts count_by_code(const Column& column,
                          const std::vector<std::uint8_t>& in_base,
                          const Grouping& grouping) {
    GroupCounts out = empty_counts(grouping.groups.size(), column.dictionary.size());
    bool first = true;
    for (const auto layer : layers_of(grouping)) {
        Histogram histogram(grouping.groups.size(), column.dictionary.size());
        count_codes(column.codes, in_base, layer, histogram);
        add_layer(histogram, first, out);
        first = false;
    }
    sum_bases(out);
    return out;
}

struct SetCounts {
    GroupCounts members;
    GroupCounts rest;
    bool several = false;
};

SetCounts count_by_sets(const Coding& coding,
                        const std::vector<std::uint8_t>& in_base,
                        const Grouping& grouping) {
    const std::size_t groups = grouping.groups.size();
    const std::size_t bits = coding.wanted.size() * 64;
    SetCounts out{empty_counts(groups, bits), empty_counts(groups, coding.rest->dictionary.size())};
    bool first = true;
    for (const auto layer : layers_of(grouping)) {
        Histogram members(groups, bits);
        Histogram rest(groups, coding.rest->dictionary.size());
        out.several |= count_members(coding.column->members,
                                     coding.wanted,
                                     coding.rest->codes,
                                     in_base,
                                     layer,
                                     members,
                                     rest);
        add_layer(members, first, out.members);
        add_layer(rest, first, out.rest);
        first = false;
    }
    return out;
}

Estimate estimate_of_count(Statistic statistic,
                           std::size_t n,
                           std::size_t base,
                           const std::string& no_interval) {
    Estimate out;
    out.n = n;
    out.base = base;
    out.no_interval = no_interval;
    if (statistic == Statistic::count) {
        out.value = static_cast<double>(n);
    } else if (base > 0) {
        out.value = 100.0 * static_cast<double>(n) / static_cast<double>(base);
    }
    return out;
}

Estimate estimate_of_number(const TableSpec& spec,
                            const NumberTally& tally,
                            std::size_t base,
                            double dominance,
                            const std::string& no_interval) {
    Estimate out;
    out.n = tally.n();
    out.fewest = tally.fewest(is_quantile(spec.statistic) ? 0 : dominance);
    out.base = base;
    out.no_interval = no_interval;
    if (spec.statistic == Statistic::mean) out.value = tally.mean();
    if (is_quantile(spec.statistic)) out.value = tally.quantile(spec.part_below());
    if (spec.statistic == Statistic::total && base > 0) out.value = tally.total();
    return out;
}

Translated label_of(const Study& study, const std::string& name) {
    const int question = study.questionnaire.find(name);
    if (question == -1) return {};
    return study.questionnaire.questions[static_cast<std::size_t>(question)].label;
}

// Rows of a table that the plan wants only the largest of, in the order of the choices. Largest is
// what most people gave; where people stand for others, as is printed. (A percentage of the row
// says nothing of its size.)
std::vector<std::size_t> largest(const Table& table, int top) {
    std::vector<std::size_t> rows;
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        const Category& category = table.categories[c];
        if (category.meaning == MissingChoice::answer && !category.blank) rows.push_back(c);
    }
    std::ranges::stable_sort(rows, [&table](std::size_t a, std::size_t b) {
        const Estimate& left = table.cells[0][a];
        const Estimate& right = table.cells[0][b];
        const bool by_value = table.weighted && table.spec.percent_of != PercentOf::row;
        if (by_value && left.value != right.value) return left.value > right.value;
        return left.n > right.n;
    });
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(top)));
    std::ranges::sort(rows);
    return rows;
}

template <typename T>
void keep(std::vector<T>& all, const std::vector<std::size_t>& rows) {
    std::vector<T> kept;
    kept.reserve(rows.size());
    for (const std::size_t c : rows)
        kept.push_back(std::move(all[c]));
    all = std::move(kept);
}

class TableMaker {
public:
    TableMaker(SharedByTables& shared, const TableSpec& spec, const Dataset& dataset)
        : shared_(shared),
          spec_(spec),
          where_(spec.where ? &spec.where->root : nullptr),
          names_(questions_of(spec)),
          nested_(shared.grouping(spec)),
          grouping_(nested_.grouping),
          no_interval_(reason_for_no_interval(shared.columns.study())) {
        base_ = &shared.base(spec);
        table_.spec = spec;
        table_.base = base_->base;
        table_.rehearsal = dataset.rehearsal;
        table_.groups_overlap = grouping_.overlap;
        table_.places = nested_.places;
        table_.level = shared_.columns.owners()->level;
        // The weights of a respondent-driven sample tell of shares, and of no numbers of people.
        const bool counts =
            spec.statistic == Statistic::count || spec.statistic == Statistic::total;
        table_.weighted = shared_.design.weighted() &&
                          !(counts && shared_.design.precision().is_respondent_driven());
        table_.groups.emplace_back();
        table_.groups.insert(table_.groups.end(), grouping_.groups.begin(), grouping_.groups.end());
    }

    // All but weighted values and standard errors; those are asked of `pass`, if there is one.
    void prepare(TablePass* pass) {
        if (spec_.statistic == Statistic::ratio) {
            make_ratio();
        } else if (is_numeric_statistic(spec_.statistic)) {
            make_numbers();
        } else {
            make_counts();
        }
        table_.rows = std::make_shared<const TableRows>(table_rows());
        if (is_numeric_statistic(spec_.statistic) && table_.level > 0) count_people();
        if (!shared_.design.needed()) return;
        by_design_ = pass == nullptr || !is_for_one_pass(spec_);
        if (!by_design_) pass->add(request());
    }

    // REQUIRES: the pass has run.
    Table finish() {
        LevelDesign::Variations variations;
        if (by_design_) estimate_by_design(variations);
        leave_out_intervals_of_the_certain();
        if (is_quantile(spec_.statistic)) count_the_fewer_side();
        // Largest answers of each group are not beside those of others.
        if (table_.places.empty() && spec_.percent_of == PercentOf::column && !spec_.top_of_each) {
            test_columns(shared_.design,
                         shared_.columns,
                         names_,
                         shared_.columns.study().file.marks,
                         std::move(variations),
                         table_);
        }
        if (spec_.top > 0 && !spec_.top_of_each && !is_numeric_statistic(spec_.statistic))
            keep_largest();
        return std::move(table_);
    }

private:
    void make_counts() {
        coding_ = coding_of(shared_.columns, names_.front(), where_);
        const Coding& coding = *coding_;
        if (coding.by_sets()) {
            const SetCounts counts = count_by_sets(coding, base_->rows, grouping_);
            const Column& any = *coding.rest;
            table_.group_bases = count_by_code(any, base_->rows, grouping_).bases;
            table_.multiple = counts.several || is_select_multiple(coding);
            fill(coding, counts.members, counts.rest);
            add_counted(coding);
        } else {
            const GroupCounts counts = count_by_code(*coding.column, base_->rows, grouping_);
            table_.group_bases = counts.bases;
            fill(coding, counts, counts);
            add_counted(coding);
        }
    }

    // Everyone's percentage of the row is 100 in every sample. Of a question by itself, each group
    // gives one answer.
    void leave_out_intervals_of_the_certain() {
        if (!shared_.design.has_errors() || spec_.statistic != Statistic::percent) return;
        if (spec_.percent_of == PercentOf::row) tell_of_certainty(table_.cells[0]);
        const bool by_itself = spec_.by == names_ && !table_.multiple && !table_.groups_overlap;
        if (!by_itself || spec_.percent_of == PercentOf::total) return;
        for (std::size_t g = 1; g < table_.cells.size(); ++g)
            tell_of_certainty(table_.cells[g]);
    }

    // How few lie on one side of a quantile as it is told, who are all that it tells of. Half of
    // the people lie beside a median, but half of the rows of a repeat can be those of one.
    void count_the_fewer_side() {
        if (spec_.statistic == Statistic::median && table_.level == 0) return;
        const SummedNumbers numbers = shared_.numbers(names_[0]);
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            Estimate& cell = table_.cells[g][0];
            if (!cell.value) continue;
            cell.fewest =
                std::min(cell.fewest.value_or(cell.n),
                         fewer_people_beside(table_.rows->cells[g][0], numbers, *cell.value));
        }
    }

    // Rows of a repeat are no people: the fewest interviews that a number tells of.
    void count_people() {
        const bool quantile = is_quantile(spec_.statistic);
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            Estimate& cell = table_.cells[g][0];
            const RowSet& counted = table_.rows->cells[g][0];
            for (const std::string& name : names_) {
                const SummedNumbers numbers = shared_.numbers(name);
                const PeopleBehind behind = people_behind(counted, numbers);
                cell.fewest = std::min(cell.fewest.value_or(cell.n),
                                       behind.fewest(quantile ? 0 : dominance()));
            }
        }
    }

    static void tell_of_certainty(std::vector<Estimate>& cells) {
        for (Estimate& cell : cells) {
            if (!cell.value) continue;
            cell.standard_error.reset();
            cell.df.reset();
            cell.low.reset();
            cell.high.reset();
            cell.no_interval = certain_by_construction;
        }
    }

    void keep_largest() {
        const std::vector<std::size_t> rows = largest(table_, spec_.top);
        keep(table_.categories, rows);
        keep(counted_, rows);
        for (auto& group : table_.cells)
            keep(group, rows);
        table_.rows = std::make_shared<const TableRows>(table_rows());
    }

    PassRequest request() {
        PassRequest out{.table = &table_, .grouping = &grouping_, .in_base = &base_->rows};
        if (is_numeric_statistic(spec_.statistic)) {
            for (const std::string& name : names_)
                out.numbers.push_back(shared_.columns.find(name));
        } else {
            out.coding = &*coding_;
            out.categories = categories_;
        }
        return out;
    }

    // Weighted values and standard errors in place of those of counts, cell by cell: where the
    // design needs more than sums over its units.
    void estimate_by_design(LevelDesign::Variations& variations) {
        const LevelDesign& design = shared_.design;
        if (spec_.statistic == Statistic::percent && spec_.percent_of == PercentOf::column &&
            design.percent_table(*table_.rows, table_.cells, &variations))
            return;
        std::vector<double> first;
        std::vector<double> second;
        if (is_numeric_statistic(spec_.statistic)) {
            first = numbers_in(*shared_.columns.find(names_[0]));
            if (names_.size() > 1) second = numbers_in(*shared_.columns.find(names_[1]));
        }
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            const std::vector<std::uint8_t> base = table_.rows->bases[g].bytes();
            for (std::size_t c = 0; c < table_.categories.size(); ++c) {
                Estimate& cell = table_.cells[g][c];
                if (table_.group_bases[g] == 0) continue;
                switch (spec_.statistic) {
                    case Statistic::percent:
                        design.percent(
                            table_.rows->cells[g][c].bytes(), percent_base(g, c).bytes(), cell);
                        break;
                    case Statistic::count:
                        design.count(
                            table_.rows->cells[g][c].bytes(), table_.rows->bases[g].bytes(), cell);
                        break;
                    case Statistic::mean:
                        design.mean(first, base, cell);
                        break;
                    case Statistic::median:
                    case Statistic::quantile:
                        design.quantile(first, base, spec_.part_below(), cell);
                        break;
                    case Statistic::total:
                        design.total(first, base, cell);
                        break;
                    case Statistic::ratio:
                        design.ratio(first, second, base, cell);
                        break;
                }
            }
        }
    }

    // The rows that a percentage is of.
    const RowSet& percent_base(std::size_t g, std::size_t c) const {
        if (spec_.percent_of == PercentOf::row) return table_.rows->cells[0][c];
        return table_.rows->bases[spec_.percent_of == PercentOf::total ? 0 : g];
    }

    RowSet set_of(const std::vector<std::uint8_t>& chosen) const {
        return {shared_.columns.owners(), chosen};
    }

    // Group 0 is the base itself.
    TableRows table_rows() const {
        TableRows out;
        out.sources = sources_of(shared_.columns.study(), spec_);
        out.base_sources = sources_of_base(shared_.columns.study(), spec_);
        const RowSet everyone = set_of(base_->rows);
        out.bases.assign(table_.groups.size(), RowSet(shared_.columns.owners()));
        out.bases[0] = everyone;
        for (const auto& layer : grouping_.layers) {
            for (std::size_t r = 0; r < layer.size(); ++r) {
                if (base_->rows[r] == 0 || layer[r] == -1) continue;
                const auto group = static_cast<std::size_t>(layer[r]);
                out.bases[group + 1].insert(r);
            }
        }
        for (const RowSet& base : out.bases) {
            out.cells.emplace_back();
            for (const RowSet& counted : counted_)
                out.cells.back().push_back(counted & base);
        }
        if (is_numeric_statistic(spec_.statistic) && !is_quantile(spec_.statistic)) {
            for (const std::string& name : names_)
                out.summed.push_back(shared_.numbers(name));
        }
        return out;
    }

    static bool is_select_multiple(const Coding& coding) { return coding.rest == coding.column; }

    void fill(const Coding& coding, const GroupCounts& main, const GroupCounts& rest) {
        table_.cells.resize(table_.groups.size());
        for (std::size_t c = 0; c < coding.categories.size(); ++c) {
            const Coding::Source source = coding.sources[c];
            const GroupCounts& counts = source.from == Coding::From::rest ? rest : main;
            const auto slot = static_cast<std::size_t>(source.code) + 1;
            if (source.only_where_seen && counts.by_code[0][slot] == 0) continue;
            table_.categories.push_back(coding.categories[c]);
            categories_.push_back(c);
            for (std::size_t g = 0; g < table_.groups.size(); ++g) {
                const std::size_t base =
                    spec_.percent_of == PercentOf::row     ? counts.by_code[0][slot]
                    : spec_.percent_of == PercentOf::total ? table_.group_bases[0]
                                                           : table_.group_bases[g];
                table_.cells[g].push_back(estimate_of_count(
                    spec_.statistic, counts.by_code[g][slot], base, no_interval_));
            }
        }
    }

    void add_counted(const Coding& coding) {
        for (auto& bits : bits_of_categories(coding, categories_))
            counted_.emplace_back(shared_.columns.owners(), std::move(bits));
    }

    void add_numeric_category() {
        Category category;
        category.name = spec_.question;
        category.label = label_of(shared_.columns.study(), names_.front());
        table_.categories = {category};
    }

    void make_numbers() {
        add_numeric_category();
        const Column& column = *shared_.columns.find(names_.front());
        counted_.push_back(set_of(with_number(column)));
        const GroupCounts counts = count_by_code(column, base_->rows, grouping_);
        table_.group_bases = counts.bases;
        const std::vector<NumberTally> tallies = tallies_of(column, counts);
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            table_.cells.push_back({estimate_of_number(
                spec_, tallies[g], table_.group_bases[g], dominance(), no_interval_)});
        }
    }

    [[nodiscard]] double dominance() const { return shared_.columns.study().file.dominance; }

    static std::vector<std::uint8_t> with_number(const Column& column) {
        std::vector<std::uint8_t> has_number(column.dictionary.size() + 1);
        for (std::size_t c = 0; c < column.dictionary.size(); ++c) {
            has_number[c + 1] =
                !std::isnan(column.numbers[c]) && meaning_of(column, c) == MissingChoice::answer;
        }
        std::vector<std::uint8_t> out(column.size());
        for (std::size_t r = 0; r < out.size(); ++r)
            out[r] = has_number[static_cast<std::size_t>(column.codes[r]) + 1];
        return out;
    }

    // By group.
    static std::vector<NumberTally> tallies_of(const Column& column, const GroupCounts& counts) {
        std::vector<NumberTally> out(counts.by_code.size());
        for (std::size_t g = 0; g < out.size(); ++g) {
            for (std::size_t c = 0; c < column.dictionary.size(); ++c) {
                if (std::isnan(column.numbers[c])) continue;
                if (meaning_of(column, c) != MissingChoice::answer) continue;
                out[g].add(column.numbers[c], counts.by_code[g][c + 1]);
            }
        }
        return out;
    }

    void make_ratio() {
        add_numeric_category();
        const Column& above = *shared_.columns.find(names_[0]);
        const Column& below = *shared_.columns.find(names_[1]);
        std::vector<std::uint8_t> both = with_number(above);
        const std::vector<std::uint8_t> other = with_number(below);
        for (std::size_t r = 0; r < both.size(); ++r)
            both[r] &= other[r];
        counted_.push_back(set_of(both));
        for (std::size_t r = 0; r < both.size(); ++r)
            both[r] &= base_->rows[r];
        table_.group_bases = count_by_code(above, base_->rows, grouping_).bases;
        const auto numerators = tallies_of(above, count_by_code(above, both, grouping_));
        const auto denominators = tallies_of(below, count_by_code(below, both, grouping_));
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            Estimate cell;
            cell.base = table_.group_bases[g];
            cell.n = numerators[g].n();
            cell.fewest =
                std::min(numerators[g].fewest(dominance()), denominators[g].fewest(dominance()));
            cell.no_interval = no_interval_;
            const double divisor = denominators[g].total();
            if (divisor != 0) cell.value = numerators[g].total() / divisor;
            table_.cells.push_back({cell});
        }
    }

    SharedByTables& shared_;
    const TableSpec& spec_;
    const Node* where_;
    std::vector<std::string> names_;
    const NestedGroups& nested_;
    const Grouping& grouping_;
    std::string no_interval_;
    const BaseRows* base_ = nullptr;
    std::optional<Coding> coding_;         // percentages and counts
    std::vector<std::size_t> categories_;  // of the coding, that are rows of the table
    std::vector<RowSet> counted_;          // by category, in the base or not
    bool by_design_ = false;               // each estimate by itself, not in the pass
    Table table_;
};

// Tables of one dataset; what they share is made when it is first needed.
class Tabulation {
public:
    Tabulation(const Study& study, const Dataset& dataset) : study_(study), dataset_(dataset) {}

    std::vector<Table> make(std::span<const TableSpec> specs, TabulationWay way) {
        std::vector<std::vector<TableSpec>> parts;
        for (const TableSpec& spec : specs)
            parts.push_back(parts_of(spec));
        std::vector<std::vector<std::unique_ptr<TableMaker>>> makers(specs.size());
        for (std::size_t t = 0; t < specs.size(); ++t) {
            for (const TableSpec& part : parts[t])
                makers[t].push_back(maker_of(part, way));
        }
        for (const auto& [level, shared] : levels_) {
            if (shared.pass) shared.pass->run(way.threads);
        }
        std::vector<Table> tables;
        for (std::size_t t = 0; t < specs.size(); ++t) {
            for (std::size_t p = 0; p < parts[t].size(); ++p) {
                Table made = makers[t][p] ? makers[t][p]->finish() : nothing(parts[t][p]);
                if (p == 0) {
                    made.spec = specs[t];
                    tables.push_back(std::move(made));
                } else {
                    tables.back().parts.push_back(std::move(made));
                }
            }
        }
        return tables;
    }

private:
    struct OfLevel {
        std::unique_ptr<SharedByTables> shared{};
        std::unique_ptr<TablePass> pass{};  // null if each estimate is made by itself
    };

    OfLevel& of_level(int number, TabulationWay way) {
        OfLevel& level = levels_[number];
        if (level.shared) return level;
        level.shared = std::make_unique<SharedByTables>(study_, dataset_, number);
        const LevelDesign& design = level.shared->design;
        if (way.one_pass && design.needed() && design.kernel_rows(way.threads) != nullptr)
            level.pass = std::make_unique<TablePass>(design);
        return level;
    }

    // Null if the table cannot be made.
    std::unique_ptr<TableMaker> maker_of(const TableSpec& spec, TabulationWay way) {
        const Result<int> level = level_of_table(study_, dataset_, spec);
        if (!level) return nullptr;
        OfLevel& of = of_level(*level, way);
        auto maker = std::make_unique<TableMaker>(*of.shared, spec, dataset_);
        maker->prepare(of.pass.get());
        return maker;
    }

    // A table that cannot be made keeps its place in the plan, without rows.
    Table nothing(const TableSpec& spec) const {
        Table table;
        table.spec = spec;
        table.rehearsal = dataset_.rehearsal;
        table.groups.emplace_back();
        table.group_bases.push_back(0);
        table.cells.emplace_back();
        return table;
    }

    const Study& study_;
    const Dataset& dataset_;
    std::map<int, OfLevel> levels_;
};

}  // namespace

std::vector<Table> tabulate(const Study& study,
                            const Dataset& dataset,
                            std::span<const TableSpec> specs,
                            TabulationWay way) {
    if (way.threads <= 0)
        way.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return Tabulation(study, dataset).make(specs, way);
}

std::vector<Table> tabulate(const Study& study, const Dataset& dataset) {
    return tabulate(study, dataset, study.plan.tables, {});
}

Table tabulate(const Study& study, const Dataset& dataset, const TableSpec& spec) {
    return std::move(tabulate(study, dataset, {&spec, 1}, {}).front());
}

}  // namespace mtm
