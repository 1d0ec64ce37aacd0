#include "server/request_log.h"

#include <array>
#include <chrono>
#include <ctime>
#include <utility>

#include <fmt/format.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace mtm {
namespace {

constexpr std::size_t waiting_lines = 8192;

std::string utc_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    const std::time_t seconds = milliseconds / 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                       parts.tm_year + 1900,
                       parts.tm_mon + 1,
                       parts.tm_mday,
                       parts.tm_hour,
                       parts.tm_min,
                       parts.tm_sec,
                       milliseconds % 1000);
}

}  // namespace

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

struct RequestLog::Sink {
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;
};

RequestLog::RequestLog(std::unique_ptr<Sink> sink, Level level)
    : sink_(std::move(sink)), level_(level), salt_(16, '\0') {
    CHECK(::RAND_bytes(reinterpret_cast<unsigned char*>(salt_.data()),
                       static_cast<int>(salt_.size())) == 1);
}

RequestLog::~RequestLog() = default;  // the pool's thread writes what waits, then ends

Result<std::unique_ptr<RequestLog>> RequestLog::open(const std::string& path, Level level) {
    auto sink = std::make_unique<Sink>();
    try {
        spdlog::sink_ptr out;
        if (path.empty()) {
            out = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        } else {
            out = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
        }
        sink->pool = std::make_shared<spdlog::details::thread_pool>(waiting_lines, 1);
        sink->logger = std::make_shared<spdlog::async_logger>(
            "mtm", out, sink->pool, spdlog::async_overflow_policy::overrun_oldest);
        sink->logger->set_pattern("%v");
        sink->logger->flush_on(spdlog::level::warn);
    } catch (const std::exception& error) {
        return Error{"opening the log " + path + ": " + error.what()};
    }
    return std::unique_ptr<RequestLog>(new RequestLog(std::move(sink), level));
}

std::string RequestLog::hash_of(std::string_view peer) const {
    const std::string salted = salt_ + std::string(peer);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    ::SHA256(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(), digest.data());
    return fmt::format("{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2]);
}

void RequestLog::answered(const AnsweredRequest& request, std::string_view peer) {
    if (level_ != Level::requests) return;
    sink_->logger->info(
        R"({{"at":"{}","event":"request","method":{},"route":"{}","status":{},"ms":{:.3f},)"
        R"("handling_ms":{:.3f},"bytes_in":{},"bytes_out":{},"secure":{},"client":"{}"}})",
        utc_now(),
        json_text(request.method),
        request.route,
        request.status,
        static_cast<double>(request.duration_us) / 1000,
        static_cast<double>(request.handling_us) / 1000,
        request.bytes_in,
        request.bytes_out,
        request.secure,
        hash_of(peer));
}

void RequestLog::event(std::string_view what, std::string_view detail) {
    sink_->logger->warn(
        R"({{"at":"{}","event":{},"detail":{}}})", utc_now(), json_text(what), json_text(detail));
}

void RequestLog::failure(std::string_view what, std::string_view detail) {
    sink_->logger->error(
        R"({{"at":"{}","event":{},"failure":{}}})", utc_now(), json_text(what), json_text(detail));
}

}  // namespace mtm
