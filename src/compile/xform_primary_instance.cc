#include "compile/xform_instances.h"
#include "compile/xform_references.h"

namespace mtm {
namespace {

using Kind = FormElement::Kind;

/// Whether a repeat is preceded by its template. A template holds only templates of the repeats
/// directly in it, and the repeat after a template holds none: devices copy the outermost.
enum class Templates { yes, no };

class PrimaryInstance {
public:
    PrimaryInstance(XmlWriter& xml, const XformFacts& facts) : xml_(xml), nodes_(facts.nodes) {}

    void write_children(int node, Templates templates) {
        const int end = nodes_[node].end;
        for (int child = node + 1; child < end; child = nodes_[child].end)
            write_child(child, templates);
    }

private:
    void write_child(int node, Templates templates) {
        const FormElement& element = *nodes_[node].element;
        if (element.kind == Kind::external_instance || element.kind == Kind::attribute) return;
        if (element.flat && element.kind != Kind::question) return write_flat(node, templates);
        if (element.kind == Kind::repeat && templates == Templates::yes) {
            write_template(node);
            templates = Templates::no;
        }
        write_node(node, templates);
    }

    // Repeats directly in it get no template: so pyxform's forms of ODK Tables are.
    void write_flat(int node, Templates templates) {
        const int end = nodes_[node].end;
        for (int child = node + 1; child < end; child = nodes_[child].end) {
            const FormElement& element = *nodes_[child].element;
            if (element.kind == Kind::external_instance) continue;
            if (element.flat) {
                write_flat(child, templates);
            } else {
                write_node(child, templates);
            }
        }
    }

    void write_node(int node, Templates templates) {
        const FormElement& element = *nodes_[node].element;
        xml_.open(element.name);
        for (const auto& [name, value] : element.instance)
            xml_.attribute(name, with_paths(nodes_, value, node));
        const int end = nodes_[node].end;
        for (int child = node + 1; child < end; child = nodes_[child].end) {
            const FormElement& attribute = *nodes_[child].element;
            if (attribute.kind == Kind::attribute)
                xml_.attribute(attribute.name, attribute.default_value);
        }
        if (!element.dynamic_default) xml_.text(element.default_value);
        write_children(node, templates);
        xml_.close();
    }

    void write_template(int node) {
        xml_.open(nodes_[node].element->name).attribute("jr:template", "");
        const int end = nodes_[node].end;
        for (int child = node + 1; child < end; child = nodes_[child].end) {
            const FormElement& element = *nodes_[child].element;
            if (element.kind == Kind::repeat) {
                write_template(child);
            } else if (element.kind == Kind::group || element.kind == Kind::question) {
                write_node(child, Templates::yes);
            }
        }
        xml_.close();
    }

    XmlWriter& xml_;
    const XformNodes& nodes_;
};

Attributes root_attributes(const FormDefinition& form) {
    Attributes out = form.root_attributes;
    set_attribute(out, "id", form.form_id);
    if (!form.instance_xmlns.empty()) set_attribute(out, "xmlns", form.instance_xmlns);
    if (!form.version.empty()) set_attribute(out, "version", form.version);
    if (!form.prefix.empty()) set_attribute(out, "odk:prefix", form.prefix);
    if (!form.delimiter.empty()) set_attribute(out, "odk:delimiter", form.delimiter);
    return out;
}

}  // namespace

void write_primary_instance(XmlWriter& xml, const XformFacts& facts) {
    xml.open("instance").open(facts.form.root);
    for (const auto& [name, value] : root_attributes(facts.form))
        xml.attribute(name, value);
    PrimaryInstance(xml, facts).write_children(0, Templates::yes);
    xml.close().close();
}

}  // namespace mtm
