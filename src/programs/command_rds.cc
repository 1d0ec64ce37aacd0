#include <cstdio>
#include <memory>

#include "base/time_zone.h"
#include "chart/press.h"
#include "programs/command.h"
#include "programs/private_keys.h"
#include "report/rds_page.h"
#include "store/clock.h"
#include "store/files.h"

namespace mtm {
namespace {

struct RdsArguments {
    std::string directory;
    std::vector<std::string> questions;
    std::string out;
    std::string as_of;
    bool json = false;
    bool rehearsal = false;
    KeyOptions keys;
};

Result<RdsAnalysis> print_and_write(const RdsArguments& options,
                                    const LoadedStudy& loaded,
                                    RdsSample sample) {
    const Study& study = loaded.study;
    const RdsAnalysis analysis = TRY(analyse_respondent_driven(
        study,
        loaded.dataset,
        std::move(sample),
        options.questions.empty() ? rds_questions(study, loaded.dataset) : options.questions));
    if (options.json) {
        std::fputs(rds_json(loaded.dataset, analysis).c_str(), stdout);
    } else {
        if (loaded.dataset.rehearsal) std::printf("%s\n", invented_mark);
        std::fputs(rds_text(analysis).c_str(), stdout);
    }
    ChartPress charts;
    const std::string today = date_in_zone(present_instant(), study.file.timezone);
    const std::string page = TRY(rds_page(study, loaded.dataset, analysis, charts, today));
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    const std::string suffix = as_of_suffix(loaded.dataset.as_of);
    std::vector<FileOut> files{{folder + "/rds" + suffix + ".html", page}};
    if (analysis.sample.has_sizes)
        files.push_back(
            {folder + "/rds-weights" + suffix + ".csv", rds_weights_csv(loaded.dataset, analysis)});
    for (const FileOut& file : files) {
        TRY(write_file(file.name, file.bytes));
        std::fprintf(stderr, "%s\n", file.name.c_str());
    }
    return analysis;
}

Exit rds(const RdsArguments& options) {
    Exit exit = Exit::done;
    auto read = load_interviews(options.directory,
                                {.rehearsal = options.rehearsal, .as_of = options.as_of},
                                options.keys,
                                exit);
    if (!read) return exit;
    Dataset dataset = dataset_of(*read);
    const LoadedStudy loaded{std::move(read->study), std::move(dataset)};
    RdsSample sample = rds_sample(loaded.study, loaded.dataset);
    print_diagnostics(sample.diagnostics);
    if (has_errors(sample.diagnostics)) return Exit::input_is_wrong;
    if (!loaded.study.file.respondent_driven.given)
        std::fprintf(stderr,
                     "The study does not say which questions hold recruitment and network size: "
                     "[respondent_driven] in study.toml names them.\n");
    const auto analysis = print_and_write(options, loaded, std::move(sample));
    if (!analysis) return fail(analysis.error());
    for (const std::string& problem : analysis->problems)
        std::fprintf(stderr, "mtm rds: %s\n", problem.c_str());
    return analysis->problems.empty() ? Exit::done : Exit::input_is_wrong;
}

}  // namespace

void add_rds(Program& program) {
    auto options = std::make_shared<RdsArguments>();
    Arguments command =
        program.add("rds",
                    "estimates and intervals where respondents recruited each other",
                    "mtm rds studies/kazakhstan-2024-r4 sex education",
                    [options] { return rds(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_option("QUESTION",
                       options->questions,
                       "questions to estimate; without any, all closed questions and numbers");
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command.add_flag("--json", options->json, "one JSON object a line");
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    add_as_of_option(command, options->as_of);
    add_key_options(command, options->keys);
}

}  // namespace mtm
