#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "capture/identity.h"
#include "store/organisation_store.h"

namespace mtm {

/// People, roles, devices and links of an organisation at one moment, so indexed that whoever asks
/// is found without a search. Never changes once made.
class Directory {
public:
    [[nodiscard]] static Result<Directory> read(const OrganisationStore& store);

    /// Null if there is none.
    [[nodiscard]] const Person* person(std::int64_t id) const;
    [[nodiscard]] const Person* person_by_email(std::string_view email) const;
    [[nodiscard]] const DeviceCredential* device_by_name(std::string_view name) const;
    [[nodiscard]] const DeviceCredential* device_by_token(std::string_view token) const;
    [[nodiscard]] const FormLink* link_by_token(std::string_view token) const;

    [[nodiscard]] const std::vector<Person>& people() const { return people_; }

    [[nodiscard]] const std::vector<Grant>& grants() const { return grants_; }

    [[nodiscard]] const std::vector<DeviceCredential>& devices() const { return devices_; }

    [[nodiscard]] const std::vector<FormLink>& links() const { return links_; }

    [[nodiscard]] std::vector<const Grant*> grants_of(std::int64_t person) const;

    /// With roles and team; REQUIRES: the person is one of `people()`.
    [[nodiscard]] Identity identity_of(const Person& person) const;

    std::uint64_t revision = 0;

private:
    std::vector<Person> people_;
    std::vector<Grant> grants_;
    std::vector<DeviceCredential> devices_;
    std::vector<FormLink> links_;
    std::unordered_map<std::int64_t, std::size_t> person_by_id_;
    std::unordered_map<std::string, std::size_t> person_by_email_;
    std::unordered_map<std::int64_t, std::vector<std::size_t>> grants_by_person_;
    std::unordered_map<std::string, std::size_t> device_by_name_;
    std::unordered_map<std::string, std::size_t> device_by_token_hash_;
    std::unordered_map<std::string, std::size_t> link_by_token_hash_;
};

/// As addresses are compared: without white space at the ends, ASCII letters in lower case.
[[nodiscard]] std::string normal_email(std::string_view email);

}  // namespace mtm
