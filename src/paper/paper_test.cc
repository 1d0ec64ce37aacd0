#include "paper/paper.h"

#include <gtest/gtest.h>

#include "expression/parse.h"
#include "paper/label_text.h"
#include "paper/logic_words.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* survey = R"(
    survey
    | type               | name   | label::English (en)   | label::Русский (ru) | relevant | constraint | required | choice_filter | calculation |
    | integer            | age    | How old are you?      | Сколько вам лет?    |          | . >= 18 and . <= 99 | yes | | |
    | select_one yn      | work   | Do you work, ${age}?  | Вы работаете?       |          | | | | |
    | calculate          | months |                       |                     |          | | | | ${age} * 12 |
    | begin group        | jobs   | Your work             | Ваша работа         | ${work} = 'y' | | | | |
    | select_multiple s  | sector | In which sectors?     | В каких отраслях?   |          | not(selected(., 'a') and selected(., 'b')) | | | |
    | select_one s       | main   | The main one          | Главная             | count-selected(${sector}) > 1 | | | selected(${sector}, name) | |
    | begin group        | inner  |                       |                     |          | | | | |
    | note               | thanks | **Thank** you         | Спасибо             | ${months} > 240 | | | | |
    | end group          |        |                       |                     |          | | | | |
    | end group          |        |                       |                     |          | | | | |
    | begin group        | hidden | Nothing to ask        | Пусто               |          | | | | |
    | calculate          | c      |                       |                     |          | | | | 1 |
    | end group          |        |                       |                     |          | | | | |
    | begin repeat       | kids   | Each child            | Каждый ребёнок      |          | | | | |
    | text               | name   | Name                  | Имя                 |          | | | | |
    | end repeat         |        |                       |                     |          | | | | |
    choices
    | list_name | name | label::English (en) | label::Русский (ru) |
    | yn        | y    | Yes                 | Да                  |
    | yn        | n    | No                  | Нет                 |
    | s         | a    | Farming             | Сельское хозяйство  |
    | s         | b    | Trade               | Торговля            |
    | s         | c    | Building            | Стройка             |
)";

Questionnaire form() {
    return form_from_text(survey).questionnaire;
}

std::string said(const std::string& logic, std::size_t language = 0, int self = -1) {
    static const Questionnaire questionnaire = form();
    static const std::vector<int> numbers{1, 2, 0, 3, 4, 0, 0, 5};
    const auto parsed = parse(logic);
    const LogicWords words(
        questionnaire, numbers, language, paper_words(language == 0 ? "en" : "ru"));
    return words.say(parsed.expression->root, self);
}

TEST(LogicWords, SayWhatAFormAsks) {
    const int age = 0;
    const int sector = 3;
    EXPECT_EQ(said("${work} = 'y'"), "question 2 is “Yes”");
    EXPECT_EQ(said("'y' = ${work}"), "question 2 is “Yes”");
    EXPECT_EQ(said("${work} != 'y'"), "question 2 is not “Yes”");
    EXPECT_EQ(said("not(${work} = 'y')"), "question 2 is not “Yes”");
    EXPECT_EQ(said("selected(${work}, 'n')"), "question 2 is “No”");
    EXPECT_EQ(said("selected(${sector}, 'a')"), "question 3 includes “Farming”");
    EXPECT_EQ(said("not(selected(${sector}, 'a'))"), "question 3 does not include “Farming”");
    EXPECT_EQ(said("${sector} = 'a'"), "question 3 is “Farming” and nothing else");
    EXPECT_EQ(
        said("selected(${sector}, 'a') or selected(${sector}, 'b') or ${age} < 30"),
        "question 3 includes “Farming” or “Trade” or the answer to question 1 is less than 30");
    EXPECT_EQ(said("${work} = 'y' and (${age} < 30 or ${age} > 50)"),
              "question 2 is “Yes” and (the answer to question 1 is less than 30 or the answer to "
              "question 1 is more than 50)");
    EXPECT_EQ(said("${work} != ''"), "question 2 is answered");
    EXPECT_EQ(said("${work} = ''"), "question 2 is not answered");
    EXPECT_EQ(said("18 <= ${age}"), "the answer to question 1 is at least 18");
    EXPECT_EQ(said(". >= 18 and . <= 99", 0, age), "the answer is from 18 to 99");
    EXPECT_EQ(said("count-selected(.) <= 3", 0, sector),
              "the number of answers to question 3 is at most 3");
    EXPECT_EQ(said(". <= today()", 0, age), "the answer is at most today");
    EXPECT_EQ(said("regex(., '[0-9]+')", 0, age), "the answer has the form [0-9]+");
    EXPECT_EQ(said("${months} > 240"), "months is more than 240");
    EXPECT_EQ(said("not(${age} > 3 and ${work} = 'y')"),
              "not (the answer to question 1 is more than 3 and question 2 is “Yes”)");
    EXPECT_EQ(said("pulldata('x', 'a', 'b', ${age})"), "pulldata('x', 'a', 'b', [answer 1])");
    EXPECT_EQ(said("${age} + ${months} > 20"), "[answer 1] + months is more than 20");
    EXPECT_EQ(said("${work} = 'y' and ${age} > 20", 1),
              "вопрос 2 — «Да» и ответ на вопрос 1 больше 20");
}

