#include "compile/xform_choices.h"

#include "base/text.h"
#include "compile/form_text.h"
#include "compile/xform_files.h"
#include "compile/xform_references.h"

namespace mtm {
namespace {

/// The three paths of an itemset: which nodes, and in each of them value and label.
struct Itemset {
    std::string nodeset;
    std::string value;
    std::string label;
};

std::string filter_of(const XformFacts& facts, int node, bool from_repeat) {
    return with_paths(facts.nodes,
                      facts.nodes[node].element->choice_filter,
                      node,
                      {.from_current = true, .from_parent = from_repeat});
}

Itemset of_instance(const XformFacts& facts, int node) {
    const FormElement& element = *facts.nodes[node].element;
    const std::string& name = element.itemset;
    Itemset out;
    out.nodeset = "instance('";
    out.nodeset += is_file(name) ? file_stem(name) : std::string_view(name);
    out.nodeset += "')/root/item";
    const ItemsetParameters& parameters = element.itemset_parameters;
    out.value = !parameters.value.empty() ? parameters.value : is_geojson(name) ? "id" : "name";
    out.label = !parameters.label.empty() ? parameters.label : is_geojson(name) ? "title" : "label";
    const ListFacts* list = facts.find_list(name);
    if (!is_file(name) && list != nullptr && list->in_itext) out.label = "jr:itext(itextId)";
    if (!element.choice_filter.empty()) {
        out.nodeset += '[';
        out.nodeset += filter_of(facts, node, false);
        out.nodeset += ']';
    }
    return out;
}

/// Choices are the answers to a question in a repeat: the nodes are the repeat's instances, the
/// filter reads them as ".". Instances without an answer are no choices. The geometries that a map
/// shows for reference are those of the repeat itself, in its question `geometry`.
Itemset of_repeat(const XformFacts& facts, int node) {
    const FormElement& element = *facts.nodes[node].element;
    std::string path(trim(with_paths(facts.nodes, element.itemset, node, {.from_parent = true})));
    if (element.type.starts_with("geo")) path += "/geometry";
    const std::size_t slash = path.rfind('/');
    const std::string repeat = path.substr(0, slash);
    const std::string name = path.substr(slash + 1);
    std::string filter = "./" + name + " != ''";
    if (!element.choice_filter.empty()) {
        filter = replace_all(filter_of(facts, node, true), "current()/" + repeat, ".");
        filter = replace_all(filter, repeat, ".");
    }
    return {.nodeset = repeat + "[" + filter + "]", .value = name, .label = name};
}

std::string randomized(const XformFacts& facts, int node, const std::string& nodeset) {
    const ItemsetParameters& parameters = facts.nodes[node].element->itemset_parameters;
    if (!parameters.randomize) return nodeset;
    std::string out = "randomize(" + nodeset;
    if (!parameters.seed.empty()) {
        out += ", ";
        out += trim(with_paths(facts.nodes, parameters.seed, node));
    }
    return out + ")";
}

void write_items(XmlWriter& xml, const XformFacts& facts, int node) {
    const FormElement& element = *facts.nodes[node].element;
    const ListFacts* list = facts.find_list(element.itemset);
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->list->choices.size(); ++i) {
        const FormChoice& choice = list->list->choices[i];
        xml.open("item").open("label");
        if (list->in_itext) {
            xml.attribute("ref", "jr:itext('" + list->list->name + "-" + std::to_string(i) + "')");
        } else if (!element.label.empty()) {
            xml.text(choice.label.plain);
        }
        xml.close().element("value", choice.name).close();
    }
}

}  // namespace

void write_choices(XmlWriter& xml, const XformFacts& facts, int node) {
    const FormElement& element = *facts.nodes[node].element;
    if (element.itemset.empty() || !element.query.empty()) return;
    if (uses_search(element)) return write_items(xml, facts, node);
    const Itemset itemset =
        has_reference(element.itemset) ? of_repeat(facts, node) : of_instance(facts, node);
    xml.open("itemset").attribute("nodeset", randomized(facts, node, itemset.nodeset));
    xml.open("value").attribute("ref", itemset.value).close();
    xml.open("label").attribute("ref", itemset.label).close();
    xml.close();
}

void write_query(XmlWriter& xml, const XformFacts& facts, int node) {
    const FormElement& element = *facts.nodes[node].element;
    if (element.query.empty()) return;
    std::string query = "instance('" + element.query + "')/root/item";
    if (!element.choice_filter.empty()) query += "[" + filter_of(facts, node, false) + "]";
    xml.attribute("query", query);
}

}  // namespace mtm
