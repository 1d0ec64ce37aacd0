#include "report/compose.h"

#include <pugixml.hpp>
#include <set>

#include <gtest/gtest.h>

#include "report/html.h"
#include "report/test_survey.h"

namespace mtm {
namespace {

class Report : public ::testing::Test {
protected:
    Document compose_text(std::string_view text, Edition edition = Edition::internal) {
        const ReadNarrative read = read_narrative(text, "report.md");
        EXPECT_EQ(read.diagnostics, Diagnostics{});
        EXPECT_EQ(check_narrative(read.narrative, study_), Diagnostics{});
        DisclosureControl control(study_.file.threshold, edition);
        Composed composed = compose(study_, dataset_, read.narrative, control, {});
        EXPECT_EQ(composed.diagnostics, Diagnostics{});
        return composed.document;
    }

    /// The text as read, footnote references as ^1.
    static std::string read(const Document& document, const std::vector<Inline>& inlines) {
        std::string out;
        for (const Inline& piece : inlines) {
            const auto index = static_cast<std::size_t>(std::max(piece.index, 0));
            if (piece.kind == InlineKind::figure) out += document.figures[index].text;
            if (piece.kind == InlineKind::footnote) {
                out += "^" + std::to_string(document.notes[index].number);
            }
            out += piece.text + read(document, piece.children);
        }
        return out;
    }

    std::string paragraph(std::string_view text, Edition edition = Edition::internal) {
        const Document document = compose_text(text, edition);
        return read(document, document.sections.front().blocks.front().inlines);
    }

