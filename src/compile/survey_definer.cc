#include "compile/survey_definer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "compile/dynamic_default.h"
#include "compile/element_name.h"
#include "compile/form_text.h"
#include "compile/loop.h"
#include "compile/parameters.h"

namespace mtm {
namespace {

constexpr std::size_t sections_deep_max = 256;
constexpr std::size_t loop_elements_max = 100'000;

std::size_t elements_in(const FormElement& element) {
    std::size_t count = 1;
    for (const FormElement& child : element.children)
        count += elements_in(child);
    return count;
}

std::string name_of(SectionType::Kind kind) {
    switch (kind) {
        case SectionType::Kind::group:
            return "group";
        case SectionType::Kind::repeat:
            return "repeat";
        case SectionType::Kind::loop:
            break;
    }
    return "loop";
}

// With the setting `flat` a group has no node whose relevance would count for what is inside: each
// question gets the conditions of its groups.
void and_relevance(std::vector<FormElement>& elements, const std::string& of_groups) {
    for (FormElement& element : elements) {
        const std::string own(find_attribute(element.bind, "relevant"));
        std::string both = own.empty() ? of_groups : own;
        if (!own.empty() && !of_groups.empty()) both = of_groups + " and (" + own + ")";
        if (!element.children.empty()) {
            and_relevance(element.children, both);
        } else if (!both.empty()) {
            set_attribute(element.bind, "relevant", both);
        }
    }
}

}  // namespace

SurveyDefiner::SurveyDefiner(const SheetForm& sheet,
                             const SurveyContext& context,
                             EntityPlacement entities,
                             FormDefinition& form,
                             Diagnostics& diagnostics)
    : sheet_(sheet),
      context_(context),
      entities_(std::move(entities)),
      form_(form),
      diagnostics_(diagnostics),
      rows_(sheet, form.default_language, context.clean_text_values) {
    for (std::size_t i = 0; i < form.lists.size(); ++i)
        lists_.try_emplace(form.lists[i].name, i);
    open_.emplace_back();
}

void SurveyDefiner::run() {
    open_.front().element.children.reserve(static_cast<std::size_t>(sheet_.end_row()));
    for (int row = 1; row < sheet_.end_row(); ++row)
        read(row);
    check_triggers();
    check_open();
    while (open_.size() > 1)
        close();
    if (context_.flat) and_relevance(open_.front().element.children, {});
    add_meta();
    form_.elements = std::move(open_.front().element.children);
    place_entities();
}

void SurveyDefiner::read(int number) {
    SurveyRow row = rows_.read(number);
    const RowReport report(sheet_, number, diagnostics_);
    if (row.empty || yes_or_no(row.disabled).value_or(false)) return;
    FormElement& element = row.element;
    if (row.type.empty()) {
        if (element.name.empty() && element.label.empty()) return;  // a remark
        report.error("row-without-type",
                     "type",
                     "This row has a name or label but no type.",
                     "Give it a type, for example text, integer or select_one LIST.");
        return;
    }
    const auto parameters = read_parameters(row.parameters);
    if (!parameters) {
        report.error("bad-parameters",
                     "parameters",
                     "“" + row.parameters + "” is no list of parameters.",
                     "Write key=value, with spaces between, for example start=0 end=10.");
    }
    element.parameters = row.parameters;
    const bool labels_only = find_attribute(element.body, "appearance") == "label";
    if (labels_only && element.label.empty()) element.label.plain = " ";
    if (!read_trigger(row, report)) return;
    read_default(row);
    if (row.type == "audit") return read_audit(row, parameters.value_or(Attributes()), report);
    if (is_setting(row)) return;
    const auto section = read_section_type(row.type);
    const bool ends = section && !section->begins;
    if (ends) element.name.clear();
    if (!ends && !name_is_good(row, report) && !section) return;
    std::string save_to(find_attribute(element.bind, "entities:saveto"));
    const int at = open_.back().container;
    entities_.add_question(
        at, element.name, section.has_value(), save_to, sheet_, number, diagnostics_);
    if (ends) return end(*section, report);
    if (!save_to.empty()) set_attribute(element.bind, "entities:saveto", save_to);
    if (section) return begin(*section, std::move(row), report);
    questions_.insert(element.name);
    if (const auto type = read_select_type(row.type))
        return select(*type, std::move(row), parameters.value_or(Attributes()), report);
    question(std::move(row), parameters.value_or(Attributes()), report);
}

bool SurveyDefiner::read_trigger(SurveyRow& row, const RowReport& report) {
    if (row.trigger.empty()) return true;
    bool broken = row.trigger.find("${") == std::string::npos;
    for (const std::string_view part : split(row.trigger, ',')) {
        const auto references = text_references(part, &broken);
        broken = broken || references.size() > 1;
        for (const TextReference& reference : references) {
            row.element.triggers.emplace_back(reference.name);
            triggers_.emplace_back(reference.name, report.number());
        }
    }
    if (!broken) return true;
    report.error("bad-trigger",
                 "trigger",
                 "“" + row.trigger + "” does not name the questions that trigger this one.",
                 "Write ${question}, or several with commas between.");
    return false;
}

void SurveyDefiner::read_default(SurveyRow& row) {
    FormElement& element = row.element;
    std::string& value = element.default_value;
    if (value.empty() || !is_dynamic_default(value, row.type)) return;
    element.dynamic_default = true;
    element.actions.push_back({.name = "setvalue",
                               .event = FormAction::Event::first_load,
                               .value = value,
                               .attributes = {}});
    if (!in_repeat()) return;
    element.actions.push_back(element.actions.back());
    element.actions.back().event = FormAction::Event::new_repeat;
}

bool SurveyDefiner::in_repeat() const {
    return std::ranges::any_of(
        open_, [](const Open& open) { return open.element.kind == FormElement::Kind::repeat; });
}

void SurveyDefiner::read_audit(SurveyRow& row,
                               const Attributes& parameters,
                               const RowReport& report) {
    if (!row.element.name.empty() && row.element.name != "audit") {
        report.error("bad-name",
                     "name",
                     "An audit is named “audit”, not “" + row.element.name + "”.",
                     "Leave the name empty.");
    }
    row.element.name = "audit";
    apply_kind(*find_kind("audit"), row.element);
    apply_parameters(parameters, form_, report, row.element);
    meta_.push_back(std::move(row.element));
}

// Old forms have rows of the survey sheet that set what a settings sheet sets.
bool SurveyDefiner::is_setting(const SurveyRow& row) {
    struct Setting {
        std::string_view type;
        std::string FormDefinition::*member;
    };

    using Form = FormDefinition;
    constexpr std::array<Setting, 10> settings{{{"form_title", &Form::title},
                                                {"set_form_title", &Form::title},
                                                {"form_id", &Form::form_id},
                                                {"set_form_id", &Form::form_id},
                                                {"prefix", &Form::prefix},
                                                {"delimiter", &Form::delimiter},
                                                {"public_key", &Form::public_key},
                                                {"submission_url", &Form::submission_url},
                                                {"auto_send", &Form::auto_send},
                                                {"auto_delete", &Form::auto_delete}}};
    const std::string type = replace_all(row.type, " ", "_");
    const auto at = std::ranges::find(settings, std::string_view(type), &Setting::type);
    if (at == settings.end()) return type.starts_with("sms_") || type == "allow_choice_duplicates";
    form_.*at->member = row.element.name;
    return true;
}

bool SurveyDefiner::name_is_good(SurveyRow& row, const RowReport& report) {
    std::string& name = row.element.name;
    if (name.empty() && row.type == "note")
        name = "generated_note_name_" + std::to_string(report.number());
    if (name.empty()) {
        report.error("missing-name",
                     "name",
                     "This row has no name.",
                     "Give it one: a word without spaces, which the data will carry.");
        return false;
    }
    if (!is_element_name(name)) {
        report.error("bad-name",
                     "name",
                     "“" + name + "” cannot be a name.",
                     "Begin with a letter or _, then letters, digits, _, - and points; no spaces.");
        return true;  // the rest of the row is read, so that all its mistakes are told
    }
    if (name == "meta") {
        report.error("bad-name",
                     "name",
                     "The name “meta” is kept for the form's own data.",
                     "Choose another name.");
        return false;
    }
    Open& open = open_.back();
    if (const auto [at, is_new] = open.names.try_emplace(name, report.number()); !is_new) {
        report.error("duplicate-name",
                     "name",
                     "The name “" + name + "” is taken by row " + std::to_string(at->second) + ".",
                     "Names must be unique within their group: rename one of them.");
        return false;
    }
    if (const auto [at, is_new] = open.folded_names.try_emplace(lower_ascii(name), report.number());
        !is_new) {
        report.warning("names-differ-in-case",
                       "name",
                       "The name “" + name + "” differs from that of row " +
                           std::to_string(at->second) + " only in upper and lower case.",
                       "Some programs cannot tell the two apart: rename one of them.");
    }
    return true;
}

void SurveyDefiner::begin(const SectionType& section, SurveyRow row, const RowReport& report) {
    FormElement& element = row.element;
    const bool repeat = section.kind == SectionType::Kind::repeat;
    element.kind = repeat ? FormElement::Kind::repeat : FormElement::Kind::group;
    element.type = name_of(section.kind);
    element.flat = context_.flat;
    element.guidance_hint = {};  // no device shows one for a group
    if (repeat && element.flat) {
        report.warning("repeat-in-flat-form",
                       "type",
                       "The repeat “" + element.name +
                           "” has no place of its own for each round, since the form is flat.",
                       "Empty the column flat of the settings sheet: it takes away the nodes of "
                       "groups and repeats.");
    }
    if (repeat) {
        const auto [at, is_new] = repeats_.try_emplace(element.name, report.number());
        if (!is_new || element.name == form_.root) {
            report.error("duplicate-repeat",
                         "name",
                         "The repeat “" + element.name + "” has the name of " +
                             (is_new ? "the form itself."
                                     : "the repeat of row " + std::to_string(at->second) + "."),
                         "Give each repeat a name of its own: exports make a table of each.");
        }
    }
    if (section.kind == SectionType::Kind::loop && list(section.list) == nullptr) {
        report.error("unknown-list",
                     "type",
                     section.list.empty()
                         ? "This loop names no list."
                         : "The list “" + section.list + "” is not on the choices sheet.",
                     did_you_mean(section.list, list_names(), "Write “begin_loop over LIST”."));
    }
    if (!row.intent.empty()) set_attribute(element.body, "intent", row.intent);
    count_repeats(element);
    make_table_list(element, report.number());
    if (open_.size() == sections_deep_max) {
        report.error(
            "groups-too-deep",
            "type",
            "Groups stand " + std::to_string(sections_deep_max) + " deep in each other here.",
            "Close some of them before: no device shows so many levels.");
    }
    Open open;
    open.kind = section.kind;
    open.loop_list = section.list;
    open.container = open_.back().container;
    if (section.kind != SectionType::Kind::loop && !entities_.empty()) {
        open.container = entities_.add_container(open_.back().container, repeat);
        container_rows_.push_back(report.number());
    }
    open.element = std::move(element);
    open_.push_back(std::move(open));
}

// A count that is an expression gets a question of its own, which the repeat refers to.
void SurveyDefiner::count_repeats(FormElement& element) {
    const std::string count(find_attribute(element.body, "jr:count"));
    if (count.empty() || is_reference(count)) return;
    FormElement counter;
    counter.name = element.name + "_count";
    counter.type = "calculate";
    counter.bind = {{"readonly", "true()"}, {"calculate", count}, {"type", "string"}};
    set_attribute(element.body, "jr:count", "${" + counter.name + "}");
    add(std::move(counter));
}

// The appearance table-list: the selects of the group share a row of labels.
void SurveyDefiner::make_table_list(FormElement& element, int row) {
    const std::string appearance(find_attribute(element.body, "appearance"));
    const auto modifiers = words(appearance);
    if (std::ranges::find(modifiers, "table-list") == modifiers.end()) return;
    table_list_ = true;
    table_list_name_.clear();
    std::string rest = "field-list";
    for (const std::string_view modifier : modifiers) {
        if (modifier != "table-list") rest += " " + std::string(modifier);
    }
    set_attribute(element.body, "appearance", rest);
    if (element.label.empty() && element.hint.empty()) return;
    FormElement note;
    note.name = "generated_table_list_label_" + std::to_string(row);
    note.label = std::exchange(element.label, {});
    note.hint = std::exchange(element.hint, {});
    apply_kind(*find_kind("note"), note);
    element.children.push_back(std::move(note));
}

void SurveyDefiner::end(const SectionType& section, const RowReport& report) {
    const std::string kind = name_of(section.kind);
    if (open_.size() == 1) {
        report.error("unmatched-end",
                     "type",
                     "This row ends a " + kind + " that never began.",
                     "Delete it, or add the row “begin_" + kind + "” above.");
        return;
    }
    const Open& open = open_.back();
    if (open.kind != section.kind) {
        const std::string other = name_of(open.kind);
        report.error("unmatched-end",
                     "type",
                     "This row ends a " + kind + ", but the innermost open one is the " + other +
                         " “" + open.element.name + "” of row " + std::to_string(open.element.row) +
                         ".",
                     "Write “end_" + other + "” here.");
    }
    close();
    table_list_ = false;
}

void SurveyDefiner::close() {
    Open open = std::move(open_.back());
    open_.pop_back();
    if (open.kind == SectionType::Kind::loop) {
        const FormChoiceList* over = list(open.loop_list);
        if (over != nullptr) expand(*over, open.element);
        open.element.type = "group";
    }
    if (open_.size() > sections_deep_max) {  // told where it began; what reads the form may recurse
        for (FormElement& child : open.element.children)
            add(std::move(child));
        return;
    }
    add(std::move(open.element));
}

// A loop makes a group of each choice, so each must have a name and a label for it.
void SurveyDefiner::expand(const FormChoiceList& over, FormElement& loop) {
    const RowReport report(sheet_, loop.row - 1, diagnostics_);
    for (const FormChoice& choice : over.choices) {
        if (!is_element_name(choice.name)) {
            report.error("bad-name",
                         "type",
                         "The choice “" + choice.name + "” cannot be the name of a group.",
                         "Give the choices of a loop names that begin with a letter or _.");
        } else if (choice.label.empty() && !loop.children.empty()) {
            report.error("choice-without-label",
                         "type",
                         "The choice “" + choice.name + "” has no label, which this loop shows.",
                         "Write the label on the choices sheet.");
        }
    }
    // Loops in loops multiply: one over two choices, twenty deep, would make a million questions.
    if (elements_in(loop) * over.choices.size() > loop_elements_max) {
        report.error("loop-too-large",
                     "type",
                     "This loop would make more than " + std::to_string(loop_elements_max) +
                         " questions and groups.",
                     "Take some of the loops apart; a repeat asks the same of many.");
        loop.children.clear();
        return;
    }
    std::vector<std::pair<int, std::string>> told;
    expand_loop(over, loop, [&](int row, const std::string& text) {
        if (std::ranges::find(told, std::pair(row, text)) != told.end()) return;
        told.emplace_back(row, text);
        RowReport(sheet_, row - 1, diagnostics_)
            .error("bad-loop",
                   "label",
                   "“" + text + "” has a % that stands for nothing of a choice.",
                   "In a loop write %(name)s, %(label)s or, for the sign itself, %%.");
    });
}

void SurveyDefiner::check_open() {
    for (std::size_t i = 1; i < open_.size(); ++i) {
        const Open& open = open_[i];
        RowReport(sheet_, open.element.row - 1, diagnostics_)
            .error("unclosed-group",
                   "type",
                   "The " + name_of(open.kind) + " “" + open.element.name + "” is never closed.",
                   "Add a row “end_" + name_of(open.kind) + "” where it ends.");
    }
}

void SurveyDefiner::add(FormElement element) {
    open_.back().element.children.push_back(std::move(element));
}

FormChoiceList* SurveyDefiner::list(const std::string& name) {
    const auto at = lists_.find(name);
    return at == lists_.end() ? nullptr : &form_.lists[at->second];
}

std::vector<std::string> SurveyDefiner::list_names() const {
    std::vector<std::string> out;
    out.reserve(form_.lists.size());
    for (const FormChoiceList& each : form_.lists)
        out.push_back(each.name);
    return out;
}

void SurveyDefiner::check_triggers() {
    for (const auto& [name, row] : triggers_) {
        if (questions_.contains(name)) continue;
        RowReport(sheet_, row - 1, diagnostics_)
            .error("unknown-question",
                   "trigger",
                   "There is no question “" + name + "”.",
                   did_you_mean(name,
                                std::vector<std::string>(questions_.begin(), questions_.end()),
                                "Add it, or correct the name in ${…}."));
    }
}

void SurveyDefiner::place_entities() {
    if (entities_.empty()) return;
    const std::vector<int> placed = entities_.place(sheet_, diagnostics_);
    form_.entities_version = entities_.version(placed);
    std::unordered_map<int, int> by_row;
    for (std::size_t c = 1; c < placed.size(); ++c) {
        if (placed[c] >= 0) by_row.emplace(container_rows_[c], static_cast<int>(c));
    }
    const auto visit = [&](auto& self, std::vector<FormElement>& elements) -> void {
        for (FormElement& element : elements) {
            const bool section = element.kind == FormElement::Kind::group ||
                                 element.kind == FormElement::Kind::repeat;
            if (!section) continue;
            self(self, element.children);
            const auto at = by_row.find(element.row);
            if (at == by_row.end()) continue;
            element.children.push_back(entities_.meta_with(
                placed[static_cast<std::size_t>(at->second)], entities_.in_repeat(at->second)));
        }
    };
    visit(visit, form_.elements);
    if (placed[0] < 0) return;
    FormElement* meta = form_.elements.empty() ? nullptr : &form_.elements.back();
    if (meta != nullptr && meta->bodyless) {
        meta->children.insert(meta->children.begin(), entities_.entity(placed[0], false));
    } else {
        form_.elements.push_back(entities_.meta_with(placed[0], false));
    }
}

void SurveyDefiner::add_meta() {
    const auto calculated = [](std::string name, Attributes bind) {
        FormElement out;
        out.name = std::move(name);
        out.type = "calculate";
        out.bind = std::move(bind);
        out.bind.emplace_back("type", "string");
        return out;
    };
    if (!context_.omit_instance_id) {
        meta_.push_back(calculated("instanceID",
                                   {{"readonly", "true()"}, {"jr:preload", context_.instance_id}}));
    }
    if (!form_.instance_name.empty())
        meta_.push_back(calculated("instanceName", {{"calculate", form_.instance_name}}));
    if (meta_.empty()) return;
    FormElement meta;
    meta.kind = FormElement::Kind::group;
    meta.name = "meta";
    meta.type = "group";
    meta.bodyless = true;
    meta.children = std::move(meta_);
    add(std::move(meta));
}

}  // namespace mtm
