#include "disclosure/averaged_numbers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "anonymity/microaggregation.h"
#include "disclosure/coarse_words.h"
#include "disclosure/record_values.h"
#include "disclosure/skip_logic.h"
#include "expression/value.h"

namespace mtm {
namespace {

constexpr int most_decimals = 6;

std::size_t at_row(std::int32_t code) {
    return static_cast<std::size_t>(code);
}

bool is_number(const Column& column, std::int32_t code) {
    return code >= 0 && column.meaning[at_row(code)] == MissingChoice::answer &&
           std::isfinite(column.numbers[at_row(code)]);
}

MicroValues numbers_of(const Column& column) {
    MicroValues out(column.size());
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::int32_t code = column.codes[row];
        if (is_number(column, code)) out[row] = column.numbers[at_row(code)];
    }
    return out;
}

// The most decimals that somebody gave.
int decimals_in(const Column& column) {
    std::size_t out = 0;
    for (const std::int32_t code : column.codes) {
        if (!is_number(column, code)) continue;
        const std::string& text = column.dictionary[at_row(code)];
        const std::size_t point = text.find('.');
        if (point != std::string::npos) out = std::max(out, text.size() - point - 1);
    }
    return std::min(static_cast<int>(out), most_decimals);
}

// All but the two largest come to less than p per cent of the largest: the second could tell it.
bool is_dominated(std::vector<double> numbers, double p) {
    for (double& number : numbers)
        number = std::abs(number);
    std::ranges::sort(numbers, std::ranges::greater());
    if (numbers.empty() || numbers[0] == 0) return false;
    double others = 0;
    for (std::size_t i = 2; i < numbers.size(); ++i)
        others += numbers[i];
    return 100 * others < p * numbers[0];
}

// Of questions that are averaged together: groups, and means by question and row.
Result<Microaggregation> grouped(const std::vector<MicroValues>& variables, std::size_t k) {
    if (variables.size() == 1) {
        const auto known = static_cast<std::size_t>(std::ranges::count_if(
            variables[0], [](const std::optional<double>& value) { return value.has_value(); }));
        if (known >= k) return microaggregate_optimally(variables[0], k);
    } else if (!variables.empty() && variables[0].size() >= k) {
        return microaggregate(variables, k);
    }
    Microaggregation none;
    none.group.assign(variables[0].size(), 0);
    for (const MicroValues& values : variables)
        none.values.emplace_back(values.size());
    return none;
}

void blank_dominated(const std::vector<MicroValues>& variables,
                     double p,
                     Microaggregation& averages) {
    for (std::size_t v = 0; v < variables.size(); ++v) {
        std::map<std::uint32_t, std::vector<double>> of_group;
        for (std::size_t row = 0; row < variables[v].size(); ++row)
            if (averages.values[v][row])
                of_group[averages.group[row]].push_back(*variables[v][row]);
        std::set<std::uint32_t> dominated;
        for (const auto& [group, numbers] : of_group)
            if (is_dominated(numbers, p)) dominated.insert(group);
        for (std::size_t row = 0; row < variables[v].size(); ++row)
            if (dominated.contains(averages.group[row])) averages.values[v][row].reset();
    }
}

// A mean that reads like a code for "I do not know" moves by one unit of its last place.
std::string printed_mean(double mean, int decimals, const std::set<std::string>& taken) {
    const double unit = std::pow(10.0, decimals);
    double number = std::round(mean * unit);
    while (taken.contains(number_in_data(number / unit)))
        ++number;
    return number_in_data(number / unit);
}

// The column with its numbers exchanged for means.
AveragedQuestion with_means(const Column& column, const MicroValues& means, int decimals) {
    AveragedQuestion out;
    out.question = column.question;
    out.column = column;
    Column& to = out.column;
    to.dictionary.clear();
    to.numbers.clear();
    to.meaning.clear();
    std::map<std::string, std::int32_t> codes;
    const auto add = [&](const std::string& text, double number, MissingChoice meaning) {
        const auto next = static_cast<std::int32_t>(codes.size());
        const auto [found, is_new] = codes.emplace(text, next);
        if (!is_new) return found->second;
        to.dictionary.push_back(text);
        to.numbers.push_back(number);
        to.meaning.push_back(meaning);
        return next;
    };
    std::set<std::string> taken;
    for (std::size_t code = 0; code < column.dictionary.size(); ++code) {
        if (is_number(column, static_cast<std::int32_t>(code))) continue;
        add(column.dictionary[code], column.numbers[code], column.meaning[code]);
        taken.insert(column.dictionary[code]);
    }
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::int32_t code = column.codes[row];
        if (code < 0) continue;
        if (!is_number(column, code)) {
            to.codes[row] = codes.at(column.dictionary[at_row(code)]);
        } else if (means[row]) {
            const std::string text = printed_mean(*means[row], decimals, taken);
            to.codes[row] = add(text, number_from(text), MissingChoice::answer);
        } else {
            to.codes[row] = -1;
            to.asked[row] = 0;  // nor is it told whether it was asked
            ++out.withheld;
        }
    }
    return out;
}

