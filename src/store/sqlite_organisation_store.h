#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "store/commit_queue.h"
#include "store/organisation_store.h"
#include "store/sqlite_store.h"

namespace mtm {

/// People, rights and the record of who did what, in organisation.db in the server's home folder.
/// One program at a time.
class SqliteOrganisationStore final : public OrganisationStore {
public:
    /// Opens the store of a home folder; made where there is none, brought up to date after a copy.
    static Result<std::unique_ptr<SqliteOrganisationStore>> open(const std::string& home);
    ~SqliteOrganisationStore() override;

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
    Status backup(const std::string& path) const override;
    [[nodiscard]] std::uint64_t revision() const override;

private:
    explicit SqliteOrganisationStore(const std::string& home);

    /// Runs what writes; done once it is on disk, and readers are told to look again.
    Status change(const CommitQueue::Work& work);

    std::string path_;
    std::unique_ptr<ServingLock> lock_;
    mutable Readers readers_;
    std::atomic<std::uint64_t> revision_{0};
    std::unique_ptr<CommitQueue> queue_;  // ends first
};

}  // namespace mtm
