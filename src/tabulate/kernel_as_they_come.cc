#include "tabulate/kernel_as_they_come.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <memory>
#include <new>

#include "tabulate/kernel_cells.h"
#include "tabulate/side_by_side.h"

namespace mtm {
namespace {

constexpr std::size_t rows_at_once = 1024;
constexpr std::size_t rows_of_task = 32 * rows_at_once;
constexpr std::size_t most_bytes_at_once = std::size_t{256} * 1024;
// So many stay in the first-level cache.
constexpr std::size_t most_bytes_of_pair = std::size_t{32} * 1024;
constexpr std::size_t parts_at_once = 64;

// Weight and rows of a cell are one register of every processor that the compilers know.
struct WideCells {
    using Cell __attribute__((vector_size(16))) = std::int64_t;

    [[nodiscard]] static Cell of_row(std::int64_t weight) { return Cell{weight, 1}; }

    [[nodiscard]] static std::int64_t weight(Cell cell) { return cell[0]; }

    [[nodiscard]] static std::int64_t rows(Cell cell) { return cell[1]; }
};

// Or one integer, the rows above the bits of the weight, where no part has more than both hold.
struct PackedCells {
    using Cell = std::uint64_t;

    int weight_bits = 0;

    [[nodiscard]] Cell of_row(std::int64_t weight) const {
        return (Cell{1} << weight_bits) + static_cast<Cell>(weight);
    }

    [[nodiscard]] std::int64_t weight(Cell cell) const {
        return static_cast<std::int64_t>(cell & ((Cell{1} << weight_bits) - 1));
    }

    [[nodiscard]] std::int64_t rows(Cell cell) const {
        return static_cast<std::int64_t>(cell >> weight_bits);
    }
};

// Room for cells, at the beginning of a cache line.
class CellMemory {
public:
    char* make(std::size_t bytes) {
        if (bytes > bytes_) memory_.reset(static_cast<char*>(::operator new[](bytes, line)));
        bytes_ = std::max(bytes, bytes_);
        return memory_.get();
    }

    [[nodiscard]] char* data() const { return memory_.get(); }

private:
    static constexpr std::align_val_t line{64};

    struct Free {
        void operator()(char* memory) const { ::operator delete[](memory, line); }
    };

    std::unique_ptr<char[], Free> memory_;
    std::size_t bytes_ = 0;
};

// One column, or two whose categories are counted by pairs: a row is one addition for both. A cell
// is found by adding up how far its part, its first and its second category are, in bytes. Rows of
// no category have the last cell of a part; where cells are packed, those cells come after the
// cells of all parts, where nobody reads them and most columns never write.
class Counted {
public:
    Counted(const KernelWork& work, std::size_t first, std::size_t columns, int packed_bits)
        : first_(first), columns_(columns), packed_bits_(packed_bits) {
        const std::size_t parts = work.parts->place_of_part.size();
        const bool packed = packed_bits > 0;
        const std::size_t size = packed ? sizeof(PackedCells::Cell) : sizeof(WideCells::Cell);
        std::size_t width = 1;
        for (std::size_t i = columns; i-- > 0;) {
            const KernelColumn& column = *work.columns[first + i];
            widths_[i] = column.categories() + (packed ? 0 : 1);
            for (const std::uint32_t cell : column.cell_of_code()) {
                const bool after = packed && cell == column.categories();
                steps_[i].push_back(static_cast<std::uint32_t>(
                    (after ? parts * column.categories() : cell * width) * size));
            }
            width *= widths_[i];
        }
        width_ = width;
        bytes_ = parts * width * size;
        none_ = static_cast<std::uint32_t>(packed ? bytes_ : (width - 1) * size);
        bytes_of_part_ = width * size;
        source_ = &work.columns[first]->source();
        if (columns_ > 1) second_ = &work.columns[first + 1]->source();
    }

    [[nodiscard]] std::size_t first() const { return first_; }

    [[nodiscard]] std::size_t columns() const { return columns_; }

    /// Cells of a part, and those of one of the columns.
    [[nodiscard]] std::size_t width() const { return width_; }

    [[nodiscard]] std::size_t width(std::size_t column) const { return widths_[column]; }

    [[nodiscard]] std::size_t bytes_of_part() const { return bytes_of_part_; }

    /// Of the cells that are read afterwards.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

    /// With those that are only written.
    [[nodiscard]] std::size_t room() const { return packed_bits_ > 0 ? 2 * bytes_ : bytes_; }

    /// work(kind of cells)
    template <typename Work>
    void with_cells(const Work& work) const {
        if (packed_bits_ > 0) {
            work(PackedCells{packed_bits_});
        } else {
            work(WideCells{});
        }
    }

