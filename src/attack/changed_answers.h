#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attack/public_system.h"
#include "attack/public_tables.h"

namespace mtm {

/// The tables and figures of one publication.
struct PublicNumbers {
    const PublicTables& tables;
    const std::vector<PublicFigure>& figures;
};

/// A number made of what people answered (a mean, median, quantile, total or ratio) that two
/// publications of the same interviews print otherwise, though fewer than the threshold came or
/// went: it tells what these few answered, or what a corrected answer was.
struct ChangedAnswers {
    std::string where;
    long long people = 0;  // by how many more it is than before; 0 if by none, or it is not told
};

/// Where a publication does not print of how many a number is, the interviews counted stand for
/// them.
[[nodiscard]] std::vector<ChangedAnswers> changed_answers(const PublicNumbers& before,
                                                          const PublicNumbers& now,
                                                          int threshold);

}  // namespace mtm
