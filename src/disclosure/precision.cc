#include "disclosure/precision.h"

#include <algorithm>
#include <cmath>

#include "disclosure/figure_decision.h"
#include "disclosure/release_internals.h"

namespace mtm {
namespace {

constexpr int digits_of_errors = 2;
constexpr int digits_of_weighted = 3;
constexpr int most_places = 9;
// To which a percentage is told, or it is withheld; a table says that it was, a sentence cannot.
constexpr double most_points_in_tables = 10;
constexpr double most_points_in_sentences = 5;

// Decimals with which a number has so many significant digits; negative before the point.
int places_of(double number, int digits) {
    if (!(number > 0) || !std::isfinite(number)) return 1;
    const int before = static_cast<int>(std::floor(std::log10(number))) + 1;
    return std::clamp(digits - before, -most_places, most_places);
}

double to_places(double value, int places) {
    const double factor = std::pow(10.0, std::abs(places));
    return places >= 0 ? std::round(value * factor) / factor : std::round(value / factor) * factor;
}

// The next of 1, 2, 5, 10, 20, … that is no less.
double round_unit(double least) {
    double unit = std::pow(10.0, std::floor(std::log10(least)));
    for (const double digit : {1.0, 2.0, 5.0, 10.0}) {
        if (digit * unit >= least * (1 - 1e-9)) return digit * unit;
    }
    return 10 * unit;
}

double to_unit(double value, double unit) {
    return std::round(value / unit) * unit;
}

// A percentage, as it is and as it is told, to such units; absent where it would then be another
// one than it is: too far off, or nobody, or everybody.
std::optional<double> told_share(double exact, double told, double points, double most_points) {
    if (points == 0) return told;
    const double in_steps = to_unit(exact, points);
    const bool is_end = (in_steps <= 0 && exact > 0) || (in_steps >= 100 && exact < 100);
    if (points > most_points || is_end) return std::nullopt;
    return in_steps;
}

// What the value of a cell, of a weighted table, is rounded to; nothing else is told of it.
double told_value(const Estimate& cell, Statistic statistic, double threshold) {
    switch (statistic) {
        case Statistic::percent:
            return whole_percentage_of(cell);
        case Statistic::count:
            return told_weighted_count(*cell.value, cell.n, threshold);
        default:
            return told_weighted_number(*cell.value);
    }
}

// The same of a table that prints no number of people: whole percentages; of others a decimal, but
// where numbers of people are rounded, or weighted, no more digits than they have elsewhere.
double told_coarsely(const Estimate& cell, const SafeTable& safe) {
    const double value = *cell.value;
    if (safe.table.spec.statistic == Statistic::percent) return whole_percentage_of(cell);
    if (safe.rounded_to > 0) return to_digits(value, digits_beside_rounding);
    if (!safe.table.weighted) return to_places(value, 1);
    return to_places(value, std::min(places_of(std::abs(value), digits_of_weighted), 1));
}

// Moves the value, and the limits with it, so that they lie around what is told.
void tell(Estimate& cell, double value) {
    const double shift = value - *cell.value;
    cell.value = value;
    for (std::optional<double>* limit : {&cell.low, &cell.high}) {
        if (*limit) **limit += shift;
    }
}

// The limits are as far off as the standard error that is told would have them, and so tell no more
// than it does.
void round_errors(Estimate& cell, bool percent) {
    if (!cell.standard_error || !cell.value) return;
    const double error = *cell.standard_error;
    const int places = places_of(error, digits_of_errors);
    cell.standard_error = to_places(error, places);
    const double factor = error > 0 ? *cell.standard_error / error : 1;
    for (std::optional<double>* limit : {&cell.low, &cell.high}) {
        if (!*limit) continue;
        **limit = to_places(*cell.value + (**limit - *cell.value) * factor, places);
        if (percent) **limit = std::clamp(**limit, 0.0, 100.0);
    }
}

class PrecisionLimit {
public:
    PrecisionLimit(SafeTable& safe, const std::vector<bool>& beside_gaps)
        : safe_(safe), table_(safe.table) {
        for (const auto& group : table_.cells)
            limited_.emplace_back(group.size());
        if (!safe_.coarse) {
            for (std::size_t c = 0; c < table_.categories.size(); ++c)
                find_wholes(c);
        }
        for (std::size_t c = 0; c < beside_gaps.size(); ++c) {
            if (beside_gaps[c]) limit_category(c);
        }
    }

