#include "interview/path_walk.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "interview/instance_source.h"

namespace mtm {
namespace {

constexpr std::string_view hole = "{}";  // where a child of the path's node stands

// "instance('x')…" → x and what follows it; empty for any other path.
std::optional<std::pair<std::string_view, std::string_view>> split_instance(std::string_view text) {
    constexpr std::string_view opening = "instance(";
    if (!text.starts_with(opening) || text.size() < opening.size() + 3) return std::nullopt;
    const char quote = text[opening.size()];
    const std::size_t end = text.find(quote, opening.size() + 1);
    if ((quote != '\'' && quote != '"') || end == std::string_view::npos) return std::nullopt;
    const std::size_t close = text.find(')', end);
    if (close == std::string_view::npos) return std::nullopt;
    return std::pair(text.substr(opening.size() + 1, end - opening.size() - 1),
                     text.substr(close + 1));
}

// A list of the form, or the rows of a file beside it.
const ChoiceList* find_list(const Questionnaire& form, std::string_view name) {
    const auto at = std::ranges::find(form.lists, name, &ChoiceList::name);
    return at == form.lists.end() ? form.find_file(name) : &*at;
}

// "/root/item[{}]" or "/root/item[{}]/label": how many predicates, and the column.
struct ItemPath {
    std::size_t predicates = 0;
    std::string_view column;
};

std::optional<ItemPath> read_item_path(std::string_view text) {
    constexpr std::string_view items = "/root/item";
    if (!text.starts_with(items)) return std::nullopt;
    text.remove_prefix(items.size());
    ItemPath out;
    while (text.starts_with("[{}]")) {
        ++out.predicates;
        text.remove_prefix(4);
    }
    if (text.empty()) return out;
    if (text.front() != '/' || text.find_first_of("/[*:@.", 1) != std::string_view::npos) {
        return std::nullopt;
    }
    out.column = text.substr(1);
    return out;
}

// What an expression in a predicate sees besides the node it is asked about.
class PredicateSource : public AnswerSource {
public:
    PredicateSource(const AnswerSource& outer, std::size_t place, std::size_t count)
        : outer_(outer), place_(place), count_(count) {}

    [[nodiscard]] NodeSet answers(std::string_view name) const override {
        return outer_.answers(name);
    }

    [[nodiscard]] bool asked(std::string_view name) const override { return outer_.asked(name); }

    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override {
        return outer_.choice_label(name, choice);
    }

    [[nodiscard]] std::string now() const override { return outer_.now(); }

    [[nodiscard]] double position(std::string_view text) const override {
        return text.empty() ? static_cast<double>(place_) : outer_.position(text);
    }

    [[nodiscard]] double last() const override { return static_cast<double>(count_); }

    [[nodiscard]] std::string answer_in(std::string_view name,
                                        const std::vector<RepeatIndex>& instances) const override {
        return outer_.answer_in(name, instances);
    }

    [[nodiscard]] std::string property(std::string_view name) const override {
        return outer_.property(name);
    }

    [[nodiscard]] std::string pulled(const PulledCell& cell) const override {
        return outer_.pulled(cell);
    }

    [[nodiscard]] double chance() const override { return outer_.chance(); }

protected:
    [[nodiscard]] const AnswerSource& outer() const { return outer_; }

private:
    const AnswerSource& outer_;
    std::size_t place_;
    std::size_t count_;
};

bool holds(const Node& predicate, const AnswerSource& source, std::size_t place) {
    const Value value = evaluate(predicate, source);
    const auto* number = std::get_if<double>(&value);
    return number != nullptr ? *number == static_cast<double>(place) : to_boolean(value);
}

}  // namespace

std::string choice_column(const Choice& choice, std::string_view name, std::size_t language) {
    if (name.starts_with("./")) name.remove_prefix(2);
    if (name == "name" || name == "value") return choice.name;
    if (name == "label") return choice.label.in(language);
    const auto at = choice.extra.find(std::string(name));
    return at == choice.extra.end() ? std::string() : at->second;
}

namespace {

// An item of a choice list.
class ItemSource : public PredicateSource {
public:
    ItemSource(const AnswerSource& outer,
               const Choice& choice,
               std::size_t language,
               std::size_t place,
               std::size_t count)
        : PredicateSource(outer, place, count), choice_(choice), language_(language) {}

