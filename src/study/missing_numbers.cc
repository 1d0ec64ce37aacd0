#include "study/missing_numbers.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/value.h"

namespace mtm {
namespace {

bool is_ordered(std::string_view op) {
    return op == "<" || op == "<=" || op == ">" || op == ">=";
}

bool holds(std::string_view op, double left, double right) {
    if (op == "<") return left < right;
    if (op == "<=") return left <= right;
    if (op == ">") return left > right;
    if (op == ">=") return left >= right;
    return op == "=" ? left == right : left != right;
}

std::optional<double> literal(const Node& node) {
    if (node.kind == NodeKind::number) return node.number;
    if (node.kind == NodeKind::unary && node.children[0].kind == NodeKind::number)
        return -node.children[0].number;
    return std::nullopt;
}

// "${age} > 60", or "60 < ${age}" turned round.
struct Comparison {
    std::string name;
    std::string op;
    double number = 0;
};

std::optional<Comparison> comparison_in(const Node& node) {
    if (node.kind != NodeKind::binary) return std::nullopt;
    const bool equality = node.text == "=" || node.text == "!=";
    if (!equality && !is_ordered(node.text)) return std::nullopt;
    const Node& left = node.children[0];
    const Node& right = node.children[1];
    if (left.kind == NodeKind::reference) {
        if (const auto number = literal(right)) return Comparison{left.text, node.text, *number};
    }
    if (right.kind == NodeKind::reference) {
        if (const auto number = literal(left)) {
            std::string op = node.text;
            if (is_ordered(op)) op[0] = op[0] == '<' ? '>' : '<';
            return Comparison{right.text, op, *number};
        }
    }
    return std::nullopt;
}

class Finder {
public:
    explicit Finder(const Questionnaire& form) : form_(form) {}

    std::vector<MissingNumberCompared> run(const Node& condition) {
        find(condition, {});
        return std::move(out_);
    }

private:
    [[nodiscard]] const Question* marked(const std::string& name) const {
        const int at = form_.find(name);
        if (at < 0) return nullptr;
        const Question& question = form_.questions[static_cast<std::size_t>(at)];
        return question.missing_values.empty() ? nullptr : &question;
    }

    static bool any_holds(const Question& question, const Comparison& comparison) {
        return std::ranges::any_of(question.missing_values, [&](const std::string& value) {
            return holds(comparison.op, number_from(value), comparison.number);
        });
    }

    // What one part of a conjunction keeps out counts in none.
    void find(const Node& node, std::set<std::string> kept_out) {
        if (node.kind == NodeKind::binary && node.text == "and") {
            add_kept_out(node, kept_out);
        } else if (node.kind == NodeKind::binary && is_ordered(node.text)) {
            return judge(node, kept_out);
        }
        for (const Node& child : node.children)
            find(child, kept_out);
    }

    void add_kept_out(const Node& node, std::set<std::string>& names) const {
        for (const Node& child : node.children) {
            if (child.kind == NodeKind::binary && child.text == "and") add_kept_out(child, names);
            const auto comparison = comparison_in(child);
            const Question* question = comparison ? marked(comparison->name) : nullptr;
            if (question != nullptr && !any_holds(*question, *comparison))
                names.insert(comparison->name);
        }
    }

    void judge(const Node& node, const std::set<std::string>& kept_out) {
        const auto comparison = comparison_in(node);
        for (const std::string& name : references(node)) {
            const Question* question = marked(name);
            if (question == nullptr || kept_out.contains(name)) continue;
            if (comparison && !any_holds(*question, *comparison)) continue;
            out_.push_back({&node, question});
        }
    }

    const Questionnaire& form_;
    std::vector<MissingNumberCompared> out_;
};

}  // namespace

std::vector<MissingNumberCompared> missing_numbers_compared(const Questionnaire& form,
                                                            const Node& condition) {
    return Finder(form).run(condition);
}

std::string words_of(const MissingNumberCompared& found) {
    return fmt::format("“{}” marks {} as no answer, and a comparison takes it as a number",
                       found.question->name,
                       join(found.question->missing_values, ", "));
}

std::string remedy_for(const MissingNumberCompared& found) {
    return fmt::format(
        "Leave such answers out, as with “and ${{{}}} != {}”; or count bands of a table, which "
        "leave them out.",
        found.question->name,
        found.question->missing_values.front());
}

}  // namespace mtm
