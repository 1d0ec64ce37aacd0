// The rows of a survey sheet that ask something: selects and all other types.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "compile/form_text.h"
#include "compile/parameters.h"
#include "compile/survey_definer.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 3> file_endings{".csv", ".xml", ".geojson"};

std::string_view ending_of(std::string_view file) {
    const std::size_t point = file.rfind('.');
    return point == std::string_view::npos || point == 0 ? std::string_view() : file.substr(point);
}

// The languages in which the choices of a list have labels.
std::vector<std::string> languages_of(const FormChoiceList& list) {
    std::vector<std::string> out;
    for (const FormChoice& choice : list.choices) {
        for (const auto& [language, text] : choice.label.translations) {
            if (std::ranges::find(out, language) == out.end()) out.push_back(language);
        }
    }
    return out;
}

// Old spellings of a type do not take its parameters.
bool takes_parameters(std::string_view type) {
    constexpr std::array<std::string_view, 5> old{
        "string", "add text prompt", "gps", "location", "add location prompt"};
    return !type.starts_with("q ") && std::ranges::find(old, type) == old.end();
}

// A picture shown as an answer from the beginning is a file that comes with the form.
void name_picture(FormElement& element) {
    constexpr std::string_view folder = "jr://images/";
    if (element.default_value.empty() || element.default_value.find(folder) != std::string::npos)
        return;
    element.default_value.insert(0, folder);
    for (FormAction& action : element.actions)
        action.value = element.default_value;
}

bool has_choice(const FormChoiceList& list, std::string_view name) {
    return std::ranges::any_of(list.choices, [&](const FormChoice& c) { return c.name == name; });
}

}  // namespace

void SurveyDefiner::select(const SelectType& type,
                           SurveyRow row,
                           const Attributes& parameters,
                           const RowReport& report) {
    FormElement& element = row.element;
    const bool complete = list_is_there(type, report);
    const bool external = type.canonical == "select_one_external";
    const char* kind = type.canonical == "select_one"        ? "select one"
                       : type.canonical == "select_multiple" ? "select all that apply"
                       : external                            ? "select one external"
                                                             : "rank";
    apply_kind(*find_kind(kind), element);
    element.itemset = type.list;
    if (external && !element.choice_filter.empty()) element.query = type.list;
    apply_select_parameters(parameters, type.from_file, report, element);
    if (external && complete) check_unfiltered(element, report);
    if (context_.add_none_option && type.canonical == "select_multiple") add_none(element);
    if (table_list_ && !fit_table_list(type, element, report)) return;
    if (!type.or_other || !complete) return add(std::move(element));
    add_other(type, element, report);
}

bool SurveyDefiner::list_is_there(const SelectType& type, const RowReport& report) {
    const bool file = std::ranges::find(file_endings, ending_of(type.list)) != file_endings.end();
    if (type.from_file && (!file || std::ranges::count(type.list, '.') != 1)) {
        report.error("bad-file-type",
                     "type",
                     "The choices cannot be taken from “" + type.list + "”.",
                     "Name a file that ends in .csv, .xml or .geojson.");
        return false;
    }
    if (type.canonical == "select_one_external") {
        const auto& lists = context_.external_lists;
        if (lists.contains(type.list)) return true;
        report.error("unknown-list",
                     "type",
                     "The list “" + type.list + "” is not on the sheet external_choices.",
                     did_you_mean(type.list,
                                  std::vector<std::string>(lists.begin(), lists.end()),
                                  "Add its choices there, with the columns list_name and name."));
        return false;
    }
    if (file || has_reference(type.list)) return true;
    const FormChoiceList* found = list(type.list);
    if (found == nullptr) {
        report.error("unknown-list",
                     "type",
                     "The list “" + type.list + "” is not on the choices sheet.",
                     did_you_mean(type.list, list_names(), "Add its choices there."));
        return false;
    }
    if (type.canonical != "select_multiple") return true;
    for (const FormChoice& choice : found->choices) {
        if (choice.name.find(' ') == std::string::npos) continue;
        report.error(
            "choice-with-space",
            "type",
            "The choice “" + choice.name + "” of the list “" + type.list + "” holds a space.",
            "Answers of select_multiple are separated by spaces: write it with _ instead.");
        return false;
    }
    return true;
}

// Without a filter the choices of an external list are taken from the choices sheet.
void SurveyDefiner::check_unfiltered(const FormElement& element, const RowReport& report) {
    if (!element.choice_filter.empty() || element.itemset_parameters.randomize ||
        list(element.itemset) != nullptr)
        return;
    report.error("unknown-list",
                 "choice_filter",
                 "“" + element.name + "” takes choices from the sheet external_choices unfiltered.",
                 "Fill the column choice_filter, or move the list to the choices sheet.");
}

// "or_other" adds a choice to the list and a question behind the select.
void SurveyDefiner::add_other(const SelectType& type,
                              FormElement& element,
                              const RowReport& report) {
    FormChoiceList* choices = list(type.list);
    if (!element.choice_filter.empty() || choices == nullptr) {
        report.error("bad-or-other",
                     "type",
                     choices == nullptr ? "or_other needs a list of the choices sheet."
                                        : "or_other and a choice_filter do not go together.",
                     "Add a choice “other” to the list yourself, and a text question behind.");
        return;
    }
    if (!has_choice(*choices, "other")) {
        FormChoice other;
        other.name = "other";
        for (const std::string& language : languages_of(*choices))
            other.label.translations.emplace_back(language, "Other");
        if (!other.label.translated()) other.label.plain = "Other";
        choices->choices.push_back(std::move(other));
    }
    FormElement which;
    which.name = element.name + "_other";
    which.label.plain = "Specify other.";
    which.bind = {{"relevant", "selected(../" + element.name + ", 'other')"}};
    which.row = element.row;
    apply_kind(*find_kind("text"), which);
    which.extra.emplace_back("or_other", element.name);
    add(std::move(element));
    add(std::move(which));
}

