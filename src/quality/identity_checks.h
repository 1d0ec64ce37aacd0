#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "quality/fieldwork_rows.h"
#include "quality/finding.h"

namespace mtm {

/// The same respondent twice by what identifies them: `same-identifier`.
class IdentityChecks {
public:
    explicit IdentityChecks(const FieldworkRows& rows);

    void check(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

private:
    struct Identifier {
        std::size_t column = 0;
        std::unordered_map<std::string, std::vector<std::int32_t>> rows;  // by `identity_of`
    };

    std::vector<Identifier> identifiers_;
    const Study& study_;
};

/// An identifying answer as it is compared with others: the last nine digits of what holds seven or
/// more and no letters (a telephone number, however it is written), other texts folded; empty for
/// what is too short to identify anybody.
[[nodiscard]] std::string identity_of(std::string_view answer);

}  // namespace mtm
