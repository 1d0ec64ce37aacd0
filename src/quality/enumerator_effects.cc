#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "quality/enumerator_checks.h"
#include "quality/robust.h"

namespace mtm {
namespace {

constexpr double least_icc = 0.15;
constexpr int least_answers = 30;

// Answers of one enumerator in one area.
struct CellSum {
    int area = 0;
    double n = 0;
    double sum = 0;
};

// From the sums alone: `squares` is the sum of the squares of all values.
IntraclassCorrelation correlation_of(const std::vector<CellSum>& cells, int areas, double squares) {
    struct Area {
        double n = 0;
        double sum = 0;
        int enumerators = 0;
    };

    std::vector<Area> of_area(static_cast<std::size_t>(areas));
    double values = 0;
    double groups = 0;
    double within = squares;
    for (const CellSum& cell : cells) {
        if (cell.n == 0) continue;
        Area& area = of_area[static_cast<std::size_t>(cell.area)];
        area.n += cell.n;
        area.sum += cell.sum;
        ++area.enumerators;
        values += cell.n;
        groups += 1;
        within -= cell.sum * cell.sum / cell.n;
    }
    // Areas where only one enumerator works tell nothing of enumerators.
    double n = 0;
    double k = 0;
    double between = 0;
    double size_term = 0;
    for (const CellSum& cell : cells) {
        const Area& area = of_area[static_cast<std::size_t>(cell.area)];
        if (cell.n == 0 || area.enumerators < 2) continue;
        const double distance = cell.sum / cell.n - area.sum / area.n;
        between += cell.n * distance * distance;
        n += cell.n;
        k += 1;
        size_term += cell.n * cell.n / area.n;
    }
    const double df_between =
        k - static_cast<double>(std::ranges::count_if(
                of_area, [](const Area& area) { return area.enumerators >= 2; }));
    const double df_within = values - groups;
    IntraclassCorrelation out;
    out.groups = static_cast<int>(k);
    if (df_between < 1 || df_within < 1) return out;
    const double ms_between = between / df_between;
    const double ms_within = std::max(0.0, within) / df_within;
    const double size = (n - size_term) / df_between;
    const double total = ms_between + (size - 1) * ms_within;
    if (!(total > 0)) return out;
    out.icc = (ms_between - ms_within) / total;
    out.p = ms_within > 0 ? f_upper_tail(ms_between / ms_within, df_between, df_within)
                          : (ms_between > 0 ? 0 : 1);
    return out;
}

// Which enumerator and area each interview belongs to, as one number; −1: the enumerator is not
// known.
struct Cells {
    std::vector<std::int32_t> of_row;
    std::vector<int> area;  // of each cell
    int areas = 1;
};

Cells cells_of(const FieldworkRows& rows) {
    Cells out;
    const std::size_t who = rows.enumerator->dictionary.size();
    const std::size_t where = rows.area == nullptr ? 1 : rows.area->dictionary.size() + 1;
    out.areas = static_cast<int>(where);
    for (std::size_t cell = 0; cell < who * where; ++cell)
        out.area.push_back(static_cast<int>(cell % where));
    out.of_row.assign(rows.size(), -1);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows.enumerator->codes[row] < 0) continue;
        const std::int32_t area = rows.area == nullptr ? 0 : rows.area->codes[row] + 1;
        out.of_row[row] = rows.enumerator->codes[row] * static_cast<std::int32_t>(where) + area;
    }
    return out;
}

// The largest effect among a question's trials: of a number itself, or of each choice against the
// others.
struct Tried {
    IntraclassCorrelation largest;
    int tested = 0;

    void take(const IntraclassCorrelation& effect) {
        ++tested;
        if (effect.p <= most_p && effect.icc > largest.icc) largest = effect;
    }
};

