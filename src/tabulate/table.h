#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "study/study.h"
#include "tabulate/row_set.h"
#include "tabulate/summed_numbers.h"

namespace mtm {

/// The interviews that a percentage is of.
struct Base {
    std::size_t n = 0;               // unweighted
    bool everyone = true;            // all counted interviews
    std::vector<std::string> asked;  // questions whose skip logic bounds it
    std::string where;               // canonical text of the filter; empty if none

    bool operator==(const Base&) const = default;
};

/// How a cell of a table compares with that of another group in its row, which is no greater.
struct Contrast {
    std::size_t group = 0;
    double p = 1;  // two-sided, that there is no difference; of this test alone

    bool operator==(const Contrast&) const = default;
};

/// A number with what it rests on. `value` is unrounded; a percentage runs from 0 to 100. Without a
/// probability or respondent-driven design there is no standard error, and `no_interval` says why.
struct Estimate {
    std::optional<double> value;  // absent where the base is empty
    std::size_t n = 0;            // of the base, those that satisfy the condition, or have a number
    std::size_t base = 0;
    std::optional<std::size_t> fewest;  // that the number tells of, where they are not the n
    std::optional<double> standard_error;
    std::optional<double> low;
    std::optional<double> high;
    std::optional<double> df{};  // degrees of freedom of the standard error
    std::string no_interval;
    std::vector<Contrast> contrasts{};  // column_tests.h; empty outside tables

    bool operator==(const Estimate&) const = default;
};

/// A row or a group of a table.
struct Category {
    std::string name;  // of the choice or derived category
    Translated label;
    MissingChoice meaning = MissingChoice::answer;
    bool blank = false;        // the row of those who were asked and left the question blank
    bool free_answer = false;  // in somebody's own words, or no choice of the list

    bool operator==(const Category&) const = default;
};

/// Who is behind the numbers of a table: disclosure control compares them with those of others.
struct TableRows {
    std::vector<RowSet> bases;                   // as Table::group_bases
    std::vector<std::vector<RowSet>> cells;      // as Table::cells: the n of each
    std::vector<std::string> sources;            // questions that decide who is in them
    std::vector<std::string> base_sources = {};  // and who is in the bases, which may be fewer
    std::vector<SummedNumbers> summed = {};      // of a total or mean one, of a ratio two
};

/// Where a group of a nested table stands.
struct GroupPlace {
    std::size_t parent = 0;  // the group that it is a part of
    int depth = 0;           // everyone: 0
    bool divides = true;     // nobody is in it and in another of its parent's groups
    Category own;            // within its parent: without those above in name and label

    bool operator==(const GroupPlace&) const = default;
};

/// Whether the groups of a table answer alike: Rao and Scott's test (1984) of the second order.
struct Association {
    double f = 0;
    double df = 0;
    double denominator_df = 0;
    double p = 1;

    bool operator==(const Association&) const = default;
};

/// Estimates of one question, by groups. `cells[g][c]`: group g (the first is everyone together)
/// and category c; a numeric statistic has one category.
struct Table {
    TableSpec spec;
    Base base;  // of everyone together
    std::vector<Category> categories;
    std::vector<Category> groups;  // groups[0] is the total
    std::vector<std::size_t> group_bases;
    std::vector<std::vector<Estimate>> cells;
    bool multiple = false;        // several answers were possible: percentages add to more than 100
    bool groups_overlap = false;  // somebody is in two groups
    bool weighted = false;        // values are of what people stand for; n and bases are of people
    bool rehearsal = false;
    int level = 0;  // of the dataset: 0 where its rows are interviews
    std::shared_ptr<const TableRows> rows;
    std::vector<GroupPlace> places{};          // as groups; empty: each group is a part of everyone
    std::vector<Table> parts{};                // printed with it: of further groups, then questions
    std::optional<Association> association{};  // where it was tested: table_association.h
};

/// A group and those that it is divided into.
struct GroupFamily {
    std::size_t whole = 0;
    std::vector<std::size_t> parts;
    bool divides = true;  // nobody is in two of them
};

/// Of the groups of a table: one family unless they are nested, none if there is only everyone.
[[nodiscard]] std::vector<GroupFamily> families_of(const Table& table);

}  // namespace mtm
