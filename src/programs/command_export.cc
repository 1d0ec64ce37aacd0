#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "base/text.h"
#include "exchange/write_corrections.h"
#include "exchange/write_json.h"
#include "exchange/write_statistics.h"
#include "exchange/write_tables.h"
#include "expression/date.h"
#include "programs/command.h"
#include "programs/private_keys.h"
#include "store/correction_conflicts.h"
#include "store/files.h"
#include "store/point_in_time.h"
#include "store/sqlite_store.h"
#include "study/as_of.h"
#include "workbook/archive_out.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

struct ExportArguments {
    std::string directory;
    std::string file;
    std::string language;
    bool labels = false;
    bool raw = false;
    bool corrections = false;
    bool rehearsal = false;
    bool with_identifiers = false;
    std::string as_of;
    KeyOptions keys;
};

constexpr const char* endings = ".xlsx, .csv, .zip, .jsonl, .geojson, .sav or .dta";

std::string ending_of(const std::string& file) {
    return lower_ascii(fs::path(file).extension().string());
}

bool is_known_ending(const std::string& ending) {
    constexpr std::string_view known[] = {
        ".xlsx", ".csv", ".zip", ".jsonl", ".geojson", ".sav", ".dta"};
    return std::ranges::count(known, std::string_view(ending)) > 0;
}

// --- what is said beside ---

void say_what_is_withheld(const Questionnaire& form, const ExportOptions& options) {
    if (options.with_identifiers) return;
    const std::vector<std::string> names = withheld_identifiers(form);
    if (names.empty()) return;
    std::fprintf(stderr,
                 "Left out, since they identify a person: %s. --with-identifiers writes them.\n",
                 join(names, ", ").c_str());
}

void say_what_has_no_column(const std::vector<Interview>& interviews) {
    std::size_t unknown = 0;
    for (const Interview& interview : interviews)
        unknown += interview.unknown.size();
    if (unknown == 0) return;
    std::fprintf(stderr,
                 "%zu values that no version of the form has a question for are left out.\n",
                 unknown);
}

void say_what_was_cut(int texts, const std::string& ending) {
    if (texts == 0) return;
    std::fprintf(
        stderr,
        "%d texts are longer than %s holds and were cut; .csv and .jsonl have them whole.\n",
        texts,
        ending.c_str());
}

// --- the files ---

Result<std::vector<ExportedFile>> workbook_of(const ExportSource& source,
                                              const std::vector<ExportedTable>& tables,
                                              const std::string& stem) {
    ExportedWorkbook made = TRY(xlsx_file(source, tables));
    say_what_was_cut(made.cut_texts, ".xlsx");
    return std::vector<ExportedFile>{{stem + ".xlsx", std::move(made.bytes)}};
}

Result<std::vector<ExportedFile>> zip_of_csv(const ExportSource& source,
                                             const std::vector<ExportedTable>& tables,
                                             const std::string& stem) {
    std::vector<std::pair<std::string, std::string>> parts;
    for (ExportedFile& file : csv_files(source, tables, fs::path(stem).filename().string()))
        parts.emplace_back(std::move(file.name), std::move(file.bytes));
    return std::vector<ExportedFile>{{stem + ".zip", TRY(zip_archive(parts))}};
}

Result<std::vector<ExportedFile>> map_of(const ExportSource& source,
                                         const std::vector<ExportedTable>& tables,
                                         const std::string& stem) {
    ExportedMap map = geojson_file(source, tables);
    if (!map.has_questions)
        return Error{"no question that is written asks for a place: there is nothing to map"};
    std::fprintf(stderr, "%d places", map.features);
    if (map.not_placed > 0) std::fprintf(stderr, "; %d answers that are none", map.not_placed);
    std::fprintf(stderr, "\n");
    return std::vector<ExportedFile>{{stem + ".geojson", std::move(map.bytes)}};
}

