#include "tabulate/explain.h"

#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "base/text.h"
#include "study/plan.h"
#include "study/table_parts.h"
#include "tabulate/kernel_columns.h"
#include "tabulate/kernel_parts.h"
#include "tabulate/shared_by_tables.h"

namespace mtm {
namespace {

std::string name_of_table(const TableSpec& spec) {
    return spec.name.empty() ? spec.question : spec.name;
}

// A table of several parts is one.
void add_new_table(const std::string& table, std::vector<std::string>& tables) {
    if (tables.empty() || tables.back() != table) tables.push_back(table);
}

// Plans one level; tables come in the order of the plan.
class LevelPlanner {
public:
    LevelPlanner(const Study& study, const Dataset& dataset, int level)
        : shared_(study, dataset, level) {
        const LevelDesign& design = shared_.design;
        out_.repeat = dataset.levels[static_cast<std::size_t>(level)].repeat;
        out_.rows = shared_.columns.row_count();
        out_.weighted = design.needed();
        out_.has_weights = design.weighted();
        out_.has_errors = design.has_errors();
        if (!out_.weighted) return;
        out_.obstacle = design.obstacle();
        const KernelRows* rows = design.kernel_rows();
        if (rows == nullptr) return;
        out_.passes = 1;
        out_.rows_of_run = rows_of_run(*rows);
        out_.units = rows->stratum_of_unit().size();
        out_.strata = rows->strata().size();
    }

    void add(const TableSpec& spec) {
        const std::string table = name_of_table(spec);
        add_grouping(spec, table);
        add_base(spec, table);
        for (const std::string& name : questions_of(spec))
            add_column(spec, name, table);
        if (!out_.weighted) return;
        if (!out_.obstacle.empty() || !is_for_one_pass(spec)) {
            add_new_table(table, out_.singly);
        } else if (is_quantile(spec.statistic)) {
            add_new_table(table, out_.medians);
            out_.passes += out_.has_errors ? 2 : 1;  // the medians, and the ends of intervals
        }
    }

    PlannedLevel take() { return std::move(out_); }

private:
    void add_grouping(const TableSpec& spec, const std::string& table) {
        const Grouping* grouping = &shared_.grouping(spec).grouping;
        const auto [at, is_new] = groupings_.emplace(grouping, out_.groupings.size());
        if (is_new) {
            out_.groupings.push_back({spec.by,
                                      spec.nested && !spec.by.empty(),
                                      grouping->groups.size(),
                                      std::max<std::size_t>(1, grouping->layers.size()),
                                      {}});
        }
        add_new_table(table, out_.groupings[at->second].tables);
    }

    void add_base(const TableSpec& spec, const std::string& table) {
        const BaseRows* base = &shared_.base(spec);
        // Questions that everyone was asked have one base, by whatever name it was asked for.
        const auto same = [base](const PlannedBase& known) {
            return known.asked == base->base.asked && known.where == base->base.where;
        };
        auto found = std::ranges::find_if(out_.bases, same);
        if (found == out_.bases.end()) {
            out_.bases.push_back({base->base.asked, base->base.where, {}});
            found = out_.bases.end() - 1;
        }
        add_new_table(table, found->tables);
    }

    void add_column(const TableSpec& spec, const std::string& name, const std::string& table) {
        using Held = PlannedColumn::Held;
        PlannedColumn column{name, Held::numbers, 0, {}};
        if (is_numeric_statistic(spec.statistic)) {
            column.categories = shared_.columns.find(name)->dictionary.size();
        } else {
            const Node* where = spec.where ? &spec.where->root : nullptr;
            const Coding coding = coding_of(shared_.columns, name, where);
            column.categories = coding.categories.size();
            column.held = coding.by_sets()                               ? Held::sets
                          : column.categories <= most_categories_as_bits ? Held::bits
                                                                         : Held::codes;
        }
        const auto same = [&column](const PlannedColumn& known) {
            return known.name == column.name && known.held == column.held;
        };
        auto found = std::ranges::find_if(out_.columns, same);
        if (found == out_.columns.end()) {
            out_.columns.push_back(std::move(column));
            found = out_.columns.end() - 1;
        }
        add_new_table(table, found->tables);
    }

