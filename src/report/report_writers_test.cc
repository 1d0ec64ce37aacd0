// What the writers of PDF, DOCX and Markdown make of a document: read back by other eyes.
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/text.h"
#include "base/typst_text.h"
#include "report/chart_files.h"
#include "report/drawing_size.h"
#include "report/front_matter.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/markdown_blocks.h"
#include "report/report_markdown.h"
#include "report/report_pandoc.h"
#include "report/report_typst.h"
#include "report/typst_blocks.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

const std::vector<std::string> nasty_texts{
    "plain",
    "# no heading",
    "1. no list",
    "12) nor this",
    "- nor this",
    "+ nor this",
    "::: table sex",
    "=== under",
    "a * b * c, _d_ and __e__",
    "[no](link) ![no](picture) [^no]",
    "<b>no tag</b> &amp; no entity",
    "a | b | c",
    "`no code` ``` no fence",
    "\\ back \\* slash",
    "~~not struck~~ $x$ ^y^",
    "> no quote",
    "#\"no typst\"; #panic() $x$ @y <z>",
    "“Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі” – 33 %",
};

Block paragraph_of(std::vector<Inline> inlines) {
    Block out;
    out.kind = BlockKind::paragraph;
    out.inlines = std::move(inlines);
    return out;
}

Inline note_reference(int index) {
    Inline out = piece_of(InlineKind::footnote);
    out.index = index;
    return out;
}

// Two calls of one note, whose text calls another.
Document document_with_notes() {
    Document out;
    out.title = "Survey";
    out.notes = {{1, {text_piece("First note."), note_reference(1)}, 2},
                 {2, {text_piece("Inner note.")}, 1}};
    DocumentSection section;
    section.anchor = "one";
    section.title = {text_piece("One")};
    section.blocks = {paragraph_of(
        {text_piece("Once"), note_reference(0), text_piece(" and again"), note_reference(0)})};
    out.sections = {section};
    return out;
}

Document document_with_chart() {
    Document out;
    out.title = "Survey";
    out.rehearsal = true;
    out.made_from = {"MTM 1", "d1", "p1"};
    out.sources = {{R"({"mark":"bar"})",
                    "Bar chart: men 83%",
                    "<svg width=\"720\" height=\"360\" viewBox=\"0 0 720 360\"></svg>"}};
    out.drawings = {"<svg/>"};
    Exhibit exhibit;
    exhibit.anchor = "table-sex";
    exhibit.title = "Sex & age";
    exhibit.base = "Base: all";
    exhibit.wide = exhibit.narrow = 0;
    exhibit.columns = {{"All", "n = 30"}, {"Women", "withheld"}};
    exhibit.rows = {{"Male", false, {{"83%", "25", "83.33"}, {"withheld", "", ""}}}};
    out.exhibits = {exhibit};
    Block block;
    block.kind = BlockKind::exhibit;
    block.index = 0;
    DocumentSection section;
    section.anchor = "one";
    section.title = {text_piece("One")};
    section.blocks = {block};
    out.sections = {section};
    return out;
}

std::size_t count_of(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos;
         at = text.find(what, at + 1))
        ++count;
    return count;
}

// Every text in Pandoc's tree, in order.
void gather_texts(const Json& tree, std::string& out) {
    if (tree.is_object() && tree.contains("t") && tree["t"] == "Str") {
        out += tree["c"].get<std::string>();
        return;
    }
    if (!tree.is_structured()) return;
    for (const Json& child : tree)
        gather_texts(child, out);
}

TEST(ReportMarkdown, PrintsTextsThatReadBackAsTheyWere) {
    for (const std::string& text : nasty_texts) {
        const ReadNarrative read = read_narrative(markdown_text(text, true), "report.md");
        ASSERT_EQ(read.narrative.blocks.size(), 1U) << text;
        EXPECT_EQ(read.narrative.blocks[0].kind, BlockKind::paragraph) << text;
        EXPECT_EQ(plain_text(read.narrative.blocks[0].inlines), text);
    }
}

