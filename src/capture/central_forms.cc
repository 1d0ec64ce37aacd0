// A study is a project with one form.
#include <algorithm>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/central_calls.h"
#include "capture/central_table.h"
#include "capture/route.h"

namespace mtm {
namespace {

Instant first_deployed(const ServedStudy& study) {
    return study.versions.empty() ? 0 : study.versions.front()->since;
}

// Who looks at a rehearsal in a list of projects must not take it for the survey.
std::string title_of(const ServedStudy& study, const std::string& title) {
    return study.rehearsal ? title + " (rehearsal)" : title;
}

Json project_json(const ServedStudy& study) {
    return {{"id", study.project},
            {"name", title_of(study, study.study.file.title)},
            {"description", Json()},
            {"archived", Json()},
            {"keyId", Json()},
            {"createdAt", iso_time(first_deployed(study))},
            {"updatedAt", Json()},
            {"deletedAt", Json()},
            {"forms", study.versions.empty() ? 0 : 1}};
}

std::string_view state_of(FieldState state) {
    switch (state) {
        case FieldState::pilot:
        case FieldState::open:
            return "open";
        case FieldState::closing:
            return "closing";
        case FieldState::draft:
        case FieldState::closed:
            break;
    }
    return "closed";
}

Json form_json(const ServedStudy& study, const FormVersion& version, FieldState state) {
    const bool known = version.since > 0;
    return {{"projectId", study.project},
            {"xmlFormId", version.form_id},
            {"name", title_of(study, version.title)},
            {"version", version.version},
            {"state", state_of(state)},
            {"hash", version.md5},
            {"enketoId", Json()},
            {"enketoOnceId", Json()},
            {"keyId", Json()},
            {"draftToken", Json()},
            {"createdAt", iso_time(first_deployed(study))},
            {"updatedAt", known ? Json(iso_time(version.since)) : Json()},
            {"publishedAt", iso_time(version.since)}};
}

// "___" stands for a version that is blank.
const FormVersion* version_of(const Call& call) {
    if (central_form_of(call) == nullptr) return nullptr;
    const std::string& name = call.part("version");
    return call.study->find_version(name == "___" ? std::string() : name);
}

Response xml_response(const FormVersion& version) {
    return {.status = 200,
            .headers = {{"Content-Type", "application/xml; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Content-Security-Policy", "default-src 'none'; sandbox"}},
            .body = version.xml};
}

}  // namespace

const FormVersion* central_form_of(const Call& call) {
    const FormVersion* current = call.study->current();
    return current != nullptr && current->form_id == call.part("form") ? current : nullptr;
}

Response central_projects(const Call& call) {
    Json out = Json::array();
    for (const auto& study : call.service.studies) {
        if (may(call.who, study->slug, Right::read_counts)) out.push_back(project_json(*study));
    }
    return json_response(200, out);
}

Response central_project(const Call& call) {
    return json_response(200, project_json(*call.study));
}

Response central_forms(const Call& call) {
    Json out = Json::array();
    if (const FormVersion* current = call.study->current()) {
        out.push_back(
            form_json(*call.study, *current, TRY_ANSWER(call.study->store->field_state())));
    }
    return json_response(200, out);
}

Response central_form(const Call& call) {
    const FormVersion* form = central_form_of(call);
    if (form == nullptr) return not_found();
    return json_response(
        200, form_json(*call.study, *form, TRY_ANSWER(call.study->store->field_state())));
}

Response central_form_versions(const Call& call) {
    if (central_form_of(call) == nullptr) return not_found();
    const FieldState state = TRY_ANSWER(call.study->store->field_state());
    Json out = Json::array();
    for (auto at = call.study->versions.rbegin(); at != call.study->versions.rend(); ++at) {
        out.push_back(form_json(*call.study, **at, state));
    }
    return json_response(200, out);
}

Response central_form_version(const Call& call) {
    const FormVersion* version = version_of(call);
    if (version == nullptr) return not_found();
    return json_response(
        200, form_json(*call.study, *version, TRY_ANSWER(call.study->store->field_state())));
}

Response central_form_xml(const Call& call) {
    const FormVersion* form = central_form_of(call);
    return form == nullptr ? not_found() : xml_response(*form);
}

Response central_version_xml(const Call& call) {
    const FormVersion* version = version_of(call);
    return version == nullptr ? not_found() : xml_response(*version);
}

Response central_fields(const Call& call) {
    const FormVersion* form = central_form_of(call);
    if (form == nullptr) return not_found();
    const FormTables tables(form->questionnaire);
    const bool odata = lower_ascii(call.request.parameter("odata").value_or("false")) == "true";
    Json out = Json::array();
    for (std::size_t f = 1; f < tables.fields.size(); ++f) {
        const FormField& field = tables.fields[f];
        std::string path;
        for (int at = static_cast<int>(f); at > 0;
             at = tables.fields[static_cast<std::size_t>(at)].parent) {
            path.insert(0, "/" + tables.fields[static_cast<std::size_t>(at)].identifier);
        }
        out.push_back({{"path", odata ? path : field.path},
                       {"name", odata ? field.identifier : field.name},
                       {"type", field.type},
                       {"binary", field.type == "binary" ? Json(true) : Json()},
                       {"selectMultiple", field.select_multiple ? Json(true) : Json()}});
    }
    return json_response(200, out);
}

Response central_form_files(const Call& call) {
    const FormVersion* form = central_form_of(call);
    if (form == nullptr) return not_found();
    Json out = Json::array();
    for (const FormFile& file : form->files) {
        out.push_back(
            {{"name", file.name},
             {"type",
              file.name.ends_with(".csv") || file.name.ends_with(".geojson")
                  ? "file"
                  : lower_ascii(file.content_type.substr(0, file.content_type.find('/')))},
             {"hash", file.md5},
             {"exists", true},
             {"blobExists", true},
             {"datasetExists", false},
             {"updatedAt", iso_time(form->since)}});
    }
    return json_response(200, out);
}

Response central_form_file(const Call& call) {
    const FormVersion* form = central_form_of(call);
    if (form == nullptr) return not_found();
    const auto at = std::ranges::find(form->files, call.part("name"), &FormFile::name);
    if (at == form->files.end()) return not_found();
    return {.status = 200,
            .headers = {{"Content-Type", at->content_type},
                        {"Content-Disposition",
                         "attachment; filename*=UTF-8''" + percent_encoded(at->name)},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Content-Security-Policy", "default-src 'none'; sandbox"}},
            .body = at->bytes};
}

Response central_app_users(const Call& call) {
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const Scope scope = scope_in(call.who, call.study->slug);
    Json out = Json::array();
    for (const DeviceCredential& device : directory->devices()) {
        if (device.study != call.study->slug || device.revoked || !scope.holds(device.name))
            continue;
        out.push_back({{"id", actor_of_device(device.id)},
                       {"type", "field_key"},
                       {"projectId", call.study->project},
                       {"displayName", device.label.empty() ? device.name : device.label},
                       {"token", Json()},  // shown once, when it was made
                       {"createdAt", iso_time(device.created)},
                       {"updatedAt", Json()},
                       {"deletedAt", Json()}});
    }
    return json_response(200, out);
}

Response central_empty_list(const Call& /*call*/) {
    return json_response(200, Json::array());
}

}  // namespace mtm
