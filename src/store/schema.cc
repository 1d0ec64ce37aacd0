#include "store/schema.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "store/files.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

// Every commit is flushed before it is answered; deleted bytes are overwritten. The log is copied
// into the database by CommitQueue, not in the middle of a commit: the hook that counts its pages
// has taken the place of SQLite's own. (PRAGMA wal_autocheckpoint, even of 0, would take it away.)
Status prepare_for_writing(Database& database) {
    TRY(
        database.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                        "PRAGMA secure_delete = ON;"
                        "PRAGMA cache_size = -65536;"));
    return Done{};
}

struct Found {
    int version = 0;  // 0: nothing is in it yet
    int last = 0;
};

// Which version of the schema a database is; an error if it is none of this kind.
Result<Found> examine(Database& database, const Schema& schema, const std::string& path) {
    const int last = static_cast<int>(schema.versions.size());
    const auto kind = TRY(database.number("PRAGMA application_id"));
    const auto version = TRY(database.number("PRAGMA user_version"));
    const auto tables = TRY(database.number("SELECT count(*) FROM sqlite_schema"));
    if (tables == 0) return Found{0, last};
    if (kind != schema.application_id) {
        return Error{path + ": this is not a database of this kind made by MTM"};
    }
    if (*version > last) {
        return Error{path + ": it was written by a newer MTM (schema " + std::to_string(*version) +
                     "; this one knows up to " + std::to_string(last) +
                     "); use that one, or restore a backup made before"};
    }
    return Found{static_cast<int>(*version), last};
}

// A copy beside a database that is about to be migrated, under a name that nobody has.
Status lay_copy_beside(Database& database, const std::string& path, int version) {
    std::string copy = path + ".schema-" + std::to_string(version);
    for (int i = 2; fs::exists(copy); ++i) {
        copy = path + ".schema-" + std::to_string(version) + "-" + std::to_string(i);
    }
    {
        const auto other = TRY(Database::open(copy, Database::Mode::create));
        TRY(other->script("PRAGMA synchronous = FULL"));
        TRY(database.copy_to(*other));
    }
    return flush_folder(parent_folder(path));
}

Status migrate(Database& database, const Schema& schema, Found found) {
    TRY(database.run("BEGIN IMMEDIATE"));
    Status status = Done{};
    for (int version = found.version; status && version < found.last; ++version) {
        status = database.script(schema.versions[static_cast<std::size_t>(version)]);
    }
    if (status) {
        status =
            database.script("PRAGMA application_id = " + std::to_string(schema.application_id) +
                            ";" + "PRAGMA user_version = " + std::to_string(found.last));
    }
    if (status) status = database.run("COMMIT");
    if (!status && database.in_transaction()) (void)database.run("ROLLBACK").has_value();
    return status;
}

}  // namespace

Status flush_folder(const std::string& path) {
    const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return Error{"opening the folder " + path + ": " + std::strerror(errno)};
    const int flushed = ::fsync(folder);
    const int why = errno;
    ::close(folder);
    if (flushed != 0) return Error{"flushing the folder " + path + ": " + std::strerror(why)};
    return Done{};
}

Result<std::unique_ptr<Database>> open_database(const std::string& path, const Schema& schema) {
    auto database = TRY(Database::open(path, Database::Mode::create));
    const Found found = TRY(examine(*database, schema, path));
    TRY(prepare_for_writing(*database));
    if (found.version < found.last) {
        if (found.version > 0) TRY(lay_copy_beside(*database, path, found.version));
        if (const Status migrated = migrate(*database, schema, found); !migrated) {
            return migrated.error().in("bringing " + path + " to schema " +
                                       std::to_string(found.last));
        }
    }
    // The file and its log must be in the folder also after a loss of power.
    TRY(flush_folder(parent_folder(path)));
    return database;
}

Result<std::unique_ptr<Database>> open_again(const std::string& path,
                                             const Schema& schema,
                                             Database::Mode mode) {
    auto database = TRY(Database::open(path, mode));
    const Found found = TRY(examine(*database, schema, path));
    if (found.version != found.last) {
        return Error{path + ": it is of an older MTM (schema " + std::to_string(found.version) +
                     "); `mtm serve` brings it up to date"};
    }
    if (mode != Database::Mode::read_only) TRY(prepare_for_writing(*database));
    return database;
}

}  // namespace mtm
