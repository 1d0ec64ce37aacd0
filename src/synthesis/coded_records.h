#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "synthesis/marginal_tables.h"

namespace mtm {

/// Records as codes: of each record its category of every variable, record after record.
struct CodedRecords {
    std::size_t variables = 0;
    std::vector<std::uint8_t> codes;

    [[nodiscard]] std::size_t size() const { return variables == 0 ? 0 : codes.size() / variables; }

    [[nodiscard]] std::span<const std::uint8_t> row(std::size_t record) const {
        return {codes.data() + record * variables, variables};
    }

    bool operator==(const CodedRecords&) const = default;
};

/// How many records are in each cell of a table over these variables.
/// REQUIRES: codes below the numbers of categories that `variables` tells.
[[nodiscard]] std::vector<long long> cell_counts(const CodedRecords& records,
                                                 const std::vector<TableVariable>& variables,
                                                 const std::vector<std::size_t>& of);

}  // namespace mtm
