// Heads of HTTP requests: where our check and the parser both let one pass, both see it end at the
// same place; and no path that passes could lead out of where it points.
#include <algorithm>
#include <boost/beast/http.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "server/address.h"
#include "server/head_check.h"
#include "server/target.h"

namespace {

namespace http = boost::beast::http;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_target(std::string_view text) {
    const auto target = mtm::parse_target(text);
    if (!target) return;
    require(target->path.starts_with('/'));
    require(mtm::is_utf8(target->path));
    require(target->path.find('\0') == std::string::npos);
    require(target->path.find('\\') == std::string::npos);
    const auto segments = mtm::split(std::string_view(target->path).substr(1), '/');
    for (std::size_t i = 0; i < segments.size(); ++i) {
        require(segments[i] != "." && segments[i] != "..");
        require(!segments[i].empty() || i + 1 == segments.size());
    }
}

void check_head(std::string_view head) {
    if (mtm::head_fault(head, 100)) return;
    http::request_parser<http::empty_body> parser;
    parser.eager(false);
    parser.header_limit(1U << 20U);
    parser.body_limit(boost::none);
    boost::system::error_code error;
    const std::size_t used = parser.put(boost::asio::buffer(head.data(), head.size()), error);
    if (error) return;  // it may refuse more, such as a Connection that is no list of words
    require(parser.is_header_done() && used == head.size());
    const auto& message = parser.get();
    require(message.count(http::field::content_length) <= 1);
    require(message.count(http::field::transfer_encoding) <= 1);
    require(!(parser.chunked() && message.count(http::field::content_length) > 0));
    require(parser.chunked() == (message.count(http::field::transfer_encoding) == 1));
    const auto target = message.target();
    check_target({target.data(), target.size()});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    check_target(input);
    (void)mtm::is_loopback_host(input);
    if (auto proxies = mtm::TrustedProxies::parse({"10.0.0.0/8"})) (void)proxies->client_of(input);
    (void)mtm::partial_head_fault(input, 0, 200);
    const std::string ended = std::string(input) + "\r\n\r\n";
    check_head(std::string_view(ended).substr(0, ended.find("\r\n\r\n") + 4));
    return 0;
}
