#include "compile/form_findings.h"

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

    // The strongly connected components that are circles, by Tarjan's algorithm without recursion:
    // true for each question that stands in one.
    [[nodiscard]] std::vector<bool> in_circle() const {
        const std::size_t count = needs_.size();
        std::vector<bool> out(count, false);
        std::vector<int> order(count, -1);
        std::vector<int> low(count, 0);
        std::vector<bool> on_stack(count, false);
        std::vector<int> stack;
        std::vector<std::pair<int, std::size_t>> calls;
        int next = 0;
        for (std::size_t start = 0; start < count; ++start) {
            if (order[start] >= 0) continue;
            calls.emplace_back(static_cast<int>(start), 0);
            while (!calls.empty()) {
                auto& [node, edge] = calls.back();
                const auto n = static_cast<std::size_t>(node);
                if (edge == 0 && order[n] < 0) {
                    order[n] = low[n] = next++;
                    stack.push_back(node);
                    on_stack[n] = true;
                }
                if (edge < needs_[n].size()) {
                    const int to = needs_[n][edge++];
                    const auto t = static_cast<std::size_t>(to);
                    if (to == node) out[n] = true;
                    if (order[t] < 0) {
                        calls.emplace_back(to, 0);
                    } else if (on_stack[t]) {
                        low[n] = std::min(low[n], order[t]);
                    }
                    continue;
                }
                if (low[n] == order[n]) close_component(node, stack, on_stack, out);
                const int lowest = low[n];
                calls.pop_back();
                if (calls.empty()) continue;
                const auto parent = static_cast<std::size_t>(calls.back().first);
                low[parent] = std::min(low[parent], lowest);
            }
        }
        return out;
    }

private:
    static void close_component(int root,
                                std::vector<int>& stack,
                                std::vector<bool>& on_stack,
                                std::vector<bool>& out) {
        const bool alone = stack.back() == root;
        while (true) {
            const int node = stack.back();
            stack.pop_back();
            on_stack[static_cast<std::size_t>(node)] = false;
            if (!alone) out[static_cast<std::size_t>(node)] = true;
            if (node == root) return;
        }
    }

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
    const std::vector<bool> circles = Dependencies(form).in_circle();
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
    std::size_t first = 0;  // the default language, in which the form was written
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
