#include "expression/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "expression/operators.h"

namespace mtm {
namespace {

struct Spelling {
    std::string_view wrong;
    std::string_view right;  // empty: nothing can stand for it
    std::string_view message;
    std::string_view remedy;
};

constexpr std::array<Spelling, 17> misspellings = {{
    {"==", "=", "“==” is not an operator", "Compare with a single “=”."},
    {"<>", "!=", "“<>” is not an operator", "Write “!=” for “not equal”."},
    {"=<", "<=", "“=<” is not an operator", "Write “<=”."},
    {"=>", ">=", "“=>” is not an operator", "Write “>=”."},
    {"&&", "and", "“&&” is not an operator", "Write “and”."},
    {"&", "and", "“&” is not an operator", "Write “and”; to join texts use concat()."},
    {"||", "or", "“||” is not an operator", "Write “or”."},
    {"≠", "!=", "“≠” is not an operator", "Write “!=”."},
    {"≤", "<=", "“≤” is not an operator", "Write “<=”."},
    {"≥", ">=", "“≥” is not an operator", "Write “>=”."},
    {"×", "*", "“×” is not an operator", "Write “*”."},
    {"÷", "div", "“÷” is not an operator", "Write “div”."},
    {"–", "-", "a typographic dash is not a minus sign", "Write “-”."},
    {"—", "-", "a typographic dash is not a minus sign", "Write “-”."},
    {"−", "-", "a typographic minus is not a minus sign", "Write “-”."},
    {"%", "mod", "“%” is not an operator", "Write “mod” for the remainder of a division."},
    {"!", "", "“!” is not an operator", "Write “not(…)”."},
}};

constexpr std::array<std::string_view, 9> typographic_quotes = {
    "‘", "’", "‚", "“", "”", "„", "«", "»", "`"};
constexpr std::array<std::string_view, 5> typographic_spaces = {
    "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x8B", "\xEF\xBB\xBF"};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_character(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.';
}

std::size_t code_point_length(std::string_view text) {
    std::size_t n = 1;
    while (n < text.size() && static_cast<unsigned char>(text[n]) >> 6 == 2)
        ++n;
    return n;
}

class Lexer {
public:
    Lexer(std::string_view source, std::vector<SyntaxError>& errors)
        : source_(source), errors_(errors) {}

    std::vector<Token> run() {
        for (;;) {
            skip_space();
            if (at_ == source_.size()) break;
            next();
        }
        add(TokenKind::end, at_, "");
        return std::move(tokens_);
    }

private:
    [[nodiscard]] std::string_view rest() const { return source_.substr(at_); }

    void add(TokenKind kind, std::size_t begin, std::string_view text) {
        tokens_.push_back({kind, text, 0, begin, at_});
    }

    void report(std::size_t begin, std::string message, std::string remedy) {
        constexpr std::size_t most_errors = 100;
        errors_.push_back({begin, at_, std::move(message), std::move(remedy)});
        if (errors_.size() >= most_errors) at_ = source_.size();  // nobody reads more
    }

    [[nodiscard]] bool operator_expected() const {
        if (tokens_.empty()) return false;
        const Token& last = tokens_.back();
        if (last.kind == TokenKind::operation) return false;
        return last.kind != TokenKind::mark || last.text == ")" || last.text == "]" ||
               last.text == "." || last.text == "..";
    }

    // The first byte tells nearly always, and costs no call.
    [[nodiscard]] static bool begins(std::string_view text, std::string_view spelling) {
        return !text.empty() && text[0] == spelling[0] && text.starts_with(spelling);
    }

    [[nodiscard]] static std::size_t length_of_any(std::string_view text, const auto& spellings) {
        for (const std::string_view spelling : spellings) {
            if (begins(text, spelling)) return spelling.size();
        }
        return 0;
    }

