// Where choices stand in XForms: in a secondary instance, which an <itemset> names (since 2016 in
// all that pyxform writes); as <item>s in the select itself (older forms, and those whose
// appearance is search()); in a file; or in the rounds of a repeat, whose answers are the choices.
#include "compile/xform_choice_lists.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "compile/secondary_instances.h"
#include "compile/xform_files.h"

namespace mtm {
namespace {

constexpr std::size_t columns_max = 1000;
constexpr std::size_t predicates_max = 100;
constexpr std::string_view randomize_call = "randomize(";
constexpr std::string_view instance_call = "instance(";

// Where `mark` stands outside quotes, brackets and parentheses, or npos.
std::size_t find_outside(std::string_view text, char mark) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == mark && depth == 0) return i;
        if (c == '\'' || c == '"') {
            i = text.find(c, i + 1);
            if (i == std::string_view::npos) return i;
        }
        if (c == '(' || c == '[') ++depth;
        if (c == ')' || c == ']') --depth;
    }
    return std::string_view::npos;
}

struct Predicates {
    std::string_view head;
    std::string filter;
    bool complete = false;
};

// "head[a][b]": several predicates are one that asks for all of them.
Predicates predicates_of(std::string_view nodeset) {
    Predicates out;
    const std::size_t open = find_outside(nodeset, '[');
    out.head = trim(nodeset.substr(0, open));
    std::vector<std::string> filters;
    std::string_view rest = open == std::string_view::npos ? "" : trim(nodeset.substr(open));
    while (rest.starts_with('[') && filters.size() < predicates_max) {
        const std::size_t close = find_outside(rest.substr(1), ']');
        if (close == std::string_view::npos) return out;
        filters.emplace_back(rest.substr(1, close));
        rest = trim(rest.substr(close + 2));
    }
    out.complete = rest.empty();
    if (filters.size() == 1) out.filter = filters[0];
    if (filters.size() > 1) out.filter = "(" + join(filters, ") and (") + ")";
    return out;
}

// The id in "instance('id')/root/item", or empty.
std::string instance_id(std::string_view head) {
    if (!head.starts_with(instance_call)) return {};
    const std::size_t close = head.find(')');
    if (close == std::string_view::npos) return {};
    const std::string_view quoted =
        trim(head.substr(instance_call.size(), close - instance_call.size()));
    if (quoted.size() < 2 || (quoted[0] != '\'' && quoted[0] != '"')) return {};
    return std::string(quoted.substr(1, quoted.size() - 2));
}

std::string ref_of(const XmlElement& itemset, std::string_view name) {
    const XmlElement* child = itemset.child(name);
    return child == nullptr ? std::string() : std::string(trim(child->attribute("ref")));
}

std::string file_name(std::string_view source) {
    return std::string(source.substr(source.rfind('/') + 1));
}

// What makes two lists one: names, labels and media, wherever their texts stand.
void append_key(const FormChoice& choice, std::string& key) {
    const auto append = [&](const FormText& text) {
        key += text.plain + '\n';
        for (const auto& [language, words] : text.translations) {
            key += language + '\n';
            key += words + '\n';
        }
    };
    key += choice.name + '\n';
    append(choice.label);
    for (const FormMedia& media : choice.media) {
        key += media.type + '\n';
        append(media.file);
    }
    key += '\f';
}

bool takes_file(const FormElement& element) {
    return element.type.starts_with("select") || element.type == "rank";
}

}  // namespace

XformChoiceLists::XformChoiceLists(const XmlElement& model,
                                   const PathReferences& paths,
                                   XformTexts& texts,
                                   XformFindings& findings)
    : paths_(paths), texts_(texts), findings_(findings) {
    for (const XmlElement& child : model.children) {
        if (child.name != "instance" || child.attribute("id").empty()) continue;
        Instance instance;
        instance.id = std::string(child.attribute("id"));
        instance.source = std::string(trim(child.attribute("src")));
        instance.line = child.line;
        for (const XmlElement& root : child.children) {
            if (!root.name.empty()) instance.root = &root;
        }
        if (!by_id_.try_emplace(instance.id, instances_.size()).second) continue;
        instances_.push_back(std::move(instance));
    }
}

