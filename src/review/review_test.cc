#include "review/review.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "review/changes.h"
#include "review/form_texts.h"
#include "review/personal_data.h"
#include "review/refusals.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"

namespace mtm {
namespace {

Questionnaire form_of(std::string_view text) {
    return form_from_text(text).questionnaire;
}

// "code@sheet row" of each finding of one code, or of all.
std::string found_in(const Diagnostics& diagnostics, std::string_view code = {}) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (!code.empty() && diagnostic.code != code) continue;
        out += (code.empty() ? diagnostic.code + "@" : std::string()) + diagnostic.place.sheet +
               std::to_string(diagnostic.place.row) + " ";
    }
    return out;
}

std::string review_of(std::string_view text, std::string_view code = {}) {
    return found_in(review(form_of(text), "form.xlsx"), code);
}

TEST(Review, SaysNothingOfAGoodForm) {
    EXPECT_EQ(review_of(R"(
        survey
        | type              | name    | label                       | required | relevant           |
        | select_one yn     | consent | Do you agree to take part?  | yes      |                    |
        | select_one status | status  | What do you do?             | yes      | ${consent} = 'yes' |
        | integer           | age     | How old are you?            | yes      | ${consent} = 'yes' |
        choices
        | list_name | name    | label                     |
        | yn        | yes     | Yes                       |
        | yn        | no      | No                        |
        | status    | works   | Work                      |
        | status    | studies | Study                     |
        | status    | silent  | I do not want to answer   |
    )"),
              "");
}

TEST(Review, FindsNamesThatLackTheirBraces) {
    const Diagnostics found = review(form_of(R"(
        survey
        | type          | name | label            | required | relevant          | constraint        | calculation                      | choice_filter |
        | integer       | age  | How old are you? | T        |                   | . > 17            |                                  |               |
        | text          | job  | What is your job? | T       | age > 17          |                   |                                  |               |
        | text          | town | Which town?      | yes      | ${job} = farmer   | . != ../job       |                                  |               |
        | select_one yn | own  | Is it yours?     |          | ${job} = 'farmer' |                   |                                  | k = ${town}   |
        | calculate     | c    |                  |          |                   |                   | instance('yn')/root/item[k = 'x']/label |        |
        choices
        | list_name | name | label                   | k |
        | yn        | yes  | Yes                     | a |
        | yn        | no   | No                      | a |
        | yn        | pnta | I prefer not to answer  | a |
    )"),
                                     "form.xlsx");
    EXPECT_EQ(found_in(found, "name-without-braces"), "survey2 survey3 survey4 ");
    const auto text_of = [&found](int row) {
        const auto at = std::ranges::find_if(found, [row](const Diagnostic& d) {
            return d.code == "name-without-braces" && d.place.row == row;
        });
        return at == found.end() ? std::string() : at->message + " " + at->remedy;
    };
    EXPECT_NE(text_of(2).find("T stands on its own (rows 2–3)"), std::string::npos);
    EXPECT_NE(text_of(3).find("Write ${age}"), std::string::npos);
    EXPECT_NE(text_of(4).find("write 'farmer'"), std::string::npos);
}

TEST(Review, AllItsCodesCanBeSwitchedOff) {
    const std::vector<std::string> known = review_codes();
    EXPECT_EQ(std::set<std::string>(known.begin(), known.end()).size(), known.size());
}

TEST(Review, FindsTranslationsThatAreMissingOrLeftInAnotherLanguage) {
    const Diagnostics found = review(form_of(R"(
        survey
        | type    | name | label::English (en)     | label::Русский (ru)     | hint::English (en) |
        | text    | a    | What is your job?       |                         | In your own words  |
        | text    | b    | Where do you live now?  | Where do you live now?  |                    |
        | text    | c    | WhatsApp                | WhatsApp                |                    |
        | text    | d    | How are you?            | Как вы поживаете?       |                    |
        | integer | e    | 18–24                   | 18–24                   |                    |
    )"),
                                     "form.xlsx");
    EXPECT_EQ(found_in(found, "missing-translation"), "survey2 survey2 ");
    EXPECT_EQ(found_in(found, "untranslated-text"), "survey3 ");
    for (const Diagnostic& diagnostic : found) {
        if (diagnostic.code == "untranslated-text") {
            EXPECT_EQ(diagnostic.place.column, "label::Русский (ru)");
        }
    }
}

