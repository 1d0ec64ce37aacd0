#pragma once

#include <optional>
#include <string_view>

namespace mtm {

/// A decimal number, exactly: mantissa times ten to the power of minus scale.
struct Decimal {
    __extension__ using Mantissa = __int128;

    Mantissa mantissa = 0;
    int scale = 0;

    /// "10", "-0.5", "1e3"; absent if the text is no number of at most 18 digits.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);

    [[nodiscard]] bool is_zero() const { return mantissa == 0; }

    [[nodiscard]] bool is_whole() const;
};

[[nodiscard]] Decimal operator-(const Decimal& a, const Decimal& b);

/// -1, 0 or 1, as a is less than, equal to or greater than b.
[[nodiscard]] int compare(const Decimal& a, const Decimal& b);

[[nodiscard]] Decimal absolute(Decimal a);

/// True if a is a whole multiple of b. REQUIRES: b is not zero.
[[nodiscard]] bool is_multiple(const Decimal& a, const Decimal& b);

}  // namespace mtm
