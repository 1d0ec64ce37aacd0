#include "capture/form_list.h"

#include <algorithm>
#include <array>

#include <sodium.h>

#include "base/text.h"
#include "capture/header_value.h"

namespace mtm {
namespace {

// Where the parts of a version are, behind a prefix: "/forms/ID/VERSION". Both are one segment each
// in a URL, whatever is in them; `encode` makes them so, and leaves them for comparing with a path
// that has been decoded.
template <typename Encode>
std::string stem_of(const FormVersion& version, Encode encode) {
    std::string out = "/forms/" + encode(version.form_id);
    if (!version.version.empty()) out += "/" + encode(version.version);
    return out;
}

std::string url_stem(const FormVersion& version) {
    return stem_of(version, percent_encoded);
}

std::string decoded_stem(const FormVersion& version) {
    return stem_of(version, [](const std::string& text) { return text; });
}

bool is_in_field(FieldState state) {
    return state == FieldState::pilot || state == FieldState::open;
}

// A device that asks is a device that works; that it could not be noted keeps no form from it.
void note_contact(ServedStudy& study,
                  const Request& request,
                  const Identity& who,
                  const std::string& version) {
    DeviceContact contact;
    contact.device_id = request.parameter("deviceID").value_or("");
    contact.sender = who.name;
    contact.user_agent = request.header("User-Agent");
    contact.first = request.now;
    contact.last = request.now;
    contact.last_form_version = version;
    (void)study.store->note_contact(contact);
}

// A tag for a body that is made anew for each request.
std::string tag_of(std::string_view body) {
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(),
                       hash.size(),
                       reinterpret_cast<const unsigned char*>(body.data()),
                       body.size(),
                       nullptr,
                       0);
    std::array<char, 2 * hash.size() + 1> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return text.data();
}

// Sent with a tag, and not again while the client's own copy has it.
Response tagged(const Request& request, Response response, const std::string& tag) {
    // Weak, so that a proxy or the server itself may compress what it names.
    response.headers.push_back({"ETag", "W/\"" + tag + "\""});
    response.headers.push_back({"Cache-Control", "private, no-cache"});
    if (request.header("If-None-Match").find("\"" + tag + "\"") == std::string_view::npos)
        return response;
    response.status = 304;
    response.body.clear();
    std::erase_if(response.headers,
                  [](const Header& header) { return header.name == "Content-Type"; });
    return response;
}

Response xml_response(std::string body) {
    return {.status = 200,
            .headers = {{"Content-Type", "text/xml; charset=utf-8"}},
            .body = std::move(body),
            .events = {}};
}

std::string element(std::string_view name, std::string_view text) {
    return "<" + std::string(name) + ">" + escape_xml(text) + "</" + std::string(name) + ">";
}

std::string list_entry(const FormVersion& version, const std::string& base) {
    const std::string& name = version.title.empty() ? version.form_id : version.title;
    std::string out = "<xform>" + element("formID", version.form_id) + element("name", name) +
                      element("version", version.version) + element("hash", "md5:" + version.md5) +
                      element("downloadUrl", base + url_stem(version) + ".xml");
    if (!version.files.empty())
        out += element("manifestUrl", base + url_stem(version) + "/manifest");
    return out + "</xform>";
}

Response no_such_form() {
    return openrosa_message(
        404, "This form, or this file of it, is not on the server. Refresh the list of forms.");
}

Response file_of(const Request& request,
                 const OpenRosaPath& path,
                 const FormVersion& version,
                 std::string_view part) {
    if (part == "/manifest") {
        std::string body = manifest_xml(version, request.base_url + path.prefix);
        const std::string tag = tag_of(body);
        return tagged(request, xml_response(std::move(body)), tag);
    }
    constexpr std::string_view media = "/media/";
    if (!part.starts_with(media)) return no_such_form();
    const auto file = std::ranges::find(version.files, part.substr(media.size()), &FormFile::name);
    if (file == version.files.end()) return no_such_form();
    return tagged(request,
                  {.status = 200,
                   .headers = {{"Content-Type", file->content_type}},
                   .body = file->bytes,
                   .events = {}},
                  file->md5);
}

}  // namespace

Response form_list(const Request& request,
                   const OpenRosaPath& path,
                   const std::vector<ServedStudy*>& studies,
                   const Identity& who) {
    const auto wanted = request.parameter("formID");
    const std::string base = request.base_url + path.prefix;
    std::vector<const FormVersion*> listed;
    for (ServedStudy* study : studies) {
        note_contact(*study, request, who, {});
        const auto state = study->store->field_state();
        if (!state) return openrosa_message(503, "The server cannot read its studies. Try again.");
        const FormVersion* current = study->current();
        if (!is_in_field(*state) || current == nullptr) continue;
        if (wanted && *wanted != current->form_id) continue;
        std::erase_if(listed, [current](const FormVersion* other) {
            return other->form_id == current->form_id;
        });
        listed.push_back(current);
    }
    std::string body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">";
    for (const FormVersion* version : listed)
        body += list_entry(*version, base);
    body += "</xforms>";
    const std::string tag = tag_of(body);
    return tagged(request, xml_response(std::move(body)), tag);
}

Response form_download(const Request& request,
                       const OpenRosaPath& path,
                       const std::vector<ServedStudy*>& studies,
                       const Identity& who) {
    for (ServedStudy* study : studies) {
        for (const auto& version : study->versions) {
            const std::string stem = decoded_stem(*version);
            if (!path.rest.starts_with(stem)) continue;
            const std::string_view part = path.rest.substr(stem.size());
            if (part == ".xml") {
                note_contact(*study, request, who, version->version);
                return tagged(request, xml_response(version->xml), version->md5);
            }
            if (part.starts_with('/') && (part == "/manifest" || part.starts_with("/media/")))
                return file_of(request, path, *version, part);
        }
    }
    return no_such_form();
}

std::string form_url_path(const FormVersion& version) {
    return url_stem(version) + ".xml";
}

std::string manifest_xml(const FormVersion& version, const std::string& base) {
    std::string body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">";
    for (const FormFile& file : version.files) {
        body += "<mediaFile>" + element("filename", file.name) +
                element("hash", "md5:" + file.md5) +
                element("downloadUrl",
                        base + url_stem(version) + "/media/" + percent_encoded(file.name)) +
                "</mediaFile>";
    }
    return body + "</manifest>";
}

}  // namespace mtm