    SharedByTables shared_;
    std::map<const Grouping*, std::size_t> groupings_;
    PlannedLevel out_;
};

// --- in sentences ---

std::string_view words_for(PlannedColumn::Held held) {
    switch (held) {
        case PlannedColumn::Held::bits:
            return "a bit a category";
        case PlannedColumn::Held::codes:
            return "a code a row";
        case PlannedColumn::Held::sets:
            return "a bit an answer, several at once";
        case PlannedColumn::Held::numbers:
            return "numbers by their codes";
    }
    return {};
}

std::string list_of(const std::vector<std::string>& tables) {
    constexpr std::size_t most = 6;
    const std::vector<std::string> shown(
        tables.begin(),
        tables.begin() + static_cast<std::ptrdiff_t>(std::min(most, tables.size())));
    std::string out = join(shown, ", ");
    if (tables.size() > most) out += fmt::format(" and {} more", tables.size() - most);
    return out;
}

std::string counted(std::size_t n, std::string_view one) {
    return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

std::string way_of(const PlannedLevel& level) {
    if (!level.weighted) return "  Nothing is weighted: whole numbers of rows are all there is.\n";
    const std::string_view way = level.has_weights ? "Weighted" : "By the design, every weight 1";
    if (!level.obstacle.empty()) {
        return fmt::format("  {}, each estimate by itself, because {}: {}\n    {}\n",
                           way,
                           level.obstacle,
                           counted(level.singly.size(), "table"),
                           list_of(level.singly));
    }
    std::string out = fmt::format(
        "  {}, all tables in one pass, in runs of at least {} rows", way, level.rows_of_run);
    if (level.units > 0) {
        out += fmt::format(" of whole units ({} of {})",
                           counted(level.units, "unit"),
                           level.strata == 1 ? std::string("one stratum")
                                             : fmt::format("{} strata", level.strata));
    }
    out += level.has_errors ? "; standard errors with them\n" : "; no standard errors\n";
    if (!level.medians.empty()) {
        out += fmt::format(
            "  Medians: the rows in the order of each one's numbers, {} passes in all: {}\n",
            level.passes,
            list_of(level.medians));
    }
    if (!level.singly.empty()) {
        out += fmt::format("  Each estimate by itself, percentages of a row or of all: {}\n",
                           list_of(level.singly));
    }
    return out;
}

std::string text_of_level(const PlannedLevel& level) {
    std::string out = fmt::format(
        "{}: {}\n",
        level.repeat.empty() ? std::string("Interviews") : fmt::format("Repeat “{}”", level.repeat),
        counted(level.rows, "row"));
    out += way_of(level);
    out += fmt::format("  {}\n", counted(level.columns.size(), "column"));
    for (const PlannedColumn& column : level.columns) {
        out += fmt::format("    {}: {}, {} of them: {}\n",
                           column.name,
                           words_for(column.held),
                           column.categories,
                           list_of(column.tables));
    }
    out += fmt::format("  {}\n", counted(level.groupings.size(), "grouping"));
    for (const PlannedGrouping& grouping : level.groupings) {
        out += fmt::format("    {}: {}{}, shared by {}: {}\n",
                           grouping.by.empty() ? "everyone together"
                                               : join(grouping.by, grouping.nested ? " > " : " × "),
                           counted(grouping.groups, "group"),
                           grouping.layers == 1 ? std::string()
                                                : fmt::format(" that overlap, counted in {} layers",
                                                              grouping.layers),
                           counted(grouping.tables.size(), "table"),
                           list_of(grouping.tables));
    }
    out += fmt::format("  {}\n", counted(level.bases.size(), "base"));
    for (const PlannedBase& base : level.bases) {
        std::string of = base.asked.empty() ? "everyone" : "asked " + join(base.asked, ", ");
        if (!base.where.empty()) of += "; where " + base.where;
        out += fmt::format("    {}, shared by {}: {}\n",
                           of,
                           counted(base.tables.size(), "table"),
                           list_of(base.tables));
    }
    return out;
}

}  // namespace

TabulationPlan plan_of_tabulation(const Study& study, const Dataset& dataset) {
    TabulationPlan out;
    out.rehearsal = dataset.rehearsal;
    std::map<int, std::unique_ptr<LevelPlanner>> levels;
    for (const TableSpec& spec : study.plan.tables) {
        bool some = false;
        for (const TableSpec& part : parts_of(spec)) {
            const Result<int> level = level_of_table(study, dataset, part);
            if (!level) {
                out.without.push_back({name_of_table(spec), level.error().message});
                continue;
            }
            auto& planner = levels[*level];
            if (!planner) planner = std::make_unique<LevelPlanner>(study, dataset, *level);
            planner->add(part);
            some = true;
        }
        if (some) ++out.tables;
    }
    for (const auto& [number, planner] : levels)
        out.levels.push_back(planner->take());
    return out;
}

std::string text_of(const TabulationPlan& plan) {
    std::string out = plan.rehearsal ? std::string(invented_mark) + "\n" : std::string();
    out += counted(plan.tables, "table") + "\n";
    for (const PlannedLevel& level : plan.levels)
        out += "\n" + text_of_level(level);
    if (plan.without.empty()) return out;
    out += fmt::format("\nNot made: {}\n", counted(plan.without.size(), "table"));
    for (const PlannedWithout& table : plan.without)
        out += fmt::format("  {}: {}\n", table.table, table.why);
    return out;
}

}  // namespace mtm
