#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "claims/claim_checks.h"
#include "report/print_number.h"

namespace mtm {
namespace {

struct TypedNumber {
    std::size_t begin = 0;
    std::size_t end = 0;
    double value = 0;
    bool spelled = false;
};

const ClaimPhrase* phrase_from(const ClaimContext& context,
                               std::size_t begin,
                               std::size_t within,
                               std::initializer_list<ClaimKind> kinds) {
    for (const ClaimPhrase& phrase : context.phrases) {
        if (phrase.begin < begin || phrase.begin > begin + within) continue;
        if (std::find(kinds.begin(), kinds.end(), phrase.kind) != kinds.end()) return &phrase;
    }
    return nullptr;
}

// A word between two numbers of one kind: "Rounds 1 and 2", "aged 18 to 59".
bool joins_numbers(const ClaimToken& token) {
    static constexpr std::array words{"and",
                                      "or",
                                      "to",
                                      "и",
                                      "или",
                                      "до",
                                      "по",
                                      "мен",
                                      "және",
                                      "va",
                                      "yoki",
                                      "дан",
                                      "ден",
                                      "тан",
                                      "тен",
                                      "нан",
                                      "нен",
                                      "dan"};
    return token.kind == ClaimToken::Kind::word &&
           std::find(words.begin(), words.end(), token.text) != words.end();
}

bool is_word_of(const ClaimContext& context,
                std::size_t at,
                std::initializer_list<std::string_view> words) {
    return at < context.sentence.size() && context.sentence[at].kind == ClaimToken::Kind::word &&
           std::ranges::find(words, context.sentence[at].text) != words.end();
}

// The number that one stands joined to: "Rounds 1 and 2", "9-дан 18-ге дейін".
std::optional<TypedNumber> number_before(const ClaimContext& context, const TypedNumber& number) {
    if (number.begin < 2 || !joins_numbers(context.sentence[number.begin - 1])) return std::nullopt;
    std::size_t at = number.begin - 2;
    if (context.sentence[at].text == "-" && at > 0) --at;
    const ClaimToken& other = context.sentence[at];
    if (other.kind != ClaimToken::Kind::number) return std::nullopt;
    return TypedNumber{at, at + 1, other.number, false};
}

std::optional<TypedNumber> number_behind(const ClaimContext& context, const TypedNumber& number) {
    const std::size_t at = number.end + 1;
    if (at >= context.sentence.size() || !joins_numbers(context.sentence[number.end]))
        return std::nullopt;
    const ClaimToken& other = context.sentence[at];
    if (other.kind != ClaimToken::Kind::number) return std::nullopt;
    return TypedNumber{at, at + 1, other.number, false};
}

// "At 9 a.m.", "в 9 часов", "с 9 до 18 часов", "сағат 9-дан 18-ге дейін". "18 часов" alone is as
// long as it is.
bool is_hour(const ClaimContext& context, const TypedNumber& number) {
    constexpr double hours = 24;
    if (number.spelled || number.value > hours) return false;
    if (number.begin > 0 && is_word_of(context, number.begin - 1, {"сағат", "soat"})) return true;
    if (is_word_of(context, number.end, {"am", "pm", "o'clock"})) return true;
    const bool am =
        is_word_of(context, number.end, {"a", "p"}) && is_word_of(context, number.end + 2, {"m"});
    if (am) return true;
    const bool on_the_clock =
        number.begin > 0 && is_word_of(context, number.begin - 1, {"с", "со", "в", "к", "после"});
    const auto before = number_before(context, number);
    if (before && !on_the_clock) return is_hour(context, *before);
    const auto behind = number_behind(context, number);
    const std::size_t end = behind ? behind->end : number.end;
    return on_the_clock && is_word_of(context, end, {"час", "часа", "часу", "часов"});
}

// "10:30"
bool is_time(const ClaimContext& context, const TypedNumber& number) {
    if (number.spelled || number.value >= 60) return false;
    const ClaimSentence& sentence = context.sentence;
    const auto is_number = [&](std::size_t at) {
        return at < sentence.size() && sentence[at].kind == ClaimToken::Kind::number &&
               sentence[at].number < 60;
    };
    const auto is_colon = [&](std::size_t at) {
        return at + 1 < sentence.size() && sentence[at].text == ":" && !sentence[at].after_space &&
               !sentence[at + 1].after_space;
    };
    const std::size_t at = number.begin;
    return (is_colon(at + 1) && is_number(at + 2)) ||
           (at >= 2 && is_colon(at - 1) && is_number(at - 2));
}

bool is_beside(const ClaimContext& context, const ClaimPhrase& phrase, const TypedNumber& number) {
    if (phrase.end == number.begin || phrase.begin == number.end) return true;
    // "aged 15–49", "COVID-19", "18 – 59 лет"
    const bool near_before = phrase.end < number.begin && phrase.end + 2 >= number.begin &&
                             context.sentence[number.begin - 1].kind != ClaimToken::Kind::word;
    const bool range = phrase.begin > number.end && phrase.begin <= number.end + 2 &&
                       context.sentence[number.end].kind == ClaimToken::Kind::sign;
    return near_before || range;
}

bool is_harmless(const ClaimContext& context, const TypedNumber& number) {
    return std::any_of(
        context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
            return phrase.kind == ClaimKind::harmless && is_beside(context, phrase, number);
        });
}

// "aged 18 or older", "under 18"; also what is joined to such a number or to a harmless one.
bool is_age_or_joined(const ClaimContext& context, const TypedNumber& number) {
    constexpr double oldest = 120;
    const bool age =
        std::any_of(context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
            return phrase.kind == ClaimKind::limit && phrase.value == before_age &&
                   phrase.begin < number.begin && is_beside(context, phrase, number);
        });
    if (age && number.value <= oldest) return true;
    const auto before = number_before(context, number);
    if (before && (is_harmless(context, *before) || is_age_or_joined(context, *before)))
        return true;
    const auto behind = number_behind(context, number);  // "from 1 to 31 May"
    return behind && is_harmless(context, *behind);
}

