#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "store/attachments.h"
#include "store/sqlite.h"

namespace mtm {

/// What else goes into a copy before it is finished.
using WithCopy = std::function<Status(Database& copy)>;

/// Copies a study.db as it is at one moment into a new file, with what lies beside it put inside:
/// one file that can be opened as a study.db. Others go on writing meanwhile. An error if there is
/// a file of that name; nothing is left of one that could not be finished.
Status back_up_study(const std::string& database,
                     const Attachments& attachments,
                     const std::string& path,
                     const WithCopy& with_copy = {});

/// The same of an organisation.db.
Status back_up_organisation(const std::string& database,
                            const std::string& path,
                            const WithCopy& with_copy = {});

/// Makes a new database of what `fill` puts in, wholly or not at all.
Status make_database(const std::string& path, const WithCopy& fill);

/// An error if a backup's pages do not hang together.
Status check_database(Database& database);

/// An error if one of the files in a study's backup is not what its hash says.
Status check_contents(Database& database);

}  // namespace mtm
