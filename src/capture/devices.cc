// Tablets: a generated name and password each, made once, shown once, withdrawn at once.
#include <algorithm>
#include <mutex>

#include "capture/access_state.h"
#include "capture/audit_log.h"
#include "capture/json_answer.h"
#include "capture/people_calls.h"
#include "capture/person_fields.h"
#include "capture/route.h"
#include "capture/secrets.h"
#include "capture/settings_code.h"

namespace mtm {
namespace {

// What has come from a device so far.
struct DeviceRecord {
    std::optional<Instant> last_contact;
    std::string last_version;
    int interviews = 0;
};

DeviceRecord record_of(const std::vector<DeviceContact>& contacts, const std::string& name) {
    DeviceRecord out;
    for (const DeviceContact& contact : contacts) {
        if (contact.sender != name) continue;
        out.interviews += contact.interviews;
        if (!out.last_contact || contact.last > *out.last_contact) {
            out.last_contact = contact.last;
            out.last_version = contact.last_form_version;
        }
    }
    return out;
}

Status note(const Call& call, std::string what, const std::string& device) {
    return note_audit(call.service,
                      {.at = call.request.now,
                       .who = call.who.name,
                       .what = std::move(what),
                       .study = call.study->slug,
                       .about = device});
}

struct NewDevice {
    DeviceCredential credential;
    std::string password;
    std::string token;
};

Result<NewDevice> new_device(const Call& call, const std::string& label) {
    const Service& service = call.service;
    NewDevice out;
    out.password = new_device_password(service);
    out.token = new_token(service);
    out.credential.name = "tablet-" + new_suffix(service, 8);
    out.credential.study = call.study->slug;
    out.credential.label = label;
    out.credential.ha1_sealed =
        seal(service, digest_ha1(out.credential.name, service.realm, out.password));
    out.credential.token_hash = sha256_hex(out.token);
    out.credential.created = call.request.now;
    out.credential.id = TRY(service.organisation->put_device(out.credential));
    return out;
}

Json revoked_json(const DeviceCredential& device, const DeviceRecord& record) {
    return {{"revokedAt", iso_time_or_null(device.revoked)},
            {"interviews", record.interviews},
            {"lastContact", iso_time_or_null(record.last_contact)},
            {"message",
             record.last_contact
                 ? "Interviews filled on this tablet since its last contact may not have been "
                   "sent. How many there are, and what they hold, cannot be known from here."
                 : "This tablet has never been in contact. Whether interviews were filled on it "
                   "cannot be known from here."}};
}

}  // namespace

Response list_devices(const Call& call) {
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const std::vector<DeviceContact> contacts = TRY_ANSWER(call.study->store->devices());
    const Scope scope = scope_in(call.who, call.study->slug);
    Json out = Json::array();
    for (const DeviceCredential& device : directory->devices()) {
        if (device.study != call.study->slug || !scope.holds(device.name)) continue;
        const DeviceRecord record = record_of(contacts, device.name);
        out.push_back({{"id", device.id},
                       {"name", device.name},
                       {"label", device.label},
                       {"createdAt", iso_time(device.created)},
                       {"revokedAt", iso_time_or_null(device.revoked)},
                       {"lastContact", iso_time_or_null(record.last_contact)},
                       {"lastVersion", record.last_version},
                       {"interviews", record.interviews}});
    }
    return json_response(200, out);
}

Response make_device(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    refuse_unknown_fields(body.object, {"label"}, mistakes);
    const std::string label = label_in(body.object, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    const NewDevice device = TRY_ANSWER(new_device(call, label));
    TRY_ANSWER(note(call, "device.create", device.credential.name));
    const nlohmann::json settings = app_settings_json({.server_url = call.request.base_url,
                                                       .user_name = device.credential.name,
                                                       .password = device.password,
                                                       .project_name = call.study->study.file.title,
                                                       .enumerator = label,
                                                       .app_language = {}});
    const Result<std::string> qr = qr_svg(settings_code(settings));
    return json_response(200,
                         {{"id", device.credential.id},
                          {"name", device.credential.name},
                          {"password", device.password},
                          {"url", call.request.base_url + "/key/" + device.token},
                          {"settings", settings},
                          {"qr", qr ? Json(*qr) : Json()}});
}

Response revoke_device(const Call& call) {
    const std::optional<std::int64_t> id = id_in(call.part("id"));
    const std::lock_guard lock(call.service.access->organisation);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const auto at = std::ranges::find_if(directory->devices(), [&](const DeviceCredential& device) {
        return id && device.id == *id && device.study == call.study->slug;
    });
    if (at == directory->devices().end()) return not_found();
    DeviceCredential device = *at;
    if (!device.revoked) {
        device.revoked = call.request.now;
        TRY_ANSWER(call.service.organisation->put_device(device));
        TRY_ANSWER(note(call, "device.revoke", device.name));
    }
    const std::vector<DeviceContact> contacts = TRY_ANSWER(call.study->store->devices());
    return json_response(200, revoked_json(device, record_of(contacts, device.name)));
}

}  // namespace mtm
