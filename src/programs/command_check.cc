#include <algorithm>
#include <cstdio>
#include <iterator>
#include <limits>
#include <memory>

#include "programs/command.h"
#include "programs/narratives.h"
#include "report/compose.h"

namespace mtm {
namespace {

// Where there are interviews, also which figures the public edition withholds.
Diagnostics withheld_in(const Study& study, const Narratives& narratives) {
    const std::string& directory = study.directory;
    const bool real = has_interviews(directory, InterviewKind::real);
    const auto read = read_interviews(
        directory, study.questionnaire, real ? InterviewKind::real : InterviewKind::rehearsed);
    Diagnostics out;
    if (!read || read->interviews.empty()) return out;
    const Dataset dataset = assemble(study, read->interviews).dataset;
    DisclosureControl control(study.file.threshold, Edition::published);
    for (const LanguageNarrative& narrative : narratives.narratives) {
        const Composed composed = compose(study,
                                          dataset,
                                          narrative.narrative,
                                          control,
                                          {.language = narrative.language, .areas_geojson = {}});
        std::ranges::move(withheld_figures(narrative.narrative, composed.document),
                          std::back_inserter(out));
    }
    return out;
}

Exit check(const std::string& directory) {
    const auto opened = open_study(directory);
    if (!opened) return fail(opened.error());
    Diagnostics diagnostics = opened->diagnostics;
    const auto narratives = read_narratives(directory, opened->study);
    if (!narratives) return fail(narratives.error());
    std::ranges::copy(narratives->diagnostics, std::back_inserter(diagnostics));
    if (!has_errors(diagnostics)) {
        std::ranges::move(withheld_in(opened->study, *narratives), std::back_inserter(diagnostics));
    }
    print_diagnostics(diagnostics, std::numeric_limits<int>::max());
    const auto errors = std::ranges::count(diagnostics, Severity::error, &Diagnostic::severity);
    std::printf("%s: %zu questions, %zu tables; %td errors, %td warnings\n",
                directory.c_str(),
                opened->study.questionnaire.questions.size(),
                opened->study.plan.tables.size(),
                errors,
                static_cast<std::ptrdiff_t>(diagnostics.size()) - errors);
    return errors > 0 ? Exit::input_is_wrong : Exit::done;
}

}  // namespace

void add_check(Program& program) {
    auto directory = std::make_shared<std::string>();
    CLI::App* command = program.add("check",
                                    "every mistake in questionnaire, plan and report",
                                    "mtm check studies/kazakhstan-2024-r4",
                                    [directory] { return check(*directory); });
    command->add_option("DIR", *directory, "the study's folder")->required();
}

}  // namespace mtm
