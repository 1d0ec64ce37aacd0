#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/functions.h"
#include "expression/node_sets.h"
#include "expression/value.h"
#include "study/missing_numbers.h"
#include "study/plan.h"
#include "study/seen_repeats.h"
#include "tabulate/aggregates.h"
#include "tabulate/figure.h"

namespace mtm {

namespace {

using Kind = AggregateCall::Kind;

std::optional<std::size_t> number_in(const std::string& column) {
    std::size_t number = 0;
    const char* end = column.data() + column.size();
    const auto [stopped, error] = std::from_chars(column.data(), end, number);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

// What these give was known on the device, at that moment; the answers do not hold it.
constexpr std::array<std::string_view, 21> unknowable = {"collect-is-phone-app",
                                                         "device-info",
                                                         "duration",
                                                         "extract-signed",
                                                         "id",
                                                         "index",
                                                         "instance",
                                                         "jr:itext",
                                                         "last",
                                                         "now",
                                                         "once",
                                                         "phone-call-duration",
                                                         "phone-call-log",
                                                         "position",
                                                         "property",
                                                         "pulldata",
                                                         "random",
                                                         "today",
                                                         "username",
                                                         "uuid",
                                                         "version"};

// "a, b, c", but no more than a reader takes in.
std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most = 12;
    if (names.size() <= most) return join(names, ", ");
    const std::vector<std::string> first(names.begin(), names.begin() + most);
    return fmt::format("{}, … ({} in all)", join(first, ", "), names.size());
}

class FigureCheck {
public:
    FigureCheck(const Study& study, const Expression& expression, const Place& place)
        : study_(study), expression_(expression), place_(place) {}

    Diagnostics run() {
        check_figure_node(expression_.root);
        warn_of_missing_numbers();
        const std::string identifier = identifier_in(expression_.root, study_.questionnaire);
        if (!identifier.empty()) {
            Diagnostic mistake = identifier_mistake(identifier, place_);
            add(expression_.root, mistake.code, mistake.message, mistake.remedy);
        }
        return std::move(diagnostics_);
    }

private:
    void add(const Node& at,
             std::string code,
             std::string message,
             std::string remedy,
             Severity severity = Severity::error) {
        Diagnostic diagnostic{
            std::move(code), severity, place_, std::move(message), std::move(remedy)};
        const std::size_t before =
            length_utf8(std::string_view(expression_.source).substr(0, at.begin));
        if (const auto column = number_in(place_.column)) {
            diagnostic.place.column = std::to_string(*column + before);
        } else {
            diagnostic.message +=
                fmt::format(" (character {} of “{}”).", before + 1, expression_.source);
        }
        if (diagnostic.message.back() != '.') diagnostic.message += '.';
        diagnostics_.push_back(std::move(diagnostic));
    }

    void warn_of_missing_numbers() {
        for (const MissingNumberCompared& found :
             missing_numbers_compared(study_.questionnaire, expression_.root)) {
            add(*found.node,
                "missing-number-compared",
                words_of(found),
                remedy_for(found),
                Severity::warning);
        }
    }

    const Question* question(const std::string& name) const {
        const int index = study_.questionnaire.find(name);
        if (index == -1) return nullptr;
        return &study_.questionnaire.questions[static_cast<std::size_t>(index)];
    }

    const DerivedVariable* derived(const std::string& name) const {
        return study_.plan.find_derived(name);
    }

    bool check_name(const Node& node) {
        if (question(node.text) != nullptr || derived(node.text) != nullptr) return true;
        if (study_.questionnaire.find_group(node.text) != -1) return true;
        std::vector<std::string> names = study_.questionnaire.names();
        for (const DerivedVariable& variable : study_.plan.derived) {
            if (!variable.of_table) names.push_back(variable.name);
        }
        add(node,
            "unknown-question",
            fmt::format("there is no question “{}”", node.text),
            did_you_mean(node.text, names, "Name a question of the survey sheet."));
        return false;
    }

    // Outside any aggregate: arithmetic, text, and calls of aggregates.
    void check_figure_node(const Node& node) {
        if (const auto call = aggregate_in(node)) {
            check_aggregate(node, *call);
            return;
        }
        check_kind(node);
        if (node.kind == NodeKind::reference && check_name(node)) {
            add(node,
                "missing-aggregate",
                fmt::format("“{}” has a value in each interview, and a figure needs one over all",
                            node.text),
                "Put it into an aggregate, such as percent(${…} = '…') or mean(${…}).");
        }
        if (is_asked_or_answered(node)) check_asked(node);
        for (const Node& child : node.children)
            check_figure_node(child);
    }

