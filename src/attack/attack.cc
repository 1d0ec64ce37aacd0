// Every attack starts from bytes that are to be public. What disclosure control thinks of them is
// not asked: where it and an attack disagree, one of them has a mistake, and nothing is published.
#include "attack/attack.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "attack/blanks.h"
#include "attack/findings.h"
#include "attack/households.h"
#include "attack/joined_editions.h"
#include "attack/public_figures.h"
#include "attack/publication_differences.h"
#include "attack/rebuilt_counts.h"
#include "attack/told_answers.h"
#include "base/text.h"

namespace mtm {
namespace {

constexpr const char* category = ", category";  // in CountTarget::place, after the group

std::string words_for(RebuiltBy by) {
    switch (by) {
        case RebuiltBy::nothing:
        case RebuiltBy::print:
            return "printed";
        case RebuiltBy::propagation:
            return "from one sum after the other";
        case RebuiltBy::elimination:
            return "from sums and differences of several";
        case RebuiltBy::program:
            return "because counts are whole and not negative";
    }
    return {};
}

bool is_broken(TargetVerdict verdict) {
    return verdict == TargetVerdict::rebuilt || verdict == TargetVerdict::few;
}

AttackOutcome table_outcome(const AttackedTables& attacked, std::size_t figures, int threshold) {
    const CountSystem& system = attacked.system.system;
    AttackOutcome out;
    out.name = "Counts rebuilt from tables, figures and dashboard";
    std::size_t hidden = 0;
    // Of two answers each is all others of the other: it is told once, as itself.
    std::set<std::string> told;
    for (const bool others : {false, true}) {
        for (std::size_t t = 0; t < system.targets.size(); ++t) {
            const CountTarget& target = system.targets[t];
            if ((target.kind == TargetKind::others) != others) continue;
            hidden += target.printed ? 0 : 1;
            if (!is_broken(attacked.found.verdicts[t])) continue;
            const CountBounds& bounds = attacked.found.of_targets[t];
            const std::string key = fmt::format("{}|{}|{}",
                                                target.place.substr(0, target.place.find(category)),
                                                bounds.low,
                                                bounds.high);
            if (!told.insert(key).second && others) continue;
            add_finding(out,
                        words_for(target),
                        people_between(bounds.low, bounds.high) + ", " + words_for(bounds.by));
        }
    }
    out.tried = fmt::format(
        "{} tables and {} figures are {} counts of people in {} sums, differences and percentages. "
        "Of {} counts that are not printed, or are what others leave, {} are certain to be of 1 to "
        "{} people.",
        attacked.tables.tables.size(),
        figures,
        system.counts.size(),
        system.rows.size(),
        hidden,
        out.successes,
        threshold - 1);
    const auto open = std::ranges::count(attacked.found.verdicts, TargetVerdict::undecided);
    if (open > 0) out.tried += fmt::format(" Of {} the effort did not suffice to say.", open);
    if (attacked.found.contradictions > 0)
        out.tried += fmt::format(
            " {} groups of printed numbers contradict each other: nothing was concluded from them.",
            attacked.found.contradictions);
    for (const std::string& note : system.notes)
        out.tried += " " + note;
    out.remedy =
        "Disclosure control let these through: that is a mistake of the program, please report it. "
        "Until it is mended, take one of the tables named out of the plan.";
    return out;
}

AttackOutcome blanks_outcome(const AttackedRecords& attacked,
                             const PublicCsv& records,
                             const AttackedTables& tables) {
    AttackOutcome out;
    out.name = "Blanks of the " + attacked.edition + " records filled from tables";
    std::vector<std::string> guarded = attacked.people.keys;
    if (!attacked.answers_may_be_learnt)
        guarded.insert(
            guarded.end(), attacked.people.sensitive.begin(), attacked.people.sensitive.end());
    std::size_t others = 0;
    for (const FilledBlanks& blanks : filled_blanks(records, tables.system, tables.found.bounds)) {
        if (std::ranges::find(guarded, blanks.question) == guarded.end()) {
            ++others;
            continue;
        }
        add_finding(out,
                    "“" + blanks.question + "” of the records, by " + blanks.place,
                    fmt::format("{} blank, and all of them “{}”", blanks.records, blanks.answer));
    }
    out.tried = fmt::format(
        "What tables count and records lack was blanked. {} times all that is blank in a sensitive "
        "question or a key is one answer.",
        out.successes);
    if (others > 0) out.tried += fmt::format(" {} times so of questions that are neither.", others);
    out.remedy =
        "Leave the question out of the records (drop in [protection.records]), or its "
        "table out of the plan.";
    return out;
}

void add_learnt(const Linkage& linkage, const AttackedRecords& attacked, AttackOutcome& out) {
    for (const LearntAnswer& learnt : linkage.learnt) {
        if (learnt.people == 0) continue;
        if (attacked.answers_may_be_learnt) {
            out.tried += fmt::format(
                " The answer of {} people to “{}” is learnt.", learnt.people, learnt.question);
        } else {
            add_finding(out,
                        "“" + learnt.question + "”",
                        fmt::format("the answer of {} people: all records that could be theirs "
                                    "give the same",
                                    learnt.people));
        }
    }
}

Result<AttackOutcome> link_outcome(const AttackedRecords& attacked, const PublicCsv& records) {
    const LinkageKnowledge& people = attacked.people;
    AttackOutcome out;
    out.name = "The " + attacked.edition + " records linked to people";
    out.remedy =
        "Raise k in [protection.records], drop a key, or say of how many people the interviews "
        "tell (population).";
    if (people.keys.empty()) {
        out.tried = "The records have no key by which somebody could be looked for.";
        return out;
    }
    const auto at_least = static_cast<std::size_t>(std::max(attacked.k, 1));
    const Linkage linkage = TRY(link_records(records, people, at_least));
    if (linkage.nowhere > 0)
        return Error{fmt::format(
            "{} of {} people are like no record: the records and the interviews do not belong "
            "together",
            linkage.nowhere,
            linkage.people)};
    const auto all = static_cast<double>(std::max<std::size_t>(linkage.people, 1));
    const double risk = 100 * linkage.in_population / all;
    out.tried = fmt::format(
        "Each of {} people was looked for by {}. Somebody who knows that a person was interviewed "
        "finds {} records or more that could be theirs, and takes the right one for {:.1f}% of "
        "them; who does not know it, for {:.2f}% (limit {}%).",
        linkage.people,
        join(people.keys, ", "),
        linkage.fewest,
        100 * linkage.expected / all,
        risk,
        attacked.most_risk);
    if (attacked.k > 1 && linkage.under_k > 0) {
        add_finding(out,
                    fmt::format("{} people", linkage.under_k),
                    fmt::format("fewer than {} records could be theirs", attacked.k));
    }
    if (risk > attacked.most_risk * (1 + 1e-9))  // not by what rounding leaves of sums
        add_finding(out, "all records", fmt::format("{:.2f}% are linked rightly", risk));
    add_learnt(linkage, attacked, out);
    return out;
}

// Who knows all members of a household, and looks for one of them.
Result<AttackOutcome> members_outcome(const AttackedRecords& attacked,
                                      const AttackedRepeat& repeat,
                                      const PublicCsv& records,
                                      const AttackedTables& tables) {
    AttackOutcome out;
    out.name = fmt::format(
        "The rows of “{}” of the {} records linked to people", repeat.name, attacked.edition);
    out.remedy =
        "Raise k in [protection.records], or leave questions of the repeat out (drop in "
        "[protection.records]).";
    const MembersSought sought = TRY(members_sought(repeat, records, attacked.people));
    const auto at_least = static_cast<std::size_t>(std::max(attacked.k, 1));
    const Linkage linkage = TRY(link_records(sought.rows, sought.members, at_least));
    out.tried = fmt::format(
        "Each of {} people was looked for by what is known of their households and of themselves "
        "({}). "
        "{} rows or more could be somebody’s; of {} people none is there.",
        linkage.people,
        join(repeat.keys, ", "),
        linkage.fewest,
        linkage.nowhere);
    if (attacked.k > 1 && linkage.under_k > 0) {
        add_finding(out,
                    fmt::format("{} people", linkage.under_k),
                    fmt::format("fewer than {} rows could be theirs", attacked.k));
    }
    add_learnt(linkage, attacked, out);
    if (attacked.answers_may_be_learnt) return out;
    const PublicCsv rows = TRY(read_public_csv(repeat.csv));
    for (const FilledBlanks& blanks :
         filled_blanks(rows, tables.system, tables.found.bounds, RowsAre::of_some)) {
        if (std::ranges::find(repeat.sensitive, blanks.question) == repeat.sensitive.end())
            continue;
        add_finding(
            out,
            "“" + blanks.question + "” of the rows, by " + blanks.place,
            fmt::format(
                "up to {} blank or withheld, and all of them “{}”", blanks.records, blanks.answer));
    }
    return out;
}

// Who has a restricted edition has the open one too.
Result<AttackOutcome> joined_outcome(const AttackedRecords& first,
                                     const PublicCsv& first_csv,
                                     const AttackedRecords& second,
                                     const PublicCsv& second_csv) {
    AttackOutcome out;
    out.name = "The " + first.edition + " and the " + second.edition +
               " records joined, and linked to people";
    const int k = std::min(first.k, second.k);
    const JoinedLinkage linkage = TRY(link_joined(first_csv,
                                                  first.people,
                                                  second_csv,
                                                  second.people,
                                                  static_cast<std::size_t>(std::max(k, 1))));
    out.tried = fmt::format(
        "By what stands in both and is no key, {} of {} records are joined to one only. Of {} "
        "people "
        "looked for by the keys of both, {} records or more could be anybody’s.",
        linkage.surely,
        first_csv.rows.size(),
        linkage.people,
        linkage.fewest);
    if (k > 1 && linkage.under_k > 0) {
        add_finding(out,
                    fmt::format("{} people", linkage.under_k),
                    fmt::format("fewer than {} records could be theirs", k));
    }
    out.remedy =
        "Disclosure control let this through: that is a mistake of the program, please report it. "
        "Until it is mended, give the same rules in [protection.records] and "
        "[protection.restricted].";
    return out;
}

// Tables, with what reports and dashboard add to them, and the figures of all reports.
struct ReadTexts {
    PublicTables tables;
    std::vector<PublicFigure> figures;
};

Result<ReadTexts> read_texts(const PublicTexts& texts, const NumberReader& reader) {
    ReadTexts out;
    out.tables = TRY(read_public_tables_json(texts.tables));
    if (!texts.of_reports.empty()) {
        PublicTables more = TRY(read_public_tables_json(texts.of_reports));
        std::ranges::move(more.tables, std::back_inserter(out.tables.tables));
    }
    if (!texts.dashboard.empty()) TRY(add_dashboard_numbers(texts.dashboard, out.tables));
    for (const std::string& list : texts.figures) {
        const std::vector<PublicFigure> read = TRY(read_public_figures(list));
        out.figures.insert(out.figures.end(), read.begin(), read.end());
    }
    read_words(reader, out.figures);
    return out;
}

Status run_control(const AttackKnowledge& knowledge, int threshold, AttackReport& report) {
    PublicTables tables = TRY(read_public_tables_json(knowledge.complete_tables));
    const std::size_t withheld = withhold_small_alone(tables, threshold);
    const AttackedTables attacked =
        rebuild_counts(std::move(tables), {}, knowledge.form, threshold);
    std::size_t back = 0;
    for (std::size_t t = 0; t < attacked.found.verdicts.size(); ++t)
        back += attacked.system.system.targets[t].kind == TargetKind::cell &&
                attacked.found.verdicts[t] == TargetVerdict::rebuilt;
    report.control_failed = withheld > 0 && back == 0;
    report.control = fmt::format(
        "The same attack on the same tables with nothing withheld but {} small numbers, and "
        "nothing "
        "for the sake of others: {} counts of 1 to {} people are rebuilt.",
        withheld,
        back,
        threshold - 1);
    return Done{};
}

}  // namespace

bool AttackReport::succeeded() const {
    return std::ranges::any_of(outcomes,
                               [](const AttackOutcome& outcome) { return outcome.successes > 0; });
}

Result<std::vector<EarlierRecords>> records_in(const std::vector<AttackedRecords>& editions) {
    std::vector<EarlierRecords> out;
    for (const AttackedRecords& edition : editions) {
        out.push_back(
            {"the " + edition.edition + " records", TRY(read_public_csv(edition.csv)).rows.size()});
        for (const AttackedRepeat& repeat : edition.repeats)
            out.push_back(
                {"the rows of “" + repeat.name + "” of the " + edition.edition + " records",
                 TRY(read_public_csv(repeat.csv)).rows.size()});
    }
    return out;
}

Result<AttackOutcome> attack_by_differences(const PublicTexts& texts,
                                            const AttackKnowledge& knowledge,
                                            int threshold) {
    ReadTexts read = TRY(read_texts(texts, knowledge.number_reader));
    const AttackedTables now =
        rebuild_counts(std::move(read.tables), read.figures, knowledge.form, threshold);
    return difference_outcome(now, read.figures, {}, knowledge, threshold);
}

Result<AttackReport> attack(const PublicTexts& texts,
                            std::vector<AttackedRecords> records,
                            const AttackKnowledge& knowledge,
                            int threshold) {
    AttackReport out;
    const ReadTexts read = TRY(read_texts(texts, knowledge.number_reader));
    const std::vector<PublicFigure>& figures = read.figures;
    const AttackedTables attacked = rebuild_counts(read.tables, figures, knowledge.form, threshold);
    out.outcomes.push_back(table_outcome(attacked, figures.size(), threshold));
    const std::vector<EarlierRecords> numbers = TRY(records_in(records));
    out.outcomes.push_back(
        TRY(difference_outcome(attacked, figures, numbers, knowledge, threshold)));
    std::vector<PublicCsv> editions;
    for (AttackedRecords& edition : records) {
        editions.push_back(TRY(read_public_csv(edition.csv)));
        fill_what_is_told(editions.back(), knowledge.form.tells, edition.people);
        for (const AttackedRepeat& repeat : edition.repeats)
            TRY(add_households(repeat, editions.back(), edition.people));
        out.outcomes.push_back(TRY(link_outcome(edition, editions.back())));
        out.outcomes.push_back(blanks_outcome(edition, editions.back(), attacked));
        for (const AttackedRepeat& repeat : edition.repeats)
            out.outcomes.push_back(
                TRY(members_outcome(edition, repeat, editions.back(), attacked)));
    }
    for (std::size_t i = 1; i < records.size(); ++i)
        out.outcomes.push_back(
            TRY(joined_outcome(records[i], editions[i], records[0], editions[0])));
    if (!knowledge.complete_tables.empty()) TRY(run_control(knowledge, threshold, out));
    return out;
}

}  // namespace mtm
