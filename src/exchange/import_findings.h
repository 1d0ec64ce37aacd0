#pragma once

#include <map>
#include <string>
#include <tuple>

#include "base/diagnostic.h"
#include "exchange/export_table.h"

namespace mtm {

/// What does not fit in a file that is imported. Of one kind in one column the first twenty are
/// told, the others counted.
class ImportFindings {
public:
    explicit ImportFindings(const std::string& file) : file_(file) {}

    struct What {
        std::string code;
        std::string message;
        std::string remedy;
        Severity severity = Severity::warning;
    };

    void of_file(What what);
    void of_sheet(const ExportTable& table, What what);
    void of_header(const ExportTable& table, const std::string& header, What what);
    void of_row(const ExportTable& table, int record, What what);
    void of_value(const ExportTable& table, int record, const std::string& column, What what);

    /// All of them, with how many more there were of each kind.
    [[nodiscard]] Diagnostics take();

private:
    void report(const std::string& sheet, int row, const std::string& column, What what);

    const std::string& file_;
    Diagnostics told_;
    std::map<std::tuple<std::string, std::string, std::string>, int> counted_;
};

/// The beginning of a value, for a message.
[[nodiscard]] std::string quoted_excerpt(std::string_view text);

}  // namespace mtm
