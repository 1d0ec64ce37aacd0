#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "base/text.h"
#include "expression/value.h"
#include "study/check.h"

namespace mtm {
namespace {

// Where an expression stands: the question that `.` means (-1: none), and the cell.
struct Standing {
    int self = -1;
    int row = 0;
    const char* column = "";
};

class ChoicesInLogic {
public:
    ChoicesInLogic(const Questionnaire& form, const FormSource& source)
        : form_(form), source_(source) {
        for (std::size_t q = 0; q < form.questions.size(); ++q)
            index_.try_emplace(form.questions[q].name, static_cast<int>(q));
    }

    void check(const Expression& logic, const Standing& at) { visit(logic.root, at); }

    Diagnostics take() && { return std::move(found_); }

private:
    void visit(const Node& node, const Standing& at) {
        const bool compares =
            node.kind == NodeKind::binary && (node.text == "=" || node.text == "!=");
        const bool selects =
            node.kind == NodeKind::call && (node.text == "selected" || node.text == "is-selected");
        if ((compares || selects) && node.children.size() == 2) {
            compare(node.children[0], node.children[1], at);
            if (compares) compare(node.children[1], node.children[0], at);
        }
        for (const Node& child : node.children)
            visit(child, at);
    }

    // The question whose answer, or one of whose answers, the node is; -1 for anything else.
    [[nodiscard]] int question_of(const Node& node, const Standing& at) const {
        switch (node.kind) {
            case NodeKind::self:
                return at.self;
            case NodeKind::reference: {
                const auto found = index_.find(node.text);
                return found == index_.end() ? -1 : found->second;
            }
            case NodeKind::call:
                return node.text == "indexed-repeat" || node.text == "selected-at"
                           ? question_of(node.children[0], at)
                           : -1;
            default:
                return -1;
        }
    }

    // A list that search() fills from a file says nothing of the choices.
    [[nodiscard]] bool has_known_choices(int question) const {
        const Question& of = form_.questions[static_cast<std::size_t>(question)];
        return of.list >= 0 && of.appearance.find("search(") == std::string::npos &&
               !form_.choices_of(question).choices.empty();
    }

    void compare(const Node& subject, const Node& literal, const Standing& at) {
        if (literal.kind != NodeKind::string && literal.kind != NodeKind::number) return;
        const int question = question_of(subject, at);
        if (question < 0 || !has_known_choices(question)) return;
        const ChoiceList& list = form_.choices_of(question);
        if (literal.kind == NodeKind::number) {
            const auto numbers = [](const Choice& c) { return number_from(c.name); };
            const bool numeric = std::ranges::any_of(list.choices, [&](const Choice& choice) {
                return numbers(choice) == numbers(choice);
            });
            // Codes that are no numbers are another finding.
            if (numeric &&
                std::ranges::find(list.choices, literal.number, numbers) == list.choices.end()) {
                report(question, print_number(literal.number), at);
            }
            return;
        }
        for (const std::string_view word : words(literal.text)) {
            if (list.find(word) < 0) report(question, literal.text, at);
        }
    }

    void report(int question, const std::string& choice, const Standing& at) {
        std::vector<std::string> names;
        for (const Choice& each : form_.choices_of(question).choices)
            names.push_back(each.name);
        const std::vector<std::string> first(
            names.begin(),
            names.begin() + static_cast<long>(std::min<std::size_t>(names.size(), 12)));
        const char* more = first.size() < names.size() ? " and others." : ".";
        found_.push_back(
            {.code = "unknown-choice",
             .severity = Severity::error,
             .place = source_.survey_place(at.row, at.column),
             .message = "“" + choice + "” is no choice of “" +
                        form_.questions[static_cast<std::size_t>(question)].name + "”.",
             .remedy = did_you_mean(choice, names, "Its choices are " + join(first, ", ") + more)});
    }

    const Questionnaire& form_;
    const FormSource& source_;
    std::unordered_map<std::string_view, int> index_;
    Diagnostics found_;
};

}  // namespace

Diagnostics check_choices_in_logic(const Questionnaire& form, const FormSource& source) {
    ChoicesInLogic logic(form, source);
    for (const LogicCell& cell : logic_cells(form))
        logic.check(*cell.expression,
                    {.self = cell.question, .row = cell.row, .column = cell.column});
    return std::move(logic).take();
}

}  // namespace mtm
