#include "compile/compile.h"

#include "compile/form_findings.h"
#include "compile/questionnaire_builder.h"

namespace mtm {

Compiled compile(const DefinedForm& form) {
    Compiled out;
    out.diagnostics = form.diagnostics;
    out.questionnaire = build_questionnaire(form.definition, form.source, out.diagnostics);
    find_circles(out.questionnaire, form.source, out.diagnostics);
    count_unreviewed(form.definition, form.source, out.diagnostics);
    return out;
}

Compiled compile(const Workbook& workbook, const std::string& file_name) {
    return compile(define_form(workbook, file_name));
}

}  // namespace mtm
