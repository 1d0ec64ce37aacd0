#include "interview/instance_source.h"

#include "interview/path_walk.h"

namespace mtm {

InstanceSource::InstanceSource(const Router& router,
                               const RoutedInterview& interview,
                               int instance,
                               int self,
                               std::string_view path)
    : router_(router), interview_(interview), instance_(instance), self_(self), path_(path) {
    if (!path_.empty()) return;
    const int level = interview.instances[static_cast<std::size_t>(instance)].level;
    const int repeat = router.levels().levels[static_cast<std::size_t>(level)].repeat;
    path_ = self >= 0     ? std::string_view(router.path_of(self))
            : repeat >= 0 ? std::string_view(router.path_of_group(repeat))
                          : router.root_path();
}

int InstanceSource::enclosing(int level) const {
    int at = instance_;
    while (at >= 0 && interview_.instances[static_cast<std::size_t>(at)].level != level) {
        at = interview_.instances[static_cast<std::size_t>(at)].parent;
    }
    return at;
}

bool InstanceSource::holds(int outer, int inner) const {
    while (inner > outer)
        inner = interview_.instances[static_cast<std::size_t>(inner)].parent;
    return inner == outer;
}

int InstanceSource::nearest_above(int level) const {
    const auto& levels = router_.levels().levels;
    int above = levels[static_cast<std::size_t>(level)].parent;
    while (enclosing(above) < 0)
        above = levels[static_cast<std::size_t>(above)].parent;
    return enclosing(above);
}

NodeSet InstanceSource::answers(std::string_view name) const {
    const Levels& levels = router_.levels();
    const int question = router_.find(name);
    NodeSet out;
    if (question < 0) {  // a repeat: one node for each instance, for count()
        const int group = router_.questionnaire().find_group(name);
        const int level = group < 0 ? -1 : levels.level_of_repeat[static_cast<std::size_t>(group)];
        if (level < 0) return out;
        const int outer = nearest_above(level);
        for (std::size_t i = 0; i < interview_.instances.size(); ++i) {
            const bool here = interview_.instances[i].level == level;
            if (here && holds(outer, static_cast<int>(i))) out.values.emplace_back();
        }
        return out;
    }
    const int level = levels.level_of[static_cast<std::size_t>(question)];
    const auto slot = static_cast<std::size_t>(levels.slot_of[static_cast<std::size_t>(question)]);
    if (const int at = enclosing(level); at >= 0) {
        out.values.push_back(interview_.instances[static_cast<std::size_t>(at)].values[slot]);
        return out;
    }
    const int outer = nearest_above(level);
    for (std::size_t i = 0; i < interview_.instances.size(); ++i) {
        const RoutedInstance& instance = interview_.instances[i];
        if (instance.level == level && holds(outer, static_cast<int>(i))) {
            out.values.push_back(instance.values[slot]);
        }
    }
    return out;
}

NodeSet InstanceSource::path(std::string_view path) const {
    Node node;
    node.kind = NodeKind::path;
    node.text = std::string(path);
    return filtered(node);
}

NodeSet InstanceSource::filtered(const Node& node) const {
    if (!can_walk(router_.questionnaire(), node)) return {};
    const PathPlace here{instance_, path_};
    return walk(node, router_, interview_, here, here, *this);
}

// position(..) counts the instance of the repeat that holds the question; each further ".." of the
// path goes one repeat outwards.
double InstanceSource::position(std::string_view path) const {
    int at = instance_;
    for (std::size_t step = path.find(".."); step != std::string_view::npos;) {
        step = path.find("..", step + 2);
        const int parent = interview_.instances[static_cast<std::size_t>(at)].parent;
        if (step != std::string_view::npos && parent > 0) at = parent;
    }
    return interview_.instances[static_cast<std::size_t>(at)].position + 1;
}

double InstanceSource::last() const {
    const RoutedInstance& here = interview_.instances[static_cast<std::size_t>(instance_)];
    double count = 0;
    for (const RoutedInstance& other : interview_.instances) {
        count += other.level == here.level && other.parent == here.parent ? 1 : 0;
    }
    return count;
}

std::string InstanceSource::pulled(const PulledCell& cell) const {
    const Questionnaire& form = router_.questionnaire();
    const ChoiceList* table = form.find_file(cell.file);
    if (table == nullptr) return {};
    const auto language = static_cast<std::size_t>(form.default_language);
    for (const Choice& row : table->choices) {
        if (choice_column(row, cell.key_column, language) == cell.key)
            return choice_column(row, cell.column, language);
    }
    return {};
}

// splitmix64, by Steele, Lea and Flood.
double InstanceSource::chance() const {
    const auto place = static_cast<std::uint64_t>(instance_) << 32U |
                       static_cast<std::uint64_t>(static_cast<std::uint32_t>(self_));
    std::uint64_t z = interview_.seed + 0x9e3779b97f4a7c15U * (++drawn_ + 1000003 * (place + 1));
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1.0p-53;
}

std::string InstanceSource::self() const {
    if (self_ < 0) return {};
    const auto slot =
        static_cast<std::size_t>(router_.levels().slot_of[static_cast<std::size_t>(self_)]);
    return interview_.instances[static_cast<std::size_t>(instance_)].values[slot];
}

bool InstanceSource::asked(std::string_view name) const {
    const int question = router_.find(name);
    if (question < 0) return false;
    const int at = enclosing(router_.levels().level_of[static_cast<std::size_t>(question)]);
    if (at < 0) return false;
    const auto slot =
        static_cast<std::size_t>(router_.levels().slot_of[static_cast<std::size_t>(question)]);
    return interview_.instances[static_cast<std::size_t>(at)].asked[slot] != 0;
}

std::string InstanceSource::choice_label(std::string_view name, std::string_view choice) const {
    const Questionnaire& form = router_.questionnaire();
    const int question = router_.find(name);
    if (question < 0 || form.questions[static_cast<std::size_t>(question)].list < 0) return {};
    const ChoiceList& list = form.choices_of(question);
    const int at = list.find(choice);
    if (at < 0) return {};
    return list.choices[static_cast<std::size_t>(at)].label.in(
        static_cast<std::size_t>(form.default_language));
}

std::string InstanceSource::now() const {
    for (const char* metadata : {"end", "start", "today"}) {
        for (std::size_t q = 0; q < router_.questionnaire().questions.size(); ++q) {
            if (router_.questionnaire().questions[q].metadata != metadata) continue;
            const auto slot = static_cast<std::size_t>(router_.levels().slot_of[q]);
            const std::string& value = interview_.instances[0].values[slot];
            if (router_.levels().level_of[q] == 0 && !value.empty()) return value;
        }
    }
    return {};
}

}  // namespace mtm
