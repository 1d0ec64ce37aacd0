#include "expression/evaluate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "expression/call.h"
#include "expression/compare.h"
#include "expression/functions.h"

namespace mtm {
namespace {

using Implementations = std::unordered_map<std::string_view, Value (*)(const FunctionCall&)>;

const Implementations& implementations() {
    static const Implementations all = [] {
        Implementations out;
        for (const auto functions : {answer_functions(),
                                     chance_functions(),
                                     date_functions(),
                                     digest_functions(),
                                     number_functions(),
                                     place_functions(),
                                     text_functions()}) {
            for (const Implementation& each : functions)
                out.emplace(each.name, each.compute);
        }
        return out;
    }();
    return all;
}

// One node of a node-set that a predicate is asked about.
class NodeSource : public AnswerSource {
public:
    NodeSource(const AnswerSource& outer, std::string node, std::size_t place, std::size_t count)
        : outer_(outer), node_(std::move(node)), place_(place), count_(count) {}

    [[nodiscard]] NodeSet answers(std::string_view name) const override {
        return outer_.answers(name);
    }

    [[nodiscard]] NodeSet path(std::string_view text) const override { return outer_.path(text); }

    [[nodiscard]] std::string self() const override { return node_; }

    [[nodiscard]] bool asked(std::string_view name) const override { return outer_.asked(name); }

    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override {
        return outer_.choice_label(name, choice);
    }

    [[nodiscard]] std::string now() const override { return outer_.now(); }

    [[nodiscard]] double position(std::string_view text) const override {
        return text.empty() ? static_cast<double>(place_) : outer_.position(text);
    }

    [[nodiscard]] double last() const override { return static_cast<double>(count_); }

    [[nodiscard]] NodeSet filtered(const Node& node) const override {
        return outer_.filtered(node);
    }

    [[nodiscard]] std::string answer_in(std::string_view name,
                                        const std::vector<RepeatIndex>& instances) const override {
        return outer_.answer_in(name, instances);
    }

    [[nodiscard]] std::string property(std::string_view name) const override {
        return outer_.property(name);
    }

    [[nodiscard]] std::string pulled(const PulledCell& cell) const override {
        return outer_.pulled(cell);
    }

    [[nodiscard]] double chance() const override { return outer_.chance(); }

private:
    const AnswerSource& outer_;
    std::string node_;
    std::size_t place_;
    std::size_t count_;
};

NodeSet keep(const NodeSet& nodes, const Node& predicate, const AnswerSource& source) {
    NodeSet kept;
    for (std::size_t i = 0; i < nodes.values.size(); ++i) {
        const NodeSource node(source, nodes.values[i], i + 1, nodes.values.size());
        const Value value = evaluate(predicate, node);
        const auto* place = std::get_if<double>(&value);
        const bool holds =
            place != nullptr ? *place == static_cast<double>(i + 1) : to_boolean(value);
        if (holds) kept.values.push_back(nodes.values[i]);
    }
    return kept;
}

// True for "{}[{}]…[{}]": predicates on a head, and no further steps.
bool only_filters_head(const Node& node) {
    if (!node.text.starts_with("{}")) return false;
    for (std::size_t at = 2; at < node.text.size(); at += 4) {
        if (node.text.compare(at, 4, "[{}]") != 0) return false;
    }
    return true;
}

NodeSet evaluate_path(const Node& node, const AnswerSource& source) {
    if (node.children.empty()) return source.path(node.text);
    if (!only_filters_head(node)) return source.filtered(node);
    const Value head = evaluate(node.children[0], source);
    const auto* head_nodes = std::get_if<NodeSet>(&head);
    NodeSet nodes = head_nodes != nullptr ? *head_nodes : NodeSet{{to_string(head)}};
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        nodes = keep(nodes, node.children[i], source);
    }
    return nodes;
}

NodeSet united(const Value& left, const Value& right) {
    NodeSet out;
    for (const Value* each : {&left, &right}) {
        if (const auto* nodes = std::get_if<NodeSet>(each)) {
            out.values.insert(out.values.end(), nodes->values.begin(), nodes->values.end());
        }
    }
    return out;
}

double compute(std::string_view op, double left, double right) {
    if (op == "+") return left + right;
    if (op == "-") return left - right;
    if (op == "*") return left * right;
    if (op == "div") return left / right;
    return std::fmod(left, right);
}

Value evaluate_binary(const Node& node, const AnswerSource& source) {
    const std::string& op = node.text;
    if (op == "or") {
        return to_boolean(evaluate(node.children[0], source)) ||
               to_boolean(evaluate(node.children[1], source));
    }
    if (op == "and") {
        return to_boolean(evaluate(node.children[0], source)) &&
               to_boolean(evaluate(node.children[1], source));
    }
    const Value left = evaluate(node.children[0], source);
    const Value right = evaluate(node.children[1], source);
    if (op == "|") return united(left, right);
    const char first = op[0];
    if (first == '=' || first == '!' || first == '<' || first == '>') {
        return compare(op, left, right);
    }
    return compute(op, to_number(left), to_number(right));
}

Value empty_value(ValueType type) {
    switch (type) {
        case ValueType::boolean:
            return false;
        case ValueType::number:
            return std::numeric_limits<double>::quiet_NaN();
        case ValueType::nodes:
            return NodeSet{};
        default:
            return std::string();
    }
}

Value evaluate_call(const Node& node, const AnswerSource& source) {
    const Implementations& all = implementations();
    const auto found = all.find(node.text);
    if (found != all.end()) return found->second(FunctionCall(node, source));
    const Function* function = find_function(node.text);
    return empty_value(function == nullptr ? ValueType::string : function->result);
}

}  // namespace

