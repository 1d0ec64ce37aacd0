#include "study/sources.h"

#include <algorithm>
#include <set>

#include "study/plan.h"

namespace mtm {
namespace {

class Sources {
public:
    explicit Sources(const Study& study) : study_(study) {}

    void add(const Node& node) {
        for (const std::string& name : references(node))
            add(name);
    }

    void add(const std::string& name) {
        if (!seen_.insert(name).second) return;
        if (const DerivedVariable* derived = study_.plan.find_derived(name)) return add(*derived);
        const int question = study_.questionnaire.find(name);
        const auto* calculation =
            question < 0
                ? nullptr
                : &study_.questionnaire.questions[static_cast<std::size_t>(question)].calculation;
        if (calculation == nullptr || !*calculation || references((*calculation)->root).empty()) {
            out_.insert(name);
        } else {
            add((*calculation)->root);
        }
    }

    void add_asked(const std::string& name) {
        if (const DerivedVariable* derived = study_.plan.find_derived(name)) {
            if (!derived->question.empty()) add_asked(derived->question);
            return;
        }
        const int index = study_.questionnaire.find(name);
        if (index < 0) return;
        const Question& question = study_.questionnaire.questions[static_cast<std::size_t>(index)];
        if (question.relevant) add(question.relevant->root);
        for (int g = question.group; g >= 0;) {
            const Group& group = study_.questionnaire.groups[static_cast<std::size_t>(g)];
            if (group.relevant) add(group.relevant->root);
            g = group.parent;
        }
    }

    [[nodiscard]] std::vector<std::string> take() const { return {out_.begin(), out_.end()}; }

private:
    void add(const DerivedVariable& derived) {
        if (!derived.question.empty()) add(derived.question);
        if (!derived.rest.empty()) add(derived.rest);
        for (const TableSpec& table : study_.plan.tables) {
            if (!table.ranks ||
                std::ranges::find(table.questions, derived.name) == table.questions.end())
                continue;
            for (const std::string& rank : table.questions)
                add(rank);
        }
        for (const DerivedCategory& category : derived.categories) {
            add(category.expression.root);
            if (category.where) add(category.where->root);
        }
    }

    const Study& study_;
    std::set<std::string> seen_;  // a name that leads back to itself adds nothing
    std::set<std::string> out_;
};

}  // namespace

std::vector<std::string> sources_of(const Study& study, const Node& expression) {
    Sources sources(study);
    sources.add(expression);
    return sources.take();
}

std::vector<std::string> sources_of(const Study& study, const std::vector<std::string>& variables) {
    Sources sources(study);
    for (const std::string& name : variables)
        sources.add(name);
    return sources.take();
}

std::vector<std::string> sources_of(const Study& study, const TableSpec& table) {
    Sources sources(study);
    sources.add(table.question);
    for (const std::string& name : table.by)
        sources.add(name);
    if (table.where) sources.add(table.where->root);
    return sources.take();
}

std::vector<std::string> sources_of_base(const Study& study,
                                         const std::vector<std::string>& variables,
                                         const Node* where) {
    Sources sources(study);
    for (const std::string& name : variables)
        sources.add_asked(name);
    if (where != nullptr) sources.add(*where);
    return sources.take();
}

std::vector<std::string> sources_of_base(const Study& study, const TableSpec& table) {
    Sources sources(study);
    for (const std::string& name : questions_of(table))
        sources.add_asked(name);
    for (const std::string& name : table.by)
        sources.add(name);
    if (table.where) sources.add(table.where->root);
    return sources.take();
}

}  // namespace mtm
