#include "chart/label_spread.h"

#include <algorithm>
#include <numeric>

namespace mtm {
namespace {

/// Labels that touch: where the first begins, and the sum of what each wants of that beginning.
struct TouchingLabels {
    double wanted_sum = 0;
    double count = 0;
    double height_px = 0;
    std::size_t first = 0;

    [[nodiscard]] double top(double least) const { return std::max(wanted_sum / count, least); }
};

}  // namespace

std::vector<double> spread_labels(const std::vector<SpreadLabel>& labels, double top_px) {
    std::vector<std::size_t> order(labels.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return labels[a].at_px < labels[b].at_px;
    });
    std::vector<TouchingLabels> blocks;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const SpreadLabel& label = labels[order[i]];
        TouchingLabels block{label.at_px - label.size_px / 2, 1, label.size_px, i};
        while (!blocks.empty() &&
               blocks.back().top(top_px) + blocks.back().height_px > block.top(top_px)) {
            TouchingLabels& above = blocks.back();
            block = {above.wanted_sum + block.wanted_sum - block.count * above.height_px,
                     above.count + block.count,
                     above.height_px + block.height_px,
                     above.first};
            blocks.pop_back();
        }
        blocks.push_back(block);
    }
    std::vector<double> middles(labels.size());
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const std::size_t end = b + 1 < blocks.size() ? blocks[b + 1].first : order.size();
        double y = blocks[b].top(top_px);
        for (std::size_t i = blocks[b].first; i < end; ++i) {
            middles[order[i]] = y + labels[order[i]].size_px / 2;
            y += labels[order[i]].size_px;
        }
    }
    return middles;
}

}  // namespace mtm
