#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace mtm {

/// A column of a Parquet file: values by code, so that a text that many rows share is held once.
struct ParquetColumn {
    enum class As { plain, date };  // of whole numbers: a number, or days since 1970-01-01

    std::string name;
    std::variant<std::vector<std::string>, std::vector<std::int32_t>, std::vector<double>> values;
    std::vector<std::int32_t> codes;  // by row: index into the values; −1: null
    As as = As::plain;
};

/// A file in Parquet's format, version 1: values plainly encoded and not compressed, every column
/// optional, row groups of 131,072 rows, a page for each of a group's columns. `metadata` are keys
/// and values of the footer. REQUIRES: a code for each of `rows` in every column, a page under
/// 2 GiB. Why of our own: docs/decisions/0032-parquet-by-a-writer-of-our-own.md.
[[nodiscard]] std::string parquet_file(
    const std::vector<ParquetColumn>& columns,
    std::size_t rows,
    const std::vector<std::pair<std::string, std::string>>& metadata);

}  // namespace mtm
