#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mtm {

/// An interview that may be checked by a second one.
struct BackCheckCandidate {
    std::string id;  // instanceID
    std::string enumerator;
    bool chosen = false;  // drawn before, or checked already: stays, and counts
};

/// How many to draw of each enumerator. With both, whichever is more; with neither, one.
struct BackCheckDraw {
    std::optional<double> proportion = std::nullopt;   // 0 to 1, rounded up
    std::optional<std::size_t> number = std::nullopt;  // all of them where there are fewer
    std::uint64_t seed = 1;
};

/// Which interviews to check, as ascending indices of `candidates`: at random among those of each
/// enumerator, at least one of each. Those chosen before are among them.
///
/// Each interview draws a lot from the seed and its id, and the lowest lots of an enumerator are
/// taken. So the draw does not depend on the order of the candidates, whoever repeats it gets the
/// same, and interviews that arrive later change only what they displace.
[[nodiscard]] std::vector<std::size_t> draw_back_checks(
    std::span<const BackCheckCandidate> candidates, const BackCheckDraw& draw);

}  // namespace mtm
