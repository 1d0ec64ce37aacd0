// A figure is evaluated in two steps: each aggregate becomes a number (or, for top(), a text) by
// counting rows of columns, and what is left, arithmetic over constants, is evaluated as any
// expression is. The rules are in docs/formats/figures.md.
#include "tabulate/figure.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "expression/functions.h"
#include "study/sources.h"
#include "tabulate/aggregates.h"
#include "tabulate/base_rows.h"
#include "tabulate/coding.h"
#include "tabulate/figure_precision.h"
#include "tabulate/figure_unit.h"
#include "tabulate/level_design.h"
#include "tabulate/no_answers.h"
#include "tabulate/tally.h"

namespace mtm {

namespace {

using Kind = AggregateCall::Kind;

void append_new(std::vector<std::string>& names, const std::vector<std::string>& more) {
    for (const std::string& name : more) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
}

struct Computed {
    FigurePart part;
    std::string text;  // of top()
    Variation variation{};
};

// One aggregate over the columns of its level.
class AggregateOverColumns {
public:
    AggregateOverColumns(LevelColumns& columns,
                         const Dataset& dataset,
                         const Node& node,
                         const AggregateCall& call,
                         std::size_t language)
        : columns_(columns),
          design_(columns.study(), dataset, *columns.owners()),
          call_(call),
          language_(language) {
        out_.part.aggregate = node.text;
        out_.part.estimate.no_interval = design_.reason();
        if (out_.part.estimate.no_interval.empty())
            out_.part.estimate.no_interval = why_not_by_itself(call.kind);
    }

    Result<Computed> compute() {
        switch (call_.kind) {
            case Kind::percent:
            case Kind::share:
            case Kind::count:
                compute_condition();
                break;
            case Kind::base:
                compute_base();
                break;
            case Kind::mean:
            case Kind::median:
            case Kind::quantile:
            case Kind::total:
                compute_statistic();
                break;
            case Kind::ratio:
                compute_ratio();
                break;
            case Kind::top:
            case Kind::rank:
                TRY(compute_order());
                break;
            case Kind::change:
            case Kind::words:
                CHECK(false);
        }
        return std::move(out_);
    }

private:
    // Of aggregates that have no interval in any sample.
    static std::string why_not_by_itself(Kind kind) {
        if (kind == Kind::top || kind == Kind::rank) return "the order of answers moves by jumps";
        if (kind == Kind::base) return "it is a number of interviews, and no estimate";
        return {};
    }

    Estimate& estimate() { return out_.part.estimate; }

    BaseRows base_of(std::vector<std::string> asked) {
        out_.part.base_sources = sources_of_base(columns_.study(), asked, call_.where);
        if (call_.where != nullptr) append_new(asked, bounding_references(*call_.where));
        return use(base_rows(columns_, asked, call_.where));
    }

    BaseRows use(BaseRows base) {
        out_.part.base = base.base;
        out_.part.of = rows(base.rows);
        estimate().base = base.base.n;
        return base;
    }

    RowSet rows(const std::vector<std::uint8_t>& chosen) const {
        return {columns_.owners(), chosen};
    }

    void compute_condition() {
        const Node& condition = *call_.arguments[0];
        const std::vector<std::string> asked = bounding_references(condition);
        const bool share = call_.kind == Kind::share;
        const BaseRows base = share ? use(base_rows(columns_, {}, call_.where)) : base_of(asked);
        std::vector<std::uint8_t> holds =
            evaluate_truth(resolve_derived(condition, columns_, call_.where), columns_);
        if (share) {
            const BaseRows reached = base_rows(columns_, asked, nullptr);
            for (std::size_t r = 0; r < holds.size(); ++r)
                holds[r] &= reached.rows[r];
        }
        for (std::size_t r = 0; r < holds.size(); ++r)
            holds[r] &= base.rows[r];
        estimate().n = static_cast<std::size_t>(std::ranges::count(holds, 1));
        out_.part.counted = rows(holds);
        if (call_.kind == Kind::count) {
            estimate().value = static_cast<double>(estimate().n);
            if (design_.needed()) design_.count(holds, base.rows, estimate(), &out_.variation);
        } else if (base.base.n > 0) {
            estimate().value =
                100.0 * static_cast<double>(estimate().n) / static_cast<double>(base.base.n);
            if (design_.needed()) design_.percent(holds, base.rows, estimate(), &out_.variation);
        }
    }

