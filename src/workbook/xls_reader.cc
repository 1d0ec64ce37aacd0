#include "workbook/xls_reader.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "workbook/cell_value.h"
#include "workbook/compound_file.h"
#include "workbook/xls_records.h"
#include "workbook/xlsx_sheet.h"

namespace mtm {
namespace {

namespace record_type {
constexpr std::uint16_t formula = 0x06, end = 0x0A, date_mode = 0x22, file_pass = 0x2F,
                        sheet = 0x85, packed_numbers = 0xBD, rich_label = 0xD6, cell_format = 0xE0,
                        merged = 0xE5, shared_strings = 0xFC, shared_label = 0xFD, number = 0x203,
                        label = 0x204, truth_or_error = 0x205, string = 0x207,
                        packed_number = 0x27E, number_format = 0x41E, begin = 0x809;
}  // namespace record_type

constexpr std::uint16_t biff8 = 0x0600;

Error protected_workbook() {
    return {
        "the workbook is protected by a password, so nobody can read it without. Open it in "
        "Excel, remove the password (File, Info, Protect Workbook) and save it."};
}

Error too_old() {
    return {
        "the workbook was written by Excel 95 or older. Open it in Excel or LibreOffice and save "
        "it as Excel workbook (.xlsx)."};
}

Error cut_short() {
    return {
        "the old Excel file is damaged: its records end in the middle. Fetch it again, or open "
        "it in Excel or LibreOffice and save it as Excel workbook (.xlsx)."};
}

std::string error_name(std::uint8_t code) {
    switch (code) {
        case 0x00:
            return "#NULL!";
        case 0x07:
            return "#DIV/0!";
        case 0x0F:
            return "#VALUE!";
        case 0x17:
            return "#REF!";
        case 0x1D:
            return "#NAME?";
        case 0x24:
            return "#NUM!";
        default:
            return "#N/A";
    }
}

Cell truth_or_error_cell(std::uint8_t value, bool error) {
    return error ? error_cell(error_name(value)) : boolean_cell(value != 0);
}

struct SheetPlace {
    std::string name;
    std::uint32_t offset = 0;
    bool hidden = false;
    bool worksheet = true;
};

// What stands before the sheets: their list, the shared strings, the looks of numbers.
struct Globals {
    DateSystem dates = DateSystem::from_1900;
    std::vector<SheetPlace> sheets;
    std::vector<std::string> strings;
    std::vector<NumberLook> looks;
    std::map<int, NumberLook> formats;
};

void read_shared_strings(XlsFields& in, Globals& out) {
    in.skip(4);
    const std::uint32_t count = in.u32();
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        const std::size_t length = in.u16();
        std::string text = in.text(length);
        if (!in.failed()) out.strings.push_back(std::move(text));
    }
}

void read_global(const XlsRecord& record, Globals& out) {
    XlsFields in(record);
    if (record.type == record_type::date_mode) {
        out.dates = in.u16() == 1 ? DateSystem::from_1904 : DateSystem::from_1900;
    } else if (record.type == record_type::sheet) {
        SheetPlace sheet;
        sheet.offset = in.u32();
        sheet.hidden = (in.u8() & 3) != 0;
        sheet.worksheet = in.u8() == 0;
        const std::size_t length = in.u8();
        sheet.name = in.text(length);
        out.sheets.push_back(std::move(sheet));
    } else if (record.type == record_type::shared_strings) {
        read_shared_strings(in, out);
    } else if (record.type == record_type::number_format) {
        const int id = in.u16();
        const std::size_t length = in.u16();
        out.formats[id] = look_of_format(in.text(length));
    } else if (record.type == record_type::cell_format) {
        in.skip(2);
        const int id = in.u16();
        const auto custom = out.formats.find(id);
        out.looks.push_back(custom == out.formats.end() ? look_of_builtin_format(id)
                                                        : custom->second);
    }
}

Result<Globals> read_globals(std::string_view stream) {
    XlsRecords records(stream, 0);
    Globals globals;
    for (;;) {
        const std::optional<XlsRecord> record = records.next();
        if (!record) return cut_short();
        if (record->type == record_type::end) return globals;
        if (record->type == record_type::file_pass) return protected_workbook();
        read_global(*record, globals);
    }
}

class XlsSheetReader {
public:
    XlsSheetReader(const Globals& globals, CellBudget& budget, Sheet& sheet)
        : globals_(globals), budget_(budget), sheet_(sheet) {}

    Status read(std::string_view stream, std::size_t offset) {
        XlsRecords records(stream, offset);
        int depth = 0;  // a chart inside the sheet has a beginning and an end of its own
        for (;;) {
            const std::optional<XlsRecord> record = records.next();
            if (!record) return cut_short();
            if (record->type == record_type::begin) ++depth;
            if (record->type == record_type::end && --depth <= 0) return Done{};
            if (depth == 1) read_record(*record);
            if (full_) {
                return Error{fmt::format(
                    "the sheet “{}” holds more than a workbook may (ReadLimits)", sheet_.name)};
            }
            if (wrong_string_) {
                return Error{
                    fmt::format("the sheet “{}” is damaged: a cell refers to a shared string "
                                "that the file does not have",
                                sheet_.name)};
            }
        }
    }

private:
    void read_record(const XlsRecord& record) {
        XlsFields in(record);
        switch (record.type) {
            case record_type::packed_numbers:
                read_packed_numbers(in);
                return;
            case record_type::merged:
                read_merged(in);
                return;
            case record_type::string:
                read_formula_text(in);
                return;
            default:
                break;
        }
        const int row = in.u16();
        const int column = in.u16();
        const std::size_t format = in.u16();
        if (in.failed()) return;
        switch (record.type) {
            case record_type::shared_label:
                put(row, column, shared_cell(in.u32()));
                break;
            case record_type::number:
                put(row, column, number(in.real(), format));
                break;
            case record_type::packed_number:
                put(row, column, number(in.packed_number(), format));
                break;
            case record_type::label:
            case record_type::rich_label: {
                const std::size_t length = in.u16();
                put(row, column, text_cell(in.text(length)));
                break;
            }
            case record_type::truth_or_error: {
                const std::uint8_t value = in.u8();
                put(row, column, truth_or_error_cell(value, in.u8() != 0));
                break;
            }
            case record_type::formula:
                read_formula(record, row, column, format);
                break;
            default:
                break;
        }
    }

