// The web pages themselves. What they show comes from /v1 (docs/formats/rest.md) and from the calls
// of a link (link_pages.cc); their Kazakh and Uzbek has not been reviewed by a speaker yet.
#include <nlohmann/json.hpp>

#include "capture/link_pages.h"
#include "capture/page_files.h"
#include "capture/route.h"

namespace mtm {
namespace {

// The form's page needs WebAssembly (grammar of XPath) and inline styles (its control library).
constexpr std::string_view form_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src data:; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::string_view fieldwork_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
// The service worker fetches what it keeps.
constexpr std::string_view worker_policy =
    "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
constexpr std::string_view nothing_policy = "default-src 'none'; frame-ancestors 'none'";

constexpr std::string_view form_page = "/form/index.html";
constexpr std::string_view fieldwork_page = "/fieldwork/index.html";
constexpr std::string_view worker_file = "/f/worker.js";

const std::map<std::string, std::string>& pages_of(const Service& service) {
    return service.pages.empty() ? built_in_pages() : service.pages;
}

// "/f/TOKEN", and "/f/" alone, by which the service worker knows the page.
bool is_form_page(std::string_view path) {
    return path.starts_with("/f/") && path.find('/', 3) == std::string_view::npos &&
           path.find('.') == std::string_view::npos;
}

std::string_view file_at(std::string_view path) {
    if (path == "/" || path.starts_with("/welcome/")) return fieldwork_page;
    if (is_form_page(path)) return form_page;
    if (path == "/favicon.ico") return "/icon.svg";
    return path;
}

// Pages are reached by their addresses alone, never as files.
bool is_page_source(std::string_view path) {
    return path.ends_with(".html");
}

std::string_view policy_of(std::string_view file) {
    if (file == form_page) return form_policy;
    if (file == fieldwork_page) return fieldwork_policy;
    if (file == worker_file) return worker_policy;
    return nothing_policy;
}

Response method_not_allowed() {
    return {.status = 405, .headers = {{"Allow", "GET, HEAD"}}, .body = {}, .events = {}};
}

// In place of a page: one sentence, in the languages of who may be looking at it.
Response only_over_https() {
    Response response;
    response.status = 403;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                        {"Cache-Control", "no-store"}};
    response.body =
        "<!doctype html><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
        "<title>MTM</title>"
        "<p>Over plain http others on the network could read along. Open this page with https."
        "<p lang=ru>По http без шифрования данные могут прочитать другие в сети. Откройте эту "
        "страницу по https."
        "<p lang=kk>Шифрланбаған http арқылы деректерді желідегі басқалар оқи алады. Бұл бетті "
        "https арқылы ашыңыз."
        "<p lang=uz>Shifrlanmagan http orqali maʼlumotlarni tarmoqdagi boshqalar oʻqiy oladi. Bu "
        "sahifani https orqali oching.";
    add_page_headers(response, nothing_policy);
    return response;
}

// Says whether interviews can be taken in: every study's store answers.
Response health(const Service& service) {
    nlohmann::ordered_json body{{"status", "ok"}};
    Response response;
    for (const auto& study : service.studies) {
        if (study->store->withdrawn()) continue;  // read from the disk, and quick
        response.status = 503;
        body["status"] = "failing";
        body["studies"].push_back(study->slug);
    }
    response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    response.body = body.dump();
    return response;
}

}  // namespace

std::optional<Response> respond_pages(Service& service, const Request& request) {
    if (auto response = respond_link(service, request)) return response;
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (request.path == "/health") return reads ? health(service) : method_not_allowed();
    const std::string_view file = file_at(request.path);
    const auto& pages = pages_of(service);
    const auto found = pages.find(std::string(file));
    if (found == pages.end() || is_page_source(request.path)) return std::nullopt;
    if (!reads) return method_not_allowed();
    if (file.ends_with(".html") && refuse_plain_http(service, request)) return only_over_https();
    Response response = page_file_response(request, file, found->second);
    add_page_headers(response, policy_of(file));
    if (file == worker_file) response.headers.push_back({"Service-Worker-Allowed", "/f/"});
    return response;
}

}  // namespace mtm
