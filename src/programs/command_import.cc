#include <algorithm>
#include <chrono>
#include <cmath>
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
#include "exchange/csv_guard.h"
#include "exchange/import_tables.h"
#include "exchange/read_statistics.h"
#include "expression/date.h"
#include "programs/command.h"
#include "programs/served_studies.h"
#include "store/files.h"
#include "store/sqlite_store.h"
#include "workbook/read.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string directory;
    std::vector<std::string> files;
    std::string id_column;
    bool corrections = false;
    std::string by = "import";
    bool only_check = false;
    bool rehearsal = false;
};

Instant now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// Servers write UTC without saying so.
Instant received_at(const std::string& text) {
    const auto instant = date_time_from(text);
    return instant ? std::llround(days_since_epoch(*instant) * 86'400'000.0) : now();
}

Result<Workbook> read_one(const Questionnaire& form, const std::string& file) {
    const std::string bytes = TRY(read_file(file));
    if (is_statistics_file(bytes)) {
        Workbook out;
        out.sheets.push_back(table_of_statistics(form, TRY(read_statistics_file(bytes, file))));
        return out;
    }
    Workbook out = TRY(read_tables(bytes, file));
    if (is_separated_text(bytes)) remove_guards(out);
    return out;
}

// All sheets of all files: a repeat may be in a file of its own.
Result<Workbook> read_files(const Questionnaire& form, const std::vector<std::string>& files) {
    Workbook all;
    for (const std::string& file : files) {
        Workbook read = TRY(read_one(form, file));
        std::ranges::move(read.sheets, std::back_inserter(all.sheets));
    }
    return all;
}

std::vector<IncomingInterview> incoming(ImportedTables& read) {
    std::vector<IncomingInterview> out;
    out.reserve(read.interviews.size());
    for (ImportedInterview& each : read.interviews) {
        IncomingInterview& one = out.emplace_back();
        one.received = received_at(each.submitted);
        one.origin = each.interview.provenance.file + ", row " +
                     std::to_string(each.interview.provenance.row);
        one.interview = std::move(each.interview);
    }
    return out;
}

// The study with the versions of its form, without its store.
std::optional<ServedStudy> prepared(const Options& options, Exit& exit) {
    auto opened = load_study(options.directory, exit);
    if (!opened) return std::nullopt;
    ServedStudy study;
    study.study = std::move(*opened);
    study.study.directory = options.directory;
    Diagnostics wrong;
    if (const Status added = add_versions(study, wrong); !added) {
        exit = fail(added.error());
        return std::nullopt;
    }
    // A form that was never in our field was in another's: its interviews count.
    for (const auto& version : study.versions)
        version->pilot = version->pilot && version->since > 0;
    if (!has_errors(wrong)) return study;
    print_diagnostics(wrong);
    exit = Exit::input_is_wrong;
    return std::nullopt;
}

Status open_store(const Options& options, ServedStudy& study) {
    study.store = TRY(SqliteInterviewStore::open(options.directory));
    return Done{};
}

// Invented interviews and those of people never lie together.
bool is_of_wanted_kind(const Options& options, const std::vector<ImportedInterview>& interviews) {
    const auto invented = std::ranges::count_if(
        interviews, [](const ImportedInterview& each) { return each.interview.rehearsal; });
    if (!options.rehearsal && invented == 0) return true;
    if (options.rehearsal && invented == std::ssize(interviews)) return true;
    Diagnostic wrong;
    wrong.code = "rehearsal-among-interviews";
    wrong.severity = Severity::error;
    wrong.place.file = options.files.front();
    wrong.message = std::to_string(invented) + " of the " + std::to_string(interviews.size()) +
                    " interviews are invented (rehearsal); nothing is taken.";
    wrong.remedy = options.rehearsal
                       ? "With --rehearsal give a file that holds nothing else."
                       : "With --rehearsal they become the study's rehearsal; among answers of "
                         "people they have no place.";
    print_diagnostics({wrong});
    return false;
}

Exit import_rehearsal(const Options& options,
                      const ServedStudy& study,
                      const ImportedTables& read) {
    std::vector<Interview> interviews;
    for (const ImportedInterview& each : read.interviews)
        interviews.push_back(each.interview);
    const Status written =
        write_rehearsal(options.directory, study.study.questionnaire, interviews);
    if (!written) return fail(written.error());
    std::printf("%zu invented interviews are the rehearsal now\n", interviews.size());
    return has_errors(read.diagnostics) ? Exit::input_is_wrong : Exit::done;
}

