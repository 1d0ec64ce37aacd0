// The percentages of a table by replicates. The product of what units add and the replicates'
// factors is nearly all that they cost, so it is taken of as few sets of rows as can be: bases are
// kept from table to table, and where groups are everyone without overlap, everyone's sums are
// theirs together. No other table changes a bit of the numbers.
#include <algorithm>
#include <atomic>
#include <thread>

#include "tabulate/level_design.h"
#include "tabulate/side_by_side.h"

namespace mtm {
namespace {

constexpr std::size_t most_sums_at_once = 4'000'000;
constexpr std::size_t most_sums_kept = 8'000'000;
constexpr std::size_t values_worth_a_thread = 50'000;

// The end of the first groups after the base itself that are together the base; 1: none are.
std::size_t end_of_parts(const std::vector<RowSet>& bases) {
    if (bases.size() < 2) return 1;
    RowSet all = bases[1];
    for (std::size_t g = 1; g < bases.size(); ++g) {
        if (g > 1) {
            if (all.meets(bases[g])) return 1;
            all |= bases[g];
        }
        if (all == bases[0]) return g + 1;
    }
    return 1;
}

void add_to(std::vector<double>& sums, const std::vector<double>& more) {
    if (sums.empty()) sums.resize(more.size());
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] += more[i];
}

}  // namespace

class ReplicateShares {
public:
    ReplicateShares(const LevelDesign& design,
                    const TableRows& rows,
                    std::vector<std::vector<Estimate>>& cells,
                    LevelDesign::Variations* variations)
        : design_(design),
          replicates_(*design.precision_.replicates()),
          rows_(rows),
          cells_(cells),
          variations_(variations),
          end_of_parts_(end_of_parts(rows.bases)),
          everyone_(end_of_parts_ > 1 ? rows.cells[0].size() : 0) {}

    // Everyone comes last, when the parts are known.
    void fill() {
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            const std::size_t g = (i + 1) % cells_.size();
            want_base(g);
            if (g > 0 || everyone_.empty()) want_cells(g);
            if (totals_.size() * replicates_.size() >= most_sums_at_once) fill_wanted();
        }
        fill_wanted();
        if (!everyone_.empty()) fill_group(0, everyone_);
    }

private:
    // Sets of rows of which sums are wanted: all cells of a group, or its base.
    struct Wanted {
        std::size_t group = 0;
        std::size_t first = 0;  // among the totals
        bool base = false;
    };

    void want_base(std::size_t group) {
        const RowSet& base = rows_.bases[group];
        const auto [place, is_new] = design_.bases_.try_emplace(base);
        if (!is_new) return;
        place->second.people = people_in(base);
        place->second.df = design_.df(base.bytes());
        wanted_.push_back({group, totals_.size(), true});
        totals_.push_back(totals_of(base));
    }

    void want_cells(std::size_t group) {
        wanted_.push_back({group, totals_.size(), false});
        for (const RowSet& counted : rows_.cells[group])
            totals_.push_back(totals_of(counted));
    }

    [[nodiscard]] std::vector<UnitTotal> totals_of(const RowSet& rows) const {
        if (are_interviews(design_.owners_)) return replicates_.totals_of_rows(rows.rows());
        const std::vector<std::uint8_t> bytes = rows.bytes();
        const std::vector<double> ones(bytes.begin(), bytes.end());
        return unit_totals_of(replicates_.unit_totals(design_.by_interview(ones)));
    }

    void fill_wanted() {
        std::vector<std::vector<double>> sums =
            replicates_.sums(std::span<const std::vector<UnitTotal>>(totals_));
        std::vector<Wanted> groups;
        for (const Wanted& wanted : wanted_) {
            if (wanted.base) {
                design_.bases_.at(rows_.bases[wanted.group]).in_replicates =
                    std::move(sums[wanted.first]);
                continue;
            }
            groups.push_back(wanted);
            if (wanted.group == 0 || wanted.group >= end_of_parts_) continue;
            for (std::size_t c = 0; c < everyone_.size(); ++c)
                add_to(everyone_[c], sums[wanted.first + c]);
        }
        std::atomic<std::size_t> next = 0;
        const bool much = sums.size() * replicates_.size() > values_worth_a_thread;
        side_by_side(
            much ? std::max(1U, std::thread::hardware_concurrency()) : 1, [&](std::size_t) {
                for (std::size_t i = next.fetch_add(1); i < groups.size(); i = next.fetch_add(1)) {
                    const std::size_t group = groups[i].group;
                    fill_group(group,
                               std::span(sums).subspan(groups[i].first, rows_.cells[group].size()));
                }
            });
        totals_.clear();
        wanted_.clear();
    }

    [[nodiscard]] double people_in(const RowSet& rows) const {
        double out = 0;
        for (const std::uint32_t row : rows.rows())
            out += design_.weights_[row];
        return out;
    }

    void fill_group(std::size_t group, std::span<const std::vector<double>> in_replicates) const {
        const LevelDesign::KnownBase& base = design_.bases_.at(rows_.bases[group]);
        for (std::size_t c = 0; c < cells_[group].size(); ++c) {
            Estimate& cell = cells_[group][c];
            cell.no_interval = design_.reason();
            if (base.people == 0) {
                LevelDesign::tell_of_no_weight(cell);
                continue;
            }
            const double share = people_in(rows_.cells[group][c]) / base.people;
            if (design_.weighted_) cell.value = 100 * share;
            Variation moves{{}, ratios_of(in_replicates[c], base.in_replicates), base.df};
            design_.precision_.fill_share(share, moves, cell);
            if (variations_ == nullptr || group == 0 || !cell.standard_error) continue;
            for (double& value : moves.replicates)
                value *= 100;
            (*variations_)[group][c] = std::move(moves);
        }
    }

    const LevelDesign& design_;
    const ReplicateVariance& replicates_;
    const TableRows& rows_;
    std::vector<std::vector<Estimate>>& cells_;
    LevelDesign::Variations* variations_;
    std::size_t end_of_parts_;
    std::vector<std::vector<double>> everyone_;  // the parts' cells together
    std::vector<std::vector<UnitTotal>> totals_;
    std::vector<Wanted> wanted_;
};

bool LevelDesign::percent_table(const TableRows& rows,
                                std::vector<std::vector<Estimate>>& cells,
                                Variations* variations) const {
    const ReplicateVariance* replicates = precision_.replicates();
    if (replicates == nullptr) return false;
    if (bases_.size() * replicates->size() > most_sums_kept) bases_.clear();
    if (variations != nullptr) {
        std::size_t size = 0;
        for (const auto& group : cells)
            size += group.size() * replicates->size();
        if (size > most_sums_kept) variations = nullptr;
    }
    if (variations != nullptr) {
        for (const auto& group : cells)
            variations->emplace_back(group.size());
    }
    ReplicateShares(*this, rows, cells, variations).fill();
    return true;
}

}  // namespace mtm
