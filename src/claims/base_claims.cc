#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "claims/claim_checks.h"
#include "report/print_number.h"

namespace mtm {
namespace {

// Words that may stand between a number and those whom it is a share of.
bool joins(const ClaimToken& token) {
    static constexpr std::string_view words[] = {
        "of",   "the",   "all",    "survey", "surveyed", "interviewed", "total",
        "our",  "these", "%",      "per",    "cent",     "percent",     "от",
        "всех", "числа", "общего", "из",     "барлық",   "barcha"};
    return std::find(std::begin(words), std::end(words), token.text) != std::end(words);
}

bool only_joins(const ClaimContext& context, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        if (!joins(context.sentence[i])) return false;
    }
    return true;
}

// Between words for everyone and a number behind them: nothing, a bracket, or a share in words.
bool leads_to(const ClaimContext& context, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        const ClaimToken& token = context.sentence[i];
        const bool in_share = std::any_of(
            context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
                return phrase.kind == ClaimKind::share && phrase.begin <= i && i < phrase.end;
            });
        if (!in_share && token.text != "(" && token.text != ",") return false;
    }
    return true;
}

bool limited(const ClaimContext& context, const ClaimPhrase& everyone) {
    std::size_t next = everyone.end;
    if (next < context.sentence.size() && context.sentence[next].text == ",") ++next;
    for (const ClaimPhrase& phrase : context.phrases) {
        const bool narrows = phrase.kind == ClaimKind::limit || phrase.kind == ClaimKind::among;
        if (narrows && phrase.begin == next) return true;
    }
    if (everyone.begin == 0) return false;
    const ClaimToken& before = context.sentence[everyone.begin - 1];
    const auto& endings = context.lexicon.limiting_endings;
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
        return before.text.ends_with(ending);
    });
}

// Somebody is singled out before the number: "among employees, # of respondents".
bool limited_before(const ClaimContext& context, std::size_t figure) {
    return std::any_of(
        context.phrases.begin(), context.phrases.end(), [&](const ClaimPhrase& phrase) {
            return phrase.kind == ClaimKind::among && phrase.end <= figure;
        });
}

bool is_share(const FigureFact& fact) {
    return fact.value.unit == FigureUnit::percent && fact.value.base.n > 0;
}

// A share of some among the numbers at a token; null if there is none.
const FigureFact* share_of_some(const ClaimContext& context, std::size_t token) {
    for (const FigureFact& fact : context.facts_at(token)) {
        if (is_share(fact) && !fact.value.base.everyone) return &fact;
    }
    return nullptr;
}

std::string asked_whom(const FigureFact& fact) {
    const Base& base = fact.value.base;
    std::string out =
        print_count(static_cast<std::int64_t>(base.n), "en") + " people who were asked";
    if (!base.where.empty()) out += " and satisfy " + base.where;
    return out;
}

void warn_base(const ClaimContext& context,
               std::size_t token,
               const FigureFact& fact,
               const ClaimPhrase& everyone) {
    context.warn("share-of-wrong-base",
                 token,
                 fmt::format("{}, {}, is a share of the {}, and the text says of “{}”.",
                             told(fact),
                             print(fact.expression.root),
                             asked_whom(fact),
                             written(context.sentence, everyone.begin, everyone.end)),
                 "Say of whom it is, or use share(…), which is of everyone.");
}

void check_everyone(const ClaimContext& context) {
    for (const ClaimPhrase& everyone : context.phrases) {
        if (everyone.kind != ClaimKind::everyone || limited(context, everyone)) continue;
        for (std::size_t i = 0; i < context.sentence.size(); ++i) {
            const FigureFact* some = share_of_some(context, i);
            if (some == nullptr) continue;
            const bool before = i < everyone.begin && only_joins(context, i + 1, everyone.begin);
            const bool behind = i >= everyone.end && leads_to(context, everyone.end, i);
            if ((before || behind) && !limited_before(context, std::min(i, everyone.begin)))
                warn_base(context, i, *some, everyone);
        }
    }
}

