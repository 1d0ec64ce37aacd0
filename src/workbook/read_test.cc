#include "workbook/read.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "tests/shared_files.h"
#include "workbook/zip_of_parts.h"

namespace mtm {
namespace {

// What a second reader of these files counted: one that loads whole parts as trees (Python's
// zipfile and ElementTree) and knows nothing of styles. Text is what is stored as text, in bytes.
struct Counted {
    std::string_view file;
    int sheets;
    int cells;
    int text_bytes;
};

constexpr Counted counted_files[] = {
    {"forms/correlaid_mitwirken_de.xlsx", 3, 507, 11494},
    {"forms/correlaid_testB_de_en.xlsx", 10, 1287, 29564},
    {"forms/impactr_haiti_small_fr.xlsx", 4, 1737, 12432},
    {"forms/ipa_backcheck_survey.xlsx", 6, 2419, 53178},
    {"forms/ipa_household_survey.xlsx", 6, 3609, 85065},
    {"forms/odk_all_question_types.xlsx", 5, 599, 13867},
    {"forms/odk_socioeconomic_enfr.xlsx", 3, 1138, 14057},
    {"forms/pyxform_spec_test.xlsx", 4, 263, 3655},
    {"forms/ramop_older_people.xlsx", 3, 1040, 26508},
    {"forms/reach_msna_2024_global_v11.xlsx", 4, 5368, 168193},
    {"forms/reach_ukr_others_ru_uk.xlsx", 3, 5134, 280253},
    {"forms/reach_ukr_small_loop.xlsx", 3, 271, 5287},
    {"forms/reach_ukr_surveyonly_ru_uk.xlsx", 1, 739, 49149},
    {"forms/reach_ukr_wrong.xlsx", 2, 198, 3615},
    {"forms/ucl_biomass_plot.xlsx", 3, 609, 9537},
    {"forms/unhcr_ethiopia_demo_4lang.xlsx", 3, 1048, 18171},
    {"forms/unhcr_rms_capi_v2.xlsx", 5, 9589, 213751},
    {"forms/unhcr_rms_cati_v0.xlsx", 5, 9202, 213581},
    {"forms/unhcr_surveydesigner_referential.xlsx", 8, 8098, 127040},
    {"forms/unhcr_template_dari.xlsx", 6, 493, 10897},
    {"forms/unicef_liberia_village.xlsx", 3, 2755, 10531},
    {"forms/who_va_form.xlsx", 3, 4171, 131198},
    {"microdata/ipa_hfc/corrections_exercise.xlsm", 5, 175, 1994},
    {"microdata/ipa_hfc/hfc_inputs_exercise.xlsm", 7, 410, 13011},
    {"microdata/ipa_hfc/household_preloads.xlsx", 1, 12012, 116645},
    {"microdata/ipa_hfc/respondent_targets.xlsx", 1, 405, 2661},
    {"microdata/ipa_hfc/specifyrecode_exercise.xlsm", 3, 18, 125},
    {"microdata/kobo_export_pairs/transportation_export.xlsx", 1, 103, 2128},
    {"microdata/reach_msna2024_dummy/dummy_raw_data.xlsx", 5, 122272, 959037},
    {"microdata/reach_msna2024_dummy/loa.xlsx", 4, 2576, 47102},
    {"microdata/unhcr_rms_dummy/dummy_RMS_CAPI_v2.xlsx", 4, 520847, 1186963},
    {"microdata/unhcr_rms_dummy/dummy_RMS_CATI_v0.xlsx", 2, 141680, 281856},
};

Result<Workbook> read_shared(std::string_view name) {
    const std::string path = shared_path("real/" + std::string(name));
    return read_workbook(read_test_file(path), path);
}

TEST(ReadRealFiles, FindsEveryCellThatASecondReaderFinds) {
    REQUIRE_SHARED("real/forms");
    for (const Counted& expected : counted_files) {
        const Result<Workbook> workbook = read_shared(expected.file);
        ASSERT_TRUE(workbook) << workbook.error().message;
        int cells = 0;
        std::size_t text_bytes = 0;
        for (const Sheet& sheet : workbook->sheets) {
            for (int row = 0; row < sheet.row_count(); ++row) {
                for (int column = 0; column < sheet.row_length(row); ++column) {
                    const Cell& cell = sheet.cell(row, column);
                    if (cell.kind != Cell::Kind::empty) ++cells;
                    if (cell.kind == Cell::Kind::text) text_bytes += cell.text.size();
                }
            }
        }
        EXPECT_EQ(static_cast<int>(workbook->sheets.size()), expected.sheets) << expected.file;
        EXPECT_EQ(cells, expected.cells) << expected.file;
        EXPECT_EQ(text_bytes, static_cast<std::size_t>(expected.text_bytes)) << expected.file;
    }
}

TEST(ReadRealFiles, OpensEveryOtherSpreadsheetToo) {
    REQUIRE_SHARED("real");
    int opened = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shared_path("real"))) {
        const std::string extension = entry.path().extension();
        const std::set<std::string> spreadsheets = {".xlsx", ".xls", ".xlsm", ".csv"};
        if (!spreadsheets.contains(extension)) continue;
        const std::string path = entry.path();
        const bool counted = std::ranges::any_of(
            counted_files, [&path](const Counted& file) { return path.ends_with(file.file); });
        if (counted) continue;
        const Result<Workbook> workbook = read_workbook(read_test_file(path), path);
        EXPECT_TRUE(workbook) << workbook.error().message;
        if (workbook) {
            EXPECT_GT(workbook->sheets.at(0).row_count(), 0) << path;
        }
        ++opened;
    }
    EXPECT_GE(opened, 40);
}

