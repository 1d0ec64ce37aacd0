#include <cstdio>
#include <memory>

#include "programs/command.h"
#include "programs/private_keys.h"
#include "programs/report_origin.h"
#include "programs/table_files.h"
#include "programs/told_before.h"
#include "report/explain_json.h"
#include "report/table_export.h"
#include "store/corrections_made.h"
#include "store/files.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

struct TablesArguments {
    std::string directory;
    std::string out;
    std::string edition = "public";
    bool rehearsal = false;
    bool explain = false;
    bool json = false;
    std::string as_of;
    KeyOptions keys;
};

Exit write_tables(const TablesArguments& options) {
    Exit exit = Exit::done;
    auto read =
        load_interviews(options.directory, {options.rehearsal, options.as_of}, options.keys, exit);
    if (!read) return exit;
    const CorrectionsMade corrections = count_corrections(read->study, read->read);
    const auto origin = origin_of(options.directory, *read);
    if (!origin) return fail(origin.error());
    auto dataset = weighed_dataset(options.directory, *read, exit);
    if (!dataset) return exit;
    const LoadedStudy loaded{std::move(read->study), std::move(*dataset)};
    if (options.explain) {
        const TabulationPlan plan = plan_of_tabulation(loaded.study, loaded.dataset);
        std::fputs((options.json ? explain_json(plan) : text_of(plan)).c_str(), stdout);
        return Exit::done;
    }
    const Edition edition = options.edition == "internal" ? Edition::internal : Edition::published;
    DisclosureControl control(loaded.study.file, edition);
    const std::vector<Table> counted = counted_tables(loaded.study, loaded.dataset);
    if (const auto begun = begin_with_what_is_public(
            loaded.study, loaded.dataset, counted, PublicAlready::releases_and_published, control);
        !begun) {
        return fail(begun.error());
    }
    const std::vector<Released<SafeTable>> tables = release_all(control, counted);
    TableExport exported = table_export_of(loaded.study, loaded.dataset, tables, edition);
    exported.corrections = corrections;
    exported.made_from = *origin;
    const auto workbook = write_workbook(tables_workbook(exported));
    if (!workbook) return fail(workbook.error());
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    const std::string stem = folder + "/" + tables_stem(loaded.dataset, edition);
    const std::vector<FileOut> files{{stem + ".xlsx", *workbook},
                                     {stem + ".csv", tables_csv(exported)},
                                     {stem + ".json", tables_json(exported)}};
    for (const FileOut& file : files) {
        if (const Status written = write_file(file.name, file.bytes); !written) {
            return fail(written.error());
        }
        std::printf("%s\n", file.name.c_str());
    }
    return Exit::done;
}

}  // namespace

void add_tables(Program& program) {
    auto options = std::make_shared<TablesArguments>();
    Arguments command = program.add("tables",
                                    "every table of the plan, as XLSX, CSV and JSON",
                                    "mtm tables studies/kazakhstan-2024-r4",
                                    [options] { return write_tables(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command.add_option("--edition", options->edition, "public withholds small counts")
        .one_of(std::vector<std::string>{"public", "internal"});
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    command.add_flag("--explain", options->explain, "say how they are counted; write nothing");
    command.add_flag("--json", options->json, "with --explain: as JSON");
    add_as_of_option(command, options->as_of);
    add_key_options(command, options->keys);
}

}  // namespace mtm
