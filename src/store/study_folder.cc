#include "store/study_folder.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>

#include "compile/attached_table.h"
#include "interview/correction.h"
#include "interview/envelope.h"
#include "interview/sealed.h"
#include "interview/submission_names.h"
#include "store/files.h"
#include "store/form_file.h"
#include "store/form_versions.h"
#include "store/point_in_time.h"
#include "store/retiring.h"
#include "store/sha256.h"
#include "store/sqlite_store.h"
#include "store/stored_interviews.h"
#include "store/study_key.h"
#include "store/withdrawal_list.h"
#include "study/study_file.h"
#include "workbook/read.h"

namespace mtm {
namespace {

std::string folder_of(const std::string& directory, InterviewKind kind) {
    return directory + (kind == InterviewKind::real ? "/interviews" : "/rehearsal");
}

Diagnostic in_wrong_folder(const Interview& interview, InterviewKind kind) {
    const bool invented = kind == InterviewKind::real;
    return {.code = "rehearsal-among-interviews",
            .severity = Severity::error,
            .place = {.file = interview.provenance.file,
                      .sheet = {},
                      .row = 0,
                      .column = {},
                      .interview = interview.instance_id},
            .message = invented
                           ? "This interview is invented (rehearsal), but lies among real ones."
                           : "This interview is not marked as invented, but lies in rehearsal/.",
            .remedy = invented ? "Remove it from interviews/; invented interviews belong in "
                                 "rehearsal/ only."
                               : "If a person gave it, move it to interviews/; else remove it."};
}

// What is wrong with study.toml is told all the same.
CheckedStudy without_questionnaire(const std::string& path,
                                   const Error& error,
                                   const std::string& toml,
                                   const std::string& toml_path) {
    CheckedStudy out;
    out.diagnostics.push_back(broken_workbook(path, error));
    ReadStudyFile file = read_study_file(toml, {}, toml_path);
    std::ranges::move(file.diagnostics, std::back_inserter(out.diagnostics));
    return out;
}

struct Named {
    const std::string& path;
    const std::string& bytes;
};

CheckedStudy study_of_workbook(const Named& form,
                               const Named& toml,
                               std::vector<Questionnaire> versions) {
    const auto workbook = read_workbook(form.bytes, form.path);
    if (!workbook) return without_questionnaire(form.path, workbook.error(), toml.bytes, toml.path);
    return check_study(*workbook, form.path, toml.bytes, toml.path, std::move(versions));
}

// What the sheets of a workbook would say beside the form stands in plan.xlsx.
Result<CheckedStudy> study_of_xform(const std::string& directory,
                                    const Named& form,
                                    const Named& toml,
                                    std::vector<Questionnaire> versions) {
    const std::string plan_path = directory + "/plan.xlsx";
    Workbook plan;
    if (std::filesystem::exists(plan_path)) {
        const std::string bytes = TRY(read_file(plan_path));
        auto workbook = read_workbook(bytes, plan_path);
        if (!workbook)
            return without_questionnaire(plan_path, workbook.error(), toml.bytes, toml.path);
        plan = std::move(*workbook);
    }
    return check_study_of_xform(
        form.bytes, form.path, plan, plan_path, toml.bytes, toml.path, std::move(versions));
}

using CorrectionsById = std::map<std::string, std::vector<Correction>>;

CorrectionsById by_interview(const std::vector<CorrectionRow>& rows) {
    CorrectionsById out;
    for (const CorrectionRow& row : rows) {
        if (row.applied) out[row.instance_id].push_back(correction_of(row));
    }
    return out;
}

// Invented interviews are never encrypted on their way here: one in rehearsal/ lies wrong.
void add_sealed(std::string manifest,
                const std::string& path,
                InterviewKind kind,
                InterviewsRead& into) {
    const auto envelope = read_envelope(manifest);
    const std::string id = envelope ? envelope->instance_id : std::string();
    if (kind != InterviewKind::real) {
        Interview wrong;
        wrong.instance_id = id;
        wrong.provenance.file = path;
        into.diagnostics.push_back(in_wrong_folder(wrong, kind));
        return;
    }
    SealedInterview out;
    out.manifest = std::move(manifest);
    out.instance_id = id;
    out.state_id = id;
    out.file = path;
    out.folder = std::filesystem::path(path).replace_extension().string();
    into.sealed.push_back(std::move(out));
}

void add_sealed(const InterviewStore::Current& current,
                const std::vector<Correction>& corrections,
                InterviewsRead& into) {
    const StoredInterview& interview = current.interview;
    SealedInterview out;
    out.manifest = current.xml;
    out.instance_id = interview.instance_id;
    out.state_id = interview.current_id;
    out.file = "study.db";
    out.sequence = interview.sequence;
    out.received = interview.received;
    out.standing = standing_of(interview);
    out.corrections = corrections;
    into.sealed.push_back(std::move(out));
}

// Takes interviews of one kind from a store, one by one.
class StoredReader {
public:
    StoredReader(const Study& study, InterviewKind kind, InterviewsRead& into)
        : forms_(study), kind_(kind), into_(into) {}

