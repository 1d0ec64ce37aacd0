#include "compile/form_findings.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace mtm {
namespace {

// Which questions a question's being asked, or its calculation, looks at.
class Dependencies {
public:
    explicit Dependencies(const Questionnaire& form) : form_(form) {
        for (std::size_t i = 0; i < form.questions.size(); ++i)
            index_.try_emplace(form.questions[i].name, static_cast<int>(i));
        for (std::size_t i = 0; i < form.questions.size(); ++i)
            needs_.push_back(of(static_cast<int>(i)));
    }

    [[nodiscard]] const std::vector<std::vector<int>>& all() const { return needs_; }

private:
    [[nodiscard]] std::vector<int> of(int question) const {
        std::vector<int> out;
        const auto add = [&](const Expression& logic) {
            for (const std::string& name : references(logic.root)) {
                const auto at = index_.find(name);
                if (at != index_.end()) out.push_back(at->second);
            }
        };
        for (const Expression* relevant : form_.relevance_of(question))
            add(*relevant);
        const Question& q = form_.questions[static_cast<std::size_t>(question)];
        if (q.calculation && q.type == QuestionType::calculate) add(*q.calculation);
        return out;
    }

    const Questionnaire& form_;
    std::unordered_map<std::string, int> index_;
    std::vector<std::vector<int>> needs_;
};

// Finds the nodes of a graph that stand in a circle: strongly connected components by Tarjan's
// algorithm, without recursion, since a form may chain a hundred thousand questions.
class CircleSearch {
public:
    explicit CircleSearch(const std::vector<std::vector<int>>& edges)
        : edges_(edges),
          order_(edges.size(), -1),
          low_(edges.size(), 0),
          on_stack_(edges.size(), false),
          in_circle_(edges.size(), false) {}

    std::vector<bool> run() {
        for (std::size_t start = 0; start < edges_.size(); ++start) {
            if (order_[start] < 0) visit_from(static_cast<int>(start));
        }
        return std::move(in_circle_);
    }

private:
    struct Visit {
        int node = 0;
        std::size_t next_edge = 0;
    };

    void visit_from(int start) {
        enter(start);
        while (!visits_.empty()) {
            Visit& visit = visits_.back();
            const auto n = static_cast<std::size_t>(visit.node);
            if (visit.next_edge < edges_[n].size()) {
                follow(visit.node, edges_[n][visit.next_edge++]);
            } else {
                leave(visit.node);
            }
        }
    }

    void enter(int node) {
        const auto n = static_cast<std::size_t>(node);
        order_[n] = low_[n] = next_++;
        stack_.push_back(node);
        on_stack_[n] = true;
        visits_.push_back({.node = node, .next_edge = 0});
    }

    void follow(int from, int to) {
        const auto f = static_cast<std::size_t>(from);
        const auto t = static_cast<std::size_t>(to);
        if (to == from) in_circle_[f] = true;
        if (order_[t] < 0) {
            enter(to);
        } else if (on_stack_[t]) {
            low_[f] = std::min(low_[f], order_[t]);
        }
    }

    void leave(int node) {
        const auto n = static_cast<std::size_t>(node);
        if (low_[n] == order_[n]) close_component(node);
        visits_.pop_back();
        if (visits_.empty()) return;
        const auto parent = static_cast<std::size_t>(visits_.back().node);
        low_[parent] = std::min(low_[parent], low_[n]);
    }

    void close_component(int root) {
        const bool alone = stack_.back() == root;
        while (true) {
            const int node = stack_.back();
            stack_.pop_back();
            on_stack_[static_cast<std::size_t>(node)] = false;
            if (!alone) in_circle_[static_cast<std::size_t>(node)] = true;
            if (node == root) return;
        }
    }

    const std::vector<std::vector<int>>& edges_;
    std::vector<int> order_;  // of the first visit; -1: not yet
    std::vector<int> low_;    // the earliest node that can be reached
    std::vector<bool> on_stack_;
    std::vector<bool> in_circle_;
    std::vector<int> stack_;
    std::vector<Visit> visits_;
    int next_ = 0;
};

int unreviewed_in(const std::vector<FormElement>& elements, const std::string& language) {
    int out = 0;
    for (const FormElement& element : elements) {
        out += unreviewed_in(element.children, language);
        for (const auto& [of, text] : element.label.translations) {
            const bool reviewed =
                !find_attribute(element.extra, "reviewed_by::" + language).empty();
            if (of == language && element.row > 0 && !reviewed) ++out;
        }
    }
    return out;
}

int unreviewed_in(const std::vector<FormChoiceList>& lists, const std::string& language) {
    int out = 0;
    for (const FormChoiceList& list : lists) {
        for (const FormChoice& choice : list.choices) {
            for (const auto& [of, text] : choice.label.translations) {
                const bool reviewed =
                    !find_attribute(choice.extra, "reviewed_by::" + language).empty();
                if (of == language && choice.row > 0 && !reviewed) ++out;
            }
        }
    }
    return out;
}

}  // namespace

void find_circles(const Questionnaire& form, const FormSource& source, Diagnostics& diagnostics) {
    const Dependencies dependencies(form);
    const std::vector<bool> circles = CircleSearch(dependencies.all()).run();
    for (std::size_t i = 0; i < circles.size(); ++i) {
        if (!circles[i]) continue;
        const Question& q = form.questions[i];
        diagnostics.push_back(
            {.code = "circular-logic",
             .severity = Severity::error,
             .place = source.survey_place(q.row, "bind::relevant"),
             .message = "Whether “" + q.name + "” is asked, or its calculation, depends on “" +
                        q.name + "” itself.",
             .remedy = "Remove the circle: skip logic may look at other questions only."});
    }
}

void count_unreviewed(const FormDefinition& form,
                      const FormSource& source,
                      Diagnostics& diagnostics) {
    if (source.survey_sheet.empty()) return;  // an XForm, where nobody can say who has read it
    std::size_t first = 0;                    // the default language, in which the form was written
    for (std::size_t l = 0; l < form.languages.size(); ++l) {
        if (form.languages[l] == form.default_language) first = l;
    }
    const auto report = [&](int count, const std::string& language, Place place) {
        if (count == 0) return;
        place.column = "reviewed_by::" + language;
        diagnostics.push_back(
            {.code = "unreviewed-translation",
             .severity = Severity::warning,
             .place = std::move(place),
             .message = std::to_string(count) + (count == 1 ? " text in " : " texts in ") +
                        language + (count == 1 ? " has" : " have") +
                        " been reviewed by no speaker of the language.",
             .remedy = "Have them read, and put the reader's name in the column reviewed_by::" +
                       language + "."});
    };
    for (const bool choices : {false, true}) {
        for (std::size_t l = 0; l < form.languages.size(); ++l) {
            if (l == first) continue;
            const std::string& language = form.languages[l];
            if (choices) {
                report(unreviewed_in(form.lists, language),
                       language,
                       source.choices_place(1, "reviewed_by"));
            } else {
                report(unreviewed_in(form.elements, language),
                       language,
                       source.survey_place(1, "reviewed_by"));
            }
        }
    }
}

}  // namespace mtm
