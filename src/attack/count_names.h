#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attack/count_system.h"

namespace mtm {

/// Questions and the answers to them, as a set that tells people apart.
using Answers = std::map<std::string, std::string>;

/// By question: what an answer to it tells of another one, because of which it was asked.
using ToldAnswers = std::multimap<std::string, std::pair<std::string, std::string>>;

/// The counts of a system by who is counted, made as they are asked for.
class CountNames {
public:
    CountNames(CountSystem& system, ToldAnswers told, long long most)
        : system_(system), told_(std::move(told)), most_(most) {}

    /// The count of those of a population who gave these answers, and so what these tell: those
    /// whom skip logic brought to a question and those whom a filter took are one count.
    int count(const std::string& population, const Answers& answers);

    /// The same if it is there already.
    [[nodiscard]] std::optional<int> known(const std::string& population,
                                           const Answers& answers) const;

    /// No count of the population is of more than so many. REQUIRES: none was made yet.
    void limit(const std::string& population, long long most) { limits_[population] = most; }

    /// A count of nobody that has a name yet.
    int extra(const std::string& name);

    struct Named {
        std::string population;
        Answers answers;
        int count = 0;
    };

    [[nodiscard]] const std::vector<Named>& all() const { return all_; }

private:
    [[nodiscard]] Answers with_what_is_told(Answers answers) const;

    CountSystem& system_;
    ToldAnswers told_;
    long long most_;
    std::map<std::string, long long> limits_;  // by population; of others most_
    std::map<std::pair<std::string, Answers>, int> places_;
    std::vector<Named> all_;
};

}  // namespace mtm
