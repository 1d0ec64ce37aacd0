#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/document.h"

namespace mtm {

/// What a report says before and after its narrative, in the same words in every format.

/// What stands on every page: that interviews are invented, that the edition is internal. Often
/// none.
[[nodiscard]] std::vector<std::string> marks_of(const Document& document);

/// "Round 4 · April–May 2024"
[[nodiscard]] std::string round_and_period(const Document& document);

/// The title with its country, round and period, and any mark before it: for a file's properties.
[[nodiscard]] std::string full_title(const Document& document);

/// How many interviews were received and counted, and why others were left out.
[[nodiscard]] std::string counts_line(const Document& document);

/// As of when the report is; empty: now.
[[nodiscard]] std::string as_of_line(const Document& document);

/// "MTM 0.1.0; data …; plan …": for a file's properties. Empty if nothing is known.
[[nodiscard]] std::string made_from_line(const Document& document);

/// A section after the narrative.
struct ClosingSection {
    std::string anchor;
    std::string title;
    std::vector<std::string> paragraphs;
    std::vector<std::pair<std::string, std::string>> facts;  // a term, and what there is to say
    std::vector<std::string> lines;                          // of an address
    std::string file;  // beside the report, to which the last paragraph leads; or empty
};

/// A page that a reader points at, or paper and what looks like it.
enum class Medium { screen, paper };

/// How to read the percentages, the survey in short, citation, disclaimer, contact, colophon.
[[nodiscard]] std::vector<ClosingSection> closing_sections(const Document& document, Medium medium);

}  // namespace mtm
