#include <cstdio>
#include <memory>

#include "disclosure/risk_page.h"
#include "programs/area_files.h"
#include "programs/command.h"
#include "programs/narratives.h"
#include "programs/private_keys.h"
#include "programs/report_origin.h"
#include "programs/table_files.h"
#include "programs/weighing.h"
#include "publish/dashboard.h"
#include "publish/open_source.h"
#include "report/cover.h"
#include "store/corrections_made.h"
#include "store/files.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

struct Options {
    std::string directory;
    std::string out;
    bool rehearsal = false;
    bool plan = false;
    KeyOptions keys;
};

// All that is to be written: nothing is before everything is made and found safe.
struct Publication {
    std::vector<FileOut> files;
    std::vector<std::string> gaps;
};

struct Published {
    Study study;
    Dataset dataset;
    MadeFrom origin;
    CorrectionsMade corrections;
};

std::optional<Published> load(const Options& options, Exit& exit) {
    auto read = load_interviews(options.directory, {options.rehearsal, {}}, options.keys, exit);
    if (!read) return std::nullopt;
    Published out;
    const auto origin = origin_of(options.directory, *read);
    if (!origin) {
        exit = fail(origin.error());
        return std::nullopt;
    }
    out.origin = *origin;
    out.corrections = count_corrections(read->study, read->read);
    auto dataset = weighed_dataset(options.directory, *read, exit);
    if (!dataset) return std::nullopt;
    out.dataset = std::move(*dataset);
    out.study = std::move(read->study);
    if (out.dataset.rehearsal && !options.rehearsal) {
        exit =
            fail(Error{"these are invented interviews, which are no survey results: --rehearsal "
                       "publishes them all the same, marked as invented"});
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    return out;
}

void tell_identifying(const ProtectedRecords& records, const Study& study) {
    Diagnostics diagnostics;
    for (const IdentifyingAnswers& found : records.identifying) {
        const Question& question =
            study.questionnaire.questions[static_cast<std::size_t>(found.question)];
        for (const std::string& interview : found.interviews) {
            diagnostics.push_back(
                {.code = "identifying-answer",
                 .severity = Severity::warning,
                 .place = {.file = {},
                           .sheet = {},
                           .row = 0,
                           .column = question.name,
                           .interview = interview},
                 .message = "An answer to “" + question.name + "” holds what reads like " +
                            std::string(words_for(found.kind)) + ".",
                 .remedy = "It is not published. Correct it all the same: it stays in the study."});
        }
    }
    print_diagnostics(diagnostics);
}

// The risk of the records as they will be published: said, and kept for the study's team.
Result<FileOut> risk_told(const Published& loaded, const ProtectedRecords& records) {
    const RiskReport risk = TRY(risk_of_records(loaded.study, loaded.dataset, records));
    for (const std::string& line : risk_lines(records, risk, loaded.study.file.records))
        std::fprintf(stderr, "%s\n", line.c_str());
    return FileOut{"risk.html", risk_page(loaded.study, loaded.dataset, records, risk)};
}

Status add_package(const Released<ProtectedRecords>& records,
                   const TableExport& tables,
                   const PublishedAreas& areas,
                   PackageEdition edition,
                   Publication& out) {
    OpenDataSource source = open_source(records, tables, edition);
    source.areas = areas;
    const OpenPackage package = TRY(open_package(source));
    const std::string folder = edition == PackageEdition::open ? "public/data/" : "restricted/";
    for (const ExportedFile& file : package.files)
        out.files.push_back({folder + file.name, file.bytes});
    out.gaps.insert(out.gaps.end(), package.gaps.begin(), package.gaps.end());
    return Done{};
}

Status add_dashboard(const Options& options,
                     const Published& loaded,
                     const std::vector<Released<SafeTable>>& tables,
                     const DisclosureControl& control,
                     const AreaFiles& areas,
                     Publication& out) {
    const Narratives narratives = TRY(read_narratives(options.directory, loaded.study));
    DashboardInput input{.study = loaded.study,
                         .dataset = loaded.dataset,
                         .tables = tables,
                         .fronts = {},
                         .areas_geojson = areas.geojson,
                         .area_aliases = areas.aliases};
    for (const LanguageNarrative& narrative : narratives.narratives) {
        Document& front = input.fronts.emplace_back();
        fill_front(
            loaded.study, loaded.dataset, narrative.narrative, control, narrative.language, front);
        front.made_from = loaded.origin;
        input.map_remarks.push_back(map_remarks_in(loaded.study, narrative.narrative));
    }
    for (DashboardFile& file : TRY(dashboard(input)))
        out.files.push_back({"public/" + file.name, std::move(file.bytes)});
    return Done{};
}

Result<Publication> publication(const Options& options, const Published& loaded) {
    Publication out;
    const auto protection = TRY(protect_records(loaded.study, loaded.dataset));
    tell_identifying(protection, loaded.study);
    out.files.push_back(TRY(risk_told(loaded, protection)));
    if (options.plan) return out;
    const auto records = TRY(DisclosureControl::release_records(loaded.study, loaded.dataset));
    Study restricted = loaded.study;
    restricted.file.records = restricted.file.restricted;
    const auto agreed = TRY(DisclosureControl::release_records(restricted, loaded.dataset));
    DisclosureControl control(loaded.study.file.threshold, Edition::published);
    const std::vector<Released<SafeTable>> tables =
        release_all(control, tabulate(loaded.study, loaded.dataset));
    TableExport exported =
        table_export_of(loaded.study, loaded.dataset, tables, Edition::published);
    exported.corrections = loaded.corrections;
    exported.made_from = loaded.origin;
    const AreaFiles map = TRY(read_area_files(options.directory, loaded.study));
    const PublishedAreas areas =
        TRY(published_areas(loaded.study, map.geojson, map.aliases, exported.language));
    TRY(add_package(records, exported, areas, PackageEdition::open, out));
    TRY(add_package(agreed, exported, areas, PackageEdition::restricted, out));
    TRY(add_dashboard(options, loaded, tables, control, map, out));
    return out;
}

Exit publish(const Options& options) {
    Exit exit = Exit::done;
    const auto loaded = load(options, exit);
    if (!loaded) return exit;
    const auto made = publication(options, *loaded);
    if (!made) return fail(made.error()), Exit::input_is_wrong;
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    for (const FileOut& file : made->files) {
        const std::string path = folder + "/" + file.name;
        if (const Status written = write_file(path, file.bytes); !written)
            return fail(written.error());
        std::printf("%s\n", path.c_str());
    }
    for (const std::string& gap : made->gaps)
        std::fprintf(stderr, "%s\n", gap.c_str());
    return Exit::done;
}

}  // namespace

void add_publish(Program& program) {
    auto options = std::make_shared<Options>();
    Arguments command = program.add("publish",
                                    "protected open data, dashboard and what describes them",
                                    "mtm publish studies/kazakhstan-2024-r4 --rehearsal",
                                    [options] { return publish(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command.add_flag("--rehearsal", options->rehearsal, "publish invented interviews, marked so");
    command.add_flag("--plan", options->plan, "say how records are protected; publish nothing");
    add_key_options(command, options->keys);
}

}  // namespace mtm
