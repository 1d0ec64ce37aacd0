#include "study/check.h"

#include <algorithm>

#include "compile/compile.h"
#include "compile/xform_reader.h"
#include "study/names.h"
#include "study/plan.h"
#include "study/study_file.h"

namespace mtm {
namespace {

void append(Diagnostics& to, Diagnostics from) {
    for (Diagnostic& diagnostic : from)
        to.push_back(std::move(diagnostic));
}

// What study.toml says of questions must be true of the questionnaire.
void check_file(Study& study, const std::string& toml_name, Diagnostics& diagnostics) {
    const StudyNames names(study.questionnaire, study.plan);
    const Place place{.file = toml_name, .sheet = {}, .row = 0, .column = {}, .interview = {}};
    StudyFile& file = study.file;
    if (!file.consent && study.questionnaire.find("consent") >= 0) {
        Diagnostics none;
        file.consent = read_expression("${consent} = 'yes'", place, none);
    }
    for (const auto* rule : {&file.consent, &file.counted}) {
        if (*rule) append(diagnostics, names.check(**rule, place));
    }
    const std::string& area = file.areas.question;
    if (!area.empty() && study.questionnaire.find(area) < 0) {
        diagnostics.push_back({.code = "unknown-question",
                               .severity = Severity::error,
                               .place = place,
                               .message = "[areas] names a question “" + area +
                                          "” that the questionnaire does not have.",
                               .remedy = did_you_mean(area, names.all(), "Correct the name.")});
    }
    if (file.languages.empty()) return;
    for (const std::string& language : file.languages) {
        if (study.questionnaire.find_language(language) >= 0) continue;
        std::vector<std::string> codes;
        for (const Language& known : study.questionnaire.languages)
            codes.push_back(known.code);
        diagnostics.push_back(
            {.code = "unknown-language",
             .severity = Severity::warning,
             .place = place,
             .message = "The report is to be in “" + language +
                        "”, in which the questionnaire has no labels.",
             .remedy =
                 did_you_mean(language, codes, "Add a column label::LANGUAGE to its sheets.")});
    }
}

// What a form's logic compares with a question must be one of its choices: a misspelt one is never
// chosen, and a whole branch of the interview is lost in the field without a word.
void check_choices_in_logic(const Study& study,
                            const FormSource& source,
                            Diagnostics& diagnostics) {
    const StudyNames names(study.questionnaire, study.plan);
    const auto check = [&](const std::optional<Expression>& logic, int row, const char* column) {
        if (!logic) return;
        const Place place = source.survey_place(row, column);
        for (Diagnostic& diagnostic : names.check(*logic, place)) {
            if (diagnostic.code == "unknown-choice") diagnostics.push_back(std::move(diagnostic));
        }
    };
    for (const Group& group : study.questionnaire.groups) {
        check(group.relevant, group.row, "relevant");
    }
    for (const Question& question : study.questionnaire.questions) {
        check(question.relevant, question.row, "relevant");
        check(question.constraint, question.row, "constraint");
        check(question.required, question.row, "required");
        check(question.calculation, question.row, "calculation");
    }
}

// Sections are in the order of study.toml; those that only tables name come after.
void merge_sections(Study& study) {
    std::vector<Section> merged = study.file.sections;
    for (Section& section : study.plan.sections) {
        const auto same = [&](const Section& other) { return other.name == section.name; };
        if (std::ranges::none_of(merged, same)) merged.push_back(std::move(section));
    }
    study.plan.sections = std::move(merged);
}

// `sheets` has MTM's own sheets, if there are any.
CheckedStudy checked(const DefinedForm& form,
                     const Workbook& sheets,
                     const std::string& sheets_name,
                     std::string_view toml,
                     const std::string& toml_name) {
    CheckedStudy out;
    Compiled compiled = compile(form);
    out.study.questionnaire = std::move(compiled.questionnaire);
    append(out.diagnostics, std::move(compiled.diagnostics));
    check_choices_in_logic(out.study, form.source, out.diagnostics);
    ReadPlan plan = read_plan(sheets, out.study.questionnaire, sheets_name);
    out.study.plan = std::move(plan.plan);
    append(out.diagnostics, std::move(plan.diagnostics));
    ReadStudyFile file = read_study_file(toml, out.study.questionnaire.languages, toml_name);
    out.study.file = std::move(file.file);
    append(out.diagnostics, std::move(file.diagnostics));
    check_file(out.study, toml_name, out.diagnostics);
    merge_sections(out.study);
    return out;
}

}  // namespace

CheckedStudy check_study(const Workbook& workbook,
                         const std::string& workbook_name,
                         std::string_view toml,
                         const std::string& toml_name) {
    return checked(define_form(workbook, workbook_name), workbook, workbook_name, toml, toml_name);
}

CheckedStudy check_study_of_xform(std::string_view xform,
                                  const std::string& xform_name,
                                  const Workbook& plan,
                                  const std::string& plan_name,
                                  std::string_view toml,
                                  const std::string& toml_name) {
    return checked(definition_from_xform(xform, xform_name), plan, plan_name, toml, toml_name);
}

}  // namespace mtm
