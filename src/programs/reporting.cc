#include "programs/reporting.h"

#include <algorithm>
#include <iterator>

#include "programs/area_files.h"
#include "programs/earlier_round.h"
#include "programs/narratives.h"
#include "programs/report_origin.h"
#include "programs/table_files.h"
#include "programs/told_before.h"
#include "programs/weighing.h"
#include "report/compose.h"
#include "report/correction_effects.h"
#include "store/corrections_made.h"
#include "tabulate/tabulate.h"
#include "workbook/write.h"

namespace mtm {
namespace {

// Once every language is composed: the annexes say of all of them what corrections did.
void add_annexes(const Reported& loaded,
                 DisclosureControl& control,
                 RoundChanges* changes,
                 std::vector<Composed>& reports) {
    if (!loaded.corrections.any()) return;
    CorrectionEffects effects(
        loaded.study, loaded.dataset, *loaded.uncorrected, loaded.corrections, control, changes);
    for (Composed& report : reports)
        effects.add_annex(report.narrative, report.document);
}

// What the narratives are, in every language, and the files of areas that their maps need.
struct Told {
    Narratives narratives;
    AreaFiles areas;
};

std::optional<Told> read_told(const std::string& directory, const Study& study, Exit& exit) {
    auto narratives = read_narratives(directory, study);
    if (!narratives) {
        exit = fail(narratives.error());
        return std::nullopt;
    }
    auto areas = read_area_files(directory, study);
    if (!areas) {
        exit = fail(areas.error());
        return std::nullopt;
    }
    for (const Diagnostics* found : {&narratives->diagnostics, &areas->diagnostics}) {
        print_diagnostics(*found);
        if (!has_errors(*found)) continue;
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    return Told{std::move(*narratives), std::move(*areas)};
}

ReportToWrite to_write(const Reported& loaded,
                       const LanguageNarrative& narrative,
                       Composed composed,
                       const ReportWish& wish,
                       const std::string& annex) {
    ReportToWrite out;
    out.suffix = (narrative.first ? "" : "." + narrative.language) +
                 std::string(wish.edition == Edition::internal ? "-internal" : "") +
                 as_of_suffix(loaded.dataset.as_of);
    out.document = std::move(composed.document);
    out.document.made_from = loaded.origin;
    out.document.dated = day_of_files(loaded.study);
    out.document.annex = annex;
    return out;
}

}  // namespace

std::optional<Reported> reported(const std::string& directory, StudyRead read, Exit& exit) {
    Reported out;
    const auto origin = origin_of(directory, read);
    if (!origin) {
        exit = fail(origin.error());
        return std::nullopt;
    }
    out.origin = *origin;
    auto dataset = weighed_dataset(directory, read, exit);
    if (!dataset) return std::nullopt;
    out.dataset = std::move(*dataset);
    out.corrections = count_corrections(read.study, read.read);
    if (out.corrections.any()) {
        out.uncorrected =
            assemble(read.study, without_corrections(read.read), read.read.beside).dataset;
        if (!weigh_dataset(directory, read.study, *out.uncorrected, exit)) return std::nullopt;
    }
    out.study = std::move(read.study);
    return out;
}

std::optional<Publication> make_publication(const ReportWish& wish,
                                            const Reported& loaded,
                                            ChartPress* charts,
                                            Exit& exit) {
    const auto told = read_told(wish.directory, loaded.study, exit);
    if (!told) return std::nullopt;
    DisclosureControl control(loaded.study.file, wish.edition);
    const std::vector<Table> counted = counted_tables(loaded.study, loaded.dataset);
    if (const auto begun = begin_with_what_is_public(
            loaded.study, loaded.dataset, counted, PublicAlready::releases_and_published, control);
        !begun) {
        exit = fail(begun.error());
        return std::nullopt;
    }
    const std::vector<Released<SafeTable>> tables = release_all(control, counted);
    TableExport exported = table_export_of(loaded.study, loaded.dataset, tables, wish.edition);
    exported.corrections = loaded.corrections;
    exported.made_from = loaded.origin;
    const std::string stem = tables_stem(loaded.dataset, wish.edition);
    auto workbook = write_workbook(tables_workbook(exported));
    if (!workbook) {
        exit = fail(workbook.error());
        return std::nullopt;
    }
    Publication out;
    out.annex = {stem + ".xlsx", std::move(*workbook)};
    out.tables = {{stem + ".csv", tables_csv(exported)}, {stem + ".json", tables_json(exported)}};
    RoundsTold rounds(
        told->narratives, loaded.study, loaded.dataset, wish.interviews, wish.keys, control);
    std::vector<Composed> composed_reports;
    for (const LanguageNarrative& narrative : told->narratives.narratives) {
        Composed composed = compose(loaded.study,
                                    loaded.dataset,
                                    narrative.narrative,
                                    control,
                                    {.language = narrative.language,
                                     .areas_geojson = told->areas.geojson,
                                     .area_aliases = told->areas.aliases,
                                     .charts = charts,
                                     .changes = rounds.changes(),
                                     .rounds = rounds.series()});
        print_diagnostics(composed.diagnostics);
        if (has_errors(composed.diagnostics)) {
            exit = Exit::input_is_wrong;
            return std::nullopt;
        }
        composed_reports.push_back(std::move(composed));
    }
    add_annexes(loaded, control, rounds.changes(), composed_reports);
    std::vector<Released<SafeTable>> asked_for;
    for (Composed& composed : composed_reports)
        std::ranges::move(composed.tables, std::back_inserter(asked_for));
    if (!asked_for.empty())
        out.tables_of_reports =
            tables_json(table_export_of(loaded.study, loaded.dataset, asked_for, wish.edition));
    std::vector<const Document*> documents;
    for (std::size_t i = 0; i < composed_reports.size(); ++i) {
        out.reports.push_back(to_write(loaded,
                                       told->narratives.narratives[i],
                                       std::move(composed_reports[i]),
                                       wish,
                                       out.annex.name));
    }
    for (const ReportToWrite& report : out.reports)
        documents.push_back(&report.document);
    out.numbers = published_numbers(exported, documents);
    return out;
}

}  // namespace mtm
