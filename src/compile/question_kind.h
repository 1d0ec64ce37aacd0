#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compile/definition.h"

namespace mtm {

/// What XLSForm makes of a type: the control that asks it and what its node holds.
struct QuestionKind {
    std::string_view spelling;   // as in the type column
    std::string_view canonical;  // the one name that MTM uses for it
    std::string_view control;    // empty: not shown
    std::string_view bind_type;
    std::string_view mediatype = {};  // of uploads
    std::string_view preload = {};    // jr:preload: property, timestamp, date
    std::string_view preload_params = {};
    std::string_view constraint = {};
    std::string_view hint = {};
    bool read_only = false;
};

/// The kind that a type names, in any of the spellings that XLSForm has had (selects without their
/// list); nullptr if it is none.
[[nodiscard]] const QuestionKind* find_kind(std::string_view type);

/// Gives an element the control, binding and hint of its kind, where the row sets nothing else.
void apply_kind(const QuestionKind& kind, FormElement& element);

/// The documented spellings, for "did you mean".
[[nodiscard]] std::vector<std::string> documented_types();

/// A type that takes a list: "select_one sex", "select all that apply from sex or specify other".
struct SelectType {
    std::string canonical;  // select_one, select_multiple, select_one_external, rank
    bool from_file = false;
    std::string command;  // as written
    std::string list;
    bool or_other = false;

    bool operator==(const SelectType&) const = default;
};

[[nodiscard]] std::optional<SelectType> read_select_type(std::string_view type);

/// A row that begins or ends a group: "begin_group", "end repeat", "begin loop over list".
struct SectionType {
    enum class Kind { group, repeat, loop };

    Kind kind = Kind::group;
    bool begins = true;
    std::string list;  // of a loop

    bool operator==(const SectionType&) const = default;
};

[[nodiscard]] std::optional<SectionType> read_section_type(std::string_view type);

}  // namespace mtm
