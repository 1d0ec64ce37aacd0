#include "quality/look_alikes.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/random.h"

namespace mtm {
namespace {

constexpr std::size_t group_at_most = 128;
constexpr double strangers_in_a_group = 16;

struct KeyedRow {
    std::uint64_t key = 0;
    std::uint32_t row = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): it takes the 0 that is compared with for a pointer
    auto operator<=>(const KeyedRow&) const = default;
};

std::uint64_t mixed(std::uint64_t key, std::uint64_t answer) {
    key = (key ^ answer) * 0x9E3779B97F4A7C15U;
    return key ^ (key >> 29);
}

class Table {
public:
    Table(const AnswerRows& rows,
          std::uint64_t seed,
          const std::function<void(std::span<const std::uint32_t>)>& visit)
        : rows_(rows), visit_(visit), order_(rows.coding.columns().size()) {
        std::iota(order_.begin(), order_.end(), 0U);
        Random random(seed);
        random.shuffle(order_);
    }

    void run(const std::vector<double>& agreement) {
        std::vector<KeyedRow> all(rows_.count);
        const std::size_t depth = depth_for(agreement);
        for (std::uint32_t r = 0; r < all.size(); ++r)
            all[r] = {.key = key(r, 0, depth), .row = r};
        split(all, depth);
    }

private:
    // How many columns leave so few strangers together.
    [[nodiscard]] std::size_t depth_for(const std::vector<double>& agreement) const {
        auto strangers = static_cast<double>(rows_.count);
        std::size_t depth = 0;
        while (depth < order_.size() && strangers > strangers_in_a_group)
            strangers *= agreement[order_[depth++]];
        return depth;
    }

    [[nodiscard]] std::uint64_t key(std::uint32_t row, std::size_t from, std::size_t to) const {
        std::uint64_t out = 0;
        for (std::size_t c = from; c < to; ++c) {
            const AnswerCoding::Planes planes = rows_.coding.columns()[order_[c]];
            std::uint64_t answer = 0;
            for (std::uint32_t p = 0; p < planes.count; ++p)
                answer = answer << 8 | rows_.row(row)[planes.first + p];
            out = mixed(out, answer);
        }
        return out;
    }

    // Rows with keys of the first `depth` columns: visits those of equal keys, or parts them more.
    void split(std::span<KeyedRow> some, std::size_t depth) {
        std::ranges::sort(some);
        for (std::size_t begin = 0; begin < some.size();) {
            std::size_t end = begin + 1;
            while (end < some.size() && some[end].key == some[begin].key)
                ++end;
            const std::span<KeyedRow> group = some.subspan(begin, end - begin);
            if (group.size() <= group_at_most) {
                visit(group);
            } else if (depth < order_.size()) {
                for (KeyedRow& each : group)
                    each.key = key(each.row, depth, depth + 1);
                split(group, depth + 1);
            } else {
                visit_alike(group);
            }
            begin = end;
        }
    }

    void visit(std::span<const KeyedRow> group) {
        if (group.size() < 2) return;
        ids_.clear();
        for (const KeyedRow& each : group)
            ids_.push_back(each.row);
        visit_(ids_);
    }

    // Too many that are the same in every column: each with the first is enough to find its
    // nearest.
    void visit_alike(std::span<const KeyedRow> group) {
        for (std::size_t begin = 1; begin < group.size(); begin += group_at_most) {
            ids_.assign(1, group.front().row);
            const std::size_t end = std::min(group.size(), begin + group_at_most);
            for (std::size_t at = begin; at < end; ++at)
                ids_.push_back(group[at].row);
            visit_(ids_);
        }
    }

    const AnswerRows& rows_;
    const std::function<void(std::span<const std::uint32_t>)>& visit_;
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> ids_;
};

}  // namespace

void visit_look_alikes(const AnswerRows& rows,
                       const std::vector<double>& agreement,
                       std::uint64_t seed,
                       const std::function<void(std::span<const std::uint32_t>)>& visit) {
    Table(rows, seed, visit).run(agreement);
}

}  // namespace mtm
