#include "draft/draft.h"

#include <array>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "claims/claims.h"
#include "draft/draft_patterns.h"
#include "expression/parse.h"
#include "report/compose.h"
#include "report/markdown.h"
#include "report/test_survey.h"

namespace mtm {
namespace {

using test_survey::add_list;
using test_survey::question;

constexpr int topics = 12;

/// Sex, one of four areas, and twelve questions q0 to q11 of two to four answers in three sections;
/// q11 is asked of those who said a to q0.
Study survey() {
    Study out;
    Questionnaire& form = out.questionnaire;
    form.form_id = "drafted";
    form.languages = {{"English (en)", "en"}};
    form.questions = {
        question("sex", QuestionType::select_one, "Sex", add_list(form, "sex", {"male", "female"})),
        question("area",
                 QuestionType::select_one,
                 "Area",
                 add_list(form, "area", {"north", "south", "east", "west"}))};
    const std::array<std::vector<std::string>, 3> lists{
        std::vector<std::string>{"agree", "disagree"},
        {"bread", "rice", "meat"},
        {"house", "flat", "tent", "car"}};
    for (int q = 0; q < topics; ++q) {
        const std::string name = "q" + std::to_string(q);
        form.questions.push_back(question(
            name,
            QuestionType::select_one,
            "What about topic " + std::string(1, static_cast<char>('A' + q)) + "?",
            add_list(form, "list" + std::to_string(q), lists[static_cast<std::size_t>(q % 3)])));
        TableSpec table;
        table.name = table.question = name;
        table.section = "s" + std::to_string(q / 4);
        out.plan.tables.push_back(table);
    }
    form.questions.back().relevant = *parse("${q0} = 'agree'").expression;
    for (const char* section : {"s0", "s1", "s2"})
        out.plan.sections.push_back(
            {section,
             test_survey::english("Section " +
                                  std::string(1, static_cast<char>(section[1] - '0' + 'A')))});
    out.file.title = "Drafted";
    out.file.languages = {"en"};
    out.file.threshold = 10;
    out.file.fieldwork.group = "sex";
    out.file.fieldwork.area = "area";
    return out;
}

/// `people` who answer by chance, but for what is planted: women say the first answer to q1 and the
/// last to q5 more often, people in the west the first to q8.
Dataset with_planted(const Study& study, int people, unsigned seed) {
    std::mt19937 random(seed);
    const auto chance = [&] { return static_cast<double>(random() % 10000) / 10000; };
    std::vector<Interview> interviews;
    for (int i = 0; i < people; ++i) {
        Interview interview;
        interview.instance_id = "uuid:" + std::to_string(i);
        interview.form_id = "drafted";
        const int sex = chance() < 0.4 ? 1 : 0;
        const int area = static_cast<int>(random() % 4);
        const auto answer = [&](int question, int choice) {
            const auto& choices = study.questionnaire.choices_of(question).choices;
            interview.answers.push_back(
                {question, {}, choices[static_cast<std::size_t>(choice)].name});
        };
        answer(0, sex);
        answer(1, area);
        bool asked_last = true;
        for (int q = 0; q < topics; ++q) {
            const int choices =
                static_cast<int>(study.questionnaire.choices_of(q + 2).choices.size());
            double first = 0.3 + 0.05 * (q % 7);
            if (q == 1 && sex == 1) first += 0.3;
            if (q == 8 && area == 3) first += 0.3;
            int choice = chance() < first ? 0 : 1 + static_cast<int>(random()) % (choices - 1);
            if (choice < 0) choice = 1;
            if (q == 5 && sex == 1 && chance() < 0.3) choice = choices - 1;
            if (q == 0) asked_last = choice == 0;
            if (q < topics - 1 || asked_last) answer(q + 2, choice);
        }
        interviews.push_back(std::move(interview));
    }
    return assemble(study, interviews).dataset;
}

struct Composition {
    DraftedReport draft;
    Composed composed;
    Diagnostics claims;
};

Composition composed(const Study& study,
                     const Dataset& dataset,
                     const std::string& language = "en") {
    Composition out;
    DisclosureControl control(study.file.threshold, Edition::published);
    out.draft = draft_report(study, dataset, control, language);
    const ReadNarrative read = read_narrative(out.draft.text, "report.md");
    EXPECT_TRUE(read.diagnostics.empty()) << print(read.diagnostics.front()) << out.draft.text;
    EXPECT_TRUE(check_narrative(read.narrative, study, language).empty());
    out.composed = compose(
        study, dataset, read.narrative, control, {.language = language, .areas_geojson = {}});
    out.claims = check_claims(study, dataset, out.composed.document, "report.md");
    return out;
}

/// The questions of which the draft says that groups differ, by grouping.
std::set<std::pair<std::string, std::string>> differences_in(const std::string& text) {
    std::set<std::pair<std::string, std::string>> out;
    for (int q = 0; q < topics; ++q) {
        const std::string name = "q" + std::to_string(q);
        for (const char* by : {"sex", "area"}) {
            for (const auto& choice :
                 {"agree", "disagree", "bread", "rice", "meat", "house", "flat", "tent", "car"}) {
                const std::string figure =
                    "percent(${" + name + "} = '" + choice + "', ${" + by + "} = ";
                if (text.find(figure) != std::string::npos) out.insert({name, by});
            }
        }
    }
    return out;
}

TEST(Draft, NamesEveryPlantedDifferenceAndNoneThatIsChance) {
    const Study study = survey();
    const std::set<std::pair<std::string, std::string>> planted{
        {"q1", "sex"}, {"q5", "sex"}, {"q8", "area"}};
    for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
        const Dataset dataset = with_planted(study, 1200, seed);
        EXPECT_EQ(differences_in(composed(study, dataset).draft.text), planted) << seed;
    }
}

// In the round before half as many said the first answer to q4; all else is chance, of which one
// report in twenty may tell something.
TEST(Draft, TellsWhatChangedSinceTheRoundBeforeAndNothingThatChanceGivesOften) {
    Study study = survey();
    study.file.previous = "../before";
    std::size_t by_chance = 0;
    for (unsigned seed = 11; seed <= 50; ++seed) {
        const Dataset now = with_planted(study, 1200, seed);
        ComparedRound before{"Round 0", study, with_planted(study, 1200, seed + 100)};
        Level& level = before.dataset.levels[0];
        for (Column& column : level.columns) {
            if (column.name != "q4") continue;
            for (std::size_t r = 0; r < column.codes.size(); r += 2)
                column.codes[r] = column.codes[r] == 0 ? 1 : column.codes[r];
        }
        const PreviousRound previous{"Round 0", {}, before, {}, {}};
        DisclosureControl control(study.file.threshold, Edition::published);
        RoundChanges changes(study,
                             now,
                             previous,
                             control,
                             DisclosureControl(study.file.threshold, Edition::published));
        const std::string text = draft_report(study, now, control, "en", &changes).text;
        EXPECT_NE(text.find("{{ changed(percent(${q4} = 'bread'), '') }}"), std::string::npos)
            << seed;
        std::size_t told = 0;
        for (std::size_t at = text.find("changed("); at != std::string::npos;
             at = text.find("changed(", at + 1))
            ++told;
        by_chance += told - 1;
        const ReadNarrative read = read_narrative(text, "report.md");
        EXPECT_TRUE(check_narrative(read.narrative, study).empty());
    }
    EXPECT_LE(by_chance, 5U);  // two are expected of forty
}

TEST(Draft, ReadsAsANarrativeWithoutAMistakeOrAFalseClaim) {
    const Study study = survey();
    const Dataset dataset = with_planted(study, 1200, 7);
    for (const char* language : {"en", "ru", "kk", "uz"}) {
        const Composition made = composed(study, dataset, language);
        EXPECT_TRUE(made.composed.diagnostics.empty());
        EXPECT_TRUE(made.claims.empty()) << print(made.claims.front()) << made.draft.text;
        // Every table of the plan has its place.
        EXPECT_EQ(made.composed.document.exhibits.size(), study.plan.tables.size());
    }
}

TEST(Draft, UsesNoPatternMoreThanThreeTimes) {
    const Study study = survey();
    const Composition made = composed(study, with_planted(study, 1200, 8));
    std::map<std::string, int> uses;
    for (const std::string& pattern : made.draft.patterns)
        ++uses[pattern];
    EXPECT_GE(made.draft.patterns.size(), static_cast<std::size_t>(topics));
    for (const auto& [pattern, times] : uses)
        EXPECT_LE(times, most_uses_of_a_pattern) << pattern;
}

TEST(Draft, SaysNothingOfWhatIsWithheld) {
    const Study study = survey();
    const Composition made = composed(study, with_planted(study, 40, 9));
    for (const PrintedFigure& figure : made.composed.document.figures)
        EXPECT_FALSE(figure.withheld) << figure.expression;
}

TEST(Draft, IsTheSameEachTime) {
    const Study study = survey();
    const Dataset dataset = with_planted(study, 300, 10);
    EXPECT_EQ(composed(study, dataset).draft.text, composed(study, dataset).draft.text);
}

const std::vector<const DraftPatterns*> all_drafts{
    &english_draft(), &russian_draft(), &kazakh_draft(), &uzbek_draft()};

/// The names in braces of a pattern, without the cases of figures.
std::multiset<std::string> slots_in(std::string_view pattern) {
    std::multiset<std::string> out;
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
         at = pattern.find('{', at + 1)) {
        std::string slot(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
        if (slot.ends_with(".p")) slot.resize(slot.size() - 2);
        out.insert(slot);
    }
    return out;
}

TEST(Draft, EveryPatternCanBeFilledIn) {
    const std::set<std::string> known{"q",  "a",  "b",     "c",      "fa",   "fb",     "fc", "of",
                                      "r",  "n",  "share", "people", "mean", "median", "g",  "h",
                                      "fg", "fh", "by",    "change", "mg",   "mh"};
    for (const DraftPatterns* words : all_drafts) {
        std::set<std::string_view> seen;
        for (int shape = 0; shape < draft_shapes; ++shape) {
            const auto& patterns = words->of(static_cast<DraftShape>(shape));
            EXPECT_GE(patterns.size(), 3U);
            for (std::string_view pattern : patterns) {
                EXPECT_TRUE(seen.insert(pattern).second) << pattern;
                for (const std::string& slot : slots_in(pattern))
                    EXPECT_TRUE(known.contains(slot)) << pattern;
            }
        }
    }
}

// Drafts of one study tell the same figures in all its languages, so that none is untranslated.
TEST(Draft, PatternsOfOnePlaceTellTheSameInEveryLanguage) {
    for (const DraftPatterns* words : all_drafts) {
        for (int shape = 0; shape < draft_shapes; ++shape) {
            const auto& english = english_draft().of(static_cast<DraftShape>(shape));
            const auto& patterns = words->of(static_cast<DraftShape>(shape));
            ASSERT_EQ(patterns.size(), english.size()) << words->language << " " << shape;
            for (std::size_t i = 0; i < patterns.size(); ++i) {
                auto said = slots_in(patterns[i]);
                auto wanted = slots_in(english[i]);
                for (const char* words_alone : {"of", "q", "r"}) {
                    said.erase(words_alone);
                    wanted.erase(words_alone);
                }
                EXPECT_EQ(said, wanted) << patterns[i];
            }
        }
    }
}

// Who was asked need not have answered.
TEST(Draft, OfWhoWasAskedNoSentenceSaysThatTheyAnswered) {
    for (const DraftPatterns* words : all_drafts) {
        for (const std::string_view pattern : words->asked) {
            for (const char* answered : {" answered", "отвечал", "ответил", "жауап бер", "javob b"})
                EXPECT_EQ(pattern.find(answered), std::string_view::npos) << pattern;
        }
    }
}

// A clause in the middle of a sentence would need a comma behind it too.
TEST(Draft, OfWhomItIsIsToldWithoutAClause) {
    const DraftPatterns& words = russian_draft();
    for (const std::string_view of :
         {words.of_everyone, words.of_asked, words.of_entries, words.of_asked_entries})
        EXPECT_EQ(of.find(','), std::string_view::npos) << of;
}

TEST(Draft, LanguagesWithoutPatternsAreRefused) {
    for (const char* language : {"en", "ru", "kk", "uz", "uz-Latn", "ru_KZ"})
        EXPECT_TRUE(drafts_in(language)) << language;
    for (const char* language : {"tg", "fr", ""})
        EXPECT_FALSE(drafts_in(language)) << language;
}

/// What is told of a survey with this question more, answered so by each of sixty people, in a
/// table of the plan.
std::string told_of(Question added, const std::vector<std::string>& answers) {
    Study study = survey();
    study.questionnaire.questions.push_back(std::move(added));
    const int index = static_cast<int>(study.questionnaire.questions.size()) - 1;
    TableSpec table;
    table.name = table.question = study.questionnaire.questions.back().name;
    table.section = "s3";
    study.plan.tables = {table, table};
    study.plan.tables[1].name = "again";
    study.plan.tables[1].by = {"sex"};
    std::vector<Interview> interviews;
    for (int i = 0; i < 60; ++i) {
        Interview interview;
        interview.instance_id = "uuid:" + std::to_string(i);
        interview.form_id = "drafted";
        interview.answers.push_back({0, {}, i % 3 == 0 ? "female" : "male"});
        interview.answers.push_back(
            {index, {}, answers[static_cast<std::size_t>(i) % answers.size()]});
        interviews.push_back(std::move(interview));
    }
    return composed(study, assemble(study, interviews).dataset).draft.text;
}

int count(const std::string& text, const std::string& part) {
    int out = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++out;
    return out;
}

TEST(Draft, TellsAFactOnceHoweverManyTablesShowIt) {
    const std::string text =
        told_of(question("years", QuestionType::integer, "How many years?"), {"3", "4", "9"});
    EXPECT_EQ(count(text, "::: table "), 2);
    const std::string told =
        told_of(question("water", QuestionType::select_one, "Do you have water?", 2),
                {"agree", "agree", "disagree"});
    EXPECT_EQ(count(told, "::: table "), 2);
    // Among the key findings, and in its section.
    EXPECT_EQ(count(told, "percent(${water} = 'agree') }}"), 2) << told;
}

TEST(Draft, LeavesOutWhoAskedAndWhetherPeopleAgreed) {
    for (const char* name : {"enumerator_id", "enum_gender", "consent", "cluster_id"}) {
        const std::string text =
            told_of(question(name, QuestionType::select_one, "Who?", 2), {"agree", "disagree"});
        EXPECT_EQ(text.find(name), std::string::npos) << text;
    }
}

TEST(Draft, SentencesBeginWithACapitalLetter) {
    const Study study = survey();
    for (const char* language : {"en", "ru", "kk", "uz"}) {
        const std::string text = composed(study, with_planted(study, 1200, 3), language).draft.text;
        for (std::size_t at = text.find(". "); at != std::string::npos;
             at = text.find(". ", at + 1))
            EXPECT_FALSE(text[at + 2] >= 'a' && text[at + 2] <= 'z')
                << language << ": " << text.substr(at, 40);
    }
}

/// A survey of one more number, `income`, in a table of means. Women earn `less` than men, by
/// chance give or take as much as 100.
Study survey_of_incomes() {
    Study out = survey();
    out.questionnaire.questions.push_back(
        question("income", QuestionType::integer, "How much do you earn?"));
    TableSpec table;
    table.name = table.question = "income";
    table.statistic = Statistic::mean;
    table.section = "s3";
    out.plan.tables = {table};
    return out;
}

Dataset incomes(const Study& study, int less, unsigned seed) {
    std::mt19937 random(seed);
    const int income = study.questionnaire.find("income");
    std::vector<Interview> interviews;
    for (int i = 0; i < 600; ++i) {
        Interview interview;
        interview.instance_id = "uuid:" + std::to_string(i);
        interview.form_id = "drafted";
        const bool woman = random() % 5 < 2;
        const int about = static_cast<int>(random() % 201) - 100;
        interview.answers = {{0, {}, woman ? "female" : "male"},
                             {1, {}, random() % 2 == 0 ? "north" : "south"},
                             {income, {}, std::to_string(800 - (woman ? less : 0) + about)}};
        interviews.push_back(std::move(interview));
    }
    return assemble(study, interviews).dataset;
}

TEST(Draft, TellsWhichGroupsDifferInTheirMeans) {
    const Study study = survey_of_incomes();
    for (const char* language : {"en", "ru", "kk", "uz"}) {
        const Composition made = composed(study, incomes(study, 300, 1), language);
        const std::string& text = made.draft.text;
        EXPECT_EQ(count(text, "mean(${income}, ${sex} = 'male')"), 1) << text;
        EXPECT_EQ(count(text, "mean(${income}, ${sex} = 'female')"), 1) << text;
        EXPECT_EQ(count(text, "mean(${income}, ${area}"), 0) << text;
        EXPECT_TRUE(made.composed.diagnostics.empty());
        EXPECT_TRUE(made.claims.empty()) << print(made.claims.front());
    }
    int told = 0;
    for (unsigned seed = 1; seed <= 40; ++seed)
        told += count(composed(study, incomes(study, 0, seed)).draft.text, "mean(${income}, ");
    EXPECT_LE(told, 2 * 5);  // two figures a sentence, two of forty families by chance
}

// Whether groups stand in one banner or side by side, and in whichever order.
TEST(Draft, TellsDifferencesOfBannersInAnyOrder) {
    Study study = survey();
    study.file.fieldwork = {};
    const Dataset dataset = with_planted(study, 1200, 1);
    for (const bool sex_first : {true, false}) {
        for (TableSpec& table : study.plan.tables) {
            table.banners = {{.levels = {"sex"}}, {.levels = {"area"}}};
            if (!sex_first) std::swap(table.banners[0], table.banners[1]);
            table.by = table.banners[0].levels;
        }
        const Composition made = composed(study, dataset);
        EXPECT_EQ(differences_in(made.draft.text),
                  (std::set<std::pair<std::string, std::string>>{
                      {"q1", "sex"}, {"q5", "sex"}, {"q8", "area"}}));
        EXPECT_EQ(count(made.draft.text, "::: table "), topics);
    }
}

// In a table of percentages of the row everyone is 100 per cent of each answer.
TEST(Draft, LeadsWithTheSameAnswerWhateverATablesPercentagesAreOf) {
    const auto told = [](PercentOf of) {
        Study study = survey();
        for (TableSpec& table : study.plan.tables) {
            table.by = {"sex"};
            table.percent_of = of;
        }
        return composed(study, with_planted(study, 1200, 1)).draft.text;
    };
    const std::string usual = told(PercentOf::column);
    EXPECT_EQ(told(PercentOf::row), usual);
    EXPECT_EQ(told(PercentOf::total), usual);
}

TEST(Draft, LeavesOutWhatNobodyWasAsked) {
    Study study = survey();
    study.questionnaire.questions.back().relevant = *parse("${q0} = 'nothing'").expression;
    study.plan.tables.back().section = "s3";
    study.plan.sections.push_back({"s3", test_survey::english("Of nobody")});
    Dataset dataset = with_planted(study, 300, 1);
    const std::string text = composed(study, dataset).draft.text;
    EXPECT_EQ(text.find("q11"), std::string::npos) << text;
    EXPECT_EQ(text.find("Of nobody"), std::string::npos) << text;
}

TEST(Draft, TablesWithoutASectionDoNotStandAmongTheKeyFindings) {
    Study study = survey();
    study.plan.sections.clear();
    for (TableSpec& table : study.plan.tables)
        table.section.clear();
    const std::string text = composed(study, with_planted(study, 1200, 1)).draft.text;
    EXPECT_EQ(count(text, "\n# Answers\n"), 1) << text;
    EXPECT_LT(text.find("\n# Answers\n"), text.find("::: table "));
}

TEST(Draft, SectionsOfOneTitleStandTogether) {
    Study study = survey();
    study.plan.sections[2].title = study.plan.sections[0].title;
    const std::string text = composed(study, with_planted(study, 300, 1)).draft.text;
    EXPECT_EQ(count(text, "# " + study.plan.sections[0].title.in(0) + "\n"), 1) << text;
    EXPECT_EQ(count(text, "::: table "), topics);
    EXPECT_LT(text.find("::: table q8"), text.find("::: table q4"));
}

TEST(Draft, TellsEntriesOfARepeatAsEntries) {
    Study study = survey();
    Questionnaire& form = study.questionnaire;
    Group repeat;
    repeat.name = "members";
    repeat.label = test_survey::english("Members of the household");
    repeat.repeat = true;
    repeat.first = static_cast<int>(form.questions.size());
    repeat.end = repeat.first + 2;
    form.groups = {repeat};
    const int yes_no = add_list(form, "member_yes_no", {"yes", "no"});
    form.questions.push_back(question("school", QuestionType::select_one, "At school?", yes_no));
    form.questions.push_back(
        question("grade", QuestionType::select_one, "In a high grade?", yes_no));
    form.questions[form.questions.size() - 2].group = 0;
    form.questions.back().group = 0;
    form.questions.back().relevant = *parse("${school} = 'yes'").expression;
    study.plan.tables.clear();
    for (const char* name : {"sex", "school", "grade"}) {
        TableSpec table;
        table.name = table.question = name;
        study.plan.tables.push_back(table);
    }
    std::vector<Interview> interviews;
    for (int i = 0; i < 60; ++i) {
        Interview interview;
        interview.instance_id = "uuid:" + std::to_string(i);
        interview.form_id = "drafted";
        interview.answers.push_back({0, {}, i % 3 == 0 ? "female" : "male"});
        for (int member = 1; member <= 3; ++member) {
            const bool learns = (i + member) % 2 == 0;
            interview.answers.push_back({repeat.first, {member}, learns ? "yes" : "no"});
            if (learns)
                interview.answers.push_back(
                    {repeat.first + 1, {member}, i % 4 == 0 ? "yes" : "no"});
        }
        interviews.push_back(std::move(interview));
    }
    const Dataset dataset = assemble(study, interviews).dataset;
    for (const char* language : {"en", "ru", "kk", "uz"}) {
        const Composition made = composed(study, dataset, language);
        EXPECT_EQ(count(made.draft.text, "Members of the household"), 3) << made.draft.text;
        EXPECT_EQ(made.draft.text.find("plural(base(${grade})"), std::string::npos);
        EXPECT_TRUE(made.claims.empty()) << print(made.claims.front());
    }
    const std::string text = composed(study, dataset).draft.text;
    EXPECT_NE(text.find("was asked for {{ base(${grade}) }} entries of “Members of the household”, "
                        "{{ share(asked(${grade})) }} of them."),
              std::string::npos)
        << text;
    EXPECT_GT(text.find("(${school}"), text.find("::: table sex")) << "a key finding: " << text;
}

}  // namespace
}  // namespace mtm
