#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/random.h"
#include "interview/instance_source.h"
#include "interview/routing.h"
#include "rehearse/variable.h"

namespace mtm {

/// What the fit has decided about one answer.
struct DecidedAnswer {
    const Variable* variable = nullptr;  // null: nothing
    int atom = -1;
    std::vector<std::pair<int, bool>> options;  // select_multiple: choice, chosen
    const long long* number = nullptr;          // in steps of the variable, where a mean is claimed
};

/// Draws answers that a question admits. What is common among its choices is drawn once from the
/// seed, so that interviews resemble each other as those of one survey do.
class AnswerDraw {
public:
    AnswerDraw(const Router& router, std::uint64_t seed, long long first_day, long long last_day);

    /// An answer as a submission holds it, or empty for none. `interview` is as far as it got.
    [[nodiscard]] std::string draw(int question,
                                   const DecidedAnswer& decided,
                                   RoutedInterview& interview,
                                   int instance,
                                   Random& random);

private:
    struct Habits {
        std::vector<double> weights;  // by choice
        std::vector<int> exclusive;   // choices that stand alone
        std::vector<Atom> intervals;  // of a number
        std::vector<double> chances;  // by choice, of a select_multiple
        bool made = false;
    };

    const Habits& habits_of(int question);
    const std::vector<int>& offered(int question, const RoutedInterview& interview, int instance);
    std::string once(int question,
                     const DecidedAnswer& decided,
                     const std::vector<int>& choices,
                     Random& random,
                     int attempt);
    std::string drawn_choice(int question,
                             const DecidedAnswer& decided,
                             const std::vector<int>& choices,
                             Random& random);
    std::string drawn_set(int question,
                          const DecidedAnswer& decided,
                          const std::vector<int>& choices,
                          Random& random);
    std::string drawn_number(int question,
                             const DecidedAnswer& decided,
                             Random& random,
                             int attempt);
    /// A number near an answer that the constraint compares with.
    [[nodiscard]] static std::string number_beside(const Question& question,
                                                   const InstanceSource& source,
                                                   Random& random);
    [[nodiscard]] std::string drawn_text(const Question& question, Random& random, int attempt);
    [[nodiscard]] std::string drawn_date(Random& random, int attempt) const;

    const Router& router_;
    std::uint64_t seed_;
    long long first_day_;
    long long last_day_;
    std::vector<Habits> habits_;
    std::set<int> repeat_sizes_;  // questions that say how often a repeat is asked
    std::unordered_map<std::string, std::vector<int>> offered_;  // by question and filter's inputs
};

}  // namespace mtm
