#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mtm {

/// A header such as `form-data; name="photo"; filename*=UTF-8''a%20b.jpg`, taken apart (RFC 9110,
/// section 5.6.6).
struct HeaderValue {
    std::string value;  // before the first semicolon, lower case: "form-data"
    std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case

    /// A parameter, or empty. `NAME*` (RFC 8187), where it is readable, is preferred to `NAME`, and
    /// so are the pieces `NAME*0`, `NAME*1` (RFC 2231). Always UTF-8: bytes that are not are taken
    /// for Latin-1.
    [[nodiscard]] std::string text(std::string_view name) const;
};

/// Nothing if the header cannot be read: a quotation mark that is not closed, a parameter without
/// a name.
[[nodiscard]] std::optional<HeaderValue> parse_header_value(std::string_view header);

/// "%41" is "A"; what is no escape stays.
[[nodiscard]] std::string percent_decoded(std::string_view text);

}  // namespace mtm
