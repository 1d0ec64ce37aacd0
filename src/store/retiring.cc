#include "store/retiring.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <iterator>
#include <set>

#include "base/text.h"
#include "store/backup_register.h"
#include "store/files.h"
#include "store/folder_backup.h"
#include "store/interview_names.h"
#include "store/schema.h"
#include "store/sqlite_store.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

struct KnownPart {
    std::string_view begin;  // of the name of a file or folder in the study's folder
    std::string_view holds;
    bool raw = false;
};

constexpr std::array<KnownPart, 26> known_parts{{
    {"study.db", "interviews, reviews, corrections, and copies of them", true},
    {"attachments", "photographs, recordings and other files of interviews", true},
    {"interviews", "interviews as they were received", true},
    {"rehearsal-served", "what a server took in a rehearsal", true},
    {"rehearsal", "invented interviews", true},
    {"corrections.csv", "the cleaning log, with answers before and after", true},
    {"out", "what was made: reports, tables, exports, caches", true},
    {"releases", "what was released, which names nobody", false},
    {"retired.csv", "that the study is retired", false},
    {"withdrawals.csv", "hashes of interviews that were withdrawn", false},
    {"backups.csv", "where backups were made", false},
    {"study.toml", "settings", false},
    {"questionnaire", "the questionnaire", false},
    {"plan.xlsx", "the plan of tables", false},
    {"report.", "the narrative", false},
    {"README", "what the team says of the study", false},
    {"areas.", "boundaries of the map", false},
    {"margins.csv", "figures that a rehearsal must meet", false},
    {"figures", "published figures", false},
    {"published", "published figures", false},
    {"forms", "the forms that were in the field", false},
    {"field", "when the study was in the field", false},
    {"media", "pictures and sounds that the form shows", false},
    {"weights.toml", "settings", false},
    {"theme", "how the report looks", false},
    {"languages", "words of the report", false},
}};

const KnownPart* known_part(const std::string& name) {
    for (const KnownPart& part : known_parts) {
        const bool whole = part.raw && part.begin != "study.db";
        if (whole ? name == part.begin : name.starts_with(part.begin)) return &part;
    }
    return nullptr;
}

// Endings of files that hold tables, or archives of such.
constexpr std::array<std::string_view, 40> table_endings{
    ".csv",  ".tsv",     ".tab",     ".psv",   ".xlsx",     ".xlsm",  ".xls",    ".ods",
    ".sav",  ".zsav",    ".por",     ".dta",   ".sas7bdat", ".rds",   ".rda",    ".rdata",
    ".dbf",  ".parquet", ".feather", ".arrow", ".json",     ".jsonl", ".ndjson", ".xml",
    ".gpkg", ".geojson", ".kml",     ".kmz",   ".gpx",      ".shp",   ".db",     ".sqlite",
    ".mdb",  ".accdb",   ".zip",     ".gz",    ".7z",       ".tar",   ".tgz",    ".rar"};

bool is_table(const fs::path& path) {
    const std::string ending = lower_ascii(path.extension().string());
    return std::ranges::find(table_endings, ending) != table_endings.end();
}

enum class Fate { erased, kept, unknown };

struct Decided {
    Fate fate = Fate::unknown;
    std::string_view holds;

    bool operator==(const Decided&) const = default;
};

/// Decides on the files that are no raw data by their place.
class FileDecision {
public:
    FileDecision(const StudyFile& file,
                 const std::vector<std::string>& keep,
                 const InterviewNames& names)
        : sample_(plain(file.sample.file)), names_(names) {
        totals_ = {"margins.csv",
                   plain(file.weights.margins),
                   plain(file.weights.nonresponse),
                   plain(file.previous_figures),
                   plain(file.areas.file),
                   plain(file.areas.aliases),
                   plain(file.back_check.form)};
        for (const std::string& path : keep)
            keep_.insert(plain(path));
    }

