#include "attack/count_names.h"

namespace mtm {

int CountNames::count(const std::string& population, const Answers& answers) {
    const auto [at, first] =
        places_.emplace(std::pair(population, answers), static_cast<int>(system_.counts.size()));
    if (!first) return at->second;
    std::string name = population;
    for (const auto& [question, answer] : answers)
        name += ", " + question + " = " + answer;
    system_.counts.push_back({std::move(name), 0, most_});
    all_.push_back({population, answers, at->second});
    return at->second;
}

std::optional<int> CountNames::known(const std::string& population, const Answers& answers) const {
    const auto found = places_.find(std::pair(population, answers));
    if (found == places_.end()) return std::nullopt;
    return found->second;
}

int CountNames::extra(const std::string& name) {
    system_.counts.push_back({name, 0, most_});
    return static_cast<int>(system_.counts.size()) - 1;
}

}  // namespace mtm
