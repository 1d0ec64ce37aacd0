#include "server/head_check.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace mtm {
namespace {

bool is_token_character(char c) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() <= 18 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_host(std::string_view text) {
    constexpr std::string_view others = ".-_:[]";
    return !text.empty() && text.size() <= 260 && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

HeadFault bad(std::string sentence) {
    return {400, std::move(sentence)};
}

// A CR at the very end may still get its LF.
std::optional<HeadFault> byte_fault(std::string_view head, std::size_t from) {
    for (std::size_t i = from; i < head.size(); ++i) {
        const auto byte = static_cast<unsigned char>(head[i]);
        if (i > 0 && head[i - 1] == '\r' && byte != '\n') {
            return bad("A line of the request's head ends with CR alone.");
        }
        if (byte == '\n' && (i == 0 || head[i - 1] != '\r')) {
            return bad("A line of the request's head ends with LF alone.");
        }
        const bool allowed = byte == '\r' || byte == '\n' || byte == '\t';
        if ((byte < 0x20 && !allowed) || byte == 0x7F) {
            return bad("The request's head holds a control character.");
        }
    }
    return std::nullopt;
}

// What a head says that matters for where the request ends.
struct Framing {
    bool http_1_1 = false;
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
};

std::optional<HeadFault> request_line_fault(std::string_view line, Framing& framing) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos ||
        line.find(' ', second + 1) != std::string_view::npos) {
        return bad("The request line is not “METHOD target HTTP/1.1”.");
    }
    const std::string_view target = line.substr(first + 1, second - first - 1);
    const std::string_view version = line.substr(second + 1);
    if (!is_token(line.substr(0, first))) return bad("The request's method is no word.");
    if (target.empty() ||
        !std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7F; })) {
        return bad("The request's target is empty or holds what must be escaped.");
    }
    framing.http_1_1 = version == "HTTP/1.1";
    if (framing.http_1_1 || version == "HTTP/1.0") return std::nullopt;
    if (version.starts_with("HTTP/")) return HeadFault{505, "This server speaks HTTP/1.1."};
    return bad("The request line does not end with HTTP/1.1.");
}

std::optional<HeadFault> header_fault(std::string_view line, Framing& framing) {
    if (line.front() == ' ' || line.front() == '\t') return bad("A header line is folded.");
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        return bad("A header line does not begin with a name and a colon.");
    }
    const std::string name = lower_ascii(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
        value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t'))
        value.remove_suffix(1);
    if (name == "content-length") {
        if (++framing.lengths > 1) return bad("Content-Length stands there twice.");
        if (!is_digits(value)) return bad("Content-Length is no number.");
    } else if (name == "transfer-encoding") {
        if (++framing.encodings > 1) return bad("Transfer-Encoding stands there twice.");
        if (lower_ascii(value) != "chunked") {
            return HeadFault{501, "The only Transfer-Encoding that this server knows is chunked."};
        }
    } else if (name == "host") {
        if (++framing.hosts > 1) return bad("Host stands there twice.");
        if (!is_host(value)) return bad("Host is no host name.");
    } else if (name == "expect" && lower_ascii(value) != "100-continue") {
        return HeadFault{417, "This server can meet no expectation but 100-continue."};
    }
    return std::nullopt;
}

std::optional<HeadFault> framing_fault(const Framing& framing) {
    if (framing.lengths > 0 && framing.encodings > 0) {
        return bad("The request has both Content-Length and Transfer-Encoding.");
    }
    if (framing.encodings > 0 && !framing.http_1_1) {
        return bad("Transfer-Encoding belongs to HTTP/1.1.");
    }
    if (framing.hosts == 0 && framing.http_1_1) return bad("The request has no Host.");
    return std::nullopt;
}

}  // namespace

std::optional<HeadFault> head_fault(std::string_view head, int most_headers) {
    if (auto fault = byte_fault(head, 0)) return fault;
    Framing framing;
    int lines = 0;
    while (!head.starts_with("\r\n")) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end + 2);
        if (lines > most_headers) return HeadFault{431, "The request has too many headers."};
        auto fault = lines == 0 ? request_line_fault(line, framing) : header_fault(line, framing);
        if (fault) return fault;
        ++lines;
    }
    if (lines == 0) return bad("The request has no request line.");
    return framing_fault(framing);
}

std::optional<HeadFault> partial_head_fault(std::string_view head,
                                            std::size_t from,
                                            std::size_t longest_line) {
    if (auto fault = byte_fault(head, from)) return fault;
    const std::size_t line = std::min(head.find("\r\n"), head.size());
    if (line > longest_line) return HeadFault{414, "The address of the request is too long."};
    return std::nullopt;
}

}  // namespace mtm
