#pragma once

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"
#include "study/study.h"

namespace mtm {

struct BackCheckForm {
    Questionnaire form;
    Diagnostics diagnostics;  // what is asked beside what is compared, and why; what cannot be
};

/// The short questionnaire of the back-check: who checks, the key, consent with the words round it,
/// the questions that are compared, and whatever their skip logic needs; as in the study's own, in
/// all its languages. Nothing of the first answers is in it.
/// REQUIRES: the study has [back_check] and no errors.
[[nodiscard]] BackCheckForm back_check_form(const Study& study, const std::string& toml_name);

/// What a form that a team made itself must have to be compared: the key, who checks and each
/// question, with answers of the same kind.
[[nodiscard]] Diagnostics check_back_check_form(const Study& study,
                                                const Questionnaire& form,
                                                const std::string& file_name);

}  // namespace mtm
