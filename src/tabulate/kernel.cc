#include "tabulate/kernel.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <utility>

#include "tabulate/kernel_as_they_come.h"
#include "tabulate/kernel_cells.h"
#include "tabulate/kernel_eights.h"
#include "tabulate/side_by_side.h"

namespace mtm {
namespace {

constexpr std::size_t runs_at_once = 2;

// Sums over units of numbers are kept in multiples of 2^61 before they are multiplied.
std::int64_t in_large_units(WideNumber sum) {
    return static_cast<std::int64_t>((sum + (WideNumber{1} << 60)) >> 61);
}

struct PartTotal {
    WideNumber above = 0;
    WideNumber below = 0;
    std::int64_t rows = 0;
    bool has_weight = false;

    void add(const PartTotal& other) {
        above += other.above;
        below += other.below;
        rows += other.rows;
        has_weight |= other.has_weight;
    }
};

void add_part(const PartTotal& part, bool is_ratio, KernelTotal& into) {
    into.above += part.above;
    into.below += part.below;
    into.rows += part.rows;
    if (!part.has_weight) return;
    ++into.units;
    const WideNumber a = in_large_units(part.above);
    const WideNumber b = is_ratio ? WideNumber{in_large_units(part.below)} : part.below;
    into.squares += a * a;
    into.products += a * b;
    into.base_squares += b * b;
}

struct Run {
    std::size_t begin = 0;
    std::size_t rows = 0;
    std::size_t first = 0;  // part
    std::size_t parts = 0;
};

// What one thread counts of one work.
class WorkCounter {
public:
    WorkCounter(const KernelRows& rows, const KernelWork& work) : rows_(rows), work_(work) {
        out_.sums.resize(1 + work.joined.size());
        out_.totals.resize(1 + work.joined.size());
        for (std::size_t j = 0; j <= work.joined.size(); ++j) {
            const KernelParts& parts = j == 0 ? *work.parts : work.joined[j - 1].parts;
            for (const KernelColumn* column : work.columns)
                out_.sums[j].push_back(empty_sums(parts, *column, rows.has_units()));
            out_.totals[j].resize(work.numbers.size());
            for (KernelTotals& totals : out_.totals[j])
                totals.places.resize(parts.places());
        }
    }

    void run(std::size_t number) {
        const KernelParts& parts = *work_.parts;
        run_ = {.begin = parts.run_rows[number],
                .rows = parts.run_rows[number + 1] - parts.run_rows[number],
                .first = parts.run_parts[number],
                .parts = parts.run_parts[number + 1] - parts.run_parts[number]};
        order_ = std::span(parts.order).subspan(run_.begin, run_.rows);
        ends_ = std::span(parts.part_ends).subspan(run_.first, run_.parts);
        for (std::size_t c = 0; c < work_.columns.size(); ++c)
            count_column(c);
        for (std::size_t c = 0; c < work_.numbers.size(); ++c)
            count_numbers(c);
    }

    KernelResult take() { return std::move(out_); }

private:
    void count_column(std::size_t c) {
        const KernelColumn& column = *work_.columns[c];
        cells_.width = column.planes() > 0 ? 8 * column.planes() : column.categories() + 1;
        if (column.planes() > 0) {
            sum_bits(column);
        } else {
            sum_codes(column);
        }
        for (std::size_t p = 0; p < run_.parts; ++p) {
            add_part(cells_,
                     p,
                     work_.parts->place_of_part[run_.first + p],
                     column.has_own_base(),
                     rows_.has_units(),
                     out_.sums[0][c]);
        }
        for (std::size_t j = 0; j < work_.joined.size(); ++j)
            add_joined(work_.joined[j], column, out_.sums[j + 1][c]);
    }

    void sum_bits(const KernelColumn& column) {
        cells_.resize(run_.parts);
        const KernelColumn::Bits bits = column.bits(order_, run_.begin, bits_);
        for (std::size_t plane = 0; plane < column.planes(); ++plane) {
            const bool base_alone = column.has_own_base() && 8 * plane == column.categories();
            const auto& sum = base_alone ? sum_first_bits : sum_eights;
            sum(work_.parts->weights.data() + run_.begin,
                bits.first + plane * bits.stride,
                run_.begin,
                ends_,
                {cells_.weights.data() + 8 * plane, cells_.rows.data() + 8 * plane, cells_.width});
        }
    }

    void sum_codes(const KernelColumn& column) {
        cells_.clear(run_.parts);
        const std::uint32_t* codes = column.codes(order_, run_.begin, codes_);
        const std::int64_t* weights = work_.parts->weights.data() + run_.begin;
        std::size_t row = 0;
        for (std::size_t p = 0; p < run_.parts; ++p) {
            std::int64_t* sums = &cells_.weights[p * cells_.width];
            std::int64_t* rows = &cells_.rows[p * cells_.width];
            for (const std::size_t end = ends_[p] - run_.begin; row < end; ++row) {
                sums[codes[row]] += weights[row];
                ++rows[codes[row]];
            }
        }
    }

