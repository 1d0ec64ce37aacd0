#include "tabulate/kernel_columns.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mtm {
KernelColumn::KernelColumn(KernelSource source) : source_(std::move(source)) {
    const std::size_t categories = source_.categories;
    if (source_.by_sets()) {
        planes_ = categories / 8 + 1;
        members_are_categories_ = true;
        for (std::size_t bit = 0; bit < source_.category_of_member.size(); ++bit) {
            const bool wanted = (source_.wanted[bit / 64] >> (bit % 64) & 1U) != 0;
            members_are_categories_ &=
                !wanted || source_.category_of_member[bit] == static_cast<std::int32_t>(bit);
        }
        return;
    }
    for (const std::int32_t category : source_.category_of_code)
        cell_of_code_.push_back(static_cast<std::uint32_t>(
            category < 0 ? static_cast<std::int32_t>(categories) : category));
    if (categories > most_categories_as_bits) return;
    planes_ = std::max<std::size_t>(1, (categories + 7) / 8);
    bits_of_code_.assign(planes_, std::vector<std::uint8_t>(source_.category_of_code.size()));
    for (std::size_t code = 0; code < source_.category_of_code.size(); ++code) {
        if (source_.category_of_code[code] < 0) continue;
        const auto category = static_cast<std::size_t>(source_.category_of_code[code]);
        bits_of_code_[category / 8][code] = static_cast<std::uint8_t>(1U << category % 8);
    }
}

std::int32_t KernelColumn::category_at(std::uint32_t row) const {
    if (!source_.in_base.empty() && source_.in_base[row] == 0) return -1;
    return source_.category_of_code[static_cast<std::size_t>(source_.codes[row]) + 1];
}

void KernelColumn::read_bits(std::span<const std::uint32_t> order, std::uint8_t* out) const {
    if (source_.by_sets()) {
        read_sets(order, out);
        return;
    }
    const std::uint8_t* in_base = source_.in_base.empty() ? nullptr : source_.in_base.data();
    const std::int32_t* codes = source_.codes.data();
    for (const auto& bits_of_code : bits_of_code_) {
        const std::uint8_t* bits = bits_of_code.data() + 1;
        if (in_base == nullptr) {
            for (std::size_t i = 0; i < order.size(); ++i)
                out[i] = bits[codes[order[i]]];
        } else {
            // A base is 0 or 1.
            for (std::size_t i = 0; i < order.size(); ++i)
                out[i] = static_cast<std::uint8_t>(bits[codes[order[i]]] * in_base[order[i]]);
        }
        out += order.size();
    }
}

// Bits of the categories of one row, of a set of up to 63 choices and the base.
std::uint64_t KernelColumn::set_at(std::uint32_t row) const {
    if (!source_.in_base.empty() && source_.in_base[row] == 0) return 0;
    const std::uint64_t base = std::uint64_t{1} << source_.categories;
    const std::uint64_t members = source_.members[row] & source_.wanted[0];
    if (members == 0) {
        const std::int32_t rest =
            source_.category_of_code[static_cast<std::size_t>(source_.codes[row]) + 1];
        return rest < 0 ? base : base | std::uint64_t{1} << rest;
    }
    if (members_are_categories_) return base | members;
    std::uint64_t out = base;
    for (std::uint64_t left = members; left != 0; left &= left - 1) {
        const std::int32_t category =
            source_.category_of_member[static_cast<std::size_t>(std::countr_zero(left))];
        if (category >= 0) out |= std::uint64_t{1} << category;
    }
    return out;
}