XformChoiceLists::Instance* XformChoiceLists::find(const std::string& id, int line) {
    const auto at = by_id_.find(id);
    if (at != by_id_.end()) return &instances_[at->second];
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < instances_.size() && findings_.may_suggest(instances_.size());
         ++i) {
        if (instances_[i].id.size() < 100) ids.push_back(instances_[i].id);
    }
    findings_.error("unknown-instance",
                    line,
                    "The form has no secondary instance “" + id + "”.",
                    did_you_mean(id, ids, "Add it to the model: it holds the choices."));
    return nullptr;
}

void XformChoiceLists::not_understood(std::string_view nodeset, int line) {
    findings_.error("bad-itemset",
                    line,
                    "The choices “" + std::string(nodeset) + "” cannot be understood.",
                    "Choices are instance('LIST')/root/item, or the rounds of a repeat, with "
                    "conditions in [ ] behind.");
}

void XformChoiceLists::read_control(const XmlElement& control, int node, FormElement& element) {
    if (const std::string_view query = control.attribute("query"); !query.empty())
        return read_query(query, control.line, node, element);
    if (const XmlElement* itemset = control.child("itemset"))
        return read_itemset(*itemset, node, element);
    if (control.child("item") != nullptr) read_items(control, element);
}

void XformChoiceLists::read_query(std::string_view query,
                                  int line,
                                  int node,
                                  FormElement& element) {
    const std::string logic = paths_.with_references(trim(query), node);
    const Predicates parts = predicates_of(logic);
    element.query = instance_id(parts.head);
    element.itemset = element.query;
    element.choice_filter = parts.filter;
    if (element.query.empty() || !parts.complete) not_understood(query, line);
}

void XformChoiceLists::read_itemset(const XmlElement& element_itemset,
                                    int node,
                                    FormElement& element) {
    std::string_view nodeset = trim(element_itemset.attribute("nodeset"));
    if (nodeset.starts_with(randomize_call) && nodeset.ends_with(')')) {
        nodeset = nodeset.substr(randomize_call.size(), nodeset.size() - randomize_call.size() - 1);
        const std::size_t comma = find_outside(nodeset, ',');
        if (comma != std::string_view::npos) {
            const std::string seed = " " + std::string(trim(nodeset.substr(comma + 1))) + " ";
            element.itemset_parameters.seed = trim(paths_.with_references(seed, node));
        }
        nodeset = trim(nodeset.substr(0, comma));
        element.itemset_parameters.randomize = true;
    }
    const Itemset itemset{.nodeset = std::string(nodeset),
                          .value = ref_of(element_itemset, "value"),
                          .label = ref_of(element_itemset, "label"),
                          .line = element_itemset.line};
    if (nodeset.starts_with(instance_call)) {
        of_instance(itemset, node, element);
    } else {
        of_repeat(itemset, node, element);
    }
}

void XformChoiceLists::of_instance(const Itemset& itemset, int node, FormElement& element) {
    const std::string logic = paths_.with_references(itemset.nodeset, node);
    const Predicates parts = predicates_of(logic);
    const std::string id = instance_id(parts.head);
    if (id.empty() || !parts.complete) return not_understood(itemset.nodeset, itemset.line);
    element.choice_filter = parts.filter;
    element.itemset = id;
    if (element.type == "select_one_external") return;
    Instance* instance = find(id, itemset.line);
    if (instance == nullptr) return;
    const bool in_itext = itemset.label.starts_with("jr:itext");
    if (instance->source.empty()) {
        if (!itemset.value.empty()) instance->value = itemset.value;
        if (!itemset.label.empty() && !in_itext) instance->label = itemset.label;
        return;
    }
    const std::string file = file_name(instance->source);
    if (!takes_file(element) || !is_file(file)) return;
    element.itemset = file;
    const bool geojson = is_geojson(file);
    if (itemset.value != (geojson ? "id" : "name"))
        element.itemset_parameters.value = itemset.value;
    if (itemset.label != (geojson ? "title" : "label") && !in_itext)
        element.itemset_parameters.label = itemset.label;
}

