// A combination of groups at one depth has a number: that of the outer one times how many inner
// ones there are, plus the inner one's. So the groups of a depth are known by their numbers, and
// which of them stand in the table, and where, by walking down from the outer ones.
#include "tabulate/nested_groups.h"

#include "base/result.h"

namespace mtm {

namespace {

// Groups of the variable at one depth, and the rows of each of its layers crossed with all outer
// ones.
struct Depth {
    Grouping own;
    std::vector<std::vector<std::int32_t>> layers;
    std::vector<std::uint8_t> seen;  // by number of the combination
};

std::vector<std::vector<std::int32_t>> crossed_layers(
    const std::vector<std::vector<std::int32_t>>& outer, const Grouping& own) {
    if (outer.empty()) return own.layers;
    const auto width = static_cast<std::int32_t>(own.groups.size());
    std::vector<std::vector<std::int32_t>> out;
    for (const auto& x : outer) {
        for (const auto& y : own.layers) {
            std::vector<std::int32_t> layer(x.size(), -1);
            for (std::size_t r = 0; r < x.size(); ++r) {
                if (x[r] != -1 && y[r] != -1) layer[r] = x[r] * width + y[r];
            }
            out.push_back(std::move(layer));
        }
    }
    return out;
}

bool is_plain(const Category& category) {
    return category.meaning == MissingChoice::answer && !category.blank && !category.free_answer;
}

// The group within `outer`: its name is the way to it.
Category within(const Category& outer, const Category& inner) {
    Category out = inner;
    out.name = outer.name + " > " + inner.name;
    out.label = joined(outer.label, inner.label);
    if (outer.meaning != MissingChoice::answer) out.meaning = outer.meaning;
    out.blank = outer.blank || inner.blank;
    out.free_answer = outer.free_answer || inner.free_answer;
    return out;
}

class Nesting {
public:
    explicit Nesting(std::vector<Depth> depths) : depths_(std::move(depths)) {}

    NestedGroups make() {
        out_.places.emplace_back();
        for (const Depth& depth : depths_) {
            out_.grouping.overlap = out_.grouping.overlap || depth.own.overlap;
            groups_of_.emplace_back(depth.seen.size(), -1);
        }
        add_groups(0, 0, nullptr, 0);
        add_layers();
        return std::move(out_);
    }

private:
    // Combinations that nobody is in are left out unless all are choices.
    void add_groups(std::size_t depth,
                    std::size_t outer_number,
                    const Category* outer,
                    std::size_t parent) {
        if (depth == depths_.size()) return;
        const Grouping& own = depths_[depth].own;
        for (std::size_t i = 0; i < own.groups.size(); ++i) {
            const std::size_t number = outer_number * own.groups.size() + i;
            Category group = outer == nullptr ? own.groups[i] : within(*outer, own.groups[i]);
            if (depths_[depth].seen[number] == 0 && !is_plain(group)) continue;
            groups_of_[depth][number] = static_cast<std::int32_t>(out_.grouping.groups.size());
            out_.grouping.groups.push_back(group);
            out_.places.push_back({.parent = parent,
                                   .depth = static_cast<int>(depth) + 1,
                                   .divides = !own.overlap,
                                   .own = own.groups[i]});
            add_groups(depth + 1, number, &group, out_.places.size() - 1);
        }
    }

    void add_layers() {
        for (std::size_t d = 0; d < depths_.size(); ++d) {
            for (std::vector<std::int32_t>& layer : depths_[d].layers) {
                for (std::int32_t& group : layer) {
                    if (group != -1) group = groups_of_[d][static_cast<std::size_t>(group)];
                }
                out_.grouping.layers.push_back(std::move(layer));
            }
        }
    }

    std::vector<Depth> depths_;
    std::vector<std::vector<std::int32_t>> groups_of_;  // by depth, of a combination; -1: none
    NestedGroups out_;
};

}  // namespace

NestedGroups nested_groups(const LevelColumns& columns,
                           const std::vector<std::string>& names,
                           const Node* where) {
    CHECK(!names.empty());
    std::vector<Depth> depths;
    std::size_t combinations = 1;
    for (const std::string& name : names) {
        Depth depth;
        depth.own = grouping_of(columns, {name}, where);
        combinations *= depth.own.groups.size();
        depth.layers = crossed_layers(
            depths.empty() ? std::vector<std::vector<std::int32_t>>() : depths.back().layers,
            depth.own);
        depth.seen.assign(combinations, 0);
        for (const auto& layer : depth.layers) {
            for (const std::int32_t group : layer) {
                if (group != -1) depth.seen[static_cast<std::size_t>(group)] = 1;
            }
        }
        depths.push_back(std::move(depth));
    }
    return Nesting(std::move(depths)).make();
}

}  // namespace mtm
