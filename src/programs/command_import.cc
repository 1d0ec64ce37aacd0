#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capture/cleaning.h"
#include "capture/imported.h"
#include "exchange/cleaning_log_table.h"
#include "exchange/column_mapping.h"
#include "exchange/csv_guard.h"
#include "programs/command.h"
#include "programs/instance_folders.h"
#include "programs/landing.h"
#include "store/clock.h"
#include "store/files.h"
#include "store/sqlite_store.h"
#include "workbook/read.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

struct ImportArguments {
    std::string directory;
    std::vector<std::string> files;
    std::string id_column;
    std::string mapping;
    bool corrections = false;
    std::string by = "import";
    bool only_check = false;
    bool rehearsal = false;
};

// All sheets of all files.
Result<Workbook> read_files(const std::vector<std::string>& files) {
    Workbook all;
    for (const std::string& file : files) {
        const std::string bytes = TRY(read_file(file));
        Workbook read = TRY(read_tables(bytes, file));
        if (is_separated_text(bytes)) remove_guards(read);
        std::ranges::move(read.sheets, std::back_inserter(all.sheets));
    }
    return all;
}

Exit unreadable(const Error& error) {
    std::fprintf(stderr, "mtm: %s\n", error.message.c_str());
    return Exit::input_is_wrong;
}

Exit import_corrections(const ImportArguments& options,
                        ServedStudy& study,
                        const std::string& names) {
    const auto tables = read_files(options.files);
    if (!tables) return unreadable(tables.error());
    const CleaningLogRead log = read_cleaning_log(study.study.questionnaire, *tables, names);
    print_diagnostics(log.diagnostics);
    if (log.changes.empty()) return Exit::input_is_wrong;
    if (options.only_check) {
        std::printf("%zu rows; nothing was changed\n", log.changes.size());
        return has_errors(log.diagnostics) ? Exit::input_is_wrong : Exit::done;
    }
    auto store = SqliteInterviewStore::open(options.directory);
    if (!store) return fail(store.error());
    study.store = std::move(*store);
    const auto cleaned =
        apply_cleaning_log(study, log.changes, names, options.by, present_instant());
    if (!cleaned) return fail(cleaned.error());
    print_diagnostics(cleaned->diagnostics);
    const CleaningCounts& counts = cleaned->counts;
    std::printf(
        "%d answers changed (%d of them without the old value), %d interviews removed, "
        "%d rows without action, %d as before",
        counts.changed,
        counts.unverified,
        counts.removed,
        counts.no_action,
        counts.as_before);
    if (counts.conflicts > 0) std::printf(", %d in conflict with another", counts.conflicts);
    std::printf("\n");
    const bool refused = has_errors(log.diagnostics) || has_errors(cleaned->diagnostics);
    return refused ? Exit::input_is_wrong : Exit::done;
}

// Folders of instances, some at a time: their files may be large.
Exit import_instances(const ImportArguments& options, ServedStudy& study) {
    constexpr std::size_t at_once = 64;
    std::vector<std::string> documents;
    for (const std::string& folder : options.files)
        std::ranges::move(documents_below(folder), std::back_inserter(documents));
    if (documents.empty()) {
        return unreadable(
            {"No folder below holds one XML document, as ODK Collect's instances do."});
    }
    if (!options.only_check) {
        auto store = SqliteInterviewStore::open(options.directory);
        if (!store) return fail(store.error());
        study.store = std::move(*store);
    }
    Diagnostics diagnostics;
    ImportCounts counts;
    std::size_t readable = 0;
    for (std::size_t from = 0; from < documents.size(); from += at_once) {
        const auto begin = documents.begin() + static_cast<std::ptrdiff_t>(from);
        const auto end =
            begin + static_cast<std::ptrdiff_t>(std::min(at_once, documents.size() - from));
        auto read = read_instances(study, {begin, end});
        if (!read) return fail(read.error());
        std::ranges::move(read->diagnostics, std::back_inserter(diagnostics));
        readable += read->interviews.size();
        if (options.only_check) continue;
        const auto taken = take_imported(study, read->interviews);
        if (!taken) return fail(taken.error());
        add_counts(counts, *taken);
    }
    print_diagnostics(diagnostics);
    if (options.only_check) {
        std::printf("%zu interviews; nothing was taken\n", readable);
    } else {
        print_counts(counts);
    }
    return has_errors(diagnostics) ? Exit::input_is_wrong : Exit::done;
}