Exit import_interviews(const Options& options,
                       ServedStudy& study,
                       const Workbook& tables,
                       const std::string& names) {
    ImportedTables read =
        import_tables(study.study.questionnaire, tables, names, {.id_column = options.id_column});
    print_diagnostics(read.diagnostics);
    if (read.interviews.empty() || !is_of_wanted_kind(options, read.interviews))
        return Exit::input_is_wrong;
    const Exit exit = has_errors(read.diagnostics) ? Exit::input_is_wrong : Exit::done;
    if (options.only_check) {
        std::printf("%zu interviews, %d columns of answers; nothing was taken\n",
                    read.interviews.size(),
                    read.columns_taken);
        return exit;
    }
    if (options.rehearsal) return import_rehearsal(options, study, read);
    if (const Status opened = open_store(options, study); !opened) return fail(opened.error());
    const auto counts = take_imported(study, incoming(read));
    if (!counts) return fail(counts.error());
    std::printf(
        "%d added, %d changed, %d as before", counts->added, counts->changed, counts->as_before);
    if (counts->earlier > 0)
        std::printf(", %d as they were before a change: left as they are", counts->earlier);
    if (counts->withdrawn > 0)
        std::printf(", %d withdrawn by their respondents", counts->withdrawn);
    std::printf("\n");
    return exit;
}

Exit import_corrections(const Options& options,
                        ServedStudy& study,
                        const Workbook& tables,
                        const std::string& names) {
    const CleaningLogRead log = read_cleaning_log(study.study.questionnaire, tables, names);
    print_diagnostics(log.diagnostics);
    if (log.changes.empty()) return Exit::input_is_wrong;
    if (options.only_check) {
        std::printf("%zu rows; nothing was changed\n", log.changes.size());
        return has_errors(log.diagnostics) ? Exit::input_is_wrong : Exit::done;
    }
    if (const Status opened = open_store(options, study); !opened) return fail(opened.error());
    const auto cleaned = apply_cleaning_log(study, log.changes, names, options.by, now());
    if (!cleaned) return fail(cleaned.error());
    print_diagnostics(cleaned->diagnostics);
    const CleaningCounts& counts = cleaned->counts;
    std::printf(
        "%d answers changed (%d of them without the old value), %d interviews removed, "
        "%d rows without action, %d as before\n",
        counts.changed,
        counts.unverified,
        counts.removed,
        counts.no_action,
        counts.as_before);
    const bool refused = has_errors(log.diagnostics) || has_errors(cleaned->diagnostics);
    return refused ? Exit::input_is_wrong : Exit::done;
}

Exit import(const Options& options) {
    Exit exit = Exit::done;
    std::optional<ServedStudy> study = prepared(options, exit);
    if (!study) return exit;
    const auto tables = read_files(study->study.questionnaire, options.files);
    if (!tables) {
        std::fprintf(stderr, "mtm: %s\n", tables.error().message.c_str());
        return Exit::input_is_wrong;
    }
    std::string names;
    for (const std::string& file : options.files)
        names += (names.empty() ? "" : " ") + fs::path(file).filename().string();
    return options.corrections ? import_corrections(options, *study, *tables, names)
                               : import_interviews(options, *study, *tables, names);
}

}  // namespace

void add_import(Program& program) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        program.add("import",
                    "interviews from an export of KoboToolbox or ODK Central, or any table",
                    "mtm import studies/round-5 export.xlsx",
                    [options] { return import(*options); });
    command->add_option("DIR", options->directory, "the study's folder")
        ->required()
        ->check(CLI::ExistingDirectory);
    command
        ->add_option("FILE",
                     options->files,
                     "XLSX, XLS, CSV, a zip of CSV, SPSS (.sav) or Stata (.dta); several where "
                     "repeats are in files of their own")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option(
        "--id",
        options->id_column,
        "column that tells interviews apart, where the file has no instanceID or _uuid");
    command->add_flag("--corrections",
                      options->corrections,
                      "FILE is a cleaning log: uuid, question, change_type, old_value, new_value, "
                      "reason, by, when");
    command->add_option("--by", options->by, "who made corrections whose row does not say it");
    command->add_flag("--rehearsal",
                      options->rehearsal,
                      "FILE holds invented interviews: they replace the study's rehearsal");
    command->add_flag("--check", options->only_check, "say what would not fit, and take nothing");
}

}  // namespace mtm
