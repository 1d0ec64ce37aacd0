#include "tabulate/kernel_as_they_come.h"

#include <algorithm>
#include <atomic>

#include "tabulate/kernel_cells.h"
#include "tabulate/side_by_side.h"

namespace mtm {
namespace {

constexpr std::size_t rows_at_once = 1024;
constexpr std::size_t rows_of_task = 32 * rows_at_once;
constexpr std::size_t most_cells_at_once = 16384;  // 256 KiB of them
constexpr std::size_t most_cells_of_pair = 2048;   // so many stay in the first-level cache

// Weight and rows of a cell are one register of every processor that the compilers know.
using Cell __attribute__((vector_size(16))) = std::int64_t;

std::size_t width_of(const KernelColumn& column) {
    return column.categories() + 1;  // the last: in no category
}

// One column, or two whose categories are counted by pairs: a row is one addition for both. A cell
// is found by adding up how far its part, its first and its second category are, in bytes.
class Counted {
public:
    Counted(const KernelWork& work, std::size_t first, std::size_t columns)
        : first_(first), columns_(columns) {
        std::size_t width = 1;
        for (std::size_t i = columns; i-- > 0;) {
            const KernelColumn& column = *work.columns[first + i];
            for (const std::uint32_t cell : column.cell_of_code())
                steps_[i].push_back(static_cast<std::uint32_t>(cell * width * sizeof(Cell)));
            width *= width_of(column);
        }
        width_ = width;
        source_ = &work.columns[first]->source();
        if (columns_ > 1) second_ = &work.columns[first + 1]->source();
    }

    [[nodiscard]] std::size_t first() const { return first_; }

    [[nodiscard]] std::size_t columns() const { return columns_; }

    [[nodiscard]] std::size_t width() const { return width_; }

    /// `parts`: how far in bytes the first cell of each row's part is.
    void count(std::size_t row,
               std::size_t rows,
               const std::uint32_t* parts,
               const std::int64_t* weights,
               Cell* cells) const {
        const std::int32_t* codes = source_->codes.data() + row;
        const std::uint32_t* steps = steps_[0].data() + 1;
        if (columns_ == 1) {
            count_each(
                row, rows, parts, weights, cells, [=](std::size_t i) { return steps[codes[i]]; });
            return;
        }
        const std::int32_t* others = second_->codes.data() + row;
        const std::uint32_t* other_steps = steps_[1].data() + 1;
        count_each(row, rows, parts, weights, cells, [=](std::size_t i) {
            return steps[codes[i]] + other_steps[others[i]];
        });
    }

private:
    template <typename StepOf>
    void count_each(std::size_t row,
                    std::size_t rows,
                    const std::uint32_t* parts,
                    const std::int64_t* weights,
                    Cell* cells,
                    const StepOf& step_of) const {
        char* const bytes = reinterpret_cast<char*>(cells);
        const auto add = [=](std::size_t i, std::uint32_t step) {
            *reinterpret_cast<Cell*>(bytes + parts[i] + step) += Cell{weights[i], 1};
        };
        if (source_->in_base.empty()) {
            std::size_t i = 0;
            for (; i + 4 <= rows; i += 4) {
                add(i, step_of(i));
                add(i + 1, step_of(i + 1));
                add(i + 2, step_of(i + 2));
                add(i + 3, step_of(i + 3));
            }
            for (; i < rows; ++i)
                add(i, step_of(i));
            return;
        }
        const std::uint8_t* in_base = source_->in_base.data() + row;
        const auto none = static_cast<std::uint32_t>((width_ - 1) * sizeof(Cell));
        for (std::size_t i = 0; i < rows; ++i)
            add(i, in_base[i] != 0 ? step_of(i) : none);
    }

