// Tested in attack_test.cc.
#include "attack/publication_differences.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>
#include <string>

#include <fmt/format.h>

#include "attack/changed_answers.h"
#include "attack/findings.h"
#include "attack/joined_publications.h"
#include "attack/public_figures.h"
#include "base/text.h"

namespace mtm {
namespace {

// Whoever has both files sees which records came or went.
void add_record_differences(const EarlierTables& earlier,
                            const std::vector<EarlierRecords>& now,
                            int threshold,
                            AttackOutcome& out) {
    for (const EarlierRecords& before : earlier.records) {
        const auto same = std::ranges::find(now, before.file, &EarlierRecords::file);
        if (same == now.end()) continue;
        const bool more = same->records > before.records;
        const std::size_t by =
            more ? same->records - before.records : before.records - same->records;
        if (by == 0 || by >= static_cast<std::size_t>(threshold)) continue;
        add_finding(out,
                    before.file,
                    fmt::format("{} record{} {} than in {}",
                                by,
                                by == 1 ? "" : "s",
                                more ? "more" : "fewer",
                                earlier.name));
    }
}

std::string more_or_fewer(long long low, long long high, const std::string& name) {
    const bool more = low > 0;
    return fmt::format("{} {} than in {}",
                       people_between(more ? low : -high, more ? high : -low),
                       more ? "more" : "fewer",
                       name);
}

// Figures that count people in a way that no table does.
void add_figure_differences(const PrintedBefore& earlier,
                            const std::vector<PublicFigure>& now,
                            int threshold,
                            AttackOutcome& out) {
    std::set<std::string> told;
    for (const PublicFigure& figure : now) {
        const auto people = people_counted(figure);
        if (!people || figure_counts(figure) || !told.insert(figure.expression).second) continue;
        const auto before =
            std::ranges::find(earlier.figures, figure.expression, &PublicFigure::expression);
        const auto were = before == earlier.figures.end() ? std::nullopt : people_counted(*before);
        if (!were || *were == *people || std::abs(*people - *were) >= threshold) continue;
        const long long by = *people - *were;
        add_finding(out, "figure " + figure.expression, more_or_fewer(by, by, earlier.name));
    }
}

// What was printed before, a publication each: its tables may stand in several files.
Result<std::vector<PrintedBefore>> printed_before(const AttackKnowledge& knowledge) {
    std::vector<PrintedBefore> out;
    for (const EarlierTables& one : knowledge.earlier) {
        auto tables = read_public_tables_json(one.tables);
        if (!tables) return tables.error().in(one.name);
        if (out.empty() || out.back().name != one.name) {
            out.push_back({one.name, std::move(*tables)});
        } else {
            std::ranges::move(tables->tables, std::back_inserter(out.back().tables.tables));
        }
        PrintedBefore& into = out.back();
        into.figures.insert(into.figures.end(), one.figures.begin(), one.figures.end());
        read_words(knowledge.number_reader, into.figures);
    }
    return out;
}

void add_told_together(const JoinedPublications& joined, AttackOutcome& out) {
    for (const ToldTogether& told : joined.found)
        add_finding(out,
                    words_for(told.target),
                    people_between(told.bounds.low, told.bounds.high) + ", by this beside " +
                        join(told.with, ", "));
}

}  // namespace

Result<AttackOutcome> difference_outcome(const AttackedTables& now,
                                         const std::vector<PublicFigure>& figures,
                                         const std::vector<EarlierRecords>& records,
                                         const AttackKnowledge& knowledge,
                                         int threshold) {
    AttackOutcome out;
    out.name = "Differences from what is public already";
    std::vector<std::string> names;
    for (const EarlierTables& one : knowledge.earlier)
        add_record_differences(one, records, threshold, out);
    const std::vector<PrintedBefore> earlier = TRY(printed_before(knowledge));
    for (const PrintedBefore& one : earlier) {
        names.push_back(one.name);
        if (are_of_same_interviews(one.tables, now.tables) &&
            is_printed_again(one, now.tables, figures))
            continue;
        const AttackedTables before =
            rebuild_counts(one.tables, one.figures, knowledge.form, threshold);
        add_figure_differences(one, figures, threshold, out);
        for (const TellingCount& found : telling_counts(before, now, threshold))
            add_finding(out, found.who, more_or_fewer(found.low, found.high, one.name));
        for (const ChangedAnswers& found :
             changed_answers({one.tables, one.figures}, {now.tables, figures}, threshold)) {
            const std::string who = found.people == 0
                                        ? "as many people as"
                                        : std::to_string(std::abs(found.people)) + " people " +
                                              (found.people > 0 ? "more" : "fewer") + " than";
            add_finding(out, found.where, "another number, of " + who + " in " + one.name);
        }
    }
    const JoinedPublications joined =
        joined_publications(now, figures, earlier, knowledge.form, threshold);
    add_told_together(joined, out);
    out.tried = names.empty()
                    ? "Nothing of this round was published before."
                    : fmt::format(
                          "Compared with {}, and joined where the interviews are the same: {} "
                          "numbers tell of fewer than {} people.",
                          join(names, ", "),
                          out.successes,
                          threshold);
    if (joined.contradictions > 0)
        out.tried += fmt::format(
            " {} groups of numbers contradict each other: nothing was concluded from joining them.",
            joined.contradictions);
    out.remedy =
        "Keep what is public, and publish anew when more interviews have changed; or round numbers "
        "(round_to in [protection]); or take the tables named out of the plan. Where this beside "
        "an earlier publication tells of few, leave out the tables or figures that are new, or "
        "keep those of before in the plan. If what was published before was given to nobody, say "
        "so: mtm publish --unseen.";
    return out;
}

}  // namespace mtm
