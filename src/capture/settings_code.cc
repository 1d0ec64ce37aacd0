#include "capture/settings_code.h"

#include <cerrno>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include <qrencode.h>
#include <sodium.h>
#include <zlib.h>

namespace mtm {
namespace {

constexpr int quiet_zone = 4;  // modules of white that the standard asks for on each side

std::string zlib_stream(const std::string& plain) {
    uLongf size = compressBound(static_cast<uLong>(plain.size()));
    std::string out(size, '\0');
    const int status = compress2(reinterpret_cast<Bytef*>(out.data()),
                                 &size,
                                 reinterpret_cast<const Bytef*>(plain.data()),
                                 static_cast<uLong>(plain.size()),
                                 Z_BEST_COMPRESSION);
    CHECK(status == Z_OK);  // the buffer is large enough for anything
    out.resize(size);
    return out;
}

// Dark modules of a row, run by run, as a path of one unit's height.
void append_row(const QRcode& code, int y, std::string& path) {
    const auto is_dark = [&code, y](int x) { return (code.data[y * code.width + x] & 1) != 0; };
    for (int x = 0; x < code.width;) {
        int end = x;
        while (end < code.width && is_dark(end))
            ++end;
        if (end > x) {
            path += "M" + std::to_string(x + quiet_zone) + " " + std::to_string(y + quiet_zone) +
                    "h" + std::to_string(end - x) + "v1H" + std::to_string(x + quiet_zone) + "z";
        }
        x = end + 1;
    }
}

}  // namespace

nlohmann::json app_settings_json(const AppSettings& settings) {
    nlohmann::json general{{"protocol", "odk_default"},
                           {"server_url", settings.server_url},
                           {"form_update_mode", "match_exactly"},
                           {"periodic_form_updates_check", "every_one_hour"},
                           {"autosend", "wifi_and_cellular"},
                           {"delete_send", true},
                           {"constraint_behavior", "on_swipe"},
                           {"analytics", false}};
    if (!settings.user_name.empty()) {
        general["username"] = settings.user_name;
        general["password"] = settings.password;
    }
    if (!settings.enumerator.empty()) general["metadata_username"] = settings.enumerator;
    if (!settings.app_language.empty()) general["app_language"] = settings.app_language;
    return {{"general", std::move(general)},
            {"admin", {{"change_server", false}}},
            {"project", {{"name", settings.project_name}}}};
}

std::string settings_code(const nlohmann::json& settings) {
    const std::string stream =
        zlib_stream(settings.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    std::vector<char> text(
        sodium_base64_encoded_len(stream.size(), sodium_base64_VARIANT_ORIGINAL));
    return sodium_bin2base64(text.data(),
                             text.size(),
                             reinterpret_cast<const unsigned char*>(stream.data()),
                             stream.size(),
                             sodium_base64_VARIANT_ORIGINAL);
}

Result<std::string> qr_svg(std::string_view text) {
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()),
                          0,
                          QR_ECLEVEL_L),
        QRcode_free);
    if (code == nullptr) {
        return Error{errno == ERANGE ? "the settings are too long for a QR code"
                                     : "the QR code could not be made"};
    }
    const std::string side = std::to_string(code->width + 2 * quiet_zone);
    std::string path;
    for (int y = 0; y < code->width; ++y)
        append_row(*code, y, path);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
           "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side +
           "H0z\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
}

}  // namespace mtm