    void skip_space() {
        while (at_ < source_.size()) {
            const char c = source_[at_];
            const std::size_t typographic = length_of_any(rest(), typographic_spaces);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                ++at_;
            } else if (typographic > 0) {
                at_ += typographic;
            } else {
                return;
            }
        }
    }

    void next() {
        const char c = source_[at_];
        const char following = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
        if (is_digit(c) || (c == '.' && is_digit(following))) return number();
        if (c == '\'' || c == '"') return literal();
        if (c == '$') return reference();
        if (length_of_any(rest(), typographic_quotes) > 0) return typographic_literal();
        if (misspelt() || operation() || mark()) return;
        if (is_letter(c)) return name();
        const std::size_t begin = at_;
        at_ += code_point_length(rest());
        const std::string found(source_.substr(begin, at_ - begin));
        report(begin,
               "“" + found + "” has no meaning in an expression",
               "Remove it, or put quotes round the text that it belongs to.");
    }

    void number() {
        const std::size_t begin = at_;
        while (at_ < source_.size() && is_digit(source_[at_]))
            ++at_;
        if (at_ < source_.size() && source_[at_] == '.') ++at_;
        while (at_ < source_.size() && is_digit(source_[at_]))
            ++at_;
        const std::string_view text = source_.substr(begin, at_ - begin);
        double value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc{} && text.find_first_not_of("0.") != std::string_view::npos) {
            report(begin, "the number is out of range", "Write a number of fewer digits.");
        }
        add(TokenKind::number, begin, text);
        tokens_.back().number = value;
    }

