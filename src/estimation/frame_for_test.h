#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "tests/shared_files.h"
#include "workbook/csv.h"

namespace mtm {

/// A CSV file by column, for tests.
class TestFrame {
public:
    explicit TestFrame(const std::string& path) {
        const auto table = read_csv(read_test_file(path));
        if (!table) return;
        for (std::size_t c = 0; c < table->names.size(); ++c) {
            std::vector<std::string>& column = columns_[table->names[c]];
            for (const auto& row : table->rows)
                column.push_back(row[c]);
        }
        rows_ = table->rows.size();
    }

    [[nodiscard]] std::size_t rows() const { return rows_; }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& [name, column] : columns_)
            out.push_back(name);
        return out;
    }

    [[nodiscard]] const std::vector<std::string>& texts(const std::string& name) const {
        return columns_.at(name);
    }

    /// NaN where a cell holds no number.
    [[nodiscard]] std::vector<double> numbers(const std::string& name) const {
        std::vector<double> out;
        for (const std::string& text : texts(name)) {
            char* end = nullptr;
            const double number = std::strtod(text.c_str(), &end);
            out.push_back(end == text.c_str() ? std::numeric_limits<double>::quiet_NaN() : number);
        }
        return out;
    }

    /// Each text by its rank among all of them; -1 where it is empty.
    [[nodiscard]] std::vector<std::int32_t> codes(const std::string& name) const {
        std::map<std::string, std::int32_t> ranks;
        for (const std::string& text : texts(name))
            ranks.emplace(text, 0);
        std::int32_t next = 0;
        for (auto& [text, rank] : ranks)
            rank = text.empty() || text == "NA" ? -1 : next++;
        std::vector<std::int32_t> out;
        for (const std::string& text : texts(name))
            out.push_back(ranks.at(text));
        return out;
    }

    /// 1 where the cell holds this text.
    [[nodiscard]] std::vector<std::uint8_t> where(const std::string& name,
                                                  const std::string& text) const {
        std::vector<std::uint8_t> out;
        for (const std::string& cell : texts(name))
            out.push_back(cell == text ? 1 : 0);
        return out;
    }

private:
    std::map<std::string, std::vector<std::string>> columns_;
    std::size_t rows_ = 0;
};

inline std::vector<double> as_numbers(const std::vector<std::uint8_t>& bits) {
    return {bits.begin(), bits.end()};
}

/// Whether two numbers agree to so many significant digits; what R printed as 0 may be rounding.
inline ::testing::AssertionResult agree(double ours, double reference, int digits = 10) {
    const double allowed = std::pow(10.0, -digits) * std::max(std::abs(reference), 0.1);
    if (std::abs(ours - reference) <= allowed) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure()
           << testing::PrintToString(ours) << " is not " << testing::PrintToString(reference);
}

}  // namespace mtm
