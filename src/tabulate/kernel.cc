#include "tabulate/kernel.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

namespace mtm {
namespace {

constexpr std::size_t rows_of_run = 2048;  // at least, but for the last
constexpr std::size_t rows_of_plain_run = 16384;
constexpr std::uint32_t none = ~std::uint32_t{0};

// A weight and a row are added in one instruction.
using Pair = long long __attribute__((vector_size(16)));

static_assert(sizeof(KernelCell) == sizeof(Pair));

template <typename Slot>
void add_rows(const std::int64_t* weights,
              const std::uint32_t* parts,
              const Slot* slots,
              std::size_t rows,
              std::size_t slot_count,
              Pair* cells) {
    for (std::size_t r = 0; r < rows; ++r)
        cells[parts[r] * slot_count + slots[r]] += Pair{weights[r], 1};
}

KernelSums empty_sums(const KernelParts& parts, const KernelColumn& column, bool has_units) {
    KernelSums out;
    out.categories = column.categories;
    out.cells.resize(parts.places() * out.categories);
    if (!has_units) return out;
    out.moments.resize(out.cells.size());
    out.base_squares.resize(parts.places());
    return out;
}

// The cells of one part are added to the sums of its place.
void add_part(const Pair* cells, std::size_t place, bool has_units, KernelSums& sums) {
    const std::size_t categories = sums.categories;
    KernelCell* into = &sums.cells[place * categories];
    std::int64_t base = 0;
    for (std::size_t c = 0; c < categories; ++c) {
        into[c].weight += cells[c][0];
        into[c].rows += cells[c][1];
        base += cells[c][0];
    }
    if (!has_units) return;
    KernelMoments* moments = &sums.moments[place * categories];
    for (std::size_t c = 0; c < categories; ++c) {
        const auto weight = static_cast<std::uint64_t>(cells[c][0]);
        moments[c].squares += WideSum{weight} * weight;
        moments[c].products += WideSum{weight} * static_cast<std::uint64_t>(base);
    }
    sums.base_squares[place] +=
        WideSum{static_cast<std::uint64_t>(base)} * static_cast<std::uint64_t>(base);
}

// Runs of units one after another, in each all columns: the cells of a run stay in the cache.
class RunCounter {
public:
    RunCounter(const KernelRows& rows,
               const KernelParts& parts,
               std::span<const JoinedParts> joined,
               std::span<const KernelColumn> columns)
        : rows_(rows), parts_(parts), joined_(joined), columns_(columns) {
        sums_.resize(1 + joined.size());
        for (const KernelColumn& column : columns) {
            sums_[0].push_back(empty_sums(parts, column, rows.has_units()));
            for (std::size_t j = 0; j < joined.size(); ++j)
                sums_[j + 1].push_back(empty_sums(joined[j].parts, column, rows.has_units()));
        }
    }

    void run(std::size_t number) {
        run_ = {.begin = parts_.run_rows[number],
                .rows = parts_.run_rows[number + 1] - parts_.run_rows[number],
                .first = parts_.run_parts[number],
                .parts = parts_.run_parts[number + 1] - parts_.run_parts[number]};
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            if (c + 1 < columns_.size() && worth_pairing(columns_[c], columns_[c + 1])) {
                count_pair(c);
                ++c;
            } else {
                count_one(c);
            }
        }
    }

    std::vector<std::vector<KernelSums>> take() { return std::move(sums_); }

private:
    struct Run {
        std::size_t begin = 0;
        std::size_t rows = 0;
        std::size_t first = 0;  // part
        std::size_t parts = 0;
    };

    // Two columns of few categories are counted as one of their combinations, a row at a time for
    // both; what each has is read from that, which pays where rows are many more than combinations.
    [[nodiscard]] bool worth_pairing(const KernelColumn& a, const KernelColumn& b) const {
        const std::size_t both = a.slots() * b.slots();
        return !a.narrow.empty() && !b.narrow.empty() && both <= 256 &&
               2 * both * run_.parts <= run_.rows;
    }

    template <typename Slot>
    void count(const Slot* slots, std::size_t slot_count, std::vector<Pair>& cells) const {
        cells.assign(run_.parts * slot_count, Pair{0, 0});
        add_rows(rows_.weights().units.data() + run_.begin,
                 parts_.part_of_row.data() + run_.begin,
                 slots,
                 run_.rows,
                 slot_count,
                 cells.data() - run_.first * slot_count);
    }

