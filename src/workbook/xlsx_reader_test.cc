#include "workbook/xlsx_reader.h"

#include <gtest/gtest.h>

#include "workbook/zip_of_parts.h"

namespace mtm {
namespace {

Workbook read_parts(const Parts& parts) {
    Result<Workbook> workbook = read_xlsx(zip_of(parts), {});
    if (!workbook) {
        ADD_FAILURE() << workbook.error().message;
        return Workbook{.sheets = {Sheet{}}};
    }
    return *std::move(workbook);
}

Sheet read_rows(std::string_view rows,
                std::string_view strings = "",
                std::string_view styles = "") {
    return read_parts(workbook_parts(rows, strings, styles)).sheets.at(0);
}

std::string error_of(const Parts& parts, const ReadLimits& limits = {}) {
    const Result<Workbook> workbook = read_xlsx(zip_of(parts), limits);
    return workbook ? "no error" : workbook.error().message;
}

TEST(Xlsx, JoinsRichTextAndLeavesOutHowItIsSpoken) {
    const Sheet sheet = read_rows(
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
        "<c r='C1' t='s'><v>2</v></c><c r='D1' t='s'><v>3</v></c></row>",
        "<si><r><rPr><b/></rPr><t>How </t></r><r><t>old</t></r><r><t xml:space='preserve'> are "
        "you?</t></r></si><si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
        "<si><t/></si><si><t xml:space='preserve'> padded </t></si>");
    EXPECT_EQ(sheet.at(0, 0), "How old are you?");
    EXPECT_EQ(sheet.at(0, 1), "東京");
    EXPECT_EQ(sheet.cell(0, 2), Cell{});
    EXPECT_EQ(sheet.at(0, 3), " padded ");
}

TEST(Xlsx, ReadsEveryTypeOfCell) {
    const Sheet sheet = read_rows(
        "<row r='1'><c r='A1' t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r></is></c>"
        "<c r='B1' t='str'><f>A1&amp;\"!\"</f><v>cached</v></c><c r='C1' t='b'><v>1</v></c>"
        "<c r='D1' t='e'><f>1/0</f><v>#DIV/0!</v></c><c r='E1'><f>1+1</f><v>2</v></c>"
        "<c r='F1' t='n'><v>0.1</v></c><c r='G1' t='d'><v>2024-03-01</v></c>"
        "<c r='H1'><f>NOTHING()</f></c><c r='I1'><v>1.0</v></c><c r='J1'><v>1.5E3</v></c></row>");
    EXPECT_EQ(sheet.cell(0, 0), (Cell{Cell::Kind::text, "inline"}));
    EXPECT_EQ(sheet.cell(0, 1), (Cell{Cell::Kind::text, "cached"}));
    EXPECT_EQ(sheet.cell(0, 2), (Cell{Cell::Kind::boolean, "TRUE"}));
    EXPECT_EQ(sheet.cell(0, 3), (Cell{Cell::Kind::error, "#DIV/0!"}));
    EXPECT_EQ(sheet.cell(0, 4), (Cell{Cell::Kind::number, "2"}));
    EXPECT_EQ(sheet.at(0, 5), "0.1");
    EXPECT_EQ(sheet.cell(0, 6), (Cell{Cell::Kind::date, "2024-03-01"}));
    EXPECT_EQ(sheet.cell(0, 7), Cell{});
    EXPECT_EQ(sheet.at(0, 8), "1");
    EXPECT_EQ(sheet.at(0, 9), "1500");
}

TEST(Xlsx, PlacesRowsAndCellsThatDoNotSayWhereTheyAre) {
    const Sheet sheet = read_rows(
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c r='C3'><v>3</v></c>"
        "<c><v>4</v></c></row><row r='7'><c><v>5</v></c></row>");
    EXPECT_EQ(sheet.at(0, 1), "2");
    EXPECT_EQ(sheet.at(2, 2), "3");
    EXPECT_EQ(sheet.at(2, 3), "4");
    EXPECT_EQ(sheet.at(6, 0), "5");
    EXPECT_EQ(sheet.row_count(), 7);
    EXPECT_EQ(sheet.column_count(), 4);
}

TEST(Xlsx, TellsDatesByTheirStyle) {
    const std::string_view styles =
        "<numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd\\ hh:mm;@'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='22'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf "
        "numFmtId='20'/></cellXfs>";
    const std::string_view rows =
        "<row><c s='0'><v>45352</v></c><c s='1'><v>45352</v></c><c s='2'><v>45352.5</v></c>"
        "<c s='3'><v>0.75</v></c><c s='9'><v>1</v></c></row>";
    const Sheet sheet = read_rows(rows, "", styles);
    EXPECT_EQ(sheet.at(0, 0), "45352");
    EXPECT_EQ(sheet.cell(0, 1), (Cell{Cell::Kind::date, "2024-03-01"}));
    EXPECT_EQ(sheet.at(0, 2), "2024-03-01T12:00:00");
    EXPECT_EQ(sheet.at(0, 3), "18:00:00");
    EXPECT_EQ(sheet.at(0, 4), "1");
    Parts parts = workbook_parts(rows, "", styles);
    std::string& contents = part_of(parts, "xl/workbook.xml");
    contents.insert(contents.find("<sheets>"), "<workbookPr date1904='1'/>");
    EXPECT_EQ(read_parts(parts).sheets[0].at(0, 1), "2028-03-02");
}

TEST(Xlsx, DecodesCodedCharacters) {
    EXPECT_EQ(read_rows("<row><c t='inlineStr'><is><t>a_x000D_b _x005F_x000D_ _xD83D__xDE42_ _x00_ "
                        "begin_xgroup</t></is></c></row>")
                  .at(0, 0),
              "a\rb _x000D_ 🙂 _x00_ begin_xgroup");
}

TEST(Xlsx, ReadsTheStrictDialectAndPrefixedElements) {
    Parts parts = workbook_parts("");
    part_of(parts, "xl/worksheets/sheet1.xml") =
        "<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:dimension "
        "ref='A1'/><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData>"
        "<x:mergeCells><x:mergeCell ref='A1:B2'/></x:mergeCells></x:worksheet>";
    const Workbook workbook = read_parts(parts);
    EXPECT_EQ(workbook.sheets[0].at(0, 0), "5");
    EXPECT_EQ(workbook.sheets[0].merged, (std::vector<CellRange>{{0, 0, 1, 1}}));
}

TEST(Xlsx, FindsHiddenSheetsAndNotesWhatHasNoCells) {
    Parts parts = workbook_parts("<row><c><v>1</v></c></row>");
    part_of(parts, "xl/workbook.xml") =
        "<workbook xmlns:r='r'><sheets><sheet name=' Survey ' r:id='s1' state='veryHidden'/>"
        "<sheet name='Chart' r:id='c1'/><sheet name='gone' r:id='s9'/></sheets></workbook>";
    std::string& rels = part_of(parts, "xl/_rels/workbook.xml.rels");
    rels.insert(rels.find("<Relationship "),
                "<Relationship Id='c1' Type='x/chartsheet' Target='c.xml'/>"
                "<Relationship Id='s9' Type='x/worksheet' Target='worksheets/none.xml'/>"
                "<Relationship Id='t' Type='x/theme' Target='theme/theme1.xml'/>");
    const Workbook workbook = read_parts(parts);
    ASSERT_EQ(workbook.sheets.size(), 2U);
    EXPECT_TRUE(workbook.sheets[0].hidden);
    EXPECT_EQ(workbook.find("SURVEY"), &workbook.sheets[0]);
    EXPECT_EQ(workbook.find("choices"), nullptr);
    EXPECT_EQ(
        workbook.notes,
        (std::vector<std::string>{
            "The workbook refers to the part xl/c.xml, which the file does not have.",
            "The workbook refers to the part xl/worksheets/none.xml, which the file does not "
            "have.",
            "The workbook refers to the part xl/theme/theme1.xml, which the file does not have.",
            "The sheet “Chart” is a chartsheet, which has no cells.",
            "The sheet “gone” has no cells in the file: read as empty."}));
}

TEST(Xlsx, RefusesADoctypeAndExpandsNoEntity) {
    Parts parts = workbook_parts("");
    part_of(parts, "xl/sharedStrings.xml") =
        "<!DOCTYPE sst [<!ENTITY a 'aaaa'>]><sst><si><t>&a;</t></si></sst>";
    EXPECT_EQ(error_of(parts),
              "the part xl/sharedStrings.xml: it declares a DOCTYPE, which no spreadsheet program "
              "writes");
}

TEST(Xlsx, SaysWhereAPartIsNotWellFormed) {
    Parts parts = workbook_parts("");
    part_of(parts, "xl/worksheets/sheet1.xml") = "<worksheet>\n  <sheetData></worksheet>";
    EXPECT_EQ(
        error_of(parts),
        "the part xl/worksheets/sheet1.xml: it is not well-formed XML: mismatched tag at line "
        "2, column 16");
}

TEST(Xlsx, RefusesSharedStringsThatAreNotThere) {
    EXPECT_EQ(error_of(workbook_parts("<row r='3'><c r='B3' t='s'><v>4</v></c></row>",
                                      "<si><t>one</t></si>")),
              "the part xl/worksheets/sheet1.xml: cell B3 refers to shared string 4, but there are "
              "only 1");
}

TEST(Xlsx, RefusesWhatInflatesOrGrowsBeyondItsLimits) {
    const std::string blank(3'000'000, ' ');
    const std::string bomb = zip_of(workbook_parts(blank));
    EXPECT_LT(bomb.size(), 10'000U);
    EXPECT_NE(
        error_of(workbook_parts(blank), {.inflated_bytes = 1'000'000})
            .find("the part xl/worksheets/sheet1.xml: it inflates to more than 1000000 bytes"),
        std::string::npos);
    const std::string_view far = "<row><c r='XFD1048576'><v>1</v></c></row>";
    EXPECT_NE(
        error_of(workbook_parts(far), {.cells = 1'000'000}).find("at cell XFD1048576 it holds"),
        std::string::npos);
    const std::string_view repeated =
        "<row><c t='s'><v>0</v></c><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>";
    EXPECT_NE(error_of(workbook_parts(repeated, "<si><t>0123456789</t></si>"), {.text_bytes = 25})
                  .find("at cell C1 it holds"),
              std::string::npos);
    EXPECT_NE(error_of(workbook_parts("", "<si/><si/><si/>"), {.shared_strings = 2})
                  .find("more than 2 shared strings"),
              std::string::npos);
}

TEST(Xlsx, RefusesABombBeforeItHasGrown) {
    const std::string bomb(100'000'000, ' ');
    const std::string error = error_of(workbook_parts(bomb));
    EXPECT_NE(error.find("it inflates to more than 67108864 bytes"), std::string::npos) << error;
}

// Expat would look at such a tag again and again.
TEST(Xlsx, RefusesATagWithoutEnd) {
    for (const std::string beginning : {"<row r='", "<!-- ", "<row a"}) {
        const std::string error = error_of(workbook_parts(beginning + std::string(5'000'000, '1')));
        EXPECT_NE(error.find("longer than a megabyte"), std::string::npos) << error;
    }
}

TEST(Xlsx, RefusesRowsBeyondTheLast) {
    EXPECT_EQ(error_of(workbook_parts("<row r='1048576'/>")), "no error");
    EXPECT_NE(error_of(workbook_parts("<row r='1048576'/><row/>"))
                  .find("a row 1048577, beyond the last of a sheet"),
              std::string::npos);
}

TEST(Xlsx, RefusesACellWithoutEnd) {
    const std::string text(20'000'000, 'a');
    const std::string in_place = "<row><c t='inlineStr'><is><t>" + text + "</t></is></c></row>";
    EXPECT_NE(error_of(workbook_parts(in_place)).find("more than 16 megabytes"), std::string::npos);
    EXPECT_NE(error_of(workbook_parts("", "<si><t>" + text + "</t></si>"))
                  .find("longer than 16 megabytes"),
              std::string::npos);
}

TEST(Xlsx, TellsOtherArchivesApart) {
    EXPECT_NE(
        error_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}).find(".ods"),
        std::string::npos);
    EXPECT_NE(error_of({{"xl/workbook.bin", "x"}}).find(".xlsb"), std::string::npos);
    EXPECT_NE(error_of({{"word/document.xml", "<d/>"}}).find("text document"), std::string::npos);
    EXPECT_NE(error_of({{"data.csv", "a,b"}}).find("without a workbook"), std::string::npos);
}

TEST(Xlsx, FindsPartsUnderBackslashesAndInAnyCase) {
    Parts parts = workbook_parts("<row><c><v>8</v></c></row>");
    for (auto& [name, content] : parts) {
        if (name == "xl/worksheets/sheet1.xml") name = "XL\\Worksheets\\Sheet1.xml";
    }
    EXPECT_EQ(read_parts(parts).sheets[0].at(0, 0), "8");
}

}  // namespace
}  // namespace mtm
