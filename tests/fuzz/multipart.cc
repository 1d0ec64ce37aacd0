// Any bytes as an upload, the first line of them as its Content-Type: it is taken apart within
// bounds, or refused. What was taken apart and put together again is the same.
#include "capture/multipart.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "capture/header_value.h"

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

bool lies_in(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

std::string put_together(const mtm::ParsedMultipart& parsed, const std::string& boundary) {
    std::string out;
    for (const mtm::FormPart& part : parsed.parts) {
        out += "--" + boundary + "\r\nContent-Disposition: form-data; name*=UTF-8''" +
               mtm::percent_encoded(part.name);
        if (!part.file_name.empty())
            out += "; filename*=UTF-8''" + mtm::percent_encoded(part.file_name);
        out += "\r\nContent-Type: " + std::string(part.content_type) + "\r\n\r\n" +
               std::string(part.bytes) + "\r\n";
    }
    return out + "--" + boundary + "--\r\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t line = input.find('\n');
    const std::string_view type = input.substr(0, line);
    const std::string_view body = line == std::string_view::npos ? "" : input.substr(line + 1);
    const mtm::MultipartLimits limits;
    const mtm::ParsedMultipart parsed = mtm::parse_multipart(type, body, limits);
    check(parsed.parts.size() <= limits.parts);
    check((parsed.status == 200) == parsed.refusal.empty());
    for (const mtm::FormPart& part : parsed.parts) {
        check(lies_in(part.bytes, body));
        check(lies_in(part.content_type, body));
        check(!part.name.empty() && part.name.size() <= limits.name_bytes);
        check(part.file_name.find_first_of(std::string_view("/\\\0\r\n", 5)) == std::string::npos);
    }
    if (parsed.status != 200) return 0;
    const std::string boundary = mtm::parse_header_value(type)->text("boundary");
    const std::string again = put_together(parsed, boundary);
    const mtm::ParsedMultipart twice = mtm::parse_multipart(type, again, limits);
    check(twice.parts == parsed.parts);
    return 0;
}
