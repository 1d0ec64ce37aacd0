#include "compile/loop.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

// What the marks become in one language.
struct Substitution {
    std::string name;
    std::string label;

    void apply(std::string& text) const {
        if (text.find('%') == std::string::npos) return;
        text = replace_all(text, "%(name)s", name);
        text = replace_all(text, "%(label)s", label);
        text = replace_all(text, "%%", "%");
    }
};

std::string label_in(const FormText& label, const std::string& language) {
    for (const auto& [of, text] : label.translations) {
        if (of == language) return text;
    }
    return label.plain.empty() && label.translated() ? label.translations.front().second
                                                     : label.plain;
}

class LoopExpander {
public:
    explicit LoopExpander(const FormChoice& choice) : choice_(choice) {}

    [[nodiscard]] FormElement expand(FormElement element) const {
        const Substitution plain = in({});
        for (std::string* text : {&element.name,
                                  &element.default_value,
                                  &element.choice_filter,
                                  &element.itemset,
                                  &element.query}) {
            plain.apply(*text);
        }
        for (Attributes* attributes : {&element.bind, &element.body, &element.instance}) {
            for (auto& [name, value] : *attributes)
                plain.apply(value);
        }
        for (FormText* text : {&element.label,
                               &element.hint,
                               &element.guidance_hint,
                               &element.constraint_message,
                               &element.required_message}) {
            apply(*text);
        }
        for (FormAction& action : element.actions)
            plain.apply(action.value);
        return element;
    }

private:
    [[nodiscard]] Substitution in(const std::string& language) const {
        return {.name = choice_.name, .label = label_in(choice_.label, language)};
    }

    void apply(FormText& text) const {
        in({}).apply(text.plain);
        for (auto& [language, translation] : text.translations)
            in(language).apply(translation);
    }

    const FormChoice& choice_;
};

}  // namespace

void expand_loop(const FormChoiceList& over, FormElement& loop) {
    const std::vector<FormElement> inside = std::move(loop.children);
    loop.children.clear();
    for (const FormChoice& choice : over.choices) {
        if (choice.name == "none") continue;
        FormElement group;
        group.kind = FormElement::Kind::group;
        group.type = "group";
        group.name = choice.name;
        group.label = choice.label;
        group.media = choice.media;
        const LoopExpander expander(choice);
        for (const FormElement& element : inside)
            group.children.push_back(expander.expand(element));
        loop.children.push_back(std::move(group));
    }
}

}  // namespace mtm