TEST(ReportMarkdown, KeepsCellsApart) {
    const std::string table = pipe_table({{"a", markdown_text("b | c")}, {"1", "2"}}, true);
    const ReadNarrative read = read_narrative(table, "report.md");
    ASSERT_EQ(read.narrative.blocks.size(), 1U);
    const Block& block = read.narrative.blocks[0];
    ASSERT_EQ(block.kind, BlockKind::table);
    ASSERT_EQ(block.children[0].children.size(), 2U);
    EXPECT_EQ(plain_text(block.children[0].children[1].inlines), "b | c");
}

TEST(ReportMarkdown, PrintsEachNoteOnceAndThoseThatNotesCall) {
    const std::string text = report_markdown(document_with_notes(), {});
    EXPECT_EQ(count_of(text, "[^1]"), 3U) << text;
    EXPECT_EQ(count_of(text, "[^1]: First note.[^2]"), 1U) << text;
    EXPECT_EQ(count_of(text, "[^2]: Inner note."), 1U) << text;
}

TEST(ReportTypst, TextIsNeverCode) {
    EXPECT_EQ(typst_string("a \"b\" \\ #c\nd"), "\"a \\\"b\\\" \\\\ #c\\nd\"");
    for (const std::string& text : nasty_texts) {
        Document document;
        document.sections.emplace_back().blocks = {paragraph_of({text_piece(text)})};
        const std::string source = report_typst(document);
        EXPECT_NE(source.find("#par[#" + typst_string(text) + ";#end]"), std::string::npos) << text;
    }
}

TEST(ReportTypst, PrintsANoteWhereItIsFirstCalled) {
    const std::string source = report_typst(document_with_notes());
    EXPECT_EQ(count_of(source, "#footnote[#\"First note.\";#footnote[#\"Inner note.\";]"), 1U);
    EXPECT_EQ(count_of(source, "#footnote(label(\"mtm-note-1\"));"), 1U);
}

TEST(ReportTypst, LinksThatLeadNowhereAreText) {
    Document document;
    Inline link = piece_of(InlineKind::link);
    link.children = {text_piece("there")};
    DocumentSection section;
    section.title = {text_piece("One")};
    section.anchor = "one";
    for (const char* target : {"#one", "#two", "javascript:x", "https://example.org/"}) {
        link.target = target;
        section.blocks.push_back(paragraph_of({link}));
    }
    document.sections = {section};
    const std::string source = report_typst(document);
    EXPECT_EQ(count_of(source, "#link(label(\"one\"))[#\"there\";]"), 1U);
    EXPECT_EQ(count_of(source, "label(\"two\")"), 0U);
    EXPECT_EQ(count_of(source, "javascript"), 0U);
    EXPECT_EQ(count_of(source, "#link(\"https://example.org/\")"), 1U);
    EXPECT_EQ(count_of(source, "#\"there\";"), 4U);
}

TEST(ReportPandoc, HasEachTextOnceAndNotesAsWordHasThem) {
    const std::string source = report_pandoc(document_with_notes(), {});
    const Json parsed = Json::parse(source);
    std::string texts;
    gather_texts(parsed["blocks"], texts);
    EXPECT_NE(texts.find("OnceFirst note. [Inner note.] and again"), std::string::npos) << texts;
    EXPECT_EQ(count_of(source, "\"t\":\"Note\""), 1U);
    EXPECT_EQ(count_of(source, "NOTEREF note1"), 1U);
    EXPECT_EQ(count_of(source, "w:name=\\\"note1\\\""), 1U);
}

TEST(ReportPandoc, ChartsArePicturesWithTheirTextOrElseTables) {
    const Document document = document_with_chart();
    const std::string drawn = report_pandoc(document, {"sex.png"});
    EXPECT_EQ(count_of(drawn, "\"t\":\"Image\""), 1U);
    EXPECT_EQ(count_of(drawn, "Bar chart: men 83%"), 1U);
    EXPECT_EQ(count_of(drawn, "\"t\":\"Table\""), 0U);
    const std::string table = report_pandoc(document, {""});
    EXPECT_EQ(count_of(table, "\"t\":\"Image\""), 0U);
    EXPECT_EQ(count_of(table, "\"t\":\"Table\""), 1U);
    EXPECT_EQ(count_of(table, "83%"), 1U);
}

