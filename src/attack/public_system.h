#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "attack/count_names.h"
#include "attack/count_system.h"
#include "attack/public_tables.h"

namespace mtm {

/// From the public questionnaire: a question is asked of those who gave one of some answers to
/// another one that takes one answer. Of several for a question all must hold; together they say
/// exactly who is asked.
struct AskedOf {
    std::string question;
    std::string filter;
    std::vector<std::string> answers;
};

/// From the public codebook: a category of a derived question is some answers of its source.
struct PublicGrouping {
    std::string derived;
    std::string category;
    std::string source;
    std::vector<std::string> answers;
};

/// From the public questionnaire: who gave an answer to a question gave one to another as well,
/// because of which it was asked, or the choice offered.
struct TellingAnswer {
    std::string question;
    std::string answer;  // empty: any
    std::string of;
    std::string is;
};

/// What a stranger knows beside the tables.
struct PublicStructure {
    std::optional<long long> interviews;  // of the whole survey; else as printed
    std::vector<AskedOf> asked;
    std::vector<PublicGrouping> groupings;
    std::vector<TellingAnswer> tells{};
};

/// A figure of a report, as a stranger reads it beside its expression.
struct PublicFigure {
    std::string expression;
    std::string printed;
    std::optional<long long> base;
    std::optional<long long> in_words{};  // how many people, where it prints that in words
};

/// The list of figures that `mtm report --proof` writes, of one report. Errors: a column is
/// missing, a base cannot be read.
[[nodiscard]] Result<std::vector<PublicFigure>> read_public_figures(std::string_view csv);

/// Of whom a table is: a population by name, and of it those who gave some answers.
struct Population {
    std::string name;
    Answers where;
};

/// The population of everyone who was interviewed.
inline constexpr const char* everyone_interviewed = "everyone";

/// A table's numbers as counts of a system.
struct TableCounts {
    const PublicTable* table = nullptr;
    Population population;
    std::vector<int> bases;               // by group
    std::vector<std::vector<int>> cells;  // by group and category; empty where none is of people
};

/// What is public as a system, and where each table's numbers are in it. The tables must outlive
/// it.
struct PublicSystem {
    CountSystem system;
    std::vector<TableCounts> tables;
};

/// All that follows from tables and figures about counts of people:
///
/// - A count is known by who is counted: those asked, and their answers. So the same people have
///   one count in all tables, crossed either way round, and in figures.
/// - A percentage p printed to d decimals of a base b tells of its count n that
///   |p - 100 n / b| <= 0.5 / 10^d, half away from zero; of a whole one, 0.25 says that it lies
///   above 0 and under a half, and 0 that nobody did (docs/formats/tables.md).
/// - Categories of a question with one answer add up to its base, and the groups of a banner to
///   everyone, if some printed numbers do and none speak against it. What is missing to the sum
///   is a count of its own.
/// - Those of several answers are no more than their base; those asked no more than everyone.
///
/// Values that are weighted, means and medians tell of no count. The rule by which cells are
/// withheld is not used.
[[nodiscard]] PublicSystem public_system(const PublicTables& tables,
                                         const std::vector<PublicFigure>& figures,
                                         const PublicStructure& structure);

}  // namespace mtm
