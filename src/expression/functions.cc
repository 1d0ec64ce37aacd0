#include "expression/functions.h"

#include <algorithm>
#include <array>

namespace mtm {
namespace {

constexpr auto boolean = ValueType::boolean;
constexpr auto numeric = ValueType::number;
constexpr auto string = ValueType::string;
constexpr auto nodes = ValueType::nodes;
constexpr auto any = ValueType::any;
constexpr auto form = FunctionScope::form;
constexpr auto analysis = FunctionScope::analysis;
constexpr auto aggregate = FunctionScope::aggregate;
constexpr auto narrative = FunctionScope::narrative;

// Name, least and most arguments, result, scope, signature. Sorted, for find_function.
// clang-format off
constexpr std::array<Function, 146> table = {{
    {"about", 1, 1, string, narrative, "about(figure)"},
    {"abs", 1, 1, numeric, form, "abs(number)"},
    {"acos", 1, 1, numeric, form, "acos(number)"},
    {"agree", 2, -1, string, narrative, "agree(figure, 'works', 'work')"},
    {"answered", 1, 1, boolean, analysis, "answered(${question})"},
    {"area", 1, 1, numeric, form, "area(${geoshape})"},
    {"asin", 1, 1, numeric, form, "asin(number)"},
    {"asked", 1, 1, boolean, analysis, "asked(${question})"},
    {"atan", 1, 1, numeric, form, "atan(number)"},
    {"atan2", 2, 2, numeric, form, "atan2(y, x)"},
    {"base", 1, 2, numeric, aggregate, "base(${question}, where)"},
    {"base64-decode", 1, 1, string, form, "base64-decode(text)"},
    {"boolean", 1, 1, boolean, form, "boolean(value)"},
    {"boolean-from-string", 1, 1, boolean, form, "boolean-from-string('true')"},
    {"ceiling", 1, 1, numeric, form, "ceiling(number)"},
    {"change", 2, 3, numeric, aggregate, "change(figure, 'round', where)"},
    {"changed", 2, 2, string, narrative, "changed(figure, 'round')"},
    {"checklist", 3, -1, boolean, form, "checklist(least, most, condition, …)"},
    {"choice-label", 2, 2, string, form, "choice-label(${question}, 'choice')"},
    {"coalesce", 2, 2, string, form, "coalesce(first, second)"},
    {"collect-is-phone-app", 0, 0, boolean, form, "collect-is-phone-app()"},
    {"compare", 2, 2, string, narrative, "compare(figure, figure)"},
    {"concat", 1, -1, string, form, "concat(text, …)"},
    {"contains", 2, 2, boolean, form, "contains(text, 'part')"},
    {"cos", 1, 1, numeric, form, "cos(number)"},
    {"count", 1, 2, numeric, form, "count(${repeat}) or, over interviews, count(condition, where)"},
    {"count-if", 2, 2, numeric, form, "count-if(${repeat}, condition)"},
    {"count-non-empty", 1, 1, numeric, form, "count-non-empty(${question})"},
    {"count-selected", 1, 1, numeric, form, "count-selected(${question})"},
    {"current", 0, 0, nodes, form, "current()"},
    {"date", 1, 1, string, form, "date('2024-05-01')"},
    {"date-time", 1, 1, string, form, "date-time('2024-05-01T12:00:00Z')"},
    {"de-duplicate", 2, 2, string, form, "de-duplicate(' ', text)"},
    {"decimal-date-time", 1, 1, numeric, form, "decimal-date-time(date)"},
    {"decimal-time", 1, 1, numeric, form, "decimal-time('12:00:00')"},
    {"depend", 1, -1, any, form, "depend(value, …)"},
    {"device-info", 0, 0, string, form, "device-info()"},
    {"differs", 2, 2, boolean, narrative, "differs(figure, figure)"},
    {"digest", 2, 3, string, form, "digest(text, 'SHA-256', 'hex')"},
    {"distance", 1, -1, numeric, form, "distance(${geotrace})"},
    {"distance-between", 2, 2, numeric, form, "distance-between(${geopoint}, ${geopoint})"},
    {"duration", 0, 0, numeric, form, "duration()"},
    {"empty", 1, 1, boolean, form, "empty(${question})"},
    {"enclosed-area", 1, 1, numeric, form, "enclosed-area(${geoshape})"},
    {"ends-with", 2, 2, boolean, form, "ends-with(text, 'end')"},
    {"exp", 1, 1, numeric, form, "exp(number)"},
    {"exp10", 1, 1, numeric, form, "exp10(number)"},
    {"extract-signed", 2, 2, string, form, "extract-signed(text, key)"},
    {"false", 0, 0, boolean, form, "false()"},
    {"floor", 1, 1, numeric, form, "floor(number)"},
    {"form", 2, 2, string, narrative, "form(figure, 'genitive')"},
    {"format-date", 2, 2, string, form, "format-date(date, '%Y-%m-%d')"},
    {"format-date-time", 2, 2, string, form, "format-date-time(date, '%Y-%m-%d %H:%M')"},
    {"format-number", 1, 1, string, form, "format-number(number)"},
    {"geo-scatter", 3, 3, string, form, "geo-scatter(${geopoint}, least, most)"},
    {"geofence", 2, 2, boolean, form, "geofence(${geopoint}, ${geoshape})"},
    {"hash", 1, -1, string, form, "hash(value, …)"},
    {"id", 1, 1, nodes, form, "id(value)"},
    {"if", 3, 3, any, form, "if(condition, then, else)"},
    {"index", 0, 0, numeric, form, "index()"},
    {"indexed-repeat", 3, -1, string, form, "indexed-repeat(${question}, ${repeat}, number)"},
    {"instance", 1, 1, nodes, form, "instance('list')"},
    {"int", 1, 1, numeric, form, "int(number)"},
    {"intersects", 1, 1, boolean, form, "intersects(${geotrace})"},
    {"is-selected", 2, 2, boolean, form, "is-selected(${question}, 'choice')"},
    {"item-at", 3, 3, string, form, "item-at(' ', text, number from 0)"},
    {"item-index", 3, 3, numeric, form, "item-index(' ', text, item)"},
    {"item-present", 3, 3, boolean, form, "item-present(' ', text, item)"},
    {"join", 2, -1, string, form, "join(', ', ${question})"},
    {"join-if", 3, 3, string, form, "join-if(', ', ${question}, condition)"},
    {"jr:choice-name", 2, 2, string, form, "jr:choice-name(${question}, '${question}')"},
    {"jr:itext", 1, 1, string, form, "jr:itext(id)"},
    {"known", 1, 1, boolean, narrative, "known(figure)"},
    {"lang", 1, 1, boolean, form, "lang('en')"},
    {"last", 0, 0, numeric, form, "last()"},
    {"leading", 2, 3, string, narrative, "leading(${question}, how many, where)"},
    {"linebreak", 0, 0, string, form, "linebreak()"},
    {"list", 2, -1, string, narrative, "list(figure, figure, …)"},
    {"local-name", 0, 1, string, form, "local-name()"},
    {"log", 1, 1, numeric, form, "log(number)"},
    {"log10", 1, 1, numeric, form, "log10(number)"},
    {"max", 1, -1, numeric, form, "max(number, …)"},
    {"max-if", 2, 2, numeric, form, "max-if(${question}, condition)"},
    {"mean", 1, 2, numeric, aggregate, "mean(${question}, where)"},
    {"median", 1, 2, numeric, aggregate, "median(${question}, where)"},
    {"min", 1, -1, numeric, form, "min(number, …)"},
    {"min-if", 2, 2, numeric, form, "min-if(${question}, condition)"},
    {"name", 0, 1, string, form, "name()"},
    {"namespace-uri", 0, 1, string, form, "namespace-uri()"},
    {"normalize-space", 0, 1, string, form, "normalize-space(text)"},
    {"not", 1, 1, boolean, form, "not(condition)"},
    {"now", 0, 0, string, form, "now()"},
    {"number", 0, 1, numeric, form, "number(value)"},
    {"once", 1, 1, string, form, "once(value)"},
    {"one-in", 1, 1, string, narrative, "one-in(figure)"},
    {"ordinal", 1, 1, string, narrative, "ordinal(figure)"},
    {"percent", 1, 2, numeric, aggregate, "percent(condition, where)"},
    {"phone-call-duration", 0, 0, numeric, form, "phone-call-duration()"},
    {"phone-call-log", 0, 0, string, form, "phone-call-log()"},
    {"pi", 0, 0, numeric, form, "pi()"},
    {"plural", 2, -1, string, narrative, "plural(figure, 'person', 'people')"},
    {"position", 0, 1, numeric, form, "position(..)"},
    {"pow", 2, 2, numeric, form, "pow(number, exponent)"},
    {"property", 1, 1, string, form, "property('deviceid')"},
    {"pulldata", 4, 4, string, form, "pulldata('file', 'column', 'key column', key)"},
    {"quantile", 2, 3, numeric, aggregate, "quantile(${question}, 0.25, where)"},
    {"random", 0, 0, numeric, form, "random()"},
    {"randomize", 1, 2, nodes, form, "randomize(${question}, seed)"},
    {"rank", 2, 3, numeric, aggregate, "rank(${question}, 'choice', where)"},
    {"rank-index", 2, -1, numeric, form, "rank-index(index, ${question})"},
    {"rank-index-if", 3, 3, numeric, form, "rank-index-if(index, ${question}, condition)"},
    {"rank-value", 1, -1, numeric, form, "rank-value(value, …)"},
    {"ratio", 2, 3, numeric, aggregate, "ratio(${a}, ${b}, where)"},
    {"regex", 2, 2, boolean, form, "regex(., '[0-9]{4}')"},
    {"relevant", 1, 1, boolean, form, "relevant(${question})"},
    {"respectively", 2, -1, string, narrative, "respectively(figure, figure, …)"},
    {"rose", 2, 2, string, narrative, "rose(figure, 'round')"},
    {"round", 1, 2, numeric, form, "round(number, places)"},
    {"selected", 2, 2, boolean, form, "selected(${question}, 'choice')"},
    {"selected-at", 2, 2, string, form, "selected-at(${question}, number from 0)"},
    {"share", 1, 2, numeric, aggregate, "share(condition, where)"},
    {"short-geopoint", 1, 1, string, form, "short-geopoint(${geopoint})"},
    {"significant", 1, 1, boolean, narrative, "significant(figure)"},
    {"sin", 1, 1, numeric, form, "sin(number)"},
    {"sqrt", 1, 1, numeric, form, "sqrt(number)"},
    {"starts-with", 2, 2, boolean, form, "starts-with(text, 'start')"},
    {"string", 0, 1, string, form, "string(value)"},
    {"string-length", 0, 1, numeric, form, "string-length(text)"},
    {"substr", 2, 3, string, form, "substr(text, from 0, to)"},
    {"substring", 2, 3, string, form, "substring(text, from 1, length)"},
    {"substring-after", 2, 2, string, form, "substring-after(text, 'part')"},
    {"substring-before", 2, 2, string, form, "substring-before(text, 'part')"},
    {"sum", 1, 1, numeric, form, "sum(${question})"},
    {"sum-if", 2, 2, numeric, form, "sum-if(${question}, condition)"},
    {"tan", 1, 1, numeric, form, "tan(number)"},
    {"thousandsep", 2, 2, string, form, "thousandsep(',', number)"},
    {"today", 0, 0, string, form, "today()"},
    {"top", 2, 3, string, aggregate, "top(${question}, place, where)"},
    {"total", 1, 2, numeric, aggregate, "total(${question}, where)"},
    {"translate", 3, 3, string, form, "translate(text, 'abc', 'ABC')"},
    {"true", 0, 0, boolean, form, "true()"},
    {"username", 0, 0, string, form, "username()"},
    {"uuid", 0, 1, string, form, "uuid()"},
    {"version", 0, 0, string, form, "version()"},
    {"weighted-checklist", 4, -1, boolean, form, "weighted-checklist(least, most, condition, weight, …)"},
    {"words", 1, 1, string, aggregate, "words(figure)"},
}};
// clang-format on

static_assert(std::ranges::is_sorted(table, {}, &Function::name));

}  // namespace

std::span<const Function> functions() {
    return table;
}

const Function* find_function(std::string_view name) {
    const auto found = std::ranges::lower_bound(table, name, {}, &Function::name);
    return found != table.end() && found->name == name ? &*found : nullptr;
}

std::string misplaced_call(const Node& node, FunctionScope scope) {
    const Function* function = node.kind == NodeKind::call ? find_function(node.text) : nullptr;
    if (function != nullptr) {
        const bool over_interviews = node.text == "count" && node.children.size() == 2;
        const FunctionScope own = over_interviews ? FunctionScope::aggregate : function->scope;
        if (own > scope) {
            const std::string name = node.text + "() ";
            if (own == FunctionScope::narrative)
                return name + "is for the words of a report alone.";
            if (own == FunctionScope::aggregate)
                return name +
                       "is counted over many interviews, and this is asked of each by itself.";
            return name + "is for plans and figures: a tablet does not know it.";
        }
    }
    for (const Node& child : node.children) {
        std::string found = misplaced_call(child, scope);
        if (!found.empty()) return found;
    }
    return {};
}

}  // namespace mtm
