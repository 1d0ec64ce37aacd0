#include "sampling/rds_analysis.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "sampling/madrona_for_test.h"
#include "sampling/rds_methodology.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* recruitment_form =
    "survey\n"
    "| type | name | label | disclosure |\n"
    "| text | my_id | Code | identifier |\n"
    "| text | recruiter | Code of who sent you | identifier |\n"
    "| integer | network | How many do you know? | |\n"
    "| select_one yes_no | sick | Are you sick? | |\n"
    "| select_multiple work | works | Where do you work? | |\n"
    "| integer | age | How old are you? | |\n"
    "| text | remark | Anything else? | |\n"
    "choices\n| list_name | name | label | missing |\n"
    "| yes_no | yes | Yes | |\n| yes_no | no | No | |\n| yes_no | dk | I do not know | unknown |\n"
    "| work | site | Building site | |\n| work | farm | Farm | |\n";

struct RecruitmentStudy {
    Study study;
    std::vector<Interview> interviews;

    RecruitmentStudy() {
        Compiled compiled = form_from_text(recruitment_form);
        EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
        study.questionnaire = std::move(compiled.questionnaire);
        study.file.design = "respondent-driven";
        study.file.respondent_driven = {.given = true,
                                        .id = "my_id",
                                        .recruiter = "recruiter",
                                        .seeds = {"seed"},
                                        .network_size = "network",
                                        .replicates = 200};
    }

    void add(const std::vector<std::pair<const char*, std::string>>& answers) {
        Interview interview;
        interview.instance_id = "i" + std::to_string(interviews.size());
        for (const auto& [name, value] : answers)
            interview.answers.push_back(
                {.question = study.questionnaire.find(name), .repeat = {}, .value = value});
        interviews.push_back(std::move(interview));
    }

    [[nodiscard]] Dataset dataset() const { return assemble(study, interviews).dataset; }
};

RecruitmentStudy six_people() {
    RecruitmentStudy out;
    const char* const rows[6][6] = {{"a", "seed", "4", "yes", "site", "20"},
                                    {"b", "A", "2", "no", "site farm", "30"},
                                    {"c", "a", "4", "yes", "farm", "40"},
                                    {"d", "b", "1", "no", "", "50"},
                                    {"e", "b", "4", "dk", "site", ""},
                                    {"f", "d", "2", "", "farm", "60"}};
    for (const auto& row : rows)
        out.add({{"my_id", row[0]},
                 {"recruiter", row[1]},
                 {"network", row[2]},
                 {"sick", row[3]},
                 {"works", row[4]},
                 {"age", row[5]}});
    return out;
}

TEST(RdsAnalysis, EstimatesEachKindOfQuestionByHand) {
    const RecruitmentStudy six = six_people();
    const Dataset dataset = six.dataset();
    RdsSample sample = rds_sample(six.study, dataset);
    EXPECT_EQ(print_all(sample.diagnostics), "");
    EXPECT_EQ(sample.tree.waves(), 4);
    const auto read = analyse_respondent_driven(
        six.study, dataset, std::move(sample), rds_questions(six.study, dataset));
    ASSERT_TRUE(read);
    const RdsAnalysis& analysis = read.value();
    ASSERT_EQ(analysis.questions.size(), 3U);  // neither identifiers, network size nor texts
    // Σ 1/degree = ¼ + ½ + ¼ + 1 + ¼ + ½ = 11/4.
    const RdsQuestionEstimate& sick = analysis.questions[0];
    ASSERT_EQ(sick.groups.size(), 4U);
    EXPECT_EQ(sick.groups[0].label, "Yes");
    EXPECT_NEAR(*sick.groups[0].estimate, 2.0 / 11, 1e-12);
    EXPECT_NEAR(*sick.groups[1].estimate, 6.0 / 11, 1e-12);
    EXPECT_EQ(sick.groups[2].label, "I do not know");
    EXPECT_NEAR(*sick.groups[2].estimate, 1.0 / 11, 1e-12);
    EXPECT_EQ(sick.groups[3].label, "No answer");
    EXPECT_NEAR(*sick.groups[3].estimate, 2.0 / 11, 1e-12);
    EXPECT_NEAR(sick.groups[0].in_sample, 2.0 / 6, 1e-12);
    ASSERT_TRUE(sick.groups[0].interval);
    EXPECT_EQ(sick.groups[0].interval->replicates, 200U);
    EXPECT_EQ(sick.bottleneck.size(), 1U);
    const RdsQuestionEstimate& works = analysis.questions[1];
    EXPECT_TRUE(works.multiple);
    EXPECT_NEAR(*works.groups[0].estimate, 4.0 / 11, 1e-12);  // site: ¼ + ½ + ¼
    EXPECT_NEAR(*works.groups[1].estimate, 5.0 / 11, 1e-12);  // farm: ½ + ¼ + ½
    const RdsQuestionEstimate& age = analysis.questions[2];
    EXPECT_TRUE(age.number);
    EXPECT_EQ(age.base, 6U);  // asked, as `mtm ask` has it
    EXPECT_EQ(age.groups[0].n, 5U);
    EXPECT_NEAR(*age.groups[0].estimate, (20 + 60 + 40 + 200 + 120) / 10.0, 1e-12);
    EXPECT_NEAR(age.groups[0].in_sample, 40, 1e-12);
    EXPECT_TRUE(age.groups[0].interval);
}

