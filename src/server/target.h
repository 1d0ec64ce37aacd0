#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mtm {

/// The target of a request line, taken apart. The path is decoded once and holds no "." or ".."
/// segment, no empty segment but the last, no NUL or control character, no backslash, and is valid
/// UTF-8: whoever decides by it decides on what will be opened.
struct RequestTarget {
    std::string path;                                        // "/formList"
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
    std::string authority;  // "host:port" where the target was absolute, as proxies send it

    bool operator==(const RequestTarget&) const = default;
};

/// Reads "/path?query" or "http://host/path?query". An error, in a sentence, for a path that no
/// client of ours asks for: broken escapes, an encoded slash, dot segments. A query is never an
/// error (a broken escape in it stands for itself), but for NUL and for more than a thousand
/// parameters: tablets append what they like.
[[nodiscard]] Result<RequestTarget> parse_target(std::string_view target);

}  // namespace mtm
