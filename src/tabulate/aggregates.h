#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "expression/node.h"

namespace mtm {

/// A call over many interviews, taken apart: `percent(c, where)` has one argument and a where.
struct AggregateCall {
    enum class Kind {
        percent,
        share,
        count,
        base,
        mean,
        median,
        quantile,
        total,
        ratio,
        top,
        rank,
        change,  // of a figure, not of interviews
        words    // the same
    };

    Kind kind = Kind::percent;
    std::vector<const Node*> arguments;  // may be fewer than the aggregate needs
    const Node* where = nullptr;

    /// True for change() and words(), whose argument is itself a figure.
    [[nodiscard]] bool wraps_a_figure() const {
        return kind == Kind::change || kind == Kind::words;
    }

    /// True for those whose first argument holds of a row or does not.
    [[nodiscard]] bool is_of_condition() const {
        return kind == Kind::percent || kind == Kind::share || kind == Kind::count;
    }
};

/// How many arguments stand before `where`.
[[nodiscard]] std::size_t argument_count(AggregateCall::Kind kind);

/// Names in its arguments and its subset that stand for one answer of each row counted.
[[nodiscard]] std::vector<std::string> row_references(const AggregateCall& call);

/// The aggregate that a node calls, if it calls one.
[[nodiscard]] std::optional<AggregateCall> aggregate_in(const Node& node);

}  // namespace mtm