    /// `parts`: how far in bytes the first cell of each row's part is.
    void count(std::size_t row,
               std::size_t rows,
               const std::uint32_t* parts,
               const std::int64_t* weights,
               char* cells) const {
        const std::int32_t* codes = source_->codes.data() + row;
        const std::uint32_t* steps = steps_[0].data() + 1;
        with_cells([&](auto kind) {
            const auto add = [=](std::size_t i, std::uint32_t step) {
                *reinterpret_cast<typename decltype(kind)::Cell*>(cells + parts[i] + step) +=
                    kind.of_row(weights[i]);
            };
            if (columns_ == 1) {
                count_each(row, rows, add, [=](std::size_t i) { return steps[codes[i]]; });
                return;
            }
            const std::int32_t* others = second_->codes.data() + row;
            const std::uint32_t* other_steps = steps_[1].data() + 1;
            count_each(row, rows, add, [=](std::size_t i) {
                return steps[codes[i]] + other_steps[others[i]];
            });
        });
    }

private:
    template <typename Add, typename StepOf>
    void count_each(std::size_t row,
                    std::size_t rows,
                    const Add& add,
                    const StepOf& step_of) const {
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
        for (std::size_t i = 0; i < rows; ++i)
            add(i, in_base[i] != 0 ? step_of(i) : none_);
    }

    std::size_t first_;
    std::size_t columns_;
    int packed_bits_;
    std::size_t width_ = 0;
    std::size_t widths_[2] = {};
    std::size_t bytes_ = 0;
    std::size_t bytes_of_part_ = 0;
    std::uint32_t none_ = 0;  // the step of who is outside the base
    const KernelSource* source_ = nullptr;
    const KernelSource* second_ = nullptr;
    std::vector<std::uint32_t> steps_[2];  // of `code + 1`
};

// What has its cells in the cache together, while the rows go by block by block.
struct Batch {
    std::vector<Counted> counted{};
    std::vector<std::size_t> begin{};  // of the cells of each
    std::size_t bytes = 0;

    char* clear(CellMemory& memory) const {
        char* const cells = memory.make(bytes);
        for (std::size_t i = 0; i < counted.size(); ++i)
            std::memset(cells + begin[i], 0, counted[i].bytes());
        return cells;
    }
};

bool have_one_base(const KernelColumn& a, const KernelColumn& b) {
    return a.source().in_base.data() == b.source().in_base.data();
}

// Bits of the weights in packed cells; 0 where they do not fit.
int packed_bits(const KernelParts& parts) {
    const auto bits =
        static_cast<int>(std::bit_width(static_cast<std::uint64_t>(parts.most_weight)));
    const auto row_bits = static_cast<int>(std::bit_width(parts.most_rows));
    return bits + row_bits <= 64 ? bits : 0;
}

std::vector<Batch> batches_of(const KernelWork& work) {
    std::vector<Batch> out;
    const std::size_t parts = work.parts->place_of_part.size();
    const int bits = packed_bits(*work.parts);
    const auto& columns = work.columns;
    std::size_t at_once = 0;
    for (std::size_t c = 0; c < columns.size();) {
        bool pair = false;
        if (c + 1 < columns.size() && have_one_base(*columns[c], *columns[c + 1])) {
            const std::size_t cells =
                parts * (columns[c]->categories() + 1) * (columns[c + 1]->categories() + 1);
            pair = cells * sizeof(WideCells::Cell) <= most_bytes_of_pair;
        }
        Counted counted(work, c, pair ? 2 : 1, pair ? 0 : bits);
        c += counted.columns();
        if (out.empty() || at_once + counted.bytes() > most_bytes_at_once) {
            out.emplace_back();
            at_once = 0;
        }
        Batch& batch = out.back();
        at_once += counted.bytes();
        batch.begin.push_back(batch.bytes);
        batch.bytes += (counted.room() + 63) / 64 * 64;
        batch.counted.push_back(std::move(counted));
    }
    return out;
}

class Counter {
public:
    Counter(const KernelRows& rows, const KernelWork& work, KernelResult& out)
        : rows_(rows), work_(work), out_(out), joined_(work.joined.size()) {}

    void count(const Batch& batch, std::size_t begin, std::size_t end, char* cells) const {
        std::uint32_t first_cells[rows_at_once];
        for (std::size_t row = begin; row < end; row += rows_at_once) {
            const std::size_t rows = std::min(rows_at_once, end - row);
            std::size_t bytes = 0;
            for (std::size_t i = 0; i < batch.counted.size(); ++i) {
                const Counted& counted = batch.counted[i];
                if (bytes != counted.bytes_of_part()) {
                    bytes = counted.bytes_of_part();
                    const auto of_part = static_cast<std::uint32_t>(bytes);
                    const std::uint16_t* part = work_.parts->part_of_row.data() + row;
                    for (std::size_t r = 0; r < rows; ++r)
                        first_cells[r] = part[r] * of_part;
                }
                counted.count(row,
                              rows,
                              first_cells,
                              rows_.weights_by_row().units.data() + row,
                              cells + batch.begin[i]);
            }
        }
    }

