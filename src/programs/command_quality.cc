#include <array>
#include <chrono>
#include <cstdio>
#include <memory>

#include "base/time_zone.h"
#include "capture/arrivals.h"
#include "programs/command.h"
#include "programs/private_keys.h"
#include "quality/quality_page.h"
#include "store/clock.h"
#include "store/files.h"
#include "store/sqlite_store.h"

namespace mtm {
namespace {

struct QualityArguments {
    std::string directory;
    std::string out;
    bool rehearsal = false;
    bool list = false;
    std::string as_of;
    KeyOptions keys;
};

Result<std::vector<ArrivalFacts>> arrivals_in(const QualityArguments& options,
                                              const StudyRead& read,
                                              const Dataset& dataset) {
    std::unique_ptr<SqliteInterviewStore> store;
    if (!dataset.rehearsal && has_database(options.directory))
        store =
            TRY(SqliteInterviewStore::open(options.directory, SqliteInterviewStore::Access::read));
    return arrivals_of(read.study, dataset, read.read.interviews, store.get());
}

Status write_quality(const QualityArguments& options,
                     const StudyRead& read,
                     const Dataset& dataset) {
    const auto areas = area_polygons_of(read.study);
    if (!areas) return areas.error();
    std::vector<ArrivalFacts> arrivals = TRY(arrivals_in(options, read, dataset));
    const FieldworkRows rows = lay_out_fieldwork(read.study, dataset, std::move(arrivals));
    const QualityReport report = check_quality(rows, *areas ? &**areas : nullptr);
    const std::string workbook = TRY(write_workbook(quality_workbook(
        rows, report, std::chrono::sys_seconds(std::chrono::seconds(present_instant() / 1000)))));
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    const std::string stem = folder + "/quality" + as_of_suffix(dataset.as_of);
    const std::string today = dataset.as_of.empty()
                                  ? date_in_zone(present_instant(), read.study.file.timezone)
                                  : dataset.as_of;
    for (const FileOut& file : {FileOut{stem + ".html", quality_page(rows, report, today)},
                                FileOut{stem + ".xlsx", workbook}}) {
        TRY(write_file(file.name, file.bytes));
        std::printf("%s\n", file.name.c_str());
    }
    std::array<int, 3> counts{};
    for (const Finding& finding : report.findings)
        ++counts[static_cast<std::size_t>(priority_of(finding))];
    std::fprintf(stderr,
                 "%zu findings: %d of high priority, %d of medium, %d of low\n",
                 report.findings.size(),
                 counts[2],
                 counts[1],
                 counts[0]);
    return Done{};
}

Exit list_checks() {
    for (const CheckDefinition& check : check_definitions())
        std::printf("%-18.*s %-7.*s %.*s\n",
                    static_cast<int>(check.code.size()),
                    check.code.data(),
                    static_cast<int>(name_of(check.priority).size()),
                    name_of(check.priority).data(),
                    static_cast<int>(check.title.size()),
                    check.title.data());
    return Exit::done;
}

Exit quality(const QualityArguments& options) {
    if (options.list) return list_checks();
    if (options.directory.empty()) {
        return wrong_usage("quality needs DIR, the study's folder (or --list)");
    }
    Exit exit = Exit::done;
    const auto read =
        load_interviews(options.directory, {options.rehearsal, options.as_of}, options.keys, exit);
    if (!read) return exit;
    const Status written = write_quality(options, *read, dataset_of(*read));
    return written ? Exit::done : fail(written.error());
}

}  // namespace

void add_quality(Program& program) {
    auto options = std::make_shared<QualityArguments>();
    Arguments command = program.add("quality",
                                    "what is wrong with the interviews, and whom to phone",
                                    "mtm quality studies/kazakhstan-2024-r4",
                                    [options] { return quality(*options); });
    command.add_option("DIR", options->directory, "the study's folder");
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    command.add_flag("--list", options->list, "only list the checks");
    add_as_of_option(command, options->as_of);
    add_key_options(command, options->keys);
}

}  // namespace mtm
