#include "tabulate/kernel_estimates.h"

#include <algorithm>
#include <cmath>

namespace mtm {
namespace {

long double real(WideSum number) {
    return static_cast<long double>(static_cast<std::uint64_t>(number >> 64)) * 0x1p64L +
           static_cast<long double>(static_cast<std::uint64_t>(number));
}

long double real(WideNumber number) {
    return number < 0 ? -real(static_cast<WideSum>(-number)) : real(static_cast<WideSum>(number));
}

// Over the units of one stratum of which one group has rows.
struct UnitSums {
    long double squares = 0;
    long double products = 0;
    long double base_squares = 0;
    long double sum = 0;
    long double base = 0;
};

// What the units of a stratum add to the variance of a - p b: a unit without a row of the group
// counts as 0. The sums are whole numbers; 64 bits of precision are left to the differences.
long double spread_of(const UnitSums& units, long double p, const KernelRows::Stratum& stratum) {
    const long double products = 2 * p * units.products;
    const long double bases = p * p * units.base_squares;
    const long double sum = units.sum - p * units.base;
    const long double mean_square = sum * sum / static_cast<long double>(stratum.units);
    const long double spread = units.squares - products + bases - mean_square;
    const long double seen = units.squares + std::abs(products) + bases;
    if (spread <= 1e-17L * seen) return 0;
    return static_cast<long double>(stratum.factor) * spread;
}

template <typename UnitsAt>
std::vector<double> degrees(const KernelParts& parts, const UnitsAt& units_at) {
    std::vector<double> out(parts.groups);
    for (std::size_t place = 0; place < parts.places(); ++place) {
        const std::size_t g = parts.group_of_place[place];
        if (g == parts.groups) continue;
        const auto units = static_cast<double>(units_at(place));
        out[g] += std::max(0.0, units - 1);
    }
    return out;
}

// What the sum over strata is multiplied by, for each group, because strata of one unit are taken
// to add as much as the others in which the group has rows.
template <typename UnitsAt>
std::vector<long double> factors_for_lonely(const KernelRows& rows,
                                            const KernelParts& parts,
                                            const UnitsAt& units_at) {
    std::vector<long double> out(parts.groups, 1);
    if (!rows.averages_lonely()) return out;
    std::vector<std::size_t> strata(parts.groups);
    std::vector<std::size_t> lonely(parts.groups);
    for (std::size_t place = 0; place < parts.places(); ++place) {
        const std::size_t g = parts.group_of_place[place];
        if (g == parts.groups || units_at(place) == 0) continue;
        ++strata[g];
        lonely[g] += rows.strata()[parts.stratum_of_place[place]].lonely ? 1 : 0;
    }
    for (std::size_t g = 0; g < parts.groups; ++g) {
        if (lonely[g] < strata[g])
            out[g] = static_cast<long double>(strata[g]) /
                     static_cast<long double>(strata[g] - lonely[g]);
    }
    return out;
}

// Adds up the variances of a column's shares and weights.
class ShareVariances {
public:
    ShareVariances(const KernelRows& rows, const KernelParts& parts, const KernelSums& sums)
        : rows_(rows), parts_(parts), sums_(sums) {}

    void add_to(const std::vector<std::int64_t>& weights,
                const std::vector<std::int64_t>& bases,
                std::vector<KernelShare>& out) const {
        std::vector<long double> of_shares(out.size());
        std::vector<long double> of_weights(out.size());
        const std::size_t categories = sums_.categories;
        for (std::size_t place = 0; place < parts_.places(); ++place) {
            const std::size_t g = parts_.group_of_place[place];
            if (g == parts_.groups || bases[g] == 0) continue;
            const KernelRows::Stratum& stratum = rows_.strata()[parts_.stratum_of_place[place]];
            const auto base = static_cast<long double>(bases[g]);
            for (std::size_t c = 0; c < categories; ++c) {
                const std::size_t i = g * categories + c;
                const UnitSums units = units_at(place, c);
                of_shares[i] +=
                    spread_of(units, static_cast<long double>(weights[i]) / base, stratum);
                of_weights[i] += spread_of(units, 0, stratum);
            }
        }
        const std::vector<long double> factors = factors_for_lonely(
            rows_, parts_, [&](std::size_t place) { return sums_.bases[place].units; });
        const auto worth = static_cast<long double>(rows_.weights_by_row().worth());
        for (std::size_t i = 0; i < out.size(); ++i) {
            const long double lonely = factors[i / categories];
            out[i].weight_variance = static_cast<double>(lonely * of_weights[i] * worth * worth);
            const auto base = static_cast<long double>(bases[i / categories]);
            if (base > 0)
                out[i].variance = static_cast<double>(lonely * of_shares[i] / (base * base));
        }
    }

private:
    [[nodiscard]] UnitSums units_at(std::size_t place, std::size_t category) const {
        const std::size_t cell = place * sums_.categories + category;
        return {real(sums_.moments[cell].squares),
                real(sums_.moments[cell].products),
                real(sums_.bases[place].squares),
                static_cast<long double>(sums_.cells[cell].weight),
                static_cast<long double>(sums_.bases[place].weight)};
    }

