#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "compile/define.h"
#include "study/study.h"
#include "workbook/cells.h"

namespace mtm {

struct CheckedStudy {
    Study study;
    Diagnostics diagnostics;
};

/// Makes a study of its workbook and its study.toml, checked whole: every mistake of both, and of
/// what one says of the other. Nothing may run on a study with errors. File names are as the user
/// would know them. `versions` of the form that were in the field before, oldest first: the plan
/// may name what they asked.
[[nodiscard]] CheckedStudy check_study(const Workbook& workbook,
                                       const std::string& workbook_name,
                                       std::string_view toml,
                                       const std::string& toml_name,
                                       std::vector<Questionnaire> versions = {});

/// The same for a questionnaire that is at hand as an XForm alone: MTM's own sheets (tables, bases,
/// derived) are those of `plan`, which may have none.
[[nodiscard]] CheckedStudy check_study_of_xform(std::string_view xform,
                                                const std::string& xform_name,
                                                const Workbook& plan,
                                                const std::string& plan_name,
                                                std::string_view toml,
                                                const std::string& toml_name,
                                                std::vector<Questionnaire> versions = {});

/// What a form's logic compares with a question must be one of its choices: a misspelt one is never
/// chosen, and a whole branch of the interview is lost in the field without a word.
[[nodiscard]] Diagnostics check_choices_in_logic(const Questionnaire& form,
                                                 const FormSource& source);

/// Columns that pulldata() asks of a file in media/ and that the file, which is at hand, does not
/// have. `file` is the form's, as the user knows it.
[[nodiscard]] Diagnostics check_attached_columns(const Questionnaire& form,
                                                 const std::string& file);

}  // namespace mtm
