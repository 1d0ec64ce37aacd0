// The tables of study.db, as docs/formats/study-database.md describes them. Version N is the text
// at position N - 1; a released one is never changed.
#include "store/schema.h"

namespace mtm {
namespace {

// What tablets sent. Nothing in these is ever changed, and only a withdrawal takes anything away;
// `interview` alone may change, when an edit that came before its original finds it.
constexpr const char* raw = R"sql(
CREATE TABLE submission(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    interview INTEGER NOT NULL,
    instance_id TEXT NOT NULL UNIQUE,
    deprecated_id TEXT NOT NULL,
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    received INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    pilot INTEGER NOT NULL,
    day TEXT NOT NULL,
    area TEXT NOT NULL,
    respondent_group TEXT NOT NULL,
    enumerator TEXT NOT NULL,
    language TEXT NOT NULL,
    consent TEXT NOT NULL,
    counted INTEGER NOT NULL,
    started INTEGER,
    ended INTEGER,
    latitude REAL,
    longitude REAL,
    xml BLOB NOT NULL) STRICT;
CREATE INDEX submission_by_interview ON submission(interview, number);
CREATE INDEX submission_by_original ON submission(deprecated_id) WHERE deprecated_id <> '';
CREATE TABLE flag(
    submission INTEGER NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    question TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY(submission, position)) STRICT, WITHOUT ROWID;
CREATE TABLE expected_file(
    submission INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY(submission, name)) STRICT, WITHOUT ROWID;
CREATE TABLE file(
    submission INTEGER NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BLOB NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY(submission, name)) STRICT, WITHOUT ROWID;
CREATE TABLE content(
    sha256 BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    bytes BLOB) STRICT;
CREATE TABLE set_aside(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    received INTEGER NOT NULL,
    sender TEXT NOT NULL,
    reason TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    content BLOB NOT NULL,
    size INTEGER NOT NULL,
    UNIQUE(instance_id, content, reason)) STRICT;
)sql";

// What people did.
constexpr const char* deeds = R"sql(
CREATE TABLE review(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    state INTEGER,
    comment TEXT NOT NULL) STRICT;
CREATE INDEX review_by_state ON review(instance_id);
CREATE TABLE correction(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id TEXT NOT NULL,
    path TEXT NOT NULL,
    old_value TEXT NOT NULL,
    new_value TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL) STRICT;
CREATE INDEX correction_by_state ON correction(instance_id);
CREATE TABLE field_event(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state INTEGER NOT NULL,
    by TEXT NOT NULL,
    at INTEGER NOT NULL) STRICT;
CREATE TABLE withdrawal(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    by TEXT NOT NULL,
    at INTEGER NOT NULL) STRICT;
CREATE TABLE tombstone(
    hash BLOB PRIMARY KEY,
    received INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// What follows from the above, kept up to date in the same transactions.
constexpr const char* derived = R"sql(
CREATE TABLE interview(
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    first INTEGER NOT NULL,
    current INTEGER NOT NULL,
    received INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    review INTEGER NOT NULL,
    states INTEGER NOT NULL,
    files_present INTEGER NOT NULL,
    files_expected INTEGER NOT NULL,
    conflict INTEGER NOT NULL,
    without_original INTEGER NOT NULL,
    set_aside INTEGER NOT NULL,
    flagged INTEGER NOT NULL,
    tally INTEGER NOT NULL) STRICT;
CREATE INDEX interview_by_tally ON interview(tally, sequence);
CREATE TABLE interview_flag(
    code TEXT NOT NULL,
    interview INTEGER NOT NULL,
    tally INTEGER NOT NULL,
    PRIMARY KEY(code, interview)) STRICT, WITHOUT ROWID;
CREATE TABLE tally(
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    area TEXT NOT NULL,
    respondent_group TEXT NOT NULL,
    enumerator TEXT NOT NULL,
    language TEXT NOT NULL,
    consent TEXT NOT NULL,
    review INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    pilot INTEGER NOT NULL,
    sender TEXT NOT NULL,
    interviews INTEGER NOT NULL,
    flagged INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    UNIQUE(day, area, respondent_group, enumerator, language, consent, review, counted, pilot,
           sender)) STRICT;
CREATE TABLE duration(
    enumerator TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    interviews INTEGER NOT NULL,
    PRIMARY KEY(enumerator, seconds)) STRICT, WITHOUT ROWID;
CREATE TABLE contact(
    device_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    last_form_version TEXT NOT NULL,
    interviews INTEGER NOT NULL,
    PRIMARY KEY(device_id, sender)) STRICT, WITHOUT ROWID;
CREATE TABLE revision(value INTEGER NOT NULL) STRICT;
INSERT INTO revision VALUES(1);
)sql";

// While an interview is being withdrawn, and only then, its number stands in `withdrawing`: the
// same transaction that puts it there takes it out again.
constexpr const char* guards = R"sql(
CREATE TABLE withdrawing(interview INTEGER PRIMARY KEY) STRICT;
CREATE VIEW withdrawing_state AS
    SELECT s.number, s.instance_id FROM withdrawing w JOIN submission s ON s.interview = w.interview;

CREATE TRIGGER submission_stays BEFORE UPDATE OF
    number, instance_id, deprecated_id, form_id, version, received, device_id, sender, user_agent,
    pilot, day, area, respondent_group, enumerator, language, consent, counted, started, ended,
    latitude, longitude, xml ON submission
BEGIN SELECT RAISE(ABORT, 'what was received never changes'); END;
CREATE TRIGGER submission_kept BEFORE DELETE ON submission
WHEN NOT EXISTS(SELECT 1 FROM withdrawing WHERE interview = OLD.interview)
BEGIN SELECT RAISE(ABORT, 'what was received is never removed'); END;

CREATE TRIGGER flag_stays BEFORE UPDATE ON flag
BEGIN SELECT RAISE(ABORT, 'what was found on arrival never changes'); END;
CREATE TRIGGER flag_kept BEFORE DELETE ON flag
WHEN NOT EXISTS(SELECT 1 FROM withdrawing_state WHERE number = OLD.submission)
BEGIN SELECT RAISE(ABORT, 'what was found on arrival is never removed'); END;

CREATE TRIGGER file_stays BEFORE UPDATE ON file
BEGIN SELECT RAISE(ABORT, 'what was received never changes'); END;
CREATE TRIGGER file_kept BEFORE DELETE ON file
WHEN NOT EXISTS(SELECT 1 FROM withdrawing_state WHERE number = OLD.submission)
BEGIN SELECT RAISE(ABORT, 'what was received is never removed'); END;

CREATE TRIGGER content_stays BEFORE UPDATE OF sha256, size, bytes ON content
BEGIN SELECT RAISE(ABORT, 'what was received never changes'); END;
CREATE TRIGGER content_kept BEFORE DELETE ON content WHEN OLD.uses > 0
BEGIN SELECT RAISE(ABORT, 'what was received is never removed'); END;

CREATE TRIGGER set_aside_stays BEFORE UPDATE ON set_aside
BEGIN SELECT RAISE(ABORT, 'what was set aside never changes'); END;
CREATE TRIGGER set_aside_kept BEFORE DELETE ON set_aside
WHEN NOT EXISTS(SELECT 1 FROM withdrawing_state WHERE instance_id = OLD.instance_id)
BEGIN SELECT RAISE(ABORT, 'what was set aside is never removed'); END;

CREATE TRIGGER review_stays BEFORE UPDATE ON review
BEGIN SELECT RAISE(ABORT, 'a review never changes'); END;
CREATE TRIGGER review_kept BEFORE DELETE ON review
WHEN NOT EXISTS(SELECT 1 FROM withdrawing_state WHERE instance_id = OLD.instance_id)
BEGIN SELECT RAISE(ABORT, 'a review is never removed'); END;

CREATE TRIGGER correction_stays BEFORE UPDATE ON correction
BEGIN SELECT RAISE(ABORT, 'a correction never changes'); END;
CREATE TRIGGER correction_kept BEFORE DELETE ON correction
WHEN NOT EXISTS(SELECT 1 FROM withdrawing_state WHERE instance_id = OLD.instance_id)
BEGIN SELECT RAISE(ABORT, 'a correction is never removed'); END;

CREATE TRIGGER field_event_stays BEFORE UPDATE ON field_event
BEGIN SELECT RAISE(ABORT, 'what happened never changes'); END;
CREATE TRIGGER field_event_kept BEFORE DELETE ON field_event
BEGIN SELECT RAISE(ABORT, 'what happened is never removed'); END;
CREATE TRIGGER withdrawal_stays BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal never changes'); END;
CREATE TRIGGER withdrawal_kept BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal is never removed'); END;
CREATE TRIGGER tombstone_kept BEFORE DELETE ON tombstone
BEGIN SELECT RAISE(ABORT, 'a withdrawal is never taken back'); END;
)sql";

