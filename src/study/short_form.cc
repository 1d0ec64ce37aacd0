#include "study/short_form.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "compile/form_text.h"

namespace mtm {
namespace {

class Shortening {
public:
    explicit Shortening(const Questionnaire& whole) : whole_(whole) {}

    ShortForm run(const std::vector<int>& questions) {
        for (const int question : questions)
            chosen_.insert(question);
        waiting_ = questions;
        while (!waiting_.empty()) {
            const int question = waiting_.back();
            waiting_.pop_back();
            for (const std::string& name : names_needed_by(question))
                need(name, question);
        }
        put_together();
        return std::move(out_);
    }

private:
    [[nodiscard]] const Question& at(int question) const {
        return whole_.questions[static_cast<std::size_t>(question)];
    }

    static void add_names(const std::optional<Expression>& expression, std::set<std::string>& out) {
        if (!expression) return;
        for (const std::string& name : references(expression->root))
            out.insert(name);
    }

    static void add_names(const Translated& texts, std::set<std::string>& out) {
        for (const std::string& text : texts.by_language) {
            for (const TextReference& reference : text_references(text))
                out.insert(std::string(reference.name));
        }
    }

    [[nodiscard]] std::set<std::string> names_needed_by(int number) const {
        const Question& question = at(number);
        std::set<std::string> out;
        for (const auto* expression : {&question.relevant,
                                       &question.constraint,
                                       &question.required,
                                       &question.read_only,
                                       &question.calculation,
                                       &question.choice_filter})
            add_names(*expression, out);
        for (const auto* texts : {&question.label,
                                  &question.hint,
                                  &question.guidance_hint,
                                  &question.constraint_message,
                                  &question.required_message})
            add_names(*texts, out);
        add_names(Translated{{question.default_value}}, out);
        if (question.list >= 0) {
            for (const Choice& choice : whole_.choices_of(number).choices)
                add_names(choice.label, out);
        }
        for (int g = question.group; g >= 0; g = group(g).parent) {
            add_names(group(g).relevant, out);
            add_names(group(g).label, out);
        }
        return out;
    }

    [[nodiscard]] const Group& group(int number) const {
        return whole_.groups[static_cast<std::size_t>(number)];
    }

    void need(const std::string& reference, int by) {
        const std::string last_saved = "last-saved#";
        const std::string name =
            reference.starts_with(last_saved) ? reference.substr(last_saved.size()) : reference;
        const int question = whole_.find(name);
        if (question < 0 || chosen_.contains(question)) return;
        const bool file_choices = is_select(at(question).type) && at(question).list < 0;
        if (whole_.repeat_of(question) >= 0 || file_choices) {
            out_.out_of_reach.push_back({question, by});
            return;
        }
        chosen_.insert(question);
        out_.added.push_back({question, by});
        waiting_.push_back(question);
    }

    void put_together() {
        Questionnaire& form = out_.form;
        form.form_id = whole_.form_id;
        form.version = whole_.version;
        form.title = whole_.title;
        form.root = whole_.root;
        form.style = whole_.style;
        form.default_language = whole_.default_language;
        form.languages = whole_.languages;
        form.files = whole_.files;
        for (const int number : chosen_) {
            Question question = at(number);
            if (question.list >= 0) question.list = list_in_form(question.list);
            question.group = group_in_form(question.group);
            const int here = static_cast<int>(form.questions.size());
            for (int g = question.group; g >= 0;
                 g = form.groups[static_cast<std::size_t>(g)].parent) {
                Group& around = form.groups[static_cast<std::size_t>(g)];
                if (around.first < 0) around.first = here;
                around.end = here + 1;
            }
            form.questions.push_back(std::move(question));
        }
    }

    int list_in_form(int list) {
        const auto [at, is_new] = lists_.emplace(list, static_cast<int>(out_.form.lists.size()));
        if (is_new) out_.form.lists.push_back(whole_.lists[static_cast<std::size_t>(list)]);
        return at->second;
    }

    // Parents first, as in every questionnaire.
    int group_in_form(int number) {
        if (number < 0) return -1;
        const auto known = groups_.find(number);
        if (known != groups_.end()) return known->second;
        Group copy = group(number);
        copy.parent = group_in_form(copy.parent);
        copy.first = -1;
        const int here = static_cast<int>(out_.form.groups.size());
        groups_.emplace(number, here);
        out_.form.groups.push_back(std::move(copy));
        return here;
    }

    const Questionnaire& whole_;
    std::set<int> chosen_;  // in the order of the form
    std::vector<int> waiting_;
    std::map<int, int> lists_;
    std::map<int, int> groups_;
    ShortForm out_;
};

}  // namespace

ShortForm short_form(const Questionnaire& whole, const std::vector<int>& questions) {
    return Shortening(whole).run(questions);
}

void put_before(Questionnaire& form, Question question, const ChoiceList& choices) {
    question.group = -1;
    question.list = -1;
    if (!choices.choices.empty()) {
        question.list = static_cast<int>(form.lists.size());
        form.lists.push_back(choices);
    }
    for (Group& group : form.groups) {
        ++group.first;
        ++group.end;
    }
    form.questions.insert(form.questions.begin(), std::move(question));
}

}  // namespace mtm
