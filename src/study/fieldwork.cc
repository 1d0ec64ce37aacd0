#include "study/fieldwork.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

namespace mtm {
namespace {

// The first of these names that the form has for a question that can be counted by: asked once, of
// few different answers.
std::string usual_question(const Questionnaire& form, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        const int question = form.find(name);
        if (question < 0 || form.repeat_of(question) >= 0) continue;
        const QuestionType type = form.questions[static_cast<std::size_t>(question)].type;
        if (type == QuestionType::select_one || type == QuestionType::text ||
            type == QuestionType::integer || type == QuestionType::calculate ||
            type == QuestionType::barcode || type == QuestionType::metadata) {
            return name;
        }
    }
    return {};
}

class FieldworkCheck {
public:
    FieldworkCheck(Study& study, const Place& place)
        : form_(study.questionnaire), file_(study.file), place_(place) {}

    Diagnostics run() {
        Fieldwork& fieldwork = file_.fieldwork;
        if (fieldwork.area.empty()) fieldwork.area = file_.areas.question;
        settle("area", fieldwork.area, {"region", "area", "province", "oblast", "district"});
        settle("group", fieldwork.group, {"sex", "gender"});
        settle("enumerator",
               fieldwork.enumerator,
               {"enumerator", "interviewer", "enumerator_id", "interviewer_id", "username"});
        settle("language",
               fieldwork.language,
               {"interview_language", "language_interview", "interview_lang", "language"});
        std::set<std::pair<std::string, std::string>> seen;
        for (const Target& target : fieldwork.targets) {
            check_choice("area", fieldwork.area, target.area);
            check_choice("group", fieldwork.group, target.group);
            if (seen.emplace(target.area, target.group).second) continue;
            report("target-twice",
                   "Two targets of [fieldwork] are for the same area and group.",
                   "Remove one of them.");
        }
        return std::move(out_);
    }

private:
    void settle(const std::string& key,
                std::string& name,
                std::initializer_list<const char*> usual) {
        if (name.empty()) {
            name = usual_question(form_, usual);
            return;
        }
        const int question = form_.find(name);
        if (question < 0) {
            // [areas] has been told of its own mistake.
            if (key == "area" && name == file_.areas.question) return;
            report("unknown-question",
                   "[fieldwork] " + key + " names a question “" + name +
                       "” that the questionnaire does not have.",
                   did_you_mean(name, form_.names(), "Correct the name."));
        } else if (form_.repeat_of(question) >= 0) {
            report("fieldwork-in-repeat",
                   "[fieldwork] " + key + " names “" + name + "”, which is asked in a repeat.",
                   "Name a question that is asked once of each respondent.");
        }
    }

    // A target for what nobody can answer is never met.
    void check_choice(const std::string& key,
                      const std::string& question_name,
                      const std::string& choice) {
        if (choice.empty()) return;
        const int question = form_.find(question_name);
        if (question_name.empty()) {
            report("target-without-question",
                   "A target of [fieldwork] is for " + key + " “" + choice +
                       "”, but no question says which " + key + " an interview is of.",
                   "Add " + key + " = \"…\" to [fieldwork], with the question's name.");
        }
        if (question < 0 || form_.questions[static_cast<std::size_t>(question)].list < 0) return;
        const ChoiceList& list = form_.choices_of(question);
        if (list.find(choice) >= 0) return;
        std::vector<std::string> names;
        for (const Choice& known : list.choices)
            names.push_back(known.name);
        report("unknown-choice",
               "A target of [fieldwork] is for “" + choice + "”, which is no choice of “" +
                   question_name + "”.",
               did_you_mean(choice, names, "Correct the name."));
    }

    void report(std::string code, std::string message, std::string remedy) {
        out_.push_back({.code = std::move(code),
                        .severity = Severity::error,
                        .place = place_,
                        .message = std::move(message),
                        .remedy = std::move(remedy)});
    }

    const Questionnaire& form_;
    StudyFile& file_;
    const Place& place_;
    Diagnostics out_;
};

}  // namespace

Diagnostics settle_fieldwork(Study& study, const Place& place) {
    return FieldworkCheck(study, place).run();
}

}  // namespace mtm
