#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "capture/json_answer.h"

namespace mtm {

/// Rows of one kind as api.json has them.
struct PublicRows {
    std::vector<std::string> fields;
    std::vector<std::vector<Json>> rows;  // each as long as `fields`; texts, numbers, truths, nulls

    /// Where a field stands, or -1.
    [[nodiscard]] int find(std::string_view field) const;
};

/// What a study published for programs: its api.json (docs/formats/public-api.md).
struct PublicData {
    Json operation = Json::object();  // what all rows have in common; study and dashboard too
    PublicRows tables;
    PublicRows figures;
};

/// An error where the bytes are no such file, or of a format that is not known.
[[nodiscard]] Result<PublicData> read_public_data(std::string_view bytes);

}  // namespace mtm
