#include "capture/interview_view.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace mtm {
namespace {

class InterviewReader {
public:
    InterviewReader(const Router& router,
                    const RoutedInterview& interview,
                    std::size_t language,
                    const std::vector<bool>& identifying,
                    bool hide_identifying)
        : router_(router),
          form_(router.questionnaire()),
          interview_(interview),
          language_(language),
          identifying_(identifying),
          hide_(hide_identifying) {
        // What the skip logic did not reach is no value of the interview, but it was sent.
        for (const LogicBreak& found : interview.breaks) {
            if (found.kind == BreakKind::not_asked) {
                sent_unasked_[{found.question, found.instance}] = found.value;
            }
        }
    }

    std::vector<AnswerView> read() {
        walk({0, static_cast<int>(form_.questions.size()), -1}, 0, {});
        return std::move(out_);
    }

private:
    struct Range {
        int first;
        int end;
        int group;  // whose questions and groups these are; −1: the form's
    };

    [[nodiscard]] int next_group(int parent, int after) const {
        for (int g = after + 1; g < static_cast<int>(form_.groups.size()); ++g) {
            if (form_.groups[static_cast<std::size_t>(g)].parent == parent) return g;
        }
        return -1;
    }

    void walk(Range range, int instance, const std::string& prefix) {
        int q = range.first;
        for (int g = next_group(range.group, -1); g >= 0; g = next_group(range.group, g)) {
            const Group& inner = form_.groups[static_cast<std::size_t>(g)];
            for (; q < inner.first; ++q)
                add(q, instance, prefix);
            walk_group(g, instance, prefix);
            q = inner.end;
        }
        for (; q < range.end; ++q)
            add(q, instance, prefix);
    }

    void walk_group(int g, int instance, const std::string& prefix) {
        const Group& group = form_.groups[static_cast<std::size_t>(g)];
        const Range range{group.first, group.end, g};
        if (!group.repeat) {
            walk(range, instance, prefix + group.name + "/");
            return;
        }
        const int level = router_.levels().level_of_repeat[static_cast<std::size_t>(g)];
        for (std::size_t i = 0; i < interview_.instances.size(); ++i) {
            const RoutedInstance& inner = interview_.instances[i];
            if (inner.level != level || inner.parent != instance) continue;
            walk(range,
                 static_cast<int>(i),
                 prefix + group.name + "[" + std::to_string(inner.position + 1) + "]/");
        }
    }

    void add(int question, int instance, const std::string& prefix) {
        const auto index = static_cast<std::size_t>(question);
        const Question& q = form_.questions[index];
        if (q.type == QuestionType::note) return;
        AnswerView view;
        view.question = question;
        view.path = prefix + q.name;
        view.group = group_label(q.group, instance);
        view.label = with_inserts(q.label.in(language_), instance);
        view.asked = is_asked(question, instance);
        view.identifier = identifying_[index];
        view.hidden = view.identifier && hide_;
        if (!view.hidden) {
            view.value = value_of(question, instance);
            view.text = answer_in_words(form_, question, view.value, language_);
        }
        out_.push_back(std::move(view));
    }

    [[nodiscard]] std::string group_label(int group, int instance) const {
        if (group < 0) return {};
        const Group& g = form_.groups[static_cast<std::size_t>(group)];
        const std::string& label = g.label.in(language_);
        return label.empty() ? g.name : with_inserts(label, instance);
    }

    [[nodiscard]] bool is_asked(int question, int instance) const {
        const RoutedInstance& at = interview_.instances[static_cast<std::size_t>(instance)];
        return at.asked[slot_of(question)] != 0;
    }

    [[nodiscard]] std::size_t slot_of(int question) const {
        return static_cast<std::size_t>(
            router_.levels().slot_of[static_cast<std::size_t>(question)]);
    }

    [[nodiscard]] std::string value_of(int question, int instance) const {
        const RoutedInstance& at = interview_.instances[static_cast<std::size_t>(instance)];
        const std::string& value = at.values[slot_of(question)];
        if (!value.empty()) return value;
        const auto unasked = sent_unasked_.find({question, instance});
        return unasked == sent_unasked_.end() ? std::string() : unasked->second;
    }

    // The label as it was read out: ${name} is the answer of the same or an enclosing instance.
    [[nodiscard]] std::string with_inserts(const std::string& label, int instance) const {
        std::string out;
        std::size_t at = 0;
        for (;;) {
            const std::size_t open = label.find("${", at);
            const std::size_t close =
                open == std::string::npos ? std::string::npos : label.find('}', open);
            if (close == std::string::npos) break;
            out += label.substr(at, open - at) +
                   insert(label.substr(open + 2, close - open - 2), instance);
            at = close + 1;
        }
        return out + label.substr(at);
    }

    [[nodiscard]] std::string insert(const std::string& name, int instance) const {
        const int question = router_.find(trim(name));
        if (question < 0) return "…";
        const auto index = static_cast<std::size_t>(question);
        if (identifying_[index] && hide_) return "…";
        const int level = router_.levels().level_of[index];
        for (int i = instance; i >= 0;) {
            const RoutedInstance& at = interview_.instances[static_cast<std::size_t>(i)];
            if (at.level == level) {
                return answer_in_words(form_, question, value_of(question, i), language_);
            }
            i = at.parent;
        }
        return "…";
    }

    const Router& router_;
    const Questionnaire& form_;
    const RoutedInterview& interview_;
    std::size_t language_;
    const std::vector<bool>& identifying_;
    bool hide_;
    std::map<std::pair<int, int>, std::string> sent_unasked_;  // by question and instance
    std::vector<AnswerView> out_;
};

std::string label_of(const ChoiceList& list, std::string_view choice, std::size_t language) {
    const int at = list.find(choice);
    if (at < 0) return std::string(choice);
    const std::string& label = list.choices[static_cast<std::size_t>(at)].label.in(language);
    return label.empty() ? std::string(choice) : label;
}

}  // namespace

std::vector<AnswerView> answers_of(const Router& router,
                                   const RoutedInterview& interview,
                                   std::size_t language,
                                   const std::vector<bool>& identifying,
                                   bool hide_identifying) {
    return InterviewReader(router, interview, language, identifying, hide_identifying).read();
}

std::string answer_in_words(const Questionnaire& form,
                            int question,
                            const std::string& value,
                            std::size_t language) {
    const Question& q = form.questions[static_cast<std::size_t>(question)];
    if (q.list < 0 || value.empty()) return value;
    const ChoiceList& list = form.choices_of(question);
    if (q.type == QuestionType::select_one) return label_of(list, value, language);
    std::vector<std::string> labels;
    for (const std::string_view choice : words(value)) {
        labels.push_back(label_of(list, choice, language));
    }
    return join(labels, "; ");
}

std::string value_after(const std::vector<CorrectionRow>& corrections,
                        std::string_view path,
                        std::string received) {
    for (const CorrectionRow& correction : corrections) {
        if (correction.path == path && correction.old_value == received) {
            received = correction.new_value;
        }
    }
    return received;
}

}  // namespace mtm
