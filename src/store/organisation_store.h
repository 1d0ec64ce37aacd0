#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/interview_store.h"

namespace mtm {

/// Someone who signs in. No respondent is ever in here.
struct Person {
    std::int64_t id = 0;
    std::string email = {};
    std::string name = {};
    std::string password_hash =
        {};  // argon2id, in libsodium's text form; empty: cannot sign in yet
    bool owner = false;
    bool disabled = false;
};

/// A role of a person in a study, by name_of(Role).
struct Grant {
    std::int64_t person = 0;
    std::string study = {};
    std::string role = {};
    std::vector<std::string> team = {};  // of a supervisor: names of device credentials
};

/// A generated name and password for one tablet or enumerator in one study. The password itself is
/// shown once and never kept.
struct DeviceCredential {
    std::int64_t id = 0;
    std::string name = {};  // unique on the server: also the Digest user name
    std::string study = {};
    std::string label = {};       // the enumerator, in the team's words
    std::string ha1_sealed = {};  // MD5(name:realm:password), encrypted with the server's own key
    std::string token_hash = {};  // SHA-256 of the token for token-in-URL, hexadecimal
    Instant created = 0;
    std::optional<Instant> revoked = {};
};

/// A public link to a form: filled once, or as often as wanted.
struct FormLink {
    std::int64_t id = 0;
    std::string study = {};
    std::string label = {};
    std::string token_hash = {};
    bool once = false;
    Instant created = 0;
    std::optional<Instant> used = {};
    std::optional<Instant> revoked = {};
};

/// A signed-in person's session, or an API token (`csrf` empty).
struct Session {
    std::string token_hash = {};
    std::int64_t person = 0;
    std::string csrf = {};
    Instant created = 0;
    Instant expires = 0;
    std::string label = {};  // of a token, in its person's words
    std::int64_t id = 0;     // given by the store; never used again
};

/// One line of the record of who did what; cannot be changed or removed through the program.
struct AuditEntry {
    std::int64_t number = 0;
    Instant at = 0;
    std::string who = {};
    std::string what = {};  // "session.create", "interview.approve", …
    std::string study = {};
    std::string about = {};  // what it was done to; never an answer
};

/// People, rights and secrets of an organisation: organisation.db in the server's home folder, or
/// memory. Safe for many threads at once; what it has returned without an error is on disk.
class OrganisationStore {
public:
    virtual ~OrganisationStore() = default;
    OrganisationStore() = default;
    OrganisationStore(const OrganisationStore&) = delete;
    OrganisationStore& operator=(const OrganisationStore&) = delete;

    virtual Result<std::vector<Person>> people() const = 0;
    /// Adds (id 0) or replaces; gives the id, which is never used again. An e-mail address is there
    /// once, whatever the case of its letters: a second is an error, and so is an unknown id.
    virtual Result<std::int64_t> put_person(const Person& person) = 0;
    virtual Result<std::vector<Grant>> grants() const = 0;
    /// A role for a person in a study; an empty role takes it away.
    virtual Status put_grant(const Grant& grant) = 0;

    /// Added and replaced as people are; names of devices are there once, and so are token hashes.
    virtual Result<std::vector<DeviceCredential>> devices() const = 0;
    virtual Result<std::int64_t> put_device(const DeviceCredential& device) = 0;
    virtual Result<std::vector<FormLink>> links() const = 0;
    virtual Result<std::int64_t> put_link(const FormLink& link) = 0;

    virtual Result<std::optional<Session>> find_session(const std::string& token_hash) const = 0;
    virtual Result<std::vector<Session>> sessions_of(std::int64_t person) const = 0;
    /// Adds, or replaces the one of that token hash.
    virtual Status put_session(const Session& session) = 0;
    virtual Status remove_session(const std::string& token_hash) = 0;
    virtual Status remove_sessions_of(std::int64_t person) = 0;

    /// A small number of settings by name: realm, project numbers of studies, …; empty if not set.
    virtual Result<std::string> setting(const std::string& name) const = 0;
    virtual Status put_setting(const std::string& name, const std::string& value) = 0;

    virtual Status add_audit(const AuditEntry& entry) = 0;
    /// Entries numbered below `before` (0: from the latest), latest first, at most `limit`.
    virtual Result<std::vector<AuditEntry>> audit(std::int64_t before, int limit) const = 0;

    virtual Status backup(const std::string& path) const = 0;
    /// Grows with every change but sessions and audit: lets readers keep what they have read.
    [[nodiscard]] virtual std::uint64_t revision() const = 0;
};

}  // namespace mtm