void KernelColumn::read_sets(std::span<const std::uint32_t> order, std::uint8_t* out) const {
    const std::size_t words = source_.wanted.size();
    if (words == 1 && source_.categories < 64) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            const std::uint64_t set = set_at(order[i]);
            for (std::size_t plane = 0; plane < planes_; ++plane)
                out[plane * order.size() + i] = static_cast<std::uint8_t>(set >> (8 * plane));
        }
        return;
    }
    const std::size_t base_bit = source_.categories;
    const auto set = [&](std::size_t i, std::size_t category) {
        out[category / 8 * order.size() + i] |= static_cast<std::uint8_t>(1U << category % 8);
    };
    std::fill(out, out + planes_ * order.size(), std::uint8_t{0});
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::uint32_t row = order[i];
        if (!source_.in_base.empty() && source_.in_base[row] == 0) continue;
        set(i, base_bit);
        bool some = false;
        for (std::size_t w = 0; w < words; ++w) {
            std::uint64_t left = source_.members[row * words + w] & source_.wanted[w];
            some |= left != 0;
            for (; left != 0; left &= left - 1) {
                const auto bit = w * 64 + static_cast<std::size_t>(std::countr_zero(left));
                if (source_.category_of_member[bit] >= 0)
                    set(i, static_cast<std::size_t>(source_.category_of_member[bit]));
            }
        }
        if (some) continue;
        const std::int32_t rest =
            source_.category_of_code[static_cast<std::size_t>(source_.codes[row]) + 1];
        if (rest >= 0) set(i, static_cast<std::size_t>(rest));
    }
}

void KernelColumn::read_codes(std::span<const std::uint32_t> order, std::uint32_t* out) const {
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::int32_t category = category_at(order[i]);
        out[i] = static_cast<std::uint32_t>(
            category < 0 ? static_cast<std::int32_t>(source_.categories) : category);
    }
}

void KernelColumn::prepare(std::span<const std::uint32_t> order) {
    prepared_ = order.size();
    prepared_bits_.resize(planes_ * order.size());
    if (planes_ > 0) {
        read_bits(order, prepared_bits_.data());
    } else {
        prepared_codes_.resize(order.size());
        read_codes(order, prepared_codes_.data());
    }
}

KernelColumn::Bits KernelColumn::bits(std::span<const std::uint32_t> order,
                                      std::size_t begin,
                                      std::vector<std::uint8_t>& buffer) const {
    if (prepared_ > 0) return {prepared_bits_.data() + begin, prepared_};
    buffer.resize(planes_ * order.size());
    read_bits(order, buffer.data());
    return {buffer.data(), order.size()};
}

const std::uint32_t* KernelColumn::codes(std::span<const std::uint32_t> order,
                                         std::size_t begin,
                                         std::vector<std::uint32_t>& buffer) const {
    if (prepared_ > 0) return prepared_codes_.data() + begin;
    buffer.resize(order.size());
    read_codes(order, buffer.data());
    return buffer.data();
}

void KernelNumbers::prepare(std::span<const std::uint32_t> order) {
    for (const bool of_above : {true, false}) {
        if (!of_above && !is_ratio()) return;
        std::vector<std::int64_t>& out = of_above ? prepared_above : prepared_below;
        out.resize(order.size());
        (of_above ? above : below).read(order, out.data());
        for (std::size_t i = 0; i < order.size() && !in_base.empty(); ++i) {
            if (in_base[order[i]] == 0) out[i] = FixedNumbers::none;
        }
    }
}

void KernelNumbers::Coded::read(std::span<const std::uint32_t> order, std::int64_t* out) const {
    const std::int64_t* values = numbers.values.data() + 1;
    for (std::size_t i = 0; i < order.size(); ++i)
        out[i] = values[codes[order[i]]];
}

double FixedNumbers::worth() const {
    return std::ldexp(1.0, -scale);
}

FixedNumbers fixed_numbers(std::span<const double> numbers, double largest) {
    double most = largest;
    if (most <= 0) {
        for (const double number : numbers) {
            if (std::isfinite(number)) most = std::max(most, std::abs(number));
        }
    }
    int exponent = 0;
    (void)std::frexp(most, &exponent);
    FixedNumbers out;
    out.scale = 61 - exponent;
    out.values.reserve(numbers.size());
    for (const double number : numbers)
        out.values.push_back(std::isfinite(number) ? std::llround(std::ldexp(number, out.scale))
                                                   : FixedNumbers::none);
    return out;
}

}  // namespace mtm
