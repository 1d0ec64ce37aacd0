#pragma once

#include <span>
#include <string_view>

namespace mtm {

/// What a function of the language gives.
enum class ValueType { boolean, number, string, nodes, any };

/// Where a function may stand.
enum class FunctionScope {
    form,      // XPath 1.0 and ODK: everywhere
    analysis,  // asked(), answered(): plans, filters, figures; truths of one interview
    aggregate  // percent(), mean(), …: figures only; over many interviews
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
/// and `analysis`, except the ones that need what an interview does not hold: other files
/// (instance, jr:itext, pulldata, id), chance (random, uuid; randomize without a seed keeps the
/// order), digest, extract-signed, thousandsep, and of SurveyCTO's duration, phone-call-log,
/// phone-call-duration, collect-is-phone-app, the …-if functions, rank-index, rank-value,
/// format-number, hash, relevant, short-geopoint, distance-between, geo-scatter, de-duplicate,
/// item-index, item-present. These, and the aggregates, which belong to tabulate, give an empty
/// value of their type, always: "", NaN, false or no nodes. `count` is both XPath's and an
/// aggregate: over one interview it counts nodes.
[[nodiscard]] std::span<const Function> functions();

/// Null if there is none of that name.
[[nodiscard]] const Function* find_function(std::string_view name);

}  // namespace mtm
