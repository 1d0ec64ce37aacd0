// The language of narratives: words for figures, conditions, loops, references, annexes, and what
// none of them may give away.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "report/compose.h"
#include "report/narrative_functions.h"
#include "report/print_number.h"
#include "report/test_survey.h"

namespace mtm {
namespace {

std::string text_of(const Document& document, const std::vector<Inline>& inlines) {
    std::string out;
    for (const Inline& piece : inlines) {
        if (piece.kind == InlineKind::figure)
            out += document.figures[static_cast<std::size_t>(piece.index)].text;
        if (piece.kind == InlineKind::link) out += "<" + piece.target + ">";
        if (piece.kind == InlineKind::footnote) continue;
        out += piece.text + text_of(document, piece.children);
    }
    return out;
}

void add_text(const Document& document, const std::vector<Block>& blocks, std::string& out) {
    for (const Block& block : blocks) {
        EXPECT_NE(block.kind, BlockKind::directive);
        if (block.kind == BlockKind::heading) out += "#" + std::to_string(block.level) + " ";
        const std::string line = text_of(document, block.inlines);
        if (!line.empty()) out += line + "\n";
        if (block.kind == BlockKind::exhibit) {
            const Exhibit& shown = document.exhibits[static_cast<std::size_t>(block.index)];
            out += "[" + shown.label + ": " + shown.title + "]\n";
        }
        add_text(document, block.children, out);
    }
}

/// The whole as read, a block a line.
std::string text_of(const Document& document) {
    std::string out;
    for (const DocumentSection& section : document.sections) {
        if (!section.title.empty()) out += "# " + text_of(document, section.title) + "\n";
        add_text(document, section.blocks, out);
    }
    return out;
}

class NarrativeLanguage : public ::testing::Test {
protected:
    Composed composed(std::string_view text,
                      Edition edition = Edition::internal,
                      const std::string& language = "en") {
        const ReadNarrative read = read_narrative(text, "report.md", includes_);
        EXPECT_EQ(read.diagnostics, Diagnostics{});
        for (const Diagnostic& found : check_narrative(read.narrative, study_, language))
            EXPECT_EQ(found.severity, Severity::warning) << print(found);
        DisclosureControl control(study_.file.threshold, edition);
        Composed out = compose(
            study_, dataset_, read.narrative, control, {.language = language, .areas_geojson = {}});
        EXPECT_EQ(out.diagnostics, Diagnostics{});
        return out;
    }

    std::string text(std::string_view narrative,
                     Edition edition = Edition::internal,
                     const std::string& language = "en") {
        return text_of(composed(narrative, edition, language).document);
    }

    std::vector<std::string> mistakes(std::string_view text, std::string_view language = "en") {
        ReadNarrative read = read_narrative(text, "report.md", includes_);
        for (Diagnostic& found : check_narrative(read.narrative, study_, language))
            read.diagnostics.push_back(std::move(found));
        std::vector<std::string> out;
        for (const Diagnostic& found : read.diagnostics) {
            EXPECT_FALSE(found.remedy.empty()) << found.code;
            out.push_back(found.place.file + ":" + std::to_string(found.place.row) + " " +
                          found.code);
        }
        return out;
    }

