#include "interview/interview.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "compile/attached_table.h"
#include "interview/instance_source.h"
#include "interview/routing.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

const Questionnaire& household_form() {
    static const Questionnaire form = form_from_text(R"(
        survey
        | type                  | name     | label    | relevant             | constraint | calculation  |
        | integer               | age      | Age      |                      | . < 120    |              |
        | begin_group           | work     | Work     | ${age} >= 18         |            |              |
        | select_one yn         | works    | Works?   |                      |            |              |
        | text                  | employer | Employer | ${works} = 'yes'     |            |              |
        | end_group             |          |          |                      |            |              |
        | begin_repeat          | member   | Member   |                      |            |              |
        | text                  | name     | Name     |                      |            |              |
        | integer               | m_age    | Age      | ${age} > 10          |            |              |
        | end_repeat            |          |          |                      |            |              |
        | calculate             | oldest   |          |                      |            | max(${m_age}) |
        | select_multiple yn    | several  | Which    | count(${member}) > 1 |            |              |
        choices
        | list_name | name | label |
        | yn        | yes  | Yes   |
        | yn        | no   | No    |
        settings
        | form_id | version |
        | house   | 3       |
    )")
                                          .questionnaire;
    return form;
}

Interview household(
    const std::vector<std::tuple<std::string, std::vector<int>, std::string>>& answers) {
    Interview out;
    out.instance_id = "uuid:1";
    out.form_id = "house";
    out.version = "3";
    for (const auto& [name, repeat, value] : answers) {
        out.answers.push_back({household_form().find(name), repeat, value});
    }
    return out;
}

TEST(Submission, ReadsBackWhatItWrote) {
    Interview interview = household({{"age", {}, "30"},
                                     {"works", {}, "yes"},
                                     {"employer", {}, "A & B <ltd> «Ё»"},
                                     {"name", {0}, "Ann"},
                                     {"name", {1}, "Bob"},
                                     {"m_age", {1}, "7"},
                                     {"several", {}, ""}});
    interview.rehearsal = true;
    const std::string xml = write_submission(household_form(), interview);
    ReadInterview read = read_submission(household_form(), xml, "one.xml");
    EXPECT_TRUE(read.diagnostics.empty()) << print_all(read.diagnostics);
    read.interview.provenance = {};
    EXPECT_EQ(read.interview, interview) << xml;
    EXPECT_NE(xml.find("mtm:rehearsal=\"yes\""), std::string::npos);
}

TEST(Submission, CutOffInTheMiddleIsAnErrorThatSaysWhere) {
    const std::string xml = write_submission(household_form(), household({{"age", {}, "30"}}));
    const auto read = read_submission(household_form(), xml.substr(0, xml.size() / 2), "cut.xml");
    ASSERT_EQ(read.diagnostics.size(), 1U);
    EXPECT_EQ(read.diagnostics[0].code, "broken-submission");
    EXPECT_EQ(read.diagnostics[0].place.file, "cut.xml");
    EXPECT_GT(read.diagnostics[0].place.row, 1);
}

TEST(Submission, NamesEveryElementThatTheFormDoesNotKnow) {
    const auto read = read_submission(household_form(),
                                      R"(<data id="house" version="3">
        <agee>30</agee>
        <work><work>no</work></work>
        <meta><instanceID>uuid:7</instanceID></meta></data>)",
                                      "x.xml");
    ASSERT_EQ(read.diagnostics.size(), 2U) << print_all(read.diagnostics);
    EXPECT_EQ(read.diagnostics[0].place.row, 2);
    EXPECT_EQ(read.diagnostics[0].place.interview, "uuid:7");
    EXPECT_EQ(read.diagnostics[0].remedy, "Did you mean “age”?");
    EXPECT_EQ(read.diagnostics[1].place.row, 3);
    EXPECT_FALSE(has_errors(read.diagnostics));
    EXPECT_EQ(read.interview.unknown,
              (std::vector<UnknownElement>{{"agee", "30"}, {"work/work", "no"}}));
}

