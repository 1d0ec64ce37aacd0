#include "pull/pull_session.h"

#include <utility>

#include <fmt/format.h>

namespace mtm {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_told = 200;  // bytes of a server's own words

// What a server says of a refusal: "message" of Central, "detail" of KoboToolbox.
std::string said(const std::string& body) {
    const Json read = Json::parse(body, nullptr, false);
    for (const char* key : {"message", "detail"}) {
        std::string text = text_at(read, key);
        if (text.empty()) continue;
        if (text.size() > longest_told) text.resize(longest_told);
        return " It says: " + text;
    }
    return "";
}

Error refusal(const HttpReply& reply) {
    if (reply.status == 401 || reply.status == 403) {
        return {fmt::format(
            "the server lets nobody in with this token or password ({}). See that it is right, "
            "and that its account may see the interviews of this form.{}",
            reply.status,
            said(reply.body))};
    }
    if (reply.status == 404) {
        return {
            "the server has no such form, or not for this account (404). Copy the form's "
            "address once more." +
            said(reply.body)};
    }
    return {fmt::format("the server answered {}.{} Try again later: what was taken stays.",
                        reply.status,
                        said(reply.body))};
}

}  // namespace

std::string text_at(const Json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Result<HttpReply> PullSession::ask(HttpQuestion question) {
    // Whatever a server names: its visitor's credentials are for nobody else.
    const bool is_ours = question.url.starts_with(source_.base + "/");
    if (!is_ours) {
        return Error{"the server names an address that is not its own: " +
                     question.url.substr(0, question.url.find('?'))};
    }
    if (!authorization_.empty()) question.headers.push_back("Authorization: " + authorization_);
    return ask_patiently(client_, question, wait_);
}

Result<HttpReply> PullSession::get_file(const std::string& url) {
    HttpReply reply = TRY(ask({.url = url}));
    if (reply.status != 200) return refusal(reply);
    return reply;
}

Result<std::string> PullSession::get(const std::string& url) {
    HttpReply reply = TRY(ask({.url = url, .headers = {"Accept: application/json"}}));
    if (reply.status != 200) return refusal(reply);
    return std::move(reply.body);
}

Result<Json> PullSession::get_json(const std::string& url) {
    const std::string body = TRY(get(url));
    Json out = Json::parse(body, nullptr, false);
    if (out.is_discarded())
        return Error{"the server's answer is no JSON: is this the address of its forms?"};
    return out;
}

Result<Json> PullSession::post_json(const std::string& url, const Json& body) {
    const HttpReply reply = TRY(ask({.url = url,
                                     .method = "POST",
                                     .headers = {"Content-Type: application/json"},
                                     .body = body.dump()}));
    if (reply.status != 200) return refusal(reply);
    Json out = Json::parse(reply.body, nullptr, false);
    if (out.is_discarded())
        return Error{"the server's answer is no JSON: is this the address of its forms?"};
    return out;
}

Status pull_file(PullSession& session,
                 const std::string& url,
                 PulledFile file,
                 PullSink& sink,
                 PullCounts& counts) {
    if (!TRY(sink.lacks(file.instance_id, file.name))) return Done{};
    Result<HttpReply> reply = session.get_file(url);
    if (!reply) {
        ++counts.files_failed;
        return Done{};
    }
    file.content_type = reply->content_type.substr(0, reply->content_type.find(';'));
    file.bytes = std::move(reply->body);
    TRY(sink.file(file));
    ++counts.files;
    return Done{};
}

Result<PullCounts> pull(HttpClient& client,
                        const PullSource& source,
                        const PullCredentials& credentials,
                        const std::function<void(int)>& wait,
                        PullState state,
                        PullSink& sink) {
    PullSession session(client, source, wait);
    if (source.server == PullServer::odk_central)
        return pull_from_central(session, credentials, std::move(state), sink);
    session.let_in_by("Token " + credentials.token);
    return pull_from_kobotoolbox(session, std::move(state), sink);
}

}  // namespace mtm
