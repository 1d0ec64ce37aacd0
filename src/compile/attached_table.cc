#include "compile/attached_table.h"

#include "workbook/csv.h"

namespace mtm {

Result<ChoiceList> attached_table(std::string_view csv, const std::string& file_name) {
    const CsvTable table = TRY(read_csv(csv));
    ChoiceList out;
    out.name = file_name.substr(0, file_name.rfind('.'));
    for (int row = 0; row < table.row_count(); ++row) {
        Choice& item = out.choices.emplace_back();
        item.row = table.line_of(row);
        for (std::size_t c = 0; c < table.names.size(); ++c) {
            const std::string value(table.at(row, static_cast<int>(c)));
            if (table.names[c] == "name") {
                item.name = value;
            } else if (table.names[c] == "label") {
                item.label.by_language = {value};
            } else {
                item.extra.try_emplace(table.names[c], value);
            }
        }
    }
    return out;
}

}  // namespace mtm
