#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "attack/attack_page.h"
#include "base/time_zone.h"
#include "programs/attacking.h"
#include "programs/command.h"
#include "programs/earlier_told.h"
#include "programs/kept_drawings.h"
#include "programs/private_keys.h"
#include "programs/reporting.h"
#include "report/proof.h"
#include "store/clock.h"
#include "store/published.h"
#include "store/releases.h"

namespace mtm {
namespace {

constexpr std::size_t told_max = 20;  // numbers named on the terminal

struct ReleaseArguments {
    std::string directory;
    std::string cleared_by;
    std::string erratum;
    std::string date;
    std::string format = all_report_formats;
    int verify = 0;
    bool rehearsal = false;
    std::string as_of;
    KeyOptions keys;
};

// Real interviews, or invented ones if that is said: never the one for the other in silence.
std::optional<Reported> load(const ReleaseArguments& options, Exit& exit) {
    auto read =
        load_interviews(options.directory, {options.rehearsal, options.as_of}, options.keys, exit);
    if (!read) return std::nullopt;
    auto loaded = reported(options.directory, std::move(*read), exit);
    if (!loaded) return std::nullopt;
    if (loaded->dataset.rehearsal && !options.rehearsal) {
        std::fprintf(stderr,
                     "mtm: these interviews are invented: a release of them would be taken for "
                     "survey results. For an exercise, say --rehearsal; it is marked then.\n");
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    return loaded;
}

std::optional<Publication> publish(const ReleaseArguments& options,
                                   const Reported& loaded,
                                   ChartPress* charts,
                                   Exit& exit) {
    const ReportWish wish{
        options.directory, Edition::published, {options.rehearsal, options.as_of}, options.keys};
    return make_publication(wish, loaded, charts, exit);
}

std::optional<std::vector<ReleasedNumber>> numbers_of(const std::string& directory,
                                                      int release,
                                                      Exit& exit) {
    const auto bytes = read_release_numbers(directory, release);
    if (!bytes) {
        exit = fail(bytes.error());
        return std::nullopt;
    }
    auto numbers = read_numbers_csv(*bytes);
    if (!numbers) {
        exit = fail(numbers.error().in("release " + std::to_string(release) + ", numbers.csv"));
        return std::nullopt;
    }
    return std::move(*numbers);
}

const char* words_of(TellingBy by) {
    switch (by) {
        case TellingBy::count:
            return "its count";
        case TellingBy::complement:
            return "those of its base whom it leaves out";
        case TellingBy::base:
            return "its base";
        case TellingBy::rest:
            return "those that are not printed beside its parts";
        case TellingBy::answer:
            return "what few people answered: the number is another, and of how many";
    }
    return "";
}

struct EarlierNumbers {
    std::string name;  // "release 2", or "published/1": by `mtm publish`, and not released
    std::vector<ReleasedNumber> numbers;
};

// What somebody outside may have of these interviews, be they real or invented.
std::optional<std::vector<EarlierNumbers>> public_already(
    const std::string& directory,
    bool rehearsal,
    const std::vector<ReleaseRecord>& releases,
    Exit& exit) {
    std::vector<EarlierNumbers> out;
    for (const ReleaseRecord& record : releases) {
        if (record.rehearsal != rehearsal) continue;
        auto numbers = numbers_of(directory, record.number, exit);
        if (!numbers) return std::nullopt;
        out.push_back({"release " + std::to_string(record.number), std::move(*numbers)});
    }
    if (rehearsal) return out;  // of invented interviews nothing else is kept
    const auto kept = read_kept_publications(directory);
    if (!kept) {
        exit = fail(kept.error());
        return std::nullopt;
    }
    for (const KeptPublication& each : *kept) {
        auto numbers = read_numbers_csv(each.bytes_of(kept_numbers));
        if (!numbers) {
            exit = fail(numbers.error().in(each.name + "/" + kept_numbers));
            return std::nullopt;
        }
        out.push_back({each.name, std::move(*numbers)});
    }
    return out;
}

void say_what_can_be_done(int threshold) {
    std::fprintf(
        stderr,
        "Nothing was released. What few people answered would be told, and to withhold "
        "these numbers alone would tell it too. Keep what is released, and say beside it "
        "that a number is wrong, without the new one; or wait until more interviews have "
        "changed; or take tables whose numbers are named above out of the plan, where all "
        "interviews together differ by at least %d or by none. What was published and given to "
        "nobody is forgotten with mtm publish --unseen.\n",
        threshold);
}

// Whether what is public of this round already and this release together tell of few; says of whom
// and what can be done.
bool tells_of_few(const ReleaseArguments& options,
                  const Reported& loaded,
                  const Publication& publication,
                  const std::vector<ReleaseRecord>& releases,
                  Exit& exit) {
    const int threshold = loaded.study.file.threshold;
    const auto earlier =
        public_already(options.directory, loaded.dataset.rehearsal, releases, exit);
    if (!earlier) return true;
    bool any = false;
    for (const EarlierNumbers& before : *earlier) {
        const auto found = telling_differences(
            before.numbers, publication.numbers.numbers, publication.numbers.lines, threshold);
        if (found.empty()) continue;
        any = true;
        std::fprintf(stderr,
                     "mtm: whoever has %s too could subtract: %zu differences tell of 1 to %d "
                     "people.\n",
                     before.name.c_str(),
                     found.size(),
                     threshold - 1);
        for (std::size_t i = 0; i < std::min(found.size(), told_max); ++i) {
            std::fprintf(stderr,
                         "  %s: %s differs by %lld\n",
                         found[i].id.c_str(),
                         words_of(found[i].by),
                         found[i].people);
        }
        if (found.size() > told_max)
            std::fprintf(stderr, "  … and %zu more\n", found.size() - told_max);
    }
    if (!any) return false;
    say_what_can_be_done(threshold);
    exit = Exit::input_is_wrong;
    return true;
}

// What the reports print, as a stranger has it.
PublicTexts texts_of(const Publication& publication) {
    PublicTexts out;
    for (const FileOut& file : publication.tables) {
        if (file.name.ends_with(".json")) out.tables = file.bytes;
    }
    for (const ReportToWrite& report : publication.reports)
        out.figures.push_back(proof_csv(report.document));
    out.of_reports = publication.tables_of_reports;
    return out;
}

// The same by the attack: tables are known by what they are of, whatever they are called, and
// sentences count people too.
bool is_told_by_other_names(const ReleaseArguments& options,
                            const Reported& loaded,
                            const Publication& publication,
                            Exit& exit) {
    const auto outcome = differences_from_public(
        options.directory, loaded.study, loaded.dataset.rehearsal, texts_of(publication));
    if (!outcome) {
        exit = fail(outcome.error());
        return true;
    }
    if (outcome->successes == 0) return false;
    say_differences(*outcome, loaded.study.file.threshold);
    say_what_can_be_done(loaded.study.file.threshold);
    exit = Exit::input_is_wrong;
    return true;
}

// Whether counts of few can be rebuilt from what the release prints, as mtm publish tries too.
// Differences from what is public already have been looked at.
bool is_rebuilt(const ReleaseArguments& options,
                const Reported& loaded,
                const Publication& publication,
                Exit& exit) {
    auto knowledge = attack_knowledge(options.directory, loaded.study, loaded.dataset.rehearsal);
    if (!knowledge) {
        exit = fail(knowledge.error());
        return true;
    }
    knowledge->earlier.clear();
    const auto report = attack(texts_of(publication), {}, *knowledge, loaded.study.file.threshold);
    if (!report) {
        exit = fail(report.error());
        return true;
    }
    if (!report->succeeded()) return false;
    for (const std::string& line : attack_lines(*report))
        std::fprintf(stderr, "%s\n", line.c_str());
    fail(Error{"the attack succeeded: nothing was released"});
    exit = Exit::input_is_wrong;
    return true;
}

// Rounds that the reports print anew beside this one.
bool rounds_before_tell_of_few(const ReleaseArguments& options, const Study& study, Exit& exit) {
    const auto narratives = read_narratives(options.directory, study);
    if (!narratives) return false;  // said where the reports are made
    return earlier_rounds_tell_of_few(
        earlier_rounds_told(options.directory, study, *narratives, false),
        {options.rehearsal, options.as_of},
        options.keys,
        exit);
}

std::vector<FileOut> release_files(const Publication& publication) {
    std::vector<FileOut> out{publication.annex};
    out.insert(out.end(), publication.tables.begin(), publication.tables.end());
    if (!publication.tables_of_reports.empty())
        out.push_back({kept_report_tables, publication.tables_of_reports});
    for (const ReportToWrite& report : publication.reports)
        out.push_back({"proof" + report.suffix + ".csv", proof_csv(report.document)});
    return out;
}

ReleaseRecord record_of(const ReleaseArguments& options,
                        const Reported& loaded,
                        const Publication& publication,
                        const std::string& narrative) {
    ReleaseRecord out;
    out.date = options.date.empty() ? utc_now().substr(0, 10) : options.date;
    out.cleared_by = options.cleared_by;
    out.program = loaded.origin.program;
    out.data = loaded.origin.data;
    out.plan = loaded.origin.plan;
    out.narrative = narrative;
    out.numbers = publication.numbers.numbers.size();
    out.rehearsal = loaded.dataset.rehearsal;
    out.erratum = options.erratum;
    return out;
}

bool may_follow(const ReleaseArguments& options,
                const std::vector<ReleaseRecord>& earlier,
                Exit& exit) {
    const bool first = earlier.empty();
    if (first == options.erratum.empty()) return true;
    exit = Exit::wrong_usage;
    std::fprintf(stderr,
                 first ? "mtm: --erratum: nothing was released before\n"
                       : "mtm: there is a release already: say why there is another, "
                         "--erratum TEXT\n");
    return false;
}

// Everything is made first and judged; then it is written, and then it has its number.
Exit freeze(const ReleaseArguments& options) {
    Exit exit = Exit::done;
    const auto formats = report_formats(options.format);
    if (!formats) return Exit::wrong_usage;
    const auto all = read_releases(options.directory);
    if (!all) return fail(all.error());
    if (!may_follow(options, *all, exit)) return exit;
    const auto loaded = load(options, exit);
    if (!loaded) return exit;
    KeptDrawings kept(options.directory);
    ChartPress charts(2U, &kept, kept.loads());
    const auto publication = publish(options, *loaded, &charts, exit);
    if (!publication) return exit;
    if (tells_of_few(options, *loaded, *publication, *all, exit)) return exit;
    if (is_told_by_other_names(options, *loaded, *publication, exit)) return exit;
    if (is_rebuilt(options, *loaded, *publication, exit)) return exit;
    if (rounds_before_tell_of_few(options, loaded->study, exit)) return exit;
    const auto narrative = fingerprint_of_narrative(options.directory);
    if (!narrative) return fail(narrative.error());
    const auto folder = begin_release(options.directory);
    if (!folder) return fail(folder.error());
    exit = write_report_files(publication->reports,
                              *formats,
                              *folder,
                              release_files(*publication),
                              kept.folder(),
                              NamesPrinted::no);
    if (exit != Exit::done) return exit;
    std::vector<FileOut> files{{"numbers.csv", numbers_csv(publication->numbers.numbers)}};
    std::size_t changed = 0;
    if (!all->empty()) {
        const int last = all->back().number;
        const auto before = numbers_of(options.directory, last, exit);
        if (!before) return exit;
        const std::vector<Erratum> changes = errata(*before, publication->numbers.numbers);
        changed = changes.size();
        files.push_back({"errata.csv", errata_csv(changes)});
        files.push_back({"errata.md", errata_words(changes, options.erratum, last + 1, last)});
    }
    const auto number = freeze_release(
        options.directory, *folder, record_of(options, *loaded, *publication, *narrative), files);
    if (!number) return fail(number.error());
    std::printf("%s/releases/%d\n", options.directory.c_str(), *number);
    std::fprintf(
        stderr,
        "%zu numbers are frozen, cleared by %s%s. Nothing in the folder changes any more.\n",
        publication->numbers.numbers.size(),
        options.cleared_by.c_str(),
        loaded->dataset.rehearsal ? "; of invented interviews" : "");
    if (!all->empty())
        std::fprintf(stderr, "%zu numbers differ from the release before: errata.md\n", changed);
    return Exit::done;
}

void say_differing(const std::vector<Erratum>& changes) {
    const auto printed = [](const std::optional<ReleasedNumber>& number) {
        if (!number) return std::string("(not there)");
        return number->withheld ? std::string("withheld") : number->value;
    };
    for (const Erratum& change : changes) {
        std::printf("%s: released %s, now %s\n",
                    change.id.c_str(),
                    printed(change.before).c_str(),
                    printed(change.now).c_str());
    }
}

// What of interviews, plan and program is not what it was.
void say_what_it_is_made_of(const ReleaseRecord& record, const Reported& loaded) {
    const auto say = [](const char* what, const std::string& before, const std::string& now) {
        if (before != now)
            std::fprintf(stderr, "%s: %s then, %s now\n", what, before.c_str(), now.c_str());
    };
    say("program", record.program, loaded.origin.program);
    say("interviews", record.data, loaded.origin.data);
    say("plan and narrative", record.plan, loaded.origin.plan);
}

Exit verify(const ReleaseArguments& options) {
    Exit exit = Exit::done;
    const auto all = read_releases(options.directory);
    if (!all) return fail(all.error());
    const auto found = std::ranges::find(*all, options.verify, &ReleaseRecord::number);
    if (found == all->end()) {
        std::fprintf(stderr, "mtm: there is no release %d\n", options.verify);
        return Exit::input_is_wrong;
    }
    const auto damage = damage_of_release(options.directory, *found);
    if (!damage) return fail(damage.error());
    for (const std::string& what : *damage)
        std::printf("releases/%d: %s\n", options.verify, what.c_str());
    ReleaseArguments wanted = options;
    wanted.rehearsal = found->rehearsal;
    const auto loaded = load(wanted, exit);
    if (!loaded) return exit;
    const auto publication = publish(wanted, *loaded, nullptr, exit);
    if (!publication) return exit;
    const auto before = numbers_of(options.directory, options.verify, exit);
    if (!before) return exit;
    say_what_it_is_made_of(*found, *loaded);
    const std::vector<Erratum> changes = errata(*before, publication->numbers.numbers);
    say_differing(changes);
    std::fprintf(stderr,
                 "%zu of the %zu numbers of release %d are not what would be printed today\n",
                 changes.size(),
                 before->size(),
                 options.verify);
    return changes.empty() && damage->empty() ? Exit::done : Exit::input_is_wrong;
}

Exit release(const ReleaseArguments& options) {
    if (!options.date.empty() && !is_iso_date(options.date)) {
        return wrong_usage("--date " + options.date + " is no day: write it as 2024-05-31");
    }
    if (options.verify > 0) return verify(options);
    if (options.cleared_by.empty()) {
        return wrong_usage("say who cleared it: --cleared-by NAME");
    }
    return freeze(options);
}

}  // namespace

void add_release(Program& program) {
    auto options = std::make_shared<ReleaseArguments>();
    Arguments command = program.add(
        "release",
        "freeze what is published: every number, report, tables, hashes, who cleared it",
        "mtm release studies/round-5 --cleared-by \"Head of mission\"",
        [options] { return release(*options); });
    command.add_option("DIR", options->directory, "the study's folder")
        .required()
        .existing_folder();
    command.add_option("--cleared-by", options->cleared_by, "who answers for it");
    command.add_option("--erratum",
                       options->erratum,
                       "why a release follows another: what changed is listed number by number");
    command.add_option("--date", options->date, "ISO 8601; today (UTC) unless given");
    command.add_option("--format", options->format, "of the report, as in `mtm report`")
        .show_default();
    command
        .add_option("--verify",
                    options->verify,
                    "release nothing: which numbers of that release would be printed otherwise now")
        .between(1, 1'000'000);
    command.add_flag("--rehearsal", options->rehearsal, "of invented interviews, which is marked");
    add_as_of_option(command, options->as_of);
    add_key_options(command, options->keys);
}

}  // namespace mtm
