#include "interview/envelope.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <pugixml.hpp>

#include "base/text.h"

namespace mtm {
namespace {

// Far above any interview (a roster of a thousand people with fifty answers each is 3 MB, 50,000
// elements, 4 deep), and little enough that reading it holds nobody else up.
constexpr std::size_t largest_document = 8'000'000;  // bytes
constexpr std::ptrdiff_t most_tags = 400'000;
constexpr int deepest = 100;
constexpr std::size_t longest_id = 255;

constexpr std::string_view send_again =
    " Send it again; if it is refused again, tell your supervisor and keep it on the device.";

Error refused(std::string_view why) {
    return {std::string(why) + std::string(send_again)};
}

// XML 1.0, production 2, of a code point that is a valid one.
bool is_xml_character(std::uint32_t c) {
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    return c <= 0x10ffff && c != 0xfffe && c != 0xffff && (c < 0xd800 || c > 0xdfff);
}

// XML 1.0, production 2, of bytes that are valid UTF-8.
bool has_forbidden_character(std::string_view xml) {
    // Nearly always nothing even looks like one; this loop needs no branches.
    unsigned suspicious = 0;
    for (const char c : xml) {
        const auto byte = static_cast<unsigned char>(c);
        suspicious |= static_cast<unsigned>(byte < 0x20 && byte != '\t' && byte != '\n') |
                      static_cast<unsigned>(byte == 0xef);
    }
    if (suspicious == 0) return false;
    for (std::size_t i = 0; i < xml.size(); ++i) {
        const auto byte = static_cast<unsigned char>(xml[i]);
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return true;
        if (byte == 0xef && xml.substr(i, 2) == "\xef\xbf" && i + 2 < xml.size() &&
            static_cast<unsigned char>(xml[i + 2]) >= 0xbe) {
            return true;  // U+FFFE, U+FFFF
        }
    }
    return false;
}

// Whether what stands between & and ; is a character that may be there.
bool is_reference(std::string_view name) {
    if (!name.starts_with('#')) {
        return name == "lt" || name == "gt" || name == "amp" || name == "quot" || name == "apos";
    }
    name.remove_prefix(1);
    const bool hexadecimal = name.starts_with('x');
    if (hexadecimal) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
    return error == std::errc() && end == name.data() + name.size() && is_xml_character(code);
}

// The parser leaves a reference that it does not know as it stands; XML does not allow it. Inside
// CDATA and comments an & is only an &.
bool has_unknown_reference(std::string_view xml) {
    constexpr auto end_of_text = std::string_view::npos;
    if (xml.find('&') == end_of_text) return false;
    std::size_t at = 0;
    while ((at = xml.find_first_of("&<", at)) != end_of_text) {
        const std::string_view rest = xml.substr(at);
        if (rest.starts_with("<![CDATA[")) {
            at = xml.find("]]>", at);
        } else if (rest.starts_with("<!--")) {
            at = xml.find("-->", at);
        } else if (rest[0] == '&') {
            const std::size_t end = rest.substr(0, 12).find(';');
            if (end == end_of_text || !is_reference(rest.substr(1, end - 1))) return true;
        }
        if (at == end_of_text) return false;  // never closed: the parser says so
        ++at;
    }
    return false;
}

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string text_of(const pugi::xml_node element) {
    std::string out;
    for (const pugi::xml_node child : element.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            out += child.value();
    }
    return std::string(trim(out));
}

pugi::xml_node child_named(const pugi::xml_node parent, std::string_view name) {
    for (const pugi::xml_node child : parent.children()) {
        if (child.type() == pugi::node_element && local_name(child.name()) == name) return child;
    }
    return {};
}

std::string attribute_named(const pugi::xml_node element, std::string_view name) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        if (local_name(attribute.name()) == name) return std::string(trim(attribute.as_string()));
    }
    return {};
}

// Without recursion: the document may be as deep as its sender likes.
bool is_too_deep(const pugi::xml_node root) {
    int depth = 0;
    pugi::xml_node at = root;
    while (true) {
        if (const pugi::xml_node child = at.first_child()) {
            if (++depth > deepest) return true;
            at = child;
            continue;
        }
        while (at != root && !at.next_sibling()) {
            at = at.parent();
            --depth;
        }
        if (at == root) return false;
        at = at.next_sibling();
    }
}

