#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/files.h"

namespace mtm {

/// A row of releases/index.csv.
struct ReleaseRecord {
    int number = 0;
    std::string date;        // ISO 8601
    std::string cleared_by;  // who answers for it
    std::string program;     // "MTM 0.1.0"
    std::string data;        // SHA-256 in hexadecimal: fingerprint_of_interviews
    std::string plan;        // fingerprint_of_plan
    std::string narrative;   // of report.md and its translations
    std::size_t numbers = 0;
    bool rehearsal = false;
    std::string erratum;  // why the release before was replaced; empty: it was not
    std::string sums;     // SHA-256 of its SHA256SUMS: a release that was changed is told
};

/// releases/ of a study, from 1; none if nothing was released. Format: docs/formats/releases.md.
Result<std::vector<ReleaseRecord>> read_releases(const std::string& directory);

/// A folder to fill with a release's files, in releases/: nobody takes it for a release. What a run
/// that was cut off left there is removed.
Result<std::string> begin_release(const std::string& directory);

/// Freezes the folder that begin_release gave as the next release: adds `files`, release.csv and
/// SHA256SUMS, makes every file read-only, gives the folder its number by one rename that replaces
/// nothing, and adds it to the index. The number it got.
Result<int> freeze_release(const std::string& directory,
                           const std::string& folder,
                           ReleaseRecord record,
                           const std::vector<FileOut>& files);

/// Bytes of a release's numbers.csv.
Result<std::string> read_release_numbers(const std::string& directory, int number);

/// What of a release is not as it was frozen: files changed, missing or added, each in a sentence.
Result<std::vector<std::string>> damage_of_release(const std::string& directory,
                                                   const ReleaseRecord& record);

/// SHA-256 in hexadecimal of report.md and its translations, with their names.
Result<std::string> fingerprint_of_narrative(const std::string& directory);

}  // namespace mtm