    void count_one(std::size_t c) {
        const KernelColumn& column = columns_[c];
        if (column.narrow.empty()) {
            count(column.wide.data() + run_.begin, column.slots(), cells_);
        } else {
            count(column.narrow.data() + run_.begin, column.slots(), cells_);
        }
        add_up(c);
    }

    void count_pair(std::size_t c) {
        const std::size_t slots = columns_[c].slots();
        const std::size_t others = columns_[c + 1].slots();
        const std::uint8_t* a = columns_[c].narrow.data() + run_.begin;
        const std::uint8_t* b = columns_[c + 1].narrow.data() + run_.begin;
        pair_slots_.resize(run_.rows);
        for (std::size_t r = 0; r < run_.rows; ++r)
            pair_slots_[r] = static_cast<std::uint8_t>(a[r] * others + b[r]);
        count(pair_slots_.data(), slots * others, pair_cells_);
        cells_.assign(run_.parts * slots, Pair{0, 0});
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            for (std::size_t j = 0; j < others; ++j)
                cells_[i] += pair_cells_[i * others + j];
        }
        add_up(c);
        cells_.assign(run_.parts * others, Pair{0, 0});
        for (std::size_t p = 0; p < run_.parts; ++p) {
            for (std::size_t i = 0; i < slots; ++i) {
                const Pair* from = &pair_cells_[(p * slots + i) * others];
                for (std::size_t j = 0; j < others; ++j)
                    cells_[p * others + j] += from[j];
            }
        }
        add_up(c + 1);
    }

    // What stands in cells_ is added to the sums of a column.
    void add_up(std::size_t c) {
        const std::size_t slots = columns_[c].slots();
        for (std::size_t p = 0; p < run_.parts; ++p) {
            add_part(&cells_[p * slots],
                     parts_.place_of_part[run_.first + p],
                     rows_.has_units(),
                     sums_[0][c]);
        }
        for (std::size_t j = 0; j < joined_.size(); ++j)
            add_joined(joined_[j], slots, sums_[j + 1][c]);
    }

    void add_joined(const JoinedParts& joined, std::size_t slots, KernelSums& sums) {
        if (run_.parts == 0) return;
        const std::size_t first = run_.first;
        const std::size_t first_joined = joined.part_of_part[first];
        std::size_t last = first_joined;
        for (std::size_t p = first; p < first + run_.parts; ++p)
            last = std::max<std::size_t>(last, joined.part_of_part[p]);
        joined_cells_.assign((last - first_joined + 1) * slots, Pair{0, 0});
        for (std::size_t p = 0; p < run_.parts; ++p) {
            Pair* into = &joined_cells_[(joined.part_of_part[first + p] - first_joined) * slots];
            for (std::size_t s = 0; s < slots; ++s)
                into[s] += cells_[p * slots + s];
        }
        for (std::size_t p = first_joined; p <= last; ++p) {
            add_part(&joined_cells_[(p - first_joined) * slots],
                     joined.parts.place_of_part[p],
                     rows_.has_units(),
                     sums);
        }
    }

    const KernelRows& rows_;
    const KernelParts& parts_;
    std::span<const JoinedParts> joined_;
    std::span<const KernelColumn> columns_;
    std::vector<std::vector<KernelSums>> sums_;
    Run run_;
    std::vector<Pair> cells_;  // of a run, by part and slot
    std::vector<Pair> pair_cells_;
    std::vector<std::uint8_t> pair_slots_;
    std::vector<Pair> joined_cells_;
};

// Runs work(0) … work(count - 1), each on a thread of its own.
template <typename Work>
void side_by_side(std::size_t count, const Work& work) {
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < count; ++i)
        threads.emplace_back([&work, i] { work(i); });
    work(0);
    for (std::thread& thread : threads)
        thread.join();
}

}  // namespace

// --- parts ---

namespace {

// Numbers of the places of the groups in one stratum, given out as they are met.
class PlaceNumbers {
public:
    PlaceNumbers(const KernelRows& rows, KernelParts& parts)
        : rows_(rows), parts_(parts), of_group_(parts.groups + 1, none) {}

    std::uint32_t of(std::size_t group, std::uint32_t unit) {
        const std::uint32_t stratum = rows_.has_units() ? rows_.stratum_of_unit()[unit] : 0;
        if (stratum != stratum_) std::ranges::fill(of_group_, none);
        stratum_ = stratum;
        if (of_group_[group] == none) {
            of_group_[group] = static_cast<std::uint32_t>(parts_.group_of_place.size());
            parts_.group_of_place.push_back(static_cast<std::uint32_t>(group));
            parts_.stratum_of_place.push_back(stratum);
        }
        return of_group_[group];
    }

private:
    const KernelRows& rows_;
    KernelParts& parts_;
    std::vector<std::uint32_t> of_group_;
    std::uint32_t stratum_ = 0;
};

}  // namespace

