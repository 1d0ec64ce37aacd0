#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "interview/interview.h"

namespace mtm {

/// Where the questions and groups of a form are found by name within their group: made once, for
/// many submissions. Points into the questionnaire, which must outlive it unchanged.
class SubmissionNames {
public:
    explicit SubmissionNames(const Questionnaire& questionnaire);

    /// The question of that name in that group (−1: in none), or −1.
    [[nodiscard]] int question(int group, std::string_view name) const;

    /// The group of that name in that group, if no question has it; or −1.
    [[nodiscard]] int group(int parent, std::string_view name) const;

    [[nodiscard]] const Questionnaire& questionnaire() const { return questionnaire_; }

private:
    struct Children {
        std::unordered_map<std::string_view, int> questions;
        std::unordered_map<std::string_view, int> groups;
    };

    const Questionnaire& questionnaire_;
    std::vector<Children> children_;  // of the root, then of each group
};

/// read_submission() where many submissions of one form are read.
[[nodiscard]] ReadInterview read_submission(const SubmissionNames& names,
                                            std::string_view xml,
                                            const std::string& file_name);

}  // namespace mtm
