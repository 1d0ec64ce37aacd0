#include "compile/define.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "compile/choice_lists.h"
#include "compile/definition_check.h"
#include "compile/element_name.h"
#include "compile/entities.h"
#include "compile/form_text.h"
#include "compile/reference_check.h"
#include "compile/sheet_columns.h"
#include "compile/survey_definer.h"

namespace mtm {
namespace {

std::string stem(std::string_view file_name) {
    const std::size_t slash = file_name.find_last_of("/\\");
    if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
    return std::string(file_name.substr(0, file_name.rfind('.')));
}

Place place_on(const std::string& file,
               const std::string& sheet,
               const Attributes& headers,
               int row,
               std::string_view column) {
    Place place{.file = file, .sheet = sheet, .row = row, .column = {}, .interview = {}};
    const std::size_t colons = column.rfind("::");
    const std::string_view last =
        colons == std::string_view::npos ? column : column.substr(colons + 2);
    place.column = std::string(last);
    for (const auto& [path, header] : headers) {
        if (path != column && path != last && !path.ends_with("::" + std::string(last))) continue;
        place.column = header;
        break;
    }
    return place;
}

// The sheets of one form, and what is made of them.
class FormDefiner {
public:
    FormDefiner(const Workbook& workbook, const std::string& file)
        : workbook_(workbook), file_(file) {}

    DefinedForm run() {
        out_.source.file = file_;
        const Sheet* survey = workbook_.find("survey");
        if (survey == nullptr && workbook_.sheets.size() == 1) survey = &workbook_.sheets.front();
        if (survey == nullptr) {
            missing_survey();
            return std::move(out_);
        }
        const auto settings = open("settings", settings_vocabulary());
        const auto choices = open("choices", choices_vocabulary());
        const auto external = open("external_choices", choices_vocabulary());
        const auto entities = open("entities", entities_vocabulary());
        const auto osm = open("osm", choices_vocabulary());
        const SheetForm rows(*survey, survey_vocabulary(), file_, out_.diagnostics);
        read_settings(settings ? &*settings : nullptr);
        read_lists(
            choices ? &*choices : nullptr, external ? &*external : nullptr, osm ? &*osm : nullptr);
        note_source(rows, choices ? &*choices : nullptr);
        warn_of_replaced(rows);
        if (choices) warn_of_replaced(*choices);
        read_survey(rows, entities ? &*entities : nullptr);
        check_form_id(settings ? &*settings : nullptr, rows);
        check_references(rows, settings, choices, entities);
        check_definition(out_.definition, out_.source, out_.diagnostics);
        return std::move(out_);
    }

private:
    void error(std::string code, const Place& place, std::string message, std::string remedy) {
        out_.diagnostics.push_back({.code = std::move(code),
                                    .severity = Severity::error,
                                    .place = place,
                                    .message = std::move(message),
                                    .remedy = std::move(remedy)});
    }

    void missing_survey() {
        std::vector<std::string> names;
        for (const Sheet& sheet : workbook_.sheets)
            names.push_back(sheet.name);
        error("missing-sheet",
              {.file = file_, .sheet = {}, .row = 0, .column = {}, .interview = {}},
              "There is no sheet “survey” among: " + join(names, ", ") + ".",
              did_you_mean("survey", names, "A form begins with a sheet of that name."));
    }

    std::optional<SheetForm> open(std::string_view name, const SheetVocabulary& vocabulary) {
        const Sheet* sheet = workbook_.find(name);
        if (sheet == nullptr) return std::nullopt;
        SheetForm out(*sheet, vocabulary, file_, out_.diagnostics);
        if (out.end_row() <= 1) return std::nullopt;
        return out;
    }

    void missing_column(const SheetForm& sheet, const std::string& name) {
        std::vector<std::string> headers;
        for (const SheetColumn& column : sheet.columns())
            headers.push_back(column.header);
        error("missing-column",
              {.file = file_, .sheet = sheet.name(), .row = 1, .column = {}, .interview = {}},
              "The sheet has no column “" + name + "”.",
              did_you_mean(name, headers, "Add it to the header row, the first row."));
    }

