#include "programs/earlier_told.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <set>

#include "programs/attacking.h"
#include "programs/earlier_round.h"
#include "programs/table_files.h"
#include "programs/told_before.h"
#include "report/compose.h"
#include "report/proof.h"
#include "store/published.h"
#include "store/releases.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t told_max = 20;  // counts named on the terminal

// Everyone's answers to each question, as a comparison of rounds has them.
Study with_tables_of_everyone(const Study& study) {
    Study out = study;
    out.plan.tables.clear();
    const auto add = [&out](const std::string& name, Statistic statistic) {
        TableSpec& spec = out.plan.tables.emplace_back();
        spec.name = name;
        spec.question = name;
        spec.statistic = statistic;
    };
    for (const Question& question : study.questionnaire.questions) {
        if (question.disclosure == Disclosure::identifier) continue;
        if (is_select(question.type) && question.list >= 0) add(question.name, Statistic::percent);
        if (is_numeric(question.type)) add(question.name, Statistic::mean);
    }
    for (const DerivedVariable& variable : study.plan.derived)
        add(variable.name, Statistic::percent);
    return out;
}

std::string json_of(const LoadedStudy& of, const std::vector<Released<SafeTable>>& tables) {
    return tables_json(table_export_of(of.study, of.dataset, tables, Edition::published));
}

// What a publication of the round would print today.
Result<PublicTexts> printed_today(const LoadedStudy& round) {
    DisclosureControl control(round.study.file, Edition::published);
    PublicTexts out;
    const std::vector<Table> counted = counted_tables(round.study, round.dataset);
    TRY(begin_with_what_is_public(
        round.study, round.dataset, counted, PublicAlready::releases_and_published, control));
    out.tables = json_of(round, release_all(control, counted));
    std::vector<Released<SafeTable>> more =
        release_all(control, counted_tables(with_tables_of_everyone(round.study), round.dataset));
    const auto narratives = read_narratives(round.study.directory, round.study);
    if (narratives && !has_errors(narratives->diagnostics)) {
        for (const LanguageNarrative& each : narratives->narratives) {
            Composed composed = compose(round.study,
                                        round.dataset,
                                        each.narrative,
                                        control,
                                        {.language = each.language, .areas_geojson = {}});
            out.figures.push_back(proof_csv(composed.document));
            std::ranges::move(composed.tables, std::back_inserter(more));
        }
    }
    out.of_reports = json_of(round, more);
    return out;
}

bool is_anything_public(const std::string& directory) {
    const auto releases = read_releases(directory);
    const auto kept = read_kept_publications(directory);
    return !releases || !kept || !releases->empty() || !kept->empty();
}

}  // namespace

void say_differences(const AttackOutcome& outcome, int threshold) {
    std::fprintf(stderr,
                 "mtm: whoever has what is public already could subtract: %zu numbers tell of 1 "
                 "to %d people.\n",
                 outcome.successes,
                 threshold - 1);
    for (std::size_t i = 0; i < std::min(outcome.found.size(), told_max); ++i)
        std::fprintf(
            stderr, "  %s: %s\n", outcome.found[i].where.c_str(), outcome.found[i].what.c_str());
    const std::size_t named = std::min(outcome.found.size(), told_max);
    if (outcome.successes > named)
        std::fprintf(stderr, "  … and %zu more\n", outcome.successes - named);
}

Result<AttackOutcome> earlier_round_told_anew(const LoadedStudy& earlier) {
    const std::string& directory = earlier.study.directory;
    if (!is_anything_public(directory)) return AttackOutcome{};
    return differences_from_public(
        directory, earlier.study, earlier.dataset.rehearsal, TRY(printed_today(earlier)));
}

std::vector<std::string> earlier_rounds_told(const std::string& directory,
                                             const Study& study,
                                             const Narratives& narratives,
                                             bool always) {
    std::vector<std::string> out;
    if (!always && !tells_of_earlier_round(narratives)) return out;
    const bool through_all = shows_rounds(narratives);
    std::set<fs::path> seen{fs::weakly_canonical(directory)};
    std::string folder = previous_folder(directory, study);
    while (!folder.empty() && fs::is_directory(folder) &&
           seen.insert(fs::weakly_canonical(folder)).second) {
        out.push_back(folder);
        if (!through_all) break;
        const auto before = open_study(folder);
        if (!before) break;
        folder = previous_folder(folder, before->study);
    }
    return out;
}

bool earlier_round_tells_of_few(const LoadedStudy& earlier, Exit& exit) {
    const auto outcome = earlier_round_told_anew(earlier);
    if (!outcome) {
        exit = fail(outcome.error());
        return true;
    }
    if (outcome->successes == 0) return false;
    say_differences(*outcome, earlier.study.file.threshold);
    const std::string& folder = earlier.study.directory;
    std::fprintf(
        stderr,
        "These are people of the round before, %s, which would be printed anew from its interviews "
        "of today: who withdrew from it since could be told. Nothing was written. Compare with "
        "what that round printed: give its figures as previous_figures in study.toml, and take "
        "previous out; or wait until more of its interviews have changed; or, if what was "
        "published of it was given to nobody, say so: mtm publish %s --unseen.\n",
        folder.c_str(),
        folder.c_str());
    exit = Exit::input_is_wrong;
    return true;
}

bool earlier_rounds_tell_of_few(const std::vector<std::string>& folders,
                                const InterviewsWanted& wanted,
                                const KeyOptions& keys,
                                Exit& exit) {
    for (const std::string& folder : folders) {
        if (!is_anything_public(folder)) continue;
        Exit unread = Exit::done;
        const auto earlier = load_dataset(folder, wanted, keys, unread);
        if (!earlier || earlier->dataset.rehearsal != wanted.rehearsal) continue;
        if (earlier_round_tells_of_few(*earlier, exit)) return true;
    }
    return false;
}

}  // namespace mtm
