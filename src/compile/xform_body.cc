#include "compile/xform_body.h"

#include "compile/xform_choices.h"
#include "compile/xform_model.h"
#include "compile/xform_references.h"

namespace mtm {
namespace {

using Kind = FormElement::Kind;

class Body {
public:
    Body(XmlWriter& xml, const XformFacts& facts) : xml_(xml), facts_(facts), nodes_(facts.nodes) {}

    void write_children(int node) {
        const int end = nodes_[node].end;
        for (int child = node + 1; child < end; child = nodes_[child].end)
            write_node(child);
    }

private:
    void write_node(int node) {
        const FormElement& element = *nodes_[node].element;
        if (element.bodyless) return;
        switch (element.kind) {
            case Kind::question:
                if (is_shown(element)) write_control(node);
                return;
            case Kind::group:
                return write_group(node);
            case Kind::repeat:
                return write_repeat(node);
            case Kind::external_instance:
            case Kind::attribute:
                return;
        }
    }

    /// A question that is calculated is shown only if it has words to be shown with.
    static bool is_shown(const FormElement& element) {
        if (element.control.empty() || element.type == "calculate") return false;
        const bool calculated =
            !element.triggers.empty() || !find_attribute(element.bind, "calculate").empty();
        return !calculated || !element.label.empty() || !element.hint.empty();
    }

    void write_attributes(int node, std::string_view path_attribute) {
        const FormElement& element = *nodes_[node].element;
        const bool is_flat = element.kind == Kind::group && element.flat;
        if (!is_flat && find_attribute(element.body, path_attribute).empty())
            xml_.attribute(path_attribute, nodes_[node].path);
        for (const auto& [name, value] : element.body) {
            const bool as_written = element.kind == Kind::group && name == "appearance";
            xml_.attribute(name, as_written ? value : with_paths(nodes_, value, node));
        }
    }

    void write_control(int node) {
        const FormElement& element = *nodes_[node].element;
        xml_.open(element.control);
        write_attributes(node, "ref");
        write_query(xml_, facts_, node);
        const bool has_hint = !element.hint.empty() || !element.guidance_hint.empty();
        if (has_hint || !element.label.empty() || !element.media.empty()) write_label(node);
        if (has_hint) write_hint(node);
        for (const OsmTag& tag : element.tags)
            write_tag(tag);
        write_choices(xml_, facts_, node);
        write_triggered(node);
        xml_.close();
    }

    void write_group(int node) {
        const FormElement& element = *nodes_[node].element;
        xml_.open("group");
        write_attributes(node, "ref");
        if (!element.label.empty()) write_label(node);
        write_children(node);
        xml_.close();
    }

    void write_repeat(int node) {
        xml_.open("group").attribute("ref", nodes_[node].path);
        write_label(node);
        xml_.open("repeat");
        write_attributes(node, "nodeset");
        write_children(node);
        for (int inside = node + 1; inside < nodes_[node].end; ++inside) {
            if (nodes_[inside].repeat == node) write_actions(xml_, facts_, inside, true);
        }
        xml_.close().close();
    }

    void write_itext_ref(int node, std::string_view what) {
        std::string ref = "jr:itext('" + nodes_[node].text_id();
        ref += what;
        ref += "')";
        xml_.attribute("ref", ref);
    }

    void write_label(int node) {
        const FormElement& element = *nodes_[node].element;
        xml_.open("label");
        if (label_in_itext(element)) {
            write_itext_ref(node, ":label");
        } else if (!element.label.empty()) {
            write_text(xml_, nodes_, element.label.plain, node);
        }
        xml_.close();
    }

    void write_hint(int node) {
        const FormElement& element = *nodes_[node].element;
        xml_.open("hint");
        if (hint_in_itext(element)) {
            write_itext_ref(node, ":hint");
        } else {
            write_text(xml_, nodes_, element.hint.plain, node);
        }
        xml_.close();
    }

    void write_tag(const OsmTag& tag) {
        xml_.open("tag").attribute("key", tag.name).open("label");
        if (tag.label.translated()) {
            xml_.attribute("ref", "jr:itext('/" + tag.name + ":label')");
        } else if (!tag.label.empty()) {
            write_text(xml_, nodes_, tag.label.plain, -1);
        }
        xml_.close().close();
    }

    /// What is calculated or located when this answer changes: values first, then places.
    void write_triggered(int node) {
        const std::vector<int>* triggered = facts_.triggered_by(node);
        if (triggered == nullptr) return;
        for (const bool places : {false, true}) {
            for (const int target : *triggered) {
                const FormElement& element = *nodes_[target].element;
                if ((element.type == "background-geopoint") != places) continue;
                xml_.open(places ? "odk:setgeopoint" : "setvalue")
                    .attribute("ref", nodes_[target].path)
                    .attribute("event", "xforms-value-changed");
                const std::string_view value = find_attribute(element.bind, "calculate");
                if (!places && !value.empty())
                    xml_.attribute("value", with_paths(nodes_, value, node));
                xml_.close();
            }
        }
    }

    XmlWriter& xml_;
    const XformFacts& facts_;
    const XformNodes& nodes_;
};

}  // namespace

void write_body(XmlWriter& xml, const XformFacts& facts) {
    xml.open("h:body");
    if (!facts.form.style.empty()) xml.attribute("class", facts.form.style);
    Body(xml, facts).write_children(0);
    xml.close();
}

}  // namespace mtm
