#include <chrono>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "programs/command.h"
#include "sampling/sample_output.h"
#include "store/clock.h"
#include "store/files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

struct SampleArguments {
    std::string directory;
    std::string frame;
    std::string out;
    int interviews = 0;
    double margin = 0;  // percentage points, and per cent below
    double confidence = 95;
    double share = 50;
    double design_effect = 1.5;
    double response = 100;
    std::string allocation = "proportional";
    double power = 0.5;
    int least = 0;
    int a_place = 15;
    std::string selection = "pps";
    int enumerators = 0;
    std::uint64_t seed = 1;
};

Result<std::optional<SizeReason>> size_for(const SampleArguments& options,
                                           const SamplingFrame& frame) {
    if (options.interviews > 0) return std::optional<SizeReason>();
    SizeReason out;
    out.proportion = options.share / 100;
    out.wanted = {.margin = options.margin / 100,
                  .confidence = options.confidence / 100,
                  .design_effect = options.design_effect,
                  .population = frame.population(),
                  .response = options.response / 100};
    out.size = TRY(sample_size_for_proportion(out.wanted, out.proportion));
    return std::optional<SizeReason>(out);
}

SamplePlanOptions plan_options(const SampleArguments& options,
                               const std::optional<SizeReason>& size) {
    return {.interviews = size ? size->size.interviews : options.interviews,
            .allocation = options.allocation == "neyman"  ? AllocationRule::neyman
                          : options.allocation == "power" ? AllocationRule::power
                                                          : AllocationRule::proportional,
            .power = options.power,
            .least_of_area = options.least,
            .interviews_a_place = options.a_place,
            .selection = options.selection == "simple"       ? PlaceSelection::simple
                         : options.selection == "systematic" ? PlaceSelection::systematic
                                                             : PlaceSelection::by_size,
            .enumerators = options.enumerators,
            .seed = options.seed};
}

std::string name_of_file(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

Exit wrong(const std::string& what) {
    std::fprintf(stderr, "mtm: %s\n", what.c_str());
    return Exit::input_is_wrong;
}

Status write_sample(const SampleArguments& options,
                    const Study& study,
                    const SamplingFrame& frame,
                    const SamplePlan& plan,
                    const std::vector<std::string>& words) {
    const std::string workbook = TRY(write_workbook(
        sample_workbook(frame,
                        plan,
                        words,
                        std::chrono::sys_seconds(std::chrono::seconds(present_instant() / 1000)))));
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    for (const FileOut& file : {FileOut{folder + "/sample.xlsx", workbook},
                                FileOut{folder + "/sample.csv", sample_csv(frame, plan, study)}}) {
        TRY(write_file(file.name, file.bytes));
        std::fprintf(stderr, "%s\n", file.name.c_str());
    }
    for (const std::string& sentence : words)
        std::printf("# %s\n", sentence.c_str());
    std::printf("\n%s", sample_toml(frame, plan, study, "sample.csv").c_str());
    std::fprintf(stderr,
                 "The lines above belong into study.toml, and sample.csv beside it: copy it there "
                 "once the sample is final.\n");
    return Done{};
}

Exit sample(const SampleArguments& options) {
    if (options.margin < 0) {
        return wrong_usage("--margin is over 0 percentage points");
    }
    if (options.interviews <= 0 && options.margin <= 0) {
        return wrong_usage(
            "sample needs a size: --n INTERVIEWS, or --margin POINTS for a "
            "precision");
    }
    if (options.interviews > 0 && options.margin > 0) {
        return wrong_usage(
            "--n says how many interviews, and --margin has that computed: write one "
            "of the two");
    }
    const SampleArguments unset;
    const bool of_margin = options.confidence != unset.confidence || options.share != unset.share ||
                           options.design_effect != unset.design_effect ||
                           options.response != unset.response;
    if (options.interviews > 0 && of_margin) {
        return wrong_usage(
            "--confidence, --share, --deff and --response say how many interviews a "
            "--margin needs: leave them out, or write --margin instead of --n");
    }
    if (!(options.power >= 0 && options.power <= 1)) {
        return wrong_usage("--power is from 0 to 1");
    }
    Exit exit = Exit::done;
    const auto study = load_study(options.directory, exit);
    if (!study || exit != Exit::done) return exit;
    const auto bytes = read_file(options.frame);
    if (!bytes) return fail(bytes.error());
    const auto workbook = read_workbook(*bytes, options.frame);
    if (!workbook) return wrong(workbook.error().message);
    const ReadFrame read = read_frame(*workbook, options.frame, *study);
    print_diagnostics(read.diagnostics);
    if (has_errors(read.diagnostics)) return Exit::input_is_wrong;
    if (options.allocation == "neyman" && !read.frame.has_deviations)
        return wrong(options.frame +
                     ": Neyman allocation needs a column deviation: the standard deviation "
                     "expected in each area");
    const auto size = size_for(options, read.frame);
    if (!size) return wrong(size.error().message);
    const auto plan = draw_sample(read.frame, plan_options(options, *size));
    if (!plan) return wrong(plan.error().message);
    print_diagnostics(limits_of_plan(read.frame, *plan, options.frame));
    const Status written =
        write_sample(options,
                     *study,
                     read.frame,
                     *plan,
                     explain_sample(read.frame, *plan, name_of_file(options.frame), *size));
    return written ? Exit::done : fail(written.error());
}

}  // namespace

void add_sample(Program& program) {
    auto options = std::make_shared<SampleArguments>();
    Arguments command = program.add("sample",
                                    "where to interview how many: places, targets, enumerators",
                                    "mtm sample my-study frame.csv --n 1845 --enumerators 15",
                                    [options] { return sample(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command
        .add_option("FRAME",
                    options->frame,
                    "places with people (CSV, XLSX): area, place, population or male and female")
        .required();
    command.add_option("--n", options->interviews, "interviews").between(1, 10'000'000);
    command.add_option(
        "--margin", options->margin, "or as many as give this margin of error, in points");
    command.add_option("--confidence", options->confidence, "of it, in per cent").show_default();
    command.add_option("--share", options->share, "of people that it is for, in per cent")
        .show_default();
    command.add_option("--deff", options->design_effect, "design effect expected").show_default();
    command.add_option("--response", options->response, "of those approached, in per cent")
        .show_default();
    command.add_option("--allocation", options->allocation, "of interviews among areas")
        .one_of(std::vector<std::string>{"proportional", "neyman", "power"});
    command
        .add_option("--power",
                    options->power,
                    "0 the same for each area, 1 proportional (each times the frame's deviation, "
                    "if it has any)")
        .show_default();
    command.add_option("--least", options->least, "interviews of each area").between(0, 1'000'000);
    command.add_option("--per-place", options->a_place, "interviews, about")
        .show_default()
        .between(1, 10'000);
    command
        .add_option("--select",
                    options->selection,
                    "places by chances in proportion to size, or with one chance")
        .one_of(std::vector<std::string>{"pps", "systematic", "simple"});
    command.add_option("--enumerators", options->enumerators, "to share the interviews out among")
        .between(0, 10'000);
    command.add_option("--seed", options->seed, "of the selection").show_default();
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
}

}  // namespace mtm