std::optional<Error> mistake_in_characters(std::string_view xml) {
    if (xml.empty()) return refused("The interview is empty.");
    if (xml.size() > largest_document)
        return refused("The interview is larger than any interview could be.");
    if (!is_utf8(xml)) return refused("The interview is not written in UTF-8.");
    if (has_forbidden_character(xml))
        return refused("The interview holds characters that XML does not allow.");
    if (std::ranges::count(xml, '<') > most_tags)
        return refused("The interview has more elements than any interview could.");
    if (has_unknown_reference(xml))
        return refused("The interview refers to a character that it does not define.");
    return std::nullopt;
}

std::optional<Error> mistake_in_document(const pugi::xml_document& document) {
    int roots = 0;
    for (const pugi::xml_node child : document.children()) {
        if (child.type() == pugi::node_doctype)
            return refused("The interview declares a DOCTYPE, which no interview needs.");
        if (child.type() == pugi::node_element) ++roots;
    }
    if (roots != 1) return refused("The interview is no single XML document.");
    if (is_too_deep(document.document_element()))
        return refused("The interview is nested deeper than any form.");
    return std::nullopt;
}

std::vector<std::string> sealed_files_of(const pugi::xml_node root) {
    std::vector<std::string> out;
    const auto add = [&out](const pugi::xml_node element) {
        std::string name = text_of(element);
        if (!name.empty()) out.push_back(std::move(name));
    };
    for (const pugi::xml_node child : root.children()) {
        const std::string_view name = local_name(child.name());
        if (name == "encryptedXmlFile") add(child);
        if (name != "media") continue;
        for (const pugi::xml_node file : child.children()) {
            if (local_name(file.name()) == "file") add(file);
        }
    }
    return out;
}

Result<Envelope> envelope_of(const pugi::xml_node root) {
    Envelope out;
    out.form_id = attribute_named(root, "id");
    out.version = attribute_named(root, "version");
    out.encrypted = attribute_named(root, "encrypted") == "yes";
    out.rehearsal = attribute_named(root, "rehearsal") == "yes";
    const pugi::xml_node meta = child_named(root, "meta");
    out.instance_id = text_of(child_named(meta, "instanceID"));
    if (out.instance_id.empty()) out.instance_id = attribute_named(root, "instanceID");
    out.deprecated_id = text_of(child_named(meta, "deprecatedID"));
    out.audit_file = text_of(child_named(meta, "audit"));
    if (out.encrypted) out.sealed_files = sealed_files_of(root);
    if (out.form_id.empty()) return refused("The interview does not say which form it belongs to.");
    if (out.instance_id.empty()) {
        return refused(
            "The interview has no instanceID, so it cannot be told from its own copies.");
    }
    if (out.instance_id.size() > longest_id || out.deprecated_id.size() > longest_id ||
        out.form_id.size() > longest_id || out.version.size() > longest_id) {
        return refused("The interview's instanceID, form or version is longer than any could be.");
    }
    return out;
}

}  // namespace

Result<Envelope> read_envelope(std::string_view xml) {
    if (auto mistake = mistake_in_characters(xml)) return *mistake;
    pugi::xml_document document;
    const pugi::xml_parse_result parsed = document.load_buffer(
        xml.data(), xml.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
    if (!parsed || !trim(xml).ends_with('>')) {
        return refused("The interview was cut off on its way, or is no well-formed XML.");
    }
    if (auto mistake = mistake_in_document(document)) return *mistake;
    return envelope_of(document.document_element());
}

std::vector<std::string> files_named(const Questionnaire& questionnaire,
                                     const Interview& interview,
                                     const Envelope& envelope) {
    std::vector<std::string> out = envelope.sealed_files;
    for (const Answer& answer : interview.answers) {
        const Question& question =
            questionnaire.questions[static_cast<std::size_t>(answer.question)];
        switch (question.type) {
            case QuestionType::image:
            case QuestionType::audio:
            case QuestionType::video:
            case QuestionType::file:
                if (!answer.value.empty()) out.push_back(answer.value);
                break;
            default:
                break;
        }
    }
    if (!envelope.audit_file.empty()) out.push_back(envelope.audit_file);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace mtm
