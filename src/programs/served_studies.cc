#include "programs/served_studies.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "capture/form_version.h"
#include "expression/date.h"
#include "store/clock.h"
#include "store/form_versions.h"
#include "store/sqlite_store.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

// First segments of paths that are the server's own (capture/route.h), and the second of /public.
constexpr std::array<std::string_view, 14> taken_names{"formList",
                                                       "submission",
                                                       "forms",
                                                       "key",
                                                       "f",
                                                       "v1",
                                                       "welcome",
                                                       "health",
                                                       "metrics",
                                                       "assets",
                                                       "view",
                                                       "formUpload",
                                                       "public",
                                                       "api"};

Diagnostic mistake(const std::string& code,
                   const std::string& folder,
                   std::string message,
                   std::string remedy) {
    Diagnostic out;
    out.code = code;
    out.place.file = folder;
    out.message = std::move(message);
    out.remedy = std::move(remedy);
    return out;
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

// The life of a study in the field is decided by `mtm deploy` and `mtm close`; its store follows.
Status follow_field_record(const ServedStudy& served) {
    const FieldRecord record = TRY(read_field_record(served.study.directory));
    const FieldState known = TRY(served.store->field_state());
    if (record.changes.empty() || known == record.state()) return Done{};
    const FieldRecord::Change& last = record.changes.back();
    return served.store->set_field_state(last.state, last.by, instant_of_utc(last.at));
}

Result<std::shared_ptr<InterviewStore>> store_of(const ServedStudy& served, const Service* before) {
    if (before != nullptr) {
        if (const ServedStudy* open = before->find_study(served.slug)) return open->store;
    }
    std::string folder = served.study.directory;
    if (served.rehearsal) {
        folder += "/rehearsal-served";
        std::error_code error;
        fs::create_directories(folder, error);
        if (error) return Error{"making " + folder + ": " + error.message()};
    }
    std::unique_ptr<SqliteInterviewStore> store = TRY(SqliteInterviewStore::open(folder));
    return std::shared_ptr<InterviewStore>(std::move(store));
}

// The number by which clients of ODK Central know a study: given once, never again to another.
Result<int> project_number(OrganisationStore& organisation, const std::string& slug) {
    const auto number = [&](const std::string& name) -> Result<int> {
        const std::string text = TRY(organisation.setting(name));
        int value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    };
    const int known = TRY(number("project." + slug));
    if (known > 0) return known;
    const int fresh = TRY(number("projects")) + 1;
    TRY(organisation.put_setting("projects", std::to_string(fresh)));
    TRY(organisation.put_setting("project." + slug, std::to_string(fresh)));
    return fresh;
}

// Names, and ids of forms, by which two studies of one server would be taken for each other.
void check_names(const ServedStudies& opened, Diagnostics& diagnostics) {
    std::set<std::string> slugs;
    std::map<std::string, std::string> forms;  // id to slug
    for (const auto& served : opened.studies) {
        const std::string& folder = served->study.directory;
        if (!is_plain_name(served->slug) ||
            std::ranges::find(taken_names, served->slug) != taken_names.end()) {
            diagnostics.push_back(
                mistake("bad-study-name",
                        folder,
                        "The folder's name “" + served->slug + "” cannot stand in an address.",
                        "Rename it: letters a to z, digits, - and _, and none of the words that "
                        "the server needs itself (docs/operations.md)."));
        }
        if (!slugs.insert(served->slug).second) {
            diagnostics.push_back(mistake("study-name-twice",
                                          folder,
                                          "Two studies have a folder named “" + served->slug + "”.",
                                          "Rename one of the folders."));
        }
        std::set<std::string> own;
        for (const auto& version : served->versions)
            own.insert(version->form_id);
        for (const std::string& id : own) {
            const auto [at, fresh] = forms.emplace(id, served->slug);
            if (fresh) continue;
            diagnostics.push_back(mistake(
                "form-id-twice",
                folder,
                "The form id “" + id + "” is also that of the study “" + at->second + "”.",
                "Give the form another form_id on its settings sheet: tablets know forms by it."));
        }
    }
}

}  // namespace

Status add_versions(ServedStudy& served, Diagnostics& diagnostics) {
    const std::string& folder = served.study.directory;
    std::vector<DeployedForm> deployed = TRY(read_deployed_forms(folder));
    if (deployed.empty()) {
        NextForm next = TRY(next_form(folder, {}, Stage::pilot));
        const bool broken = std::ranges::any_of(next.diagnostics, [](const Diagnostic& found) {
            return found.severity == Severity::error && found.code != "no-form-version";
        });
        std::ranges::copy_if(next.diagnostics,
                             std::back_inserter(diagnostics),
                             [](const Diagnostic& d) { return d.severity == Severity::error; });
        if (broken) return Done{};
        deployed.push_back(std::move(next.form));
    }
    for (const DeployedForm& form : deployed)
        served.versions.push_back(form_version(form));
    return Done{};
}

Result<ServedStudies> open_served_studies(const std::vector<std::string>& folders,
                                          bool rehearsal,
                                          OrganisationStore& organisation,
                                          const Service* before) {
    ServedStudies out;
    for (const std::string& folder : folders) {
        auto served = std::make_unique<ServedStudy>();
        CheckedStudy checked = TRY(open_study(folder));
        std::ranges::copy_if(checked.diagnostics,
                             std::back_inserter(out.diagnostics),
                             [](const Diagnostic& d) { return d.severity == Severity::error; });
        served->study = std::move(checked.study);
        served->study.directory = folder;
        served->slug = fs::weakly_canonical(folder).filename().string();
        served->rehearsal = rehearsal;
        if (!has_errors(out.diagnostics)) TRY(add_versions(*served, out.diagnostics));
        out.studies.push_back(std::move(served));
    }
    check_names(out, out.diagnostics);
    if (has_errors(out.diagnostics)) return out;
    for (const auto& served : out.studies) {
        served->store = TRY(store_of(*served, before));
        const ServedStudy* open = before == nullptr ? nullptr : before->find_study(served->slug);
        if (open != nullptr) served->quality = open->quality;
        TRY(follow_field_record(*served));
        served->project = TRY(project_number(organisation, served->slug));
    }
    return out;
}

}  // namespace mtm
