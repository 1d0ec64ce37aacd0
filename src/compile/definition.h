#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mtm {

/// Name and value, in the order of the columns.
using Attributes = std::vector<std::pair<std::string, std::string>>;

/// A text of a form: either one text for all languages (`plain`), or a text a language, named as in
/// the column's header. Never both; neither where the cells are empty.
struct FormText {
    std::string plain;
    std::vector<std::pair<std::string, std::string>> translations;

    [[nodiscard]] bool empty() const { return plain.empty() && translations.empty(); }

    [[nodiscard]] bool translated() const { return !translations.empty(); }

    bool operator==(const FormText&) const = default;
};

/// A file shown or played with a label: type is image, big-image, audio or video.
struct FormMedia {
    std::string type;
    FormText file;

    bool operator==(const FormMedia&) const = default;
};

/// What a device does by itself: an XForms action on the element that holds it.
struct FormAction {
    enum class Event { first_load, load, new_repeat };

    std::string name = "setvalue";  // or odk:setgeopoint, odk:recordaudio
    Event event = Event::first_load;
    std::string value;  // an expression with ${…}; empty if there is none
    Attributes attributes;

    bool operator==(const FormAction&) const = default;
};

/// How a select takes its choices (column `parameters`).
struct ItemsetParameters {
    std::string value;  // column of the value in a file; empty: the usual one
    std::string label;
    bool randomize = false;
    std::string seed;  // a number or ${…}

    bool operator==(const ItemsetParameters&) const = default;
};

/// A tag of an osm question.
struct OsmTag {
    std::string name;
    FormText label;

    bool operator==(const OsmTag&) const = default;
};

/// A row of the survey sheet with all that it asks for, or an element that stands for itself
/// (instanceID, an entity). Expressions and texts are as written, with ${…} in them.
struct FormElement {
    enum class Kind {
        question,
        group,
        repeat,
        external_instance,  // csv-external, xml-external: only the declaration of a file
        attribute           // of the node of the element that holds it (entities)
    };

    Kind kind = Kind::question;
    std::string name;
    std::string
        type;  // canonical: text, select_one, select_multiple, select_one_external, photo, …
    FormText label;
    FormText hint;
    FormText guidance_hint;
    std::vector<FormMedia> media;
    Attributes bind;  // type, relevant, calculate, jr:preload, …; defaults of the type included
    FormText constraint_message;
    FormText required_message;
    FormText no_app_message;
    std::string control;  // input, select1, select, odk:rank, range, upload, trigger; empty: none
    Attributes body;      // attributes of the control, of <group> or of <repeat> (jr:count)
    Attributes instance;  // attributes of the node
    std::string default_value;
    bool dynamic_default = false;  // an expression: `actions` sets it
    std::string itemset;           // a list, a file (cities.csv), or ${…}
    std::string choice_filter;
    ItemsetParameters itemset_parameters;
    std::string parameters;             // the column as written
    std::string query;                  // the list of a select_one_external
    std::vector<std::string> triggers;  // names of questions whose change calculates this one
    std::vector<FormAction> actions;
    std::vector<OsmTag> tags;
    Attributes extra;       // columns that XLSForm does not know: disclosure, missing, …
    bool flat = false;      // no node of its own (setting `flat`)
    bool bodyless = false;  // no control of its own (meta)
    int row = 0;            // on the survey sheet; 0: stands on none
    std::vector<FormElement> children;

    bool operator==(const FormElement&) const = default;
};

/// True for an element that stands on no row of its own: a counter of a repeat, the question behind
/// an or_other, the row of labels of a table-list, the form's own data.
[[nodiscard]] bool is_generated(const FormElement& element);

struct FormChoice {
    std::string name;
    FormText label;
    std::vector<FormMedia> media;
    std::string sms_option;
    Attributes extra;  // other columns of the choices sheet
    int row = 0;

    bool operator==(const FormChoice&) const = default;
};

struct FormChoiceList {
    std::string name;
    std::vector<FormChoice> choices;

    bool operator==(const FormChoiceList&) const = default;
};

/// What an XLSForm says, sheet by sheet, with its headers and types brought to one spelling and
/// nothing left out: what an XForm is written from, and what a Questionnaire is understood from.
struct FormDefinition {
    std::string root = "data";  // name of the primary instance's root element
    std::string form_id;
    std::string title;
    std::string version;
    std::string style;
    std::string default_language = "default";
    std::vector<std::string> languages;  // of all texts, in the order of their columns
    std::string instance_xmlns;
    std::string namespaces;  // a=http://… b=http://…
    std::string prefix;
    std::string delimiter;
    std::string submission_url;
    std::string public_key;
    std::string auto_send;
    std::string auto_delete;
    bool client_editable = false;
    Attributes root_attributes;    // setting attribute::NAME
    std::string instance_name;     // expression of the setting
    std::string entities_version;  // of the ODK Entities specification; empty: no entities
    std::vector<FormChoiceList> lists;
    std::vector<FormElement> elements;               // meta last
    std::vector<std::vector<std::string>> itemsets;  // external_choices, header first: itemsets.csv

    bool operator==(const FormDefinition&) const = default;
};

/// The value of an attribute, or empty.
[[nodiscard]] std::string_view find_attribute(const Attributes& attributes, std::string_view name);

/// Sets it, in its place if it is there.
void set_attribute(Attributes& attributes, std::string_view name, std::string value);

/// The list of that name, or nullptr. Linear.
[[nodiscard]] const FormChoiceList* find_list(const FormDefinition& form, std::string_view name);

}  // namespace mtm
