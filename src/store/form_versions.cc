#include "store/form_versions.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "compile/attached_table.h"
#include "compile/compile.h"
#include "compile/xform.h"
#include "store/form_file.h"
#include "store/sha256.h"
#include "store/study_folder.h"
#include "store/study_key.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr const char* record_name = "deployed.json";

// A version as the name of a folder, which none may hide by a dot.
std::string folder_name(const std::string& version) {
    const std::string name = percent_encoded(version);
    return name.starts_with('.') ? "%2E" + name.substr(1) : name;
}

std::string field_record_path(const std::string& directory) {
    return directory + "/forms/field.json";
}

std::string ending_of(const std::string& file) {
    const std::size_t dot = file.rfind('.');
    return dot == std::string::npos ? std::string() : file.substr(dot);
}

Result<DeployedForm> read_record(const std::string& path) {
    const std::string text = TRY(read_file(path));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    const auto is_text = [&json](const char* key) {
        return json.contains(key) && json[key].is_string();
    };
    if (!json.is_object() || !json.contains("number") || !json["number"].is_number_integer() ||
        !is_text("formId") || !is_text("version") || !is_text("file")) {
        return Error{path + " is not the record of a deployed form: take it from a backup"};
    }
    DeployedForm out;
    out.number = json["number"].get<int>();
    out.form_id = json["formId"].get<std::string>();
    out.version = json["version"].get<std::string>();
    out.file = fs::path(json["file"].get<std::string>()).filename().string();
    if (is_text("stage") && json["stage"] == "pilot") out.stage = Stage::pilot;
    if (is_text("title")) out.title = json["title"].get<std::string>();
    if (is_text("deployedAt")) out.deployed_at = json["deployedAt"].get<std::string>();
    if (is_text("sha256")) out.xform = json["sha256"].get<std::string>();  // compared below
    return out;
}

Result<DeployedForm> read_folder(const std::string& folder) {
    DeployedForm out = TRY(read_record(folder + "/" + record_name));
    const std::string wanted = std::exchange(out.xform, TRY(read_file(folder + "/form.xml")));
    if (hexadecimal(sha256(out.xform)) != wanted) {
        return Error{folder +
                     "/form.xml is not what was deployed: interviews are judged by it, so take it "
                     "from a backup"};
    }
    const std::string path = folder + "/" + out.file;
    out.bytes = TRY(read_file(path));
    DefinedForm form = TRY(read_form(path));
    out.public_key = public_key_of_xform(out.xform);
    out.questionnaire = compile(form).questionnaire;
    out.questionnaire.version = out.version;
    for (const std::string& name : files_in(folder + "/media", "")) {
        std::string bytes = TRY(read_file(folder + "/media/" + name));
        out.media.push_back({name, std::move(bytes)});
        if (!name.ends_with(".csv")) continue;
        // What could not be read as a table was told when the form was deployed.
        auto table = attached_table(out.media.back().bytes, name);
        if (table) out.questionnaire.files.push_back(std::move(*table));
    }
    return out;
}

Diagnostic refused(const std::string& code,
                   const std::string& file,
                   std::string message,
                   std::string remedy) {
    return {.code = code,
            .severity = Severity::error,
            .place = {.file = file, .sheet = "settings", .row = 2, .column = {}, .interview = {}},
            .message = std::move(message),
            .remedy = std::move(remedy)};
}

// Respondents were told that their answers are encrypted, and tablets get every new version by
// themselves.
void compare_encryption(const DeployedForm& before, const std::string& path, NextForm& next) {
    if (before.public_key.empty() || !next.form.public_key.empty()) return;
    next.diagnostics.push_back(
        refused("no-longer-encrypted",
                path,
                "Version “" + before.version +
                    "” in the field encrypts its interviews, and this one would not.",
                "Put the public key back into study.toml. To go on without, begin a new study."));
}

// What of the versions before stands in the way of this one.
void compare_with(const std::vector<DeployedForm>& deployed,
                  const std::string& path,
                  NextForm& next) {
    DeployedForm& form = next.form;
    if (form.version.empty()) {
        next.diagnostics.push_back(
            refused("no-form-version",
                    path,
                    "The form has no version: nobody could tell later what was asked.",
                    "Fill in the column version of the settings sheet, for example with the date: "
                    "2024040101."));
        return;
    }
    for (const DeployedForm& before : deployed) {
        if (before.form_id != form.form_id) {
            next.diagnostics.push_back(
                refused("other-form-id",
                        path,
                        "The form's id is “" + form.form_id + "”, and version “" + before.version +
                            "” went into the field as “" + before.form_id + "”.",
                        "Set form_id back: tablets would take it for another form. A new survey is "
                        "a new study."));
            return;
        }
        if (before.version != form.version) continue;
        const bool same_media =
            before.media.size() == form.media.size() &&
            std::ranges::equal(before.media, form.media, [](const FileOut& a, const FileOut& b) {
                return a.name == b.name && a.bytes == b.bytes;
            });
        const bool same = before.xform == form.xform && same_media;
        if (same && before.stage == form.stage && before.number == deployed.back().number) {
            form.number = before.number;
            form.deployed_at = before.deployed_at;
            return;
        }
        if (same && before.stage != form.stage) {
            next.diagnostics.push_back(
                refused("version-in-field",
                        path,
                        "Version “" + form.version + "” was in the field for the " +
                            (before.stage == Stage::pilot ? "pilot." : "fieldwork."),
                        "Raise the version on the settings sheet: an interview of the pilot that a "
                        "tablet sends later must be told from those that count."));
            return;
        }
        next.diagnostics.push_back(refused(
            "version-in-field",
            path,
            "Version “" + form.version + "” is in the field already, with other content.",
            "Raise the version on the settings sheet; what was in the field is never changed."));
        return;
    }
}

