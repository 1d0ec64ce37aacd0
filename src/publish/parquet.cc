// The format is that of https://parquet.apache.org/docs/file-format/: "PAR1", the pages of all
// columns group by group, the footer in Thrift's compact protocol, its length, "PAR1". A page is
// its header, then definition levels (1: there is a value), then the values that are there. Numbers
// of fields and enumerations are those of parquet.thrift.
#include "publish/parquet.h"

#include <algorithm>
#include <cstring>

#include "base/result.h"
#include "publish/thrift_compact.h"

namespace mtm {
namespace {

constexpr std::string_view magic = "PAR1";
constexpr std::size_t rows_of_group = 131'072;

enum ParquetType : std::int32_t { type_int32 = 1, type_double = 5, type_byte_array = 6 };

constexpr std::int32_t converted_utf8 = 0;
constexpr std::int32_t converted_date = 6;
constexpr std::int32_t logical_string = 1;  // fields of the union LogicalType
constexpr std::int32_t logical_date = 6;
constexpr std::int32_t repetition_optional = 1;
constexpr std::int32_t encoding_plain = 0;
constexpr std::int32_t encoding_rle = 3;
constexpr std::int32_t codec_none = 0;
constexpr std::int32_t page_of_data = 0;

void append_number(std::string& out, std::uint64_t bits, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i)
        out += static_cast<char>(bits >> (8 * i) & 0xFFU);
}

void append_value(std::string& out, const std::string& text) {
    append_number(out, text.size(), 4);
    out += text;
}

void append_value(std::string& out, std::int32_t number) {
    append_number(out, static_cast<std::uint32_t>(number), 4);
}

void append_value(std::string& out, double number) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    append_number(out, bits, 8);
}

ParquetType type_of(const ParquetColumn& column) {
    constexpr ParquetType types[] = {type_byte_array, type_int32, type_double};
    return types[column.values.index()];
}

// Bit-packed in one run of whole bytes, the first row in the lowest bit.
std::string definition_levels(const ParquetColumn& column, std::size_t begin, std::size_t end) {
    const std::size_t bytes = (end - begin + 7) / 8;
    std::string packed(bytes, '\0');
    for (std::size_t row = begin; row < end; ++row) {
        if (column.codes[row] < 0) continue;
        char& byte = packed[(row - begin) / 8];
        byte = static_cast<char>(static_cast<unsigned char>(byte) | 1U << ((row - begin) % 8));
    }
    std::string run;
    std::uint64_t head = bytes << 1 | 1U;
    for (; head >= 0x80; head >>= 7)
        run += static_cast<char>((head & 0x7FU) | 0x80U);
    run += static_cast<char>(head);
    run += packed;
    std::string out;
    append_number(out, run.size(), 4);
    return out + run;
}

std::string page_of(const ParquetColumn& column, std::size_t begin, std::size_t end) {
    std::string body = definition_levels(column, begin, end);
    std::visit(
        [&](const auto& values) {
            for (std::size_t row = begin; row < end; ++row) {
                const std::int32_t code = column.codes[row];
                if (code >= 0) append_value(body, values[static_cast<std::size_t>(code)]);
            }
        },
        column.values);
    constexpr std::size_t largest = 0x7FFFFFFF;
    CHECK(body.size() <= largest);
    const auto size = static_cast<std::int32_t>(body.size());
    ThriftCompact header;
    header.begin_element();
    header.field(1, page_of_data);
    header.field(2, size);  // uncompressed
    header.field(3, size);
    header.begin_struct(5);  // DataPageHeader
    header.field(1, static_cast<std::int32_t>(end - begin));
    header.field(2, encoding_plain);
    header.field(3, encoding_rle);  // of definition levels
    header.field(4, encoding_rle);  // of repetition levels: there are none
    header.end_struct();
    header.end_struct();
    return header.bytes() + body;
}

struct ColumnChunk {
    std::int64_t offset = 0;
    std::int64_t bytes = 0;
};

