#include "tabulate/kernel_parts.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "tabulate/side_by_side.h"

namespace mtm {
namespace {

constexpr std::size_t rows_with_units = 2048;
constexpr std::size_t rows_without_units = 16384;
constexpr std::size_t most_parts_as_they_come = 8192;

struct PartSize {
    std::int64_t weight = 0;
    std::uint64_t rows = 0;
};

// Numbers of groups, given out anew in each stretch of rows as groups are met there.
class NumbersByGroup {
public:
    explicit NumbersByGroup(std::size_t groups) : number_(groups), stretch_of_(groups) {}

    void begin() { ++stretch_; }

    /// The group's number; a new one is `next`.
    std::uint32_t of(std::size_t group, std::size_t next, bool& is_new) {
        is_new = stretch_of_[group] != stretch_;
        if (is_new) number_[group] = static_cast<std::uint32_t>(next);
        stretch_of_[group] = stretch_;
        return number_[group];
    }

private:
    std::vector<std::uint32_t> number_;
    std::vector<std::size_t> stretch_of_;
    std::size_t stretch_ = 0;
};

// Numbers of the places of the groups in one stratum.
class PlaceNumbers {
public:
    PlaceNumbers(const KernelRows& rows, KernelParts& parts)
        : rows_(rows), parts_(parts), of_group_(parts.groups + 1) {
        of_group_.begin();
    }

    std::uint32_t of(std::size_t group, std::uint32_t unit) {
        const std::uint32_t stratum = rows_.has_units() ? rows_.stratum_of_unit()[unit] : 0;
        if (stratum != stratum_) of_group_.begin();
        stratum_ = stratum;
        bool is_new = false;
        const std::uint32_t place = of_group_.of(group, parts_.group_of_place.size(), is_new);
        if (is_new) {
            parts_.group_of_place.push_back(static_cast<std::uint32_t>(group));
            parts_.stratum_of_place.push_back(stratum);
        }
        return place;
    }

private:
    const KernelRows& rows_;
    KernelParts& parts_;
    NumbersByGroup of_group_;
    std::uint32_t stratum_ = 0;
};

// Puts the rows of each part of a unit side by side.
class PartsMaker {
public:
    PartsMaker(const KernelRows& rows,
               std::span<const std::int32_t> group_of_row,
               std::size_t groups,
               std::size_t run)
        : rows_(rows), group_of_row_(group_of_row), part_of_group_(groups + 1), run_(run) {
        if (run_ == 0) run_ = rows_of_run(rows);
        out_.groups = groups;
        out_.order.resize(rows.size());
        out_.weights.resize(rows.size());
    }

    KernelParts make() {
        PlaceNumbers places(rows_, out_);
        for (std::size_t begin = 0; begin < rows_.size();) {
            const std::size_t end = end_of_unit(begin);
            if (out_.run_rows.empty() || begin - out_.run_rows.back() >= run_) {
                out_.run_rows.push_back(begin);
                out_.run_parts.push_back(out_.part_ends.size());
            }
            add_unit(begin, end, places);
            begin = end;
        }
        if (out_.run_rows.empty()) out_.run_rows = out_.run_parts = {0};
        out_.run_rows.push_back(rows_.size());
        out_.run_parts.push_back(out_.part_ends.size());
        return std::move(out_);
    }

private:
    // Without units, a run of rows is one.
    [[nodiscard]] std::size_t end_of_unit(std::size_t begin) const {
        if (!rows_.has_units()) return std::min(begin + run_, rows_.size());
        std::size_t end = begin + 1;
        while (end < rows_.size() && rows_.unit_of_row()[end] == rows_.unit_of_row()[begin])
            ++end;
        return end;
    }

    [[nodiscard]] std::size_t group_at(std::size_t position) const {
        if (group_of_row_.empty()) return 0;
        const std::int32_t group = group_of_row_[rows_.order()[position]];
        return group < 0 ? out_.groups : static_cast<std::size_t>(group);
    }

    void add_unit(std::size_t begin, std::size_t end, PlaceNumbers& places) {
        part_of_group_.begin();
        part_of_row_.resize(end - begin);
        rows_of_part_.clear();
        for (std::size_t i = begin; i < end; ++i) {
            const std::size_t group = group_at(i);
            bool is_new = false;
            const std::uint32_t part = part_of_group_.of(group, rows_of_part_.size(), is_new);
            if (is_new) {
                rows_of_part_.push_back(0);
                out_.unit_of_part.push_back(rows_.unit_of_row()[i]);
                out_.place_of_part.push_back(places.of(group, rows_.unit_of_row()[i]));
            }
            ++rows_of_part_[part];
            part_of_row_[i - begin] = part;
        }
        std::size_t next = begin;
        for (std::uint32_t& rows : rows_of_part_) {
            const std::size_t first = next;
            next += rows;
            out_.part_ends.push_back(static_cast<std::uint32_t>(next));
            rows = static_cast<std::uint32_t>(first);
        }
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t to = rows_of_part_[part_of_row_[i - begin]]++;
            out_.order[to] = rows_.order()[i];
            out_.weights[to] = rows_.weights().units[i];
        }
    }

