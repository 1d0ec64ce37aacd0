#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "anonymity/key_table.h"
#include "base/result.h"

namespace mtm {

/// What a reader of the protected records may take a missing or blanked value for.
///
/// `own_category`, the default: a blank is one more category, and a record agrees only with records
/// that are blank in the same keys. Everybody who knows all keys of a person then finds at least k
/// records that could be theirs, also if they know how blanks are made: the person's record and
/// those equal to it in print.
///
/// `any_value`, as sdcMicro counts: a blank agrees with every value. Fewer cells are blanked, and
/// the promise is weaker than it looks. Of (woman, 90), (woman, 30), (woman, 30) the first becomes
/// (woman, –), which agrees with all three; but who knows that a woman of 90 was interviewed sees
/// that only the first can be her. Nor does it say anything of the others: four records blanked
/// whole agree with everybody, and let a file of a million reach k = 5. Take it only where nobody
/// can know who was interviewed, or to compare with sdcMicro.
enum class BlankMeaning { own_category, any_value };

/// A value that has to stay.
struct FixedCell {
    std::size_t record = 0;
    std::size_t key = 0;
};

struct SuppressionSettings {
    std::size_t k = 5;
    BlankMeaning blank = BlankMeaning::own_category;

    /// 0: records agree in all keys together. m: every combination of m keys by itself has to reach
    /// k (for somebody who knows at most m things about a person), which asks for less.
    std::size_t combination_size = 0;

    /// By key, > 0: how much a value of it is worth; a key of 2 is blanked where two of 1 would be.
    /// Empty: all alike.
    std::vector<double> importance = {};

    std::vector<std::size_t> fixed_keys = {};  // positions of keys of which nothing may be blanked
    std::vector<FixedCell> fixed_cells = {};

    int threads = 2;  // changes nothing but the time
};

/// A value to be taken out: position of the record and of the key.
struct BlankedCell {
    std::uint32_t record = 0;
    std::uint32_t key = 0;

    bool operator==(const BlankedCell&) const = default;
};

struct LocalSuppression {
    std::vector<BlankedCell> cells;   // by record, then key
    std::vector<std::size_t> by_key;  // how many values of each key
    std::size_t records_touched = 0;

    bool operator==(const LocalSuppression&) const = default;
};

/// Local suppression (Hundepool et al. 2012, 3.4.3): values to blank so that every record agrees
/// with at least k records, itself included, in all keys or in every combination of some. The
/// fewest cells cannot be found in reasonable time (Meyerson and Williams 2004), so it is a greedy
/// search: of the sets of keys, the cheapest first, each record takes the first that saves it. What
/// it returns has been verified. The weights of the table play no part: k is of records.
///
/// An error, and never a result that falls short: fewer than k records; a setting that means
/// nothing; or cells that must stay and leave no way. Under `any_value`, or without fixed_cells,
/// that last error is proof that there is none.
[[nodiscard]] Result<LocalSuppression> suppress_locally(const KeyTable& table,
                                                        const SuppressionSettings& settings);

/// The table with these values missing. REQUIRES: cells of this table.
[[nodiscard]] KeyTable with_blanks(KeyTable table, const std::vector<BlankedCell>& cells);

/// Records that agree with fewer than k records, themselves included, in all keys or in some
/// combination of `combination_size`; in order. An error as of `suppress_locally`.
[[nodiscard]] Result<std::vector<std::size_t>> records_below(const KeyTable& table,
                                                             std::size_t k,
                                                             BlankMeaning blank,
                                                             std::size_t combination_size = 0,
                                                             int threads = 2);

}  // namespace mtm
