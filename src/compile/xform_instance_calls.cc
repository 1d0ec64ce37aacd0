#include "compile/xform_instance_calls.h"

#include <array>

#include "compile/xform_names.h"

namespace mtm {
namespace {

// What the boundaries depend on; all else is `other`.
struct Token {
    enum class Kind {
        instance_call,
        literal,
        close_paren,
        slash,
        predicate_start,
        predicate_end,
        space,
        other
    };
    Kind kind = Kind::other;
    std::size_t begin = 0;
    std::size_t end = 0;
};

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    bool next(Token& token) {
        if (at_ >= text_.size()) return false;
        const std::size_t begin = at_;
        token.kind = scan();
        token.begin = begin;
        token.end = at_;
        return true;
    }

private:
    using Kind = Token::Kind;

    Kind take(std::size_t bytes, Kind kind) {
        at_ += bytes;
        return kind;
    }

    Kind scan() {
        const std::string_view rest = text_.substr(at_);
        // A blank that belongs to an operator does not end a path.
        for (const std::string_view op : {" mod ", " div ", " and ", " or "}) {
            if (rest.starts_with(op)) return take(op.size(), Kind::other);
        }
        switch (rest[0]) {
            case ')':
                return take(1, Kind::close_paren);
            case '/':
                return take(1, Kind::slash);
            case ']':
                return take(1, Kind::predicate_end);
            case '"':
            case '\'':
                return scan_literal(rest);
            default:
                break;
        }
        if (const std::size_t space = space_length(rest)) return take(space, Kind::space);
        if (const std::size_t name = name_length(rest)) return scan_name(rest, name);
        take(1, Kind::other);
        while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U)
            ++at_;
        return Kind::other;
    }

    Kind scan_literal(std::string_view rest) {
        const std::size_t close = rest.find(rest[0], 1);
        if (close == std::string_view::npos) return take(1, Kind::other);
        return take(close + 1, Kind::literal);
    }

    Kind scan_name(std::string_view rest, std::size_t name) {
        const bool has_prefix = name < rest.size() && rest[name] == ':';
        const std::size_t local = has_prefix ? name_length(rest.substr(name + 1)) : 0;
        const std::size_t whole = local > 0 ? name + 1 + local : name;
        const char after = whole < rest.size() ? rest[whole] : ' ';
        if (after == '[') return take(whole + 1, Kind::predicate_start);
        if (after != '(') return take(whole, Kind::other);
        const bool is_instance = rest.substr(0, whole) == "instance";
        return take(whole + 1, is_instance ? Kind::instance_call : Kind::other);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Whether a token still belongs to the expression whose tokens came before it.
class Follower {
public:
    bool accepts(Token::Kind last, Token::Kind kind) {
        using Kind = Token::Kind;
        if (last == Kind::instance_call && kind == Kind::literal) return true;
        if (last == Kind::literal && kind == Kind::close_paren) return true;
        if (kind == Kind::slash && (last == Kind::close_paren || last == Kind::predicate_end)) {
            in_path_ = true;
            return true;
        }
        if (in_path_) {
            if (kind == Kind::space || kind == Kind::predicate_start) in_path_ = false;
            if (kind == Kind::predicate_start) in_predicate_ = true;
            return kind != Kind::space;
        }
        if (!in_predicate_) return false;
        if (kind == Kind::predicate_end) in_predicate_ = false;
        return true;
    }

private:
    bool in_path_ = false;
    bool in_predicate_ = false;
};

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> instance_expressions(std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    Lexer lexer(text);
    Follower follower;
    Token token;
    Token last;
    bool inside = false;
    while (lexer.next(token)) {
        if (!inside && token.kind == Token::Kind::instance_call) {
            inside = true;
            last = token;
            out.emplace_back(token.begin, token.end);
        } else if (inside) {
            inside = follower.accepts(last.kind, token.kind);
            if (!inside) continue;
            last = token;
            out.back().second = token.end;
        }
    }
    return out;
}

}  // namespace mtm
