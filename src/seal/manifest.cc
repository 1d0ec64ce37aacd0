#include "seal/manifest.h"

#include <algorithm>
#include <pugixml.hpp>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::string_view encrypted_ending = ".enc";

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string text_of(const pugi::xml_node root, std::string_view name) {
    for (const pugi::xml_node child : root.children()) {
        if (local_name(child.name()) == name) return std::string(trim(child.text().as_string()));
    }
    return {};
}

std::vector<std::string> media_of(const pugi::xml_node root) {
    std::vector<std::string> out;
    for (const pugi::xml_node media : root.children()) {
        if (local_name(media.name()) != "media") continue;
        for (const pugi::xml_node file : media.children()) {
            if (local_name(file.name()) != "file") continue;
            std::string name(trim(file.text().as_string()));
            if (!name.empty()) out.push_back(std::move(name));
        }
    }
    return out;
}

}  // namespace

Result<Manifest> read_manifest(std::string_view xml) {
    Manifest out;
    out.envelope = TRY(read_envelope(xml));
    if (!out.envelope.encrypted) return Error{"It is not marked as encrypted."};
    pugi::xml_document document;
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8))
        return Error{"It is no well-formed XML."};  // the envelope would have said so
    const pugi::xml_node root = document.document_element();
    out.has_version = std::ranges::any_of(root.attributes(), [](const pugi::xml_attribute& each) {
        return local_name(each.name()) == "version";
    });
    out.encrypted_key = text_of(root, "base64EncryptedKey");
    out.media = media_of(root);
    out.xml_file = text_of(root, "encryptedXmlFile");
    out.signature = text_of(root, "base64EncryptedElementSignature");
    if (out.encrypted_key.empty()) return Error{"It does not hold the key of its files."};
    if (out.xml_file.empty()) return Error{"It does not name the file with the answers."};
    return out;
}

std::string write_manifest(const Manifest& manifest) {
    const Envelope& envelope = manifest.envelope;
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += "<data xmlns=\"http://opendatakit.org/submissions\" id=\"" +
           escape_xml(envelope.form_id) + "\"";
    if (manifest.has_version) out += " version=\"" + escape_xml(envelope.version) + "\"";
    out += " encrypted=\"yes\">";
    const auto element = [&out](std::string_view name, std::string_view text) {
        out += "<" + std::string(name) + ">" + escape_xml(text) + "</" + std::string(name) + ">";
    };
    element("base64EncryptedKey", manifest.encrypted_key);
    out += "<meta xmlns=\"http://openrosa.org/xforms\">";
    element("instanceID", envelope.instance_id);
    if (!envelope.deprecated_id.empty()) element("deprecatedID", envelope.deprecated_id);
    out += "</meta>";
    for (const std::string& name : manifest.media) {
        out += "<media>";
        element("file", name);
        out += "</media>";
    }
    element("encryptedXmlFile", manifest.xml_file);
    if (!manifest.signature.empty()) element("base64EncryptedElementSignature", manifest.signature);
    return out + "</data>\n";
}

std::string signed_text(const Manifest& manifest, const std::vector<FileDigest>& files) {
    std::string out = manifest.envelope.form_id + "\n";
    if (manifest.has_version) out += manifest.envelope.version + "\n";
    out += manifest.encrypted_key + "\n" + manifest.envelope.instance_id + "\n";
    for (const FileDigest& file : files)
        out += file.name + "::" + file.md5 + "\n";
    return out;
}

std::string plain_name(std::string_view encrypted_name) {
    if (encrypted_name.ends_with(encrypted_ending))
        encrypted_name.remove_suffix(encrypted_ending.size());
    return std::string(encrypted_name);
}

}  // namespace mtm
