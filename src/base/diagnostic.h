#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// Where in what a person wrote a mistake is. Fields that do not apply stay empty or 0.
struct Place {
    std::string file;       // as the user named it
    std::string sheet;      // of a workbook
    int row = 0;            // 1-based, as a spreadsheet shows it; a line number in a text file
    std::string column;     // the header of the column; in a text file the character, from 1
    std::string interview;  // instanceID

    bool operator==(const Place&) const = default;
};

enum class Severity { warning, error };

/// A mistake of an author or in what a respondent's device sent. Diagnostics are data: every
/// stage returns what it could make together with all of them, and never stops at the first.
/// `code` is permanent (docs/diagnostics.md lists every one); a retired code stays retired.
struct Diagnostic {
    std::string code;  // e.g. "unknown-question"
    Severity severity = Severity::error;
    Place place;
    std::string message;  // what is wrong, in one sentence
    std::string remedy;   // what to do about it, in one sentence; may name the nearest match

    bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// True if any of them is an error.
[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);

/// "questionnaire.xlsx: survey row 12, column relevant: error unknown-question: … Remedy: …".
[[nodiscard]] std::string print(const Diagnostic& diagnostic);

/// Only the place, as `print` words it; empty if nothing of it is known.
[[nodiscard]] std::string print(const Place& place);

/// The candidate nearest to `wrong` by edit distance (case ignored), or empty if none is near
/// enough to be meant: at most a third of its length away, a little more if it is short.
[[nodiscard]] std::string nearest(std::string_view wrong,
                                  const std::vector<std::string>& candidates);

/// "Did you mean “x”?" for the nearest candidate, or `otherwise`.
[[nodiscard]] std::string did_you_mean(std::string_view wrong,
                                       const std::vector<std::string>& candidates,
                                       std::string_view otherwise);

}  // namespace mtm
