#include "quality/answer_tiles.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "base/result.h"

namespace mtm {
namespace {

// Digits of a code: the first from 1 to 255, the others from 0 to 255, where 255 as the last of all
// is kept free.
constexpr std::uint64_t first_digits = 255;
constexpr std::uint64_t other_digits = 256;

// How many codes so many planes tell apart.
std::uint64_t capacity(std::uint32_t planes) {
    if (planes == 1) return first_digits - 1;
    std::uint64_t out = first_digits * (other_digits - 1);
    for (std::uint32_t p = 2; p < planes; ++p)
        out *= other_digits;
    return out;
}

}  // namespace

AnswerCoding::AnswerCoding(std::span<const std::int32_t> greatest,
                           std::span<const std::uint32_t> order)
    : columns_(greatest.size()) {
    for (const std::uint32_t column : order) {
        const std::int32_t code = greatest[column];
        Planes planes{.first = static_cast<std::uint32_t>(planes_), .count = 1};
        while (code >= 0 && static_cast<std::uint64_t>(code) >= capacity(planes.count))
            ++planes.count;
        columns_[column] = planes;
        planes_ += planes.count;
    }
}

bool AnswerCoding::fits(std::size_t column, std::int32_t code) const {
    return code < 0 || static_cast<std::uint64_t>(code) < capacity(columns_[column].count);
}

void AnswerCoding::widen(std::size_t column) {
    ++columns_[column].count;
    for (Planes& other : columns_) {
        if (other.first > columns_[column].first) ++other.first;
    }
    ++planes_;
}

void AnswerCoding::write(std::size_t column,
                         std::int32_t code,
                         std::uint8_t* row,
                         std::size_t stride) const {
    const Planes planes = columns_[column];
    const bool fitting = fits(column, code);
    auto rest = static_cast<std::uint64_t>(std::max(code, 0));
    for (std::uint32_t p = 0; p < planes.count; ++p) {
        const std::uint64_t digits = p == 0 ? first_digits : other_digits;
        const std::uint64_t digit = rest % digits + (p == 0 ? 1 : 0);
        rest /= digits;
        std::uint8_t& byte = row[(planes.first + p) * stride];
        if (code < 0) {
            byte = 0;
        } else {
            byte = fitting ? static_cast<std::uint8_t>(digit) : 255;
        }
    }
}

AnswerRows::AnswerRows(std::span<const std::span<const std::int32_t>> columns,
                       std::span<const std::uint32_t> order) {
    std::vector<std::int32_t> greatest;
    for (const auto& column : columns) {
        CHECK(column.size() == columns.front().size());
        greatest.push_back(column.empty() ? -1 : *std::ranges::max_element(column));
    }
    coding = AnswerCoding(greatest, order);
    count = columns.empty() ? 0 : columns.front().size();
    bytes.resize(count * coding.planes());
    // A thousand rows at a time: what is written to stays in the cache from column to column.
    constexpr std::size_t batch = 1024;
    for (std::size_t begin = 0; begin < count; begin += batch) {
        const std::size_t end = std::min(count, begin + batch);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            for (std::size_t r = begin; r < end; ++r)
                coding.write(c, columns[c][r], &bytes[r * coding.planes()], 1);
        }
    }
}

void AnswerTiles::append(const std::uint8_t* row) {
    const std::size_t lane = rows_ % lanes;
    if (lane == 0) bytes_.resize(bytes_.size() + planes_ * lanes);
    std::uint8_t* const tile = &bytes_[bytes_.size() - planes_ * lanes];
    for (std::size_t p = 0; p < planes_; ++p)
        tile[p * lanes + lane] = row[p];
    ++rows_;
}

void AnswerTiles::clear() {
    bytes_.clear();
    rows_ = 0;
}

void AnswerTiles::insert_plane(std::size_t at) {
    std::vector<std::uint8_t> wider(tiles() * (planes_ + 1) * lanes);
    for (std::size_t t = 0; t < tiles(); ++t) {
        const std::uint8_t* const from = tile(t);
        std::uint8_t* const to = &wider[t * (planes_ + 1) * lanes];
        std::copy(from, from + at * lanes, to);
        std::copy(from + at * lanes, from + planes_ * lanes, to + (at + 1) * lanes);
    }
    bytes_ = std::move(wider);
    ++planes_;
}

std::vector<double> agreement_by_column(std::span<const std::span<const std::int32_t>> columns) {
    constexpr std::size_t enough = 4096;
    std::vector<double> out;
    for (const auto& column : columns) {
        std::unordered_map<std::int32_t, double> times;
        const std::size_t step = std::max<std::size_t>(1, column.size() / enough);
        double looked_at = 0;
        for (std::size_t r = 0; r < column.size(); r += step) {
            times[std::max(column[r], -1)] += 1;
            looked_at += 1;
        }
        double agreeing =
            0;  // ordered pairs; integers below 2^53, in whatever order they are added
        for (const auto& [answer, n] : times)
            agreeing += n * (n - 1);
        out.push_back(looked_at > 1 ? agreeing / (looked_at * (looked_at - 1)) : 1);
    }
    return out;
}

std::vector<std::uint32_t> most_telling_first(const std::vector<double>& agreement) {
    std::vector<std::uint32_t> order(agreement.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t c) { return agreement[c]; });
    return order;
}

}  // namespace mtm
