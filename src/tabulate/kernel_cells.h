#pragma once

#include <cstdint>
#include <vector>

#include "tabulate/kernel.h"

namespace mtm {

/// The cells of some parts: each has `width` sums, the categories and perhaps the base.
struct PartCells {
    std::vector<std::int64_t> weights;
    std::vector<std::int64_t> rows;
    std::size_t width = 0;

    void clear(std::size_t parts) {
        weights.assign(parts * width, 0);
        rows.assign(parts * width, 0);
    }

    void resize(std::size_t parts) {
        weights.resize(parts * width);
        rows.resize(parts * width);
    }
};

inline WideSum product(std::int64_t a, std::int64_t b) {
    return WideSum{static_cast<std::uint64_t>(a)} * static_cast<std::uint64_t>(b);
}

/// The cells of one part are added to the sums of its place.
inline void add_part(const PartCells& cells,
                     std::size_t part,
                     std::size_t place,
                     bool own_base,
                     bool has_units,
                     KernelSums& sums) {
    const std::size_t categories = sums.categories;
    const std::int64_t* weights = &cells.weights[part * cells.width];
    const std::int64_t* rows = &cells.rows[part * cells.width];
    KernelCell* into = sums.cells.data() + place * categories;
    std::int64_t base = 0;
    std::int64_t base_rows = 0;
    for (std::size_t c = 0; c < categories; ++c) {
        into[c].weight += weights[c];
        into[c].rows += rows[c];
        base += weights[c];
        base_rows += rows[c];
    }
    if (own_base) {
        base = weights[categories];
        base_rows = rows[categories];
    }
    KernelBase& of = sums.bases[place];
    of.weight += base;
    of.rows += base_rows;
    if (!has_units || base == 0) return;
    ++of.units;
    of.squares += product(base, base);
    KernelMoments* moments = sums.moments.data() + place * categories;
    for (std::size_t c = 0; c < categories; ++c) {
        if (weights[c] == 0) continue;
        moments[c].squares += product(weights[c], weights[c]);
        moments[c].products += product(weights[c], base);
    }
}

/// Sums of nobody.
[[nodiscard]] inline KernelSums empty_sums(const KernelParts& parts,
                                           const KernelColumn& column,
                                           bool has_units) {
    KernelSums out;
    out.categories = column.categories();
    out.cells.resize(parts.places() * out.categories);
    out.bases.resize(parts.places());
    if (has_units) out.moments.resize(out.cells.size());
    return out;
}

}  // namespace mtm
