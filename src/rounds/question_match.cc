#include "rounds/question_match.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "review/form_texts.h"
#include "rounds/recode.h"

namespace mtm {
namespace {

bool is_tabulated(const Question& question) {
    if (question.disclosure == Disclosure::identifier) return false;
    return question.type == QuestionType::select_one ||
           question.type == QuestionType::select_multiple || is_numeric(question.type);
}

std::string quoted(const std::vector<std::string>& names) {
    return "“" + join(names, "”, “") + "”";
}

class QuestionMatching {
public:
    QuestionMatching(const Study& before, const Study& now)
        : before_(before.questionnaire),
          now_(now.questionnaire),
          plan_before_(before.plan),
          plan_now_(now.plan),
          rules_(now.file.compare) {}

    std::vector<QuestionMatch> run() {
        for (int q = 0; q < static_cast<int>(now_.questions.size()); ++q) {
            const Question& question = of(now_, q);
            if (!is_tabulated(question) || now_.find(question.name) != q) continue;
            QuestionMatch match;
            match.name = question.name;
            match.now = q;
            match.before = before_.find(question.name);
            compare(match);
            out_.push_back(std::move(match));
        }
        for (int q = 0; q < static_cast<int>(before_.questions.size()); ++q) {
            const Question& question = of(before_, q);
            if (!is_tabulated(question) || now_.find(question.name) >= 0) continue;
            if (before_.find(question.name) != q) continue;
            QuestionMatch match;
            match.name = question.name;
            match.before = q;
            match.not_comparable = "this round does not ask it";
            out_.push_back(std::move(match));
        }
        match_derived();
        return std::move(out_);
    }

private:
    static const Question& of(const Questionnaire& form, int question) {
        return form.questions[static_cast<std::size_t>(question)];
    }

    void compare(QuestionMatch& match) const {
        if (match.before < 0) {
            match.not_comparable = "the other round did not ask it";
            return;
        }
        const Question& was = of(before_, match.before);
        const Question& is = of(now_, match.now);
        const bool numbers = is_numeric(was.type) && is_numeric(is.type);
        if (was.type != is.type && !numbers) {
            match.not_comparable = fmt::format(
                "it was of type {} and is of type {}", name_of(was.type), name_of(is.type));
            return;
        }
        if (!is_tabulated(was)) {
            match.not_comparable = "the other round marks it as identifying people";
            return;
        }
        if ((before_.repeat_of(match.before) < 0) != (now_.repeat_of(match.now) < 0)) {
            match.not_comparable = "only one round asks it in a repeat";
            return;
        }
        const bool same = is_called_same(match.name);
        compare_bases(same, match);
        if (!match.comparable()) return;
        if (const std::string text = other_text(was.label, is.label); !text.empty())
            match.notes.push_back("the other round worded it “" + text + "”");
        if (was.list >= 0 && is.list >= 0) compare_lists(same, match);
    }

    // Whom a question is asked of: the parts of its skip logic, in any order.
    static std::set<std::string> conditions(const Questionnaire& form, int question) {
        std::set<std::string> out;
        for (const Expression* relevant : form.relevance_of(question)) {
            for (const Node* part : conjuncts(relevant->root))
                out.insert(print(*part));
        }
        return out;
    }

    static int find_derived(const Plan& plan, const std::string& name) {
        const auto at = std::ranges::find(plan.derived, name, &DerivedVariable::name);
        return at == plan.derived.end() ? -1 : static_cast<int>(at - plan.derived.begin());
    }

    void match_derived() {
        const std::vector<QuestionMatch> questions = out_;
        for (int d = 0; d < static_cast<int>(plan_now_.derived.size()); ++d) {
            QuestionMatch match;
            match.name = plan_now_.derived[static_cast<std::size_t>(d)].name;
            match.derived = true;
            match.now = d;
            match.before = find_derived(plan_before_, match.name);
            compare_derived(questions, match);
            out_.push_back(std::move(match));
        }
        for (int d = 0; d < static_cast<int>(plan_before_.derived.size()); ++d) {
            const std::string& name = plan_before_.derived[static_cast<std::size_t>(d)].name;
            if (find_derived(plan_now_, name) >= 0) continue;
            QuestionMatch match;
            match.name = name;
            match.derived = true;
            match.before = d;
            match.not_comparable = "this round does not define it";
            out_.push_back(std::move(match));
        }
    }

    void compare_derived(const std::vector<QuestionMatch>& questions, QuestionMatch& match) const {
        if (match.before < 0) {
            match.not_comparable = "the other round does not define it";
            return;
        }
        const DerivedVariable& was = plan_before_.derived[static_cast<std::size_t>(match.before)];
        const DerivedVariable& is = plan_now_.derived[static_cast<std::size_t>(match.now)];
        const bool same = is_called_same(match.name);
        if (was.question != is.question && !same) {
            match.not_comparable =
                fmt::format("it was made of “{}” and is made of “{}”", was.question, is.question);
            return;
        }
        const auto source = std::ranges::find(questions, is.question, &QuestionMatch::name);
        if (source == questions.end()) {
            match.not_comparable =
                fmt::format("it is made of “{}”, which has no table", is.question);
            return;
        }
        for (const std::string& question : questions_of(was, is)) {
            const auto used = std::ranges::find(questions, question, &QuestionMatch::name);
            if (used == questions.end()) continue;
            std::string between = used->not_comparable;
            if (between.empty() && has_recodes(rules_, question))
                between = "its choices are recoded here, and it is taken as it was answered";
            if (!between.empty() && !same) {
                match.not_comparable = fmt::format("it is made of “{}”: {}", question, between);
                return;
            }
            if (!between.empty()) match.notes.push_back(fmt::format("“{}”: {}", question, between));
            for (const std::string& note : used->notes)
                match.notes.push_back(fmt::format("“{}”: {}", question, note));
        }
        compare_categories(was, is, same, match);
    }

