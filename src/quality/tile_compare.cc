#include "quality/tile_compare.h"

#include <algorithm>
#include <cstring>

// An interview's columns fall into two: where it has no answer, a lane of the tile that is 0 too
// makes the pair one that is not compared there; where it has one, an equal lane is an answer in
// common. So one comparison of bytes a column gives both counts exactly, 64 pairs at a time:
//
//     compared = columns - both without an answer        same = lanes equal where it has an answer
//
// Counts are added up in bytes, for at most `section` columns, then in 16 bits. After each section
// the tile is given up if no lane could still reach what makes it of interest, were all columns
// that are left equal.
//
// The body is written once, in the vector types of the compiler, and compiled for the width of each
// instruction set: 64 bytes are four registers of SSE2, two of AVX2, one of AVX-512.

namespace mtm {
namespace {

constexpr std::size_t lanes = AnswerTiles::lanes;
constexpr std::size_t section = 24;
constexpr std::size_t most_in_a_byte = 255;

#define MTM_INLINE inline __attribute__((always_inline))

// Written out: g++ 12 forgets a vector's size where it depends on a parameter.
template <std::size_t Width>
struct VectorsOf;

template <>
struct VectorsOf<16> {
    using Bytes = std::uint8_t __attribute__((vector_size(16)));
    using HalfBytes = std::uint8_t __attribute__((vector_size(8)));
    using Counts = std::uint16_t __attribute__((vector_size(16)));
    using Words = std::uint64_t __attribute__((vector_size(16)));
};

template <>
struct VectorsOf<32> {
    using Bytes = std::uint8_t __attribute__((vector_size(32)));
    using HalfBytes = std::uint8_t __attribute__((vector_size(16)));
    using Counts = std::uint16_t __attribute__((vector_size(32)));
    using Words = std::uint64_t __attribute__((vector_size(32)));
};

template <>
struct VectorsOf<64> {
    using Bytes = std::uint8_t __attribute__((vector_size(64)));
    using HalfBytes = std::uint8_t __attribute__((vector_size(32)));
    using Counts = std::uint16_t __attribute__((vector_size(64)));
    using Words = std::uint64_t __attribute__((vector_size(64)));
};

template <std::size_t Width>
struct Registers {
    using Bytes = typename VectorsOf<Width>::Bytes;
    using HalfBytes = typename VectorsOf<Width>::HalfBytes;
    using Counts = typename VectorsOf<Width>::Counts;
    using Words = typename VectorsOf<Width>::Words;
    static constexpr std::size_t of_bytes = lanes / Width;
    static constexpr std::size_t of_counts = 2 * of_bytes;

    template <typename Vector>
    static MTM_INLINE void load(Vector& out, const void* from) {
        std::memcpy(&out, from, sizeof out);
    }

    // Counts of up to 255 a lane, in bytes.
    struct InBytes {
        Bytes at[of_bytes]{};

        MTM_INLINE void add_where_equal(const ComparedRow::Answer& answer,
                                        const std::uint8_t* tile) {
            tile += answer.at;
            for (std::size_t k = 0; k < of_bytes; ++k) {
                Bytes bytes;
                load(bytes, tile + k * Width);
                auto equal = reinterpret_cast<Bytes>(bytes == answer.bytes[0]);
                for (std::uint32_t p = 1; p < answer.planes; ++p) {
                    load(bytes, tile + p * lanes + k * Width);
                    equal &= reinterpret_cast<Bytes>(bytes == answer.bytes[p]);
                }
                at[k] -= equal;
            }
        }

        MTM_INLINE void add_where_zero(const std::uint8_t* tile) {
            for (std::size_t k = 0; k < of_bytes; ++k) {
                Bytes bytes;
                load(bytes, tile + k * Width);
                at[k] -= reinterpret_cast<Bytes>(bytes == 0);
            }
        }
    };

    struct InWords {
        Counts at[of_counts]{};

        MTM_INLINE void add(const InBytes& bytes) {
            for (std::size_t k = 0; k < of_counts; ++k) {
                HalfBytes half;
                load(half, reinterpret_cast<const std::uint8_t*>(&bytes.at) + k * sizeof half);
                at[k] += __builtin_convertvector(half, Counts);
            }
        }

