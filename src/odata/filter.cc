// Recursive descent, by precedence: or, and, not, comparison. Values are null, numbers (instants
// are milliseconds) or texts; only like can be compared.
#include "odata/filter.h"

#include <charconv>
#include <cmath>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/date.h"

namespace mtm {

struct FilterInstant {
    std::int64_t ms = 0;
};

using FilterValue = std::variant<std::monostate, double, FilterInstant, std::string, bool>;

enum class FilterMember { submission_date, updated_at, submitter_id, review_state };
enum class FilterPart { year, month, day, hour, minute, second };
enum class FilterOperator { literal, member, part, eq, ne, lt, le, gt, ge, both, either, negated };

namespace {

constexpr int deepest = 100;  // parentheses in one another

std::optional<FilterMember> member_named(std::string_view name) {
    if (name == "submissionDate") return FilterMember::submission_date;
    if (name == "updatedAt") return FilterMember::updated_at;
    if (name == "submitterId") return FilterMember::submitter_id;
    if (name == "reviewState") return FilterMember::review_state;
    return std::nullopt;
}

std::optional<FilterPart> part_named(std::string_view name) {
    static constexpr std::string_view names[] = {
        "year", "month", "day", "hour", "minute", "second"};
    for (int i = 0; i < 6; ++i) {
        if (names[i] == name) return static_cast<FilterPart>(i);
    }
    return std::nullopt;
}

FilterValue part_of(FilterPart part, std::int64_t ms) {
    const auto time = date_time_at(ms);
    if (!time) return {};
    const double parts[] = {static_cast<double>(time->year),
                            static_cast<double>(time->month),
                            static_cast<double>(time->day),
                            static_cast<double>(time->hour),
                            static_cast<double>(time->minute),
                            std::floor(time->second)};
    return parts[static_cast<int>(part)];
}

}  // namespace

struct Filter::Node {
    FilterOperator op = FilterOperator::literal;
    FilterValue value = {};
    FilterMember member = FilterMember::submission_date;
    FilterPart part = FilterPart::year;
    std::vector<std::shared_ptr<const Node>> children = {};
};

namespace {

using FilterNode = Filter::Node;
using NodePtr = std::shared_ptr<const FilterNode>;

enum class Kind { boolean, number, instant, text, null };

class Parser {
public:
    Parser(std::string_view text, std::int64_t now) : text_(text), now_(now) {}

    NodePtr parse() {
        NodePtr out = either(0);
        skip();
        if (out && at_ < text_.size()) return fail("cannot be read from “" + rest() + "” on");
        if (out && kind_of(*out) != Kind::boolean) return fail("is no condition");
        return out;
    }

    std::optional<Filter::Refusal> refusal;

private:
    NodePtr fail(const std::string& why, int status = 400) {
        if (!refusal) refusal = Filter::Refusal{status, "$filter " + why + "."};
        return nullptr;
    }

    [[nodiscard]] std::string rest() const { return std::string(text_.substr(at_, 40)); }

    void skip() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
            ++at_;
    }

    static bool is_word(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '/' || c == '$' || c == '-' || c == ':' || c == '.' || c == '+';
    }

    std::string_view peek() {
        skip();
        std::size_t end = at_;
        while (end < text_.size() && is_word(text_[end]))
            ++end;
        return text_.substr(at_, end - at_);
    }

    bool take(std::string_view word) {
        if (peek() != word) return false;
        at_ += word.size();
        return true;
    }

    bool take_sign(char sign) {
        skip();
        if (at_ >= text_.size() || text_[at_] != sign) return false;
        ++at_;
        return true;
    }

    static Kind kind_of(const FilterNode& node) {
        switch (node.op) {
            case FilterOperator::literal:
                if (std::holds_alternative<double>(node.value)) return Kind::number;
                if (std::holds_alternative<FilterInstant>(node.value)) return Kind::instant;
                if (std::holds_alternative<std::string>(node.value)) return Kind::text;
                return std::holds_alternative<bool>(node.value) ? Kind::boolean : Kind::null;
            case FilterOperator::member:
                return node.member == FilterMember::submission_date ||
                               node.member == FilterMember::updated_at
                           ? Kind::instant
                           : Kind::text;
            case FilterOperator::part:
                return Kind::number;
            default:
                return Kind::boolean;
        }
    }

    NodePtr combine(FilterOperator op, NodePtr left, NodePtr right) {
        if (!left || !right) return nullptr;
        if (kind_of(*left) != Kind::boolean || kind_of(*right) != Kind::boolean) {
            return fail("joins what is no condition by and, or or not");
        }
        auto out = std::make_shared<FilterNode>();
        out->op = op;
        out->children = {std::move(left), std::move(right)};
        return out;
    }

