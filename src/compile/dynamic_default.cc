#include "compile/dynamic_default.h"

#include <array>
#include <cctype>

#include "base/text.h"

namespace mtm {
namespace {

bool starts_name(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
    return starts_name(c) || is_digit(c) || c == '-' || c == '.';
}

// Reads a text token by token. What a token is follows the order in which pyxform tries its own.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    enum class Token { other, hyphen, other_operator, reference, call };

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    Token next() {
        if (const std::size_t length = date_or_time(); length > 0)
            return take(length, Token::other);
        if (const std::size_t length = number(); length > 0) return take(length, Token::other);
        if (rest_[0] == '-') return take(1, Token::hyphen);
        if (rest_[0] == '*' || rest_[0] == '+' || rest_[0] == '|')
            return take(1, Token::other_operator);
        if (rest_.starts_with(" mod ") || rest_.starts_with(" div "))
            return take(5, Token::other_operator);
        if (rest_[0] == '"' || rest_[0] == '\'') {
            const std::size_t close = rest_.find(rest_[0], 1);
            if (close != std::string_view::npos) return take(close + 1, Token::other);
        }
        if (const std::size_t length = reference(); length > 0)
            return take(length, Token::reference);
        if (const std::size_t length = name(0); length > 0) {
            const bool call = length < rest_.size() && rest_[length] == '(';
            return take(length + (call ? 1 : 0), call ? Token::call : Token::other);
        }
        return take(1, Token::other);
    }

private:
    Token take(std::size_t length, Token token) {
        rest_.remove_prefix(length);
        return token;
    }

    // Length of the pattern at `from`, where 9 stands for a digit; 0 if the text does not fit.
    [[nodiscard]] std::size_t fits(std::string_view pattern, std::size_t from = 0) const {
        if (rest_.size() < from + pattern.size()) return 0;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            const char c = rest_[from + i];
            if (pattern[i] == '9' ? !is_digit(c) : c != pattern[i]) return 0;
        }
        return pattern.size();
    }

    [[nodiscard]] std::size_t date_or_time() const {
        const std::size_t sign = rest_.starts_with('-') ? 1 : 0;
        const std::size_t date = fits("9999-99-99", sign);
        if (date == 0) return time(0);
        const std::size_t end = sign + date;
        const bool more = end < rest_.size() && rest_[end] == 'T';
        const std::size_t length = more ? time(end + 1) : 0;
        return length > 0 ? end + 1 + length : end;
    }

    // A time of day with or without the zone.
    [[nodiscard]] std::size_t time(std::size_t from) const {
        const std::size_t length = fits("99:99:99", from);
        const std::size_t zone = from + length;
        if (length == 0 || zone >= rest_.size()) return length;
        if (rest_[zone] == 'Z') return length + 1;
        if (rest_[zone] != '+' && rest_[zone] != '-') return length;
        const std::size_t offset = fits("99:99", zone + 1);
        return offset > 0 ? length + 1 + offset : length;
    }

    [[nodiscard]] std::size_t number() const {
        std::size_t at = rest_.starts_with('-') ? 1 : 0;
        const std::size_t begin = at;
        while (at < rest_.size() && is_digit(rest_[at]))
            ++at;
        const bool whole = at > begin;
        if (at < rest_.size() && rest_[at] == '.' &&
            (whole || (at + 1 < rest_.size() && is_digit(rest_[at + 1])))) {
            ++at;
            while (at < rest_.size() && is_digit(rest_[at]))
                ++at;
            return at;
        }
        return whole ? at : 0;
    }

    // A name with or without a namespace.
    [[nodiscard]] std::size_t name(std::size_t from) const {
        const std::size_t length = local_name(from);
        if (length == 0) return 0;
        const std::size_t colon = from + length;
        if (colon < rest_.size() && rest_[colon] == ':') {
            const std::size_t second = local_name(colon + 1);
            if (second > 0) return length + 1 + second;
        }
        return length;
    }

    [[nodiscard]] std::size_t local_name(std::size_t from) const {
        if (from >= rest_.size() || !starts_name(rest_[from])) return 0;
        std::size_t at = from + 1;
        while (at < rest_.size() && continues_name(rest_[at]))
            ++at;
        return at - from;
    }

    [[nodiscard]] std::size_t reference() const {
        if (!rest_.starts_with("${")) return 0;
        std::size_t at = 2;
        while (at < rest_.size() && (continues_name(rest_[at]) || rest_[at] == '#'))
            ++at;
        return at > 2 && at < rest_.size() && rest_[at] == '}' ? at + 1 : 0;
    }

    std::string_view rest_;
};

constexpr std::array<std::string_view, 5> hyphenated_types{
    "date", "dateTime", "geopoint", "geotrace", "geoshape"};

bool may_hold_hyphens(std::string_view type) {
    for (const std::string_view hyphenated : hyphenated_types) {
        if (type == hyphenated) return true;
    }
    return false;
}

}  // namespace

bool is_dynamic_default(std::string_view text, std::string_view type) {
    using Token = Scanner::Token;
    for (Scanner scanner(text); !scanner.at_end();) {
        const Token token = scanner.next();
        if (token == Token::hyphen && may_hold_hyphens(type)) return false;
        if (token != Token::other) return true;
    }
    return false;
}

}  // namespace mtm
