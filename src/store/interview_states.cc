#include "store/interview_states.h"

#include <algorithm>
#include <array>

namespace mtm {
namespace {

template <typename Enum, std::size_t count>
std::optional<Enum> named(const std::array<std::string_view, count>& names, std::string_view name) {
    const auto* const at = std::ranges::find(names, name);
    if (at == names.end()) return std::nullopt;
    return static_cast<Enum>(at - names.begin());
}

constexpr std::array<std::string_view, 4> review_states{
    "none", "has_issues", "approved", "rejected"};
constexpr std::array<std::string_view, 5> field_states{
    "draft", "pilot", "open", "closing", "closed"};

// States that replace none of those here; a ring of states has none, and then the earliest is it.
std::size_t first_of(const std::vector<StateLink>& states) {
    for (std::size_t i = 0; i < states.size(); ++i) {
        const std::string& replaced = states[i].deprecated_id;
        const bool here = std::ranges::any_of(states, [&](const StateLink& other) {
            return &other != &states[i] && other.instance_id == replaced;
        });
        if (replaced.empty() || !here) return i;
    }
    return 0;
}

// The edit of a state that arrived earliest, if it has one that is not on the line yet.
std::optional<std::size_t> edit_of(const std::vector<StateLink>& states,
                                   std::size_t of,
                                   const std::vector<bool>& followed) {
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (!followed[i] && states[i].deprecated_id == states[of].instance_id) return i;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(ReviewState state) {
    return review_states.at(static_cast<std::size_t>(state));
}

std::string_view name_of(FieldState state) {
    return field_states.at(static_cast<std::size_t>(state));
}

std::optional<ReviewState> review_state_named(std::string_view name) {
    return named<ReviewState>(review_states, name);
}

std::optional<FieldState> field_state_named(std::string_view name) {
    return named<FieldState>(field_states, name);
}

InterviewShape shape_of(const std::vector<StateLink>& states) {
    CHECK(!states.empty());
    InterviewShape shape;
    shape.first = first_of(states);
    shape.current = shape.first;
    std::vector<bool> followed(states.size(), false);
    followed[shape.first] = true;
    std::size_t line = 1;
    while (const auto edit = edit_of(states, shape.current, followed)) {
        shape.current = *edit;
        followed[*edit] = true;
        ++line;
    }
    shape.conflict = line != states.size();
    shape.without_original = !states[shape.first].deprecated_id.empty();
    return shape;
}

std::vector<Flag> flags_of_shape(const InterviewShape& shape, bool set_aside) {
    std::vector<Flag> flags;
    if (shape.conflict) {
        flags.push_back({"edit-conflict",
                         "",
                         "It was edited twice from the same state; the edit that came first "
                         "stands, the other is in its history."});
    }
    if (shape.without_original) {
        flags.push_back(
            {"edit-without-original", "", "It replaces an interview that has not arrived."});
    }
    if (set_aside) {
        flags.push_back(
            {"set-aside", "", "Something that came under its instanceID was set aside."});
    }
    return flags;
}

std::optional<std::int64_t> duration_s(const FieldworkFacts& facts) {
    if (!facts.started || !facts.ended || *facts.ended < *facts.started) return std::nullopt;
    return (*facts.ended - *facts.started + 500) / 1000;
}

SetAside aside(const Arrival& arrival, const std::string& reason, std::string_view bytes) {
    SetAside what;
    what.received = arrival.received;
    what.sender = arrival.sender;
    what.reason = reason;
    what.bytes = bytes;
    what.instance_id = arrival.instance_id;
    return what;
}

Error no_interview(const std::string& instance_id) {
    return {"there is no interview " + instance_id};
}

std::string reason_no_instance_id() {
    return "It has no instanceID, so it could not be told from another interview.";
}

std::string reason_other_xml(const std::string& instance_id) {
    return "The instanceID " + instance_id + " already belongs to an interview with other answers.";
}

std::string reason_file_of_other_xml(const std::string& name, const std::string& instance_id) {
    return "The file " + name + " came with answers under the instanceID " + instance_id +
           ", which already belongs to an interview with other answers.";
}

std::string reason_other_file(const std::string& name, const std::string& instance_id) {
    return "The interview " + instance_id + " already has a file " + name + " with other contents.";
}

}  // namespace mtm
