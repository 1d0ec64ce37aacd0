// Functions about answers: what was chosen, asked and counted.
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "expression/call.h"

namespace mtm {
namespace {

Value selected(const FunctionCall& call) {
    const std::string list = call.text(0);
    const std::string wanted = call.text(1);
    const std::string_view choice = trim(wanted);
    const std::vector<std::string_view> chosen = words(list);
    if (choice.empty()) return chosen.empty();
    return std::ranges::find(chosen, choice) != chosen.end();
}

Value selected_at(const FunctionCall& call) {
    const std::string list = call.text(0);
    const double place = std::trunc(call.number(1));
    const std::vector<std::string_view> chosen = words(list);
    if (!(place >= 0 && place < static_cast<double>(chosen.size()))) return std::string();
    return std::string(chosen[static_cast<std::size_t>(place)]);
}

Value count_selected(const FunctionCall& call) {
    return static_cast<double>(words(call.text(0)).size());
}

// The question that an argument names: ${q}, '${q}', or a path in quotes, whose last step it is.
std::string question_named(const FunctionCall& call, std::size_t i) {
    const Node& node = call.argument(i);
    if (node.kind == NodeKind::reference) return node.text;
    std::string text = call.text(i);
    std::string_view name = trim(text);
    if (name.starts_with("${")) name.remove_prefix(2);
    if (name.ends_with('}')) name.remove_suffix(1);
    const std::size_t slash = name.rfind('/');
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    return std::string(trim(name));
}

Value choice_name(const FunctionCall& call) {
    return call.source().choice_label(question_named(call, 1), call.text(0));
}

Value choice_label(const FunctionCall& call) {
    return call.source().choice_label(question_named(call, 0), call.text(1));
}

Value indexed_repeat(const FunctionCall& call) {
    std::vector<RepeatIndex> instances;
    for (std::size_t i = 1; i + 1 < call.size(); i += 2) {
        const double index = std::trunc(call.number(i + 1));
        instances.push_back({question_named(call, i), index >= 1 ? index : 1});
    }
    return call.source().answer_in(question_named(call, 0), instances);
}

bool all_asked(const FunctionCall& call) {
    return std::ranges::all_of(references(call.argument(0)),
                               [&](const std::string& name) { return call.source().asked(name); });
}

Value asked(const FunctionCall& call) {
    return all_asked(call);
}

Value answered(const FunctionCall& call) {
    if (!all_asked(call)) return false;
    return std::ranges::any_of(call.texts(0),
                               [](const std::string& text) { return !text.empty(); });
}

Value count(const FunctionCall& call) {
    const Value value = call.value(0);
    if (const auto* nodes = std::get_if<NodeSet>(&value)) {
        return static_cast<double>(nodes->values.size());
    }
    return to_boolean(value) ? 1.0 : 0.0;
}

Value count_non_empty(const FunctionCall& call) {
    return static_cast<double>(std::ranges::count_if(
        call.texts(0), [](const std::string& text) { return !text.empty(); }));
}

Value sum(const FunctionCall& call) {
    double total = 0;
    for (const double number : call.numbers(0)) {
        if (!std::isnan(number)) total += number;
    }
    return total;
}

Value position(const FunctionCall& call) {
    if (call.size() == 0) return call.source().position("");
    return call.source().position(print(call.argument(0)));
}

Value index(const FunctionCall& call) {
    return call.source().position("..");
}

Value last(const FunctionCall& call) {
    return call.source().last();
}

Value current(const FunctionCall& call) {
    return NodeSet{{call.source().self()}};
}

Value once(const FunctionCall& call) {
    std::string self = call.source().self();
    return self.empty() ? call.text(0) : self;
}

Value if_then_else(const FunctionCall& call) {
    return call.truth(0) ? call.value(1) : call.value(2);
}

Value coalesce(const FunctionCall& call) {
    const Value first = call.value(0);
    const auto* number = std::get_if<double>(&first);
    const bool missing = number != nullptr ? std::isnan(*number) : to_string(first).empty();
    return missing ? call.text(1) : to_string(first);
}

Value depend(const FunctionCall& call) {
    return call.value(0);
}

Value negated(const FunctionCall& call) {
    return !call.truth(0);
}

Value truth(const FunctionCall& call) {
    return call.truth(0);
}

Value always(const FunctionCall&) {
    return true;
}

Value never(const FunctionCall&) {
    return false;
}

Value is_empty(const FunctionCall& call) {
    return call.text(0).empty();
}

Value truth_from_text(const FunctionCall& call) {
    const std::string text = call.text(0);
    return lower_ascii(text) == "true" || text == "1";
}

Value checklist(const FunctionCall& call) {
    const double least = call.number(0);
    const double most = call.number(1);
    double held = 0;
    for (std::size_t i = 2; i < call.size(); ++i) {
        const Value value = call.value(i);
        if (const auto* nodes = std::get_if<NodeSet>(&value)) {
            for (const std::string& text : nodes->values)
                held += text.empty() ? 0 : 1;
        } else {
            held += to_boolean(value) ? 1 : 0;
        }
    }
    return (least < 0 || held >= least) && (most < 0 || held <= most);
}

Value weighted_checklist(const FunctionCall& call) {
    const double least = call.number(0);
    const double most = call.number(1);
    double held = 0;
    for (std::size_t i = 2; i + 1 < call.size(); i += 2) {
        if (call.truth(i)) held += call.number(i + 1);
    }
    return (least < 0 || held >= least) && (most < 0 || held <= most);
}

Value pulldata(const FunctionCall& call) {
    return call.source().pulled({.file = call.text(0),
                                 .column = call.text(1),
                                 .key_column = call.text(2),
                                 .key = call.text(3)});
}

Value property(const FunctionCall& call) {
    return call.source().property(call.text(0));
}

Value username(const FunctionCall& call) {
    return call.source().property("username");
}

Value device_info(const FunctionCall& call) {
    return call.source().property("device-info");
}

Value version(const FunctionCall& call) {
    return call.source().property("version");
}

constexpr Implementation answer_table[] = {
    {"selected", selected},
    {"is-selected", selected},
    {"selected-at", selected_at},
    {"count-selected", count_selected},
    {"jr:choice-name", choice_name},
    {"choice-label", choice_label},
    {"indexed-repeat", indexed_repeat},
    {"asked", asked},
    {"answered", answered},
    {"count", count},
    {"count-non-empty", count_non_empty},
    {"sum", sum},
    {"position", position},
    {"index", index},
    {"last", last},
    {"current", current},
    {"once", once},
    {"if", if_then_else},
    {"coalesce", coalesce},
    {"depend", depend},
    {"not", negated},
    {"boolean", truth},
    {"true", always},
    {"false", never},
    {"empty", is_empty},
    {"boolean-from-string", truth_from_text},
    {"checklist", checklist},
    {"weighted-checklist", weighted_checklist},
    {"pulldata", pulldata},
    {"property", property},
    {"username", username},
    {"device-info", device_info},
    {"version", version},
};

}  // namespace

std::span<const Implementation> answer_functions() {
    return answer_table;
}

}  // namespace mtm
