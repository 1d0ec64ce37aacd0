#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "claims/claim_checks.h"

namespace mtm {
namespace {

bool holds(const ClaimPhrase& claim, const ReportFacts::AnswerPlace& place) {
    if (claim.value < 0) return place.least;
    return place.rank == static_cast<int>(claim.value);
}

bool is_ranked(const FigureFact* fact) {
    return fact != nullptr && !fact->question.empty();
}

std::string place_in_words(const ReportFacts::AnswerPlace& place) {
    return "number " + std::to_string(place.rank) + (place.least ? " and the least frequent" : "");
}

bool begins_follower(const ClaimContext& context, std::size_t at) {
    return std::ranges::any_of(context.phrases, [at](const ClaimPhrase& phrase) {
        return phrase.kind == ClaimKind::follower && phrase.begin == at;
    });
}

// Whether another answer can begin at a token.
bool parts(const ClaimContext& context, std::size_t at) {
    const std::string& text = context.sentence[at].text;
    return text == "," || std::ranges::count(context.lexicon.joins, text) > 0;
}

// The figure of one answer that a phrase is said of: the first behind it ("most often construction,
// #"), but not that of an answer that follows ("followed by trade, #"); or else the last before it.
// Where something parts it from the one behind, both can be meant: "trade (#) is the largest
// sector, farming (#) the smallest".
std::vector<const FigureFact*> figures_meant(const ClaimContext& context,
                                             const ClaimPhrase& claim) {
    std::vector<const FigureFact*> out;
    bool parted = false;
    for (std::size_t i = claim.end; i < context.sentence.size() && out.empty(); ++i) {
        if (context.sentence[i].text == ";" || begins_follower(context, i)) break;
        parted = parted || parts(context, i);
        if (is_ranked(context.fact(i))) out.push_back(context.fact(i));
    }
    if (!out.empty() && !parted) return out;
    for (std::size_t i = claim.begin; i > 0; --i) {
        if (context.sentence[i - 1].text == ";") break;
        if (!is_ranked(context.fact(i - 1))) continue;
        out.insert(out.begin(), context.fact(i - 1));
        break;
    }
    return out;
}

// Whether the sentence compares one answer between groups: then it is a rank among those.
bool compares_groups(const ClaimContext& context, const FigureFact& fact) {
    for (std::size_t i = 0; i < context.sentence.size(); ++i) {
        const FigureFact* other = context.fact(i);
        if (is_ranked(other) && other->question == fact.question &&
            other->category == fact.category && !(other->where == fact.where)) {
            return true;
        }
    }
    return false;
}

// It is enough if one of them has that place.
void check_figure_rank(const ClaimContext& context,
                       const ClaimPhrase& claim,
                       const std::vector<const FigureFact*>& meant) {
    for (const FigureFact* fact : meant) {
        if (compares_groups(context, *fact)) return;
        const auto place = context.facts.place(fact->question, fact->category, fact->where);
        if (!place || holds(claim, *place)) return;
    }
    const FigureFact& fact = *meant.front();
    const auto place = context.facts.place(fact.question, fact.category, fact.where);
    context.warn("rank-contradicted",
                 claim.begin,
                 fmt::format("{} stands beside {}, which is {} among the answers to “{}”.",
                             context.quoted(claim),
                             print(fact.expression.root),
                             place_in_words(*place),
                             fact.question),
                 "Name the answer that is meant: {{ top(${" + fact.question + "}, 1) }} does.");
}

void check_rank_by_words(const ClaimContext& context, const ClaimPhrase& claim) {
    const auto meant = context.facts.meant_by(context.sentence, context.title_of);
    std::optional<ReportFacts::AnswerPlace> wrong;
    for (const KnownShare& share : meant) {
        std::optional<Expression> where;
        if (!share.group.empty()) return;  // a rank within a group needs its figure
        const auto place = context.facts.place(share.question, share.category, where);
        if (!place || holds(claim, *place)) return;
        wrong = place;
    }
    if (meant.size() != 1 || !meant.front().named_whole || !wrong) return;
    context.warn("rank-contradicted",
                 claim.begin,
                 fmt::format("{} is said of “{}”, which is {} among the answers to “{}” ({}).",
                             context.quoted(claim),
                             meant.front().category,
                             place_in_words(*wrong),
                             meant.front().question,
                             told_percent(wrong->value)),
                 "Name the answer that is meant, and put its figure beside it.");
}

bool has_figure(const ClaimContext& context) {
    return std::any_of(context.sentence.begin(), context.sentence.end(), [](const auto& token) {
        return token.kind == ClaimToken::Kind::figure;
    });
}

}  // namespace

void check_ranks(const ClaimContext& context) {
    for (const ClaimPhrase& claim : context.phrases) {
        if (claim.kind != ClaimKind::rank) continue;
        const std::vector<const FigureFact*> meant = figures_meant(context, claim);
        if (!meant.empty()) {
            check_figure_rank(context, claim, meant);
        } else if (!has_figure(context)) {
            check_rank_by_words(context, claim);
        }
    }
}

}  // namespace mtm
