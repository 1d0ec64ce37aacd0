#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

struct Header {
    std::string name;  // any case
    std::string value;
};

/// An HTTP request as the rest of MTM sees it: no socket, no library type. The body is complete
/// and lies in memory or in a mapped file that outlives the answer.
struct Request {
    std::string method;  // "GET"
    std::string path;    // percent-decoded, from "/", without the query; no "." or ".." segments
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
    std::string target;  // as it stood in the request line: Digest signs this
    std::vector<Header> headers;
    std::string_view body;
    std::string peer;       // address of the client, as a proxy we trust or the socket says
    bool secure = false;    // https, here or at the proxy
    bool loopback = false;  // the client is on this machine
    std::string base_url;   // "https://host[:port]": as the client names this server
    std::int64_t now = 0;   // milliseconds since 1970-01-01T00:00:00Z

    /// Value of the first header of that name (case ignored), or empty.
    [[nodiscard]] std::string_view header(std::string_view name) const;

    /// Value of the first query parameter of that name, or absent.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// Text that goes on arriving: a server-sent event stream. The server asks for the next piece when
/// the client can take it and at most once a second; nothing means "not now".
using EventSource = std::function<std::optional<std::string>(std::int64_t now)>;

/// A body too large to be held whole: each call gives the next piece, nothing is the end, and an
/// error cuts the answer off so that the client sees that it is not whole. Asked for one piece at a
/// time, on threads that may wait, as fast as the client takes them. Its request is gone by then.
using PieceSource = std::function<Result<std::optional<std::string>>()>;

struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
    EventSource events = {};  // set: the body goes on until the client leaves
    PieceSource pieces = {};  // set: they are the body
    std::string cause = {};   // what failed on our side, for the server's log; never sent
};

}  // namespace mtm
