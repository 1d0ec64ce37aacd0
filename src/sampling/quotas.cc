#include "sampling/quotas.h"

#include <algorithm>
#include <optional>

#include "sampling/allocation.h"

namespace mtm {
namespace {

// Group by group, each within what its units have left and what the groups after it can hold.
Result<Quotas> one_group_after_another(const std::vector<int>& units,
                                       const std::vector<int>& groups,
                                       const std::vector<std::vector<double>>& people,
                                       const Quotas& most) {
    Quotas out(units.size(), std::vector<int>(groups.size(), 0));
    std::vector<int> left = units;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        std::vector<double> shares;
        std::vector<int> low;
        std::vector<int> high;
        long long fewest = 0;
        long long room = 0;
        for (std::size_t u = 0; u < units.size(); ++u) {
            double others = 0;
            long long held = 0;  // by the groups after this one
            for (std::size_t h = g; h < groups.size(); ++h) {
                others += people[u][h];
                if (h > g) held += most[u][h];
            }
            shares.push_back(others > 0 ? left[u] * people[u][g] / others : 0);
            low.push_back(static_cast<int>(std::max<long long>(left[u] - held, 0)));
            high.push_back(std::min(left[u], most[u][g]));
            fewest += low.back();
            room += high.back();
        }
        const auto sum = std::clamp<long long>(groups[g], fewest, room);
        const auto parts = TRY(divide(static_cast<int>(sum), shares, low, high));
        for (std::size_t u = 0; u < units.size(); ++u) {
            out[u][g] = parts[u];
            left[u] -= parts[u];
        }
    }
    return out;
}

// The unit where an interview can best pass from one group to another; none if it cannot.
std::optional<std::size_t> unit_to_pass_in(const Quotas& quotas,
                                           const Quotas& most,
                                           std::size_t from,
                                           std::size_t to) {
    std::optional<std::size_t> best;
    int widest = 0;
    for (std::size_t u = 0; u < quotas.size(); ++u) {
        const int room = std::min(quotas[u][from], most[u][to] - quotas[u][to]);
        if (room <= widest) continue;
        widest = room;
        best = u;
    }
    return best;
}

// Passes one interview from a group above its sum to one below it, through others where need be:
// an augmenting path of the flow from groups to units. False where there is none.
bool pass_one(Quotas& quotas, const Quotas& most, const std::vector<int>& surplus) {
    constexpr std::size_t unseen = static_cast<std::size_t>(-1);
    std::vector<std::size_t> came_from(surplus.size(), unseen);
    std::vector<std::size_t> queue;
    for (std::size_t g = 0; g < surplus.size(); ++g) {
        if (surplus[g] <= 0) continue;
        came_from[g] = g;
        queue.push_back(g);
    }
    for (std::size_t next = 0; next < queue.size(); ++next) {
        std::size_t to = queue[next];
        if (surplus[to] < 0) {
            while (came_from[to] != to) {
                const std::size_t from = came_from[to];
                const std::size_t unit = *unit_to_pass_in(quotas, most, from, to);
                --quotas[unit][from];
                ++quotas[unit][to];
                to = from;
            }
            return true;
        }
        for (std::size_t g = 0; g < surplus.size(); ++g) {
            if (came_from[g] != unseen || !unit_to_pass_in(quotas, most, to, g)) continue;
            came_from[g] = to;
            queue.push_back(g);
        }
    }
    return false;
}

}  // namespace

Result<Quotas> divide_by_group(const std::vector<int>& units,
                               const std::vector<int>& groups,
                               const std::vector<std::vector<double>>& people,
                               const Quotas& most) {
    Quotas out = TRY(one_group_after_another(units, groups, people, most));
    std::vector<int> surplus(groups.size());
    do {
        for (std::size_t g = 0; g < groups.size(); ++g) {
            surplus[g] = -groups[g];
            for (const std::vector<int>& unit : out)
                surplus[g] += unit[g];
        }
    } while (pass_one(out, most, surplus));
    return out;
}

}  // namespace mtm
