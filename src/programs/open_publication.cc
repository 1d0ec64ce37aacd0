#include "programs/open_publication.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <future>
#include <iterator>

#include "attack/attack_page.h"
#include "base/text.h"
#include "disclosure/risk_page.h"
#include "programs/area_files.h"
#include "programs/attacking.h"
#include "programs/command.h"
#include "programs/compared_rounds.h"
#include "programs/dashboard_files.h"
#include "programs/earlier_round.h"
#include "programs/earlier_told.h"
#include "programs/narratives.h"
#include "programs/report_origin.h"
#include "programs/table_files.h"
#include "programs/told_before.h"
#include "publish/open_source.h"
#include "publish/synthetic_files.h"
#include "report/compose.h"
#include "report/proof.h"
#include "report/released_numbers.h"
#include "store/corrections_made.h"
#include "store/published.h"
#include "store/releases.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

const std::string& bytes_of(const std::vector<FileOut>& files, std::string_view name) {
    return std::ranges::find(files, name, &FileOut::name)->bytes;
}

// A study and what its publication has told so far.
struct Published {
    LoadedStudy loaded;
    MadeFrom origin;
    CorrectionsMade corrections;
};

std::optional<Published> load(const PublishWish& wish, Exit& exit) {
    auto read = load_interviews(wish.directory, {wish.rehearsal, {}}, wish.keys, exit);
    if (!read) return std::nullopt;
    if (!wish.keys.keys.empty() && read->study.file.public_key.empty())
        std::fprintf(stderr,
                     "mtm: --key opens nothing: %s/study.toml has no [encryption], so its "
                     "interviews are not encrypted. Leave it out, or name the right folder.\n",
                     wish.directory.c_str());
    const auto origin = origin_of(wish.directory, *read);
    if (!origin) {
        exit = fail(origin.error());
        return std::nullopt;
    }
    const CorrectionsMade corrections = count_corrections(read->study, read->read);
    auto dataset = weighed_dataset(wish.directory, *read, exit);
    if (!dataset) return std::nullopt;
    if (dataset->rehearsal && !wish.rehearsal) {
        fail(
            Error{"these interviews are invented, and are no survey results. --rehearsal publishes "
                  "them all the same, marked on every file"});
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    return Published{{std::move(read->study), std::move(*dataset)}, *origin, corrections};
}

// A mark of one question ends all guessing of others.
void tell_of_likely_keys(const Study& study) {
    std::vector<std::string> names;
    for (const int question : others_like_keys(study))
        names.push_back(study.questionnaire.questions[static_cast<std::size_t>(question)].name);
    if (names.empty()) return;
    Place place;
    place.file = study.directory + "/questionnaire.xlsx";
    place.column = "disclosure";
    print_diagnostics(Diagnostics{
        {.code = "likely-key",
         .severity = Severity::warning,
         .place = place,
         .message = "Others may know this of a person, and the records print it as it was "
                    "answered: " +
                    join(names, ", ") + ".",
         .remedy = "Mark them quasi, or sensitive, in the column disclosure; or leave them out "
                   "(drop in [protection.records])."}});
}

// Rules that would be believed to protect, or to count, and do nothing with these interviews.
void tell_of_idle_rules(const LoadedStudy& loaded,
                        const char* section,
                        const RecordRules& rules,
                        const ProtectedRecords& records) {
    Diagnostics out;
    const auto tell = [&](std::string message, std::string remedy) {
        Place place;
        place.file = loaded.study.directory + "/study.toml";
        out.push_back({.code = "idle-record-rule",
                       .severity = Severity::warning,
                       .place = place,
                       .message = "[protection." + std::string(section) + "] " + std::move(message),
                       .remedy = std::move(remedy)});
    };
    const std::size_t counted = loaded.dataset.counted();
    if (rules.population > 0 && static_cast<std::size_t>(rules.population) < counted)
        tell("population is " + std::to_string(rules.population) + ", and " +
                 std::to_string(counted) + " interviews were counted: it is not used.",
             "Write of how many people the interviews tell, or remove the line.");
    const auto keys = static_cast<int>(
        std::ranges::count(records.keys, RecordKey::Kind::answers, &RecordKey::kind));
    if (rules.keys_at_once > keys)
        tell("keys_at_once is " + std::to_string(rules.keys_at_once) + ", and there are " +
                 std::to_string(keys) + " keys: all are taken together.",
             "Write 0 for all keys, or a smaller number.");
    print_diagnostics(out);
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
Result<FileOut> risk_told(const LoadedStudy& loaded,
                          const ProtectedRecords& records,
                          const RecordLoss* loss) {
    const RiskReport risk = TRY(risk_of_records(loaded.study, loaded.dataset, records));
    for (const std::string& line : risk_lines(records, risk, loaded.study.file.records))
        std::fprintf(stderr, "%s\n", line.c_str());
    return FileOut{"risk.html", risk_page(loaded.study, loaded.dataset, records, risk, loss)};
}

Status add_package(const Released<ProtectedRecords>& records,
                   const TableExport& tables,
                   const PublishedAreas& areas,
                   PackageEdition edition,
                   OpenPublication& out) {
    OpenDataSource source = open_source(records, tables, edition);
    source.areas = areas;
    const OpenPackage package = TRY(open_package(source));
    const bool is_open = edition == PackageEdition::open;
    for (const ExportedFile& file : package.files)
        (is_open ? out.open : out.restricted)
            .push_back({(is_open ? "data/" : "") + file.name, file.bytes});
    if (is_open) out.gaps = package.gaps;
    return Done{};
}

// What the reports say beside the tables of the plan: figures, as `mtm report --proof` lists them,
// a list for each language; and the tables that the narratives themselves ask for.
struct ReportsTold {
    std::vector<std::string> figures;
    std::vector<Released<SafeTable>> tables;
    std::vector<Document> documents;
};

// The reports are of this publication too: what comes after them has to know.
Result<ReportsTold> tell_reports(const PublishWish& wish,
                                 const LoadedStudy& loaded,
                                 DisclosureControl& control) {
    ReportsTold out;
    const auto narratives = read_narratives(wish.directory, loaded.study);
    if (!narratives) return out;  // a study without a narrative
    print_diagnostics(narratives->diagnostics);
    if (has_errors(narratives->diagnostics)) return Error{"the narrative has mistakes"};
    RoundsTold rounds(
        *narratives, loaded.study, loaded.dataset, {wish.rehearsal, {}}, wish.keys, control);
    for (const LanguageNarrative& each : narratives->narratives) {
        Composed composed = compose(loaded.study,
                                    loaded.dataset,
                                    each.narrative,
                                    control,
                                    {.language = each.language,
                                     .areas_geojson = {},
                                     .changes = rounds.changes(),
                                     .rounds = rounds.series()});
        out.figures.push_back(proof_csv(composed.document));
        std::ranges::move(composed.tables, std::back_inserter(out.tables));
        out.documents.push_back(std::move(composed.document));
    }
    return out;
}

// Every number, for the attack that has to succeed.
std::string complete_tables(const LoadedStudy& loaded, const std::vector<Table>& counted) {
    DisclosureControl everything(loaded.study.file, Edition::internal);
    const auto tables = release_all(everything, counted);
    return tables_json(table_export_of(loaded.study, loaded.dataset, tables, Edition::internal));
}

std::string tables_of_reports(const LoadedStudy& loaded, const ReportsTold& reports) {
    return tables_json(
        table_export_of(loaded.study, loaded.dataset, reports.tables, Edition::published));
}

// What the next publication is compared with: whoever has both could subtract. Nobody can be found
// in invented interviews.
Result<std::vector<FileOut>> to_keep(const PublishWish& wish,
                                     const LoadedStudy& loaded,
                                     const OpenPublication& made,
                                     const TableExport& tables,
                                     const ReportsTold& reports,
                                     const std::vector<AttackedRecords>& editions) {
    if (loaded.dataset.rehearsal) return std::vector<FileOut>{};
    std::vector<const Document*> documents;
    for (const Document& each : reports.documents)
        documents.push_back(&each);
    const std::vector<EarlierRecords> records = TRY(records_in(editions));
    const std::vector<ReleaseRecord> releases = TRY(read_releases(wish.directory));
    std::vector<FileOut> out{
        {kept_tables, bytes_of(made.open, "data/tables.json")},
        {kept_numbers, numbers_csv(published_numbers(tables, documents).numbers)},
        {kept_records, records_csv(records)},
        {kept_place, place_csv(releases.empty() ? 0 : releases.back().number)}};
    if (!reports.tables.empty())
        out.push_back({kept_report_tables, tables_of_reports(loaded, reports)});
    return out;
}

// By everything that is to be written, before it is.
Result<AttackReport> attacked(const PublishWish& wish,
                              const LoadedStudy& loaded,
                              const std::vector<Table>& counted,
                              const OpenPublication& made,
                              std::vector<AttackedRecords> records,
                              ReportsTold reports) {
    AttackKnowledge knowledge =
        TRY(attack_knowledge(wish.directory, loaded.study, loaded.dataset.rehearsal));
    if (!loaded.dataset.rehearsal && !wish.unseen)
        TRY(add_kept_publications(wish.directory, knowledge));
    if (wish.attack) knowledge.complete_tables = complete_tables(loaded, counted);
    return attack({.tables = bytes_of(made.open, "data/tables.json"),
                   .figures = std::move(reports.figures),
                   .dashboard = bytes_of(made.open, "data.js"),
                   .of_reports = tables_of_reports(loaded, reports)},
                  std::move(records),
                  knowledge,
                  loaded.study.file.threshold);
}

// Both editions as a stranger has them, beside what they were made of.
Result<std::vector<AttackedRecords>> editions_of(const PublishWish& wish,
                                                 const LoadedStudy& loaded,
                                                 const OpenPublication& made,
                                                 const ProtectedRecords& open,
                                                 const Study& restricted,
                                                 const ProtectedRecords& agreed) {
    std::vector<AttackedRecords> out;
    out.push_back(TRY(attacked_records(
        "open", made.open, "data/", wish.directory, loaded.study, loaded.dataset, open)));
    out.push_back(TRY(attacked_records(
        "restricted", made.restricted, "", wish.directory, restricted, loaded.dataset, agreed)));
    return out;
}

// Files of invented records, or why there are none.
void add_synthetic(AttackedSynthetic synthetic, OpenPublication& out) {
    for (ExportedFile& file : synthetic.files)
        out.open.push_back({"synthetic/" + file.name, std::move(file.bytes)});
    if (!synthetic.left_out.empty()) out.gaps.push_back(std::move(synthetic.left_out));
}

// With the round before, where it is at hand.
std::optional<RoundComparison> compared(const PublishWish& wish, OpenedRound& now) {
    const std::string folder = previous_folder(wish.directory, now.loaded.study);
    if (folder.empty() || !std::filesystem::is_directory(folder)) return std::nullopt;
    Exit exit = Exit::done;
    auto before = open_round(folder, {wish.rehearsal, {}}, wish.keys, Edition::published, exit);
    if (!before) return std::nullopt;
    return compare_two(*before, now, MixShown::no, exit);
}

// What nobody has seen is forgotten.
PublicAlready already_public(const PublishWish& wish) {
    return wish.unseen ? PublicAlready::releases : PublicAlready::releases_and_published;
}

// What a publication would do to the records; also where it cannot be done.
Status plan_told(const PublishWish& wish, const LoadedStudy& loaded, OpenPublication& out) {
    const ProtectedRecords protection = TRY(planned_records(loaded.study, loaded.dataset));
    tell_identifying(protection, loaded.study);
    tell_of_idle_rules(loaded, "records", loaded.study.file.records, protection);
    if (!protection.no_way.empty()) {
        out.no_way = protection.no_way;
        out.for_team.push_back(TRY(risk_told(loaded, protection, nullptr)));
        return Done{};
    }
    DisclosureControl control(loaded.study.file, Edition::published);
    const std::vector<Table> counted = counted_tables(loaded.study, loaded.dataset);
    TRY(begin_with_what_is_public(
        loaded.study, loaded.dataset, counted, already_public(wish), control));
    const RecordLoss loss = loss_of_records(
        loaded.study, loaded.dataset, protection, counted, release_all(control, counted));
    out.for_team.push_back(TRY(risk_told(loaded, protection, &loss)));
    return Done{};
}

Status begin_beside_what_is_public(const PublishWish& wish,
                                   const LoadedStudy& loaded,
                                   const std::vector<Table>& counted,
                                   DisclosureControl& control) {
    const std::vector<std::string> told = TRY(begin_with_what_is_public(
        loaded.study, loaded.dataset, counted, already_public(wish), control));
    if (!told.empty())
        std::fprintf(
            stderr, "Protected beside what is public already: %s.\n", join(told, ", ").c_str());
    return Done{};
}

Result<OpenPublication> publication(const PublishWish& wish, Published published) {
    OpenPublication out;
    tell_of_likely_keys(published.loaded.study);
    if (wish.plan) {
        TRY(plan_told(wish, published.loaded, out));
        return out;
    }
    DisclosureControl control(published.loaded.study.file, Edition::published);
    OpenedRound now{std::move(published.loaded), std::move(control)};
    const LoadedStudy& loaded = now.loaded;
    const std::vector<Table> counted = counted_tables(loaded.study, loaded.dataset);
    TRY(begin_beside_what_is_public(wish, loaded, counted, now.control));
    const std::vector<Released<SafeTable>> tables = release_all(now.control, counted);
    // Made of tables alone, beside all that follows: it takes as long as the records' protection.
    auto synthetic_files = std::async(std::launch::async, [&loaded, &tables] {
        return attacked_synthetic_files(loaded.study, loaded.dataset, tables);
    });

    const auto open_records = DisclosureControl::release_records(loaded.study, loaded.dataset);
    if (!open_records) {
        TRY(plan_told(wish, loaded, out));
        if (!out.no_way.empty()) return out;
        return open_records.error().in("protecting the open records");
    }
    const Released<ProtectedRecords>& open = *open_records;
    tell_identifying(open.value(), loaded.study);
    tell_of_idle_rules(loaded, "records", loaded.study.file.records, open.value());
    Study restricted = loaded.study;
    restricted.file.records = restricted.file.restricted;
    const auto agreed_records =
        DisclosureControl::release_records(restricted, loaded.dataset, &open);
    if (!agreed_records) return agreed_records.error().in("protecting the restricted records");
    const Released<ProtectedRecords>& agreed = *agreed_records;
    if (restricted.file.records.keys_at_once != loaded.study.file.records.keys_at_once ||
        restricted.file.records.population != loaded.study.file.records.population)
        tell_of_idle_rules(loaded, "restricted", restricted.file.records, agreed.value());

    const RecordLoss loss =
        loss_of_records(loaded.study, loaded.dataset, open.value(), counted, tables);
    out.for_team.push_back(TRY(risk_told(loaded, open.value(), &loss)));
    ReportsTold reports = TRY(tell_reports(wish, loaded, now.control));
    TableExport exported =
        table_export_of(loaded.study, loaded.dataset, tables, Edition::published);
    exported.corrections = published.corrections;
    exported.made_from = published.origin;
    const AreaFiles map = TRY(read_area_files(wish.directory, loaded.study));
    const PublishedAreas areas =
        TRY(published_areas(loaded.study, map.geojson, map.aliases, exported.language));
    TRY(add_package(open, exported, areas, PackageEdition::open, out));
    TRY(add_package(agreed, exported, areas, PackageEdition::restricted, out));
    const auto rounds = compared(wish, now);
    for (FileOut& file : TRY(dashboard_files({.directory = wish.directory,
                         .study = loaded.study,
                         .dataset = loaded.dataset,
                         .tables = tables,
                         .control = now.control,
                         .made_from = published.origin,
                         .rounds = rounds ? &*rounds : nullptr})))
        out.open.push_back(std::move(file));
    add_synthetic(TRY(synthetic_files.get()), out);
    std::vector<AttackedRecords> editions =
        TRY(editions_of(wish, loaded, out, open.value(), restricted, agreed.value()));
    out.kept = TRY(to_keep(wish, loaded, out, exported, reports, editions));
    out.attack = TRY(attacked(wish, loaded, counted, out, std::move(editions), std::move(reports)));
    out.for_team.push_back(
        {"attack.html",
         attack_page(*out.attack, loaded.study.file.title, loaded.dataset.rehearsal)});
    return out;
}

// The dashboard and the reports print the round before anew.
bool rounds_before_tell_of_few(const PublishWish& wish, const Study& study, Exit& exit) {
    const auto narratives = read_narratives(wish.directory, study);
    const std::vector<std::string> told =
        earlier_rounds_told(wish.directory, study, narratives ? *narratives : Narratives{}, true);
    return earlier_rounds_tell_of_few(told, {wish.rehearsal, {}}, wish.keys, exit);
}

}  // namespace

std::optional<OpenPublication> make_open_publication(const PublishWish& wish, Exit& exit) {
    auto published = load(wish, exit);
    if (!published) return std::nullopt;
    if (!wish.plan && rounds_before_tell_of_few(wish, published->loaded.study, exit))
        return std::nullopt;
    auto made = publication(wish, std::move(*published));
    if (made) return std::move(*made);
    fail(made.error());
    exit = Exit::input_is_wrong;
    return std::nullopt;
}

}  // namespace mtm
