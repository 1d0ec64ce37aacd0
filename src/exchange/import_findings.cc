#include "exchange/import_findings.h"

#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

constexpr int told_of_each = 20;

}  // namespace

void ImportFindings::of_file(What what) {
    report("", 0, "", std::move(what));
}

void ImportFindings::of_sheet(const std::string& sheet, What what) {
    report(sheet, 0, "", std::move(what));
}

void ImportFindings::of_header(const std::string& sheet,
                               int row,
                               const std::string& header,
                               What what) {
    report(sheet, row, header, std::move(what));
}

void ImportFindings::of_row(const std::string& sheet, int row, What what) {
    of_value(sheet, row, "", std::move(what));
}

void ImportFindings::of_value(const std::string& sheet,
                              int row,
                              const std::string& column,
                              What what) {
    if (is_told(++counter(sheet, column, what.code))) report(sheet, row, column, std::move(what));
}

int& ImportFindings::counter(const std::string& sheet,
                             const std::string& column,
                             const std::string& code) {
    return counted_[{sheet, column, code}];
}

bool ImportFindings::is_told(int number) {
    return number <= told_of_each;
}

void ImportFindings::report(const std::string& sheet,
                            int row,
                            const std::string& column,
                            What what) {
    Diagnostic& out = told_.emplace_back();
    out.code = std::move(what.code);
    out.severity = what.severity;
    out.place.file = file_;
    out.place.sheet = sheet;
    out.place.row = row;
    out.place.column = column;
    out.message = std::move(what.message);
    out.remedy = std::move(what.remedy);
}

Diagnostics ImportFindings::take() {
    for (const auto& [place, number] : counted_) {
        if (number <= told_of_each) continue;
        const auto& [sheet, column, code] = place;
        report(sheet,
               0,
               column,
               {code,
                fmt::format("So it is with {} more {}.",
                            number - told_of_each,
                            column.empty() ? "rows" : "values of this column"),
                "What is told of the first holds for them too."});
    }
    counted_.clear();
    return std::exchange(told_, {});
}

std::string quoted_excerpt(std::string_view text) {
    constexpr std::size_t most = 60;
    text = trim(text);
    if (text.size() <= most) return "“" + std::string(text) + "”";
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return "“" + std::string(text.substr(0, end)) + "…”";
}

}  // namespace mtm
