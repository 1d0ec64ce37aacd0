#include "pull/pull_source.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace mtm {
namespace {

bool is_plain(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() < 10 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// A form's name as it may stand in a URL.
std::string form_in(std::string_view text) {
    if (text.ends_with(".svc")) text.remove_suffix(4);
    std::string out;
    for (const char c : text) {
        const bool encoded = c == '%';
        out += encoded ? std::string(1, c) : percent_encoded({&c, 1});
    }
    return out;
}

}  // namespace

Result<PullSource> pull_source(std::string_view url) {
    const std::string_view address = trim(url).substr(0, trim(url).find('?'));
    const std::size_t scheme = address.find("://");
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
    std::vector<std::string_view> parts;
    std::vector<std::size_t> begins;
    if (host > 0 && address.substr(0, host).find('@') == std::string_view::npos) {
        for (const std::string_view part : split(address.substr(host), '/')) {
            parts.push_back(part);
            begins.push_back(static_cast<std::size_t>(part.data() - address.data()));
        }
    }
    PullSource out;
    const auto base_before = [&](std::size_t part) {
        std::string_view base = address.substr(0, begins[part]);
        while (base.ends_with('/') || base.ends_with('#'))
            base.remove_suffix(1);
        return std::string(base);
    };
    const bool has_credentials = !parts.empty() && parts[0].find('@') != std::string_view::npos;
    for (std::size_t i = 1; i + 1 < parts.size() && !has_credentials; ++i) {
        const bool api =
            parts[i] == "assets" && i >= 3 && parts[i - 1] == "v2" && parts[i - 2] == "api";
        const bool page = parts[i] == "forms" && parts[i - 1] == "#";
        if ((api || page) && is_plain(parts[i + 1])) {
            out.server = PullServer::kobotoolbox;
            out.base = base_before(api ? i - 2 : i - 1);
            out.asset = parts[i + 1];
            return out;
        }
        const bool central = parts[i] == "projects" && i + 3 < parts.size() &&
                             is_number(parts[i + 1]) && parts[i + 2] == "forms" &&
                             !parts[i + 3].empty();
        if (central) {
            const bool before = parts[i - 1] == "v1" || parts[i - 1] == "#";
            out.server = PullServer::odk_central;
            out.base = base_before(before ? i - 1 : i);
            out.project = parts[i + 1];
            out.form = form_in(parts[i + 3]);
            return out;
        }
    }
    if (has_credentials) {
        return Error{
            "The address holds a name or password. Leave them out: MTM asks for them, or takes "
            "them from MTM_PULL_TOKEN, or MTM_PULL_EMAIL and MTM_PULL_PASSWORD."};
    }
    return Error{
        "This is the address of no form of KoboToolbox or ODK Central that is known. Open the form "
        "in the browser and copy its address: for KoboToolbox "
        "https://kf.kobotoolbox.org/#/forms/aBcD…, for ODK Central "
        "https://central.example.org/#/projects/1/forms/NAME."};
}

}  // namespace mtm