    NodePtr either(int depth) {
        if (depth > deepest) return fail("is nested too deeply");
        NodePtr left = both(depth);
        while (left && take("or"))
            left = combine(FilterOperator::either, left, both(depth));
        return left;
    }

    NodePtr both(int depth) {
        NodePtr left = negation(depth);
        while (left && take("and"))
            left = combine(FilterOperator::both, left, negation(depth));
        return left;
    }

    NodePtr negation(int depth) {
        if (depth > deepest) return fail("is nested too deeply");
        if (!take("not")) return comparison(depth);
        NodePtr inner = negation(depth + 1);
        return combine(FilterOperator::negated, inner, inner);
    }

    NodePtr comparison(int depth) {
        NodePtr left = operand(depth);
        if (!left) return nullptr;
        static constexpr std::pair<std::string_view, FilterOperator> operators[] = {
            {"eq", FilterOperator::eq},
            {"ne", FilterOperator::ne},
            {"lt", FilterOperator::lt},
            {"le", FilterOperator::le},
            {"gt", FilterOperator::gt},
            {"ge", FilterOperator::ge}};
        for (const auto& [word, op] : operators) {
            if (take(word)) return compare(op, left, operand(depth));
        }
        return left;
    }

    NodePtr compare(FilterOperator op, NodePtr left, NodePtr right) {
        if (!left || !right) return nullptr;
        left = as_text_beside(left, *right);
        right = as_text_beside(right, *left);
        const Kind a = kind_of(*left);
        const Kind b = kind_of(*right);
        if (a != b && a != Kind::null && b != Kind::null) {
            return fail("compares values of different kinds");
        }
        auto out = std::make_shared<FilterNode>();
        out->op = op;
        out->children = {std::move(left), std::move(right)};
        return out;
    }

    // `submitterId eq 5` is written with and without quotation marks.
    static NodePtr as_text_beside(const NodePtr& node, const FilterNode& other) {
        if (node->op != FilterOperator::literal || kind_of(*node) != Kind::number ||
            other.op != FilterOperator::member || other.member != FilterMember::submitter_id) {
            return node;
        }
        auto out = std::make_shared<FilterNode>(*node);
        out->value = fmt::format("{}", std::get<double>(node->value));  // 12 for 12.0
        return out;
    }

    NodePtr literal(FilterValue value) {
        auto out = std::make_shared<FilterNode>();
        out->value = std::move(value);
        return out;
    }

    NodePtr operand(int depth) {
        if (take_sign('(')) {
            NodePtr inner = either(depth + 1);
            if (inner && !take_sign(')')) return fail("lacks a closing parenthesis");
            return inner;
        }
        skip();
        if (at_ < text_.size() && text_[at_] == '\'') return quoted();
        const std::string_view word = peek();
        if (word.empty())
            return fail("ends too early, or has “" + rest() + "” where a value must be");
        at_ += word.size();
        skip();
        if (at_ < text_.size() && text_[at_] == '(') return call(word, depth);
        return named(word);
    }

    NodePtr quoted() {
        std::string text;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '\'') {
                text += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '\'') {
                text += text_[at_++];
            } else {
                ++at_;
                return literal(std::move(text));
            }
        }
        return fail("has a text that does not end");
    }

    NodePtr call(std::string_view name, int depth) {
        (void)take_sign('(');
        if (name == "now") {
            if (!take_sign(')')) return fail("gives now() an argument");
            return literal(FilterInstant{now_});
        }
        const std::optional<FilterPart> part = part_named(name);
        if (!part)
            return fail("uses the function " + std::string(name) + "(), which is not offered", 501);
        if (depth > deepest) return fail("is nested too deeply");
        NodePtr inner = operand(depth + 1);
        if (!inner) return nullptr;
        if (!take_sign(')')) return fail("lacks a closing parenthesis");
        if (kind_of(*inner) != Kind::instant) return fail("asks for a part of what is no time");
        auto out = std::make_shared<FilterNode>();
        out->op = FilterOperator::part;
        out->part = *part;
        out->children = {std::move(inner)};
        return out;
    }

    NodePtr named(std::string_view word) {
        if (word == "null") return literal({});
        if (word == "true" || word == "false") return literal(word == "true");
        std::string_view path = word;
        constexpr std::string_view root = "$root/Submissions/";
        if (path.starts_with(root)) path.remove_prefix(root.size());
        constexpr std::string_view system = "__system/";
        if (path.starts_with(system)) {
            const auto member = member_named(path.substr(system.size()));
            if (!member)
                return fail("asks for " + std::string(path) + ", which is not offered", 501);
            auto out = std::make_shared<FilterNode>();
            out->op = FilterOperator::member;
            out->member = *member;
            return out;
        }
        double number = 0;
        const auto end = std::from_chars(word.data(), word.data() + word.size(), number);
        if (end.ec == std::errc() && end.ptr == word.data() + word.size()) return literal(number);
        if (const auto time = date_time_from(word)) {
            return literal(FilterInstant{milliseconds_since_epoch(*time)});
        }
        return fail("asks for " + std::string(word) +
                        "; only submissionDate, updatedAt, submitterId and reviewState of __system "
                        "are offered",
                    501);
    }

    std::string_view text_;
    std::int64_t now_;
    std::size_t at_ = 0;
};