struct RowGroup {
    std::int64_t rows = 0;
    std::vector<ColumnChunk> chunks;
};

void write_schema(ThriftCompact& out, const std::vector<ParquetColumn>& columns) {
    out.begin_structs(2, columns.size() + 1);
    out.begin_element();
    out.field(4, std::string_view("schema"));
    out.field(5, static_cast<std::int32_t>(columns.size()));
    out.end_struct();
    for (const ParquetColumn& column : columns) {
        const ParquetType type = type_of(column);
        const bool date = type == type_int32 && column.as == ParquetColumn::As::date;
        out.begin_element();
        out.field(1, static_cast<std::int32_t>(type));
        out.field(3, repetition_optional);
        out.field(4, std::string_view(column.name));
        if (type == type_byte_array || date) {
            out.field(6, date ? converted_date : converted_utf8);
            out.begin_struct(10);
            out.begin_struct(date ? logical_date : logical_string);
            out.end_struct();
            out.end_struct();
        }
        out.end_struct();
    }
}

void write_group(ThriftCompact& out,
                 const std::vector<ParquetColumn>& columns,
                 const RowGroup& group) {
    std::int64_t bytes = 0;
    out.begin_element();
    out.begin_structs(1, columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const ColumnChunk& chunk = group.chunks[c];
        bytes += chunk.bytes;
        out.begin_element();
        out.field_64(2, chunk.offset);
        out.begin_struct(3);  // ColumnMetaData
        out.field(1, static_cast<std::int32_t>(type_of(columns[c])));
        out.field(2, std::vector<std::int32_t>{encoding_plain, encoding_rle});
        out.field(3, std::vector<std::string>{columns[c].name});
        out.field(4, codec_none);
        out.field_64(5, group.rows);
        out.field_64(6, chunk.bytes);
        out.field_64(7, chunk.bytes);
        out.field_64(9, chunk.offset);
        out.end_struct();
        out.end_struct();
    }
    out.field_64(2, bytes);
    out.field_64(3, group.rows);
    out.end_struct();
}

std::string footer(const std::vector<ParquetColumn>& columns,
                   std::size_t rows,
                   const std::vector<RowGroup>& groups,
                   const std::vector<std::pair<std::string, std::string>>& metadata) {
    ThriftCompact out;
    out.begin_element();
    out.field(1, 1);  // version
    write_schema(out, columns);
    out.field_64(3, static_cast<std::int64_t>(rows));
    out.begin_structs(4, groups.size());
    for (const RowGroup& group : groups)
        write_group(out, columns, group);
    if (!metadata.empty()) {
        out.begin_structs(5, metadata.size());
        for (const auto& [key, value] : metadata) {
            out.begin_element();
            out.field(1, std::string_view(key));
            out.field(2, std::string_view(value));
            out.end_struct();
        }
    }
    out.field(6, std::string_view("MTM"));
    out.end_struct();
    return out.bytes();
}

}  // namespace

std::string parquet_file(const std::vector<ParquetColumn>& columns,
                         std::size_t rows,
                         const std::vector<std::pair<std::string, std::string>>& metadata) {
    for (const ParquetColumn& column : columns)
        CHECK(column.codes.size() == rows);
    std::string out(magic);
    std::vector<RowGroup> groups;
    for (std::size_t begin = 0; begin < rows; begin += rows_of_group) {
        const std::size_t end = std::min(rows, begin + rows_of_group);
        RowGroup& group = groups.emplace_back();
        group.rows = static_cast<std::int64_t>(end - begin);
        for (const ParquetColumn& column : columns) {
            const auto offset = static_cast<std::int64_t>(out.size());
            out += page_of(column, begin, end);
            group.chunks.push_back({offset, static_cast<std::int64_t>(out.size()) - offset});
        }
    }
    const std::string foot = footer(columns, rows, groups, metadata);
    out += foot;
    append_number(out, foot.size(), 4);
    return out += magic;
}

}  // namespace mtm
