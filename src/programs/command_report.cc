#include <cstdio>
#include <memory>

#include "chart/press.h"
#include "programs/command.h"
#include "programs/drafting.h"
#include "programs/earlier_round.h"
#include "programs/kept_drawings.h"
#include "programs/narratives.h"
#include "programs/private_keys.h"
#include "programs/report_outputs.h"
#include "programs/reporting.h"
#include "report/against.h"
#include "report/proof.h"
#include "store/files.h"

namespace mtm {
namespace {

// Of a few reports in a few languages, for a page and for a phone, as SVG and PNG.
constexpr std::size_t kept_charts_max = 3000;

struct ReportArguments {
    std::string directory;
    std::string edition = "public";
    std::string against;
    std::string out;
    std::string format = all_report_formats;
    bool rehearsal = false;
    bool draft = false;
    bool proof = false;
    std::string as_of;
    KeyOptions keys;
};

// Every language is composed before any file is written.
Exit write_reports(const ReportArguments& options,
                   const Reported& loaded,
                   const std::set<ReportFormat>& formats,
                   const CacheFolder& cache,
                   ChartPress& charts) {
    Exit exit = Exit::done;
    const ReportWish wish{options.directory,
                          options.edition == "internal" ? Edition::internal : Edition::published,
                          {options.rehearsal, options.as_of},
                          options.keys};
    const auto made = make_publication(wish, loaded, &charts, exit);
    if (!made) return exit;
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    std::vector<FileOut> beside{made->annex};
    for (const ReportToWrite& report : made->reports) {
        if (options.proof)
            beside.push_back({"proof" + report.suffix + ".csv", proof_csv(report.document)});
    }
    exit = write_report_files(made->reports, formats, folder, beside, cache);
    cache.trim(kept_charts_max);
    return exit;
}

Exit compare(const ReportArguments& options, const Reported& loaded) {
    const auto bytes = read_file(options.against);
    if (!bytes) return fail(bytes.error());
    const bool any_before =
        !loaded.study.file.previous.empty() || !loaded.study.file.previous_figures.empty();
    const PreviousRound previous =
        any_before
            ? previous_round(
                  loaded.study, loaded.dataset, {options.rehearsal, options.as_of}, options.keys)
            : PreviousRound{};
    const Comparison comparison =
        compare_with_published(loaded.study, loaded.dataset, *bytes, options.against, previous);
    print_diagnostics(comparison.diagnostics);
    for (const std::string& line : comparison.lines())
        std::printf("%s\n", line.c_str());
    const bool wrong = has_errors(comparison.diagnostics) || comparison.contradicted() > 0;
    return wrong ? Exit::input_is_wrong : Exit::done;
}

Exit draft(const ReportArguments& options, const Reported& loaded) {
    DisclosureControl control(loaded.study.file, Edition::published);
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    const StudyFile& file = loaded.study.file;
    PreviousRound previous;
    std::optional<RoundChanges> changes;
    if (!file.previous.empty() || !file.previous_figures.empty()) {
        previous = previous_round(
            loaded.study, loaded.dataset, {options.rehearsal, options.as_of}, options.keys);
        changes.emplace(loaded.study,
                        loaded.dataset,
                        previous,
                        control,
                        publication_of(previous, control.edition()));
    }
    return write_drafts(options.directory,
                        folder,
                        loaded.study,
                        loaded.dataset,
                        control,
                        changes ? &*changes : nullptr);
}

// What is wrong with the narratives or the figures is told in the same run as what is wrong with
// the study or its interviews.
void tell_other_mistakes(const ReportArguments& options) {
    const auto opened = open_study(options.directory);
    if (!opened || opened->study.questionnaire.questions.empty()) return;
    const Study& study = opened->study;
    if (!options.against.empty()) {
        Exit ignored = Exit::done;
        const auto published = load_figures(options.against, ignored);
        if (published) print_diagnostics(mistakes_of_figures(study, *published));
        return;
    }
    const auto narratives = read_narratives(options.directory, study);
    if (narratives) print_diagnostics(narratives->diagnostics);
}

Exit run(const ReportArguments& options) {
    Exit exit = Exit::done;
    const auto formats = report_formats(options.format);
    if (!formats) return Exit::wrong_usage;
    KeptDrawings kept(options.directory);
    std::optional<ChartPress> charts;
    // Loads while the interviews are read.
    if (options.against.empty() && !options.draft) charts.emplace(2U, &kept, kept.loads());
    auto read =
        load_interviews(options.directory, {options.rehearsal, options.as_of}, options.keys, exit);
    if (!read) {
        tell_other_mistakes(options);
        return exit;
    }
    const auto loaded = reported(options.directory, std::move(*read), exit);
    if (!loaded) return exit;
    if (!options.against.empty()) return compare(options, *loaded);
    if (options.draft) return draft(options, *loaded);
    return write_reports(options, *loaded, *formats, kept.folder(), *charts);
}

}  // namespace

void add_report(Program& program) {
    auto options = std::make_shared<ReportArguments>();
    Arguments command = program.add(
        "report",
        "the report, in each language, as HTML, PDF, DOCX and Markdown; or how published "
        "figures compare",
        "mtm report studies/kazakhstan-2024-r4 --format html,pdf",
        [options] { return run(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_option("--edition", options->edition, "public withholds small counts")
        .one_of(std::vector<std::string>{"public", "internal"})
        .show_default();
    command
        .add_option("--format",
                    options->format,
                    "which of html, pdf, docx, md, charts (each as SVG, PNG, Vega-Lite, CSV); the "
                    "workbook of tables comes with each")
        .show_default();
    command.add_option(
        "--against",
        options->against,
        "published figures (CSV) to compare with the data, instead of a report; what "
        "it prints is for the team, small numbers too");
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command.add_flag(
        "--draft",
        options->draft,
        "write a first report.md from data and questionnaire (one that is there stays)");
    command.add_flag("--proof",
                     options->proof,
                     "also list each figure with its sentence, expression, value and base (CSV)");
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    add_as_of_option(command, options->as_of);
    add_key_options(command, options->keys);
}

}  // namespace mtm
