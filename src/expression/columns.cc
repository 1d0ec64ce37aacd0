// Expressions over whole columns.
//
// Most of what a plan asks names one question: ${sex} = 'male', selected(${needs}, 'food'),
// ${age} >= 18 and ${age} < 25. Such a subexpression can take no more values than its column has
// different answers, so it is evaluated once for each entry of the dictionary by the evaluator for
// one interview, and the results are gathered by code. Where several questions meet, the operators
// between them run over columns; what has no kernel is evaluated row by row. Each of the three
// gives what `evaluate` gives; columns_test.cc generates expressions to hold them to that.
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <unordered_map>

#include "expression/evaluate.h"
#include "expression/functions.h"
#include "expression/operators.h"
#include "expression/row_source.h"

namespace mtm {
namespace {

using Truths = std::vector<std::uint8_t>;
using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

// Which columns an expression reads.
struct Reach {
    std::string name;                    // of the column, where there is one only
    const ColumnView* column = nullptr;  // null: none
    bool several = false;
    bool asks = false;  // whether skip logic reached the question matters too
};

void add_column(Reach& reach, const std::string& name, const ColumnSource& source) {
    if (reach.column != nullptr && reach.name == name) return;
    const ColumnView* column = source.column(name);
    if (column == nullptr) {
        reach.several = reach.several || source.is_within(name);
        return;
    }
    reach.several = reach.several || reach.column != nullptr;
    reach.column = column;
    reach.name = name;
}

void extend(Reach& reach, const Node& node, const ColumnSource& source) {
    if (reach.several) return;
    if (node.kind == NodeKind::reference) add_column(reach, node.text, source);
    if (node.kind == NodeKind::call) {
        if (node.text == "asked" || node.text == "answered") {
            reach.asks = true;
            for (const std::string& name : references(node))
                add_column(reach, name, source);
        }
        // It may name its question in a text that is itself computed.
        if (node.text == "indexed-repeat") reach.several = true;
    }
    for (const Node& child : node.children)
        extend(reach, child, source);
}

Reach reach_of(const Node& node, const ColumnSource& source) {
    Reach reach;
    extend(reach, node, source);
    return reach;
}

std::uint8_t truth_of(const Value& value) {
    return to_boolean(value) ? 1 : 0;
}

bool is_arithmetic(std::string_view op) {
    const Precedence binding = precedence(op);
    return binding == Precedence::sum || binding == Precedence::product;
}

// The type of every value that the expression takes over `source`, `any` where it depends.
ValueType type_of(const Node& node, const ColumnSource& source) {
    switch (node.kind) {
        case NodeKind::number:
        case NodeKind::unary:
            return ValueType::number;
        case NodeKind::string:
            return ValueType::string;
        case NodeKind::reference:
            return source.column(node.text) != nullptr ? ValueType::nodes : ValueType::any;
        case NodeKind::binary:
            if (node.text == "|") return ValueType::any;
            return is_arithmetic(node.text) ? ValueType::number : ValueType::boolean;
        case NodeKind::call: {
            if (node.text == "if") {
                const ValueType then = type_of(node.children[1], source);
                return then == type_of(node.children[2], source) ? then : ValueType::any;
            }
            const Function* function = find_function(node.text);
            if (function == nullptr || function->result == ValueType::nodes) return ValueType::any;
            return function->result;
        }
        default:
            return ValueType::any;
    }
}

template <typename T, typename Compare>
Truths compared(const T& left, const T& right, Compare holds) {
    Truths out(left.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = holds(left[i], right[i]) ? 1 : 0;
    return out;
}

Truths compared_numbers(std::string_view op, const Numbers& left, const Numbers& right) {
    if (op == "=") return compared(left, right, std::equal_to<>());
    if (op == "!=") return compared(left, right, std::not_equal_to<>());
    if (op == "<") return compared(left, right, std::less<>());
    if (op == "<=") return compared(left, right, std::less_equal<>());
    if (op == ">") return compared(left, right, std::greater<>());
    return compared(left, right, std::greater_equal<>());
}

template <typename Compute>
Numbers computed(Numbers left, const Numbers& right, Compute compute) {
    for (std::size_t i = 0; i < left.size(); ++i)
        left[i] = compute(left[i], right[i]);
    return left;
}

Numbers computed_numbers(std::string_view op, Numbers left, const Numbers& right) {
    if (op == "+") return computed(std::move(left), right, std::plus<>());
    if (op == "-") return computed(std::move(left), right, std::minus<>());
    if (op == "*") return computed(std::move(left), right, std::multiplies<>());
    if (op == "div") return computed(std::move(left), right, std::divides<>());
    return computed(std::move(left), right, [](double a, double b) { return std::fmod(a, b); });
}

Numbers numbers_from(const Truths& truths) {
    return {truths.begin(), truths.end()};
}

class Columns {
public:
    explicit Columns(const ColumnSource& source) : source_(source), rows_(source.row_count()) {}

    Truths truths(const Node& node) const {
        if (auto done = without_kernel<std::uint8_t>(node, truth_of)) return std::move(*done);
        if (node.kind == NodeKind::binary) {
            if (node.text == "and" || node.text == "or") return joined(node);
            if (is_arithmetic(node.text)) return truths_from(numbers(node));
            if (node.text != "|") return comparison(node);
        }
        if (node.kind == NodeKind::unary) return truths_from(numbers(node));
        if (is_call(node, "not")) return inverted(truths(node.children[0]));
        if (is_call(node, "boolean")) return truths(node.children[0]);
        if (is_call(node, "if")) {
            return chosen(
                truths(node.children[0]), truths(node.children[1]), truths(node.children[2]));
        }
        return row_by_row<std::uint8_t>(node, truth_of);
    }

    Numbers numbers(const Node& node) const {
        if (node.kind == NodeKind::reference) {
            if (const ColumnView* column = source_.column(node.text)) return gathered(*column);
        }
        if (auto done = without_kernel<double>(node, to_number)) return std::move(*done);
        if (node.kind == NodeKind::binary && is_arithmetic(node.text)) {
            return computed_numbers(
                node.text, numbers(node.children[0]), numbers(node.children[1]));
        }
        if (node.kind == NodeKind::binary && node.text != "|") return numbers_from(truths(node));
        if (node.kind == NodeKind::unary) {
            Numbers out = numbers(node.children[0]);
            for (double& number : out)
                number = -number;
            return out;
        }
        if (is_call(node, "number") && node.children.size() == 1) return numbers(node.children[0]);
        if (is_call(node, "not") || is_call(node, "boolean")) return numbers_from(truths(node));
        if (is_call(node, "if")) {
            return chosen(
                truths(node.children[0]), numbers(node.children[1]), numbers(node.children[2]));
        }
        return row_by_row<double>(node, to_number);
    }

    Texts texts(const Node& node) const {
        if (auto done = without_kernel<std::string>(node, to_string)) return std::move(*done);
        const ValueType type = type_of(node, source_);
        if (type == ValueType::boolean) {
            const Truths from = truths(node);
            Texts out(rows_);
            for (std::size_t i = 0; i < rows_; ++i)
                out[i] = from[i] != 0 ? "true" : "false";
            return out;
        }
        if (type == ValueType::number) {
            const Numbers from = numbers(node);
            Texts out(rows_);
            for (std::size_t i = 0; i < rows_; ++i)
                out[i] = print_number(from[i]);
            return out;
        }
        if (is_call(node, "string") && node.children.size() == 1) return texts(node.children[0]);
        if (is_call(node, "if")) {
            return chosen(
                truths(node.children[0]), texts(node.children[1]), texts(node.children[2]));
        }
        return row_by_row<std::string>(node, to_string);
    }

private:
    static bool is_call(const Node& node, std::string_view name) {
        return node.kind == NodeKind::call && node.text == name;
    }

    // The values of an expression that reads one column at most.
    template <typename T, typename Convert>
    std::optional<std::vector<T>> without_kernel(const Node& node, Convert convert) const {
        const Reach reach = reach_of(node, source_);
        if (reach.several) return std::nullopt;
        if (reach.column == nullptr) {
            const EntrySource none(source_, "", "", false);
            return std::vector<T>(rows_, convert(evaluate(node, none)));
        }
        return entry_by_entry<T>(node, reach, convert);
    }

    template <typename T, typename Convert>
    std::vector<T> entry_by_entry(const Node& node, const Reach& reach, Convert convert) const {
        const ColumnView& column = *reach.column;
        const std::size_t states = reach.asks ? 2 : 1;
        const auto key = [&](std::size_t row) {
            const auto entry = static_cast<std::size_t>(column.codes[row]) + 1;
            return states == 1 ? entry : 2 * entry + (column.asked[row] != 0 ? 1 : 0);
        };
        const std::size_t keys = (column.dictionary->size() + 1) * states;
        std::vector<std::uint8_t> used(keys, keys <= rows_ ? 1 : 0);
        if (keys > rows_) {
            for (std::size_t row = 0; row < rows_; ++row)
                used[key(row)] = 1;
        }
        std::vector<T> table(keys);
        for (std::size_t i = 0; i < keys; ++i) {
            if (used[i] == 0) continue;
            const std::size_t entry = i / states;
            const EntrySource answer(source_,
                                     reach.name,
                                     entry == 0 ? "" : (*column.dictionary)[entry - 1],
                                     states == 1 || i % 2 == 1);
            table[i] = convert(evaluate(node, answer));
        }
        std::vector<T> out(rows_);
        if (states == 1) {
            const std::int32_t* codes = column.codes;
            for (std::size_t row = 0; row < rows_; ++row) {
                out[row] = table[static_cast<std::size_t>(codes[row]) + 1];
            }
        } else {
            for (std::size_t row = 0; row < rows_; ++row)
                out[row] = table[key(row)];
        }
        return out;
    }

    template <typename T, typename Convert>
    std::vector<T> row_by_row(const Node& node, Convert convert) const {
        RowSource row(source_);
        std::vector<T> out(rows_);
        for (std::size_t i = 0; i < rows_; ++i) {
            row.move_to(i);
            out[i] = convert(evaluate(node, row));
        }
        return out;
    }

    [[nodiscard]] Numbers gathered(const ColumnView& column) const {
        Numbers out(rows_);
        for (std::size_t i = 0; i < rows_; ++i) {
            const std::int32_t code = column.codes[i];
            out[i] = code < 0 ? std::numeric_limits<double>::quiet_NaN()
                              : (*column.numbers)[static_cast<std::size_t>(code)];
        }
        return out;
    }

    static Truths truths_from(const Numbers& numbers) {
        Truths out(numbers.size());
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = numbers[i] < 0 || numbers[i] > 0 ? 1 : 0;
        }
        return out;
    }

    static Truths inverted(Truths truths) {
        for (std::uint8_t& truth : truths)
            truth ^= 1U;
        return truths;
    }

    template <typename T>
    static std::vector<T> chosen(const Truths& condition,
                                 std::vector<T> then,
                                 std::vector<T> other) {
        for (std::size_t i = 0; i < then.size(); ++i) {
            if (condition[i] == 0) then[i] = std::move(other[i]);
        }
        return then;
    }

    [[nodiscard]] Truths joined(const Node& node) const {
        Truths out = truths(node.children[0]);
        const Truths right = truths(node.children[1]);
        if (node.text == "and") {
            for (std::size_t i = 0; i < rows_; ++i)
                out[i] &= right[i];
        } else {
            for (std::size_t i = 0; i < rows_; ++i)
                out[i] |= right[i];
        }
        return out;
    }

    // XPath 1.0 section 3.4, with a column as a node-set of one node.
    [[nodiscard]] Truths comparison(const Node& node) const {
        const Node& left = node.children[0];
        const Node& right = node.children[1];
        const ValueType a = type_of(left, source_);
        const ValueType b = type_of(right, source_);
        if (a == ValueType::any || b == ValueType::any) {
            return row_by_row<std::uint8_t>(node, truth_of);
        }
        const bool equality = precedence(node.text) == Precedence::equality;
        if (a == ValueType::boolean || b == ValueType::boolean) {
            return compared_numbers(
                node.text, beside_truth(left, a, equality), beside_truth(right, b, equality));
        }
        if (!equality || a == ValueType::number || b == ValueType::number) {
            return compared_numbers(node.text, numbers(left), numbers(right));
        }
        if (left.kind == NodeKind::reference && right.kind == NodeKind::reference) {
            return compared_columns(
                node.text, *source_.column(left.text), *source_.column(right.text));
        }
        if (node.text == "=") return compared(texts(left), texts(right), std::equal_to<>());
        return compared(texts(left), texts(right), std::not_equal_to<>());
    }

    // Columns have dictionaries of their own: the right one's entries get the left one's codes.
    [[nodiscard]] Truths compared_columns(std::string_view op,
                                          const ColumnView& left,
                                          const ColumnView& right) const {
        std::unordered_map<std::string_view, std::int32_t> code_of = {{"", 0}};
        const auto numbered = [&code_of](const ColumnView& column) {
            std::vector<std::int32_t> codes = {0};
            for (const std::string& text : *column.dictionary) {
                const auto next = static_cast<std::int32_t>(code_of.size());
                codes.push_back(code_of.try_emplace(text, next).first->second);
            }
            return codes;
        };
        const std::vector<std::int32_t> a = numbered(left);
        const std::vector<std::int32_t> b = numbered(right);
        const bool equal = op == "=";
        Truths out(rows_);
        for (std::size_t i = 0; i < rows_; ++i) {
            const bool same = a[static_cast<std::size_t>(left.codes[i]) + 1] ==
                              b[static_cast<std::size_t>(right.codes[i]) + 1];
            out[i] = same == equal ? 1 : 0;
        }
        return out;
    }

    [[nodiscard]] Numbers beside_truth(const Node& node, ValueType type, bool equality) const {
        if (equality || type == ValueType::nodes) return numbers_from(truths(node));
        return numbers(node);
    }

    const ColumnSource& source_;
    std::size_t rows_;
};

}  // namespace

bool ColumnSource::is_within(std::string_view) const {
    return false;
}

NodeSet ColumnSource::answers_within(std::string_view, std::size_t) const {
    return {};
}

std::vector<std::uint8_t> evaluate_truth(const Node& node, const ColumnSource& source) {
    return Columns(source).truths(node);
}

std::vector<double> evaluate_number(const Node& node, const ColumnSource& source) {
    return Columns(source).numbers(node);
}

std::vector<std::string> evaluate_text(const Node& node, const ColumnSource& source) {
    return Columns(source).texts(node);
}

}  // namespace mtm
