#include "tabulate/aggregates.h"

#include <array>
#include <utility>

#include "expression/node_sets.h"

namespace mtm {

std::size_t argument_count(AggregateCall::Kind kind) {
    using Kind = AggregateCall::Kind;
    const bool two = kind == Kind::ratio || kind == Kind::top || kind == Kind::rank ||
                     kind == Kind::change || kind == Kind::quantile;
    return two ? 2 : 1;
}

std::vector<std::string> row_references(const AggregateCall& call) {
    std::vector<std::string> names;
    const auto add = [&names](const Node& node) {
        for (std::string& name : row_references(node))
            names.push_back(std::move(name));
    };
    for (const Node* argument : call.arguments)
        add(*argument);
    if (call.where != nullptr) add(*call.where);
    return names;
}

std::optional<AggregateCall> aggregate_in(const Node& node) {
    using Kind = AggregateCall::Kind;
    static constexpr std::array<std::pair<std::string_view, Kind>, 13> kinds = {
        {{"percent", Kind::percent},
         {"share", Kind::share},
         {"count", Kind::count},
         {"base", Kind::base},
         {"mean", Kind::mean},
         {"median", Kind::median},
         {"quantile", Kind::quantile},
         {"total", Kind::total},
         {"ratio", Kind::ratio},
         {"top", Kind::top},
         {"rank", Kind::rank},
         {"change", Kind::change},
         {"words", Kind::words}}};
    if (node.kind != NodeKind::call) return std::nullopt;
    for (const auto& [name, kind] : kinds) {
        if (node.text != name) continue;
        AggregateCall call;
        call.kind = kind;
        const std::size_t arguments = argument_count(kind);
        for (std::size_t i = 0; i < node.children.size() && i < arguments; ++i) {
            call.arguments.push_back(&node.children[i]);
        }
        if (node.children.size() > arguments) call.where = &node.children[arguments];
        return call;
    }
    return std::nullopt;
}

}  // namespace mtm