    // The part keeps out of how many they are; the figure itself is about those asked only.
    void compute_base() {
        const BaseRows base = base_of({call_.arguments[0]->text});
        const std::vector<std::string> bounds =
            call_.where == nullptr ? std::vector<std::string>{} : bounding_references(*call_.where);
        const BaseRows out_of = base_rows(columns_, bounds, call_.where);
        estimate().n = base.base.n;
        estimate().base = out_of.base.n;
        out_.part.counted = rows(base.rows);
        out_.part.of = rows(out_of.rows);
        estimate().value = static_cast<double>(base.base.n);
    }

    // The number in each row; NaN where there is none, or where it stands on what is no answer.
    std::vector<double> numbers_of(const Node& argument) {
        std::vector<double> numbers =
            evaluate_number(resolve_derived(argument, columns_, call_.where), columns_);
        for (const std::string& name : references(argument)) {
            const Column* column = columns_.find(name);
            if (column == nullptr) continue;
            for (std::size_t r = 0; r < numbers.size(); ++r) {
                if (column->codes[r] < 0) continue;
                const auto code = static_cast<std::size_t>(column->codes[r]);
                if (meaning_of(*column, code) != MissingChoice::answer) numbers[r] = NAN;
            }
        }
        return numbers;
    }

    void compute_statistic() {
        const Node& argument = *call_.arguments[0];
        const BaseRows base = base_of(bounding_references(argument));
        const std::vector<double> numbers = numbers_of(argument);
        NumberTally tally;
        RowSet counted(columns_.owners());
        for (std::size_t r = 0; r < numbers.size(); ++r) {
            if (base.rows[r] == 0 || std::isnan(numbers[r])) continue;
            tally.add(numbers[r], 1);
            counted.insert(r);
        }
        out_.part.counted = std::move(counted);
        estimate().n = tally.n();
        const SummedNumbers summed = summed_numbers(numbers);
        const bool quantile = call_.kind == Kind::median || call_.kind == Kind::quantile;
        const double part = call_.kind == Kind::quantile ? call_.arguments[1]->number : 0.5;
        estimate().fewest = fewest(tally, summed, quantile ? 0 : dominance());
        if (!quantile) out_.part.summed = {summed};
        if (call_.kind == Kind::mean) estimate().value = tally.mean();
        if (quantile) estimate().value = tally.quantile(part);
        if (call_.kind == Kind::total && base.base.n > 0) estimate().value = tally.total();
        if (design_.needed() && estimate().n > 0) {
            if (call_.kind == Kind::mean)
                design_.mean(numbers, base.rows, estimate(), &out_.variation);
            if (quantile) design_.quantile(numbers, base.rows, part, estimate());
            if (call_.kind == Kind::total)
                design_.total(numbers, base.rows, estimate(), &out_.variation);
        }
        if (!quantile || !estimate().value) return;
        if (rows_are_people()) {
            if (call_.kind == Kind::median) return;
            estimate().fewest = std::min(*estimate().fewest, tally.fewer_side(*estimate().value));
        } else {
            // Half of the rows can be those of one interview.
            estimate().fewest =
                std::min(*estimate().fewest,
                         fewer_people_beside(out_.part.counted, summed, *estimate().value));
        }
    }

    [[nodiscard]] bool rows_are_people() const { return columns_.owners()->level == 0; }

    static SummedNumbers summed_numbers(const std::vector<double>& numbers) {
        return {std::make_shared<const std::vector<double>>(numbers)};
    }

