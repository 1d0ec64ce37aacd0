#include "study/derived.h"

#include <algorithm>

namespace mtm {
namespace {

bool is_conjunct(const Node& part, const Node& condition) {
    if (part == condition) return true;
    if (condition.kind != NodeKind::binary || condition.text != "and") return false;
    return std::ranges::any_of(condition.children,
                               [&part](const Node& c) { return is_conjunct(part, c); });
}

}  // namespace

const DerivedCategory* category_under(const Plan& plan,
                                      std::string_view variable,
                                      std::string_view category,
                                      const Node* where) {
    const DerivedCategory* general = nullptr;
    const DerivedCategory* own = nullptr;
    for (const DerivedVariable& derived : plan.derived) {
        if (derived.of_table) continue;
        if (derived.name != variable && derived.question != variable) continue;
        for (const DerivedCategory& candidate : derived.categories) {
            if (candidate.name != category) continue;
            if (!candidate.where) {
                if (general == nullptr) general = &candidate;
            } else if (where != nullptr && is_conjunct(candidate.where->root, *where)) {
                own = &candidate;
            }
        }
    }
    return own != nullptr ? own : general;
}

}  // namespace mtm
