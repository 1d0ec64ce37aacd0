#include "rounds/comparison_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "tabulate/category_label.h"

namespace mtm {
namespace {

// Half away from zero; "0.0" has no sign.
std::string decimal(double value, int places, bool with_sign) {
    const double scale = std::pow(10.0, places);
    double rounded = std::round(value * scale) / scale;
    if (rounded == 0) rounded = 0;
    std::string out = fmt::format("{:.{}f}", std::abs(rounded), places);
    if (rounded < 0) return "−" + out;
    return with_sign && rounded > 0 ? "+" + out : out;
}

std::string grouped(std::size_t count) {
    std::string out = std::to_string(count);
    for (std::size_t at = out.size(); at > 3;)
        out.insert(at -= 3, ",");
    return out;
}

std::size_t count_tested(const RoundComparison& comparison) {
    std::size_t out = 0;
    for (const ComparedQuestion& question : comparison.questions) {
        for (const DifferenceRow& row : question.rows)
            out += row.p ? 1 : 0;
    }
    return out;
}

// Whether it holds for a value that a difference is made of.
template <typename Holds>
bool any_compared(const RoundComparison& comparison, Holds holds) {
    for (const ComparedQuestion& question : comparison.questions) {
        for (const DifferenceRow& row : question.rows) {
            if (row.difference && (holds(row.before) || holds(row.now))) return true;
        }
    }
    return false;
}

// Of what values differences are made: in public some are told rounded, and differences are then
// of those.
std::string values_of_differences(const RoundComparison& comparison) {
    const bool internal = comparison.internal;
    std::vector<std::string> rounded;
    if (!internal &&
        any_compared(comparison, [](const RoundValue& value) { return value.weighted; }))
        rounded.emplace_back("where people are weighted");
    if (any_compared(comparison, [](const RoundValue& value) { return value.of_rounded; }))
        rounded.emplace_back("where counts are rounded");
    if (any_compared(comparison, [](const RoundValue& value) { return value.coarse; }))
        rounded.emplace_back("where counts are withheld");
    if (any_compared(comparison, [](const RoundValue& value) { return value.printed; }))
        rounded.emplace_back("where the other round has only what it printed");
    if (rounded.empty()) return "unrounded values";
    return "values as they are told: rounded " + join(rounded, ", ") + "; unrounded elsewhere";
}

std::string_view words_of(TestCorrection correction) {
    return correction == TestCorrection::holm ? "Holm’s" : "Benjamini and Hochberg’s";
}

}  // namespace

std::string label_of_question(const ComparedQuestion& question, std::size_t language) {
    const std::string& label = question.label.in(language);
    return label.empty() ? question.name : label;
}

std::string label_of_row(const ComparedQuestion& question,
                         const DifferenceRow& row,
                         std::size_t language) {
    if (question.numeric) return "Mean";
    return label_of(row.category, language, "No answer");
}

std::string print_value(const RoundValue& value) {
    if (value.withheld) return "withheld";
    if (!value.there || !value.value) return "–";
    if (!value.coarse && !value.printed) return decimal(*value.value, 1, false);
    if (*value.value > 0 && *value.value < 0.5) return "<1";
    return decimal(*value.value, *value.value == std::round(*value.value) ? 0 : 1, false);
}

std::string print_base(const RoundValue& value) {
    if (value.withheld || value.coarse || value.printed || !value.there) return {};
    return fmt::format("n {} of {}{}",
                       grouped(value.n),
                       grouped(value.base),
                       value.base < 30 ? ", a small base" : "");
}

std::string print_difference(const ComparedQuestion& question, const DifferenceRow& row) {
    if (!row.difference) return {};
    const RoundValue& before = row.before;
    const bool printed_whole =
        before.printed && (*before.value == std::round(*before.value) || *before.value < 0.5);
    const bool whole = printed_whole || (!question.numeric && (before.coarse || row.now.coarse));
    return decimal(*row.difference, whole ? 0 : 1, true);
}

std::string print_signed(double value) {
    return decimal(value, 1, true);
}

std::string print_p(double p) {
    return p < 0.001 ? "under 0.001" : fmt::format("{:.3f}", p);
}

std::string reason_of_row(const RoundComparison& comparison, const DifferenceRow& row) {
    const bool said = comparison.tests == 0 && row.not_tested == comparison.no_test;
    return said ? std::string() : row.not_tested;
}

std::size_t count_significant(const RoundComparison& comparison) {
    std::size_t out = 0;
    for (const ComparedQuestion& question : comparison.questions) {
        for (const DifferenceRow& row : question.rows)
            out += row.significant ? 1 : 0;
    }
    return out;
}

namespace {

bool has_parts(const RoundComparison& comparison) {
    return std::ranges::any_of(comparison.questions, [](const ComparedQuestion& question) {
        return std::ranges::any_of(question.rows,
                                   [](const DifferenceRow& row) { return row.parts.has_value(); });
    });
}

// ": ", and each reason once; of means and of the mix itself there is nothing to say.
std::string why_no_parts(const RoundComparison& comparison) {
    std::vector<std::string> reasons;
    for (const ComparedQuestion& question : comparison.questions) {
        const bool is_mix =
            std::ranges::find(comparison.mix, question.name) != comparison.mix.end();
        if (!is_mix && !question.numeric && !question.no_parts.empty() &&
            std::ranges::find(reasons, question.no_parts) == reasons.end())
            reasons.push_back(question.no_parts);
    }
    return reasons.empty() ? std::string() : ": " + join(reasons, "; ");
}

}  // namespace

std::vector<std::string> remarks_of(const RoundComparison& comparison) {
    std::vector<std::string> out = comparison.about;
    out.push_back("Differences are in percentage points (of means, in their unit), of " +
                  values_of_differences(comparison) + ".");
    if (comparison.tests == 0) {
        out.push_back("No difference is tested, and none is called significant. " +
                      comparison.no_test + ".");
    } else {
        const std::size_t tested = count_tested(comparison);
        const std::string family =
            tested == comparison.tests
                ? "all of them"
                : fmt::format("{} hypotheses (two answers that together everybody gave are one)",
                              comparison.tests);
        out.push_back(fmt::format(
            "{} differences are tested (t, two-sided; the rounds taken as drawn independently), "
            "{} of them significant: p under 0.05 after {} correction for {}.",
            tested,
            count_significant(comparison),
            words_of(comparison.correction),
            family));
    }
    if (!comparison.mix.empty()) {
        const std::string mix = join(comparison.mix, " × ");
        out.push_back(
            has_parts(comparison)
                ? "Where it can be told, a difference is divided in two: what comes of another "
                  "mix of people (" +
                      mix + "), and what has changed within the groups."
                : "No difference is divided into what comes of another mix of people (" + mix +
                      ") and what has changed within the groups" + why_no_parts(comparison) + ".");
    }
    if (!comparison.internal) {
        out.push_back(fmt::format(
            "Numbers of fewer than {} people, and numbers from which one could be computed, are "
            "withheld.",
            comparison.threshold));
    }
    return out;
}

}  // namespace mtm
