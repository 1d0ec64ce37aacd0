#include "report/change_figure.h"

#include <cstdlib>

#include <fmt/format.h>

#include "report/language.h"
#include "report/phrases.h"

namespace mtm {
namespace {

// The hyphen of plain numbers is short for a minus.
std::string with_minus(std::string text) {
    if (!text.empty() && text.front() == '-') text.replace(0, 1, "−");
    return text;
}

class ChangeBasis {
public:
    ChangeBasis(const SafeChange& safe, const NumberStyle& style, Edition edition)
        : safe_(safe), style_(style), words_(report_language(style.language)), edition_(edition) {
        style_.position = Position::brackets;
        style_.spelled_out = false;
    }

    std::string text(const ChangeVerdict& verdict) const {
        std::string out =
            fmt::format(fmt::runtime(word("now")), fmt::arg("value", value_of(safe_.now, false))) +
            "; " +
            fmt::format(fmt::runtime(word("before")),
                        fmt::arg("round", safe_.round),
                        fmt::arg("value", value_of(safe_.before, safe_.from_print)));
        const Estimate& change = safe_.change.figure.estimate;
        if (edition_ == Edition::internal && change.value)
            out += "; " + fmt::format(fmt::runtime(word("exact")),
                                      fmt::arg("value", decimal(*change.value, 2)));
        return out + ". " + test(verdict) + ".";
    }

private:
    std::string decimal(double value, int places) const {
        return with_minus(print_decimal(value, places, style_.language));
    }

    std::string value_of(const SafeFigure& figure, bool printed) const {
        std::string out = print_figure(figure, style_);
        const std::size_t base = figure.figure.estimate.base;
        if (base > 0)
            out += fmt::format(
                fmt::runtime(word("of")),
                fmt::arg("n", print_count(static_cast<std::int64_t>(base), style_.language)));
        if (printed) out += word("printed");
        return out;
    }

    std::string test(const ChangeVerdict& verdict) const {
        using Answer = ChangeVerdict::Answer;
        const Estimate& change = safe_.change.figure.estimate;
        if (safe_.test_withheld)
            return fmt::format(fmt::runtime(word("not_tested")),
                               fmt::arg("reason", word("test_withheld")));
        if (verdict.answer == Answer::unknown || !change.low || !change.high)
            return fmt::format(
                fmt::runtime(word("not_tested")),
                fmt::arg("reason", verdict.reason.empty() ? change.no_interval : verdict.reason));
        const std::string p = *verdict.p < 0.001 ? "< " + print_decimal(0.001, 3, style_.language)
                                                 : print_decimal(*verdict.p, 3, style_.language);
        return std::string(verdict.answer == Answer::yes ? word("significant")
                                                         : word("not_significant")) +
               ": " +
               fmt::format(fmt::runtime(word("tested")),
                           fmt::arg("low", decimal(*change.low, 1)),
                           fmt::arg("high", decimal(*change.high, 1)),
                           fmt::arg("p", p));
    }

    [[nodiscard]] const std::string& word(std::string_view key) const {
        return words_.text("change_basis", key);
    }

    const SafeChange& safe_;
    NumberStyle style_;
    const ReportLanguage& words_;
    Edition edition_;
};

ToldChange without_value(const std::string& why, const NumberStyle& style) {
    const ReportLanguage& words = report_language(style.language);
    ToldChange out;
    out.printed.text = words.text("change_basis", "no_value");
    out.printed.basis = why.empty() ? words.text("change_basis", "not_at_hand") : why;
    return out;
}

}  // namespace

std::string print_change(const SafeFigure& change, const NumberStyle& style) {
    return with_minus(print_figure(change, style));
}

Result<ToldChange> told_change(const Expression& expression,
                               RoundChanges* changes,
                               const NumberStyle& style,
                               Edition edition) {
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
    printed.text = print_change(safe->change, style);
    printed.withheld = safe->change.withheld;
    if (printed.withheld) {
        printed.basis = fmt::format(fmt::runtime(phrases_in(style.language).basis_withheld),
                                    fmt::arg("threshold", safe->change.threshold));
        return out;
    }
    const bool is_text = safe->change.figure.unit == FigureUnit::text;
    const ChangeVerdict verdict =
        change_in(expression) ? changes->verdict(expression) : ChangeVerdict{};
    printed.basis = ChangeBasis(safe.value(), style, edition).text(verdict);
    if (is_text) return out;
    if (!safe->now.base_withheld) printed.base = safe->now.figure.estimate.base;
    if (edition == Edition::internal) {
        printed.value = fmt::format("{:.6g}", *safe->change.figure.estimate.value);
        printed.n = safe->now.figure.estimate.n;
    }
    return out;
}

}  // namespace mtm
