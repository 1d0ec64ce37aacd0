#include "capture/page_files.h"

#include <array>
#include <charconv>

#include <zlib.h>

#include "base/text.h"
#include "embedded_web_pages.h"
#include "store/sha256.h"

namespace mtm {
namespace {

constexpr std::size_t longest_file = 64U << 20U;  // bytes, inflated: no file of ours is near

std::string_view type_of(std::string_view path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types{
        {{".html", "text/html; charset=utf-8"},
         {".js", "text/javascript; charset=utf-8"},
         {".css", "text/css; charset=utf-8"},
         {".svg", "image/svg+xml"},
         {".png", "image/png"},
         {".webmanifest", "application/manifest+json"},
         {".wasm", "application/wasm"},
         {".json", "application/json"}}};
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

// First 16 hexadecimal digits of the SHA-256.
std::string fingerprint(std::string_view bytes) {
    return hexadecimal(sha256(bytes)).substr(0, 16);
}

}  // namespace

std::map<std::string, std::string> unpack_pages(std::string_view packed) {
    std::map<std::string, std::string> out;
    while (!packed.empty()) {
        const std::size_t path_end = packed.find('\n');
        if (path_end == std::string_view::npos) return {};
        const std::size_t size_end = packed.find('\n', path_end + 1);
        if (size_end == std::string_view::npos) return {};
        std::size_t size = 0;
        const std::string_view digits = packed.substr(path_end + 1, size_end - path_end - 1);
        const auto [stop, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), size);
        if (error != std::errc{} || stop != digits.data() + digits.size()) return {};
        if (size > packed.size() - size_end - 1) return {};
        out.emplace(packed.substr(0, path_end), packed.substr(size_end + 1, size));
        packed.remove_prefix(size_end + 1 + size);
    }
    return out;
}

const std::map<std::string, std::string>& built_in_pages() {
    static const std::map<std::string, std::string> pages = unpack_pages(embedded::web_pages());
    return pages;
}

std::string gunzip(std::string_view gzipped) {
    z_stream stream{};
    constexpr int gzip_only = 16;
    if (inflateInit2(&stream, gzip_only + MAX_WBITS) != Z_OK) return {};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzipped.data()));
    stream.avail_in = static_cast<uInt>(gzipped.size());
    std::string out;
    std::array<char, 1U << 16U> piece{};
    int state = Z_OK;
    while (state == Z_OK && out.size() < longest_file) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(piece.data(), piece.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END ? out : std::string{};
}

std::string gzip(std::string_view bytes) {
    constexpr int level = 5;
    constexpr int window = 15 + 16;  // the largest, in gzip's own framing
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(whole ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

bool takes_gzip(const Request& request) {
    for (const std::string_view part : split(request.header("accept-encoding"), ',')) {
        const std::string word = lower_ascii(trim(part.substr(0, part.find(';'))));
        const bool refused = part.find("q=0") != std::string_view::npos &&
                             part.find("q=0.") == std::string_view::npos;
        if (word == "gzip" && !refused) return true;
    }
    return false;
}

void add_page_headers(Response& response, std::string_view content_security_policy) {
    response.headers.push_back({"Content-Security-Policy", std::string(content_security_policy)});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back({"X-Frame-Options", "DENY"});
    response.headers.push_back({"Referrer-Policy", "no-referrer"});
    response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
    response.headers.push_back(
        {"Permissions-Policy", "geolocation=(self), camera=(self), microphone=(), payment=()"});
}

Response page_file_response(const Request& request,
                            std::string_view path,
                            std::string_view gzipped) {
    const bool zipped = takes_gzip(request);
    const std::string tag = '"' + fingerprint(gzipped) + (zipped ? "" : "-plain") + '"';
    Response response;
    response.headers = {
        {"ETag", tag},
        {"Vary", "Accept-Encoding"},
        {"Cache-Control",
         path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"}};
    const std::string_view known = request.header("if-none-match");
    if (known == "*" || known.find(tag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.headers.push_back({"Content-Type", std::string(type_of(path))});
    if (zipped) response.headers.push_back({"Content-Encoding", "gzip"});
    response.body = zipped ? std::string(gzipped) : gunzip(gzipped);
    return response;
}

}  // namespace mtm
