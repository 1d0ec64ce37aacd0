#include <cstdio>
#include <filesystem>
#include <memory>

#include "disclosure/risk_page.h"
#include "programs/area_files.h"
#include "programs/command.h"
#include "programs/compared_rounds.h"
#include "programs/dashboard_files.h"
#include "programs/earlier_round.h"
#include "programs/narratives.h"
#include "programs/private_keys.h"
#include "programs/report_origin.h"
#include "programs/table_files.h"
#include "publish/open_source.h"
#include "publish/synthetic_files.h"
#include "report/compose.h"
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

// A study and what its publication has told so far.
struct Published {
    LoadedStudy loaded;
    MadeFrom origin;
    CorrectionsMade corrections;
};

std::optional<Published> load(const Options& options, Exit& exit) {
    auto read = load_interviews(options.directory, {options.rehearsal, {}}, options.keys, exit);
    if (!read) return std::nullopt;
    const auto origin = origin_of(options.directory, *read);
    if (!origin) {
        exit = fail(origin.error());
        return std::nullopt;
    }
    const CorrectionsMade corrections = count_corrections(read->study, read->read);
    auto dataset = weighed_dataset(options.directory, *read, exit);
    if (!dataset) return std::nullopt;
    if (dataset->rehearsal && !options.rehearsal) {
        fail(
            Error{"these interviews are invented, and are no survey results. --rehearsal publishes "
                  "them all the same, marked on every file"});
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    return Published{{std::move(read->study), std::move(*dataset)}, *origin, corrections};
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
Result<FileOut> risk_told(const LoadedStudy& loaded, const ProtectedRecords& records) {
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
    if (edition == PackageEdition::open) out.gaps = package.gaps;
    return Done{};
}

// The sentences of the reports are of this publication too: what comes after them has to know.
Status tell_sentences(const Options& options,
                      const LoadedStudy& loaded,
                      DisclosureControl& control) {
    const auto narratives = read_narratives(options.directory, loaded.study);
    if (!narratives) return Done{};  // a study without a narrative
    print_diagnostics(narratives->diagnostics);
    if (has_errors(narratives->diagnostics)) return Error{"the narrative has mistakes"};
    PreviousRound previous;
    auto changes = changes_told(*narratives,
                                loaded.study,
                                loaded.dataset,
                                {options.rehearsal, {}},
                                options.keys,
                                control,
                                previous);
    for (const LanguageNarrative& each : narratives->narratives)
        (void)compose(loaded.study,
                      loaded.dataset,
                      each.narrative,
                      control,
                      {.language = each.language,
                       .areas_geojson = {},
                       .changes = changes ? &*changes : nullptr});
    return Done{};
}

// With the round before, where it is at hand.
std::optional<RoundComparison> compared(const Options& options, OpenedRound& now) {
    const std::string folder = previous_folder(options.directory, now.loaded.study);
    if (folder.empty() || !std::filesystem::is_directory(folder)) return std::nullopt;
    Exit exit = Exit::done;
    auto before =
        open_round(folder, {options.rehearsal, {}}, options.keys, Edition::published, exit);
    if (!before) return std::nullopt;
    // A change divided into mix and within is not shown; its tables would take long to protect.
    const StudyFile kept = now.loaded.study.file;
    now.loaded.study.file.compare.mix.clear();
    now.loaded.study.file.fieldwork.area.clear();
    now.loaded.study.file.fieldwork.group.clear();
    auto out = compare_two(*before, now, exit);
    now.loaded.study.file = kept;
    return out;
}

Result<Publication> publication(const Options& options, Published published) {
    const LoadedStudy& loaded = published.loaded;
    Publication out;
    if (options.plan) {
        const ProtectedRecords protection = TRY(protect_records(loaded.study, loaded.dataset));
        tell_identifying(protection, loaded.study);
        out.files.push_back(TRY(risk_told(loaded, protection)));
        return out;
    }
    const auto open = TRY(DisclosureControl::release_records(loaded.study, loaded.dataset));
    tell_identifying(open.value(), loaded.study);
    out.files.push_back(TRY(risk_told(loaded, open.value())));
    Study restricted = loaded.study;
    restricted.file.records = restricted.file.restricted;
    const auto agreed = TRY(DisclosureControl::release_records(restricted, loaded.dataset));

    OpenedRound now{std::move(published.loaded),
                    DisclosureControl(restricted.file.threshold, Edition::published)};
    const std::vector<Released<SafeTable>> tables =
        release_all(now.control, tabulate(now.loaded.study, now.loaded.dataset));
    TRY(tell_sentences(options, now.loaded, now.control));
    TableExport exported =
        table_export_of(now.loaded.study, now.loaded.dataset, tables, Edition::published);
    exported.corrections = published.corrections;
    exported.made_from = published.origin;
    const AreaFiles map = TRY(read_area_files(options.directory, now.loaded.study));
    const PublishedAreas areas =
        TRY(published_areas(now.loaded.study, map.geojson, map.aliases, exported.language));
    TRY(add_package(open, exported, areas, PackageEdition::open, out));
    TRY(add_package(agreed, exported, areas, PackageEdition::restricted, out));
    for (ExportedFile& file :
         TRY(attacked_synthetic_files(now.loaded.study, now.loaded.dataset, tables)))
        out.files.push_back({"public/synthetic/" + file.name, std::move(file.bytes)});
    const auto rounds = compared(options, now);
    for (FileOut& file : TRY(dashboard_files({.directory = options.directory,
                         .study = now.loaded.study,
                         .dataset = now.loaded.dataset,
                         .tables = tables,
                         .control = now.control,
                         .made_from = published.origin,
                         .rounds = rounds ? &*rounds : nullptr})))
        out.files.push_back({"public/" + file.name, std::move(file.bytes)});
    return out;
}

Exit publish(const Options& options) {
    Exit exit = Exit::done;
    auto published = load(options, exit);
    if (!published) return exit;
    const auto made = publication(options, std::move(*published));
    if (!made) {
        fail(made.error());
        return Exit::input_is_wrong;
    }
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
