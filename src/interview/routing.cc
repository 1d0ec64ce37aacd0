#include "interview/routing.h"

#include <algorithm>
#include <functional>
#include <map>

#include "base/text.h"
#include "interview/instance_source.h"

namespace mtm {
namespace {

// Depth-first over what each question's being asked depends on; circles are left in form order.
std::vector<int> dependency_order(const Questionnaire& form,
                                  const std::vector<std::vector<const Expression*>>& relevance,
                                  const std::function<int(std::string_view)>& find) {
    std::vector<int> order;
    std::vector<std::uint8_t> visited(form.questions.size(), 0);
    const std::function<void(int)> visit = [&](int question) {
        const auto q = static_cast<std::size_t>(question);
        if (visited[q] != 0) return;
        visited[q] = 1;
        for (const Expression* expression : relevance[q]) {
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

bool is_deterministic(const Node& node) {
    static const std::vector<std::string> others{
        "now", "today", "random", "uuid", "randomize", "once", "pulldata", "instance", "property"};
    if (node.kind == NodeKind::call && std::ranges::find(others, node.text) != others.end()) {
        return false;
    }
    return std::ranges::all_of(node.children, is_deterministic);
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
        if (value.empty()) {
            if (q.required && is_answered_by_people(q.type) &&
                to_boolean(evaluate(q.required->root, source))) {
                add(BreakKind::required, question, instance, value);
            }
            return;
        }
        if (q.constraint && !to_boolean(evaluate(q.constraint->root, source))) {
            add(BreakKind::constraint, question, instance, value);
        }
        if (is_numeric(q.type) && number_from(value) != number_from(value)) {
            add(BreakKind::not_a_number, question, instance, value);
        }
        if (is_select(q.type) && q.list >= 0) check_choices(q, question, instance);
        if (q.type == QuestionType::calculate && q.calculation &&
            is_deterministic(q.calculation->root) &&
            to_string(evaluate(q.calculation->root, source)) != value) {
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
    : questionnaire_(&questionnaire), levels_(questionnaire) {
    for (std::size_t q = 0; q < questionnaire.questions.size(); ++q) {
        index_.try_emplace(questionnaire.questions[q].name, static_cast<int>(q));
        relevance_.push_back(questionnaire.relevance_of(static_cast<int>(q)));
    }
    order_ = dependency_order(
        questionnaire, relevance_, [this](std::string_view name) { return find(name); });
}

int Router::find(std::string_view name) const {
    const auto at = index_.find(name);
    return at == index_.end() ? -1 : at->second;
}

RoutedInterview Router::route(const Interview& interview) const {
    RoutedInterview out;
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
            const InstanceSource source(*this, out, static_cast<int>(i), question);
            const bool asked = std::ranges::all_of(relevance_[q], [&](const Expression* e) {
                return to_boolean(evaluate(e->root, source));
            });
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
