#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// One record of a BIFF8 stream ([MS-XLS]) together with the CONTINUE records behind it.
struct XlsRecord {
    std::uint16_t type = 0;
    std::string data;
    std::vector<std::size_t> joints;  // where in `data` a CONTINUE begins
};

/// Walks over the records of a workbook stream from an offset.
class XlsRecords {
public:
    XlsRecords(std::string_view stream, std::size_t offset) : stream_(stream), at_(offset) {}

    /// The next record, or nothing at the end of the stream or where it is cut short.
    std::optional<XlsRecord> next();

private:
    std::string_view stream_;
    std::size_t at_;
};

/// Reads the fields of a record in their order. Beyond its end everything reads as 0 or empty, and
/// `failed` says so.
class XlsFields {
public:
    explicit XlsFields(const XlsRecord& record) : record_(record) {}

    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    double real();

    /// A number squeezed into 30 bits: half a double or a whole number, either in hundredths.
    double packed_number();

    void skip(std::size_t bytes);

    /// Text of `length` characters, after its byte of options: one byte each or two, with runs of
    /// formats and phonetic data behind it. Where a CONTINUE cuts the characters, new options
    /// stand.
    std::string text(std::size_t length);

    [[nodiscard]] std::size_t left() const { return record_.data.size() - at_; }

    [[nodiscard]] bool failed() const { return failed_; }

private:
    bool need(std::size_t bytes);
    std::string characters(std::size_t length, bool wide);
    [[nodiscard]] std::size_t next_joint() const;

    const XlsRecord& record_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

}  // namespace mtm
