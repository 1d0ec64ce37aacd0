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

/// The counts of a system by who is counted, made as they are asked for.
class CountNames {
public:
    explicit CountNames(CountSystem& system, long long most) : system_(system), most_(most) {}

    /// The count of those of a population who gave these answers.
    int count(const std::string& population, const Answers& answers);

    /// The same if it is there already.
    [[nodiscard]] std::optional<int> known(const std::string& population,
                                           const Answers& answers) const;

    /// A count of nobody that has a name yet.
    int extra(const std::string& name);

    struct Named {
        std::string population;
        Answers answers;
        int count = 0;
    };

    [[nodiscard]] const std::vector<Named>& all() const { return all_; }

private:
    CountSystem& system_;
    long long most_;
    std::map<std::pair<std::string, Answers>, int> places_;
    std::vector<Named> all_;
};

}  // namespace mtm