// The setting add_none_option gives each select_multiple a choice that excludes the others.
void SurveyDefiner::add_none(FormElement& element) {
    FormChoiceList* choices = list(element.itemset);
    if (choices == nullptr || has_choice(*choices, "none")) return;
    FormChoice none;
    none.name = "none";
    none.label.plain = "None";
    choices->choices.push_back(std::move(none));
    const std::string alone = "(.='none' or not(selected(., 'none')))";
    const std::string constraint(find_attribute(element.bind, "constraint"));
    set_attribute(
        element.bind, "constraint", constraint.empty() ? alone : constraint + " and " + alone);
}

// The first select of a table gives it its row of labels; the others must share its list.
bool SurveyDefiner::fit_table_list(const SelectType& type,
                                   FormElement& element,
                                   const RowReport& report) {
    if (table_list_name_.empty()) {
        table_list_name_ = type.list;
        if (list(type.list) == nullptr) {
            report.error("bad-table-list",
                         "type",
                         "In a group with appearance table-list, choices come from a list.",
                         "Name a list of the choices sheet.");
            return false;
        }
        if (!element.choice_filter.empty()) {
            report.error("bad-table-list",
                         "choice_filter",
                         "In a group with appearance table-list, choices cannot be filtered.",
                         "Remove the choice_filter, or the appearance.");
            return false;
        }
        FormElement header;
        header.name = "reserved_name_for_field_list_labels_" + std::to_string(report.number());
        header.body = {{"appearance", "label"}};
        header.itemset = type.list;
        header.label.plain = " ";
        apply_kind(*find_kind(type.canonical == "select_one"        ? "select one"
                              : type.canonical == "select_multiple" ? "select all that apply"
                                                                    : "rank"),
                   header);
        add(std::move(header));
    }
    if (table_list_name_ != type.list) {
        report.error("bad-table-list",
                     "type",
                     "The selects of a table-list must share a list: “" + table_list_name_ +
                         "” and “" + type.list + "” stand here.",
                     "Give them one list, or put them into two groups.");
        return false;
    }
    set_attribute(element.body, "appearance", "list-nolabel");
    return true;
}

bool SurveyDefiner::osm(SurveyRow& row) {
    if (!row.type.starts_with("osm ")) return false;
    const std::string name(trim(std::string_view(row.type).substr(4)));
    row.type = "osm";
    const auto at = std::ranges::find(context_.osm_tags, name, &FormChoiceList::name);
    if (at == context_.osm_tags.end()) return true;
    for (const FormChoice& tag : at->choices)
        row.element.tags.push_back({.name = tag.name, .label = tag.label});
    return true;
}

void SurveyDefiner::question(SurveyRow row, const Attributes& parameters, const RowReport& report) {
    osm(row);
    const QuestionKind* kind = find_kind(row.type);
    if (kind == nullptr || (kind->canonical.starts_with("select") || kind->canonical == "rank")) {
        report.error("unknown-type",
                     "type",
                     "“" + row.type + "” is not a type of question.",
                     did_you_mean(words(row.type).front(),
                                  documented_types(),
                                  "Types are text, integer, select_one LIST, note, … ."));
        apply_kind(*find_kind("text"), row.element);  // others may refer to it
        return add(std::move(row.element));
    }
    FormElement& element = row.element;
    apply_kind(*kind, element);
    const bool calculated = !find_attribute(element.bind, "calculate").empty();
    if (row.type == "calculate" && !calculated && !element.dynamic_default) {
        report.error("missing-calculation",
                     "calculation",
                     "“" + element.name + "” calculates nothing.",
                     "Fill the column calculation, or give the row another type.");
        return;
    }
    if (takes_parameters(row.type)) {
        apply_parameters(parameters, form_, report, element);
        if (element.type == "image") name_picture(element);
    }
    if (element.type == "start-geopoint") {
        element.actions.push_back({.name = "odk:setgeopoint",
                                   .event = FormAction::Event::first_load,
                                   .value = {},
                                   .attributes = {}});
    }
    if (element.type == "background-geopoint") check_background_geopoint(element, report);
    if (element.type == "xml-external" || element.type == "csv-external") {
        element.kind = FormElement::Kind::external_instance;
        check_external(element, report);
    }
    add(std::move(element));
}

void SurveyDefiner::check_external(const FormElement& element, const RowReport& report) {
    if (open_.back().element.kind != FormElement::Kind::repeat) return;
    report.error("instance-in-repeat",
                 "type",
                 "The file “" + element.name + "” is declared inside a repeat.",
                 "Move the row out of the repeat: a file belongs to the whole form.");
}

void SurveyDefiner::check_background_geopoint(const FormElement& element, const RowReport& report) {
    if (element.triggers.empty()) {
        report.error(
            "bad-trigger",
            "trigger",
            "“" + element.name + "” does not say when the place is taken.",
            "Name a question in the column trigger: the place is taken when it is answered.");
    }
    if (!find_attribute(element.bind, "calculate").empty()) {
        report.error("bad-trigger",
                     "calculation",
                     "“" + element.name + "” takes a place and cannot calculate too.",
                     "Remove the calculation.");
    }
}

}  // namespace mtm
