#include "workbook/open_tables.h"

#include <utility>

#include "workbook/csv_source.h"
#include "workbook/read.h"

namespace mtm {

Status OpenTables::add(std::string bytes, std::string_view file_name, const ReadLimits& limits) {
    if (may_be_separated_text(bytes)) {
        texts_.push_back(std::make_unique<std::string>(std::move(bytes)));
        add(std::make_unique<BytesInMemory>(*texts_.back()), file_name);
        return Done{};
    }
    std::vector<NamedText> parts = TRY(texts_in_zip(bytes, file_name, limits));
    for (NamedText& part : parts) {
        texts_.push_back(std::make_unique<std::string>(std::move(part.text)));
        add(std::make_unique<BytesInMemory>(*texts_.back()), part.name);
    }
    if (!parts.empty()) return Done{};
    add(TRY(read_workbook(bytes, file_name, limits)));
    return Done{};
}

void OpenTables::add(std::unique_ptr<ByteStream> text, std::string_view file_name) {
    streams_.push_back(std::move(text));
    rows_.push_back(std::make_unique<CsvSource>(file_name, *streams_.back()));
}

void OpenTables::add(Workbook workbook) {
    workbooks_.push_back(std::make_unique<Workbook>(std::move(workbook)));
    for (const Sheet& sheet : workbooks_.back()->sheets)
        rows_.push_back(std::make_unique<SheetSource>(sheet));
}

}  // namespace mtm
