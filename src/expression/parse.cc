#include "expression/parse.h"

#include <algorithm>

#include "base/diagnostic.h"
#include "base/text.h"
#include "expression/functions.h"
#include "expression/lexer.h"
#include "expression/operators.h"

namespace mtm {
namespace {

// Bounds of what one cell may hold, so that every walk over the tree may be a plain recursion.
constexpr int deepest_nesting = 150;
constexpr int most_operators = 5000;
constexpr std::size_t most_errors = 100;

bool is_node_type(std::string_view name) {
    return name == "text" || name == "node" || name == "comment" ||
           name == "processing-instruction";
}

std::string counted_arguments(int n) {
    return std::to_string(n) + (n == 1 ? " argument" : " arguments");
}

std::string expected_arguments(const Function& function) {
    if (function.most_arguments < 0) {
        return "at least " + counted_arguments(function.least_arguments);
    }
    if (function.least_arguments == function.most_arguments) {
        if (function.least_arguments == 0) return "no arguments";
        return counted_arguments(function.least_arguments);
    }
    return std::to_string(function.least_arguments) + " to " +
           counted_arguments(function.most_arguments);
}

class Parser {
public:
    explicit Parser(std::string_view source) : source_(source), tokens_(tokens(source, errors_)) {}

    Parsed run() {
        Parsed parsed;
        Node root;
        if (tokens_.size() == 1 && errors_.empty()) {
            errors_.push_back({0, source_.size(), "the expression is empty", "Write a condition."});
        } else {
            root = parse_all();
        }
        std::ranges::stable_sort(errors_, {}, &SyntaxError::begin);
        if (errors_.empty()) parsed.expression = Expression{std::string(source_), std::move(root)};
        parsed.errors = std::move(errors_);
        return parsed;
    }

private:
    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }

    [[nodiscard]] bool is_mark(std::string_view text, std::size_t ahead = 0) const {
        return peek(ahead).kind == TokenKind::mark && peek(ahead).text == text;
    }

    const Token& take() {
        const Token& token = peek();
        if (at_ + 1 < tokens_.size()) ++at_;
        return token;
    }

    bool take_mark(std::string_view text) {
        if (!is_mark(text)) return false;
        take();
        return true;
    }

    [[nodiscard]] std::size_t last_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }

    [[nodiscard]] std::string shown(const Token& token) const {
        if (token.kind == TokenKind::end) return "the end";
        return "“" + std::string(source_.substr(token.begin, token.end - token.begin)) + "”";
    }

    // One complaint a token: what follows from a mistake is not another one.
    void report_at_token(std::string message, std::string remedy) {
        const bool again = (complained_ && complained_at_ == at_) || was_reported(peek());
        complained_ = true;
        complained_at_ = at_;
        if (again) return;
        errors_.push_back({peek().begin, peek().end, std::move(message), std::move(remedy)});
    }

    // True if the lexer could not read the token.
    [[nodiscard]] bool was_reported(const Token& token) const {
        return std::ranges::any_of(errors_, [&](const SyntaxError& error) {
            return error.begin == token.begin && error.end == token.end;
        });
    }

    Node parse_all() {
        Node root = parse_expression(Precedence::disjunction);
        while (peek().kind != TokenKind::end && !too_big_) {
            if (starts_operand()) {
                report_missing_operator();
            } else {
                report_unexpected();
                take();
                if (peek().kind == TokenKind::operation) take();
                if (peek().kind == TokenKind::end) break;
            }
            parse_expression(Precedence::disjunction);
        }
        return root;
    }

    [[nodiscard]] bool starts_operand() const {
        switch (peek().kind) {
            case TokenKind::number:
            case TokenKind::string:
            case TokenKind::reference:
            case TokenKind::name:
                return true;
            case TokenKind::mark:
                return is_mark("(") || is_mark(".") || is_mark("..") || is_mark("@");
            default:
                return false;
        }
    }

    void report_missing_operator() {
        const Token& before = tokens_[at_ - 1];
        if (complained_ && complained_at_ + 1 == at_) {
            complained_at_ = at_;
            return;
        }
        if (before.kind == TokenKind::name && before.text == "not") {
            return report_at_token("“not” is a function", "Write not(…), with parentheses.");
        }
        report_at_token("an operator is missing between " + shown(before) + " and " + shown(peek()),
                        "Put an operator such as “and”, “or”, “=” or “+” between them.");
    }

    void report_unexpected() {
        if (is_mark(")") || is_mark("]")) {
            return report_at_token("nothing is open that " + shown(peek()) + " could close",
                                   "Remove it, or add the opening one.");
        }
        if (is_mark(",")) {
            return report_at_token("a comma separates arguments of a function only",
                                   "Write “and” or “or” between conditions.");
        }
        report_at_token(shown(peek()) + " is out of place", "Remove it.");
    }

