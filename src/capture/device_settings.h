#pragma once

#include <string>

#include "capture/json_answer.h"

namespace mtm {

/// What a tablet needs to send to this server.
struct DeviceSetup {
    std::string server_url;
    std::string name;
    std::string password;
    std::string project_name;
};

/// The settings of ODK Collect and KoboCollect as their configuration code holds them.
[[nodiscard]] Json device_settings(const DeviceSetup& setup);

}  // namespace mtm