    std::size_t first_;
    std::size_t columns_;
    std::size_t width_ = 0;
    const KernelSource* source_ = nullptr;
    const KernelSource* second_ = nullptr;
    std::vector<std::uint32_t> steps_[2];  // of `code + 1`
};

// What has its cells in the cache together, while the rows go by block by block.
struct Batch {
    std::vector<Counted> counted{};
    std::vector<std::size_t> begin{};  // of the cells of each
    std::size_t cells = 0;
};

bool have_one_base(const KernelColumn& a, const KernelColumn& b) {
    return a.source().in_base.data() == b.source().in_base.data();
}

std::vector<Batch> batches_of(const KernelWork& work) {
    std::vector<Batch> out;
    const std::size_t parts = work.parts->place_of_part.size();
    const auto& columns = work.columns;
    for (std::size_t c = 0; c < columns.size();) {
        const bool pair =
            c + 1 < columns.size() && have_one_base(*columns[c], *columns[c + 1]) &&
            parts * width_of(*columns[c]) * width_of(*columns[c + 1]) <= most_cells_of_pair;
        Counted counted(work, c, pair ? 2 : 1);
        const std::size_t cells = parts * counted.width();
        c += counted.columns();
        if (out.empty() || out.back().cells + cells > most_cells_at_once) out.emplace_back();
        Batch& batch = out.back();
        batch.begin.push_back(batch.cells);
        batch.counted.push_back(std::move(counted));
        batch.cells += cells;
    }
    return out;
}

class Counter {
public:
    Counter(const KernelRows& rows, const KernelWork& work, KernelResult& out)
        : rows_(rows), work_(work), out_(out) {}

    void count(const Batch& batch,
               std::size_t begin,
               std::size_t end,
               std::vector<Cell>& cells) const {
        std::uint32_t first_cells[rows_at_once];
        for (std::size_t row = begin; row < end; row += rows_at_once) {
            const std::size_t rows = std::min(rows_at_once, end - row);
            std::size_t width = 0;
            for (std::size_t i = 0; i < batch.counted.size(); ++i) {
                const Counted& counted = batch.counted[i];
                if (width != counted.width()) {
                    width = counted.width();
                    const auto bytes = static_cast<std::uint32_t>(width * sizeof(Cell));
                    const std::uint32_t* part = work_.parts->part_of_row.data() + row;
                    for (std::size_t r = 0; r < rows; ++r)
                        first_cells[r] = part[r] * bytes;
                }
                counted.count(row,
                              rows,
                              first_cells,
                              rows_.weights_by_row().units.data() + row,
                              cells.data() + batch.begin[i]);
            }
        }
    }

    /// From the cells of parts to those of places.
    void add_up(const Batch& batch, const std::vector<Cell>& cells) {
        for (std::size_t i = 0; i < batch.counted.size(); ++i) {
            const Counted& counted = batch.counted[i];
            std::size_t below = counted.width();  // cells of one category
            for (std::size_t k = 0; k < counted.columns(); ++k) {
                const std::size_t width = width_of(*work_.columns[counted.first() + k]);
                below /= width;
                split(counted, cells.data() + batch.begin[i], width, below);
                add_column(counted.first() + k);
            }
        }
    }

private:
    void split(const Counted& counted, const Cell* cells, std::size_t width, std::size_t below) {
        const std::size_t parts = work_.parts->place_of_part.size();
        split_.width = width;
        if (counted.columns() > 1) split_.clear(parts);
        split_.resize(parts);
        for (std::size_t p = 0; p < parts; ++p) {
            const Cell* of_part = cells + p * counted.width();
            std::int64_t* weights = split_.weights.data() + p * width;
            std::int64_t* rows = split_.rows.data() + p * width;
            if (counted.columns() == 1) {
                for (std::size_t i = 0; i < width; ++i) {
                    weights[i] = of_part[i][0];
                    rows[i] = of_part[i][1];
                }
                continue;
            }
            for (std::size_t i = 0; i < counted.width(); ++i) {
                weights[i / below % width] += of_part[i][0];
                rows[i / below % width] += of_part[i][1];
            }
        }
    }

