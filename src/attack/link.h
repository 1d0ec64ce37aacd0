#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "attack/public_csv.h"
#include "base/result.h"

namespace mtm {

/// Somebody of whom all keys are known: of each the value as the published file would word it;
/// empty where the file can word none.
using KnownPerson = std::vector<std::string>;

/// What those who know a person learn of a sensitive question.
struct LearntAnswer {
    std::string question;
    std::size_t people = 0;  // all records that could be theirs give one answer
};

/// How far published records are linked to people who are known.
struct Linkage {
    std::size_t people = 0;
    std::size_t nowhere = 0;   // no record could be theirs: the file does not hold them
    std::size_t fewest = 0;    // records that could be somebody's: the fewest
    std::size_t under_k = 0;   // people of whom fewer than k could be
    double expected = 0;       // people linked rightly by who knows that they were interviewed
    double in_population = 0;  // and by who does not
    std::vector<LearntAnswer> learnt;
};

/// A number of people of the population that is known from elsewhere: those of some values of keys.
struct PopulationMargin {
    std::vector<std::string> values;  // as the keys; empty: of any
    double people = 0;
};

/// What is known beside the file.
struct LinkageKnowledge {
    std::vector<std::string> keys;       // columns
    std::vector<KnownPerson> people;     // those interviewed; values as keys
    std::vector<std::string> sensitive;  // columns whose answers are looked for
    double fraction = 0;                 // of the population that was interviewed; 0: unknown, all
    std::vector<PopulationMargin> margins;
};

/// Links each person to the records that could be theirs: those that have the person's value or a
/// blank in every key. Who has no value in a key is taken to be only where the key is blank, for
/// the searcher may know the value. Of c such records the right one is chosen with 1/c (Skinner and
/// Elliot 2002); who does not know whether a person was interviewed chooses among c/fraction in the
/// population, but no more than a margin says there are. An error if a column is not there.
[[nodiscard]] Result<Linkage> link_records(const PublicCsv& records,
                                           const LinkageKnowledge& knowledge,
                                           std::size_t k);

}  // namespace mtm
