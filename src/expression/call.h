#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expression/evaluate.h"

namespace mtm {

/// A call of a function over one interview, as its implementation sees it: arguments are evaluated
/// when asked for, so that if() evaluates one branch only.
class FunctionCall {
public:
    FunctionCall(const Node& node, const AnswerSource& source) : node_(node), source_(source) {}

    [[nodiscard]] std::size_t size() const { return node_.children.size(); }

    [[nodiscard]] const Node& argument(std::size_t i) const { return node_.children[i]; }

    [[nodiscard]] const AnswerSource& source() const { return source_; }

    [[nodiscard]] Value value(std::size_t i) const { return evaluate(argument(i), source_); }

    [[nodiscard]] bool truth(std::size_t i) const { return to_boolean(value(i)); }

    [[nodiscard]] double number(std::size_t i) const { return to_number(value(i)); }

    [[nodiscard]] std::string text(std::size_t i) const { return to_string(value(i)); }

    /// The argument, or the answer of the question itself where there is none.
    [[nodiscard]] std::string text_or_self(std::size_t i) const {
        return i < size() ? text(i) : source_.self();
    }

    /// Every node of the arguments from `first` on; an argument that is no node-set counts as one.
    [[nodiscard]] std::vector<std::string> texts(std::size_t first) const;

    /// texts() as numbers.
    [[nodiscard]] std::vector<double> numbers(std::size_t first) const;

private:
    const Node& node_;
    const AnswerSource& source_;
};

struct Implementation {
    std::string_view name;
    Value (*compute)(const FunctionCall&);
};

[[nodiscard]] std::span<const Implementation> answer_functions();
[[nodiscard]] std::span<const Implementation> chance_functions();
[[nodiscard]] std::span<const Implementation> date_functions();
[[nodiscard]] std::span<const Implementation> digest_functions();
[[nodiscard]] std::span<const Implementation> number_functions();
[[nodiscard]] std::span<const Implementation> place_functions();
[[nodiscard]] std::span<const Implementation> text_functions();

}  // namespace mtm
