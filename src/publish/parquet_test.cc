// Files are read back by a reader that knows the format's specification and nothing of the writer;
// tests/publish/open_files_test.py has DuckDB read them.
#include "publish/parquet.h"

#include <bit>
#include <cstring>
#include <map>
#include <memory>
#include <optional>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

// A value of Thrift's compact protocol, whatever the schema.
struct ThriftValue {
    std::int64_t number = 0;
    std::string text;
    std::vector<ThriftValue> list;
    std::map<int, ThriftValue> fields;
};

class ThriftReader {
public:
    ThriftReader(const std::string& bytes, std::size_t at) : bytes_(bytes), at_(at) {}

    ThriftValue structure() {
        ThriftValue out;
        int id = 0;
        while (true) {
            const auto head = byte();
            if (head == 0) return out;
            id = (head >> 4) != 0 ? id + static_cast<int>(head >> 4)
                                  : static_cast<int>(unzigzag(varint()));
            out.fields[id] = value(head & 15U);
        }
    }

    [[nodiscard]] std::size_t at() const { return at_; }

private:
    ThriftValue value(unsigned type) {
        ThriftValue out;
        if (type == 5 || type == 6) {
            out.number = unzigzag(varint());
        } else if (type == 8) {
            const auto size = static_cast<std::size_t>(varint());
            out.text = bytes_.substr(at_, size);
            at_ += size;
        } else if (type == 9) {
            const auto head = byte();
            const std::uint64_t size = (head >> 4) == 15 ? varint() : head >> 4;
            for (std::uint64_t i = 0; i < size; ++i)
                out.list.push_back(value(head & 15U));
        } else if (type == 12) {
            return structure();
        } else {
            ADD_FAILURE() << "type " << type << " at " << at_;
        }
        return out;
    }

    unsigned byte() { return static_cast<unsigned char>(bytes_.at(at_++)); }

    std::uint64_t varint() {
        std::uint64_t out = 0;
        for (unsigned shift = 0;; shift += 7) {
            const unsigned next = byte();
            out |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
            if (next < 0x80) return out;
        }
    }

    static std::int64_t unzigzag(std::uint64_t value) {
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }

    const std::string& bytes_;
    std::size_t at_;
};

template <typename Number>
Number little_endian(const std::string& bytes, std::size_t at) {
    static_assert(std::endian::native == std::endian::little);
    Number out{};
    std::memcpy(&out, bytes.data() + at, sizeof out);
    return out;
}

using Cell = std::optional<std::string>;

struct ReadColumn {
    std::string name;
    std::int64_t type = 0;
    std::optional<std::int64_t> converted;
    std::vector<Cell> cells;
};

// The values of one page: a run of bit-packed levels, then what is there.
void read_page(const std::string& file, std::size_t at, ReadColumn& out) {
    ThriftReader reader(file, at);
    const ThriftValue header = reader.structure();
    EXPECT_EQ(header.fields.at(1).number, 0);
    EXPECT_EQ(header.fields.at(2).number, header.fields.at(3).number);
    const auto rows = static_cast<std::size_t>(header.fields.at(5).fields.at(1).number);
    const std::size_t begin = reader.at();
    const auto levels = little_endian<std::uint32_t>(file, begin);
    std::size_t level = begin + 4;
    std::uint64_t run = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto next = static_cast<unsigned char>(file.at(level++));
        run |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
        if (next < 0x80) break;
    }
    EXPECT_EQ(run & 1U, 1U);
    EXPECT_EQ(run >> 1, (rows + 7) / 8);
    std::size_t value = begin + 4 + levels;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto byte = static_cast<unsigned char>(file.at(level + row / 8));
        if ((byte >> (row % 8) & 1U) == 0) {
            out.cells.emplace_back();
        } else if (out.type == 6) {
            const auto size = little_endian<std::uint32_t>(file, value);
            out.cells.emplace_back(file.substr(value + 4, size));
            value += 4 + size;
        } else if (out.type == 1) {
            out.cells.emplace_back(std::to_string(little_endian<std::int32_t>(file, value)));
            value += 4;
        } else {
            out.cells.emplace_back(std::to_string(little_endian<double>(file, value)));
            value += 8;
        }
    }
    EXPECT_EQ(value - begin, static_cast<std::size_t>(header.fields.at(2).number));
}

