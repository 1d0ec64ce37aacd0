#include "review/review.h"

#include "review/findings.h"

namespace mtm {

Diagnostics review(const Questionnaire& form, const std::string& file_name) {
    Findings findings(file_name);
    review_consent(form, findings);
    review_personal_data(form, findings);
    review_refusals(form, findings);
    review_logic(form, findings);
    review_bare_names(form, findings);
    review_inserts(form, findings);
    review_choices(form, findings);
    review_translations(form, findings);
    return std::move(findings).take();
}

std::vector<std::string> review_codes() {
    return {"missing-translation",
            "untranslated-text",
            "insert-may-be-empty",
            "personal-data",
            "no-consent-asked",
            "consent-without-effect",
            "asked-before-consent",
            "never-asked",
            "constraint-never-holds",
            "impossible-comparison",
            "name-without-braces",
            "only-this-choice",
            "choice-never-offered",
            "choices-run-out",
            "choices-alike",
            "unused-list",
            "no-way-to-refuse",
            "sister-without-choice"};
}

}  // namespace mtm
