#include "workbook/compound_file.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "workbook/text_encoding.h"

namespace mtm {
namespace {

constexpr std::string_view compound_magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::size_t header_bytes = 512;
constexpr std::uint32_t last_regular = 0xFFFFFFFA;  // higher numbers are marks, not sectors
constexpr int root_type = 5;
constexpr std::uint32_t mini_stream_below = 4096;

Error damaged() {
    return {
        "the old Excel file is damaged: its sectors do not link up, as in a file cut short. "
        "Fetch it again, or open it in Excel or LibreOffice and save it as Excel workbook "
        "(.xlsx)."};
}

std::vector<std::uint32_t> numbers_of(std::string_view bytes) {
    std::vector<std::uint32_t> out(bytes.size() / 4);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = u32_at(bytes, i * 4);
    return out;
}

}  // namespace

std::uint16_t u16_at(std::string_view bytes, std::size_t at) {
    CHECK(at + 2 <= bytes.size());
    return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) |
                                      static_cast<unsigned char>(bytes[at + 1]) << 8);
}

std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
    return u16_at(bytes, at) | static_cast<std::uint32_t>(u16_at(bytes, at + 2)) << 16;
}

double double_at(std::string_view bytes, std::size_t at) {
    return std::bit_cast<double>(u32_at(bytes, at) |
                                 static_cast<std::uint64_t>(u32_at(bytes, at + 4)) << 32);
}

bool CompoundFile::recognises(std::string_view bytes) {
    return bytes.starts_with(compound_magic);
}

Result<CompoundFile> CompoundFile::open(std::string_view bytes) {
    if (!recognises(bytes) || bytes.size() < header_bytes) return damaged();
    CompoundFile file;
    file.bytes_ = bytes;
    const int sector_shift = u16_at(bytes, 30);
    const int mini_shift = u16_at(bytes, 32);
    if ((sector_shift != 9 && sector_shift != 12) || mini_shift != 6) return damaged();
    file.sector_bytes_ = std::size_t{1} << sector_shift;
    TRY(file.read_table());
    TRY(file.read_directory());
    return file;
}

std::string_view CompoundFile::sector(std::uint32_t number) const {
    const std::size_t at = (static_cast<std::size_t>(number) + 1) * sector_bytes_;
    return at < bytes_.size() ? bytes_.substr(at, sector_bytes_) : std::string_view();
}

// The table of next sectors is itself spread over sectors: the first 109 are listed in the header,
// further ones in a chain of sectors that each end in the number of the next.
Status CompoundFile::read_table() {
    std::vector<std::uint32_t> parts = numbers_of(bytes_.substr(76, 436));
    std::uint32_t more = u32_at(bytes_, 68);
    const std::size_t sectors_max = bytes_.size() / sector_bytes_ + 1;
    for (std::size_t steps = 0; more < last_regular; ++steps) {
        const std::string_view list = sector(more);
        if (list.size() < sector_bytes_ || steps > sectors_max) return damaged();
        const std::vector<std::uint32_t> numbers = numbers_of(list);
        parts.insert(parts.end(), numbers.begin(), numbers.end() - 1);
        more = numbers.back();
    }
    for (const std::uint32_t part : parts) {
        if (part >= last_regular) continue;
        const std::string_view table = sector(part);
        if (table.size() < sector_bytes_ || next_.size() > sectors_max + sector_bytes_) {
            return damaged();
        }
        const std::vector<std::uint32_t> numbers = numbers_of(table);
        next_.insert(next_.end(), numbers.begin(), numbers.end());
    }
    return Done{};
}

Status CompoundFile::read_directory() {
    constexpr std::size_t entry_bytes = 128;
    const std::string directory = TRY(chain(u32_at(bytes_, 48)));
    for (std::size_t at = 0; at + entry_bytes <= directory.size(); at += entry_bytes) {
        const std::string_view record = std::string_view(directory).substr(at, entry_bytes);
        const std::size_t name_bytes = std::min<std::size_t>(u16_at(record, 64), 64);
        if (name_bytes < 2) continue;
        Entry entry;
        append_utf16le(entry.name, record.substr(0, name_bytes - 2));
        entry.type = static_cast<unsigned char>(record[66]);
        entry.first = u32_at(record, 116);
        entry.size = u32_at(record, 120);
        entries_.push_back(std::move(entry));
    }
    const auto root = std::ranges::find(entries_, root_type, &Entry::type);
    if (root == entries_.end()) return damaged();
    if (root->first < last_regular) mini_stream_ = TRY(chain(root->first));
    if (u32_at(bytes_, 60) < last_regular) mini_next_ = numbers_of(TRY(chain(u32_at(bytes_, 60))));
    return Done{};
}

const CompoundFile::Entry* CompoundFile::find(std::string_view name) const {
    const auto found = std::ranges::find(entries_, name, &Entry::name);
    return found == entries_.end() ? nullptr : &*found;
}

Result<std::string> CompoundFile::chain(std::uint32_t first) const {
    std::string out;
    for (std::uint32_t at = first; at < last_regular; at = next_[at]) {
        const std::string_view part = sector(at);
        if (part.empty() || at >= next_.size() || out.size() > bytes_.size()) return damaged();
        out += part;
    }
    return out;
}

Result<std::string> CompoundFile::mini_chain(const Entry& entry) const {
    std::string out;
    for (std::uint32_t at = entry.first; at < last_regular; at = mini_next_[at]) {
        const std::size_t start = static_cast<std::size_t>(at) * mini_bytes_;
        if (at >= mini_next_.size() || start >= mini_stream_.size() ||
            out.size() > mini_stream_.size()) {
            return damaged();
        }
        out += mini_stream_.substr(start, mini_bytes_);
    }
    return out;
}

Result<std::string> CompoundFile::stream(std::string_view name) const {
    const Entry* entry = find(name);
    CHECK(entry != nullptr);
    std::string out =
        entry->size < mini_stream_below ? TRY(mini_chain(*entry)) : TRY(chain(entry->first));
    if (out.size() < entry->size) return damaged();
    out.resize(entry->size);
    return out;
}

}  // namespace mtm
