#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mtm {

/// Sums of weights by bits, the innermost loop of tables: bit b of a row's byte adds the row's
/// weight to sum b of its part. Eight sums are one register of a processor with AVX-512, and a row
/// is one addition to it; elsewhere each bit is added by itself. Both give the same whole numbers.
///
/// Part p has the rows before `part_ends[p]` that are not of an earlier part, counted from the row
/// of number `first`. Its sums are at `stride × p`.
struct EightSums {
    std::int64_t* weights = nullptr;
    std::int64_t* rows = nullptr;
    std::size_t stride = 8;
};

void sum_eights(const std::int64_t* weights,
                const std::uint8_t* bits,
                std::size_t first,
                std::span<const std::uint32_t> part_ends,
                EightSums out);

/// The same where no byte has another bit than the first, several times as fast. The other seven
/// sums of each part are not written.
void sum_first_bits(const std::int64_t* weights,
                    const std::uint8_t* bits,
                    std::size_t first,
                    std::span<const std::uint32_t> part_ends,
                    EightSums out);

/// `sum_eights` without any instruction that not every processor has.
void sum_eights_anywhere(const std::int64_t* weights,
                         const std::uint8_t* bits,
                         std::size_t first,
                         std::span<const std::uint32_t> part_ends,
                         EightSums out);

/// Whether `sum_eights` uses AVX-512 here.
[[nodiscard]] bool has_wide_registers();

}  // namespace mtm
