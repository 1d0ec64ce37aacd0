#include "report/markdown.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

std::string printed(const std::vector<Inline>& inlines) {
    std::string out;
    for (const Inline& piece : inlines) {
        switch (piece.kind) {
            case InlineKind::text:
                out += piece.text;
                break;
            case InlineKind::figure:
                out += "<figure " + std::to_string(piece.index) + ">";
                break;
            case InlineKind::footnote:
                out += "<note " + piece.text + ">";
                break;
            case InlineKind::code:
                out += "<code " + piece.text + ">";
                break;
            case InlineKind::link:
                out += "<" + piece.target + " " + printed(piece.children) + ">";
                break;
            case InlineKind::emphasis:
                out += "<em " + printed(piece.children) + ">";
                break;
            case InlineKind::strong:
                out += "<strong " + printed(piece.children) + ">";
                break;
            default:
                out += "<br>";
        }
    }
    return out;
}

constexpr const char* kinds[] = {"heading",
                                 "paragraph",
                                 "list",
                                 "item",
                                 "quote",
                                 "code",
                                 "table",
                                 "row",
                                 "cell",
                                 "rule",
                                 "exhibit",
                                 "facts",
                                 "fact",
                                 "map",
                                 "contents",
                                 "figures",
                                 "note",
                                 "page"};

/// One line a block, indented as it is nested.
std::string printed(const std::vector<Block>& blocks, int depth = 0) {
    std::string out;
    for (const Block& block : blocks) {
        out += std::string(static_cast<std::size_t>(2 * depth), ' ');
        out += kinds[static_cast<int>(block.kind)];
        if (block.level > 0) out += std::to_string(block.level);
        if (!block.text.empty()) out += " [" + block.text + "]";
        if (!block.inlines.empty()) out += ": " + printed(block.inlines);
        out += "\n" + printed(block.children, depth + 1);
    }
    return out;
}

std::string tree(std::string_view text) {
    const ReadNarrative read = read_narrative(text, "report.md");
    std::string out = printed(read.narrative.blocks);
    for (const Diagnostic& diagnostic : read.diagnostics)
        out += print(diagnostic) + "\n";
    return out;
}

/// "line:column code" of each diagnostic.
std::vector<std::string> mistakes(std::string_view text) {
    std::vector<std::string> out;
    for (const Diagnostic& d : read_narrative(text, "report.md").diagnostics) {
        out.push_back(std::to_string(d.place.row) +
                      (d.place.column.empty() ? "" : ":" + d.place.column) + " " + d.code);
    }
    return out;
}

using Strings = std::vector<std::string>;

TEST(Narrative, ReadsCommonMarkWithFiguresAndFootnotes) {
    EXPECT_EQ(tree("# Sex\n\nMen were *mostly*\n{{ percent(${sex} = 'male') }} (**{{ base(${sex}) "
                   "}}**).[^a]\n\n[^a]: See\n  <https://example.org>.\n"),
              "heading1: Sex\n"
              "paragraph: Men were <em mostly> <figure 0> (<strong <figure 1>>).<note a>\n");
}

TEST(Narrative, KeepsAFigureThatRunsOverALineEnd) {
    const ReadNarrative read =
        read_narrative("a\n{{ percent(${sex} =\n'male') }} b\nc [^x]\n\n[^x]: n\n", "r");
    ASSERT_EQ(read.narrative.figures.size(), 1U);
    EXPECT_EQ(read.narrative.figures[0].line, 2);
    EXPECT_EQ(read.narrative.figures[0].column, 1);
    ASSERT_TRUE(read.narrative.figures[0].expression.has_value());
    EXPECT_EQ(print(read.narrative.figures[0].expression->root), "percent(${sex} = 'male')");
    EXPECT_EQ(printed(read.narrative.blocks), "paragraph: a <figure 0> b c <note x>\n");
}

TEST(Narrative, LeavesFiguresInCodeAsTheyAreWritten) {
    EXPECT_EQ(tree("Write `{{ nonsense( }}`.\n\n```\n{{ x }}\n::: table a\n```\n"),
              "paragraph: Write <code {{ nonsense( }}>.\ncode [{{ x }}\n::: table a\n]\n");
}

TEST(Narrative, ReadsTablesAndTightLists) {
    EXPECT_EQ(tree("| a | b |\n|---|---|\n| {{ count(${a} = 'x' or ${a} = 'y') }} | d |\n\n- "
                   "one\n- two\n  - deep\n"),
              "table\n  row\n    cell: a\n    cell: b\n  row\n    cell: <figure 0>\n    cell: d\n"
              "list\n  item\n    paragraph: one\n  item\n    paragraph: two\n    list\n"
              "      item\n        paragraph: deep\n");
}

