#include "compile/xform_model.h"

#include "compile/form_text.h"
#include "compile/xform_instances.h"
#include "compile/xform_itext.h"
#include "compile/xform_references.h"

namespace mtm {
namespace {

class Bind {
public:
    Bind(XmlWriter& xml, const XformFacts& facts, int node)
        : xml_(xml),
          nodes_(facts.nodes),
          element_(*facts.nodes[node].element),
          path_(facts.nodes[node].path),
          node_(node) {}

    void write() {
        if (element_.flat || !has_bind()) return;
        xml_.open("bind").attribute("nodeset", path_);
        for (const auto& [name, value] : element_.bind) {
            if (name == "calculate" && !element_.triggers.empty()) continue;
            xml_.attribute(name, with_paths(nodes_, as_condition(name, value), node_));
        }
        write_message("jr:constraintMsg",
                      element_.constraint_message,
                      message_in_itext(element_.constraint_message));
        write_message("jr:requiredMsg",
                      element_.required_message,
                      message_in_itext(element_.required_message));
        write_message(
            "jr:noAppErrorString", element_.no_app_message, element_.no_app_message.translated());
        xml_.close();
    }

private:
    [[nodiscard]] bool has_bind() const {
        return !element_.bind.empty() || !element_.constraint_message.empty() ||
               !element_.required_message.empty() || !element_.no_app_message.empty();
    }

    void write_message(const std::string& name, const FormText& message, bool in_itext) {
        if (message.empty()) return;
        if (in_itext) {
            xml_.attribute(name, "jr:itext('" + path_ + ":" + name + "')");
        } else {
            xml_.attribute(name, with_paths(nodes_, message.plain, node_));
        }
    }

    XmlWriter& xml_;
    const XformNodes& nodes_;
    const FormElement& element_;
    const std::string& path_;
    int node_;
};

void write_submission(XmlWriter& xml, const FormDefinition& form) {
    if (form.submission_url.empty() && form.public_key.empty() && form.auto_send.empty() &&
        form.auto_delete.empty() && !form.client_editable)
        return;
    xml.open("submission");
    if (!form.submission_url.empty())
        xml.attribute("action", form.submission_url).attribute("method", "post");
    if (!form.public_key.empty()) xml.attribute("base64RsaPublicKey", form.public_key);
    if (!form.auto_send.empty()) xml.attribute("orx:auto-send", form.auto_send);
    if (!form.auto_delete.empty()) xml.attribute("orx:auto-delete", form.auto_delete);
    if (form.client_editable) xml.attribute("odk:client-editable", "true");
    xml.close();
}

std::string_view event_name(FormAction::Event event) {
    switch (event) {
        case FormAction::Event::first_load:
            return "odk-instance-first-load";
        case FormAction::Event::load:
            return "odk-instance-load";
        case FormAction::Event::new_repeat:
            return "odk-new-repeat";
    }
    return "";
}

/// What a setvalue sets. A default of the question goes before the action's own value.
std::string action_value(const XformFacts& facts, int node, const FormAction& action) {
    const FormElement& element = *facts.nodes[node].element;
    if (element.kind == FormElement::Kind::attribute || element.default_value.empty())
        return action.value;
    if (!element.dynamic_default) return element.default_value;
    return with_paths(facts.nodes, element.default_value, node);
}

}  // namespace

void write_actions(XmlWriter& xml, const XformFacts& facts, int node, bool in_repeat) {
    for (const FormAction& action : facts.nodes[node].element->actions) {
        if ((action.event == FormAction::Event::new_repeat) != in_repeat) continue;
        xml.open(action.name)
            .attribute("ref", facts.nodes[node].path)
            .attribute("event", event_name(action.event));
        if (action.name == "setvalue") {
            const std::string value = action_value(facts, node, action);
            if (!value.empty()) xml.attribute("value", value);
        }
        for (const auto& [name, value] : action.attributes)
            xml.attribute(name, value);
        xml.close();
    }
}

void write_model(XmlWriter& xml, const XformFacts& facts) {
    xml.open("model").attribute("odk:xforms-version", "1.0.0");
    if (!facts.form.entities_version.empty())
        xml.attribute("entities:entities-version", facts.form.entities_version);
    write_submission(xml, facts.form);
    write_itext(xml, facts);
    write_primary_instance(xml, facts);
    write_secondary_instances(xml, facts);
    for (int node = 1; node < facts.nodes.size(); ++node) {
        Bind(xml, facts, node).write();
        write_actions(xml, facts, node, false);
    }
    xml.close();
}

}  // namespace mtm
