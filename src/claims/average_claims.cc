#include <algorithm>

#include <fmt/format.h>

#include "claims/claim_checks.h"

namespace mtm {
namespace {

bool asks_for(const Node& node, std::string_view statistic) {
    if (node.kind == NodeKind::call && node.text == statistic) return true;
    return std::ranges::any_of(node.children,
                               [&](const Node& child) { return asks_for(child, statistic); });
}

/// The first number of that statistic, and where it stands; null if there is none.
struct NumberThere {
    const FigureFact* fact = nullptr;
    std::size_t token = 0;
};

NumberThere number_of(const ClaimContext& context, std::string_view statistic) {
    for (std::size_t i = 0; i < context.sentence.size(); ++i) {
        for (const FigureFact& fact : context.facts_at(i)) {
            if (asks_for(fact.expression.root, statistic)) return {&fact, i};
        }
    }
    return {};
}

bool says(const ClaimContext& context, ClaimKind kind) {
    return std::ranges::any_of(context.phrases,
                               [kind](const ClaimPhrase& phrase) { return phrase.kind == kind; });
}

void check_statistic(const ClaimContext& context,
                     ClaimKind said,
                     std::string_view statistic,
                     std::string_view other) {
    const NumberThere number = number_of(context, other);
    if (number.fact == nullptr || number_of(context, statistic).fact != nullptr) return;
    const auto phrase = std::ranges::find(context.phrases, said, &ClaimPhrase::kind);
    context.warn("average-contradicted",
                 number.token,
                 fmt::format("The text says {} of {}, {}, which is a {}.",
                             context.quoted(*phrase),
                             told(*number.fact),
                             print(number.fact->expression.root),
                             other),
                 fmt::format("Say {}, or use {}(…).", other, statistic));
}

}  // namespace

// A sentence that speaks of both is left to the reader.
void check_averages(const ClaimContext& context) {
    const bool average = says(context, ClaimKind::average);
    const bool middle = says(context, ClaimKind::middle);
    if (average && !middle) check_statistic(context, ClaimKind::average, "mean", "median");
    if (middle && !average) check_statistic(context, ClaimKind::middle, "median", "mean");
}

}  // namespace mtm
