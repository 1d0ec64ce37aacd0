#include "compile/xform_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "compile/xform_element_reader.h"
#include "compile/xform_tree.h"

namespace mtm {
namespace {

// What an XForm must have to be one; nullptr where it lacks a part.
struct Parts {
    const XmlElement* title = nullptr;
    const XmlElement* model = nullptr;
    const XmlElement* instance_root = nullptr;
    const XmlElement* body = nullptr;
};

const XmlElement* first_element(const XmlElement* parent) {
    if (parent == nullptr) return nullptr;
    const auto at = std::ranges::find_if(
        parent->children, [](const XmlElement& child) { return !child.name.empty(); });
    return at == parent->children.end() ? nullptr : &*at;
}

Parts parts_of(const XmlElement& root, XformFindings& findings) {
    Parts out;
    const XmlElement* head = root.child("h:head");
    out.body = root.child("h:body");
    if (head != nullptr) {
        out.title = head->child("h:title");
        out.model = head->child("model");
    }
    if (out.model != nullptr) out.instance_root = first_element(out.model->child("instance"));
    const auto missing = [&](const XmlElement* part, const XmlElement* within, const char* name) {
        if (part != nullptr) return;
        findings.error("missing-xform-part",
                       within == nullptr ? root.line : within->line,
                       "The document has no " + std::string(name) + ", so it is no XForm.",
                       "Download the form again, as XML, from KoboToolbox or ODK Central.");
    };
    missing(out.model, head, "<model> in its <h:head>");
    missing(out.instance_root, out.model, "primary <instance>");
    missing(out.body, nullptr, "<h:body>");
    return out;
}

void read_root(const XmlElement& root, FormDefinition& form) {
    form.root = root.name;
    for (const auto& [name, value] : root.attributes) {
        if (name == "id") {
            form.form_id = value;
        } else if (name == "version") {
            form.version = value;
        } else if (name == "xmlns") {
            form.instance_xmlns = value;
        } else if (name == "odk:prefix") {
            form.prefix = value;
        } else if (name == "odk:delimiter") {
            form.delimiter = value;
        } else {
            form.root_attributes.emplace_back(name, value);
        }
    }
}

void read_submission(const XmlElement& submission, FormDefinition& form) {
    form.submission_url = submission.attribute("action");
    form.public_key = submission.attribute("base64RsaPublicKey");
    form.auto_send = submission.attribute("orx:auto-send");
    form.auto_delete = submission.attribute("orx:auto-delete");
    form.client_editable = submission.attribute("odk:client-editable") == "true";
}

void read_settings(const Parts& parts, const Attributes& namespaces, FormDefinition& form) {
    read_root(*parts.instance_root, form);
    if (parts.title != nullptr) form.title = parts.title->own_text();
    if (form.title.empty()) form.title = form.form_id;
    if (const XmlElement* submission = parts.model->child("submission"))
        read_submission(*submission, form);
    form.entities_version = parts.model->attribute("entities:entities-version");
    if (parts.body != nullptr) form.style = parts.body->attribute("class");
    std::vector<std::string> declared;
    for (const auto& [prefix, address] : namespaces)
        declared.push_back(prefix + "=" + address);
    form.namespaces = join(declared, " ");
}

std::string instance_name(const FormDefinition& form) {
    for (const FormElement& element : form.elements) {
        if (!element.bodyless) continue;
        for (const FormElement& child : element.children) {
            if (child.name == "instanceName" || child.name == "orx:instanceName")
                return std::string(trim(find_attribute(child.bind, "calculate")));
        }
    }
    return {};
}

bool says_other(const FormChoice& choice) {
    return choice.name == "other" &&
           (choice.label.plain == "Other" ||
            (choice.label.translated() &&
             std::ranges::all_of(choice.label.translations,
                                 [](const auto& text) { return text.second == "Other"; })));
}

void collect_other_lists(const std::vector<FormElement>& elements,
                         std::unordered_set<std::string>& lists) {
    const FormElement* before = nullptr;
    for (const FormElement& element : elements) {
        const std::string_view select = find_attribute(element.extra, "or_other");
        if (!select.empty() && before != nullptr && before->name == select)
            lists.insert(before->itemset);
        before = &element;
        collect_other_lists(element.children, lists);
    }
}

// The choice that “or_other” added stands on no row: so MTM knows to say it in each language.
void mark_added_choices(FormDefinition& form) {
    std::unordered_set<std::string> lists;
    collect_other_lists(form.elements, lists);
    for (FormChoiceList& list : form.lists) {
        if (!lists.contains(list.name) || list.choices.empty()) continue;
        if (says_other(list.choices.back())) list.choices.back().row = 0;
    }
}

void read_form(const Parts& parts, XformFindings& findings, FormDefinition& form) {
    static const XmlElement empty;
    const XmlElement& body = parts.body == nullptr ? empty : *parts.body;
    const XformData data(*parts.instance_root, *parts.model, body, findings);
    std::vector<int> datum_of_node;
    form.elements = bare_elements(data, datum_of_node);
    const XformNodes nodes(form);
    const PathReferences paths(nodes);
    XformTexts texts(parts.model->child("itext"), paths, findings);
    XformChoiceLists lists(*parts.model, paths, texts, findings);
    XformElementReader(data, datum_of_node, paths, texts, lists, findings).read(form.elements);
    form.lists = lists.lists();
    form.instance_name = instance_name(form);
    form.default_language = texts.default_language();
    form.languages = texts.languages();
    mark_added_choices(form);
    std::vector<FormElement> files = lists.files(form);
    form.elements.insert(form.elements.begin(),
                         std::make_move_iterator(files.begin()),
                         std::make_move_iterator(files.end()));
}

}  // namespace

DefinedForm definition_from_xform(std::string_view xml, const std::string& file_name) {
    DefinedForm out;
    out.source.file = file_name;
    out.source.survey_sheet.clear();
    out.source.choices_sheet.clear();
    XformFindings findings(file_name, out.diagnostics);
    const XmlTree tree = parse_xml_tree(xml);
    if (tree.mistake) {
        findings.error("broken-xform",
                       tree.mistake->line,
                       "The form cannot be read as XML: " + tree.mistake->message + ".",
                       "Download it again, as XML, from KoboToolbox or ODK Central.");
        return out;
    }
    const Parts parts = parts_of(tree.root, findings);
    if (parts.model == nullptr || parts.instance_root == nullptr) return out;
    read_settings(parts, tree.namespaces, out.definition);
    read_form(parts, findings, out.definition);
    return out;
}

}  // namespace mtm
