#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "interview/verdict.h"

namespace mtm {

/// Milliseconds since 1970-01-01T00:00:00Z.
using Instant = std::int64_t;

/// A file that came with an interview.
struct ArrivedFile {
    std::string name;  // base name, as the interview's XML writes it
    std::string content_type;
    std::string_view bytes;
};

/// What the server found out about an interview before it was stored: fieldwork is counted and
/// filtered by these, so that no page reads a million documents. Empty where not known.
struct FieldworkFacts {
    std::string day = {};  // ISO 8601 date of its start, in the study's time zone
    std::string area = {};
    std::string group = {};  // the other side of a target: usually sex
    std::string enumerator = {};
    std::string language = {};
    std::string consent = {};  // "yes", "no" or empty
    bool counted = false;      // would enter the figures, reviews aside
    std::optional<Instant> started = {};
    std::optional<Instant> ended = {};
    std::optional<double> latitude = {};
    std::optional<double> longitude = {};

    bool operator==(const FieldworkFacts&) const = default;
};

/// Everything about one POST of a tablet or browser, checked but not yet stored. The views must
/// outlive the call they are given to.
struct Arrival {
    std::string instance_id;
    std::string deprecated_id;  // of an edit: the instanceID that it replaces
    std::string form_id;
    std::string version;
    std::string_view xml;  // exact bytes
    std::vector<ArrivedFile> files;
    std::vector<std::string> expected_files;  // names that the XML mentions
    Instant received = 0;
    std::string device_id;
    std::string sender;  // name of the credential, link or person it came by
    std::string user_agent;
    bool pilot = false;
    FieldworkFacts facts;
    std::vector<Flag> flags;
    /// Repeats by their path below the root ("household/member") and how many instances of each
    /// there are; those without any left out. Absent: not counted yet (see `uncounted`).
    std::optional<std::vector<std::pair<std::string, int>>> repeats = {};
};

enum class ReceiptKind {
    stored,       // new
    edited,       // a new state of an interview that was there
    files_added,  // the XML was there; these files were not
    known,        // nothing in it was new: a resend
    withdrawn,    // its respondent withdrew: not stored again
    set_aside     // its instanceID is taken by another XML (sequence 0), or a file's name by other
                  // bytes (the rest of it is stored): kept for the team, as often as it comes
};

struct Receipt {
    ReceiptKind kind = ReceiptKind::stored;
    std::int64_t sequence = 0;  // of the interview; 0 if it is in none
    std::string instance_id;    // by which the interview is known: its first instanceID
    std::string reason;         // of set_aside, in a sentence

    bool operator==(const Receipt&) const = default;
};

enum class ReviewState { none, has_issues, approved, rejected };

/// An interview as its study's team sees it, without its answers. Form, version, facts and flags
/// are those of its current state; device and sender those of its first.
struct StoredInterview {
    std::int64_t sequence = 0;  // order of arrival, from 1; never used again
    std::string instance_id;    // its first instanceID: the name by which it is known
    std::string current_id;     // the instanceID of its current state
    std::string form_id;
    std::string version;
    Instant received = 0;  // the earliest of its states
    Instant updated = 0;   // last change: edit, file, review, correction
    std::string device_id;
    std::string sender;
    std::string user_agent;
    ReviewState review = ReviewState::none;  // of its current state: an edit begins again
    int edits = 0;
    int files_present = 0;   // of those expected
    int files_expected = 0;  // names that its current XML mentions
    bool pilot = false;
    FieldworkFacts facts;
    std::vector<Flag> flags;

    bool operator==(const StoredInterview&) const = default;
};

/// Which interviews: an empty field asks for nothing.
struct InterviewFilter {
    std::string day_from = {};  // inclusive, ISO 8601
    std::string day_to = {};    // inclusive
    std::string area = {};
    std::string enumerator = {};
    std::vector<std::string> senders = {};  // any of them
    std::string language = {};
    std::string flag = {};
    std::optional<ReviewState> review = {};
    std::optional<bool> pilot = {};
};

/// One state of an interview as it was received.
struct SubmissionBytes {
    std::string instance_id;
    std::string deprecated_id;
    std::string version;
    Instant received = 0;
    std::string sender;
    std::string xml;
    bool pilot = false;
};

struct StoredFile {
    std::string name;
    std::string content_type;
    std::string sha256;  // lower-case hexadecimal
    std::int64_t size = 0;
    bool present = false;     // false: mentioned in the XML, not received yet
    std::string instance_id;  // the state that it came with; empty if not present
};

/// What a person did with an interview, in order; never changed or removed.
struct ReviewEvent {
    std::string instance_id = {};
    Instant at = 0;
    std::string by = {};                    // who: a person's e-mail address
    std::optional<ReviewState> state = {};  // absent: a comment alone
    std::string comment = {};
};

/// One changed answer. The interview itself never changes.
struct CorrectionRow {
    std::string instance_id;
    std::string path;  // with repeat positions: "household[2]/age"
    std::string old_value;
    std::string new_value;
    std::string reason;
    std::string author;
    Instant at = 0;
    bool verified = true;  // whoever made it had the old value before them
    /// False: it names a value that another correction had changed by then. Such a one is kept
    /// beside those that stand, and is never replayed (store/correction_conflicts.h).
    bool applied = true;

