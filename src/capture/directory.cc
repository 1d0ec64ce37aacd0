#include "capture/directory.h"

#include "base/text.h"
#include "capture/secrets.h"

namespace mtm {
namespace {

template <typename Map, typename Key, typename T>
const T* found(const Map& map, const Key& key, const std::vector<T>& in) {
    const auto at = map.find(key);
    return at == map.end() ? nullptr : &in[at->second];
}

}  // namespace

std::string normal_email(std::string_view email) {
    return lower_ascii(trim(email));
}

Result<Directory> Directory::read(const OrganisationStore& store) {
    Directory out;
    out.revision = store.revision();  // before the rest: what changes meanwhile is read again
    out.people_ = TRY(store.people());
    out.grants_ = TRY(store.grants());
    out.devices_ = TRY(store.devices());
    out.links_ = TRY(store.links());
    for (std::size_t i = 0; i < out.people_.size(); ++i) {
        out.person_by_id_[out.people_[i].id] = i;
        out.person_by_email_[normal_email(out.people_[i].email)] = i;
    }
    for (std::size_t i = 0; i < out.grants_.size(); ++i) {
        out.grants_by_person_[out.grants_[i].person].push_back(i);
    }
    for (std::size_t i = 0; i < out.devices_.size(); ++i) {
        out.device_by_name_[out.devices_[i].name] = i;
        out.device_by_token_hash_[out.devices_[i].token_hash] = i;
    }
    for (std::size_t i = 0; i < out.links_.size(); ++i) {
        out.link_by_token_hash_[out.links_[i].token_hash] = i;
    }
    return out;
}

const Person* Directory::person(std::int64_t id) const {
    return found(person_by_id_, id, people_);
}

const Person* Directory::person_by_email(std::string_view email) const {
    return found(person_by_email_, normal_email(email), people_);
}

const DeviceCredential* Directory::device_by_name(std::string_view name) const {
    return found(device_by_name_, std::string(name), devices_);
}

const DeviceCredential* Directory::device_by_token(std::string_view token) const {
    return found(device_by_token_hash_, sha256_hex(token), devices_);
}

const FormLink* Directory::link_by_token(std::string_view token) const {
    return found(link_by_token_hash_, sha256_hex(token), links_);
}

std::vector<const Grant*> Directory::grants_of(std::int64_t person) const {
    std::vector<const Grant*> out;
    const auto at = grants_by_person_.find(person);
    if (at == grants_by_person_.end()) return out;
    for (const std::size_t i : at->second) {
        if (!grants_[i].role.empty()) out.push_back(&grants_[i]);
    }
    return out;
}

Identity Directory::identity_of(const Person& person) const {
    Identity who;
    who.kind = Identity::Kind::person;
    who.id = person.id;
    who.name = person.email;
    who.owner = person.owner;
    for (const Grant* grant : grants_of(person.id)) {
        const std::optional<Role> role = role_named(grant->role);
        if (!role || *role == Role::owner) continue;
        who.roles[grant->study] = *role;
        who.team.insert(who.team.end(), grant->team.begin(), grant->team.end());
    }
    return who;
}

}  // namespace mtm
