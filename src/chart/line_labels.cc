#include "chart/line_labels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mtm {
namespace {

constexpr double label_height_px = 13;
constexpr double clearance_px = 2.5;  // of lines, half of whose width it has to hold
constexpr double point_px = 6;        // half of a point, with some room

struct LabelBox {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

LabelBox box_of(LinePoint middle, double width_px) {
    return {middle.x_px - width_px / 2,
            middle.y_px - label_height_px / 2,
            middle.x_px + width_px / 2,
            middle.y_px + label_height_px / 2};
}

LabelBox widened(const LabelBox& box, double by) {
    return {box.left - by, box.top - by, box.right + by, box.bottom + by};
}

bool meet(const LabelBox& a, const LabelBox& b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/// Part of the way along a stroke, from `first` to `last`.
struct StrokePart {
    double first = 0;
    double last = 1;

    /// Leaves what lies between two limits of one coordinate.
    void keep_between(double from, double to, double low, double high) {
        if (from == to) {
            if (from < low || from > high) last = first - 1;
            return;
        }
        const double a = (low - from) / (to - from);
        const double b = (high - from) / (to - from);
        first = std::max(first, std::min(a, b));
        last = std::min(last, std::max(a, b));
    }
};

bool crosses(const LineStroke& stroke, const LabelBox& box) {
    StrokePart part;
    part.keep_between(stroke.from.x_px, stroke.to.x_px, box.left, box.right);
    part.keep_between(stroke.from.y_px, stroke.to.y_px, box.top, box.bottom);
    return part.first <= part.last;
}

/// Places round a point, the best first.
std::vector<LinePoint> wished_places(const PointLabel& label) {
    const double beside = label.width_px / 2 + point_px + 1;
    constexpr double over = 14;
    std::vector<LinePoint> out;
    for (const double y : {-over, over, -over - 5, over + 5})
        out.push_back({label.at.x_px, label.at.y_px + y});
    for (const double y : {0.0, -8.0, 8.0, -14.0, 14.0}) {
        out.push_back({label.at.x_px + beside, label.at.y_px + y});
        out.push_back({label.at.x_px - beside, label.at.y_px + y});
    }
    return out;
}

struct PlacedLabel {
    LinePoint middle;
    LabelBox box;
};

/// Places one column's labels beside those that stand already.
class ColumnPlacing {
public:
    ColumnPlacing(const std::vector<PointLabel>& labels,
                  const LabelRoom& room,
                  std::vector<LabelBox> standing)
        : standing_(std::move(standing)) {
        for (const PointLabel& label : labels)
            wishes_.push_back(free_places(label, room));
    }

    std::optional<std::vector<PlacedLabel>> place() {
        search(0);
        if (best_.empty() && !wishes_.empty()) return std::nullopt;
        return best_;
    }

private:
    struct Wish {
        PlacedLabel place;
        std::size_t cost = 0;
    };

    std::vector<Wish> free_places(const PointLabel& label, const LabelRoom& room) const {
        std::vector<Wish> out;
        const std::vector<LinePoint> wished = wished_places(label);
        for (std::size_t i = 0; i < wished.size(); ++i) {
            const LabelBox box = box_of(wished[i], label.width_px);
            if (is_free(box, room)) out.push_back({{wished[i], box}, i});
        }
        return out;
    }

    [[nodiscard]] bool is_free(const LabelBox& box, const LabelRoom& room) const {
        if (box.left < room.left_px || box.right > room.right_px || box.bottom > room.bottom_px ||
            box.top < 0)
            return false;
        const LabelBox wide = widened(box, clearance_px);
        const auto is_met = [&](const LabelBox& other) { return meet(wide, other); };
        const auto is_on = [&](const LinePoint& point) {
            return meet(box, widened({point.x_px, point.y_px, point.x_px, point.y_px}, point_px));
        };
        return std::ranges::none_of(standing_, is_met) &&
               std::ranges::none_of(room.points, is_on) &&
               std::ranges::none_of(
                   room.strokes, [&](const LineStroke& stroke) { return crosses(stroke, wide); });
    }

    void search(std::size_t next) {
        if (next == wishes_.size()) {
            if (cost_ < best_cost_) {
                best_cost_ = cost_;
                best_ = chosen_;
            }
            return;
        }
        for (const Wish& wish : wishes_[next]) {
            if (cost_ + wish.cost >= best_cost_) break;  // those that follow cost more
            const LabelBox wide = widened(wish.place.box, clearance_px);
            if (std::ranges::any_of(
                    chosen_, [&](const PlacedLabel& other) { return meet(wide, other.box); }))
                continue;
            chosen_.push_back(wish.place);
            cost_ += wish.cost;
            search(next + 1);
            cost_ -= wish.cost;
            chosen_.pop_back();
        }
    }

    std::vector<LabelBox> standing_;
    std::vector<std::vector<Wish>> wishes_;
    std::vector<PlacedLabel> chosen_;
    std::vector<PlacedLabel> best_;
    std::size_t cost_ = 0;
    std::size_t best_cost_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace

std::optional<std::vector<LinePoint>> clear_places(const std::vector<PointLabel>& labels,
                                                   const LabelRoom& room) {
    std::vector<LinePoint> out;
    std::vector<LabelBox> standing;
    for (std::size_t begin = 0; begin < labels.size();) {
        std::size_t end = begin;
        while (end < labels.size() && labels[end].at.x_px == labels[begin].at.x_px)
            ++end;
        const std::vector<PointLabel> column(labels.begin() + static_cast<std::ptrdiff_t>(begin),
                                             labels.begin() + static_cast<std::ptrdiff_t>(end));
        const auto placed = ColumnPlacing(column, room, standing).place();
        if (!placed) return std::nullopt;
        for (const PlacedLabel& label : *placed) {
            out.push_back(label.middle);
            standing.push_back(label.box);
        }
        begin = end;
    }
    return out;
}

}  // namespace mtm