    [[nodiscard]] bool is_called_same(const std::string& name) const {
        return std::ranges::find(rules_.same, name) != rules_.same.end();
    }

    // The questions whose answers put people into categories of either, the one they are of first.
    static std::vector<std::string> questions_of(const DerivedVariable& was,
                                                 const DerivedVariable& is) {
        std::vector<std::string> out{is.question};
        for (const DerivedVariable* variable : {&was, &is}) {
            for (const DerivedCategory& category : variable->categories) {
                for (const std::string& name : references(category.expression.root)) {
                    if (std::ranges::find(out, name) == out.end()) out.push_back(name);
                }
            }
        }
        return out;
    }

    // Those that hold for everyone, by name.
    static const DerivedCategory* category_in(const DerivedVariable& variable,
                                              const std::string& name) {
        for (const DerivedCategory& category : variable.categories) {
            if (!category.where && category.name == name) return &category;
        }
        return nullptr;
    }

    void compare_categories(const DerivedVariable& was,
                            const DerivedVariable& is,
                            bool same,
                            QuestionMatch& match) const {
        std::vector<std::string> gone;
        std::vector<std::string> differ;
        std::vector<std::string> added;
        for (const DerivedCategory& category : is.categories) {
            if (category.where) continue;
            const DerivedCategory* twin = category_in(was, category.name);
            if (twin == nullptr) {
                added.push_back(category.name);
            } else if (!(twin->expression == category.expression)) {
                differ.push_back(category.name);
            }
        }
        for (const DerivedCategory& category : was.categories) {
            if (!category.where && category_in(is, category.name) == nullptr)
                gone.push_back(category.name);
        }
        if (!gone.empty()) match.notes.push_back("only the other round defines " + quoted(gone));
        if (!added.empty()) match.notes.push_back("only this round defines " + quoted(added));
        if (differ.empty()) return;
        match.notes.push_back("the rounds define " + quoted(differ) + " differently" +
                              (same ? "" : ": no difference is made of it"));
        if (!same) match.other_meaning = std::move(differ);
    }

    void compare_bases(bool same, QuestionMatch& match) const {
        const auto words_of = [](const std::set<std::string>& parts) {
            if (parts.empty()) return std::string("everyone");
            return "those with " + join({parts.begin(), parts.end()}, " and ");
        };
        const auto was = conditions(before_, match.before);
        const auto is = conditions(now_, match.now);
        if (was == is) return;
        std::string told =
            fmt::format("it was asked of {}, and is asked of {}", words_of(was), words_of(is));
        if (same) {
            match.notes.push_back(std::move(told));
        } else {
            match.not_comparable = std::move(told);
        }
    }

    // The other round's text in the first language that both have, if it differs; else empty.
    [[nodiscard]] std::string other_text(const Translated& was, const Translated& is) const {
        for (std::size_t b = 0; b < before_.languages.size(); ++b) {
            for (std::size_t n = 0; n < now_.languages.size(); ++n) {
                const Language& x = before_.languages[b];
                const Language& y = now_.languages[n];
                const bool one =
                    x.code.empty() || y.code.empty() ? x.header == y.header : x.code == y.code;
                if (!one || b >= was.by_language.size() || n >= is.by_language.size()) continue;
                const std::string& old = was.by_language[b];
                const std::string& young = is.by_language[n];
                if (old.empty() || young.empty()) continue;
                return searchable(old) == searchable(young) ? std::string() : old;
            }
        }
        return {};
    }

    void compare_lists(bool same, QuestionMatch& match) const {
        const ChoiceList& was = before_.choices_of(match.before);
        const ChoiceList& is = now_.choices_of(match.now);
        std::vector<std::string> gone;
        std::vector<std::string> added;
        for (const Choice& choice : was.choices) {
            if (is_recoded(rules_, match.name, choice.name)) continue;
            const int at = is.find(choice.name);
            if (at < 0) {
                gone.push_back(choice.name);
                continue;
            }
            const Choice& twin = is.choices[static_cast<std::size_t>(at)];
            const std::string text = other_text(choice.label, twin.label);
            if (!text.empty() && !same) match.other_meaning.push_back(choice.name);
        }
        for (const Choice& choice : is.choices) {
            if (is_recoded(rules_, match.name, choice.name)) continue;
            if (was.find(choice.name) < 0) added.push_back(choice.name);
        }
        if (!gone.empty()) {
            match.notes.push_back("only the other round offers " + quoted(gone) +
                                  ": answers may have moved to the remaining choices");
        }
        if (!added.empty()) {
            match.notes.push_back("only this round offers " + quoted(added) +
                                  ": answers may have moved to it from the others");
        }
        if (!match.other_meaning.empty()) {
            match.notes.push_back("the rounds word " + quoted(match.other_meaning) +
                                  " differently: no difference is made of it");
        }
    }

    const Questionnaire& before_;
    const Questionnaire& now_;
    const Plan& plan_before_;
    const Plan& plan_now_;
    const CompareRules& rules_;
    std::vector<QuestionMatch> out_;
};

}  // namespace

std::vector<QuestionMatch> match_questions(const Study& before, const Study& now) {
    return QuestionMatching(before, now).run();
}

}  // namespace mtm
