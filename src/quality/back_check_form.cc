#include "quality/back_check_form.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "study/short_form.h"

namespace mtm {
namespace {

constexpr const char* back_checkers_list = "back_checkers";

// What MTM asks of who checks, in the languages that have words here; the first stands for others.
struct BackCheckWords {
    std::string_view language;
    const char* who;
    const char* code;
};

constexpr std::array<BackCheckWords, 4> back_check_words{{
    {"en", "Who checks?", "Code of the interview, as on your list"},
    {"ru", "Кто проводит проверку?", "Код интервью, как в Вашем списке"},
    {"kk", "Тексеруді кім жүргізеді?", "Тізіміңіздегі сұхбат коды"},
    {"uz", "Tekshiruvni kim oʻtkazadi?", "Roʻyxatingizdagi suhbat kodi"},
}};

Translated in_languages(const Questionnaire& form, const char* BackCheckWords::*words) {
    Translated out;
    for (const Language& language : form.languages) {
        const auto at =
            std::ranges::find(back_check_words, language.code, &BackCheckWords::language);
        out.by_language.emplace_back((at == back_check_words.end() ? back_check_words[0] : *at).*
                                     words);
    }
    return out;
}

class BackCheckFormMaking {
public:
    BackCheckFormMaking(const Study& study, const std::string& toml_name)
        : whole_(study.questionnaire),
          file_(study.file),
          rules_(study.file.back_check),
          toml_name_(toml_name) {}

    BackCheckForm run() {
        ShortForm made = short_form(whole_, chosen());
        out_.form = std::move(made.form);
        out_.form.form_id += "_back_check";
        out_.form.title += ": back-check";
        for (const ShortForm::Need& need : made.added)
            tell_added(need);
        for (const ShortForm::Need& need : made.out_of_reach)
            tell_out_of_reach(need);
        put_questions_of_its_own();
        return std::move(out_);
    }

private:
    [[nodiscard]] const Question& at(int question) const {
        return whole_.questions[static_cast<std::size_t>(question)];
    }

    [[nodiscard]] std::vector<int> chosen() const {
        std::set<int> out;
        for (const BackCheckQuestion& question : rules_.questions)
            out.insert(whole_.find(question.name));
        for (const std::string& name : {rules_.key, rules_.back_checker}) {
            if (!name.empty()) out.insert(whole_.find(name));
        }
        if (file_.consent) {
            for (const std::string& name : references(file_.consent->root))
                out.insert(whole_.find(name));
            add_words_of_consent(out);
        }
        out.erase(-1);
        return {out.begin(), out.end()};
    }

    // Notes beside the question of consent: what people are told before they agree, and after they
    // do not.
    void add_words_of_consent(std::set<int>& out) const {
        const auto asked = references(file_.consent->root);
        const int consent = asked.empty() ? -1 : whole_.find(asked.front());
        if (consent < 0) return;
        for (int q = 0; q < static_cast<int>(whole_.questions.size()); ++q) {
            if (at(q).type != QuestionType::note || at(q).group != at(consent).group) continue;
            const auto& relevant = at(q).relevant;
            const auto names = relevant ? references(relevant->root) : std::vector<std::string>();
            if (std::ranges::all_of(names, [&](const std::string& name) {
                    return out.contains(whole_.find(name));
                }))
                out.insert(q);
        }
    }

    void put_questions_of_its_own() {
        Questionnaire& form = out_.form;
        if (rules_.key.empty()) {
            Question code;
            code.name = first_interview_question;
            code.type = QuestionType::text;
            code.label = in_languages(form, &BackCheckWords::code);
            code.required = always();
            put_before(form, code);
        }
        if (form.find(rules_.back_checker) < 0) {
            Question who;
            who.name = rules_.back_checker;
            who.type = rules_.back_checkers.empty() ? QuestionType::text : QuestionType::select_one;
            who.label = in_languages(form, &BackCheckWords::who);
            who.required = always();
            put_before(form, who, back_checkers());
        }
        for (const char* metadata : {"today", "end", "start"}) {
            if (form.find(metadata) >= 0) continue;
            Question when;
            when.name = metadata;
            when.type = QuestionType::metadata;
            when.metadata = metadata;
            put_before(form, when);
        }
    }