    void literal() {
        const std::size_t begin = at_;
        const std::size_t close = source_.find(source_[begin], begin + 1);
        if (close != std::string_view::npos) {
            at_ = close + 1;
            return add(TokenKind::string, begin, source_.substr(begin + 1, close - begin - 1));
        }
        at_ = source_.size();
        const std::string_view text = source_.substr(begin + 1);
        bool typographic = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            typographic = typographic || length_of_any(text.substr(i), typographic_quotes) > 0;
        }
        report(begin,
               "the text is not closed",
               typographic ? "Replace the typographic quote in it by a straight one."
                           : "Add the closing quote: " + quote(trim(text)) + ".");
        add(TokenKind::string, begin, text);
    }

    void typographic_literal() {
        const std::size_t begin = at_;
        at_ += length_of_any(rest(), typographic_quotes);
        const std::size_t inside = at_;
        while (at_ < source_.size() && source_[at_] != '\'' && source_[at_] != '"' &&
               length_of_any(rest(), typographic_quotes) == 0) {
            ++at_;
        }
        const std::string_view text = source_.substr(inside, at_ - inside);
        if (at_ == source_.size()) {
            at_ = inside;
            return report(begin, "a typographic quote is not a quote", "Write ' or \".");
        }
        const std::size_t close = length_of_any(rest(), typographic_quotes);
        at_ += close > 0 ? close : 1;
        report(begin, "typographic quotes are not quotes", "Write " + quote(text) + ".");
        add(TokenKind::string, begin, text);
    }

    void reference() {
        const std::size_t begin = at_;
        if (!rest().starts_with("${")) return bare_dollar();
        const std::size_t close = source_.find_first_of("}'\"$()=", begin + 2);
        if (close == std::string_view::npos || source_[close] != '}') {
            at_ = begin + 2;
            while (at_ < source_.size() && is_name_character(source_[at_]))
                ++at_;
            const std::string_view name = source_.substr(begin + 2, at_ - begin - 2);
            report(begin,
                   "“${” is not closed",
                   "Add the closing brace: ${" + std::string(name) + "}.");
            return add(TokenKind::reference, begin, name);
        }
        at_ = close + 1;
        const std::string_view name = trim(source_.substr(begin + 2, close - begin - 2));
        if (name.empty()) {
            report(
                begin, "“${}” names no question", "Write the name of a question between braces.");
        } else if (!is_reference_name(name)) {
            report(begin,
                   "“" + std::string(name) + "” cannot be the name of a question",
                   "Names begin with a letter and have letters, digits, “_”, “-” and “.”.");
        }
        add(TokenKind::reference, begin, name);
    }

    static bool is_reference_name(std::string_view name) {
        constexpr std::string_view last_saved = "last-saved#";
        if (name.starts_with(last_saved)) name.remove_prefix(last_saved.size());
        if (name.empty() || !is_letter(name[0])) return false;
        for (const char c : name) {
            if (!is_name_character(c) && c != ':') return false;
        }
        return true;
    }

    void bare_dollar() {
        const std::size_t begin = at_++;
        while (at_ < source_.size() && is_name_character(source_[at_]))
            ++at_;
        const std::string_view name = source_.substr(begin + 1, at_ - begin - 1);
        report(begin,
               "“$” must be followed by a name in braces",
               "Write ${" + std::string(name.empty() ? "name" : name) + "}.");
        if (!name.empty()) add(TokenKind::reference, begin, name);
    }

    bool misspelt() {
        for (const Spelling& spelling : misspellings) {
            if (!begins(rest(), spelling.wrong) || begins(rest(), "!=")) continue;
            const std::size_t begin = at_;
            at_ += spelling.wrong.size();
            report(begin, std::string(spelling.message), std::string(spelling.remedy));
            if (!spelling.right.empty()) add(TokenKind::operation, begin, spelling.right);
            return true;
        }
        return false;
    }

    bool operation() {
        constexpr std::array<std::string_view, 10> symbols = {
            "!=", "<=", ">=", "=", "<", ">", "+", "-", "|", "*"};
        const std::size_t length = length_of_any(rest(), symbols);
        if (length == 0) return false;
        const std::size_t begin = at_;
        const bool any_element = source_[at_] == '*' && !operator_expected();
        at_ += length;
        add(any_element ? TokenKind::name : TokenKind::operation,
            begin,
            source_.substr(begin, length));
        return true;
    }

    bool mark() {
        constexpr std::array<std::string_view, 11> marks = {
            "//", "/", "..", ".", "::", "(", ")", "[", "]", ",", "@"};
        const std::size_t length = length_of_any(rest(), marks);
        if (length == 0) return false;
        const std::size_t begin = at_;
        at_ += length;
        add(TokenKind::mark, begin, source_.substr(begin, length));
        return true;
    }

    void skip_name() {
        while (at_ < source_.size() && is_name_character(source_[at_])) {
            if (static_cast<unsigned char>(source_[at_]) >= 0x80 && ends_name(rest())) return;
            ++at_;
        }
    }

    static bool ends_name(std::string_view text) {
        if (length_of_any(text, typographic_quotes) > 0) return true;
        if (length_of_any(text, typographic_spaces) > 0) return true;
        for (const Spelling& spelling : misspellings) {
            if (begins(text, spelling.wrong)) return true;
        }
        return false;
    }

    void name() {
        const std::size_t begin = at_;
        skip_name();
        if (rest().size() > 1 && rest()[0] == ':' && (is_letter(rest()[1]) || rest()[1] == '*')) {
            at_ += 2;
            if (source_[at_ - 1] != '*') skip_name();
        }
        const std::string_view text = source_.substr(begin, at_ - begin);
        if (!operator_expected()) return add(TokenKind::name, begin, text);
        constexpr std::array<std::string_view, 4> operators = {"and", "or", "div", "mod"};
        const auto word = std::ranges::find(operators, lower_ascii(text));
        if (word == operators.end()) return add(TokenKind::name, begin, text);
        if (*word != text) {
            report(begin,
                   "“" + std::string(text) + "” is not an operator",
                   "Write “" + std::string(*word) + "” in small letters.");
        }
        add(TokenKind::operation, begin, *word);
    }

    std::string_view source_;
    std::vector<SyntaxError>& errors_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens(std::string_view source, std::vector<SyntaxError>& errors) {
    return Lexer(source, errors).run();
}

}  // namespace mtm
