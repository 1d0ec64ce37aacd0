#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "expression/node.h"

namespace mtm {

enum class FigureKind {
    percent,  // `pct` and `key`: the share of those in base and subset who are in the category
    mean,     // of the numeric answers in base and subset
    change    // since another round: nothing that one round can check
};

/// A percentage or mean as printed: `value` / `scale`, rounded half away from zero to that many
/// places. "33" is 33/1, "12.5" is 125/10. `below` is set for "<1": above zero and under the value.
struct PrintedNumber {
    long long value = 0;
    long long scale = 1;
    bool below = false;

    bool operator==(const PrintedNumber&) const = default;
};

/// Nothing if the text is no number as reports print them.
[[nodiscard]] std::optional<PrintedNumber> printed_number(std::string_view text);

/// One row of a figures file: what a report prints, and of whom it says so.
struct PublishedFigure {
    std::string id;
    std::string variable;
    std::string category;
    std::string base;                  // the name of a base; `all` is everyone interviewed
    std::optional<Expression> subset;  // a filter inside the base
    std::optional<long long> base_n;   // people in base and subset
    std::optional<PrintedNumber> printed;
    std::optional<long long> n;  // people in the category
    FigureKind kind = FigureKind::percent;
    Place place;
};

struct PublishedFigures {
    std::vector<PublishedFigure> figures;
    Diagnostics diagnostics;
};

/// Reads the rows of a figures file. The first holds the headers: id, variable, category and pct
/// must be there, base, subset, base_n, n and stat may be, section and note are not read. `lines`:
/// on which line of the file each row begins; empty: one after the other. Every mistake is
/// reported; a row with one is left out.
[[nodiscard]] PublishedFigures published_figures(const std::vector<std::vector<std::string>>& rows,
                                                 const std::string& file,
                                                 const std::vector<int>& lines = {});

}  // namespace mtm
