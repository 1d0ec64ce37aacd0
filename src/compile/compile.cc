#include "compile/compile.h"

#include <algorithm>

#include "base/text.h"
#include "compile/choices.h"
#include "compile/form_sheet.h"
#include "compile/survey.h"

namespace mtm {
namespace {

bool is_yes(const std::string& text) {
    const std::string folded = lower_ascii(text);
    return folded == "yes" || folded == "true" || folded == "true()" || folded == "1";
}

std::string stem(std::string_view file_name) {
    const std::size_t slash = file_name.find_last_of("/\\");
    if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
    return std::string(file_name.substr(0, file_name.rfind('.')));
}

// What the first row of the settings sheet says of one setting.
std::string setting(const std::optional<FormSheet>& settings, std::string_view name) {
    if (!settings || settings->rows().empty()) return {};
    return settings->get(settings->rows().front(), name);
}

void missing_sheet(const Workbook& workbook,
                   const std::string& file_name,
                   std::string_view name,
                   std::string_view remedy,
                   Diagnostics& diagnostics) {
    std::vector<std::string> names;
    for (const Sheet& sheet : workbook.sheets)
        names.push_back(sheet.name);
    diagnostics.push_back(
        {.code = "missing-sheet",
         .severity = Severity::error,
         .place = {.file = file_name, .sheet = {}, .row = 0, .column = {}, .interview = {}},
         .message =
             "There is no sheet “" + std::string(name) + "” among: " + join(names, ", ") + ".",
         .remedy = did_you_mean(name, names, remedy)});
}

void require_columns(const FormSheet& sheet,
                     const std::vector<std::string>& names,
                     const std::string& file_name,
                     Diagnostics& diagnostics) {
    std::vector<std::string> headers;
    for (const FormSheet::Column& column : sheet.columns())
        headers.push_back(column.header);
    for (const std::string& name : names) {
        if (sheet.has(name)) continue;
        diagnostics.push_back(
            {.code = "missing-column",
             .severity = Severity::error,
             .place = {.file = file_name,
                       .sheet = sheet.name(),
                       .row = 1,
                       .column = {},
                       .interview = {}},
             .message = "The sheet has no column “" + name + "”.",
             .remedy = did_you_mean(name, headers, "Add it to the header row, the first row.")});
    }
}

std::optional<FormSheet> form_sheet(const Workbook& workbook,
                                    std::string_view name,
                                    const std::string& file_name) {
    const Sheet* sheet = workbook.find(name);
    if (sheet == nullptr) return std::nullopt;
    return FormSheet(*sheet, file_name);
}

void read_settings(const std::optional<FormSheet>& settings,
                   const std::string& file_name,
                   Questionnaire& form) {
    form.title = setting(settings, "form_title");
    form.form_id = setting(settings, "form_id");
    form.version = setting(settings, "version");
    form.instance_name = setting(settings, "instance_name");
    form.style = setting(settings, "style");
    if (const std::string root = setting(settings, "name"); !root.empty()) form.root = root;
    if (form.title.empty()) form.title = setting(settings, "title");
    if (form.form_id.empty()) form.form_id = stem(file_name);
    if (form.title.empty()) form.title = form.form_id;
}

void read_languages(const FormSheet& survey,
                    const std::optional<FormSheet>& choices,
                    const std::string& default_language,
                    Questionnaire& form) {
    collect_languages(survey, default_language, form.languages);
    if (choices) collect_languages(*choices, default_language, form.languages);
    const auto at = std::ranges::find_if(form.languages, &Language::is_default);
    form.default_language =
        at == form.languages.end() ? 0 : static_cast<int>(at - form.languages.begin());
}

}  // namespace

Compiled compile(const Workbook& workbook, const std::string& file_name) {
    Compiled out;
    Questionnaire& form = out.questionnaire;
    const auto survey = form_sheet(workbook, "survey", file_name);
    const auto choices = form_sheet(workbook, "choices", file_name);
    const auto settings = form_sheet(workbook, "settings", file_name);
    read_settings(settings, file_name, form);
    if (!survey) {
        missing_sheet(workbook,
                      file_name,
                      "survey",
                      "A form begins with a sheet of that name.",
                      out.diagnostics);
        return out;
    }
    require_columns(*survey, {"type", "name"}, file_name, out.diagnostics);
    read_languages(*survey, choices, setting(settings, "default_language"), form);
    if (choices && !choices->rows().empty()) {
        require_columns(*choices, {"list_name", "name"}, file_name, out.diagnostics);
        compile_choices(
            *choices, is_yes(setting(settings, "allow_choice_duplicates")), form, out.diagnostics);
    }
    compile_survey(*survey, form, out.diagnostics);
    if (form.questions.empty()) {
        out.diagnostics.push_back({.code = "empty-survey",
                                   .severity = Severity::error,
                                   .place = survey->place(0, "type"),
                                   .message = "The survey sheet holds no question.",
                                   .remedy = "Add rows with a type and a name."});
    }
    check_references(*survey, form, out.diagnostics);
    check_reviews(*survey, form, out.diagnostics);
    if (choices) check_reviews(*choices, form, out.diagnostics);
    return out;
}

}  // namespace mtm
