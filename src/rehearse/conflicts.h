#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace mtm {

/// Says whether the claims of a set (ascending indices) can all hold. If not, it may name fewer
/// that cannot; otherwise it gives the set itself. Nothing if they can hold.
using Oracle = std::function<std::optional<std::vector<int>>(const std::vector<int>&)>;

/// Of a set that cannot hold, a part that cannot either but could without any one of its members:
/// QuickXplain (Junker, AAAI 2004). `kept` are never left out and not part of the answer.
[[nodiscard]] std::vector<int> minimal_conflict(const std::vector<int>& candidates,
                                                const std::vector<int>& kept,
                                                const Oracle& oracle);

/// The fewest claims without which the rest can hold.
struct Hitting {
    std::vector<int> withdrawn;
    bool unique = true;
};

/// By implicit hitting sets: minimal conflicts found so far are hit with as few claims as possible;
/// if the rest still cannot hold, it has a conflict that was not known. `most`: give up (nothing)
/// as soon as more claims than that must go.
[[nodiscard]] std::optional<Hitting> fewest_withdrawn(const std::vector<int>& claims,
                                                      const Oracle& oracle,
                                                      std::size_t most);

/// A smallest set that meets every one of `sets`, and, for each of `barred`, leaves out at least
/// one of its members. Nothing if there is none of at most `most` members.
[[nodiscard]] std::optional<std::vector<int>> smallest_hitting_set(
    const std::vector<std::vector<int>>& sets,
    const std::vector<std::vector<int>>& barred,
    std::size_t most);

}  // namespace mtm