TEST(Review, ManyMissingTranslationsAreOneFinding) {
    std::string form = "survey\n| type | name | label::English (en) | label::Français (fr) |\n";
    for (int i = 0; i < 30; ++i)
        form += "| text | q" + std::to_string(i) + " | How do you do? | |\n";
    form += "| text | last | Where do you live? | Où habitez-vous ? |\n";
    const Diagnostics found = review(form_of(form), "form.xlsx");
    ASSERT_EQ(found_in(found, "missing-translation"), "survey2 ");
    const auto at = std::ranges::find(found, std::string("missing-translation"), &Diagnostic::code);
    EXPECT_NE(at->message.find("30 cells"), std::string::npos);
    EXPECT_NE(at->message.find("rows 2–31"), std::string::npos);
}

// The answer to a question that was not asked, or may be left blank, leaves a hole in the text.
TEST(Review, FindsInsertsThatCanBeEmpty) {
    EXPECT_EQ(review_of(R"(
        survey
        | type        | name   | label                  | required | relevant       |
        | integer     | kids   | How many?              | yes      |                |
        | text        | oldest | Name of the oldest     | yes      | ${kids} > 0    |
        | text        | town   | Town                   |          |                |
        | note        | n1     | Tell me of ${oldest}   |          |                |
        | note        | n2     | Tell me of ${oldest}   |          | ${kids} > 0    |
        | note        | n3     | Tell me of ${oldest}   |          | ${oldest} != '' |
        | note        | n4     | So you live in ${town} |          |                |
        | note        | n5     | You have ${kids}       |          |                |
        | begin group | g      | G                      |          | ${kids} > 0 and true() |
        | note        | n6     | Tell me of ${oldest}   |          |                |
        | end group   |        |                        |          |                |
    )",
                        "insert-may-be-empty"),
              "survey5 survey8 ");
}

TEST(Review, FindsPersonalDataThatIsNotMarked) {
    EXPECT_EQ(review_of(R"(
        survey
        | type            | name            | label                       | disclosure |
        | text            | q1              | What is your phone number?  |            |
        | text            | resp_phone      | Contact                     | identifier |
        | text            | village         | Name of the village         |            |
        | text            | q4              | Укажите ваш номер телефона  |            |
        | geopoint        | place           | Where are we?               |            |
        | select_one_from | x               |                             |            |
        | text            | respondentName  | Who is it?                  |            |
        | integer         | children        | How many children?          |            |
        | date            | dob             | When were they born?        |            |
        | text            | opinion         | What do you think of phones? |           |
    )",
                        "personal-data"),
              "survey2 survey5 survey6 survey8 survey10 ");
}

TEST(Review, PersonalDataWaitForConsent) {
    EXPECT_EQ(review_of(R"(
        survey
        | type          | name    | label              | relevant        | disclosure |
        | geopoint      | place   | Where are we?      |                 | identifier |
        | select_one yn | consent | Do you agree?      |                 |            |
        | text          | phone   | Your phone number  | ${consent} = 'y' | identifier |
        choices
        | list_name | name | label |
        | yn        | y    | Yes   |
        | yn        | n    | No    |
    )",
                        "asked-before-consent"),
              "survey2 ");
}

TEST(Review, ConsentIsAskedAndHasAnEffect) {
    constexpr const char* choices = R"(
        choices
        | list_name | name | label |
        | yn        | y    | Yes   |
        | yn        | n    | No    |)";
    EXPECT_EQ(review_of("survey\n| type | name | label |\n| text | a | A |\n"),
              "no-consent-asked@survey0 ");
    EXPECT_EQ(review_of(std::string(R"(
        survey
        | type          | name | label                             |
        | select_one yn | q1   | Acceptez-vous de participer ?     |
        | text          | a    | A                                 |)") +
                            choices,
                        "consent-without-effect"),
              "survey2 ");
    EXPECT_EQ(review_of(std::string(R"(
        survey
        | type          | name | label                             | relevant     |
        | select_one yn | q1   | Acceptez-vous de participer ?     |              |
        | text          | a    | A                                 | ${q1} = 'y'  |)") +
                        choices),
              "");
}

