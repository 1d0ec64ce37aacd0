// A body of multipart/form-data is
//
//     --BOUNDARY CRLF  headers  CRLF CRLF  bytes  CRLF--BOUNDARY CRLF  …  CRLF--BOUNDARY--
//
// so that one search for CRLF--BOUNDARY after another finds every part. What stands before the
// first boundary and after the last means nothing and is passed over.
#include "capture/multipart.h"

#include <algorithm>

#include "base/text.h"
#include "capture/header_value.h"

namespace mtm {
namespace {

constexpr std::string_view crlf = "\r\n";

// RFC 2046, section 5.1.1.
bool is_boundary(std::string_view text) {
    constexpr std::string_view marks = "'()+_,-./:=? ";
    if (text.empty() || text.size() > 70 || text.back() == ' ') return false;
    return std::ranges::all_of(text, [&marks](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool has_control_character(std::string_view name) {
    return std::ranges::any_of(name, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

std::string base_name(std::string_view path) {
    const std::size_t cut = path.find_last_of("/\\");
    return std::string(cut == std::string_view::npos ? path : path.substr(cut + 1));
}

class MultipartParser {
public:
    MultipartParser(std::string_view body,
                    const std::string& boundary,
                    const MultipartLimits& limits)
        : rest_(body), delimiter_("\r\n--" + boundary), limits_(limits) {}

    ParsedMultipart parse() {
        const std::string_view opening = std::string_view(delimiter_).substr(crlf.size());
        if (rest_.starts_with(opening)) {
            rest_.remove_prefix(opening.size());
        } else {
            const std::size_t at = rest_.find(delimiter_);
            if (at == std::string_view::npos) {
                refuse(400, "The upload holds no part: its boundary is nowhere in it.");
                return std::move(out_);
            }
            rest_.remove_prefix(at + delimiter_.size());
        }
        while (take_part()) {
        }
        return std::move(out_);
    }

private:
    // Just behind a boundary: the next part, or nothing more.
    bool take_part() {
        if (rest_.starts_with("--")) return false;
        while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t'))
            rest_.remove_prefix(1);
        if (!rest_.starts_with(crlf)) {
            return refuse(400, "The upload was cut off, or a line of it does not end as it must.");
        }
        if (out_.parts.size() == limits_.parts) {
            return refuse(413,
                          "The upload has more than " + std::to_string(limits_.parts) +
                              " parts: send its files in several uploads.");
        }
        FormPart part;
        if (!take_headers(part)) return false;
        const std::size_t end = rest_.find(delimiter_);
        if (end == std::string_view::npos) {
            return refuse(400, "The upload was cut off: its end is missing. Send it again.");
        }
        part.bytes = rest_.substr(0, end);
        rest_.remove_prefix(end + delimiter_.size());
        out_.parts.push_back(std::move(part));
        return true;
    }

    // From the CRLF behind the boundary to behind the empty line. The CRLF that begins the next
    // delimiter may be the one that ends the empty line: a part without bytes.
    bool take_headers(FormPart& part) {
        const std::size_t end = rest_.substr(0, limits_.header_bytes).find("\r\n\r\n");
        if (end == std::string_view::npos) {
            return refuse(400, "The headers of a part of the upload have no end.");
        }
        std::string_view lines = rest_.substr(0, end);
        rest_.remove_prefix(end + 2);
        while (!lines.empty()) {
            lines.remove_prefix(crlf.size());
            const std::size_t stop = std::min(lines.find(crlf), lines.size());
            if (!take_header(lines.substr(0, stop), part)) return false;
            lines.remove_prefix(stop);
        }
        if (part.name.empty()) return refuse(400, "A part of the upload has no name.");
        // The bytes begin behind the empty line, unless the delimiter does.
        if (!rest_.starts_with(delimiter_)) rest_.remove_prefix(crlf.size());
        return true;
    }

    bool take_header(std::string_view line, FormPart& part) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) {
            return refuse(400, "A header of a part of the upload cannot be read.");
        }
        const std::string name = lower_ascii(trim(line.substr(0, colon)));
        const std::string_view value = trim(line.substr(colon + 1));
        if (name == "content-type") part.content_type = value;
        if (name == "content-transfer-encoding") {
            const std::string encoding = lower_ascii(value);
            if (encoding == "base64" || encoding == "quoted-printable") {
                return refuse(400, "A part of the upload is encoded as mail is; send plain bytes.");
            }
        }
        return name != "content-disposition" || take_names(value, part);
    }

    bool take_names(std::string_view value, FormPart& part) {
        const auto disposition = parse_header_value(value);
        if (!disposition || disposition->value != "form-data") {
            return refuse(400, "A part of the upload has a Content-Disposition that is no field.");
        }
        part.name = disposition->text("name");
        const std::string sent = disposition->text("filename");
        if (has_control_character(part.name) || has_control_character(sent)) {
            return refuse(400, "The name of a part of the upload holds a control character.");
        }
        part.file_name = base_name(sent);
        if (part.name.size() > limits_.name_bytes || part.file_name.size() > limits_.name_bytes) {
            return refuse(400, "The name of a part of the upload is too long.");
        }
        if (part.file_name == "." || part.file_name == ".." ||
            (part.file_name.empty() && !sent.empty())) {
            return refuse(400, "A file of the upload has no name.");
        }
        return true;
    }

    bool refuse(int status, std::string why) {
        out_.status = status;
        out_.refusal = std::move(why);
        return false;
    }

    std::string_view rest_;
    std::string delimiter_;  // CRLF--BOUNDARY
    const MultipartLimits& limits_;
    ParsedMultipart out_;
};

}  // namespace

const FormPart* ParsedMultipart::find(std::string_view name) const {
    const auto at = std::ranges::find(parts, name, &FormPart::name);
    return at == parts.end() ? nullptr : &*at;
}

bool is_multipart(std::string_view content_type) {
    return lower_ascii(trim(content_type.substr(0, content_type.find(';')))) ==
           "multipart/form-data";
}

ParsedMultipart parse_multipart(std::string_view content_type,
                                std::string_view body,
                                const MultipartLimits& limits) {
    const auto header = parse_header_value(content_type);
    const std::string boundary = header ? header->text("boundary") : std::string();
    if (!header || header->value != "multipart/form-data" || !is_boundary(boundary)) {
        ParsedMultipart out;
        out.status = 400;
        out.refusal = "The upload is not multipart/form-data with a boundary.";
        return out;
    }
    ParsedMultipart out = MultipartParser(body, boundary, limits).parse();
    out.boundary = boundary;
    return out;
}

}  // namespace mtm