// The same with a table of which nothing may be told, and a list of figures over both.
Document document_with_list() {
    Document out = document_with_chart();
    out.threshold = 10;
    out.exhibits[0].label = "Figure 1";
    Exhibit withheld;
    withheld.anchor = "table-age";
    withheld.title = "Age";
    withheld.base = "Base: withheld";
    withheld.instead = "The table “Age” is not printed: too few people.";
    out.exhibits.push_back(withheld);
    Block list;
    list.kind = BlockKind::figures;
    list.text = "Figures and tables";
    Block item;
    item.kind = BlockKind::item;
    Inline link = piece_of(InlineKind::link);
    link.target = "#table-sex";
    link.children = {text_piece("Figure 1")};
    item.children = {paragraph_of({link, text_piece(". Sex & age")})};
    list.children = {item};
    Block second = out.sections[0].blocks[0];
    second.index = 1;
    out.sections[0].blocks.push_back(second);
    out.sections[0].blocks.insert(out.sections[0].blocks.begin(), list);
    return out;
}

TEST(ReportWriters, ATableOfWhichNothingMayBeToldIsOneSentence) {
    const Document document = document_with_list();
    std::string pandoc;
    gather_texts(Json::parse(report_pandoc(document, {"sex.png"}))["blocks"], pandoc);
    for (const std::string& text :
         {report_typst(document), pandoc, report_markdown(document, {"sex.png"})}) {
        EXPECT_EQ(count_of(text, "The table “Age” is not printed"), 1U) << text;
        EXPECT_EQ(count_of(text, "Base: withheld"), 0U) << text;
        EXPECT_EQ(count_of(text, "#numbers("), 0U) << text;
    }
}

// A link in a line of text is known by more than its colour (WCAG 1.4.1).
TEST(ReportHtml, LinksOfTheListOfFiguresAreUnderlined) {
    const std::string page = html(document_with_list());
    const std::size_t none = page.find(".contents a { text-decoration: none; }");
    const std::size_t underlined =
        page.find(".contents .figures a { text-decoration: underline; }");
    ASSERT_NE(none, std::string::npos);
    ASSERT_NE(underlined, std::string::npos);
    EXPECT_LT(none, underlined);
    EXPECT_NE(page.find("<nav class=\"contents\" aria-labelledby=\"mtm-figures\">"),
              std::string::npos);
}

TEST(ReportWriters, RemarksOnTheTableStandWhereTheTableDoes) {
    Document document = document_with_chart();
    document.exhibits[0].remarks = {"Of both."};
    document.exhibits[0].table_remarks = {"Under the numbers."};
    const auto texts = [&document](const std::string& picture) {
        std::string out;
        gather_texts(Json::parse(report_pandoc(document, {picture}))["blocks"], out);
        return out;
    };
    EXPECT_EQ(count_of(texts("sex.png"), "Under the numbers."), 0U);
    EXPECT_EQ(count_of(texts(""), "Of both.Under the numbers."), 1U);
    EXPECT_EQ(count_of(report_markdown(document, {"sex.png"}), "Under the numbers"), 0U);
    EXPECT_EQ(count_of(report_markdown(document, {""}), "Under the numbers"), 1U);
    EXPECT_EQ(count_of(report_typst(document), "Under the numbers"), 0U);
    document.sources[0].svg.clear();
    EXPECT_EQ(count_of(report_typst(document), "Under the numbers"), 1U);
}

