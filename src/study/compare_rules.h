#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mtm {

/// A choice that counts as another when rounds are compared, in whichever round has it.
struct ChoiceRecode {
    std::string question;
    std::string from;
    std::string to;
    int line = 0;  // of study.toml
};

/// What is done about many tests at once: some would be significant by chance alone.
enum class TestCorrection : std::uint8_t { holm, benjamini_hochberg };

/// How this round is compared with others: [compare] of study.toml. docs/rounds.md explains each.
struct CompareRules {
    std::vector<ChoiceRecode> recodes;
    std::vector<std::string> same;  // questions that mean the same in spite of other words or bases
    std::vector<std::string> mix;   // what divides people where the mix is told from the change
    TestCorrection correction = TestCorrection::holm;
    int line = 0;  // of study.toml; 0: there is no such section
};

}  // namespace mtm
