#include "study/seen_repeats.h"

#include "expression/node_sets.h"

namespace mtm {

std::optional<int> repeat_of(const Questionnaire& form, const Plan& plan, std::string_view name) {
    const DerivedVariable* derived = plan.find_derived(name);
    const int question = form.find(derived != nullptr ? derived->question : name);
    if (question >= 0) return form.repeat_of(question);
    const int group = form.find_group(name);
    if (group < 0 || !form.groups[static_cast<std::size_t>(group)].repeat) return std::nullopt;
    return group;
}

bool lies_in(const Questionnaire& form, int inner, int outer) {
    while (inner != -1 && inner != outer)
        inner = form.groups[static_cast<std::size_t>(inner)].parent;
    return inner == outer;
}

std::string not_held_by(const Questionnaire& form,
                        const Plan& plan,
                        const Node& expression,
                        int counted) {
    for (const std::string& name : node_set_references(expression)) {
        const std::optional<int> repeat = repeat_of(form, plan, name);
        if (!repeat) return name;
        const bool of_interview = *repeat == -1 && counted == -1;
        if (!of_interview && (*repeat == counted || !lies_in(form, *repeat, counted))) return name;
    }
    return {};
}

}  // namespace mtm
