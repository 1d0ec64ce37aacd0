#pragma once

#include <map>
#include <string>
#include <tuple>

#include "base/diagnostic.h"

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
    void of_sheet(const std::string& sheet, What what);
    void of_header(const std::string& sheet, int row, const std::string& header, What what);
    void of_row(const std::string& sheet, int row, What what);
    void of_value(const std::string& sheet, int row, const std::string& column, What what);

    /// How many findings of that kind there were in that column. Stays where it is: a reader of
    /// many rows counts in it, and reports those that `is_told`.
    [[nodiscard]] int& counter(const std::string& sheet,
                               const std::string& column,
                               const std::string& code);

    [[nodiscard]] static bool is_told(int number);

    void report(const std::string& sheet, int row, const std::string& column, What what);

    /// All of them, with how many more there were of each kind.
    [[nodiscard]] Diagnostics take();

private:
    const std::string& file_;
    Diagnostics told_;
    std::map<std::tuple<std::string, std::string, std::string>, int> counted_;
};

/// The beginning of a value, for a message.
[[nodiscard]] std::string quoted_excerpt(std::string_view text);

}  // namespace mtm
