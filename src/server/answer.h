#pragma once

#include <string>
#include <string_view>

#include "capture/message.h"

namespace mtm {

/// How an answer goes onto the wire, beside what it says itself.
struct AnswerForm {
    bool keep_alive = true;
    bool http_1_1 = true;
    std::int64_t now = 0;  // milliseconds since 1970
};

/// Status line and headers of an answer, to the empty line. Date, Content-Length, Connection and
/// Server are the server's own; a header value with a line break in it is cut there.
[[nodiscard]] std::string answer_head(const Response& response, const AnswerForm& form);

/// Compresses a text body if the client takes gzip and it is worth it. Left alone: short bodies,
/// what is compressed already, what sets a cookie, strong ETags (they name these very bytes).
void compress_if_asked(const Request& request, Response& response);

/// An answer that the server gives of itself, when no handler was asked: in the form in which
/// tablets show it to their enumerator where a tablet asks, else as JSON.
[[nodiscard]] Response refusal(int status, std::string_view sentence, bool openrosa);

}  // namespace mtm