    const KernelRows& rows_;
    const KernelParts& parts_;
    const KernelSums& sums_;
};

}  // namespace

std::vector<KernelShare> kernel_shares(const KernelRows& rows,
                                       const KernelParts& parts,
                                       const KernelSums& sums) {
    const std::size_t categories = sums.categories;
    std::vector<std::int64_t> weights(parts.groups * categories);
    std::vector<std::int64_t> bases(parts.groups);
    std::vector<KernelShare> out(weights.size());
    for (std::size_t place = 0; place < parts.places(); ++place) {
        const std::size_t g = parts.group_of_place[place];
        if (g == parts.groups) continue;
        for (std::size_t c = 0; c < categories; ++c) {
            const KernelCell& cell = sums.cells[place * categories + c];
            weights[g * categories + c] += cell.weight;
            out[g * categories + c].rows += cell.rows;
        }
        bases[g] += sums.bases[place].weight;
    }
    const double worth = rows.weights_by_row().worth();
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::int64_t base = bases[i / categories];
        out[i].weight = static_cast<double>(weights[i]) * worth;
        out[i].share = base > 0 ? static_cast<double>(weights[i]) / static_cast<double>(base)
                                : std::numeric_limits<double>::quiet_NaN();
    }
    if (rows.has_units()) ShareVariances(rows, parts, sums).add_to(weights, bases, out);
    return out;
}

namespace {

// Sums over units of numbers are in multiples of 2^61 of a weight's unit times a number's; here all
// is in what a number above is worth, times 2^61.
UnitSums unit_sums(const KernelTotal& total, const KernelNumbers& numbers) {
    UnitSums out;
    out.squares = real(total.squares);
    out.products = real(total.products);
    out.base_squares = real(total.base_squares);
    out.sum = real(total.above) * 0x1p-61L;
    out.base = real(total.below) * (numbers.is_ratio() ? 0x1p-61L : 1.0L);
    return out;
}

struct GroupTotals {
    WideNumber above = 0;
    WideNumber below = 0;
    long double spread_of_mean = 0;
    long double spread_of_total = 0;
};

}  // namespace

std::vector<KernelMean> kernel_means(const KernelRows& rows,
                                     const KernelParts& parts,
                                     const KernelNumbers& numbers,
                                     const KernelTotals& totals) {
    std::vector<KernelMean> out(parts.groups);
    std::vector<GroupTotals> groups(parts.groups);
    for (std::size_t place = 0; place < parts.places(); ++place) {
        const std::size_t g = parts.group_of_place[place];
        if (g == parts.groups) continue;
        groups[g].above += totals.places[place].above;
        groups[g].below += totals.places[place].below;
        out[g].rows += totals.places[place].rows;
    }
    // Both sides of the fraction in units of the sums over units, as `unit_sums` gives them.
    const long double below_scale = numbers.is_ratio() ? 0x1p-61L : 1.0L;
    for (std::size_t place = 0; place < parts.places() && rows.has_units(); ++place) {
        const std::size_t g = parts.group_of_place[place];
        if (g == parts.groups) continue;
        const KernelRows::Stratum& stratum = rows.strata()[parts.stratum_of_place[place]];
        const UnitSums units = unit_sums(totals.places[place], numbers);
        groups[g].spread_of_total += spread_of(units, 0, stratum);
        if (groups[g].below == 0) continue;
        const long double p =
            real(groups[g].above) * 0x1p-61L / (real(groups[g].below) * below_scale);
        groups[g].spread_of_mean += spread_of(units, p, stratum);
    }
    const auto weight = static_cast<long double>(rows.weights_by_row().worth());
    const auto above_worth = static_cast<long double>(numbers.above.numbers.worth());
    const long double below_worth =
        numbers.is_ratio() ? static_cast<long double>(numbers.below.numbers.worth()) : 1.0L;
    const std::vector<long double> factors = factors_for_lonely(
        rows, parts, [&](std::size_t place) { return totals.places[place].units; });
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const long double lonely = factors[g];
        const long double total = real(groups[g].above) * weight * above_worth;
        const long double below = real(groups[g].below) * weight * below_worth;
        out[g].total = static_cast<double>(total);
        out[g].mean = groups[g].below == 0 ? std::numeric_limits<double>::quiet_NaN()
                                           : static_cast<double>(total / below);
        if (!rows.has_units()) continue;
        const long double unit = 0x1p61L * weight * above_worth;
        out[g].total_variance =
            static_cast<double>(lonely * groups[g].spread_of_total * unit * unit);
        if (groups[g].below == 0) continue;
        const long double by = unit / below;
        out[g].variance = static_cast<double>(lonely * groups[g].spread_of_mean * by * by);
    }
    return out;
}

std::vector<double> kernel_degrees(const KernelParts& parts, const KernelSums& sums) {
    return degrees(parts, [&](std::size_t place) { return sums.bases[place].units; });
}

std::vector<double> kernel_degrees(const KernelParts& parts, const KernelTotals& totals) {
    return degrees(parts, [&](std::size_t place) { return totals.places[place].units; });
}

}  // namespace mtm
