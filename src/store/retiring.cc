#include "store/retiring.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "store/backup_register.h"
#include "store/files.h"
#include "store/folder_backup.h"
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
    {"releases", "what was released", false},
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
    {"media", "files that the form shows", false},
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

RetiredPart measured(const fs::path& path, std::string_view holds) {
    RetiredPart out{path.string(), std::string(holds), 0, 0};
    std::error_code failed;
    const auto add = [&](const fs::directory_entry& entry) {
        if (!entry.is_regular_file(failed)) return;
        ++out.files;
        out.bytes += static_cast<std::int64_t>(entry.file_size(failed));
    };
    if (!fs::is_directory(path)) {
        add(fs::directory_entry(path));
        return out;
    }
    for (fs::recursive_directory_iterator at(path, failed), end; !failed && at != end;
         at.increment(failed)) {
        add(*at);
    }
    return out;
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

Result<RetirementPlan> plan_retirement(const std::string& directory) {
    RetirementPlan plan;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory, failed)) {
        const std::string name = entry.path().filename().string();
        if (name == "study.db-lock") continue;  // empty, and held while the rest goes
        const KnownPart* known = known_part(name);
        if (known == nullptr) {
            plan.unknown.push_back(measured(entry.path(), "not made by MTM"));
            continue;
        }
        (known->raw ? plan.erased : plan.kept).push_back(measured(entry.path(), known->holds));
        if (name != "releases") continue;
        for (const auto& release : fs::directory_iterator(entry.path(), failed))
            plan.releases += release.is_directory() ? 1 : 0;
    }
    if (failed) return Error{"reading the folder " + directory + ": " + failed.message()};
    TRY(add_backups(directory, plan));
    for (auto* parts : {&plan.erased, &plan.kept, &plan.unknown})
        std::ranges::sort(*parts, {}, &RetiredPart::path);
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
