#include "compile/xform.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "compile/xform_body.h"
#include "compile/xform_facts.h"
#include "compile/xform_model.h"
#include "compile/xform_xml.h"

namespace mtm {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> standard_namespaces = {
    {{"xmlns", "http://www.w3.org/2002/xforms"},
     {"xmlns:h", "http://www.w3.org/1999/xhtml"},
     {"xmlns:ev", "http://www.w3.org/2001/xml-events"},
     {"xmlns:xsd", "http://www.w3.org/2001/XMLSchema"},
     {"xmlns:jr", "http://openrosa.org/javarosa"},
     {"xmlns:orx", "http://openrosa.org/xforms"},
     {"xmlns:odk", "http://www.opendatakit.org/xforms"}}};

/// The standard ones, and the form's own unless they would replace a standard one.
Attributes namespaces(const FormDefinition& form) {
    Attributes out;
    for (const std::string_view declaration : words(form.namespaces)) {
        const std::vector<std::string_view> parts = split(declaration, '=');
        if (parts.size() != 2 || parts[0].empty()) continue;
        const std::string uri = replace_all(replace_all(parts[1], "\"", ""), "'", "");
        set_attribute(out, "xmlns:" + std::string(parts[0]), uri);
    }
    if (!form.entities_version.empty())
        set_attribute(out, "xmlns:entities", "http://www.opendatakit.org/xforms/entities");
    for (const auto& [prefix, uri] : standard_namespaces)
        set_attribute(out, prefix, std::string(uri));
    return out;
}

// Names of files hold no other entities than these.
std::string unescape_xml(std::string_view text) {
    std::string out = replace_all(text, "&lt;", "<");
    out = replace_all(out, "&quot;", "\"");
    return replace_all(out, "&amp;", "&");
}

/// Rather more than the form's XForm will have: growing a text of a megabyte by and by takes longer
/// than writing it.
std::size_t expected_bytes(const XformFacts& facts) {
    const auto size_of = [](const FormText& text) {
        std::size_t size = text.plain.size() + 120;
        for (const auto& [language, translation] : text.translations)
            size += translation.size() + 200;
        return size;
    };
    std::size_t size = 4096;
    for (int i = 1; i < facts.nodes.size(); ++i) {
        const XformNode& node = facts.nodes[i];
        const std::size_t texts = node.element->label.translations.size() + 5;
        size += 400 + texts * (2 * node.path.size() + 60) + size_of(node.element->label) +
                size_of(node.element->hint);
    }
    for (const FormChoiceList& list : facts.form.lists) {
        for (const FormChoice& choice : list.choices)
            size += 200 + 2 * list.name.size() + size_of(choice.label) + 60 * choice.extra.size();
    }
    return size;
}

void append_csv_cell(std::string& out, std::string_view cell) {
    out += '"';
    out += replace_all(cell, "\"", "\"\"");
    out += '"';
}

}  // namespace

std::string to_xform(const FormDefinition& form) {
    const XformFacts facts(form);
    XmlWriter xml(expected_bytes(facts));
    xml.open("h:html");
    for (const auto& [prefix, uri] : namespaces(form))
        xml.attribute(prefix, uri);
    xml.open("h:head").element("h:title", form.title);
    write_model(xml, facts);
    xml.close();
    write_body(xml, facts);
    xml.close();
    return std::move(xml).take();
}

// Empty cells at the end of a row are left out, as pyxform does; those in between are kept, so that
// each value stays below its header.
std::string to_itemsets_csv(const FormDefinition& form) {
    std::string out;
    for (const std::vector<std::string>& row : form.itemsets) {
        std::size_t end = row.size();
        while (end > 0 && row[end - 1].empty())
            --end;
        for (std::size_t i = 0; i < end; ++i) {
            if (i > 0) out += ',';
            append_csv_cell(out, row[i]);
        }
        out += "\r\n";
    }
    return out;
}

std::vector<std::string> files_of_xform(std::string_view xform) {
    std::vector<std::string> out;
    const auto add = [&out](std::string name) {
        if (!name.empty() && std::ranges::find(out, name) == out.end())
            out.push_back(std::move(name));
    };
    constexpr std::string_view scheme = "jr://";
    for (std::size_t at = xform.find(scheme); at != std::string_view::npos;
         at = xform.find(scheme, at + 1)) {
        const std::size_t end = xform.find_first_of("\"'<", at);
        std::string_view uri = xform.substr(at + scheme.size(), end - at - scheme.size());
        const std::size_t slash = uri.rfind('/');
        if (slash == std::string_view::npos || uri.starts_with("instance/")) continue;
        add(unescape_xml(uri.substr(slash + 1)));
    }
    constexpr std::string_view call = "search('";
    for (std::size_t at = xform.find(call); at != std::string_view::npos;
         at = xform.find(call, at + 1)) {
        const std::size_t begin = at + call.size();
        const std::size_t end = xform.find('\'', begin);
        if (end == std::string_view::npos) break;
        const std::string name(xform.substr(begin, end - begin));
        add(name.ends_with(".csv") ? name : name + ".csv");
    }
    return out;
}

std::string public_key_of_xform(std::string_view xform) {
    const std::size_t begin = xform.find("<submission ");
    if (begin == std::string_view::npos) return {};
    const std::string_view element = xform.substr(begin, xform.find('>', begin) - begin);
    constexpr std::string_view attribute = " base64RsaPublicKey=\"";
    const std::size_t at = element.find(attribute);
    if (at == std::string_view::npos) return {};
    const std::string_view value = element.substr(at + attribute.size());
    return unescape_xml(value.substr(0, value.find('"')));
}

}  // namespace mtm
