#include "capture/route_class.h"

#include <array>
#include <utility>

namespace mtm {
namespace {

std::string_view without_slash(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/'))
        path.remove_suffix(1);
    return path;
}

std::string_view openrosa_class(const Request& request, std::string_view path) {
    if (path.ends_with("/formList")) return "form-list";
    if (path.ends_with("/submission")) {
        return request.method == "POST" ? "submission" : "submission-check";
    }
    if (path.find("/forms/") == std::string_view::npos) return {};
    if (path.ends_with("/manifest")) return "manifest";
    return path.find("/media/") == std::string_view::npos ? "form" : "media";
}

std::string_view api_class(std::string_view path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> classes{
        {{"/v1/sessions", "sessions"},
         {"/v1/users", "people"},
         {"/v1/tokens", "people"},
         {"/v1/welcome", "people"},
         {"/v1/audits", "audits"},
         {"/v1/projects", "central"},
         {"/v1/studies", "studies"},
         {"/v1/openapi.json", "description"},
         {"/v1", "api"}}};
    if (path.find(".svc") != std::string_view::npos) return "odata";
    if (path.ends_with("/events")) return "events";
    for (const auto& [prefix, name] : classes) {
        if (path.starts_with(prefix)) return name;
    }
    return "api";
}

}  // namespace

std::string_view route_class(const Request& request) {
    const std::string_view path = without_slash(request.path);
    if (path == "/health") return "health";
    if (path == "/metrics") return "metrics";
    if (path.starts_with("/v1/")) return api_class(path);
    if (path.starts_with("/public/api/")) return "public-api";
    if (path == "/public" || path.starts_with("/public/")) return "public";
    if (path.starts_with("/f/") && path.ends_with("/submission")) return "submission";
    if (path.starts_with("/f/")) return "browser-form";
    if (path.starts_with("/assets/")) return "page-file";
    const std::string_view openrosa = openrosa_class(request, path);
    return openrosa.empty() ? "page" : openrosa;
}

}  // namespace mtm
