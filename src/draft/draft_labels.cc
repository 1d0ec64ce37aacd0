#include "draft/draft_labels.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <unicode/unistr.h>

#include "base/text.h"

namespace mtm {
namespace {

bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool goes_on(char c) {
    return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// Where an answer stands in a label, "${name}" or "$name", and where it ends; npos if none does.
std::pair<std::size_t, std::size_t> next_answer(std::string_view label, std::size_t from) {
    for (std::size_t at = label.find('$', from); at != std::string_view::npos;
         at = label.find('$', at + 1)) {
        if (at + 1 >= label.size()) break;
        if (label[at + 1] == '{') {
            const std::size_t close = label.find('}', at);
            if (close != std::string_view::npos) return {at, close + 1};
        } else if (begins_name(label[at + 1])) {
            std::size_t end = at + 1;
            while (end < label.size() && goes_on(label[end]))
                ++end;
            return {at, end};
        }
    }
    return {std::string_view::npos, std::string_view::npos};
}

bool is_letter_or_digit(char c) {
    return c != '_' && (goes_on(c) || static_cast<unsigned char>(c) >= 0x80);
}

// "edu_ind" is a name of two words, "__now__" is emphasis.
std::string without_mark_up(std::string_view text) {
    std::string out;
    const std::string plain = squeeze(text);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const bool between = i > 0 && i + 1 < plain.size() && is_letter_or_digit(plain[i - 1]) &&
                             is_letter_or_digit(plain[i + 1]);
        if (plain[i] == '_' && between) {
            out += ' ';
        } else if (std::string_view("*_`#<>[]|\\{}").find(plain[i]) == std::string_view::npos) {
            out += plain[i];
        }
    }
    return std::string(trim(out));
}

std::string cut_at_word(std::string text, std::size_t longest) {
    if (length_utf8(text) <= longest) return text;
    std::size_t bytes = 0;
    for (std::size_t letters = 0; bytes < text.size(); ++bytes) {
        const bool begins = (static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80;
        if (begins && letters++ == longest) break;
    }
    const std::size_t space = text.rfind(' ', bytes);
    text.resize(space == std::string::npos || space == 0 ? bytes : space);
    while (!text.empty() && std::string_view(" ,;:.(-").find(text.back()) != std::string_view::npos)
        text.pop_back();
    return text + " …";
}

std::string lower_case(std::string_view text) {
    auto source =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    source.toLower();
    source.findAndReplace(u"’", u"'");
    source.findAndReplace(u"ʻ", u"'");
    std::string out;
    return source.toUTF8String(out);
}

}  // namespace

std::string plain_words(std::string_view label, std::size_t longest) {
    std::string out;
    std::size_t from = 0;
    for (auto [at, end] = next_answer(label, 0); at != std::string_view::npos;
         std::tie(at, end) = next_answer(label, from)) {
        out += std::string(label.substr(from, at - from)) + "…";
        from = end;
    }
    out += label.substr(from);
    return cut_at_word(without_mark_up(out), longest);
}

std::string plain_heading(std::string_view label) {
    std::string out = plain_words(label.substr(0, next_answer(label, 0).first), longest_question);
    while (!out.empty() && std::string_view(" ,;:-(").find(out.back()) != std::string_view::npos)
        out.pop_back();
    return out;
}

bool is_no_answer(const Category& category) {
    static constexpr std::array names{"dnk",
                                      "dk",
                                      "idk",
                                      "dont_know",
                                      "don_t_know",
                                      "do_not_know",
                                      "doesnt_know",
                                      "pnta",
                                      "pns",
                                      "prefer_not_to_answer",
                                      "prefer_not_to_say",
                                      "no_answer",
                                      "no_response",
                                      "refuse",
                                      "refused",
                                      "refusal"};
    static constexpr std::array beginnings{"don't know",
                                           "do not know",
                                           "i don't know",
                                           "i do not know",
                                           "prefer not to",
                                           "i prefer not to",
                                           "refuse",
                                           "no answer",
                                           "не знаю",
                                           "не знает",
                                           "затрудняюсь",
                                           "отказ",
                                           "предпочитаю не",
                                           "не хочу отвечать",
                                           "білмеймін",
                                           "жауап беруден бас",
                                           "жауап бергім келмейді",
                                           "bilmayman",
                                           "javob berishdan bosh",
                                           "javob berishni istamay"};
    if (category.meaning != MissingChoice::answer) return true;
    const std::string name = lower_case(category.name);
    if (std::find(names.begin(), names.end(), name) != names.end()) return true;
    return std::any_of(category.label.by_language.begin(),
                       category.label.by_language.end(),
                       [](const std::string& label) {
                           const std::string text = lower_case(trim(label));
                           return std::any_of(
                               beginnings.begin(), beginnings.end(), [&](const char* beginning) {
                                   return text.starts_with(beginning);
                               });
                       });
}

bool is_of_fieldwork(const Study& study, std::string_view question) {
    const Fieldwork& fieldwork = study.file.fieldwork;
    if (question == fieldwork.enumerator || question == fieldwork.language) return true;
    const std::string name = lower_case(question);
    for (const char* part : {"consent",
                             "enumerator",
                             "interviewer",
                             "survey_mod",
                             "survey_type",
                             "interview_mod",
                             "interview_type"}) {
        if (name.find(part) != std::string::npos) return true;
    }
    return name.starts_with("enum_") || name.starts_with("cluster");
}

std::string_view icon_for(std::string_view question, std::string_view answer) {
    static constexpr std::pair<std::string_view, std::string_view> known[] = {
        {"age", "age"},          {"contract", "contract"}, {"educ", "education"},
        {"school", "education"}, {"famil", "family"},      {"marital", "family"},
        {"child", "family"},     {"health", "health"},     {"doctor", "health"},
        {"hous", "home"},        {"rent", "home"},         {"shelter", "home"},
        {"region", "map"},       {"country", "map"},       {"origin", "map"},
        {"income", "money"},     {"money", "money"},       {"remit", "money"},
        {"work", "work"},        {"job", "work"},          {"sector", "work"},
        {"employ", "work"}};
    if (answer == "female" || answer == "woman" || answer == "women") return "women";
    for (const auto& [word, icon] : known) {
        // At the beginning of a word: no age in a village, no rent of a parent.
        for (std::size_t at = question.find(word); at != std::string_view::npos;
             at = question.find(word, at + 1)) {
            if (at == 0 || !goes_on(question[at - 1]) || question[at - 1] == '_') return icon;
        }
    }
    return "people";
}

}  // namespace mtm
