#include "compile/xform_element_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "compile/xform_question_type.h"
#include "expression/node.h"

namespace mtm {
namespace {

using Kind = FormElement::Kind;

std::string_view local_name(std::string_view name) {
    return name.substr(name.find(':') + 1);
}

// What the form keeps of itself, and what KoboToolbox puts into every form: no person is asked it.
bool is_of_the_form(const XformDatum& datum) {
    constexpr std::array<std::string_view, 3> added{"formhub", "__version__", "_version_"};
    return local_name(datum.name) == "meta" ||
           (datum.parent == 0 && std::ranges::find(added, datum.name) != added.end());
}

bool is_entity(const XformData& data, const XformDatum& datum) {
    return datum.name == "entity" && datum.parent >= 0 &&
           local_name(data[datum.parent].name) == "meta" && datum.element != nullptr &&
           !datum.element->attribute("dataset").empty();
}

Kind kind_of(const XformData& data, const XformDatum& datum) {
    if (datum.attribute) return Kind::attribute;
    if (datum.repeat != nullptr) return Kind::repeat;
    if (datum.flat || (datum.control != nullptr && datum.control->name == "group"))
        return Kind::group;
    const bool has_nodes =
        std::ranges::any_of(datum.children, [&](int child) { return !data[child].attribute; });
    return has_nodes && datum.control == nullptr && !is_entity(data, datum) ? Kind::group
                                                                            : Kind::question;
}

FormElement bare_element(const XformData& data, int number, std::vector<int>& datum_of_node) {
    const XformDatum& datum = data[number];
    datum_of_node.push_back(number);
    FormElement out;
    out.kind = kind_of(data, datum);
    out.name = datum.name;
    out.flat = datum.flat;
    out.bodyless = is_of_the_form(datum) && datum.control == nullptr;
    out.row = datum.bind != nullptr      ? datum.bind->line
              : datum.control != nullptr ? datum.control->line
                                         : datum.line;
    if (out.kind == Kind::group) out.type = "group";
    if (out.kind == Kind::repeat) out.type = "repeat";
    if (is_entity(data, datum)) out.type = "entity";
    out.children.reserve(datum.children.size());
    for (const int child : datum.children)
        out.children.push_back(bare_element(data, child, datum_of_node));
    return out;
}

std::optional<FormAction::Event> event_of(std::string_view name) {
    using Event = FormAction::Event;
    if (name == "odk-instance-first-load" || name == "xforms-ready") return Event::first_load;
    if (name == "odk-instance-load") return Event::load;
    if (name == "odk-new-repeat") return Event::new_repeat;
    return std::nullopt;
}

std::string event_attribute(const XmlElement& action) {
    const std::string_view event = action.attribute("event");
    return std::string(event.empty() ? action.attribute("ev:event") : event);
}

bool is_one_of(std::initializer_list<std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// “or_other” makes a question of this name and condition behind a select.
bool asks_for_other(std::string_view name, std::string_view relevant, std::string& select) {
    constexpr std::string_view suffix = "_other";
    if (!name.ends_with(suffix) || name.size() == suffix.size()) return false;
    select = std::string(name.substr(0, name.size() - suffix.size()));
    return relevant == "selected(../" + select + ", 'other')";
}

}  // namespace

std::vector<FormElement> bare_elements(const XformData& data, std::vector<int>& datum_of_node) {
    FormElement root = bare_element(data, 0, datum_of_node);
    return std::move(root.children);
}

XformElementReader::XformElementReader(const XformData& data,
                                       const std::vector<int>& datum_of_node,
                                       const PathReferences& paths,
                                       XformTexts& texts,
                                       XformChoiceLists& lists,
                                       XformFindings& findings)
    : data_(data),
      datum_of_node_(datum_of_node),
      paths_(paths),
      texts_(texts),
      lists_(lists),
      findings_(findings) {
    for (std::size_t node = 0; node < datum_of_node.size(); ++node) {
        const auto datum = static_cast<std::size_t>(datum_of_node[node]);
        if (node_of_datum_.size() <= datum) node_of_datum_.resize(datum + 1, -1);
        node_of_datum_[datum] = static_cast<int>(node);
    }
}

void XformElementReader::read(std::vector<FormElement>& elements) {
    for (FormElement& element : elements) {
        ++node_;
        read(element);
        read(element.children);
    }
}

void XformElementReader::read(FormElement& element) {
    const XformDatum& datum = data_[datum_of_node_[static_cast<std::size_t>(node_)]];
    if (datum.bind != nullptr) read_bind(*datum.bind, element);
    read_instance(datum, element);
    for (const XformAction& action : datum.actions)
        read_action(action, element);
    read_body(datum, element);
    if (element.kind != Kind::question || !element.type.empty()) return;
    element.type = question_type(datum, element);
    if (datum.control != nullptr) {
        element.control = datum.control->name;
        lists_.read_control(*datum.control, node_, element);
        if (element.type == "osm") read_tags(*datum.control, element);
    }
    element.parameters = question_parameters(element);
}

void XformElementReader::read_bind(const XmlElement& bind, FormElement& element) {
    for (const auto& [name, value] : bind.attributes) {
        if (name == "nodeset" || name == "id") continue;
        std::string select;
        if (name == "jr:constraintMsg") {
            element.constraint_message = texts_.message(value, bind.line, node_);
        } else if (name == "jr:requiredMsg") {
            element.required_message = texts_.message(value, bind.line, node_);
        } else if (name == "jr:noAppErrorString") {
            element.no_app_message = texts_.message(value, bind.line, node_);
        } else if (name == "relevant" && asks_for_other(element.name, value, select)) {
            element.bind.emplace_back(name, value);
            element.extra.emplace_back("or_other", select);
        } else {
            element.bind.emplace_back(name, paths_.with_references(value, node_));
        }
    }
}

void XformElementReader::read_instance(const XformDatum& datum, FormElement& element) {
    if (datum.element == nullptr) return;
    if (datum.attribute) {
        element.default_value = std::string(datum.element->attribute(datum.name));
        return;
    }
    for (const auto& [name, value] : datum.element->attributes) {
        if (name == "jr:template" || name == "xmlns") continue;
        const bool is_node = data_.find(datum.path + "/@" + name) >= 0;
        if (!is_node) element.instance.emplace_back(name, paths_.with_references(value, node_));
    }
    if (element.kind == Kind::question && !datum.element->has_elements())
        element.default_value = datum.element->own_text();
}

void XformElementReader::read_action(const XformAction& action, FormElement& element) {
    const XmlElement& xml = *action.element;
    const int reader =
        action.trigger < 0 ? node_ : node_of_datum_[static_cast<std::size_t>(action.trigger)];
    std::string value = paths_.with_references(xml.attribute("value"), reader);
    if (value.empty()) {
        const std::string literal = xml.own_text();
        if (!literal.empty()) value = quote(literal);
    }
    const std::string events = event_attribute(xml);
    for (const std::string_view name : words(events)) {
        if (name == "xforms-value-changed" && action.trigger >= 0) {
            element.triggers.push_back(data_[action.trigger].name);
            if (!value.empty()) set_attribute(element.bind, "calculate", value);
            continue;
        }
        const auto event = event_of(name);
        if (!event) {
            findings_.warning(
                "unknown-event",
                xml.line,
                "Nothing in an XLSForm happens at the event “" + std::string(name) + "”.",
                "The action is left out: see that the form works without it.");
            continue;
        }
        FormAction out{.name = xml.name, .event = *event, .value = value, .attributes = {}};
        for (const auto& [attribute, text] : xml.attributes) {
            if (!is_one_of({"ref", "nodeset", "bind", "event", "ev:event", "value"}, attribute))
                out.attributes.emplace_back(attribute, text);
        }
        element.actions.push_back(std::move(out));
        if (xml.name != "setvalue" || element.kind == Kind::attribute) continue;
        element.dynamic_default = true;
        element.default_value = value;
    }
}

void XformElementReader::read_body(const XformDatum& datum, FormElement& element) {
    for (const XmlElement* part : {datum.repeat, datum.control}) {
        if (part == nullptr) continue;
        for (const auto& [name, value] : part->attributes) {
            if (is_one_of({"ref", "nodeset", "bind", "query"}, name)) continue;
            if (find_attribute(element.body, name).empty())
                element.body.emplace_back(name, paths_.with_references(value, node_));
        }
    }
    if (datum.control != nullptr) read_texts(*datum.control, element);
    read_unshown_texts(datum, element);
}

// Translated texts of what is not shown stand in <itext> all the same.
void XformElementReader::read_unshown_texts(const XformDatum& datum, FormElement& element) {
    const auto is_shown = [&](const char* name) {
        return datum.control != nullptr && datum.control->child(name) != nullptr;
    };
    const bool is_section = datum.control == nullptr || element.kind != Kind::question;
    if (datum.flat || datum.attribute || !is_section) return;
    if (!is_shown("label")) {
        XformText text = texts_.with_id(datum.path + ":label", node_);
        element.label = std::move(text.text);
        element.media = std::move(text.media);
    }
    if (is_shown("hint")) return;
    XformText text = texts_.with_id(datum.path + ":hint", node_);
    element.hint = std::move(text.text);
    element.guidance_hint = std::move(text.guidance);
}

void XformElementReader::read_texts(const XmlElement& control, FormElement& element) {
    if (const XmlElement* label = control.child("label")) {
        XformText text = texts_.read(*label, node_);
        element.label = std::move(text.text);
        element.media = std::move(text.media);
        element.guidance_hint = std::move(text.guidance);
    }
    const XmlElement* hint = control.child("hint");
    if (hint == nullptr) return;
    XformText text = texts_.read(*hint, node_);
    element.hint = std::move(text.text);
    if (!text.guidance.empty()) element.guidance_hint = std::move(text.guidance);
}

void XformElementReader::read_tags(const XmlElement& control, FormElement& element) {
    for (const XmlElement& child : control.children) {
        if (child.name != "tag") continue;
        OsmTag& tag = element.tags.emplace_back();
        tag.name = std::string(child.attribute("key"));
        if (const XmlElement* label = child.child("label"))
            tag.label = texts_.read(*label, -1).text;
    }
}

}  // namespace mtm
