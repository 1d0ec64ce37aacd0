#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace mtm {

/// Where the kernel reads the categories of rows: by code, or by sets of answers. Everything is by
/// row of the dataset and stays with its owner.
struct KernelSource {
    std::span<const std::uint8_t> in_base{};  // empty: every row
    std::size_t categories = 0;

    /// By code: the category of `code + 1`, -1 for what is in none.
    std::span<const std::int32_t> codes{};
    std::vector<std::int32_t> category_of_code{};

    /// By sets: bits of a row's words that are wanted, with their categories; of a row without any
    /// such bit, that of its `codes`.
    std::span<const std::uint64_t> members{};
    std::vector<std::uint64_t> wanted{};
    std::vector<std::int32_t> category_of_member{};

    [[nodiscard]] bool by_sets() const { return !wanted.empty(); }
};

/// Categories of which a column by code is held as bits.
inline constexpr std::size_t most_categories_as_bits = 16;

/// A column for the kernel. Up to sixteen categories are bits: a plane holds a byte a row for eight
/// of them. Sets of answers are always bits, and one more says who is in the base; the base of
/// others is all of their categories together. More categories are codes.
class KernelColumn {
public:
    explicit KernelColumn(KernelSource source);

    /// Reads all rows at once, in the order in which they will be counted; otherwise they are read
    /// as they are counted.
    void prepare(std::span<const std::uint32_t> order);

    [[nodiscard]] std::size_t categories() const { return source_.categories; }

    [[nodiscard]] std::size_t planes() const { return planes_; }

    [[nodiscard]] const KernelSource& source() const { return source_; }

    /// Category of `code + 1`, `categories` for none; of columns by code.
    [[nodiscard]] const std::vector<std::uint32_t>& cell_of_code() const { return cell_of_code_; }

    [[nodiscard]] bool has_own_base() const { return source_.by_sets(); }

    /// Of the rows from `begin` on, `order` being theirs: one plane after another. Codes of what is
    /// in no category are `categories`. `buffer` is used unless the column was prepared.
    struct Bits {
        const std::uint8_t* first = nullptr;
        std::size_t stride = 0;  // to the same row of the next plane
    };

    [[nodiscard]] Bits bits(std::span<const std::uint32_t> order,
                            std::size_t begin,
                            std::vector<std::uint8_t>& buffer) const;
    [[nodiscard]] const std::uint32_t* codes(std::span<const std::uint32_t> order,
                                             std::size_t begin,
                                             std::vector<std::uint32_t>& buffer) const;

private:
    void read_bits(std::span<const std::uint32_t> order, std::uint8_t* out) const;
    void read_sets(std::span<const std::uint32_t> order, std::uint8_t* out) const;
    [[nodiscard]] std::uint64_t set_at(std::uint32_t row) const;
    void read_codes(std::span<const std::uint32_t> order, std::uint32_t* out) const;
    [[nodiscard]] std::int32_t category_at(std::uint32_t row) const;

    KernelSource source_;
    std::vector<std::uint32_t> cell_of_code_;
    std::size_t planes_ = 0;
    bool members_are_categories_ = false;                  // sets: a bit's category has its number
    std::vector<std::vector<std::uint8_t>> bits_of_code_;  // by plane and code + 1
    std::vector<std::uint8_t> prepared_bits_;
    std::vector<std::uint32_t> prepared_codes_;
    std::size_t prepared_ = 0;  // rows
};

/// Numbers as multiples of 2^-scale, of at most 62 bits, so that sums of them times weights are
/// exact in 128 bits, whatever their order. Whole numbers of up to 53 bits are exact; of others,
/// what lies 62 bits below the largest is rounded away.
struct FixedNumbers {
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();

    std::vector<std::int64_t> values;  // `none` where a number is NaN
    int scale = 0;

    [[nodiscard]] double worth() const;
};

/// `largest` is that of the absolute numbers of all shards; 0: of these.
[[nodiscard]] FixedNumbers fixed_numbers(std::span<const double> numbers, double largest = 0);

/// Numbers of rows, by their codes. A row has none where it is outside the base; with two columns,
/// where either has none.
struct KernelNumbers {
    struct Coded {
        std::span<const std::int32_t> codes{};  // by row of the dataset
        FixedNumbers numbers{};                 // of `code + 1`

        void read(std::span<const std::uint32_t> order, std::int64_t* out) const;
    };

    std::span<const std::uint8_t> in_base{};  // empty: every row
    Coded above{};
    Coded below{};  // without codes: 1 for each row

    /// Numbers in the order in which they will be counted, if `prepare` has read them; `none`
    /// outside the base too. Otherwise they are read as they are counted.
    std::vector<std::int64_t> prepared_above{};
    std::vector<std::int64_t> prepared_below{};

    void prepare(std::span<const std::uint32_t> order);

    [[nodiscard]] bool is_ratio() const { return !below.codes.empty(); }
};

}  // namespace mtm
