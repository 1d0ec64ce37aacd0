#include "compile/xform_texts.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "compile/form_text.h"
#include "compile/xform_instance_calls.h"

namespace mtm {
namespace {

constexpr std::size_t languages_max = 256;
constexpr std::string_view missing = "-";  // stands where a language has no text

// What XLSForm adds by itself, in no language: no reason to think that the form has one more.
constexpr std::array<std::string_view, 7> added_texts{" ",
                                                      "Specify other.",
                                                      "Enter numbers only.",
                                                      "Enter a number 0-31.",
                                                      "Enter a number 0-183.",
                                                      "Enter a number 0-365.",
                                                      ""};

std::string unescaped(std::string_view text) {
    std::string out = replace_all(text, "&lt;", "<");
    out = replace_all(out, "&gt;", ">");
    out = replace_all(out, "&quot;", "\"");
    return replace_all(out, "&amp;", "&");
}

bool is_missing(const FormText& text) {
    return std::ranges::all_of(text.translations,
                               [](const auto& each) { return each.second == missing; });
}

// A dash in one language means that it has no text; a dash in all of them is the text.
void drop_missing(FormText& text) {
    if (is_missing(text)) return;
    std::erase_if(text.translations, [](const auto& each) { return each.second == missing; });
}

std::string_view without_folder(std::string_view file) {
    if (!file.starts_with("jr://")) return file;
    return file.substr(file.find('/', 5) + 1);
}

}  // namespace

std::string_view itext_id(std::string_view call) {
    call = trim(call);
    if (!call.starts_with("jr:itext(") || !call.ends_with(')')) return {};
    call = trim(call.substr(9, call.size() - 10));
    if (call.size() < 2 || (call[0] != '\'' && call[0] != '"')) return {};
    return call.substr(1, call.size() - 2);
}

XformTexts::XformTexts(const XmlElement* itext,
                       const PathReferences& paths,
                       XformFindings& findings)
    : paths_(paths), findings_(findings) {
    if (itext == nullptr) return;
    for (const XmlElement& translation : itext->children) {
        if (translation.name != "translation") continue;
        const std::size_t language = languages_.size();
        if (language == languages_max) {
            findings.error(
                "xform-too-large",
                translation.line,
                "The form has more than " + std::to_string(languages_max) + " translations.",
                "Remove those that nobody reads.");
            break;
        }
        languages_.emplace_back(translation.attribute("lang"));
        const bool marked = std::ranges::any_of(translation.attributes, [](const auto& attribute) {
            return attribute.first == "default" && attribute.second != "false()";
        });
        if (marked) default_language_ = languages_.back();
        for (const XmlElement& text : translation.children) {
            if (text.name == "text")
                by_id_[text.attribute("id")].push_back({.language = language, .text = &text});
        }
    }
}

std::vector<std::string> XformTexts::languages() const {
    std::vector<std::string> out = languages_;
    if ((has_plain_ || out.empty()) && std::ranges::find(out, default_language_) == out.end())
        out.insert(out.begin(), default_language_);
    return out;
}

XformText XformTexts::read(const XmlElement& element, int node) {
    const std::string_view id = itext_id(element.attribute("ref"));
    XformText out;
    if (!id.empty()) {
        out = with_id(id, node);
        if (by_id_.contains(id) || !told_.insert(std::string(id)).second) return out;
        findings_.warning("unknown-text",
                          element.line,
                          "No translation has the text “" + std::string(id) + "”.",
                          "Add it to <itext>: people see nothing here.");
        return out;
    }
    out.text.plain = plain(element, node);
    if (std::ranges::find(added_texts, out.text.plain) == added_texts.end()) has_plain_ = true;
    return out;
}

FormText XformTexts::message(std::string_view attribute, int line, int node) {
    FormText out;
    const std::string_view id = itext_id(attribute);
    if (id.empty()) {
        out.plain = std::string(trim(attribute));
        if (!out.plain.empty()) has_plain_ = true;
        return out;
    }
    if (by_id_.contains(id)) return with_id(id, node).text;
    findings_.warning("unknown-text",
                      line,
                      "No translation has the text “" + std::string(id) + "”.",
                      "Add it to <itext>: people see no message.");
    return out;
}

XformText XformTexts::with_id(std::string_view id, int node) {
    XformText out;
    const auto at = by_id_.find(id);
    if (at == by_id_.end()) return out;
    for (const auto& [language, text] : at->second) {
        for (const XmlElement& value : text->children) {
            if (value.name == "value") read_value(value, languages_[language], node, out);
        }
    }
    drop_missing(out.text);
    drop_missing(out.guidance);
    return out;
}

void XformTexts::read_value(const XmlElement& value,
                            const std::string& language,
                            int node,
                            XformText& out) {
    const std::string_view form = value.attribute("form");
    std::string text = plain(value, node);
    if (text.empty()) return;
    if (form.empty() || form == "long") {
        out.text.translations.emplace_back(language, std::move(text));
    } else if (form == "guidance") {
        out.guidance.translations.emplace_back(language, std::move(text));
    } else if (form == "image" || form == "big-image" || form == "audio" || form == "video") {
        media_text(out.media, form).translations.emplace_back(language, without_folder(text));
    } else if (told_.insert("form " + std::string(form)).second) {
        findings_.warning("unknown-media",
                          value.line,
                          "Texts have a form “" + std::string(form) + "”, which is left out.",
                          "Forms are image, big-image, audio, video and guidance.");
    }
}

// Blanks at the ends are those that mixed content is padded with; a text of blanks alone is meant.
std::string XformTexts::plain(const XmlElement& element, int node) {
    std::string out;
    for (const XmlElement& child : element.children)
        out += child.name == "output" ? shown(child, node) : child.text;
    const std::string_view trimmed = trim(out);
    const bool is_blank = trimmed.empty() && out.find('\n') == std::string::npos;
    return is_blank ? out : std::string(trimmed);
}

std::string XformTexts::shown(const XmlElement& output, int node) {
    std::string_view value = trim(output.attribute("value"));
    if (value.empty()) value = trim(output.attribute("ref"));
    const std::string padded = " " + std::string(value) + " ";
    std::string text(trim(paths_.with_references(padded, node)));
    if (is_reference(text)) return text;
    text = unescaped(text);
    const auto calls = instance_expressions(text);
    if (calls.size() == 1 && calls[0].first == 0 && calls[0].second == text.size()) return text;
    findings_.warning("output-of-an-expression",
                      output.line,
                      "A text shows “" + std::string(value) + "”, which is more than an answer.",
                      "Calculate it in a question of its own, and show that.");
    return text;
}

}  // namespace mtm
