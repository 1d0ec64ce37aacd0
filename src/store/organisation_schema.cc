// The tables of organisation.db, as docs/formats/study-database.md describes them. Version N is the
// text at position N - 1; a released one is never changed.
#include "store/schema.h"

namespace mtm {
namespace {

constexpr const char* organisation_tables = R"sql(
CREATE TABLE person(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    owner INTEGER NOT NULL,
    disabled INTEGER NOT NULL) STRICT;
CREATE TABLE access(
    person INTEGER NOT NULL REFERENCES person(id),
    study TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY(person, study)) STRICT, WITHOUT ROWID;
CREATE TABLE team(
    person INTEGER NOT NULL,
    study TEXT NOT NULL,
    position INTEGER NOT NULL,
    device TEXT NOT NULL,
    PRIMARY KEY(person, study, position)) STRICT, WITHOUT ROWID;
CREATE TABLE device(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    study TEXT NOT NULL,
    label TEXT NOT NULL,
    ha1_sealed BLOB NOT NULL,
    token_hash TEXT NOT NULL,
    created INTEGER NOT NULL,
    revoked INTEGER) STRICT;
CREATE UNIQUE INDEX device_by_token ON device(token_hash) WHERE token_hash <> '';
CREATE TABLE link(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    study TEXT NOT NULL,
    label TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    once INTEGER NOT NULL,
    created INTEGER NOT NULL,
    used INTEGER,
    revoked INTEGER) STRICT;
CREATE UNIQUE INDEX link_by_token ON link(token_hash) WHERE token_hash <> '';
CREATE TABLE session(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    person INTEGER NOT NULL,
    csrf TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    label TEXT NOT NULL) STRICT;
CREATE INDEX session_by_person ON session(person);
CREATE TABLE setting(
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE audit(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    study TEXT NOT NULL,
    about TEXT NOT NULL) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the record of who did what never changes'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the record of who did what is never shortened'); END;
CREATE TABLE revision(value INTEGER NOT NULL) STRICT;
INSERT INTO revision VALUES(1);
)sql";

}  // namespace

const Schema& organisation_schema() {
    static const Schema schema{.application_id = 0x4D544D32,  // "MTM2"
                               .versions = {organisation_tables}};
    return schema;
}

}  // namespace mtm