    [[nodiscard]] NodeSet path(std::string_view text) const override {
        if (text.starts_with('/') || text.starts_with("..") || text.starts_with("current()") ||
            text.starts_with("instance(")) {
            return outer().path(text);
        }
        return NodeSet{{column(text)}};
    }

    [[nodiscard]] NodeSet filtered(const Node& node) const override {
        return outer().filtered(node);
    }

    [[nodiscard]] std::string self() const override { return choice_.name; }

    [[nodiscard]] std::string column(std::string_view name) const {
        return choice_column(choice_, name, language_);
    }

private:
    const Choice& choice_;
    std::size_t language_;
};

NodeSet walk_list(const Node& path,
                  const ChoiceList& list,
                  const ItemPath& items,
                  std::size_t language,
                  const AnswerSource& source) {
    std::vector<const Choice*> kept;
    for (const Choice& choice : list.choices)
        kept.push_back(&choice);
    for (std::size_t p = 0; p < items.predicates; ++p) {
        std::vector<const Choice*> next;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const ItemSource item(source, *kept[i], language, i + 1, kept.size());
            if (holds(path.children[p], item, i + 1)) next.push_back(kept[i]);
        }
        kept = std::move(next);
    }
    NodeSet out;
    for (const Choice* choice : kept) {
        const ItemSource item(source, *choice, language, 1, 1);
        out.values.push_back(items.column.empty() ? choice->name : item.column(items.column));
    }
    return out;
}

enum class Axis { child, parent, self };

// A step of a path: an axis and a name, "*" for any.
struct Step {
    Axis axis = Axis::child;
    std::string_view name;
};

// Nothing for axes that forms do not have, attributes and names with a prefix.
std::optional<Step> read_step(std::string_view text) {
    if (text.empty() || text == ".") return Step{Axis::self, "*"};
    if (text == "..") return Step{Axis::parent, "*"};
    Step out;
    for (const auto& [axis, prefix] : {std::pair(Axis::child, std::string_view("child::")),
                                       std::pair(Axis::parent, std::string_view("parent::")),
                                       std::pair(Axis::self, std::string_view("self::"))}) {
        if (!text.starts_with(prefix)) continue;
        out.axis = axis;
        text.remove_prefix(prefix.size());
        break;
    }
    out.name = text == "node()" ? "*" : text;
    if (out.name.find_first_of("@:()") != std::string_view::npos) return std::nullopt;
    return out;
}

// Follows the steps of a path from node to node of an interview.
class Walk {
public:
    struct Point {
        int instance = 0;
        std::string path;
    };

    Walk(const Node& node,
         const Router& router,
         const RoutedInterview& interview,
         const PathPlace& here,
         const PathPlace& current,
         const AnswerSource& source)
        : node_(node),
          router_(router),
          interview_(interview),
          here_(here),
          current_(current),
          source_(source) {}

    NodeSet run() {
        std::string_view rest = begin();
        while (!rest.empty()) {
            if (rest.starts_with("[{}]")) {
                filter(node_.children[child_++]);
                rest.remove_prefix(4);
            } else {
                if (rest.starts_with("//")) descend();
                rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
                const std::size_t end = std::min(rest.find_first_of("/["), rest.size());
                const bool filtered = rest.substr(end).starts_with('[');
                step(rest.substr(0, end), filtered);
                rest.remove_prefix(end);
            }
        }
        NodeSet out;
        for (const Point& point : points_)
            out.values.push_back(value_at(point));
        return out;
    }

private:
    // Sets out from where the path begins; gives the steps that follow.
    std::string_view begin() {
        std::string_view text = node_.text;
        constexpr std::string_view current = "current()";
        if (text.starts_with(current)) {
            points_ = {{current_.instance, std::string(current_.path)}};
            return text.substr(current.size());
        }
        if (text.starts_with(hole)) {
            begin_at(node_.children[child_++]);
            return text.substr(hole.size());
        }
        if (text.starts_with('/')) {
            absolute_ = !text.starts_with("//");
            points_ = {{0, {}}};
            return text;
        }
        points_ = {{here_.instance, std::string(here_.path)}};
        return text;
    }

