#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mtm {

/// A request that is sent again and again, each time with another instanceID in it.
struct RequestTemplate {
    std::string bytes;                // head and body
    std::vector<std::size_t> places;  // where in it the 36 characters of a UUID stand
};

struct LoadOptions {
    std::uint16_t port = 0;
    int connections = 1;
    double seconds = 10;
    std::uint64_t seed = 1;
};

struct LoadResult {
    std::uint64_t acknowledged = 0;  // 201
    std::uint64_t other = 0;         // any other status, or a connection that broke
    std::string first_other;         // the answer, for the reader
    double seconds = 0;
    std::vector<double> latencies_ms;  // sorted
};

/// So many clients on this machine, one thread, each over one connection that it keeps, each
/// sending its next interview as soon as the last was answered.
[[nodiscard]] LoadResult run_load(const std::vector<RequestTemplate>& templates,
                                  const LoadOptions& options);

}  // namespace mtm
