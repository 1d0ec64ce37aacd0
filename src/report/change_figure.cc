#include "report/change_figure.h"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "report/language.h"

namespace mtm {
namespace {

// Reasons are those of the library, for those who plan and check: they are English.
bool is_english(const ReportLanguage& words) {
    return words.code() == "en";
}

class ChangeBasis {
public:
    ChangeBasis(const SafeChange& safe,
                const NumberStyle& style,
                Edition edition,
                double confidence,
                const std::string& entries)
        : safe_(safe),
          style_(style),
          words_(report_language(style.language)),
          edition_(edition),
          confidence_(confidence),
          entries_(entries) {
        style_.position = Position::brackets;
        style_.spelled_out = false;
    }

    std::string text(const ChangeVerdict& verdict) const {
        std::string out = said("now", fmt::arg("value", value_of(safe_.now, false))) + "; " +
                          said("before",
                               fmt::arg("round", safe_.round),
                               fmt::arg("value", value_of(safe_.before, safe_.from_print)));
        const Estimate& change = safe_.change.figure.estimate;
        if (edition_ == Edition::internal && change.value)
            out += "; " + said("exact", fmt::arg("value", decimal(*change.value, 2)));
        return out + ". " + test(verdict);
    }

private:
    template <typename... Fields>
    std::string said(std::string_view key, const Fields&... fields) const {
        return fmt::format(fmt::runtime(words_.text("rounds", key)), fields...);
    }

    std::string decimal(double value, int places) const {
        return print_decimal(value, places, style_.language);
    }

    std::string value_of(const SafeFigure& figure, bool printed) const {
        std::string out = print_figure(figure, style_);
        const auto base = static_cast<std::int64_t>(figure.figure.estimate.base);
        if (base > 0)
            out = said(entries_.empty() ? "of" : "of_entries",
                       fmt::arg("value", out),
                       fmt::arg("n", print_count(base, style_.language)),
                       fmt::arg("repeat", entries_));
        if (printed) out = said("printed", fmt::arg("value", out));
        return out;
    }

    std::string test(const ChangeVerdict& verdict) const {
        using Answer = ChangeVerdict::Answer;
        const Estimate& change = safe_.change.figure.estimate;
        if (safe_.test_withheld) return not_tested(words_.text("rounds", "test_withheld"));
        if (verdict.answer == Answer::unknown || !change.low || !change.high) {
            if (!is_english(words_)) return words_.text("rounds", "untested");
            return not_tested(verdict.reason.empty() ? change.no_interval : verdict.reason);
        }
        const std::string p =
            *verdict.p < 0.001 ? "< " + decimal(0.001, 3) : decimal(*verdict.p, 3);
        const int decimals = std::max(style_of_change(safe_.change, style_).decimals, 1);
        return words_.text("rounds",
                           verdict.answer == Answer::yes ? "significant" : "not_significant") +
               ": " +
               said("tested",
                    fmt::arg("level", confidence_),
                    fmt::arg("low", decimal(*change.low, decimals)),
                    fmt::arg("high", decimal(*change.high, decimals)),
                    fmt::arg("p", p)) +
               ".";
    }

    std::string not_tested(const std::string& reason) const {
        return said("not_tested", fmt::arg("reason", reason)) + ".";
    }

    const SafeChange& safe_;
    NumberStyle style_;
    const ReportLanguage& words_;
    Edition edition_;
    double confidence_;  // of intervals, in per cent
    const std::string& entries_;
};

// words(change(…)) is the same change, spelled out.
Expression without_words(Expression expression) {
    while (expression.root.kind == NodeKind::call && expression.root.text == "words" &&
           expression.root.children.size() == 1) {
        Node inner = std::move(expression.root.children[0]);
        expression.root = std::move(inner);
    }
    return expression;
}

ToldChange without_value(const std::string& why, const NumberStyle& style) {
    const ReportLanguage& words = report_language(style.language);
    ToldChange out;
    out.printed.text = words.text("rounds", "no_value");
    out.printed.basis =
        why.empty() || !is_english(words) ? words.text("rounds", "not_at_hand") : why;
    return out;
}

}  // namespace

Result<ToldChange> told_change(const Expression& expression,
                               RoundChanges* changes,
                               const NumberStyle& style,
                               Edition edition,
                               const std::string& entries) {
    if (changes == nullptr) return without_value({}, style);
    const ChangedFigure changed = TRY(changes->evaluate(expression));
    const auto safe = changes->release(changed);
    ToldChange out;
    out.base = changed.now.base;
    if (!safe->why_none.empty()) {
        out = without_value(safe->why_none, style);
        return out;
    }
    PrintedFigure& printed = out.printed;
    printed.text = print_figure(safe->change, style_of_change(safe->change, style));
    printed.withheld = safe->change.withheld;
    if (printed.withheld) {
        printed.basis = fmt::format(fmt::runtime(phrases_in(style.language).basis_withheld),
                                    fmt::arg("threshold", safe->change.threshold));
        return out;
    }
    const bool is_text = safe->change.figure.unit == FigureUnit::text;
    const Expression alone = without_words(expression);
    const ChangeVerdict verdict = change_in(alone) ? changes->verdict(alone) : ChangeVerdict{};
    printed.basis =
        ChangeBasis(safe.value(), style, edition, changes->confidence(), entries).text(verdict);
    if (is_text) return out;
    if (!safe->now.base_withheld) printed.base = safe->now.figure.estimate.base;
    if (edition == Edition::internal) {
        printed.value = fmt::format("{}", *safe->change.figure.estimate.value);
        printed.n = safe->now.figure.estimate.n;
    }
    return out;
}

}  // namespace mtm
