#include "compile/secondary_instances.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/text.h"
#include "compile/form_text.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 5> logic{
    "calculate", "constraint", "readonly", "required", "relevant"};

constexpr std::string_view pulldata = "pulldata(";

bool is_search(const FormElement& element) {
    const std::string_view appearance = find_attribute(element.body, "appearance");
    const std::size_t at = appearance.find("search(");
    return at != std::string_view::npos && appearance.find(')', at) != std::string_view::npos;
}

bool takes_choices(const FormElement& element) {
    return element.type.starts_with("select") || element.type == "rank";
}

class Collector {
public:
    explicit Collector(const FormDefinition& form) : form_(form) {}

    std::vector<SecondaryInstance> run() {
        visit(form_.elements);
        if (last_saved_)
            out_.push_back({.id = "__last-saved", .source = "jr://instance/last-saved"});
        for (const FormChoiceList& list : form_.lists) {
            if (!searched_.contains(list.name))
                out_.push_back({.id = list.name, .source = {}, .list = &list});
        }
        return std::move(out_);
    }

private:
    void visit(const std::vector<FormElement>& elements) {
        for (const FormElement& element : elements) {
            if (element.kind == FormElement::Kind::external_instance) {
                declare(element);
                continue;
            }
            const bool of_entity = element.kind == FormElement::Kind::attribute ||
                                   element.type == "entity" || element.type == "entity-label";
            if (!of_entity) look_into(element);
            if (element.kind == FormElement::Kind::question) from_file(element);
            visit(element.children);
        }
    }

    void declare(const FormElement& element) {
        const bool csv = element.type == "csv-external";
        out_.push_back({.id = element.name,
                        .source = csv ? "jr://file-csv/" + element.name + ".csv"
                                      : "jr://file/" + element.name + ".xml",
                        .list = nullptr,
                        .declared = true,
                        .element = &element});
    }

    void look_into(const FormElement& element) {
        for (const std::string_view name : logic)
            look_into(find_attribute(element.bind, name), element);
        look_into(element.choice_filter, element);
        look_into(element.default_value, element);
    }

    void look_into(std::string_view expression, const FormElement& element) {
        if (expression.find(pulldata) != std::string_view::npos) find_pulls(expression, element);
        const bool question = element.kind == FormElement::Kind::question;
        if (last_saved_ || !question || expression.find("${last-saved#") == std::string_view::npos)
            return;
        last_saved_ = std::ranges::any_of(text_references(expression), &TextReference::last_saved);
    }

    // Beside a call "pulldata(" there may be others with blanks before the parenthesis.
    void find_pulls(std::string_view expression, const FormElement& element) {
        constexpr std::string_view name = pulldata.substr(0, pulldata.size() - 1);
        for (std::size_t at = expression.find(name); at != std::string_view::npos;
             at = expression.find(name, at + 1)) {
            const std::size_t open = expression.find_first_not_of(" \t\r\n", at + name.size());
            if (open != std::string_view::npos && expression[open] == '(')
                pull(expression.substr(open + 1), element);
        }
    }

    // The first argument of pulldata() names a CSV file.
    void pull(std::string_view arguments, const FormElement& element) {
        const std::size_t comma = arguments.find(',');
        if (comma == std::string_view::npos) return;
        std::string id = replace_all(arguments.substr(0, comma), "'", "");
        id = std::string(trim(replace_all(id, "\"", "")));
        std::string source = "jr://file-csv/" + id + ".csv";
        out_.push_back({.id = std::move(id),
                        .source = std::move(source),
                        .list = nullptr,
                        .declared = false,
                        .element = &element});
    }

    void from_file(const FormElement& element) {
        const std::string& file = element.itemset;
        if (file.empty() || !takes_choices(element)) return;
        if (is_search(element)) searched_.insert(file);
        const std::size_t point = file.rfind('.');
        if (point == std::string::npos) return;
        const std::string_view ending = std::string_view(file).substr(point);
        const bool csv = ending == ".csv";
        if (!csv && ending != ".xml" && ending != ".geojson") return;
        out_.push_back({.id = file.substr(0, point),
                        .source = (csv ? "jr://file-csv/" : "jr://file/") + file,
                        .list = nullptr,
                        .declared = false,
                        .from_file = true,
                        .element = &element});
    }

    const FormDefinition& form_;
    std::vector<SecondaryInstance> out_;
    std::unordered_set<std::string> searched_;
    bool last_saved_ = false;
};

}  // namespace

std::vector<SecondaryInstance> secondary_instances(const FormDefinition& form) {
    return Collector(form).run();
}

}  // namespace mtm
