#include "dataset/dataset.h"

#include <random>

#include <gtest/gtest.h>

#include "expression/parse.h"
#include "interview/routing.h"
#include "questionnaire/versions.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

Study small_study() {
    Study study;
    study.questionnaire = form_from_text(R"(
        survey
        | type               | name    | label   | relevant          | required |
        | select_one yn      | consent | Agree?  |                   | yes      |
        | integer            | age     | Age     | ${consent} = 'yes' |         |
        | select_one yn      | works   | Works?  | ${age} >= 18      |          |
        | select_multiple w  | how     | How?    | ${works} = 'yes'  |          |
        | begin_repeat       | child   | Child   | ${age} >= 18      |          |
        | integer            | c_age   | Age     |                   |          |
        | end_repeat         |         |         |                   |          |
        choices
        | list_name | name    | label | missing |
        | yn        | yes     | Yes   |         |
        | yn        | no      | No    |         |
        | yn        | dont    | ?     | unknown |
        | w         | bus     | Bus   |         |
        | w         | foot    | Foot  |         |
        | w         | refused | -     | refused |
    )")
                              .questionnaire;
    study.file.consent = parse("${consent} = 'yes'").expression;
    study.file.counted = parse("${age} >= 12").expression;
    DerivedVariable group{"age_group", "age", {}};
    group.categories.push_back({"minor", {}, *parse("${age} < 18").expression, {}, 0});
    group.categories.push_back({"adult", {}, *parse("${age} >= 18").expression, {}, 0});
    group.categories.push_back({"even", {}, *parse("${age} mod 2 = 0").expression, {}, 0});
    study.plan.derived.push_back(group);
    return study;
}

Interview interview(
    const Study& study,
    const std::string& id,
    const std::vector<std::tuple<std::string, std::vector<int>, std::string>>& answers) {
    Interview out;
    out.instance_id = id;
    for (const auto& [name, repeat, value] : answers) {
        out.answers.push_back({study.questionnaire.find(name), repeat, value});
    }
    return out;
}

TEST(Dataset, CountsOnlyWhatMayBeCountedAndSaysWhy) {
    const Study study = small_study();
    const auto dataset =
        assemble(study,
                 {interview(study, "1", {{"consent", {}, "yes"}, {"age", {}, "20"}}),
                  interview(study, "2", {{"consent", {}, "no"}}),
                  interview(study, "3", {{"consent", {}, "yes"}, {"age", {}, "9"}}),
                  interview(study, "1", {{"consent", {}, "yes"}, {"age", {}, "20"}})})
            .dataset;
    EXPECT_EQ(dataset.received, 4);
    EXPECT_EQ(dataset.counted(), 1U);
    ASSERT_EQ(dataset.left_out.size(), 3U);
    EXPECT_EQ(dataset.left_out[0].reason, LeftOutReason::no_consent);
    EXPECT_EQ(dataset.left_out[1].interviews, 1);
}

TEST(Dataset, KnowsFourKindsOfMissing) {
    const Study study = small_study();
    const auto dataset =
        assemble(
            study,
            {interview(study, "1", {{"consent", {}, "yes"}, {"age", {}, "17"}}),
             interview(study, "2", {{"consent", {}, "yes"}, {"age", {}, "20"}}),
             interview(
                 study, "3", {{"consent", {}, "yes"}, {"age", {}, "20"}, {"works", {}, "dont"}}),
             interview(study,
                       "4",
                       {{"consent", {}, "yes"},
                        {"age", {}, "20"},
                        {"works", {}, "yes"},
                        {"how", {}, "refused"}}),
             interview(study,
                       "5",
                       {{"consent", {}, "yes"},
                        {"age", {}, "20"},
                        {"works", {}, "yes"},
                        {"how", {}, "foot bus"}})})
            .dataset;
    const Column& works = *dataset.find("works");
    EXPECT_EQ(works.missing(0), Missing::not_asked);
    EXPECT_EQ(works.missing(1), Missing::no_answer);
    EXPECT_EQ(works.missing(2), Missing::unknown);
    EXPECT_EQ(works.missing(3), Missing::none);
    const Column& how = *dataset.find("how");
    EXPECT_EQ(how.missing(3), Missing::refused);
    EXPECT_EQ(how.missing(4), Missing::none);
    EXPECT_TRUE(how.has_member(4, 0) && how.has_member(4, 1));
    EXPECT_FALSE(how.has_member(4, 2) || how.has_member(2, 0));
}

