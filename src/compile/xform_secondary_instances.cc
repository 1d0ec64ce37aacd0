#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/text.h"
#include "compile/form_text.h"
#include "compile/xform_files.h"
#include "compile/xform_instances.h"
#include "compile/xform_names.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 5> formulas = {
    "calculate", "constraint", "readonly", "required", "relevant"};

/// The first arguments of pulldata() in an expression: names of CSV files.
template <typename Visit>
void visit_pulled_files(std::string_view expression, Visit&& visit) {
    constexpr std::string_view call = "pulldata";
    if (expression.find("pulldata(") == std::string_view::npos) return;
    for (std::size_t at = expression.find(call); at != std::string_view::npos;
         at = expression.find(call, at)) {
        at += call.size();
        at += space_length(expression.substr(at));
        if (at >= expression.size() || expression[at] != '(') continue;
        const std::size_t comma = expression.find(',', ++at);
        if (comma == std::string_view::npos) return;
        const std::string argument = replace_all(expression.substr(at, comma - at), "'", "");
        visit(std::string(trim(replace_all(argument, "\"", ""))));
        at = comma + 1;
    }
}

bool has_last_saved(std::string_view expression) {
    return std::ranges::any_of(text_references(expression), &TextReference::last_saved);
}

class SecondaryInstances {
public:
    SecondaryInstances(XmlWriter& xml, const XformFacts& facts) : xml_(xml), facts_(facts) {}

    void write() {
        for (int node = 1; node < facts_.nodes.size(); ++node) {
            const FormElement& element = *facts_.nodes[node].element;
            if (element.kind == FormElement::Kind::external_instance) {
                write_external(element);
            } else if (element.kind != FormElement::Kind::attribute) {
                write_files_of(element);
            }
        }
        if (looks_at_last_saved_) write_file("__last-saved", "jr://instance/last-saved");
        for (const ListFacts& list : facts_.lists) {
            if (!list.searched) write_list(list);
        }
    }

private:
    void write_file(const std::string& id, std::string_view source) {
        if (!ids_.insert(id).second) return;
        xml_.open("instance").attribute("id", id).attribute("src", source).close();
    }

    void write_external(const FormElement& element) {
        const bool is_csv = element.type.starts_with("csv");
        const std::string extension = is_csv ? ".csv" : ".xml";
        write_file(element.name, file_source(element.name + extension));
    }

    void write_files_of(const FormElement& element) {
        const auto look_at = [&](std::string_view expression) {
            if (expression.empty()) return;
            visit_pulled_files(expression, [&](const std::string& file) {
                write_file(file, file_source(file + ".csv"));
            });
            if (element.kind == FormElement::Kind::question && !looks_at_last_saved_)
                looks_at_last_saved_ = has_last_saved(expression);
        };
        for (const std::string_view formula : formulas)
            look_at(find_attribute(element.bind, formula));
        look_at(element.choice_filter);
        look_at(element.default_value);
        if (is_file(element.itemset))
            write_file(std::string(file_stem(element.itemset)), file_source(element.itemset));
    }

    void write_list(const ListFacts& list) {
        if (!ids_.insert(list.list->name).second) return;
        xml_.open("instance").attribute("id", list.list->name).open("root");
        for (std::size_t i = 0; i < list.list->choices.size(); ++i)
            write_item(list, i);
        xml_.close().close();
    }

    void write_item(const ListFacts& list, std::size_t index) {
        const FormChoice& choice = list.list->choices[index];
        xml_.open("item");
        if (list.in_itext) xml_.element("itextId", list.list->name + "-" + std::to_string(index));
        xml_.element("name", choice.name);
        if (!list.in_itext && !choice.label.plain.empty())
            xml_.element("label", choice.label.plain);
        for (const auto& [column, value] : choice.extra)
            xml_.element(column, value);
        if (!choice.sms_option.empty()) xml_.element("sms_option", choice.sms_option);
        xml_.close();
    }

    XmlWriter& xml_;
    const XformFacts& facts_;
    std::unordered_set<std::string> ids_;
    bool looks_at_last_saved_ = false;
};

}  // namespace

void write_secondary_instances(XmlWriter& xml, const XformFacts& facts) {
    SecondaryInstances(xml, facts).write();
}

}  // namespace mtm
