#pragma once

#include <set>
#include <string>
#include <vector>

#include "capture/json_answer.h"
#include "capture/quality_watch.h"
#include "capture/sight.h"

namespace mtm {

/// How much of the findings someone sees. A supervisor: those that rest on interviews of their own
/// team alone. An analyst: all, without names, and without the words of those that tell an answer
/// that is not for them, or where somebody was.
class QualitySight {
public:
    /// REQUIRES: `who` may read findings of the study. Study and findings must outlive it.
    QualitySight(const Identity& who, const ServedStudy& study, const QualityNow& now);

    [[nodiscard]] bool sees(const WatchedFinding& finding) const;

    [[nodiscard]] bool sees_everyone() const { return sight_.scope.everyone; }

    /// All interviews of an enumerator; some of them.
    [[nodiscard]] bool sees_all_of(const std::string& enumerator) const;
    [[nodiscard]] bool sees_some_of(const WatchedEnumerator& enumerator) const;

    /// Enumerators by name.
    [[nodiscard]] bool names_staff() const { return sight_.staff; }

    /// REQUIRES: it is seen.
    [[nodiscard]] Json finding_json(const WatchedFinding& each) const;

private:
    [[nodiscard]] bool tells_words_of(const WatchedFinding& each) const;
    [[nodiscard]] bool is_identifying(int question) const;

    const ServedStudy& study_;
    Sight sight_;
    std::vector<bool> identifying_;          // by question; empty where all may be seen
    std::vector<std::string> hidden_rules_;  // how words of rules about such questions begin
    std::set<std::string> elsewhere_;        // enumerators with interviews that are not seen
};

}  // namespace mtm
