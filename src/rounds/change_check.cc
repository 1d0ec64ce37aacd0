#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "rounds/round_changes.h"
#include "tabulate/figure_unit.h"

namespace mtm {
namespace {

class ChangeCheck {
public:
    ChangeCheck(const Study& study, const Place& place) : study_(study), place_(place) {}

    Diagnostics run(const Node& root) {
        const std::vector<const Node*> changes = changes_in(root);
        if (changes.empty()) return {};
        if (study_.file.previous.empty() && study_.file.previous_figures.empty())
            add("no-previous-round",
                "A change is told, and study.toml names no previous round.",
                "Name its folder, previous = \"../ROUND\", or a CSV of what it printed, "
                "previous_figures = \"FILE\".");
        if (changes.size() > 1 || has_aggregate_beside_change(root))
            add("change-beside-aggregate",
                "A change stands beside another aggregate in one figure.",
                "Write two figures: each change is a number of its own.");
        for (const Node* change : changes)
            check(*change);
        return std::move(out_);
    }

private:
    void add(const char* code, std::string message, std::string remedy) {
        out_.push_back({code, Severity::error, place_, std::move(message), std::move(remedy)});
    }

    void check(const Node& change) {
        if (change.children.size() < 2) return;  // check_figure says so
        const Node& figure = change.children[0];
        const Node& round = change.children[1];
        if (!changes_in(figure).empty())
            add("change-of-change",
                "A change is taken of a change.",
                "A change is of a figure: change(percent(…), 'round').");
        if (round.kind != NodeKind::string)
            add("wrong-argument",
                "change() takes the name of a round, in quotes, as its second argument.",
                "Write its name, or '' for the previous one.");
        if (unit_of(figure) == FigureUnit::text)
            add("change-of-text",
                fmt::format("“{}” is a text, and texts have no change.", print(figure)),
                "Take a number: percent(…), mean(…), count(…).");
    }

    const Study& study_;
    const Place& place_;
    Diagnostics out_;
};

bool has_text(const Node& node, const std::string& text) {
    if (node.kind == NodeKind::string && node.text == text) return true;
    return std::ranges::any_of(node.children,
                               [&](const Node& child) { return has_text(child, text); });
}

// Why the answers to a question that a figure is made of differ between rounds in what they mean;
// empty if they do not.
std::string what_stands_between(const QuestionMatch& match, const Node& figure) {
    if (match.before < 0 || match.now < 0) return {};  // check_changes_before says so
    if (!match.comparable()) return match.not_comparable;
    const auto named = std::ranges::find_if(
        match.other_meaning, [&](const std::string& choice) { return has_text(figure, choice); });
    if (named == match.other_meaning.end()) return {};
    return fmt::format("the rounds {} “{}” differently", match.derived ? "define" : "word", *named);
}

}  // namespace

Diagnostics check_changes(const Study& study, const Expression& expression, const Place& place) {
    return ChangeCheck(study, place).run(expression.root);
}

Diagnostics check_changes_before(const Study& before,
                                 const PreviousRound& previous,
                                 const Expression& expression,
                                 const Place& place) {
    Diagnostics out;
    for (const Node* node : changes_in(expression.root)) {
        Expression whole;
        whole.root = *node;
        whole.source = print(*node);
        const auto change = change_in(whole);
        if (!change) continue;
        if (!previous.is_called(change->round)) {
            std::vector<std::string> names = previous.names;
            names.push_back(previous.name);
            out.push_back({"unknown-round",
                           Severity::error,
                           place,
                           fmt::format("There is no round “{}” to compare with.", change->round),
                           did_you_mean(change->round,
                                        names,
                                        fmt::format("The previous one is “{}”.", previous.name))});
            continue;
        }
        for (Diagnostic& wrong : check_figure(before, change->figure, place)) {
            if (wrong.severity != Severity::error) continue;
            wrong.message = fmt::format("In {}, {}", previous.name, wrong.message);
            wrong.remedy = "What one of the rounds did not ask has no change.";
            out.push_back(std::move(wrong));
        }
    }
    return out;
}

Diagnostics check_changes_compared(const std::vector<QuestionMatch>& matches,
                                   const Expression& expression,
                                   const Place& place) {
    Diagnostics out;
    for (const Node* change : changes_in(expression.root)) {
        for (const std::string& name : references(*change)) {
            const auto match = std::ranges::find(matches, name, &QuestionMatch::name);
            if (match == matches.end()) continue;
            const std::string between = what_stands_between(*match, *change);
            if (between.empty()) continue;
            out.push_back(
                {"change-not-compared",
                 Severity::warning,
                 place,
                 fmt::format("The change of “{}” is not one of the same thing: {}.", name, between),
                 "Take the sentence out; or, if both mean the same, name it under same "
                 "of [compare] in study.toml."});
        }
    }
    return out;
}

}  // namespace mtm
