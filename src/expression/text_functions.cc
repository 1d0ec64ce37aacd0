#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include <unicode/regex.h>

#include "base/text.h"
#include "expression/call.h"

namespace mtm {
namespace {

// The code points of a text, so that places in it count letters and not bytes.
std::vector<std::string_view> letters(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        std::size_t n = 1;
        while (n < text.size() && static_cast<unsigned char>(text[n]) >> 6 == 2)
            ++n;
        out.push_back(text.substr(0, n));
        text.remove_prefix(n);
    }
    return out;
}

std::string part(const std::vector<std::string_view>& all, double from, double to) {
    std::string out;
    const auto size = static_cast<double>(all.size());
    for (double i = std::max(from, 0.0); i < std::min(to, size); ++i) {
        out += all[static_cast<std::size_t>(i)];
    }
    return out;
}

Value substr(const FunctionCall& call) {
    const std::string text = call.text(0);
    const std::vector<std::string_view> all = letters(text);
    const auto size = static_cast<double>(all.size());
    double from = std::trunc(call.number(1));
    double to = call.size() > 2 ? std::trunc(call.number(2)) : size;
    if (std::isnan(from)) from = 0;
    if (std::isnan(to)) to = 0;
    if (from < 0) from += size;
    if (to < 0) to += size;
    return part(all, from, to);
}

double rounded(double number) {
    return std::floor(number + 0.5);
}

// XPath 1.0 section 4.2: letters at places p, from 1, with p >= round(from) and
// p < round(from) + round(length).
Value substring(const FunctionCall& call) {
    const std::string text = call.text(0);
    const double from = rounded(call.number(1));
    const double end =
        call.size() > 2 ? from + rounded(call.number(2)) : std::numeric_limits<double>::infinity();
    std::string out;
    double place = 1;
    for (const std::string_view letter : letters(text)) {
        if (place >= from && place < end) out += letter;
        ++place;
    }
    return out;
}

Value substring_before(const FunctionCall& call) {
    const std::string text = call.text(0);
    const std::size_t at = text.find(call.text(1));
    return at == std::string::npos ? std::string() : text.substr(0, at);
}

Value substring_after(const FunctionCall& call) {
    const std::string text = call.text(0);
    const std::string mark = call.text(1);
    const std::size_t at = text.find(mark);
    return at == std::string::npos ? std::string() : text.substr(at + mark.size());
}

Value translate(const FunctionCall& call) {
    const std::string text = call.text(0);
    const std::string from_text = call.text(1);
    const std::string to_text = call.text(2);
    const std::vector<std::string_view> from = letters(from_text);
    const std::vector<std::string_view> to = letters(to_text);
    std::string out;
    for (const std::string_view letter : letters(text)) {
        const auto place = static_cast<std::size_t>(std::ranges::find(from, letter) - from.begin());
        if (place == from.size()) {
            out += letter;
        } else if (place < to.size()) {
            out += to[place];
        }
    }
    return out;
}

using Pattern = std::shared_ptr<const icu::RegexPattern>;

// Compiles a pattern once for all rows; null for one that is no regular expression.
Pattern pattern_for(const std::string& text) {
    thread_local std::string last;
    thread_local Pattern pattern;
    if (pattern != nullptr && last == text) return pattern;
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    pattern =
        Pattern(icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(text), where, status));
    if (U_FAILURE(status) != 0) pattern = nullptr;
    last = text;
    return pattern;
}

// The whole text must match, as in ODK Collect. A pattern that backtracks without end gives false.
Value regex(const FunctionCall& call) {
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(call.text(0));
    const Pattern pattern = pattern_for(call.text(1));
    if (pattern == nullptr) return false;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher(pattern->matcher(text, status));
    if (matcher == nullptr || U_FAILURE(status) != 0) return false;
    matcher->setTimeLimit(100, status);
    const bool matched = matcher->matches(status) != 0;
    return matched && U_SUCCESS(status) != 0;
}

Value item_at(const FunctionCall& call) {
    const std::string separator = call.text(0);
    std::string text = call.text(1);
    double place = call.number(2);
    if (separator.empty() || !(place >= 0)) return std::string();
    for (; place >= 1; --place) {
        const std::size_t at = text.find(separator);
        if (at == std::string::npos) return std::string();
        text.erase(0, at + separator.size());
    }
    return text.substr(0, text.find(separator));
}

constexpr Implementation text_table[] = {
    {"concat", [](const FunctionCall& call) -> Value { return join(call.texts(0), ""); }},
    {"contains",
     [](const FunctionCall& call) -> Value {
         return call.text(0).find(call.text(1)) != std::string::npos;
     }},
    {"ends-with",
     [](const FunctionCall& call) -> Value { return call.text(0).ends_with(call.text(1)); }},
    {"item-at", item_at},
    {"join", [](const FunctionCall& call) -> Value { return join(call.texts(1), call.text(0)); }},
    {"linebreak", [](const FunctionCall&) -> Value { return std::string("\n"); }},
    {"normalize-space",
     [](const FunctionCall& call) -> Value { return squeeze(call.text_or_self(0)); }},
    {"regex", regex},
    {"starts-with",
     [](const FunctionCall& call) -> Value { return call.text(0).starts_with(call.text(1)); }},
    {"string", [](const FunctionCall& call) -> Value { return call.text_or_self(0); }},
    {"string-length",
     [](const FunctionCall& call) -> Value {
         return static_cast<double>(length_utf8(call.text_or_self(0)));
     }},
    {"substr", substr},
    {"substring", substring},
    {"substring-after", substring_after},
    {"substring-before", substring_before},
    {"translate", translate},
};

}  // namespace

std::span<const Implementation> text_functions() {
    return text_table;
}

}  // namespace mtm
