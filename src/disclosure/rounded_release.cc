// What DisclosureControl lets out of a study that rounds its numbers of people.
#include <algorithm>
#include <cmath>

#include "disclosure/changed_figure.h"
#include "disclosure/few.h"
#include "disclosure/figure_decision.h"
#include "disclosure/precision.h"
#include "disclosure/release_internals.h"
#include "disclosure/released.h"
#include "disclosure/withheld.h"

namespace mtm {

namespace {

// What has a row or a group only if somebody gave it: no answer, refusals, numbers, words of one's
// own.
bool is_there_if_given(const Category& category) {
    const auto& labels = category.label.by_language;
    const bool labelled =
        std::ranges::any_of(labels, [](const std::string& label) { return !label.empty(); });
    return category.meaning != MissingChoice::answer || category.blank || category.free_answer ||
           !labelled;
}

// That there is a row for nobody would tell that there is somebody. And words of people stand only
// if as many said them as may be told of.
bool must_go(const Category& category, std::size_t rounded, std::size_t people, int threshold) {
    if (category.free_answer && people < static_cast<std::size_t>(threshold)) return true;
    return rounded == 0 && is_there_if_given(category);
}

void withhold_what_must_go(const Table& table, SafeTable& safe) {
    const TableRows& rows = *table.rows;
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        if (!must_go(table.categories[c],
                     safe.table.cells[0][c].n,
                     rows.cells[0][c].people(),
                     safe.threshold))
            continue;
        for (auto& group : safe.withheld)
            group[c] = true;
    }
    for (std::size_t g = 1; g < table.groups.size(); ++g) {
        if (!must_go(
                table.groups[g], safe.table.group_bases[g], rows.bases[g].people(), safe.threshold))
            continue;
        safe.withheld_groups[g] = true;
        safe.withheld[g].assign(table.categories.size(), true);
    }
}

// Means and sums of a figure, which the ledger knows of: of conditions it needs to know nothing.
FigureValue without_conditions(const FigureValue& figure) {
    FigureValue out = figure;
    std::erase_if(out.parts, is_condition);
    return out;
}

double as_printed(double value, FigureUnit unit) {
    const bool percent = unit == FigureUnit::percent || unit == FigureUnit::percentage_points;
    return percent ? std::round(value) : std::round(10 * value) / 10;
}

}  // namespace

DisclosureControl::Decided DisclosureControl::decide_rounded(const Table& table) {
    SafeTable safe = printed_alone(table, threshold_);
    if (auto rounded = rounding_->of_table(table)) {
        safe.table = std::move(*rounded);
        safe.rounded_to = rounded_to();
        withhold_what_must_go(table, safe);
    } else {
        Withheld all = all_withheld(table);
        safe.withheld = std::move(all.cells);
        safe.withheld_groups = std::move(all.groups);
        safe.table.association.reset();
    }
    empty_withheld(safe);
    return {std::move(safe), is_there_if_given};
}

SafeFigure DisclosureControl::rounded(const FigureValue& figure) {
    const auto threshold = static_cast<std::size_t>(threshold_);
    SafeFigure safe;
    safe.threshold = threshold_;
    safe.rounded_to = rounded_to();
    const FigureValue rest = without_conditions(figure);
    bool withheld =
        !rest.parts.empty() && (rests_on_few(rest, threshold) || gives_back(rest, ledger_));
    if (!withheld && !rest.parts.empty()) publish(rest, ledger_);
    for (const FigurePart& part : rest.parts) {
        const bool small =
            !is_of_order(part) && part.counted.known() &&
            rounding_->of_set(part.counted) < few_beside_rounding * rounding_->unit();
        withheld = withheld || small || part.aggregate == "total";
    }
    bool any_order = false;
    std::vector<FigurePart> parts;
    for (const FigurePart& part : figure.parts) {
        if (is_of_order(part)) {
            any_order = true;
            parts.push_back(part);
            parts.back().estimate.n = parts.back().estimate.base = parts.back().base.n = 0;
        } else {
            parts.push_back(rounding_->of_part(part));
            std::optional<double>& value = parts.back().estimate.value;
            if (!is_condition(part) && value) value = to_digits(*value, digits_beside_rounding);
        }
        // Of nobody, or of so few that they are said to be nobody, there is no number: it looks
        // the same.
        const FigurePart& told = parts.back();
        const bool of_nobody = is_condition(told) && (!told.estimate.value || is_of_order(told));
        withheld = withheld || of_nobody;
    }
    if (withheld) {
        safe.withheld = true;
        safe.figure = emptied(figure, threshold);
        safe.figure.base.n = safe.figure.estimate.base = 0;
        return safe;
    }
    if (any_order) {
        safe.figure = figure;
        safe.figure.parts = std::move(parts);
        safe.figure.estimate.n = safe.figure.estimate.base = safe.figure.base.n = 0;
        safe.base_withheld = true;
    } else if (!parts.empty()) {
        safe.figure = with_parts(figure, std::move(parts));
    } else {
        safe.figure = figure;
    }
    drop_precision(safe.figure.estimate);
    if (rest.parts.size() == figure.parts.size() && safe.figure.estimate.value && !any_order)
        safe.figure.estimate.value = to_digits(*safe.figure.estimate.value, digits_beside_rounding);
    limit_precision(safe.figure, false, threshold_);
    forget_rows(safe.figure);
    return safe;
}

// The difference of what both rounds are said to be. If only one of them rounds, both numbers are
// taken as they are printed, so that the change tells no more than they do.
SafeChange DisclosureControl::rounded(const ChangedFigure& changed, DisclosureControl& before) {
    SafeChange safe;
    safe.from_print = changed.from_print;
    safe.round = changed.round;
    safe.why_none = changed.why_none;
    safe.now = release(changed.now).value();
    if (changed.from_print) {
        safe.before.figure = changed.before;
        forget_rows(safe.before.figure);
    } else {
        safe.before = before.release(changed.before).value();
    }
    safe.change.threshold = threshold_;
    safe.change.rounded_to = std::max(rounded_to(), before.rounded_to());
    safe.change.figure = changed.change;
    safe.change.figure.base = safe.now.figure.base;
    safe.change.figure.estimate = {};
    safe.change.figure.estimate.n = safe.now.figure.estimate.n;
    safe.change.figure.estimate.base = safe.now.figure.estimate.base;
    safe.change.base_withheld = safe.now.base_withheld;
    safe.test_withheld = changed.change.estimate.standard_error.has_value();
    forget_rows(safe.change.figure);
    std::optional<double> now = safe.now.figure.estimate.value;
    std::optional<double> was = safe.before.figure.estimate.value;
    if (!safe.why_none.empty() || !now || !was) {
        safe.change.withheld = safe.why_none.empty();
        safe.change.figure.text.clear();
        return safe;
    }
    if (!rounds() || !before.rounds()) {
        now = as_printed(*now, changed.now.unit);
        was = as_printed(*was, changed.before.unit);
    }
    if (changed.with_difference) {
        const FigureValue told = changed.with_difference(*now - *was);
        safe.change.figure.text = told.text;
        safe.change.figure.estimate.value = told.estimate.value;
    } else {
        safe.change.figure.estimate.value = *now - *was;
    }
    return safe;
}

}  // namespace mtm
