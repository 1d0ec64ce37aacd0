#include "study/respondent_driven.h"

#include <algorithm>

#include "base/text.h"
#include "study/study.h"

namespace mtm {
namespace {

class RespondentDrivenCheck {
public:
    RespondentDrivenCheck(const StudyFile& file, const Questionnaire& form, const Place& place)
        : file_(file), form_(form), place_(place) {}

    Diagnostics run() {
        const RespondentDrivenRules& rules = file_.respondent_driven;
        if (!rules.given) {
            if (is_respondent_driven(file_.design))
                report("no-recruitment-questions",
                       "The design is respondent-driven, and nothing says which questions hold "
                       "recruitment and network size: no estimate has an interval.",
                       "Add a section [respondent_driven] with coupon, coupons_given and "
                       "network_size.");
            return std::move(out_);
        }
        if (!is_respondent_driven(file_.design))
            report(
                "other-design",
                "There is a section [respondent_driven], and the design is " +
                    (file_.design.empty() ? std::string("not named") : "“" + file_.design + "”") +
                    ".",
                "Write design = \"respondent-driven\", or remove the section.");
        check_link("coupon", rules.coupon);
        for (const std::string& given : rules.coupons_given)
            check_link("coupons_given", given);
        check_link("id", rules.id);
        check_link("recruiter", rules.recruiter);
        const Question* size = question("network_size", rules.network_size);
        if (size != nullptr && !can_be_number(size->type))
            report("bad-respondent-driven",
                   "[respondent_driven] network_size names “" + rules.network_size +
                       "”, which is no number.",
                   "Name the question that asks how many people of the group one knows.",
                   Severity::error);
        return std::move(out_);
    }

private:
    static bool can_be_number(QuestionType type) {
        return type == QuestionType::integer || type == QuestionType::decimal ||
               type == QuestionType::range || type == QuestionType::calculate ||
               type == QuestionType::hidden;
    }

    void report(std::string code,
                std::string message,
                std::string remedy,
                Severity severity = Severity::warning) {
        out_.push_back({.code = std::move(code),
                        .severity = severity,
                        .place = place_,
                        .message = std::move(message),
                        .remedy = std::move(remedy)});
    }

    // Null, and told, if the questionnaire asks no such question once in an interview.
    const Question* question(const std::string& key, const std::string& name) {
        if (name.empty()) return nullptr;
        const int found = form_.find(name);
        if (found >= 0 && form_.repeat_of(found) < 0)
            return &form_.questions[static_cast<std::size_t>(found)];
        std::vector<std::string> names;
        for (const Question& each : form_.questions)
            names.push_back(each.name);
        report("unknown-question",
               "[respondent_driven] " + key + " names a question “" + name +
                   (found < 0 ? "” that the questionnaire does not have."
                              : "” that stands in a repeat."),
               found < 0 ? did_you_mean(name, names, "Correct the name.")
                         : "Name a question that is asked once in an interview.",
               Severity::error);
        return nullptr;
    }

    // Who knows both ends of a link knows who knows whom.
    void check_link(const std::string& key, const std::string& name) {
        const Question* found = question(key, name);
        if (found == nullptr || found->disclosure == Disclosure::identifier) return;
        report("recruitment-not-protected",
               "The question “" + name + "” ([respondent_driven] " + key +
                   ") tells who knows whom, and is not marked as an identifier.",
               "Write identifier in its column disclosure, so that no table and no figure shows "
               "it.");
    }

    const StudyFile& file_;
    const Questionnaire& form_;
    const Place& place_;
    Diagnostics out_;
};

}  // namespace

bool is_respondent_driven(std::string_view design) {
    const std::string words = lower_ascii(trim(design));
    return words == "respondent-driven" || words == "respondent driven" ||
           words == "respondent-driven sampling" || words == "rds";
}

Diagnostics check_respondent_driven(const StudyFile& file,
                                    const Questionnaire& form,
                                    const Place& place) {
    return RespondentDrivenCheck(file, form, place).run();
}

}  // namespace mtm