Exit import(const ImportArguments& options) {
    Exit exit = Exit::done;
    std::optional<ServedStudy> study = study_to_fill(options.directory, exit);
    if (!study) return exit;
    const std::string names = names_of_files(options.files);
    if (options.corrections) return import_corrections(options, *study, names);
    const auto folders = std::ranges::count_if(
        options.files, [](const std::string& file) { return fs::is_directory(file); });
    if (folders == std::ssize(options.files)) return import_instances(options, *study);
    if (folders > 0)
        return unreadable({"Files and folders cannot be imported together: name one kind."});
    ColumnMappingRead mapping;
    if (!options.mapping.empty()) {
        const auto table = read_files({options.mapping});
        if (!table) return unreadable(table.error());
        mapping = read_column_mapping(
            study->study.questionnaire, *table, fs::path(options.mapping).filename().string());
        print_diagnostics(mapping.diagnostics);
        if (has_errors(mapping.diagnostics)) return Exit::input_is_wrong;
    }
    const auto tables = open_files(study->study.questionnaire, options.files);
    if (!tables) return unreadable(tables.error());
    LandingOptions landing{options.directory, {}, options.only_check, options.rehearsal};
    landing.import.id_column = options.id_column;
    if (!options.mapping.empty()) landing.import.mapping = &mapping.mapping;
    const auto landed = land(landing, *study, **tables, names);
    if (!landed) return unreadable(landed.error());
    print_diagnostics(landed->diagnostics);
    if (landed->interviews == 0) return Exit::input_is_wrong;
    if (options.only_check) {
        std::printf("%zu interviews, %d columns of answers; nothing was taken\n",
                    landed->interviews,
                    landed->columns_taken);
    } else if (options.rehearsal) {
        std::printf("%zu invented interviews are the rehearsal now\n", landed->interviews);
    } else {
        print_counts(landed->counts);
    }
    return has_errors(landed->diagnostics) ? Exit::input_is_wrong : Exit::done;
}

}  // namespace

void add_import(Program& program) {
    auto options = std::make_shared<ImportArguments>();
    Arguments command =
        program.add("import",
                    "interviews from an export of KoboToolbox or ODK Central, or any table",
                    "mtm import studies/round-5 export.xlsx",
                    [options] { return import(*options); });
    command.add_option("DIR", options->directory, "the study's folder")
        .required()
        .existing_folder();
    command
        .add_option("FILE",
                    options->files,
                    "XLSX, XLS, CSV, a zip of CSV, JSON, SPSS (.sav) or Stata (.dta); several "
                    "where repeats are in files of "
                    "their own; "
                    "or a folder of instances as ODK Collect and Briefcase keep them")
        .required()
        .existing_path();
    command.add_option(
        "--id",
        options->id_column,
        "column that tells interviews apart, where the file has no instanceID or _uuid");
    command
        .add_option("--mapping",
                    options->mapping,
                    "table with column, question, value, code: what columns mean that are not "
                    "named as the form names them")
        .existing_file();
    command.add_flag("--corrections",
                     options->corrections,
                     "FILE is a cleaning log: uuid, question, change_type, old_value, new_value, "
                     "reason, by, when");
    command.add_option("--by", options->by, "who made corrections whose row does not say it");
    command.add_flag("--rehearsal",
                     options->rehearsal,
                     "FILE holds invented interviews: they replace the study's rehearsal");
    command.add_flag("--check", options->only_check, "say what would not fit, and take nothing");
}

}  // namespace mtm
