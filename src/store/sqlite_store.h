#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/attachments.h"
#include "store/commit_queue.h"
#include "store/interview_store.h"
#include "store/schema.h"
#include "store/sqlite.h"
#include "store/table_rows.h"
#include "store/tallies.h"

namespace mtm {

struct CommittedChanges;
class InterviewReader;
class InterviewWriter;

/// A file that says that a database is being served, locked as long as it is held. Two programs
/// that write to one study would each think that they know its totals.
class ServingLock {
public:
    static Result<std::unique_ptr<ServingLock>> take(const std::string& path);
    ServingLock(const ServingLock&) = delete;
    ServingLock& operator=(const ServingLock&) = delete;
    ~ServingLock();

private:
    explicit ServingLock(int file) : file_(file) {}

    int file_;
};

/// Connections for reading, lent to one caller at a time each.
class Readers {
public:
    Readers(std::string path, const Schema& schema, Database::Mode mode)
        : path_(std::move(path)), schema_(schema), mode_(mode) {}

    /// What `read` gives over a connection that nobody else has meanwhile, in one transaction: all
    /// of it is of the same moment.
    template <typename Read>
    auto with(const Read& read) -> decltype(read(std::declval<Database&>())) {
        std::unique_ptr<Database> database = TRY(lend());
        TRY(database->run("BEGIN"));
        auto result = read(*database);
        (void)database->run("COMMIT").has_value();  // nothing was written
        take_back(std::move(database));
        return result;
    }

private:
    Result<std::unique_ptr<Database>> lend();
    void take_back(std::unique_ptr<Database> database);

    std::string path_;
    const Schema& schema_;
    Database::Mode mode_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Database>> idle_;
};

/// The interviews of a study in study.db in its folder, and in attachments/ beside it what is large
/// (docs/formats/study-database.md). One program at a time may write; others may read.
class SqliteInterviewStore final : public InterviewStore {
public:
    enum class Access { write, read };

    /// Opens the store of a study folder; for writing it is made where there is none, brought up to
    /// date after a copy, and tidied of what a crash left.
    static Result<std::unique_ptr<SqliteInterviewStore>> open(const std::string& study_folder,
                                                              Access access = Access::write);
    ~SqliteInterviewStore() override;

    Result<Receipt> receive(const Arrival& arrival) override;
    Status set_aside(const SetAside& what) override;
    Result<std::vector<SetAside>> all_set_aside() const override;
    Result<std::string> set_aside_bytes(std::int64_t number) const override;
    Result<std::vector<StoredInterview>> list(const InterviewFilter& filter,
                                              std::int64_t before,
                                              int limit) const override;
    Result<std::int64_t> count(const InterviewFilter& filter) const override;
    Result<std::optional<StoredInterview>> find(const std::string& instance_id) const override;
    Result<std::vector<SubmissionBytes>> history(const std::string& instance_id) const override;
    Result<std::vector<StoredFile>> files(const std::string& instance_id) const override;
    Result<std::string> file(const std::string& instance_id,
                             const std::string& name) const override;
    Result<std::vector<StoredFile>> all_files(const std::string& instance_id) const override;
    Result<std::string> file_of_state(const std::string& state_id,
                                      const std::string& name) const override;
    Result<std::vector<Current>> read_current(std::int64_t after, int limit) const override;
    Result<std::vector<RowRun>> row_runs(const RowQuery& query) const override;
    Result<std::int64_t> count_rows(const RowQuery& query) const override;
    Result<std::vector<WholeInterview>> read_whole(
        const std::vector<std::int64_t>& sequences) const override;
    Result<std::vector<UncountedState>> uncounted(int limit) const override;
    Status count_states(const std::vector<CountedState>& states) override;
    Status add_review(const ReviewEvent& event) override;
    Result<std::vector<ReviewEvent>> reviews(const std::string& instance_id) const override;
    Status add_correction(const CorrectionRow& correction) override;
    Result<std::vector<CorrectionRow>> corrections(const std::string& instance_id) const override;
    Result<std::vector<CorrectionRow>> correction_history(
        const std::string& instance_id) const override;
    Status withdraw(const std::string& instance_id, const std::string& by, Instant at) override;
    Result<int> withdraw_listed(const std::vector<std::string>& hashes,
                                const std::string& by,
                                Instant at) override;
    Result<std::vector<std::string>> tombstones() const override;
    Result<std::int64_t> withdrawn() const override;
    Result<std::vector<TallyRow>> tally() const override;
    Result<std::vector<std::pair<std::string, double>>> median_durations() const override;
    Result<std::optional<double>> median_duration() const override;
    Status note_contact(const DeviceContact& contact) override;
    Result<std::vector<DeviceContact>> devices() const override;
    Result<FieldState> field_state() const override;
    Status set_field_state(FieldState state, const std::string& by, Instant at) override;
    Status backup(const std::string& path) const override;
    [[nodiscard]] std::uint64_t revision() const override;

private:
    SqliteInterviewStore(const std::string& study_folder, Access access);

    Status open_for_writing();
    Status clean_attachments(Database& database);
    /// What `write` gives, once it is on disk.
    template <typename Value, typename Write>
    Result<Value> write(const Write& write);
    template <typename Read>
    auto read(const Read& read) const;
    Status follow() const;
    void apply(const CommittedChanges& changes);
    void remove_copies() const;

    std::string path_;
    Access access_;
    std::unique_ptr<ServingLock> lock_;
    mutable Attachments attachments_;
    mutable Readers readers_;
    mutable Tallies tallies_;
    mutable std::atomic<std::uint64_t> revision_{0};
    mutable std::atomic<FieldState> field_state_{FieldState::draft};
    std::unique_ptr<CommitQueue> queue_;  // ends first: its last commits use the above
};

}  // namespace mtm
