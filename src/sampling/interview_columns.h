#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "dataset/dataset.h"
#include "workbook/table_sheet.h"

namespace mtm {

/// A variable of the counted interviews: the category of each.
struct CategoryColumn {
    std::string name;
    std::vector<std::string> categories;  // names; those of choices first, in their order
    std::vector<std::int32_t> codes;      // of each row; -1: no answer
};

/// A table beside study.toml, read and named.
struct NamedTable {
    std::string file;  // as the user knows it
    TableSheet table;

    [[nodiscard]] Place place(int record, std::string_view column) const {
        return {.file = file,
                .sheet = {},
                .row = record < 0 ? table.header_row_number() : table.row_number(record),
                .column = std::string(column),
                .interview = {}};
    }
};

/// What weights and designs are made of: columns of the counted interviews, which are answers to
/// questions asked once of each, derived variables, or what [sample] file says of the place of each
/// interview.
class InterviewColumns {
public:
    /// `places` may be null. Mistakes of it, and places that it does not have, go to
    /// `diagnostics`. All must outlive the object.
    InterviewColumns(const Study& study,
                     const Dataset& dataset,
                     const NamedTable* places,
                     Diagnostics& diagnostics);

    [[nodiscard]] std::size_t rows() const { return dataset_.counted(); }

    /// Categories of a name; of several, with “*” between them, those of each combination that
    /// occurs, named “a * b”. Nothing, and a diagnostic for `where`, if there is no such variable,
    /// or somebody is in two categories of it.
    std::optional<CategoryColumn> categories(std::string_view name, const Place& where);

    /// The number of each interview; NaN where it has none, infinity where it is “many”. An answer
    /// is a number where a form takes it for one: digits and a point, no exponent.
    std::optional<std::vector<double>> numbers(std::string_view name, const Place& where);

    /// Whether a name is that of a column of the places.
    [[nodiscard]] bool is_of_places(std::string_view name) const {
        return places_ != nullptr && places_->table.find(name).has_value();
    }

    /// Where the number of an interview stands: in a cell of the places, or in the interview.
    [[nodiscard]] Place place_of(std::string_view name, std::size_t row, const Place& where) const;

    [[nodiscard]] const std::string& instance(std::size_t row) const {
        return dataset_.instance_ids[row];
    }

private:
    void find_places(Diagnostics& diagnostics);
    std::optional<CategoryColumn> single(std::string_view name, const Place& where);
    std::optional<CategoryColumn> of_question(const Column& column, const Place& where);
    [[nodiscard]] CategoryColumn of_places(int column) const;
    void unknown(std::string_view name, const Place& where);

    const Study& study_;
    const Dataset& dataset_;
    const NamedTable* places_;
    Diagnostics& diagnostics_;
    std::vector<int> record_;  // of each row in places_; -1: none
};

}  // namespace mtm