    // Of the numbers of those counted.
    [[nodiscard]] std::size_t fewest(const NumberTally& tally,
                                     const SummedNumbers& numbers,
                                     double dominance) const {
        if (rows_are_people()) return tally.fewest(dominance);
        return people_behind(out_.part.counted, numbers).fewest(dominance);
    }

    [[nodiscard]] double dominance() const { return columns_.study().file.dominance; }

    void compute_ratio() {
        std::vector<std::string> asked = bounding_references(*call_.arguments[0]);
        append_new(asked, bounding_references(*call_.arguments[1]));
        const BaseRows base = base_of(asked);
        const std::vector<double> above = numbers_of(*call_.arguments[0]);
        const std::vector<double> below = numbers_of(*call_.arguments[1]);
        NumberTally numerator;
        NumberTally denominator;
        RowSet counted(columns_.owners());
        for (std::size_t r = 0; r < above.size(); ++r) {
            if (base.rows[r] == 0 || std::isnan(above[r]) || std::isnan(below[r])) continue;
            numerator.add(above[r], 1);
            denominator.add(below[r], 1);
            counted.insert(r);
        }
        out_.part.counted = std::move(counted);
        estimate().n = numerator.n();
        out_.part.summed = {summed_numbers(above), summed_numbers(below)};
        estimate().fewest = std::min(fewest(numerator, out_.part.summed[0], dominance()),
                                     fewest(denominator, out_.part.summed[1], dominance()));
        if (denominator.total() != 0) estimate().value = numerator.total() / denominator.total();
        if (design_.needed()) design_.ratio(above, below, base.rows, estimate(), &out_.variation);
        const bool divides_by_nothing = !estimate().value && denominator.total() == 0;
        if (divides_by_nothing && estimate().n > 0)
            estimate().no_interval = "there is no number: it divides by nothing";
    }

    // Categories that are answers, most frequent first, ties in the order of the choices.
    std::vector<std::size_t> in_order(const Coding& coding,
                                      const BaseRows& base,
                                      const std::vector<std::size_t>& counts) const {
        std::vector<std::size_t> order;
        const std::vector<double> people = people_in(coding, base);
        for (std::size_t c = 0; c < coding.categories.size(); ++c) {
            const Category& category = coding.categories[c];
            if (category.blank || category.meaning != MissingChoice::answer) continue;
            if (coding.sources[c].only_where_seen && counts[c] == 0) continue;
            order.push_back(c);
        }
        std::ranges::stable_sort(
            order, [&people](std::size_t a, std::size_t b) { return people[a] > people[b]; });
        return order;
    }

    // How many the rows of each category stand for.
    std::vector<double> people_in(const Coding& coding, const BaseRows& base) const {
        std::vector<double> out;
        for (std::size_t c = 0; c < coding.categories.size(); ++c) {
            const std::vector<std::uint8_t> rows = rows_in(coding, c);
            double sum = 0;
            for (std::size_t r = 0; r < rows.size(); ++r) {
                if (rows[r] != 0 && base.rows[r] != 0) sum += design_.weights()[r];
            }
            out.push_back(sum);
        }
        return out;
    }

    Status compute_order() {
        const std::string& name = call_.arguments[0]->text;
        const BaseRows base = base_of({name});
        const Coding coding = coding_of(columns_, name, call_.where);
        const std::vector<std::size_t> counts = category_counts(coding, base.rows);
        const std::vector<std::size_t> order = in_order(coding, base, counts);
        if (call_.kind == Kind::top) return compute_top(coding, base, counts, order);
        const std::string& wanted = call_.arguments[1]->text;
        for (std::size_t place = 0; place < order.size(); ++place) {
            if (coding.categories[order[place]].name != wanted) continue;
            estimate().n = counts[order[place]];
            out_.part.counted = counted_of(coding, order[place], base);
            if (base.base.n > 0) estimate().value = static_cast<double>(place + 1);
            return Done{};
        }
        return Error{
            fmt::format("“{}” is not an answer to “{}” that can have a rank", wanted, name)};
    }

