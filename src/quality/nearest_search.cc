#include "quality/nearest_search.h"

namespace mtm {
namespace {

constexpr std::size_t lanes_of_tile = AnswerTiles::lanes;

std::size_t in_whole_tiles(std::size_t rows) {
    return (rows + lanes_of_tile - 1) / lanes_of_tile * lanes_of_tile;
}

}  // namespace

bool is_compared(const NearDuplicateOptions& options, std::uint32_t compared) {
    return compared >= std::max(options.minimum_compared, 1U);
}

bool is_listed(const NearDuplicateOptions& options, std::uint32_t same, std::uint32_t compared) {
    if (options.by == Nearness::differences) return compared - same <= options.maximum_differences;
    return static_cast<double>(same) >= options.minimum_share * static_cast<double>(compared);
}

std::uint16_t listed_reach(const NearDuplicateOptions& options) {
    if (options.by == Nearness::differences)
        return static_cast<std::uint16_t>(65535 - std::min(options.maximum_differences, 65535U));
    // One less than the share times 65,536, lest rounding hides a pair that is listed.
    const double reach = options.minimum_share * 65536 - 1;
    return static_cast<std::uint16_t>(std::clamp(reach, 0.0, 65535.0));
}

NearestSearch::NearestSearch(const AnswerRows& rows,
                             std::span<const std::uint32_t> order,
                             const NearDuplicateOptions& options)
    : rows_(rows),
      order_(order),
      options_(options),
      nearest_(rows.count),
      reach_(in_whole_tiles(rows.count)),
      pairs_(options.by, options.pairs_at_most),
      group_tiles_(rows.coding.planes()) {}

std::uint16_t NearestSearch::reach(std::uint32_t row) const {
    const NearestRow& best = nearest_[row];
    if (best.row == NearestRow::none) return 0;
    return std::min(reach_of(options_.by, best.same, best.compared), listed_reach(options_));
}

void NearestSearch::prepare(const Block& block, std::size_t t) {
    const std::size_t begin = t * lanes_of_tile;
    const std::size_t end = std::min(block.tiles.rows(), begin + lanes_of_tile);
    for (std::size_t at = begin; at < end; ++at)
        prepared_[at - begin].prepare(rows_.coding, order_, rows_.row(block.id(at)));
}

void NearestSearch::compare_with_later(const AnswerTiles& tiles, std::size_t t) {
    const Block all{.tiles = tiles, .ids = {}, .reach = reach_};
    prepare(all, t);
    for (std::size_t other = t; other < tiles.tiles(); ++other)
        compare_tiles(all, t, other);
}

void NearestSearch::compare_group(std::span<const std::uint32_t> group) {
    group_tiles_.clear();
    group_reach_.assign(in_whole_tiles(group.size()), 0);
    for (std::size_t at = 0; at < group.size(); ++at) {
        group_tiles_.append(rows_.row(group[at]));
        group_reach_[at] = reach(group[at]);
    }
    const Block block{.tiles = group_tiles_, .ids = group, .reach = group_reach_};
    for (std::size_t t = 0; t < group_tiles_.tiles(); ++t) {
        prepare(block, t);
        for (std::size_t other = t; other < group_tiles_.tiles(); ++other)
            compare_tiles(block, t, other);
    }
}

// The rows of tile t have been prepared.
void NearestSearch::compare_tiles(const Block& block, std::size_t t, std::size_t other) {
    const std::size_t begin = t * lanes_of_tile;
    const std::size_t end = std::min(block.tiles.rows(), begin + lanes_of_tile);
    const std::size_t other_begin = other * lanes_of_tile;
    const std::size_t other_end = std::min(block.tiles.rows(), other_begin + lanes_of_tile);
    LaneCounts counts;
    for (std::size_t at = begin; at < end; ++at) {
        if (!compare_(prepared_[at - begin],
                      block.tiles.tile(other),
                      options_.by,
                      block.reach[at],
                      &block.reach[other_begin],
                      counts)) {
            continue;
        }
        for (std::size_t o = std::max(other_begin, at + 1); o < other_end; ++o) {
            const std::size_t lane = o - other_begin;
            if (!is_compared(options_, counts.compared[lane])) continue;
            NearPair pair;
            pair.same = counts.same[lane];
            pair.compared = counts.compared[lane];
            if (reach_of(options_.by, pair.same, pair.compared) >=
                std::min(block.reach[at], block.reach[o])) {
                consider(block, at, o, pair);
            }
        }
    }
}

void NearestSearch::consider(const Block& block, std::size_t at, std::size_t other, NearPair pair) {
    const std::uint32_t a = block.id(at);
    const std::uint32_t b = block.id(other);
    const auto offer = [&](std::uint32_t row, std::uint32_t nearest, std::size_t place) {
        const NearestRow found{.row = nearest, .same = pair.same, .compared = pair.compared};
        if (!is_nearer(options_.by, found, nearest_[row])) return;
        nearest_[row] = found;
        block.reach[place] = reach(row);
    };
    offer(a, b, at);
    offer(b, a, other);
    if (!is_listed(options_, pair.same, pair.compared)) return;
    pair.first = std::min(a, b);
    pair.second = std::max(a, b);
    pairs_.add(pair);
}

void NearestSearch::merge(NearestSearch&& other) {
    for (std::size_t r = 0; r < nearest_.size(); ++r) {
        if (is_nearer(options_.by, other.nearest_[r], nearest_[r])) nearest_[r] = other.nearest_[r];
    }
    pairs_.add_all(std::move(other.pairs_));
}

NearDuplicates NearestSearch::take() {
    NearDuplicates out;
    out.nearest = std::move(nearest_);
    out.pairs = pairs_.take();
    out.more_pairs = pairs_.more();
    return out;
}

}  // namespace mtm
