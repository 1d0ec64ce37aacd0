#include "workbook/xls_records.h"

#include <algorithm>
#include <bit>

#include "base/text.h"
#include "workbook/compound_file.h"
#include "workbook/text_encoding.h"

namespace mtm {

std::optional<XlsRecord> XlsRecords::next() {
    constexpr std::uint16_t continue_type = 0x3C;
    constexpr std::size_t head_bytes = 4;
    const auto whole = [this] {
        return at_ <= stream_.size() && stream_.size() - at_ >= head_bytes &&
               stream_.size() - at_ - head_bytes >= u16_at(stream_, at_ + 2);
    };
    if (!whole()) return std::nullopt;
    XlsRecord record;
    record.type = u16_at(stream_, at_);
    do {
        if (!record.data.empty()) record.joints.push_back(record.data.size());
        const std::size_t length = u16_at(stream_, at_ + 2);
        record.data += stream_.substr(at_ + head_bytes, length);
        at_ += head_bytes + length;
    } while (whole() && u16_at(stream_, at_) == continue_type);
    return record;
}

bool XlsFields::need(std::size_t bytes) {
    if (left() < bytes) failed_ = true;
    return !failed_;
}

std::uint8_t XlsFields::u8() {
    return need(1) ? static_cast<std::uint8_t>(record_.data[at_++]) : std::uint8_t{0};
}

std::uint16_t XlsFields::u16() {
    if (!need(2)) return 0;
    at_ += 2;
    return u16_at(record_.data, at_ - 2);
}

std::uint32_t XlsFields::u32() {
    if (!need(4)) return 0;
    at_ += 4;
    return u32_at(record_.data, at_ - 4);
}

double XlsFields::real() {
    if (!need(8)) return 0;
    at_ += 8;
    return double_at(record_.data, at_ - 8);
}

double XlsFields::packed_number() {
    const std::uint32_t bits = u32();
    const bool whole = (bits & 2) != 0;
    const bool hundredths = (bits & 1) != 0;
    const double value = whole
                             ? static_cast<double>(static_cast<std::int32_t>(bits) >> 2)
                             : std::bit_cast<double>(static_cast<std::uint64_t>(bits & ~3U) << 32);
    return hundredths ? value / 100 : value;
}

void XlsFields::skip(std::size_t bytes) {
    if (need(bytes)) at_ += bytes;
}

std::size_t XlsFields::next_joint() const {
    const auto joint = std::ranges::lower_bound(record_.joints, at_);
    return joint == record_.joints.end() ? record_.data.size() : *joint;
}

std::string XlsFields::characters(std::size_t length, bool wide) {
    std::string out;
    while (length > 0 && !failed_) {
        std::size_t end = next_joint();
        if (end == at_) {
            wide = (u8() & 1) != 0;
            end = next_joint();
        }
        const std::size_t unit = wide ? 2 : 1;
        const std::size_t count = std::min(length, (end - at_) / unit);
        if (count == 0) failed_ = true;
        const std::string_view part = std::string_view(record_.data).substr(at_, count * unit);
        if (wide) {
            append_utf16le(out, part);
        } else {
            for (const char c : part)
                append_utf8(out, static_cast<unsigned char>(c));
        }
        at_ += part.size();
        length -= count;
    }
    return out;
}

std::string XlsFields::text(std::size_t length) {
    const unsigned options = u8();
    const std::size_t runs = (options & 8) != 0 ? u16() : 0;
    const std::size_t phonetic = (options & 4) != 0 ? u32() : 0;
    std::string out = characters(length, (options & 1) != 0);
    skip(runs * 4 + phonetic);
    return out;
}

}  // namespace mtm
