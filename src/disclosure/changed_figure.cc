// What a change tells. Somebody who knows this round's percentage to the last place, as the counts
// of a table give it, learns from a change of whole points that the other round's lies in an
// interval one point wide; and the interval is another one than that in which the other round's
// own whole percentage has it. Both together can be narrow enough to name a few people, so both go
// into the ledger of the round that they are of, where what is known of one set is what all its
// sources leave. With a standard error, or anything made of it, a change is known to more places
// than are printed: then the counts are taken to be known.
#include "disclosure/changed_figure.h"

#include <algorithm>
#include <cmath>

#include "disclosure/few.h"
#include "disclosure/figure_decision.h"
#include "disclosure/precision.h"

namespace mtm {
namespace {

// One percentage of unweighted people: of anything else the counts are taken to be told.
bool is_one_share(const FigureValue& figure) {
    if (figure.unit != FigureUnit::percent || figure.parts.size() != 1) return false;
    const FigurePart& part = figure.parts.front();
    if (part.aggregate != "percent" && part.aggregate != "share") return false;
    if (part.estimate.base == 0 || !figure.estimate.value) return false;
    const double unweighted =
        100.0 * static_cast<double>(part.estimate.n) / static_cast<double>(part.estimate.base);
    return std::abs(unweighted - *figure.estimate.value) < 1e-9;
}

// Of means and the like known_from tells all: a change is no closer to a count than they are.
std::vector<KnownCount> known_counts(const FigureValue& figure) {
    std::vector<KnownCount> out;
    for (const FigurePart& part : figure.parts) {
        const bool counts = part.aggregate == "percent" || part.aggregate == "share" ||
                            part.aggregate == "count" || part.aggregate == "base";
        if (!counts || !part.counted.known() || !part.of.known()) continue;
        out.push_back(known_exactly(part.counted));
        if (part.aggregate != "base") out.push_back(known_exactly(part.of - part.counted));
    }
    return out;
}

// The counts with which the percentage less `other` rounds to as many whole points, or `other` less
// the percentage does: that is the same but for halves, which are left out.
std::vector<KnownCount> known_within_points(const FigurePart& part, double other) {
    const auto base = static_cast<double>(part.of.count());
    const auto n = static_cast<double>(part.counted.count());
    const double points = std::round(100 * n / base - other);
    const double least = base * (other + points - 0.5) / 100;
    const double most = base * (other + points + 0.5) / 100;
    const double low = std::clamp(std::min(std::floor(least) + 1, n), 0.0, n);
    const double high = std::clamp(std::max(std::ceil(most) - 1, n), n, base);
    const auto count = [](double number) { return static_cast<std::size_t>(number); };
    return {{part.counted, count(low), count(high)},
            {part.of - part.counted, count(base - high), count(base - low)}};
}

// What the figure and the change tell of one round's people, to who knows the other round's.
std::vector<KnownCount> known_of_side(const FigureValue& figure, double other, bool to_the_last) {
    std::vector<KnownCount> out = known_from(figure);
    const bool within = !to_the_last && is_one_share(figure);
    for (KnownCount& known :
         within ? known_within_points(figure.parts.front(), other) : known_counts(figure))
        out.push_back(std::move(known));
    std::erase_if(out, [](const KnownCount& one) { return one.rows.count() == 0; });
    return out;
}

bool any_gives_back(const std::vector<KnownCount>& all, const ReleaseLedger& ledger) {
    ReleaseLedger own(ledger.threshold());
    for (const KnownCount& known : all) {
        if (ledger.gives_back(known) || own.gives_back(known)) return true;
        own.add(known);
    }
    return false;
}

// Also where nobody is counted: who compares needs the base.
bool is_of_few(const FigureValue& figure, std::size_t threshold) {
    return rests_on_few(figure, threshold) ||
           std::ranges::any_of(figure.parts, [threshold](const FigurePart& part) {
               return is_few(part.estimate.base, threshold) || is_few(part.of.people(), threshold);
           });
}

void forget_precision(FigureValue& figure) {
    Estimate& estimate = figure.estimate;
    estimate.standard_error.reset();
    estimate.low.reset();
    estimate.high.reset();
    estimate.df.reset();
}

void forget_numbers(FigureValue& figure) {
    const FigureUnit unit = figure.unit;
    const bool spelled_out = figure.spelled_out;
    figure = {};
    figure.unit = unit;
    figure.spelled_out = spelled_out;
}

// Of weighted people: the difference of what is told of both rounds, with its limits around it.
void tell_difference(const ChangedFigure& changed, SafeChange& safe) {
    const std::optional<double> now = safe.now.figure.estimate.value;
    const std::optional<double> was = safe.before.figure.estimate.value;
    FigureValue& figure = safe.change.figure;
    if (!now || !was || !figure.estimate.value) return;
    const double difference = *now - *was;
    if (changed.with_difference) {
        const FigureValue told = changed.with_difference(difference);
        figure.text = told.text;
        figure.estimate.value = told.estimate.value;
        return;
    }
    const double shift = difference - *figure.estimate.value;
    figure.estimate.value = difference;
    for (std::optional<double>* limit : {&figure.estimate.low, &figure.estimate.high}) {
        if (*limit) **limit += shift;
    }
}

}  // namespace

// A figure of a change that is let out: with its base, if that may be told.
SafeFigure DisclosureControl::release_side(const FigureValue& figure) {
    SafeFigure out;
    out.threshold = threshold_;
    out.figure = figure;
    forget_rows(out.figure);
    forget_precision(out.figure);  // the change has its own
    if (prints_all()) return out;
    out.base_withheld = !publish_base(figure, ledger_);
    if (out.base_withheld) out.figure.base.n = out.figure.estimate.base = 0;
    return out;
}

// Enters what the change tells of both rounds, if that may be told; first with its test, if it has
// one, then without.
DisclosureControl::ChangeTold DisclosureControl::tell_change(const ChangedFigure& changed,
                                                             DisclosureControl& before) {
    for (const FigurePart& part : changed.now.parts)
        begin_with_everyone(part.of);
    for (const FigurePart& part : changed.before.parts)
        before.begin_with_everyone(part.of);
    if (is_of_few(changed.now, static_cast<std::size_t>(threshold_))) return ChangeTold::nothing;
    if (!changed.from_print &&
        is_of_few(changed.before, static_cast<std::size_t>(before.threshold_)))
        return ChangeTold::nothing;
    if (gives_back(changed.now, weighted_, sums_) ||
        gives_back(changed.before, before.weighted_, before.sums_))
        return ChangeTold::nothing;
    const double now = changed.now.estimate.value.value_or(0);
    const double was = now - changed.difference;
    const bool tested = changed.change.estimate.standard_error.has_value();
    for (const ChangeTold told : {ChangeTold::all, ChangeTold::without_test}) {
        const bool with_test = told == ChangeTold::all;
        if (with_test && !tested) continue;
        const auto of_now = known_of_side(changed.now, was, with_test);
        const auto of_before = known_of_side(changed.before, now, with_test);
        if (any_gives_back(of_now, ledger_) || any_gives_back(of_before, before.ledger_)) continue;
        for (const KnownCount& known : of_now)
            ledger_.add(known);
        for (const KnownCount& known : of_before)
            before.ledger_.add(known);
        publish(changed.now, weighted_, sums_);
        publish(changed.before, before.weighted_, before.sums_);
        return tested ? told : ChangeTold::all;
    }
    return ChangeTold::nothing;
}

Released<SafeChange> DisclosureControl::withheld_change(SafeChange safe) {
    for (SafeFigure* figure : {&safe.change, &safe.now, &safe.before}) {
        figure->withheld = true;
        forget_numbers(figure->figure);
    }
    return Released<SafeChange>(std::move(safe));
}

// In either round of an answer of which a table withholds a number; false if nothing can be told.
bool DisclosureControl::tell_change_beside_gaps(const ChangedFigure& changed,
                                                const DisclosureControl& before,
                                                SafeChange& safe) const {
    const bool was = !changed.from_print && before.is_beside_gap(changed.before);
    if (!was && !is_beside_gap(changed.now)) return true;
    safe.test_withheld =
        safe.test_withheld || safe.change.figure.estimate.standard_error.has_value();
    forget_precision(safe.change.figure);
    return tell_beside_gaps(changed.now, safe.now.figure) &&
           (!was || before.tell_beside_gaps(changed.before, safe.before.figure));
}

Released<SafeChange> DisclosureControl::release(const ChangedFigure& changed,
                                                DisclosureControl& before) {
    if (rounds() || before.rounds()) return Released<SafeChange>(rounded(changed, before));
    SafeChange safe;
    safe.from_print = changed.from_print;
    safe.round = changed.round;
    safe.why_none = changed.why_none;
    safe.change.figure = changed.change;
    forget_rows(safe.change.figure);
    safe.change.threshold = safe.now.threshold = threshold_;
    safe.before.threshold = before.threshold_;
    const bool value = changed.change.estimate.value || !changed.change.text.empty();
    if (!value) return Released<SafeChange>(std::move(safe));

    const bool open = prints_all() && before.prints_all();
    const ChangeTold told = open ? ChangeTold::all : tell_change(changed, before);
    if (told == ChangeTold::nothing) return withheld_change(std::move(safe));
    safe.now = release_side(changed.now);
    safe.before = before.release_side(changed.before);
    safe.test_withheld = told == ChangeTold::without_test;
    if (safe.test_withheld) forget_precision(safe.change.figure);
    if (!open && (weighted_ || before.weighted_)) {
        limit_precision(safe.now.figure, weighted_, threshold_);
        if (!changed.from_print)
            limit_precision(safe.before.figure, before.weighted_, before.threshold_);
        if (!tell_change_beside_gaps(changed, before, safe))
            return withheld_change(std::move(safe));
        tell_difference(changed, safe);
    }
    safe.change.base_withheld = safe.now.base_withheld;
    if (safe.now.base_withheld) safe.change.figure.base.n = safe.change.figure.estimate.base = 0;
    return Released<SafeChange>(std::move(safe));
}

}  // namespace mtm
