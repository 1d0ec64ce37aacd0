#include "tabulate/table_association.h"

#include <cmath>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "estimation/association.h"
#include "study/names.h"
#include "study/plan.h"
#include "study/seen_repeats.h"
#include "tabulate/precision.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

bool is_answer(const Category& category) {
    return !category.blank && category.meaning == MissingChoice::answer;
}

// Why a table is none that could be tested in any sample; empty if it is.
std::string unfit(const Table& table) {
    if (table.spec.statistic != Statistic::percent) return "percentages alone are tested";
    if (table.groups.size() < 3) return "there are no two groups to compare";
    if (table.multiple) return "several answers were possible";
    if (table.groups_overlap) return "somebody is in two groups";
    if (!table.places.empty()) return "its groups are divided again";
    if (table.spec.top > 0) return "only the largest answers are in it";
    if (table.rows == nullptr || !table.rows->bases[0].known()) return "its rows are not known";
    if (table.level != 0) return "its rows are of a repeat, and not interviews";
    return {};
}

// Why no table is tested in this sample; empty if they are.
std::string unfit(const Precision& precision) {
    if (precision.is_respondent_driven())
        return "no such test is known of a respondent-driven sample";
    if (!precision.has_errors()) return precision.reason();
    if (precision.by_replicates())
        return "the test is by linearisation, and variances are estimated by replicates";
    return {};
}

// The number of the set that each row is in, of those wanted; -1: in none.
template <typename Wanted>
std::vector<std::int32_t> codes(const std::vector<RowSet>& sets, const Wanted& wanted) {
    std::vector<std::int32_t> out;
    for (std::size_t s = 0; s < sets.size(); ++s) {
        const std::vector<std::uint8_t> rows = sets[s].bytes();
        out.resize(rows.size(), -1);
        if (!wanted(s)) continue;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (rows[r] != 0) out[r] = static_cast<std::int32_t>(s);
        }
    }
    return out;
}

Result<Association> association_in(const Precision& precision, const Table& table) {
    for (const std::string& reason : {unfit(table), unfit(precision)}) {
        if (!reason.empty()) return Error{reason};
    }
    const auto answers =
        codes(table.rows->cells[0], [&](std::size_t c) { return is_answer(table.categories[c]); });
    const auto groups = codes(table.rows->bases,
                              [&](std::size_t g) { return g > 0 && is_answer(table.groups[g]); });
    const auto test =
        test_association(*precision.sample(), answers, groups, AssociationTest::rao_scott_f);
    if (!test)
        return Error{
            "fewer than two answers or groups occur, or nothing is known of how they vary"};
    const Association out{test->statistic, test->df, test->denominator_df.value_or(0), test->p};
    if (!std::isfinite(out.f) || !std::isfinite(out.df) || !std::isfinite(out.p))
        return Error{"nothing is known of how its answers vary"};
    return out;
}

Error unknown_name(const StudyNames& names, const std::string& name) {
    return {"There is no question “" + name + "”. " +
            did_you_mean(name, names.all(), "Correct the name.")};
}

}  // namespace

Result<Association> association_in(const Study& study, const Dataset& dataset, const Table& table) {
    return association_in(Precision(study, dataset), table);
}

void test_associations(const Study& study, const Dataset& dataset, std::vector<Table>& tables) {
    const Precision precision(study, dataset);
    if (!unfit(precision).empty()) return;
    for (Table& table : tables) {
        if (!table.parts.empty()) continue;
        if (const auto association = association_in(precision, table))
            table.association = *association;
    }
}

Result<Table> tested_table(const Study& study,
                           const Dataset& dataset,
                           const std::string& question,
                           const std::string& by,
                           const std::optional<Expression>& where) {
    const StudyNames names(study.questionnaire, study.plan);
    for (const std::string& name : {question, by}) {
        if (!names.knows(name)) return unknown_name(names, name);
        if (repeat_of(study.questionnaire, study.plan, name).value_or(-1) >= 0)
            return Error{"Rows of “" + name + "” are of a repeat, and not interviews."};
        const Column* column = dataset.find(name);
        if (column == nullptr || column->choice_count == 0)
            return Error{"“" + name + "” has no categories to compare."};
    }
    if (question == by) return Error{"“" + question + "” beside itself always answers alike."};
    TableSpec spec;
    spec.name = spec.question = question;
    spec.by = {by};
    spec.where = where;
    const Diagnostics mistakes = check_variables(spec, study.questionnaire, study.plan, {}, {});
    if (has_errors(mistakes))
        return Error{mistakes.front().message + " " + mistakes.front().remedy};
    Table table = tabulate(study, dataset, spec);
    table.association = TRY(association_in(study, dataset, table));
    return table;
}

std::string words_of(const Association& association) {
    return fmt::format(
        "F({:.2f}, {:.2f}) = {:.3f}, p {}",
        association.df,
        association.denominator_df,
        association.f,
        association.p < 0.001 ? "under 0.001" : fmt::format("= {:.3f}", association.p));
}

}  // namespace mtm