    void put(int row, int column, Cell cell) {
        if (!set_within(budget_, sheet_, row, column, std::move(cell))) full_ = true;
    }

    [[nodiscard]] Cell number(double value, std::size_t format) const {
        const bool known = format < globals_.looks.size();
        return number_cell(
            value, known ? globals_.looks[format] : NumberLook::plain, globals_.dates);
    }

    Cell shared_cell(std::size_t index) {
        if (index < globals_.strings.size()) return text_cell(globals_.strings[index]);
        wrong_string_ = true;
        return {};
    }

    void read_packed_numbers(XlsFields& in) {
        const int row = in.u16();
        for (int column = in.u16(); in.left() >= 6 + 2 && !in.failed(); ++column) {
            const std::size_t format = in.u16();
            put(row, column, number(in.packed_number(), format));
        }
    }

    // The result is a number unless its last two bytes are 0xFFFF; a text stands in the STRING
    // record that follows.
    void read_formula(const XlsRecord& record, int row, int column, std::size_t format) {
        if (record.data.size() < 14) return;
        if (u16_at(record.data, 12) != 0xFFFF) {
            put(row, column, number(double_at(record.data, 6), format));
            return;
        }
        const auto kind = static_cast<unsigned char>(record.data[6]);
        const auto value = static_cast<std::uint8_t>(record.data[8]);
        if (kind == 0) {
            text_row_ = row;
            text_column_ = column;
        } else if (kind == 1 || kind == 2) {
            put(row, column, truth_or_error_cell(value, kind == 2));
        }
    }

    void read_formula_text(XlsFields& in) {
        const std::size_t length = in.u16();
        if (text_row_ >= 0) put(text_row_, text_column_, text_cell(in.text(length)));
        text_row_ = -1;
    }

    void read_merged(XlsFields& in) {
        const int count = in.u16();
        for (int i = 0; i < count && in.left() >= 8; ++i) {
            CellRange range;
            range.first_row = in.u16();
            range.last_row = in.u16();
            range.first_column = in.u16();
            range.last_column = in.u16();
            sheet_.merged.push_back(range);
        }
    }

    const Globals& globals_;
    CellBudget& budget_;
    Sheet& sheet_;
    int text_row_ = -1;  // the formula cell that waits for its text
    int text_column_ = -1;
    bool full_ = false;
    bool wrong_string_ = false;
};

Result<Workbook> read_biff8(std::string_view stream, const ReadLimits& limits) {
    const Globals globals = TRY(read_globals(stream));
    if (globals.sheets.size() > static_cast<std::size_t>(limits.sheets)) {
        return Error{fmt::format(
            "it has {} sheets; at most {} are read", globals.sheets.size(), limits.sheets)};
    }
    Workbook workbook;
    CellBudget budget{limits.cells, limits.text_bytes};
    for (const SheetPlace& place : globals.sheets) {
        if (!place.worksheet) {
            workbook.notes.push_back(fmt::format(
                "The sheet “{}” is a chart or a macro sheet, which has no cells.", place.name));
            continue;
        }
        Sheet& sheet = workbook.sheets.emplace_back();
        sheet.name = place.name;
        sheet.hidden = place.hidden;
        TRY(XlsSheetReader(globals, budget, sheet).read(stream, place.offset));
    }
    return workbook;
}

}  // namespace

bool is_xls(std::string_view bytes) {
    using std::string_view_literals::operator""sv;
    return CompoundFile::recognises(bytes) || bytes.starts_with("\x09\x00\x04\x00"sv) ||
           bytes.starts_with("\x09\x02\x06\x00"sv) || bytes.starts_with("\x09\x04\x06\x00"sv);
}

Result<Workbook> read_xls(std::string_view bytes, const ReadLimits& limits) {
    if (!CompoundFile::recognises(bytes)) return too_old();
    const CompoundFile file = TRY(CompoundFile::open(bytes));
    if (file.has("EncryptedPackage")) return protected_workbook();
    if (!file.has("Workbook") && !file.has("Book")) {
        return Error{fmt::format(
            "this is {}, not a spreadsheet. Give the workbook.",
            file.has("WordDocument") ? "an old Word document" : "some other old Office file")};
    }
    if (!file.has("Workbook")) return too_old();
    const std::string stream = TRY(file.stream("Workbook"));
    const bool begins = stream.size() >= 8 && u16_at(stream, 0) == record_type::begin;
    if (!begins) return cut_short();
    if (u16_at(stream, 4) != biff8) return too_old();
    return read_biff8(stream, limits);
}

}  // namespace mtm
