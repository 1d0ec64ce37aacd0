#include "capture/zip_stream.h"

#include <zlib.h>

#include "base/result.h"

namespace mtm {
namespace {

constexpr std::uint16_t version = 45;       // of the format: with ZIP64
constexpr std::uint16_t flags = 0x0808;     // sizes follow the file; names are UTF-8
constexpr std::uint16_t deflate = 8;        // method
constexpr std::uint32_t date = 0x00210000;  // 1980-01-01: an archive is the same whenever made
constexpr std::uint32_t see_zip64 = 0xFFFFFFFF;

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i, value >>= 8U)
        out += static_cast<char>(value & 0xFFU);
}

}  // namespace

struct ZipStream::Deflater {
    z_stream stream{};
};

ZipStream::ZipStream() : deflater_(new Deflater) {
    // 15 + negative: raw, without zlib's own frame.
    CHECK(::deflateInit2(
              &deflater_->stream, Z_BEST_SPEED, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
}

ZipStream::~ZipStream() {
    ::deflateEnd(&deflater_->stream);
    delete deflater_;
}

std::string ZipStream::begin(const std::string& name) {
    CHECK(!open_);
    open_ = true;
    entries_.push_back({.name = name, .offset = offset_});
    CHECK(::deflateReset(&deflater_->stream) == Z_OK);
    std::string out;
    put(out, 0x04034b50, 4);
    put(out, version, 2);
    put(out, flags, 2);
    put(out, deflate, 2);
    put(out, date, 4);
    put(out, 0, 4);
    put(out, see_zip64, 4);
    put(out, see_zip64, 4);
    put(out, name.size(), 2);
    put(out, 20, 2);
    out += name;
    put(out, 1, 2);
    put(out, 16, 2);
    put(out, 0, 16);
    offset_ += out.size();
    return out;
}

std::string ZipStream::deflated(std::string_view bytes, bool last) {
    z_stream& stream = deflater_->stream;
    std::string out;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    do {
        char buffer[65'536];
        stream.next_out = reinterpret_cast<Bytef*>(buffer);
        stream.avail_out = sizeof buffer;
        CHECK(::deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH) != Z_STREAM_ERROR);
        out.append(buffer, sizeof buffer - stream.avail_out);
    } while (stream.avail_out == 0);
    entries_.back().packed += out.size();
    offset_ += out.size();
    return out;
}

std::string ZipStream::add(std::string_view bytes) {
    CHECK(open_);
    Entry& entry = entries_.back();
    std::string out;
    constexpr std::size_t most = 1U << 30U;
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, most);
        entry.size += piece.size();
        entry.checksum =
            static_cast<std::uint32_t>(::crc32(entry.checksum,
                                               reinterpret_cast<const Bytef*>(piece.data()),
                                               static_cast<uInt>(piece.size())));
        out += deflated(piece, false);
        bytes.remove_prefix(piece.size());
    }
    return out;
}

std::string ZipStream::end() {
    CHECK(open_);
    open_ = false;
    std::string out = deflated({}, true);
    const Entry& entry = entries_.back();
    std::string sizes;
    put(sizes, 0x08074b50, 4);
    put(sizes, entry.checksum, 4);
    put(sizes, entry.packed, 8);
    put(sizes, entry.size, 8);
    offset_ += sizes.size();
    return out + sizes;
}

std::string ZipStream::finish() {
    CHECK(!open_);
    std::string out;
    for (const Entry& entry : entries_) {
        put(out, 0x02014b50, 4);
        put(out, version, 2);
        put(out, version, 2);
        put(out, flags, 2);
        put(out, deflate, 2);
        put(out, date, 4);
        put(out, entry.checksum, 4);
        put(out, see_zip64, 4);
        put(out, see_zip64, 4);
        put(out, entry.name.size(), 2);
        put(out, 28, 2);
        put(out, 0, 10);
        put(out, see_zip64, 4);
        out += entry.name;
        put(out, 1, 2);
        put(out, 24, 2);
        put(out, entry.size, 8);
        put(out, entry.packed, 8);
        put(out, entry.offset, 8);
    }
    const std::uint64_t size = out.size();
    const std::uint64_t end = offset_ + size;
    put(out, 0x06064b50, 4);
    put(out, 44, 8);
    put(out, version, 2);
    put(out, version, 2);
    put(out, 0, 8);
    put(out, entries_.size(), 8);
    put(out, entries_.size(), 8);
    put(out, size, 8);
    put(out, offset_, 8);
    put(out, 0x07064b50, 4);
    put(out, 0, 4);
    put(out, end, 8);
    put(out, 1, 4);
    put(out, 0x06054b50, 4);
    put(out, 0, 4);
    put(out, 0xFFFF, 2);
    put(out, 0xFFFF, 2);
    put(out, see_zip64, 4);
    put(out, see_zip64, 4);
    put(out, 0, 2);
    return out;
}

}  // namespace mtm
