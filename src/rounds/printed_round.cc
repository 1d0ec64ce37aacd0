// A printed row names a question, a category, a base and a subset; a figure of a sentence is an
// expression. They are the same figure if question, category and subset are, which is read off the
// expressions; and if the base is, which is looked up in this round's interviews, since a base may
// be worded in many ways.
#include "rounds/printed_round.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "expression/evaluate.h"
#include "rehearse/figure_condition.h"
#include "tabulate/aggregates.h"

namespace mtm {
namespace {

struct PlainFigure {
    FigureKind kind = FigureKind::percent;
    std::string variable;
    std::string category;
    std::set<std::string> where;  // its parts, in canonical text
};

std::set<std::string> parts_of(const Node* condition) {
    std::set<std::string> out;
    if (condition == nullptr) return out;
    if (condition->kind == NodeKind::binary && condition->text == "and") {
        for (const Node& side : condition->children)
            out.merge(parts_of(&side));
        return out;
    }
    out.insert(print(*condition));
    return out;
}

bool read_condition(const Node& condition, PlainFigure& out) {
    const bool equal = condition.kind == NodeKind::binary && condition.text == "=";
    const bool chosen = condition.kind == NodeKind::call && condition.text == "selected";
    if ((!equal && !chosen) || condition.children.size() != 2) return false;
    const Node* name = &condition.children[0];
    const Node* category = &condition.children[1];
    if (equal && name->kind == NodeKind::string) std::swap(name, category);
    if (name->kind != NodeKind::reference || category->kind != NodeKind::string) return false;
    out.variable = name->text;
    out.category = category->text;
    return true;
}

std::optional<PlainFigure> plain_figure(const Expression& figure) {
    const auto call = aggregate_in(figure.root);
    if (!call || call->arguments.empty()) return std::nullopt;
    PlainFigure out;
    out.where = parts_of(call->where);
    const Node& argument = *call->arguments[0];
    if (call->kind == AggregateCall::Kind::mean) {
        out.kind = FigureKind::mean;
        out.variable = argument.text;
        out.category = "mean";
        return argument.kind == NodeKind::reference ? std::optional(out) : std::nullopt;
    }
    const bool percent =
        call->kind == AggregateCall::Kind::percent || call->kind == AggregateCall::Kind::share;
    if (!percent || !read_condition(argument, out)) return std::nullopt;
    return out;
}

// The variable of a row, or the question that it is a derived variable of.
bool same_variable(const std::string& of_row, const std::string& of_figure, const Plan& plan) {
    if (of_row == of_figure) return true;
    const DerivedVariable* derived = plan.find_derived(of_figure);
    return derived != nullptr && derived->question == of_row;
}

bool same_words(const PublishedFigure& row, const PlainFigure& figure, const Plan& plan) {
    if (row.kind != figure.kind || !row.printed) return false;
    if (!same_variable(row.variable, figure.variable, plan)) return false;
    if (figure.kind == FigureKind::percent && row.category != figure.category) return false;
    return parts_of(row.subset ? &row.subset->root : nullptr) == figure.where;
}

bool same_base(const PublishedFigure& row,
               const Study& study,
               const Dataset& dataset,
               const RowSet& of) {
    if (!of.known() || of.level() != 0) return false;
    Diagnostics ignored;
    const auto condition = figure_condition(study.questionnaire, study.plan, row, ignored);
    if (!condition) return false;
    const DatasetSource source(dataset, study.questionnaire);
    std::vector<std::uint8_t> among = evaluate_truth(condition->base, source);
    if (condition->subset) {
        const std::vector<std::uint8_t> subset = evaluate_truth(*condition->subset, source);
        for (std::size_t r = 0; r < among.size(); ++r)
            among[r] &= subset[r];
    }
    return among == of.bytes();
}

// Whether two numbers as printed may be one that was rounded to other places.
bool may_be_one(const PrintedNumber& a, const PrintedNumber& b) {
    if (a.below || b.below) return a.below && b.below;
    const auto unit_of = [](const PrintedNumber& of) { return 1 / static_cast<double>(of.scale); };
    const double apart = std::abs(static_cast<double>(a.value) * unit_of(a) -
                                  static_cast<double>(b.value) * unit_of(b));
    if (a.scale == b.scale) return a.value == b.value;
    return apart <= (unit_of(a) + unit_of(b)) / 2 + 1e-9;
}

std::string number_text(const PrintedNumber& of) {
    return fmt::format("{}{}",
                       of.below ? "under " : "",
                       static_cast<double>(of.value) / static_cast<double>(of.scale));
}

}  // namespace

std::string no_test_of_print(const PreviousRound& previous) {
    return previous.name + " is known by what it printed, and that cannot be tested";
}

double value_of_print(const PrintedNumber& printed) {
    const auto value = static_cast<double>(printed.value) / static_cast<double>(printed.scale);
    return printed.below ? value / 4 : value;
}

Diagnostics contradictions_of_print(const std::vector<PublishedFigure>& printed) {
    Diagnostics out;
    std::map<std::vector<std::string>, const PublishedFigure*> first;
    for (const PublishedFigure& row : printed) {
        if (!row.printed || row.kind == FigureKind::change) continue;
        const std::vector<std::string> figure{row.kind == FigureKind::mean ? "mean" : "percent",
                                              row.variable,
                                              row.category,
                                              row.base,
                                              row.subset ? print(row.subset->root) : ""};
        const auto [known, is_new] = first.emplace(figure, &row);
        if (is_new || may_be_one(*known->second->printed, *row.printed)) continue;
        out.push_back({.code = "previous-figures-differ",
                       .severity = Severity::error,
                       .place = row.place,
                       .message = "The figure of “" + row.variable + "”, “" + row.category +
                                  "” is " + number_text(*row.printed) + " here and " +
                                  number_text(*known->second->printed) + " in row " +
                                  std::to_string(known->second->place.row) + ".",
                       .remedy =
                           "Keep the row that the report of that round prints; a figure of other "
                           "people needs its own base or subset."});
    }
    return out;
}

std::string recoded_in_print(const std::vector<ChoiceRecode>& recodes,
                             const std::vector<PublishedFigure>& printed,
                             const Questionnaire& now,
                             const std::string& question) {
    for (const ChoiceRecode& recode : recodes) {
        if (recode.question != question) continue;
        const bool alone = std::ranges::any_of(printed, [&](const PublishedFigure& row) {
            return row.variable == question && row.category == recode.from;
        });
        const std::string counts = "“" + recode.from + "” counts as “" + recode.to + "” here";
        if (alone) return "the other round printed “" + recode.from + "” by itself, and " + counts;
        const int at = now.find(question);
        if (at < 0 || now.choices_of(at).find(recode.from) < 0) continue;
        if (now.choices_of(at).find(recode.to) < 0)
            return counts + ", which this round does not have as a choice";
    }
    return {};
}

const PublishedFigure* row_of_figure(const std::vector<PublishedFigure>& printed,
                                     const Study& study,
                                     const Dataset& dataset,
                                     const Expression& figure) {
    const auto plain = plain_figure(figure);
    const bool any = plain && std::ranges::any_of(printed, [&](const PublishedFigure& row) {
                         return same_words(row, *plain, study.plan);
                     });
    if (!any) return nullptr;
    const auto value = evaluate_figure(study, dataset, figure);
    if (!value || value->parts.size() != 1) return nullptr;
    for (const PublishedFigure& row : printed) {
        if (same_words(row, *plain, study.plan) &&
            same_base(row, study, dataset, value->parts.front().of))
            return &row;
    }
    return nullptr;
}

Result<ChangedFigure> evaluate_change_from_print(const PreviousRound& previous,
                                                 const Study& now,
                                                 const Dataset& dataset,
                                                 const Expression& figure) {
    for (const std::string& name : references(figure.root)) {
        const std::string apart =
            recoded_in_print(now.file.compare.recodes, previous.printed, now.questionnaire, name);
        if (!apart.empty()) return Error{apart};
    }
    ChangedFigure out;
    out.round = previous.name;
    out.from_print = true;
    out.now = TRY(evaluate_figure(now, dataset, figure));
    if (out.now.unit == FigureUnit::text) return Error{"a text has no change"};
    out.change = out.now;
    out.change.parts.clear();
    if (out.now.unit == FigureUnit::percent) out.change.unit = FigureUnit::percentage_points;
    Estimate& change = out.change.estimate;
    change.standard_error.reset();
    change.low.reset();
    change.high.reset();
    change.df.reset();
    change.no_interval = no_test_of_print(previous);
    const PublishedFigure* row = row_of_figure(previous.printed, now, dataset, figure);
    if (row == nullptr) {
        change.value.reset();
        out.why_none = previous.name + " printed no such figure";
        return out;
    }
    if (!change.value) {
        out.why_none = "nobody was asked in this round";
        return out;
    }
    out.before.unit = out.now.unit;
    out.before.estimate.value = value_of_print(*row->printed);
    if (row->base_n && *row->base_n > 0)
        out.before.estimate.base = static_cast<std::size_t>(*row->base_n);
    out.difference = *out.now.estimate.value - *out.before.estimate.value;
    change.value = out.difference;
    return out;
}

}  // namespace mtm
