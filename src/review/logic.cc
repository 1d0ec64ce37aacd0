#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "expression/value.h"
#include "review/findings.h"
#include "review/possible.h"

namespace mtm {
namespace {

// What can be compared with an answer in a way that is ever true.
enum class AnswerKind { number, codes, numeric_codes, date, place, text };

AnswerKind kind_of(const Questionnaire& form, int question) {
    const Question& of = form.questions[static_cast<std::size_t>(question)];
    if (is_numeric(of.type)) return AnswerKind::number;
    if (of.type == QuestionType::date || of.type == QuestionType::date_time)
        return AnswerKind::date;
    if (of.type == QuestionType::geopoint || of.type == QuestionType::geotrace ||
        of.type == QuestionType::geoshape) {
        return AnswerKind::place;
    }
    if (of.type == QuestionType::select_one && of.list >= 0) {
        const bool numeric = std::ranges::any_of(
            form.choices_of(question).choices,
            [](const Choice& choice) { return std::isfinite(number_from(choice.name)); });
        return numeric ? AnswerKind::numeric_codes : AnswerKind::codes;
    }
    return AnswerKind::text;
}

bool is_relation(const Node& node) {
    return node.kind == NodeKind::binary &&
           (node.text == "<" || node.text == ">" || node.text == "<=" || node.text == ">=");
}

bool is_comparison(const Node& node) {
    return is_relation(node) ||
           (node.kind == NodeKind::binary && (node.text == "=" || node.text == "!="));
}

class LogicReview {
public:
    LogicReview(const Questionnaire& form, Findings& findings)
        : form_(form), findings_(findings), never_(form.groups.size(), false) {}

    void run() {
        review_groups();
        for (int q = 0; q < static_cast<int>(form_.questions.size()); ++q)
            review_question(q);
    }

private:
    void review_groups() {
        for (std::size_t g = 0; g < form_.groups.size(); ++g) {
            const Group& group = form_.groups[g];
            if (group.parent >= 0 && never_[static_cast<std::size_t>(group.parent)]) {
                never_[g] = true;
                continue;
            }
            if (!group.relevant) continue;
            review_comparisons(group.relevant->root, -1, group.row, "relevant");
            std::vector<Requirement> all;
            int repeat = -1;
            for (int at = static_cast<int>(g); at >= 0;
                 at = form_.groups[static_cast<std::size_t>(at)].parent) {
                const Group& outer = form_.groups[static_cast<std::size_t>(at)];
                if (outer.relevant) all.push_back({&outer.relevant->root, -1});
                if (outer.repeat && repeat < 0) repeat = at;
            }
            if (is_possible(form_, all, repeat)) continue;
            never_[g] = true;
            report_never(group.name, *group.relevant, group.row);
        }
    }

    void review_question(int at) {
        const Question& question = form_.questions[static_cast<std::size_t>(at)];
        const bool in_never =
            question.group >= 0 && never_[static_cast<std::size_t>(question.group)];
        const auto compare = [&](const std::optional<Expression>& logic, const char* column) {
            if (logic) review_comparisons(logic->root, at, question.row, column);
        };
        compare(question.relevant, "relevant");
        compare(question.constraint, "constraint");
        compare(question.required, "required");
        compare(question.calculation, "calculation");
        if (question.relevant && !in_never) {
            std::vector<Requirement> all;
            for (const Expression* relevant : form_.relevance_of(at))
                all.push_back({&relevant->root, at});
            if (!is_possible(form_, all, form_.repeat_of(at))) {
                report_never(question.name, *question.relevant, question.row);
            }
        }
        if (question.constraint && !can_be_met(form_, at)) {
            findings_.add("constraint-never-holds",
                          "survey",
                          question.row,
                          "constraint",
                          fmt::format("No answer to “{}” is ever allowed: {}.",
                                      question.name,
                                      print(question.constraint->root)),
                          "Correct the limits: one of them is the wrong way round, perhaps.");
        }
    }

    void report_never(const std::string& name, const Expression& relevant, int row) {
        if (print(relevant.root) == "false()") return;  // what its author put aside
        findings_.add("never-asked",
                      "survey",
                      row,
                      "relevant",
                      fmt::format("“{}” is never asked: no answers make {} true, together with the "
                                  "conditions of what it rests on.",
                                  name,
                                  print(relevant.root)),
                      "Correct the condition: and where or is meant, perhaps.");
    }