    void read_settings(const SheetForm* sheet) {
        FormDefinition& form = out_.definition;
        if (sheet != nullptr) {
            for (const SheetColumn& column : sheet->columns()) {
                std::string value = plain_quotes(sheet->text(1, column.index));
                const bool old_id = column.header == "id_string" && !form.form_id.empty();
                if (!value.empty() && !old_id) setting(*sheet, column, std::move(value));
            }
        }
        if (form.form_id.empty()) form.form_id = stem(file_);
        if (form.title.empty()) form.title = form.form_id;
        if (context_.omit_instance_id && !form.public_key.empty()) {
            error("bad-setting",
                  sheet->place(1, "omit_instanceID"),
                  "An encrypted form cannot do without an instanceID.",
                  "Remove omit_instanceID, or the public_key.");
        }
    }

    // Some programs write “None” where they have nothing to write.
    void check_form_id(const SheetForm* settings, const SheetForm& survey) {
        const std::string& id = out_.definition.form_id;
        if (!id.empty() && id != "None") return;
        error("bad-setting",
              settings != nullptr ? settings->place(1, "id_string") : survey.place(0, "type"),
              "The form has no id.",
              "Write a form_id on the settings sheet.");
    }

    void setting(const SheetForm& sheet, const SheetColumn& column, std::string value) {
        struct Text {
            std::string_view name;
            std::string FormDefinition::*member;
        };

        using Form = FormDefinition;
        constexpr std::array<Text, 15> texts{{{"title", &Form::title},
                                              {"id_string", &Form::form_id},
                                              {"version", &Form::version},
                                              {"style", &Form::style},
                                              {"default_language", &Form::default_language},
                                              {"instance_name", &Form::instance_name},
                                              {"instance_xmlns", &Form::instance_xmlns},
                                              {"namespaces", &Form::namespaces},
                                              {"prefix", &Form::prefix},
                                              {"delimiter", &Form::delimiter},
                                              {"submission_url", &Form::submission_url},
                                              {"public_key", &Form::public_key},
                                              {"auto_send", &Form::auto_send},
                                              {"auto_delete", &Form::auto_delete},
                                              {"name", &Form::root}}};
        const std::string& name = column.path.front();
        Form& form = out_.definition;
        if (name == "attribute" && column.path.size() > 1) {
            form.root_attributes.emplace_back(column.path[1], std::move(value));
            return;
        }
        if (name == "name" && !is_element_name(value)) {
            error("bad-name",
                  sheet.place(1, "name"),
                  "“" + value + "” cannot be the name of the form's root element.",
                  "Begin with a letter or _, then letters, digits, _, - and points; no spaces.");
            return;
        }
        for (const Text& text : texts) {
            if (text.name != name) continue;
            form.*text.member = std::move(value);
            return;
        }
        const bool yes = yes_or_no(value).value_or(false);
        if (name == "client_editable") form.client_editable = yes;
        if (name == "flat") context_.flat = !value.empty();
        if (name == "omit_instanceID") context_.omit_instance_id = yes;
        if (name == "add_none_option") context_.add_none_option = yes;
        if (name == "clean_text_values")
            context_.clean_text_values = yes_or_no(value).value_or(true);
        if (name == "allow_choice_duplicates") allow_duplicates_ = yes;
        if (name == "instance_id") context_.instance_id = std::move(value);
    }

    void read_lists(const SheetForm* choices, const SheetForm* external, const SheetForm* osm) {
        FormDefinition& form = out_.definition;
        if (choices != nullptr) {
            if (choices->find("name") == nullptr) missing_column(*choices, "name");
            const ChoiceListOptions options{.default_language = form.default_language,
                                            .clean = context_.clean_text_values,
                                            .allow_duplicates = allow_duplicates_,
                                            .checked = true};
            form.lists = read_choice_lists(*choices, options, out_.diagnostics);
        }
        const ChoiceListOptions unchecked{.default_language = form.default_language,
                                          .clean = true,
                                          .allow_duplicates = true,
                                          .checked = false};
        if (external != nullptr) {
            for (const FormChoiceList& list :
                 read_choice_lists(*external, unchecked, out_.diagnostics))
                context_.external_lists.insert(list.name);
            form.itemsets = read_table(*external);
        }
        if (osm != nullptr)
            context_.osm_tags = read_choice_lists(*osm, unchecked, out_.diagnostics);
    }