TEST(Narrative, ReadsDirectives) {
    EXPECT_EQ(
        tree("::: contents\n\n::: facts\n- women: {{ percent(${sex} = 'female') }} | are\n  "
             "women\n:::\n::: map areas\n::: note\n**Mind.** Text.\n:::\n::: page\n::: table sex "
             "by=sex chart=donut top=5 where=\"${age} > 20\" title=\"Two words\"\n"),
        "contents\nfacts\n  fact [women]\n    paragraph: <figure 0>\n    paragraph: are women\n"
        "map\nnote\n  paragraph: <strong Mind.> Text.\npage\nexhibit\n");
}

TEST(Narrative, ReadsWhatATableDirectiveChanges) {
    const ReadNarrative read = read_narrative(
        "::: table sex by=a,b chart=none statistic=count top=5 where=\"${age} > 20\" title=\"Two "
        "words\"\n",
        "r");
    ASSERT_EQ(read.narrative.tables.size(), 1U);
    const TableDirective& table = read.narrative.tables[0];
    EXPECT_EQ(table.name, "sex");
    EXPECT_EQ(table.by, (Strings{"a", "b"}));
    EXPECT_EQ(table.chart, ChartForm::none);
    EXPECT_EQ(table.statistic, Statistic::count);
    EXPECT_EQ(table.top, 5);
    EXPECT_EQ(print(table.where->root), "${age} > 20");
    EXPECT_EQ(table.title, "Two words");
}

TEST(Narrative, NamesEveryMistakeInOneRun) {
    EXPECT_EQ(mistakes("# A\n\n### B\n\nHe {{ percent( is\n\n::: tabel sex\n\n::: note\ntext\n"),
              (Strings{"3 heading-level-jump",
                       "5:4 unclosed-figure",
                       "7 unknown-directive",
                       "9 unclosed-directive"}));
    EXPECT_EQ(mistakes("Ав {{ percent(${sex} == 'male') }}\n"), (Strings{"1:22 figure-syntax"}));
    EXPECT_EQ(mistakes("a {{ }} b\n"), (Strings{"1:3 empty-figure"}));
    EXPECT_EQ(mistakes("a[^x] b\n\n[^y]: c\n[^y]: d\n"),
              (Strings{"1 undefined-footnote",
                       "3 unreferenced-footnote",
                       "4 duplicate-footnote",
                       "4 unreferenced-footnote"}));
    EXPECT_EQ(
        mistakes("# {#a}\n\nSee [](nope)\n\n> ::: table sex\n\n- ::: table sex\n"),
        (Strings{"1 empty-heading", "3 empty-link", "5 directive-inside", "7 directive-inside"}));
    EXPECT_EQ(mistakes("a[^x] b\n\n[^x]: see[^y]\n\n[^y]: there\n"), Strings());
    EXPECT_EQ(mistakes("a\n\n[^x]: see[^x]\n"), (Strings{"3 unreferenced-footnote"}));
    EXPECT_EQ(mistakes(":::\n"), (Strings{"1 unopened-directive"}));
    EXPECT_EQ(mistakes("::: facts\n- no bar\n:::\n"), (Strings{"2 bad-fact"}));
    EXPECT_EQ(mistakes("::: table\n::: table a chart=pie\n::: table a colour=red top=0\n"),
              (Strings{"1 bad-directive",
                       "2 unknown-chart",
                       "3 unknown-directive-attribute",
                       "3 bad-directive-value"}));
    EXPECT_EQ(mistakes("![a](b.png)\n"), (Strings{"1 picture-in-report"}));
}

TEST(Narrative, SuggestsTheDirectiveThatWasMeant) {
    const ReadNarrative read = read_narrative("::: tables sex\n", "report.md");
    ASSERT_EQ(read.diagnostics.size(), 1U);
    EXPECT_EQ(read.diagnostics[0].remedy, "Did you mean “table”?");
}

TEST(Narrative, TakesPrivateCharactersForNothing) {
    EXPECT_EQ(tree("a \xEE\x80\x80"
                   "7\xEE\x80\x81 b\n"),
              "paragraph: a \xEF\xBF\xBD"
              "7\xEF\xBF\xBD b\n");
}

}  // namespace
}  // namespace mtm