    Study study_ = test_survey::study();
    Dataset dataset_ = test_survey::twenty(study_);
};

TEST_F(Report, PutsEveryNumberAsItsPlaceAsks) {
    EXPECT_EQ(paragraph("{{ percent(${sex} = 'male') }} were men. Women ({{ percent(${sex} = "
                        "'female') }}) were {{ count(${sex} = 'female') }}; their mean age was {{ "
                        "round(mean(${age}, ${sex} = 'female'), 1) }}."),
              "Sixty per cent were men. Women (40%) were 8; their mean age was 51.0.");
}

TEST_F(Report, GivesABaseItsFootnoteOnceASection) {
    const Document document = compose_text(
        "# Work\n\n{{ percent(${sector} = 'trade') }} trade, {{ percent(${sector} = "
        "'construction') }} build.\n\n# Again\n\n{{ percent(${sector} = 'trade') }} trade.\n");
    ASSERT_EQ(document.notes.size(), 2U);
    EXPECT_EQ(read(document, document.sections[0].blocks[0].inlines),
              "Forty per cent^1 trade, 60\u00a0per cent build.");
    EXPECT_EQ(plain_text(document.notes[0].inlines),
              "Only the respondents who have work (15 respondents comprising 75% of the surveyed "
              "individuals) were asked this question: “In which sector?”.");
    EXPECT_EQ(document.sections[1].notes, std::vector<int>{1});
}

TEST_F(Report, WordsABaseFromTheSkipLogicWhereTheStudyHasNoWords) {
    study_.plan.bases.clear();
    const Document document = compose_text("x {{ percent(${sector} = 'trade') }}\n");
    ASSERT_EQ(document.notes.size(), 1U);
    EXPECT_EQ(plain_text(document.notes[0].inlines),
              "Only the respondents who answered “Yes” to “Do you work?” (15 respondents "
              "comprising 75% of the surveyed individuals) were asked this question: “In which "
              "sector?”.");
}

TEST_F(Report, WordsLogicOfOtherKindsByLabelsAndPrintsNoFormula) {
    study_.plan.bases.clear();
    const auto note_for = [&](const char* relevant) {
        study_.questionnaire.questions[3].relevant = test_survey::expression(relevant);
        const Document document = compose_text("x {{ percent(${sector} = 'trade') }}\n");
        return document.notes.empty() ? std::string() : plain_text(document.notes[0].inlines);
    };
    EXPECT_EQ(note_for("not(selected(${reasons}, 'friends')) and ${age} >= 22"),
              "Only the respondents who meet the condition “Why did you come?” does not include "
              "“Friends” and meet the condition “Age” is at least 22 (15 respondents comprising "
              "75% of the surveyed individuals) were asked this question: “In which sector?”.");
    EXPECT_EQ(note_for("${works} = 'yes' and coalesce(${age}, 3) > 22"), "");
}

TEST_F(Report, AFootnoteDoesNotSayTheBaseThatItsFigureWithholds) {
    study_.file.threshold = 10;
    const std::string text = "x {{ percent(${sector} = 'trade') }}\n";  // 5 of 20 have no sector
    const Document document = compose_text(text, Edition::published);
    ASSERT_EQ(document.notes.size(), 1U);
    EXPECT_EQ(plain_text(document.notes[0].inlines),
              "Only the respondents who have work were asked this question: “In which sector?”.");
}

TEST_F(Report, LeavesOutFootnotesForThoseWhomASentenceNames) {
    EXPECT_TRUE(compose_text("x {{ percent(${works} = 'yes', ${sex} = 'male') }}\n").notes.empty());
}

TEST_F(Report, WithholdsSmallCountsFromThePublic) {
    const std::string text = "Aged {{ count(${age} < 22) }}.";
    EXPECT_EQ(paragraph(text), "Aged 1.");
    EXPECT_EQ(paragraph(text, Edition::published), "Aged fewer than 3\u00a0people.");
    const std::string page = html(compose_text(text, Edition::published));
    EXPECT_EQ(page.find("data-n="), std::string::npos);
}

TEST_F(Report, SaysOnceThatATableIsWithheldWhole) {
    const std::string text = "::: table sector where=\"${age} < 22\"\n";
    EXPECT_NE(html(compose_text(text)).find("<tbody>"), std::string::npos);
    const std::string page = html(compose_text(text, Edition::published));
    EXPECT_EQ(page.find("<tbody>"), std::string::npos);
    EXPECT_EQ(page.find("Base: withheld"), std::string::npos);
    EXPECT_EQ(page.find("<figure"), std::string::npos);
    EXPECT_NE(page.find("id=\"table-sector\">The table “In which sector?” is not printed"),
              std::string::npos)
        << page.substr(page.find("<main"));
}

TEST_F(Report, NamesTheBaseOfEachGroupUnderAChartOfGroups) {
    const std::string page = html(compose_text("::: table sector by=sex\n"));
    EXPECT_NE(page.find("(Male: "), std::string::npos) << page.substr(page.find("<figure"));
}

constexpr std::string_view whole_report =
    "::: contents\n\n# One & two\n\nText[^a] {{ percent(${sector} = 'trade') }}.\n\n::: facts\n"
    "- women: {{ percent(${sex} = 'female') }} | are women\n:::\n\n::: table sector by=sex\n\n"
    "::: table reasons\n\n## Deep\n\n| a | b |\n|---|---|\n| 1 | {{ count(${sex} = 'male') }} |\n\n"
    "1. one\n2. two\n\n> quoted\n\n::: note\n**Mind** `code` <https://example.org>.\n:::\n\n[^a]: "
    "*Note.*\n";

TEST_F(Report, IsWellFormedWithoutScriptsAndRequests) {
    const std::string page = html(compose_text(whole_report));
    pugi::xml_document xml;
    const auto parsed =
        xml.load_buffer(page.data(), page.size(), pugi::parse_default | pugi::parse_doctype);
    ASSERT_TRUE(parsed) << parsed.description() << " at "
                        << page.substr(static_cast<std::size_t>(parsed.offset), 80);
    for (const char* absent : {"<script", "@import", "url(", "src=", "<link", "<iframe"}) {
        EXPECT_EQ(page.find(absent), std::string::npos) << absent;
    }
}

TEST_F(Report, LinksOnlyToWhatIsThere) {
    const std::string page = html(compose_text(whole_report));
    pugi::xml_document xml;
    ASSERT_TRUE(
        xml.load_buffer(page.data(), page.size(), pugi::parse_default | pugi::parse_doctype));
    std::set<std::string> ids;
    for (const auto& node : xml.select_nodes("//*[@id]")) {
        EXPECT_TRUE(ids.insert(node.node().attribute("id").value()).second)
            << node.node().attribute("id").value();
    }
    int links = 0;
    for (const auto& node : xml.select_nodes("//a[starts-with(@href, '#')]")) {
        EXPECT_EQ(ids.count(node.node().attribute("href").value() + 1), 1U)
            << node.node().attribute("href").value();
        ++links;
    }
    EXPECT_GE(links, 8);
}

TEST_F(Report, SaysWhatAFigureRestsOn) {
    EXPECT_NE(html(compose_text(whole_report))
                  .find("data-expression=\"percent(${sector} = 'trade')\" "
                        "data-value=\"40\" data-n=\"6\" data-base=\"15\" data-basis=\"6 of 15 "
                        "interviews (40.0%); fewer than 30 people\">40\u00a0per cent</span>"),
              std::string::npos);
}

TEST_F(Report, HasATableWithBasesAndRemarks) {
    const Document document = compose_text(whole_report);
    ASSERT_EQ(document.exhibits.size(), 2U);
    const Exhibit& sector = document.exhibits[0];
    EXPECT_EQ(sector.title, "In which sector?");
    EXPECT_EQ(sector.base, "Base: 15 of 20 respondents (Male: 12; Female: 3)");
    ASSERT_EQ(sector.columns.size(), 3U);
    EXPECT_EQ(sector.columns[1].label, "Male");
    EXPECT_EQ(sector.columns[1].base, "n = 12*");
    ASSERT_EQ(sector.rows.size(), 2U);
    EXPECT_EQ(sector.rows[0].cells[1].text, "75%*");
    EXPECT_EQ(sector.rows[0].cells[1].detail, "9");
    EXPECT_EQ(document.exhibits[1].remarks.front(),
              "Several answers were possible; percentages add to more than 100.");
}

TEST_F(Report, MarksInventedInterviewsOnEverything) {
    dataset_.rehearsal = true;
    const Document document = compose_text(whole_report);
    const std::string page = html(document);
    EXPECT_NE(page.find("<title>Invented interviews: not survey results"), std::string::npos);
    std::size_t marks = 0;
    for (std::size_t at = 0; (at = page.find("class=\"mark\">Invented", at)) != std::string::npos;
         ++at) {
        ++marks;
    }
    EXPECT_EQ(marks, 2 + document.exhibits.size());  // cover, facts, every exhibit
    EXPECT_NE(page.find("class=\"running\""), std::string::npos);
}

TEST_F(Report, MarksTheInternalEdition) {
    EXPECT_NE(html(compose_text("x\n")).find("Internal: not for publication"), std::string::npos);
    EXPECT_EQ(html(compose_text("x\n", Edition::published)).find("Internal: not for publication"),
              std::string::npos);
}

TEST_F(Report, KeepsLinksThatRunCodeOut) {
    EXPECT_EQ(html(compose_text("[a](javascript:alert)\n")).find("javascript"), std::string::npos);
}

TEST(CheckReport, NamesUnknownTablesQuestionsAndChoices) {
    const Diagnostics found = check_report(test_survey::study(),
                                           "::: table secter\n\n{{ percent(${sex} = 'mal') }} {{ "
                                           "mean(${agee}) }}\n\n::: map areas\n",
                                           "report.md");
    std::vector<std::string> lines;
    for (const Diagnostic& d : found)
        lines.push_back(std::to_string(d.place.row) + " " + d.code);
    EXPECT_EQ(
        lines,
        (std::vector<std::string>{
            "1 unknown-table", "3 unknown-choice", "3 unknown-question", "5 map-without-areas"}));
    EXPECT_EQ(found[0].remedy, "Did you mean “sector”?");
}

TEST(CheckReport, NamesWhatHasNoNumbersToTakeTheMeanOf) {
    const Diagnostics found = check_report(test_survey::study(),
                                           "::: table sector statistic=mean\n\n"
                                           "::: table sector statistic=count\n\n"
                                           "::: table age statistic=mean\n",
                                           "report.md");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "statistic-of-no-number");
    EXPECT_EQ(found[0].place.row, 1);
}

}  // namespace
}  // namespace mtm
