#include "disclosure/identifying_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace mtm {
namespace {

constexpr std::size_t fewest_phone_digits = 7;
constexpr std::size_t most_phone_digits = 15;
constexpr std::size_t fewest_document_digits = 6;
constexpr std::size_t most_document_letters = 3;
constexpr std::size_t fewest_place_decimals = 3;

using CodePoints = std::vector<UChar32>;

CodePoints code_points(std::string_view text) {
    CodePoints out;
    const auto decoded = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    for (std::int32_t at = 0; at < decoded.length(); at = decoded.moveIndex32(at, 1))
        out.push_back(decoded.char32At(at));
    return out;
}

bool is_digit(UChar32 c) {
    return u_isdigit(c) != 0;
}

bool is_letter(UChar32 c) {
    return u_isalpha(c) != 0 || c == U'ʻ' || c == U'ʼ';
}

bool is_between_digits(UChar32 c) {
    return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == 0xA0 || c == U'–';
}

// Runs of digits as people write numbers, with spaces, brackets and dashes inside.
bool holds_telephone(const CodePoints& text) {
    std::size_t digits = 0;
    std::size_t between = 0;
    for (const UChar32 c : text) {
        if (is_digit(c)) {
            ++digits;
            between = 0;
        } else if (digits > 0 && is_between_digits(c) && between < 2) {
            ++between;
        } else {
            if (digits >= fewest_phone_digits && digits <= most_phone_digits) return true;
            digits = between = 0;
        }
    }
    return digits >= fewest_phone_digits && digits <= most_phone_digits;
}

bool holds_email(const CodePoints& text) {
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {
        if (text[at] != '@' || u_isalnum(text[at - 1]) == 0) continue;
        for (std::size_t end = at + 1; end < text.size(); ++end) {
            if (text[end] == '.' && end > at + 1) return true;
            if (u_isalnum(text[end]) == 0 && text[end] != '-') break;
        }
    }
    return false;
}

bool holds_web_address(std::string_view text, const CodePoints& points) {
    std::string lower;
    for (const char c : text)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    static constexpr std::array<std::string_view, 9> beginnings{"http:",
                                                                "https:",
                                                                "www.",
                                                                "t.me/",
                                                                "wa.me/",
                                                                "vk.com",
                                                                "ok.ru/",
                                                                "instagram.",
                                                                "facebook."};
    const bool named = std::ranges::any_of(beginnings, [&](std::string_view beginning) {
        return lower.find(beginning) != std::string::npos;
    });
    if (named) return true;
    for (std::size_t at = 0; at + 3 < points.size(); ++at) {
        const bool begins = points[at] == '@' && (at == 0 || u_isalnum(points[at - 1]) == 0);
        if (begins && is_letter(points[at + 1]) && u_isalnum(points[at + 2]) != 0 &&
            u_isalnum(points[at + 3]) != 0)
            return true;
    }
    return false;
}

// Numbers with at least three decimals, two of them in one text.
bool holds_coordinates(const CodePoints& text) {
    int found = 0;
    for (std::size_t at = 1; at + fewest_place_decimals < text.size(); ++at) {
        if (text[at] != '.' || !is_digit(text[at - 1])) continue;
        std::size_t decimals = 0;
        while (at + 1 + decimals < text.size() && is_digit(text[at + 1 + decimals]))
            ++decimals;
        if (decimals >= fewest_place_decimals) ++found;
    }
    return found >= 2;
}

// "N 1234567": a few capitals before at least six digits.
bool holds_document_number(const CodePoints& text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = u_isupper(text[at]) != 0 && (at == 0 || u_isalnum(text[at - 1]) == 0);
        if (!begins) continue;
        std::size_t end = at;
        while (end < text.size() && u_isupper(text[end]) != 0)
            ++end;
        if (end - at > most_document_letters) continue;
        while (end < text.size() && (text[end] == ' ' || text[end] == U'№' || text[end] == '-'))
            ++end;
        std::size_t digits = 0;
        while (end + digits < text.size() && is_digit(text[end + digits]))
            ++digits;
        if (digits >= fewest_document_digits) return true;
    }
    return false;
}

