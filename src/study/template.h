#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// The parts a template is made of: a model study, and what a new study has in place of the model's
/// own beginning.
struct TemplateParts {
    std::string_view study_head;   // study.toml up to its rules
    std::string_view model_study;  // study.toml of the model
    std::string_view opening;      // report.md up to its results
    std::string_view model_report;
};

struct NewStudyTexts {
    std::string study_toml;
    std::string report_md;
};

/// The texts of a new study: the model's rules, sections and sentences about results, which hold
/// for any round, behind a beginning of its own. Footnotes that nothing refers to any more are
/// dropped. An error if the model has lost the line at which it is cut.
Result<NewStudyTexts> texts_of_new_study(const TemplateParts& parts);

/// study.toml of a study around a form that exists already: its title, its languages (those that
/// have a code; the form's own first), and the rest to be filled in. No sample design is claimed.
[[nodiscard]] std::string study_around(const Questionnaire& form);

/// Names of the templates that `mtm new` knows.
[[nodiscard]] std::vector<std::string> template_names();

}  // namespace mtm
