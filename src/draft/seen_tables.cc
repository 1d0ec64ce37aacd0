#include "draft/seen_tables.h"

#include <algorithm>
#include <functional>
#include <set>

#include "draft/draft_labels.h"
#include "expression/node.h"
#include "expression/parse.h"
#include "report/repeat_entries.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

std::string condition_on(const std::string& question, const std::string& choice, bool several) {
    return several ? "selected(${" + question + "}, " + quote(choice) + ")"
                   : "${" + question + "} = " + quote(choice);
}

// The table's filter, and that of one of its groups.
std::string where_in(const SeenTable& seen, const std::string& group) {
    std::string where = where_of(seen.spec);
    if (group.empty()) return where;
    const std::string of_group = condition_on(seen.spec.by.front(), group, false);
    return where.empty() ? of_group : "(" + where + ") and " + of_group;
}

class PlanReader {
public:
    PlanReader(const Study& study,
               const Dataset& dataset,
               DisclosureControl& control,
               std::size_t language)
        : study_(study), dataset_(dataset), control_(control), language_(language) {}

    SeenPlan read() {
        for (const TableSpec& spec : study_.plan.tables) {
            SeenTable table = seen(spec);
            if (!is_of_fieldwork(study_, spec.question)) out_.tables.push_back(std::move(table));
        }
        find_group_differences();
        return std::move(out_);
    }

private:
    [[nodiscard]] SeenTable seen(const TableSpec& spec) {
        Table table = tabulate(study_, dataset_, spec);
        Released<SafeTable> safe = control_.release(table);
        SeenTable out{spec,
                      std::move(table),
                      std::move(safe),
                      {},
                      {},
                      entries_counted(study_, dataset_, spec, language_)};
        for (std::size_t c = 0; c < out.table.categories.size(); ++c) {
            const Category& category = out.table.categories[c];
            const bool answer = category.meaning == MissingChoice::answer && !category.blank &&
                                !category.free_answer;
            if (answer && out.table.cells[0][c].n > 0) out.order.push_back(c);
        }
        out.everyone = values_of_everyone(out.table);
        std::ranges::stable_sort(
            out.order, std::greater<>(), [&out](std::size_t c) { return out.everyone[c]; });
        return out;
    }

    // In a table of percentages of the row everyone is 100 per cent of each answer, and the share
    // that a sentence tells is another number.
    [[nodiscard]] std::vector<double> values_of_everyone(const Table& table) const {
        if (table.spec.percent_of == PercentOf::row) {
            TableSpec alone = table.spec;
            alone.by.clear();
            alone.banners.clear();
            alone.nested = false;
            alone.percent_of = PercentOf::column;
            return values_of_everyone(tabulate(study_, dataset_, alone));
        }
        std::vector<double> out;
        for (const Estimate& cell : table.cells[0])
            out.push_back(cell.value.value_or(0));
        return out;
    }

    // Of the columns of a table, whether they stand in one banner or in several side by side.
    [[nodiscard]] std::set<std::string> groupings_of(const TableSpec& spec) const {
        std::set<std::string> out(spec.by.begin(), spec.by.end());
        for (const Banner& banner : spec.banners)
            out.insert(banner.levels.begin(), banner.levels.end());
        out.insert(study_.file.fieldwork.group);
        out.insert(study_.file.fieldwork.area);
        return out;
    }

    // The first question of the table by that grouping alone, each group by itself.
    static TableSpec by_alone(const TableSpec& spec, const std::string& by) {
        TableSpec out = spec;
        out.by = {by};
        out.nested = false;
        out.banners.clear();
        out.questions.clear();
        out.ranks = false;
        out.percent_of = PercentOf::column;
        out.top_of_each = false;
        return out;
    }

    void find_group_differences() {
        std::vector<Table> by_group;
        std::vector<std::size_t> of_table;
        std::set<std::vector<std::string>> seen_groupings;
        for (std::size_t t = 0; t < out_.tables.size(); ++t) {
            const TableSpec& spec = out_.tables[t].spec;
            if (spec.statistic != Statistic::percent && spec.statistic != Statistic::mean) continue;
            for (const std::string& by : groupings_of(spec)) {
                if (by.empty() || by == spec.question || !is_closed(by)) continue;
                if (!seen_groupings.insert({spec.question, by, where_of(spec), statistic_of(spec)})
                         .second) {
                    continue;
                }
                out_.grouped.push_back(seen(by_alone(spec, by)));
                of_table.push_back(t);
                by_group.push_back(out_.grouped.back().table);
            }
        }
        for (const GroupDifference& found : find_differences(dataset_, by_group))
            out_.differences[of_table[found.table]].push_back(found);
    }

    [[nodiscard]] bool is_closed(const std::string& name) const {
        if (study_.plan.find_derived(name) != nullptr) return true;
        const int question = study_.questionnaire.find(name);
        return question >= 0 &&
               study_.questionnaire.questions[static_cast<std::size_t>(question)].type ==
                   QuestionType::select_one;
    }

    const Study& study_;
    const Dataset& dataset_;
    DisclosureControl& control_;
    std::size_t language_;
    SeenPlan out_;
};

}  // namespace

bool SeenTable::shows(std::size_t group, std::size_t category) const {
    return !safe->withheld[group][category] && !safe->withheld_groups[group] &&
           table.cells[group][category].value.has_value();
}

bool SeenTable::is_told_apart(std::size_t category) const {
    const std::vector<std::string>& labels = table.categories[category].label.by_language;
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        if (c == category) continue;
        const std::vector<std::string>& others = table.categories[c].label.by_language;
        for (std::size_t l = 0; l < labels.size() && l < others.size(); ++l) {
            if (!labels[l].empty() && labels[l] == others[l]) return false;
        }
    }
    return true;
}

SeenPlan see_plan(const Study& study,
                  const Dataset& dataset,
                  DisclosureControl& control,
                  std::size_t language) {
    return PlanReader(study, dataset, control, language).read();
}

std::string where_of(const TableSpec& spec) {
    return spec.where ? print(spec.where->root) : std::string();
}

std::string share_of(const SeenTable& seen, std::size_t category, const std::string& group) {
    const Table& table = seen.table;
    const std::string where = where_in(seen, group);
    return "percent(" +
           condition_on(seen.spec.question, table.categories[category].name, table.multiple) +
           (where.empty() ? "" : ", " + where) + ")";
}

std::string mean_of(const SeenTable& seen, const std::string& group) {
    const std::string where = where_in(seen, group);
    return "mean(${" + seen.spec.question + "}" + (where.empty() ? "" : ", " + where) + ")";
}

}  // namespace mtm
