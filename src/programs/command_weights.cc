#include <cstdio>
#include <memory>

#include "base/time_zone.h"
#include "programs/command.h"
#include "programs/private_keys.h"
#include "programs/weighing.h"
#include "sampling/weights_page.h"
#include "store/clock.h"
#include "store/files.h"

namespace mtm {
namespace {

struct WeightsArguments {
    std::string directory;
    std::string out;
    bool rehearsal = false;
    KeyOptions keys;
};

Result<Exit> write_weights(const WeightsArguments& options, const LoadedStudy& loaded) {
    const StudyFile& file = loaded.study.file;
    const WeighedInterviews weighed =
        TRY(weigh_interviews(options.directory, loaded.study, loaded.dataset));
    print_diagnostics(weighed.diagnostics);
    if (has_errors(weighed.diagnostics)) return Exit::input_is_wrong;
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    const std::string today = date_in_zone(present_instant(), file.timezone);
    for (const FileOut& out :
         {FileOut{folder + "/weights.html",
                  weights_page(loaded.study, loaded.dataset, weighed, today)},
          FileOut{folder + "/weights.csv", weights_csv(loaded.dataset, weighed.design)}}) {
        TRY(write_file(out.name, out.bytes));
        std::printf("%s\n", out.name.c_str());
    }
    const WeightSummary& summary = weighed.stages.back().summary;
    std::fprintf(stderr,
                 "%zu interviews with weights from %.4g to %.4g; design effect %.2f, worth %.0f "
                 "interviews\n",
                 summary.rows,
                 summary.quantiles.front(),
                 summary.quantiles.back(),
                 summary.design_effect,
                 summary.effective_rows);
    return Exit::done;
}

Exit weights(const WeightsArguments& options) {
    Exit exit = Exit::done;
    auto read =
        load_interviews(options.directory, {.rehearsal = options.rehearsal}, options.keys, exit);
    if (!read) return exit;
    Dataset dataset = dataset_of(*read);
    const LoadedStudy loaded{std::move(read->study), std::move(dataset)};
    if (!loaded.study.file.weights.given() && !loaded.study.file.sample.given()) {
        std::fprintf(
            stderr,
            "mtm: study.toml says nothing of weights. Add [weights] (docs/sampling.md), as "
            "margins = \"population.csv\" with variable, category, total.\n");
        return Exit::input_is_wrong;
    }
    const auto written = write_weights(options, loaded);
    return written ? *written : fail(written.error());
}

}  // namespace

void add_weights(Program& program) {
    auto options = std::make_shared<WeightsArguments>();
    Arguments command = program.add("weights",
                                    "weights of the interviews, and what they are like",
                                    "mtm weights my-study",
                                    [options] { return weights(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    add_key_options(command, options->keys);
}

}  // namespace mtm
