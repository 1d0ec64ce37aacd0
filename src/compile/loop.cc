#include "compile/loop.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

// What the marks become in one language.
struct Substitution {
    Attributes values;

    // False if a mark is left that stands for nothing.
    bool apply(std::string& text) const {
        if (text.find('%') == std::string::npos) return true;
        std::string out;
        std::size_t from = 0;
        for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%', from)) {
            out += text.substr(from, at - from);
            const std::size_t close = text.find(")s", at);
            if (text.compare(at, 2, "%%") == 0) {
                out += '%';
                from = at + 2;
            } else if (text.compare(at, 2, "%(") == 0 && close != std::string::npos) {
                const std::string key = text.substr(at + 2, close - at - 2);
                const auto value = std::ranges::find(values, key, &Attributes::value_type::first);
                if (value == values.end()) return false;
                out += value->second;
                from = close + 2;
            } else {
                return false;
            }
        }
        text = out + text.substr(from);
        return true;
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
    LoopExpander(const FormChoice& choice, const LoopMistake& mistake)
        : choice_(choice), mistake_(mistake) {}

    [[nodiscard]] FormElement expand(FormElement element) {
        row_ = element.row;
        const Substitution plain = in({});
        for (std::string* text : {&element.name,
                                  &element.default_value,
                                  &element.choice_filter,
                                  &element.itemset,
                                  &element.query}) {
            apply(plain, *text);
        }
        for (Attributes* attributes : {&element.bind, &element.body, &element.instance}) {
            for (auto& [name, value] : *attributes)
                apply(plain, value);
        }
        for (FormText* text : {&element.label,
                               &element.hint,
                               &element.guidance_hint,
                               &element.constraint_message,
                               &element.required_message}) {
            apply(*text);
        }
        for (FormAction& action : element.actions)
            apply(plain, action.value);
        return element;
    }

private:
    [[nodiscard]] Substitution in(const std::string& language) const {
        Substitution out{.values = choice_.extra};
        out.values.emplace_back("name", choice_.name);
        out.values.emplace_back("label", label_in(choice_.label, language));
        return out;
    }

    void apply(const Substitution& substitution, std::string& text) const {
        if (!substitution.apply(text)) mistake_(row_, text);
    }

    void apply(FormText& text) const {
        apply(in({}), text.plain);
        for (auto& [language, translation] : text.translations)
            apply(in(language), translation);
    }

    const FormChoice& choice_;
    const LoopMistake& mistake_;
    int row_ = 0;
};

}  // namespace

void expand_loop(const FormChoiceList& over, FormElement& loop, const LoopMistake& mistake) {
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
        LoopExpander expander(choice, mistake);
        for (const FormElement& element : inside)
            group.children.push_back(expander.expand(element));
        loop.children.push_back(std::move(group));
    }
}

}  // namespace mtm
