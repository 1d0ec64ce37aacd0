#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "capture/imported.h"
#include "capture/secrets.h"
#include "exchange/import_tables.h"
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
    bool only_check = false;
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

// All sheets of all files: a repeat may be in a file of its own.
Result<Workbook> read_files(const std::vector<std::string>& files) {
    Workbook all;
    for (const std::string& file : files) {
        const std::string bytes = TRY(read_file(file));
        Workbook read = TRY(read_tables(bytes, file));
        std::ranges::move(read.sheets, std::back_inserter(all.sheets));
    }
    return all;
}

// The files as they came, beside the interviews that were made of them.
Status keep_files(const Options& options) {
    const std::string folder = options.directory + "/interviews/imported";
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return Error{"making " + folder + ": " + error.message()};
    for (const std::string& file : options.files) {
        const std::string bytes = TRY(read_file(file));
        const std::string kept = folder + "/" + sha256_hex(bytes).substr(0, 12) + "-" +
                                 fs::path(file).filename().string();
        if (!fs::exists(kept)) TRY(write_file(kept, bytes));
    }
    return Done{};
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

Exit import(const Options& options) {
    ServedStudy study;
    Exit exit = Exit::done;
    auto opened = load_study(options.directory, exit);
    if (!opened) return exit;
    study.study = std::move(*opened);
    study.study.directory = options.directory;
    Diagnostics wrong;
    if (const Status added = add_versions(study, wrong); !added) return fail(added.error());
    // A form that was never in our field was in another's: its interviews count.
    for (const auto& version : study.versions)
        version->pilot = version->pilot && version->since > 0;
    if (has_errors(wrong)) {
        print_diagnostics(wrong);
        return Exit::input_is_wrong;
    }
    const auto tables = read_files(options.files);
    if (!tables) {
        std::fprintf(stderr, "mtm: %s\n", tables.error().message.c_str());
        return Exit::input_is_wrong;
    }
    std::string names;
    for (const std::string& file : options.files)
        names += (names.empty() ? "" : " ") + fs::path(file).filename().string();
    ImportedTables read =
        import_tables(study.study.questionnaire, *tables, names, {.id_column = options.id_column});
    print_diagnostics(read.diagnostics);
    if (read.interviews.empty()) return Exit::input_is_wrong;
    const bool errors = has_errors(read.diagnostics);
    if (options.only_check) {
        std::printf("%zu interviews, %d columns of answers; nothing was taken\n",
                    read.interviews.size(),
                    read.columns_taken);
        return errors ? Exit::input_is_wrong : Exit::done;
    }
    auto store = SqliteInterviewStore::open(options.directory);
    if (!store) return fail(store.error());
    study.store = std::move(*store);
    if (const Status kept = keep_files(options); !kept) return fail(kept.error());
    const auto counts = take_imported(study, incoming(read));
    if (!counts) return fail(counts.error());
    std::printf(
        "%d added, %d changed, %d as before", counts->added, counts->changed, counts->as_before);
    if (counts->earlier > 0)
        std::printf(", %d as they were before a change: left as they are", counts->earlier);
    if (counts->withdrawn > 0)
        std::printf(", %d withdrawn by their respondents", counts->withdrawn);
    std::printf("\n");
    return errors ? Exit::input_is_wrong : Exit::done;
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
        ->add_option(
            "FILE",
            options->files,
            "XLSX, XLS, CSV or a zip of CSV; several where repeats are in files of their own")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option(
        "--id",
        options->id_column,
        "column that tells interviews apart, where the file has no instanceID or _uuid");
    command->add_flag("--check", options->only_check, "say what would not fit, and take nothing");
}

}  // namespace mtm
