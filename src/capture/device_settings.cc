#include "capture/device_settings.h"

namespace mtm {

Json device_settings(const DeviceSetup& setup) {
    return {{"general",
             {{"server_url", setup.server_url},
              {"username", setup.name},
              {"password", setup.password},
              {"metadata_username", setup.name},
              {"form_update_mode", "match_exactly"},
              {"periodic_form_updates_check", "every_one_hour"},
              {"autosend", "wifi_and_cellular"},
              {"analytics", false}}},
            {"admin", Json::object()},
            {"project", {{"name", setup.project_name}}}};
}

}  // namespace mtm
