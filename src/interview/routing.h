#pragma once

#include <cstdint>
#include <optional>
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
    std::uint64_t seed = 0;  // of what its expressions draw: from its instanceID
};

/// Follows a questionnaire's logic over interviews. The same answers give the same result, always:
/// `now()` is the instant at which the interview ended, as the interview itself says.
class Router {
public:
    /// The questionnaire must outlive it.
    explicit Router(const Questionnaire& questionnaire);
    Router(const Router&) = delete;  // its tables point into themselves
    Router& operator=(const Router&) = delete;
    ~Router() = default;

    /// Which questions were asked, and what breaks the form's rules.
    [[nodiscard]] RoutedInterview route(const Interview& interview) const;

    [[nodiscard]] const Levels& levels() const { return levels_; }

    /// Questions so ordered that each comes after those on which its being asked depends.
    [[nodiscard]] const std::vector<int>& order() const { return order_; }

    [[nodiscard]] const Questionnaire& questionnaire() const { return *questionnaire_; }

    /// Index of the question of that name, or -1.
    [[nodiscard]] int find(std::string_view name) const;

    /// "/data/household/age".
    [[nodiscard]] const std::string& path_of(int question) const {
        return paths_[static_cast<std::size_t>(question)];
    }

    [[nodiscard]] const std::string& path_of_group(int group) const {
        return group_paths_[static_cast<std::size_t>(group)];
    }

    /// Which of a question's rules can be held against an answer: see `is_knowable`.
    struct Known {
        bool required = false;
        bool constraint = false;
        bool calculation = false;  // also the same at any moment of the interview
    };

    [[nodiscard]] const Known& known(int question) const {
        return known_[static_cast<std::size_t>(question)];
    }

    [[nodiscard]] std::string_view root_path() const { return root_path_; }

    /// The question whose node has this path, or -1.
    [[nodiscard]] int question_at(std::string_view path) const;

    /// The level of the repeat whose node has this path; 0 for any other path.
    [[nodiscard]] int level_at(std::string_view path) const;

    /// The group or repeat whose node has this path; -1 for the root, nothing for any other.
    [[nodiscard]] std::optional<int> group_at(std::string_view path) const;

    /// Whether the form has a node of this path: its root, a group or a question.
    [[nodiscard]] bool is_node(std::string_view path) const;

private:
    /// One of the conditions under which a question is asked.
    struct Condition {
        const Expression* expression;
        std::string_view path;  // of the group or question that it stands at
        bool knowable;          // false: it rests on what an interview does not hold
    };

    [[nodiscard]] bool is_asked(std::size_t question,
                                const RoutedInterview& interview,
                                int at) const;

    const Questionnaire* questionnaire_;
    Levels levels_;
    std::vector<std::string> paths_;
    std::vector<std::string> group_paths_;
    std::unordered_map<std::string_view, int> index_;  // by name
    std::unordered_map<std::string_view, int> questions_by_path_;
    std::unordered_map<std::string_view, int> groups_by_path_;  // -1: the root
    std::string root_path_;
    std::vector<std::vector<Condition>> conditions_;
    std::vector<Known> known_;
    std::vector<int> order_;
};

/// Whether an expression can be evaluated from an interview alone: not where it takes from a file
/// that the questionnaire does not hold (pulldata, instance of a file), from the device, from
/// another interview or from chance, or calls what MTM does not compute. What cannot be known is
/// never held against an interview.
[[nodiscard]] bool is_knowable(const Questionnaire& form, const Node& node);

}  // namespace mtm