// The choice of the group question that an expression is about; empty if none.
std::string group_in(const Node& node, const std::string& question) {
    if (node.kind == NodeKind::binary && node.text == "=" && node.children.size() == 2 &&
        node.children[0].kind == NodeKind::reference && node.children[0].text == question &&
        node.children[1].kind == NodeKind::string) {
        return node.children[1].text;
    }
    std::string out;
    for (const Node& child : node.children) {
        const std::string found = group_in(child, question);
        if (found.empty()) continue;
        if (!out.empty() && out != found) return "several";
        out = found;
    }
    return out;
}

// The same of all numbers of one figure.
std::string group_of(const std::vector<FigureFact>& facts, const std::string& question) {
    std::string out = group_in(facts.front().expression.root, question);
    for (const FigureFact& fact : facts) {
        if (group_in(fact.expression.root, question) != out) return "several";
    }
    return out;
}

// The group that the text says a number is of: right behind it ("# of women"), or before it with no
// other number between ("women: #").
struct SaidGroup {
    const ClaimPhrase* phrase = nullptr;
    bool touches = false;  // it: the number is of that group
};

// Whether the number stands, behind a word, in brackets with another one: which of them the word is
// about cannot be told.
bool shares_brackets(const ClaimContext& context, std::size_t word, std::size_t figure) {
    std::size_t open = figure;
    while (open > word && context.sentence[open - 1].text != "(")
        --open;
    if (open == word) return false;
    for (std::size_t i = open; i < context.sentence.size() && context.sentence[i].text != ")";
         ++i) {
        if (i != figure && context.sentence[i].kind == ClaimToken::Kind::figure) return true;
    }
    return false;
}

// Whether another group stands as near to the number: behind it ("and # were women"), or beside the
// first with no number between ("men more than women: #").
bool is_one_of_two(const ClaimContext& context, const ClaimPhrase& before, std::size_t figure) {
    for (const ClaimPhrase& phrase : context.phrases) {
        if (phrase.kind != ClaimKind::group || phrase.value == before.value) continue;
        if (phrase.begin > figure && phrase.begin <= figure + 3) return true;
        if (phrase.end > before.begin) continue;
        bool parted = false;
        for (std::size_t i = phrase.end; i < before.begin; ++i) {
            parted = parted || context.sentence[i].kind == ClaimToken::Kind::figure ||
                     context.sentence[i].text == ";";
        }
        if (!parted) return true;
    }
    return false;
}

SaidGroup group_said(const ClaimContext& context, std::size_t figure) {
    const ClaimPhrase* behind = nullptr;
    const ClaimPhrase* before = nullptr;
    for (const ClaimPhrase& phrase : context.phrases) {
        if (phrase.kind != ClaimKind::group) continue;
        std::size_t next = figure + 1;
        if (next < phrase.begin && context.sentence[next].text == "among") ++next;
        if (phrase.begin > figure && only_joins(context, next, phrase.begin) && behind == nullptr) {
            behind = &phrase;
        }
        if (phrase.end <= figure && figure - phrase.end <= 6) before = &phrase;
    }
    if (before != nullptr && is_one_of_two(context, *before, figure)) before = nullptr;
    if (before != nullptr && shares_brackets(context, before->end, figure)) before = nullptr;
    if (before != nullptr) {
        for (std::size_t i = before->end; i < figure; ++i) {
            const ClaimToken& token = context.sentence[i];
            const bool comma =
                token.text == "," && (behind != nullptr || context.lexicon.modifiers_follow);
            if (token.kind == ClaimToken::Kind::figure || token.text == ";" || comma)
                before = nullptr;
            if (before == nullptr) break;
        }
    }
    if (context.lexicon.modifiers_follow && before != nullptr)
        return {before, before->end == figure};
    if (behind != nullptr) return {behind, true};
    return {before, false};
}

