#include "study/check.h"

#include <algorithm>

#include "base/text.h"
#include "compile/compile.h"
#include "compile/xform_reader.h"
#include "questionnaire/versions.h"
#include "review/personal_data.h"
#include "study/back_check_questions.h"
#include "study/chart_check.h"
#include "study/compare_settings.h"
#include "study/fieldwork.h"
#include "study/names.h"
#include "study/plan.h"
#include "study/privacy_settings.h"
#include "study/public_key.h"
#include "study/record_rules_file.h"
#include "study/study_file.h"
#include "study/weighting_check.h"

namespace mtm {
namespace {

void append(Diagnostics& to, Diagnostics from) {
    for (Diagnostic& diagnostic : from)
        to.push_back(std::move(diagnostic));
}

// A question “consent” with a choice “yes” is what most forms have. Without it, and without a rule
// in study.toml, nothing says who agreed.
std::optional<Expression> usual_consent(const Questionnaire& form,
                                        const Place& place,
                                        Diagnostics& diagnostics) {
    const int consent = form.find("consent");
    if (consent >= 0 && form.questions[static_cast<std::size_t>(consent)].list >= 0 &&
        form.choices_of(consent).find("yes") >= 0) {
        return read_expression("${consent} = 'yes'", place, diagnostics);
    }
    // Those who said no to a question of that name must not be counted by mistake.
    diagnostics.push_back(
        {.code = "no-consent-question",
         .severity = consent >= 0 ? Severity::error : Severity::warning,
         .place = place,
         .message = consent >= 0
                        ? "The question “consent” has no choice “yes”: nothing says who agreed."
                        : "Nothing says who agreed to be interviewed: every interview is counted.",
         .remedy = consent >= 0
                       ? "Say which answer agrees: [counted] consent = \"${consent} = '1'\"."
                       : "Ask for consent first, in a question “consent” with a choice “yes”; or "
                         "name your own question: [counted] consent = \"${agrees} = 'y'\"."});
    return std::nullopt;
}

// Numbers that are held against their mean are numbers, asked once of each respondent.
void check_outlier_rules(const Study& study, const Place& file, Diagnostics& diagnostics) {
    const Questionnaire& form = study.questionnaire;
    for (const OutlierRule& rule : study.file.quality.outliers) {
        Place place = file;
        place.row = rule.line;
        for (const std::string& name : rule.questions) {
            const int found = form.find(name);
            if (found >= 0 && form.repeat_of(found) < 0 &&
                is_numeric(form.questions[static_cast<std::size_t>(found)].type))
                continue;
            diagnostics.push_back(
                {.code = found < 0 ? "unknown-question" : "not-a-number-question",
                 .severity = Severity::error,
                 .place = place,
                 .message = "[[quality.outlier]] names “" + name +
                            (found < 0 ? "”, which the questionnaire does not have."
                                       : "”, which is no number asked once of each respondent."),
                 .remedy = did_you_mean(name,
                                        form.names(),
                                        "Name a question of type integer, "
                                        "decimal or range.")});
        }
    }
}

// What study.toml says of questions must be true of the questionnaire.
void check_file(Study& study, const std::string& toml_name, Diagnostics& diagnostics) {
    const StudyNames names(study.questionnaire, study.plan);
    const Place place{.file = toml_name, .sheet = {}, .row = 0, .column = {}, .interview = {}};
    StudyFile& file = study.file;
    if (!file.consent) file.consent = usual_consent(study.questionnaire, place, diagnostics);
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
    append(diagnostics, settle_fieldwork(study, place));
    append(diagnostics, check_respondent_driven(file, study.questionnaire, place));
    append(diagnostics, check_weighting(study, place));
    append(diagnostics, check_back_check(study, toml_name));
    append(diagnostics, check_privacy(study, toml_name));
    append(diagnostics, check_compare(study, toml_name));
    append(diagnostics,
           check_record_rules(file.records, "records", study.questionnaire, toml_name));
    append(diagnostics,
           check_record_rules(rules_of_its_own(file.restricted, file.records),
                              "restricted",
                              study.questionnaire,
                              toml_name));
    for (const QualityRule& rule : file.quality.rules) {
        if (rule.wrong) append(diagnostics, names.check(*rule.wrong, place));
    }
    check_outlier_rules(study, place, diagnostics);
    const std::string& spoken = file.quality.respondent_language;
    if (!spoken.empty() && study.questionnaire.find(spoken) < 0) {
        diagnostics.push_back({.code = "unknown-question",
                               .severity = Severity::error,
                               .place = place,
                               .message = "[quality] respondent_language names a question “" +
                                          spoken + "” that the questionnaire does not have.",
                               .remedy = did_you_mean(spoken, names.all(), "Correct the name.")});
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

// A form that was made elsewhere marks nothing. What seems to name people is then kept from tables
// and figures all the same.
void guess_disclosure(Questionnaire& form, const std::string& file, Diagnostics& diagnostics) {
    const auto is_marked = [](const Question& question) {
        return question.disclosure != Disclosure::none;
    };
    if (std::ranges::any_of(form.questions, is_marked)) return;
    std::vector<std::string> guessed;
    for (Question& question : form.questions) {
        if (personal_data_in(question).empty()) continue;
        question.disclosure = Disclosure::identifier;
        guessed.push_back(question.name);
    }
    if (guessed.empty()) return;
    diagnostics.push_back(
        {.code = "disclosure-guessed",
         .severity = Severity::warning,
         .place = {.file = file, .sheet = {}, .row = 0, .column = {}, .interview = {}},
         .message =
             "No question is marked in the column disclosure. Treated as identifiers, which no "
             "table and no figure shows: " +
             join(guessed, ", ") + ".",
         .remedy =
             "Add the column disclosure, and mark each question that tells who somebody is."});
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
CheckedStudy checked(DefinedForm form,
                     const Workbook& sheets,
                     const std::string& sheets_name,
                     std::string_view toml,
                     const std::string& toml_name,
                     std::vector<Questionnaire> versions) {
    CheckedStudy out;
    Compiled compiled = compile(form);
    out.study.questionnaire_file = form.source.file;
    out.study.questionnaire = std::move(compiled.questionnaire);
    append(out.diagnostics, std::move(compiled.diagnostics));
    guess_disclosure(out.study.questionnaire, form.source.file, out.diagnostics);
    append(out.diagnostics, check_choices_in_logic(out.study.questionnaire, form.source));
    if (!versions.empty()) {
        out.study.questionnaire =
            with_earlier_versions(std::move(out.study.questionnaire), versions);
        out.study.versions = std::move(versions);
    }
    ReadPlan plan = read_plan(sheets, out.study.questionnaire, sheets_name);
    out.study.plan = std::move(plan.plan);
    append(out.diagnostics, std::move(plan.diagnostics));
    ReadStudyFile file = read_study_file(toml, out.study.questionnaire.languages, toml_name);
    out.study.file = std::move(file.file);
    append(out.diagnostics, std::move(file.diagnostics));
    append(out.diagnostics, take_public_key(out.study.file.public_key, toml_name, form));
    out.study.file.public_key = form.definition.public_key;
    check_file(out.study, toml_name, out.diagnostics);
    for (const TableSpec& spec : out.study.plan.tables) {
        const Place place{.file = sheets_name,
                          .sheet = "tables",
                          .row = spec.row,
                          .column = "chart",
                          .interview = {}};
        if (auto found = check_chart(spec, out.study, place)) {
            out.diagnostics.push_back(std::move(*found));
        }
    }
    merge_sections(out.study);
    return out;
}

}  // namespace

CheckedStudy check_study(const Workbook& workbook,
                         const std::string& workbook_name,
                         std::string_view toml,
                         const std::string& toml_name,
                         std::vector<Questionnaire> versions) {
    return checked(define_form(workbook, workbook_name),
                   workbook,
                   workbook_name,
                   toml,
                   toml_name,
                   std::move(versions));
}

CheckedStudy check_study_of_xform(std::string_view xform,
                                  const std::string& xform_name,
                                  const Workbook& plan,
                                  const std::string& plan_name,
                                  std::string_view toml,
                                  const std::string& toml_name,
                                  std::vector<Questionnaire> versions) {
    return checked(definition_from_xform(xform, xform_name),
                   plan,
                   plan_name,
                   toml,
                   toml_name,
                   std::move(versions));
}

}  // namespace mtm