    void check_aggregate(const Node& node, const AggregateCall& call) {
        if (call.arguments.size() < argument_count(call.kind)) {
            add(node,
                "wrong-argument",
                fmt::format("{}() needs {} arguments", node.text, argument_count(call.kind)),
                "docs/formats/figures.md lists what each aggregate takes.");
        }
        if (call.wraps_a_figure()) {
            for (const Node* argument : call.arguments)
                check_figure_node(*argument);
        } else {
            for (const Node* argument : call.arguments) {
                check_truth(*argument);
                if (call.is_of_condition() && argument->kind == NodeKind::reference)
                    (void)is_group(*argument);
            }
            check_arguments(node, call);
        }
        if (call.where != nullptr) check_truth(*call.where);
        if (!call.wraps_a_figure()) check_repeats(node, call);
    }

    // Inside an aggregate: truths and values of one interview.
    void check_truth(const Node& node) {
        check_kind(node);
        if (node.kind == NodeKind::reference) check_name(node);
        if (aggregate_in(node) && !counts_nodes(node)) {
            add(node,
                "nested-aggregate",
                fmt::format("{}() is a number over many interviews and cannot stand inside "
                            "another aggregate",
                            node.text),
                "Compute the inner figure by itself, or compare one interview's answers here.");
        }
        if (is_asked_or_answered(node)) check_asked(node);
        check_comparison(node);
        for (const Node& child : node.children)
            check_truth(child);
    }

    // XPath's own count(${repeat}) is the one function that shares its name with an aggregate.
    bool counts_nodes(const Node& node) const {
        return node.text == "count" && node.children.size() == 1 &&
               (node.children[0].kind == NodeKind::path ||
                (node.children[0].kind == NodeKind::reference &&
                 study_.questionnaire.find_group(node.children[0].text) != -1));
    }

    static bool is_asked_or_answered(const Node& node) {
        return node.kind == NodeKind::call && (node.text == "asked" || node.text == "answered");
    }

    // What has no meaning over many interviews: places inside one, and what only the device knew.
    void check_kind(const Node& node) {
        if (node.kind == NodeKind::path || node.kind == NodeKind::self) {
            add(node,
                "path-in-figure",
                fmt::format("“{}” is a place inside one interview, and a figure stands in none",
                            node.text.empty() ? "." : node.text),
                "Name the question as ${name}.");
        }
        const Function* function = node.kind == NodeKind::call ? find_function(node.text) : nullptr;
        if (function != nullptr && function->scope == FunctionScope::narrative) {
            add(node,
                "narrative-in-figure",
                fmt::format("{}() words a figure in the text of a report and is no number",
                            node.text),
                "Let it stand first between the braces in report.md.");
        }
        if (node.kind == NodeKind::call &&
            std::ranges::find(unknowable, node.text) != unknowable.end()) {
            add(node,
                "unknowable-in-figure",
                fmt::format("{}() was known on the device only; the answers do not hold it",
                            node.text),
                "Take a question that keeps it, or write the date in quotes.");
        }
    }

    void check_asked(const Node& node) {
        if (node.children.size() == 1 && node.children[0].kind == NodeKind::reference) return;
        add(node,
            "wrong-argument",
            fmt::format("{}() takes a question", node.text),
            fmt::format("Write {}(${{name}}).", node.text));
    }

    void check_comparison(const Node& node) {
        const bool equality =
            node.kind == NodeKind::binary && (node.text == "=" || node.text == "!=");
        const bool selection =
            node.kind == NodeKind::call && (node.text == "selected" || node.text == "is-selected");
        if ((!equality && !selection) || node.children.size() != 2) return;
        const Node* name = &node.children[0];
        const Node* choice = &node.children[1];
        if (equality && name->kind == NodeKind::string) std::swap(name, choice);
        if (name->kind == NodeKind::reference && choice->kind == NodeKind::string) {
            check_choice(name->text, *choice, equality);
        }
    }

