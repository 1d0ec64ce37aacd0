#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/export_source.h"

namespace mtm {

/// A column of a table that is written. Its texts are made once for each answer that was given, not
/// for each interview: thousands gave the same.
struct ExportColumn {
    enum class Kind {
        status,      // whether it is counted, or invented
        key,         // of the interview its instanceID, of a round a path
        parent_key,  // of what the round stands in
        version,     // of the form
        answer,      // as it was given: codes with spaces between
        choice,      // 1 or 0: whether a choice of several was taken; blank where not asked
        place,       // a number of a point
        label,       // of what was chosen, in a language
        number       // of the row itself, as its weight; not of an export, which has none
    };

    Kind kind = Kind::answer;
    std::string name;  // by which an import finds it
    int question = -1;
    int choice = -1;                  // of its list
    int part = -1;                    // of a point: latitude, longitude, altitude, accuracy
    int language = -1;                // of a label
    const Column* answers = nullptr;  // of the dataset; null for the first four kinds and numbers
    std::vector<std::string> texts;   // by code of `answers`; where that is null by row
    std::string when_blank = {};      // where it was asked and not answered
    std::string words = {};           // what a column without a question is

    [[nodiscard]] std::string_view text(std::size_t row) const {
        if (answers == nullptr) return texts[row];
        if (answers->codes[row] >= 0) return texts[static_cast<std::size_t>(answers->codes[row])];
        return answers->asked[row] != 0 ? std::string_view(when_blank) : std::string_view();
    }
};

/// The interviews, or the rounds of one repeat.
struct ExportedTable {
    int level = 0;
    std::string name;  // of the repeat, unlike the others'; empty: the interviews
    std::size_t rows = 0;
    std::vector<ExportColumn> columns;
};

/// The tables of an export, that of the interviews first. Columns are named as exports of form
/// servers name them, so that import_tables takes the file again: questions by their name, or by
/// their path where the form has the name twice; `langs/kk` for a choice; `spot_latitude`;
/// `sex::English (en)` for a label; KEY and PARENT_KEY.
[[nodiscard]] std::vector<ExportedTable> tables_to_export(const ExportSource& source,
                                                          const ExportOptions& options);

/// The language in which an export has its labels: that of the options, or the study's first.
[[nodiscard]] std::size_t label_language(const ExportSource& source, const ExportOptions& options);

/// Labels of the codes in an answer, with "; " between; a code without one as it is.
[[nodiscard]] std::string labels_of(const ChoiceList& list,
                                    std::string_view codes,
                                    std::size_t language);

}  // namespace mtm
