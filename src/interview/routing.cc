#include "interview/routing.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>

#include "base/text.h"
#include "interview/instance_source.h"
#include "interview/path_walk.h"

namespace mtm {
namespace {

// Depth-first over what each question's being asked depends on; circles are left in form order.
std::vector<int> dependency_order(const Questionnaire& form,
                                  const std::function<int(std::string_view)>& find) {
    std::vector<int> order;
    std::vector<std::uint8_t> visited(form.questions.size(), 0);
    const std::function<void(int)> visit = [&](int question) {
        const auto q = static_cast<std::size_t>(question);
        if (visited[q] != 0) return;
        visited[q] = 1;
        for (const Expression* expression : form.relevance_of(question)) {
            for (const std::string& name : references(expression->root)) {
                if (const int other = find(name); other >= 0) visit(other);
            }
        }
        order.push_back(question);
    };
    for (std::size_t q = 0; q < form.questions.size(); ++q)
        visit(static_cast<int>(q));
    return order;
}

// Lays the answers of an interview out by instance.
class InstanceBuilder {
public:
    InstanceBuilder(const Levels& levels, RoutedInterview& out) : levels_(levels), out_(out) {
        add(0, -1, 0);
    }

    void put(const Answer& answer) {
        const auto q = static_cast<std::size_t>(answer.question);
        const auto at = static_cast<std::size_t>(instance(levels_.level_of[q], answer.repeat));
        out_.instances[at].values[static_cast<std::size_t>(levels_.slot_of[q])] = answer.value;
    }

private:
    int add(int level, int parent, int position) {
        RoutedInstance instance;
        instance.level = level;
        instance.parent = parent;
        instance.position = position;
        const std::size_t slots = levels_.levels[static_cast<std::size_t>(level)].questions.size();
        instance.values.resize(slots);
        instance.asked.resize(slots, 0);
        out_.instances.push_back(std::move(instance));
        return static_cast<int>(out_.instances.size()) - 1;
    }

    // The instance of a level under the given repeat indices; made if it is new, as are those that
    // enclose it.
    int instance(int level, const std::vector<int>& repeat) {
        if (level == 0) return 0;
        std::vector<int> chain;
        for (int l = level; l > 0; l = levels_.levels[static_cast<std::size_t>(l)].parent) {
            chain.insert(chain.begin(), l);
        }
        int at = 0;
        for (std::size_t depth = 0; depth < chain.size(); ++depth) {
            const int position = depth < repeat.size() ? repeat[depth] : 0;
            const auto [found, is_new] =
                children_.try_emplace(std::tuple(at, chain[depth], position), -1);
            if (is_new) found->second = add(chain[depth], at, position);
            at = found->second;
        }
        return at;
    }

