#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "quality/finding.h"

namespace mtm {

/// An enumerator to phone, and why.
struct PhoneCall {
    std::string enumerator;
    std::vector<const Finding*> own;                 // of the enumerator
    std::vector<std::pair<std::string, int>> kinds;  // findings of their interviews by code, those
                                                     // that matter most first
    std::array<int, 3> by_priority{};                // all of these findings
    int weight = 0;                                  // how soon to phone
};

/// Whom to phone today: everyone with a finding of their own, or one of high priority; those with
/// the weightiest findings first. The findings must outlive what is returned.
[[nodiscard]] std::vector<PhoneCall> phone_list(const std::vector<const Finding*>& findings);

/// How much a finding weighs against others.
[[nodiscard]] int weight_of(Priority priority);

}  // namespace mtm
