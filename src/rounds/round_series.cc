#include "rounds/round_series.h"

#include <algorithm>

namespace mtm {
namespace {

using Comparisons = std::vector<const RoundComparison*>;

// The oldest first.
Comparisons in_time(const std::vector<RoundComparison>& comparisons) {
    Comparisons out;
    for (auto at = comparisons.rbegin(); at != comparisons.rend(); ++at)
        out.push_back(&*at);
    const bool dated =
        std::ranges::none_of(out, [](const RoundComparison* each) { return each->since.empty(); });
    if (dated) std::ranges::stable_sort(out, {}, &RoundComparison::since);
    return out;
}

const ComparedQuestion* find(const RoundComparison& comparison, const std::string& name) {
    const auto at = std::ranges::find(comparison.questions, name, &ComparedQuestion::name);
    return at == comparison.questions.end() ? nullptr : &*at;
}

const DifferenceRow* find(const ComparedQuestion& question, const Category& category) {
    for (const DifferenceRow& row : question.rows) {
        if (row.category.blank == category.blank && row.category.name == category.name) return &row;
    }
    return nullptr;
}

// Of another round: a value that no difference can be made of stands by itself, and is left out.
RoundValue value_in(const DifferenceRow* row) {
    if (row == nullptr) return {};
    if (row->difference || row->before.withheld) return row->before;
    return {};
}

RoundSeries series_of(const Comparisons& with, const ComparedQuestion& question) {
    RoundSeries out;
    out.question = question.name;
    out.label = question.label;
    out.numeric = question.numeric;
    for (const DifferenceRow& row : question.rows) {
        if (!row.now.there) continue;
        RoundLine& line = out.lines.emplace_back();
        line.category = row.category;
        if (row.p_family) line.changed = row.significant;
    }
    for (const RoundComparison* comparison : with) {
        out.rounds.push_back(comparison->before);
        out.internal = out.internal || comparison->internal;
        out.rehearsal = out.rehearsal || comparison->rehearsal;
        out.threshold = std::max(out.threshold, comparison->threshold);
        const ComparedQuestion& compared = *find(*comparison, question.name);
        if (&compared == &question) out.tested_against = comparison->before;
        if (!compared.notes.empty()) out.asked_otherwise.push_back(comparison->before);
        for (RoundLine& line : out.lines)
            line.values.push_back(value_in(find(compared, line.category)));
    }
    out.rounds.push_back(with.front()->now);
    for (RoundLine& line : out.lines)
        line.values.push_back(find(question, line.category)->now);
    return out;
}

}  // namespace

bool RoundSeries::comparable(const RoundLine& line, std::size_t round) {
    return round < line.values.size() && line.values[round].value && line.values.back().value;
}

std::vector<RoundSeries> series_of(const std::vector<RoundComparison>& comparisons) {
    std::vector<RoundSeries> out;
    const Comparisons all = in_time(comparisons);
    for (const RoundComparison& first : comparisons) {
        for (const ComparedQuestion& question : first.questions) {
            if (std::ranges::find(out, question.name, &RoundSeries::question) != out.end())
                continue;
            Comparisons with;
            for (const RoundComparison* each : all) {
                if (find(*each, question.name) != nullptr) with.push_back(each);
            }
            out.push_back(series_of(with, question));
        }
    }
    return out;
}

}  // namespace mtm
