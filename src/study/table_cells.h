#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"
#include "study/study.h"

namespace mtm {

/// Reads the columns `question`, `by` and `percent_of` of the sheet `tables`, and sees whether what
/// a row wants can be had. Bands and rankings become derived variables of the plan.
///
///   question   works    works, studies, cares (one table)    a group's name    spent / earned
///              age: 18-24, 25-34, 35+
///   by         sex    region > sex (nested)    sex, age: 18-24, 25+ (side by side)
///              region sex (crossed, without subtotals)
class TableCells {
public:
    TableCells(const Questionnaire& form, Plan& plan, Diagnostics& diagnostics)
        : form_(form), plan_(plan), diagnostics_(diagnostics) {}

    /// REQUIRES: the statistic of the row was read before.
    void read_question(const std::string& text, const Place& place, TableSpec& spec);
    void read_by(const std::string& text, const Place& place, TableSpec& spec);
    void read_percent_of(const std::string& text, const Place& place, TableSpec& spec);

    /// Places of the cells that a row's mistakes are told at.
    struct Places {
        Place question;
        Place by;
        Place statistic;
        Place percent_of;
        Place top;
    };

    /// What is wrong with a row as a whole. REQUIRES: its cells were read.
    void check(const TableSpec& spec, const Places& places);

private:
    void report(std::string code, const Place& place, std::string message, std::string remedy);
    std::string banded(const std::string& name,
                       const std::vector<std::string>& bands,
                       const Place& place);
    void add(DerivedVariable variable);
    std::vector<std::string> questions_in(const std::string& text,
                                          bool numbers,
                                          const Place& place);
    std::vector<std::string> members_of(const std::string& name, bool numbers) const;
    void make_ranks(const Place& place, TableSpec& spec);
    void check_lists(const TableSpec& spec, const Place& place);
    void check_repeats(const TableSpec& spec, const Places& places);
    [[nodiscard]] const Question* asked(const std::string& name) const;

    const Questionnaire& form_;
    Plan& plan_;
    Diagnostics& diagnostics_;
};

/// That a table is to be of numbers (means, medians, totals, ratios) and names what has none.
[[nodiscard]] Diagnostics check_numbers(const TableSpec& spec,
                                        const Questionnaire& form,
                                        const Plan& plan,
                                        const Place& place);

}  // namespace mtm
