#include <unordered_set>

#include "compile/secondary_instances.h"
#include "compile/xform_instances.h"

namespace mtm {
namespace {

void write_item(XmlWriter& xml, const ListFacts& list, std::size_t index) {
    const FormChoice& choice = list.list->choices[index];
    xml.open("item");
    if (list.in_itext) xml.element("itextId", list.list->name + "-" + std::to_string(index));
    xml.element("name", choice.name);
    if (!list.in_itext && !choice.label.plain.empty()) xml.element("label", choice.label.plain);
    for (const auto& [column, value] : choice.extra)
        xml.element(column, value);
    if (!choice.sms_option.empty()) xml.element("sms_option", choice.sms_option);
    xml.close();
}

void write_list(XmlWriter& xml, const ListFacts& list) {
    xml.open("root");
    for (std::size_t i = 0; i < list.list->choices.size(); ++i)
        write_item(xml, list, i);
    xml.close();
}

}  // namespace

void write_secondary_instances(XmlWriter& xml, const XformFacts& facts) {
    const std::vector<SecondaryInstance> instances = secondary_instances(facts.form);
    std::unordered_set<std::string_view> written;
    for (const SecondaryInstance& instance : instances) {
        if (!written.insert(instance.id).second) continue;
        xml.open("instance").attribute("id", instance.id);
        if (instance.list == nullptr) {
            xml.attribute("src", instance.source);
        } else if (const ListFacts* list = facts.find_list(instance.id)) {
            write_list(xml, *list);
        }
        xml.close();
    }
}

}  // namespace mtm
