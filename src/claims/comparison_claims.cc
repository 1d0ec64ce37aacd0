#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "claims/claim_checks.h"

namespace mtm {
namespace {

// Where the two numbers of a comparison stand: the one that is said to be more, less or so many
// times as much, and the one that it is compared with.
struct Compared {
    std::size_t one = 0;
    std::size_t other = 0;
};

class ComparisonFinder {
public:
    explicit ComparisonFinder(const ClaimContext& context) : context_(context) {
        for (std::size_t i = 0; i < context.sentence.size(); ++i) {
            const FigureFact* fact = context.fact(i);
            if (fact != nullptr && !fact->is_change) figures_.push_back(i);
        }
    }

    [[nodiscard]] std::optional<Compared> of(const ClaimPhrase& claim) const {
        if (figures_.size() < 2) return std::nullopt;
        const auto compared = place(claim);
        if (!compared) return std::nullopt;
        const FigureFact& one = *context_.fact(compared->one);
        const FigureFact& other = *context_.fact(compared->other);
        if (one.value.unit != other.value.unit) return std::nullopt;
        if (!is_of_its_like(one, other, *compared, claim)) return std::nullopt;
        return compared;
    }

private:
    // "More than 300 dollars (#)" is a label: two answers are compared where the other is named
    // right before its number, and no number stands between.
    [[nodiscard]] bool is_of_its_like(const FigureFact& one,
                                      const FigureFact& other,
                                      const Compared& at,
                                      const ClaimPhrase& claim) const {
        if (one.question != other.question || one.category == other.category ||
            one.question.empty() || one.question == context_.facts.group_question()) {
            return true;
        }
        const std::size_t begin = at.other >= 5 ? at.other - 5 : 0;
        for (std::size_t i = begin; i < at.other; ++i) {
            if (context_.sentence[i].kind == ClaimToken::Kind::number) return false;
        }
        const auto stands = [&](ClaimKind kind, std::size_t from, std::size_t to) {
            return std::any_of(
                context_.phrases.begin(), context_.phrases.end(), [&](const ClaimPhrase& phrase) {
                    return phrase.kind == kind && phrase.end > from && phrase.end <= to;
                });
        };
        if (stands(ClaimKind::thing, begin, at.other) ||
            stands(ClaimKind::spelled_number, begin, at.other)) {
            return false;
        }
        if (!context_.lexicon.modifiers_follow && !stands(ClaimKind::than, begin, at.other) &&
            claim.kind != ClaimKind::times && !is_verb(claim)) {
            return false;
        }
        // "Longer hours" are an answer.
        for (const FigureFact* fact : {&one, &other}) {
            if (context_.facts.is_named(
                    fact->question, fact->category, context_.sentence, claim.begin, claim.end)) {
                return false;
            }
        }
        return context_.facts.is_named(
            other.question, other.category, context_.sentence, begin, at.other);
    }

    // "Outnumber", "exceed": what they compare stands on either side.
    [[nodiscard]] bool is_verb(const ClaimPhrase& claim) const {
        const std::string& word = context_.sentence[claim.begin].text;
        return word.starts_with("outnumber") || word.starts_with("exceed") ||
               word.starts_with("превы");
    }

    [[nodiscard]] std::optional<Compared> place(const ClaimPhrase& claim) const {
        if (context_.lexicon.modifiers_follow) return around_marker_before(claim);
        if (is_verb(claim)) return around(claim.begin, claim);
        for (const ClaimPhrase& marker : context_.phrases) {
            if (marker.kind != ClaimKind::than) continue;
            if (marker.begin < claim.begin) {
                if (const auto found = opening(marker, claim)) return found;
            } else if (marker.begin <= claim.end + 14) {
                return around(marker.begin, claim);
            }
        }
        if (claim.kind == ClaimKind::times) {
            for (std::size_t i = claim.end + 1; i < context_.sentence.size(); ++i) {
                if (context_.sentence[i].text == "as") return around(i, claim);
            }
        }
        return genitive(claim);
    }

    // "Women (a) … more often than men (b)"; "more women than men (a and b)".
    [[nodiscard]] std::optional<Compared> around(std::size_t marker, const ClaimPhrase&) const {
        std::optional<std::size_t> before;
        std::vector<std::size_t> after;
        for (const std::size_t figure : figures_) {
            if (figure < marker && !cut_between(figure, marker)) before = figure;
            if (figure > marker && !cut_between(marker, figure)) after.push_back(figure);
        }
        if (before && !after.empty()) return Compared{*before, after.front()};
        if (!before && after.size() == 2) return Compared{after[0], after[1]};
        return std::nullopt;
    }

