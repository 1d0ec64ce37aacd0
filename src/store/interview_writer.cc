#include "store/interview_writer.h"

#include <algorithm>
#include <set>

#include "store/attachments.h"
#include "store/sha256.h"

namespace mtm {
namespace {

bool lies_beside(std::string_view bytes) {
    return bytes.size() > Attachments::largest_inside;
}

}  // namespace

// --- taking in ---

Result<Receipt> InterviewWriter::receive(const Arrival& arrival,
                                         const std::vector<HashedFile>& files) {
    const std::string& id = arrival.instance_id;
    if (id.empty()) {
        TRY(keep_aside(
            aside(arrival, reason_no_instance_id(), arrival.xml), sha256(arrival.xml), false));
        TRY(note_arrival(arrival));
        return Receipt{ReceiptKind::set_aside, 0, "", reason_no_instance_id()};
    }
    TRY(note_arrival(arrival));
    if (const auto state = TRY(find_state(id))) {
        const auto same = TRY(database_.number(
            "SELECT xml = ? FROM submission WHERE number = ?", Blob{arrival.xml}, state->number));
        return same == 1 ? take_again(arrival, files, *state) : refuse_xml(arrival, files);
    }
    // An original that never came is buried with its edit, but others that name it stay: some forms
    // give every interview the same deprecatedID.
    if (TRY(buried(id, true)) ||
        (!arrival.deprecated_id.empty() && TRY(buried(arrival.deprecated_id, false)))) {
        TRY(bury(id));
        return Receipt{ReceiptKind::withdrawn, 0, id, ""};
    }
    return take_new(arrival, files);
}

// The XML is known: its files may not be.
Result<Receipt> InterviewWriter::take_again(const Arrival& arrival,
                                            const std::vector<HashedFile>& files,
                                            const State& state) {
    const FilesAdded added = TRY(add_files(arrival, files, state.number));
    if (added.any) TRY(add_flags(arrival.flags, state.number));
    if (added.any || !added.conflict.empty()) {
        TRY(refresh(state.interview, std::nullopt, added.any ? arrival.received : 0));
    }
    const ReceiptKind kind = added.any ? ReceiptKind::files_added : ReceiptKind::known;
    return Receipt{added.conflict.empty() ? kind : ReceiptKind::set_aside,
                   state.interview,
                   TRY(name_of_interview(state.interview)),
                   added.conflict};
}

Result<Receipt> InterviewWriter::take_new(const Arrival& arrival,
                                          const std::vector<HashedFile>& files) {
    std::vector<std::int64_t> joined = TRY(awaiting(arrival.instance_id));
    if (!arrival.deprecated_id.empty()) {
        if (const auto original = TRY(find_state(arrival.deprecated_id))) {
            joined.push_back(original->interview);
        }
    }
    if (!joined.empty()) return take_joined(arrival, files, joined);

    // The usual case: nothing has to be read again.
    const std::int64_t sequence =
        TRY(database_.number("SELECT seq FROM sqlite_sequence WHERE name = 'interview'"))
            .value_or(0) +
        1;
    const std::int64_t number = TRY(insert_state(arrival, sequence));
    const FilesAdded added = TRY(add_files(arrival, files, number));
    Derived derived;
    derived.first = number;
    derived.current = number;
    derived.received = arrival.received;
    derived.states = 1;
    derived.shape.without_original = !arrival.deprecated_id.empty();
    derived.set_aside =
        TRY(database_.number("SELECT 1 FROM set_aside WHERE instance_id = ?", arrival.instance_id))
            .has_value();
    const std::set<std::string> expected(arrival.expected_files.begin(),
                                         arrival.expected_files.end());
    derived.files_expected = static_cast<std::int64_t>(expected.size());
    std::set<std::string> present;
    for (const HashedFile& file : files) {
        if (expected.contains(file.file->name)) present.insert(file.file->name);
    }
    derived.files_present = static_cast<std::int64_t>(present.size());
    for (const Flag& flag : arrival.flags)
        derived.codes.push_back(flag.code);
    const Share share = share_of(arrival);
    TRY(put_in(sequence, derived, share, {number, ReviewState::none, arrival.received}));
    return Receipt{added.conflict.empty() ? ReceiptKind::stored : ReceiptKind::set_aside,
                   sequence,
                   arrival.instance_id,
                   added.conflict};
}

// Of a new interview, not reviewed yet.
InterviewWriter::Share InterviewWriter::share_of(const Arrival& arrival) {
    Share share;
    TallyRow& key = share.key;
    key.day = arrival.facts.day;
    key.area = arrival.facts.area;
    key.group = arrival.facts.group;
    key.enumerator = arrival.facts.enumerator;
    key.language = arrival.facts.language;
    key.consent = arrival.facts.consent;
    key.counted = arrival.facts.counted;
    key.pilot = arrival.pilot;
    key.sender = arrival.sender;
    share.duration_s = duration_s(arrival.facts);
    share.device_id = arrival.device_id;
    return share;
}

// It is a state of an interview that is here, or edits of it arrived before it, or both: all of
// these are one interview from now on.
Result<Receipt> InterviewWriter::take_joined(const Arrival& arrival,
                                             const std::vector<HashedFile>& files,
                                             const std::vector<std::int64_t>& joined) {
    const std::int64_t into = *std::ranges::min_element(joined);
    std::vector<Standing> standings;
    for (const std::int64_t interview : std::set<std::int64_t>(joined.begin(), joined.end())) {
        standings.push_back(TRY(take_out(interview)));
        TRY(database_.run(
            "UPDATE submission SET interview = ? WHERE interview = ?", into, interview));
    }
    const std::int64_t number = TRY(insert_state(arrival, into));
    const FilesAdded added = TRY(add_files(arrival, files, number));
    const Derived derived = TRY(derive(into));
    Standing standing{derived.current, ReviewState::none, arrival.received};
    for (const Standing& other : standings) {
        standing.updated = std::max(standing.updated, other.updated);
        if (other.current == derived.current) standing.review = other.review;
    }
    const Share share = TRY(share_of(derived.first, derived.current, standing.review));
    TRY(put_in(into, derived, share, standing));
    return Receipt{added.conflict.empty() ? ReceiptKind::edited : ReceiptKind::set_aside,
                   into,
                   TRY(name_of_interview(into)),
                   added.conflict};
}

Result<Receipt> InterviewWriter::refuse_xml(const Arrival& arrival,
                                            const std::vector<HashedFile>& files) {
    const std::string reason = reason_other_xml(arrival.instance_id);
    TRY(keep_aside(aside(arrival, reason, arrival.xml), sha256(arrival.xml), false));
    for (const HashedFile& file : files) {
        const std::string why = reason_file_of_other_xml(file.file->name, arrival.instance_id);
        TRY(keep_aside(
            aside(arrival, why, file.file->bytes), file.sha256, lies_beside(file.file->bytes)));
    }
    const auto state = TRY(find_state(arrival.instance_id));
    TRY(refresh(state->interview, std::nullopt, 0));
    std::string name = TRY(name_of_interview(state->interview));
    return Receipt{ReceiptKind::set_aside, 0, std::move(name), reason};
}

Result<std::int64_t> InterviewWriter::insert_state(const Arrival& arrival, std::int64_t interview) {
    const FieldworkFacts& facts = arrival.facts;
    TRY(database_.run(
        "INSERT INTO submission(interview, instance_id, deprecated_id, form_id, version, received,"
        " device_id, sender, user_agent, pilot, day, area, respondent_group, enumerator, language,"
        " consent, counted, started, ended, latitude, longitude, xml)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        interview,
        arrival.instance_id,
        arrival.deprecated_id,
        arrival.form_id,
        arrival.version,
        arrival.received,
        arrival.device_id,
        arrival.sender,
        arrival.user_agent,
        arrival.pilot,
        facts.day,
        facts.area,
        facts.group,
        facts.enumerator,
        facts.language,
        facts.consent,
        facts.counted,
        facts.started,
        facts.ended,
        facts.latitude,
        facts.longitude,
        Blob{arrival.xml}));
    const std::int64_t number = database_.last_row();
    int position = 0;
    for (const Flag& flag : arrival.flags) {
        TRY(database_.run("INSERT INTO flag VALUES(?, ?, ?, ?, ?)",
                          number,
                          position++,
                          flag.code,
                          flag.question,
                          flag.detail));
    }
    if (arrival.repeats) {
        TRY(add_rows(*arrival.repeats, number));
    } else {
        TRY(database_.run("INSERT INTO uncounted VALUES(?)", number));
    }
    return number;
}

Status InterviewWriter::add_rows(const std::vector<std::pair<std::string, int>>& repeats,
                                 std::int64_t state) {
    for (const auto& [place, rows] : repeats) {
        TRY(database_.run("INSERT INTO state_rows VALUES(?, ?, ?)", state, place, rows));
    }
    return Done{};
}

Status InterviewWriter::count_states(const std::vector<CountedState>& states) {
    for (const CountedState& state : states) {
        const auto waits =
            TRY(database_.number("SELECT 1 FROM uncounted WHERE submission = ?", state.number));
        if (!waits) continue;
        TRY(database_.run("DELETE FROM uncounted WHERE submission = ?", state.number));
        TRY(add_rows(state.repeats, state.number));
    }
    return Done{};
}

// Those that the state does not have yet, behind those that it has.
Status InterviewWriter::add_flags(const std::vector<Flag>& flags, std::int64_t state) {
    for (const Flag& flag : flags) {
        TRY(database_.run(
            "INSERT INTO flag"
            " SELECT ?1, (SELECT count(*) FROM flag WHERE submission = ?1), ?2, ?3, ?4"
            " WHERE NOT EXISTS"
            " (SELECT 1 FROM flag WHERE submission = ?1 AND code = ?2 AND question = ?3)",
            state,
            flag.code,
            flag.question,
            flag.detail));
    }
    return Done{};
}

Result<InterviewWriter::FilesAdded> InterviewWriter::add_files(const Arrival& arrival,
                                                               const std::vector<HashedFile>& files,
                                                               std::int64_t state) {
    FilesAdded added;
    for (const std::string& name : arrival.expected_files) {
        TRY(database_.run("INSERT OR IGNORE INTO expected_file VALUES(?, ?)", state, name));
    }
    for (const HashedFile& hashed : files) {
        const ArrivedFile& file = *hashed.file;
        const bool beside = lies_beside(file.bytes);
        const auto same =
            TRY(database_.number("SELECT content = ? FROM file WHERE submission = ? AND name = ?",
                                 Blob{hashed.sha256},
                                 state,
                                 file.name));
        if (!same) {
            TRY(keep_content(hashed.sha256, file.bytes, beside));
            TRY(database_.run("INSERT INTO file VALUES(?, ?, ?, ?, ?)",
                              state,
                              file.name,
                              file.content_type,
                              Blob{hashed.sha256},
                              static_cast<std::int64_t>(file.bytes.size())));
            added.any = true;
        } else if (*same == 0) {
            added.conflict = reason_other_file(file.name, arrival.instance_id);
            TRY(keep_aside(aside(arrival, added.conflict, file.bytes), hashed.sha256, beside));
        }
    }
    return added;
}

Result<std::string> InterviewWriter::name_of_interview(std::int64_t interview) {
    auto query = TRY(database_.query(
        "SELECT s.instance_id FROM interview i JOIN submission s ON s.number = i.first"
        " WHERE i.sequence = ?",
        interview));
    if (!TRY(query.next())) return std::string();
    return query.text(0);
}

// --- what is set aside, and contents ---

Status InterviewWriter::set_aside(const SetAside& what, const std::string& sha256) {
    TRY(keep_aside(what, sha256, lies_beside(what.bytes)));
    if (!what.instance_id.empty()) {
        if (const auto state = TRY(find_state(what.instance_id))) {
            TRY(refresh(state->interview, std::nullopt, 0));
        }
    }
    return touch();
}

Status InterviewWriter::keep_aside(const SetAside& what, const std::string& sha256, bool beside) {
    const auto withdrawn = TRY(
        database_.number("SELECT 1 FROM tombstone WHERE hash = ? AND received = 1", Blob{sha256}));
    if (withdrawn) return Done{};
    const auto there = TRY(database_.number(
        "SELECT 1 FROM set_aside WHERE instance_id = ? AND content = ? AND reason = ?",
        what.instance_id,
        Blob{sha256},
        what.reason));
    if (there) return Done{};
    TRY(keep_content(sha256, what.bytes, beside));
    return database_.run(
        "INSERT INTO set_aside(received, sender, reason, instance_id, content, size)"
        " VALUES(?, ?, ?, ?, ?, ?)",
        what.received,
        what.sender,
        what.reason,
        what.instance_id,
        Blob{sha256},
        static_cast<std::int64_t>(what.bytes.size()));
}

Status InterviewWriter::keep_content(const std::string& sha256,
                                     std::string_view bytes,
                                     bool beside) {
    const std::optional<Blob> inside = beside ? std::nullopt : std::optional(Blob{bytes});
    return database_.run(
        "INSERT INTO content(sha256, size, uses, bytes) VALUES(?, ?, 1, ?)"
        " ON CONFLICT(sha256) DO UPDATE SET uses = uses + 1",
        Blob{sha256},
        static_cast<std::int64_t>(bytes.size()),
        inside);
}

Status InterviewWriter::release_content(const std::string& sha256) {
    std::int64_t uses = 0;
    bool beside = false;
    {
        // Not by RETURNING: SQLite 3.40 says there of a null that it is none.
        auto query = TRY(database_.query("SELECT uses, bytes IS NULL FROM content WHERE sha256 = ?",
                                         Blob{sha256}));
        if (!TRY(query.next())) return Done{};
        uses = query.integer(0);
        beside = query.truth(1);
    }
    TRY(database_.run("UPDATE content SET uses = uses - 1 WHERE sha256 = ?", Blob{sha256}));
    if (uses > 1) return Done{};
    if (beside) changes_.unused_attachments.push_back(sha256);
    return database_.run("DELETE FROM content WHERE sha256 = ?", Blob{sha256});
}

// --- states ---

Result<std::optional<InterviewWriter::State>> InterviewWriter::find_state(
    const std::string& instance_id) {
    auto query = TRY(database_.query(
        "SELECT number, interview FROM submission WHERE instance_id = ?", instance_id));
    if (!TRY(query.next())) return std::optional<State>();
    return std::optional(State{query.integer(0), query.integer(1)});
}

// Interviews that are edits of a state that is not here.
Result<std::vector<std::int64_t>> InterviewWriter::awaiting(const std::string& instance_id) {
    std::vector<std::int64_t> found;
    if (instance_id.empty()) return found;
    auto query = TRY(database_.query(
        "SELECT DISTINCT interview FROM submission WHERE deprecated_id = ? AND deprecated_id <> ''",
        instance_id));
    while (TRY(query.next()))
        found.push_back(query.integer(0));
    return found;
}

// --- withdrawing ---

Result<bool> InterviewWriter::buried(const std::string& instance_id, bool also_unseen) {
    const auto received = TRY(database_.number("SELECT received FROM tombstone WHERE hash = ?",
                                               Blob{sha256(instance_id)}));
    return received && (also_unseen || *received == 1);
}

// Leaves a hash of it, and takes edits of it that arrived before it away as well.
Status InterviewWriter::bury(const std::string& instance_id) {
    TRY(
        database_.run("INSERT INTO tombstone VALUES(?, 1)"
                      " ON CONFLICT(hash) DO UPDATE SET received = 1",
                      Blob{sha256(instance_id)}));
    for (const std::int64_t edit : TRY(awaiting(instance_id)))
        TRY(forget(edit));
    return Done{};
}

Status InterviewWriter::withdraw(const std::string& instance_id,
                                 const std::string& by,
                                 Instant at) {
    const auto state = TRY(find_state(instance_id));
    if (!state) {
        if (TRY(buried(instance_id, false))) return Done{};
        return no_interview(instance_id);
    }
    TRY(forget(state->interview));
    TRY(database_.run("INSERT INTO withdrawal(by, at) VALUES(?, ?)", by, at));
    return touch();
}

Result<int> InterviewWriter::withdraw_listed(const std::vector<std::string>& hashes,
                                             const std::string& by,
                                             Instant at) {
    std::set<std::string> fresh;
    for (const std::string& hash : hashes) {
        const auto known = TRY(database_.number(
            "SELECT 1 FROM tombstone WHERE hash = ? AND received = 1", Blob{hash}));
        if (!known) fresh.insert(hash);
    }
    if (fresh.empty()) return 0;  // nothing has to be looked through
    std::set<std::string> named;
    {
        auto query = TRY(database_.query("SELECT instance_id FROM submission"));
        while (TRY(query.next())) {
            std::string id = query.text(0);
            if (fresh.contains(sha256(id))) named.insert(std::move(id));
        }
    }
    int gone = 0;
    for (const std::string& id : named) {
        const auto state = TRY(find_state(id));
        if (!state) continue;  // with another state of the same interview
        TRY(forget(state->interview));
        TRY(database_.run("INSERT INTO withdrawal(by, at) VALUES(?, ?)", by, at));
        ++gone;
    }
    for (const std::string& hash : fresh) {
        TRY(
            database_.run("INSERT INTO tombstone VALUES(?, 1)"
                          " ON CONFLICT(hash) DO UPDATE SET received = 1",
                          Blob{hash}));
    }
    TRY(forget_set_aside(fresh));
    TRY(touch());
    return gone;
}

// Documents that were set aside and belong to no interview of their own are named by a hash of
// their bytes. The trigger that keeps them knows interviews alone: it is away for this transaction.
Status InterviewWriter::forget_set_aside(const std::set<std::string>& contents) {
    std::vector<std::pair<std::int64_t, std::string>> found;  // number, instanceID
    std::vector<std::string> released;
    {
        auto query = TRY(database_.query("SELECT number, instance_id, content FROM set_aside"));
        while (TRY(query.next())) {
            if (!contents.contains(query.text(2))) continue;
            found.emplace_back(query.integer(0), query.text(1));
            released.push_back(query.text(2));
        }
    }
    if (found.empty()) return Done{};
    changes_.removed = true;
    std::string guard;
    {
        auto query =
            TRY(database_.query("SELECT sql FROM sqlite_schema WHERE name = 'set_aside_kept'"));
        if (!TRY(query.next())) return Error{"study.db: it is damaged: a trigger is missing"};
        guard = query.text(0);
    }
    TRY(database_.run("DROP TRIGGER set_aside_kept"));
    for (const auto& [number, id] : found)
        TRY(database_.run("DELETE FROM set_aside WHERE number = ?", number));
    TRY(database_.script(guard));
    for (const std::string& content : released)
        TRY(release_content(content));
    for (const auto& [number, id] : found) {
        const auto state = id.empty() ? std::optional<State>() : TRY(find_state(id));
        if (state) TRY(refresh(state->interview, std::nullopt, 0));
    }
    return Done{};
}

Status InterviewWriter::forget(std::int64_t interview) {
    std::vector<StateLink> states;
    {
        auto query = TRY(database_.query(
            "SELECT instance_id, deprecated_id FROM submission WHERE interview = ?", interview));
        while (TRY(query.next()))
            states.push_back({query.text(0), query.text(1)});
    }
    if (states.empty()) return Done{};
    changes_.removed = true;
    (void)TRY(take_out(interview));
    TRY(database_.run("INSERT INTO withdrawing VALUES(?)", interview));
    TRY(release_contents_of(interview));
    for (const StateLink& state : states) {
        for (const char* sql : {"DELETE FROM set_aside WHERE instance_id = ?",
                                "DELETE FROM review WHERE instance_id = ?",
                                "DELETE FROM correction WHERE instance_id = ?"}) {
            TRY(database_.run(sql, state.instance_id));
        }
    }
    for (const char* sql :
         {"DELETE FROM flag WHERE submission IN (SELECT number FROM withdrawing_state)",
          "DELETE FROM expected_file WHERE submission IN (SELECT number FROM withdrawing_state)",
          "DELETE FROM file WHERE submission IN (SELECT number FROM withdrawing_state)",
          "DELETE FROM submission WHERE interview IN (SELECT interview FROM withdrawing)",
          "DELETE FROM withdrawing"}) {
        TRY(database_.run(sql));
    }
    for (const StateLink& state : states) {
        if (!state.deprecated_id.empty()) {
            TRY(database_.run("INSERT OR IGNORE INTO tombstone VALUES(?, 0)",
                              Blob{sha256(state.deprecated_id)}));
        }
    }
    for (const StateLink& state : states)
        TRY(bury(state.instance_id));
    return Done{};
}

// REQUIRES: it is being withdrawn.
Status InterviewWriter::release_contents_of(std::int64_t /*interview*/) {
    std::vector<std::string> contents;
    for (const char* sql :
         {"SELECT content FROM file WHERE submission IN (SELECT number FROM withdrawing_state)",
          "SELECT content FROM set_aside WHERE instance_id IN"
          " (SELECT instance_id FROM withdrawing_state)"}) {
        auto query = TRY(database_.query(sql));
        while (TRY(query.next()))
            contents.push_back(query.text(0));
    }
    for (const std::string& sha256 : contents)
        TRY(release_content(sha256));
    return Done{};
}

// --- reviews, corrections, devices, the life of the study ---

Status InterviewWriter::add_review(const ReviewEvent& event) {
    const auto state = TRY(find_state(event.instance_id));
    if (!state) return no_interview(event.instance_id);
    std::optional<int> value;
    if (event.state) value = static_cast<int>(*event.state);
    TRY(database_.run(
        "INSERT INTO review(instance_id, at, by, state, comment) VALUES(?, ?, ?, ?, ?)",
        event.instance_id,
        event.at,
        event.by,
        value,
        event.comment));
    TRY(refresh(state->interview, event.state, event.at));
    return touch();
}

Status InterviewWriter::add_correction(const CorrectionRow& correction) {
    const auto state = TRY(find_state(correction.instance_id));
    if (!state) return no_interview(correction.instance_id);
    TRY(database_.run(
        "INSERT INTO correction(instance_id, path, old_value, new_value, reason, author, at,"
        " verified, applied) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        correction.instance_id,
        correction.path,
        correction.old_value,
        correction.new_value,
        correction.reason,
        correction.author,
        correction.at,
        correction.verified,
        correction.applied));
    TRY(database_.run("UPDATE interview SET updated = max(updated, ?) WHERE sequence = ?",
                      correction.at,
                      state->interview));
    return touch();
}

Status InterviewWriter::note_contact(const DeviceContact& contact) {
    TRY(database_.run(
        "INSERT INTO contact VALUES(?, ?, ?, ?, ?, ?, 0) ON CONFLICT(device_id, sender) DO UPDATE"
        " SET user_agent = CASE excluded.user_agent WHEN '' THEN user_agent"
        "  ELSE excluded.user_agent END,"
        " last = max(last, excluded.last),"
        " last_form_version = CASE excluded.last_form_version WHEN '' THEN last_form_version"
        "  ELSE excluded.last_form_version END",
        contact.device_id,
        contact.sender,
        contact.user_agent,
        contact.last,
        contact.last,
        contact.last_form_version));
    return touch();
}

// That a device was heard of when it sent an interview.
Status InterviewWriter::note_arrival(const Arrival& arrival) {
    DeviceContact contact;
    contact.device_id = arrival.device_id;
    contact.sender = arrival.sender;
    contact.user_agent = arrival.user_agent;
    contact.last = arrival.received;
    return note_contact(contact);
}

Status InterviewWriter::set_field_state(FieldState state, const std::string& by, Instant at) {
    TRY(database_.run(
        "INSERT INTO field_event(state, by, at) VALUES(?, ?, ?)", static_cast<int>(state), by, at));
    changes_.field_state = state;
    return touch();
}

Status InterviewWriter::touch() {
    const auto value =
        TRY(database_.number("UPDATE revision SET value = value + 1 RETURNING value"));
    changes_.revision = static_cast<std::uint64_t>(value.value_or(0));
    return Done{};
}

}  // namespace mtm