    // `${several} = 'x'` holds for those who chose x and nothing else, which is seldom meant.
    void warn_of_only(const std::string& name, const Node& choice) {
        add(choice,
            "only-this-choice",
            fmt::format("“{}” takes several answers; this holds only where “{}” is the only one",
                        name,
                        choice.text),
            fmt::format("If it need not be the only one, write selected(${{{}}}, '{}').",
                        name,
                        choice.text),
            Severity::warning);
    }

    // Names that an answer to this question can have; empty if they are not a closed list.
    std::vector<std::string> choices_of(const std::string& name) const {
        std::vector<std::string> names;
        if (const DerivedVariable* variable = derived(name)) {
            for (const DerivedCategory& category : variable->categories) {
                if (std::ranges::find(names, category.name) == names.end()) {
                    names.push_back(category.name);
                }
            }
            return names;
        }
        const Question* asked = question(name);
        if (asked == nullptr || asked->list == -1) return names;
        const auto& list = study_.questionnaire.lists[static_cast<std::size_t>(asked->list)];
        for (const Choice& choice : list.choices)
            names.push_back(choice.name);
        return names;
    }

    void check_choice(const std::string& name, const Node& choice, bool equality) {
        const std::vector<std::string> names = choices_of(name);
        if (names.empty() || choice.text.empty()) return;
        const Question* asked = question(name);
        const bool multiple = asked != nullptr && asked->type == QuestionType::select_multiple;
        if (std::ranges::find(names, choice.text) != names.end()) {
            if (multiple && equality) warn_of_only(name, choice);
            return;
        }
        if (multiple) {
            // `${q} = 'a b'` compares with a whole set.
            const auto parts = words(choice.text);
            if (parts.size() > 1 && std::ranges::all_of(parts, [&names](std::string_view part) {
                    return std::ranges::find(names, part) != names.end();
                })) {
                return;
            }
        }
        add(choice,
            "unknown-choice",
            fmt::format("“{}” is no choice of “{}”", choice.text, name),
            did_you_mean(choice.text, names, fmt::format("Its choices are: {}.", listed(names))));
    }

    void check_arguments(const Node& node, const AggregateCall& call) {
        if (call.arguments.size() < argument_count(call.kind)) return;
        const Node& first = *call.arguments[0];
        switch (call.kind) {
            case Kind::base:
                require_question(node, first);
                break;
            case Kind::mean:
            case Kind::median:
            case Kind::total:
                require_numbers(first);
                break;
            case Kind::quantile:
                require_numbers(first);
                require_part(*call.arguments[1]);
                break;
            case Kind::ratio:
                require_numbers(first);
                require_numbers(*call.arguments[1]);
                break;
            case Kind::top:
                if (require_categories(node, first)) require_position(*call.arguments[1]);
                break;
            case Kind::rank:
                if (require_categories(node, first)) require_choice(first, *call.arguments[1]);
                break;
            default:
                break;
        }
    }

    // The least and the largest number would be one person's own.
    void require_part(const Node& argument) {
        const bool number = argument.kind == NodeKind::number;
        if (number && argument.number > 0 && argument.number < 1) return;
        add(argument,
            "wrong-argument",
            "quantile() takes as its second argument which part of the numbers lies below, as a "
            "number between 0 and 1",
            "Write for example quantile(${name}, 0.25) for the first quartile.");
    }

    bool require_question(const Node& call, const Node& argument) {
        if (argument.kind == NodeKind::reference) return !is_group(argument);
        add(argument,
            "wrong-argument",
            fmt::format("{}() takes a question first", call.text),
            fmt::format("Write {}(${{name}}, …).", call.text));
        return false;
    }

    // A name of a group or repeat, which has no answers; says so.
    bool is_group(const Node& reference) {
        const std::string& name = reference.text;
        if (question(name) != nullptr || derived(name) != nullptr) return false;
        if (study_.questionnaire.find_group(name) == -1) return false;
        add(reference,
            "wrong-argument",
            fmt::format("“{}” is a group of questions and has no answers of its own", name),
            "Name a question of the group.");
        return true;
    }

    bool require_categories(const Node& call, const Node& argument) {
        if (!require_question(call, argument)) return false;
        const bool known = question(argument.text) != nullptr || derived(argument.text) != nullptr;
        if (!known) return false;
        if (!choices_of(argument.text).empty()) return true;
        add(argument,
            "wrong-argument",
            fmt::format("“{}” has no choices to put in order", argument.text),
            "Name a question with choices, or a derived variable.");
        return false;
    }