TEST(Submission, PassesOverWhatKoboToolboxAdds) {
    const auto read = read_submission(household_form(),
                                      R"(<data id="house" version="3">
        <formhub><uuid>0123</uuid></formhub>
        <age>30</age><__version__>v7</__version__><_version_>v6</_version_>
        <meta><instanceID>uuid:7</instanceID></meta></data>)",
                                      "x.xml");
    EXPECT_TRUE(read.diagnostics.empty()) << print_all(read.diagnostics);
    EXPECT_EQ(read.interview.answer(household_form().find("age")), "30");
    EXPECT_TRUE(read.interview.unknown.empty());
}

TEST(Submission, OfTwoAnswersToOneQuestionTheFirstCountsAndTheSecondIsReported) {
    const auto read = read_submission(household_form(),
                                      R"(<data id="house" version="3">
        <age>3<!-- a comment -->0</age>
        <age>31</age>
        <member><name>Ann</name></member><member><name><![CDATA[Bob]]></name></member>
        <meta><instanceID>uuid:7</instanceID></meta></data>)",
                                      "x.xml");
    ASSERT_EQ(read.diagnostics.size(), 1U) << print_all(read.diagnostics);
    EXPECT_EQ(read.diagnostics[0].code, "answered-twice");
    EXPECT_EQ(read.diagnostics[0].place.row, 3);
    EXPECT_EQ(read.interview.answers.size(), 3U);
    EXPECT_EQ(read.interview.answer(household_form().find("age")), "30");
    EXPECT_EQ(read.interview.unknown, (std::vector<UnknownElement>{{"age", "31"}}));
    EXPECT_EQ(read.interview.answers[2].value, "Bob");
}

TEST(Submission, AnIdOfControlCharactersIsNone) {
    const auto read = read_submission(household_form(),
                                      "<data id='house' version='3'><age>30</age><meta><instanceID>"
                                      "\x1f\x1f</instanceID></meta></data>",
                                      "x.xml");
    ASSERT_EQ(read.diagnostics.size(), 1U) << print_all(read.diagnostics);
    EXPECT_EQ(read.diagnostics[0].code, "missing-instance-id");
}

TEST(Submission, EmptyInstancesOfARepeatKeepTheirPlace) {
    const auto read = read_submission(household_form(),
                                      R"(<data id="house" version="3">
        <age>30</age><member/><member><name>Bob</name></member><member/>
        <meta><instanceID>uuid:7</instanceID></meta></data>)",
                                      "x.xml");
    const Router router(household_form());
    EXPECT_EQ(router.route(read.interview).instances.size(), 4U);
    const Interview gap = household({{"age", {}, "30"}, {"name", {2}, "Bob"}});
    const auto again =
        read_submission(household_form(), write_submission(household_form(), gap), "y.xml");
    const auto& answers = again.interview.answers;
    const Answer bob{household_form().find("name"), {2}, "Bob"};
    EXPECT_NE(std::ranges::find(answers, bob), answers.end());
}

std::string asked_names(const Router& router, const RoutedInterview& routed, std::size_t instance) {
    std::string out;
    const RoutedInstance& at = routed.instances[instance];
    const auto& questions = router.levels().levels[static_cast<std::size_t>(at.level)].questions;
    for (std::size_t slot = 0; slot < questions.size(); ++slot) {
        const auto q = static_cast<std::size_t>(questions[slot]);
        if (at.asked[slot] != 0) out += router.questionnaire().questions[q].name + " ";
    }
    return out;
}

TEST(Router, FollowsSkipLogicThroughGroupsAndRepeats) {
    const Router router(household_form());
    const auto adult = router.route(household({{"age", {}, "30"},
                                               {"works", {}, "yes"},
                                               {"name", {0}, "Ann"},
                                               {"name", {1}, "Bob"},
                                               {"m_age", {1}, "7"}}));
    EXPECT_EQ(asked_names(router, adult, 0), "age works employer oldest several ");
    ASSERT_EQ(adult.instances.size(), 3U);
    EXPECT_EQ(asked_names(router, adult, 2), "name m_age ");
    const auto child = router.route(household({{"age", {}, "9"}, {"name", {0}, "Cat"}}));
    EXPECT_EQ(asked_names(router, child, 0), "age oldest ");
    EXPECT_EQ(asked_names(router, child, 1), "name ");
}