    void take_corrections(std::vector<CorrectionRow> history) {
        history_ = std::move(history);
        corrections_ = by_interview(history_);
    }

    // `known_as`: the name that its corrections have.
    void read(const InterviewStore::Current& current, const std::string& known_as) {
        const auto found = corrections_.find(known_as);
        static const std::vector<Correction> none;
        const std::vector<Correction>& own = found == corrections_.end() ? none : found->second;
        if (is_sealed(current.xml)) {
            if (kind_ != InterviewKind::real) return;
            add_sealed(current, own, into_);
            taken_.insert(known_as);
            return;
        }
        ReadInterview read = read_stored(current, forms_, none);
        Interview& interview = read.interview;
        if (interview.rehearsal != (kind_ == InterviewKind::rehearsed)) return;
        taken_.insert(known_as);
        if (!own.empty()) {
            into_.uncorrected.emplace(interview.instance_id, interview);
            const Questionnaire& form = forms_.of(current.xml).questionnaire();
            std::ranges::move(apply_corrections(form, own, interview),
                              std::back_inserter(read.diagnostics));
        }
        std::ranges::move(read.diagnostics, std::back_inserter(into_.diagnostics));
        into_.interviews.push_back(std::move(interview));
    }

    void finish() {
        for (CorrectionRow& row : history_) {
            if (taken_.contains(row.instance_id)) into_.corrections.push_back(std::move(row));
        }
    }

private:
    SubmissionForms forms_;
    InterviewKind kind_;
    InterviewsRead& into_;
    std::vector<CorrectionRow> history_;
    CorrectionsById corrections_;
    std::set<std::string> taken_;
};

// A document that came back after its respondent had withdrawn.
bool is_listed(const std::string& bytes, const std::set<std::string>& withdrawn) {
    const auto envelope = read_envelope(bytes);
    return envelope && withdrawn.contains(sha256(envelope->instance_id));
}

// The tables in media/, which the form looks up. One that cannot be read is told, and left out.
Status read_attached_tables(const std::string& directory, CheckedStudy& checked) {
    const std::string folder = directory + "/media";
    for (const std::string& name : files_in(folder, ".csv")) {
        const std::string path = folder + "/" + name;
        const std::string bytes = TRY(read_file(path));
        auto table = attached_table(bytes, name);
        if (table) {
            checked.study.questionnaire.files.push_back(std::move(*table));
            continue;
        }
        Diagnostic broken;
        broken.code = "broken-attachment";
        broken.severity = Severity::error;
        broken.place.file = path;
        broken.message = "The table cannot be read: " + table.error().message + ".";
        broken.remedy = "Save it again as CSV (UTF-8).";
        checked.diagnostics.push_back(std::move(broken));
    }
    return Done{};
}

void check_encryption(CheckedStudy& checked) {
    const std::string& key = checked.study.file.public_key;
    if (key.empty()) return;
    Place place;
    place.file = checked.study.directory + "/study.toml";
    std::ranges::move(mistakes_in_public_key(key, place), std::back_inserter(checked.diagnostics));
    std::ranges::move(private_keys_in(checked.study.directory),
                      std::back_inserter(checked.diagnostics));
}

// The study opens all the same: its questionnaire, plan and releases are there.
void tell_retired(CheckedStudy& checked) {
    const auto mark = retired_mark(checked.study.directory);
    if (!mark) return;
    Diagnostic told;
    told.code = "retired-study";
    told.severity = Severity::warning;
    told.place.file = checked.study.directory + "/retired.csv";
    told.message = "This study is retired: its raw data were erased on " + mark->at.substr(0, 10) +
                   " (" + mark->why + ").";
    told.remedy = "Its numbers are in releases/; nothing else can be made of it.";
    checked.diagnostics.push_back(std::move(told));
}

}  // namespace

// An XForm last, since sheets say more.
std::string questionnaire_path(const std::string& directory) {
    const std::string stem = directory + "/questionnaire.";
    for (const char* ending : {"xlsx", "xls", "xml"}) {
        if (std::filesystem::exists(stem + ending)) return stem + ending;
    }
    return stem + "xlsx";
}

Result<CheckedStudy> open_study(const std::string& directory) {
    const std::string form_path = questionnaire_path(directory);
    const std::string toml_path = directory + "/study.toml";
    for (const std::string& path : {form_path, toml_path}) {
        if (std::filesystem::exists(path)) continue;
        return Error{path + " is missing: is " + directory +
                     " a study folder? `mtm new` makes one"};
    }
    const std::string bytes = TRY(read_file(form_path));
    const std::string toml = TRY(read_file(toml_path));
    const Named form{form_path, bytes};
    const Named settings{toml_path, toml};
    std::vector<Questionnaire> versions;
    for (DeployedForm& deployed : TRY(read_deployed_forms(directory)))
        versions.push_back(std::move(deployed.questionnaire));
    CheckedStudy checked = form_path.ends_with(".xml")
                               ? TRY(study_of_xform(directory, form, settings, std::move(versions)))
                               : study_of_workbook(form, settings, std::move(versions));
    checked.study.directory = directory;
    TRY(read_attached_tables(directory, checked));
    for (Diagnostic& found : check_attached_columns(checked.study.questionnaire, form_path))
        checked.diagnostics.push_back(std::move(found));
    check_encryption(checked);
    tell_retired(checked);
    return checked;
}

Result<InterviewsRead> read_interviews(const std::string& directory,
                                       const Study& study,
                                       InterviewKind kind,
                                       const ReadOptions& options) {
    InterviewsRead out;
    SubmissionForms forms(study);
    const std::string folder = folder_of(directory, kind);
    const auto list = TRY(read_withdrawal_list(withdrawal_list_in(directory)));
    const std::set<std::string> withdrawn = hashes_of(list);
    for (const std::string& name : files_in(folder, ".xml")) {
        const std::string path = folder + "/" + name;
        std::string bytes = TRY(read_file(path));
        if (!withdrawn.empty() && is_listed(bytes, withdrawn)) continue;
        if (is_sealed(bytes)) {
            add_sealed(std::move(bytes), path, kind, out);
            continue;
        }
        ReadInterview read = read_submission(forms.of(bytes), bytes, path);
        for (Diagnostic& diagnostic : read.diagnostics) {
            out.diagnostics.push_back(std::move(diagnostic));
        }
        if (read.interview.instance_id.empty()) continue;
        if (read.interview.rehearsal != (kind == InterviewKind::rehearsed)) {
            out.diagnostics.push_back(in_wrong_folder(read.interview, kind));
            continue;
        }
        out.interviews.push_back(std::move(read.interview));
    }
    if (kind == InterviewKind::real) {
        out.beside.withdrawn +=
            static_cast<int>(std::ranges::count_if(list, &ListedWithdrawal::in_file));
    }
    out.undated = static_cast<int>(out.interviews.size() + out.sealed.size());
    if (has_database(directory)) {
        const auto store =
            TRY(SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read));
        TRY(read_stored_interviews(*store, study, kind, out, options));
    }
    return out;
}

