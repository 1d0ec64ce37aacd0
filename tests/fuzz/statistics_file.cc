// SPSS and Stata files that somebody imports: whatever they are, nothing crashes, what is kept
// stays within the limits, the tables are such as import_tables takes, and the same bytes give the
// same table.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compile/compile.h"
#include "exchange/import_tables.h"
#include "exchange/read_statistics.h"
#include "tests/form_text.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

const mtm::Questionnaire& form() {
    static const mtm::Questionnaire made = mtm::form_from_text(R"(
            survey
            | type                  | name   | label::English (en) |
            | select_one sex        | sex    | What is your sex?   |
            | integer               | age    | Age                 |
            | select_multiple langs | langs  | Languages           |
            | date                  | came   | Arrival             |
            | geopoint              | spot   | Position            |
            | begin repeat          | member | Member              |
            | text                  | name   | Name                |
            | end repeat            |        |                     |
            choices
            | list_name | name | label::English (en) | missing |
            | sex       | 1    | Woman               |         |
            | sex       | 2    | Man                 |         |
            | sex       | 9    | No answer           | refused |
            | langs     | kk   | Kazakh              |         |
            | langs     | uz   | Uzbek of the south  |         |
        )")
                                               .questionnaire;
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (!mtm::is_statistics_file(bytes)) return 0;
    mtm::ReadLimits limits;
    limits.cells = 200'000;
    limits.text_bytes = std::size_t{16} << 20U;
    auto file = mtm::read_statistics_file(bytes, "member.sav", limits);
    if (!file) {
        require(!file.error().message.empty());
        return 0;
    }
    require(file->variables.size() <= 32'767);
    require(file->sheet.column_count() <= static_cast<int>(file->variables.size()));
    mtm::Workbook tables;
    tables.sheets.push_back(mtm::table_of_statistics(form(), std::move(*file)));
    auto again = mtm::read_statistics_file(bytes, "member.sav", limits);
    require(again && mtm::table_of_statistics(form(), std::move(*again)) == tables.sheets.front());
    const mtm::ImportedTables read = mtm::import_tables(form(), tables, "member.sav");
    for (const mtm::Diagnostic& finding : read.diagnostics)
        require(!finding.code.empty() && !finding.remedy.empty());
    return 0;
}