    void add_column(std::size_t c) {
        add_parts(split_, work_.parts->place_of_part, out_.sums[0][c]);
        for (std::size_t j = 0; j < work_.joined.size(); ++j)
            add_joined(split_, work_.joined[j], out_.sums[j + 1][c]);
    }

    void add_parts(const PartCells& cells,
                   const std::vector<std::uint32_t>& places,
                   KernelSums& sums) const {
        for (std::size_t p = 0; p < places.size(); ++p)
            add_part(cells, p, places[p], false, rows_.has_units(), sums);
    }

    void add_joined(const PartCells& cells, const JoinedParts& joined, KernelSums& sums) const {
        PartCells into;
        into.width = cells.width;
        into.clear(joined.parts.place_of_part.size());
        for (std::size_t p = 0; p < joined.part_of_part.size(); ++p) {
            const std::size_t to = joined.part_of_part[p] * cells.width;
            for (std::size_t i = 0; i < cells.width; ++i) {
                into.weights[to + i] += cells.weights[p * cells.width + i];
                into.rows[to + i] += cells.rows[p * cells.width + i];
            }
        }
        add_parts(into, joined.parts.place_of_part, sums);
    }

    const KernelRows& rows_;
    const KernelWork& work_;
    KernelResult& out_;
    PartCells split_;
};

// Each thread counts some of the rows.
void share_rows(const Batch& batch, std::size_t rows, std::size_t threads, Counter& counter) {
    std::vector<std::vector<Cell>> cells(threads);
    std::atomic<std::size_t> next = 0;
    side_by_side(threads, [&](std::size_t t) {
        cells[t].assign(batch.cells, Cell{});
        for (std::size_t begin = next.fetch_add(rows_of_task); begin < rows;
             begin = next.fetch_add(rows_of_task))
            counter.count(batch, begin, std::min(rows, begin + rows_of_task), cells[t]);
    });
    for (std::size_t t = 1; t < threads; ++t) {
        for (std::size_t i = 0; i < batch.cells; ++i)
            cells[0][i] += cells[t][i];
    }
    counter.add_up(batch, cells[0]);
}

void count_work(const KernelRows& rows, const KernelWork& work, int threads, KernelResult& out) {
    const auto count = static_cast<std::size_t>(std::max(1, threads));
    const std::vector<Batch> batches = batches_of(work);
    if (batches.size() < 2 * count) {
        Counter counter(rows, work, out);
        for (const Batch& batch : batches)
            share_rows(batch, rows.size(), rows.size() < few_rows ? 1 : count, counter);
        return;
    }
    // Each thread counts some of the columns, whose sums nobody else writes.
    std::atomic<std::size_t> next = 0;
    side_by_side(count, [&](std::size_t) {
        Counter counter(rows, work, out);
        std::vector<Cell> cells;
        for (std::size_t b = next.fetch_add(1); b < batches.size(); b = next.fetch_add(1)) {
            cells.assign(batches[b].cells, Cell{});
            counter.count(batches[b], 0, rows.size(), cells);
            counter.add_up(batches[b], cells);
        }
    });
}

}  // namespace

std::vector<KernelResult> count_as_they_come(const KernelRows& rows,
                                             std::span<const KernelWork> works,
                                             int threads) {
    std::vector<KernelResult> out;
    for (const KernelWork& work : works) {
        KernelResult& result = out.emplace_back();
        for (std::size_t j = 0; j <= work.joined.size(); ++j) {
            const KernelParts& parts = j == 0 ? *work.parts : work.joined[j - 1].parts;
            auto& sums = result.sums.emplace_back();
            for (const KernelColumn* column : work.columns)
                sums.push_back(empty_sums(parts, *column, rows.has_units()));
            result.totals.emplace_back();
        }
        count_work(rows, work, threads, result);
    }
    return out;
}

}  // namespace mtm