    // Where the parts of this run begin among joined ones, and how many those are.
    [[nodiscard]] std::pair<std::size_t, std::size_t> range_in(const JoinedParts& joined) const {
        const auto begin = joined.part_of_part.begin() + static_cast<std::ptrdiff_t>(run_.first);
        const auto [least, most] =
            std::minmax_element(begin, begin + static_cast<std::ptrdiff_t>(run_.parts));
        return {*least, *most - *least + 1};
    }

    void add_joined(const JoinedParts& joined, const KernelColumn& column, KernelSums& sums) {
        if (run_.parts == 0) return;
        const auto [first, count] = range_in(joined);
        joined_cells_.width = cells_.width;
        joined_cells_.clear(count);
        const std::size_t used = sums.categories + (column.has_own_base() ? 1 : 0);
        for (std::size_t p = 0; p < run_.parts; ++p) {
            const std::size_t to = joined.part_of_part[run_.first + p] - first;
            for (std::size_t i = 0; i < used; ++i) {
                joined_cells_.weights[to * cells_.width + i] +=
                    cells_.weights[p * cells_.width + i];
                joined_cells_.rows[to * cells_.width + i] += cells_.rows[p * cells_.width + i];
            }
        }
        for (std::size_t p = 0; p < count; ++p) {
            add_part(joined_cells_,
                     p,
                     joined.parts.place_of_part[first + p],
                     column.has_own_base(),
                     rows_.has_units(),
                     sums);
        }
    }

    void count_numbers(std::size_t c) {
        const KernelNumbers& numbers = *work_.numbers[c];
        part_totals_.assign(run_.parts, {});
        read_numbers(numbers);
        std::size_t row = 0;
        for (std::size_t p = 0; p < run_.parts; ++p) {
            const std::size_t end = ends_[p] - run_.begin;
            add_numbers(row, end, part_totals_[p]);
            add_part(part_totals_[p],
                     numbers.is_ratio(),
                     out_.totals[0][c].places[work_.parts->place_of_part[run_.first + p]]);
            row = end;
        }
        for (std::size_t j = 0; j < work_.joined.size() && run_.parts > 0; ++j) {
            const JoinedParts& joined = work_.joined[j];
            const auto [first, count] = range_in(joined);
            joined_totals_.assign(count, {});
            for (std::size_t p = 0; p < run_.parts; ++p)
                joined_totals_[joined.part_of_part[run_.first + p] - first].add(part_totals_[p]);
            for (std::size_t p = 0; p < count; ++p) {
                add_part(joined_totals_[p],
                         numbers.is_ratio(),
                         out_.totals[j + 1][c].places[joined.parts.place_of_part[first + p]]);
            }
        }
    }

    // The numbers of the run's rows, read now unless they were prepared.
    const std::int64_t* values_of(const KernelNumbers::Coded& coded,
                                  const std::vector<std::int64_t>& prepared,
                                  std::vector<std::int64_t>& buffer) const {
        if (!prepared.empty()) return prepared.data() + run_.begin;
        buffer.resize(run_.rows);
        coded.read(order_, buffer.data());
        return buffer.data();
    }

    void read_numbers(const KernelNumbers& numbers) {
        above_now_ = values_of(numbers.above, numbers.prepared_above, above_);
        below_now_ = nullptr;
        if (numbers.is_ratio())
            below_now_ = values_of(numbers.below, numbers.prepared_below, below_);
        if (numbers.in_base.empty() || !numbers.prepared_above.empty()) return;
        for (std::size_t row = 0; row < run_.rows; ++row) {
            if (numbers.in_base[order_[row]] == 0) above_[row] = FixedNumbers::none;
        }
    }

    void add_numbers(std::size_t row, std::size_t end, PartTotal& out) const {
        const std::int64_t* weights = work_.parts->weights.data() + run_.begin;
        WideNumber above = 0;
        WideNumber below = 0;
        std::int64_t rows = 0;
        std::int64_t seen = 0;
        for (; row < end; ++row) {
            const std::int64_t a = above_now_[row];
            const std::int64_t b = below_now_ == nullptr ? 1 : below_now_[row];
            if (a == FixedNumbers::none || b == FixedNumbers::none) continue;
            above += WideNumber{a} * weights[row];
            below += WideNumber{b} * weights[row];
            ++rows;
            seen |= weights[row];
        }
        out = {above, below, rows, seen != 0};
    }

    const KernelRows& rows_;
    const KernelWork& work_;
    KernelResult out_;
    Run run_;
    std::span<const std::uint32_t> order_;  // of the run
    std::span<const std::uint32_t> ends_;   // of its parts
    PartCells cells_;
    PartCells joined_cells_;
    std::vector<std::uint8_t> bits_;
    std::vector<std::uint32_t> codes_;
    std::vector<std::int64_t> above_;
    std::vector<std::int64_t> below_;
    const std::int64_t* above_now_ = nullptr;
    const std::int64_t* below_now_ = nullptr;  // null: no ratio
    std::vector<PartTotal> part_totals_;
    std::vector<PartTotal> joined_totals_;
};

// For each place of `from`, that of `to` with the same group and stratum.
std::vector<std::size_t> places_in(const KernelParts& from, const KernelParts& to) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> found;
    for (std::size_t place = 0; place < to.places(); ++place)
        found.emplace(std::pair(to.group_of_place[place], to.stratum_of_place[place]), place);
    std::vector<std::size_t> out;
    for (std::size_t place = 0; place < from.places(); ++place)
        out.push_back(found.at({from.group_of_place[place], from.stratum_of_place[place]}));
    return out;
}

}  // namespace

