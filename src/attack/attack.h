#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "attack/link.h"
#include "attack/public_figures.h"
#include "attack/public_system.h"
#include "base/result.h"

namespace mtm {

/// The public files of one publication, as text. What is empty is not public.
struct PublicTexts {
    std::string tables;                // tables.json
    std::vector<std::string> figures;  // of each report: the list that `mtm report --proof` writes
    std::string dashboard;             // data.js
    std::string of_reports{};  // as `tables`: what the reports show beside the plan's tables
};

/// The published rows of a repeat, and what is known of the households whose they are.
struct AttackedRepeat {
    std::string name;     // "member"
    std::string csv;      // microdata-member.csv
    std::string told_by;  // the column of the records that says “withheld” or “published”
    std::vector<std::string> keys;       // its columns
    std::vector<std::string> sensitive;  // its columns
    /// By person of AttackedRecords::people: each member, values as keys.
    std::vector<std::vector<KnownPerson>> households;
};

/// Published records, what is known of the people whose they are, and what the study says of
/// them: beyond it an attack has succeeded.
struct AttackedRecords {
    std::string edition;  // "open"
    std::string csv;      // microdata.csv
    LinkageKnowledge people;
    int k = 5;                           // each person could be so many records; 1: not promised
    double most_risk = 3;                // per cent: people linked rightly, on average
    bool answers_may_be_learnt = false;  // of sensitive questions, without being linked
    std::vector<AttackedRepeat> repeats{};
};

/// How many records a file of an earlier publication has.
struct EarlierRecords {
    std::string file;  // "the open records"
    std::size_t records = 0;
};

/// Tables of the round that are public already, and records beside them.
struct EarlierTables {
    std::string name;    // "releases/2"
    std::string tables;  // tables.json
    std::vector<EarlierRecords> records{};
    std::vector<PublicFigure> figures{};  // of its reports
    bool of_reports = false;              // what its reports show beside the tables of the plan
    int after = 0;                        // the last release that was made before it
};

/// What the attacker is given beside the files.
struct AttackKnowledge {
    PublicStructure form;
    std::vector<EarlierTables> earlier;
    NumberReader number_reader{};  // of the languages of the reports
    /// tables.json with every number. Of it the rule alone withholds what is small, and the attack
    /// has to bring that back: else it would prove nothing. Empty: this is not tried.
    std::string complete_tables;
};

/// A thing that was found out and should not be.
struct AttackFinding {
    std::string where;  // "table “income”, group “female”, category “refused”"
    std::string what;   // "3 people, from sums and differences"
};

/// How many records each file has, of an edition and of its repeats. An error if one cannot be
/// read.
[[nodiscard]] Result<std::vector<EarlierRecords>> records_in(
    const std::vector<AttackedRecords>& editions);

/// How one attack went.
struct AttackOutcome {
    std::string name;                  // "Rebuilding counts from tables and figures"
    std::string tried;                 // in sentences: what was tried on how much
    std::vector<AttackFinding> found;  // the first ones, by far enough to act on
    std::size_t successes = 0;         // all of them
    std::string remedy;                // what to do if it succeeded
};

struct AttackReport {
    std::vector<AttackOutcome> outcomes;
    std::string control;          // in a sentence; empty: not tried
    bool control_failed = false;  // it brought nothing back, though the rule alone withholds some

    [[nodiscard]] bool succeeded() const;
};

/// The part of the attack that compares with what is public already, by itself: counts that follow
/// from tables and figures, whatever tables are called, of each publication by itself and of those
/// of the same interviews together, and figures that count people by one expression. Errors: a file
/// cannot be read.
[[nodiscard]] Result<AttackOutcome> attack_by_differences(const PublicTexts& texts,
                                                          const AttackKnowledge& knowledge,
                                                          int threshold);

/// Attacks a publication by everything that stands in its files: counts are rebuilt from tables,
/// figures and dashboard; tables and numbers of records are compared with those that are public
/// already; records are linked to people, and their blanks filled from tables. No count of 1 …
/// threshold-1 people may be found. Errors: a file cannot be read.
[[nodiscard]] Result<AttackReport> attack(const PublicTexts& texts,
                                          std::vector<AttackedRecords> records,
                                          const AttackKnowledge& knowledge,
                                          int threshold);

}  // namespace mtm