TEST(Router, AnswersThatWereNotAskedDoNotCountAndOpenNothing) {
    const Router router(household_form());
    const auto routed =
        router.route(household({{"age", {}, "9"}, {"works", {}, "yes"}, {"employer", {}, "Acme"}}));
    EXPECT_EQ(asked_names(router, routed, 0), "age oldest ");
    ASSERT_EQ(routed.breaks.size(), 2U);
    EXPECT_EQ(routed.breaks[0].kind, BreakKind::not_asked);
    EXPECT_EQ(routed.breaks[1].value, "Acme");
}

TEST(Router, FindsWhatTheFormWouldNotHaveAllowed) {
    const Router router(household_form());
    const auto routed = router.route(household({{"age", {}, "130"},
                                                {"works", {}, "perhaps"},
                                                {"name", {0}, "A"},
                                                {"m_age", {0}, "old"},
                                                {"oldest", {}, "7"}}));
    std::string kinds;
    for (const LogicBreak& found : routed.breaks) {
        kinds += household_form().questions[static_cast<std::size_t>(found.question)].name + " ";
    }
    EXPECT_EQ(kinds, "age works m_age oldest ");
    EXPECT_EQ(routed.breaks[0].kind, BreakKind::constraint);
    EXPECT_EQ(routed.breaks[1].kind, BreakKind::not_a_choice);
    EXPECT_EQ(routed.breaks[2].kind, BreakKind::not_a_number);
    EXPECT_EQ(routed.breaks[3].kind, BreakKind::calculation);
}

TEST(Router, CountsTheRepeatsOfItsOwnInstanceOnly) {
    const Questionnaire form = form_from_text(R"(
        survey
        | type         | name     | label | calculation     | relevant          |
        | begin_repeat | house    | House |                 |                   |
        | begin_repeat | person   | One   |                 |                   |
        | integer      | age      | Age   |                 |                   |
        | calculate    | place    |       | position(..)    |                   |
        | end_repeat   |          |       |                 |                   |
        | calculate    | people   |       | count(${person}) |                  |
        | text         | crowded  | Why?  |                 | count(${person}) > 2 |
        | end_repeat   |          |       |                 |                   |
        | calculate    | all      |       | count(${person}) |                  |
    )")
                                   .questionnaire;
    Interview interview;
    const auto put = [&](const char* name, std::vector<int> repeat, const char* value) {
        interview.answers.push_back({form.find(name), std::move(repeat), value});
    };
    for (const std::vector<int>& person : std::vector<std::vector<int>>{{0, 0}, {0, 1}, {1, 0}}) {
        put("age", person, "30");
        put("place", person, person[1] == 0 ? "1" : "2");
    }
    put("people", {0}, "2");
    put("people", {1}, "1");
    put("crowded", {0}, "no room");
    put("all", {}, "3");
    const RoutedInterview routed = Router(form).route(interview);
    ASSERT_EQ(routed.breaks.size(), 1U);  // neither house holds more than two
    EXPECT_EQ(routed.breaks[0].kind, BreakKind::not_asked);
    EXPECT_EQ(routed.breaks[0].value, "no room");
}

// Asked of each answer that was put in: what the router says of it.
std::string breaks_of(
    const Questionnaire& form,
    const std::vector<std::tuple<std::string, std::vector<int>, std::string>>& answers) {
    Interview interview;
    for (const auto& [name, repeat, value] : answers)
        interview.answers.push_back({form.find(name), repeat, value});
    std::string out;
    for (const LogicBreak& found : Router(form).route(interview).breaks)
        out +=
            form.questions[static_cast<std::size_t>(found.question)].name + "=" + found.value + " ";
    return out;
}

