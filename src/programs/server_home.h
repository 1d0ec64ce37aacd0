#pragma once

#include <array>
#include <string>

#include "base/result.h"

namespace mtm {

/// The folder with what belongs to a server and to no study: organisation.db, the spool of large
/// bodies, and secret.key, 32 bytes of chance made at the first start, which seal what is kept at
/// rest. Nobody but the server's own user may read the key.
struct ServerHome {
    std::string folder;
    std::string spool;
    std::array<unsigned char, 32> secret{};
};

/// Makes what is not there yet. An error if others may read the key.
[[nodiscard]] Result<ServerHome> open_server_home(const std::string& folder);

/// Where a server lives that was not told: in the user's own data, as XDG says.
[[nodiscard]] std::string default_server_home();

/// Bytes of chance from the system.
[[nodiscard]] std::string random_bytes(std::size_t count);

}  // namespace mtm
