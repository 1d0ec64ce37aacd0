#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// One part of a multipart/form-data body (RFC 7578). `bytes` and `content_type` point into what
/// was parsed; the names are UTF-8, and `file_name` is a base name: whatever folders the sender put
/// before it are cut off.
struct FormPart {
    std::string name;
    std::string file_name;  // empty: the part is a field
    std::string_view content_type;
    std::string_view bytes;

    bool operator==(const FormPart&) const = default;
};

struct MultipartLimits {
    std::size_t parts = 500;          // ODK Collect sends at most 100 files at a time
    std::size_t header_bytes = 8192;  // of one part
    std::size_t name_bytes = 255;     // what file systems take
};

struct ParsedMultipart {
    std::vector<FormPart> parts;
    int status = 200;      // else 400 or 413, and `refusal` says why in a sentence
    std::string refusal;   // empty: well-formed to the last boundary
    std::string boundary;  // as the Content-Type names it; senders make a new one each time

    /// The first part of that name, or null.
    [[nodiscard]] const FormPart* find(std::string_view name) const;
};

/// Whether a Content-Type is multipart/form-data.
[[nodiscard]] bool is_multipart(std::string_view content_type);

/// Takes a body apart, in one pass and without copying any of it. Strict where leniency could lose
/// something: lines end in CRLF, the last boundary must be there (else the body was cut off), every
/// part has a name. Names may be UTF-8, Latin-1 (as old clients send) or RFC 2231/8187 (`name*=`);
/// a name with a NUL or another control character refuses the whole body. The work is bounded by
/// the limits: a body of ten thousand parts is refused at the first one too many.
[[nodiscard]] ParsedMultipart parse_multipart(std::string_view content_type,
                                              std::string_view body,
                                              const MultipartLimits& limits = {});

}  // namespace mtm
