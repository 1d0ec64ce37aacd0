#include <cstdio>
#include <memory>

#include "disclosure/record_protection.h"
#include "programs/command.h"
#include "programs/private_keys.h"

namespace mtm {
namespace {

struct Options {
    std::string directory;
    bool rehearsal = false;
    bool plan = false;
    KeyOptions keys;
};

Exit publish(const Options& options) {
    Exit exit = Exit::done;
    const auto loaded =
        load_dataset(options.directory, {options.rehearsal, {}}, options.keys, exit);
    if (!loaded) return exit;
    const auto records = protect_records(loaded->study, loaded->dataset, 1);
    if (!records) return fail(records.error());
    for (const std::string& step : records->steps)
        std::printf("%s\n", step.c_str());
    for (const RecordTreatment& treatment : records->records.treatments)
        std::printf("%-28s %-10s %s%s\n",
                    treatment.name.c_str(),
                    std::string(words_for(treatment.role)).c_str(),
                    treatment.what.c_str(),
                    treatment.blanked > 0
                        ? (", " + std::to_string(treatment.blanked) + " blanked").c_str()
                        : "");
    std::printf("fewest alike: %zu of %zu\n",
                fewest_alike(records->records),
                records->records.dataset.counted());
    return Exit::done;
}

}  // namespace

void add_publish(Program& program) {
    auto options = std::make_shared<Options>();
    Arguments command = program.add("publish",
                                    "protected open data, dashboard and what describes them",
                                    "mtm publish studies/kazakhstan-2024-r4",
                                    [options] { return publish(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    command.add_flag("--plan", options->plan, "say how records are protected; write nothing");
    add_key_options(command, options->keys);
}

}  // namespace mtm
