#include "report/base_notes.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/evaluate.h"
#include "expression/node.h"
#include "paper/label_text.h"
#include "paper/logic_words.h"
#include "questionnaire/label_answers.h"

namespace mtm {
namespace {

// A label as a line of print: without mark-up, and without the answers that stand in it.
std::string label_in_print(const std::string& label) {
    return without_answers(squeeze(plain_label(label)));
}

}  // namespace

std::optional<AskedBase> BaseWords::asked(const Base& base) {
    if (base.everyone || base.asked.empty()) return std::nullopt;
    const auto rows = rows_asked(base.asked);
    if (!rows) return std::nullopt;
    AskedBase out;
    out.n = static_cast<std::size_t>(std::count(rows->begin(), rows->end(), 1));
    if (out.n == rows->size()) return std::nullopt;
    out.key.assign(rows->begin(), rows->end());
    const RowOwners interviews{.rows = rows->size(), .interview_of_row = {}};
    out.rows = RowSet(std::make_shared<const RowOwners>(interviews), *rows);
    for (const std::string& name : base.asked) {
        const auto one = rows_asked({name});
        if (one && std::count(one->begin(), one->end(), 1) < std::ssize(*one)) {
            out.questions.push_back(name);
        }
    }
    if (out.questions.empty()) return std::nullopt;
    out.wording = wording(out.questions.back(), *rows);
    if (out.wording.empty()) return std::nullopt;
    return out;
}

std::optional<BaseWords::Rows> BaseWords::rows_asked(
    const std::vector<std::string>& questions) const {
    Rows rows(dataset_.counted(), 1);
    for (const std::string& name : questions) {
        const Column* column = dataset_.find(name);
        if (column == nullptr) return std::nullopt;
        for (std::size_t r = 0; r < rows.size(); ++r)
            rows[r] = rows[r] & column->asked[r];
    }
    return rows;
}

std::string BaseWords::wording(const std::string& question, const Rows& rows) {
    if (truths_.empty() && !study_.plan.bases.empty()) {
        const DatasetSource source(dataset_, study_.questionnaire);
        for (const BaseWording& base : study_.plan.bases) {
            truths_.push_back(evaluate_truth(base.expression.root, source));
        }
    }
    const bool somebody = std::count(rows.begin(), rows.end(), 1) > 0;
    for (std::size_t b = 0; somebody && b < truths_.size(); ++b) {
        const std::string& text = study_.plan.bases[b].wording.in(language_);
        if (truths_[b] == rows && !text.empty()) return text;
    }
    return worded_from_skip_logic(question);
}

int BaseWords::question_of(const std::string& name) const {
    const int question = study_.questionnaire.find(name);
    if (question >= 0) return question;
    const DerivedVariable* derived = study_.plan.find_derived(name);
    return derived == nullptr ? -1 : study_.questionnaire.find(derived->question);
}

std::string BaseWords::question_label(const std::string& name) const {
    const int question = question_of(name);
    if (question < 0) return name;
    const Question& found = study_.questionnaire.questions[static_cast<std::size_t>(question)];
    const std::string label = label_in_print(found.label.in(language_));
    return label.empty() ? name : label;
}

std::string BaseWords::worded_from_skip_logic(const std::string& question) const {
    const int index = question_of(question);
    if (index < 0) return std::string(question);
    std::vector<std::string> parts;
    for (const Expression* relevant : study_.questionnaire.relevance_of(index)) {
        if (holds_for_everyone(relevant->root)) continue;
        parts.push_back(worded(relevant->root));
        if (parts.back().empty()) return {};
    }
    return join(parts, fmt::format(" {} ", words_.and_word));
}

// Of those counted, such as that they agreed to be interviewed: it tells nobody from others.
bool BaseWords::holds_for_everyone(const Node& condition) const {
    const DatasetSource source(dataset_, study_.questionnaire);
    for (const std::string& name : references(condition)) {
        if (source.column(name) == nullptr) return false;  // of a repeat: not known of interviews
    }
    const Rows truth = evaluate_truth(condition, source);
    return std::count(truth.begin(), truth.end(), 1) == std::ssize(truth);
}

std::string BaseWords::worded(const Node& node) const {
    std::string question;
    if (const auto choices = choices_worded(node, question)) {
        return fmt::format(fmt::runtime(words_.who_answered),
                           fmt::arg("choices", *choices),
                           fmt::arg("question", question_label(question)));
    }
    if (node.kind == NodeKind::binary && (node.text == "and" || node.text == "or")) {
        for (const std::size_t one : {0U, 1U}) {
            if (node.text == "and" && holds_for_everyone(node.children[one]))
                return worded(node.children[1 - one]);
        }
        const std::string left = worded(node.children[0]);
        const std::string right = worded(node.children[1]);
        if (left.empty() || right.empty()) return {};
        return left + fmt::format(" {} ", node.text == "and" ? words_.and_word : words_.or_word) +
               right;
    }
    static const std::vector<int> by_labels;
    const std::vector<Language>& languages = study_.questionnaire.languages;
    const std::string code = language_ < languages.size() ? languages[language_].code : "en";
    const LogicWords logic(study_.questionnaire, by_labels, language_, paper_words(code));
    const auto condition = logic.say_by_labels(node);
    if (!condition) return {};
    return fmt::format(fmt::runtime(words_.where_expression), fmt::arg("expression", *condition));
}

std::optional<std::string> BaseWords::choices_worded(const Node& node,
                                                     std::string& question) const {
    if (node.kind == NodeKind::binary && node.text == "or") {
        const auto left = choices_worded(node.children[0], question);
        const auto right = choices_worded(node.children[1], question);
        if (!left || !right) return std::nullopt;
        return fmt::format("{} {} {}", *left, words_.or_word, *right);
    }
    const bool comparison = node.kind == NodeKind::binary && node.text == "=";
    const bool selected = node.kind == NodeKind::call && node.text == "selected";
    if ((!comparison && !selected) || node.children[0].kind != NodeKind::reference ||
        node.children[1].kind != NodeKind::string) {
        return std::nullopt;
    }
    const std::string& name = node.children[0].text;
    if (!question.empty() && question != name) return std::nullopt;
    question = name;
    const int index = study_.questionnaire.find(name);
    if (index < 0) return std::nullopt;
    const Question& found = study_.questionnaire.questions[static_cast<std::size_t>(index)];
    if (found.list < 0) return std::nullopt;
    const ChoiceList& list = study_.questionnaire.choices_of(index);
    const int choice = list.find(node.children[1].text);
    if (choice < 0) return std::nullopt;
    return fmt::format(
        fmt::runtime(words_.to_question),
        fmt::arg(
            "question",
            label_in_print(list.choices[static_cast<std::size_t>(choice)].label.in(language_))));
}

}  // namespace mtm