// Groups down the page, each within the one before it, of so many people.
TEST(ReportWriters, GroupsWithinOthersAreIndentedAndSayOfHowMany) {
    Document document = document_with_chart();
    Exhibit& exhibit = document.exhibits[0];
    exhibit.wide = exhibit.narrow = -1;
    exhibit.heads = {{{"Yes", 1, 1}}};
    exhibit.columns = {{"Yes", ""}};
    exhibit.rows = {{"By region", false, {}, 0, true, ""},
                    {"North", false, {{"40%", ""}}, 0, false, "n = 40"},
                    {"Men", false, {{"50%", ""}}, 2, false, "n = 25"}};
    const std::string markdown = report_markdown(document, {""});
    EXPECT_EQ(count_of(markdown, "| **By region** |  |"), 1U) << markdown;
    EXPECT_EQ(count_of(markdown, "| North (n \\= 40) | 40% |") +
                  count_of(markdown, "| North (n = 40) | 40% |"),
              1U)
        << markdown;
    EXPECT_EQ(count_of(markdown, "| &emsp;&emsp;Men (n"), 1U) << markdown;
    const std::string typst = report_typst(document);
    EXPECT_EQ(count_of(typst, "table.cell(colspan: 2, align: left, strong(\"By region\"))"), 1U);
    EXPECT_EQ(count_of(typst, "std.pad(left: 2em, [#\"Men\";"), 1U) << typst;
    EXPECT_EQ(count_of(typst, "\"n = 25\""), 1U);
    std::string pandoc;
    gather_texts(Json::parse(report_pandoc(document, {""}))["blocks"], pandoc);
    EXPECT_EQ(count_of(pandoc, "\u2003\u2003Men"), 1U) << pandoc;
    EXPECT_EQ(count_of(pandoc, "n = 25"), 1U) << pandoc;
    // A head without words is no head (axe: empty-table-header).
    const std::string page = html(document);
    EXPECT_EQ(count_of(page, "<td rowspan=\"1\"></td><th scope=\"col\">Yes</th>"), 1U);
    EXPECT_EQ(count_of(page, "<th scope=\"col\" rowspan=\"1\"></th>"), 0U);
}

TEST(ReportWriters, AListOfFiguresOnPaperHasPages) {
    const Document document = document_with_list();
    const std::string typst = report_typst(document);
    EXPECT_NE(typst.find("#figures(\"Figures and tables\", (\"table-sex\", "
                         "\"Figure 1. Sex & age\"))"),
              std::string::npos);
    const std::string pandoc = report_pandoc(document, {"sex.png"});
    EXPECT_EQ(count_of(pandoc, "PAGEREF"), 1U);
    EXPECT_EQ(count_of(pandoc, ">Figures and tables<"), 1U);
    EXPECT_NE(report_markdown(document, {"sex.png"})
                  .find("## Figures and tables\n\n- [Figure 1](<#table-sex>). Sex "),
              std::string::npos);
}

TEST(ReportTypst, AChartMayStandBesideEachTextOfItsStretchAndNoFurther) {
    Document document = document_with_chart();
    const Block chart = document.sections[0].blocks[0];
    Block heading;
    heading.kind = BlockKind::heading;
    heading.level = 2;
    heading.text = "two";
    const auto said = [](const char* text) { return paragraph_of({text_piece(text)}); };
    document.sections[0].blocks = {said("a"), heading, said("b"), chart, said("c"), heading};
    const std::string typst = report_typst(document);
    const std::string tail = typst.substr(typst.rfind("#let chart_1 ="));
    const std::vector<std::string> wanted{"#place_for(1, -1, chart_1)\n#par[#\"b\"",
                                          "#place_for(1, 0, chart_1)\n#par[#\"c\"",
                                          "#place_for(1, 1, chart_1)\n#[#heading"};
    for (const std::string& each : wanted)
        EXPECT_NE(tail.find(each), std::string::npos) << each << " in " << tail;
    EXPECT_EQ(count_of(tail, "#place_for(1, "), 3U);
}

// A figure in a heading, with a note that the text below calls again.
Document document_with_figure_in_heading() {
    Document out = document_with_notes();
    PrintedFigure number;
    number.text = "1,845";
    out.figures = {number};
    Inline figure = piece_of(InlineKind::figure);
    figure.index = 0;
    DocumentSection& section = out.sections[0];
    section.title = {text_piece("All "), figure, note_reference(0)};
    Block inner;
    inner.kind = BlockKind::heading;
    inner.level = 2;
    inner.text = "inner";
    inner.inlines = {text_piece("Inner "), figure};
    Block contents;
    contents.kind = BlockKind::contents;
    section.blocks.insert(section.blocks.begin(), {contents, inner});
    return out;
}

