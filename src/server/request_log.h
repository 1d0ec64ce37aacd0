#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/metrics.h"

namespace spdlog {
class logger;
}

namespace mtm {

/// The server's log: a JSON object a line, on stderr or in a file. It holds no path, no query, no
/// name of an interview or a tablet; of a client's address only a short hash, salted anew at each
/// start, so that a line leads to other lines and to nobody. Written by a thread of its own: a disk
/// or a pipe that is slow loses lines, and never delays an answer.
class RequestLog {
public:
    enum class Level { requests, events };  // every request, or only what happens to the server

    /// To stderr if `path` is empty.
    static Result<std::unique_ptr<RequestLog>> open(const std::string& path, Level level);

    RequestLog(const RequestLog&) = delete;
    RequestLog& operator=(const RequestLog&) = delete;
    ~RequestLog();  // all lines are written

    void answered(const AnsweredRequest& request, std::string_view peer);
    /// Something that happened to the server itself: "started", "stopping", …
    void event(std::string_view what, std::string_view detail = {});
    void failure(std::string_view what, std::string_view detail);

private:
    struct Sink;
    RequestLog(std::unique_ptr<Sink> sink, Level level);

    [[nodiscard]] std::string hash_of(std::string_view peer) const;

    std::unique_ptr<Sink> sink_;
    Level level_;
    std::string salt_;
};

/// A JSON string, in quotes.
[[nodiscard]] std::string json_text(std::string_view text);

}  // namespace mtm