TEST(LogicWords, CallQuestionsByTheirLabelsWhereThereIsNoPaper) {
    static const Questionnaire questionnaire = form();
    static const std::vector<int> none;
    const LogicWords words(questionnaire, none, 0, paper_words("en"));
    const auto said_of = [&](const char* logic) {
        return words.say_by_labels(parse(logic).expression->root).value_or("(no words)");
    };
    EXPECT_EQ(said_of("not(selected(${sector}, 'a')) and ${age} > 20"),
              "“In which sectors?” does not include “Farming” and “How old are you?” is more than "
              "20");
    EXPECT_EQ(said_of("count-selected(${sector}) > 1"),
              "the number of answers to “In which sectors?” is more than 1");
    for (const char* wordless : {"${work} = 'y'",  // its label holds an answer
                                 "${months} > 240",
                                 "pulldata('x', 'a', 'b', ${age}) = 'y'",
                                 "${age} + 1 > 20"})
        EXPECT_EQ(said_of(wordless), "(no words)") << wordless;
    EXPECT_EQ(said_of("${age} > 20"), "“How old are you?” is more than 20");
}

std::string outline(const Paper& paper) {
    std::string out;
    for (const PaperItem& item : paper.items) {
        out += std::string(static_cast<std::size_t>(item.depth) * 2, ' ');
        if (item.kind == PaperItem::Kind::part) out += "# ";
        if (item.number > 0) out += std::to_string(item.number) + ". ";
        out += item.text + (item.required ? "*" : "");
        for (const std::string& part : {item.condition, item.rule, item.instruction}) {
            if (!part.empty()) out += " | " + part;
        }
        for (const std::string& choice : item.choices)
            out += " [" + choice + "]";
        out += "\n";
    }
    return out;
}

TEST(Paper, LaysAFormOut) {
    const Paper paper = paper_of(form(), 0);
    EXPECT_EQ(outline(paper),
              "1. How old are you?* | Allowed only if the answer is from 18 to 99. | Number\n"
              "2. Do you work, [answer 1]? | One answer [Yes] [No]\n"
              "# Your work | This part only if question 2 is “Yes”.\n"
              "  3. In which sectors? | Allowed only if not (question 3 includes “Farming” and "
              "question 3 includes “Trade”). | Several answers possible [Farming] [Trade] "
              "[Building]\n"
              "  4. The main one | Ask only if the number of answers to question 3 is more than 1. "
              "| One answer. Offer only those for which selected([answer 3], name). [Farming] "
              "[Trade] [Building]\n"
              "  Thank you | Ask only if months is more than 240.\n"
              "# Each child | Fill in this part once for each.\n"
              "  5. Name\n");
    ASSERT_EQ(paper.calculations.size(), 1U);
    EXPECT_EQ(paper.calculations[0], "months is calculated: [answer 1] * 12");
    EXPECT_EQ(paper.required_mark, "* must be answered");
}

TEST(Paper, IsInTheLanguageAskedFor) {
    const Paper paper = paper_of(form(), 1);
    EXPECT_EQ(paper.language, "ru");
    EXPECT_EQ(paper.items[0].text, "Сколько вам лет?");
    EXPECT_EQ(paper.items[0].rule, "Допустимо, только если ответ от 18 до 99.");
    EXPECT_EQ(paper.items[1].choices, (std::vector<std::string>{"Да", "Нет"}));
}

TEST(Paper, LongListsStandAtTheEndOnce) {
    std::string text =
        "survey\n| type | name | label |\n| select_one c | a | A |\n| select_one c | b | "
        "B |\nchoices\n| list_name | name | label |\n";
    for (int i = 0; i < 40; ++i) {
        const std::string number = std::to_string(i);
        text += "| c | c" + number + " | Country " + number + " |\n";
    }
    const Paper paper = paper_of(form_from_text(text).questionnaire, 0);
    ASSERT_EQ(paper.lists.size(), 1U);
    EXPECT_EQ(paper.lists[0].choices.size(), 40U);
    EXPECT_TRUE(paper.items[0].choices.empty());
    EXPECT_NE(paper.items[0].instruction.find("See the list “c”"), std::string::npos);
}

TEST(Paper, LabelsLoseTheirMarkUp) {
    EXPECT_EQ(plain_label("## **Bold** <span style=\"color:red\">red</span><br/>next"),
              "Bold red\nnext");
    EXPECT_EQ(plain_label("a < 5 &amp; b > 3"), "a < 5 & b > 3");
    EXPECT_EQ(plain_label("<East> or <b>west</b>"), "<East> or west");
    EXPECT_EQ(plain_label("1\\. a\\_b"), "1\\. a_b");
}

TEST(Paper, TextsAreEscapedInBothWriters) {
    const Paper paper = paper_of(form_from_text(R"(
        survey
        | type | name | label                       |
        | text | a    | Say "x" \ #panic() <b & c   |
    )")
                                     .questionnaire,
                                 0);
    EXPECT_NE(paper_html(paper).find("Say &quot;x&quot; \\ #panic() &lt;b &amp; c"),
              std::string::npos);
    EXPECT_NE(paper_typst(paper).find(R"(text: "Say \"x\" \\ #panic() <b & c")"),
              std::string::npos);
}

}  // namespace
}  // namespace mtm
