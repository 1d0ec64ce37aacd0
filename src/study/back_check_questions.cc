#include "study/back_check_questions.h"

#include "base/text.h"

namespace mtm {
namespace {

class BackCheckCheck {
public:
    BackCheckCheck(const Study& study, const std::string& toml_name)
        : form_(study.questionnaire), rules_(study.file.back_check), toml_name_(toml_name) {}

    Diagnostics run() {
        for (const BackCheckQuestion& question : rules_.questions)
            check(question);
        if (!rules_.key.empty()) {
            const int key = asked_once("key", rules_.key, rules_.line);
            if (key >= 0 && !can_be_compared(question(key).type))
                report("back-check-key",
                       rules_.line,
                       "[back_check] key names “" + rules_.key + "”, whose answer is no key.",
                       "Name a question whose answer tells people apart: a code, a number.");
        }
        for (const std::string& name : rules_.contact)
            (void)asked_once("contact", name, rules_.line);
        return std::move(out_);
    }

private:
    void check(const BackCheckQuestion& compared) {
        const int found = asked_once(
            "type" + std::to_string(static_cast<int>(compared.type)), compared.name, compared.line);
        if (found < 0) return;
        const Question& asked = question(found);
        if (!can_be_compared(asked.type) || (is_select(asked.type) && asked.list < 0)) {
            report("cannot-be-compared",
                   compared.line,
                   "“" + compared.name + "” (" + std::string(name_of(asked.type)) +
                       ") cannot be asked again and compared.",
                   "Compare answers in numbers, choices, dates or words.");
            return;
        }
        if (compared.ok_range && !is_numeric(asked.type) && asked.type != QuestionType::calculate)
            report("bad-ok-range",
                   compared.line,
                   "“" + compared.name + "” has an ok_range, and its answers are no numbers.",
                   "Remove the range; answers that shall not count as different stand in "
                   "no_difference.");
        if (asked.list < 0) return;
        for (const auto* answers : {&compared.no_difference, &compared.not_compared}) {
            for (const std::string& answer : *answers)
                check_choice(compared, found, answer);
        }
    }

    void check_choice(const BackCheckQuestion& compared, int asked, const std::string& answer) {
        const ChoiceList& list = form_.choices_of(asked);
        if (question(asked).type != QuestionType::select_one || list.find(answer) >= 0) return;
        std::vector<std::string> names;
        for (const Choice& choice : list.choices)
            names.push_back(choice.name);
        report(
            "unknown-choice",
            compared.line,
            "[back_check] names “" + answer + "”, which is no choice of “" + compared.name + "”.",
            did_you_mean(answer, names, "Correct the name."));
    }

    // The question of that name, or −1, which is told.
    int asked_once(const std::string& key, const std::string& name, int line) {
        const int found = form_.find(name);
        if (found < 0) {
            report("unknown-question",
                   line,
                   "[back_check] " + key + " names a question “" + name +
                       "” that the questionnaire does not have.",
                   did_you_mean(name, form_.names(), "Correct the name."));
        } else if (form_.repeat_of(found) >= 0) {
            report("back-check-in-repeat",
                   line,
                   "[back_check] " + key + " names “" + name + "”, which is asked in a repeat.",
                   "Name a question that is asked once of each respondent.");
            return -1;
        }
        return found;
    }

    [[nodiscard]] const Question& question(int number) const {
        return form_.questions[static_cast<std::size_t>(number)];
    }

    void report(std::string code, int line, std::string message, std::string remedy) {
        Place place;
        place.file = toml_name_;
        place.row = line;
        out_.push_back({.code = std::move(code),
                        .severity = Severity::error,
                        .place = std::move(place),
                        .message = std::move(message),
                        .remedy = std::move(remedy)});
    }

    const Questionnaire& form_;
    const BackCheckRules& rules_;
    const std::string& toml_name_;
    Diagnostics out_;
};

}  // namespace

bool can_be_compared(QuestionType type) {
    switch (type) {
        case QuestionType::text:
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range:
        case QuestionType::select_one:
        case QuestionType::select_multiple:
        case QuestionType::rank:
        case QuestionType::date:
        case QuestionType::time:
        case QuestionType::date_time:
        case QuestionType::barcode:
        case QuestionType::acknowledge:
        case QuestionType::trigger:
        case QuestionType::calculate:
            return true;
        default:
            return false;
    }
}

Diagnostics check_back_check(const Study& study, const std::string& toml_name) {
    return BackCheckCheck(study, toml_name).run();
}

}  // namespace mtm
