#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/markdown.h"

namespace mtm {

enum class DirectiveKind {
    table,
    rounds,
    facts,
    map,
    contents,
    note,
    page,
    include,
    condition,  // if
    otherwise,  // else
    each,
    figures,
    glossary,
    annex,
    cover
};

/// A line that begins with ":::" as its words: `::: table education chart=bar`.
struct DirectiveLine {
    std::string name;                                             // "table"; empty closes a block
    std::vector<std::string> arguments;                           // words without "="
    std::vector<std::pair<std::string, std::string>> attributes;  // key and value, unquoted
    std::string rest;                                             // after the name, as written
    std::size_t rest_at = 0;                                      // where it begins, in bytes
    bool is_unclosed = false;                                     // a quote is, at the line's end
};

[[nodiscard]] bool is_directive(std::string_view line);

/// REQUIRES: is_directive(line).
[[nodiscard]] DirectiveLine split_directive(std::string_view line);

[[nodiscard]] std::optional<DirectiveKind> directive_named(std::string_view name);

/// Names of all directives, for "did you mean".
[[nodiscard]] const std::vector<std::string>& directive_names();

/// True for those that run to a closing ":::".
[[nodiscard]] bool holds_text(DirectiveKind kind);

/// `::: if CONDITION`, `::: each NAME in choices(${question})`, `::: annex NAME`, and the others of
/// NarrativeDirective, without the text that they hold.
[[nodiscard]] NarrativeDirective read_narrative_directive(DirectiveKind kind,
                                                          const DirectiveLine& line,
                                                          const Place& place,
                                                          Diagnostics& diagnostics);

/// Of `::: table` and `::: rounds`.
[[nodiscard]] TableDirective read_table_directive(const DirectiveLine& line,
                                                  const Place& place,
                                                  Diagnostics& diagnostics);

}  // namespace mtm