Result<std::vector<ExportedFile>> statistics_of(const ExportSource& source,
                                                const std::vector<ExportedTable>& tables,
                                                const ExportOptions& options,
                                                const std::string& stem,
                                                const std::string& ending) {
    const auto format = ending == ".sav" ? StatisticsFormat::sav : StatisticsFormat::dta;
    ExportedStatistics made =
        TRY(statistics_files(source, tables, format, label_language(source, options), stem));
    say_what_was_cut(made.cut_texts, ending);
    for (const std::string& name : made.undeclared_missing) {
        std::fprintf(stderr,
                     "%s has more values that are no answer than SPSS can be told of: declare the "
                     "others there.\n",
                     name.c_str());
    }
    return std::move(made.files);
}

Result<std::vector<ExportedFile>> files_of(const ExportSource& source,
                                           const ExportOptions& options,
                                           const std::string& file) {
    const std::string ending = ending_of(file);
    const std::string stem = file.substr(0, file.size() - ending.size());
    const std::vector<ExportedTable> tables = tables_to_export(source, options);
    if (ending == ".xlsx") return workbook_of(source, tables, stem);
    if (ending == ".csv") return csv_files(source, tables, stem);
    if (ending == ".zip") return zip_of_csv(source, tables, stem);
    if (ending == ".geojson") return map_of(source, tables, stem);
    if (ending != ".jsonl") return statistics_of(source, tables, options, stem, ending);
    return std::vector<ExportedFile>{{file, json_lines(source, tables)}};
}

Exit write_all(const std::vector<ExportedFile>& files) {
    for (const ExportedFile& file : files) {
        if (const Status written = write_file(file.name, file.bytes); !written)
            return fail(written.error());
        std::printf("%s\n", file.name.c_str());
    }
    return Exit::done;
}

Exit export_interviews(const ExportArguments& options) {
    Exit exit = Exit::done;
    const AnswersAs answers = options.raw ? AnswersAs::received : AnswersAs::corrected;
    const auto read = load_interviews(
        options.directory, {options.rehearsal, options.as_of, answers}, options.keys, exit);
    if (!read) return exit;
    const Study& study = read->study;
    ExportOptions wanted{.labels = options.labels, .with_identifiers = options.with_identifiers};
    if (!options.language.empty()) {
        wanted.language = study.questionnaire.find_language(options.language);
        if (wanted.language < 0) {
            std::string has;
            for (const Language& language : study.questionnaire.languages)
                has += (has.empty() ? "" : ", ") + language.header;
            return wrong_usage("the form has no language “" + options.language + "”; it has " +
                               has);
        }
    }
    const std::vector<Interview>& interviews = read->read.interviews;
    const Dataset dataset =
        options.raw ? dataset_as_received(study, interviews) : dataset_of(*read);
    if (options.raw && dataset.rehearsal) std::fprintf(stderr, "%s.\n", invented_mark);
    const ExportSource source = options.raw ? received_interviews(study, dataset, interviews)
                                            : counted_interviews(study, dataset, interviews);
    say_what_is_withheld(study.questionnaire, wanted);
    const auto files = files_of(source, wanted, options.file);
    if (!files) {
        std::fprintf(stderr, "mtm: %s\n", files.error().message.c_str());
        return Exit::input_is_wrong;
    }
    say_what_has_no_column(interviews);
    if (!dataset.rehearsal)
        std::fprintf(stderr, "These are the answers of single people: not for publication.\n");
    return write_all(*files);
}

// --- corrections ---

std::string print_instant(Instant at) {
    const auto instant = date_time_at(at);
    return instant ? print_date_time(*instant) : "";
}

RejectedInterview rejection_of(const StoredInterview& interview,
                               const std::vector<ReviewEvent>& reviews) {
    RejectedInterview out;
    out.instance_id = interview.instance_id;
    for (const ReviewEvent& event : reviews) {
        if (event.state != ReviewState::rejected) continue;
        out.reason = event.comment;
        out.author = event.by;
        out.time = print_instant(event.at);
    }
    return out;
}

