#include <openssl/evp.h>

#include "base/text.h"
#include "capture/page_files.h"
#include "capture/public_calls.h"
#include "capture/public_query.h"
#include "capture/route.h"
#include "store/sha256.h"

namespace mtm {
namespace {

// A dashboard takes its script, style and data from beside it, draws pictures of its own (data: and
// blob:) and calls nobody: not even this server, whose pages lie at the same origin.
constexpr std::string_view dashboard_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::string_view data_policy = "default-src 'none'; sandbox; frame-ancestors 'none'";

constexpr std::size_t sent_at_once = 1U << 20U;  // bytes: what is larger is never copied whole
constexpr std::size_t size_of_piece = 1U << 16U;

constexpr std::string_view list_style =
    ":root{color-scheme:light dark;--page:#fffffe;--ink:#1b2431;--quiet:#55606e;--line:#cfd6de;"
    "--link:#0b5394;--cover:#12395b;--mark:#8a1f3d}"
    "@media(prefers-color-scheme:dark){:root{--page:#14181d;--ink:#e9edf1;--quiet:#aab4bf;"
    "--line:#3a444f;--link:#8ec1f0;--cover:#0f2a42;--mark:#ffb8cc}}"
    "body{margin:0;color:var(--ink);background:var(--page);font:1rem/1.55 \"Noto Sans\","
    "\"Open Sans\",\"Segoe UI\",Roboto,Arial,sans-serif;overflow-wrap:break-word}"
    "header{padding:.8rem clamp(1rem,3vw,2rem);color:#fff;background:var(--cover)}"
    "h1{margin:0;font-size:1.1875rem}"
    "main{max-width:60rem;padding:1.5rem clamp(1rem,3vw,2rem) 3rem}"
    "ul{list-style:none;margin:0;padding:0}li{padding:.75rem 0;border-bottom:1px solid var(--line)}"
    "a{color:var(--link)}:focus-visible{outline:3px solid var(--link);outline-offset:2px}"
    "li>a{font-weight:700}span{display:block;color:var(--quiet)}"
    "strong{display:block;color:var(--mark)}";

// As policies name a style that stands in the page: "'sha256-…'".
std::string style_source(std::string_view style) {
    const std::string digest = sha256(style);
    std::string text(64, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                       reinterpret_cast<const unsigned char*>(digest.data()),
                                       static_cast<int>(digest.size()));
    text.resize(static_cast<std::size_t>(length));
    return "'sha256-" + text + "'";
}

// "International Migrant Workers Survey", or the name of the folder where nothing else is known.
std::string common_text(const PublishedStudy& study, const char* field) {
    if (!study.data) return {};
    const auto at = study.data->operation.find(field);
    return at != study.data->operation.end() && at->is_string() ? at->get<std::string>()
                                                                : std::string();
}

std::string title_of(const PublishedStudy& study) {
    const std::string title = common_text(study, "operation");
    return title.empty() ? study.slug : title;
}

bool is_invented(const PublishedStudy& study) {
    return study.data && study.data->operation.value("invented", Json(false)) == Json(true);
}

std::string list_item(const PublishedStudy& study) {
    std::vector<std::string> about;
    for (const char* field : {"round", "admin0Name"}) {
        if (const std::string text = common_text(study, field); !text.empty())
            about.push_back(text);
    }
    std::string out = "<li><a href=\"/public/" + percent_encoded(study.slug) + "/\">" +
                      escape_xml(title_of(study)) + "</a>";
    if (!about.empty()) out += "<span>" + escape_xml(join(about, ", ")) + "</span>";
    if (is_invented(study)) out += "<strong>Rehearsal: invented data, no survey results</strong>";
    return out + "</li>";
}

std::string list_page(const PublishedStudies& shown) {
    std::string out =
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport "
        "content=\"width=device-width, initial-scale=1\"><title>Published surveys</title><style>" +
        std::string(list_style) +
        "</style></head><body><header><h1>Published surveys</h1></header><main>";
    if (shown.studies.empty()) {
        out += "<p>Nothing has been published here yet.</p>";
    } else {
        out += "<ul>";
        for (const PublishedStudy& study : shown.studies)
            out += list_item(study);
        out +=
            "</ul><p>For programs: <a href=\"/public/api/v1/operations\">operations</a>, "
            "<a href=\"/public/api/v1/tables\">tables</a>, "
            "<a href=\"/public/api/v1/figures?limit=100\">figures</a>.</p>";
    }
    return out + "</main></body></html>\n";
}

std::string list_json(const PublishedStudies& shown) {
    Json out = Json::array();
    for (const PublishedStudy& study : shown.studies) {
        const auto text_or_null = [&](const char* field) {
            const std::string text = common_text(study, field);
            return text.empty() ? Json(nullptr) : Json(text);
        };
        out.push_back({{"study", study.slug},
                       {"title", title_of(study)},
                       {"round", text_or_null("round")},
                       {"country", text_or_null("admin0Name")},
                       {"invented", is_invented(study)},
                       {"dashboard", "/public/" + study.slug + "/"}});
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool wants_json(const Request& request) {
    const std::string_view accept = request.header("accept");
    return accept.find("application/json") != std::string_view::npos &&
           accept.find("text/html") == std::string_view::npos;
}

// 304 if the client has it; else what follows has to fill it.
Response tagged(const Request& request, const std::string& tag) {
    Response out;
    out.headers = {{"ETag", tag}, {"Cache-Control", "public, no-cache"}};
    if (request.header("if-none-match").find(tag) != std::string_view::npos) out.status = 304;
    return out;
}

void send_bytes(std::shared_ptr<const std::string> bytes, Response& response) {
    if (bytes->size() <= sent_at_once) {
        response.body = *bytes;
        return;
    }
    response.pieces = [bytes = std::move(bytes),
                       at = std::size_t{0}]() mutable -> Result<std::optional<std::string>> {
        if (at == bytes->size()) return std::optional<std::string>();
        std::string piece = bytes->substr(at, size_of_piece);
        at += piece.size();
        return std::optional<std::string>(std::move(piece));
    };
}

Response file_response(const Request& request, const PublishedFile& file) {
    const bool zipped = file.gzipped != nullptr && takes_gzip(request);
    std::string tag = file.etag;
    if (zipped) tag.insert(tag.size() - 1, "-gzip");
    Response out = tagged(request, tag);
    out.headers.push_back({"Vary", "Accept-Encoding"});
    if (out.status == 304) return out;
    out.headers.push_back({"Content-Type", file.type});
    if (zipped) out.headers.push_back({"Content-Encoding", "gzip"});
    send_bytes(zipped ? file.gzipped : file.bytes, out);
    return out;
}

}  // namespace

Response list_published(const Call& call) {
    static const std::string policy = "default-src 'none'; style-src " + style_source(list_style) +
                                      "; base-uri 'none'; form-action 'none'; frame-ancestors "
                                      "'none'";
    const auto shown = call.service.shelf->shown();
    const bool json = wants_json(call.request);
    Response out = tagged(call.request, "W/\"" + shown->version + (json ? "-json\"" : "\""));
    out.headers.push_back({"Vary", "Accept"});
    if (out.status != 304) {
        out.headers.push_back(
            {"Content-Type",
             json ? "application/json; charset=utf-8" : "text/html; charset=utf-8"});
        out.body = json ? list_json(*shown) : list_page(*shown);
    }
    add_page_headers(out, policy);
    return out;
}

Response go_to_published(const Call& call) {
    const std::string& slug = call.part("study");
    if (call.service.shelf->shown()->find(slug) == nullptr) return not_found();
    Response out;
    out.status = 308;
    out.headers = {{"Location", "/public/" + percent_encoded(slug) + "/"},
                   {"Cache-Control", "no-cache"}};
    return out;
}

Response send_published(const Call& call) {
    const auto shown = call.service.shelf->shown();
    const PublishedStudy* study = shown->find(call.part("study"));
    if (study == nullptr) return not_found();
    const std::string& path = call.part("path");
    const auto file = study->files.find(path.empty() ? "index.html" : path);
    if (file == study->files.end()) return not_found();
    Response out = file_response(call.request, file->second);
    add_page_headers(out, path.starts_with("data/") ? data_policy : dashboard_policy);
    return out;
}

std::vector<Route> routes_of_public() {
    return {{"GET", "/public", needs_nothing_at_all, list_published},
            {"GET", "/public/api/v1/operations", needs_nothing_at_all, list_public_operations},
            {"GET", "/public/api/v1/tables", needs_nothing_at_all, list_public_tables},
            {"GET", "/public/api/v1/figures", needs_nothing_at_all, list_public_figures},
            {"GET", "/public/{study}", needs_nothing_at_all, go_to_published},
            {"GET", "/public/{study}/{path*}", needs_nothing_at_all, send_published}};
}

std::optional<Response> respond_public(Service& service, const Request& request) {
    static const std::vector<Route> routes = routes_of_public();
    const bool api = request.path.starts_with("/public/api/");
    if (!api && request.path != "/public" && !request.path.starts_with("/public/"))
        return std::nullopt;
    if (api && request.method == "OPTIONS") return allow_other_sites();
    std::optional<Response> out;
    if (request.path == "/public/") {
        Request list = request;
        list.path = "/public";
        out = dispatch(routes, service, list);
    } else {
        out = dispatch(routes, service, request);
    }
    if (!out) out = not_found();
    if (api) let_other_sites_read(*out);
    return out;
}

}  // namespace mtm
