#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "disclosure/released.h"

namespace mtm {

/// A number of a table with levels: a cell of one of its parts, or a number made of printed ones.
struct StructuredCell {
    const SafeTable* of = nullptr;  // null: made, or nothing stands there
    std::size_t group = 0;
    std::size_t category = 0;
    std::optional<double> made{};
    std::string label{};  // of its category, where the row is not that
};

/// A head above columns of the next row of heads.
struct StructuredHead {
    std::string label;
    std::size_t columns = 1;  // that it spans
    std::size_t rows = 1;     // of heads that it spans
};

/// How many people a column or row is of.
struct StructuredBase {
    const SafeTable* of = nullptr;  // null: it is of several
    std::size_t group = 0;
};

struct StructuredRow {
    std::string label;
    int indent = 0;
    bool heading = false;  // says what the rows below are of, and has no cells
    bool missing = false;  // of an answer that is none
    std::vector<StructuredCell> cells{};
    std::optional<StructuredBase> base{};  // where its columns are not those of groups
};

/// How a table with nested groups, several banners, several questions or a ranking is laid out:
/// what stands beside what, without what numbers look like. Points into the released table.
///
/// Groups stand across under heads of their levels, or down with indents where they are many;
/// several questions are rows, and of a grid the choices are columns; a ranking has its ranks as
/// columns. Where each group has its own largest categories, they stand in their order below it.
struct StructuredTable {
    std::string stub;  // head of the first column; may be empty
    std::vector<std::vector<StructuredHead>> heads;
    std::vector<std::string> columns;          // the way of heads to each, with commas
    std::vector<StructuredBase> column_bases;  // empty: rows have theirs
    std::vector<StructuredRow> rows;
};

/// Words and labels in the language of the reader.
struct StructureWords {
    std::size_t language = 0;  // index into the questionnaire's languages
    std::string everyone;
    std::string no_answer;
    std::string any_rank;
    std::string mean_rank;
    std::string sum;
    std::function<std::string(std::size_t)> rank;                     // "1st"
    std::function<std::string(const std::string&)> variable;          // label of a question
    std::function<std::vector<std::size_t>(const SafeTable&)> shown;  // categories worth a row
};

/// Whether a table needs more than a column a group and a row a category.
[[nodiscard]] bool has_structure(const SafeTable& safe);

/// REQUIRES: has_structure, and `safe` outlives the result.
[[nodiscard]] StructuredTable structured(const SafeTable& safe, const StructureWords& words);

/// The mean rank of a category in a group, over those who ranked it: of printed shares alone, so
/// that it tells no more than they do. Absent where one of them is not printed, or nobody did.
[[nodiscard]] std::optional<double> mean_rank(const SafeTable& ranking,
                                              std::size_t banner,
                                              std::size_t group,
                                              std::size_t category);

/// The parts of a table that are of one question, the table itself among them: by banner.
[[nodiscard]] std::vector<const SafeTable*> parts_of_question(const SafeTable& safe,
                                                              std::size_t question);
[[nodiscard]] std::size_t questions_in(const SafeTable& safe);
[[nodiscard]] std::size_t banners_in(const SafeTable& safe);

/// Whether a cell is not printed.
[[nodiscard]] bool is_withheld(const SafeTable& safe, std::size_t group, std::size_t category);

}  // namespace mtm
