#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "capture/route_table.h"

namespace mtm {

// One-time links with which people choose their password. A token "12.CHANCE" belongs to the
// person 12, "0.CHANCE" to whoever becomes an owner; there is one for each at a time, its hash and
// its end are kept as a setting of the organisation.

/// Makes the link of a person (0: of an owner to be) and ends an older one.
[[nodiscard]] Result<std::string> new_welcome_link(Service& service,
                                                   const std::string& base_url,
                                                   std::int64_t person,
                                                   Instant now);

/// What a person who has proved who they are gets: the session's token, in JSON and as a cookie.
[[nodiscard]] Response signed_in(const Call& call, const Person& person);

}  // namespace mtm
