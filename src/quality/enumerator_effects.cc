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

struct OfQuestion {
    std::vector<double> values;
    std::vector<int> groups;
    std::vector<int> areas;

    void add(double value, int group, int area) {
        values.push_back(value);
        groups.push_back(group);
        areas.push_back(area);
    }
};

}  // namespace

IntraclassCorrelation intraclass_correlation(const std::vector<double>& values,
                                             const std::vector<int>& groups,
                                             const std::vector<int>& areas) {
    struct Sum {
        double n = 0;
        double sum = 0;
    };

    std::map<std::pair<int, int>, Sum> of_group;  // area, group
    std::map<int, Sum> of_area;
    std::map<int, int> groups_in;
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Sum& group = of_group[{areas[i], groups[i]}];
        if (group.n == 0) ++groups_in[areas[i]];
        group.n += 1;
        group.sum += values[i];
        of_area[areas[i]].n += 1;
        of_area[areas[i]].sum += values[i];
        squares += values[i] * values[i];
    }
    // Areas where only one enumerator works tell nothing of enumerators.
    double n = 0;
    double k = 0;
    double a = 0;
    double between = 0;
    double within = squares;
    double size_term = 0;
    for (const auto& [key, group] : of_group) {
        const Sum& area = of_area[key.first];
        within -= group.sum * group.sum / group.n;
        if (groups_in[key.first] < 2) continue;
        const double distance = group.sum / group.n - area.sum / area.n;
        between += group.n * distance * distance;
        n += group.n;
        k += 1;
        size_term += group.n * group.n / area.n;
    }
    for (const auto& [area, count] : groups_in)
        a += count >= 2 ? 1 : 0;
    const double df_between = k - a;
    const double df_within =
        static_cast<double>(values.size()) - static_cast<double>(of_group.size());
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

void check_enumerator_effects(const FieldworkRows& rows, std::vector<Finding>& out) {
    if (rows.enumerator == nullptr) return;
    std::vector<Finding> found;
    int tested = 0;
    for (const Column& column : rows.dataset->levels[0].columns) {
        if (column.question < 0 || &column == rows.enumerator || &column == rows.area) continue;
        const Question& question =
            rows.study->questionnaire.questions[static_cast<std::size_t>(column.question)];
        const bool numeric = is_numeric(question.type);
        if (!numeric && (question.type != QuestionType::select_one || column.choice_count < 2))
            continue;
        // Of a question with choices, each choice against the others; the largest effect counts.
        const int trials = numeric ? 1 : column.choice_count;
        IntraclassCorrelation largest;
        for (int choice = 0; choice < trials; ++choice) {
            OfQuestion answers;
            int positive = 0;
            for (std::size_t row = 0; row < rows.size(); ++row) {
                if (column.missing(row) != Missing::none || rows.enumerator->codes[row] < 0)
                    continue;
                const double value =
                    numeric ? column.numbers[static_cast<std::size_t>(column.codes[row])]
                            : (column.codes[row] == choice ? 1.0 : 0.0);
                if (std::isnan(value)) continue;
                positive += value != 0 ? 1 : 0;
                answers.add(value,
                            rows.enumerator->codes[row],
                            rows.area == nullptr ? 0 : rows.area->codes[row]);
            }
            const auto n = static_cast<int>(answers.values.size());
            if (n < least_answers ||
                (!numeric && (positive < least_answers || n - positive < least_answers)))
                continue;
            ++tested;
            const IntraclassCorrelation effect =
                intraclass_correlation(answers.values, answers.groups, answers.areas);
            if (effect.p <= most_p && effect.icc > largest.icc) largest = effect;
        }
        if (largest.icc < least_icc) continue;
        found.push_back({.code = "enumerator-effect",
                         .priority = Priority::low,
                         .question = column.question,
                         .value = largest.icc,
                         .expected = largest.p,
                         .detail = fmt::format("{:.0f}% of the variance of {} lies between "
                                               "enumerators of the same area.",
                                               largest.icc * 100,
                                               column.name)});
    }
    for (Finding& finding : found) {
        if (finding.expected * tested > most_p) continue;
        finding.expected = 0;
        out.push_back(std::move(finding));
    }
}

}  // namespace mtm