        // Whether a lane that gains `more` has what it needs.
        MTM_INLINE bool any_reaches(const InWords& needed, std::uint16_t more) const {
            Words reached{};
            for (std::size_t k = 0; k < of_counts; ++k)
                reached |= reinterpret_cast<Words>(at[k] + more >= needed.at[k]);
            std::uint64_t out = 0;
            for (std::size_t w = 0; w < Width / sizeof out; ++w)
                out |= reached[w];
            return out != 0;
        }
    };
};

// How many answers must be equal for a lane to be of interest.
MTM_INLINE void needed_equal(const std::uint16_t* compared,
                             Nearness by,
                             std::uint16_t reach,
                             const std::uint16_t* lane_reach,
                             std::uint16_t* out) {
    if (by == Nearness::share) {
        for (std::size_t l = 0; l < lanes; ++l) {
            const std::uint16_t lesser = std::min(reach, lane_reach[l]);
            out[l] = static_cast<std::uint16_t>((std::uint32_t{compared[l]} * lesser) >> 16);
        }
        return;
    }
    for (std::size_t l = 0; l < lanes; ++l) {
        const auto may_differ = static_cast<std::uint16_t>(65535 - std::min(reach, lane_reach[l]));
        out[l] = static_cast<std::uint16_t>(std::max(compared[l], may_differ) - may_differ);
    }
}

template <std::size_t Width>
MTM_INLINE bool compare_with_tile(const ComparedRow& row,
                                  const std::uint8_t* tile,
                                  Nearness by,
                                  std::uint16_t reach,
                                  const std::uint16_t* lane_reach,
                                  LaneCounts& out) {
    using InBytes = typename Registers<Width>::InBytes;
    using InWords = typename Registers<Width>::InWords;
    const auto missing = row.missing();
    const auto answers = row.answers();
    InWords compared;
    for (auto& counts : compared.at)
        counts += static_cast<std::uint16_t>(missing.size() + answers.size());
    InWords both_missing;
    for (std::size_t begin = 0; begin < missing.size(); begin += most_in_a_byte) {
        const std::size_t end = std::min(missing.size(), begin + most_in_a_byte);
        InBytes counts;
        for (std::size_t c = begin; c < end; ++c)
            counts.add_where_zero(tile + missing[c]);
        both_missing.add(counts);
    }
    for (std::size_t k = 0; k < Registers<Width>::of_counts; ++k)
        compared.at[k] -= both_missing.at[k];
    std::memcpy(out.compared.data(), &compared.at, sizeof compared.at);
    std::array<std::uint16_t, lanes> needed_by_lane;
    needed_equal(out.compared.data(), by, reach, lane_reach, needed_by_lane.data());
    InWords needed;
    std::memcpy(&needed.at, needed_by_lane.data(), sizeof needed.at);

    InWords same;
    for (std::size_t begin = 0; begin < answers.size(); begin += section) {
        const std::size_t end = std::min(answers.size(), begin + section);
        InBytes counts;
        for (std::size_t c = begin; c < end; ++c)
            counts.add_where_equal(answers[c], tile);
        same.add(counts);
        if (!same.any_reaches(needed, static_cast<std::uint16_t>(answers.size() - end)))
            return false;
    }
    std::memcpy(out.same.data(), &same.at, sizeof same.at);
    return true;
}

bool compare_portably(const ComparedRow& row,
                      const std::uint8_t* tile,
                      Nearness by,
                      std::uint16_t reach,
                      const std::uint16_t* lane_reach,
                      LaneCounts& out) {
    return compare_with_tile<16>(row, tile, by, reach, lane_reach, out);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) bool compare_with_avx2(const ComparedRow& row,
                                                       const std::uint8_t* tile,
                                                       Nearness by,
                                                       std::uint16_t reach,
                                                       const std::uint16_t* lane_reach,
                                                       LaneCounts& out) {
    return compare_with_tile<32>(row, tile, by, reach, lane_reach, out);
}

__attribute__((target("avx2,avx512f,avx512bw,avx512vl"))) bool compare_with_avx512(
    const ComparedRow& row,
    const std::uint8_t* tile,
    Nearness by,
    std::uint16_t reach,
    const std::uint16_t* lane_reach,
    LaneCounts& out) {
    return compare_with_tile<64>(row, tile, by, reach, lane_reach, out);
}
#endif

}  // namespace

std::uint16_t reach_of(Nearness by, std::uint32_t same, std::uint32_t compared) {
    if (by == Nearness::differences)
        return static_cast<std::uint16_t>(65535 - std::min(compared - same, 65535U));
    if (compared == 0) return 0;
    return static_cast<std::uint16_t>(
        std::min((std::uint64_t{same} << 16) / compared, std::uint64_t{65535}));
}

void ComparedRow::prepare(const AnswerCoding& coding,
                          std::span<const std::uint32_t> order,
                          const std::uint8_t* row) {
    missing_.clear();
    answers_.clear();
    for (const std::uint32_t column : order) {
        const AnswerCoding::Planes planes = coding.columns()[column];
        const auto at = static_cast<std::uint32_t>(planes.first * lanes);
        if (row[planes.first] == 0) {
            missing_.push_back(at);
            continue;
        }
        Answer& answer =
            answers_.emplace_back(Answer{.at = at, .planes = planes.count, .bytes = {}});
        std::copy_n(row + planes.first, planes.count, answer.bytes.begin());
    }
}

std::vector<NamedTileCompare> tile_compares() {
    std::vector<NamedTileCompare> out{{"portable", compare_portably}};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) out.push_back({"AVX2", compare_with_avx2});
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        out.push_back({"AVX-512", compare_with_avx512});
#endif
    return out;
}

TileCompare fastest_tile_compare() {
    static const TileCompare fastest = tile_compares().back().compare;
    return fastest;
}

}  // namespace mtm
