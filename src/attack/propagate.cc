// Bounds of a count from one row: what the others of the row leave it. Repeated with a queue of
// rows whose counts have changed.
#include <algorithm>
#include <deque>

#include "attack/reconstruct.h"

namespace mtm {

namespace {

__extension__ using Wide = __int128;

Wide floor_of(Wide a, Wide b) {  // b > 0
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

Wide ceil_of(Wide a, Wide b) {
    return -floor_of(-a, b);
}

class Propagation {
public:
    Propagation(const std::vector<CountRow>& rows, std::vector<CountBounds>& bounds, RebuiltBy by)
        : rows_(rows),
          bounds_(bounds),
          by_(by),
          rows_of_(bounds.size()),
          queued_(rows.size(), true) {
        for (std::size_t r = 0; r < rows.size(); ++r) {
            queue_.push_back(r);
            for (const auto& [count, coefficient] : rows[r].terms)
                rows_of_[static_cast<std::size_t>(count)].push_back(r);
        }
    }

    bool run() {
        std::size_t most = 200 * rows_.size() + 1000;
        while (!queue_.empty() && most-- > 0) {
            const std::size_t r = queue_.front();
            queue_.pop_front();
            queued_[r] = false;
            if (!narrow(rows_[r])) return false;
        }
        return true;
    }

private:
    // The least and the greatest that the row's sum can be.
    [[nodiscard]] std::pair<Wide, Wide> reach(const CountRow& row) const {
        Wide low = 0;
        Wide high = 0;
        for (const auto& [count, a] : row.terms) {
            const CountBounds& b = bounds_[static_cast<std::size_t>(count)];
            low += Wide(a) * (a > 0 ? b.low : b.high);
            high += Wide(a) * (a > 0 ? b.high : b.low);
        }
        return {low, high};
    }

    bool narrow(const CountRow& row) {
        for (const auto& [count, a] : row.terms) {
            const auto [low, high] = reach(row);
            if (low > row.high || high < row.low) return false;
            CountBounds& b = bounds_[static_cast<std::size_t>(count)];
            // a x <= row.high - (low of the others), a x >= row.low - (high of the others)
            const Wide at_most = Wide(row.high) - (low - Wide(a) * (a > 0 ? b.low : b.high));
            const Wide at_least = Wide(row.low) - (high - Wide(a) * (a > 0 ? b.high : b.low));
            const Wide least = a > 0 ? ceil_of(at_least, a) : ceil_of(-at_most, -a);
            const Wide most = a > 0 ? floor_of(at_most, a) : floor_of(-at_least, -a);
            if (least > b.high || most < b.low) return false;
            if (least <= b.low && most >= b.high) continue;
            if (least > b.low) b.low = static_cast<long long>(least);
            if (most < b.high) b.high = static_cast<long long>(most);
            b.by = by_;
            for (const std::size_t other : rows_of_[static_cast<std::size_t>(count)]) {
                if (queued_[other]) continue;
                queued_[other] = true;
                queue_.push_back(other);
            }
        }
        return true;
    }

    const std::vector<CountRow>& rows_;
    std::vector<CountBounds>& bounds_;
    RebuiltBy by_;
    std::vector<std::vector<std::size_t>> rows_of_;
    std::vector<bool> queued_;
    std::deque<std::size_t> queue_;
};

}  // namespace

bool propagate(const std::vector<CountRow>& rows, std::vector<CountBounds>& bounds, RebuiltBy by) {
    return Propagation(rows, bounds, by).run();
}

}  // namespace mtm