    // Who gave the answer.
    RowSet counted_of(const Coding& coding, std::size_t category, const BaseRows& base) const {
        std::vector<std::uint8_t> those = rows_in(coding, category);
        for (std::size_t r = 0; r < those.size(); ++r)
            those[r] = those[r] != 0 && base.rows[r] != 0 ? 1 : 0;
        return rows(those);
    }

    Status compute_top(const Coding& coding,
                       const BaseRows& base,
                       const std::vector<std::size_t>& counts,
                       const std::vector<std::size_t>& order) {
        const auto place = static_cast<std::size_t>(call_.arguments[1]->number);
        const auto chosen = static_cast<std::size_t>(
            std::ranges::count_if(order, [&counts](std::size_t c) { return counts[c] > 0; }));
        if (place > chosen) {
            return Error{fmt::format("top(${{{}}}, {}) asks for more answers than the {} given",
                                     call_.arguments[0]->text,
                                     place,
                                     chosen)};
        }
        const std::size_t c = order[place - 1];
        const std::string& label = coding.categories[c].label.in(language_);
        out_.text = label.empty() ? coding.categories[c].name : label;
        estimate().n = counts[c];
        out_.part.counted = counted_of(coding, c, base);
        return Done{};
    }

    LevelColumns& columns_;
    LevelDesign design_;
    const AggregateCall& call_;
    std::size_t language_;
    Computed out_;
};

// What comes out of the arithmetic that is left once aggregates are numbers.
void take_value(const Node& reduced, FigureValue& out) {
    const Value value = evaluate(reduced, NoAnswers());
    out.unit = unit_of(*out.expression);
    if (const double* number = std::get_if<double>(&value)) {
        if (out.unit == FigureUnit::text) out.unit = FigureUnit::number;
        if (std::isfinite(*number)) out.estimate.value = *number;
    } else {
        out.unit = FigureUnit::text;
        out.text = std::holds_alternative<bool>(value) ? (std::get<bool>(value) ? "true" : "false")
                                                       : to_string(value);
    }
}

// Of one aggregate they are its own, of several what they share.
void describe_base(FigureValue& out) {
    if (out.parts.empty()) return;
    const FigurePart& first = out.parts.front();
    if (out.parts.size() == 1) {
        out.base = first.base;
        out.estimate.n = first.estimate.n;
        out.estimate.base = first.estimate.base;
        if (first.aggregate == "base") out.estimate.base = first.estimate.n;
        return;
    }
    const bool shared = std::ranges::all_of(
        out.parts, [&first](const FigurePart& part) { return part.base == first.base; });
    if (!shared || unit_of(*out.expression) == FigureUnit::text) {
        out.base.everyone = false;
        return;
    }
    out.base = first.base;
    out.estimate.base = first.base.n;
}

Node constant_in_place_of(const Node& node, const std::optional<double>& value) {
    Node constant;
    constant.begin = node.begin;
    constant.end = node.end;
    constant.kind = NodeKind::number;
    constant.number = value.value_or(NAN);
    constant.text = print_number(constant.number);
    return constant;
}

// The tree with each aggregate replaced by the number of the next part.
Node with_numbers(const Node& node, const std::vector<FigurePart>& parts, std::size_t& next) {
    if (const auto call = aggregate_in(node)) {
        if (call->kind == Kind::words) return with_numbers(*call->arguments[0], parts, next);
        return constant_in_place_of(node, parts[next++].estimate.value);
    }
    Node out = node;
    for (Node& child : out.children)
        child = with_numbers(child, parts, next);
    return out;
}

class FigureEvaluation {
public:
    FigureEvaluation(const Study& study, const Dataset& dataset, std::size_t language)
        : study_(study), dataset_(dataset), language_(language), precision_(study, dataset) {}

