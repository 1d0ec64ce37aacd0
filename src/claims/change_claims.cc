#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "claims/claim_checks.h"

namespace mtm {
namespace {

bool says_change(ClaimKind kind) {
    return kind == ClaimKind::rise || kind == ClaimKind::fall || kind == ClaimKind::steady;
}

// A change rounds to nothing where it would be printed as 0.
bool holds(ClaimKind kind, double change) {
    switch (kind) {
        case ClaimKind::rise:
            return change > 0;
        case ClaimKind::fall:
            return change < 0;
        default:
            return std::abs(change) < 1;
    }
}

struct ChangeFound {
    double value = 0;
    std::string told;
};

// The change that stands nearest to the phrase.
std::optional<ChangeFound> change_beside(const ClaimContext& context, const ClaimPhrase& phrase) {
    std::optional<ChangeFound> out;
    std::size_t nearest = context.sentence.size() + 1;
    for (std::size_t i = 0; i < context.sentence.size(); ++i) {
        const FigureFact* fact = context.fact(i);
        if (fact == nullptr || !fact->is_change) continue;
        const std::size_t distance = i < phrase.begin ? phrase.begin - i : i - phrase.end + 1;
        if (distance >= nearest) continue;
        nearest = distance;
        out = ChangeFound{*fact->value.estimate.value,
                          fmt::format("{:+.1f}", *fact->value.estimate.value)};
    }
    return out;
}

bool is_word(const ClaimToken& token, std::initializer_list<std::string_view> words) {
    return token.kind == ClaimToken::Kind::word &&
           std::find(words.begin(), words.end(), token.text) != words.end();
}

// "from # to #": a figure behind "from" and one behind "to" with nothing else between, or two that
// carry the endings of those cases.
std::optional<ChangeFound> change_from_to(const ClaimContext& context) {
    std::vector<std::size_t> figures;
    bool from = false;
    bool to = false;
    for (std::size_t i = 0; i < context.sentence.size(); ++i) {
        const ClaimToken& token = context.sentence[i];
        if (const FigureFact* fact = context.fact(i); fact != nullptr && !fact->is_change)
            figures.push_back(i);
        const bool next_is_figure = i + 1 < context.sentence.size() &&
                                    context.sentence[i + 1].kind == ClaimToken::Kind::figure;
        if (next_is_figure && is_word(token, {"from", "с", "со"})) from = true;
        if (next_is_figure && is_word(token, {"to", "до"})) to = true;
        if (is_word(token,
                    {"дан", "ден", "тан", "тен", "нан", "нен", "пайыздан", "foizdan", "dan"}))
            from = true;
        if (is_word(token, {"ға", "ге", "қа", "ке", "пайызға", "foizga", "ga", "дейін", "gacha"}))
            to = true;
    }
    if (!from || !to || figures.size() != 2) return std::nullopt;
    const FigureFact& first = *context.fact(figures[0]);
    const FigureFact& second = *context.fact(figures[1]);
    if (first.value.unit != second.value.unit) return std::nullopt;
    const double change = *second.value.estimate.value - *first.value.estimate.value;
    return ChangeFound{change, "from " + told(first) + " to " + told(second)};
}

bool has_number(const ClaimContext& context) {
    return std::any_of(context.sentence.begin(), context.sentence.end(), [](const auto& token) {
        return token.kind == ClaimToken::Kind::figure;
    });
}

// "Women’s share increased since Round 3", without a number: the change of the share that the words
// name. The round must be named, or the change may be of anything else.
std::optional<ChangeFound> change_by_words(const ClaimContext& context) {
    if (has_number(context)) return std::nullopt;
    const ClaimSentence& sentence = context.sentence;
    const auto round = std::find_if(sentence.begin(), sentence.end(), [](const auto& token) {
        return token.text.starts_with("round") || token.text.starts_with("раунд") ||
               token.text.starts_with("raund");
    });
    if (round == sentence.end()) return std::nullopt;
    const auto number = std::find_if(sentence.begin(), sentence.end(), [](const auto& token) {
        return token.kind == ClaimToken::Kind::number;
    });
    const auto meant = context.facts.meant_of_change(sentence);
    if (!meant) return std::nullopt;
    const auto change = context.facts.change_of(
        *meant, number == sentence.end() ? std::string_view() : number->text);
    if (!change) return std::nullopt;
    return ChangeFound{*change, fmt::format("{:+.1f} percentage points", *change)};
}

// "Fewer than in Round 3", "больше, чем в прошлом раунде": a fall or a rise since the round before.
std::optional<ClaimKind> change_since_round(const ClaimContext& context,
                                            const ClaimPhrase& phrase) {
    if (phrase.kind != ClaimKind::more && phrase.kind != ClaimKind::fewer) return std::nullopt;
    const auto than = std::ranges::find_if(context.phrases, [&phrase](const ClaimPhrase& other) {
        return other.kind == ClaimKind::than && other.begin >= phrase.end &&
               other.begin <= phrase.end + 2;
    });
    if (than == context.phrases.end()) return std::nullopt;
    const std::size_t end = std::min(than->end + 4, context.sentence.size());
    for (std::size_t i = than->end; i < end; ++i) {
        for (const std::string_view word : {"round", "раунд"}) {
            if (context.sentence[i].text.starts_with(word))
                return phrase.kind == ClaimKind::more ? ClaimKind::rise : ClaimKind::fall;
        }
    }
    return std::nullopt;
}

}  // namespace

void check_changes(const ClaimContext& context) {
    for (const ClaimPhrase& phrase : context.phrases) {
        const auto since = change_since_round(context, phrase);
        if (!says_change(phrase.kind) && !since) continue;
        const ClaimKind kind = since.value_or(phrase.kind);
        auto change = change_beside(context, phrase);
        if (!change && !since) change = change_from_to(context);
        if (!change && !since) change = change_by_words(context);
        if (!change || holds(kind, change->value)) continue;
        const char* means = kind == ClaimKind::rise   ? "a number above 0"
                            : kind == ClaimKind::fall ? "a number below 0"
                                                      : "a change of less than 1";
        context.warn("change-contradicted",
                     phrase.begin,
                     fmt::format("“{}” means {}, and the change is {}.",
                                 written(context.sentence, phrase.begin, phrase.end),
                                 means,
                                 change->told),
                     "Say which way it went, or correct the figure.");
    }
}

}  // namespace mtm