// A calculation that is published as it is would give away what it was made of.
Status check_calculations(const Study& study,
                          const std::vector<VariableRole>& roles,
                          const std::set<std::string>& averaged) {
    const Questionnaire& form = study.questionnaire;
    for (const VariableRole& role : roles) {
        const Question& question = form.questions[static_cast<std::size_t>(role.question)];
        if (role.role == RecordRole::withheld || !question.calculation ||
            averaged.contains(question.name))
            continue;
        for (const std::string& name : names_behind(form, question.calculation->root)) {
            if (!averaged.contains(name)) continue;
            return Error{fmt::format(
                "the records would print means of “{0}”, and “{1}” as it was calculated from its "
                "exact numbers. Add “{1}” to average in [protection.records] of study.toml, or "
                "leave it out (drop)",
                name,
                question.name)};
        }
    }
    return Done{};
}

}  // namespace

Result<std::vector<AveragedQuestion>> averaged_numbers(const Study& study,
                                                       const Dataset& dataset,
                                                       const std::vector<VariableRole>& roles) {
    const std::vector<std::string>& names = study.file.records.average;
    std::vector<const Column*> columns;
    std::vector<MicroValues> all;
    std::set<std::string> averaged;
    for (const VariableRole& role : roles) {
        const Question& question =
            study.questionnaire.questions[static_cast<std::size_t>(role.question)];
        if (role.role == RecordRole::withheld ||
            std::ranges::find(names, question.name) == names.end())
            continue;
        const ColumnPlace place = column_of(dataset, role.question);
        if (place.column == nullptr || place.level != 0) continue;
        averaged.insert(question.name);
        columns.push_back(place.column);
        all.push_back(numbers_of(*place.column));
    }
    std::vector<AveragedQuestion> out;
    if (columns.empty()) return out;
    TRY(check_calculations(study, roles, averaged));
    // Who gave no number at all is in no group.
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < dataset.counted(); ++row) {
        if (std::ranges::any_of(
                all, [row](const MicroValues& values) { return values[row].has_value(); }))
            rows.push_back(row);
    }
    std::vector<MicroValues> of_rows;
    for (const MicroValues& values : all) {
        MicroValues& some = of_rows.emplace_back();
        for (const std::size_t row : rows)
            some.push_back(values[row]);
    }
    const auto threshold = static_cast<std::size_t>(std::max(study.file.threshold, 2));
    Microaggregation averages = TRY(grouped(of_rows, threshold));
    blank_dominated(of_rows, study.file.dominance, averages);
    for (std::size_t v = 0; v < columns.size(); ++v) {
        MicroValues means(dataset.counted());
        for (std::size_t i = 0; i < rows.size(); ++i)
            means[rows[i]] = averages.values[v][i];
        AveragedQuestion& question =
            out.emplace_back(with_means(*columns[v], means, decimals_in(*columns[v])));
        question.what =
            fmt::format("means of at least {} people with close numbers{} (microaggregation)",
                        threshold,
                        columns.size() > 1 ? " in all questions so treated" : "");
    }
    return out;
}

const AveragedQuestion* averages_of(const std::vector<AveragedQuestion>& averages, int question) {
    const auto found = std::ranges::find(averages, question, &AveragedQuestion::question);
    return found == averages.end() ? nullptr : &*found;
}

const Column& with_averages(const std::vector<AveragedQuestion>& averages, const Column& column) {
    const AveragedQuestion* found = averages_of(averages, column.question);
    return found == nullptr ? column : found->column;
}

}  // namespace mtm
