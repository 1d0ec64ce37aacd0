#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// Writes structs in Thrift's compact protocol, as far as Parquet's metadata need it: whole
/// numbers, texts, structs and lists of them. Fields are written in ascending order of their ids
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
class ThriftCompact {
public:
    void field(int id, std::int32_t value) {
        begin_field(id, type_i32);
        zigzag(value);
    }

    void field_64(int id, std::int64_t value) {
        begin_field(id, type_i64);
        zigzag(value);
    }

    void field(int id, std::string_view text) {
        begin_field(id, type_binary);
        append(text);
    }

    void begin_struct(int id) {
        begin_field(id, type_struct);
        last_.push_back(0);
    }

    /// A struct that is an element of a list, or the whole.
    void begin_element() { last_.push_back(0); }

    void end_struct() {
        bytes_ += '\0';
        last_.pop_back();
    }

    void begin_structs(int id, std::size_t size) { begin_list(id, size, type_struct); }

    void field(int id, const std::vector<std::int32_t>& numbers) {
        begin_list(id, numbers.size(), type_i32);
        for (const std::int32_t number : numbers)
            zigzag(number);
    }

    void field(int id, const std::vector<std::string>& texts) {
        begin_list(id, texts.size(), type_binary);
        for (const std::string& text : texts)
            append(text);
    }

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    static constexpr unsigned type_i32 = 5;
    static constexpr unsigned type_i64 = 6;
    static constexpr unsigned type_binary = 8;
    static constexpr unsigned type_list = 9;
    static constexpr unsigned type_struct = 12;

    void begin_field(int id, unsigned type) {
        const int delta = id - last_.back();
        last_.back() = id;
        bytes_ += static_cast<char>(static_cast<unsigned>(delta) << 4 | type);
    }

    void begin_list(int id, std::size_t size, unsigned type) {
        begin_field(id, type_list);
        constexpr std::size_t longest_short = 14;
        if (size <= longest_short) {
            bytes_ += static_cast<char>(static_cast<unsigned>(size) << 4 | type);
        } else {
            bytes_ += static_cast<char>(0xF0U | type);
            varint(size);
        }
    }

    void append(std::string_view text) {
        varint(text.size());
        bytes_ += text;
    }

    void zigzag(std::int64_t value) {
        const auto bits = static_cast<std::uint64_t>(value);
        varint(value < 0 ? ~(bits << 1) : bits << 1);
    }

    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7)
            bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
    std::vector<int> last_;
};

}  // namespace mtm
