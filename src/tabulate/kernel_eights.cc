#include "tabulate/kernel_eights.h"

#include <bit>
#include <numeric>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace mtm {

void sum_eights_anywhere(const std::int64_t* weights,
                         const std::uint8_t* bits,
                         std::size_t first,
                         std::span<const std::uint32_t> part_ends,
                         EightSums out) {
    std::size_t row = 0;
    for (std::size_t p = 0; p < part_ends.size(); ++p) {
        std::int64_t* sums = out.weights + p * out.stride;
        std::int64_t* rows = out.rows + p * out.stride;
        for (int b = 0; b < 8; ++b)
            sums[b] = rows[b] = 0;
        for (const std::size_t end = part_ends[p] - first; row < end; ++row) {
            for (unsigned left = bits[row]; left != 0; left &= left - 1) {
                const int bit = std::countr_zero(left);
                sums[bit] += weights[row];
                ++rows[bit];
            }
        }
    }
}

namespace {

void sum_first_bits_anywhere(const std::int64_t* weights,
                             const std::uint8_t* bits,
                             std::size_t first,
                             std::span<const std::uint32_t> part_ends,
                             EightSums out) {
    std::size_t row = 0;
    for (std::size_t p = 0; p < part_ends.size(); ++p) {
        std::int64_t sum = 0;
        std::int64_t rows = 0;
        for (const std::size_t end = part_ends[p] - first; row < end; ++row) {
            const std::int64_t bit = bits[row];
            sum += weights[row] & -bit;
            rows += bit;
        }
        out.weights[p * out.stride] = sum;
        out.rows[p * out.stride] = rows;
    }
}

}  // namespace

#if defined(__x86_64__)

namespace {

// How many of up to 64 bytes have each bit.
__attribute__((target("avx512f,avx512bw,popcnt"))) void count_bits(const std::uint8_t* bits,
                                                                   std::size_t rows,
                                                                   std::int64_t* counts) {
    for (int b = 0; b < 8; ++b)
        counts[b] = 0;
    for (std::size_t r = 0; r < rows; r += 64) {
        const std::size_t left = rows - r;
        const __mmask64 here = left >= 64 ? ~__mmask64{0} : (__mmask64{1} << left) - 1;
        const __m512i bytes = _mm512_maskz_loadu_epi8(here, bits + r);
        for (int b = 0; b < 8; ++b) {
            const __mmask64 with =
                _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(static_cast<char>(1U << b)));
            counts[b] += __builtin_popcountll(with);
        }
    }
}

__attribute__((target("avx512f,avx512bw,avx512dq,popcnt"))) void sum_eights_at_once(
    const std::int64_t* weights,
    const std::uint8_t* bits,
    std::size_t first,
    std::span<const std::uint32_t> part_ends,
    EightSums out) {
    std::size_t row = 0;
    for (std::size_t p = 0; p < part_ends.size(); ++p) {
        const std::size_t end = part_ends[p] - first;
        count_bits(bits + row, end - row, out.rows + p * out.stride);
        // Several registers, so that no addition waits for the one before it.
        __m512i a = _mm512_setzero_si512();
        __m512i b = a;
        __m512i c = a;
        __m512i d = a;
        for (; row + 4 <= end; row += 4) {
            a = _mm512_mask_add_epi64(a, bits[row], a, _mm512_set1_epi64(weights[row]));
            b = _mm512_mask_add_epi64(b, bits[row + 1], b, _mm512_set1_epi64(weights[row + 1]));
            c = _mm512_mask_add_epi64(c, bits[row + 2], c, _mm512_set1_epi64(weights[row + 2]));
            d = _mm512_mask_add_epi64(d, bits[row + 3], d, _mm512_set1_epi64(weights[row + 3]));
        }
        for (; row < end; ++row)
            a = _mm512_mask_add_epi64(a, bits[row], a, _mm512_set1_epi64(weights[row]));
        a = _mm512_add_epi64(_mm512_add_epi64(a, b), _mm512_add_epi64(c, d));
        _mm512_storeu_si512(out.weights + p * out.stride, a);
    }
}

// Eight rows at a time.
__attribute__((target("avx512f,avx512bw,avx512dq,popcnt"))) void sum_first_bits_at_once(
    const std::int64_t* weights,
    const std::uint8_t* bits,
    std::size_t first,
    std::span<const std::uint32_t> part_ends,
    EightSums out) {
    std::size_t row = 0;
    for (std::size_t p = 0; p < part_ends.size(); ++p) {
        std::int64_t rows = 0;
        __m512i sum = _mm512_setzero_si512();
        for (const std::size_t end = part_ends[p] - first; row < end;) {
            const std::size_t here = end - row < 64 ? end - row : 64;
            const __mmask64 loaded = here == 64 ? ~__mmask64{0} : (__mmask64{1} << here) - 1;
            const __m512i bytes = _mm512_maskz_loadu_epi8(loaded, bits + row);
            __mmask64 with = _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(1));
            rows += __builtin_popcountll(with);
            for (std::size_t r = row; with != 0; r += 8, with >>= 8) {
                const auto eight = static_cast<__mmask8>(with);
                sum = _mm512_add_epi64(sum, _mm512_maskz_loadu_epi64(eight, weights + r));
            }
            row += here;
        }
        alignas(64) std::int64_t lanes[8];
        _mm512_store_si512(lanes, sum);
        out.weights[p * out.stride] = std::accumulate(lanes, lanes + 8, std::int64_t{0});
        out.rows[p * out.stride] = rows;
    }
}

}  // namespace

void sum_first_bits(const std::int64_t* weights,
                    const std::uint8_t* bits,
                    std::size_t first,
                    std::span<const std::uint32_t> part_ends,
                    EightSums out) {
    if (has_wide_registers()) {
        sum_first_bits_at_once(weights, bits, first, part_ends, out);
    } else {
        sum_first_bits_anywhere(weights, bits, first, part_ends, out);
    }
}

bool has_wide_registers() {
    static const bool can = __builtin_cpu_supports("avx512f") != 0 &&
                            __builtin_cpu_supports("avx512bw") != 0 &&
                            __builtin_cpu_supports("avx512dq") != 0;
    return can;
}

void sum_eights(const std::int64_t* weights,
                const std::uint8_t* bits,
                std::size_t first,
                std::span<const std::uint32_t> part_ends,
                EightSums out) {
    if (has_wide_registers()) {
        sum_eights_at_once(weights, bits, first, part_ends, out);
    } else {
        sum_eights_anywhere(weights, bits, first, part_ends, out);
    }
}

#else

void sum_first_bits(const std::int64_t* weights,
                    const std::uint8_t* bits,
                    std::size_t first,
                    std::span<const std::uint32_t> part_ends,
                    EightSums out) {
    sum_first_bits_anywhere(weights, bits, first, part_ends, out);
}

bool has_wide_registers() {
    return false;
}

void sum_eights(const std::int64_t* weights,
                const std::uint8_t* bits,
                std::size_t first,
                std::span<const std::uint32_t> part_ends,
                EightSums out) {
    sum_eights_anywhere(weights, bits, first, part_ends, out);
}

#endif

}  // namespace mtm
