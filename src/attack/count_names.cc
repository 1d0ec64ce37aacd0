#include "attack/count_names.h"

#include "attack/answer_conditions.h"

namespace mtm {

Answers CountNames::with_what_is_told(Answers answers) const {
    for (std::size_t before = 0; before != answers.size();) {
        before = answers.size();
        const Answers known = answers;
        for (const auto& [question, answer] : known) {
            if (answer.empty() || is_negated(answer)) continue;
            const auto [first, last] = told_.equal_range(question);
            for (auto each = first; each != last; ++each)
                add_answer(answers, each->second.first, each->second.second);
        }
    }
    return answers;
}

int CountNames::count(const std::string& population, const Answers& answers) {
    const Answers all = with_what_is_told(answers);
    const auto [at, first] =
        places_.emplace(std::pair(population, all), static_cast<int>(system_.counts.size()));
    if (!first) return at->second;
    std::string name = population;
    for (const auto& [question, answer] : all)
        name += ", " + question + " = " + answer;
    const auto own = limits_.find(population);
    system_.counts.push_back({std::move(name), 0, own == limits_.end() ? most_ : own->second});
    all_.push_back({population, all, at->second});
    return at->second;
}

std::optional<int> CountNames::known(const std::string& population, const Answers& answers) const {
    const auto found = places_.find(std::pair(population, with_what_is_told(answers)));
    if (found == places_.end()) return std::nullopt;
    return found->second;
}

int CountNames::extra(const std::string& name) {
    system_.counts.push_back({name, 0, most_});
    return static_cast<int>(system_.counts.size()) - 1;
}

}  // namespace mtm
