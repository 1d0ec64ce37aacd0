#include "tabulate/shared_by_tables.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/node_sets.h"
#include "study/plan.h"

namespace mtm {
namespace {

std::string key_of(const std::vector<std::string>& names,
                   const Node* where,
                   std::string_view between = "\x1f") {
    return join(names, between) + "\x1e" + (where != nullptr ? print(*where) : "");
}

const Node* where_of(const TableSpec& spec) {
    return spec.where ? &spec.where->root : nullptr;
}

}  // namespace

SharedByTables::SharedByTables(const Study& study, const Dataset& dataset, int level)
    : columns(study, dataset, level), design(study, dataset, *columns.owners()) {}

const NestedGroups& SharedByTables::grouping(const TableSpec& spec) {
    // A filter says which definitions of derived categories hold, and nothing else of groups.
    const bool derived = std::ranges::any_of(spec.by, [this](const std::string& name) {
        return columns.study().plan.find_derived(name) != nullptr;
    });
    const Node* where = derived ? where_of(spec) : nullptr;
    const bool nested = spec.nested && !spec.by.empty();
    const std::string key = key_of(spec.by, where, nested ? "\x1d" : "\x1f");
    const auto found = groupings_.find(key);
    if (found != groupings_.end()) return found->second;
    NestedGroups made = nested ? nested_groups(columns, spec.by, where)
                               : NestedGroups{grouping_of(columns, spec.by, where), {}};
    return groupings_.emplace(key, std::move(made)).first->second;
}

const BaseRows& SharedByTables::base(const TableSpec& spec) {
    std::vector<std::string> asked = questions_of(spec);
    if (spec.where) {
        for (const std::string& name : bounding_references(spec.where->root))
            asked.push_back(name);
    }
    const std::string key = key_of(asked, where_of(spec));
    const auto found = bases_.find(key);
    if (found != bases_.end()) return found->second;
    return bases_.emplace(key, base_rows(columns, asked, where_of(spec))).first->second;
}

SummedNumbers SharedByTables::numbers(const std::string& name) {
    SummedNumbers& out = numbers_[name];
    if (out.of_row == nullptr)
        out.of_row = std::make_shared<const std::vector<double>>(numbers_in(*columns.find(name)));
    return out;
}

bool is_for_one_pass(const TableSpec& spec) {
    return spec.statistic != Statistic::percent || spec.percent_of == PercentOf::column;
}

bool is_numeric_statistic(Statistic statistic) {
    return statistic != Statistic::percent && statistic != Statistic::count;
}

Result<int> level_of_table(const Study& study, const Dataset& dataset, const TableSpec& spec) {
    std::vector<std::string> names = questions_of(spec);
    if (spec.statistic == Statistic::ratio && names.size() != 2)
        return Error{"a ratio is of two numbers"};
    names.insert(names.end(), spec.by.begin(), spec.by.end());
    for (const std::string& name : names) {
        if (study.questionnaire.find_group(name) != -1)
            return Error{fmt::format("“{}” is a group of questions", name)};
    }
    if (spec.where) {
        for (std::string& name : row_references(spec.where->root))
            names.push_back(name);
    }
    return level_of(study, dataset, names);
}

}  // namespace mtm
