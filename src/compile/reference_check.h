#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "compile/definition.h"
#include "compile/sheet_columns.h"

namespace mtm {

/// Checks every ${…} in the cells of a form's sheets: that it can be read, and that it names one
/// element of the form.
class ReferenceCheck {
public:
    explicit ReferenceCheck(const FormDefinition& form);

    /// All cells but those of some columns (by the first word of their path).
    void check(const SheetForm& sheet,
               const std::vector<std::string_view>& but,
               Diagnostics& diagnostics) const;

    /// Only the cells of some columns.
    void check_only(const SheetForm& sheet,
                    const std::vector<std::string_view>& columns,
                    Diagnostics& diagnostics) const;

private:
    void check_column(const SheetForm& sheet,
                      const SheetColumn& column,
                      Diagnostics& diagnostics) const;
    void check_cell(std::string_view text,
                    const SheetForm& sheet,
                    int row,
                    const SheetColumn& column,
                    Diagnostics& diagnostics) const;

    // How many rows and how many elements have a name: a row inside a loop stands for several, and
    // some elements stand on no row.
    struct Count {
        int rows = 0;
        int elements = 0;
    };

    void count(const FormElement& element);

    /// What to do about a name that does not exist: the nearest that does.
    [[nodiscard]] std::string remedy_for(const std::string& unknown) const;

    std::unordered_map<std::string_view, Count> count_;  // by name
    std::vector<std::string> names_;                     // that can be referred to, sorted
    mutable int looked_up_ = 0;  // names that were looked for in all of them
};

}  // namespace mtm