TEST(ReportWriters, TheContentsHaveTheFiguresOfHeadings) {
    const Document document = document_with_figure_in_heading();
    EXPECT_EQ(count_of(html(document), "\">All 1,845</a>"), 1U);
    EXPECT_EQ(count_of(html(document), "\">Inner 1,845</a>"), 1U);
    EXPECT_EQ(count_of(report_markdown(document, {}), "- [All 1,845](<#one>)"), 1U);
    EXPECT_EQ(count_of(report_markdown(document, {}), "  - [Inner 1,845](<#inner>)"), 1U);
    const std::string pandoc = report_pandoc(document, {});
    EXPECT_EQ(count_of(pandoc, ">All 1,845<"), 1U);
    EXPECT_EQ(count_of(pandoc, ">Inner 1,845<"), 1U);
}

// Two places of one label would stop Typst.
TEST(ReportTypst, ANoteOfAHeadingIsNotInWhatRepeatsTheHeading) {
    const std::string source = report_typst(document_with_figure_in_heading());
    EXPECT_EQ(count_of(source,
                       "#unless_repeated[#footnote[#\"First note.\";#footnote[#\"Inner note.\";]"
                       "#label(\"mtm-note-2\");]#label(\"mtm-note-1\");];"),
              1U)
        << source;
    EXPECT_EQ(count_of(source, "#footnote(label(\"mtm-note-1\"));"), 2U);
}

TEST(ReportPandoc, EveryPageHasItsMarks) {
    Document document = document_with_chart();
    document.edition = Edition::internal;
    std::size_t heads = 0;
    for (const DocxPart& part : docx_reference(document)) {
        if (!part.name.starts_with("word/header")) continue;
        ++heads;
        for (const std::string& mark : marks_of(document))
            EXPECT_NE(part.bytes.find(mark), std::string::npos) << part.name;
    }
    EXPECT_EQ(heads, 2U);
    EXPECT_EQ(marks_of(document).size(), 2U);
}

TEST(ReportPandoc, FieldsAreUpdatedOnceInTheirPlace) {
    const std::string settings = "<w:settings><w:zoom/><w:footnotePr/><w:rsids/></w:settings>";
    const std::string once = docx_settings(settings);
    EXPECT_EQ(once,
              "<w:settings><w:zoom/><w:updateFields "
              "w:val=\"true\"/><w:footnotePr/><w:rsids/></w:settings>");
    EXPECT_EQ(docx_settings(once), once);
}

TEST(ReportPandoc, NoRowOfATableIsParted) {
    EXPECT_EQ(docx_body("<w:tbl><w:tr><w:trPr><w:tblHeader w:val=\"true\" /></w:trPr><w:tc/></w:tr>"
                        "<w:tr><w:tc>a</w:tc></w:tr></w:tbl><w:p/>"),
              "<w:tbl><w:tr><w:trPr><w:cantSplit/><w:tblHeader w:val=\"true\" "
              "/></w:trPr><w:tc/></w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>a</w:tc></w:tr>"
              "</w:tbl><w:p/>");
    EXPECT_EQ(docx_body("<w:p>no table</w:p>"), "<w:p>no table</w:p>");
}

TEST(ChartFiles, SayWhatTheyShowAndWhatTheyWereMadeFrom) {
    const std::vector<ChartFiles> files = chart_files(document_with_chart());
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].name, "sex");
    EXPECT_NE(files[0].svg.find("<title>Sex &amp; age</title>"), std::string::npos);
    EXPECT_NE(files[0].svg.find("data d1; plan p1"), std::string::npos);
    const Json specification = Json::parse(files[0].specification);
    EXPECT_EQ(specification["mark"], "bar");
    EXPECT_EQ(specification["usermeta"]["warning"], "Invented interviews: not survey results");
    EXPECT_EQ(files[0].csv,
              "answer,group,value,printed,detail,base,invented\n"
              "Male,All,83.33,83%,25,n = 30,yes\n"
              "Male,Women,,withheld,,withheld,yes\n");
}

TEST(DrawingSize, IsWhatTheElementSays) {
    const DrawingSize size = drawing_size("<svg class=\"x\" width=\"720\" height=\"91.5\"><g/>");
    EXPECT_EQ(size.width, 720);
    EXPECT_EQ(size.height, 91.5);
}

}  // namespace
}  // namespace mtm
