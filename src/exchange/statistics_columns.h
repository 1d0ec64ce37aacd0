#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/write_statistics.h"

namespace mtm {

/// A value of a variable: a number, one of Stata's missing values (tag a to z), or nothing.
struct StatisticsValue {
    double number = std::numeric_limits<double>::quiet_NaN();
    char tag = 0;
};

/// What a variable is before a library writes it.
struct StatisticsColumn {
    enum class Type {
        text,
        number,
        coded,  // whole numbers with labels
        flag,   // 0 or 1
        day     // days since 1970-01-01
    };

    struct Label {
        StatisticsValue value;
        std::string text;
    };

    Type type = Type::text;
    std::string name;
    std::string label;
    const ExportColumn* source = nullptr;
    std::vector<StatisticsValue> values;  // by text of the source; of texts none
    StatisticsValue blank;                // asked and not answered
    std::vector<Label> labels;
    std::vector<double> missing;  // user-missing in SPSS, ascending
};

/// The variables of a table. REQUIRES: the table outlives them.
[[nodiscard]] std::vector<StatisticsColumn> statistics_columns(const Questionnaire& form,
                                                               const ExportedTable& table,
                                                               StatisticsFormat format,
                                                               std::size_t language);

/// The beginning of a text, of at most so many bytes and characters, whole characters only.
[[nodiscard]] std::string_view beginning_of(std::string_view text,
                                            std::size_t bytes,
                                            std::size_t characters);

}  // namespace mtm
