#pragma once

#include <span>
#include <string>
#include <string_view>

#include "expression/node.h"

namespace mtm {

/// What a function of the language gives.
enum class ValueType { boolean, number, string, nodes, any };

/// Where a function may stand.
enum class FunctionScope {
    form,       // XPath 1.0 and ODK: everywhere
    analysis,   // asked(), answered(): plans, filters, figures; truths of one interview
    aggregate,  // percent(), mean(), …: figures only; over many interviews
    narrative   // about(), compare(), …: words for figures, and conditions on them; reports only
};

struct Function {
    std::string_view name;
    int least_arguments;
    int most_arguments;  // -1: any number
    ValueType result;
    FunctionScope scope;
    std::string_view signature;  // for messages: "selected(question, 'choice')"
};

/// Every function the language knows, sorted by name. `evaluate` computes those of scopes `form`
/// and `analysis` (see is_computed), except the ones that need what no interview and no column
/// holds: texts by their id (jr:itext), nodes by theirs (id), the names of nodes (name, lang,
/// local-name, namespace-uri), and most of what SurveyCTO alone has. The aggregates belong to
/// tabulate, the narrative ones to report. `count` is both XPath's and an aggregate: over one
/// interview it counts nodes.
[[nodiscard]] std::span<const Function> functions();

/// Null if there is none of that name.
[[nodiscard]] const Function* find_function(std::string_view name);

/// What is wrong with an expression that may call functions of `scope` and those before it: the
/// first call of another, in a sentence, as of mean() in skip logic. Empty if there is none.
[[nodiscard]] std::string misplaced_call(const Node& node, FunctionScope scope);

}  // namespace mtm