KernelParts kernel_parts(const KernelRows& rows,
                         std::span<const std::int32_t> group_of_row,
                         std::size_t groups) {
    KernelParts out;
    out.groups = groups;
    out.part_of_row.resize(rows.size());
    std::vector<std::uint32_t> part_of_group(groups + 1, none);
    PlaceNumbers places(rows, out);
    std::uint32_t unit = none;
    const std::size_t run = rows.has_units() ? rows_of_run : rows_of_plain_run;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        // Without units a run is so many rows, and each has all its groups anew.
        const bool full = out.run_rows.empty() || i - out.run_rows.back() >= run;
        const bool new_unit = rows.unit_of_row()[i] != unit || (full && !rows.has_units());
        unit = rows.unit_of_row()[i];
        if (new_unit) std::ranges::fill(part_of_group, none);
        if (new_unit && full) {
            out.run_rows.push_back(i);
            out.run_parts.push_back(out.place_of_part.size());
        }
        std::size_t group = 0;
        if (!group_of_row.empty()) {
            const std::int32_t code = group_of_row[rows.order()[i]];
            group = code < 0 ? groups : static_cast<std::size_t>(code);
        }
        std::uint32_t& part = part_of_group[group];
        if (part == none) {
            part = static_cast<std::uint32_t>(out.place_of_part.size());
            out.place_of_part.push_back(places.of(group, unit));
        }
        out.part_of_row[i] = part;
    }
    out.run_rows.push_back(rows.size());
    out.run_parts.push_back(out.place_of_part.size());
    return out;
}

JoinedParts join_parts(const KernelRows& rows,
                       const KernelParts& parts,
                       std::span<const std::uint32_t> joined,
                       std::size_t groups) {
    JoinedParts out;
    out.parts.groups = groups;
    PlaceNumbers places(rows, out.parts);
    std::vector<std::uint32_t> part_of_group(groups + 1, none);
    std::size_t run = 0;
    std::uint32_t unit = none;
    std::vector<std::uint32_t> unit_of_part(parts.place_of_part.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        unit_of_part[parts.part_of_row[i]] = rows.unit_of_row()[i];
    for (std::size_t p = 0; p < parts.place_of_part.size(); ++p) {
        const bool new_run = run < parts.run_parts.size() && parts.run_parts[run] == p;
        if (new_run) ++run;
        if (unit_of_part[p] != unit || new_run) std::ranges::fill(part_of_group, none);
        unit = unit_of_part[p];
        const std::uint32_t old = parts.group_of_place[parts.place_of_part[p]];
        const std::size_t group = old < joined.size() ? joined[old] : groups;
        std::uint32_t& part = part_of_group[group];
        if (part == none) {
            part = static_cast<std::uint32_t>(out.parts.place_of_part.size());
            out.parts.place_of_part.push_back(places.of(group, unit));
        }
        out.part_of_part.push_back(part);
    }
    return out;
}

KernelColumn kernel_column(const KernelRows& rows,
                           std::span<const std::int32_t> codes,
                           std::size_t categories) {
    KernelColumn out;
    out.categories = categories;
    out.has_outside = std::ranges::any_of(codes, [](std::int32_t code) { return code < 0; });
    const auto slot_of = [&](std::uint32_t row) {
        return codes[row] < 0 ? categories : static_cast<std::size_t>(codes[row]);
    };
    if (categories < 256) {
        out.narrow.reserve(rows.size());
        for (const std::uint32_t row : rows.order())
            out.narrow.push_back(static_cast<std::uint8_t>(slot_of(row)));
    } else {
        out.wide.reserve(rows.size());
        for (const std::uint32_t row : rows.order())
            out.wide.push_back(static_cast<std::uint32_t>(slot_of(row)));
    }
    return out;
}

// --- sums ---

void KernelSums::add(const KernelSums& other) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].weight += other.cells[i].weight;
        cells[i].rows += other.cells[i].rows;
    }
    for (std::size_t i = 0; i < moments.size(); ++i) {
        moments[i].squares += other.moments[i].squares;
        moments[i].products += other.moments[i].products;
    }
    for (std::size_t i = 0; i < base_squares.size(); ++i)
        base_squares[i] += other.base_squares[i];
}