    bool operator==(const CorrectionRow&) const = default;
};

/// Interviews of one day, area, group, enumerator and language together.
struct TallyRow {
    std::string day;
    std::string area;
    std::string group;
    std::string enumerator;
    std::string language;
    std::string consent;
    ReviewState review = ReviewState::none;
    bool counted = false;
    bool pilot = false;
    std::string sender;
    int interviews = 0;
    int flagged = 0;

    bool operator==(const TallyRow&) const = default;
};

struct DeviceContact {
    std::string device_id = {};
    std::string sender = {};
    std::string user_agent = {};
    Instant first = 0;
    Instant last = 0;
    std::string last_form_version = {};  // what it downloaded last
    int interviews = 0;
};

/// Something a server could not take for an interview, kept with the reason. The same bytes for
/// the same reason are kept once.
struct SetAside {
    std::int64_t number = 0;
    Instant received = 0;
    std::string sender = {};
    std::string reason = {};
    std::string bytes = {};        // to be kept; not filled in where what was kept is listed
    std::string instance_id = {};  // that it came under; empty if none
    std::int64_t size = 0;         // of the bytes, where it is listed
};

/// Life of a study in the field.
enum class FieldState { draft, pilot, open, closing, closed };

/// "none", "has_issues", "approved", "rejected".
[[nodiscard]] std::string_view name_of(ReviewState state);
/// "draft", "pilot", "open", "closing", "closed".
[[nodiscard]] std::string_view name_of(FieldState state);
[[nodiscard]] std::optional<ReviewState> review_state_named(std::string_view name);
[[nodiscard]] std::optional<FieldState> field_state_named(std::string_view name);

struct RowQuery;
struct RowRun;
struct WholeInterview;
struct UncountedState;
struct CountedState;

/// Where one study's interviews, reviews and corrections live: the truth where it exists. Safe for
/// many threads at once. What it has returned without an error is on disk, also if the machine
/// loses power the next instant; several callers that wait at once share one commit.
///
/// Two real sides: SQLite (store/sqlite_store.h) and memory (store/memory_store.h), which can be
/// told to fail. Nothing above may know which.
class InterviewStore {
public:
    virtual ~InterviewStore() = default;
    InterviewStore() = default;
    InterviewStore(const InterviewStore&) = delete;
    InterviewStore& operator=(const InterviewStore&) = delete;

    /// Takes an interview in, once, however often and in whatever order its parts arrive.
    ///
    /// An edit is a new state of the interview that has the state it replaces; it becomes the
    /// current one if it replaces the current one, else the interview is flagged "edit-conflict".
    /// An edit whose original is not here is an interview of its own, flagged
    /// "edit-without-original", until the original comes: then the two are one, known by the
    /// original's id and the lower sequence. What is set aside flags the interview "set-aside". A
    /// file may have other bytes in another state (audit.csv grows), not in the same one. Where new
    /// files come to a state that is here, so do the flags that it has not: what they tell was not
    /// known before.
    virtual Result<Receipt> receive(const Arrival& arrival) = 0;

    /// Keeps bytes that are no interview, or one that cannot be told from another.
    virtual Status set_aside(const SetAside& what) = 0;
    /// All that was set aside, oldest first, without the bytes.
    virtual Result<std::vector<SetAside>> all_set_aside() const = 0;
    virtual Result<std::string> set_aside_bytes(std::int64_t number) const = 0;

    /// Interviews that match, latest first: those with a sequence under `before` (0: from the
    /// latest), at most `limit` of them.
    virtual Result<std::vector<StoredInterview>> list(const InterviewFilter& filter,
                                                      std::int64_t before,
                                                      int limit) const = 0;
    virtual Result<std::int64_t> count(const InterviewFilter& filter) const = 0;

    /// By any instanceID that it has had.
    virtual Result<std::optional<StoredInterview>> find(const std::string& instance_id) const = 0;

