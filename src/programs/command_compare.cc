#include <cstdio>
#include <filesystem>
#include <memory>

#include "programs/command.h"
#include "programs/compared_rounds.h"
#include "programs/earlier_round.h"
#include "programs/earlier_told.h"
#include "programs/private_keys.h"
#include "rounds/comparison_files.h"
#include "rounds/printed_comparison.h"
#include "store/files.h"

namespace mtm {
namespace {

struct CompareArguments {
    std::vector<std::string> directories;
    std::string out;
    std::string edition = "public";
    bool json = false;
    bool rehearsal = false;
    std::string as_of;
    KeyOptions keys;
};

// This round's folder, then those it is compared with. A previous folder that is not there gives
// way to what that round printed.
std::vector<std::string> folders_of(const CompareArguments& options, const Study& now) {
    std::vector<std::string> out = options.directories;
    const std::string previous = previous_folder(out.front(), now);
    const bool instead =
        !now.file.previous_figures.empty() && !std::filesystem::is_directory(previous);
    if (out.size() == 1 && !previous.empty() && !instead) out.push_back(previous);
    return out;
}

std::optional<OpenedRound> open(const std::string& directory,
                                const CompareArguments& options,
                                Exit& exit) {
    const bool internal = options.edition == "internal";
    return open_round(directory,
                      {options.rehearsal, options.as_of},
                      options.keys,
                      internal ? Edition::internal : Edition::published,
                      exit);
}

Exit write_comparisons(const CompareArguments& options,
                       const Study& now,
                       const std::vector<RoundComparison>& comparisons,
                       const std::string& as_of) {
    const int language = now.questionnaire.find_language(now.file.languages.front());
    const ComparisonExport exported{
        now.file.title, comparisons, static_cast<std::size_t>(std::max(language, 0))};
    if (options.json) {
        std::fputs(comparison_json(exported).c_str(), stdout);
        return Exit::done;
    }
    const auto workbook = write_workbook(comparison_workbook(exported));
    if (!workbook) return fail(workbook.error());
    const std::string folder =
        options.out.empty() ? options.directories.front() + "/out" : options.out;
    const std::string stem = folder +
                             (options.edition == "internal" ? "/compare-internal" : "/compare") +
                             as_of_suffix(as_of);
    const std::vector<FileOut> files{{stem + ".xlsx", *workbook},
                                     {stem + ".html", comparison_page(exported)},
                                     {stem + ".csv", comparison_csv(exported)}};
    std::fputs(comparison_summary(exported).c_str(), stdout);
    std::printf("\n");
    for (const FileOut& file : files) {
        if (const Status written = write_file(file.name, file.bytes); !written)
            return fail(written.error());
        std::printf("%s\n", file.name.c_str());
    }
    return Exit::done;
}

// Beside the figures that the previous round printed.
Exit compare_printed(const CompareArguments& options, OpenedRound& now) {
    const Study& study = now.loaded.study;
    const PreviousRound previous =
        previous_round(study, now.loaded.dataset, {options.rehearsal, options.as_of}, options.keys);
    if (previous.printed.empty()) return Exit::input_is_wrong;
    const ComparedRound is{name_of_round(study), study, now.loaded.dataset};
    std::vector<RoundComparison> comparisons{compare_with_print(previous, {is, now.control})};
    if (comparisons.front().questions.empty()) {
        std::fprintf(stderr,
                     "mtm compare: %s has no figure of everyone who was asked a question of this "
                     "round.\n",
                     study.file.previous_figures.c_str());
        return Exit::input_is_wrong;
    }
    return write_comparisons(options, study, comparisons, now.loaded.dataset.as_of);
}

Exit compare(const CompareArguments& options) {
    Exit exit = Exit::done;
    auto now = open(options.directories.front(), options, exit);
    if (!now) return exit;
    const std::vector<std::string> folders = folders_of(options, now->loaded.study);
    if (folders.size() < 2 && !now->loaded.study.file.previous_figures.empty())
        return compare_printed(options, *now);
    if (folders.size() < 2) {
        std::fprintf(stderr,
                     "mtm compare: name the folder of another round, or write in study.toml which "
                     "one was before: previous = \"../ROUND\".\n");
        return Exit::wrong_usage;
    }
    std::vector<RoundComparison> comparisons;
    for (std::size_t f = 1; f < folders.size(); ++f) {
        if (!std::filesystem::is_directory(folders[f])) {
            std::fprintf(stderr,
                         "mtm compare: the other round is not at hand: there is no folder %s.\n",
                         folders[f].c_str());
            return Exit::world_failed;
        }
        std::error_code none;
        if (std::filesystem::equivalent(folders[f], folders.front(), none)) {
            std::fprintf(stderr,
                         "mtm compare: %s is this round itself: name the folder of another one.\n",
                         folders[f].c_str());
            return Exit::wrong_usage;
        }
        auto before = open(folders[f], options, exit);
        if (!before) return exit;
        if (options.edition != "internal" && earlier_round_tells_of_few(before->loaded, exit))
            return exit;
        auto comparison = compare_two(*before, *now, MixShown::yes, exit);
        if (!comparison) return exit;
        comparisons.push_back(std::move(*comparison));
    }
    return write_comparisons(options, now->loaded.study, comparisons, now->loaded.dataset.as_of);
}

}  // namespace

void add_compare(Program& program) {
    auto options = std::make_shared<CompareArguments>();
    Arguments command =
        program.add("compare",
                    "rounds side by side, with tests where the design allows them",
                    "mtm compare studies/kazakhstan-2024-r4 studies/kazakhstan-2023",
                    [options] { return compare(*options); });
    command
        .add_option("DIR",
                    options->directories,
                    "this round's folder, then that of one or more others; without them the one "
                    "that study.toml calls previous")
        .required();
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command.add_option("--edition", options->edition, "public withholds small counts")
        .one_of(std::vector<std::string>{"public", "internal"});
    command.add_flag("--json", options->json, "print one JSON object, write no file");
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    add_as_of_option(command, options->as_of);
    add_key_options(command, options->keys);
}

}  // namespace mtm
