#include "workbook/archive.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zip.h>

#include "base/text.h"

namespace mtm {
namespace {

std::string folded(std::string_view part) {
    std::string name = lower_ascii(part);
    for (char& c : name) {
        if (c == '\\') c = '/';
    }
    name.erase(0, name.find_first_not_of('/'));
    return name;
}

std::string text_of(zip_error_t& error) {
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

using Entry = std::unique_ptr<zip_file_t, CloseEntry>;

}  // namespace

void Archive::CloseZip::operator()(zip* archive) const {
    zip_discard(archive);
}

Result<Archive> Archive::open(std::string_view bytes, const ReadLimits& limits) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    CHECK(source != nullptr);
    Archive archive;
    constexpr std::size_t never_a_bomb = std::size_t{64} << 20U;
    archive.inflated_max_ =
        std::min(limits.inflated_bytes, std::max(never_a_bomb, bytes.size() * limits.inflation));
    archive.zip_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (archive.zip_ == nullptr) {
        zip_source_free(source);
        return Error{fmt::format(
            "the archive is damaged ({}): the file is cut short or was altered on its way, {} "
            "bytes "
            "arrived. Fetch it again; if it is so at its origin, open and save it in Excel or "
            "LibreOffice, which can often repair it.",
            text_of(error),
            bytes.size())};
    }
    const zip_int64_t count = zip_get_num_entries(archive.zip_.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const auto entry = static_cast<zip_uint64_t>(i);
        const char* name = zip_get_name(archive.zip_.get(), entry, ZIP_FL_ENC_GUESS);
        if (name != nullptr) archive.index_.emplace(folded(name), entry);
    }
    return archive;
}

zip_file_t* Archive::open_entry(std::string_view part) {
    const auto found = index_.find(folded(part));
    CHECK(found != index_.end());
    return zip_fopen_index(zip_.get(), found->second, 0);
}

Error Archive::cannot_open(std::string_view part) {
    return {fmt::format("the part {} cannot be opened: {}", part, zip_strerror(zip_.get()))};
}

bool Archive::has(std::string_view part) const {
    return index_.contains(folded(part));
}

Status Archive::parse(std::string_view part, XmlHandler& handler) {
    const Entry entry(open_entry(part));
    if (entry == nullptr) return cannot_open(part);
    const ByteSource source = [&](std::span<char> buffer) { return inflate(entry.get(), buffer); };
    const Status status = parse_xml(source, handler);
    if (!status) return status.error().in(fmt::format("the part {}", part));
    return Done{};
}

Result<std::size_t> Archive::inflate(zip_file_t* entry, std::span<char> buffer) {
    const zip_int64_t length = zip_fread(entry, buffer.data(), buffer.size());
    if (length < 0) {
        return Error{
            fmt::format("its compressed bytes are damaged ({}). Fetch the file again, or open and "
                        "save it in Excel or LibreOffice.",
                        zip_file_strerror(entry))};
    }
    inflated_ += static_cast<std::size_t>(length);
    if (inflated_ > inflated_max_) {
        return Error{
            fmt::format("it inflates to more than {} bytes, which no survey needs: a zip bomb, or "
                        "a sheet formatted down to its last row. Delete the unused rows and "
                        "columns and save again.",
                        inflated_max_)};
    }
    return static_cast<std::size_t>(length);
}

std::vector<std::string> Archive::parts() const {
    std::vector<std::string> out;
    out.reserve(index_.size());
    for (const auto& [name, unused] : index_)
        out.push_back(name);
    return out;
}

Result<std::string> Archive::read(std::string_view part) {
    const Entry entry(open_entry(part));
    if (entry == nullptr) return cannot_open(part);
    std::string out;
    std::vector<char> buffer(std::size_t{256} * 1024);
    for (;;) {
        const auto length = inflate(entry.get(), buffer);
        if (!length) return length.error().in(fmt::format("the part {}", part));
        if (*length == 0) return out;
        out.append(buffer.data(), *length);
    }
}

std::string Archive::beginning(std::string_view part) {
    const auto found = index_.find(folded(part));
    if (found == index_.end()) return {};
    const Entry entry(zip_fopen_index(zip_.get(), found->second, 0));
    if (entry == nullptr) return {};
    std::string bytes(256, '\0');
    const zip_int64_t length = zip_fread(entry.get(), bytes.data(), bytes.size());
    bytes.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return bytes;
}

std::string resolve_target(std::string_view part, std::string_view target) {
    const std::string clean = replace_all(target, "\\", "/");
    if (clean.starts_with('/')) return clean.substr(1);
    const std::size_t slash = part.rfind('/');
    const std::string folder(slash == std::string_view::npos ? "" : part.substr(0, slash));
    std::vector<std::string> steps;
    const std::string joined = folder + "/" + clean;
    for (const std::string_view step : split(joined, '/')) {
        if (step == "..") {
            if (!steps.empty()) steps.pop_back();
        } else if (!step.empty() && step != ".") {
            steps.emplace_back(step);
        }
    }
    return join(steps, "/");
}

}  // namespace mtm
