#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/sqlite.h"

namespace mtm {

/// What a database of MTM holds and how it came to: the statements of schema version 1, then those
/// that make version 2 of it, and so on. Never changed once released, only added to.
struct Schema {
    int application_id = 0;  // in the file's header: which kind of database it is
    std::vector<std::string> versions;
};

/// study.db: docs/formats/study-database.md.
[[nodiscard]] const Schema& study_schema();

/// organisation.db.
[[nodiscard]] const Schema& organisation_schema();

/// Opens a database for writing, made if it is not there, brought to the schema's last version
/// after a copy of it was laid beside it. An error if it is of another kind or of a version that
/// this program does not know yet.
Result<std::unique_ptr<Database>> open_database(const std::string& path, const Schema& schema);

/// Opens one more connection to such a database; it must be there and of the last version.
Result<std::unique_ptr<Database>> open_again(const std::string& path,
                                             const Schema& schema,
                                             Database::Mode mode);

/// Flushes what a folder lists to the disk, so that files made in it survive a loss of power.
Status flush_folder(const std::string& path);

}  // namespace mtm