    void apply() {
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            for (std::size_t c = 0; c < table_.cells[g].size(); ++c)
                limit(g, c);
        }
        empty_withheld(safe_);
    }

private:
    struct Limit {
        bool without_precision = false;
        std::optional<std::size_t> base;  // told to as much as the threshold makes of that
    };

    [[nodiscard]] bool percent() const { return table_.spec.statistic == Statistic::percent; }

    [[nodiscard]] bool is_withheld(std::size_t g, std::size_t c) const {
        return safe_.withheld[g][c] || safe_.withheld_groups[g];
    }

    [[nodiscard]] std::size_t parent_of(std::size_t g) const {
        return table_.places.empty() ? 0 : table_.places[g].parent;
    }

    void limit_to(std::size_t g, std::size_t c, std::size_t base) {
        std::optional<std::size_t>& of = limited_[g][c].base;
        of = of ? std::min(*of, base) : base;
    }

    // All that a withheld number is a part of. A percentage of the row varies with all of it.
    void find_wholes(std::size_t c) {
        std::vector<bool> wholes(table_.groups.size(), false);
        bool gaps = false;
        for (std::size_t g = 1; g < table_.groups.size(); ++g) {
            if (!is_withheld(g, c)) continue;
            gaps = true;
            for (std::size_t at = g; at != 0;) {
                at = parent_of(at);
                wholes[at] = true;
            }
        }
        const bool whole_row = percent() && table_.spec.percent_of == PercentOf::row;
        for (std::size_t g = 0; g < wholes.size(); ++g) {
            if (wholes[g]) limit_to(g, c, table_.cells[g][c].base);
            limited_[g][c].without_precision = gaps && whole_row;
        }
    }

    // Of which a number is withheld elsewhere.
    void limit_category(std::size_t c) {
        for (std::size_t g = 0; g < table_.groups.size(); ++g)
            limit_to(g, c, table_.cells[0][c].base);
    }

    void limit(std::size_t g, std::size_t c) {
        Estimate& cell = table_.cells[g][c];
        const Limit& limited = limited_[g][c];
        if (is_withheld(g, c)) return drop_precision(cell);
        const std::optional<double> exact = cell.value;
        if (safe_.coarse) {
            drop_precision(cell);
            if (cell.value) cell.value = told_coarsely(cell, safe_);
        } else {
            std::erase_if(cell.contrasts,
                          [&](const Contrast& one) { return is_withheld(one.group, c); });
            if (table_.weighted && cell.value)
                tell(cell, told_value(cell, table_.spec.statistic, threshold()));
            round_errors(cell, percent());
        }
        if (limited.base || limited.without_precision) drop_precision(cell);
        if (limited.base && exact) tell_to(*limited.base, *exact, g, c);
    }

    // Percentages to as many points as the threshold makes of that base.
    void tell_to(std::size_t base, double exact, std::size_t g, std::size_t c) {
        Estimate& cell = table_.cells[g][c];
        if (!table_.weighted || cell.base == 0) return;
        if (percent()) {
            const double points = points_beside_gaps(base, threshold());
            cell.value = told_share(exact, *cell.value, points, most_points_in_tables);
            safe_.withheld[g][c] = !cell.value;
            safe_.coarse_shares = safe_.coarse_shares || (cell.value && points > 0);
        } else if (table_.spec.statistic == Statistic::total) {
            cell.value = to_digits(exact, digits_of_errors);
        }
    }

    [[nodiscard]] double threshold() const { return std::max(safe_.threshold, 1); }

    SafeTable& safe_;
    Table& table_;
    std::vector<std::vector<Limit>> limited_;  // as Table::cells
};

}  // namespace

