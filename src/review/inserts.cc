#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "review/findings.h"
#include "review/form_texts.h"

namespace mtm {
namespace {

// The conditions under which something is shown, each as text.
std::set<std::string> conditions(const std::vector<const Expression*>& relevance) {
    std::set<std::string> out;
    for (const Expression* expression : relevance) {
        for (const Node* part : conjuncts(expression->root))
            out.insert(print(*part));
    }
    return out;
}

bool speak_of(const std::vector<const Expression*>& relevance, const std::string& name) {
    return std::ranges::any_of(relevance, [&name](const Expression* expression) {
        const std::vector<std::string> names = references(expression->root);
        return std::ranges::find(names, name) != names.end();
    });
}

class InsertReview {
public:
    InsertReview(const Questionnaire& form, Findings& findings)
        : form_(form), findings_(findings) {}

    void run() {
        for (int q = 0; q < static_cast<int>(form_.questions.size()); ++q) {
            const Question& question = form_.questions[static_cast<std::size_t>(q)];
            if (question.row == 0) continue;
            const std::string& label =
                question.label.in(static_cast<std::size_t>(form_.default_language));
            for (const std::string& name : inserts_of(label))
                look_at(q, name);
        }
    }

private:
    // Calculations and metadata are the author's own business; so is what stands in a repeat.
    void look_at(int asker, const std::string& name) {
        const int target = form_.find(name);
        if (target < 0) return;
        const Question& inserted = form_.questions[static_cast<std::size_t>(target)];
        if (!is_answered_by_people(inserted.type)) return;
        const int repeat = form_.repeat_of(target);
        if (repeat >= 0 && repeat != form_.repeat_of(asker)) return;
        const auto shown = form_.relevance_of(asker);
        if (speak_of(shown, name)) return;
        const std::set<std::string> here = conditions(shown);
        const std::set<std::string> there = conditions(form_.relevance_of(target));
        const auto unmet = std::ranges::find_if(
            there, [&here](const std::string& condition) { return !here.contains(condition); });
        const Question& question = form_.questions[static_cast<std::size_t>(asker)];
        if (unmet != there.end()) {
            report(
                question,
                fmt::format("The text shows ${{{}}}, which is asked only where {}.", name, *unmet),
                fmt::format("Ask this question under the same condition, or word it without "
                            "the answer to “{}”.",
                            name));
        } else if (!inserted.required && inserted.default_value.empty()) {
            report(
                question,
                fmt::format("The text shows ${{{}}}, which may be left blank.", name),
                fmt::format("Make “{0}” required, or ask this only where ${{{0}}} != ''.", name));
        }
    }

    void report(const Question& question, std::string message, std::string remedy) {
        findings_.add("insert-may-be-empty",
                      "survey",
                      question.row,
                      "label",
                      std::move(message),
                      std::move(remedy));
    }

    const Questionnaire& form_;
    Findings& findings_;
};

}  // namespace

void review_inserts(const Questionnaire& form, Findings& findings) {
    InsertReview(form, findings).run();
}

}  // namespace mtm
