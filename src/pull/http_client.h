#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace mtm {

/// What is asked of another server.
struct HttpQuestion {
    std::string url = {};
    std::string method = "GET";
    std::vector<std::string> headers = {};  // "Authorization: Token …"
    std::string body = {};
};

struct HttpReply {
    int status = 0;
    std::string content_type = {};
    std::optional<int> retry_after_s = {};
    std::string body = {};
};

/// Asks other servers, one question after the other. An error is one of the connection: no such
/// host, a certificate that cannot be trusted, a time-out. It names the host and never a header.
class HttpClient {
public:
    virtual ~HttpClient() = default;

    [[nodiscard]] virtual Result<HttpReply> ask(const HttpQuestion& question) = 0;
};

/// By libcurl: certificates are verified, credentials follow no redirect to another host.
/// `user_agent` is how it names itself.
[[nodiscard]] std::unique_ptr<HttpClient> curl_client(const std::string& user_agent);

/// Asks again, six times at most, where the connection broke or the server said that it is busy
/// (408, 425, 429, 5xx): after 1, 2, 4, … seconds, or as long as it asked for (two minutes at
/// most). `wait` lets so many seconds pass. REQUIRES: asking twice does what asking once does.
[[nodiscard]] Result<HttpReply> ask_patiently(HttpClient& client,
                                              const HttpQuestion& question,
                                              const std::function<void(int)>& wait);

}  // namespace mtm
