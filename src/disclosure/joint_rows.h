#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "dataset/dataset.h"
#include "tabulate/summed_numbers.h"

namespace mtm {

/// The rows of two datasets of the same interviews, such as those with and without corrections, as
/// the rows of one: those of the first in their order, then those that only the second has. Rows
/// are the same if their interviews' instanceIDs are and, in a repeat, their places. So sets of
/// people that were counted before and after can be compared.
class JointRows {
public:
    JointRows(const Dataset& first, const Dataset& second);

    /// A set of rows of one of them. Unknown sets stay unknown.
    [[nodiscard]] RowSet from_first(const RowSet& rows) const;
    [[nodiscard]] RowSet from_second(const RowSet& rows) const;

    /// Numbers of the second dataset's rows of a level, by joint row.
    [[nodiscard]] SummedNumbers from_second(const SummedNumbers& numbers, int level) const;

    /// None of a level's rows.
    [[nodiscard]] RowSet none(int level) const;

    /// The joint row of each of the second dataset's.
    [[nodiscard]] const std::vector<std::int32_t>& rows_of_second(int level) const {
        return levels_[static_cast<std::size_t>(level)].of_second;
    }

private:
    struct JointLevel {
        std::shared_ptr<const RowOwners> owners;
        std::vector<std::int32_t> of_first;
        std::vector<std::int32_t> of_second;
    };

    std::vector<JointLevel> levels_;
};

}  // namespace mtm