// Whether a sentence, or a part of one, begins at a token.
bool begins_part(const ClaimContext& context, std::size_t at) {
    static constexpr std::string_view before[] = {
        ",", ";", ":", "(", "–", "—", "and", "but", "while", "и", "а", "но", "және", "ал", "va"};
    return at == 0 || std::ranges::find(before, context.sentence[at - 1].text) != std::end(before);
}

bool is_one_of(const ClaimToken& token, std::initializer_list<std::string_view> words) {
    return token.kind == ClaimToken::Kind::word &&
           std::ranges::find(words, token.text) != words.end();
}

// Whether the text takes the group for the base: "of the women, #", "# of the women", «из женщин
// #», «әйелдердің #». "The share of women, #" does not.
bool is_base(const ClaimContext& context, const ClaimPhrase& group, std::size_t figure) {
    const ClaimSentence& sentence = context.sentence;
    std::size_t at = group.begin;
    while (at > 0 && is_one_of(sentence[at - 1], {"the", "all", "these", "всех"}))
        --at;
    if (group.begin > figure)
        return at == figure + 2 && is_one_of(sentence[at - 1], {"of", "among"});
    const std::string& word = sentence[group.end - 1].text;
    if (context.lexicon.modifiers_follow && group.end == figure)
        return word.ends_with("дің") || word.ends_with("ning");
    if (at == 0) return false;
    const bool touches =
        group.end == figure || (group.end + 1 == figure && sentence[group.end].text == ",");
    if (!touches) return false;
    if (is_one_of(sentence[at - 1], {"of", "among", "из", "среди"}))
        return begins_part(context, at - 1);
    return false;
}

// "Of the women, {{ percent(${sex} = 'female') }} work": the share that they are of all, printed as
// one of them.
void check_share_of_itself(const ClaimContext& context,
                           const FigureFact& fact,
                           const SaidGroup& said,
                           const std::string& meant,
                           std::size_t figure) {
    if (fact.question != context.facts.group_question() || fact.category != meant) return;
    if (!is_share(fact) || !is_base(context, *said.phrase, figure)) return;
    context.warn(
        "share-of-wrong-group",
        figure,
        fmt::format("{}, {}, is the share that they are of others, and the text says it of "
                    "“{}”.",
                    told(fact),
                    print(fact.expression.root),
                    written(context.sentence, said.phrase->begin, said.phrase->end)),
        "Count what the sentence says of them: {{ percent(…, ${" + fact.question + "} = '" + meant +
            "') }}.");
}

void check_groups(const ClaimContext& context) {
    const std::string& question = context.facts.group_question();
    if (question.empty()) return;
    for (std::size_t i = 0; i < context.sentence.size(); ++i) {
        const std::vector<FigureFact>& facts = context.facts_at(i);
        if (facts.empty() || facts.front().is_change) continue;
        const SaidGroup said = group_said(context, i);
        if (said.phrase == nullptr) continue;
        const std::string meant = context.facts.group_called(said.phrase->value);
        if (meant.empty()) continue;
        const std::string own = group_of(facts, question);
        if (own == "several") continue;
        if (own == meant) {
            check_share_of_itself(context, facts.front(), said, meant, i);
            continue;
        }
        const FigureFact* fact = &facts.front();
        const bool of_everyone = own.empty();
        if (of_everyone && (!said.touches || !is_share(*fact))) continue;
        if (of_everyone && fact->expression.root.text == "share") continue;
        context.warn("share-of-wrong-group",
                     i,
                     fmt::format("The text says “{}” of {}, {}.",
                                 written(context.sentence, said.phrase->begin, said.phrase->end),
                                 told(*fact),
                                 print(fact->expression.root)),
                     of_everyone ? "Add ${" + question + "} = '" + meant + "' as its where."
                                 : "Correct the word or the figure.");
    }
}

}  // namespace

void check_bases(const ClaimContext& context) {
    check_everyone(context);
    check_groups(context);
}

}  // namespace mtm