    // ${household}[1]/age sets out from the instances of the repeat, or from the answers.
    void begin_at(const Node& head) {
        if (head.kind != NodeKind::reference) return;
        const Questionnaire& form = router_.questionnaire();
        const int question = router_.find(head.text);
        const int group = question < 0 ? form.find_group(head.text) : -1;
        if (question < 0 && group < 0) return;
        const std::string& path =
            question >= 0 ? router_.path_of(question) : router_.path_of_group(group);
        points_ = {{0, {}}};
        for (const std::string_view name : split(std::string_view(path).substr(1), '/'))
            step(name, true);
    }

    void step(std::string_view step, bool filtered) {
        const Step parsed = *read_step(step);
        std::vector<Point> next;
        for (const Point& point : points_) {
            if (parsed.axis == Axis::child) {
                if (parsed.name != "*") {
                    below(point, parsed.name, filtered, next);
                    continue;
                }
                for (const std::string_view name : children_of(point))
                    below(point, name, filtered, next);
                continue;
            }
            Point other = parsed.axis == Axis::parent ? above(point) : point;
            const std::string_view name =
                std::string_view(other.path).substr(other.path.rfind('/') + 1);
            if (parsed.name == "*" || parsed.name == name) next.push_back(std::move(other));
        }
        points_ = std::move(next);
    }

    // "//": the nodes and all that stand in them, in the order of the form.
    void descend() {
        std::vector<Point> all;
        for (const Point& point : points_)
            add_with_descendants(point, all);
        points_ = std::move(all);
    }

    void add_with_descendants(const Point& point, std::vector<Point>& out) const {
        out.push_back(point);
        std::vector<Point> children;
        for (const std::string_view name : children_of(point))
            below(point, name, true, children);
        for (const Point& child : children)
            add_with_descendants(child, out);
    }

    // The names of what stands in a group, in the order of the form.
    [[nodiscard]] std::vector<std::string_view> children_of(const Point& point) const {
        const Questionnaire& form = router_.questionnaire();
        if (point.path.empty()) return {form.root};
        const std::optional<int> group = router_.group_at(point.path);
        if (!group) return {};
        std::vector<std::pair<int, std::string_view>> children;
        for (const Group& each : form.groups) {
            if (each.parent == *group) children.emplace_back(each.first, each.name);
        }
        for (std::size_t q = 0; q < form.questions.size(); ++q) {
            const Question& each = form.questions[q];
            if (each.group == *group) children.emplace_back(static_cast<int>(q), each.name);
        }
        std::ranges::stable_sort(children, {}, &std::pair<int, std::string_view>::first);
        std::vector<std::string_view> names;
        for (const auto& child : children)
            names.push_back(child.second);
        return names;
    }

    [[nodiscard]] Point above(const Point& point) const {
        Point out = point;
        const bool leaves = router_.level_at(point.path) ==
                            interview_.instances[static_cast<std::size_t>(point.instance)].level;
        if (leaves && point.instance > 0) {
            out.instance = interview_.instances[static_cast<std::size_t>(point.instance)].parent;
        }
        out.path.resize(std::min(out.path.rfind('/'), out.path.size()));
        return out;
    }