bool is_computed(std::string_view function) {
    return implementations().contains(function);
}

double AnswerSource::position(std::string_view) const {
    return 1;
}

double AnswerSource::last() const {
    return 1;
}

NodeSet AnswerSource::filtered(const Node&) const {
    return {};
}

std::string AnswerSource::answer_in(std::string_view name,
                                    const std::vector<RepeatIndex>& instances) const {
    if (instances.empty()) return {};
    const NodeSet nodes = answers(name);
    const double index = instances.back().index;
    if (!(index >= 1 && index <= static_cast<double>(nodes.values.size()))) return {};
    return nodes.values[static_cast<std::size_t>(index) - 1];
}

std::string AnswerSource::property(std::string_view) const {
    return {};
}

std::string AnswerSource::pulled(const PulledCell&) const {
    return {};
}

double AnswerSource::chance() const {
    return 0.5;
}

Value evaluate(const Node& node, const AnswerSource& source) {
    switch (node.kind) {
        case NodeKind::number:
            return node.number;
        case NodeKind::string:
            return node.text;
        case NodeKind::reference:
            return source.answers(node.text);
        case NodeKind::self:
            return NodeSet{{source.self()}};
        case NodeKind::path:
            return evaluate_path(node, source);
        case NodeKind::call:
            return evaluate_call(node, source);
        case NodeKind::unary:
            return -to_number(evaluate(node.children[0], source));
        case NodeKind::binary:
            return evaluate_binary(node, source);
    }
    return std::string();
}

std::vector<std::string> FunctionCall::texts(std::size_t first) const {
    std::vector<std::string> out;
    for (std::size_t i = first; i < size(); ++i) {
        Value each = value(i);
        if (auto* nodes = std::get_if<NodeSet>(&each)) {
            for (std::string& text : nodes->values)
                out.push_back(std::move(text));
        } else {
            out.push_back(to_string(each));
        }
    }
    return out;
}

std::vector<double> FunctionCall::numbers(std::size_t first) const {
    std::vector<double> out;
    for (std::size_t i = first; i < size(); ++i) {
        const Value each = value(i);
        if (const auto* nodes = std::get_if<NodeSet>(&each)) {
            for (const std::string& text : nodes->values)
                out.push_back(number_from(text));
        } else {
            out.push_back(to_number(each));
        }
    }
    return out;
}

}  // namespace mtm
