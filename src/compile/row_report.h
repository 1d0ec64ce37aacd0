#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/diagnostic.h"
#include "compile/sheet_columns.h"

namespace mtm {

/// Reports what is wrong with one row of a form's sheet.
class RowReport {
public:
    RowReport(const SheetForm& sheet, int row, Diagnostics& diagnostics)
        : sheet_(&sheet), row_(row), diagnostics_(&diagnostics) {}

    void error(std::string code,
               std::string_view column,
               std::string message,
               std::string remedy) const {
        add(Severity::error, std::move(code), column, std::move(message), std::move(remedy));
    }

    void warning(std::string code,
                 std::string_view column,
                 std::string message,
                 std::string remedy) const {
        add(Severity::warning, std::move(code), column, std::move(message), std::move(remedy));
    }

    /// The row as a spreadsheet shows it: from 1.
    [[nodiscard]] int number() const { return row_ + 1; }

private:
    void add(Severity severity,
             std::string code,
             std::string_view column,
             std::string message,
             std::string remedy) const {
        diagnostics_->push_back({.code = std::move(code),
                                 .severity = severity,
                                 .place = sheet_->place(row_, column),
                                 .message = std::move(message),
                                 .remedy = std::move(remedy)});
    }

    const SheetForm* sheet_;
    int row_;
    Diagnostics* diagnostics_;
};

}  // namespace mtm
