#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/export_columns.h"

namespace mtm {

/// A file of an export.
struct ExportedFile {
    std::string name;
    std::string bytes;
};

/// A CSV file for each table: STEM.csv, and STEM-REPEAT.csv for the rounds of a repeat. UTF-8 with
/// a byte order mark; texts are guarded against spreadsheets (csv_guard.h).
[[nodiscard]] std::vector<ExportedFile> csv_files(const ExportSource& source,
                                                  const std::vector<ExportedTable>& tables,
                                                  const std::string& stem);

/// The workbook of an export, and what of it a workbook cannot hold.
struct ExportedWorkbook {
    std::string bytes;
    int cut_texts = 0;  // longer than the 32,767 characters of a cell
};

/// A workbook with a sheet for each table. Numbers stand as numbers, all else as text. What is made
/// of invented interviews has a sheet in front that says so. It is an error if there are more rows
/// or columns than a sheet has.
Result<ExportedWorkbook> xlsx_file(const ExportSource& source,
                                   const std::vector<ExportedTable>& tables);

}  // namespace mtm
