#include "expression/compare.h"

#include <algorithm>

namespace mtm {
namespace {

bool is_equality(std::string_view op) {
    return op == "=" || op == "!=";
}

bool compare_texts(std::string_view op, std::string_view left, std::string_view right) {
    if (is_equality(op)) return (left == right) == (op == "=");
    return compare_numbers(op, number_from(left), number_from(right));
}

bool compare_node(std::string_view op, const std::string& node, const Value& right) {
    if (const auto* number = std::get_if<double>(&right)) {
        return compare_numbers(op, number_from(node), *number);
    }
    return compare_texts(op, node, std::get<std::string>(right));
}

std::string_view mirrored(std::string_view op) {
    if (op == "<") return ">";
    if (op == "<=") return ">=";
    if (op == ">") return "<";
    if (op == ">=") return "<=";
    return op;
}

bool compare_nodes(std::string_view op, const NodeSet& left, const Value& right) {
    if (std::holds_alternative<bool>(right)) {
        return compare_numbers(op, to_boolean(left) ? 1 : 0, to_number(right));
    }
    if (const auto* other = std::get_if<NodeSet>(&right)) {
        return std::ranges::any_of(left.values, [&](const std::string& a) {
            return std::ranges::any_of(
                other->values, [&](const std::string& b) { return compare_texts(op, a, b); });
        });
    }
    return std::ranges::any_of(
        left.values, [&](const std::string& node) { return compare_node(op, node, right); });
}

}  // namespace

bool compare_numbers(std::string_view op, double left, double right) {
    if (op == "=") return left == right;
    if (op == "!=") return left != right;
    if (op == "<") return left < right;
    if (op == "<=") return left <= right;
    if (op == ">") return left > right;
    return left >= right;
}

bool compare(std::string_view op, const Value& left, const Value& right) {
    if (const auto* nodes = std::get_if<NodeSet>(&left)) return compare_nodes(op, *nodes, right);
    if (const auto* nodes = std::get_if<NodeSet>(&right)) {
        return compare_nodes(mirrored(op), *nodes, left);
    }
    if (!is_equality(op)) return compare_numbers(op, to_number(left), to_number(right));
    if (std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right)) {
        return (to_boolean(left) == to_boolean(right)) == (op == "=");
    }
    if (std::holds_alternative<double>(left) || std::holds_alternative<double>(right)) {
        return compare_numbers(op, to_number(left), to_number(right));
    }
    return compare_texts(op, std::get<std::string>(left), std::get<std::string>(right));
}

}  // namespace mtm