KernelSums moved_to(const KernelSums& sums, const KernelParts& from, const KernelParts& to) {
    KernelSums out;
    out.categories = sums.categories;
    out.cells.resize(to.places() * sums.categories);
    out.moments.resize(sums.moments.empty() ? 0 : out.cells.size());
    out.bases.resize(to.places());
    const std::vector<std::size_t> places = places_in(from, to);
    for (std::size_t place = 0; place < places.size(); ++place) {
        out.bases[places[place]] = sums.bases[place];
        for (std::size_t c = 0; c < sums.categories; ++c) {
            const std::size_t at = place * sums.categories + c;
            const std::size_t into = places[place] * sums.categories + c;
            out.cells[into] = sums.cells[at];
            if (!sums.moments.empty()) out.moments[into] = sums.moments[at];
        }
    }
    return out;
}

KernelTotals moved_to(const KernelTotals& totals, const KernelParts& from, const KernelParts& to) {
    KernelTotals out;
    out.places.resize(to.places());
    const std::vector<std::size_t> places = places_in(from, to);
    for (std::size_t place = 0; place < places.size(); ++place)
        out.places[places[place]] = totals.places[place];
    return out;
}

void KernelSums::add(const KernelSums& other) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].weight += other.cells[i].weight;
        cells[i].rows += other.cells[i].rows;
    }
    for (std::size_t i = 0; i < moments.size(); ++i) {
        moments[i].squares += other.moments[i].squares;
        moments[i].products += other.moments[i].products;
    }
    for (std::size_t i = 0; i < bases.size(); ++i) {
        bases[i].weight += other.bases[i].weight;
        bases[i].rows += other.bases[i].rows;
        bases[i].units += other.bases[i].units;
        bases[i].squares += other.bases[i].squares;
    }
}

void KernelTotals::add(const KernelTotals& other) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i].above += other.places[i].above;
        places[i].below += other.places[i].below;
        places[i].rows += other.places[i].rows;
        places[i].units += other.places[i].units;
        places[i].squares += other.places[i].squares;
        places[i].products += other.places[i].products;
        places[i].base_squares += other.places[i].base_squares;
    }
}

void KernelResult::add(const KernelResult& other) {
    for (std::size_t j = 0; j < sums.size(); ++j) {
        for (std::size_t c = 0; c < sums[j].size(); ++c)
            sums[j][c].add(other.sums[j][c]);
        for (std::size_t c = 0; c < totals[j].size(); ++c)
            totals[j][c].add(other.totals[j][c]);
    }
}

std::vector<KernelResult> count_in_one_pass(const KernelRows& rows,
                                            std::span<const KernelWork> works,
                                            int threads) {
    if (works.empty()) return {};
    if (works.front().parts->as_they_come()) return count_as_they_come(rows, works, threads);
    const std::size_t runs = works.front().parts->runs();
    const std::size_t count =
        std::clamp<std::size_t>(runs, 1, static_cast<std::size_t>(std::max(1, threads)));
    std::vector<std::vector<KernelResult>> results(count);
    // Whoever is free takes the next runs, so that a thread that is held up holds up none.
    std::atomic<std::size_t> next = 0;
    side_by_side(count, [&](std::size_t t) {
        std::vector<WorkCounter> counters;
        counters.reserve(works.size());
        for (const KernelWork& work : works)
            counters.emplace_back(rows, work);
        for (std::size_t begin = next.fetch_add(runs_at_once); begin < runs;
             begin = next.fetch_add(runs_at_once)) {
            for (std::size_t run = begin; run < std::min(begin + runs_at_once, runs); ++run) {
                for (WorkCounter& counter : counters)
                    counter.run(run);
            }
        }
        for (WorkCounter& counter : counters)
            results[t].push_back(counter.take());
    });
    for (std::size_t t = 1; t < count; ++t) {
        for (std::size_t w = 0; w < works.size(); ++w)
            results[0][w].add(results[t][w]);
    }
    return std::move(results[0]);
}

std::vector<std::vector<KernelSums>> count_columns(const KernelRows& rows,
                                                   const KernelParts& parts,
                                                   std::span<const JoinedParts> joined,
                                                   std::span<const KernelColumn> columns,
                                                   int threads) {
    KernelWork work{.parts = &parts, .joined = joined};
    for (const KernelColumn& column : columns)
        work.columns.push_back(&column);
    return std::move(count_in_one_pass(rows, {&work, 1}, threads)[0].sums);
}

}  // namespace mtm