    // `relative` to the study's folder; `known`: what its topmost folder, or it itself, is.
    [[nodiscard]] Result<Decided> of(const fs::path& path,
                                     const fs::path& relative,
                                     const KnownPart* known) const {
        if (fs::is_symlink(path))
            return Decided{Fate::erased,
                           "a link; what it points to is elsewhere, and yours to erase"};
        const std::string name = plain(relative.string());
        if (name == sample_) return Decided{Fate::erased, "the sample: places, chances, weights"};
        const std::string bytes = TRY(read_file(path.string()));
        if (names_.stand_in(bytes, path.string()))
            return Decided{Fate::erased, "an interview is named in it"};
        if (totals_.contains(name))
            return Decided{
                Fate::kept,
                known != nullptr ? known->holds : "named in study.toml: totals, no people"};
        if (keep_.contains(name)) return Decided{Fate::kept, "--keep says that it names nobody"};
        if (is_looked_up(relative) && is_table(path))
            return Decided{Fate::erased, "a list that the form looked up: it may name people"};
        if (known != nullptr && is_what_its_name_says(relative, *known))
            return Decided{Fate::kept, known->holds};
        if (is_table(path))
            return Decided{Fate::erased,
                           "a table not made by MTM: it may have a line for each person"};
        return Decided{Fate::unknown, "not made by MTM"};
    }

private:
    static std::string plain(const std::string& path) {
        return path.empty() ? path : fs::path(path).lexically_normal().string();
    }

    // In media/, or in forms/VERSION/media/.
    static bool is_looked_up(const fs::path& relative) {
        const std::string top = relative.begin()->string();
        if (top == "media") return true;
        return top == "forms" && std::ranges::find(relative, fs::path("media")) != relative.end();
    }

    // A table "figures-by-person.csv" is not the published figures.
    static bool is_what_its_name_says(const fs::path& relative, const KnownPart& known) {
        if (std::next(relative.begin()) != relative.end() || !is_table(relative)) return true;
        std::string_view begin = known.begin;
        if (begin.ends_with('.')) begin.remove_suffix(1);
        return relative == known.begin || relative.stem() == begin;
    }

    std::string sample_;
    std::set<std::string> totals_;
    std::set<std::string> keep_;
    const InterviewNames& names_;
};

void add_measure(const fs::path& path, RetiredPart& part) {
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) return;
    const auto bytes = fs::file_size(path, failed);
    ++part.files;
    if (!failed) part.bytes += static_cast<std::int64_t>(bytes);
}

RetiredPart measured(const fs::path& path, std::string_view holds) {
    RetiredPart out{path.string(), std::string(holds), 0, 0};
    if (!fs::is_directory(path)) {
        add_measure(path, out);
        return out;
    }
    std::error_code failed;
    for (fs::recursive_directory_iterator at(path, failed), end; !failed && at != end;
         at.increment(failed)) {
        add_measure(at->path(), out);
    }
    return out;
}

std::vector<RetiredPart>& parts_of(RetirementPlan& plan, Fate fate) {
    switch (fate) {
        case Fate::erased:
            return plan.erased;
        case Fate::kept:
            return plan.kept;
        case Fate::unknown:
            break;
    }
    return plan.unknown;
}

// Every file below a folder, and the folders that are not gone into.
Result<std::vector<std::pair<fs::path, Decided>>> decide_below(const std::string& directory,
                                                               const fs::path& top,
                                                               const FileDecision& decision,
                                                               const KnownPart* known) {
    std::vector<std::pair<fs::path, Decided>> out;
    std::error_code failed;
    fs::recursive_directory_iterator at(top, failed);
    for (const fs::recursive_directory_iterator end; !failed && at != end; at.increment(failed)) {
        const fs::path& path = at->path();
        if (at->is_directory() && !at->is_symlink()) {
            if (!fs::exists(path / "study.toml")) continue;
            out.push_back({path, {Fate::unknown, "another study, to be retired by itself"}});
            at.disable_recursion_pending();
            continue;
        }
        out.push_back({path, TRY(decision.of(path, path.lexically_relative(directory), known))});
    }
    if (failed) return Error{"reading the folder " + top.string() + ": " + failed.message()};
    return out;
}

