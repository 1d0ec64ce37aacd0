#include "store/sqlite.h"

#include <filesystem>

#include <sqlite3.h>

namespace mtm {
namespace {

// How long a connection waits for another program's lock before it gives up.
constexpr int busy_timeout_ms = 5000;

std::string meaning_of(int code, sqlite3* handle) {
    switch (code & 0xff) {
        case SQLITE_FULL:
            return "the disk is full";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "another program keeps it locked";
        case SQLITE_READONLY:
            return "it cannot be written";
        case SQLITE_CORRUPT:
            return "it is damaged";
        case SQLITE_NOTADB:
            return "it is no database";
        case SQLITE_CANTOPEN:
            return "it cannot be opened";
        case SQLITE_IOERR:
            return "the disk could not be read or written";
        case SQLITE_NOMEM:
            return "there is not enough memory";
        case SQLITE_INTERRUPT:
            return "it was interrupted";
        // Words of the statement, never of a value.
        default:
            return handle == nullptr ? ::sqlite3_errstr(code) : ::sqlite3_errmsg(handle);
    }
}

int note_log_pages(void* pages, sqlite3* /*handle*/, const char* /*name*/, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

}  // namespace

Query::Query(Database& database, sqlite3_stmt* statement, bool cached)
    : database_(&database), statement_(statement), cached_(cached) {}

Query::Query(Query&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      cached_(other.cached_),
      bind_code_(other.bind_code_) {}

Query::~Query() {
    if (statement_ == nullptr) return;
    if (cached_) {
        database_->give_back(statement_);
    } else {
        ::sqlite3_finalize(statement_);
    }
}

Result<bool> Query::next() {
    if (bind_code_ != SQLITE_OK) return database_->fail(bind_code_);
    const int code = ::sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return database_->fail(code);
}

bool Query::is_null(int column) const {
    return ::sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const {
    return ::sqlite3_column_int64(statement_, column);
}

double Query::real(int column) const {
    return ::sqlite3_column_double(statement_, column);
}

std::string Query::text(int column) const {
    const void* bytes = ::sqlite3_column_blob(statement_, column);
    const int size = ::sqlite3_column_bytes(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::optional<std::int64_t> Query::maybe_integer(int column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<double> Query::maybe_real(int column) const {
    if (is_null(column)) return std::nullopt;
    return real(column);
}

void Query::bind(int position, const Bound& value, bool copy) {
    const std::string_view bytes = value.bytes();
    const char* data = bytes.empty() ? "" : bytes.data();  // a null pointer would be NULL
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-cstyle-cast,performance-no-int-to-ptr): the API's
    const sqlite3_destructor_type keep = copy ? SQLITE_TRANSIENT : SQLITE_STATIC;
    int code = SQLITE_OK;
    switch (value.kind()) {
        case Bound::Kind::null:
            code = ::sqlite3_bind_null(statement_, position);
            break;
        case Bound::Kind::integer:
            code = ::sqlite3_bind_int64(statement_, position, value.integer());
            break;
        case Bound::Kind::real:
            code = ::sqlite3_bind_double(statement_, position, value.real());
            break;
        case Bound::Kind::text:
            code =
                ::sqlite3_bind_text64(statement_, position, data, bytes.size(), keep, SQLITE_UTF8);
            break;
        case Bound::Kind::blob:
            code = ::sqlite3_bind_blob64(statement_, position, data, bytes.size(), keep);
            break;
    }
    // The statement must not run with nothing in its place.
    if (bind_code_ == SQLITE_OK) bind_code_ = code;
    CHECK(code != SQLITE_RANGE && code != SQLITE_MISUSE);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Mode mode) {
    const int flags = mode == Mode::create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                           : (mode == Mode::read_write ? SQLITE_OPEN_READWRITE
                                                                       : SQLITE_OPEN_READONLY);
    sqlite3* handle = nullptr;
    const int code = ::sqlite3_open_v2(
        path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    // No make_unique: the constructor is private.
    std::unique_ptr<Database> database(
        new Database(handle, std::filesystem::path(path).filename().string()));
    if (code != SQLITE_OK) return database->error(code);
    ::sqlite3_busy_timeout(handle, busy_timeout_ms);
    ::sqlite3_wal_hook(handle, note_log_pages, &database->log_pages_);
    TRY(
        database->script("PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;"
                         "PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON;"));
    return database;
}

Database::~Database() {
    for (const auto& [sql, cached] : cache_)
        ::sqlite3_finalize(cached.statement);
    ::sqlite3_close_v2(handle_);
}

Result<Query> Database::prepare(std::string_view sql) {
    Cached& cached = cache_[std::string(sql)];
    if (cached.statement != nullptr && !cached.in_use) {
        cached.in_use = true;
        return Query(*this, cached.statement, true);
    }
    sqlite3_stmt* statement = nullptr;
    const int code = ::sqlite3_prepare_v3(handle_,
                                          sql.data(),
                                          static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT,
                                          &statement,
                                          nullptr);
    if (code != SQLITE_OK) return fail(code);
    if (cached.in_use) return Query(*this, statement, false);  // in a statement of the same words
    cached = {statement, true};
    owners_[statement] = &cached;
    return Query(*this, statement, true);
}

void Database::give_back(sqlite3_stmt* statement) {
    ::sqlite3_reset(statement);
    ::sqlite3_clear_bindings(statement);
    owners_.at(statement)->in_use = false;
}

Status Database::script(const std::string& statements) {
    const int code = ::sqlite3_exec(handle_, statements.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return fail(code);
    return Done{};
}

bool Database::in_transaction() const {
    return ::sqlite3_get_autocommit(handle_) == 0;
}

std::int64_t Database::total_changes() const {
    return ::sqlite3_total_changes64(handle_);
}

std::int64_t Database::last_row() const {
    return ::sqlite3_last_insert_rowid(handle_);
}

bool Database::has_moved() const {
    int moved = 0;
    ::sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

Result<bool> Database::copy_log() {
    return checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}

Result<bool> Database::empty_log(int wait_ms) {
    ::sqlite3_busy_timeout(handle_, wait_ms);
    auto emptied = checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
    ::sqlite3_busy_timeout(handle_, busy_timeout_ms);
    return emptied;
}

Result<bool> Database::checkpoint(int mode) {
    int pages = 0;
    int copied = 0;
    const int code = ::sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &pages, &copied);
    if ((code & 0xff) == SQLITE_BUSY) return false;
    if (code != SQLITE_OK) return fail(code);
    return pages == copied;
}

Status Database::copy_to(Database& other) {
    sqlite3_backup* backup = ::sqlite3_backup_init(other.handle_, "main", handle_, "main");
    if (backup == nullptr) return other.fail(::sqlite3_extended_errcode(other.handle_));
    const int step = ::sqlite3_backup_step(backup, -1);
    const int finish = ::sqlite3_backup_finish(backup);
    if (step != SQLITE_DONE) return other.fail(step);
    if (finish != SQLITE_OK) return other.fail(finish);
    return Done{};
}

Error Database::error(int code) const {
    return {name_ + ": " + meaning_of(code, handle_) + " (SQLite " + std::to_string(code) + ")"};
}

Error Database::fail(int code) {
    switch (code & 0xff) {
        case SQLITE_IOERR:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_NOMEM:
            doubtful_ = true;
            break;
        default:
            break;
    }
    return error(code);
}

}  // namespace mtm
