#include <charconv>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

#include "base/text.h"
#include "pull/http_client.h"

namespace mtm {
namespace {

constexpr std::size_t longest_body = std::size_t{1} << 30U;

struct EndCurl {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& body = *static_cast<std::string*>(into);
    if (body.size() + size * count > longest_body) return 0;
    body.append(bytes, size * count);
    return size * count;
}

// A server's own words are for its pages: only how long to wait is heeded.
std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& reply = *static_cast<HttpReply*>(into);
    const std::string_view line(bytes, size * count);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && lower_ascii(line.substr(0, colon)) == "retry-after") {
        const std::string_view text = trim(line.substr(colon + 1));
        int seconds = 0;
        const auto end = std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (end.ec == std::errc() && seconds >= 0) reply.retry_after_s = seconds;
    }
    return size * count;
}

// Passwords and tokens go to others only where nobody on the way can read them.
bool is_safe(const std::string& url) {
    if (lower_ascii(url.substr(0, 8)) == "https://") return true;
    for (const std::string_view own : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
        if (!url.starts_with(own)) continue;
        const char next = url.size() > own.size() ? url[own.size()] : '/';
        return next == '/' || next == ':';
    }
    return false;
}

class CurlClient final : public HttpClient {
public:
    explicit CurlClient(std::string user_agent)
        : user_agent_(std::move(user_agent)), curl_(curl_easy_init()) {
        CHECK(curl_ != nullptr);
    }

    [[nodiscard]] Result<HttpReply> ask(const HttpQuestion& question) override {
        if (!is_safe(question.url)) {
            return Error{
                "the address does not begin with https://: what is sent there could be read on "
                "the way"};
        }
        CURL* curl = curl_.get();
        curl_easy_reset(curl);  // connections stay
        HttpReply reply;
        std::unique_ptr<curl_slist, FreeList> headers;
        for (const std::string& header : question.headers) {
            curl_slist* longer = curl_slist_append(headers.get(), header.c_str());
            CHECK(longer != nullptr);
            static_cast<void>(headers.release());
            headers.reset(longer);
        }
        char why[CURL_ERROR_SIZE] = "";
        curl_easy_setopt(curl, CURLOPT_URL, question.url.c_str());
        curl_easy_setopt(curl, CURLOPT_USERAGENT, user_agent_.c_str());
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &take_header);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
        curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 30L);
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 120L);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        // Files may lie elsewhere; libcurl keeps Authorization from other hosts.
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, question.method == "GET" ? 1L : 0L);
        curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 5L);
        curl_easy_setopt(curl,
                         CURLOPT_REDIR_PROTOCOLS_STR,
                         question.url.starts_with("http:") ? "https,http" : "https");
        if (question.method != "GET") {
            curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, question.method.c_str());
            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question.body.data());
            curl_easy_setopt(
                curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(question.body.size()));
        }
        const CURLcode code = curl_easy_perform(curl);
        if (code != CURLE_OK) {
            return Error{fmt::format(
                "{}", *why != '\0' ? std::string(why) : std::string(curl_easy_strerror(code)))};
        }
        long status = 0;
        const char* type = nullptr;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
        reply.status = static_cast<int>(status);
        if (type != nullptr) reply.content_type = type;
        return reply;
    }

private:
    std::string user_agent_;
    std::unique_ptr<CURL, EndCurl> curl_;
};

}  // namespace

std::unique_ptr<HttpClient> curl_client(const std::string& user_agent) {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    CHECK(ready);
    return std::make_unique<CurlClient>(user_agent);
}

}  // namespace mtm
