#include "interview/levels.h"

namespace mtm {

Levels::Levels(const Questionnaire& questionnaire)
    : level_of(questionnaire.questions.size()),
      slot_of(questionnaire.questions.size()),
      level_of_repeat(questionnaire.groups.size(), -1) {
    levels.emplace_back();
    const auto enclosing_level = [&](int group) {
        for (; group >= 0; group = questionnaire.groups[static_cast<std::size_t>(group)].parent) {
            const int level = level_of_repeat[static_cast<std::size_t>(group)];
            if (level >= 0) return level;
        }
        return 0;
    };
    for (std::size_t g = 0; g < questionnaire.groups.size(); ++g) {
        if (!questionnaire.groups[g].repeat) continue;
        LevelLayout layout;
        layout.repeat = static_cast<int>(g);
        layout.parent = enclosing_level(questionnaire.groups[g].parent);
        level_of_repeat[g] = static_cast<int>(levels.size());
        levels.push_back(std::move(layout));
    }
    for (std::size_t q = 0; q < questionnaire.questions.size(); ++q) {
        const int level = enclosing_level(questionnaire.questions[q].group);
        LevelLayout& layout = levels[static_cast<std::size_t>(level)];
        level_of[q] = level;
        slot_of[q] = static_cast<int>(layout.questions.size());
        layout.questions.push_back(static_cast<int>(q));
    }
}

}  // namespace mtm
