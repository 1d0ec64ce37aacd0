#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "anonymity/key_table.h"
#include "anonymity/local_suppression.h"
#include "anonymity/recoding.h"

namespace mtm {

/// How much less a coarsened or blanked value tells. Both are 0 for a value as recorded.
///
/// `spread`: of a value that stands for m of the key's C categories, (m − 1) / (C − 1), and 1 for a
/// blank (Iyengar 2002; as "normalised certainty penalty" Xu et al. 2006).
///
/// `entropy`: log2(n_A / n_a) bits, where n_a records have the value and n_A what it became, all
/// that have any if it is blanked; over the mean of that for a key of blanks alone (Gionis and
/// Tassa 2009, non-uniform entropy; de Waal and Willenborg 1999). To join rare values costs little,
/// although it is rare people who lose by it.
enum class LossMeasure { spread, entropy };

/// The loss of each value of a table at each level of its hierarchies, ready to be added up. A
/// table's loss is the weighted mean over its keys of the mean over records that have a value: 0 as
/// recorded, 1 if everything is blanked.
class GeneralisationLoss {
public:
    /// `weights` by key, > 0; empty: all alike. REQUIRES: checked hierarchies, one for each key.
    GeneralisationLoss(const KeyTable& table,
                       std::span<const RecodingHierarchy> hierarchies,
                       std::span<const double> weights,
                       LossMeasure measure);

    /// Of a key at a level, as its share in the table's loss.
    [[nodiscard]] double of_level(std::size_t key, std::size_t level) const;

    /// Of all keys, each at its level.
    [[nodiscard]] double of_levels(std::span<const std::size_t> levels) const;

    /// What blanking adds for one record with this code, as recorded, whose key is at a level.
    [[nodiscard]] double of_blank(std::size_t key, std::size_t level, std::int32_t code) const;

    /// Of levels and blanked cells together.
    [[nodiscard]] double of_table(const KeyTable& table,
                                  std::span<const std::size_t> levels,
                                  std::span<const BlankedCell> cells) const;

private:
    struct LossOfKey {
        std::vector<std::vector<double>> by_level;  // by level, then code as recorded
        std::vector<double> blank;                  // by code as recorded
        std::vector<double> level_total;            // over all records
    };

    std::vector<LossOfKey> keys_;
};

}  // namespace mtm