// A part for the whole where all its files have one fate, else one for each file.
Status add_part(const std::string& directory,
                const fs::path& path,
                const FileDecision& decision,
                const KnownPart* known,
                RetirementPlan& plan) {
    if (!fs::is_directory(path) || fs::is_symlink(path)) {
        const Decided decided = TRY(decision.of(path, path.lexically_relative(directory), known));
        parts_of(plan, decided.fate).push_back(measured(path, decided.holds));
        return Done{};
    }
    const std::string name = path.filename().string();
    if (name.starts_with(".git")) {
        plan.unknown.push_back(measured(path, "a history, which may hold what is erased here"));
        return Done{};
    }
    if (fs::exists(path / "study.toml")) {
        plan.unknown.push_back(measured(path, "another study, to be retired by itself"));
        return Done{};
    }
    const auto files = TRY(decide_below(directory, path, decision, known));
    const bool one_fate = std::ranges::all_of(
        files, [&](const auto& file) { return file.second == files.front().second; });
    if (files.empty() || one_fate) {
        const Decided all =
            files.empty() ? Decided{Fate::kept, "an empty folder"} : files.front().second;
        parts_of(plan, all.fate).push_back(measured(path, all.holds));
        return Done{};
    }
    for (const auto& [file, decided] : files)
        parts_of(plan, decided.fate).push_back(measured(file, decided.holds));
    return Done{};
}

// What other files are searched for goes last: after a failure it can still be looked for.
bool is_source_of_names(const RetiredPart& part) {
    const std::string name = fs::path(part.path).filename().string();
    return name.starts_with("study.db") || name == "interviews" || name == "rehearsal";
}

Status add_backups(const std::string& directory, RetirementPlan& plan) {
    for (const MadeBackup& made : TRY(read_backup_register(directory))) {
        if (!fs::exists(made.path)) {
            plan.backups_not_there.push_back(made.path);
        } else if (is_backup(made.path)) {
            plan.erased.push_back(measured(made.path, "a backup, made " + made.made.substr(0, 10)));
        } else {
            plan.unknown.push_back(measured(made.path, "no backup any more"));
        }
    }
    return Done{};
}

std::string mark_path(const std::string& directory) {
    return directory + "/retired.csv";
}

}  // namespace

std::optional<RetiredMark> retired_mark(const std::string& directory) {
    if (!fs::exists(mark_path(directory))) return std::nullopt;
    const auto bytes = read_file(mark_path(directory));
    const auto table = bytes ? read_csv(*bytes) : Result<CsvTable>(bytes.error());
    if (!table || table->row_count() == 0) return RetiredMark{};  // when is not known any more
    return RetiredMark{std::string(table->at(0, "at")),
                       std::string(table->at(0, "by")),
                       std::string(table->at(0, "why"))};
}

Result<RetirementPlan> plan_retirement(const std::string& directory,
                                       const StudyFile& file,
                                       const std::vector<std::string>& keep) {
    RetirementPlan plan;
    const InterviewNames names = TRY(InterviewNames::read(directory));
    const FileDecision decision(file, keep, names);
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory, failed)) {
        const std::string name = entry.path().filename().string();
        if (name == "study.db-lock") continue;  // empty, and held while the rest goes
        const KnownPart* known = known_part(name);
        if (known != nullptr && known->raw) {
            plan.erased.push_back(measured(entry.path(), known->holds));
        } else if (name == "releases") {
            plan.kept.push_back(measured(entry.path(), known->holds));
            for (const auto& release : fs::directory_iterator(entry.path(), failed))
                plan.releases += release.is_directory() ? 1 : 0;
        } else {
            TRY(add_part(directory, entry.path(), decision, known, plan));
        }
    }
    if (failed) return Error{"reading the folder " + directory + ": " + failed.message()};
    TRY(add_backups(directory, plan));
    for (auto* parts : {&plan.erased, &plan.kept, &plan.unknown})
        std::ranges::sort(*parts, {}, &RetiredPart::path);
    std::stable_partition(plan.erased.begin(), plan.erased.end(), std::not_fn(is_source_of_names));
    return plan;
}

Status retire_study(const std::string& directory,
                    const RetirementPlan& plan,
                    const RetiredMark& mark) {
    std::unique_ptr<ServingLock> lock;
    if (fs::exists(directory + "/study.db")) {
        auto taken = ServingLock::take(directory + "/study.db-lock");
        if (!taken) return Error{taken.error().message + ": stop the server first"};
        lock = std::move(*taken);
    }
    if (!retired_mark(directory)) {
        TRY(write_file(mark_path(directory),
                       write_csv({{"at", "by", "why"}, {mark.at, mark.by, mark.why}})));
    }
    for (const RetiredPart& part : plan.erased) {
        std::error_code failed;
        fs::remove_all(part.path, failed);
        if (failed) return Error{"erasing " + part.path + ": " + failed.message()};
    }
    return flush_folder(directory);
}

}  // namespace mtm
