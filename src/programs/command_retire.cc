#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "programs/command.h"
#include "store/clock.h"
#include "store/retiring.h"
#include "study/privacy_settings.h"

namespace mtm {
namespace {

struct RetireArguments {
    std::string directory;
    std::string by = "mtm retire";
    std::string confirm;
    bool now = false;
    bool dry_run = false;
    bool without_release = false;
    std::vector<std::string> keep;  // in the study's folder
};

// A name that is written wrong would have its file erased.
bool all_are_there(const RetireArguments& options) {
    for (const std::string& name : options.keep) {
        if (std::filesystem::is_regular_file(options.directory + "/" + name)) continue;
        std::fprintf(stderr,
                     "mtm: --keep %s: there is no such file in %s\n",
                     name.c_str(),
                     options.directory.c_str());
        return false;
    }
    return true;
}

void say_parts(const char* title, const std::vector<RetiredPart>& parts) {
    if (parts.empty()) return;
    std::printf("%s\n", title);
    for (const RetiredPart& part : parts) {
        std::printf("  %s: %s (%d file%s, %lld bytes)\n",
                    part.path.c_str(),
                    part.holds.c_str(),
                    part.files,
                    part.files == 1 ? "" : "s",
                    static_cast<long long>(part.bytes));
    }
}

void say_plan(const RetirementPlan& plan, bool done) {
    say_parts(done ? "Erased:" : "Would be erased:", plan.erased);
    say_parts("Kept:", plan.kept);
    say_parts("Kept, and yours to look at (it may hold answers):", plan.unknown);
    for (const std::string& path : plan.backups_not_there)
        std::printf("TO DO: a backup was made at %s and is not there: delete it where it is now.\n",
                    path.c_str());
    if (done) {
        std::printf(
            "TO DO, where this program cannot reach: tablets, paper, files that were exported or "
            "mailed, other copies of the folder, private keys. Unused blocks of a disk may hold "
            "what was erased, unless the disk is encrypted.\n");
    }
}

// Whether the study may be retired today, and why; nothing where it may not, which is told.
std::string right_to_retire(const RetireArguments& options, const StudyFile& file) {
    if (options.now) {
        const std::string name =
            std::filesystem::weakly_canonical(options.directory).filename().string();
        if (options.confirm == name) return "--now";
        std::fprintf(stderr,
                     "mtm: what is erased cannot be brought back. If that is meant, say "
                     "--now --confirm %s\n",
                     name.c_str());
        return {};
    }
    const std::string end = end_of_term(file.fieldwork_end, file.retention);
    if (end.empty()) {
        std::fprintf(stderr,
                     "mtm: study.toml sets no term: [retention] raw = \"24 months\", and "
                     "fieldwork_end. Or say --now.\n");
        return {};
    }
    if (utc_now().substr(0, 10) < end) {
        std::fprintf(stderr,
                     "mtm: raw data are kept for %s after fieldwork (%s): until %s. Nothing was "
                     "erased.\n",
                     words_of_term(file.retention).c_str(),
                     file.fieldwork_end.c_str(),
                     end.c_str());
        return {};
    }
    return words_of_term(file.retention) + " after " + file.fieldwork_end;
}

Exit retire(const RetireArguments& options) {
    const auto opened = open_study(options.directory);
    if (!opened) return fail(opened.error());
    if (!all_are_there(options)) return Exit::wrong_usage;
    // A term that cannot be read is none, and raw data would be kept for ever.
    Diagnostics of_term = opened->diagnostics;
    std::erase_if(of_term, [](const Diagnostic& one) { return one.code != "bad-retention"; });
    print_diagnostics(of_term);
    const auto plan = plan_retirement(options.directory, opened->study.file, options.keep);
    if (!plan) return fail(plan.error());
    if (options.dry_run) {
        say_plan(*plan, false);
        return Exit::done;
    }
    const bool again =
        retired_mark(options.directory).has_value();  // an earlier run may have failed
    if (!again && plan->releases == 0 && !options.without_release) {
        std::fprintf(stderr,
                     "mtm: nothing of this study has been released (`mtm release`): no number "
                     "would be left. If that is meant, say --without-release.\n");
        return Exit::input_is_wrong;
    }
    const std::string why = again ? "again" : right_to_retire(options, opened->study.file);
    if (why.empty()) return options.now ? Exit::wrong_usage : Exit::input_is_wrong;
    const Status done = retire_study(options.directory, *plan, {utc_now(), options.by, why});
    if (!done) return fail(done.error());
    say_plan(*plan, true);
    return Exit::done;
}

}  // namespace

void add_retire(Program& program) {
    auto options = std::make_shared<RetireArguments>();
    Arguments command =
        program.add("retire",
                    "erase a study's raw data after their term; what was released stays",
                    "mtm retire studies/round-5 --dry-run",
                    [options] { return retire(*options); });
    command.add_option("DIR", options->directory, "the study's folder")
        .required()
        .existing_folder();
    command.add_flag("--dry-run", options->dry_run, "say what is erased and what is kept");
    command.add_flag("--now", options->now, "before the term that study.toml sets, or without one");
    command.add_option("--confirm", options->confirm, "with --now: the name of the study's folder");
    command.add_option("--keep",
                       options->keep,
                       "a file in the study's folder that holds no line for a person; may be said "
                       "again");
    command.add_option("--by", options->by, "who does it").show_default();
    command.add_flag("--without-release",
                     options->without_release,
                     "although nothing was released: no number is left then");
}

}  // namespace mtm
