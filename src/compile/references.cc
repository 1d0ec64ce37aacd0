#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "compile/survey.h"

namespace mtm {
namespace {

// Names in ${…} of a label, hint or message.
std::vector<std::string> references_in_text(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t at = text.find("${"); at != std::string_view::npos;
         at = text.find("${", at + 2)) {
        const std::size_t close = text.find('}', at);
        if (close == std::string_view::npos) break;
        out.emplace_back(trim(text.substr(at + 2, close - at - 2)));
    }
    return out;
}

class ReferenceCheck {
public:
    ReferenceCheck(const FormSheet& sheet, const Questionnaire& form, Diagnostics& diagnostics)
        : sheet_(sheet), form_(form), diagnostics_(diagnostics) {
        for (std::size_t i = 0; i < form.questions.size(); ++i) {
            const std::string& name = form.questions[i].name;
            if (!known_.insert(name).second) twice_.insert(name);
            index_.try_emplace(name, static_cast<int>(i));
        }
        for (const Group& g : form.groups)
            known_.insert(g.name);
    }

    void run() {
        for (const Group& group : form_.groups) {
            check(group.relevant, group.row, "relevant");
            check(group.repeat_count, group.row, "repeat_count");
            check(group.label, group.row, "label");
        }
        for (const Question& q : form_.questions) {
            check(q.relevant, q.row, "relevant");
            check(q.constraint, q.row, "constraint");
            check(q.required, q.row, "required");
            check(q.calculation, q.row, "calculation");
            check(q.choice_filter, q.row, "choice_filter");
            check(q.label, q.row, "label");
            check(q.hint, q.row, "hint");
        }
        for (std::size_t i = 0; i < form_.questions.size(); ++i)
            needs_.push_back(needs(static_cast<int>(i)));
        for (std::size_t i = 0; i < form_.questions.size(); ++i)
            check_cycle(static_cast<int>(i));
    }

private:
    void check(const std::optional<Expression>& expression, int row, std::string_view column) {
        if (!expression) return;
        for (const std::string& name : references(expression->root))
            check(name, row, column);
    }

    void check(const Translated& text, int row, std::string_view column) {
        for (const std::string& in_language : text.by_language) {
            for (const std::string& name : references_in_text(in_language)) {
                check(name, row, column);
            }
        }
    }

    void check(std::string name, int row, std::string_view column) {
        if (name.starts_with("last-saved#")) name.erase(0, 11);
        if (known_.contains(name) && !twice_.contains(name)) return;
        const bool is_new =
            reported_.insert(std::to_string(row) + std::string(column) + name).second;
        if (!is_new) return;
        if (twice_.contains(name)) {
            diagnostics_.push_back(
                {.code = "ambiguous-name",
                 .severity = Severity::error,
                 .place = sheet_.place(row - 1, column),
                 .message = "“" + name + "” is the name of several questions, in different groups.",
                 .remedy = "Give the one that is meant a name of its own."});
            return;
        }
        diagnostics_.push_back(
            {.code = "unknown-question",
             .severity = Severity::error,
             .place = sheet_.place(row - 1, column),
             .message = "There is no question “" + name + "”.",
             .remedy = did_you_mean(name, form_.names(), "Add it, or correct the name in ${…}.")});
    }

    // Follows relevance and calculation from a question; finding itself again is a mistake.
    void check_cycle(int start) {
        std::vector<bool> seen(form_.questions.size(), false);
        std::vector<int> open = needs_[static_cast<std::size_t>(start)];
        const std::string& name = form_.questions[static_cast<std::size_t>(start)].name;
        while (!open.empty()) {
            const int next = open.back();
            open.pop_back();
            if (next == start) {
                diagnostics_.push_back(
                    {.code = "circular-logic",
                     .severity = Severity::error,
                     .place = sheet_.place(form_.questions[static_cast<std::size_t>(start)].row - 1,
                                           "relevant"),
                     .message = "Whether “" + name +
                                "” is asked, or its calculation, depends on “" + name + "” itself.",
                     .remedy = "Remove the circle: skip logic may look at other questions only."});
                return;
            }
            if (seen[static_cast<std::size_t>(next)]) continue;
            seen[static_cast<std::size_t>(next)] = true;
            const std::vector<int>& further = needs_[static_cast<std::size_t>(next)];
            open.insert(open.end(), further.begin(), further.end());
        }
    }

    // Questions that a question's being asked, or its calculation, looks at.
    [[nodiscard]] std::vector<int> needs(int question) const {
        std::vector<int> out;
        const auto add = [&](const Expression& logic) {
            for (const std::string& name : references(logic.root)) {
                const auto at = index_.find(name);
                if (at != index_.end()) out.push_back(at->second);
            }
        };
        for (const Expression* relevant : form_.relevance_of(question))
            add(*relevant);
        const Question& q = form_.questions[static_cast<std::size_t>(question)];
        if (q.calculation && q.type == QuestionType::calculate) add(*q.calculation);
        return out;
    }

    const FormSheet& sheet_;
    const Questionnaire& form_;
    Diagnostics& diagnostics_;
    std::unordered_set<std::string> known_;
    std::unordered_map<std::string, int> index_;  // of questions
    std::vector<std::vector<int>> needs_;         // by question
    std::unordered_set<std::string> twice_;       // names of several questions
    std::unordered_set<std::string> reported_;
};

}  // namespace

void check_references(const FormSheet& sheet,
                      const Questionnaire& questionnaire,
                      Diagnostics& diagnostics) {
    ReferenceCheck(sheet, questionnaire, diagnostics).run();
}

void check_reviews(const FormSheet& sheet,
                   const Questionnaire& questionnaire,
                   Diagnostics& diagnostics) {
    for (std::size_t l = 0; l < questionnaire.languages.size(); ++l) {
        const Language& language = questionnaire.languages[l];
        if (static_cast<int>(l) == questionnaire.default_language) continue;
        int unreviewed = 0;
        for (const int row : sheet.rows()) {
            const auto label = sheet.translated(row, "label", questionnaire.languages);
            const auto reviewer = sheet.translated(row, "reviewed_by", questionnaire.languages);
            if (!label.by_language[l].empty() && reviewer.by_language[l].empty()) ++unreviewed;
        }
        if (unreviewed == 0) continue;
        diagnostics.push_back(
            {.code = "unreviewed-translation",
             .severity = Severity::warning,
             .place = sheet.place(0, "reviewed_by::" + language.header),
             .message = std::to_string(unreviewed) + " texts in " + language.header +
                        " have been reviewed by no speaker of the language.",
             .remedy = "Have them read, and put the reader's name in the column reviewed_by::" +
                       language.header + "."});
    }
}

}  // namespace mtm