std::vector<ReadColumn> read_parquet(const std::string& file) {
    EXPECT_EQ(file.substr(0, 4), "PAR1");
    EXPECT_EQ(file.substr(file.size() - 4), "PAR1");
    const auto length = little_endian<std::uint32_t>(file, file.size() - 8);
    ThriftReader reader(file, file.size() - 8 - length);
    const ThriftValue footer = reader.structure();
    EXPECT_EQ(reader.at(), file.size() - 8);
    std::vector<ReadColumn> out;
    const auto& schema = footer.fields.at(2).list;
    EXPECT_EQ(schema.at(0).fields.at(5).number, static_cast<std::int64_t>(schema.size()) - 1);
    for (std::size_t c = 1; c < schema.size(); ++c) {
        const auto& fields = schema[c].fields;
        ReadColumn& column = out.emplace_back();
        column.name = fields.at(4).text;
        column.type = fields.at(1).number;
        EXPECT_EQ(fields.at(3).number, 1);  // optional
        if (fields.contains(6)) column.converted = fields.at(6).number;
    }
    std::int64_t rows = 0;
    for (const ThriftValue& group : footer.fields.at(4).list) {
        rows += group.fields.at(3).number;
        for (std::size_t c = 0; c < out.size(); ++c) {
            const auto& chunk = group.fields.at(1).list.at(c).fields.at(3).fields;
            EXPECT_EQ(chunk.at(1).number, out[c].type);
            EXPECT_EQ(chunk.at(3).list.at(0).text, out[c].name);
            EXPECT_EQ(chunk.at(5).number, group.fields.at(3).number);
            read_page(file, static_cast<std::size_t>(chunk.at(9).number), out[c]);
        }
    }
    EXPECT_EQ(rows, footer.fields.at(3).number);
    return out;
}

// By hand, after the specification: one column "a" of INT32 with the rows 7, null.
TEST(Parquet, ASmallFileIsAsTheSpecificationHasIt) {
    ParquetColumn column;
    column.name = "a";
    column.values = std::vector<std::int32_t>{7};
    column.codes = {0, -1};
    const std::string file = parquet_file({column}, 2, {});
    const unsigned char page[] = {
        0x15, 0x00, 0x15, 0x14, 0x15, 0x14, 0x2C,        // data page of 10 bytes, header:
        0x15, 0x04, 0x15, 0x00, 0x15, 0x06, 0x15, 0x06,  // 2 values, PLAIN, RLE, RLE
        0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x03, 0x01,  // levels: one byte packed, 1 then 0
        0x07, 0x00, 0x00, 0x00};
    ASSERT_GT(file.size(), 4 + sizeof page);
    EXPECT_EQ(file.substr(4, sizeof page),
              std::string(reinterpret_cast<const char*>(page), sizeof page));
    const auto read = read_parquet(file);
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].cells, (std::vector<Cell>{"7", std::nullopt}));
}

TEST(Parquet, AFileWithoutRowsHasItsColumns) {
    ParquetColumn column;
    column.name = "a";
    const auto read = read_parquet(parquet_file({column}, 0, {{"title", "T"}}));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_TRUE(read[0].cells.empty());
    EXPECT_EQ(read[0].converted, 0);
}

TEST(Parquet, DaysAreDates) {
    ParquetColumn column;
    column.name = "day";
    column.values = std::vector<std::int32_t>{18'000};
    column.codes = {0};
    column.as = ParquetColumn::As::date;
    EXPECT_EQ(read_parquet(parquet_file({column}, 1, {}))[0].converted, 6);
}

TEST(Parquet, RandomColumnsComeBackAcrossGroups) {
    for (const std::size_t rows : {1UL, 7UL, 8UL, 9UL, 1'000UL, 131'072UL, 131'073UL, 300'001UL}) {
        Random random(rows);
        std::vector<ParquetColumn> columns;
        for (int c = 0; c < 20; ++c) {  // more than the 14 of a short list
            ParquetColumn& column = columns.emplace_back();
            column.name = "c" + std::to_string(c);
            std::vector<std::string> texts;
            std::vector<std::int32_t> whole;
            std::vector<double> decimal;
            for (int v = 0; v < 50; ++v) {
                texts.push_back(std::string(random.below(300), static_cast<char>('a' + v % 26)));
                whole.push_back(static_cast<std::int32_t>(random.bits()));
                decimal.push_back(random.normal() * 1e6);
            }
            if (c % 3 == 0) column.values = texts;
            if (c % 3 == 1) column.values = whole;
            if (c % 3 == 2) column.values = decimal;
            for (std::size_t row = 0; row < rows; ++row)
                column.codes.push_back(static_cast<std::int32_t>(random.below(51)) - 1);
            if (rows > 1'000 && c == 3) break;  // enough of the large
        }
        const auto read = read_parquet(parquet_file(columns, rows, {}));
        ASSERT_EQ(read.size(), columns.size());
        for (std::size_t c = 0; c < columns.size(); ++c) {
            ASSERT_EQ(read[c].cells.size(), rows);
            std::size_t wrong = 0;
            for (std::size_t row = 0; row < rows; ++row) {
                const std::int32_t code = columns[c].codes[row];
                Cell expected;
                if (code >= 0) {
                    const auto at = static_cast<std::size_t>(code);
                    const auto& values = columns[c].values;
                    if (c % 3 == 0) expected = std::get<0>(values)[at];
                    if (c % 3 == 1) expected = std::to_string(std::get<1>(values)[at]);
                    if (c % 3 == 2) expected = std::to_string(std::get<2>(values)[at]);
                }
                if (read[c].cells[row] != expected) ++wrong;
            }
            EXPECT_EQ(wrong, 0U) << columns[c].name << " of " << rows;
        }
    }
}

}  // namespace
}  // namespace mtm
