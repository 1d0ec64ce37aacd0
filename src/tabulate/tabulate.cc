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

#include "base/text.h"
#include "study/plan.h"
#include "study/table_parts.h"
#include "tabulate/base_rows.h"
#include "tabulate/coding.h"
#include "tabulate/column_tests.h"
#include "tabulate/level_design.h"
#include "tabulate/nested_groups.h"
#include "tabulate/tally.h"

namespace mtm {

namespace {

bool is_numeric_statistic(Statistic statistic) {
    return statistic != Statistic::percent && statistic != Statistic::count;
}

// What tables of one level share.
struct Shared {
    LevelColumns columns;
    LevelDesign design;
    std::map<std::string, NestedGroups> groupings;  // without places where they are not nested

    Shared(const Study& study, const Dataset& dataset, int level)
        : columns(study, dataset, level), design(study, dataset, *columns.owners()) {}

    const NestedGroups& grouping(const TableSpec& spec, const Node* where) {
        const std::string key =
            join(spec.by, spec.nested ? "\x1d" : "\x1f") + "\x1e" + (where ? print(*where) : "");
        const auto found = groupings.find(key);
        if (found != groupings.end()) return found->second;
        NestedGroups made = spec.nested && !spec.by.empty()
                                ? nested_groups(columns, spec.by, where)
                                : NestedGroups{grouping_of(columns, spec.by, where), {}};
        return groupings.emplace(key, std::move(made)).first->second;
    }
};

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

Estimate estimate_of_number(Statistic statistic,
                            const NumberTally& tally,
                            std::size_t base,
                            const std::string& no_interval) {
    Estimate out;
    out.n = tally.n();
    out.fewest = tally.fewest();
    out.base = base;
    out.no_interval = no_interval;
    if (statistic == Statistic::mean) out.value = tally.mean();
    if (statistic == Statistic::median) out.value = tally.median();
    if (statistic == Statistic::total && base > 0) out.value = tally.total();
    return out;
}

Translated label_of(const Study& study, const std::string& name) {
    const int question = study.questionnaire.find(name);
    if (question == -1) return {};
    return study.questionnaire.questions[static_cast<std::size_t>(question)].label;
}

// Rows of a table that the plan wants only the largest of, in the order of the choices.
std::vector<std::size_t> largest(const Table& table, int top) {
    std::vector<std::size_t> rows;
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        const Category& category = table.categories[c];
        if (category.meaning == MissingChoice::answer && !category.blank) rows.push_back(c);
    }
    std::ranges::stable_sort(rows, [&table](std::size_t a, std::size_t b) {
        return table.cells[0][a].n > table.cells[0][b].n;
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
    TableMaker(Shared& shared, const TableSpec& spec, const Dataset& dataset)
        : shared_(shared),
          spec_(spec),
          where_(spec.where ? &spec.where->root : nullptr),
          names_(questions_of(spec)),
          nested_(shared.grouping(spec, where_)),
          grouping_(nested_.grouping),
          no_interval_(reason_for_no_interval(shared.columns.study())) {
        std::vector<std::string> asked = names_;
        if (where_ != nullptr) {
            for (const std::string& name : bounding_references(*where_))
                asked.push_back(name);
        }
        base_ = base_rows(shared_.columns, asked, where_);
        table_.spec = spec;
        table_.base = base_.base;
        table_.rehearsal = dataset.rehearsal;
        table_.groups_overlap = grouping_.overlap;
        table_.places = nested_.places;
        table_.level = shared_.columns.owners()->level;
        table_.weighted = shared_.design.weighted();
        table_.groups.emplace_back();
        table_.groups.insert(table_.groups.end(), grouping_.groups.begin(), grouping_.groups.end());
    }

    Table make() {
        if (spec_.statistic == Statistic::ratio) {
            make_ratio();
        } else if (is_numeric_statistic(spec_.statistic)) {
            make_numbers();
        } else {
            make_counts();
        }
        table_.rows = std::make_shared<const TableRows>(table_rows());
        if (shared_.design.needed()) estimate_by_design();
        // Largest answers of each group are not beside those of others.
        if (table_.places.empty() && spec_.percent_of == PercentOf::column && !spec_.top_of_each) {
            test_columns(shared_.design,
                         shared_.columns,
                         names_,
                         shared_.columns.study().file.marks,
                         table_);
        }
        if (spec_.top > 0 && !spec_.top_of_each && !is_numeric_statistic(spec_.statistic))
            keep_largest();
        return std::move(table_);
    }

private:
    void make_counts() {
        const Coding coding = coding_of(shared_.columns, names_.front(), where_);
        if (coding.by_sets()) {
            const SetCounts counts = count_by_sets(coding, base_.rows, grouping_);
            const Column& any = *coding.rest;
            table_.group_bases = count_by_code(any, base_.rows, grouping_).bases;
            table_.multiple = counts.several || is_select_multiple(coding);
            fill(coding, counts.members, counts.rest);
        } else {
            const GroupCounts counts = count_by_code(*coding.column, base_.rows, grouping_);
            table_.group_bases = counts.bases;
            fill(coding, counts, counts);
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

    // Weighted values and standard errors in place of those of counts.
    void estimate_by_design() {
        const LevelDesign& design = shared_.design;
        if (spec_.statistic == Statistic::percent &&
            design.percent_table(*table_.rows, table_.cells))
            return;
        if (spec_.statistic == Statistic::percent && grouping_.layers.size() <= 1 &&
            spec_.percent_of == PercentOf::column &&
            design.percent_table(categories_of_rows(),
                                 grouping_.layers.empty() ? std::span<const std::int32_t>()
                                                          : grouping_.layers.front(),
                                 table_.cells))
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
                        design.count(table_.rows->cells[g][c].bytes(), cell);
                        break;
                    case Statistic::mean:
                        design.mean(first, base, cell);
                        break;
                    case Statistic::median:
                        design.median(first, base, cell);
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

    // Of rows in the base; nothing where somebody is in several categories or in none.
    std::vector<std::int32_t> categories_of_rows() const {
        std::vector<std::int32_t> out(base_.rows.size(), -1);
        std::size_t counted = 0;
        for (std::size_t c = 0; c < counted_.size(); ++c) {
            const std::vector<std::uint8_t> rows = table_.rows->cells[0][c].bytes();
            for (std::size_t r = 0; r < rows.size(); ++r) {
                if (rows[r] == 0) continue;
                if (out[r] != -1) return {};
                out[r] = static_cast<std::int32_t>(c);
                ++counted;
            }
        }
        return counted == table_.group_bases[0] ? out : std::vector<std::int32_t>();
    }

    RowSet set_of(const std::vector<std::uint8_t>& chosen) const {
        return {shared_.columns.owners(), chosen};
    }

    // Group 0 is the base itself.
    TableRows table_rows() const {
        TableRows out;
        const RowSet everyone = set_of(base_.rows);
        out.bases.assign(table_.groups.size(), RowSet(shared_.columns.owners()));
        out.bases[0] = everyone;
        for (const auto& layer : grouping_.layers) {
            for (std::size_t r = 0; r < layer.size(); ++r) {
                if (base_.rows[r] == 0 || layer[r] == -1) continue;
                const auto group = static_cast<std::size_t>(layer[r]);
                out.bases[group + 1].insert(r);
            }
        }
        for (const RowSet& base : out.bases) {
            out.cells.emplace_back();
            for (const RowSet& counted : counted_)
                out.cells.back().push_back(counted & base);
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
            counted_.push_back(set_of(rows_in(coding, c)));
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

    void add_numeric_category() {
        Category category;
        category.name = spec_.question;
        category.label = label_of(shared_.columns.study(), names_.front());
        table_.categories = {category};
    }

    void make_numbers() {
        add_numeric_category();
        const Column& column = *shared_.columns.find(names_.front());
        RowSet counted(shared_.columns.owners());
        for (std::size_t r = 0; r < column.size(); ++r) {
            if (number_at(column, r)) counted.insert(r);
        }
        counted_.push_back(std::move(counted));
        const GroupCounts counts = count_by_code(column, base_.rows, grouping_);
        table_.group_bases = counts.bases;
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            NumberTally tally;
            for (std::size_t c = 0; c < column.dictionary.size(); ++c) {
                if (std::isnan(column.numbers[c])) continue;
                if (meaning_of(column, c) != MissingChoice::answer) continue;
                tally.add(column.numbers[c], counts.by_code[g][c + 1]);
            }
            table_.cells.push_back(
                {estimate_of_number(spec_.statistic, tally, table_.group_bases[g], no_interval_)});
        }
    }

    void make_ratio() {
        add_numeric_category();
        const Column& above = *shared_.columns.find(names_[0]);
        const Column& below = *shared_.columns.find(names_[1]);
        RowSet counted(shared_.columns.owners());
        for (std::size_t r = 0; r < above.size(); ++r) {
            if (number_at(above, r) && number_at(below, r)) counted.insert(r);
        }
        counted_.push_back(std::move(counted));
        std::vector<NumberTally> totals(2 * table_.groups.size());
        bool first = true;
        table_.group_bases.assign(table_.groups.size(), 0);
        for (const auto layer : layers_of(grouping_)) {
            for (std::size_t r = 0; r < base_.rows.size(); ++r) {
                if (base_.rows[r] == 0) continue;
                const auto group = layer.empty() ? 0 : static_cast<std::size_t>(layer[r]) + 1;
                if (group > 0) add_pair(above, below, r, group, totals);
                if (first) add_pair(above, below, r, 0, totals);
            }
            first = false;
        }
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            Estimate cell;
            cell.base = table_.group_bases[g];
            cell.n = totals[2 * g].n();
            cell.fewest = std::min(totals[2 * g].fewest(), totals[2 * g + 1].fewest());
            cell.no_interval = no_interval_;
            const double divisor = totals[2 * g + 1].total();
            if (divisor != 0) cell.value = totals[2 * g].total() / divisor;
            table_.cells.push_back({cell});
        }
    }

    void add_pair(const Column& above,
                  const Column& below,
                  std::size_t row,
                  std::size_t group,
                  std::vector<NumberTally>& totals) {
        ++table_.group_bases[group];
        const auto a = number_at(above, row);
        const auto b = number_at(below, row);
        if (!a || !b) return;
        totals[2 * group].add(*a, 1);
        totals[2 * group + 1].add(*b, 1);
    }

    Shared& shared_;
    const TableSpec& spec_;
    const Node* where_;
    std::vector<std::string> names_;
    const NestedGroups& nested_;
    const Grouping& grouping_;
    std::string no_interval_;
    BaseRows base_;
    std::vector<RowSet> counted_;  // by category, in the base or not
    Table table_;
};

// Tables of one dataset; what they share is made when it is first needed.
class Tabulation {
public:
    Tabulation(const Study& study, const Dataset& dataset) : study_(study), dataset_(dataset) {}

    /// With its parts.
    Table make(const TableSpec& spec) {
        const std::vector<TableSpec> parts = parts_of(spec);
        Table table = make_one(parts.front());
        table.spec = spec;
        for (std::size_t p = 1; p < parts.size(); ++p)
            table.parts.push_back(make_one(parts[p]));
        return table;
    }

private:
    Table make_one(const TableSpec& spec) {
        std::vector<std::string> names = questions_of(spec);
        if (spec.statistic == Statistic::ratio && names.size() != 2) return nothing(spec);
        names.insert(names.end(), spec.by.begin(), spec.by.end());
        for (const std::string& name : names) {
            if (study_.questionnaire.find_group(name) != -1) return nothing(spec);
        }
        if (spec.where) {
            for (std::string& name : references(spec.where->root))
                names.push_back(name);
        }
        const Result<int> level = level_of(study_, dataset_, names);
        if (!level) return nothing(spec);
        std::unique_ptr<Shared>& shared = levels_[*level];
        if (!shared) shared = std::make_unique<Shared>(study_, dataset_, *level);
        return TableMaker(*shared, spec, dataset_).make();
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
    std::map<int, std::unique_ptr<Shared>> levels_;
};

}  // namespace

std::vector<Table> tabulate(const Study& study, const Dataset& dataset) {
    Tabulation tabulation(study, dataset);
    std::vector<Table> tables;
    for (const TableSpec& spec : study.plan.tables)
        tables.push_back(tabulation.make(spec));
    return tables;
}

Table tabulate(const Study& study, const Dataset& dataset, const TableSpec& spec) {
    return Tabulation(study, dataset).make(spec);
}

}  // namespace mtm