// Lookups in the form's own lists are known; what a file or chance decides is not, and is never
// held against an interview.
TEST(Router, LooksUpListsAndLeavesFilesAlone) {
    const Questionnaire form = form_from_text(R"(
        survey
        | type           | name   | label  | relevant                             | constraint | calculation |
        | select_one c   | city   | City   |                                      |            | |
        | calculate      | region |        |                                      |            | instance('c')/root/item[name = ${city}]/region |
        | calculate      | many   |        |                                      |            | count(instance('c')/root/item[region = 'north']) |
        | calculate      | second |        |                                      |            | instance('c')/root/item[2]/label |
        | text           | cold   | Cold?  | ${region} = 'north'                  |            | |
        | text           | listed | Listed | pulldata('f', 'a', 'b', ${city}) = 1 |            | |
        | text           | code   | Code   |                                      | . = pulldata('f', 'a', 'b', ${city}) | |
        | calculate      | chance |        |                                      |            | random() |
        choices
        | list_name | name   | label  | region |
        | c         | astana | Astana | north  |
        | c         | almaty | Almaty | south  |
        | c         | kostan | Kostan | north  |
    )")
                                   .questionnaire;
    EXPECT_EQ(breaks_of(form,
                        {{"city", {}, "astana"},
                         {"region", {}, "north"},
                         {"many", {}, "2"},
                         {"second", {}, "Almaty"},
                         {"cold", {}, "yes"},
                         {"listed", {}, "x"},
                         {"code", {}, "y"},
                         {"chance", {}, "0.25"}}),
              "");
    EXPECT_EQ(breaks_of(form, {{"city", {}, "almaty"}, {"region", {}, "north"}, {"many", {}, "3"}}),
              "region=north many=3 ");
}

// The same lookups, where the file is at hand.
TEST(Router, LooksUpFilesThatTheQuestionnaireHolds) {
    Questionnaire form = form_from_text(R"(
        survey
        | type      | name  | label | constraint | calculation |
        | text      | fruit | Fruit |            | |
        | calculate | price |       |            | pulldata('prices', 'price', 'fruit', ${fruit}) |
        | calculate | cheap |       |            | count(instance('prices')/root/item[price < 10]) |
        | calculate | other |       |            | pulldata('others', 'price', 'fruit', ${fruit}) |
    )")
                             .questionnaire;
    form.files = {*attached_table("fruit,price\nmango,12\napple,3.5\nquince,9\n", "prices.csv")};
    EXPECT_EQ(
        breaks_of(
            form,
            {{"fruit", {}, "apple"}, {"price", {}, "3.5"}, {"cheap", {}, "2"}, {"other", {}, "x"}}),
        "");
    EXPECT_EQ(breaks_of(form, {{"fruit", {}, "mango"}, {"price", {}, "3.5"}, {"cheap", {}, "3"}}),
              "price=3.5 cheap=3 ");
}

