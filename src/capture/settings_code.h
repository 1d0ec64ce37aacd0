#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// What an enumerator's app must know to work for a study.
struct AppSettings {
    std::string server_url;
    std::string user_name;  // empty where the URL has a token in it
    std::string password;
    std::string project_name;  // as the app shows it
    std::string enumerator;    // goes into forms that ask for the user's name; may be empty
    std::string app_language;  // code; empty: the device's own
};

/// The settings of ODK Collect and KoboCollect: forms are kept as the server has them, interviews
/// are sent by themselves as soon as there is a network, and deleted from the device when they are
/// safe; nothing goes to anybody else; the server cannot be changed by mistake. Keys that are not
/// named go back to the app's defaults.
[[nodiscard]] nlohmann::json app_settings_json(const AppSettings& settings);

/// The text that the apps' scanners take: base64 of the zlib stream of the JSON.
[[nodiscard]] std::string settings_code(const nlohmann::json& settings);

/// A QR code (error correction L) of a text as SVG, one unit a module, with its quiet zone. An
/// error if the text is longer than a code can hold (2,953 bytes).
Result<std::string> qr_svg(std::string_view text);

}  // namespace mtm