bool is_year(const ClaimContext& context, const TypedNumber& number) {
    return !number.spelled && number.value >= 1900 && number.value <= 2100 &&
           number.value == std::round(number.value) &&
           context.sentence[number.begin].text.size() == 4;
}

std::vector<TypedNumber> typed_in(const ClaimContext& context) {
    std::vector<TypedNumber> out;
    for (std::size_t i = 0; i < context.sentence.size(); ++i) {
        if (context.sentence[i].kind == ClaimToken::Kind::number && !context.sentence[i].quoted)
            out.push_back({i, i + 1, context.sentence[i].number, false});
    }
    for (const ClaimPhrase& phrase : context.phrases) {
        if (phrase.kind == ClaimKind::spelled_number)
            out.push_back({phrase.begin, phrase.end, phrase.value, true});
    }
    return out;
}

// What gives such a percentage, and what the sentence seems to speak of.
std::string remedy_for_percent(const ClaimContext& context, double typed) {
    const auto meant = context.facts.meant_by(context.sentence, context.title_of);
    const std::string& group = context.facts.group_question();
    for (const KnownShare& share : meant) {
        if (rounded(share.value) == rounded(typed))
            return "Write {{ " + share.expression(group, share.several) + " }} for it.";
    }
    if (!meant.empty()) {
        return fmt::format("No figure of what the sentence names gives it: {{{{ {} }}}} is {}.",
                           meant.front().expression(group, meant.front().several),
                           told_percent(meant.front().value));
    }
    return "Write the figure that gives it, such as {{ percent(…) }}.";
}

void warn(const ClaimContext& context, const TypedNumber& number, bool percent) {
    const std::string typed = written(context.sentence, number.begin, number.end);
    const std::string keep = "{{ " +
                             (number.spelled ? "words(" + fmt::format("{:g}", number.value) + ")"
                                             : fmt::format("{:g}", number.value)) +
                             " }}";
    std::string remedy =
        percent ? remedy_for_percent(context, number.value)
                : "Write the figure that gives it, or " + keep + " if it is none of the survey’s.";
    if (!percent && context.facts.dataset().counted() > 0 &&
        static_cast<double>(context.facts.dataset().counted()) == number.value) {
        remedy = "Write {{ base(${…}) }} of a question that everybody was asked.";
    }
    context.warn("number-typed-by-hand",
                 number.begin,
                 "“" + typed + (percent && !number.spelled ? "%" : "") +
                     "” is typed by hand: nothing keeps it true to the data.",
                 std::move(remedy));
}

}  // namespace

void check_typed_numbers(const ClaimContext& context) {
    for (const TypedNumber& number : typed_in(context)) {
        const bool percent =
            phrase_from(context, number.end, 0, {ClaimKind::percent, ClaimKind::points}) != nullptr;
        const bool people =
            phrase_from(context,
                        number.end,
                        1,
                        {ClaimKind::people, ClaimKind::everyone, ClaimKind::group}) != nullptr;
        if (!percent && (is_year(context, number) || is_time(context, number) ||
                         is_hour(context, number) || is_harmless(context, number))) {
            continue;
        }
        const bool others_follow =
            number.end < context.sentence.size() && joins_numbers(context.sentence[number.end]);
        if (!percent && (!people || others_follow) && is_age_or_joined(context, number)) continue;
        if (context.numbers_of_others && !percent) continue;
        if (number.spelled && !percent && (!people || number.value <= 1)) continue;  // "one woman"
        warn(context, number, percent);
    }
}

}  // namespace mtm
