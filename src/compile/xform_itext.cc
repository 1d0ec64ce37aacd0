#include "compile/xform_itext.h"

#include <algorithm>

#include "compile/xform_references.h"

namespace mtm {
namespace {

constexpr std::string_view missing = "-";

/// One <text>: what may stand in it, in all languages.
struct Entry {
    const FormText* text = nullptr;  // long form
    const FormText* guidance = nullptr;
    const std::vector<FormMedia>* media = nullptr;
    int node = -1;  // that references in text and guidance belong to
};

/// Calls visit(id, entry) for every text of the choices. An id is valid during the call only.
template <typename Visit>
void visit_choices(const XformFacts& facts, Visit&& visit) {
    std::string id;
    for (const ListFacts& list : facts.lists) {
        if (!list.in_itext) continue;
        for (std::size_t i = 0; i < list.list->choices.size(); ++i) {
            const FormChoice& choice = list.list->choices[i];
            if (choice.label.empty() && choice.media.empty()) continue;
            id = list.list->name;
            id += '-';
            id += std::to_string(i);
            visit(id, Entry{.text = &choice.label, .media = &choice.media});
        }
    }
}

/// The same for a question, group or repeat.
template <typename Visit>
void visit_element(const XformNode& place, int node, std::string& id, Visit&& visit) {
    const FormElement& element = *place.element;
    const auto show = [&](std::string_view what, const Entry& entry) {
        id = place.text_id();
        id += what;
        visit(id, entry);
    };
    if (message_in_itext(element.constraint_message))
        show(":jr:constraintMsg", {.text = &element.constraint_message, .node = node});
    if (message_in_itext(element.required_message))
        show(":jr:requiredMsg", {.text = &element.required_message, .node = node});
    if (element.no_app_message.translated())
        show(":jr:noAppErrorString", {.text = &element.no_app_message, .node = node});
    if (label_in_itext(element))
        show(":label", {.text = &element.label, .media = &element.media, .node = node});
    if (hint_in_itext(element))
        show(":hint", {.text = &element.hint, .guidance = &element.guidance_hint, .node = node});
}

template <typename Visit>
void visit_elements(const XformFacts& facts, Visit&& visit) {
    std::string id;
    for (int node = 1; node < facts.nodes.size(); ++node) {
        if (facts.nodes[node].is_question_or_section())
            visit_element(facts.nodes[node], node, id, visit);
    }
}

/// The languages that any text is written in, in the order that they are met.
class Languages {
public:
    explicit Languages(const XformFacts& facts) : default_(facts.form.default_language) {
        visit_choices(facts, [&](const std::string&, const Entry& entry) {
            add(*entry.text);
            add(*entry.media);
        });
        visit_elements(facts, [&](const std::string&, const Entry& entry) {
            add(*entry.text);
            if (entry.guidance != nullptr) add(*entry.guidance);
        });
        for (int node = 1; node < facts.nodes.size(); ++node)
            add(facts.nodes[node].element->media);
    }

    [[nodiscard]] const std::vector<std::string_view>& all() const { return all_; }

private:
    void add(std::string_view language) {
        if (std::ranges::find(all_, language) == all_.end()) all_.push_back(language);
    }

    void add(const FormText& text) {
        if (!text.plain.empty()) add(default_);
        for (const auto& [language, unused] : text.translations)
            add(language);
    }

    void add(const std::vector<FormMedia>& media) {
        for (const FormMedia& file : media)
            add(file.file);
    }

    std::string_view default_;
    std::vector<std::string_view> all_;
};

/// Writes the texts of one language.
class Translation {
public:
    Translation(XmlWriter& xml, const XformFacts& facts, std::string_view language)
        : xml_(xml),
          facts_(facts),
          language_(language),
          is_default_(language == facts.form.default_language) {}

    void write() {
        xml_.open("translation").attribute("lang", language_);
        if (is_default_) xml_.attribute("default", "true()");
        const auto visit = [this](const std::string& id, const Entry& entry) {
            write_text(id, entry);
        };
        visit_choices(facts_, visit);
        visit_elements(facts_, visit);
        xml_.close();
    }

private:
    [[nodiscard]] std::string_view in_language(const FormText& text) const {
        if (!text.plain.empty()) return is_default_ ? std::string_view(text.plain) : missing;
        for (const auto& [language, translation] : text.translations) {
            if (language == language_) return translation;
        }
        return missing;
    }

    void write_text(const std::string& id, const Entry& entry) {
        xml_.open("text").attribute("id", id);
        if (!entry.text->empty()) write_value("", "", in_language(*entry.text), entry.node);
        if (entry.guidance != nullptr && !entry.guidance->empty())
            write_value("guidance", "", in_language(*entry.guidance), entry.node);
        if (entry.media != nullptr) {
            for (const FormMedia& media : *entry.media)
                write_media(media);
        }
        xml_.close();
    }

    void write_media(const FormMedia& media) {
        const std::string_view file = in_language(media.file);
        if (file == missing) return;
        const bool is_image = media.type == "image" || media.type == "big-image";
        const std::string folder = "jr://" + (is_image ? "images" : media.type) + "/";
        write_value(media.type, folder, file, -1);
    }

    void write_value(std::string_view form,
                     std::string_view prefix,
                     std::string_view text,
                     int node) {
        xml_.open("value");
        if (!form.empty()) xml_.attribute("form", form);
        mtm::write_text(xml_, facts_.nodes, text, node, prefix);
        xml_.close();
    }

    XmlWriter& xml_;
    const XformFacts& facts_;
    std::string_view language_;
    bool is_default_;
};

}  // namespace

void write_itext(XmlWriter& xml, const XformFacts& facts) {
    const Languages languages(facts);
    if (languages.all().empty()) return;
    xml.open("itext");
    for (const std::string_view language : languages.all())
        Translation(xml, facts, language).write();
    xml.close();
}

}  // namespace mtm
