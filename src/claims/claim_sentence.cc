#include "claims/claim_sentence.h"

#include <cstdlib>

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace mtm {
namespace {

bool is_apostrophe(UChar32 c) {
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BB || c == 0x02BC || c == 0x02B9;
}

bool is_word_part(UChar32 c) {
    return u_isalpha(c) || u_charType(c) == U_NON_SPACING_MARK;
}

bool is_space(UChar32 c) {
    return u_isUWhiteSpace(c) || c == 0x00A0 || c == 0x202F || c == 0x2009;
}

// Between digits, what groups thousands or begins decimals.
bool joins_digits(UChar32 c) {
    return c == '.' || c == ',' || c == 0x00A0 || c == 0x202F || c == 0x2009;
}

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

// "1,845", "1 845" and "33.5" as numbers: a separator before exactly three digits groups them,
// unless it is a lone comma or point of a language whose decimals are written so.
double value_of(const icu::UnicodeString& typed, std::string_view language) {
    const UChar32 decimal = language == "en" ? u'.' : u',';
    std::string plain;
    for (int32_t i = 0; i < typed.length(); ++i) {
        const UChar c = typed[i];
        if (u_isdigit(c)) {
            plain += static_cast<char>('0' + u_charDigitValue(c));
            continue;
        }
        int32_t digits = 0;
        while (i + 1 + digits < typed.length() && u_isdigit(typed[i + 1 + digits]))
            ++digits;
        const bool groups = digits == 3 && !(c == decimal && language != "en");
        if (!groups) plain += '.';
    }
    return std::strtod(plain.c_str(), nullptr);
}

class Tokenizer {
public:
    explicit Tokenizer(std::string_view language)
        : language_(language), locale_(std::string(language).c_str()) {}

    void add(std::string_view utf8_text, int line) {
        const auto text = icu::UnicodeString::fromUTF8(
            icu::StringPiece(utf8_text.data(), static_cast<int>(utf8_text.size())));
        int32_t i = 0;
        while (i < text.length()) {
            const UChar32 c = text.char32At(i);
            if (is_space(c)) {
                space_ = true;
                ++i;
            } else if (u_isdigit(c)) {
                i = number(text, i, line);
            } else if (is_word_part(c)) {
                i = word(text, i, line);
            } else {
                push({ClaimToken::Kind::sign,
                      utf8(icu::UnicodeString(c)),
                      utf8(icu::UnicodeString(c)),
                      0,
                      -1,
                      line,
                      false,
                      false});
                i = text.moveIndex32(i, 1);
            }
        }
    }

    void add_figure(int figure, int line) {
        push({ClaimToken::Kind::figure, "#", "#", 0, figure, line, false, false});
    }

    void add_space() { space_ = true; }

    /// Words that stand in the text but are of the questionnaire.
    void add_label(std::string_view label, int line) {
        const int open = quotes_;
        ++quotes_;
        add(label, line);
        quotes_ = open;
    }

    [[nodiscard]] const ClaimSentence& tokens() const { return tokens_; }

private:
    void push(ClaimToken token) {
        const bool sign = token.kind == ClaimToken::Kind::sign;
        if (sign && (token.text == "”" || token.text == "»") && quotes_ > 0) --quotes_;
        token.quoted = quotes_ > 0;
        if (sign && (token.text == "“" || token.text == "«")) ++quotes_;
        token.after_space = space_;
        space_ = false;
        tokens_.push_back(std::move(token));
    }

    int32_t number(const icu::UnicodeString& text, int32_t begin, int line) {
        int32_t end = begin;
        while (end < text.length()) {
            if (u_isdigit(text[end])) {
                ++end;
            } else if (joins_digits(text[end]) && end + 1 < text.length() &&
                       u_isdigit(text[end + 1])) {
                end += 2;
            } else {
                break;
            }
        }
        const icu::UnicodeString typed = text.tempSubStringBetween(begin, end);
        push({ClaimToken::Kind::number,
              utf8(typed),
              utf8(typed),
              value_of(typed, language_),
              -1,
              line,
              false,
              false});
        return end;
    }

    int32_t word(const icu::UnicodeString& text, int32_t begin, int line) {
        int32_t end = begin;
        while (end < text.length()) {
            const UChar32 c = text.char32At(end);
            const int32_t after = text.moveIndex32(end, 1);
            const bool inside = (is_apostrophe(c) || c == '-' || c == 0x2011) &&
                                after < text.length() && is_word_part(text.char32At(after));
            const bool last = is_apostrophe(c) && c != '\'' && c != 0x2019;
            const bool digit = end > begin && u_isdigit(c);  // “Q1” is a name, and no number
            if (!is_word_part(c) && !inside && !last && !digit) break;
            end = after;
        }
        const icu::UnicodeString written = text.tempSubStringBetween(begin, end);
        icu::UnicodeString lower = written;
        lower.toLower(locale_);
        for (int32_t i = 0; i < lower.length(); ++i) {
            if (is_apostrophe(lower[i])) lower.setCharAt(i, u'\'');
            if (lower[i] == 0x2011) lower.setCharAt(i, u'-');
            if (lower[i] == u'ё') lower.setCharAt(i, u'е');  // as many write it
        }
        push({ClaimToken::Kind::word, utf8(lower), utf8(written), 0, -1, line, false, false});
        return end;
    }

    std::string language_;
    icu::Locale locale_;
    ClaimSentence tokens_;
    bool space_ = false;
    int quotes_ = 0;  // that are open
};

void add_inlines(const std::vector<Inline>& inlines, int line, Tokenizer& out) {
    for (const Inline& piece : inlines) {
        const int here = piece.line > 0 ? piece.line : line;
        switch (piece.kind) {
            case InlineKind::text:
                if (piece.is_label) {
                    out.add_label(piece.text, here);
                } else {
                    out.add(piece.text, here);
                }
                break;
            case InlineKind::figure:
                out.add_figure(piece.index, here);
                break;
            case InlineKind::line_break:
                out.add_space();
                break;
            case InlineKind::code:
            case InlineKind::footnote:
                break;
            default:
                add_inlines(piece.children, here, out);
                break;
        }
    }
}

bool is_sign(const ClaimToken& token, std::string_view sign) {
    return token.kind == ClaimToken::Kind::sign && token.text == sign;
}

bool closes(const ClaimToken& token) {
    return is_sign(token, ")") || is_sign(token, "”") || is_sign(token, "»") ||
           is_sign(token, "\"");
}

// "e.g.", "No. 5", "A. Smith": a full stop that ends no sentence.
bool is_abbreviation(const ClaimToken& token) {
    if (token.kind != ClaimToken::Kind::word) return false;
    const auto text = icu::UnicodeString::fromUTF8(token.text);
    if (text.countChar32() == 1) return true;
    for (const char* known :
         {"no", "art", "dr", "mr", "mrs", "vs", "cf", "approx", "тыс", "млн", "см", "рис", "стр"}) {
        if (token.text == known) return true;
    }
    return false;
}

bool begins_sentence(const ClaimToken& token) {
    if (token.kind == ClaimToken::Kind::figure || token.kind == ClaimToken::Kind::number)
        return true;
    const auto text = icu::UnicodeString::fromUTF8(token.written);
    if (token.kind == ClaimToken::Kind::sign)
        return token.text == "“" || token.text == "«" || token.text == "(";
    return u_isupper(text.char32At(0)) != 0;
}

std::vector<ClaimSentence> cut(const ClaimSentence& tokens) {
    std::vector<ClaimSentence> out;
    ClaimSentence current;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        current.push_back(tokens[i]);
        const bool stop = is_sign(tokens[i], ".") || is_sign(tokens[i], "!") ||
                          is_sign(tokens[i], "?") || is_sign(tokens[i], "…");
        if (!stop || tokens[i].quoted ||
            (i > 0 && is_sign(tokens[i], ".") && is_abbreviation(tokens[i - 1])))
            continue;
        while (i + 1 < tokens.size() && closes(tokens[i + 1]))
            current.push_back(tokens[++i]);
        if (i + 1 < tokens.size() &&
            (!tokens[i + 1].after_space || !begins_sentence(tokens[i + 1])))
            continue;
        out.push_back(std::move(current));
        current.clear();
    }
    if (!current.empty()) out.push_back(std::move(current));
    return out;
}

}  // namespace

std::vector<ClaimSentence> claim_sentences(const std::vector<Inline>& inlines,
                                           std::string_view language,
                                           int line) {
    Tokenizer tokenizer(language);
    add_inlines(inlines, line, tokenizer);
    return cut(tokenizer.tokens());
}

ClaimSentence claim_tokens(std::string_view text, std::string_view language) {
    Tokenizer tokenizer(language);
    tokenizer.add(text, 0);
    return tokenizer.tokens();
}

std::string written(const ClaimSentence& sentence, std::size_t begin, std::size_t end) {
    std::string out;
    for (std::size_t i = begin; i < end && i < sentence.size(); ++i) {
        if (i > begin && sentence[i].after_space) out += ' ';
        out += sentence[i].written;
    }
    return out;
}

}  // namespace mtm