    /// All states of an interview as received, in order of arrival; none if it is not there.
    virtual Result<std::vector<SubmissionBytes>> history(const std::string& instance_id) const = 0;

    /// The files of an interview as it stands, by name: of those that several states have, the
    /// latest state's; those that its XML mentions and nobody sent, as not present.
    virtual Result<std::vector<StoredFile>> files(const std::string& instance_id) const = 0;
    virtual Result<std::string> file(const std::string& instance_id,
                                     const std::string& name) const = 0;

    /// Every file that came, also where a later state has another of that name; and its bytes, by
    /// the instanceID of the very state that it came with.
    virtual Result<std::vector<StoredFile>> all_files(const std::string& instance_id) const = 0;
    virtual Result<std::string> file_of_state(const std::string& state_id,
                                              const std::string& name) const = 0;

    /// The latest state of each interview with a sequence above `after`, in order of sequence, at
    /// most `limit`. This is how datasets, exports and OData read: page by page.
    struct Current {
        StoredInterview interview;
        std::string xml;
    };

    virtual Result<std::vector<Current>> read_current(std::int64_t after, int limit) const = 0;

    // --- tables, page by page: store/table_rows.h ---

    /// Which interviews hold the rows of a part of a table, latest interview first.
    virtual Result<std::vector<RowRun>> row_runs(const RowQuery& query) const = 0;
    /// How many rows there are from where the query begins; its `skip` and `rows` aside.
    virtual Result<std::int64_t> count_rows(const RowQuery& query) const = 0;
    /// These interviews as they stand, in this order; those that are gone are left out.
    virtual Result<std::vector<WholeInterview>> read_whole(
        const std::vector<std::int64_t>& sequences) const = 0;
    /// States of which nobody has said yet how many rows they have, at most `limit`: those that
    /// an older MTM took in.
    virtual Result<std::vector<UncountedState>> uncounted(int limit) const = 0;
    /// Says it; one that has been counted or has gone meanwhile is passed over.
    virtual Status count_states(const std::vector<CountedState>& states) = 0;

    /// An error if the interview is not there; so with corrections.
    virtual Status add_review(const ReviewEvent& event) = 0;
    virtual Result<std::vector<ReviewEvent>> reviews(const std::string& instance_id) const = 0;

    virtual Status add_correction(const CorrectionRow& correction) = 0;
    /// Those that are applied, of one interview, or of all (empty), oldest first.
    virtual Result<std::vector<CorrectionRow>> corrections(
        const std::string& instance_id) const = 0;
    /// The same, and among them those that came into conflict with one of them.
    virtual Result<std::vector<CorrectionRow>> correction_history(
        const std::string& instance_id) const = 0;

    /// Removes an interview and everything beside it at its respondent's wish; a hash remains, so
    /// that a tablet that sends it again is answered and not obeyed.
    virtual Status withdraw(const std::string& instance_id, const std::string& by, Instant at) = 0;
    /// The same of all whose instanceID, or that of one of their states, has one of these SHA-256
    /// (32 bytes each): as many as were there are counted. The hashes stay in any case, so that
    /// none of them is taken in later. A hash may also be that of the bytes of something that was
    /// set aside.
    virtual Result<int> withdraw_listed(const std::vector<std::string>& hashes,
                                        const std::string& by,
                                        Instant at) = 0;
    /// The hashes of all that were withdrawn, 32 bytes each.
    virtual Result<std::vector<std::string>> tombstones() const = 0;
    /// How many were withdrawn so far.
    virtual Result<std::int64_t> withdrawn() const = 0;

    virtual Result<std::vector<TallyRow>> tally() const = 0;
    /// Median duration in seconds of each enumerator's interviews that have both times, each taken
    /// to the whole second; by enumerator.
    virtual Result<std::vector<std::pair<std::string, double>>> median_durations() const = 0;
    /// The same of all interviews together; absent if none has both times.
    virtual Result<std::optional<double>> median_duration() const = 0;

    /// A device was heard of; receiving an interview is noted by itself. `interviews` and `first`
    /// are kept by the store.
    virtual Status note_contact(const DeviceContact& contact) = 0;
    virtual Result<std::vector<DeviceContact>> devices() const = 0;

    virtual Result<FieldState> field_state() const = 0;
    virtual Status set_field_state(FieldState state, const std::string& by, Instant at) = 0;

    /// A copy of everything, complete at one moment, into a new file; others go on meanwhile.
    virtual Status backup(const std::string& path) const = 0;

    /// Grows with every change: what a live page waits on.
    [[nodiscard]] virtual std::uint64_t revision() const = 0;
};

}  // namespace mtm