Correction correction_of(const CorrectionRow& row) {
    return {.instance_id = row.instance_id,
            .path = row.path,
            .old_value = row.old_value,
            .new_value = row.new_value,
            .reason = row.reason,
            .author = row.author,
            .time = {}};
}

namespace {

// What a stored interview held at the time that is read; nothing if it was not there.
Result<std::optional<InterviewStore::Current>> as_wanted(const InterviewStore& store,
                                                         InterviewStore::Current current,
                                                         const ReadOptions& options) {
    if (!options.until) return std::optional(std::move(current));
    return as_it_stood(store, std::move(current), *options.until);
}

}  // namespace

Status read_stored_interviews(const InterviewStore& store,
                              const Study& study,
                              InterviewKind kind,
                              InterviewsRead& into,
                              const ReadOptions& options) {
    constexpr int page = 1000;
    StoredReader reader(study, kind, into);
    if (options.answers == AnswersAs::corrected) {
        std::vector<CorrectionRow> history = TRY(store.correction_history(""));
        if (options.until) history = made_until(std::move(history), *options.until);
        reader.take_corrections(std::move(history));
    }
    std::int64_t after = 0;
    for (;;) {
        auto current = TRY(store.read_current(after, page));
        for (InterviewStore::Current& each : current) {
            after = each.interview.sequence;
            const std::string known_as = each.interview.instance_id;
            auto wanted = TRY(as_wanted(store, std::move(each), options));
            if (wanted) reader.read(*wanted, known_as);
        }
        if (current.size() < page) break;
    }
    reader.finish();
    if (kind == InterviewKind::real)
        into.beside.withdrawn += static_cast<int>(TRY(store.withdrawn()));
    return Done{};
}

bool has_database(const std::string& directory) {
    return std::filesystem::exists(directory + "/study.db");
}

bool has_interviews(const std::string& directory, InterviewKind kind) {
    if (!files_in(folder_of(directory, kind), ".xml").empty()) return true;
    if (kind != InterviewKind::real || !has_database(directory)) return false;
    // Of a database that cannot be read, reading the interviews will say what is wrong.
    const auto store = SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read);
    if (!store) return true;
    const auto received = (*store)->count({});
    return !received || *received > 0;
}

Status write_rehearsal(const std::string& directory,
                       const Questionnaire& questionnaire,
                       const std::vector<Interview>& interviews) {
    std::vector<FileOut> files;
    files.reserve(interviews.size());
    for (const Interview& interview : interviews) {
        CHECK(interview.rehearsal);
        std::string name = interview.instance_id;
        std::ranges::replace(name, ':', '-');
        files.push_back({name + ".xml", write_submission(questionnaire, interview)});
    }
    return replace_folder(folder_of(directory, InterviewKind::rehearsed), files);
}

}  // namespace mtm
