#include "quality/near_duplicates.h"

#include <atomic>
#include <thread>

#include "base/random.h"
#include "base/result.h"
#include "quality/look_alikes.h"
#include "quality/nearest_search.h"

namespace mtm {
namespace {

constexpr std::size_t most_columns = 65'535;

// Shares pieces of work out to threads, each with a search of its own.
template <typename Work>
NearDuplicates search_in_threads(std::vector<NearestSearch>& searches,
                                 std::size_t pieces,
                                 const Work& work) {
    std::atomic<std::size_t> next = 0;
    const auto run = [&](NearestSearch& search) {
        for (std::size_t piece = next++; piece < pieces; piece = next++)
            work(search, piece);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < searches.size(); ++i)
        others.emplace_back([&run, &search = searches[i]] { run(search); });
    run(searches.front());
    others.clear();
    for (std::size_t i = 1; i < searches.size(); ++i)
        searches.front().merge(std::move(searches[i]));
    return searches.front().take();
}

NearDuplicates compare_all(const AnswerRows& rows, std::vector<NearestSearch>& searches) {
    AnswerTiles tiles(rows.coding.planes());
    for (std::size_t r = 0; r < rows.count; ++r)
        tiles.append(rows.row(r));
    return search_in_threads(
        searches, tiles.tiles(), [&](NearestSearch& search, std::size_t piece) {
            search.compare_with_later(tiles, piece);
        });
}

NearDuplicates compare_look_alikes(const AnswerRows& rows,
                                   const std::vector<double>& agreement,
                                   const NearDuplicateOptions& options,
                                   std::vector<NearestSearch>& searches) {
    std::vector<std::uint64_t> seeds(options.tables);
    Random random(options.seed);
    std::ranges::generate(seeds, [&] { return random.bits(); });
    NearDuplicates out =
        search_in_threads(searches, seeds.size(), [&](NearestSearch& search, std::size_t piece) {
            visit_look_alikes(
                rows, agreement, seeds[piece], [&](std::span<const std::uint32_t> group) {
                    search.compare_group(group);
                });
        });
    out.exact = false;
    return out;
}

}  // namespace

NearDuplicates find_near_duplicates(std::span<const std::span<const std::int32_t>> columns,
                                    const NearDuplicateOptions& options) {
    CHECK(columns.size() <= most_columns);
    const std::vector<double> agreement = agreement_by_column(columns);
    const std::vector<std::uint32_t> order = most_telling_first(agreement);
    const AnswerRows rows(columns, order);
    std::vector<NearestSearch> searches(std::max(options.threads, 1U),
                                        NearestSearch(rows, order, options));
    if (rows.count <= options.exact_up_to_rows) return compare_all(rows, searches);
    return compare_look_alikes(rows, agreement, options, searches);
}

NearDuplicateIndex::NearDuplicateIndex(std::span<const std::span<const std::int32_t>> columns) {
    CHECK(columns.size() <= most_columns);
    order_ = most_telling_first(agreement_by_column(columns));
    const AnswerRows rows(columns, order_);
    coding_ = rows.coding;
    tiles_ = AnswerTiles(coding_.planes());
    for (std::size_t r = 0; r < rows.count; ++r)
        tiles_.append(rows.row(r));
}

NearDuplicateIndex::Found NearDuplicateIndex::find(std::span<const std::int32_t> codes,
                                                   const NearDuplicateOptions& options) const {
    CHECK(codes.size() == coding_.columns().size());
    std::vector<std::uint8_t> bytes(coding_.planes());
    for (std::size_t c = 0; c < codes.size(); ++c)
        coding_.write(c, codes[c], bytes.data(), 1);
    ComparedRow row;
    row.prepare(coding_, order_, bytes.data());

    constexpr std::size_t lanes = AnswerTiles::lanes;
    std::array<std::uint16_t, lanes> unbound;  // the others' own nearest are not asked for
    unbound.fill(65535);
    Found out;
    NearestPairs pairs(options.by, options.pairs_at_most);
    const TileCompare compare = fastest_tile_compare();
    std::uint16_t reach = 0;
    LaneCounts counts;
    for (std::size_t t = 0; t < tiles_.tiles(); ++t) {
        if (!compare(row, tiles_.tile(t), options.by, reach, unbound.data(), counts)) continue;
        for (std::size_t r = t * lanes; r < std::min(rows(), (t + 1) * lanes); ++r) {
            const NearestRow found{.row = static_cast<std::uint32_t>(r),
                                   .same = counts.same[r % lanes],
                                   .compared = counts.compared[r % lanes]};
            if (!is_compared(options, found.compared)) continue;
            if (is_nearer(options.by, found, out.nearest)) {
                out.nearest = found;
                reach = std::min(reach_of(options.by, found.same, found.compared),
                                 listed_reach(options));
            }
            if (is_listed(options, found.same, found.compared)) {
                pairs.add({.first = found.row,
                           .second = static_cast<std::uint32_t>(rows()),
                           .same = found.same,
                           .compared = found.compared});
            }
        }
    }
    out.pairs = pairs.take();
    out.more_pairs = pairs.more();
    return out;
}

void NearDuplicateIndex::add(std::span<const std::int32_t> codes) {
    CHECK(codes.size() == coding_.columns().size());
    for (std::size_t c = 0; c < codes.size(); ++c) {
        while (!coding_.fits(c, codes[c])) {
            const AnswerCoding::Planes planes = coding_.columns()[c];
            tiles_.insert_plane(planes.first + planes.count);
            coding_.widen(c);
        }
    }
    std::vector<std::uint8_t> bytes(coding_.planes());
    for (std::size_t c = 0; c < codes.size(); ++c)
        coding_.write(c, codes[c], bytes.data(), 1);
    tiles_.append(bytes.data());
}

}  // namespace mtm