TEST(RdsAnalysis, SaysWhyAQuestionIsNotEstimated) {
    const RecruitmentStudy six = six_people();
    const Dataset dataset = six.dataset();
    const auto read = analyse_respondent_driven(
        six.study, dataset, rds_sample(six.study, dataset), {"my_id", "remark", "nothing", "sick"});
    ASSERT_TRUE(read);
    EXPECT_EQ(read.value().questions.size(), 1U);
    ASSERT_EQ(read.value().problems.size(), 3U);
    EXPECT_NE(read.value().problems[0].find("who somebody is"), std::string::npos);
}

// Whom nobody of another answer recruited, RDS-I takes for nobody: the zero is not left
// unexplained.
TEST(RdsAnalysis, AZeroOfRdsIIsExplained) {
    for (const RdsEstimator estimator :
         {RdsEstimator::rds_i, RdsEstimator::rds_i_smoothed, RdsEstimator::rds_ii}) {
        RecruitmentStudy chain;
        chain.study.file.respondent_driven.estimator = estimator;
        for (int i = 0; i < 4; ++i)
            chain.add({{"my_id", std::to_string(i)},
                       {"recruiter", i == 0 ? "seed" : std::to_string(i - 1)},
                       {"network", "3"},
                       {"sick", i == 0 ? "yes" : "no"}});
        const Dataset dataset = chain.dataset();
        const auto read = analyse_respondent_driven(
            chain.study, dataset, rds_sample(chain.study, dataset), {"sick"});
        ASSERT_TRUE(read);
        const RdsQuestionEstimate& sick = read.value().questions[0];
        const bool is_rds_i = estimator != RdsEstimator::rds_ii;
        EXPECT_EQ(sick.problem.find("RDS-I estimates nobody of “Yes”") != std::string::npos,
                  is_rds_i)
            << sick.problem;
        EXPECT_EQ(*sick.groups[0].estimate == 0, is_rds_i);
    }
}

TEST(RdsAnalysis, WithoutRecruitmentOrSizesNothingHasAnInterval) {
    for (const bool sizes : {false, true}) {
        RecruitmentStudy six = six_people();
        RespondentDrivenRules& rules = six.study.file.respondent_driven;
        rules.id.clear();
        rules.recruiter.clear();
        if (!sizes) rules.network_size.clear();
        const Dataset dataset = six.dataset();
        const auto read =
            analyse_respondent_driven(six.study, dataset, rds_sample(six.study, dataset), {"sick"});
        ASSERT_TRUE(read);
        const RdsGroupEstimate& yes = read.value().questions[0].groups[0];
        EXPECT_NEAR(*yes.estimate, sizes ? 2.0 / 11 : 2.0 / 6, 1e-12);
        EXPECT_FALSE(yes.interval);
        EXPECT_TRUE(read.value().waves.empty());
        ASSERT_FALSE(read.value().methodology.empty());
        EXPECT_NE(read.value().methodology.back().find("may be called significant"),
                  std::string::npos);
    }
}

// Everybody came by themselves: nothing can be resampled but strangers, as if they had been drawn.
TEST(RdsAnalysis, SeedsAloneGiveNoInterval) {
    RecruitmentStudy alone;
    for (int i = 0; i < 5; ++i)
        alone.add({{"my_id", std::to_string(i)}, {"network", "3"}, {"sick", i < 2 ? "yes" : "no"}});
    const Dataset dataset = alone.dataset();
    const auto read =
        analyse_respondent_driven(alone.study, dataset, rds_sample(alone.study, dataset), {"sick"});
    ASSERT_TRUE(read);
    EXPECT_FALSE(read.value().sample.has_tree);
    EXPECT_FALSE(read.value().questions[0].groups[0].interval);
}

