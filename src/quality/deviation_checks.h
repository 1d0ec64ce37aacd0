#pragma once

#include <cstddef>
#include <vector>

#include "quality/fieldwork_rows.h"
#include "quality/finding.h"

namespace mtm {

/// Numbers that the study holds against their mean ([[quality.outlier]]): `outlier`, where nothing
/// has been told of that answer before.
///
/// Mean and standard deviation (n - 1) are those of the answers to all questions of a rule
/// together; over so many deviations is far. One number that is far too large widens what is usual,
/// so that this finds less than the median does where numbers are symmetric, and more where most of
/// them are small.
class DeviationChecks {
public:
    explicit DeviationChecks(const FieldworkRows& rows);

    void check(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

private:
    struct Usual {
        std::vector<std::size_t> columns;  // of level 0
        double mean = 0;
        double deviation = 0;  // standard
        double allowed = 0;    // so many of it
    };

    std::vector<Usual> usual_;
};

}  // namespace mtm
