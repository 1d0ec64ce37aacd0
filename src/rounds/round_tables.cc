#include "rounds/round_tables.h"

#include <algorithm>

#include "base/text.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

// A control remembers a table by what it is of: recoded, it is another one.
Released<SafeTable> release(Table table, const CompareRules& rules, DisclosureControl& control) {
    const auto mark = [&rules](std::string& name) {
        if (has_recodes(rules, name)) name += "\x1frecoded";
    };
    mark(table.spec.question);
    for (std::string& name : table.spec.by)
        mark(name);
    return control.release(table);
}

bool prints_whole(const SafeTable& safe) {
    if (safe.coarse) return false;
    const auto any = [](const std::vector<bool>& marks) {
        return std::ranges::find(marks, true) != marks.end();
    };
    return !any(safe.withheld_groups) && std::ranges::none_of(safe.withheld, any);
}

std::vector<TableSpec> specs_of(const Study& study,
                                const std::vector<std::string>& questions,
                                const std::vector<std::string>& by) {
    std::vector<TableSpec> out;
    for (const std::string& name : questions) {
        const int at = study.questionnaire.find(name);
        const bool numeric =
            at >= 0 && is_numeric(study.questionnaire.questions[static_cast<std::size_t>(at)].type);
        if (!by.empty() && numeric) continue;
        TableSpec& spec = out.emplace_back();
        spec.name = name;
        spec.question = name;
        spec.by = by;
        if (numeric) spec.statistic = Statistic::mean;
    }
    return out;
}

// Empty if the change of the table's percentages may be divided by its groups.
std::string reason_against_mix(const Table& table) {
    if (table.rows == nullptr || table.rows->bases.empty() || table.group_bases[0] == 0)
        return "nobody was asked in one round";
    if (table.rows->bases[0].level() != 0) return "it is asked in a repeat";
    if (table.groups_overlap) return "people are in several groups of the mix";
    return {};
}

double sum_of(const RowSet& rows, const std::vector<double>& weights) {
    double sum = 0;
    const std::vector<std::uint8_t> chosen = rows.bytes();
    for (std::size_t r = 0; r < chosen.size(); ++r) {
        if (chosen[r] != 0) sum += weights.empty() ? 1 : weights[r];
    }
    return sum;
}

void add_mix(const PublishedRound& round,
             const std::vector<std::string>& mix,
             const CompareRules& rules,
             Study& study,
             RoundTables& out) {
    std::vector<std::string> questions;
    for (auto& [name, table] : out) {
        const bool is_mix = std::ranges::find(mix, name) != mix.end();
        table.no_mix = is_mix        ? "people are divided by it"
                       : mix.empty() ? "no question divides people alike in both rounds"
                                     : "it has no percentages";
        if (!is_mix && !mix.empty()) questions.push_back(name);
    }
    study.plan.tables = specs_of(study, questions, mix);
    for (Table& table : tabulate(study, round.round.dataset)) {
        RoundTable& into = out.at(table.spec.name);
        into.no_mix = reason_against_mix(table);
        if (!into.no_mix.empty()) continue;
        if (round.control.rounds()) {
            into.no_mix = "numbers of people are rounded, and parts of a change would not be";
            continue;
        }
        if (!prints_whole(release(table, rules, round.control).value())) {
            into.no_mix = "a group of the mix is too small to be told of in public";
            continue;
        }
        if (table.weighted && round.control.edition() == Edition::published) {
            into.no_mix =
                "weighted percentages are whole in public, and parts of them would not be";
            continue;
        }
        into.by_mix = std::move(table);
        if (const auto& design = round.round.dataset.design)
            into.weights = design->design().weights;
    }
}

}  // namespace

std::vector<GroupShare> RoundTable::mix_of(const Category& category) const {
    const TableRows& rows = *by_mix.rows;
    const auto at = std::ranges::find_if(by_mix.categories, [&](const Category& each) {
        return each.blank == category.blank && each.name == category.name;
    });
    const auto c = static_cast<std::size_t>(at - by_mix.categories.begin());
    const double everyone = sum_of(rows.bases[0], weights);
    std::vector<GroupShare> out;
    const auto add = [&](const std::string& name, const RowSet& base) {
        const double sum = sum_of(base, weights);
        if (!(sum > 0)) return;
        const double counted =
            c < rows.cells[0].size() ? sum_of(rows.cells[0][c] & base, weights) : 0;
        out.push_back({name, sum / everyone, 100 * counted / sum});
    };
    RowSet rest = rows.bases[0];
    // Those who gave no answer, and those in no group at all, are groups of their own.
    for (std::size_t g = 1; g < rows.bases.size(); ++g) {
        const bool blank = by_mix.groups[g].blank && by_mix.groups[g].name.empty();
        add(blank ? "\x1f" : by_mix.groups[g].name, rows.bases[g]);
        rest -= rows.bases[g];
    }
    add("\x1frest", rest);
    return out;
}

RoundTables round_tables(const PublishedRound& round,
                         const std::vector<std::string>& questions,
                         const std::vector<std::string>& mix,
                         const CompareRules& rules) {
    Study study = round.round.study;
    study.plan.tables = specs_of(study, questions, {});
    RoundTables out;
    for (Table& table : tabulate(study, round.round.dataset)) {
        if (table.categories.empty()) continue;
        const std::string name = table.spec.name;
        RoundTable& into = out[name];
        if (table.rows != nullptr) {
            into.base = table.rows->bases[0];
            for (std::size_t c = 0; c < table.categories.size(); ++c) {
                if (!table.categories[c].blank)
                    into.people[table.categories[c].name] = table.rows->cells[0][c];
            }
        }
        into.safe = release(std::move(table), rules, round.control).value();
    }
    add_mix(round, mix, rules, study, out);
    return out;
}

}  // namespace mtm
