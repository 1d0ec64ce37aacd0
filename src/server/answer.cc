#include "server/answer.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/status.hpp>
#include <ctime>

#include <fmt/format.h>

#include "base/text.h"
#include "capture/page_files.h"
#include "server/request_log.h"

namespace mtm {
namespace {

constexpr std::size_t worth_compressing = 1024;  // bytes

std::string http_date(std::int64_t now) {
    static constexpr std::array<const char*, 7> days{
        "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = now / 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       days[static_cast<std::size_t>(parts.tm_wday)],
                       parts.tm_mday,
                       months[static_cast<std::size_t>(parts.tm_mon)],
                       parts.tm_year + 1900,
                       parts.tm_hour,
                       parts.tm_min,
                       parts.tm_sec);
}

const std::string* find_header(const Response& response, std::string_view name) {
    for (const Header& header : response.headers) {
        if (lower_ascii(header.name) == name) return &header.value;
    }
    return nullptr;
}

// Those that say where an answer ends are not a handler's to say.
bool is_the_servers(std::string_view name) {
    const std::string lower = lower_ascii(name);
    return lower == "content-length" || lower == "connection" || lower == "transfer-encoding" ||
           lower == "date" || lower == "server";
}

void add_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value.substr(0, value.find_first_of(std::string_view("\r\n\0", 3)));
    out += "\r\n";
}

bool is_text(std::string_view content_type) {
    const std::string type = lower_ascii(content_type);
    if (type.starts_with("text/event-stream")) return false;
    return type.starts_with("text/") || type.find("json") != std::string::npos ||
           type.find("xml") != std::string::npos || type.find("javascript") != std::string::npos;
}

}  // namespace

std::string answer_head(const Response& response, const AnswerForm& form) {
    const auto status = static_cast<unsigned>(response.status);
    const auto reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
    std::string out =
        fmt::format("HTTP/1.1 {} {}\r\n", status, std::string_view(reason.data(), reason.size()));
    for (const Header& header : response.headers) {
        if (!is_the_servers(header.name)) add_header(out, header.name, header.value);
    }
    add_header(out, "Date", http_date(form.now));
    const bool no_body = response.status == 204 || response.status == 304;
    if (response.pieces && !no_body) {
        if (form.http_1_1) add_header(out, "Transfer-Encoding", "chunked");
    } else if (!response.events && !no_body) {
        add_header(out, "Content-Length", std::to_string(response.body.size()));
    }
    if (!form.keep_alive || response.events) {
        add_header(out, "Connection", "close");
    } else if (!form.http_1_1) {
        add_header(out, "Connection", "keep-alive");
    }
    return out + "\r\n";
}

void compress_if_asked(const Request& request, Response& response) {
    const std::string* type = find_header(response, "content-type");
    const std::string* etag = find_header(response, "etag");
    if (response.status != 200 || request.method == "HEAD" || response.events || response.pieces ||
        response.body.size() < worth_compressing || type == nullptr || !is_text(*type) ||
        find_header(response, "content-encoding") != nullptr ||
        find_header(response, "set-cookie") != nullptr ||
        (etag != nullptr && !etag->starts_with("W/"))) {
        return;
    }
    if (takes_gzip(request)) {
        std::string shorter = gzip(response.body);
        if (!shorter.empty() && shorter.size() < response.body.size()) {
            response.body = std::move(shorter);
            response.headers.push_back({"Content-Encoding", "gzip"});
        }
    }
    response.headers.push_back({"Vary", "Accept-Encoding"});
}

Response refusal(int status, std::string_view sentence, bool openrosa) {
    Response out;
    out.status = status;
    if (openrosa) {
        out.headers = {{"Content-Type", "text/xml; charset=utf-8"}, {"X-OpenRosa-Version", "1.0"}};
        out.body =
            "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\" items=\"0\">"
            "<message nature=\"error\">" +
            escape_xml(sentence) + "</message></OpenRosaResponse>";
    } else {
        out.headers = {{"Content-Type", "application/json; charset=utf-8"}};
        out.body = fmt::format(
            R"({{"message":{},"code":"{}.1","details":null}})", json_text(sentence), status);
    }
    return out;
}

}  // namespace mtm
