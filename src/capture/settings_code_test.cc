// The code is read back as a phone would: the picture is drawn, a barcode reader finds the text in
// it, and the text is taken apart.
#include "capture/settings_code.h"

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>
#include <gtest/gtest.h>
#include <sodium.h>
#include <zlib.h>

#include "base/text.h"

namespace mtm {
namespace {

std::string inflated(const std::string& code) {
    std::string stream(code.size(), '\0');
    std::size_t length = 0;
    EXPECT_EQ(sodium_base642bin(reinterpret_cast<unsigned char*>(stream.data()),
                                stream.size(),
                                code.data(),
                                code.size(),
                                nullptr,
                                &length,
                                nullptr,
                                sodium_base64_VARIANT_ORIGINAL),
              0);
    std::string plain(100'000, '\0');
    uLongf size = plain.size();
    EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(plain.data()),
                         &size,
                         reinterpret_cast<const Bytef*>(stream.data()),
                         static_cast<uLong>(length)),
              Z_OK);
    plain.resize(size);
    return plain;
}

// Draws the runs "Mx yhWv1Hxz" of the second path, four pixels a module.
std::string read_picture(const std::string& svg) {
    constexpr int scale = 4;
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(svg.c_str()));
    const pugi::xml_node root = document.child("svg");
    const int side =
        std::stoi(std::string(words(root.attribute("viewBox").as_string())[2])) * scale;
    std::vector<std::uint8_t> pixels(
        static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 255);
    for (const std::string_view run : split(root.last_child().attribute("d").as_string(), 'M')) {
        int x = 0;
        int y = 0;
        int width = 0;
        if (std::sscanf(std::string(run).c_str(), "%d %dh%d", &x, &y, &width) != 3) continue;
        for (int row = y * scale; row < (y + 1) * scale; ++row) {
            for (int column = x * scale; column < (x + width) * scale; ++column)
                pixels[static_cast<std::size_t>(row * side + column)] = 0;
        }
    }
    const ZXing::Result result =
        ZXing::ReadBarcode({pixels.data(), side, side, ZXing::ImageFormat::Lum});
    EXPECT_EQ(result.format(), ZXing::BarcodeFormat::QRCode);
    return ZXing::TextUtfEncoding::ToUtf8(result.text());
}

AppSettings settings() {
    return {.server_url = "https://mtm.example.org/key/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            .user_name = {},
            .password = {},
            .project_name = "Раунд 4 – Алматы",
            .enumerator = "e07",
            .app_language = "ru"};
}

TEST(SettingsCode, IsReadBackByABarcodeReader) {
    const nlohmann::json json = app_settings_json(settings());
    const std::string code = settings_code(json);
    const auto svg = qr_svg(code);
    ASSERT_TRUE(svg);
    const std::string text = read_picture(*svg);
    EXPECT_EQ(text, code);
    EXPECT_EQ(nlohmann::json::parse(inflated(text)), json);
}

TEST(SettingsCode, HoldsWhatTheAppsNeed) {
    AppSettings with_password = settings();
    with_password.server_url = "http://192.168.1.10:8080/north";
    with_password.user_name = "north-01";
    with_password.password = "secret";
    const nlohmann::json json = app_settings_json(with_password);
    EXPECT_TRUE(json.at("general").is_object());
    EXPECT_TRUE(json.at("admin").is_object());
    EXPECT_EQ(json["general"]["server_url"], "http://192.168.1.10:8080/north");
    EXPECT_EQ(json["general"]["username"], "north-01");
    EXPECT_EQ(json["general"]["password"], "secret");
    EXPECT_EQ(json["general"]["form_update_mode"], "match_exactly");
    EXPECT_EQ(json["general"]["autosend"], "wifi_and_cellular");
    EXPECT_EQ(json["general"]["delete_send"], true);
    EXPECT_EQ(json["project"]["name"], "Раунд 4 – Алматы");
    EXPECT_FALSE(app_settings_json(settings())["general"].contains("password"));
}

TEST(SettingsCode, SaysWhenATextIsTooLong) {
    EXPECT_TRUE(qr_svg(std::string(2953, 'a')));
    const auto refused = qr_svg(std::string(2954, 'a'));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("too long"), std::string::npos);
}

}  // namespace
}  // namespace mtm
