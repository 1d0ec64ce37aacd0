#include "store/sqlite_organisation_store.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "store/backup.h"

namespace mtm {
namespace {

Session session_in(const Query& query) {
    return {query.text(0),
            query.integer(1),
            query.text(2),
            query.integer(3),
            query.integer(4),
            query.text(5),
            query.integer(6)};
}

constexpr const char* select_session =
    "SELECT token_hash, person, csrf, created, expires, label, id FROM session ";

// An error if what another one has is wanted: `sql` gives the id of whoever has it.
Status refuse_if_taken(Database& database,
                       const char* sql,
                       const std::string& wanted,
                       std::int64_t id,
                       const std::string& sentence) {
    const auto has = TRY(database.number(sql, wanted));
    if (has && *has != id) return Error{sentence};
    return Done{};
}

// An error if one that is to be replaced is not there.
Status refuse_if_missing(Database& database, const char* sql, std::int64_t id) {
    if (id != 0 && !TRY(database.number(sql, id))) {
        return Error{"there is none of the number " + std::to_string(id)};
    }
    return Done{};
}

// For an INTEGER PRIMARY KEY: nothing where the database is to give the next.
std::optional<std::int64_t> key_of(std::int64_t id) {
    if (id == 0) return std::nullopt;
    return id;
}

}  // namespace

SqliteOrganisationStore::SqliteOrganisationStore(const std::string& home)
    : path_(home + "/organisation.db"),
      readers_(path_, organisation_schema(), Database::Mode::read_write) {}

SqliteOrganisationStore::~SqliteOrganisationStore() = default;

Result<std::unique_ptr<SqliteOrganisationStore>> SqliteOrganisationStore::open(
    const std::string& home) {
    std::unique_ptr<SqliteOrganisationStore> store(new SqliteOrganisationStore(home));
    store->lock_ = TRY(ServingLock::take(store->path_ + "-lock"));
    auto writer = TRY(open_database(store->path_, organisation_schema()));
    // Password hashes and sealed credentials are for nobody else on the machine to read; the log
    // takes over the permissions of the database.
    std::error_code ignored;
    std::filesystem::permissions(
        store->path_,
        std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
        ignored);
    store->revision_ =
        static_cast<std::uint64_t>(TRY(writer->number("SELECT value FROM revision")).value_or(0));
    const auto again = [path = store->path_] {
        return open_again(path, organisation_schema(), Database::Mode::read_write);
    };
    auto checkpointer = TRY(again());
    store->queue_ =
        std::make_unique<CommitQueue>(again, std::move(writer), std::move(checkpointer));
    return store;
}

Status SqliteOrganisationStore::change(const CommitQueue::Work& work) {
    std::int64_t revision = 0;
    return queue_->run(
        [&](Database& database) -> Status {
            TRY(work(database));
            revision = TRY(database.number("UPDATE revision SET value = value + 1 RETURNING value"))
                           .value_or(0);
            return Done{};
        },
        [&] { revision_ = static_cast<std::uint64_t>(revision); });
}

// --- people and what they may do ---

Result<std::vector<Person>> SqliteOrganisationStore::people() const {
    return readers_.with([](Database& database) -> Result<std::vector<Person>> {
        std::vector<Person> out;
        auto query = TRY(database.query(
            "SELECT id, email, name, password_hash, owner, disabled FROM person ORDER BY id"));
        while (TRY(query.next())) {
            out.push_back({query.integer(0),
                           query.text(1),
                           query.text(2),
                           query.text(3),
                           query.truth(4),
                           query.truth(5)});
        }
        return out;
    });
}

Result<std::int64_t> SqliteOrganisationStore::put_person(const Person& person) {
    std::int64_t id = 0;
    const Status done = change([&](Database& database) -> Status {
        const std::string key = lower_ascii(person.email);
        TRY(refuse_if_taken(database,
                            "SELECT id FROM person WHERE email_key = ?",
                            key,
                            person.id,
                            "this e-mail address is somebody else's"));
        TRY(refuse_if_missing(database, "SELECT id FROM person WHERE id = ?", person.id));
        TRY(database.run(
            "INSERT INTO person(id, email, email_key, name, password_hash, owner, disabled)"
            " VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET email = excluded.email,"
            " email_key = excluded.email_key, name = excluded.name,"
            " password_hash = excluded.password_hash, owner = excluded.owner,"
            " disabled = excluded.disabled",
            key_of(person.id),
            person.email,
            key,
            person.name,
            person.password_hash,
            person.owner,
            person.disabled));
        id = person.id == 0 ? database.last_row() : person.id;
        return Done{};
    });
    if (!done) return done.error();
    return id;
}

Result<std::vector<Grant>> SqliteOrganisationStore::grants() const {
    return readers_.with([](Database& database) -> Result<std::vector<Grant>> {
        std::vector<Grant> out;
        auto query =
            TRY(database.query("SELECT person, study, role FROM access ORDER BY person, study"));
        while (TRY(query.next())) {
            Grant grant{query.integer(0), query.text(1), query.text(2), {}};
            auto team = TRY(database.query(
                "SELECT device FROM team WHERE person = ? AND study = ? ORDER BY position",
                grant.person,
                grant.study));
            while (TRY(team.next()))
                grant.team.push_back(team.text(0));
            out.push_back(std::move(grant));
        }
        return out;
    });
}

Status SqliteOrganisationStore::put_grant(const Grant& grant) {
    return change([&](Database& database) -> Status {
        if (!TRY(database.number("SELECT id FROM person WHERE id = ?", grant.person))) {
            return Error{"there is no such person"};
        }
        for (const char* sql : {"DELETE FROM team WHERE person = ? AND study = ?",
                                "DELETE FROM access WHERE person = ? AND study = ?"}) {
            TRY(database.run(sql, grant.person, grant.study));
        }
        if (grant.role.empty()) return Done{};
        TRY(database.run("INSERT INTO access(person, study, role) VALUES(?, ?, ?)",
                         grant.person,
                         grant.study,
                         grant.role));
        int position = 0;
        for (const std::string& device : grant.team) {
            TRY(database.run("INSERT INTO team(person, study, position, device) VALUES(?, ?, ?, ?)",
                             grant.person,
                             grant.study,
                             position++,
                             device));
        }
        return Done{};
    });
}

// --- devices and links ---

Result<std::vector<DeviceCredential>> SqliteOrganisationStore::devices() const {
    return readers_.with([](Database& database) -> Result<std::vector<DeviceCredential>> {
        std::vector<DeviceCredential> out;
        auto query = TRY(database.query(
            "SELECT id, name, study, label, ha1_sealed, token_hash, created, revoked FROM device"
            " ORDER BY id"));
        while (TRY(query.next())) {
            out.push_back({query.integer(0),
                           query.text(1),
                           query.text(2),
                           query.text(3),
                           query.text(4),
                           query.text(5),
                           query.integer(6),
                           query.maybe_integer(7)});
        }
        return out;
    });
}

Result<std::int64_t> SqliteOrganisationStore::put_device(const DeviceCredential& device) {
    std::int64_t id = 0;
    const std::string taken = "another device has that name or token";
    const Status done = change([&](Database& database) -> Status {
        TRY(refuse_if_taken(
            database, "SELECT id FROM device WHERE name = ?", device.name, device.id, taken));
        TRY(refuse_if_taken(database,
                            "SELECT id FROM device WHERE token_hash = ? AND token_hash <> ''",
                            device.token_hash,
                            device.id,
                            taken));
        TRY(refuse_if_missing(database, "SELECT id FROM device WHERE id = ?", device.id));
        TRY(database.run(
            "INSERT INTO device(id, name, study, label, ha1_sealed, token_hash, created, revoked)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET name = excluded.name,"
            " study = excluded.study, label = excluded.label, ha1_sealed = excluded.ha1_sealed,"
            " token_hash = excluded.token_hash, created = excluded.created,"
            " revoked = excluded.revoked",
            key_of(device.id),
            device.name,
            device.study,
            device.label,
            Blob{device.ha1_sealed},
            device.token_hash,
            device.created,
            device.revoked));
        id = device.id == 0 ? database.last_row() : device.id;
        return Done{};
    });
    if (!done) return done.error();
    return id;
}

Result<std::vector<FormLink>> SqliteOrganisationStore::links() const {
    return readers_.with([](Database& database) -> Result<std::vector<FormLink>> {
        std::vector<FormLink> out;
        auto query = TRY(database.query(
            "SELECT id, study, label, token_hash, once, created, used, revoked FROM link"
            " ORDER BY id"));
        while (TRY(query.next())) {
            out.push_back({query.integer(0),
                           query.text(1),
                           query.text(2),
                           query.text(3),
                           query.truth(4),
                           query.integer(5),
                           query.maybe_integer(6),
                           query.maybe_integer(7)});
        }
        return out;
    });
}

Result<std::int64_t> SqliteOrganisationStore::put_link(const FormLink& link) {
    std::int64_t id = 0;
    const Status done = change([&](Database& database) -> Status {
        TRY(refuse_if_taken(database,
                            "SELECT id FROM link WHERE token_hash = ? AND token_hash <> ''",
                            link.token_hash,
                            link.id,
                            "another link has that token"));
        TRY(refuse_if_missing(database, "SELECT id FROM link WHERE id = ?", link.id));
        TRY(database.run(
            "INSERT INTO link(id, study, label, token_hash, once, created, used, revoked)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET study = excluded.study,"
            " label = excluded.label, token_hash = excluded.token_hash, once = excluded.once,"
            " created = excluded.created, used = excluded.used, revoked = excluded.revoked",
            key_of(link.id),
            link.study,
            link.label,
            link.token_hash,
            link.once,
            link.created,
            link.used,
            link.revoked));
        id = link.id == 0 ? database.last_row() : link.id;
        return Done{};
    });
    if (!done) return done.error();
    return id;
}

// --- sessions, settings, audit ---

Result<std::optional<Session>> SqliteOrganisationStore::find_session(
    const std::string& token_hash) const {
    return readers_.with([&](Database& database) -> Result<std::optional<Session>> {
        static const std::string sql = std::string(select_session) + "WHERE token_hash = ?";
        auto query = TRY(database.query(sql, token_hash));
        if (!TRY(query.next())) return std::optional<Session>();
        return std::optional(session_in(query));
    });
}

Result<std::vector<Session>> SqliteOrganisationStore::sessions_of(std::int64_t person) const {
    return readers_.with([&](Database& database) -> Result<std::vector<Session>> {
        static const std::string sql = std::string(select_session) + "WHERE person = ? ORDER BY id";
        std::vector<Session> out;
        auto query = TRY(database.query(sql, person));
        while (TRY(query.next()))
            out.push_back(session_in(query));
        return out;
    });
}

Status SqliteOrganisationStore::put_session(const Session& session) {
    return queue_->run([&](Database& database) -> Status {
        return database.run(
            "INSERT INTO session(token_hash, person, csrf, created, expires, label)"
            " VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(token_hash) DO UPDATE SET"
            " person = excluded.person, csrf = excluded.csrf, created = excluded.created,"
            " expires = excluded.expires, label = excluded.label",
            session.token_hash,
            session.person,
            session.csrf,
            session.created,
            session.expires,
            session.label);
    });
}

Status SqliteOrganisationStore::remove_session(const std::string& token_hash) {
    return queue_->run([&](Database& database) -> Status {
        return database.run("DELETE FROM session WHERE token_hash = ?", token_hash);
    });
}

Status SqliteOrganisationStore::remove_sessions_of(std::int64_t person) {
    return queue_->run([&](Database& database) -> Status {
        return database.run("DELETE FROM session WHERE person = ?", person);
    });
}

Result<std::string> SqliteOrganisationStore::setting(const std::string& name) const {
    return readers_.with([&](Database& database) -> Result<std::string> {
        auto query = TRY(database.query("SELECT value FROM setting WHERE name = ?", name));
        if (!TRY(query.next())) return std::string();
        return query.text(0);
    });
}

Status SqliteOrganisationStore::put_setting(const std::string& name, const std::string& value) {
    return change([&](Database& database) -> Status {
        return database.run(
            "INSERT INTO setting(name, value) VALUES(?, ?)"
            " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            name,
            value);
    });
}

Status SqliteOrganisationStore::add_audit(const AuditEntry& entry) {
    return queue_->run([&](Database& database) -> Status {
        return database.run("INSERT INTO audit(at, who, what, study, about) VALUES(?, ?, ?, ?, ?)",
                            entry.at,
                            entry.who,
                            entry.what,
                            entry.study,
                            entry.about);
    });
}

Result<std::vector<AuditEntry>> SqliteOrganisationStore::audit(std::int64_t before,
                                                               int limit) const {
    return readers_.with([&](Database& database) -> Result<std::vector<AuditEntry>> {
        std::vector<AuditEntry> out;
        auto query =
            TRY(database.query("SELECT number, at, who, what, study, about FROM audit"
                               " WHERE ?1 = 0 OR number < ?1 ORDER BY number DESC LIMIT ?2",
                               before,
                               std::max(limit, 0)));
        while (TRY(query.next())) {
            out.push_back({query.integer(0),
                           query.integer(1),
                           query.text(2),
                           query.text(3),
                           query.text(4),
                           query.text(5)});
        }
        return out;
    });
}

Status SqliteOrganisationStore::backup(const std::string& path) const {
    return back_up_organisation(path_, path);
}

std::uint64_t SqliteOrganisationStore::revision() const {
    return revision_;
}

}  // namespace mtm
