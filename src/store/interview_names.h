#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// The instanceIDs that the interviews of a study have or had, to look for in other files.
class InterviewNames {
public:
    /// Of study.db, interviews/ and rehearsal/; none where these are not there.
    static Result<InterviewNames> read(const std::string& directory);

    void add(std::string_view instance_id);

    /// Whether one of them stands in a file: in its bytes or, of a workbook, in a cell; with
    /// “uuid:” in front or without. Compressed files of other kinds cannot be searched.
    [[nodiscard]] bool stand_in(const std::string& bytes, const std::string& path) const;

private:
    [[nodiscard]] bool stand_in_text(std::string_view text) const;

    std::set<std::string, std::less<>> names_;  // without “uuid:”, in small letters
};

}  // namespace mtm
