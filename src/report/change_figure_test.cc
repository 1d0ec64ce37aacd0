// Changes in a narrative: what the sentence prints, what its basis says, and what is not said.
#include "report/change_figure.h"

#include <gtest/gtest.h>

#include "report/compose.h"
#include "report/html.h"
#include "report/test_survey.h"

namespace mtm {
namespace {

class ChangeInReport : public ::testing::Test {
protected:
    void SetUp() override {
        study_.file.previous = "../before";
        ComparedRound before{"Round 0", study_, {}};
        std::vector<std::string> rows;
        for (int i = 0; i < 40; ++i)  // 70% men; 39.5 years on average
            rows.push_back(std::string(i < 28 ? "male " : "female ") + std::to_string(20 + i) +
                           (i < 20 ? " yes construction income" : " no - income"));
        before.dataset = test_survey::dataset(study_, rows);
        previous_ = {"Round 0", {"before"}, before, {}, {}};
    }

    Document told(const std::string& text,
                  Edition edition,
                  bool with_round = true,
                  const std::string& language = "en") {
        const ReadNarrative read = read_narrative(text, "report.md");
        EXPECT_EQ(check_narrative(read.narrative, study_), Diagnostics{});
        DisclosureControl control(study_.file.threshold, edition);
        RoundChanges changes(study_,
                             dataset_,
                             previous_,
                             control,
                             DisclosureControl(study_.file.threshold, edition));
        Composed composed = compose(study_,
                                    dataset_,
                                    read.narrative,
                                    control,
                                    {.language = language,
                                     .areas_geojson = {},
                                     .changes = with_round ? &changes : nullptr});
        EXPECT_EQ(composed.diagnostics, Diagnostics{});
        return composed.document;
    }

    Study study_ = test_survey::study();
    Dataset dataset_ = test_survey::twenty(study_);
    PreviousRound previous_;
};

TEST_F(ChangeInReport, PrintsPointsAndUnitsWithBothRoundsBehindThem) {
    const Document document = told(
        "The share fell by {{ change(percent(${sex} = 'male'), 'Round 0') }}, the age by "
        "{{ round(change(mean(${age}), 'before'), 1) }} years, or "
        "{{ abs(change(percent(${sex} = 'male'), '')) }}.",
        Edition::published);
    EXPECT_EQ(document.figures[0].text, "−10\u00a0percentage points");
    EXPECT_EQ(document.figures[0].basis.substr(0, 68),
              "Now 60% of 20 interviews; Round 0: 70% of 40 interviews. Not tested:");
    EXPECT_EQ(document.figures[0].value, "");
    EXPECT_EQ(document.figures[0].base, 20U);
    EXPECT_EQ(document.figures[1].text, "−0.5");
    EXPECT_EQ(document.figures[2].text, "10\u00a0percentage points");
    const Document internal =
        told("By {{ change(percent(${sex} = 'male'), '') }}.", Edition::internal);
    EXPECT_EQ(internal.figures[0].value, "-10");
    EXPECT_NE(internal.figures[0].basis.find("exactly −10.00"), std::string::npos)
        << internal.figures[0].basis;
    const std::string page = html(document);
    EXPECT_NE(page.find("−10\u00a0percentage points"), std::string::npos);
    EXPECT_EQ(page.find("nan"), std::string::npos);
}

TEST_F(ChangeInReport, SaysThatItIsWithheldAndNothingElse) {
    study_.file.threshold = 10;
    previous_.interviews->study.file.threshold = 10;
    const Document document =
        told("By {{ change(percent(${sex} = 'female'), '') }}.", Edition::published);  // 8 now
    EXPECT_TRUE(document.figures[0].withheld);
    EXPECT_EQ(document.figures[0].text, "[withheld]");
    EXPECT_EQ(document.figures[0].basis.find("30%"), std::string::npos);
    EXPECT_FALSE(document.figures[0].base.has_value());
}

TEST_F(ChangeInReport, SaysWhyThereIsNoValueAndTheReportStands) {
    previous_ = {};
    previous_.missing = "the previous round is not at hand: there is no folder ../before";
    for (const bool with_round : {true, false}) {
        const Document document =
            told("By {{ change(percent(${sex} = 'male'), 'Round 0') }}, of {{ base(${sex}) }}.",
                 Edition::published,
                 with_round);
        EXPECT_EQ(document.figures[0].text, "[no comparison with the previous round]");
        EXPECT_NE(document.figures[0].basis.find("not at hand"), std::string::npos);
        EXPECT_EQ(document.figures[0].value, "");
        EXPECT_EQ(document.figures[1].text, "20");
    }
}

// Why nothing was tested is worded in English, for those who plan; a report says it in its own
// words.
TEST_F(ChangeInReport, SpeaksTheLanguageOfItsReport) {
    const auto basis = [this](const std::string& language) {
        return told(
                   "{{ change(percent(${sex} = 'male'), '') }}", Edition::published, true, language)
            .figures[0]
            .basis;
    };
    EXPECT_NE(basis("ru").find("проверить это нельзя."), std::string::npos) << basis("ru");
    for (const std::string language : {"ru", "kk", "uz"}) {
        for (const char* english : {"Not", "not", "chance", "sample", "selected", "the "})
            EXPECT_EQ(basis(language).find(english), std::string::npos) << basis(language);
    }
    previous_ = {};
    previous_.missing = "the previous round is not at hand: there is no folder ../before";
    EXPECT_EQ(basis("ru").find("folder"), std::string::npos) << basis("ru");
}

TEST_F(ChangeInReport, SaysThatAPrintedRoundIsPrinted) {
    previous_.interviews.reset();
    previous_.printed = published_figures({{"id", "variable", "category", "base", "pct"},
                                           {"P", "sex", "male", "all", "66"}},
                                          "before.csv")
                            .figures;
    const Document document =
        told("By {{ change(percent(${sex} = 'male'), 'before') }}.", Edition::published);
    EXPECT_EQ(document.figures[0].text, "−6\u00a0percentage points");
    EXPECT_NE(document.figures[0].basis.find("66% as it was printed"), std::string::npos)
        << document.figures[0].basis;
}

TEST_F(ChangeInReport, IsAMistakeWhereStudyTomlNamesNoRound) {
    study_.file.previous.clear();
    const ReadNarrative read =
        read_narrative("By {{ change(percent(${sex} = 'male'), '') }}.", "report.md");
    const Diagnostics found = check_narrative(read.narrative, study_);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "no-previous-round");
    EXPECT_EQ(found[0].place.row, 1);
    const ReadNarrative condition = read_narrative(
        "::: if percent(${sex} = 'male') > 5 and change(percent(${sex} = 'male'), '') > 0\n\n"
        "Text.\n\n:::\n",
        "report.md");
    const Diagnostics of_condition = check_narrative(condition.narrative, study_);
    ASSERT_EQ(of_condition.size(), 1U);
    EXPECT_EQ(of_condition[0].code, "no-previous-round");
}

TEST_F(ChangeInReport, SpelledOutItRestsOnTheSame) {
    const Document document = told(
        "It is {{ change(percent(${sex} = 'male'), '') }}, or "
        "{{ words(change(percent(${sex} = 'male'), '')) }}.",
        Edition::published);
    EXPECT_EQ(document.figures[1].basis, document.figures[0].basis);
    EXPECT_EQ(document.figures[1].basis.find("Not tested: ."), std::string::npos);
}

}  // namespace
}  // namespace mtm
