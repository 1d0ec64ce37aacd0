#include <algorithm>

#include "base/text.h"
#include "capture/form_list.h"
#include "capture/openrosa.h"
#include "capture/route.h"
#include "capture/submission.h"

namespace mtm {
namespace {

constexpr std::string_view key_prefix = "/key/";

// Behind a prefix: which call it is.
std::optional<OpenRosaPath::Call> call_of(std::string_view rest) {
    if (rest == "/formList") return OpenRosaPath::Call::form_list;
    if (rest == "/submission") return OpenRosaPath::Call::submission;
    if (rest.starts_with("/forms/")) return OpenRosaPath::Call::form;
    return std::nullopt;
}

// The body of one POST is a little more than the files in it, which is what clients add up.
std::size_t accepted_length(const Service& service) {
    constexpr std::size_t room = 1'000'000;
    return service.largest_body > 2 * room ? service.largest_body - room : service.largest_body;
}

void set_header(Response& response, const std::string& name, std::string value) {
    std::erase_if(response.headers, [&name](const Header& header) {
        return lower_ascii(header.name) == lower_ascii(name);
    });
    response.headers.push_back({name, std::move(value)});
}

// "message" of a JSON error, for what other parts of the server have refused.
std::string sentence_of(const Response& response) {
    constexpr std::string_view key = "\"message\":";
    const std::size_t at = response.body.find(key);
    if (at == std::string::npos) return {};
    const std::size_t open = response.body.find('"', at + key.size());
    if (open == std::string::npos) return {};
    std::string out;
    for (std::size_t i = open + 1; i < response.body.size() && response.body[i] != '"'; ++i) {
        if (response.body[i] == '\\' && i + 1 < response.body.size()) ++i;
        out += response.body[i];
    }
    return out;
}

Response not_allowed(std::string_view methods) {
    Response out = openrosa_message(405, "This address does not answer that kind of request.");
    out.headers.push_back({"Allow", std::string(methods)});
    return out;
}

}  // namespace

std::optional<OpenRosaPath> openrosa_path(const Service& service, std::string_view path) {
    OpenRosaPath out;
    out.rest = path;
    if (path.starts_with(key_prefix)) {
        const std::size_t end = path.find('/', key_prefix.size());
        if (end == std::string_view::npos || end == key_prefix.size()) return std::nullopt;
        out.prefix = path.substr(0, end);
    } else if (path.size() > 1) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        out.only = service.find_study(path.substr(1, end - 1));
        if (out.only != nullptr) out.prefix = path.substr(0, end);
    }
    out.rest.remove_prefix(out.prefix.size());
    if (out.rest.size() > 1 && out.rest.ends_with('/')) out.rest.remove_suffix(1);
    const auto call = call_of(out.rest);
    if (!call) return std::nullopt;
    out.call = *call;
    return out;
}

std::vector<ServedStudy*> open_to(const Service& service,
                                  const OpenRosaPath& path,
                                  const Identity& who) {
    std::vector<ServedStudy*> out;
    for (const auto& study : service.studies) {
        if (path.only != nullptr && path.only != study.get()) continue;
        if (may(who, study->slug, Right::submit)) out.push_back(study.get());
    }
    return out;
}

Response answer_openrosa(Service& service,
                         const Request& request,
                         const OpenRosaPath& path,
                         const Identity& who) {
    std::vector<ServedStudy*> studies = open_to(service, path, who);
    if (auto plain = refuse_plain_http(service, request)) {
        std::erase_if(studies, [](const ServedStudy* study) {
            return study->current() == nullptr || !study->current()->encrypted;
        });
        if (studies.empty()) return std::move(*plain);
    }
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (studies.empty()) {
        return openrosa_message(403, "You may not send interviews to this study.");
    }
    switch (path.call) {
        case OpenRosaPath::Call::form_list:
            return reads ? form_list(request, path, studies, who) : not_allowed("GET, HEAD");
        case OpenRosaPath::Call::form:
            return reads ? form_download(request, path, studies, who) : not_allowed("GET, HEAD");
        case OpenRosaPath::Call::submission:
            break;
    }
    // Any other success than 204 makes ODK Collect believe that this is no OpenRosa server.
    if (request.method == "HEAD")
        return Response{.status = 204, .headers = {}, .body = {}, .events = {}};
    if (request.method != "POST") return not_allowed("HEAD, POST");
    return receive_submission(service, request, studies, who);
}

Response as_openrosa(const Service& service, Response response) {
    const bool has_sentence = response.body.find("<OpenRosaResponse") != std::string::npos;
    if (response.status >= 400 && !has_sentence) {
        std::string sentence = sentence_of(response);
        if (sentence.empty()) sentence = "The server refused this.";
        const Response said = openrosa_message(response.status, sentence);
        set_header(response, "Content-Type", said.headers.front().value);
        response.body = said.body;
    }
    set_header(response, "X-OpenRosa-Version", "1.0");
    set_header(
        response, "X-OpenRosa-Accept-Content-Length", std::to_string(accepted_length(service)));
    return response;
}

Response openrosa_message(int status, std::string_view sentence) {
    return {.status = status,
            .headers = {{"Content-Type", "text/xml; charset=utf-8"}},
            .body =
                "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\" items=\"0\">"
                "<message nature=\"" +
                std::string(status < 300 ? "submit_success" : "error") + "\">" +
                escape_xml(sentence) + "</message></OpenRosaResponse>",
            .events = {}};
}

}  // namespace mtm
