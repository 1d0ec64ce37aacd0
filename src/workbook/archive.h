#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workbook/limits.h"
#include "workbook/xml_stream.h"

struct zip;
struct zip_file;

namespace mtm {

/// A zip archive in memory, read part by part. Names are looked up with either slash and in any
/// case, since programs that write workbooks disagree about both. What is inflated is counted over
/// all parts, so that no claim of the archive about sizes has to be believed.
class Archive {
public:
    /// `bytes` must outlive the archive.
    static Result<Archive> open(std::string_view bytes, const ReadLimits& limits);

    [[nodiscard]] bool has(std::string_view part) const;

    /// REQUIRES: has(part).
    Status parse(std::string_view part, XmlHandler& handler);

    /// The names of all parts, folded: in lower case, with forward slashes.
    [[nodiscard]] std::vector<std::string> parts() const;

    /// All bytes of a part. REQUIRES: has(part).
    Result<std::string> read(std::string_view part);

    /// The first bytes of a part, for telling formats apart; empty if it is missing.
    [[nodiscard]] std::string beginning(std::string_view part);

private:
    struct CloseZip {
        void operator()(zip* archive) const;
    };

    Archive() = default;

    /// Null if it cannot be opened. REQUIRES: has(part).
    zip_file* open_entry(std::string_view part);
    Error cannot_open(std::string_view part);
    Result<std::size_t> inflate(zip_file* entry, std::span<char> buffer);

    std::unique_ptr<zip, CloseZip> zip_;
    std::map<std::string, std::size_t, std::less<>> index_;  // folded name to entry
    std::size_t inflated_ = 0;
    std::size_t inflated_max_ = 0;
};

/// `target` of a relationship as a part name: absolute ones ("/xl/a.xml") as they are, others
/// relative to the folder of `part`, with "." and ".." resolved.
[[nodiscard]] std::string resolve_target(std::string_view part, std::string_view target);

}  // namespace mtm