TEST(Dataset, DerivedVariablesTakeTheirBaseFromTheirQuestion) {
    const Study study = small_study();
    const auto dataset =
        assemble(study,
                 {interview(study, "1", {{"consent", {}, "yes"}, {"age", {}, "17"}}),
                  interview(study, "2", {{"consent", {}, "yes"}, {"age", {}, "20"}})})
            .dataset;
    const Column& group = *dataset.find("age_group");
    EXPECT_EQ(group.choice_count, 3);
    EXPECT_TRUE(group.has_member(0, 0) && !group.has_member(0, 1) && !group.has_member(0, 2));
    EXPECT_TRUE(!group.has_member(1, 0) && group.has_member(1, 1) && group.has_member(1, 2));
    EXPECT_EQ(group.dictionary[static_cast<std::size_t>(group.codes[1])], "adult even");
}

TEST(Dataset, RepeatsAreRowsThatKnowTheirInterview) {
    const Study study = small_study();
    const auto dataset =
        assemble(
            study,
            {interview(study,
                       "1",
                       {{"consent", {}, "yes"},
                        {"age", {}, "40"},
                        {"c_age", {0}, "3"},
                        {"c_age", {1}, "5"}}),
             interview(
                 study, "2", {{"consent", {}, "yes"}, {"age", {}, "15"}, {"c_age", {0}, "1"}})})
            .dataset;
    ASSERT_EQ(dataset.levels.size(), 2U);
    const Level& children = dataset.levels[1];
    EXPECT_EQ(children.rows, 3U);
    EXPECT_EQ(children.parent_row, (std::vector<std::int32_t>{0, 0, 1}));
    EXPECT_EQ(children.find("c_age")->missing(2), Missing::not_asked);
    const DatasetSource source(dataset, study.questionnaire, 1);
    const auto older =
        evaluate_truth(parse("${c_age} > 4 and ${age} = 40").expression->root, source);
    EXPECT_EQ(older, (std::vector<std::uint8_t>{0, 1, 0}));
}

// Two routes to who was asked: the router, an interview at a time, and the columns all at once.
TEST(Dataset, WhoWasAskedIsWhatTheSkipLogicSaysOverColumns) {
    const Study study = small_study();
    std::mt19937 random(7);
    const auto pick = [&](std::initializer_list<const char*> from) {
        return std::string(*(from.begin() + random() % from.size()));
    };
    std::vector<Interview> interviews;
    for (int i = 0; i < 500; ++i) {
        interviews.push_back(interview(study,
                                       std::to_string(i),
                                       {{"consent", {}, "yes"},
                                        {"age", {}, pick({"12", "17", "18", "40", ""})},
                                        {"works", {}, pick({"yes", "no", "dont", ""})},
                                        {"how", {}, pick({"bus", "bus foot", "refused", ""})}}));
    }
    const auto dataset = assemble(study, interviews).dataset;
    const DatasetSource source(dataset, study.questionnaire);
    for (const Question& q : study.questionnaire.questions) {
        if (!q.relevant || dataset.find(q.name) == nullptr) continue;
        EXPECT_EQ(dataset.find(q.name)->asked, evaluate_truth(q.relevant->root, source)) << q.name;
    }
}

TEST(Dataset, DiagnosticsDoNotRepeatWhatIdentifies) {
    Study study;
    study.questionnaire = form_from_text(R"(
        survey
        | type           | name  | label | relevant         | constraint | disclosure |
        | integer        | age   | Age   |                  | . < 120    |            |
        | text           | phone | Phone | ${age} < 100     |            | identifier |
        | select_one sex | sex   | Sex   |                  |            | quasi      |
        choices
        | list_name | name | label |
        | sex       | f    | F     |
    )")
                              .questionnaire;
    const auto diagnostics =
        assemble(
            study,
            {interview(study,
                       "1",
                       {{"age", {}, "130"}, {"phone", {}, "+77011234567"}, {"sex", {}, "secret"}})})
            .diagnostics;
    ASSERT_EQ(diagnostics.size(), 3U);
    const std::string printed = print_all(diagnostics);
    EXPECT_EQ(printed.find("+7701"), std::string::npos) << printed;
    EXPECT_EQ(printed.find("secret"), std::string::npos) << printed;
    EXPECT_NE(printed.find("“130”"), std::string::npos) << printed;
    EXPECT_EQ(diagnostics[0].place.column, "phone");
    EXPECT_EQ(diagnostics[0].place.interview, "1");
}