Status add_media(const std::string& directory, const std::string& path, NextForm& next) {
    for (const std::string& name : files_of_xform(next.form.xform)) {
        const auto same = [&name](const FileOut& file) { return file.name == name; };
        if (std::ranges::any_of(next.form.media, same)) continue;
        const std::string file = directory + "/media/" + name;
        if (fs::exists(file)) {
            std::string bytes = TRY(read_file(file));
            next.form.media.push_back({name, std::move(bytes)});
            continue;
        }
        Diagnostic missing =
            refused("missing-media",
                    path,
                    "The form uses the file “" + name + "”, which is not in media/.",
                    "Put it into " + directory + "/media/.");
        missing.place.sheet.clear();
        missing.place.row = 0;
        next.diagnostics.push_back(std::move(missing));
    }
    std::ranges::sort(next.form.media, {}, &FileOut::name);
    return Done{};
}

}  // namespace

Result<std::vector<DeployedForm>> read_deployed_forms(const std::string& directory) {
    std::vector<DeployedForm> out;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory + "/forms", error)) {
        if (!fs::exists(entry.path() / record_name)) continue;
        out.push_back(TRY(read_folder(entry.path().string())));
    }
    std::ranges::sort(out, {}, &DeployedForm::number);
    return out;
}

std::map<std::string, std::string> deployment_times(const std::string& directory) {
    std::map<std::string, std::string> out;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory + "/forms", error)) {
        const auto record = read_record((entry.path() / record_name).string());
        if (record) out[record->version] = record->deployed_at;
    }
    return out;
}

Status write_deployed_form(const std::string& directory, const DeployedForm& form) {
    const nlohmann::ordered_json record{
        {"number", form.number},
        {"formId", form.form_id},
        {"version", form.version},
        {"title", form.title},
        {"stage", form.stage == Stage::pilot ? "pilot" : "fieldwork"},
        {"deployedAt", form.deployed_at},
        {"file", form.file},
        {"sha256", hexadecimal(sha256(form.xform))}};
    std::vector<FileOut> files{
        {record_name, record.dump(2) + "\n"}, {"form.xml", form.xform}, {form.file, form.bytes}};
    for (const FileOut& file : form.media)
        files.push_back({"media/" + file.name, file.bytes});
    const std::string folder = directory + "/forms/" + folder_name(form.version);
    TRY(make_folder_of(folder, files));
    return flush_disk_of(folder);
}

Result<FieldRecord> read_field_record(const std::string& directory) {
    const std::string path = field_record_path(directory);
    if (!fs::exists(path)) return FieldRecord{};
    const std::string text = TRY(read_file(path));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    const Error broken{path + " is not the record of a study's fieldwork: take it from a backup"};
    if (!json.is_array()) return broken;
    FieldRecord out;
    for (const auto& entry : json) {
        const auto text_of = [&entry](const char* key) {
            return entry.is_object() && entry.contains(key) && entry[key].is_string()
                       ? entry[key].get<std::string>()
                       : std::string();
        };
        const auto state = field_state_named(text_of("state"));
        if (!state) return broken;
        out.changes.push_back({*state, text_of("at"), text_of("by")});
    }
    return out;
}

Status write_field_record(const std::string& directory, const FieldRecord& record) {
    auto json = nlohmann::ordered_json::array();
    for (const FieldRecord::Change& change : record.changes)
        json.push_back({{"state", name_of(change.state)}, {"at", change.at}, {"by", change.by}});
    return write_file(field_record_path(directory), json.dump(2) + "\n");
}

Result<NextForm> next_form(const std::string& directory,
                           const std::vector<DeployedForm>& deployed,
                           Stage stage) {
    const std::string path = questionnaire_path(directory);
    NextForm out;
    DefinedForm form = TRY(read_form(path));
    TRY(take_study_key(directory + "/study.toml", form));
    Compiled compiled = compile(form);
    out.diagnostics = std::move(compiled.diagnostics);
    if (has_errors(out.diagnostics)) return out;
    out.form.form_id = compiled.questionnaire.form_id;
    out.form.version = compiled.questionnaire.version;
    out.form.title = compiled.questionnaire.title;
    out.form.stage = stage;
    out.form.file = "questionnaire" + ending_of(path);
    out.form.bytes = TRY(read_file(path));
    out.form.xform = to_xform(form.definition);
    out.form.public_key = form.definition.public_key;
    out.form.questionnaire = std::move(compiled.questionnaire);
    if (std::string itemsets = to_itemsets_csv(form.definition); !itemsets.empty())
        out.form.media.push_back({"itemsets.csv", std::move(itemsets)});
    TRY(add_media(directory, path, out));
    compare_with(deployed, path, out);
    if (!deployed.empty()) compare_encryption(deployed.back(), path, out);
    return out;
}

}  // namespace mtm