    /// From the cells of parts to those of places.
    void add_up(const Batch& batch, const char* cells) {
        for (std::size_t i = 0; i < batch.counted.size(); ++i) {
            const Counted& counted = batch.counted[i];
            counted.with_cells([&](auto kind) {
                std::size_t below = counted.width();  // cells of one category
                for (std::size_t k = 0; k < counted.columns(); ++k) {
                    below /= counted.width(k);
                    add_column(counted, k, below, kind, cells + batch.begin[i]);
                }
            });
        }
    }

private:
    // A few parts at a time, so that what is taken apart stays in the first-level cache.
    template <typename Kind>
    void add_column(const Counted& counted,
                    std::size_t k,
                    std::size_t below,
                    const Kind& kind,
                    const char* cells) {
        const std::size_t c = counted.first() + k;
        const std::size_t parts = work_.parts->place_of_part.size();
        split_.width = counted.width(k);
        for (std::size_t j = 0; j < joined_.size(); ++j) {
            joined_[j].width = split_.width;
            joined_[j].clear(work_.joined[j].parts.place_of_part.size());
        }
        for (std::size_t first = 0; first < parts; first += parts_at_once) {
            const std::size_t count = std::min(parts_at_once, parts - first);
            split(counted, first, count, below, kind, cells);
            add_parts(split_, first, count, work_.parts->place_of_part, out_.sums[0][c]);
            for (std::size_t j = 0; j < joined_.size(); ++j)
                join(first, count, work_.joined[j].part_of_part, joined_[j]);
        }
        for (std::size_t j = 0; j < joined_.size(); ++j) {
            const auto& places = work_.joined[j].parts.place_of_part;
            add_parts(joined_[j], 0, places.size(), places, out_.sums[j + 1][c]);
        }
    }

    template <typename Kind>
    void split(const Counted& counted,
               std::size_t first,
               std::size_t count,
               std::size_t below,
               const Kind& kind,
               const char* cells) {
        using Cell = typename Kind::Cell;
        const auto* of_parts =
            reinterpret_cast<const Cell*>(cells + first * counted.bytes_of_part());
        if (counted.columns() == 1) {
            split_.resize(count);
            for (std::size_t i = 0; i < count * split_.width; ++i) {
                split_.weights[i] = kind.weight(of_parts[i]);
                split_.rows[i] = kind.rows(of_parts[i]);
            }
            return;
        }
        split_.clear(count);
        for (std::size_t p = 0; p < count; ++p) {
            for (std::size_t i = 0; i < counted.width(); ++i) {
                const Cell cell = of_parts[p * counted.width() + i];
                const std::size_t to = p * split_.width + i / below % split_.width;
                split_.weights[to] += kind.weight(cell);
                split_.rows[to] += kind.rows(cell);
            }
        }
    }

    // The parts `first` to `first + count` of `places` are those of `cells`.
    void add_parts(const PartCells& cells,
                   std::size_t first,
                   std::size_t count,
                   const std::vector<std::uint32_t>& places,
                   KernelSums& sums) const {
        for (std::size_t p = 0; p < count; ++p)
            add_part(cells, p, places[first + p], false, rows_.has_units(), sums);
    }

    void join(std::size_t first,
              std::size_t count,
              const std::vector<std::uint32_t>& part_of_part,
              PartCells& into) const {
        const std::size_t width = split_.width;
        for (std::size_t p = 0; p < count; ++p) {
            const std::size_t to = part_of_part[first + p] * width;
            for (std::size_t i = 0; i < width; ++i) {
                into.weights[to + i] += split_.weights[p * width + i];
                into.rows[to + i] += split_.rows[p * width + i];
            }
        }
    }

    const KernelRows& rows_;
    const KernelWork& work_;
    KernelResult& out_;
    PartCells split_;
    std::vector<PartCells> joined_;
};

// Each thread counts some of the rows.
void share_rows(const Batch& batch, std::size_t rows, std::size_t threads, Counter& counter) {
    std::vector<CellMemory> memory(threads);
    std::atomic<std::size_t> next = 0;
    side_by_side(threads, [&](std::size_t t) {
        char* const cells = batch.clear(memory[t]);
        for (std::size_t begin = next.fetch_add(rows_of_task); begin < rows;
             begin = next.fetch_add(rows_of_task))
            counter.count(batch, begin, std::min(rows, begin + rows_of_task), cells);
    });
    for (std::size_t i = 0; i < batch.counted.size(); ++i) {
        batch.counted[i].with_cells([&](auto kind) {
            using Cell = typename decltype(kind)::Cell;
            auto* const all = reinterpret_cast<Cell*>(memory[0].data() + batch.begin[i]);
            for (std::size_t t = 1; t < threads; ++t) {
                const auto* more = reinterpret_cast<const Cell*>(memory[t].data() + batch.begin[i]);
                for (std::size_t c = 0; c < batch.counted[i].bytes() / sizeof(Cell); ++c)
                    all[c] += more[c];
            }
        });
    }
    counter.add_up(batch, memory[0].data());
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
        CellMemory memory;
        for (std::size_t b = next.fetch_add(1); b < batches.size(); b = next.fetch_add(1)) {
            char* const cells = batches[b].clear(memory);
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
