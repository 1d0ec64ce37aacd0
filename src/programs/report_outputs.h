#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "programs/command.h"
#include "report/document.h"
#include "store/cache_folder.h"
#include "store/files.h"

namespace mtm {

/// What a report is written as.
enum class ReportFormat { html, pdf, docx, markdown, charts };

/// "html,pdf" as formats; nothing and a message on stderr if one is none. Markdown brings the
/// charts with it, which it refers to.
std::optional<std::set<ReportFormat>> report_formats(const std::string& list);

inline constexpr const char* all_report_formats = "html,pdf,docx,md,charts";

/// A report in one language, and what stands between "report" and the ending of its files' names:
/// ".ru-internal".
struct ReportToWrite {
    Document document;
    std::string suffix;
};

/// Whether the names of files that were written are printed.
enum class NamesPrinted { yes, no };

/// Writes reports, and `beside` them, into a folder and prints the names of the files. What cannot
/// be made, because a program is missing or fails, is said on stderr; all else is written, and the
/// command ends with `world_failed`.
Exit write_report_files(const std::vector<ReportToWrite>& reports,
                        const std::set<ReportFormat>& formats,
                        const std::string& folder,
                        const std::vector<FileOut>& beside,
                        const CacheFolder& cache,
                        NamesPrinted names = NamesPrinted::yes);

}  // namespace mtm
