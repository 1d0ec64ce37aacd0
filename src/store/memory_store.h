#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "store/faults.h"
#include "store/interview_store.h"
#include "store/organisation_store.h"
#include "store/table_rows.h"

namespace mtm {

/// Interviews in memory, gone with the process: the twin of SqliteInterviewStore for tests of what
/// stands above. Decides as that one does (one test suite runs against both) and fails on demand.
class MemoryInterviewStore final : public InterviewStore {
public:
    /// Which calls fail from now on.
    Faults& faults() { return faults_; }

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
    /// Always an error: there is no file to copy.
    Status backup(const std::string& path) const override;
    [[nodiscard]] std::uint64_t revision() const override;

private:
    struct File {
        std::string content_type;
        std::string bytes;
    };

    struct State {
        SubmissionBytes bytes;
        std::string form_id;
        std::string device_id;
        std::string user_agent;
        bool pilot = false;
        FieldworkFacts facts;
        std::vector<Flag> flags;
        std::set<std::string> expected_files;
        std::map<std::string, File> files;
        std::int64_t interview = 0;
        std::int64_t number = 0;  // order of arrival among all states
        std::optional<std::vector<std::pair<std::string, int>>> repeats;
    };

    struct Record {
        std::vector<std::string> states;  // instanceIDs in order of arrival
        ReviewState review = ReviewState::none;
        Instant updated = 0;
    };

    using States = std::vector<const State*>;

    [[nodiscard]] std::vector<RowRun> all_runs(const RowQuery& query) const;
    Receipt take(const Arrival& arrival);
    Receipt take_again(const Arrival& arrival);
    Receipt take_new(const Arrival& arrival);
    std::map<std::string, ReviewState> join_interviews(const std::set<std::int64_t>& joined,
                                                       std::int64_t into);
    Receipt refuse_xml(const Arrival& arrival);
    void keep_aside(SetAside what);
    void forget(std::int64_t interview);
    void bury(const std::string& instance_id);
    [[nodiscard]] bool buried(const std::string& instance_id) const;
    [[nodiscard]] std::set<std::int64_t> awaiting(const std::string& instance_id) const;

    [[nodiscard]] const State* find_state(const std::string& instance_id) const;
    [[nodiscard]] std::int64_t interview_of(const std::string& instance_id) const;
    [[nodiscard]] States states_of(std::int64_t interview) const;
    [[nodiscard]] const State& current_of(std::int64_t interview) const;
    [[nodiscard]] std::string name_of_interview(const std::string& instance_id) const;
    [[nodiscard]] StoredInterview summary(std::int64_t interview) const;
    [[nodiscard]] std::vector<StoredFile> present_files(const States& states) const;
    DeviceContact& contact_of(const std::string& device_id, const std::string& sender);

    mutable std::mutex mutex_;
    mutable Faults faults_;
    std::uint64_t revision_ = 1;
    std::int64_t last_interview_ = 0;
    std::int64_t last_state_ = 0;
    std::int64_t last_set_aside_ = 0;
    std::int64_t withdrawn_ = 0;
    std::map<std::string, State> states_;            // by instanceID
    std::multimap<std::string, std::string> edits_;  // instanceIDs by what they replace
    std::map<std::int64_t, Record> records_;
    std::vector<SetAside> set_aside_;
    std::vector<ReviewEvent> reviews_;
    std::vector<CorrectionRow> corrections_;
    std::set<std::string> tombstones_;  // hashes of instanceIDs
    std::set<std::string> originals_;   // and of what withdrawn ones replaced, never received
    std::map<std::pair<std::string, std::string>, DeviceContact> contacts_;
    FieldState field_state_ = FieldState::draft;
};

/// People and rights in memory: the twin of SqliteOrganisationStore, which fails on demand.
class MemoryOrganisationStore final : public OrganisationStore {
public:
    /// Which calls fail from now on.
    Faults& faults() { return faults_; }

    Result<std::vector<Person>> people() const override;
    Result<std::int64_t> put_person(const Person& person) override;
    Result<std::vector<Grant>> grants() const override;
    Status put_grant(const Grant& grant) override;
    Result<std::vector<DeviceCredential>> devices() const override;
    Result<std::int64_t> put_device(const DeviceCredential& device) override;
    Result<std::vector<FormLink>> links() const override;
    Result<std::int64_t> put_link(const FormLink& link) override;
    Result<std::optional<Session>> find_session(const std::string& token_hash) const override;
    Result<std::vector<Session>> sessions_of(std::int64_t person) const override;
    Status put_session(const Session& session) override;
    Status remove_session(const std::string& token_hash) override;
    Status remove_sessions_of(std::int64_t person) override;
    Result<std::string> setting(const std::string& name) const override;
    Status put_setting(const std::string& name, const std::string& value) override;
    Status add_audit(const AuditEntry& entry) override;
    Result<std::vector<AuditEntry>> audit(std::int64_t before, int limit) const override;
    /// Always an error: there is no file to copy.
    Status backup(const std::string& path) const override;
    [[nodiscard]] std::uint64_t revision() const override;

private:
    mutable std::mutex mutex_;
    mutable Faults faults_;
    std::uint64_t revision_ = 1;
    std::int64_t last_id_ = 0;
    std::map<std::int64_t, Person> people_;
    std::map<std::pair<std::int64_t, std::string>, Grant> grants_;
    std::map<std::int64_t, DeviceCredential> devices_;
    std::map<std::int64_t, FormLink> links_;
    std::map<std::string, Session> sessions_;
    std::map<std::string, std::string> settings_;
    std::vector<AuditEntry> audit_;
};

}  // namespace mtm
