#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// What a cell of the `type` column says.
struct TypeCell {
    enum class Kind { question, begin_group, begin_repeat, end_group, end_repeat };

    Kind kind = Kind::question;
    QuestionType type = QuestionType::text;
    std::string metadata;   // canonical name, for QuestionType::metadata
    std::string list;       // for select and rank
    bool external = false;  // choices from a file or from external_choices
    bool or_other = false;

    bool operator==(const TypeCell&) const = default;
};

/// Reads a cell of the `type` column in any of the spellings that XLSForm has had. Absent if it is
/// none of them.
[[nodiscard]] std::optional<TypeCell> read_type(std::string_view cell);

/// The documented spellings, for "did you mean".
[[nodiscard]] std::vector<std::string> type_names();

}  // namespace mtm
