#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "claims/claim_checks.h"

namespace mtm {
namespace {

// A percentage that a phrase can speak of: a figure's, or one typed by hand.
struct Percentage {
    std::size_t token = 0;
    double value = 0;
    const FigureFact* fact = nullptr;
};

bool is_sign(const ClaimToken& token, std::string_view sign) {
    return token.kind == ClaimToken::Kind::sign && token.text == sign;
}

std::vector<Percentage> percentages_of(const ClaimContext& context) {
    std::vector<Percentage> out;
    for (std::size_t i = 0; i < context.sentence.size(); ++i) {
        if (const FigureFact* fact = context.fact(i)) {
            if (fact->value.unit == FigureUnit::percent)
                out.push_back({i, *fact->value.estimate.value, fact});
        }
        const auto behind = std::find_if(
            context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
                return phrase.kind == ClaimKind::percent && phrase.begin == i + 1;
            });
        if (context.sentence[i].kind == ClaimToken::Kind::number && behind != context.phrases.end())
            out.push_back({i, context.sentence[i].number, nullptr});
    }
    return out;
}

bool has_between(const ClaimContext& context,
                 std::size_t begin,
                 std::size_t end,
                 std::initializer_list<std::string_view> signs) {
    for (std::size_t i = begin; i < end; ++i) {
        for (const std::string_view sign : signs) {
            if (is_sign(context.sentence[i], sign)) return true;
        }
    }
    return false;
}

bool share_between(const ClaimContext& context, std::size_t begin, std::size_t end) {
    return std::any_of(
        context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
            return phrase.kind == ClaimKind::share && phrase.begin >= begin && phrase.end <= end;
        });
}

// The percentages that a phrase can be about: the next one in brackets, or one right before, beyond
// a comma or dash; else the nearest on either side.
std::vector<Percentage> spoken_of(const ClaimContext& context,
                                  const ClaimPhrase& phrase,
                                  const std::vector<Percentage>& percentages) {
    std::optional<Percentage> before;
    std::optional<Percentage> after;
    for (const Percentage& one : percentages) {
        if (one.token < phrase.begin && !share_between(context, one.token, phrase.begin) &&
            !has_between(context, one.token, phrase.begin, {";"})) {
            before = one;
        }
        if (one.token >= phrase.end && !after && !share_between(context, phrase.end, one.token) &&
            !has_between(context, phrase.end, one.token, {";"})) {
            after = one;
        }
    }
    if (after && after->token > phrase.end && is_sign(context.sentence[after->token - 1], "(") &&
        !has_between(context, phrase.end, after->token, {",", "–", "—"})) {
        return {*after};
    }
    if (after && after->token == phrase.end + 1 &&
        has_between(context, phrase.end, after->token, {"–", "—", ":"})) {
        return {*after};  // an item of a list: "under a tenth — #"
    }
    if (before && phrase.begin - before->token <= 5 &&
        has_between(context, before->token, phrase.begin, {",", "–", "—", "("})) {
        return {*before};
    }
    std::vector<Percentage> out;
    if (after) out.push_back(*after);
    if (before) out.push_back(*before);
    return out;
}

std::string bounds(const ClaimPhrase& share) {
    const auto whole = [](double value) { return fmt::format("{:.3g}", value); };
    if (share.low == share.high) return "exactly " + whole(share.low) + "%";
    if (share.low == 0) {
        return share.high == std::round(share.high) ? "at most " + whole(share.high) + "%"
                                                    : "less than " + whole(share.high) + "%";
    }
    if (share.high == 100) {
        return share.low == std::round(share.low) ? "at least " + whole(share.low) + "%"
                                                  : "more than " + whole(share.low) + "%";
    }
    return whole(share.low) + " to " + whole(share.high) + "%";
}

void check_beside(const ClaimContext& context,
                  const ClaimPhrase& phrase,
                  const std::vector<Percentage>& candidates) {
    for (const Percentage& one : candidates) {
        if (within(phrase, one.value)) return;
    }
    const Percentage& one = candidates.front();
    const std::string what = one.fact != nullptr
                                 ? told(*one.fact) + ", " + print(one.fact->expression.root)
                                 : "the " + context.sentence[one.token].written + "% beside it";
    context.warn(
        "share-contradicted",
        phrase.begin,
        fmt::format(
            "{} means {}, and here it is {}.", context.quoted(phrase), bounds(phrase), what),
        "Choose the words that fit the number, or correct the figure.");
}

// What the words around a share without a number speak of.
void check_by_words(const ClaimContext& context, const ClaimPhrase& phrase) {
    const std::vector<KnownShare> meant =
        context.facts.meant_by(context.sentence, context.title_of);
    const bool fits = std::any_of(meant.begin(), meant.end(), [&](const KnownShare& share) {
        return within(phrase, share.value);
    });
    if (fits) return;
    if (meant.size() == 1) {
        const KnownShare& share = meant.front();
        const std::string expression =
            share.expression(context.facts.group_question(), share.several);
        context.warn("share-contradicted",
                     phrase.begin,
                     fmt::format("{} means {}, and the data say {}, {}.",
                                 context.quoted(phrase),
                                 bounds(phrase),
                                 told_percent(share.value),
                                 expression),
                     "Choose the words that fit, and put {{ " + expression + " }} beside them.");
        return;
    }
    if (!context.title_of.empty()) return;
    // Of people, or it may be half an hour.
    const auto of_people =
        std::find_if(context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& other) {
            const bool people = other.kind == ClaimKind::everyone ||
                                other.kind == ClaimKind::people || other.kind == ClaimKind::group;
            const bool behind = other.begin >= phrase.end && other.begin <= phrase.end + 3;
            const bool before = other.end <= phrase.begin && other.end + 1 >= phrase.begin;
            return people && (behind || (before && context.lexicon.modifiers_follow));
        });
    if (of_people == context.phrases.end()) return;
    context.warn("share-without-figure",
                 phrase.begin,
                 context.quoted(phrase) + " says a share, and no figure stands beside it.",
                 "Put the figure there, such as {{ percent(…) }}, or leave the claim out.");
}

