#include "exchange/write_tables.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/csv_guard.h"
#include "workbook/write.h"

namespace mtm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t longest_cell = 32'767;  // UTF-16 code units
constexpr double column_width = 14;

const Question* question_of(const ExportSource& source, const ExportColumn& column) {
    if (column.question < 0) return nullptr;
    return &source.study.questionnaire.questions[static_cast<std::size_t>(column.question)];
}

// Numbers, days and points are what a spreadsheet makes of them; codes, ids and words are not.
bool keeps_digits(const Question* question, ExportColumn::Kind kind) {
    if (question == nullptr) return kind != ExportColumn::Kind::number;
    if (kind != ExportColumn::Kind::answer && kind != ExportColumn::Kind::label) return false;
    switch (question->type) {
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range:
        case QuestionType::date:
        case QuestionType::time:
        case QuestionType::date_time:
        case QuestionType::geopoint:
        case QuestionType::metadata:
            return false;
        default:
            return true;
    }
}

std::string quoted_csv(std::string text) {
    const bool plain = text.find_first_of(",\"\r\n;\t") == std::string::npos &&
                       (text.empty() || (text.front() != ' ' && text.back() != ' '));
    return plain ? text : "\"" + replace_all(text, "\"", "\"\"") + "\"";
}

// Each text as the file has it: once for every answer, not for every row.
ExportColumn as_csv(const ExportSource& source, ExportColumn column) {
    const bool keep_digits = keeps_digits(question_of(source, column), column.kind);
    for (std::string& text : column.texts)
        text = quoted_csv(guarded(text, keep_digits));
    column.name = quoted_csv(column.name);
    return column;
}

std::string csv_of(const ExportSource& source, const ExportedTable& table) {
    std::vector<ExportColumn> columns;
    for (const ExportColumn& column : table.columns)
        columns.push_back(as_csv(source, column));
    std::string out(byte_order_mark);
    for (std::size_t c = 0; c < columns.size(); ++c)
        out += (c == 0 ? "" : ",") + columns[c].name;
    out += '\n';
    for (std::size_t row = 0; row < table.rows; ++row) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (c > 0) out += ',';
            out += columns[c].text(row);
        }
        out += '\n';
    }
    return out;
}

// A number that a cell gives back as it is written here.
std::optional<double> exact_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (text.size() > 15 || fmt::format("{}", value) != text) return std::nullopt;
    return value;
}

bool holds_numbers(const Question* question, ExportColumn::Kind kind) {
    if (kind == ExportColumn::Kind::choice || kind == ExportColumn::Kind::place ||
        kind == ExportColumn::Kind::number)
        return true;
    return kind == ExportColumn::Kind::answer && question != nullptr && is_numeric(question->type);
}

class SheetFiller {
public:
    SheetFiller(const ExportSource& source, WorkbookOut& out) : source_(source), out_(out) {
        CellStyle head;
        head.bold = true;
        head.line_below = true;
        head_ = out_.add_style(head);
        CellStyle mark;
        mark.bold = true;
        mark.color = "#FFFFFF";
        mark.background = "#B00020";
        mark_ = out_.add_style(mark);
    }

    void add_mark() {
        SheetOut& sheet = out_.sheets.emplace_back();
        sheet.name = "Invented interviews";
        sheet.add_row({invented_mark}, mark_);
        sheet.add_row({"MTM made them up to rehearse the survey. Nobody was asked."});
        sheet.column_widths = {60};
    }

    void add(const ExportedTable& table) {
        std::vector<std::string> taken;
        for (const SheetOut& sheet : out_.sheets)
            taken.push_back(sheet.name);
        SheetOut& sheet = out_.sheets.emplace_back();
        sheet.name = sheet_name_for(table.name.empty() ? "interviews" : table.name, taken);
        sheet.freeze_rows = 1;
        sheet.column_widths.assign(table.columns.size(), column_width);
        sheet.rows.resize(table.rows + 1);
        for (const ExportColumn& column : table.columns)
            add_column(table, column, sheet);
    }

    [[nodiscard]] int cut_texts() const { return cut_texts_; }

private:
    void add_column(const ExportedTable& table, const ExportColumn& column, SheetOut& sheet) {
        const bool is_mark = column.kind == ExportColumn::Kind::status && source_.dataset.rehearsal;
        const int style = is_mark ? mark_ : 0;
        sheet.rows[0].push_back({column.name, is_mark ? mark_ : head_});
        std::vector<CellOut> made;
        for (const std::string& text : column.texts)
            made.push_back(cell(column, text, style));
        const CellOut blank = cell(column, column.when_blank, style);
        for (std::size_t row = 0; row < table.rows; ++row) {
            if (column.answers == nullptr) {
                sheet.rows[row + 1].push_back(std::move(made[row]));
                continue;
            }
            const std::int32_t code = column.answers->codes[row];
            const bool asked = column.answers->asked[row] != 0;
            sheet.rows[row + 1].push_back(code >= 0 ? made[static_cast<std::size_t>(code)]
                                          : asked   ? blank
                                                    : CellOut{});
        }
    }

    CellOut cell(const ExportColumn& column, const std::string& text, int style) {
        if (text.empty()) return {};
        if (holds_numbers(question_of(source_, column), column.kind)) {
            if (const auto number = exact_number(text)) return {*number, style};
        }
        return {fitting(text), style};
    }

    std::string fitting(const std::string& text) {
        if (text.size() <= longest_cell) return text;
        std::size_t units = 0;
        std::size_t at = 0;
        while (at < text.size()) {
            const auto byte = static_cast<unsigned char>(text[at]);
            const std::size_t bytes = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
            const std::size_t more = bytes == 4 ? 2 : 1;
            if (units + more > longest_cell) {
                ++cut_texts_;
                return text.substr(0, at);
            }
            units += more;
            at += bytes;
        }
        return text;
    }

    const ExportSource& source_;
    WorkbookOut& out_;
    int head_ = 0;
    int mark_ = 0;
    int cut_texts_ = 0;
};

}  // namespace

std::vector<ExportedFile> csv_files(const ExportSource& source,
                                    const std::vector<ExportedTable>& tables,
                                    const std::string& stem) {
    std::vector<ExportedFile> out;
    for (const ExportedTable& table : tables) {
        const std::string name = table.name.empty() ? stem : stem + "-" + table.name;
        out.push_back({name + ".csv", csv_of(source, table)});
    }
    return out;
}

Result<ExportedWorkbook> xlsx_file(const ExportSource& source,
                                   const std::vector<ExportedTable>& tables) {
    constexpr std::size_t most_rows = 1'048'575;  // below the header
    constexpr std::size_t most_columns = 16'384;
    for (const ExportedTable& table : tables) {
        if (table.rows <= most_rows && table.columns.size() <= most_columns) continue;
        return Error{fmt::format(
            "{} rows and {} columns are more than a sheet of a workbook has; write .csv or .zip",
            table.rows,
            table.columns.size())};
    }
    WorkbookOut out;
    out.title = source.study.file.title;
    out.created = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
    SheetFiller filler(source, out);
    if (source.dataset.rehearsal) filler.add_mark();
    for (const ExportedTable& table : tables)
        filler.add(table);
    return ExportedWorkbook{TRY(write_workbook(out)), filler.cut_texts()};
}

}  // namespace mtm
