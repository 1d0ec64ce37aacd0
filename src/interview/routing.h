#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "interview/interview.h"
#include "interview/levels.h"

namespace mtm {

/// One instance of a repeat (or the interview itself) with the answers that stand in it.
struct RoutedInstance {
    int level = 0;
    int parent = -1;   // index into RoutedInterview::instances
    int position = 0;  // 0-based, among the instances of its repeat under the same parent
    std::vector<std::string> values;  // by slot; empty where not asked or not answered
    std::vector<std::uint8_t> asked;  // by slot
};

enum class BreakKind {
    not_asked,     // an answer to a question that the skip logic did not reach
    required,      // a required question left blank
    constraint,    // an answer outside its constraint
    not_a_choice,  // a select answer that is not on its list
    not_a_number,  // text where a number must be
    calculation    // a calculated value that the form's own formula does not give
};

/// What an interview does that the form would not have allowed.
struct LogicBreak {
    BreakKind kind;
    int question;
    int instance;  // index into RoutedInterview::instances
    std::string value;
};

/// An interview after its questionnaire's logic was followed.
struct RoutedInterview {
    std::vector<RoutedInstance> instances;  // instances[0] is the interview itself
    std::vector<LogicBreak> breaks;
};

/// Follows a questionnaire's logic over interviews. The same answers give the same result, always:
/// `now()` is the instant at which the interview ended, as the interview itself says.
class Router {
public:
    explicit Router(const Questionnaire& questionnaire);

    /// Which questions were asked, and what breaks the form's rules.
    [[nodiscard]] RoutedInterview route(const Interview& interview) const;

    [[nodiscard]] const Levels& levels() const { return levels_; }

    /// Questions so ordered that each comes after those on which its being asked depends.
    [[nodiscard]] const std::vector<int>& order() const { return order_; }

    [[nodiscard]] const Questionnaire& questionnaire() const { return *questionnaire_; }

    /// Index of the question of that name, or -1.
    [[nodiscard]] int find(std::string_view name) const;

private:
    friend class InstanceSource;

    const Questionnaire* questionnaire_;
    Levels levels_;
    std::unordered_map<std::string_view, int> index_;
    std::vector<std::vector<const Expression*>> relevance_;
    std::vector<int> order_;
};

}  // namespace mtm