    const Levels& levels_;
    RoutedInterview& out_;
    std::map<std::tuple<int, int, int>, int> children_;
};

bool calls_any(const Node& node, const std::vector<std::string_view>& functions) {
    if (node.kind == NodeKind::call && std::ranges::find(functions, node.text) != functions.end()) {
        return true;
    }
    return std::ranges::any_of(
        node.children, [&functions](const Node& child) { return calls_any(child, functions); });
}

// A calculation may have run at another moment of the interview than the others, or in the language
// that the device showed; and devices measure the earth by formulas of their own.
bool is_repeatable(const Questionnaire& form, const Node& node) {
    static const std::vector<std::string_view> not_everywhere{"now",
                                                              "today",
                                                              "once",
                                                              "format-date",
                                                              "format-date-time",
                                                              "area",
                                                              "enclosed-area",
                                                              "distance"};
    static const std::vector<std::string_view> in_words{"jr:choice-name", "choice-label"};
    return !calls_any(node, not_everywhere) &&
           (form.languages.size() < 2 || !calls_any(node, in_words));
}

// A number as Java prints it: "1.0E10" too.
std::optional<double> printed_number(const std::string& text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

// Devices print numbers each in their own way, the last digits of a division among them.
bool agrees(const std::string& computed, const std::string& stored) {
    if (computed == stored) return true;
    const std::optional<double> a = printed_number(computed);
    const std::optional<double> b = printed_number(stored);
    return a && b && std::fabs(*a - *b) <= 1e-9 * std::max(std::fabs(*a), std::fabs(*b));
}

// FNV-1a.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

// Looks for what the form would not have allowed in one answer.
class BreakFinder {
public:
    BreakFinder(const Router& router, RoutedInterview& interview)
        : router_(router), interview_(interview) {}

    void inspect(int question, int instance) {
        const Question& q = router_.questionnaire().questions[static_cast<std::size_t>(question)];
        const std::string& value = value_of(question, instance);
        const InstanceSource source(router_, interview_, instance, question);
        const Router::Known& known = router_.known(question);
        if (value.empty()) {
            if (known.required && to_boolean(evaluate(q.required->root, source))) {
                add(BreakKind::required, question, instance, value);
            }
            return;
        }
        if (known.constraint && !to_boolean(evaluate(q.constraint->root, source))) {
            add(BreakKind::constraint, question, instance, value);
        }
        if (is_numeric(q.type) && number_from(value) != number_from(value)) {
            add(BreakKind::not_a_number, question, instance, value);
        }
        if (is_select(q.type) && q.list >= 0) check_choices(q, question, instance);
        if (known.calculation && !agrees(to_string(evaluate(q.calculation->root, source)), value)) {
            add(BreakKind::calculation, question, instance, value);
        }
    }

    void add(BreakKind kind, int question, int instance, std::string value) {
        interview_.breaks.push_back({kind, question, instance, std::move(value)});
    }

private:
    const std::string& value_of(int question, int instance) const {
        const auto slot =
            static_cast<std::size_t>(router_.levels().slot_of[static_cast<std::size_t>(question)]);
        return interview_.instances[static_cast<std::size_t>(instance)].values[slot];
    }

    void check_choices(const Question& q, int question, int instance) {
        const ChoiceList& list = router_.questionnaire().choices_of(question);
        const std::string& value = value_of(question, instance);
        if (q.type == QuestionType::select_one) {
            if (list.find(value) < 0) add(BreakKind::not_a_choice, question, instance, value);
            return;
        }
        for (const std::string_view word : words(value)) {
            if (list.find(word) < 0) {
                add(BreakKind::not_a_choice, question, instance, std::string(word));
            }
        }
    }

    const Router& router_;
    RoutedInterview& interview_;
};

}  // namespace

Router::Router(const Questionnaire& questionnaire)
    : questionnaire_(&questionnaire), levels_(questionnaire), root_path_("/" + questionnaire.root) {
    const std::vector<Group>& groups = questionnaire.groups;
    for (const Group& group : groups) {
        const bool outermost = group.parent < 0;
        const std::string& outer =
            outermost ? root_path_ : group_paths_[static_cast<std::size_t>(group.parent)];
        group_paths_.push_back(outer + "/" + group.name);
    }
    for (std::size_t q = 0; q < questionnaire.questions.size(); ++q)
        paths_.push_back(questionnaire.path(static_cast<int>(q)));
    for (std::size_t g = 0; g < groups.size(); ++g)
        groups_by_path_.try_emplace(group_paths_[g], static_cast<int>(g));
    groups_by_path_.try_emplace(root_path_, -1);
    for (std::size_t q = 0; q < questionnaire.questions.size(); ++q) {
        index_.try_emplace(questionnaire.questions[q].name, static_cast<int>(q));
        questions_by_path_.try_emplace(paths_[q], static_cast<int>(q));
    }
    for (std::size_t q = 0; q < questionnaire.questions.size(); ++q) {
        std::vector<Condition>& conditions = conditions_.emplace_back();
        const auto add = [&](const std::optional<Expression>& relevant, std::string_view path) {
            if (!relevant) return;
            conditions.push_back({&*relevant, path, is_knowable(questionnaire, relevant->root)});
        };
        const Question& question = questionnaire.questions[q];
        for (int g = question.group; g >= 0; g = groups[static_cast<std::size_t>(g)].parent)
            add(groups[static_cast<std::size_t>(g)].relevant, path_of_group(g));
        std::ranges::reverse(conditions);
        add(question.relevant, paths_[q]);
        const auto can_know = [&questionnaire](const std::optional<Expression>& rule) {
            return rule && is_knowable(questionnaire, rule->root);
        };
        known_.push_back(
            {.required = is_answered_by_people(question.type) && can_know(question.required),
             .constraint = can_know(question.constraint),
             .calculation = question.type == QuestionType::calculate &&
                            can_know(question.calculation) &&
                            is_repeatable(questionnaire, question.calculation->root)});
    }
    order_ = dependency_order(questionnaire, [this](std::string_view name) { return find(name); });
}

int Router::find(std::string_view name) const {
    const auto at = index_.find(name);
    return at == index_.end() ? -1 : at->second;
}

int Router::question_at(std::string_view path) const {
    const auto at = questions_by_path_.find(path);
    return at == questions_by_path_.end() ? -1 : at->second;
}

int Router::level_at(std::string_view path) const {
    const auto at = groups_by_path_.find(path);
    if (at == groups_by_path_.end() || at->second < 0) return 0;
    return std::max(0, levels_.level_of_repeat[static_cast<std::size_t>(at->second)]);
}

std::optional<int> Router::group_at(std::string_view path) const {
    const auto at = groups_by_path_.find(path);
    return at == groups_by_path_.end() ? std::nullopt : std::optional(at->second);
}

bool Router::is_node(std::string_view path) const {
    return questions_by_path_.contains(path) || groups_by_path_.contains(path);
}

// Where a condition cannot be known, the device knew it: an answer shows that it held.
bool Router::is_asked(std::size_t question, const RoutedInterview& interview, int at) const {
    for (const Condition& condition : conditions_[question]) {
        if (!condition.knowable) {
            const auto slot = static_cast<std::size_t>(levels_.slot_of[question]);
            if (interview.instances[static_cast<std::size_t>(at)].values[slot].empty())
                return false;
            continue;
        }
        const InstanceSource source(
            *this, interview, at, static_cast<int>(question), condition.path);
        if (!to_boolean(evaluate(condition.expression->root, source))) return false;
    }
    return true;
}

namespace {

// pulldata('file', …) of a file that is at hand.
bool is_lookup(const Questionnaire& form, const Node& node) {
    return node.text == "pulldata" && node.children.size() == 4 &&
           node.children[0].kind == NodeKind::string &&
           form.find_file(node.children[0].text) != nullptr;
}

bool is_knowable_call(const Questionnaire& form, const Node& node) {
    static const std::vector<std::string_view> beyond{"pulldata",
                                                      "random",
                                                      "uuid",
                                                      "randomize",
                                                      "property",
                                                      "username",
                                                      "device-info",
                                                      "version"};
    if (is_lookup(form, node)) return true;
    return is_computed(node.text) && std::ranges::find(beyond, node.text) == beyond.end();
}

}  // namespace

bool is_knowable(const Questionnaire& form, const Node& node) {
    switch (node.kind) {
        case NodeKind::reference:
            if (node.text.starts_with("last-saved#")) return false;
            break;
        case NodeKind::path:
            if (!can_walk(form, node)) return false;
            break;
        case NodeKind::call:
            if (!is_knowable_call(form, node)) return false;
            break;
        default:
            break;
    }
    return std::ranges::all_of(node.children,
                               [&form](const Node& child) { return is_knowable(form, child); });
}

RoutedInterview Router::route(const Interview& interview) const {
    RoutedInterview out;
    out.seed = hash_of(interview.instance_id);
    InstanceBuilder builder(levels_, out);
    for (const Answer& answer : interview.answers)
        builder.put(answer);

    BreakFinder finder(*this, out);
    for (const int question : order_) {
        const auto q = static_cast<std::size_t>(question);
        const auto slot = static_cast<std::size_t>(levels_.slot_of[q]);
        for (std::size_t i = 0; i < out.instances.size(); ++i) {
            RoutedInstance& instance = out.instances[i];
            if (instance.level != levels_.level_of[q]) continue;
            const bool asked = is_asked(q, out, static_cast<int>(i));
            instance.asked[slot] = asked ? 1 : 0;
            if (!asked && !instance.values[slot].empty()) {
                finder.add(BreakKind::not_asked,
                           question,
                           static_cast<int>(i),
                           std::move(instance.values[slot]));
                instance.values[slot].clear();
            }
        }
    }
    for (std::size_t q = 0; q < levels_.level_of.size(); ++q) {
        for (std::size_t i = 0; i < out.instances.size(); ++i) {
            const RoutedInstance& instance = out.instances[i];
            const auto slot = static_cast<std::size_t>(levels_.slot_of[q]);
            if (instance.level == levels_.level_of[q] && instance.asked[slot] != 0) {
                finder.inspect(static_cast<int>(q), static_cast<int>(i));
            }
        }
    }
    return out;
}

}  // namespace mtm
