#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "base/result.h"
#include "dataset/dataset.h"
#include "programs/arguments.h"
#include "rehearse/published_figure.h"
#include "store/study_folder.h"

namespace mtm {

/// What a command ends with.
enum class Exit { done = 0, input_is_wrong = 1, wrong_usage = 2, world_failed = 3 };

/// One subcommand of `mtm`. `run` is called once the arguments have been read.
using Command = std::function<Exit()>;

/// Registers a subcommand; each file command_NAME.cc holds one such function.
struct Program {
    CLI::App& app;
    Command& chosen;  // set by the subcommand that the user named

    Arguments add(const std::string& name,
                  const std::string& about,
                  const std::string& example,
                  Command run);

    /// Subcommands of a subcommand, as in `mtm keys new`.
    Program group(const std::string& name, const std::string& about);
};

void add_new(Program& program);
void add_workbook(Program& program);
void add_form(Program& program);
void add_check(Program& program);
void add_deploy(Program& program);
void add_close(Program& program);
void add_rehearse(Program& program);
void add_audit(Program& program);
void add_tables(Program& program);
void add_compare(Program& program);
void add_sample(Program& program);
void add_quality(Program& program);
void add_weights(Program& program);
void add_backcheck(Program& program);
void add_rds(Program& program);
void add_import(Program& program);
void add_pull(Program& program);
void add_export(Program& program);
void add_ask(Program& program);
void add_report(Program& program);
void add_publish(Program& program);
void add_release(Program& program);
void add_backup(Program& program);
void add_restore(Program& program);
void add_withdraw(Program& program);
void add_retire(Program& program);
void add_serve(Program& program);
void add_keys(Program& program);

/// Adds what was found to what was found before.
void append(Diagnostics& to, Diagnostics from);

/// Prints diagnostics to stderr, errors first. Of the warnings of one code, so many are shown and
/// the rest counted: a thousand tablets may all have done the same.
void print_diagnostics(const Diagnostics& diagnostics, int shown_of_each = 5);

/// Prints an error to stderr and gives the exit code for it.
Exit fail(const Error& error);

/// The same of a command line that is wrong, in words that say what to write.
Exit wrong_usage(const std::string& message);

/// A study and its interviews as columns: what tables, ask and report begin with.
struct LoadedStudy {
    Study study;
    Dataset dataset;
};

/// Opens a study; prints its diagnostics. Absent, with `exit` set, if it has errors.
std::optional<Study> load_study(const std::string& directory, Exit& exit);

/// With what the interviews of an encrypted study are opened (programs/private_keys.h).
struct KeyOptions {
    std::vector<std::string> keys;              // files
    std::vector<std::string> passphrase_files;  // empty: asked for on the terminal
    bool without_unopened = false;
};

/// A study and its interviews as they were read.
struct StudyRead {
    Study study;
    InterviewsRead read;     // at least one interview; encrypted ones are opened
    std::string as_of = {};  // the point in time of all this, in words; empty: now
};

/// Which of a study's interviews, and how.
struct InterviewsWanted {
    bool rehearsal = false;
    std::string as_of = {};  // as --as-of gives it; empty: as everything stands
    AnswersAs answers = AnswersAs::corrected;
};

/// Describes --as-of.
void add_as_of_option(Arguments command, std::string& out);

/// "-as-of-2024-05-14", which the names of files that are written by default get; or nothing.
[[nodiscard]] std::string as_of_suffix(const std::string& words);

/// Opens a study and reads its interviews: the real ones, or the rehearsed ones if there are no
/// others or `rehearsal` asks for them; encrypted ones are opened. Says on stderr as of when, if
/// not as of now. Absent, with `exit` set, if the study or an interview has errors; those of both
/// are printed.
std::optional<StudyRead> load_interviews(const std::string& directory,
                                         const InterviewsWanted& wanted,
                                         const KeyOptions& keys,
                                         Exit& exit);

/// The interviews as columns. Says on stderr how many were left out and why.
[[nodiscard]] Dataset dataset_of(const StudyRead& study);

/// The same with what each interview stands for and how it was selected, where study.toml says so.
/// Absent, with `exit` set, if it cannot be made of what study.toml says; the mistakes are printed.
std::optional<Dataset> weighed_dataset(const std::string& directory,
                                       const StudyRead& study,
                                       Exit& exit);

/// Both: what most commands begin with.
std::optional<LoadedStudy> load_dataset(const std::string& directory,
                                        const InterviewsWanted& wanted,
                                        const KeyOptions& keys,
                                        Exit& exit);

/// Reads a figures file; `diagnostics` of the rows are not printed yet. Absent, with `exit` set, if
/// it cannot be read as a table.
std::optional<PublishedFigures> load_figures(const std::string& path, Exit& exit);

/// What is wrong with published figures: the rows that could not be read, and what the others name
/// that the study does not have, in the order of the file.
[[nodiscard]] Diagnostics mistakes_of_figures(const Study& study,
                                              const PublishedFigures& published);

}  // namespace mtm