TEST(ReadRealFiles, SeesHiddenSheetsMergedCellsAndDates) {
    REQUIRE_SHARED("real/microdata");
    const Result<Workbook> checks = read_shared("microdata/ipa_hfc/hfc_inputs_exercise.xlsm");
    ASSERT_TRUE(checks);
    ASSERT_NE(checks->find("text audits"), nullptr);
    EXPECT_TRUE(checks->find("text audits")->hidden);
    EXPECT_FALSE(checks->find("instructions")->hidden);
    EXPECT_EQ(checks->find("instructions")->merged.size(), 6U);
    const Result<Workbook> haiti = read_shared("forms/impactr_haiti_small_fr.xlsx");
    ASSERT_TRUE(haiti);
    int dates = 0;
    for (const Sheet& sheet : haiti->sheets) {
        for (int row = 0; row < sheet.row_count(); ++row) {
            for (int column = 0; column < sheet.column_count(); ++column) {
                if (sheet.cell(row, column).kind == Cell::Kind::date) ++dates;
            }
        }
    }
    EXPECT_EQ(dates, 90);
}

TEST(ReadWorkbook, GoesByTheBytesAndNotByTheName) {
    const std::string xlsx = zip_of(workbook_parts("<row><c><v>1845</v></c></row>"));
    const Result<Workbook> named_csv = read_workbook(xlsx, "answers.csv");
    ASSERT_TRUE(named_csv);
    EXPECT_EQ(named_csv->sheets[0].at(0, 0), "1845");
    const Result<Workbook> named_xlsx = read_workbook("a;b\n1;2\n", "folder/answers.xlsx");
    ASSERT_TRUE(named_xlsx);
    EXPECT_EQ(named_xlsx->sheets[0].name, "answers");
    EXPECT_EQ(named_xlsx->sheets[0].at(1, 1), "2");
}

TEST(ReadWorkbook, SaysWhatAFileIsInsteadOrWhereItIsDamaged) {
    using std::string_view_literals::operator""sv;
    const std::string xlsx = zip_of(workbook_parts("<row><c><v>1</v></c></row>"));
    const std::string truncated = xlsx.substr(0, xlsx.size() / 2);
    std::string flipped = xlsx;
    flipped[flipped.find("sheet1.xml") + 20] ^= 0x55;
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"", "the file is empty"},
        {truncated, "the archive is damaged"},
        {flipped, "the part xl/worksheets/sheet1.xml: "},
        {"%PDF-1.7", "this is a PDF document, whatever its name says."},
        {"\n<html><table><tr><td>1</td></tr></table></html>", "this is a web page (HTML)"},
        {"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
         "this is an Excel 2003 XML spreadsheet"},
        {"<?xml version='1.0'?><h:html xmlns='http://www.w3.org/2002/xforms'/>",
         "this is an XML file"},
        {"\x1F\x8B\x08", "this is a gzip archive"},
        {"a,b\n\"1,2\n", "line 2: a quoted value is not closed"},
        {"a,b\n\xFF\xFA,2\n", "line 2: byte 1 (0xFF) is not UTF-8"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more", "the old Excel file is damaged"},
        {"\x00\x01\x02\x03"sv, "line 1: a zero byte: this is not a text file"},
    };
    for (const auto& [bytes, message] : cases) {
        const Result<Workbook> workbook = read_workbook(bytes, "survey.xlsx");
        ASSERT_FALSE(workbook) << message;
        const std::string expected = "survey.xlsx: " + std::string(message);
        EXPECT_EQ(workbook.error().message.substr(0, expected.size()), expected);
    }
}

TEST(ReadWorkbook, SurvivesEveryTruncationAndEveryAlteredByte) {
    const std::string xlsx = zip_of(workbook_parts(
        "<row r='1'><c r='A1' t='s' s='1'><v>0</v></c><c r='B1' s='1'><v>45352</v></c></row>",
        "<si><t>text</t></si>",
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"));
    int refused = 0;
    for (std::size_t length = 0; length < xlsx.size(); ++length) {
        if (!read_workbook(std::string_view(xlsx).substr(0, length), "x")) ++refused;
    }
    EXPECT_GT(refused, static_cast<int>(xlsx.size()) - 30);
    for (std::size_t at = 0; at < xlsx.size(); ++at) {
        std::string altered = xlsx;
        altered[at] = static_cast<char>(altered[at] ^ 0xFF);
        const Result<Workbook> workbook = read_workbook(altered, "x");
        if (!workbook) {
            EXPECT_FALSE(workbook.error().message.empty());
        }
    }
}

}  // namespace
}  // namespace mtm