    const KernelRows& rows_;
    std::span<const std::int32_t> group_of_row_;
    NumbersByGroup part_of_group_;
    std::size_t run_;
    KernelParts out_;
    std::vector<std::uint32_t> part_of_row_;   // of a unit
    std::vector<std::uint32_t> rows_of_part_;  // then where its next row goes
};

}  // namespace

std::size_t rows_of_run(const KernelRows& rows) {
    return rows.has_units() ? rows_with_units : rows_without_units;
}

KernelParts kernel_parts(const KernelRows& rows,
                         std::span<const std::int32_t> group_of_row,
                         std::size_t groups,
                         std::size_t run) {
    return PartsMaker(rows, group_of_row, groups, run).make();
}

// Pairs of a unit and a group that some row has are numbered in their order.
std::optional<KernelParts> parts_as_they_come(const KernelRows& rows,
                                              std::span<const std::int32_t> group_of_row,
                                              std::size_t groups,
                                              int threads) {
    const std::size_t units = rows.has_units() ? rows.stratum_of_unit().size() : 1;
    if (rows.size() == 0 || groups >= 4 * rows.size() / units) return std::nullopt;
    const std::uint32_t* unit_at = rows.has_units() ? rows.unit_at_row().data() : nullptr;
    const auto pair_at = [&](std::size_t row) {
        std::size_t group = 0;
        if (!group_of_row.empty())
            group = group_of_row[row] < 0 ? groups : static_cast<std::size_t>(group_of_row[row]);
        return (unit_at == nullptr ? 0 : unit_at[row]) * (groups + 1) + group;
    };
    // Who has a pair only ever says so: each thread says it in its own list.
    std::mutex joining;
    std::vector<std::uint8_t> has(units * (groups + 1));
    in_ranges(rows.size(), threads, [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint8_t> mine(has.size());
        for (std::size_t row = begin; row < end; ++row)
            mine[pair_at(row)] = 1;
        const std::scoped_lock lock(joining);
        for (std::size_t pair = 0; pair < has.size(); ++pair)
            has[pair] |= mine[pair];
    });
    KernelParts out;
    out.groups = groups;
    PlaceNumbers places(rows, out);
    std::vector<std::uint16_t> part_of_pair(has.size());
    for (std::size_t pair = 0; pair < has.size(); ++pair) {
        if (has[pair] == 0) continue;
        if (out.place_of_part.size() == most_parts_as_they_come) return std::nullopt;
        const auto unit = static_cast<std::uint32_t>(pair / (groups + 1));
        part_of_pair[pair] = static_cast<std::uint16_t>(out.place_of_part.size());
        out.unit_of_part.push_back(unit);
        out.place_of_part.push_back(places.of(pair % (groups + 1), unit));
    }
    out.part_of_row.resize(rows.size());
    std::vector<PartSize> sizes(out.place_of_part.size());
    in_ranges(rows.size(), threads, [&](std::size_t begin, std::size_t end) {
        std::vector<PartSize> mine(sizes.size());
        for (std::size_t row = begin; row < end; ++row) {
            const std::uint16_t part = part_of_pair[pair_at(row)];
            out.part_of_row[row] = part;
            mine[part].weight += rows.weights_by_row().units[row];
            ++mine[part].rows;
        }
        const std::scoped_lock lock(joining);
        for (std::size_t part = 0; part < sizes.size(); ++part) {
            sizes[part].weight += mine[part].weight;
            sizes[part].rows += mine[part].rows;
        }
    });
    for (const PartSize& size : sizes) {
        out.most_weight = std::max(out.most_weight, size.weight);
        out.most_rows = std::max(out.most_rows, size.rows);
    }
    return out;
}

JoinedParts join_parts(const KernelRows& rows,
                       const KernelParts& parts,
                       std::span<const std::uint32_t> joined,
                       std::size_t groups) {
    JoinedParts out;
    out.parts.groups = groups;
    PlaceNumbers places(rows, out.parts);
    NumbersByGroup part_of_group(groups + 1);
    part_of_group.begin();
    std::size_t run = 0;
    std::uint32_t last_unit = 0;
    for (std::size_t p = 0; p < parts.place_of_part.size(); ++p) {
        const std::uint32_t unit = parts.unit_of_part[p];
        const bool new_run = run < parts.run_parts.size() && parts.run_parts[run] == p;
        if (new_run) ++run;
        if (new_run || unit != last_unit) part_of_group.begin();
        last_unit = unit;
        const std::uint32_t old = parts.group_of_place[parts.place_of_part[p]];
        const std::size_t group = old < joined.size() ? joined[old] : groups;
        bool is_new = false;
        const std::uint32_t part = part_of_group.of(group, out.parts.place_of_part.size(), is_new);
        if (is_new) {
            out.parts.unit_of_part.push_back(unit);
            out.parts.place_of_part.push_back(places.of(group, unit));
        }
        out.part_of_part.push_back(part);
    }
    return out;
}

}  // namespace mtm