// Instances without an answer are left out by the filter "./name != ''", which is written where
// the form has none of its own.
void XformChoiceLists::of_repeat(const Itemset& itemset, int node, FormElement& element) {
    const Predicates parts = predicates_of(itemset.nodeset);
    const std::string path =
        parts.head.starts_with('/') ? std::string(parts.head) : paths_.absolute(parts.head, node);
    const int repeat = paths_.find(path);
    const bool geometry = element.type.starts_with("geo") && itemset.value == "geometry";
    const int asked = geometry ? repeat : paths_.find(path + "/" + itemset.value);
    element.itemset = paths_.reference_to(asked);
    if (element.itemset.empty() || !parts.complete)
        return not_understood(itemset.nodeset, itemset.line);
    if (squeeze(parts.filter) != "./" + itemset.value + " != ''")
        element.choice_filter = paths_.with_references_in(repeat, parts.filter, node);
}

void XformChoiceLists::read_items(const XmlElement& control, FormElement& element) {
    Instance shape;
    shape.value = "value";
    FormChoiceList list;
    std::string key;
    for (const XmlElement& item : control.children) {
        if (item.name != "item") continue;
        list.choices.push_back(choice(item, shape));
        append_key(list.choices.back(), key);
    }
    const auto [known, is_new] = name_of_written_out_.try_emplace(key);
    if (is_new) {
        known->second = new_name(control, element);
        list.name = known->second;
        by_id_.try_emplace(list.name, 0);  // taken
        written_out_.push_back(std::move(list));
    }
    element.itemset = known->second;
}

// pyxform numbers the texts of a list: colours-0, colours-1, …; else the list is called like the
// question.
std::string XformChoiceLists::new_name(const XmlElement& control,
                                       const FormElement& element) const {
    const XmlElement* item = control.child("item");
    const XmlElement* label = item == nullptr ? nullptr : item->child("label");
    std::string_view id = label == nullptr ? "" : itext_id(label->attribute("ref"));
    std::string name = element.name;
    if (id.ends_with("-0") && id.find('/') == std::string_view::npos && id.size() > 2)
        name = std::string(id.substr(0, id.size() - 2));
    while (by_id_.contains(name))
        name += "_" + std::to_string(written_out_.size() + 1);
    return name;
}

FormChoice XformChoiceLists::choice(const XmlElement& item, const Instance& instance) {
    FormChoice out;
    out.row = item.line;
    for (const XmlElement& child : item.children) {
        if (child.name.empty()) continue;
        if (child.name == instance.value) {
            out.name = child.own_text();
        } else if (child.name == "itextId" || child.name == instance.label) {
            const bool by_id = child.name == "itextId";
            XformText text = by_id ? texts_.with_id(child.own_text(), -1) : texts_.read(child, -1);
            if (!by_id && out.label.translated()) continue;
            out.label = std::move(text.text);
            out.media = std::move(text.media);
        } else if (child.name == "sms_option") {
            out.sms_option = child.own_text();
        } else if (out.extra.size() < columns_max) {
            set_attribute(out.extra, child.name, child.own_text());
        }
    }
    return out;
}

std::vector<FormChoiceList> XformChoiceLists::lists() {
    std::vector<FormChoiceList> out;
    for (const Instance& instance : instances_) {
        if (!instance.source.empty() || instance.root == nullptr) continue;
        FormChoiceList& list = out.emplace_back();
        list.name = instance.id;
        for (const XmlElement& item : instance.root->children) {
            if (item.name.empty()) continue;
            list.choices.push_back(choice(item, instance));
            if (!list.choices.back().name.empty()) continue;
            findings_.error(
                "choice-without-name",
                item.line,
                "A choice of the list “" + list.name + "” has no <" + instance.value + ">.",
                "Give it one: it is what the data will hold.");
        }
    }
    std::ranges::move(written_out_, std::back_inserter(out));
    return out;
}

std::vector<FormElement> XformChoiceLists::files(const FormDefinition& form) const {
    std::unordered_set<std::string> asked_for;
    for (const SecondaryInstance& instance : secondary_instances(form))
        asked_for.insert(instance.id);
    std::vector<FormElement> out;
    for (const Instance& instance : instances_) {
        if (instance.source.empty() || asked_for.contains(instance.id)) continue;
        FormElement& file = out.emplace_back();
        file.kind = FormElement::Kind::external_instance;
        file.name = instance.id;
        file.type = instance.source.starts_with("jr://file-csv/") ? "csv-external" : "xml-external";
        file.row = instance.line;
    }
    return out;
}

}  // namespace mtm