    Result<FigureValue> run(const Node& root) {
        out_.expression = std::make_shared<const Node>(root);
        take_value(TRY(reduce(root)), out_);
        describe_precision(root);
        describe_base(out_);
        out_.sources = sources_of(study_, root);
        return std::move(out_);
    }

private:
    // The tree with each aggregate replaced by its value.
    Result<Node> reduce(const Node& node) {
        if (const auto call = aggregate_in(node)) {
            if (call->kind == Kind::words) {
                out_.spelled_out = true;
                return reduce(*call->arguments[0]);
            }
            if (call->kind == Kind::change) return no_previous_round(*call);
            return constant_of(node, *call);
        }
        Node out = node;
        for (Node& child : out.children)
            child = TRY(reduce(child));
        return out;
    }

    static Error no_previous_round(const AggregateCall& call) {
        const Node& round = *call.arguments[1];
        return {round.text.empty() ? "there is no previous round"
                                   : fmt::format("there is no previous round “{}”", round.text)};
    }

    Result<Node> constant_of(const Node& node, const AggregateCall& call) {
        const int level = TRY(level_of(study_, dataset_, row_references(call)));
        LevelColumns columns(study_, dataset_, level);
        Computed computed =
            TRY(AggregateOverColumns(columns, dataset_, node, call, language_).compute());
        Node constant = constant_in_place_of(node, computed.part.estimate.value);
        if (call.kind == Kind::top) {
            constant.kind = NodeKind::string;
            constant.text = computed.text;
        }
        out_.parts.push_back(std::move(computed.part));
        variations_.push_back(std::move(computed.variation));
        return constant;
    }

    // A figure that is one aggregate has what that has, and arithmetic what follows from its parts.
    void describe_precision(const Node& root) {
        const auto call = aggregate_in(root);
        if (call && call->kind == Kind::words) return describe_precision(*call->arguments[0]);
        if (call) {
            const Estimate& of = out_.parts.front().estimate;
            out_.estimate.no_interval = of.no_interval;
            out_.estimate.standard_error = of.standard_error;
            out_.estimate.low = of.low;
            out_.estimate.high = of.high;
            out_.estimate.df = of.df;
            return;
        }
        out_.estimate.no_interval = precision_.reason();
        if (!precision_.has_errors()) return;
        const Status described = describe_arithmetic(
            precision_, root, out_.parts, variations_, out_.unit, out_.estimate);
        if (!described) out_.estimate.no_interval = described.error().message;
    }

    const Study& study_;
    const Dataset& dataset_;
    std::size_t language_;
    Precision precision_;
    FigureValue out_;
    std::vector<Variation> variations_;  // of each part
};

std::size_t report_language(const Study& study) {
    const Questionnaire& questionnaire = study.questionnaire;
    if (!study.file.languages.empty()) {
        const int language = questionnaire.find_language(study.file.languages.front());
        if (language != -1) return static_cast<std::size_t>(language);
    }
    return static_cast<std::size_t>(questionnaire.default_language);
}

}  // namespace

Result<FigureValue> evaluate_figure(const Study& study,
                                    const Dataset& dataset,
                                    const Expression& expression,
                                    std::optional<std::size_t> language) {
    const Diagnostics mistakes = check_figure(study, expression, {});
    if (has_errors(mistakes)) {
        std::string all;
        for (const Diagnostic& mistake : mistakes) {
            if (!all.empty()) all += ' ';
            all += mistake.message + ' ' + mistake.remedy;
        }
        return Error{all};
    }
    return FigureEvaluation(study, dataset, language.value_or(report_language(study)))
        .run(expression.root);
}

FigureValue with_parts(const FigureValue& figure, std::vector<FigurePart> parts) {
    FigureValue out;
    out.spelled_out = figure.spelled_out;
    out.expression = figure.expression;
    out.sources = figure.sources;
    out.parts = std::move(parts);
    if (out.expression == nullptr) {
        out.unit = figure.unit;
        out.estimate.value = out.parts.front().estimate.value;
        describe_base(out);
        return out;
    }
    std::size_t next = 0;
    take_value(with_numbers(*out.expression, out.parts, next), out);
    describe_base(out);
    return out;
}

}  // namespace mtm
