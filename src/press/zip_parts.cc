#include "press/zip_parts.h"

#include <cstdio>
#include <memory>

#include <zip.h>

namespace mtm {
namespace {

struct DiscardZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};

using Archived = std::unique_ptr<zip_t, DiscardZip>;
using Source = std::unique_ptr<zip_source_t, FreeSource>;

Error zip_failed(std::string_view what) {
    return Error{"cannot " + std::string(what) + " a ZIP archive"};
}

Status add_part(zip_t* archive, const ZipPart& part) {
    zip_source_t* source = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
    if (source == nullptr) return zip_failed("write");
    const zip_int64_t index = zip_file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return zip_failed("write");
    }
    constexpr zip_uint16_t first_day = 1 << 5 | 1;  // month 1, day 1 of 1980
    const auto at = static_cast<zip_uint64_t>(index);
    if (zip_file_set_dostime(archive, at, 0, first_day, 0) != 0) return zip_failed("write");
    // The default says on which system it was made.
    zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_DOS, 0);
    return Done{};
}

Result<std::string> bytes_of_source(zip_source_t* source) {
    if (zip_source_open(source) != 0) return zip_failed("write");
    if (zip_source_seek(source, 0, SEEK_END) != 0) return zip_failed("write");
    const zip_int64_t size = zip_source_tell(source);
    if (size < 0 || zip_source_seek(source, 0, SEEK_SET) != 0) return zip_failed("write");
    std::string out(static_cast<std::size_t>(size), '\0');
    const zip_int64_t read = zip_source_read(source, out.data(), out.size());
    zip_source_close(source);
    if (read < 0 || static_cast<std::size_t>(read) != out.size()) return zip_failed("write");
    return out;
}

}  // namespace

Result<std::string> zip_of(const std::vector<ZipPart>& parts) {
    Source buffer(zip_source_buffer_create(nullptr, 0, 0, nullptr));
    if (!buffer) return zip_failed("write");
    zip_source_keep(buffer.get());  // closing the archive gives one back
    Archived archive(zip_open_from_source(buffer.get(), ZIP_TRUNCATE, nullptr));
    if (!archive) {
        zip_source_free(buffer.get());
        return zip_failed("write");
    }
    for (const ZipPart& part : parts)
        TRY(add_part(archive.get(), part));
    if (zip_close(archive.get()) != 0) return zip_failed("write");
    (void)archive.release();
    return bytes_of_source(buffer.get());
}

Result<std::vector<ZipPart>> parts_of_zip(std::string_view bytes) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    if (source == nullptr) return zip_failed("read");
    Archived archive(zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (!archive) {
        zip_source_free(source);
        return zip_failed("read");
    }
    std::vector<ZipPart> out;
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const auto index = static_cast<zip_uint64_t>(i);
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(archive.get(), index, 0, &stat) != 0) return zip_failed("read");
        zip_file_t* file = zip_fopen_index(archive.get(), index, 0);
        if (file == nullptr) return zip_failed("read");
        ZipPart part{stat.name, std::string(stat.size, '\0')};
        const zip_int64_t read = zip_fread(file, part.bytes.data(), part.bytes.size());
        zip_fclose(file);
        if (read < 0 || static_cast<std::size_t>(read) != part.bytes.size()) {
            return zip_failed("read");
        }
        out.push_back(std::move(part));
    }
    return out;
}

}  // namespace mtm