    static Expression always() {
        Expression out;
        out.source = "true()";
        out.root.kind = NodeKind::call;
        out.root.text = "true";
        return out;
    }

    [[nodiscard]] ChoiceList back_checkers() const {
        ChoiceList out;
        out.name = back_checkers_list;
        for (const std::string& name : rules_.back_checkers) {
            Choice& choice = out.choices.emplace_back();
            choice.name = replace_all(squeeze(name), " ", "_");
            choice.label.by_language.assign(whole_.languages.size(), name);
        }
        return out;
    }

    [[nodiscard]] int line_of(int question) const {
        const auto found =
            std::ranges::find(rules_.questions, at(question).name, &BackCheckQuestion::name);
        return found == rules_.questions.end() ? rules_.line : found->line;
    }

    void report(std::string code,
                Severity severity,
                int question,
                std::string message,
                std::string remedy) {
        Place place;
        place.file = toml_name_;
        place.row = line_of(question);
        out_.diagnostics.push_back({.code = std::move(code),
                                    .severity = severity,
                                    .place = std::move(place),
                                    .message = std::move(message),
                                    .remedy = std::move(remedy)});
    }

    void tell_added(const ShortForm::Need& need) {
        // Nobody is asked for a calculation.
        if (!is_answered_by_people(at(need.question).type)) return;
        report("back-check-asks-too",
               Severity::warning,
               need.needed_by,
               "The back-check asks “" + at(need.question).name + "” too: “" +
                   at(need.needed_by).name + "” needs its answer.",
               "Compare it as well, or compare a question that everyone is asked.");
    }

    void tell_out_of_reach(const ShortForm::Need& need) {
        report("back-check-out-of-reach",
               Severity::error,
               need.needed_by,
               "“" + at(need.needed_by).name + "” needs the answer to “" + at(need.question).name +
                   "”, which is asked in a repeat or has its choices in a file: no short form "
                   "can ask it alone.",
               "Compare another question, or make the back-check's form yourself: [back_check] "
               "form = \"back_check.xlsx\".");
    }

    const Questionnaire& whole_;
    const StudyFile& file_;
    const BackCheckRules& rules_;
    const std::string& toml_name_;
    BackCheckForm out_;
};

bool are_alike(const Question& first, const Question& second) {
    if (is_numeric(first.type) || first.type == QuestionType::calculate)
        return is_numeric(second.type) || second.type == QuestionType::calculate ||
               second.type == QuestionType::text;
    return is_select(first.type) ? first.type == second.type : !is_select(second.type);
}

}  // namespace

BackCheckForm back_check_form(const Study& study, const std::string& toml_name) {
    return BackCheckFormMaking(study, toml_name).run();
}

Diagnostics check_back_check_form(const Study& study,
                                  const Questionnaire& form,
                                  const std::string& file_name) {
    Diagnostics out;
    const BackCheckRules& rules = study.file.back_check;
    const auto report = [&](std::string message, std::string remedy) {
        out.push_back(
            {.code = "back-check-form",
             .severity = Severity::error,
             .place = {.file = file_name, .sheet = {}, .row = 0, .column = {}, .interview = {}},
             .message = std::move(message),
             .remedy = std::move(remedy)});
    };
    std::vector<std::string> wanted{rules.key.empty() ? first_interview_question : rules.key,
                                    rules.back_checker};
    for (const BackCheckQuestion& question : rules.questions)
        wanted.push_back(question.name);
    for (const std::string& name : wanted) {
        const int found = form.find(name);
        const int first = study.questionnaire.find(name);
        if (found < 0 || form.repeat_of(found) >= 0) {
            report("The back-check does not ask “" + name + "” once of each respondent.",
                   did_you_mean(name, form.names(), "Add the question, under that name."));
        } else if (first >= 0 && name != rules.back_checker &&
                   !are_alike(study.questionnaire.questions[static_cast<std::size_t>(first)],
                              form.questions[static_cast<std::size_t>(found)])) {
            report("“" + name + "” has answers of another kind than in the interview.",
                   "Ask it as the study's questionnaire does.");
        }
    }
    return out;
}

}  // namespace mtm
