#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/files.h"

namespace mtm {

/// Files of what is kept, named as docs/formats/releases.md has them.
inline constexpr const char* kept_tables = "tables.json";
inline constexpr const char* kept_report_tables = "tables-of-reports.json";
inline constexpr const char* kept_numbers = "numbers.csv";
inline constexpr const char* kept_records = "records.csv";
inline constexpr const char* kept_place = "after.csv";

/// What is kept of a publication that `mtm publish` wrote, in published/ of the study's folder, so
/// that the next one is compared with it: public numbers only. Format: docs/formats/releases.md.
struct KeptPublication {
    std::string name;  // "published/2"
    std::vector<FileOut> files;

    /// Bytes of one of its files; empty if it has none of that name.
    [[nodiscard]] std::string bytes_of(std::string_view file) const;
};

/// Those of a study, the first one first; none if nothing was published.
Result<std::vector<KeptPublication>> read_kept_publications(const std::string& directory);

/// Keeps one more; nothing where the last one that is kept has the same files.
Status keep_publication(const std::string& directory, const std::vector<FileOut>& files);

/// Nobody outside has any of them.
Status forget_publications(const std::string& directory);

}  // namespace mtm
