#include "store/backup.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include <fcntl.h>
#include <stdio.h>  // renameat2
#include <sys/stat.h>
#include <unistd.h>

#include "store/files.h"
#include "store/schema.h"
#include "store/sha256.h"
#include "store/sqlite.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

// A file that is being made, removed again unless it is finished.
class FileInTheMaking {
public:
    explicit FileInTheMaking(std::string path) : path_(std::move(path)) { discard(); }

    FileInTheMaking(const FileInTheMaking&) = delete;
    FileInTheMaking& operator=(const FileInTheMaking&) = delete;

    ~FileInTheMaking() { discard(); }

    [[nodiscard]] std::string path() const { return path_ + ".new"; }

    // Nobody else's to read: all that respondents said will be in it.
    [[nodiscard]] Status hide() const {
        if (::chmod(path().c_str(), 0600) == 0) return Done{};
        return Error{"setting the permissions of " + path() + ": " + std::strerror(errno)};
    }

    // On the disk and under its name, unless somebody has that.
    [[nodiscard]] Status finish() const {
        const int file = ::open(path().c_str(), O_RDONLY | O_CLOEXEC);
        const bool flushed = file >= 0 && ::fsync(file) == 0;
        const int why = errno;
        if (file >= 0) ::close(file);
        if (!flushed) return Error{"flushing " + path() + ": " + std::strerror(why)};
        if (::renameat2(AT_FDCWD, path().c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0) {
            return Error{"making " + path_ + ": " + std::strerror(errno)};
        }
        return flush_folder(parent_folder(path_));
    }

private:
    void discard() const {
        for (const char* ending : {"", "-journal", "-wal", "-shm"}) {
            ::unlink((path() + ending).c_str());
        }
    }

    std::string path_;
};

Result<std::vector<std::string>> contents_beside(Database& copy) {
    std::vector<std::string> hashes;
    auto query = TRY(copy.query("SELECT sha256 FROM content WHERE bytes IS NULL"));
    while (TRY(query.next()))
        hashes.push_back(query.text(0));
    return hashes;
}

// Puts the files that lie beside the database into a copy of it. False if one has gone because its
// interview was withdrawn since the copy was made.
Result<bool> take_in_attachments(Database& original,
                                 Database& copy,
                                 const Attachments& attachments) {
    std::string guard;
    {
        auto query = TRY(copy.query("SELECT sql FROM sqlite_schema WHERE name = 'content_stays'"));
        if (!TRY(query.next())) return Error{"study.db: it is damaged: a trigger is missing"};
        guard = query.text(0);
    }
    TRY(copy.run("DROP TRIGGER content_stays"));
    for (const std::string& hash : TRY(contents_beside(copy))) {
        const auto bytes = attachments.read(hash);
        if (!bytes) {
            const auto wanted =
                TRY(original.number("SELECT 1 FROM content WHERE sha256 = ?", Blob{hash}));
            if (!wanted) return false;
            return bytes.error();
        }
        TRY(copy.run("UPDATE content SET bytes = ? WHERE sha256 = ?", Blob{*bytes}, Blob{hash}));
    }
    TRY(copy.script(guard));
    return true;
}

Result<bool> copy_whole(const std::string& database,
                        const Schema& schema,
                        const Attachments* attachments,
                        const std::string& path,
                        const WithCopy& with_copy) {
    if (fs::exists(path)) return Error{path + ": there is such a file already"};
    const FileInTheMaking file(path);
    {
        auto original = TRY(open_again(database, schema, Database::Mode::read_only));
        auto copy = TRY(Database::open(file.path(), Database::Mode::create));
        TRY(file.hide());
        TRY(original->copy_to(*copy));
        TRY(copy->script("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;"));
        TRY(copy->run("BEGIN IMMEDIATE"));
        if (attachments != nullptr && !TRY(take_in_attachments(*original, *copy, *attachments))) {
            return false;
        }
        if (with_copy) TRY(with_copy(*copy));
        TRY(copy->run("COMMIT"));
    }
    TRY(file.finish());
    return true;
}

}  // namespace

Status back_up_study(const std::string& database,
                     const Attachments& attachments,
                     const std::string& path,
                     const WithCopy& with_copy) {
    constexpr int attempts = 5;  // each time that somebody withdraws just then
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (TRY(copy_whole(database, study_schema(), &attachments, path, with_copy))) {
            return Done{};
        }
    }
    return Error{"backing up " + database + ": interviews are being withdrawn; try again"};
}

Status back_up_organisation(const std::string& database,
                            const std::string& path,
                            const WithCopy& with_copy) {
    (void)TRY(copy_whole(database, organisation_schema(), nullptr, path, with_copy));
    return Done{};
}

Status make_database(const std::string& path, const WithCopy& fill) {
    if (fs::exists(path)) return Error{path + ": there is such a file already"};
    const FileInTheMaking file(path);
    {
        auto database = TRY(Database::open(file.path(), Database::Mode::create));
        TRY(file.hide());
        TRY(database->run("BEGIN IMMEDIATE"));
        TRY(fill(*database));
        TRY(database->run("COMMIT"));
    }
    return file.finish();
}

Status check_database(Database& database) {
    auto query = TRY(database.query("PRAGMA integrity_check(1)"));
    if (!TRY(query.next()) || query.text(0) != "ok") return Error{"the backup is damaged"};
    return Done{};
}

Status check_contents(Database& database) {
    auto query = TRY(database.query("SELECT sha256, bytes FROM content"));
    while (TRY(query.next())) {
        if (query.is_null(1) || sha256(query.text(1)) != query.text(0)) {
            return Error{"the backup is damaged: a file in it is not what it was"};
        }
    }
    return Done{};
}

}  // namespace mtm
