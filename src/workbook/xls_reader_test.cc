#include "workbook/xls_reader.h"

#include <bit>
#include <cstdint>

#include <freexl.h>
#include <gtest/gtest.h>

#include "tests/shared_files.h"
#include "workbook/cell_value.h"
#include "workbook/memory_file.h"

namespace mtm {
namespace {

// Little pieces of [MS-XLS] and [MS-CFB], enough to write a workbook byte by byte.
std::string u8(int value) {
    return {static_cast<char>(value)};
}

std::string u16(unsigned value) {
    return u8(static_cast<int>(value & 0xFF)) + u8(static_cast<int>(value >> 8 & 0xFF));
}

std::string u32(std::uint32_t value) {
    return u16(value & 0xFFFF) + u16(value >> 16);
}

std::string real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return u32(static_cast<std::uint32_t>(bits)) + u32(static_cast<std::uint32_t>(bits >> 32));
}

std::string record(unsigned type, const std::string& data) {
    return u16(type) + u16(static_cast<unsigned>(data.size())) + data;
}

std::string at(unsigned row, unsigned column, unsigned format = 0) {
    return u16(row) + u16(column) + u16(format);
}

std::string begin(unsigned kind, unsigned version = 0x0600) {
    return record(0x809, u16(version) + u16(kind) + std::string(12, '\0'));
}

const std::string end_record = record(0x0A, "");

// A compound file with one stream: sector 0 is the table, 1 the directory, the stream follows.
std::string compound_file(std::string_view name, std::string stream) {
    stream.resize(std::max<std::size_t>(4096, (stream.size() + 511) / 512 * 512));
    const auto sectors = static_cast<std::uint32_t>(stream.size() / 512);
    constexpr std::uint32_t last = 0xFFFFFFFE, table = 0xFFFFFFFD, none = 0xFFFFFFFF;
    std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + u16(0x3E) +
                         u16(3) + u16(0xFFFE) + u16(9) + u16(6) + std::string(10, '\0') + u32(1) +
                         u32(1) + u32(0) + u32(4096) + u32(last) + u32(0) + u32(last) + u32(0) +
                         u32(0);
    while (header.size() < 512)
        header += u32(none);
    std::string fat = u32(table) + u32(last);
    for (std::uint32_t i = 0; i < sectors; ++i)
        fat += u32(i + 1 < sectors ? i + 3 : last);
    while (fat.size() < 512)
        fat += u32(none);
    const auto entry = [](std::string_view text, int type, std::uint32_t first, std::size_t size) {
        std::string out;
        for (const char c : text)
            out += u16(static_cast<unsigned char>(c));
        out.resize(64);
        out += u16(static_cast<unsigned>(text.size() * 2 + 2)) + u8(type);
        out.resize(116);
        return out + u32(first) + u32(static_cast<std::uint32_t>(size)) + u32(0);
    };
    std::string directory = entry("Root Entry", 5, last, 0) + entry(name, 2, 2, stream.size());
    directory.resize(512);
    return header + fat + directory + stream;
}

// Globals, with the offset of the one sheet put in, then the sheet.
std::string workbook_file(const std::string& globals, const std::string& cells, int state = 0) {
    const auto sheet_list = [&](std::size_t offset) {
        return begin(5) + globals +
               record(0x85,
                      u32(static_cast<std::uint32_t>(offset)) + u8(state) + u8(0) + u8(6) + u8(0) +
                          "survey") +
               end_record;
    };
    const std::size_t offset = sheet_list(0).size();
    return compound_file("Workbook", sheet_list(offset) + begin(0x10) + cells + end_record);
}

Sheet read_sheet(const std::string& file) {
    Result<Workbook> workbook = read_xls(file, {});
    if (!workbook) {
        ADD_FAILURE() << workbook.error().message;
        return {};
    }
    return workbook->sheets.at(0);
}

std::string error_of(const std::string& file) {
    const Result<Workbook> workbook = read_xls(file, {});
    return workbook ? "no error" : workbook.error().message;
}

TEST(Xls, KeepsTheCachedValueOfEveryFormula) {
    const std::string tail = std::string(2, '\0') + std::string(4, '\0');
    const auto special = [](int kind, int value) {
        return u8(kind) + u8(0) + u8(value) + std::string(3, '\0') + u16(0xFFFF);
    };
    const Sheet sheet = read_sheet(workbook_file(
        "",
        record(0x06, at(0, 0) + real(646.5) + tail) +
            record(0x06, at(0, 1) + special(0, 0) + tail) + record(0x4BC, "shared formula") +
            record(0x207, u16(3) + u8(0) + "\xE9t\xE9") +
            record(0x06, at(0, 2) + special(1, 1) + tail) +
            record(0x06, at(0, 3) + special(2, 0x2A) + tail) +
            record(0x06, at(0, 4) + special(3, 0) + tail)));
    EXPECT_EQ(sheet.cell(0, 0), (Cell{Cell::Kind::number, "646.5"}));
    EXPECT_EQ(sheet.cell(0, 1), (Cell{Cell::Kind::text, "été"}));
    EXPECT_EQ(sheet.cell(0, 2), (Cell{Cell::Kind::boolean, "TRUE"}));
    EXPECT_EQ(sheet.cell(0, 3), (Cell{Cell::Kind::error, "#N/A"}));
    EXPECT_EQ(sheet.column_count(), 4);
}

TEST(Xls, ReadsNumbersHoweverTheyArePacked) {
    const Sheet sheet = read_sheet(workbook_file(
        record(0x41E, u16(164) + u16(10) + u8(0) + "yyyy-mm-dd") + record(0xE0, u16(0) + u16(0)) +
            record(0xE0, u16(0) + u16(164)),
        record(0x203, at(0, 0) + real(0.1)) + record(0x27E, at(0, 1) + u32(1845 << 2 | 2)) +
            record(0x27E, at(0, 2) + u32(6480 << 2 | 3)) +
            record(0x27E, at(0, 3) + u32(static_cast<std::uint32_t>(-7 * 4) | 2)) +
            record(0x27E, at(0, 4) + u32(0x3FF80000)) +
            record(0xBD,
                   u16(1) + u16(0) + u16(0) + u32(1 << 2 | 2) + u16(1) + u32(45352 << 2 | 2) +
                       u16(1)) +
            record(0x205, at(2, 0) + u8(1) + u8(0)) + record(0x205, at(2, 1) + u8(7) + u8(1))));
    EXPECT_EQ(sheet.at(0, 0), "0.1");
    EXPECT_EQ(sheet.at(0, 1), "1845");
    EXPECT_EQ(sheet.at(0, 2), "64.8");
    EXPECT_EQ(sheet.at(0, 3), "-7");
    EXPECT_EQ(sheet.at(0, 4), "1.5");
    EXPECT_EQ(sheet.at(1, 0), "1");
    EXPECT_EQ(sheet.cell(1, 1), (Cell{Cell::Kind::date, "2024-03-01"}));
    EXPECT_EQ(sheet.at(2, 0), "TRUE");
    EXPECT_EQ(sheet.at(2, 1), "#DIV/0!");
}

TEST(Xls, JoinsSharedStringsThatAContinueCutsInTwo) {
    const std::string strings =
        record(0xFC,
               u32(3) + u32(3) + u16(5) + u8(0) + "plain" + u16(4) + u8(9) + u16(1) + u16(0x416) +
                   u16(0x44B)) +
        record(0x3C, u8(1) + u16(0x43D) + u16(0x44B) + u32(0) + u16(6) + u8(0) + "cut") +
        record(0x3C, u8(1) + u16(0x2C) + u16(0x20) + u16(0x416));
    const Sheet sheet =
        read_sheet(workbook_file(strings,
                                 record(0xFD, at(0, 0) + u32(0)) + record(0xFD, at(0, 1) + u32(1)) +
                                     record(0xFD, at(0, 2) + u32(2))));
    EXPECT_EQ(sheet.at(0, 0), "plain");
    EXPECT_EQ(sheet.at(0, 1),
              "Жын"
              "ы");
    EXPECT_EQ(sheet.at(0, 2), "cut, Ж");
}

TEST(Xls, KnowsHiddenSheetsMergedCellsAndPassesOverCharts) {
    const Sheet sheet = read_sheet(workbook_file(
        "",
        record(0x203, at(0, 0) + real(1)) + begin(0x20) + record(0x203, at(5, 5) + real(9)) +
            end_record + record(0xE5, u16(1) + u16(0) + u16(2) + u16(1) + u16(3)),
        1));
    EXPECT_TRUE(sheet.hidden);
    EXPECT_EQ(sheet.merged, (std::vector<CellRange>{{0, 1, 2, 3}}));
    EXPECT_EQ(sheet.row_count(), 1);
}

TEST(Xls, SaysWhyAFileCannotBeRead) {
    EXPECT_NE(error_of(compound_file("EncryptedPackage", "x")).find("protected by a password"),
              std::string::npos);
    EXPECT_NE(error_of(workbook_file(record(0x2F, std::string(6, '\0')), "")).find("password"),
              std::string::npos);
    EXPECT_NE(error_of(compound_file("Book", "x")).find("Excel 95 or older"), std::string::npos);
    EXPECT_NE(error_of("\x09\x04\x06 and so on").find("Excel 95 or older"), std::string::npos);
    EXPECT_NE(error_of(compound_file("WordDocument", "x")).find("an old Word document"),
              std::string::npos);
    EXPECT_NE(
        error_of(workbook_file("", record(0xFD, at(0, 0) + u32(0)))).find("“survey” is damaged"),
        std::string::npos);
}

TEST(Xls, SurvivesEveryTruncationAndEveryAlteredByte) {
    const std::string file = workbook_file(
        record(0xFC, u32(1) + u32(1) + u16(5) + u8(0) + "plain") +
            record(0x41E, u16(164) + u16(4) + u8(0) + "yyyy") + record(0xE0, u16(0) + u16(164)),
        record(0xFD, at(0, 0) + u32(0)) + record(0x203, at(0, 1) + real(45352)));
    ASSERT_EQ(read_sheet(file).at(0, 1), "2024-03-01");
    for (std::size_t length = 8; length < file.size(); ++length) {
        const Result<Workbook> workbook = read_xls(file.substr(0, length), {});
        if (!workbook) {
            EXPECT_FALSE(workbook.error().message.empty());
        }
    }
    for (std::size_t place = 8; place < 2048; ++place) {
        std::string altered = file;
        altered[place] = static_cast<char>(altered[place] ^ 0xFF);
        const Result<Workbook> workbook = read_xls(altered, {});
        if (!workbook) {
            EXPECT_FALSE(workbook.error().message.empty());
        }
    }
}

// The texts of all sheets as libfreexl sees them. It opens paths only.
std::vector<Sheet> read_by_freexl(const std::string& bytes) {
    Result<MemoryFile> file = MemoryFile::create();
    const void* handle = nullptr;
    unsigned int sheets = 0;
    if (!file || !file->write(bytes) || freexl_open(file->path().c_str(), &handle) != FREEXL_OK ||
        freexl_get_info(handle, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK) {
        ADD_FAILURE() << "libfreexl cannot open the file";
        return {};
    }
    std::vector<Sheet> out(sheets);
    for (unsigned short index = 0; index < sheets; ++index) {
        const char* name = nullptr;
        unsigned int rows = 0;
        unsigned short columns = 0;
        freexl_get_worksheet_name(handle, index, &name);
        freexl_select_active_worksheet(handle, index);
        freexl_worksheet_dimensions(handle, &rows, &columns);
        out[index].name = name;
        for (unsigned int row = 0; row < rows; ++row) {
            for (unsigned short column = 0; column < columns; ++column) {
                FreeXL_CellValue value{};
                freexl_get_cell_value(handle, row, column, &value);
                std::string text;
                if (value.type == FREEXL_CELL_INT) text = std::to_string(value.value.int_value);
                if (value.type == FREEXL_CELL_DOUBLE) text = number_text(value.value.double_value);
                if (value.type == FREEXL_CELL_TEXT || value.type == FREEXL_CELL_SST_TEXT) {
                    text = value.value.text_value;
                }
                out[index].set(static_cast<int>(row), column, text_cell(text));
            }
        }
    }
    freexl_close(handle);
    return out;
}

// libfreexl is the second route: it must see the same cells, formulas aside.
TEST(Xls, AgreesWithFreexlOnRealFiles) {
    struct Case {
        std::string_view file;
        int only_here;  // formula cells, which libfreexl drops
    };

    REQUIRE_SHARED("real/forms/hot_buildings_5lang.xls");
    const Case cases[] = {
        {"forms/hot_buildings_5lang.xls", 1},
        {"microdata/kobo_export_pairs/childrens_survey.xls", 0},
        {"microdata/kobo_export_pairs/double_repeat.xls", 0},
        {"microdata/kobo_export_pairs/nested_repeats.xls", 0},
        {"microdata/kobo_export_pairs/transportation.xls", 0},
        {"microdata/kobo_export_pairs/tutorial_w_repeats.xls", 0},
    };
    for (const Case& c : cases) {
        const std::string bytes = read_test_file(shared_path("real/" + std::string(c.file)));
        const Result<Workbook> here = read_xls(bytes, {});
        const std::vector<Sheet> there = read_by_freexl(bytes);
        ASSERT_TRUE(here) << here.error().message;
        ASSERT_EQ(here->sheets.size(), there.size());
        int only_here = 0;
        for (std::size_t i = 0; i < here->sheets.size(); ++i) {
            const Sheet& ours = here->sheets[i];
            const Sheet& theirs = there[i];
            EXPECT_EQ(ours.name, theirs.name);
            for (int row = 0; row < std::max(ours.row_count(), theirs.row_count()); ++row) {
                for (int column = 0; column < ours.column_count(); ++column) {
                    if (ours.at(row, column) == theirs.at(row, column)) continue;
                    EXPECT_EQ(theirs.at(row, column), "") << cell_name(row, column);
                    ++only_here;
                }
            }
        }
        EXPECT_EQ(only_here, c.only_here) << c.file;
    }
}

}  // namespace
}  // namespace mtm