    void below(const Point& point,
               std::string_view name,
               bool filtered,
               std::vector<Point>& out) const {
        std::string path = point.path + "/" + std::string(name);
        const int level = router_.level_at(path);
        if (level <= 0) {
            if (router_.is_node(path)) out.push_back({point.instance, std::move(path)});
            return;
        }
        const int own = absolute_ && !filtered ? own_instance(level) : -1;
        for (std::size_t i = 0; i < interview_.instances.size(); ++i) {
            const RoutedInstance& instance = interview_.instances[i];
            if (instance.level != level || instance.parent != point.instance) continue;
            if (own < 0 || own == static_cast<int>(i)) out.push_back({static_cast<int>(i), path});
        }
    }

    // The instance of that level in which the expression stands, or -1.
    [[nodiscard]] int own_instance(int level) const {
        int at = here_.instance;
        while (at >= 0 && interview_.instances[static_cast<std::size_t>(at)].level != level)
            at = interview_.instances[static_cast<std::size_t>(at)].parent;
        return at;
    }

    void filter(const Node& predicate) {
        std::vector<Point> kept;
        for (std::size_t i = 0; i < points_.size(); ++i) {
            const NodeOfInterview node(*this, points_[i], i + 1, points_.size());
            if (holds(predicate, node, i + 1)) kept.push_back(points_[i]);
        }
        points_ = std::move(kept);
    }

    [[nodiscard]] std::string value_at(const Point& point) const {
        const int question = router_.question_at(point.path);
        if (question < 0) return {};
        const auto slot =
            static_cast<std::size_t>(router_.levels().slot_of[static_cast<std::size_t>(question)]);
        return interview_.instances[static_cast<std::size_t>(point.instance)].values[slot];
    }

    // A node that a predicate is asked about.
    class NodeOfInterview : public PredicateSource {
    public:
        NodeOfInterview(const Walk& walk, const Point& point, std::size_t place, std::size_t count)
            : PredicateSource(walk.source_, place, count), walk_(walk), point_(point) {}

        [[nodiscard]] NodeSet path(std::string_view text) const override {
            Node node;
            node.kind = NodeKind::path;
            node.text = std::string(text);
            return filtered(node);
        }

        [[nodiscard]] NodeSet filtered(const Node& node) const override {
            if (!can_walk(walk_.router_.questionnaire(), node)) return {};
            return walk(node,
                        walk_.router_,
                        walk_.interview_,
                        {point_.instance, point_.path},
                        walk_.current_,
                        *this);
        }

        [[nodiscard]] std::string self() const override { return walk_.value_at(point_); }

    private:
        const Walk& walk_;
        const Point& point_;
    };

    const Node& node_;
    const Router& router_;
    const RoutedInterview& interview_;
    const PathPlace& here_;
    const PathPlace& current_;
    const AnswerSource& source_;
    std::vector<Point> points_;
    std::size_t child_ = 0;
    bool absolute_ = false;
};

}  // namespace

bool can_walk(const Questionnaire& form, const Node& path) {
    std::string_view text = path.text;
    if (const auto instance = split_instance(text)) {
        return find_list(form, instance->first) != nullptr &&
               read_item_path(instance->second).has_value();
    }
    constexpr std::string_view current = "current()";
    if (text.starts_with(current)) text.remove_prefix(current.size());
    if (text.starts_with(hole)) {
        if (path.children.front().kind != NodeKind::reference) return false;
        text.remove_prefix(hole.size());
    }
    return std::ranges::all_of(split(text, '/'), [](std::string_view step) {
        return read_step(step.substr(0, step.find('['))).has_value();
    });
}

NodeSet walk(const Node& path,
             const Router& router,
             const RoutedInterview& interview,
             const PathPlace& here,
             const PathPlace& current,
             const AnswerSource& source) {
    if (const auto instance = split_instance(path.text)) {
        const Questionnaire& form = router.questionnaire();
        return walk_list(path,
                         *find_list(form, instance->first),
                         *read_item_path(instance->second),
                         static_cast<std::size_t>(form.default_language),
                         source);
    }
    return Walk(path, router, interview, here, current, source).run();
}

}  // namespace mtm
