#include "study/record_rules.h"

#include <algorithm>

namespace mtm {

RecordRules restricted_rules(const RecordRules& of_open) {
    RecordRules out = of_open;
    out.k = 3;
    out.diversity = 1;
    out.most_risk = 20;
    return out;
}

RecordRules rules_of_its_own(RecordRules restricted, const RecordRules& open) {
    if (restricted.drop == open.drop) restricted.drop.clear();
    if (restricted.texts == open.texts) restricted.texts.clear();
    if (restricted.average == open.average) restricted.average.clear();
    if (restricted.importance == open.importance) restricted.importance.clear();
    std::erase_if(restricted.recodes, [&](const RecodeRule& rule) {
        return std::ranges::find(open.recodes, rule) != open.recodes.end();
    });
    return restricted;
}

std::vector<RecodeRule> last_of_each_question(const std::vector<RecodeRule>& rules) {
    std::vector<RecodeRule> out;
    for (const RecodeRule& rule : rules) {
        std::erase_if(out,
                      [&](const RecodeRule& other) { return other.question == rule.question; });
        out.push_back(rule);
    }
    return out;
}

}  // namespace mtm