    // Where later diagnostics find their columns, and the languages in the order of the columns.
    void note_source(const SheetForm& survey, const SheetForm* choices) {
        out_.source.survey_sheet = survey.name();
        const auto note = [&](const SheetForm& sheet, Attributes& headers) {
            for (const SheetColumn& column : sheet.columns()) {
                headers.emplace_back(join(column.path, "::"), column.header);
                note_language(column);
            }
        };
        note(survey, out_.source.survey_headers);
        if (choices == nullptr) return;
        out_.source.choices_sheet = choices->name();
        note(*choices, out_.source.choices_headers);
    }

    // A column without a language that stands behind those of languages replaces what they say.
    void warn_of_replaced(const SheetForm& sheet) {
        for (const SheetColumn& column : sheet.columns()) {
            const std::string& text = column.path.front();
            if (column.path.size() > 1 ||
                !(text == "label" || text == "hint" || text == "guidance_hint"))
                continue;
            const int row = first_replaced(sheet, column);
            if (row == 0) continue;
            out_.diagnostics.push_back(
                {.code = "translations-replaced",
                 .severity = Severity::warning,
                 .place = sheet.place(row, column.header),
                 .message = "The column “" + column.header +
                            "” replaces the translations that stand in columns before it.",
                 .remedy = "Move it before them: then it is the text of the default language."});
        }
    }

    // The first row with a text both in that column and in one of a language before it; 0: none.
    static int first_replaced(const SheetForm& sheet, const SheetColumn& column) {
        for (int row = 1; row < sheet.end_row(); ++row) {
            if (sheet.text(row, column.index).empty()) continue;
            const bool replaces =
                std::ranges::any_of(sheet.columns(), [&](const SheetColumn& other) {
                    return other.index < column.index && other.path.size() > 1 &&
                           other.path.front() == column.path.front() &&
                           !sheet.text(row, other.index).empty();
                });
            if (replaces) return row;
        }
        return 0;
    }

    void note_language(const SheetColumn& column) {
        const std::string& first = column.path.front();
        std::size_t at = 0;
        if (first == "label" || first == "hint" || first == "guidance_hint") at = 1;
        const bool message =
            first == "bind" && column.path.size() > 1 && column.path[1].ends_with("Msg");
        if (first == "media" || message) at = 2;
        if (at == 0) return;
        FormDefinition& form = out_.definition;
        const std::string& language =
            column.path.size() > at ? column.path[at] : form.default_language;
        if (std::ranges::find(form.languages, language) == form.languages.end())
            form.languages.push_back(language);
    }

    void read_survey(const SheetForm& survey, const SheetForm* entities) {
        if (survey.find("type") == nullptr) {
            missing_column(survey, "type");
            return;
        }
        std::vector<EntityDeclaration> declared;
        if (entities != nullptr) declared = read_entities(*entities, out_.diagnostics);
        SurveyDefiner(survey,
                      context_,
                      EntityPlacement(std::move(declared), entities),
                      out_.definition,
                      out_.diagnostics)
            .run();
    }

    void check_references(const SheetForm& survey,
                          const std::optional<SheetForm>& settings,
                          const std::optional<SheetForm>& choices,
                          const std::optional<SheetForm>& entities) {
        const ReferenceCheck check(out_.definition);
        if (settings) check.check(*settings, {}, out_.diagnostics);
        if (entities) check.check(*entities, {"dataset", "repeat"}, out_.diagnostics);
        check.check(survey, {"type", "name", "trigger"}, out_.diagnostics);
        if (choices) check.check_only(*choices, {"label", "media"}, out_.diagnostics);
    }

    const Workbook& workbook_;
    const std::string& file_;
    DefinedForm out_;
    SurveyContext context_;
    bool allow_duplicates_ = false;
};

}  // namespace

Place FormSource::survey_place(int row, std::string_view column) const {
    return place_on(file, survey_sheet, survey_headers, row, column);
}

Place FormSource::choices_place(int row, std::string_view column) const {
    return place_on(file, choices_sheet, choices_headers, row, column);
}

DefinedForm define_form(const Workbook& workbook, const std::string& file_name) {
    return FormDefiner(workbook, file_name).run();
}

}  // namespace mtm