    // "Compared with men (b), women (a) … more often".
    [[nodiscard]] std::optional<Compared> opening(const ClaimPhrase& marker,
                                                  const ClaimPhrase& claim) const {
        if (marker.begin > 1) return std::nullopt;
        std::vector<std::size_t> after;
        for (const std::size_t figure : figures_) {
            if (figure > marker.end) after.push_back(figure);
        }
        if (after.size() != 2 || after[0] > claim.begin) return std::nullopt;
        return Compared{after[1], after[0]};
    }

    // Kazakh and Uzbek: "A (a) B-ға (b) қарағанда жиірек"; "B-ға (b) қарағанда A (a) жиірек".
    [[nodiscard]] std::optional<Compared> around_marker_before(const ClaimPhrase& claim) const {
        for (const ClaimPhrase& marker : context_.phrases) {
            if (marker.kind != ClaimKind::than || marker.end > claim.begin) continue;
            std::vector<std::size_t> before;
            std::optional<std::size_t> after;
            for (const std::size_t figure : figures_) {
                if (figure < marker.begin && !cut_between(figure, marker.begin))
                    before.push_back(figure);
                if (figure > marker.begin && !after) after = figure;
            }
            if (before.size() == 2) return Compared{before[0], before[1]};
            if (before.size() == 1 && after) return Compared{*after, before[0]};
        }
        return std::nullopt;
    }

    // Russian: "женщины (a) вдвое чаще мужчин (b)"; "женщины чаще (a) мужчин (b)".
    [[nodiscard]] std::optional<Compared> genitive(const ClaimPhrase& claim) const {
        if (context_.lexicon.language != "ru" || figures_.size() != 2) return std::nullopt;
        if (figures_[1] < claim.end) return std::nullopt;
        const std::size_t from = std::max(claim.end, figures_[0]);
        const bool people = std::any_of(
            context_.phrases.begin(), context_.phrases.end(), [&](const ClaimPhrase& phrase) {
                return phrase.kind == ClaimKind::group && phrase.begin >= from &&
                       phrase.begin <= from + 2 && phrase.begin < figures_[1];
            });
        if (!people) return std::nullopt;
        return Compared{figures_[0], figures_[1]};
    }

    [[nodiscard]] bool cut_between(std::size_t begin, std::size_t end) const {
        for (std::size_t i = begin; i < end; ++i) {
            if (context_.sentence[i].kind == ClaimToken::Kind::sign &&
                context_.sentence[i].text == ";") {
                return true;
            }
        }
        return false;
    }

    const ClaimContext& context_;
    std::vector<std::size_t> figures_;  // tokens
};

// "Вдвое реже": so many times less.
bool times_less(const ClaimContext& context, const ClaimPhrase& times) {
    return std::any_of(
        context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
            return phrase.kind == ClaimKind::fewer && phrase.begin >= times.end &&
                   phrase.begin <= times.end + 1;
        });
}

bool behind_times(const ClaimContext& context, const ClaimPhrase& claim) {
    return std::any_of(
        context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
            return phrase.kind == ClaimKind::times && phrase.end <= claim.begin &&
                   phrase.end + 1 >= claim.begin;
        });
}

bool holds(const ClaimContext& context, const ClaimPhrase& claim, double one, double other) {
    if (claim.kind == ClaimKind::more) return one > other;
    if (claim.kind == ClaimKind::fewer) return one < other;
    if (times_less(context, claim)) std::swap(one, other);
    if (other == 0) return true;
    const double ratio = one / other;
    return ratio >= claim.low && ratio <= claim.high;
}

}  // namespace

void check_comparisons(const ClaimContext& context) {
    const ComparisonFinder finder(context);
    for (const ClaimPhrase& claim : context.phrases) {
        const bool compares = claim.kind == ClaimKind::times ||
                              ((claim.kind == ClaimKind::more || claim.kind == ClaimKind::fewer) &&
                               !behind_times(context, claim));
        if (!compares) continue;
        const auto compared = finder.of(claim);
        if (!compared) continue;
        const FigureFact& one = *context.fact(compared->one);
        const FigureFact& other = *context.fact(compared->other);
        if (holds(context, claim, *one.value.estimate.value, *other.value.estimate.value)) continue;
        context.warn("comparison-contradicted",
                     claim.begin,
                     fmt::format("“{}” compares {}, {}, with {}, {}.",
                                 written(context.sentence, claim.begin, claim.end),
                                 told(one),
                                 print(one.expression.root),
                                 told(other),
                                 print(other.expression.root)),
                     "Turn the comparison round, or correct the figures.");
    }
}

}  // namespace mtm