TEST(RdsAnalysis, EveryEstimatorAndBootstrapGivesNumbers) {
    REQUIRE_SHARED(madrona_file);
    const Madrona madrona = read_madrona();
    RecruitmentStudy many;
    for (std::size_t row = 0; row < madrona.ids.size(); ++row)
        many.add({{"my_id", madrona.ids[row]},
                  {"recruiter", madrona.recruiters[row]},
                  {"network", std::to_string(static_cast<int>(madrona.degrees[row]))},
                  {"sick", madrona.codes[row] == 1 ? "yes" : "no"},
                  {"age", std::to_string(20 + row % 40)}});
    const Dataset dataset = many.dataset();
    RespondentDrivenRules& rules = many.study.file.respondent_driven;
    rules.population_size = 1000;

    struct Wanted {
        RdsEstimator estimator;
        RdsBootstrap bootstrap;
        double sick;
        double tolerance;
    };

    for (const Wanted& wanted :
         {Wanted{RdsEstimator::rds_i, RdsBootstrap::tree, 0.1592, 0.00005},
          Wanted{RdsEstimator::rds_i_smoothed, RdsBootstrap::salganik, 0.1592, 0.00005},
          Wanted{RdsEstimator::rds_ii, RdsBootstrap::tree, 0.164149290444997, 1e-12},
          Wanted{RdsEstimator::rds_ii, RdsBootstrap::salganik, 0.164149290444997, 1e-12},
          Wanted{RdsEstimator::successive_sampling, RdsBootstrap::tree, 0.19466, 0.001},
          Wanted{RdsEstimator::successive_sampling,
                 RdsBootstrap::successive_sampling,
                 0.19466,
                 0.001}}) {
        rules.estimator = wanted.estimator;
        rules.bootstrap = wanted.bootstrap;
        const auto read = analyse_respondent_driven(
            many.study, dataset, rds_sample(many.study, dataset), {"sick", "age"});
        ASSERT_TRUE(read);
        const RdsGroupEstimate& yes = read.value().questions[0].groups[0];
        const std::string how =
            rds_estimator_in_words(rules) + ", " + rds_bootstrap_in_words(rules);
        EXPECT_NEAR(*yes.estimate, wanted.sick, wanted.tolerance) << how;
        ASSERT_TRUE(yes.interval) << how;
        EXPECT_LT(yes.interval->low, *yes.estimate) << how;
        EXPECT_GT(yes.interval->high, *yes.estimate) << how;
        EXPECT_GT(*yes.interval->design_effect, 0.3) << how;
        EXPECT_LT(*yes.interval->design_effect, 12) << how;
        const RdsQuestionEstimate& age = read.value().questions[1];
        EXPECT_EQ(age.groups[0].interval.has_value(), rules.bootstrap == RdsBootstrap::tree) << how;
        EXPECT_EQ(age.problem.empty(), rules.bootstrap == RdsBootstrap::tree) << how;
    }
    rules.population_size = 499;
    EXPECT_FALSE(
        analyse_respondent_driven(many.study, dataset, rds_sample(many.study, dataset), {"sick"}));
}

// An import by several threads stores interviews in no order: intervals are not of that.
TEST(RdsAnalysis, TheOrderOfInterviewsChangesNoInterval) {
    RecruitmentStudy people;
    for (int i = 0; i < 60; ++i)
        people.add({{"my_id", "p" + std::to_string(i)},
                    {"recruiter", i < 6 ? "seed" : "p" + std::to_string(i / 2 - 3 + i % 3)},
                    {"network", std::to_string(1 + i * 7 % 11)},
                    {"sick", i % 4 == 0 ? "yes" : "no"},
                    {"age", std::to_string(20 + i)}});
    RespondentDrivenRules& rules = people.study.file.respondent_driven;
    rules.population_size = 100;
    const auto intervals = [&people] {
        const Dataset dataset = people.dataset();
        const RdsSample sample = rds_sample(people.study, dataset);
        EXPECT_EQ(print_all(sample.diagnostics), "");
        const auto read = analyse_respondent_driven(people.study, dataset, sample, {"sick", "age"});
        std::vector<double> out;
        for (const RdsQuestionEstimate& question : read.value().questions) {
            for (const RdsGroupEstimate& group : question.groups) {
                if (!group.interval) continue;
                out.push_back(group.interval->low);
                out.push_back(group.interval->high);
                out.push_back(group.interval->standard_error);
            }
        }
        return out;
    };
    for (const auto& [estimator, bootstrap] :
         {std::pair{RdsEstimator::rds_ii, RdsBootstrap::tree},
          std::pair{RdsEstimator::rds_i, RdsBootstrap::tree},
          std::pair{RdsEstimator::rds_ii, RdsBootstrap::salganik},
          std::pair{RdsEstimator::successive_sampling, RdsBootstrap::successive_sampling}}) {
        rules.estimator = estimator;
        rules.bootstrap = bootstrap;
        const std::vector<double> before = intervals();
        EXPECT_GE(before.size(), 6U);
        std::ranges::reverse(people.interviews);
        std::swap(people.interviews[3], people.interviews[40]);
        const std::vector<double> after = intervals();
        ASSERT_EQ(before.size(), after.size());
        for (std::size_t i = 0; i < before.size(); ++i)
            EXPECT_NEAR(before[i], after[i], 1e-11) << i;
    }
}

TEST(RdsAnalysis, APopulationSmallerThanTheSampleIsToldWithItsLine) {
    RecruitmentStudy six = six_people();
    RespondentDrivenRules& rules = six.study.file.respondent_driven;
    rules.estimator = RdsEstimator::successive_sampling;
    rules.population_size = 5;
    rules.population_line = 12;
    const RdsSample sample = rds_sample(six.study, six.dataset());
    ASSERT_EQ(sample.diagnostics.size(), 1U);
    EXPECT_EQ(sample.diagnostics[0].code, "population-too-small");
    EXPECT_EQ(sample.diagnostics[0].place.row, 12);
    EXPECT_TRUE(has_errors(sample.diagnostics));
    rules.population_size = 6;
    EXPECT_TRUE(rds_sample(six.study, six.dataset()).diagnostics.empty());
}

}  // namespace
}  // namespace mtm