Tried try_numbers(const Column& column, const Cells& cells) {
    std::vector<CellSum> sums(cells.area.size());
    double n = 0;
    double squares = 0;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::int32_t cell = cells.of_row[row];
        if (cell < 0 || column.missing(row) != Missing::none) continue;
        const double value = column.numbers[static_cast<std::size_t>(column.codes[row])];
        if (std::isnan(value)) continue;
        sums[static_cast<std::size_t>(cell)].n += 1;
        sums[static_cast<std::size_t>(cell)].sum += value;
        squares += value * value;
        n += 1;
    }
    Tried out;
    if (n < least_answers) return out;
    for (std::size_t c = 0; c < sums.size(); ++c)
        sums[c].area = cells.area[c];
    out.take(correlation_of(sums, cells.areas, squares));
    return out;
}

Tried try_choices(const Column& column, const Cells& cells) {
    const auto choices = static_cast<std::size_t>(column.choice_count);
    std::vector<double> counts(cells.area.size() * choices, 0);
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::int32_t cell = cells.of_row[row];
        const std::int32_t code = column.codes[row];
        if (cell < 0 || code >= column.choice_count || column.missing(row) != Missing::none)
            continue;
        counts[static_cast<std::size_t>(cell) * choices + static_cast<std::size_t>(code)] += 1;
    }
    std::vector<CellSum> sums(cells.area.size());
    double n = 0;
    for (std::size_t c = 0; c < sums.size(); ++c) {
        sums[c].area = cells.area[c];
        for (std::size_t choice = 0; choice < choices; ++choice)
            sums[c].n += counts[c * choices + choice];
        n += sums[c].n;
    }
    Tried out;
    for (std::size_t choice = 0; choice < choices; ++choice) {
        double positive = 0;
        for (std::size_t c = 0; c < sums.size(); ++c) {
            sums[c].sum = counts[c * choices + choice];
            positive += sums[c].sum;
        }
        if (positive < least_answers || n - positive < least_answers) continue;
        out.take(correlation_of(sums, cells.areas, positive));
    }
    return out;
}

}  // namespace

IntraclassCorrelation intraclass_correlation(const std::vector<double>& values,
                                             const std::vector<int>& groups,
                                             const std::vector<int>& areas) {
    std::map<std::pair<int, int>, CellSum> by_key;
    double squares = 0;
    int last_area = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        CellSum& cell = by_key[{areas[i], groups[i]}];
        cell.area = areas[i];
        cell.n += 1;
        cell.sum += values[i];
        squares += values[i] * values[i];
        last_area = std::max(last_area, areas[i]);
    }
    std::vector<CellSum> cells;
    for (const auto& [key, cell] : by_key)
        cells.push_back(cell);
    return correlation_of(cells, last_area + 1, squares);
}

void check_enumerator_effects(const FieldworkRows& rows, std::vector<Finding>& out) {
    if (rows.enumerator == nullptr) return;
    const Cells cells = cells_of(rows);
    std::vector<Finding> found;
    int tested = 0;
    for (const Column& column : rows.dataset->levels[0].columns) {
        if (column.question < 0 || &column == rows.enumerator || &column == rows.area) continue;
        const Question& question =
            rows.study->questionnaire.questions[static_cast<std::size_t>(column.question)];
        const bool closed = question.type == QuestionType::select_one && column.choice_count >= 2;
        if (!closed && !is_numeric(question.type)) continue;
        const Tried tried = closed ? try_choices(column, cells) : try_numbers(column, cells);
        tested += tried.tested;
        if (tried.largest.icc < least_icc) continue;
        found.push_back({.code = "enumerator-effect",
                         .question = column.question,
                         .value = tried.largest.icc,
                         .expected = tried.largest.p,
                         .detail = fmt::format("{:.0f}% of the variance of {} lies between "
                                               "enumerators of the same area.",
                                               tried.largest.icc * 100,
                                               column.name)});
    }
    for (Finding& finding : found) {
        if (finding.expected * tested > most_p) continue;
        finding.expected = 0;
        out.push_back(std::move(finding));
    }
}

}  // namespace mtm
