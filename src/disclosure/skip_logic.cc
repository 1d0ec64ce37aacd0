#include "disclosure/skip_logic.h"

#include <algorithm>

namespace mtm {
namespace {

void add_names(const Questionnaire& form, const Node& node, std::set<std::string>& out) {
    for (const std::string& name : references(node)) {
        if (!out.insert(name).second) continue;
        const int question = form.find(name);
        if (question < 0) continue;
        const auto& calculation = form.questions[static_cast<std::size_t>(question)].calculation;
        if (calculation) add_names(form, calculation->root, out);
    }
}

}  // namespace

std::set<std::string> names_behind(const Questionnaire& form, const Node& node) {
    std::set<std::string> out;
    add_names(form, node, out);
    return out;
}

std::vector<int> questions_resting_on(const Questionnaire& form, int question) {
    std::set<std::string> told{form.questions[static_cast<std::size_t>(question)].name};
    std::vector<int> out;
    // A question's relevance may name only what stands before it, or after it: until none is added.
    for (std::size_t before = 0; before != told.size();) {
        before = told.size();
        for (int other = 0; other < static_cast<int>(form.questions.size()); ++other) {
            const std::string& name = form.questions[static_cast<std::size_t>(other)].name;
            if (other == question || told.contains(name)) continue;
            for (const Expression* relevance : form.relevance_of(other)) {
                const std::set<std::string> names = names_behind(form, relevance->root);
                const bool rests = std::ranges::any_of(
                    names, [&](const std::string& needed) { return told.contains(needed); });
                if (!rests) continue;
                told.insert(name);
                out.push_back(other);
                break;
            }
        }
    }
    return out;
}

}  // namespace mtm
