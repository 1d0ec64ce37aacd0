#include "server/target.h"

#include <cstddef>
#include <optional>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::size_t largest_query = 1000;  // parameters

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

// The byte of the escape at `at`, if there is a whole one.
std::optional<char> escaped(std::string_view text, std::size_t at) {
    if (at + 2 >= text.size() || text[at] != '%') return std::nullopt;
    const auto high = hex_digit(text[at + 1]);
    const auto low = hex_digit(text[at + 2]);
    if (!high || !low) return std::nullopt;
    return static_cast<char>(*high * 16 + *low);
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

Result<std::string> decode_path(std::string_view path) {
    std::string out;
    out.reserve(path.size());
    for (std::size_t i = 0; i < path.size(); ++i) {
        char c = path[i];
        if (c == '%') {
            const auto byte = escaped(path, i);
            if (!byte) return Error{"The path holds a broken % escape."};
            if (*byte == '/') return Error{"The path holds an encoded slash."};
            c = *byte;
            i += 2;
        }
        if (is_control(c)) return Error{"The path holds a control character."};
        if (c == '\\') return Error{"The path holds a backslash."};
        out += c;
    }
    if (!is_utf8(out)) return Error{"The path is not UTF-8."};
    return out;
}

// Without empty segments inside: "//a//b/" is "/a/b/".
Result<std::string> normal_path(std::string_view decoded) {
    std::string out;
    const std::vector<std::string_view> segments = split(decoded.substr(1), '/');
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::string_view segment = segments[i];
        if (segment == "." || segment == "..") return Error{"The path holds a dot segment."};
        if (segment.empty() && i + 1 < segments.size()) continue;
        out += '/';
        out += segment;
    }
    return out;
}

std::string decode_query_part(std::string_view part) {
    std::string out;
    out.reserve(part.size());
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i] == '+') {
            out += ' ';
        } else if (const auto byte = escaped(part, i)) {
            out += *byte;
            i += 2;
        } else {
            out += part[i];
        }
    }
    return out;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string_view part : split(query, '&')) {
        if (part.empty()) continue;
        if (out.size() == largest_query) return Error{"The query has too many parameters."};
        const std::size_t equals = part.find('=');
        std::string name = decode_query_part(part.substr(0, equals));
        std::string value =
            equals == std::string_view::npos ? "" : decode_query_part(part.substr(equals + 1));
        if (name.find('\0') != std::string::npos || value.find('\0') != std::string::npos) {
            return Error{"The query holds a NUL."};
        }
        out.emplace_back(std::move(name), std::move(value));
    }
    return out;
}

}  // namespace

Result<RequestTarget> parse_target(std::string_view target) {
    RequestTarget out;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (lower_ascii(target.substr(0, scheme.size())) != scheme) continue;
        target.remove_prefix(scheme.size());
        const std::size_t end = target.find_first_of("/?");
        out.authority = target.substr(0, end);
        target = end == std::string_view::npos ? std::string_view() : target.substr(end);
        if (!target.starts_with('/')) {  // "http://host?query": the path is the root
            RequestTarget root = TRY(parse_target("/" + std::string(target)));
            root.authority = out.authority;
            return root;
        }
        break;
    }
    const std::size_t question = target.find('?');
    const std::string_view path = target.substr(0, question);
    if (!path.starts_with('/')) return Error{"The path does not begin with a slash."};
    if (target.find('#') != std::string_view::npos) return Error{"The target holds a fragment."};
    const std::string decoded = TRY(decode_path(path));
    out.path = TRY(normal_path(decoded));
    if (question != std::string_view::npos)
        out.query = TRY(parse_query(target.substr(question + 1)));
    return out;
}

}  // namespace mtm