// The axes of the specification: child, parent, self, and // for descendants.
TEST(Router, FollowsTheAxesThatFormsHave) {
    const Questionnaire form = form_from_text(R"(
        survey
        | type         | name   | label  | calculation |
        | integer      | age    | Age    | |
        | begin_group  | a      | A      | |
        | integer      | size   | Size   | |
        | calculate    | up     |        | parent::node()/parent::*/child::age |
        | calculate    | wrong  |        | count(parent::b) |
        | calculate    | me     |        | self::node() |
        | end_group    |        |        | |
        | begin_repeat | person | One    | |
        | integer      | years  | Years  | |
        | end_repeat   |        |        | |
        | calculate    | sum    |        | sum(//years) |
        | calculate    | adults |        | count(//person[years > 17]) |
        | calculate    | fields |        | count(/data/a/*) |
        | calculate    | deep   |        | count(/data//years) |
        | calculate    | mark   |        | count(/data/a/@x) |
    )")
                                   .questionnaire;
    EXPECT_EQ(breaks_of(form,
                        {{"age", {}, "30"},
                         {"size", {}, "3"},
                         {"up", {}, "30"},
                         {"wrong", {}, "0"},
                         {"me", {}, "anything"},
                         {"years", {0}, "17"},
                         {"years", {1}, "40"},
                         {"sum", {}, "57"},
                         {"adults", {}, "1"},
                         {"fields", {}, "4"},
                         {"deep", {}, "2"},
                         {"mark", {}, "9"}}),
              "");
}

// What devices print otherwise, or measure otherwise, is no sign of tampering.
TEST(Router, CalculationsAgreeWhereNumbersDo) {
    const Questionnaire form = form_from_text(R"(
        survey
        | type      | name  | label | calculation |
        | integer   | n     | N     | |
        | calculate | third |       | ${n} div 3 |
        | calculate | big   |       | ${n} * 10000000000 |
        | calculate | told  |       | count-if(${n}, true()) |
        | calculate | month |       | format-date('2024-05-01', '%b') |
        | calculate | twice |       | ${n} * 2 |
    )")
                                   .questionnaire;
    EXPECT_EQ(breaks_of(form,
                        {{"n", {}, "1"},
                         {"third", {}, "0.333333333333333"},
                         {"big", {}, "1.0E10"},
                         {"told", {}, "7"},
                         {"month", {}, "мая"},
                         {"twice", {}, "2.0"}}),
              "");
    EXPECT_EQ(breaks_of(form, {{"n", {}, "1"}, {"third", {}, "0.34"}, {"twice", {}, "3"}}),
              "third=0.34 twice=3 ");
}

// Chance is drawn from the interview's own identity: looked at twice, it is the same.
TEST(Router, DrawsTheSameChanceWheneverItLooks) {
    const Questionnaire form = form_from_text(R"(
        survey
        | type      | name | label | calculation |
        | calculate | a    |       | random() |
        | calculate | b    |       | random() |
    )")
                                   .questionnaire;
    const Router router(form);
    const auto draw = [&](const char* id, int question) {
        Interview interview;
        interview.instance_id = id;
        const RoutedInterview routed = router.route(interview);
        const InstanceSource source(router, routed, 0, question);
        return to_number(
            evaluate(form.questions[static_cast<std::size_t>(question)].calculation->root, source));
    };
    EXPECT_EQ(draw("uuid:1", 0), draw("uuid:1", 0));
    EXPECT_NE(draw("uuid:1", 0), draw("uuid:2", 0));
    EXPECT_NE(draw("uuid:1", 0), draw("uuid:1", 1));
}

TEST(Router, FollowsPathsFromWhereTheyStand) {
    const Questionnaire form = form_from_text(R"(
        survey
        | type         | name   | label  | relevant          | calculation |
        | integer      | age    | Age    |                   | |
        | begin_group  | a      | A      | ../age > 10       | |
        | integer      | size   | Size   |                   | |
        | end_group    |        |        |                   | |
        | begin_group  | b      | B      |                   | |
        | integer      | other  | Size   | ../../a/size = 3  | |
        | calculate    | copy   |        |                   | /data/a/size |
        | end_group    |        |        |                   | |
        | begin_repeat | person | One    |                   | |
        | text         | name   | Name   |                   | |
        | integer      | years  | Years  | ../name != ''     | |
        | calculate    | same   |        |                   | /data/person/years |
        | end_repeat   |        |        |                   | |
        | calculate    | first  |        |                   | /data/person[1]/name |
        | calculate    | old    |        |                   | count(/data/person[years > 17]) |
        | calculate    | ann    |        |                   | /data/person[name = 'Ann']/years |
        | calculate    | third  |        |                   | ${person}[position() = 3]/name |
    )")
                                   .questionnaire;
    EXPECT_EQ(breaks_of(form,
                        {{"age", {}, "30"},
                         {"size", {}, "3"},
                         {"other", {}, "5"},
                         {"copy", {}, "3"},
                         {"name", {0}, "Bob"},
                         {"years", {0}, "17"},
                         {"same", {0}, "17"},
                         {"name", {1}, "Ann"},
                         {"years", {1}, "40"},
                         {"same", {1}, "40"},
                         {"name", {2}, "Cat"},
                         {"years", {2}, "18"},
                         {"same", {2}, "18"},
                         {"first", {}, "Bob"},
                         {"old", {}, "2"},
                         {"ann", {}, "40"},
                         {"third", {}, "Cat"}}),
              "");
    EXPECT_EQ(breaks_of(form,
                        {{"age", {}, "9"},
                         {"size", {}, "3"},
                         {"other", {}, "5"},
                         {"name", {0}, ""},
                         {"years", {0}, "17"}}),
              "size=3 other=5 years=17 ");
}

}  // namespace
}  // namespace mtm
