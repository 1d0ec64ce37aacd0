#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace mtm {

/// One request that has been answered, as metrics and the log tell of it: nothing in it can point
/// at a person, a tablet or an interview.
struct AnsweredRequest {
    std::string_view method;
    std::string_view route;  // a class of paths ("submission", "form"), never the path
    int status = 0;
    std::int64_t duration_us = 0;  // from the first byte of the request to the last of the answer
    std::int64_t handling_us = 0;  // of that, in the handler
    std::uint64_t bytes_in = 0;    // of the body
    std::uint64_t bytes_out = 0;   // of the body
    bool secure = false;
};

/// What the server has done since it started, for Prometheus. Safe for many threads.
class Metrics {
public:
    void count(const AnsweredRequest& request);
    void connection_opened();
    void connection_closed();
    void connection_refused();
    /// A connection that was ended because its client took too long.
    void connection_expired();

    [[nodiscard]] std::int64_t open_connections() const;

    /// Prometheus' text format, version 0.0.4.
    [[nodiscard]] std::string prometheus() const;

private:
    static constexpr std::array<double, 11> bounds_s{
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30};

    struct Durations {
        std::array<std::uint64_t, bounds_s.size() + 1> buckets{};
        double sum_s = 0;
        std::uint64_t count = 0;
    };

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, std::uint64_t, std::less<>> requests_;  // route, status
    std::map<std::string, Durations, std::less<>> durations_;                     // by route
    std::uint64_t bytes_in_ = 0;
    std::uint64_t bytes_out_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t expired_ = 0;
    std::int64_t open_ = 0;
};

}  // namespace mtm