// Version 2: how many rows each interview has in each table that is asked for page by page (see
// store/table_rows.h). The place of a table is the path of its repeat; that of the interviews
// themselves is empty. Kept by triggers, so that no writer can forget it.
constexpr const char* table_rows = R"sql(
CREATE TABLE state_rows(
    submission INTEGER NOT NULL,
    place TEXT NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY(submission, place)) STRICT, WITHOUT ROWID;
CREATE TABLE uncounted(submission INTEGER PRIMARY KEY) STRICT;
CREATE TABLE place_rows(
    place TEXT NOT NULL,
    interview INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    tally INTEGER NOT NULL,
    PRIMARY KEY(place, interview)) STRICT, WITHOUT ROWID;
CREATE TABLE place_block(
    place TEXT NOT NULL,
    block INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY(place, block)) STRICT, WITHOUT ROWID;

CREATE TRIGGER place_rows_in AFTER INSERT ON place_rows BEGIN
    INSERT INTO place_block VALUES(NEW.place, NEW.interview >> 10, NEW.rows)
        ON CONFLICT(place, block) DO UPDATE SET rows = rows + excluded.rows;
END;
CREATE TRIGGER place_rows_out AFTER DELETE ON place_rows BEGIN
    UPDATE place_block SET rows = rows - OLD.rows
        WHERE place = OLD.place AND block = OLD.interview >> 10;