FilterValue member_of(FilterMember member, const FilterFacts& facts) {
    switch (member) {
        case FilterMember::submission_date:
            return FilterInstant{facts.submission_date};
        case FilterMember::updated_at:
            return facts.updated_at ? FilterValue(FilterInstant{*facts.updated_at}) : FilterValue();
        case FilterMember::submitter_id:
            return facts.submitter_id ? FilterValue(*facts.submitter_id) : FilterValue();
        case FilterMember::review_state:
            return facts.review_state ? FilterValue(*facts.review_state) : FilterValue();
    }
    return {};
}

FilterValue value_of(const FilterNode& node, const FilterFacts& facts);

// Below, equal or above: −1, 0, 1; absent where one is null.
std::optional<int> order(const FilterValue& a, const FilterValue& b) {
    const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : (y < x ? 1 : 0); };
    if (a.index() != b.index() || std::holds_alternative<std::monostate>(a)) return std::nullopt;
    if (const auto* x = std::get_if<double>(&a)) return sign(*x, std::get<double>(b));
    if (const auto* x = std::get_if<FilterInstant>(&a))
        return sign(x->ms, std::get<FilterInstant>(b).ms);
    if (const auto* x = std::get_if<std::string>(&a)) return sign(*x, std::get<std::string>(b));
    return sign(std::get<bool>(a), std::get<bool>(b));
}

bool compares(FilterOperator op, const FilterValue& a, const FilterValue& b) {
    const bool a_null = std::holds_alternative<std::monostate>(a);
    const bool b_null = std::holds_alternative<std::monostate>(b);
    if (a_null || b_null) {
        if (op == FilterOperator::eq) return a_null && b_null;
        return op == FilterOperator::ne && a_null != b_null;
    }
    const int at = order(a, b).value_or(2);
    switch (op) {
        case FilterOperator::eq:
            return at == 0;
        case FilterOperator::ne:
            return at != 0;
        case FilterOperator::lt:
            return at < 0;
        case FilterOperator::le:
            return at <= 0;
        case FilterOperator::gt:
            return at == 1;
        default:
            return at == 0 || at == 1;
    }
}

bool holds(const FilterNode& node, const FilterFacts& facts) {
    switch (node.op) {
        case FilterOperator::both:
            return holds(*node.children[0], facts) && holds(*node.children[1], facts);
        case FilterOperator::either:
            return holds(*node.children[0], facts) || holds(*node.children[1], facts);
        case FilterOperator::negated:
            return !holds(*node.children[0], facts);
        case FilterOperator::literal: {
            const auto* truth = std::get_if<bool>(&node.value);
            return truth != nullptr && *truth;
        }
        default:
            return compares(
                node.op, value_of(*node.children[0], facts), value_of(*node.children[1], facts));
    }
}

FilterValue value_of(const FilterNode& node, const FilterFacts& facts) {
    switch (node.op) {
        case FilterOperator::literal:
            return node.value;
        case FilterOperator::member:
            return member_of(node.member, facts);
        case FilterOperator::part: {
            const FilterValue inner = value_of(*node.children[0], facts);
            const auto* time = std::get_if<FilterInstant>(&inner);
            return time == nullptr ? FilterValue() : part_of(node.part, time->ms);
        }
        default:
            return holds(node, facts);
    }
}

}  // namespace

Filter::Parsed Filter::parse(std::string_view text, std::int64_t now) {
    Parser parser(text, now);
    Parsed out;
    out.filter.root_ = parser.parse();
    out.refused = parser.refusal;
    return out;
}

bool Filter::accepts(const FilterFacts& facts) const {
    return root_ == nullptr || holds(*root_, facts);
}

}  // namespace mtm
