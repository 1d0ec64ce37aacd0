#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "synthesis/coded_records.h"

namespace mtm {

/// Records beside the tables that they are to keep: how far every cell is from its bounds, and what
/// a change of records would do to that. The cost of a set of records is a sum over cells: the
/// square of how far a count lies outside its bounds, more for a variable's own table, far more for
/// what must not be invented. All in whole numbers.
class TableFit {
public:
    /// REQUIRES: check_tables(); as many records as the tables' total.
    TableFit(const MarginalTables& tables, CodedRecords records);

    /// The change of cost if two records exchanged their categories of a variable: its own table
    /// stays as it is. REQUIRES: the categories differ.
    [[nodiscard]] std::int64_t exchange_cost(std::size_t variable,
                                             std::size_t a,
                                             std::size_t b) const;
    void exchange(std::size_t variable, std::size_t a, std::size_t b);

    /// The change of cost if one record's category changed. REQUIRES: to another one.
    [[nodiscard]] std::int64_t change_cost(std::size_t variable,
                                           std::size_t record,
                                           std::uint8_t category) const;
    void change(std::size_t variable, std::size_t record, std::uint8_t category);

    /// Sum over cells of how far the count lies outside its bounds.
    [[nodiscard]] long long deviation() const { return deviation_; }

    /// Cells of the tables outside their bounds, in no order.
    [[nodiscard]] const std::vector<std::uint32_t>& deviating_cells() const { return deviating_; }

    /// Where a cell of all tables' cells in a row belongs.
    [[nodiscard]] std::size_t table_of(std::uint32_t cell) const { return cells_[cell].table; }

    [[nodiscard]] std::size_t cell_in_table(std::uint32_t cell) const {
        return cell - tables_[cells_[cell].table].first;
    }

    [[nodiscard]] std::size_t dimensions(std::size_t table) const { return tables_[table].size; }

    [[nodiscard]] std::size_t variable_of(std::size_t table, std::size_t dimension) const {
        return tables_[table].variables[dimension];
    }

    /// The category of the table's variable number `dimension` in a cell.
    [[nodiscard]] std::uint8_t category_in(std::size_t table,
                                           std::uint32_t cell,
                                           std::size_t dimension) const;

    [[nodiscard]] bool is_short(std::uint32_t cell) const {
        return cells_[cell].count < cells_[cell].low;
    }

    /// More records than a cell may have that must not be invented beyond its bound.
    [[nodiscard]] bool is_forbidden(std::uint32_t cell) const {
        return cells_[cell].strictness == Strictness::firm &&
               cells_[cell].count > cells_[cell].high;
    }

    /// The records that have a category, in no order.
    [[nodiscard]] const std::vector<std::uint32_t>& having(std::size_t variable,
                                                           std::uint8_t category) const {
        return having_[first_category_[variable] + category];
    }

    [[nodiscard]] std::uint8_t code(std::size_t record, std::size_t variable) const {
        return records_.codes[record * records_.variables + variable];
    }

    [[nodiscard]] std::size_t categories(std::size_t variable) const {
        return first_category_[variable + 1] - first_category_[variable];
    }

    [[nodiscard]] const CodedRecords& records() const { return records_; }

    /// In how many tables with others a variable is.
    [[nodiscard]] std::size_t tables_with(std::size_t variable) const {
        return touched_[variable].size();
    }

private:
    enum class Strictness : std::uint8_t { plain, empty, own, firm };

    struct FitCell {
        std::int32_t count = 0;
        std::int32_t low = 0;
        std::int32_t high = 0;
        Strictness strictness = Strictness::plain;
        std::uint32_t place = 0;  // in deviating_, plus 1; 0: not there
        std::uint32_t table = 0;
    };

    struct CellStep {
        std::int32_t up = 0;    // the change of cost by one record more
        std::int32_t down = 0;  // and by one less
    };

    struct FitTable {
        std::vector<std::size_t> variables;
        std::vector<std::uint32_t> strides;
        std::size_t size = 0;
        std::uint32_t first = 0;
    };

    /// A table with others from the side of one of its variables; a pair has a second other of
    /// stride 0.
    struct TouchedTable {
        std::uint32_t first = 0;
        std::uint32_t stride = 0;
        std::uint32_t other = 0;
        std::uint32_t other_stride = 0;
        std::uint32_t third = 0;
        std::uint32_t third_stride = 0;
    };

    static std::int64_t cost_of(const FitCell& cell, std::int32_t count);
    void add_table(const MarginalTable& table, const std::vector<TableVariable>& variables);
    void refresh(std::uint32_t number);
    void recount(std::uint32_t number, std::int32_t by);
    void relist(std::size_t variable, std::size_t record, std::uint8_t category);

    [[nodiscard]] static std::uint32_t rest_of(const TouchedTable& table, const std::uint8_t* row) {
        return table.first + row[table.other] * table.other_stride +
               row[table.third] * table.third_stride;
    }

    CodedRecords records_;
    std::vector<FitTable> tables_;
    std::vector<FitCell> cells_;
    std::vector<CellStep> steps_;
    std::vector<std::vector<TouchedTable>> touched_;
    std::vector<std::int64_t> own_table_;  // first cell of the variable's own table, or -1
    std::vector<std::uint32_t> deviating_;
    std::vector<std::size_t> first_category_;
    std::vector<std::vector<std::uint32_t>> having_;
    std::vector<std::uint32_t> place_;  // of a record in having_, by variable and record
    long long deviation_ = 0;
};

}  // namespace mtm
