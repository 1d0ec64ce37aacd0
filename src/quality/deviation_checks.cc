#include "quality/deviation_checks.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace mtm {
namespace {

std::optional<double> number_in(const Column& column, std::size_t row) {
    if (column.missing(row) != Missing::none) return std::nullopt;
    const double number = column.numbers[static_cast<std::size_t>(column.codes[row])];
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

// Findings of one interview stand together, the latest at the end.
bool is_told(const std::vector<Finding>& findings, std::int32_t row, int question) {
    for (auto last = findings.rbegin(); last != findings.rend() && last->row == row; ++last) {
        if (last->question == question &&
            (last->code == "outlier" || last->code == "special-value"))
            return true;
    }
    return false;
}

}  // namespace

DeviationChecks::DeviationChecks(const FieldworkRows& rows) {
    if (rows.dataset->levels.empty()) return;
    const auto& columns = rows.dataset->levels[0].columns;
    for (const OutlierRule& rule : rows.study->file.quality.outliers) {
        Usual usual;
        usual.allowed = rule.deviations;
        std::vector<double> numbers;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (columns[c].question < 0 ||
                std::ranges::find(rule.questions, columns[c].name) == rule.questions.end())
                continue;
            usual.columns.push_back(c);
            for (std::size_t row = 0; row < rows.size(); ++row) {
                if (const auto number = number_in(columns[c], row)) numbers.push_back(*number);
            }
        }
        if (numbers.size() < 2) continue;
        const auto n = static_cast<double>(numbers.size());
        for (const double number : numbers)
            usual.mean += number / n;
        double squares = 0;
        for (const double number : numbers)
            squares += (number - usual.mean) * (number - usual.mean);
        usual.deviation = std::sqrt(squares / (n - 1));
        if (usual.deviation > 0) usual_.push_back(std::move(usual));
    }
}

void DeviationChecks::check(const FieldworkRows& rows,
                            std::size_t row,
                            std::vector<Finding>& out) const {
    const auto r = static_cast<std::int32_t>(row);
    for (const Usual& usual : usual_) {
        for (const std::size_t c : usual.columns) {
            const Column& column = rows.dataset->levels[0].columns[c];
            const auto number = number_in(column, row);
            if (!number) continue;
            const double away = std::fabs(*number - usual.mean) / usual.deviation;
            if (away <= usual.allowed) continue;
            if (is_told(out, r, column.question)) continue;
            const Question& question =
                rows.study->questionnaire.questions[static_cast<std::size_t>(column.question)];
            const bool is_shown = question.disclosure != Disclosure::identifier;
            out.push_back(
                {.code = "outlier",
                 .row = r,
                 .question = column.question,
                 .value = *number,
                 .expected = usual.mean,
                 .detail =
                     is_shown ? fmt::format("{} is {:.10g}; the mean is {:.4g}, and this is {:.1f} "
                                            "standard deviations from it.",
                                            question.name,
                                            *number,
                                            usual.mean,
                                            away)
                              : fmt::format("{} is far from the mean.", question.name)});
        }
    }
}

}  // namespace mtm
