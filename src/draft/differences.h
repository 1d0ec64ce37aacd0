#pragma once

#include <cstddef>
#include <vector>

#include "dataset/dataset.h"
#include "tabulate/table.h"

namespace mtm {

/// An answer whose share, or a number whose mean, depends on the group.
struct GroupDifference {
    std::size_t table = 0;  // of those given
    std::size_t category = 0;
    std::size_t high = 0;  // the group with the largest share or mean
    std::size_t low = 0;   // and with the smallest
    double points = 0;     // between them; of means, in their unit
    double p = 1;          // adjusted for all that were tested
};

/// Every answer of percentage tables by groups whose share differs between the groups beyond
/// chance: each is tested against the others by Rao and Scott's F over the design, which without
/// one is Pearson's X², and the whole family by Holm at 5%. Groups and answers that are small
/// (fewer than thirty asked, or expected counts under five) are not tested. Differences of under
/// five points are not worth a sentence. Largest first within each table.
///
/// Of tables of means by groups, those of the groups with the largest and the smallest one: by
/// Student's t of the difference of their linearised means over the design, times the number of
/// pairs of groups (Bonferroni), in the same family. Under a twentieth of the larger one it is not
/// worth a sentence.
[[nodiscard]] std::vector<GroupDifference> find_differences(const Dataset& dataset,
                                                            const std::vector<Table>& tables);

}  // namespace mtm
