#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dataset/dataset.h"
#include "dataset/rows_within.h"
#include "study/study.h"
#include "tabulate/row_set.h"

namespace mtm {

/// The columns of one repeat level as tables and figures read them: those of enclosing levels are
/// spread to its rows, sets of answers included, and "is in this category of a derived variable"
/// can be had as a column of its own. Not to be shared between threads: it keeps what it spread.
class LevelColumns : public ColumnSource {
public:
    LevelColumns(const Study& study, const Dataset& dataset, int level);

    /// The column of that name at this level or an enclosing one, or null.
    [[nodiscard]] const Column* find(std::string_view name) const;

    /// Name of a column that holds "1" where the row is in one of the categories of a derived
    /// variable and is blank elsewhere. REQUIRES: the variable has a column.
    [[nodiscard]] std::string membership(std::string_view derived,
                                         const std::vector<int>& categories);

    [[nodiscard]] std::size_t row_count() const override { return level_->rows; }

    [[nodiscard]] const ColumnView* column(std::string_view name) const override;
    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override;

    [[nodiscard]] std::string now() const override { return {}; }

    [[nodiscard]] bool is_within(std::string_view name) const override { return within_.has(name); }

    [[nodiscard]] NodeSet answers_within(std::string_view name, std::size_t row) const override {
        return within_.answers(name, row);
    }

    [[nodiscard]] const Study& study() const { return study_; }

    /// Whose the rows are.
    [[nodiscard]] std::shared_ptr<const RowOwners> owners() const;

private:
    [[nodiscard]] const Column* find_above(std::string_view name) const;

    const Study& study_;
    const Dataset& dataset_;
    const Level* level_;
    int number_;
    RowsWithin within_;
    mutable std::map<std::string, std::unique_ptr<Column>, std::less<>> made_;
    mutable std::shared_ptr<const RowOwners> owners_;
    mutable std::map<std::string, ColumnView, std::less<>> views_;
};

/// The deepest repeat level that one of the names belongs to. An error if two of them lie in
/// repeats of which neither holds the other, or if a name has no column.
[[nodiscard]] Result<int> level_of(const Study& study,
                                   const Dataset& dataset,
                                   const std::vector<std::string>& names);

}  // namespace mtm
