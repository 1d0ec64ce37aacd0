#include "report/sentence.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace mtm {
namespace {

bool drop_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    return true;
}

template <std::size_t N>
void drop_any(std::string_view& text, const std::array<std::string_view, N>& marks) {
    while (std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
        return drop_suffix(text, mark);
    })) {
    }
}

constexpr std::array<std::string_view, 6> opening{"“", "«", "„", "‘", "\"", "'"};
constexpr std::array<std::string_view, 7> closing{"”", "»", "“", "’", "\"", "'", ")"};

/// Words that end in a full stop without ending a sentence.
constexpr std::array<std::string_view, 19> abbreviations{"e.g",
                                                         "i.e",
                                                         "cf",
                                                         "vs",
                                                         "ca",
                                                         "approx",
                                                         "no",
                                                         "mr",
                                                         "mrs",
                                                         "ms",
                                                         "dr",
                                                         "etc",
                                                         "г",
                                                         "гг",
                                                         "тыс",
                                                         "млн",
                                                         "др",
                                                         "см",
                                                         "руб"};

// "J", "U.S", "т.е": letters by themselves, each with its full stop.
bool is_initials(std::string_view word) {
    const std::vector<std::string_view> letters = split(word, '.');
    return std::all_of(letters.begin(), letters.end(), [](std::string_view letter) {
        return length_utf8(letter) == 1;
    });
}

bool is_abbreviation(std::string_view text) {
    const std::size_t space = text.find_last_of(" \n(\t");
    const std::string word =
        lower_ascii(space == std::string_view::npos ? text : text.substr(space + 1));
    return is_initials(word) ||
           std::find(abbreviations.begin(), abbreviations.end(), word) != abbreviations.end();
}

}  // namespace

void Sentence::add(std::string_view text) {
    text_ += text;
    for (const char c : text) {
        if (c == '(') ++depth_;
        if (c == ')') depth_ = std::max(0, depth_ - 1);
    }
}

Position Sentence::next() const {
    if (depth_ > 0) return Position::brackets;
    if (otherwise_ != Position::sentence_start) return otherwise_;
    std::string_view before(text_);
    drop_any(before, opening);
    const std::size_t length = before.size();
    before = trim(before);
    if (before.empty()) return Position::sentence_start;
    if (before.size() == length) return Position::prose;  // no space: inside a word
    const std::size_t length_closed = before.size();
    drop_any(before, closing);
    // In “To ‘Where next?’ 40 per cent replied …” the question ends and the sentence does not.
    const bool is_closed = before.size() < length_closed;
    if (drop_suffix(before, "!") || drop_suffix(before, "?") || drop_suffix(before, "…"))
        return is_closed ? Position::prose : Position::sentence_start;
    if (!drop_suffix(before, ".")) return Position::prose;
    return is_abbreviation(before) ? Position::prose : Position::sentence_start;
}

}  // namespace mtm
