// The row of an interview and what it adds to the totals: taken out before a change and put in
// again after it, in the transaction of the change, so that totals never have to be counted anew.
#include <algorithm>

#include "store/interview_writer.h"

namespace mtm {
namespace {

Error inconsistent() {
    return {"study.db: it is damaged: a row that another names is missing"};
}

}  // namespace

// Brings an interview up to date with its states; a review is given only where it changes.
Status InterviewWriter::refresh(std::int64_t interview,
                                std::optional<ReviewState> review,
                                Instant updated) {
    Standing standing = TRY(take_out(interview));
    const Derived derived = TRY(derive(interview));
    standing.current = derived.current;
    standing.updated = std::max(standing.updated, updated);
    if (review) standing.review = *review;
    const Share share = TRY(share_of(derived.first, derived.current, standing.review));
    return put_in(interview, derived, share, standing);
}

// Takes an interview out of lists and totals; its states stay.
Result<InterviewWriter::Standing> InterviewWriter::take_out(std::int64_t interview) {
    Standing standing;
    std::int64_t first = 0;
    bool flagged = false;
    {
        auto query = TRY(database_.query(
            "SELECT first, current, review, updated, flagged FROM interview WHERE sequence = ?",
            interview));
        if (!TRY(query.next())) return inconsistent();
        first = query.integer(0);
        standing = {query.integer(1), static_cast<ReviewState>(query.integer(2)), query.integer(3)};
        flagged = query.truth(4);
    }
    Share share = TRY(share_of(first, standing.current, standing.review));
    share.flagged = flagged;
    (void)TRY(count(share, 0, -1));
    if (flagged) {
        TRY(
            database_.run("DELETE FROM interview_flag WHERE interview = ?1 AND code IN"
                          " (SELECT code FROM flag WHERE submission = ?2 UNION ALL VALUES"
                          " ('edit-conflict'), ('edit-without-original'), ('set-aside'))",
                          interview,
                          standing.current));
    }
    TRY(database_.run("DELETE FROM interview WHERE sequence = ?", interview));
    return standing;
}

Status InterviewWriter::put_in(std::int64_t sequence,
                               const Derived& derived,
                               const Share& share,
                               const Standing& standing) {
    std::vector<std::string> codes = derived.codes;
    for (const Flag& flag : flags_of_shape(derived.shape, derived.set_aside)) {
        codes.push_back(flag.code);
    }
    Share counted = share;
    counted.flagged = !codes.empty();
    const std::int64_t tally = TRY(count(counted, sequence, 1));
    TRY(database_.run("INSERT INTO interview VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      sequence,
                      derived.first,
                      derived.current,
                      derived.received,
                      standing.updated,
                      static_cast<int>(standing.review),
                      derived.states,
                      derived.files_present,
                      derived.files_expected,
                      derived.shape.conflict,
                      derived.shape.without_original,
                      derived.set_aside,
                      counted.flagged,
                      tally));
    for (const std::string& code : codes) {
        TRY(database_.run(
            "INSERT OR IGNORE INTO interview_flag VALUES(?, ?, ?)", code, sequence, tally));
    }
    return Done{};
}

Result<InterviewWriter::Derived> InterviewWriter::derive(std::int64_t interview) {
    std::vector<StateLink> links;
    std::vector<std::int64_t> numbers;
    Derived derived;
    {
        auto query =
            TRY(database_.query("SELECT number, instance_id, deprecated_id, received"
                                " FROM submission WHERE interview = ? ORDER BY number",
                                interview));
        while (TRY(query.next())) {
            numbers.push_back(query.integer(0));
            links.push_back({query.text(1), query.text(2)});
            derived.received =
                links.size() == 1 ? query.integer(3) : std::min(derived.received, query.integer(3));
        }
    }
    derived.shape = shape_of(links);
    derived.first = numbers[derived.shape.first];
    derived.current = numbers[derived.shape.current];
    derived.states = static_cast<std::int64_t>(links.size());
    derived.set_aside =
        TRY(database_.number("SELECT 1 FROM submission s JOIN set_aside a USING(instance_id)"
                             " WHERE s.interview = ? LIMIT 1",
                             interview))
            .has_value();
    derived.files_expected = *TRY(database_.number(
        "SELECT count(*) FROM expected_file WHERE submission = ?", derived.current));
    derived.files_present = *TRY(database_.number(
        "SELECT count(*) FROM expected_file e WHERE e.submission = ?1 AND EXISTS(SELECT 1"
        " FROM submission s JOIN file f ON f.submission = s.number"
        " WHERE s.interview = ?2 AND f.name = e.name)",
        derived.current,
        interview));
    auto query =
        TRY(database_.query("SELECT code FROM flag WHERE submission = ?", derived.current));
    while (TRY(query.next()))
        derived.codes.push_back(query.text(0));
    return derived;
}

Result<InterviewWriter::Share> InterviewWriter::share_of(std::int64_t first,
                                                         std::int64_t current,
                                                         ReviewState review) {
    auto query = TRY(database_.query(
        "SELECT c.day, c.area, c.respondent_group, c.enumerator, c.language, c.consent, c.counted,"
        " c.pilot, c.started, c.ended, f.sender, f.device_id"
        " FROM submission c, submission f WHERE c.number = ? AND f.number = ?",
        current,
        first));
    if (!TRY(query.next())) return inconsistent();
    FieldworkFacts times;
    times.started = query.maybe_integer(8);
    times.ended = query.maybe_integer(9);
    Share share;
    TallyRow& key = share.key;
    key.day = query.text(0);
    key.area = query.text(1);
    key.group = query.text(2);
    key.enumerator = query.text(3);
    key.language = query.text(4);
    key.consent = query.text(5);
    key.review = review;
    key.counted = query.truth(6);
    key.pilot = query.truth(7);
    key.sender = query.text(10);
    share.duration_s = duration_s(times);
    share.device_id = query.text(11);
    return share;
}

// Adds to the totals, or takes away from them. Gives the row of the tally.
Result<std::int64_t> InterviewWriter::count(const Share& share, std::int64_t sequence, int by) {
    const TallyRow& key = share.key;
    TallyCount now;
    {
        auto query = TRY(database_.query(
            "INSERT INTO tally(day, area, respondent_group, enumerator, language, consent, review,"
            " counted, pilot, sender, interviews, flagged, newest)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(day, area, respondent_group, enumerator, language, consent, review,"
            " counted, pilot, sender) DO UPDATE SET interviews = interviews + excluded.interviews,"
            " flagged = flagged + excluded.flagged, newest = max(newest, excluded.newest)"
            " RETURNING id, interviews, flagged, newest",
            key.day,
            key.area,
            key.group,
            key.enumerator,
            key.language,
            key.consent,
            static_cast<int>(key.review),
            key.counted,
            key.pilot,
            key.sender,
            by,
            share.flagged ? by : 0,
            sequence));
        if (!TRY(query.next())) return inconsistent();
        now = {query.integer(0), key, query.integer(3)};
        now.row.interviews = static_cast<int>(query.integer(1));
        now.row.flagged = static_cast<int>(query.integer(2));
    }
    const std::int64_t id = now.id;
    changes_.tallies.push_back(std::move(now));
    if (share.duration_s) {
        TRY(
            database_.run("INSERT INTO duration VALUES(?, ?, ?) ON CONFLICT(enumerator, seconds)"
                          " DO UPDATE SET interviews = interviews + excluded.interviews",
                          key.enumerator,
                          *share.duration_s,
                          by));
    }
    TRY(database_.run(
        "UPDATE contact SET interviews = interviews + ? WHERE device_id = ? AND sender = ?",
        by,
        share.device_id,
        key.sender));
    return id;
}

}  // namespace mtm