// "12.03.1987", "12/3/87", "1987-03-12".
bool holds_date(const CodePoints& text) {
    std::vector<std::size_t> digits;
    UChar32 sign = 0;
    std::size_t run = 0;
    const auto is_date = [&](std::size_t last) {
        return digits.size() == 2 && digits[0] >= 1 && digits[0] <= 4 && digits[1] >= 1 &&
               digits[1] <= 2 && last >= 1 && last <= 4 && digits[0] + last >= 3 &&
               (sign != '-' || digits[0] == 4 || last == 4);
    };
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const UChar32 c = at < text.size() ? text[at] : ' ';
        if (is_digit(c)) {
            ++run;
            continue;
        }
        if (run > 0 && is_date(run)) return true;
        const bool goes_on =
            run > 0 && (c == '.' || c == '/' || c == '-') && (digits.empty() || c == sign);
        if (goes_on) {
            digits.push_back(run);
            if (digits.size() > 2) digits.erase(digits.begin());
            sign = c;
        } else {
            digits.clear();
        }
        run = 0;
    }
    return false;
}

struct Word {
    std::u32string text;
    bool capital = false;  // begins with one and goes on in small letters
    bool follows = false;  // after the word before it, with nothing but a space between
};

std::vector<Word> words_of(const CodePoints& text) {
    std::vector<Word> out;
    std::size_t end_of_last = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_letter(text[at])) {
            ++at;
            continue;
        }
        Word word;
        const std::size_t begin = at;
        bool small = true;
        while (at < text.size() &&
               (is_letter(text[at]) ||
                (text[at] == '-' && at + 1 < text.size() && is_letter(text[at + 1])))) {
            if (at > begin && u_isupper(text[at]) != 0 && text[at - 1] != '-') small = false;
            word.text += static_cast<char32_t>(u_tolower(text[at]));
            ++at;
        }
        word.capital = u_isupper(text[begin]) != 0 && small && word.text.size() > 1;
        word.follows = !out.empty() && begin == end_of_last + 1 && text[begin - 1] == ' ';
        end_of_last = at;
        out.push_back(std::move(word));
    }
    return out;
}

// How fathers' and family names of the region end, in both scripts.
bool ends_like_a_name(const std::u32string& word) {
    static constexpr std::array<std::u32string_view, 26> endings{
        U"ович", U"евич", U"овна", U"евна", U"ова",  U"ева",   U"ұлы",  U"улы",   U"қызы",
        U"кызы", U"оглы", U"гызы", U"заде", U"зода", U"швили", U"енко", U"ovich", U"evich",
        U"ovna", U"evna", U"ova",  U"eva",  U"oglu", U"qizi",  U"zoda", U"shvili"};
    return word.size() > 5 && std::ranges::any_of(endings, [&](std::u32string_view ending) {
               return std::u32string_view(word).ends_with(ending);
           });
}

bool is_form_of_address(const std::u32string& word) {
    static constexpr std::array<std::u32string_view, 12> forms{U"mr",
                                                               U"mrs",
                                                               U"ms",
                                                               U"dr",
                                                               U"г-н",
                                                               U"г-жа",
                                                               U"дядя",
                                                               U"тётя",
                                                               U"тетя",
                                                               U"ака",
                                                               U"апа",
                                                               U"господин"};
    return std::ranges::find(forms, std::u32string_view(word)) != forms.end();
}

bool holds_name(const CodePoints& text) {
    const std::vector<Word> words = words_of(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Word& word = words[i];
        if (!word.capital) continue;
        if (ends_like_a_name(word.text)) return true;
        if (i == 0) continue;
        const bool addressed = is_form_of_address(words[i - 1].text);
        if (addressed || (word.follows && words[i - 1].capital)) return true;
    }
    return false;
}

}  // namespace

IdentifyingKind identifying_in(std::string_view text) {
    const CodePoints points = code_points(text);
    if (holds_email(points)) return IdentifyingKind::email;
    if (holds_web_address(text, points)) return IdentifyingKind::web_address;
    if (holds_coordinates(points)) return IdentifyingKind::coordinates;
    if (holds_document_number(points)) return IdentifyingKind::document_number;
    if (holds_date(points)) return IdentifyingKind::date;
    if (holds_telephone(points)) return IdentifyingKind::telephone;
    return holds_name(points) ? IdentifyingKind::person : IdentifyingKind::nothing;
}

std::string_view words_for(IdentifyingKind kind) {
    switch (kind) {
        case IdentifyingKind::telephone:
            return "a telephone number";
        case IdentifyingKind::email:
            return "an e-mail address";
        case IdentifyingKind::web_address:
            return "a web address or account";
        case IdentifyingKind::coordinates:
            return "coordinates";
        case IdentifyingKind::document_number:
            return "the number of a document";
        case IdentifyingKind::date:
            return "an exact date";
        case IdentifyingKind::person:
            return "a person's name";
        case IdentifyingKind::nothing:
            break;
    }
    return "nothing";
}

}  // namespace mtm