TEST(Review, FindsWhatIsNeverAsked) {
    EXPECT_EQ(review_of(R"(
        survey
        | type               | name   | label    | relevant                                        | constraint |
        | select_one yn      | works  | Works?   |                                                 |            |
        | integer            | age    | Age      |                                                 | . >= 18    |
        | select_multiple s  | why    | Why      | ${works} = 'y'                                  |            |
        | text               | both   | Both     | ${works} = 'y' and ${works} = 'n'               |            |
        | text               | either | Either   | ${works} = 'y' or ${works} = 'n'                |            |
        | text               | minor  | Minor    | ${age} < 18                                     |            |
        | text               | old    | Old      | ${age} > 20 and ${age} < 30                     |            |
        | text               | gap    | Gap      | ${age} > 20 and ${age} < 21                     |            |
        | text               | idle   | Idle     | ${works} = 'n' and selected(${why}, 'a')        |            |
        | text               | two    | Two      | selected(${why}, 'a') and selected(${why}, 'b') |            |
        | text               | none   | None     | not(${works} = 'y' or ${works} = 'n')           |            |
        | text               | never  | Never    | ${both} != ''                                   |            |
        | begin group        | g      | G        | ${works} != 'y' and selected(${works}, 'y')     |            |
        | text               | in_it  | In it    | ${age} > 20                                     |            |
        | end group          |        |          |                                                 |            |
        | begin repeat       | one    | One      |                                                 |            |
        | integer            | years  | Years    |                                                 |            |
        | text               | child  | Child    | ${years} > 5 and ${years} < 3                   |            |
        | end repeat         |        |          |                                                 |            |
        | text               | any    | Any      | ${years} > 5 and ${years} < 3                   |            |
        choices
        | list_name | name | label |
        | yn        | y    | Yes   |
        | yn        | n    | No    |
        | s         | a    | A     |
        | s         | b    | B     |
    )",
                        "never-asked"),
              "survey5 survey7 survey9 survey10 survey13 survey14 survey19 ");
}

TEST(Review, FindsConstraintsThatNothingMeets) {
    EXPECT_EQ(review_of(R"(
        survey
        | type          | name | label | constraint              |
        | integer       | a    | A     | . > 10 and . < 5        |
        | integer       | b    | B     | . > 10 or . < 5         |
        | decimal       | c    | C     | . > 1 and . < 2         |
        | integer       | d    | D     | . > 1 and . < 2         |
        | select_one k  | e    | E     | . != 'x' and . != 'y'   |
        | text          | f    | F     | regex(., '[0-9]')       |
        choices
        | list_name | name | label |
        | k         | x    | X     |
        | k         | y    | Y     |
    )",
                        "constraint-never-holds"),
              "survey2 survey5 survey6 ");
}

TEST(Review, FindsComparisonsOfUnlikeThings) {
    constexpr const char* form = R"(
        survey
        | type               | name  | label | relevant            |
        | integer            | age   | Age   |                     |
        | date               | born  | Born  |                     |
        | select_one k       | kind  | Kind  |                     |
        | select_one n       | grade | Grade |                     |
        | select_multiple k  | kinds | Kinds |                     |
        | text               | q1    | Q     | ${age} = 'old'      |
        | text               | q2    | Q     | ${age} = '18'       |
        | text               | q3    | Q     | ${kind} > 1         |
        | text               | q4    | Q     | ${grade} > 1        |
        | text               | q5    | Q     | ${born} > 2000      |
        | text               | q6    | Q     | ${born} > '2000-01-01' |
        | text               | q7    | Q     | ${age} = ${kind}    |
        | text               | q8    | Q     | ${kinds} = 'x'      |
        | text               | q9    | Q     | selected(${kinds}, 'x') |
        choices
        | list_name | name | label |
        | k         | x    | X     |
        | k         | y    | Y     |
        | n         | 1    | One   |
        | n         | 2    | Two   |
    )";
    EXPECT_EQ(review_of(form, "impossible-comparison"), "survey7 survey9 survey11 survey13 ");
    EXPECT_EQ(review_of(form, "only-this-choice"), "survey14 ");
}

TEST(Review, FindsChoicesThatAreNeverOffered) {
    constexpr const char* form = R"(
        survey
        | type               | name     | label    | choice_filter            | required |
        | select_one yn      | consent  | Agree?   |                          | yes      |
        | select_one region  | region   | Region   |                          | yes      |
        | select_one area    | area     | Area     | region = ${region}       | yes      |
        | text               | a        | A        |                          |          |
        choices
        | list_name | name    | label   | region |
        | yn        | y       | Yes     |        |
        | region    | north   | North   |        |
        | region    | south   | South   |        |
        | region    | east    | East    |        |
        | area      | hill    | Hill    | north  |
        | area      | lake    | Lake    | south  |
        | area      | coast   | Coast   | soutth |
        | area      | abroad  | Abroad  |        |
        | nobody    | x       | X       |        |
    )";
    EXPECT_EQ(review_of(form, "choice-never-offered"), "choices8 ");
    EXPECT_EQ(review_of(form, "unused-list"), "choices10 ");
    EXPECT_EQ(review_of(form, "choices-run-out"), "survey4 ");
}

