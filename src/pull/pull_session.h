#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "pull/pull.h"

namespace mtm {

/// Questions to one server by one who is let in.
class PullSession {
public:
    PullSession(HttpClient& client, const PullSource& source, const std::function<void(int)>& wait)
        : client_(client), source_(source), wait_(wait) {}

    /// "Token …" or "Bearer …": from now on.
    void let_in_by(std::string authorization) { authorization_ = std::move(authorization); }

    /// The body of a 200. Errors say what the server said, without what was asked.
    Result<std::string> get(const std::string& url);
    Result<nlohmann::json> get_json(const std::string& url);
    Result<nlohmann::json> post_json(const std::string& url, const nlohmann::json& body);
    /// With its type; an error, too, where the file is not there.
    Result<HttpReply> get_file(const std::string& url);

    [[nodiscard]] const PullSource& source() const { return source_; }

private:
    Result<HttpReply> ask(HttpQuestion question);

    HttpClient& client_;
    const PullSource& source_;
    const std::function<void(int)>& wait_;
    std::string authorization_;
};

/// The text under a key; empty if there is none.
[[nodiscard]] std::string text_at(const nlohmann::json& object, const char* key);

/// Fetches a file unless it is here; counts it.
Status pull_file(PullSession& session,
                 const std::string& url,
                 PulledFile file,
                 PullSink& sink,
                 PullCounts& counts);

Result<PullCounts> pull_from_kobotoolbox(PullSession& session, PullState state, PullSink& sink);
Result<PullCounts> pull_from_central(PullSession& session,
                                     const PullCredentials& credentials,
                                     PullState state,
                                     PullSink& sink);

}  // namespace mtm
