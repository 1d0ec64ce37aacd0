#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace mtm {

/// What a category says of a person. All are counted alike; only the attack report asks, for that
/// somebody was not asked is no secret.
enum class CategoryMeaning { answer, not_asked, no_answer };

struct TableCategory {
    std::string name;  // for messages only
    CategoryMeaning meaning = CategoryMeaning::answer;

    bool operator==(const TableCategory&) const = default;
};

struct TableVariable {
    std::string name;  // for messages only
    std::vector<TableCategory> categories;

    bool operator==(const TableVariable&) const = default;
};

enum class CellKind {
    known,       // the published count: low equals high
    rounded,     // the count lies in low … high
    withheld,    // not published; `high` is the most it can be, and the most that is invented
    impossible,  // skip logic or a constraint rules it out: 0, and never invented
};

/// What may be known of a cell's count: that it is in low … high.
struct BoundedCount {
    CellKind kind = CellKind::known;
    long long low = 0;
    long long high = 0;

    bool operator==(const BoundedCount&) const = default;
};

[[nodiscard]] BoundedCount known_count(long long count);
[[nodiscard]] BoundedCount rounded_count(long long low, long long high);
[[nodiscard]] BoundedCount withheld_count(long long high);
[[nodiscard]] BoundedCount impossible_count();

/// Counts of one, two or three variables together, protected already.
struct MarginalTable {
    std::vector<std::size_t> variables;  // ascending
    std::vector<BoundedCount> cells;     // the last variable's categories run fastest
};

/// All that the invention of records is told: it never sees a record.
struct MarginalTables {
    std::vector<TableVariable> variables;
    std::vector<MarginalTable> tables;
    long long total = 0;  // people in every table: those not asked are counted in a category too
};

inline constexpr std::size_t most_categories = 255;

/// The number of cells of a table over these variables.
[[nodiscard]] std::size_t cells_over(const std::vector<TableVariable>& variables,
                                     const std::vector<std::size_t>& of);

/// "sex = woman, age = 18–24".
[[nodiscard]] std::string cell_name(const MarginalTables& tables,
                                    const MarginalTable& table,
                                    std::size_t cell);

/// "sex × age".
[[nodiscard]] std::string table_name(const MarginalTables& tables, const MarginalTable& table);

/// An error if the tables are no tables: wrong numbers of cells, variables that do not exist or
/// stand twice, low above high, two tables of the same variables.
[[nodiscard]] Status check_tables(const MarginalTables& tables);

/// The bounds of a table summed over all variables but `onto` (ascending, among the table's).
/// A sum of impossible cells is impossible; of those and withheld ones withheld.
[[nodiscard]] std::vector<BoundedCount> summed_over(const MarginalTables& tables,
                                                    const MarginalTable& table,
                                                    const std::vector<std::size_t>& onto);

/// Why the tables cannot all hold, one sentence each: a table whose cells cannot sum to the total,
/// two tables that say different things of the variables that they share. Empty does not promise
/// that they can: that is known of decomposable sets of tables only (Dobra and Fienberg 2000).
/// REQUIRES: check_tables().
[[nodiscard]] std::vector<std::string> contradictions(const MarginalTables& tables);

}  // namespace mtm
