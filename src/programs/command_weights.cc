#include <cstdio>
#include <deque>
#include <memory>

#include "base/time_zone.h"
#include "programs/command.h"
#include "programs/private_keys.h"
#include "sampling/weights_page.h"
#include "store/clock.h"
#include "store/files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

struct Options {
    std::string directory;
    std::string out;
    bool rehearsal = false;
    KeyOptions keys;
};

// The tables that study.toml names, kept for as long as they are looked at.
class WeightTables {
public:
    explicit WeightTables(const std::string& directory) : directory_(directory) {}

    /// Null, if the study names none.
    Result<const NamedTable*> read(const std::string& name) {
        if (name.empty()) return static_cast<const NamedTable*>(nullptr);
        const std::string path = directory_ + "/" + name;
        const std::string bytes = TRY(read_file(path));
        books_.push_back(TRY(read_workbook(bytes, path)));
        if (books_.back().sheets.empty()) books_.back().sheets.emplace_back();
        tables_.push_back({path, TableSheet(books_.back().sheets[0])});
        return static_cast<const NamedTable*>(&tables_.back());
    }

private:
    const std::string& directory_;
    std::deque<Workbook> books_;
    std::deque<NamedTable> tables_;
};

Result<Exit> write_weights(const Options& options, const LoadedStudy& loaded) {
    const StudyFile& file = loaded.study.file;
    WeightTables tables(options.directory);
    WeightFiles files;
    files.places = TRY(tables.read(file.sample.file));
    files.margins = TRY(tables.read(file.weights.margins));
    files.nonresponse = TRY(tables.read(file.weights.nonresponse));
    const Place place{options.directory + "/study.toml", {}, 0, {}, {}};
    const WeighedInterviews weighed = weigh(loaded.study, loaded.dataset, files, place);
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

Exit weights(const Options& options) {
    Exit exit = Exit::done;
    const auto loaded = load_dataset(options.directory, options.rehearsal, options.keys, exit);
    if (!loaded) return exit;
    if (!loaded->study.file.weights.given() && !loaded->study.file.sample.given()) {
        std::fprintf(
            stderr,
            "mtm: study.toml says nothing of weights. Add [weights] (docs/sampling.md), as "
            "margins = \"population.csv\" with variable, category, total.\n");
        return Exit::input_is_wrong;
    }
    const auto written = write_weights(options, *loaded);
    return written ? *written : fail(written.error());
}

}  // namespace

void add_weights(Program& program) {
    auto options = std::make_shared<Options>();
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
