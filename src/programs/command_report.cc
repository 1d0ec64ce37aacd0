#include <cstdio>
#include <filesystem>
#include <memory>

#include "chart/press.h"
#include "programs/command.h"
#include "report/against.h"
#include "report/compose.h"
#include "report/html.h"
#include "store/files.h"

namespace mtm {
namespace {

struct Options {
    std::string directory;
    std::string edition = "public";
    std::string against;
    std::string out;
    bool rehearsal = false;
};

// report.md is in the first language of the study, report.ru.md in Russian, and so on.
std::string narrative_path(const std::string& directory, const Study& study, std::size_t language) {
    if (language == 0) return directory + "/report.md";
    return directory + "/report." + study.file.languages[language] + ".md";
}

Result<std::string> areas_of(const std::string& directory, const Study& study) {
    if (study.file.areas.file.empty()) return std::string();
    return read_file(directory + "/" + study.file.areas.file);
}

Exit write_report(const Options& options,
                  const LoadedStudy& loaded,
                  std::size_t language,
                  ChartPress& charts) {
    const std::string path = narrative_path(options.directory, loaded.study, language);
    if (language > 0 && !std::filesystem::exists(path)) return Exit::done;
    const auto text = read_file(path);
    if (!text) return fail(text.error());
    ReadNarrative read = read_narrative(*text, path);
    Diagnostics diagnostics = std::move(read.diagnostics);
    std::ranges::move(check_narrative(read.narrative, loaded.study),
                      std::back_inserter(diagnostics));
    print_diagnostics(diagnostics);
    if (has_errors(diagnostics)) return Exit::input_is_wrong;

    const auto areas = areas_of(options.directory, loaded.study);
    if (!areas) return fail(areas.error());
    const bool internal = options.edition == "internal";
    const DisclosureControl control(loaded.study.file.threshold,
                                    internal ? Edition::internal : Edition::published);
    const Composed composed = compose(loaded.study,
                                      loaded.dataset,
                                      read.narrative,
                                      control,
                                      {.language = loaded.study.file.languages[language],
                                       .areas_geojson = *areas,
                                       .charts = &charts});
    print_diagnostics(composed.diagnostics);
    if (has_errors(composed.diagnostics)) return Exit::input_is_wrong;

    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    const std::string suffix = (language == 0 ? "" : "." + loaded.study.file.languages[language]) +
                               (internal ? std::string("-internal") : std::string());
    const std::string target = folder + "/report" + suffix + ".html";
    if (const Status written = write_file(target, html(composed.document)); !written) {
        return fail(written.error());
    }
    std::printf("%s\n", target.c_str());
    return Exit::done;
}

Exit compare(const Options& options, const LoadedStudy& loaded) {
    const auto bytes = read_file(options.against);
    if (!bytes) return fail(bytes.error());
    const Comparison comparison =
        compare_with_published(loaded.study, loaded.dataset, *bytes, options.against);
    print_diagnostics(comparison.diagnostics);
    for (const std::string& line : comparison.lines())
        std::printf("%s\n", line.c_str());
    const bool wrong = has_errors(comparison.diagnostics) || comparison.contradicted() > 0;
    return wrong ? Exit::input_is_wrong : Exit::done;
}

Exit run(const Options& options) {
    Exit exit = Exit::done;
    std::optional<ChartPress> charts;
    if (options.against.empty()) charts.emplace();  // loads while the interviews are read
    const auto loaded = load_dataset(options.directory, options.rehearsal, exit);
    if (!loaded) return exit;
    if (!options.against.empty()) return compare(options, *loaded);
    for (std::size_t l = 0; l < loaded->study.file.languages.size(); ++l) {
        exit = write_report(options, *loaded, l, *charts);
        if (exit != Exit::done) return exit;
    }
    return exit;
}

}  // namespace

void add_report(Program& program) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        program.add("report",
                    "the report, in each language; or how published figures compare",
                    "mtm report studies/kazakhstan-2024-r4 --against figures.csv",
                    [options] { return run(*options); });
    command->add_option("DIR", options->directory, "the study's folder")->required();
    command->add_option("--edition", options->edition, "public withholds small counts")
        ->check(CLI::IsMember({"public", "internal"}))
        ->capture_default_str();
    command->add_option("--against",
                        options->against,
                        "published figures (CSV) to compare with the data, instead of a report");
    command->add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command->add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
}

}  // namespace mtm