    bool enter() {
        ++nesting_;
        if (errors_.size() >= most_errors && !too_big_) {
            give_up("the expression has many more mistakes");
            return false;
        }
        if (nesting_ <= deepest_nesting) return true;
        give_up("the expression is nested too deeply");
        return false;
    }

    void give_up(std::string message) {
        if (!too_big_) {
            errors_.push_back({peek().begin,
                               peek().end,
                               std::move(message),
                               "Move a part of it into a question of type calculate."});
        }
        too_big_ = true;
        at_ = tokens_.size() - 1;
        complained_ = true;
        complained_at_ = at_;
    }

    Node parse_expression(Precedence least) {
        Node left = parse_unary();
        for (;;) {
            const Precedence found =
                peek().kind == TokenKind::operation ? precedence(peek().text) : Precedence::none;
            if (found < least || found == Precedence::none) return left;
            if (++operators_ > most_operators) {
                give_up("the expression has too many operators");
                return left;
            }
            Node node;
            node.kind = NodeKind::binary;
            node.text = take().text;
            node.begin = left.begin;
            Node right =
                found == Precedence::set_union
                    ? parse_path_expression()
                    : parse_expression(static_cast<Precedence>(static_cast<int>(found) + 1));
            node.end = last_end();
            node.children.push_back(std::move(left));
            node.children.push_back(std::move(right));
            left = std::move(node);
        }
    }

    Node parse_unary() {
        const bool minus = peek().kind == TokenKind::operation && peek().text == "-";
        if (!minus) {
            return nested([this] { return parse_path_expression(); });
        }
        return nested([this] {
            Node node;
            node.kind = NodeKind::unary;
            node.begin = peek().begin;
            node.text = take().text;
            node.children.push_back(peek().kind == TokenKind::operation && peek().text == "-"
                                        ? parse_unary()
                                        : parse_expression(Precedence::set_union));
            node.end = last_end();
            return node;
        });
    }

    template <typename Parse>
    Node nested(Parse parse) {
        Node node;
        if (enter()) node = parse();
        --nesting_;
        return node;
    }

    Node parse_path_expression() {
        const Token& token = peek();
        switch (token.kind) {
            case TokenKind::number:
                return parse_leaf(NodeKind::number);
            case TokenKind::string:
                return parse_filter(parse_leaf(NodeKind::string));
            case TokenKind::reference:
                return parse_filter(parse_leaf(NodeKind::reference));
            case TokenKind::name:
                if (is_mark("(", 1) && !is_node_type(token.text)) return parse_filter(parse_call());
                return parse_location();
            case TokenKind::mark:
                if (is_mark("(")) return parse_filter(parse_parentheses());
                if (starts_step() || is_mark("/") || is_mark("//")) return parse_location();
                break;
            default:
                break;
        }
        return report_missing_operand();
    }

    Node report_missing_operand() {
        Node node;
        node.begin = node.end = peek().begin;
        const std::string after =
            at_ == 0 ? "at the beginning" : "after " + shown(tokens_[at_ - 1]);
        if (peek().kind == TokenKind::operation) {
            report_at_token("something is missing before " + shown(peek()),
                            "Write what " + shown(peek()) + " applies to.");
            take();
            return parse_unary();
        }
        report_at_token("something is missing " + after,
                        "Write a question such as ${age}, a number or a text in quotes.");
        return node;
    }

    Node parse_leaf(NodeKind kind) {
        const Token& token = take();
        Node node;
        node.kind = kind;
        node.begin = token.begin;
        node.end = token.end;
        node.number = token.number;
        node.text = token.text;
        return node;
    }

    Node parse_parentheses() {
        const Token open = take();
        Node node = parse_expression(Precedence::disjunction);
        while (starts_operand() && !too_big_) {
            report_missing_operator();
            parse_expression(Precedence::disjunction);
        }
        expect_close(open, ")");
        return node;
    }

    void expect_close(const Token& open, std::string_view close) {
        if (take_mark(close) || too_big_) return;
        const bool swallowed = peek().kind == TokenKind::end && was_reported(tokens_[at_ - 1]);
        if (swallowed && tokens_[at_ - 1].kind == TokenKind::string) return;
        errors_.push_back({open.begin,
                           open.end,
                           "“" + std::string(open.text) + "” is not closed",
                           "Add “" + std::string(close) + "” where it ends."});
    }

    Node parse_call() {
        const Token name = take();
        Node node;
        node.kind = NodeKind::call;
        node.text = name.text;
        node.begin = name.begin;
        const Token open = take();
        if (!is_mark(")")) parse_arguments(node);
        expect_close(open, ")");
        node.end = last_end();
        check_call(name, node);
        return node;
    }

