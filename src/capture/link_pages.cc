#include "capture/link_pages.h"

#include <algorithm>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/browser_limits.h"
#include "capture/header_value.h"
#include "capture/json_answer.h"
#include "capture/multipart.h"
#include "capture/openrosa.h"
#include "capture/page_files.h"
#include "capture/route.h"
#include "capture/submission.h"
#include "interview/envelope.h"

namespace mtm {
namespace {

constexpr std::string_view nothing_policy = "default-src 'none'; frame-ancestors 'none'";
constexpr std::string_view xml_part = "xml_submission_file";

// "/f/TOKEN/WHAT".
struct LinkPath {
    std::string_view token;
    std::string_view what;
};

std::optional<LinkPath> link_path(std::string_view path) {
    constexpr std::string_view prefix = "/f/";
    if (!path.starts_with(prefix)) return std::nullopt;
    path.remove_prefix(prefix.size());
    const std::size_t end = path.find('/');
    if (end == 0 || end == std::string_view::npos || end + 1 == path.size()) return std::nullopt;
    return LinkPath{path.substr(0, end), path.substr(end + 1)};
}

struct Visit {
    Service& service;
    const Request& request;
    LinkPath path;
    Identity who;
    ServedStudy& study;
    const FormVersion& form;  // that is handed out now
};

Response bytes_response(const Request& request,
                        std::string type,
                        const std::string& md5,
                        const std::string& bytes) {
    const std::string tag = '"' + md5 + '"';
    Response response;
    response.headers = {{"ETag", tag}, {"Cache-Control", "private, no-cache"}};
    if (request.header("if-none-match").find(tag) != std::string_view::npos) {
        response.status = 304;
    } else {
        response.headers.push_back({"Content-Type", std::move(type)});
        response.body = bytes;
    }
    add_page_headers(response, nothing_policy);
    return response;
}

std::string url_of(const Visit& visit, std::string_view what) {
    return "/f/" + percent_encoded(visit.path.token) + "/" + std::string(what);
}

Result<bool> is_for_one_interview(const Visit& visit) {
    const auto directory = TRY(visit.service.access->directory(*visit.service.organisation));
    const auto at = std::ranges::find(directory->links(), visit.who.id, &FormLink::id);
    return at != directory->links().end() && at->once;
}

Json languages_of(const Questionnaire& questionnaire) {
    Json out = Json::array();
    for (const Language& language : questionnaire.languages) {
        if (language.header != "default")
            out.push_back({{"code", language.code}, {"name", language.header}});
    }
    return out;
}

Json media_of(const Visit& visit) {
    Json out = Json::array();
    for (const FormFile& file : visit.form.files) {
        out.push_back({{"name", file.name},
                       {"url", url_of(visit, "media/" + percent_encoded(file.name))},
                       {"md5", file.md5}});
    }
    return out;
}

Json unsupported_in(const FormVersion& form) {
    Json out = Json::array();
    for (const BrowserLimit& limit : browser_limits(form.questionnaire, form.xml)) {
        out.push_back({{"question", limit.question}, {"type", limit.type}, {"what", limit.what}});
    }
    return out;
}

Response describe_form(const Visit& visit) {
    const FieldState state = TRY_ANSWER(visit.study.store->field_state());
    const bool once = TRY_ANSWER(is_for_one_interview(visit));
    const FormVersion& form = visit.form;
    return json_response(
        200,
        {{"title", form.title},
         {"formId", form.form_id},
         {"version", form.version},
         {"md5", form.md5},
         {"languages", languages_of(form.questionnaire)},
         {"current", url_of(visit, "form.xml")},
         {"media", media_of(visit)},
         {"submission", url_of(visit, "submission")},
         {"encrypted", form.encrypted},
         {"once", once},
         {"state", name_of(state)},
         {"rehearsal",
          visit.study.rehearsal || state == FieldState::draft || state == FieldState::pilot},
         {"largestBody", visit.service.largest_body},
         {"now", visit.request.now},
         {"unsupported", unsupported_in(form)}});
}

Response form_media(const Visit& visit, std::string_view name) {
    const auto file = std::ranges::find(visit.form.files, name, &FormFile::name);
    if (file == visit.form.files.end()) return not_found();
    return bytes_response(visit.request, file->content_type, file->md5, file->bytes);
}

// Each link is an application of its own on the home screen of a telephone.
Response app_manifest(const Visit& visit) {
    const std::string page = "/f/" + percent_encoded(visit.path.token);
    const auto icon = [](std::string_view size) {
        return Json{{"src", "/icon-" + std::string(size) + ".png"},
                    {"sizes", std::string(size) + "x" + std::string(size)},
                    {"type", "image/png"},
                    {"purpose", "any"}};
    };
    Response response = json_response(200,
                                      {{"name", visit.form.title},
                                       {"short_name", "MTM"},
                                       {"id", page},
                                       {"start_url", page},
                                       {"scope", "/f/"},
                                       {"display", "standalone"},
                                       {"background_color", "#eef1f4"},
                                       {"theme_color", "#12395b"},
                                       {"icons", {icon("192"), icon("512")}}});
    for (Header& header : response.headers) {
        if (header.name == "Content-Type") header.value = "application/manifest+json";
    }
    return response;
}

// Whether an interview that arrives by a used link is the one that used it up, sent again by a
// browser that did not hear the answer.
Result<bool> is_known(const Visit& visit) {
    const ParsedMultipart parsed =
        parse_multipart(visit.request.header("content-type"), visit.request.body);
    const FormPart* xml = parsed.find(xml_part);
    if (xml == nullptr) return false;
    const auto envelope = read_envelope(xml->bytes);
    if (!envelope) return false;
    return TRY(visit.study.store->find(envelope->instance_id)).has_value();
}

Response receive(const Visit& visit) {
    if (visit.request.method != "POST") {
        Response refused = openrosa_message(405, "Interviews are sent here by POST.");
        refused.headers.push_back({"Allow", "POST"});
        return refused;
    }
    if (visit.who.spent && !TRY_ANSWER(is_known(visit)))
        return openrosa_message(410, "This link was good for one interview, which is in.");
    Response response = receive_submission(visit.service, visit.request, {&visit.study}, visit.who);
    if (response.status == 201 || response.status == 202)
        TRY_ANSWER(note_link_used(visit.service, visit.who, visit.request.now));
    return response;
}

Response answer(const Visit& visit) {
    constexpr std::string_view media = "media/";
    const std::string_view what = visit.path.what;
    if (what == "submission") return as_openrosa(visit.service, receive(visit));
    if (visit.request.method != "GET")
        return {.status = 405, .headers = {{"Allow", "GET, HEAD"}}, .body = {}, .events = {}};
    if (visit.who.spent) {
        return error_response(410, "410.1", "This link was good for one interview, which is in.");
    }
    if (what == "form.json") return describe_form(visit);
    if (what == "app.webmanifest") return app_manifest(visit);
    if (what == "form.xml") {
        return bytes_response(
            visit.request, "text/xml; charset=utf-8", visit.form.md5, visit.form.xml);
    }
    if (what.starts_with(media)) return form_media(visit, what.substr(media.size()));
    return not_found();
}

}  // namespace

std::optional<Response> respond_link(Service& service, const Request& request) {
    const auto path = link_path(request.path);
    if (!path) return std::nullopt;
    if (auto refused = refuse_plain_http(service, request)) return refused;
    Access access = identify(service, request);
    if (access.refused) return std::move(*access.refused);
    if (access.who.kind != Identity::Kind::link || access.who.roles.empty()) return not_found();
    ServedStudy* study = service.find_study(access.who.roles.begin()->first);
    if (study == nullptr || study->current() == nullptr) return not_found();
    return answer({service, request, *path, access.who, *study, *study->current()});
}

}  // namespace mtm