    Study study_ = test_survey::study();
    Dataset dataset_ = test_survey::twenty(study_);
    NarrativeIncludes includes_;
};

using Strings = std::vector<std::string>;

TEST_F(NarrativeLanguage, PutsFiguresIntoWords) {
    EXPECT_EQ(text("{{ about(percent(${sex} = 'male')) }} of them were men.\n"),
              "About three fifths of them were men.\n");
    EXPECT_EQ(text("Work: {{ one-in(percent(${works} = 'yes')) }}.\n"), "Work: three in four.\n");
    EXPECT_EQ(text("The share among men was {{ compare(percent(${works} = 'yes', ${sex} = 'male'), "
                   "percent(${works} = 'yes', ${sex} = 'female')) }}.\n"),
              "The share among men was far higher, by 63\u00a0percentage points.\n");
    EXPECT_EQ(text("Of them {{ respectively(percent(${sex} = 'male'), percent(${sex} = 'female')) "
                   "}} are men and women.\n"),
              "Of them 60 and 40\u00a0per cent, respectively are men and women.\n");
    EXPECT_EQ(text("Sectors: {{ leading(${sector}, 5) }}.\n"),
              "Sectors: Construction (60%) and Trade (40%).\n");
    EXPECT_EQ(text("Reasons: {{ leading(${reasons}, 1) }}.\n"), "Reasons: Income (100%).\n");
    EXPECT_EQ(text("Trade is {{ ordinal(rank(${sector}, 'trade')) }}.\n"), "Trade is second.\n");
    EXPECT_EQ(text("There were {{ plural(count(${sex} = 'female'), 'woman', 'women') }}.\n"),
              "There were 8\u00a0women.\n");
}

TEST_F(NarrativeLanguage, UsesTheFormsOfItsLanguage) {
    EXPECT_EQ(text("У {{ form(percent(${sex} = 'male'), 'genitive') }} есть работа.\n",
                   Edition::internal,
                   "ru"),
              "У 60\u00a0процентов есть работа.\n");
    EXPECT_EQ(
        text("{{ form(percent(${sex} = 'male'), 'dative') }} помогли.\n", Edition::internal, "ru"),
        "Шестидесяти процентам помогли.\n");
    EXPECT_EQ(text("Респонденттердің {{ form(percent(${sex} = 'male'), 'possessive') }} ер адам.\n",
                   Edition::internal,
                   "kk"),
              "Респонденттердің 60\u00a0пайызы ер адам.\n");
    EXPECT_EQ(text("Это {{ plural(count(${age} < 28), 'человек', 'человека', 'человек') }}.\n",
                   Edition::internal,
                   "ru"),
              "Это 4\u00a0человека.\n");
}

TEST_F(NarrativeLanguage, PrintsAConstantAsItIsWritten) {
    EXPECT_EQ(text("It took {{ 2.5 }} hours, {{ 3.75 }} at most, {{ 0.4 }} at least.\n"),
              "It took 2.5 hours, 3.75 at most, 0.4 at least.\n");
    EXPECT_EQ(text("{{ 2.5 }} hours. {{ 3 }} days. {{ 2.50 }} dollars, {{ 3.0 }} more.\n"),
              "2.5 hours. Three days. 2.50 dollars, 3.0 more.\n");
    EXPECT_EQ(text("It fell to {{ -3 }}, then to {{ -0.5 }}.\n"), "It fell to −3, then to −0.5.\n");
    EXPECT_EQ(text("Прошло {{ 2.5 }} часа.\n", Edition::internal, "ru"), "Прошло 2,5 часа.\n");
    EXPECT_EQ(text("It has {{ plural(2, 'part', 'parts') }}.\n"), "It has 2\u00a0parts.\n");
}

TEST_F(NarrativeLanguage, PrintsARatioWithADecimalAndNeverAsZero) {
    EXPECT_EQ(text("Each has {{ ratio(${age}, ${age}) }}.\n"), "Each has 1.0.\n");
    EXPECT_EQ(text("Each has {{ round(ratio(${age}, ${age}), 3) }}.\n"), "Each has 1.000.\n");
    const Node ratio = test_survey::expression("ratio(${age}, ${age})").root;
    EXPECT_EQ(decimals_of(ratio, 0.4), 1);
    EXPECT_EQ(decimals_of(ratio, 12.34), 1);
    EXPECT_EQ(decimals_of(ratio, 0.04), 2);
    EXPECT_EQ(decimals_of(ratio, -0.0004), 4);
    EXPECT_EQ(decimals_of(ratio, 0), 1);
    EXPECT_EQ(decimals_of(test_survey::expression("mean(${age})").root, 0.4), 0);
}

TEST_F(NarrativeLanguage, LetsAWordAgreeWithANumber) {
    const std::string_view verb =
        "{{ agree(count(${age} < 22), 'пришёл', 'пришли', 'пришли') }} {{ agree(count(${age} < "
        "28), 'пришёл', 'пришли', 'пришли') }}\n";
    EXPECT_EQ(text(verb, Edition::internal, "ru"), "Пришёл пришли\n");
    EXPECT_EQ(text(verb, Edition::published, "ru"), "Пришли пришли\n");
}

TEST_F(NarrativeLanguage, ChoosesWhatHolds) {
    const std::string_view narrative =
        "::: if percent(${sex} = 'male') > 50\nMost were men.\n\n## Men\n::: else\nMost were "
        "women.\n:::\n\nThe rest {{ if(percent(${works} = 'no') >= 25, 'rests', 'works') }}.\n";
    EXPECT_EQ(text(narrative), "Most were men.\n# Men\nThe rest rests.\n");
    EXPECT_EQ(text("::: if percent(${sex} = 'male') < 50 or not(true())\nA\n:::\nB\n"), "B\n");
    EXPECT_EQ(text("::: if true()\n::: if false()\nA\n::: else\nB\n:::\n::: else\nC\n:::\n"),
              "B\n");
}

// What two readers see alike is equal: 33.4 and 33.3 both print as 33.
TEST_F(NarrativeLanguage, ComparesNumbersAsTheyArePrinted) {
    EXPECT_EQ(text("{{ if(percent(${age} < 34, ${works} = 'yes') = 47, 'a', 'b') }}\n"), "A\n");
    EXPECT_EQ(text("{{ if(percent(${age} < 34, ${works} = 'yes') > 46.9, 'a', 'b') }}\n"), "A\n");
    EXPECT_EQ(text("{{ if(percent(${age} < 34, ${works} = 'yes') < 46.9, 'a', 'b') }}\n"), "B\n");
}

TEST_F(NarrativeLanguage, CallsNothingSignificantWithoutADesign) {
    const std::string differs =
        "differs(percent(${works} = 'yes', ${sex} = 'male'), percent(${works} = 'yes', ${sex} = "
        "'female'))";
    EXPECT_EQ(text("It is {{ if(" + differs + ", 'higher', 'about the same') }}.\n"),
              "It is about the same.\n");
    const Diagnostics found = check_report(study_, "::: if " + differs + "\nA\n:::\n", "report.md");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "never-significant");
    EXPECT_NE(found[0].message.find("the study names no sampling design"), std::string::npos)
        << found[0].message;
}

TEST_F(NarrativeLanguage, SaysThatFiguresDifferWhereTheSampleLetsIt) {
    SampleDesign design;
    design.weights.assign(20, 1);
    design.stages = {{std::vector<std::int32_t>(20, 0), {}, {}}};
    for (int i = 0; i < 20; ++i)
        design.stages[0].units.push_back(i);
    dataset_.design = std::make_shared<const TaylorVariance>(design);
    study_.file.sample.strata = {"sex"};
    EXPECT_EQ(text("{{ if(differs(percent(${works} = 'yes', ${sex} = 'male'), percent(${works} = "
                   "'yes', ${sex} = 'female')), 'yes', 'no') }} {{ if(differs(percent(${reasons} = "
                   "'income', ${sex} = 'male'), percent(${reasons} = 'income', ${sex} = "
                   "'female')), 'yes', 'no') }} {{ if(significant(mean(${age}, ${sex} = 'male') - "
                   "mean(${age}, ${sex} = 'female')), 'older', 'alike') }}\n"),
              "Yes no older\n");
}

TEST_F(NarrativeLanguage, RepeatsItsTextForEachGroup) {
    EXPECT_EQ(text("::: each place in choices(sector)\n## {{ place }}\n\n{{ place }}: {{ "
                   "percent(${sector} = place) }}.\n\n::: table sex where=\"${sector} = place\" "
                   "title=\"Sex in {{ place }}\"\n:::\n"),
              "# Construction\nConstruction: 60\u00a0per cent.\n[Table 1: Sex in Construction]\n"
              "# Trade\nTrade: 40\u00a0per cent.\n[Table 2: Sex in Trade]\n");
    EXPECT_EQ(text("::: each group in choices(${age_band})\n{{ count(${age_band} = group) }} {{ "
                   "group }}\n:::\n"),
              "Five Under 30\nFifteen 30 and over\n");
}

TEST_F(NarrativeLanguage, KnowsEachFigureOfALoopByItself) {
    const Composed made = composed(
        "::: each s in choices(sector)\n{{ percent(${sector} = s) }} of {{ base(${sector}) "
        "}}\n:::\n");
    std::vector<std::string> expressions;
    for (std::size_t i = 0; i < made.document.figures.size(); ++i) {
        if (!made.document.figures[i].expression.empty())
            expressions.push_back(made.document.figures[i].expression);
        EXPECT_EQ(made.narrative.figures.size(), made.document.figures.size());
    }
    EXPECT_EQ(expressions,
              (Strings{"percent(${sector} = 'construction')",
                       "base(${sector})",
                       "percent(${sector} = 'trade')",
                       "base(${sector})"}));
}

TEST_F(NarrativeLanguage, RefersByNumberAndTitle) {
    EXPECT_EQ(text("# Work {#work}\n\nSee [](#table-sector), [](#work), [](#more-text) and [this]"
                   "(#work).\n\n::: table sector\n\n::: table sex\n\n# More text\n\n::: figures\n"),
              "# Work\nSee <#table-sector>Table 1, <#work>“Work”, <#more-text>“More text” and "
              "<#work>this.\n[Table 1: In which sector?]\n[Table 2: Sex]\n# More text\n"
              "<#table-sector>Table 1. In which sector?\n<#table-sex>Table 2. Sex\n");
}

TEST_F(NarrativeLanguage, ATitleIsReferredToWithItsFigures) {
    EXPECT_EQ(text("# Work of {{ base(${sex}) }} {#work}\n\nSee [](#work).\n"),
              "# Work of 20\nSee <#work>“Work of 20”.\n");
}

TEST_F(NarrativeLanguage, ListsFiguresUnderAHeadingWithoutThoseOfTheAnnexAndWhatIsWithheld) {
    const Document made = composed(
                              "::: figures\n\n::: table sex\n\n::: table sector "
                              "where=\"${age} < 22\"\n\n[](#table-sector)\n\n# Annex\n\n"
                              "::: annex tables\n",
                              Edition::published)
                              .document;
    const Block& list = made.sections.front().blocks.front();
    ASSERT_EQ(list.kind, BlockKind::figures);
    EXPECT_EQ(list.text, "Figures and tables");
    ASSERT_EQ(list.children.size(), 1U);
    EXPECT_EQ(text_of(made, list.children[0].children[0].inlines), "<#table-sex>Table 1. Sex");
    EXPECT_NE(text_of(made).find("<#table-sector>“In which sector?”"), std::string::npos);
}

TEST_F(NarrativeLanguage, PutsAGlossaryInOrder) {
    EXPECT_EQ(text("::: glossary\n- zakat: alms of\n  {{ count(${sex} = 'male') }}\n- Áron: a "
                   "name\n- base: those asked\n:::\n"),
              "Áron: a name\nbase: those asked\nzakat: alms of 12\n");
}

TEST_F(NarrativeLanguage, ATermOfTheGlossaryMayHoldAFigure) {
    EXPECT_EQ(text("::: glossary\n- zakat: alms\n- base {{ base(${sex}) }}: those asked\n"
                   "- base {{ count(${sex} = 'male') }}: men\n:::\n"),
              "base 20: those asked\nbase 12: men\nzakat: alms\n");
    EXPECT_EQ(mistakes("::: glossary\n- base {{ base(${sexx}) }}: those asked\n:::\n"),
              (Strings{"report.md:2 unknown-question"}));
}

TEST_F(NarrativeLanguage, TellsOfNamesThatSomethingElseHas) {
    EXPECT_EQ(mistakes("# A {#x}\n\n# B {#x}\n\n# C {#table-sex}\n\n::: table sex\n\n"
                       "# Sector\n\n# D {#sector}\n\n# E {#contents}\n\n# F {#note-1}\n\n"
                       "# G {#mtm-reading}\n"),
              (Strings{"report.md:3 duplicate-anchor",
                       "report.md:5 duplicate-anchor",
                       "report.md:11 duplicate-anchor",
                       "report.md:13 duplicate-anchor",
                       "report.md:15 duplicate-anchor",
                       "report.md:17 duplicate-anchor"}));
    includes_ = [](const std::string&) -> Result<std::string> {
        return std::string("x\n\n::: map areas\n");
    };
    const ReadNarrative read = read_narrative(
        "# Map {#map}\n\n::: include a.md\n\n::: map areas\n", "report.md", includes_);
    ASSERT_EQ(read.diagnostics.size(), 2U);
    EXPECT_EQ(read.diagnostics[0].message,
              "“#map” is the name of the coverage map (a.md: line 3) as well.");
    EXPECT_EQ(read.diagnostics[1].message,
              "The map stands twice: the coverage map (a.md: line 3) is the first.");
    EXPECT_EQ(read.diagnostics[1].place.row, 5);
}

// Titles that are alike get numbers, and of a condition one text is written.
TEST_F(NarrativeLanguage, TitlesThatAreAlikeAndTextsOfOneConditionAreNoMistake) {
    EXPECT_EQ(mistakes("# A\n\n# A\n\n# Map\n\n::: table sex\n\n::: table sex\n\n"
                       "::: if percent(${sex} = 'male') > 50\n# Men {#most}\n::: else\n"
                       "# Women {#most}\n:::\n"),
              Strings{});
    EXPECT_EQ(mistakes("# Map\n\nSee [](#map).\n"), (Strings{"report.md:3 unknown-reference"}));
    const Document made = composed("# Contents\n\n# Note 1\n\n# Mtm reading\n").document;
    EXPECT_EQ(made.sections[0].anchor, "contents-2");
    EXPECT_EQ(made.sections[1].anchor, "note-1-2");
    EXPECT_EQ(made.sections[2].anchor, "section-mtm-reading");
}

TEST_F(NarrativeLanguage, TellsOfAFigureWithoutAValue) {
    const ReadNarrative read = read_narrative(
        "All {{ base(${sex}) }}.\n\nTheir age: {{ mean(${age}, ${age} > 99) }}, and {{ "
        "agree(mean(${age}, ${age} > 99), 'is', 'are') }}.\n",
        "report.md");
    DisclosureControl control(study_.file.threshold, Edition::internal);
    const Composed made = compose(study_, dataset_, read.narrative, control, {});
    EXPECT_NE(text_of(made.document).find("Their age: not available, and are."), std::string::npos);
    ASSERT_EQ(made.diagnostics.size(), 1U);
    const Diagnostic& found = made.diagnostics[0];
    EXPECT_EQ(found.code, "figure-without-value");
    EXPECT_EQ(found.severity, Severity::warning);
    EXPECT_EQ(print(found.place), "report.md: line 3, character 12");
    EXPECT_EQ(found.message,
              "mean(${age}, ${age} > 99) has no value: the report prints “not available”.");
}

TEST_F(NarrativeLanguage, TellsOfAQuoteThatIsNotClosed) {
    EXPECT_EQ(mistakes("::: table sex title=\"unclosed\n\n::: table sex title=\"closed\" "
                       "where=\"${age} > 20\"\n\n::: rounds sex title=\"x\n"),
              (Strings{"report.md:1 unclosed-quote",
                       "report.md:5 unclosed-quote",
                       "report.md:5 no-previous-round"}));
}

TEST_F(NarrativeLanguage, IncludesFilesAndKnowsTheirLines) {
    includes_ = [](const std::string& name) -> Result<std::string> {
        if (name == "a.md") return std::string("one\n\n::: include b.md\n");
        if (name == "b.md")
            return std::string("two {{ count(${sex} = 'male') }}\n\n{{ nope() }}\n");
        if (name == "round.md") return std::string("::: include round.md\n");
        return Error{"there is no such file"};
    };
    EXPECT_EQ(mistakes("first\n\n::: include a.md\n\nlast {{ percent(${sexx} = 'male') }}\n"),
              (Strings{"b.md:3 figure-syntax", "report.md:5 unknown-question"}));
    EXPECT_EQ(mistakes("::: include round.md\n\n::: include ../secret\n\n::: include none.md\n"),
              (Strings{"round.md:1 endless-include",
                       "report.md:3 bad-directive",
                       "report.md:5 missing-include"}));
}

TEST_F(NarrativeLanguage, SaysOnceWhereTextIsNotUtf8) {
    EXPECT_EQ(mistakes("# A\n\nX \xE9t\xE9 migrants\n\nand \xE9t\xE9 again\n"),
              (Strings{"report.md:3 not-utf8"}));
}

TEST_F(NarrativeLanguage, WordsTheMethodologyFromTheStudy) {
    study_.file.fieldwork_start = "2024-04-01";
    study_.file.fieldwork_end = "2024-05-31";
    study_.file.design = "snowball";
    study_.file.fieldwork.area = "sector";
    const std::string text = this->text("# How\n\n::: annex methodology\n");
    EXPECT_NE(text.find("Dates of the interviews: 1 April – 31 May 2024. Areas where interviews "
                        "took place: Construction and Trade. The questionnaire was available in "
                        "these languages: English. It has 5 questions that people answer.\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("Interviews received: 20; counted: 20.\n"), std::string::npos) << text;
    EXPECT_NE(text.find("No margins of error are given: nobody's chance"), std::string::npos);
    EXPECT_NE(this->text("# Х\n\n::: annex methodology\n", Edition::internal, "ru")
                  .find("Интервью проводились: 1 апреля – 31 мая 2024 года."),
              std::string::npos);
}

TEST_F(NarrativeLanguage, AddsTablesAndQuestionnaire) {
    TableSpec row;
    row.name = row.question = "sector";
    row.section = "Work";
    study_.plan.tables.push_back(row);
    EXPECT_EQ(text("# Tables\n\n::: annex tables\n"),
              "# Tables\n#2 Work\n[Table 1: In which sector?]\n");
    const std::string form = text("# Form\n\n::: annex questionnaire\n");
    EXPECT_NE(form.find("In which sector?"), std::string::npos);
    EXPECT_NE(form.find("Construction\nTrade\n"), std::string::npos) << form;
}

TEST_F(NarrativeLanguage, NamesEveryMistake) {
    EXPECT_EQ(mistakes("::: if percent(${sexx} = 'male') > 1\na\n:::\n\n::: each p in "
                       "choices(agee)\nb\n:::\n\n::: each q of choices(sex)\nc\n:::\n\n::: if\nd\n"
                       ":::\n\n::: else\n\n::: annex colours\n\nSee [](#nowhere)\n"),
              (Strings{"report.md:9 bad-directive",
                       "report.md:13 bad-directive",
                       "report.md:17 unopened-directive",
                       "report.md:19 bad-directive",
                       "report.md:1 unknown-question",
                       "report.md:5 unknown-question",
                       "report.md:21 unknown-reference"}));
    EXPECT_EQ(mistakes("{{ about(count(${sex} = 'male')) }} {{ form(percent(${sex} = 'male'), "
                       "'genitiv') }} {{ significant(percent(${sex} = 'male')) }} {{ "
                       "compare(percent(${sex} = 'male'), mean(${age})) }} {{ 1 + "
                       "about(percent(${sex} = 'male')) }}\n"),
              (Strings{"report.md:1 wrong-argument",
                       "report.md:1 unknown-form",
                       "report.md:1 condition-as-text",
                       "report.md:1 wrong-argument",
                       "report.md:1 narrative-in-figure"}));
    EXPECT_EQ(mistakes("{{ plural(count(${sex} = 'male'), 'человек', 'люди') }}\n", "ru"),
              (Strings{"report.md:1 wrong-argument"}));
    EXPECT_EQ(
        mistakes("::: if ${sex} = 'male'\na\n:::\n\n::: if top(${sex}, 1) = 'Male'\nb\n:::\n"),
        (Strings{"report.md:1 missing-aggregate",
                 "report.md:1 no-condition",
                 "report.md:5 no-condition",
                 "report.md:5 no-condition"}));
    EXPECT_EQ(mistakes("::: glossary\n- no colon\n- a: b\n- a: c\n:::\n"),
              (Strings{"report.md:2 bad-term", "report.md:4 duplicate-term"}));
    EXPECT_EQ(mistakes("::: if true()\na\n"), (Strings{"report.md:1 unclosed-directive"}));
    EXPECT_EQ(mistakes("::: table sex title=\"{{ count(${sex} = 'male') }}\"\n"),
              (Strings{"report.md:1 figure-in-title"}));
}

/// Forty people, `few` of whom do not work.
class ConditionAttack : public NarrativeLanguage {
protected:
    static constexpr int threshold = 10;

    void SetUp() override { study_.file.threshold = threshold; }

    void survey(int few) {
        std::vector<std::string> rows;
        for (int i = 0; i < 60; ++i) {
            const std::string sex = i % 2 == 0 ? "male" : "female";
            rows.push_back(sex + " 30 " + (i < few ? "no -" : "yes construction") + " income");
        }
        dataset_ = test_survey::dataset(study_, rows);
    }

    /// What the public reads, for each number that it must not learn.
    std::vector<std::string> read_for_each_few(std::string_view narrative) {
        std::vector<std::string> out;
        for (int few = 1; few < threshold; ++few) {
            survey(few);
            out.push_back(text(narrative, Edition::published));
        }
        return out;
    }
};

TEST_F(ConditionAttack, NoConditionTellsAWithheldNumber) {
    std::string narrative;
    for (int at = 0; at <= 100; ++at) {
        for (const char* sign : {">", "<", "=", "!=", ">=", "<="}) {
            narrative +=
                fmt::format("::: if percent(${{works}} = 'no') {} {}\nA{}\n::: else\nB{}\n:::\n\n",
                            sign,
                            at,
                            at,
                            at);
        }
        narrative += fmt::format(
            "{{{{ if(count(${{works}} = 'no') > {0}, 'C', 'D') }}}} and {{{{ if(not(100 - "
            "percent(${{works}} = 'yes') < {0}), 'E', 'F') }}}}\n\n",
            at);
    }
    narrative +=
        "{{ if(known(percent(${works} = 'no')), 'known', 'not known') }} {{ agree(count(${works} = "
        "'no'), 'one', 'many') }}\n\n"
        "{{ about(percent(${works} = 'no')) }}, {{ one-in(percent(${works} = 'no')) }}, {{ "
        "compare(percent(${works} = 'no'), percent(${works} = 'yes')) }}, {{ list(percent(${works} "
        "= 'no'), percent(${works} = 'yes')) }}, {{ leading(${works}, 2) }}, {{ "
        "plural(count(${works} = 'no'), 'person', 'people') }}, {{ ordinal(rank(${works}, 'no')) "
        "}}\n\n{{ if(differs(percent(${works} = 'no', ${sex} = 'male'), percent(${works} = 'no', "
        "${sex} = 'female')), 'G', 'H') }}\n";
    const std::vector<std::string> read = read_for_each_few(narrative);
    for (const std::string& text : read)
        EXPECT_EQ(text, read.front());
    EXPECT_EQ(read.front().find('A'), std::string::npos);
    EXPECT_EQ(read.front().find('B'), std::string::npos);
    EXPECT_NE(read.front().find("Not known"), std::string::npos) << read.front();
    survey(5);
    EXPECT_NE(text("::: if percent(${works} = 'no') > 3\nA\n:::\n").find('A'), std::string::npos);
}

// Groups of nobody and of few look alike: neither is written.
TEST_F(ConditionAttack, NoLoopTellsThatAGroupHasFew) {
    const std::string narrative =
        "::: each w in choices(works)\n{{ w }}: {{ percent(${works} = w) }}\n\n::: if "
        "count(${works} "
        "= w) > 4\nmany\n:::\n:::\n\n::: annex methodology\n";
    study_.file.fieldwork.area = "works";
    const std::vector<std::string> read = read_for_each_few(narrative);
    for (const std::string& text : read)
        EXPECT_EQ(text, read.front());
    survey(0);
    EXPECT_EQ(text(narrative, Edition::published).find("No:"), std::string::npos);
    EXPECT_EQ(read.front().find("No:"), std::string::npos) << read.front();
    survey(threshold);
    EXPECT_NE(text(narrative, Edition::published).find("No: 17\u00a0per cent"), std::string::npos);
}

TEST_F(ConditionAttack, AConditionOfWhichNothingIsKnownIsNamed) {
    survey(5);
    const Composed made =
        composed("text\n\n::: if percent(${works} = 'no') > 3\nA\n:::\n", Edition::published);
    const Diagnostics found = withheld_figures(made);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "condition-withheld");
    EXPECT_EQ(found[0].place.row, 3);
}

// The reader of a branch knows as much of a figure as one who reads its number, and no more.
TEST_F(ConditionAttack, ABranchTellsNoMoreThanThePrintedNumber) {
    for (int few = 11; few < 30; ++few) {
        survey(few);
        const double exact = 100.0 * few / 60;
        const double printed = static_cast<double>(rounded(exact));
        for (double at : {exact - 0.01, exact + 0.01, printed - 0.6, printed + 0.6}) {
            const std::string branch =
                text(fmt::format("{{{{ if(percent(${{works}} = 'no') > {}, 'A', 'B') }}}}\n", at),
                     Edition::published);
            EXPECT_EQ(branch, printed > at ? "A\n" : "B\n") << few << ' ' << at;
        }
    }
}

}  // namespace
}  // namespace mtm