    void parse_arguments(Node& node) {
        for (;;) {
            node.children.push_back(parse_expression(Precedence::disjunction));
            if (too_big_) return;
            if (take_mark(",")) continue;
            if (!starts_operand()) return;
            report_at_token("a comma or an operator is missing before " + shown(peek()),
                            "Separate arguments by commas.");
        }
    }

    void check_call(const Token& name, const Node& node) {
        const Function* function = find_function(name.text);
        if (function == nullptr) {
            std::vector<std::string> known;
            for (const Function& each : functions())
                known.emplace_back(each.name);
            errors_.push_back(
                {name.begin,
                 name.end,
                 "there is no function " + std::string(name.text) + "()",
                 did_you_mean(name.text, known, "Look it up in the list of functions.")});
            return;
        }
        const int given = static_cast<int>(node.children.size());
        if (given >= function->least_arguments &&
            (function->most_arguments < 0 || given <= function->most_arguments)) {
            return;
        }
        errors_.push_back({node.begin,
                           node.end,
                           std::string(name.text) + "() takes " + expected_arguments(*function) +
                               ", not " + std::to_string(given),
                           "Write it as " + std::string(function->signature) + "."});
    }

    // A head with predicates or further steps behind it, or the head itself.
    Node parse_filter(Node head) {
        if (!is_mark("[") && !is_mark("/") && !is_mark("//")) return head;
        Node node;
        node.kind = NodeKind::path;
        node.begin = head.begin;
        if (stays_in_text(head)) {
            node.text = print(head);
        } else {
            node.text = "{}";
            node.children.push_back(std::move(head));
        }
        parse_predicates(node);
        if (is_mark("/") || is_mark("//")) {
            node.text += take().text;
            parse_steps(node);
        }
        node.end = last_end();
        return node;
    }

    static bool stays_in_text(const Node& head) {
        if (head.kind != NodeKind::call) return false;
        if (head.text == "current") return head.children.empty();
        return head.text == "instance" && head.children.size() == 1 &&
               head.children[0].kind == NodeKind::string &&
               head.children[0].text.find("{}") == std::string::npos;
    }

    [[nodiscard]] bool starts_step() const {
        return peek().kind == TokenKind::name || is_mark(".") || is_mark("..") || is_mark("@");
    }

    Node parse_location() {
        Node node;
        node.kind = NodeKind::path;
        node.begin = peek().begin;
        if (is_mark("/") || is_mark("//")) {
            node.text = take().text;
            if (node.text == "//" || starts_step()) parse_steps(node);
        } else {
            parse_steps(node);
        }
        node.end = last_end();
        if (node.text == "." && node.children.empty()) {
            node.kind = NodeKind::self;
            node.text.clear();
        }
        return node;
    }

    void parse_steps(Node& node) {
        for (;;) {
            parse_step(node);
            parse_predicates(node);
            if (!is_mark("/") && !is_mark("//")) return;
            node.text += take().text;
        }
    }

    void parse_step(Node& node) {
        if (is_mark(".") || is_mark("..")) {
            node.text += take().text;
            return;
        }
        if (is_mark("@")) node.text += take().text;
        if (peek().kind == TokenKind::name && is_mark("::", 1)) {
            node.text += take().text;
            node.text += take().text;
        }
        if (peek().kind != TokenKind::name) {
            return report_at_token("a name must follow “/” in a path",
                                   "Write the name of a question; division is written “div”.");
        }
        const bool node_type = is_node_type(peek().text) && is_mark("(", 1);
        node.text += take().text;
        if (!node_type) return;
        const Token open = take();
        node.text += "(";
        if (peek().kind == TokenKind::string) node.text += quote(take().text);
        expect_close(open, ")");
        node.text += ")";
    }

    void parse_predicates(Node& node) {
        while (is_mark("[")) {
            const Token open = take();
            node.children.push_back(parse_expression(Precedence::disjunction));
            node.text += "[{}]";
            expect_close(open, "]");
        }
    }

    std::string_view source_;
    std::vector<SyntaxError> errors_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int nesting_ = 0;
    int operators_ = 0;
    bool too_big_ = false;
    bool complained_ = false;
    std::size_t complained_at_ = 0;
};

}  // namespace

Parsed parse(std::string_view source) {
    return Parser(source).run();
}

std::string straight_quotes(std::string_view source) {
    std::string out(source);
    for (const std::string_view quote : {"‘", "’", "‚"})
        out = replace_all(out, quote, "'");
    for (const std::string_view quote : {"“", "”", "„"})
        out = replace_all(out, quote, "\"");
    return out;
}

}  // namespace mtm
