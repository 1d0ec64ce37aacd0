#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mtm {

/// Bytes to be kept as they are, where a string would be text.
struct Blob {
    std::string_view bytes;
};

/// A value to put into a statement: nothing, a whole number, a number, text or bytes.
class Bound {
public:
    enum class Kind { null, integer, real, text, blob };

    // NOLINTBEGIN(google-explicit-constructor): arguments of a statement are written as they are
    Bound(std::nullopt_t) {}

    Bound(bool value) : kind_(Kind::integer), integer_(value ? 1 : 0) {}

    Bound(int value) : kind_(Kind::integer), integer_(value) {}

    Bound(std::int64_t value) : kind_(Kind::integer), integer_(value) {}

    Bound(double value) : kind_(Kind::real), real_(value) {}

    Bound(std::string_view text) : kind_(Kind::text), bytes_(text) {}

    Bound(const std::string& text) : kind_(Kind::text), bytes_(text) {}

    Bound(const char* text) : kind_(Kind::text), bytes_(text) {}

    Bound(Blob blob) : kind_(Kind::blob), bytes_(blob.bytes) {}

    template <typename T>
    Bound(const std::optional<T>& value) : Bound(value ? Bound(*value) : Bound(std::nullopt)) {}

    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] Kind kind() const { return kind_; }

    [[nodiscard]] std::int64_t integer() const { return integer_; }

    [[nodiscard]] double real() const { return real_; }

    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    Kind kind_ = Kind::null;
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string_view bytes_;
};

class Database;

/// A statement being run. Ends and gives itself back to its database when it goes.
class Query {
public:
    Query(Database& database, sqlite3_stmt* statement, bool cached);
    Query(Query&& other) noexcept;
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query& operator=(Query&&) = delete;
    ~Query();

    /// Goes to the next row. False if there is none.
    Result<bool> next();

    /// Columns of the row, from 0.
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;  // also of bytes

    [[nodiscard]] bool truth(int column) const { return integer(column) != 0; }

    [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;
    [[nodiscard]] std::optional<double> maybe_real(int column) const;

private:
    friend class Database;
    void bind(int position, const Bound& value, bool copy);

    Database* database_;
    sqlite3_stmt* statement_;
    bool cached_;
    int bind_code_ = 0;  // the first failure to bind a value: too big, or no memory
};

/// One connection to a SQLite database, for one thread at a time. Statements are prepared once.
/// Every failure is an Error in words for people; never does one hold a value that was bound.
class Database {
public:
    enum class Mode { create, read_write, read_only };

    static Result<std::unique_ptr<Database>> open(const std::string& path, Mode mode);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    /// A statement with rows to read; its values are copied.
    template <typename... Values>
    Result<Query> query(std::string_view sql, const Values&... values) {
        auto query = TRY(prepare(sql));
        [[maybe_unused]] int position = 0;
        (query.bind(++position, Bound(values), true), ...);
        return Result<Query>(std::move(query));
    }

    /// A statement without rows.
    template <typename... Values>
    Status run(std::string_view sql, const Values&... values) {
        auto query = TRY(prepare(sql));
        [[maybe_unused]] int position = 0;
        (query.bind(++position, Bound(values), false), ...);
        while (TRY(query.next()))
            continue;
        return Done{};
    }

    /// The whole number in the first column of the first row; absent without a row, or if it is
    /// null.
    template <typename... Values>
    Result<std::optional<std::int64_t>> number(std::string_view sql, const Values&... values) {
        auto query = TRY(prepare(sql));
        [[maybe_unused]] int position = 0;
        (query.bind(++position, Bound(values), false), ...);
        if (!TRY(query.next()) || query.is_null(0)) return std::optional<std::int64_t>();
        return std::optional(query.integer(0));
    }

    /// Several statements, written in the program.
    Status script(const std::string& statements);

    [[nodiscard]] bool in_transaction() const;
    [[nodiscard]] std::int64_t total_changes() const;
    [[nodiscard]] std::int64_t last_row() const;
    /// True if its file is no longer at its path: moved, deleted or replaced by another.
    [[nodiscard]] bool has_moved() const;

    /// True after an error after which a connection is better opened anew.
    [[nodiscard]] bool is_doubtful() const { return doubtful_; }

    /// Pages of the write-ahead log after the last commit of this connection.
    [[nodiscard]] int log_pages() const { return log_pages_; }

    /// Copies the write-ahead log into the database as far as nobody stands in the way. True if all
    /// of it was copied.
    Result<bool> copy_log();

    /// The same, and leaves the log empty; waits so long for readers. False if they stayed.
    Result<bool> empty_log(int wait_ms);

    /// Copies the whole database, as it is at one moment, into another one.
    Status copy_to(Database& other);

    /// What a code of SQLite means, with what its database is called.
    [[nodiscard]] Error error(int code) const;

private:
    friend class Query;

    struct Cached {
        sqlite3_stmt* statement = nullptr;
        bool in_use = false;
    };

    Database(sqlite3* handle, std::string name) : handle_(handle), name_(std::move(name)) {}

    Result<bool> checkpoint(int mode);
    Result<Query> prepare(std::string_view sql);
    void give_back(sqlite3_stmt* statement);
    Error fail(int code);

    sqlite3* handle_;
    std::string name_;  // of the file, without its folder
    std::unordered_map<std::string, Cached> cache_;
    std::unordered_map<sqlite3_stmt*, Cached*> owners_;
    bool doubtful_ = false;
    int log_pages_ = 0;
};

}  // namespace mtm