void limit_precision(SafeTable& safe, const std::vector<bool>& beside_gaps) {
    PrecisionLimit(safe, beside_gaps).apply();
}

double points_beside_gaps(std::size_t base, double people) {
    const double share = base == 0 ? 100 : 100 * people / static_cast<double>(base);
    return share > 1 ? round_unit(share) : 0;
}

bool limit_beside_gaps(const FigureValue& exact, double points, FigureValue& told) {
    Estimate& estimate = told.estimate;
    drop_precision(estimate);
    for (FigurePart& part : told.parts)
        drop_precision(part.estimate);
    if (told.unit != FigureUnit::percent || !estimate.value || exact.estimate.base == 0)
        return true;
    estimate.value =
        told_share(*exact.estimate.value, *estimate.value, points, most_points_in_sentences);
    return estimate.value.has_value();
}

double to_digits(double value, int digits) {
    return to_places(value, places_of(std::abs(value), digits));
}

double told_weighted_number(double value) {
    return to_digits(value, digits_of_weighted);
}

int decimals_of_weighted(double told) {
    return std::max(places_of(std::abs(told), digits_of_weighted), 0);
}

namespace {

double told_part(const FigurePart& part, double threshold) {
    const double value = *part.estimate.value;
    if (part.aggregate == "percent" || part.aggregate == "share")
        return whole_percentage_of(part.estimate);
    if (part.aggregate == "base") return value;  // of interviews
    if (part.aggregate == "count") return told_weighted_count(value, part.estimate.n, threshold);
    return told_weighted_number(value);
}

// As a table tells counts, means, totals and ratios of weighted people; what arithmetic makes of
// them is made of what is told.
void limit_weighted(FigureValue& figure, double threshold) {
    if (figure.parts.empty() || std::ranges::any_of(figure.parts, is_of_order)) return;
    std::vector<FigurePart> parts = figure.parts;
    for (FigurePart& part : parts) {
        if (part.estimate.value) part.estimate.value = told_part(part, threshold);
    }
    const std::optional<double> whole = figure.estimate.value;
    const bool alone =
        parts.size() == 1 && whole && figure.parts[0].estimate.value == figure.estimate.value;
    if (alone) {
        tell(figure.estimate, *parts[0].estimate.value);
        round_errors(figure.estimate, figure.unit == FigureUnit::percent);
        figure.parts = std::move(parts);
        return;
    }
    const FigureValue told = with_parts(figure, std::move(parts));
    figure.text = told.text;
    figure.estimate.value = told.estimate.value;
    drop_precision(figure.estimate);
}

}  // namespace

void limit_precision(FigureValue& figure, bool weighted, int threshold) {
    if (weighted && figure.estimate.value) return limit_weighted(figure, std::max(threshold, 1));
    Estimate& estimate = figure.estimate;
    if (figure.unit != FigureUnit::percent || !estimate.value || estimate.base == 0) return;
    const double counted =
        100 * static_cast<double>(estimate.n) / static_cast<double>(estimate.base);
    if (std::abs(*estimate.value - counted) < 1e-9) return;
    tell(estimate, whole_percentage_of(estimate));
    round_errors(estimate, true);
}

void drop_precision(Estimate& estimate) {
    estimate.standard_error.reset();
    estimate.low.reset();
    estimate.high.reset();
    estimate.df.reset();
    estimate.contrasts.clear();
}

void renumber_contrasts(SafeTable& safe, std::size_t gone) {
    for (auto& group : safe.table.cells) {
        for (Estimate& cell : group) {
            std::erase_if(cell.contrasts,
                          [gone](const Contrast& one) { return one.group == gone; });
            for (Contrast& one : cell.contrasts)
                one.group -= one.group > gone ? 1 : 0;
        }
    }
}

double told_weighted_count(double value, std::size_t n, double people) {
    if (!(value > 0) || n == 0) return value;
    return to_unit(value, round_unit(people * value / static_cast<double>(n)));
}

double whole_percentage_of(const Estimate& cell) {
    const double whole = std::round(*cell.value);
    return whole == 0 && *cell.value > 0 ? 0.25 : whole;
}

}  // namespace mtm
