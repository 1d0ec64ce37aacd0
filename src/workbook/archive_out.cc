#include "workbook/archive_out.h"

#include <memory>

#include <zip.h>

namespace mtm {
namespace {

constexpr zip_uint16_t first_dos_day = (1U << 5U) | 1U;  // 1980-01-01

struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

Error failed(zip_error_t* error) {
    return {std::string("writing a zip archive: ") + zip_error_strerror(error)};
}

Result<std::string> all_of(zip_source_t* source) {
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_source_stat(source, &about) != 0 || zip_source_open(source) != 0)
        return failed(zip_source_error(source));
    std::string out(about.size, '\0');
    const zip_int64_t read = zip_source_read(source, out.data(), out.size());
    zip_source_close(source);
    if (read != static_cast<zip_int64_t>(out.size())) return failed(zip_source_error(source));
    return out;
}

}  // namespace

Result<std::string> zip_archive(const std::vector<std::pair<std::string, std::string>>& files) {
    zip_error_t error;
    zip_error_init(&error);
    const std::unique_ptr<zip_source_t, FreeSource> target(
        zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!target) return failed(&error);
    zip_source_keep(target.get());  // the archive frees it too
    std::unique_ptr<zip_t, Discard> archive(
        zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
    if (!archive) {
        zip_source_free(target.get());
        return failed(&error);
    }
    for (const auto& [name, bytes] : files) {
        zip_source_t* part = zip_source_buffer(archive.get(), bytes.data(), bytes.size(), 0);
        if (part == nullptr) return failed(zip_get_error(archive.get()));
        const zip_int64_t index = zip_file_add(archive.get(), name.c_str(), part, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(part);
            return failed(zip_get_error(archive.get()));
        }
        zip_file_set_dostime(archive.get(), static_cast<zip_uint64_t>(index), 0, first_dos_day, 0);
    }
    if (zip_close(archive.get()) != 0) return failed(zip_get_error(archive.get()));
    static_cast<void>(archive.release());
    return all_of(target.get());
}

}  // namespace mtm