Result<std::vector<RejectedInterview>> rejected_in(const InterviewStore& store,
                                                   std::optional<Instant> until) {
    constexpr int page = 1000;
    std::vector<RejectedInterview> out;
    for (std::int64_t after = 0;;) {
        auto found = TRY(store.read_current(after, page));
        for (InterviewStore::Current& each : found) {
            after = each.interview.sequence;
            const Instant last = until.value_or(std::numeric_limits<Instant>::max());
            const auto stood = TRY(as_it_stood(store, std::move(each), last));
            if (!stood || stood->interview.review != ReviewState::rejected) continue;
            const auto reviews = made_until(TRY(store.reviews(stood->interview.instance_id)), last);
            out.push_back(rejection_of(stood->interview, reviews));
        }
        if (found.size() < page) break;
    }
    return out;
}

Result<ExportedCorrections> corrections_of(const ExportArguments& options,
                                           const Study& study,
                                           std::optional<Instant> until) {
    std::vector<KeptCorrection> kept;
    std::vector<RejectedInterview> rejected;
    if (fs::exists(options.directory + "/study.db")) {
        const auto store =
            TRY(SqliteInterviewStore::open(options.directory, SqliteInterviewStore::Access::read));
        std::vector<CorrectionRow> history = TRY(store->correction_history(""));
        if (until) history = made_until(std::move(history), *until);
        const std::vector<CorrectionConflict> conflicts = conflicts_in(history);
        auto conflict = conflicts.begin();
        for (const CorrectionRow& row : history) {
            KeptCorrection& out = kept.emplace_back();
            out.correction = correction_of(row);
            out.correction.time = print_instant(row.at);
            out.verified = row.verified;
            out.applied = row.applied;
            if (row.applied) continue;
            out.stood = conflict->standing.new_value;
            out.settled = conflict->settled;
            ++conflict;
        }
        rejected = TRY(rejected_in(*store, until));
    }
    return corrections_csv(
        study.questionnaire, kept, rejected, {.with_identifiers = options.with_identifiers});
}

Exit export_corrections(const ExportArguments& options) {
    if (ending_of(options.file) != ".csv")
        return wrong_usage("the log of corrections is written as .csv");
    Exit exit = Exit::done;
    const auto study = load_study(options.directory, exit);
    if (!study) return exit;
    std::optional<Instant> until;
    if (!options.as_of.empty()) {
        const auto point = as_of(options.as_of, study->file.timezone);
        if (!point) return wrong_usage("--as-of: " + point.error().message);
        until = point->until;
        std::fprintf(
            stderr, "As of %s: what was corrected later is not in it.\n", point->words.c_str());
    }
    const auto log = corrections_of(options, *study, until);
    if (!log) return fail(log.error());
    if (log->withheld > 0) {
        std::fprintf(stderr,
                     "%d corrections of answers that identify a person are left out. "
                     "--with-identifiers writes them.\n",
                     log->withheld);
    }
    return write_all({{options.file, log->bytes}});
}

Exit run(const ExportArguments& options) {
    if (options.corrections || fs::path(options.file).filename() == "corrections.csv")
        return export_corrections(options);
    if (!is_known_ending(ending_of(options.file)))
        return wrong_usage("the name of the file must end in " + std::string(endings));
    return export_interviews(options);
}

}  // namespace

void add_export(Program& program) {
    auto options = std::make_shared<ExportArguments>();
    Arguments command = program.add("export",
                                    "interviews in the format that the file's ending names",
                                    "mtm export studies/round-5 round-5.sav --language en",
                                    [options] { return run(*options); });
    command.add_option("DIR", options->directory, "the study's folder")
        .required()
        .existing_folder();
    command
        .add_option("FILE",
                    options->file,
                    std::string("ends in ") + endings + "; corrections.csv: the log of corrections")
        .required();
    command.add_option("--language", options->language, "of labels; a header or code of the form");
    command.add_flag("--labels", options->labels, "a column of labels beside each of codes");
    command.add_flag(
        "--raw", options->raw, "all interviews as received: not corrected, none left out");
    command.add_flag("--corrections", options->corrections, "FILE is the log of corrections");
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    command.add_flag("--with-identifiers",
                     options->with_identifiers,
                     "also questions marked as identifying a person");
    add_as_of_option(command, options->as_of);
    add_key_options(command, options->keys);
}

}  // namespace mtm
