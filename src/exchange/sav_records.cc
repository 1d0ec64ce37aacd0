// The records of the format as PSPP's developers describe it ("System File Format"): a header of
// 176 bytes, then records that begin with their type, until that of type 999.
#include "exchange/sav_records.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>

namespace mtm {
namespace {

constexpr std::size_t header_bytes = 176;
constexpr std::size_t layout_at = 64;
constexpr std::int32_t most_labels = 1'000'000;  // of one record

// Walks over the bytes; what lies beyond them is nothing.
class Walk {
public:
    explicit Walk(std::string_view bytes) : bytes_(bytes) {
        at_ = layout_at;
        const auto layout = number();
        at_ = header_bytes;
        swapped_ = layout && *layout != 2 && *layout != 3;
    }

    std::optional<std::int32_t> number() {
        std::uint32_t out = 0;
        if (left() < sizeof out) return std::nullopt;
        std::memcpy(&out, bytes_.data() + at_, sizeof out);
        at_ += sizeof out;
        if (swapped_) out = __builtin_bswap32(out);
        return static_cast<std::int32_t>(out);
    }

    std::optional<unsigned> byte() {
        if (left() == 0) return std::nullopt;
        return static_cast<unsigned char>(bytes_[at_++]);
    }

    bool skip(std::int64_t length) {
        if (length < 0 || static_cast<std::uint64_t>(length) > left()) return false;
        at_ += static_cast<std::size_t>(length);
        return true;
    }

private:
    [[nodiscard]] std::size_t left() const { return bytes_.size() - std::min(at_, bytes_.size()); }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool swapped_ = false;
};

bool is_variable(Walk& walk) {
    const auto type = walk.number();
    const auto has_label = walk.number();
    const auto missing = walk.number();
    constexpr int rest = 16;  // formats and name
    if (!type || !has_label || !missing || *type < -1 || *type > 255 || !walk.skip(rest))
        return false;
    if (*has_label != 0) {
        const auto length = walk.number();
        if (!length || *length < 0 || !walk.skip((std::int64_t{*length} + 3) / 4 * 4)) return false;
    }
    return *missing >= -3 && *missing <= 3 && walk.skip(8 * (*missing < 0 ? -*missing : *missing));
}

// Labels of values, and the record behind them that says of which variables.
bool are_value_labels(Walk& walk) {
    const auto labels = walk.number();
    if (!labels || *labels < 0 || *labels > most_labels) return false;
    for (std::int32_t i = 0; i < *labels; ++i) {
        if (!walk.skip(8)) return false;
        const auto length = walk.byte();
        if (!length || !walk.skip((*length + 8) / 8 * 8 - 1)) return false;
    }
    const auto type = walk.number();
    const auto variables = walk.number();
    return type && *type == 4 && variables && *variables >= 0 &&
           walk.skip(std::int64_t{*variables} * 4);
}

// ReadStat takes the count for the length, whatever the size of one is.
bool is_extension(Walk& walk) {
    const auto subtype = walk.number();
    const auto size = walk.number();
    const auto count = walk.number();
    if (!subtype || !size || !count || *size < 0 || *count < 0) return false;
    if (!walk.skip(std::int64_t{*size} * *count)) return false;
    switch (*subtype) {
        case 3:  // whole numbers of the machine
            return std::int64_t{*size} * *count == 32;
        case 4:  // other numbers of the machine
            return std::int64_t{*size} * *count == 24;
        case 11:  // how variables are shown
            return *size == 4;
        case 13:  // long names
        case 14:  // very long texts
        case 21:  // labels of long texts
            return *size == 1;
        default:
            return true;
    }
}

}  // namespace

bool are_sound_sav_records(std::string_view bytes) {
    if (bytes.size() < header_bytes) return false;
    Walk walk(bytes);
    for (;;) {
        const auto type = walk.number();
        if (!type) return false;
        bool sound = false;
        switch (*type) {
            case 2:
                sound = is_variable(walk);
                break;
            case 3:
                sound = are_value_labels(walk);
                break;
            case 6: {
                const auto lines = walk.number();
                sound = lines && *lines >= 0 && walk.skip(std::int64_t{*lines} * 80);
                break;
            }
            case 7:
                sound = is_extension(walk);
                break;
            case 999:
                return true;
            default:
                break;
        }
        if (!sound) return false;
    }
}

}  // namespace mtm