bool stands_at(const ClaimContext& context, ClaimKind kind, std::size_t begin, std::size_t end) {
    return std::any_of(
        context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
            return phrase.kind == kind && phrase.begin >= begin && phrase.begin < end;
        });
}

// "Half of their income", "every second day": a fraction of something else than people. "A quarter
// to a half" is a range of such.
bool is_of_things(const ClaimContext& context, const ClaimPhrase& phrase) {
    if (context.lexicon.modifiers_follow) {
        const std::size_t from = phrase.begin >= 2 ? phrase.begin - 2 : 0;
        return stands_at(context, ClaimKind::thing, from, phrase.begin);
    }
    if (stands_at(context, ClaimKind::thing, phrase.end, phrase.end + 4)) {
        for (std::size_t i = phrase.end; i < phrase.end + 4 && i < context.sentence.size(); ++i) {
            if (context.sentence[i].text == "(") return false;
            if (stands_at(context, ClaimKind::thing, i, i + 1)) return true;
        }
    }
    return false;
}

bool is_part_of_range(const ClaimContext& context, const ClaimPhrase& phrase) {
    return std::any_of(
        context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& other) {
            if (other.kind != ClaimKind::share || &other == &phrase) return false;
            const bool behind = other.begin >= phrase.end;
            const std::size_t between = behind ? phrase.end : other.end;
            const std::size_t until = behind ? other.begin : phrase.begin;
            if (until == between && context.lexicon.modifiers_follow) {
                const std::size_t end = std::max(phrase.end, other.end);
                const ClaimSentence& sentence = context.sentence;
                return end < sentence.size() &&
                       (sentence[end].text == "дейін" || sentence[end].text == "gacha");
            }
            const bool next = until > between && until <= between + 2;
            const std::string& word = context.sentence[between].text;
            return next && (word == "to" || word == "and" || word == "до" || word == "и" ||
                            word == "–" || word == "-");
        });
}

// "More than half of their earnings (#), a quarter to a half (#), under a tenth (#)": the things
// are named once.
bool goes_on_with_people(const ClaimContext& context, const ClaimPhrase& phrase) {
    for (const ClaimKind kind : {ClaimKind::people, ClaimKind::everyone, ClaimKind::group}) {
        if (stands_at(context, kind, phrase.end, phrase.end + 4)) return true;
    }
    return false;
}

bool is_one_of(const ClaimToken& token, const std::vector<std::string_view>& words) {
    return token.kind == ClaimToken::Kind::word &&
           std::ranges::find(words, token.text) != words.end();
}

// "All respondents (#)", "None of them (#)": a percentage in brackets right behind is of them, if
// they do not say of whom it is ("among all respondents").
void check_totals(const ClaimContext& context, const std::vector<Percentage>& percentages) {
    const ClaimLexicon& lexicon = context.lexicon;
    for (std::size_t i = 0; i < context.sentence.size(); ++i) {
        const bool all = is_one_of(context.sentence[i], lexicon.all_words);
        if (!all && !is_one_of(context.sentence[i], lexicon.none_words)) continue;
        if (i > 0 && !is_sign(context.sentence[i - 1], ";")) continue;
        std::size_t end = i + 1;
        while (end < context.sentence.size()) {
            const auto everyone = std::ranges::find_if(context.phrases, [end](const auto& phrase) {
                return phrase.kind == ClaimKind::everyone && phrase.begin == end;
            });
            if (everyone != context.phrases.end()) {
                end = everyone->end;
            } else if (is_one_of(context.sentence[end], lexicon.between)) {
                ++end;
            } else {
                break;
            }
        }
        if (end >= context.sentence.size() || !is_sign(context.sentence[end], "(")) continue;
        const auto of = std::ranges::find(percentages, end + 1, &Percentage::token);
        if (of == percentages.end()) continue;
        const bool is_answer =  // "None (#), little (#)"
            of->fact != nullptr &&
            context.facts.is_named(
                of->fact->question, of->fact->category, context.sentence, i, end);
        if (is_answer) continue;
        const double bound = all ? 100 : 0;
        check_beside(context, {ClaimKind::share, i, end, bound, bound, 0}, {*of});
    }
}

}  // namespace

void check_shares(const ClaimContext& context) {
    const std::vector<Percentage> percentages = percentages_of(context);
    check_totals(context, percentages);
    bool of_things = false;  // as the last one was
    for (const ClaimPhrase& phrase : context.phrases) {
        if (phrase.kind != ClaimKind::share) continue;
        of_things =
            is_of_things(context, phrase) || (of_things && !goes_on_with_people(context, phrase));
        if (of_things || is_part_of_range(context, phrase)) continue;
        const auto candidates = spoken_of(context, phrase, percentages);
        if (!candidates.empty()) {
            check_beside(context, phrase, candidates);
        } else if (percentages.empty() && !context.numbers_of_others &&
                   phrase.value != beside_number) {
            const bool has_figure = std::any_of(
                context.sentence.begin(), context.sentence.end(), [](const auto& token) {
                    return token.kind == ClaimToken::Kind::figure;
                });
            if (!has_figure) check_by_words(context, phrase);
        }
    }
}

}  // namespace mtm
