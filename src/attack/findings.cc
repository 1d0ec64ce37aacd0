#include "attack/findings.h"

#include <utility>

#include <fmt/format.h>

namespace mtm {

std::string people_between(long long low, long long high) {
    if (low == high) return low == 1 ? "1 person" : fmt::format("{} people", low);
    return fmt::format("{} to {} people", low, high);
}

std::string words_for(const CountTarget& target) {
    switch (target.kind) {
        case TargetKind::cell:
            return target.place;
        case TargetKind::others:
            return target.place + ": all others";
        case TargetKind::base:
            return target.place + ": its base";
        case TargetKind::remainder:
            return target.place;
    }
    return {};
}

void add_finding(AttackOutcome& outcome, std::string where, std::string what) {
    constexpr std::size_t most_told = 20;
    ++outcome.successes;
    if (outcome.found.size() < most_told)
        outcome.found.push_back({std::move(where), std::move(what)});
}

}  // namespace mtm