TEST(Review, FindsChoicesThatReadTheSame) {
    EXPECT_EQ(review_of(R"(
        survey
        | type         | name | label |
        | select_one k | a    | A     |
        choices
        | list_name | name | label   | region |
        | k         | x    | Centre  | north  |
        | k         | y    | Centre  | south  |
        | k         | z    | Centre  | north  |
        | k         | u    | < 5     | north  |
        | k         | v    | > 5     | north  |
    )",
                        "choices-alike"),
              "choices4 ");
}

TEST(Review, RequiredQuestionsLeaveAWayOut) {
    EXPECT_EQ(review_of(R"(
        survey
        | type               | name    | label              | required |
        | select_one yn      | consent | Do you agree?      | yes      |
        | select_one income  | income  | Your income        | yes      |
        | select_one income2 | before  | Your income before | yes      |
        | select_one income  | maybe   | Your income later  |          |
        choices
        | list_name | name   | label                    |
        | yn        | y      | Yes                      |
        | yn        | n      | No                       |
        | income    | low    | Low                      |
        | income    | middle | Middle                   |
        | income    | high   | High                     |
        | income2   | low    | Low                      |
        | income2   | middle | Middle                   |
        | income2   | high   | High                     |
        | income2   | no     | Prefer not to say        |
    )"),
              "consent-without-effect@survey2 no-way-to-refuse@survey3 "
              "sister-without-choice@choices4 ");
}

TEST(Review, KnowsWaysOutByLabelOrByName) {
    const auto escape = [](const char* name, const char* label) {
        Choice choice;
        choice.name = name;
        if (*label != 0) choice.label.by_language = {label};
        return escape_of(choice);
    };
    EXPECT_EQ(escape("7", "Je ne sais pas"), Escape::unknown);
    EXPECT_EQ(escape("7", "Отказ от ответа"), Escape::refused);
    EXPECT_EQ(escape("7", "Other (specify)"), Escape::other);
    EXPECT_EQ(escape("7", "Another town"), Escape::none);
    EXPECT_EQ(escape("99", "District 99"), Escape::none);
    EXPECT_EQ(escape("99", ""), Escape::refused);
    EXPECT_EQ(escape("dk", ""), Escape::unknown);
}

TEST(Changes, SayWhatBecameIncomparable) {
    const Questionnaire before = form_of(R"(
        survey
        | type          | name   | label              | relevant      | constraint |
        | integer       | age    | How old are you?   |               | . >= 18    |
        | select_one k  | work   | Do you work?       |               |            |
        | text          | why    | Why?               | ${work} = 'n' |            |
        | text          | gone   | What else?         |               |            |
        | text          | old    | Where from?        |               |            |
        | select_one k  | same   | Same               |               |            |
        choices
        | list_name | name | label   |
        | k         | y    | Yes     |
        | k         | n    | No      |
        | k         | dk   | Unclear |
    )");
    const Questionnaire now = form_of(R"(
        survey
        | type          | name   | label                  | relevant                  | constraint |
        | decimal       | age    | How old are you?       |                           | . >= 18    |
        | select_one k  | work   | Did you work?          |                           |            |
        | text          | why    | Why?                   | ${work} = 'n' and ${age} > 20 | . != '' |
        | text          | new    | Where from?            |                           |            |
        | select_one k  | same   | Same                   |                           |            |
        choices
        | list_name | name | label         |
        | k         | y    | Yes           |
        | k         | n    | Not any more  |
        | k         | x    | Sometimes     |
    )");
    EXPECT_EQ(found_in(changes_since(before, "r3.xlsx", now, "r4.xlsx")),
              "type-changed@survey2 wording-changed@survey3 choice-gone@survey3 choice-new@survey3 "
              "base-changed@survey4 constraint-changed@survey4 question-renamed@survey5 "
              "choice-means-other@choices3 question-gone@survey5 ");
    EXPECT_EQ(found_in(changes_since(now, "a", now, "b")), "");
}

TEST(FormTexts, RowsAreListedInRanges) {
    EXPECT_EQ(rows_in_words({3}), "row 3");
    EXPECT_EQ(rows_in_words({3, 4, 5, 9}), "rows 3–5, 9");
    EXPECT_EQ(rows_in_words({1, 3, 5, 7, 9, 11, 13, 15, 17, 19}),
              "rows 1, 3, 5, 7, 9, 11, 13, 15 and 2 more");
}

TEST(FormTexts, SearchableTextsHaveWordsOnly) {
    EXPECT_EQ(searchable("<b>What's</b> ${name}, Ваш  ТЕЛЕФОН?"), " whats ваш телефон ");
    EXPECT_EQ(searchable(""), " ");
    EXPECT_EQ(searchable("${open"), " open ");
    EXPECT_EQ(inserts_of("${a} and ${ b } and ${a} and ${c"), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace mtm