    void require_position(const Node& argument) {
        const bool whole = argument.kind == NodeKind::number && argument.number >= 1 &&
                           argument.number == std::floor(argument.number);
        if (whole) return;
        add(argument,
            "wrong-argument",
            "top() takes a place as its second argument",
            "Write 1 for the most frequent answer, 2 for the next.");
    }

    void require_choice(const Node& name, const Node& argument) {
        if (argument.kind == NodeKind::string && !argument.text.empty()) {
            check_choice(name.text, argument, false);
            return;
        }
        add(argument,
            "wrong-argument",
            "rank() takes a choice in quotes as its second argument",
            fmt::format("Its choices are: {}.", listed(choices_of(name.text))));
    }

    void require_numbers(const Node& argument) {
        if (argument.kind == NodeKind::string) {
            add(argument, "wrong-argument", "a text has no numbers", "Name a question as ${name}.");
        }
        if (is_truth(argument)) {
            add(argument,
                "no-numbers",
                "this is true or false in each interview, not a number",
                "Write count(…) for how many it is true of, percent(…) for their share.");
        }
        if (argument.kind != NodeKind::reference || is_group(argument)) return;
        const Question* asked = question(argument.text);
        const bool categories = derived(argument.text) != nullptr;
        if ((asked == nullptr || !is_text_choice(*asked)) && !categories) return;
        add(argument,
            "no-numbers",
            fmt::format("the answers to “{}” are not numbers", argument.text),
            "Name a question of type integer, decimal or range.");
    }

    static bool is_truth(const Node& node) {
        static constexpr std::array<std::string_view, 8> operators = {
            "and", "or", "=", "!=", "<", "<=", ">", ">="};
        if (node.kind == NodeKind::binary) {
            return std::ranges::find(operators, node.text) != operators.end();
        }
        if (node.kind != NodeKind::call) return false;
        const Function* function = find_function(node.text);
        return function != nullptr && function->result == ValueType::boolean;
    }

    // A select question whose choices are names rather than numbers.
    bool is_text_choice(const Question& asked) const {
        if (asked.type == QuestionType::select_multiple) return true;
        if (asked.type != QuestionType::select_one || asked.list == -1) return false;
        const auto& list = study_.questionnaire.lists[static_cast<std::size_t>(asked.list)];
        return !list.choices.empty() &&
               std::ranges::none_of(list.choices, [](const Choice& choice) {
                   return choice.missing == MissingChoice::answer &&
                          !std::isnan(number_from(choice.name));
               });
    }

    // Questions of one aggregate must lie in repeats of which one holds the others.
    void check_repeats(const Node& node, const AggregateCall& call) {
        int deepest = -1;
        for (const std::string& name : row_references(call)) {
            const std::optional<int> repeat = repeat_of(study_.questionnaire, study_.plan, name);
            if (!repeat || lies_in(study_.questionnaire, deepest, *repeat)) continue;
            if (!lies_in(study_.questionnaire, *repeat, deepest)) {
                add(node,
                    "figure-across-repeats",
                    fmt::format(
                        "“{}” lies in another repeat than the rest of {}()", name, node.text),
                    "Use questions of one repeat, and of what encloses it.");
                return;
            }
            deepest = *repeat;
        }
        std::vector<const Node*> parts = call.arguments;
        if (call.where != nullptr) parts.push_back(call.where);
        for (const Node* part : parts)
            check_node_sets(*part, deepest);
    }

    void check_node_sets(const Node& part, int counted) {
        const std::string name = not_held_by(study_.questionnaire, study_.plan, part, counted);
        if (name.empty()) return;
        const auto& groups = study_.questionnaire.groups;
        add(part,
            "figure-across-repeats",
            fmt::format("“{}” lies in no repeat within {}",
                        name,
                        counted == -1 ? std::string("the interview")
                                      : "“" + groups[static_cast<std::size_t>(counted)].name +
                                            "”, whose entries are counted"),
            "count(), sum() and their like look from outside into a repeat: name beside them only "
            "questions of what holds it.");
    }

    const Study& study_;
    const Expression& expression_;
    const Place& place_;
    Diagnostics diagnostics_;
};

}  // namespace

Diagnostics check_figure(const Study& study, const Expression& expression, const Place& place) {
    return FigureCheck(study, expression, place).run();
}

}  // namespace mtm
