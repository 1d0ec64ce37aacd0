#include "report/translation_check.h"

#include <gtest/gtest.h>

#include "report/test_survey.h"

namespace mtm {
namespace {

using Strings = std::vector<std::string>;

Strings lacking(const Study& study,
                std::string_view original,
                std::string_view translated,
                const std::string& language = "ru") {
    const ReadNarrative first = read_narrative(original, "report.md");
    const ReadNarrative other = read_narrative(translated, "report." + language + ".md");
    EXPECT_EQ(first.diagnostics, Diagnostics{});
    EXPECT_EQ(other.diagnostics, Diagnostics{});
    Strings out;
    for (const Diagnostic& found :
         check_translation(study, first.narrative, other.narrative, language)) {
        EXPECT_EQ(found.severity, Severity::warning);
        EXPECT_FALSE(found.remedy.empty());
        const std::string sheet = found.place.sheet.empty() ? "" : "/" + found.place.sheet;
        out.push_back(found.place.file + sheet + ":" + std::to_string(found.place.row) + " " +
                      found.code);
    }
    return out;
}

/// Everything that the small survey says, in Russian as well.
Study translated_study() {
    Study study = test_survey::study();
    study.file.title.clear();
    study.file.round.clear();
    study.questionnaire_file = "form.xlsx";
    study.questionnaire.languages.push_back({"Russian (ru)", "ru"});
    const auto both = [](Translated& text) { text.by_language = {"a", "б"}; };
    for (Question& question : study.questionnaire.questions)
        both(question.label);
    for (ChoiceList& list : study.questionnaire.lists) {
        for (Choice& choice : list.choices)
            both(choice.label);
    }
    for (BaseWording& base : study.plan.bases)
        both(base.wording);
    for (DerivedVariable& derived : study.plan.derived) {
        for (DerivedCategory& category : derived.categories)
            both(category.label);
    }
    return study;
}

const Strings only_unreviewed{"report.ru.md:1 unreviewed-report-language"};

constexpr std::string_view original =
    "# Work\n\n{{ percent(${works} = 'yes') }} work.\n\n::: table works\n\n# Age\n\nThe mean is {{ "
    "mean(${age}) }}.\n\n# Method\n\nWe asked.\n";

TEST(CheckTranslation, FindsNothingWhereEverythingIsThere) {
    EXPECT_EQ(lacking(translated_study(),
                      original,
                      "# Работа\n\n::: table works\n\nРаботают {{ form(percent(${works} = 'yes'), "
                      "'genitive') }}.\n\n# Возраст\n\n::: if mean(${age}) > 1\n{{ mean(${age}) "
                      "}}\n:::\n\n# Метод {#method}\n\nМы спросили.\n"),
              only_unreviewed);
}

TEST(CheckTranslation, NamesSectionsTablesAndFiguresAtTheirPlaces) {
    EXPECT_EQ(lacking(translated_study(),
                      original,
                      "# Работа\n\nРаботают {{ percent(${works} = 'yes') }}.\n"),
              (Strings{"report.ru.md:1 unreviewed-report-language",
                       "report.md:5 untranslated-table",
                       "report.md:7 untranslated-section",
                       "report.md:11 untranslated-section"}));
    EXPECT_EQ(
        lacking(translated_study(),
                "# A\n\n{{ count(${sex} = 'male') }} {{ mean(${age}) }}\n",
                "# A\n\n{{ mean(${age}) }}\n"),
        (Strings{"report.ru.md:1 unreviewed-report-language", "report.md:3 untranslated-figure"}));
}

TEST(CheckTranslation, NamesColumnsOfTheSheets) {
    Study study = translated_study();
    study.questionnaire.questions[1].label.by_language = {"Age", ""};
    study.questionnaire.questions[1].row = 7;
    study.plan.bases[0].wording.by_language.resize(1);
    TableSpec table;
    table.name = table.question = "sex";
    table.row = 3;
    table.title.by_language = {"Sex", ""};
    table.note.by_language = {"Note", ""};
    study.plan.tables.push_back(table);
    EXPECT_EQ(lacking(study, "a\n", "б\n"),
              (Strings{"report.ru.md:1 unreviewed-report-language",
                       "form.xlsx/tables:3 untranslated-plan",
                       "form.xlsx/tables:3 untranslated-plan",
                       "form.xlsx/bases:2 untranslated-plan",
                       "form.xlsx/survey:7 untranslated-plan"}));
}

// The form's own language may be another than that of the report.
TEST(CheckTranslation, NamesWhatTheFirstLanguageLacks) {
    Study study = translated_study();
    study.questionnaire.languages[1] = {"Uzbek (uz)", "uz"};
    study.questionnaire.questions[1].label.by_language = {"Age", ""};
    study.questionnaire.questions[1].row = 7;
    study.plan.bases[0].wording.by_language.resize(1);
    const Narrative narrative = read_narrative("a\n", "report.md").narrative;
    Strings found;
    for (const Diagnostic& each : check_first_language(study, narrative, "uz")) {
        EXPECT_EQ(each.severity, Severity::warning);
        found.push_back(each.place.file + " " + each.place.sheet + " " + each.code);
    }
    EXPECT_EQ(found,
              (Strings{"report.md  unreviewed-report-language",
                       "form.xlsx bases untranslated-plan",
                       "form.xlsx survey untranslated-plan"}));
    EXPECT_EQ(check_first_language(study, narrative, "en"), Diagnostics{});
    EXPECT_EQ(check_first_language(study, narrative, "kk").size(), 1U);
}

TEST(CheckTranslation, NamesATableThatIsDrawnOtherwise) {
    EXPECT_EQ(lacking(translated_study(),
                      "# A\n\n::: table sex chart=stacked\n\n::: table sex top=2\n",
                      "# A\n\n::: table sex top=2\n\n::: table sex chart=\"stacked\"\n"),
              only_unreviewed);
    EXPECT_EQ(
        lacking(
            translated_study(), "# A\n\n::: table sex chart=diverging\n", "# A\n\n::: table sex\n"),
        (Strings{"report.ru.md:1 unreviewed-report-language", "report.ru.md:3 different-table"}));
    EXPECT_EQ(lacking(translated_study(),
                      "# A\n\n::: table sex where=\"${age} >= 18\"\n",
                      "# A\n\n::: table sex where=\"${age}>=18\" title=\"Пол\"\n"),
              only_unreviewed);
}

TEST(CheckTranslation, NamesWhatStandsUnderMaps) {
    Study study = translated_study();
    study.file.areas.credit = "Boundaries: A";
    EXPECT_EQ(lacking(study, "a\n", "б\n"),
              (Strings{"report.ru.md:1 unreviewed-report-language",
                       "report.ru.md:1 untranslated-cover"}));
    EXPECT_EQ(lacking(study, "a\n", "::: cover\n- areas_credit: Границы: А\n:::\n\nб\n"),
              only_unreviewed);
}

TEST(CheckTranslation, NamesTextsOfTheCoverAndLanguagesWithoutWords) {
    Study study = translated_study();
    study.file.title = "Title";
    EXPECT_EQ(lacking(study, "a\n", "б\n"),
              (Strings{"report.ru.md:1 unreviewed-report-language",
                       "report.ru.md:1 untranslated-cover"}));
    EXPECT_EQ(lacking(study, "a\n", "::: cover\n- title: Название\n:::\n\nб\n"), only_unreviewed);
    EXPECT_EQ(lacking(study, "a\n", "::: cover\n- title: x\n:::\n\nb\n", "fr"),
              (Strings{"report.fr.md:1 unknown-report-language",
                       "form.xlsx/survey:1 language-not-in-form"}));
    EXPECT_EQ(lacking(study, "a\n", "::: cover\n- title: x\n:::\n\nb\n", "tg"),
              (Strings{"report.tg.md:1 partial-report-language",
                       "form.xlsx/survey:1 language-not-in-form"}));
}

}  // namespace
}  // namespace mtm
