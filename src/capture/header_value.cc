#include "capture/header_value.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string utf8_from_latin1(std::string_view bytes) {
    std::string out;
    for (const char c : bytes)
        append_utf8(out, static_cast<unsigned char>(c));
    return out;
}

std::string as_utf8(std::string bytes) {
    return is_utf8(bytes) ? std::move(bytes) : utf8_from_latin1(bytes);
}

// Takes blanks off the front.
void skip_blanks(std::string_view& text) {
    while (!text.empty() && (text[0] == ' ' || text[0] == '\t'))
        text.remove_prefix(1);
}

// A quoted string from after its opening mark. Browsers write a quotation mark inside as %22 and
// leave backslashes alone (WHATWG); older clients escape with a backslash. Both are read, and the
// backslashes of C:\fakepath\a.jpg stay.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return replace_all(out, "%22", "\"");
        }
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\'))
            ++i;
        out += text[i];
    }
    return std::nullopt;
}

// The charset'language'escaped-bytes of RFC 8187.
std::optional<std::string> decode_extended(std::string_view text) {
    const std::size_t first = text.find('\'');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find('\'', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const std::string charset = lower_ascii(text.substr(0, first));
    std::string bytes = percent_decoded(text.substr(second + 1));
    if (charset == "utf-8") return is_utf8(bytes) ? std::optional(std::move(bytes)) : std::nullopt;
    if (charset == "iso-8859-1") return utf8_from_latin1(bytes);
    return std::nullopt;
}

}  // namespace

std::string HeaderValue::text(std::string_view name) const {
    const auto find = [this](const std::string& key) {
        return std::ranges::find(parameters, key, &std::pair<std::string, std::string>::first);
    };
    const std::string key(name);
    if (const auto at = find(key + "*"); at != parameters.end()) {
        if (auto decoded = decode_extended(at->second)) return *decoded;
    }
    if (const auto at = find(key); at != parameters.end()) return as_utf8(at->second);
    std::string pieces;
    bool extended = false;
    for (int i = 0;; ++i) {
        const std::string piece = key + "*" + std::to_string(i);
        if (const auto plain = find(piece); plain != parameters.end()) {
            pieces += plain->second;
        } else if (const auto escaped = find(piece + "*"); escaped != parameters.end()) {
            extended = extended || i == 0;
            pieces += escaped->second;
        } else {
            break;
        }
    }
    if (extended) return decode_extended(pieces).value_or(std::string());
    return as_utf8(std::move(pieces));
}

std::optional<HeaderValue> parse_header_value(std::string_view header) {
    HeaderValue out;
    const std::size_t end = header.find(';');
    out.value = lower_ascii(trim(header.substr(0, end)));
    std::string_view rest = end == std::string_view::npos ? "" : header.substr(end);
    while (!rest.empty()) {
        rest.remove_prefix(1);  // the semicolon
        skip_blanks(rest);
        if (rest.empty() || rest[0] == ';') continue;
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos || equals == 0) return std::nullopt;
        std::string name = lower_ascii(trim(rest.substr(0, equals)));
        rest.remove_prefix(equals + 1);
        skip_blanks(rest);
        std::string value;
        if (!rest.empty() && rest[0] == '"') {
            rest.remove_prefix(1);
            auto quoted = take_quoted(rest);
            if (!quoted) return std::nullopt;
            value = std::move(*quoted);
            skip_blanks(rest);
            if (!rest.empty() && rest[0] != ';') return std::nullopt;
        } else {
            const std::size_t stop = std::min(rest.find(';'), rest.size());
            value = trim(rest.substr(0, stop));
            rest.remove_prefix(stop);
        }
        out.parameters.emplace_back(std::move(name), std::move(value));
    }
    return out;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
            hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace mtm
