#pragma once

#include <optional>
#include <string>

#include "capture/service.h"
#include "exchange/import_tables.h"
#include "programs/command.h"
#include "workbook/open_tables.h"

namespace mtm {

/// A study with the versions of its form, without its store: what interviews of others are put
/// into. Absent, with `exit` set, if it has errors, which are printed.
std::optional<ServedStudy> study_to_fill(const std::string& directory, Exit& exit);

/// Opens files to be read as tables; separated text is left where it lies.
Result<std::unique_ptr<OpenTables>> open_files(const std::vector<std::string>& files);

/// The names of files without their folders, for messages.
[[nodiscard]] std::string names_of_files(const std::vector<std::string>& files);

struct LandingOptions {
    std::string directory;  // of the study
    ImportOptions import;
    bool only_check = false;
};

/// Reads the interviews of tables, says what does not fit, and puts them into the study's store.
/// Says on stdout how many. `names`: of the files, for messages.
Exit land_tables(const LandingOptions& options,
                 ServedStudy& study,
                 const OpenTables& tables,
                 const std::string& names);

/// Milliseconds since 1970.
[[nodiscard]] Instant present_instant();

}  // namespace mtm
