#include "server/metrics.h"

#include <algorithm>

#include <fmt/format.h>

namespace mtm {
namespace {

// Opens a metric with its help and type, as the format wants it once before its samples.
void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

template <typename Number>
void single(std::string& out,
            std::string_view name,
            std::string_view type,
            std::string_view help,
            Number value) {
    head(out, name, type, help);
    out += fmt::format("{} {}\n", name, value);
}

}  // namespace

void Metrics::count(const AnsweredRequest& request) {
    const double seconds = static_cast<double>(request.duration_us) / 1e6;
    const auto bucket =
        static_cast<std::size_t>(std::ranges::lower_bound(bounds_s, seconds) - bounds_s.begin());
    const std::lock_guard lock(mutex_);
    ++requests_[{std::string(request.route), request.status}];
    auto durations = durations_.find(request.route);
    if (durations == durations_.end()) {
        durations = durations_.emplace(std::string(request.route), Durations{}).first;
    }
    ++durations->second.buckets[bucket];
    durations->second.sum_s += seconds;
    ++durations->second.count;
    bytes_in_ += request.bytes_in;
    bytes_out_ += request.bytes_out;
}

void Metrics::connection_opened() {
    const std::lock_guard lock(mutex_);
    ++open_;
    ++accepted_;
}

void Metrics::connection_closed() {
    const std::lock_guard lock(mutex_);
    --open_;
}

void Metrics::connection_refused() {
    const std::lock_guard lock(mutex_);
    ++refused_;
}

void Metrics::connection_expired() {
    const std::lock_guard lock(mutex_);
    ++expired_;
}

std::int64_t Metrics::open_connections() const {
    const std::lock_guard lock(mutex_);
    return open_;
}

std::string Metrics::prometheus() const {
    const std::lock_guard lock(mutex_);
    std::string out;
    head(out, "mtm_requests_total", "counter", "Requests answered, by class of path and status.");
    for (const auto& [key, count] : requests_) {
        out += fmt::format(
            "mtm_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first, key.second, count);
    }
    head(out, "mtm_request_seconds", "histogram", "From first byte in to last byte out.");
    for (const auto& [route, durations] : durations_) {
        std::uint64_t below = 0;
        for (std::size_t i = 0; i <= bounds_s.size(); ++i) {
            below += durations.buckets[i];
            const std::string bound =
                i < bounds_s.size() ? fmt::format("{}", bounds_s[i]) : std::string("+Inf");
            out += fmt::format(
                "mtm_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route, bound, below);
        }
        out += fmt::format("mtm_request_seconds_sum{{route=\"{}\"}} {}\n", route, durations.sum_s);
        out +=
            fmt::format("mtm_request_seconds_count{{route=\"{}\"}} {}\n", route, durations.count);
    }
    single(out, "mtm_received_bytes_total", "counter", "Bytes of bodies received.", bytes_in_);
    single(out, "mtm_sent_bytes_total", "counter", "Bytes of bodies sent.", bytes_out_);
    single(out, "mtm_connections_open", "gauge", "Connections open now.", open_);
    single(out, "mtm_connections_total", "counter", "Connections accepted.", accepted_);
    single(out, "mtm_connections_refused_total", "counter", "Refused, too many open.", refused_);
    single(out, "mtm_connections_expired_total", "counter", "Ended, client too slow.", expired_);
    return out;
}

}  // namespace mtm
