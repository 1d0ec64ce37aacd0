#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mtm {

/// How answers are laid out as bytes for comparing: a column takes one byte (a plane), or more
/// where it has more than 254 different answers. Equal answers have equal bytes, different answers
/// differ in one: nothing is hashed. The first plane is 0 where there is no answer, and there only;
/// the last is 255 only where an answer has more entries than the planes can tell apart.
class AnswerCoding {
public:
    struct Planes {
        std::uint32_t first = 0;
        std::uint32_t count = 1;
    };

    AnswerCoding() = default;

    /// For columns whose greatest codes are these. Planes lie in the order in which columns will be
    /// looked at (`order` names each column once): memory is then read from front to back.
    AnswerCoding(std::span<const std::int32_t> greatest, std::span<const std::uint32_t> order);

    [[nodiscard]] std::span<const Planes> columns() const { return columns_; }

    /// Bytes of an interview.
    [[nodiscard]] std::size_t planes() const { return planes_; }

    /// Whether a column's planes tell this code from all others.
    [[nodiscard]] bool fits(std::size_t column, std::int32_t code) const;

    /// Gives a column one plane more, its last; what was written then has 0 there.
    void widen(std::size_t column);

    /// Writes a code into the planes of its column. One that does not fit becomes 255 in all of
    /// them, which equals no code that fits. Byte p of the interview is `row[p * stride]`.
    void write(std::size_t column, std::int32_t code, std::uint8_t* row, std::size_t stride) const;

private:
    std::vector<Planes> columns_;
    std::size_t planes_ = 0;
};

/// Interviews as rows of bytes.
struct AnswerRows {
    AnswerCoding coding;
    std::size_t count = 0;
    std::vector<std::uint8_t> bytes;  // [row][plane]

    /// Of columns of equal length; a negative code is no answer.
    AnswerRows(std::span<const std::span<const std::int32_t>> columns,
               std::span<const std::uint32_t> order);

    [[nodiscard]] const std::uint8_t* row(std::size_t r) const {
        return &bytes[r * coding.planes()];
    }
};

/// Interviews in tiles of 64, plane after plane, so that one of them is compared with 64 at once.
/// What a last tile has too much is without answers.
class AnswerTiles {
public:
    static constexpr std::size_t lanes = 64;

    AnswerTiles() = default;

    explicit AnswerTiles(std::size_t planes) : planes_(planes) {}

    [[nodiscard]] std::size_t rows() const { return rows_; }

    [[nodiscard]] std::size_t tiles() const { return (rows_ + lanes - 1) / lanes; }

    [[nodiscard]] const std::uint8_t* tile(std::size_t t) const {
        return &bytes_[t * planes_ * lanes];
    }

    void append(const std::uint8_t* row);

    /// Without rows, keeping the memory.
    void clear();

    /// Makes room for one plane more, all 0, in front of plane `at`.
    void insert_plane(std::size_t at);

private:
    std::size_t planes_ = 0;
    std::size_t rows_ = 0;
    std::vector<std::uint8_t> bytes_;  // [tile][plane][lane]
};

/// For each column how likely two interviews agree in it (no answer twice is agreeing), measured on
/// every so-many-th of them.
[[nodiscard]] std::vector<double> agreement_by_column(
    std::span<const std::span<const std::int32_t>> columns);

/// Columns from the one in which interviews agree least: a pair that is not near shows it soonest.
[[nodiscard]] std::vector<std::uint32_t> most_telling_first(const std::vector<double>& agreement);

}  // namespace mtm