    [[nodiscard]] int question_of(const Node& node, int self) const {
        if (node.kind == NodeKind::self) return self;
        return node.kind == NodeKind::reference ? form_.find(node.text) : -1;
    }

    void review_comparisons(const Node& node, int self, int row, const char* column) {
        for (const Node& child : node.children)
            review_comparisons(child, self, row, column);
        if (!is_comparison(node) || node.children.size() != 2) return;
        int left = question_of(node.children[0], self);
        int right = question_of(node.children[1], self);
        const Node* other = &node.children[1];
        if (left < 0) {
            std::swap(left, right);
            other = &node.children[0];
        }
        if (left < 0) return;
        const std::string why =
            right >= 0 ? why_not(node, left, right) : why_not(node, left, *other);
        if (!why.empty()) {
            findings_.add("impossible-comparison",
                          "survey",
                          row,
                          column,
                          fmt::format("{} is never as meant: {}.", print(node), why),
                          "Compare with what the question can be answered with.");
            return;
        }
        review_whole_answer(node, left, *other, row, column);
    }

    [[nodiscard]] const std::string& name(int question) const {
        return form_.questions[static_cast<std::size_t>(question)].name;
    }

    [[nodiscard]] std::string why_not(const Node& node, int question, const Node& constant) const {
        const bool text = constant.kind == NodeKind::string;
        if (!text && constant.kind != NodeKind::number) return {};
        const bool numeric = !text || std::isfinite(number_from(constant.text));
        if (text && constant.text.empty()) return {};
        switch (kind_of(form_, question)) {
            case AnswerKind::number:
                if (!numeric) return fmt::format("“{}” is answered with a number", name(question));
                break;
            case AnswerKind::codes:
                if (is_relation(node) || !text) {
                    return fmt::format("the choices of “{}” are no numbers", name(question));
                }
                break;
            case AnswerKind::place:
                if (is_relation(node)) return fmt::format("“{}” is a place", name(question));
                break;
            case AnswerKind::date:
                if (!text) return fmt::format("“{}” is a date, and no number", name(question));
                break;
            default:
                break;
        }
        return {};
    }

    [[nodiscard]] std::string why_not(const Node&, int left, int right) const {
        const AnswerKind a = kind_of(form_, left);
        const AnswerKind b = kind_of(form_, right);
        const auto pair = [&](AnswerKind x, AnswerKind y) {
            return (a == x && b == y) || (a == y && b == x);
        };
        if (pair(AnswerKind::number, AnswerKind::codes) ||
            pair(AnswerKind::number, AnswerKind::place) ||
            pair(AnswerKind::date, AnswerKind::codes) ||
            pair(AnswerKind::date, AnswerKind::place)) {
            return fmt::format("“{}” and “{}” have no answers in common", name(left), name(right));
        }
        return {};
    }

    // `${several} = 'x'` holds for those who chose x and nothing else.
    void review_whole_answer(
        const Node& node, int question, const Node& constant, int row, const char* column) {
        const Question& of = form_.questions[static_cast<std::size_t>(question)];
        if (of.type != QuestionType::select_multiple || of.list < 0 || is_relation(node)) return;
        if (constant.kind != NodeKind::string) return;
        if (form_.choices_of(question).find(constant.text) < 0) return;
        if (!told_.insert({row, question}).second) return;
        findings_.add("only-this-choice",
                      "survey",
                      row,
                      column,
                      fmt::format("“{}” takes several answers; {} looks at all of them together.",
                                  of.name,
                                  print(node)),
                      fmt::format("If {} need not be the only one, write selected({}, {}).",
                                  print(constant),
                                  node.children[0].kind == NodeKind::self ? std::string(".")
                                                                          : "${" + of.name + "}",
                                  print(constant)));
    }

    const Questionnaire& form_;
    Findings& findings_;
    std::vector<bool> never_;             // by group
    std::set<std::pair<int, int>> told_;  // only-this-choice: row and question
};

}  // namespace

void review_logic(const Questionnaire& form, Findings& findings) {
    LogicReview(form, findings).run();
}

}  // namespace mtm
