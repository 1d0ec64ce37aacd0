#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/interview_states.h"
#include "store/interview_store.h"
#include "store/sqlite.h"
#include "store/table_rows.h"
#include "store/tallies.h"

namespace mtm {

/// What a transaction changes outside of the database once it is committed.
struct CommittedChanges {
    std::vector<TallyCount> tallies;
    std::vector<std::string> unused_attachments;  // hashes of files that nothing names any more
    std::uint64_t revision = 0;
    std::optional<FieldState> field_state;
    bool removed = false;  // deleted bytes must leave the log
};

/// Bytes that come with an arrival, hashed before the transaction.
struct HashedFile {
    const ArrivedFile* file = nullptr;
    std::string sha256;  // 32 bytes
};

/// Writes into study.db, inside the transaction of another. An Error that is the caller's own
/// (there is no such interview) comes before anything is written.
class InterviewWriter {
public:
    InterviewWriter(Database& database, CommittedChanges& changes)
        : database_(database), changes_(changes) {}

    Result<Receipt> receive(const Arrival& arrival, const std::vector<HashedFile>& files);
    /// REQUIRES: bytes larger than Attachments::largest_inside lie beside the database already.
    Status set_aside(const SetAside& what, const std::string& sha256);
    Status add_review(const ReviewEvent& event);
    Status add_correction(const CorrectionRow& correction);
    Status withdraw(const std::string& instance_id, const std::string& by, Instant at);
    /// REQUIRES: hashes of 32 bytes.
    Result<int> withdraw_listed(const std::vector<std::string>& hashes,
                                const std::string& by,
                                Instant at);
    Status count_states(const std::vector<CountedState>& states);
    Status note_contact(const DeviceContact& contact);
    Status set_field_state(FieldState state, const std::string& by, Instant at);

private:
    struct State {
        std::int64_t number = 0;
        std::int64_t interview = 0;
    };

    // What one interview adds to the totals.
    struct Share {
        TallyRow key;
        bool flagged = false;
        std::optional<std::int64_t> duration_s;
        std::string device_id;
    };

    // The row of an interview, as it follows from its states.
    struct Derived {
        std::int64_t first = 0;
        std::int64_t current = 0;
        Instant received = 0;
        std::int64_t states = 0;
        InterviewShape shape;
        bool set_aside = false;
        std::int64_t files_present = 0;
        std::int64_t files_expected = 0;
        std::vector<std::string> codes;  // of its flags
    };

    struct Standing {
        std::int64_t current = 0;
        ReviewState review = ReviewState::none;
        Instant updated = 0;
    };

    struct FilesAdded {
        bool any = false;
        std::string conflict;  // why one was set aside
    };

    Result<Receipt> take_again(const Arrival& arrival,
                               const std::vector<HashedFile>& files,
                               const State& state);
    Result<Receipt> take_new(const Arrival& arrival, const std::vector<HashedFile>& files);
    Result<Receipt> take_joined(const Arrival& arrival,
                                const std::vector<HashedFile>& files,
                                const std::vector<std::int64_t>& joined);
    Result<Receipt> refuse_xml(const Arrival& arrival, const std::vector<HashedFile>& files);
    Result<std::int64_t> insert_state(const Arrival& arrival, std::int64_t interview);
    Status add_rows(const std::vector<std::pair<std::string, int>>& repeats, std::int64_t state);
    Status add_flags(const std::vector<Flag>& flags, std::int64_t state);
    Result<FilesAdded> add_files(const Arrival& arrival,
                                 const std::vector<HashedFile>& files,
                                 std::int64_t state);
    Result<std::string> name_of_interview(std::int64_t interview);
    Status keep_aside(const SetAside& what, const std::string& sha256, bool beside);
    Status keep_content(const std::string& sha256, std::string_view bytes, bool beside);
    Status release_content(const std::string& sha256);

    Result<std::optional<State>> find_state(const std::string& instance_id);
    Result<std::vector<std::int64_t>> awaiting(const std::string& instance_id);
    Result<bool> buried(const std::string& instance_id, bool also_unseen);
    Status bury(const std::string& instance_id);
    Status forget(std::int64_t interview);
    Status forget_set_aside(const std::set<std::string>& contents);
    Status release_contents_of(std::int64_t interview);

    Status refresh(std::int64_t interview, std::optional<ReviewState> review, Instant updated);
    Result<Standing> take_out(std::int64_t interview);
    Status put_in(std::int64_t sequence,
                  const Derived& derived,
                  const Share& share,
                  const Standing& standing);
    Result<Derived> derive(std::int64_t interview);
    static Share share_of(const Arrival& arrival);
    Result<Share> share_of(std::int64_t first, std::int64_t current, ReviewState review);
    Result<std::int64_t> count(const Share& share, std::int64_t sequence, int by);
    Status note_arrival(const Arrival& arrival);
    Status touch();

    Database& database_;
    CommittedChanges& changes_;
};

}  // namespace mtm
