#include <algorithm>

#include "base/text.h"
#include "store/memory_store.h"

namespace mtm {
namespace {

template <typename Key, typename Value>
std::vector<Value> values_of(const std::map<Key, Value>& map) {
    std::vector<Value> out;
    for (const auto& [key, value] : map)
        out.push_back(value);
    return out;
}

// Adds (id 0) or replaces one of a kind, if it is alone of its name.
template <typename Value, typename Same>
Result<std::int64_t> put(std::map<std::int64_t, Value>& map,
                         std::int64_t& last_id,
                         const Value& value,
                         const Same& same,
                         const std::string& taken) {
    for (const auto& [id, other] : map) {
        if (id != value.id && same(other, value)) return Error{taken};
    }
    if (value.id != 0 && !map.contains(value.id)) {
        return Error{"there is none of the number " + std::to_string(value.id)};
    }
    const std::int64_t id = value.id == 0 ? ++last_id : value.id;
    map[id] = value;
    map[id].id = id;
    return id;
}

}  // namespace

Result<std::vector<Person>> MemoryOrganisationStore::people() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("people",
                       [&]() -> Result<std::vector<Person>> { return values_of(people_); });
}

Result<std::int64_t> MemoryOrganisationStore::put_person(const Person& person) {
    const std::lock_guard lock(mutex_);
    return faults_.run("put_person", [&]() -> Result<std::int64_t> {
        const auto same = [](const Person& a, const Person& b) {
            return lower_ascii(a.email) == lower_ascii(b.email);
        };
        const std::int64_t id =
            TRY(put(people_, last_id_, person, same, "this e-mail address is somebody else's"));
        ++revision_;
        return id;
    });
}

Result<std::vector<Grant>> MemoryOrganisationStore::grants() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("grants",
                       [&]() -> Result<std::vector<Grant>> { return values_of(grants_); });
}

Status MemoryOrganisationStore::put_grant(const Grant& grant) {
    const std::lock_guard lock(mutex_);
    return faults_.run("put_grant", [&]() -> Status {
        if (!people_.contains(grant.person)) return Error{"there is no such person"};
        ++revision_;
        if (grant.role.empty()) {
            grants_.erase({grant.person, grant.study});
        } else {
            grants_[{grant.person, grant.study}] = grant;
        }
        return Done{};
    });
}

Result<std::vector<DeviceCredential>> MemoryOrganisationStore::devices() const {
    const std::lock_guard lock(mutex_);
    return faults_.run(
        "devices", [&]() -> Result<std::vector<DeviceCredential>> { return values_of(devices_); });
}

Result<std::int64_t> MemoryOrganisationStore::put_device(const DeviceCredential& device) {
    const std::lock_guard lock(mutex_);
    return faults_.run("put_device", [&]() -> Result<std::int64_t> {
        const auto same = [](const DeviceCredential& a, const DeviceCredential& b) {
            return a.name == b.name || (!a.token_hash.empty() && a.token_hash == b.token_hash);
        };
        const std::int64_t id =
            TRY(put(devices_, last_id_, device, same, "another device has that name or token"));
        ++revision_;
        return id;
    });
}

Result<std::vector<FormLink>> MemoryOrganisationStore::links() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("links",
                       [&]() -> Result<std::vector<FormLink>> { return values_of(links_); });
}

Result<std::int64_t> MemoryOrganisationStore::put_link(const FormLink& link) {
    const std::lock_guard lock(mutex_);
    return faults_.run("put_link", [&]() -> Result<std::int64_t> {
        const auto same = [](const FormLink& a, const FormLink& b) {
            return !a.token_hash.empty() && a.token_hash == b.token_hash;
        };
        const std::int64_t id =
            TRY(put(links_, last_id_, link, same, "another link has that token"));
        ++revision_;
        return id;
    });
}

Result<std::optional<Session>> MemoryOrganisationStore::find_session(
    const std::string& token_hash) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("find_session", [&]() -> Result<std::optional<Session>> {
        const auto at = sessions_.find(token_hash);
        if (at == sessions_.end()) return std::optional<Session>();
        return std::optional(at->second);
    });
}

Result<std::vector<Session>> MemoryOrganisationStore::sessions_of(std::int64_t person) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("sessions_of", [&]() -> Result<std::vector<Session>> {
        std::vector<Session> out;
        for (const auto& [hash, session] : sessions_) {
            if (session.person == person) out.push_back(session);
        }
        std::ranges::sort(out, {}, &Session::id);
        return out;
    });
}

Status MemoryOrganisationStore::put_session(const Session& session) {
    const std::lock_guard lock(mutex_);
    return faults_.run("put_session", [&]() -> Status {
        Session& kept = sessions_[session.token_hash];
        const std::int64_t id = kept.id == 0 ? ++last_id_ : kept.id;
        kept = session;
        kept.id = id;
        return Done{};
    });
}

Status MemoryOrganisationStore::remove_session(const std::string& token_hash) {
    const std::lock_guard lock(mutex_);
    return faults_.run("remove_session", [&]() -> Status {
        sessions_.erase(token_hash);
        return Done{};
    });
}

Status MemoryOrganisationStore::remove_sessions_of(std::int64_t person) {
    const std::lock_guard lock(mutex_);
    return faults_.run("remove_sessions_of", [&]() -> Status {
        std::erase_if(sessions_, [&](const auto& entry) { return entry.second.person == person; });
        return Done{};
    });
}

Result<std::string> MemoryOrganisationStore::setting(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("setting", [&]() -> Result<std::string> {
        const auto at = settings_.find(name);
        return at == settings_.end() ? std::string() : at->second;
    });
}

Status MemoryOrganisationStore::put_setting(const std::string& name, const std::string& value) {
    const std::lock_guard lock(mutex_);
    return faults_.run("put_setting", [&]() -> Status {
        ++revision_;
        settings_[name] = value;
        return Done{};
    });
}

Status MemoryOrganisationStore::add_audit(const AuditEntry& entry) {
    const std::lock_guard lock(mutex_);
    return faults_.run("add_audit", [&]() -> Status {
        audit_.push_back(entry);
        audit_.back().number = static_cast<std::int64_t>(audit_.size());
        return Done{};
    });
}

Result<std::vector<AuditEntry>> MemoryOrganisationStore::audit(std::int64_t before,
                                                               int limit) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("audit", [&]() -> Result<std::vector<AuditEntry>> {
        std::vector<AuditEntry> out;
        for (auto entry = audit_.rbegin(); entry != audit_.rend(); ++entry) {
            if (static_cast<int>(out.size()) >= limit) break;
            if (before == 0 || entry->number < before) out.push_back(*entry);
        }
        return out;
    });
}

Status MemoryOrganisationStore::backup(const std::string& /*path*/) const {
    return Error{"people and rights held in memory cannot be backed up"};
}

std::uint64_t MemoryOrganisationStore::revision() const {
    const std::lock_guard lock(mutex_);
    return revision_;
}

}  // namespace mtm