std::vector<std::vector<KernelSums>> count_columns(const KernelRows& rows,
                                                   const KernelParts& parts,
                                                   std::span<const JoinedParts> joined,
                                                   std::span<const KernelColumn> columns,
                                                   int threads) {
    const std::size_t runs = parts.run_rows.size() - 1;
    const std::size_t count =
        std::clamp<std::size_t>(runs, 1, static_cast<std::size_t>(std::max(1, threads)));
    std::vector<std::vector<std::vector<KernelSums>>> sums(count);
    side_by_side(count, [&](std::size_t t) {
        RunCounter counter(rows, parts, joined, columns);
        for (std::size_t run = t * runs / count; run < (t + 1) * runs / count; ++run)
            counter.run(run);
        sums[t] = counter.take();
    });
    for (std::size_t t = 1; t < count; ++t) {
        for (std::size_t j = 0; j < sums[0].size(); ++j) {
            for (std::size_t c = 0; c < columns.size(); ++c)
                sums[0][j][c].add(sums[t][j][c]);
        }
    }
    return std::move(sums[0]);
}

// --- shares ---

namespace {

long double real(WideSum number) {
    return static_cast<long double>(static_cast<std::uint64_t>(number >> 64)) * 0x1p64L +
           static_cast<long double>(static_cast<std::uint64_t>(number));
}

// What the units of a stratum add to the variance of a share p: their influences are (a - p b) over
// the weight of the group, a unit without a row of the group counting as 0. The numbers are whole;
// 64 bits of precision are left to the differences.
long double spread_of(const KernelMoments& moments,
                      WideSum base_squares,
                      std::int64_t weight,
                      std::int64_t base,
                      long double p,
                      const KernelRows::Stratum& stratum) {
    const long double squares = real(moments.squares);
    const long double products = 2 * p * real(moments.products);
    const long double bases = p * p * real(base_squares);
    const long double sum = static_cast<long double>(weight) - p * static_cast<long double>(base);
    const long double mean_square = sum * sum / static_cast<long double>(stratum.units);
    const long double spread = squares - products + bases - mean_square;
    if (spread <= 1e-17L * (squares + products + bases)) return 0;
    return static_cast<long double>(stratum.factor) * spread;
}

}  // namespace

std::vector<KernelShare> kernel_shares(const KernelRows& rows,
                                       const KernelParts& parts,
                                       const KernelSums& sums) {
    const std::size_t categories = sums.categories;
    std::vector<std::int64_t> weights(parts.groups * categories);
    std::vector<std::int64_t> bases(parts.groups);
    std::vector<std::int64_t> base_of_place(parts.places());
    std::vector<KernelShare> out(weights.size());
    for (std::size_t place = 0; place < parts.places(); ++place) {
        const std::size_t g = parts.group_of_place[place];
        if (g == parts.groups) continue;
        for (std::size_t c = 0; c < categories; ++c) {
            const KernelCell& cell = sums.cells[place * categories + c];
            weights[g * categories + c] += cell.weight;
            base_of_place[place] += cell.weight;
            out[g * categories + c].rows += cell.rows;
        }
        bases[g] += base_of_place[place];
    }
    const double worth = rows.weights().worth();
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::int64_t base = bases[i / categories];
        out[i].weight = static_cast<double>(weights[i]) * worth;
        out[i].share = base > 0 ? static_cast<double>(weights[i]) / static_cast<double>(base)
                                : std::numeric_limits<double>::quiet_NaN();
    }
    if (!rows.has_units()) return out;
    std::vector<long double> variances(out.size());
    for (std::size_t place = 0; place < parts.places(); ++place) {
        const std::size_t g = parts.group_of_place[place];
        if (g == parts.groups || bases[g] == 0) continue;
        const KernelRows::Stratum& stratum = rows.strata()[parts.stratum_of_place[place]];
        for (std::size_t c = 0; c < categories; ++c) {
            const std::size_t i = g * categories + c;
            const long double p =
                static_cast<long double>(weights[i]) / static_cast<long double>(bases[g]);
            variances[i] += spread_of(sums.moments[place * categories + c],
                                      sums.base_squares[place],
                                      sums.cells[place * categories + c].weight,
                                      base_of_place[place],
                                      p,
                                      stratum);
        }
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto base = static_cast<long double>(bases[i / categories]);
        if (base > 0) out[i].variance = static_cast<double>(variances[i] / (base * base));
    }
    return out;
}

}  // namespace mtm