// Two versions in one round: a question is dropped, another added, a choice lost, and the skip
// logic of a third repaired.
Study study_of_two_versions() {
    Study study;
    study.versions.push_back(form_from_text(R"(
        survey
        | type         | name   | label | relevant           |
        | integer      | age    | Age   |                    |
        | select_one s | sector | S     | ${age} >= 18       |
        | integer      | hours  | H     | ${sector} = 'farm' |
        choices
        | list_name | name | label |
        | s         | farm | Farm  |
        | s         | shop | Shop  |
        settings
        | form_id | version |
        | f       | 1       |
    )")
                                 .questionnaire);
    study.versions.push_back(form_from_text(R"(
        survey
        | type         | name   | label | relevant           |
        | begin_group  | g      | G     |                    |
        | integer      | age    | Age   |                    |
        | select_one s | sector | S     | ${age} >= 16       |
        | end_group    |        |       |                    |
        | integer      | wage   | W     | ${sector} = 'shop' |
        choices
        | list_name | name | label |
        | s         | shop | Shop  |
        settings
        | form_id | version |
        | f       | 2       |
    )")
                                 .questionnaire);
    study.questionnaire = with_earlier_versions(study.versions[1], {study.versions[0]});
    return study;
}

Interview of_version(const Study& study,
                     const std::string& version,
                     const std::string& id,
                     const std::vector<std::pair<std::string, std::string>>& answers) {
    Interview out;
    out.instance_id = id;
    out.version = version;
    for (const auto& [name, value] : answers)
        out.answers.push_back({study.form_of(version).find(name), {}, value});
    return out;
}

TEST(Dataset, JudgesEachInterviewByTheVersionItWasFilledUnder) {
    const Study study = study_of_two_versions();
    const AssembledDataset assembled =
        assemble(study,
                 {of_version(study, "1", "a", {{"age", "20"}, {"sector", "farm"}, {"hours", "9"}}),
                  of_version(study, "1", "b", {{"age", "17"}}),
                  of_version(study, "2", "c", {{"age", "17"}, {"sector", "shop"}, {"wage", "5"}})});
    EXPECT_TRUE(assembled.diagnostics.empty()) << print_all(assembled.diagnostics);
    const auto asked = [&](const char* name) {
        const Column* column = assembled.dataset.find(name);
        return column == nullptr ? std::vector<std::uint8_t>{} : column->asked;
    };
    using Asked = std::vector<std::uint8_t>;
    EXPECT_EQ(asked("sector"), (Asked{1, 0, 1})) << "17 is asked by the second version only";
    EXPECT_EQ(asked("hours"), (Asked{1, 0, 0})) << "the base holds no version without it";
    EXPECT_EQ(asked("wage"), (Asked{0, 0, 1}));
    const Column& sector = *assembled.dataset.find("sector");
    EXPECT_EQ(sector.choice_count, 2) << "a choice that is gone is still a row of its table";
    EXPECT_EQ(sector.dictionary[static_cast<std::size_t>(sector.codes[0])], "farm");
}

TEST(Dataset, LeavesOutWhatATeamLeftOut) {
    const Study study = study_of_two_versions();
    std::vector<Interview> interviews{of_version(study, "1", "a", {{"age", "20"}}),
                                      of_version(study, "2", "b", {{"age", "20"}}),
                                      of_version(study, "2", "c", {{"age", "20"}})};
    interviews[0].standing = Standing::pilot;
    interviews[1].standing = Standing::rejected;
    const Dataset dataset = assemble(study, interviews, {.withdrawn = 2}).dataset;
    EXPECT_EQ(dataset.received, 5);
    EXPECT_EQ(dataset.counted(), 1U);
    ASSERT_EQ(dataset.left_out.size(), 3U);
    EXPECT_EQ(dataset.left_out[0].reason, LeftOutReason::pilot);
    EXPECT_EQ(dataset.left_out[1].reason, LeftOutReason::rejected);
    EXPECT_EQ(dataset.left_out[2].reason, LeftOutReason::withdrawn);
    EXPECT_EQ(dataset.left_out[2].interviews, 2);
}

}  // namespace
}  // namespace mtm