END;
CREATE TRIGGER interview_rows_in AFTER INSERT ON interview
WHEN (SELECT pilot FROM submission WHERE number = NEW.current) = 0 BEGIN
    INSERT INTO place_rows VALUES('', NEW.sequence, 1, NEW.tally);
    INSERT INTO place_rows
        SELECT place, NEW.sequence, rows, NEW.tally FROM state_rows WHERE submission = NEW.current;
END;
CREATE TRIGGER interview_rows_out AFTER DELETE ON interview BEGIN
    DELETE FROM place_rows WHERE interview = OLD.sequence AND
        place IN (SELECT place FROM state_rows WHERE submission = OLD.current UNION ALL VALUES(''));
END;
CREATE TRIGGER state_rows_in AFTER INSERT ON state_rows BEGIN
    INSERT INTO place_rows SELECT NEW.place, i.sequence, NEW.rows, i.tally
        FROM submission s JOIN interview i ON i.sequence = s.interview AND i.current = s.number
        WHERE s.number = NEW.submission AND s.pilot = 0;
END;
CREATE TRIGGER submission_rows_out AFTER DELETE ON submission BEGIN
    DELETE FROM state_rows WHERE submission = OLD.number;
    DELETE FROM uncounted WHERE submission = OLD.number;
END;

INSERT INTO place_rows SELECT '', i.sequence, 1, i.tally FROM interview i
    JOIN submission s ON s.number = i.current WHERE s.pilot = 0;
INSERT INTO uncounted SELECT number FROM submission;
)sql";

// Version 3: whether who corrected an answer had seen the old one.
constexpr std::string_view verified =
    "ALTER TABLE correction ADD COLUMN verified INTEGER NOT NULL DEFAULT 1;";

// Version 4: corrections that came into conflict with another one are kept, and not applied.
constexpr std::string_view conflicts =
    "ALTER TABLE correction ADD COLUMN applied INTEGER NOT NULL DEFAULT 1;";

}  // namespace

const Schema& study_schema() {
    static const Schema schema{.application_id = 0x4D544D31,  // "MTM1"
                               .versions = {std::string(raw) + deeds + derived + guards,
                                            table_rows,
                                            std::string(verified),
                                            std::string(conflicts)}};
    return schema;
}

}  // namespace mtm
