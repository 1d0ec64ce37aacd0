#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capture/imported.h"
#include "capture/service.h"
#include "exchange/import_tables.h"
#include "programs/command.h"
#include "workbook/open_tables.h"

namespace mtm {

/// A study with the versions of its form, without its store: what interviews of others are put
/// into. Absent, with `exit` set, if it has errors, which are printed.
std::optional<ServedStudy> study_to_fill(const std::string& directory, Exit& exit);

/// Opens files to be read as tables; separated text is left where it lies.
Result<std::unique_ptr<OpenTables>> open_files(const Questionnaire& form,
                                               const std::vector<std::string>& files);

/// The names of files without their folders, for messages.
[[nodiscard]] std::string names_of_files(const std::vector<std::string>& files);

struct LandingOptions {
    std::string directory;  // of the study
    ImportOptions import;
    bool only_check = false;
    bool rehearsal = false;  // invented interviews, which become the study's rehearsal
};

/// What came of tables: findings, and how many interviews were taken.
struct LandedInterviews {
    Diagnostics diagnostics;
    std::size_t interviews = 0;
    int columns_taken = 0;
    ImportCounts counts;
};

/// Reads the interviews of tables and puts them into the study's store, which is opened where it is
/// not yet. Nothing is taken of a file that cannot be read to its end, nor of one that holds
/// invented interviews where those of people are wanted, or the other way round.
[[nodiscard]] Result<LandedInterviews> land(const LandingOptions& options,
                                            ServedStudy& study,
                                            const OpenTables& tables,
                                            const std::string& names);

/// "3 added, 1 changed, 12 as before" on stdout.
void print_counts(const ImportCounts& counts);

void add_counts(ImportCounts& to, const ImportCounts& more);

}  // namespace mtm
