// Figures and tables of a respondent-driven sample are those of mtm rds.
#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "dataset/dataset.h"
#include "expression/parse.h"
#include "sampling/rds_analysis.h"
#include "sampling/study_variance.h"
#include "tabulate/figure.h"
#include "tabulate/precision.h"
#include "tabulate/tabulate.h"
#include "tabulate/variance_words.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* chain_form =
    "survey\n"
    "| type | name | label | disclosure |\n"
    "| text | my_id | Code | identifier |\n"
    "| text | recruiter | Code of who sent you | identifier |\n"
    "| integer | network | How many do you know? | |\n"
    "| select_one yes_no | sick | Are you sick? | |\n"
    "| select_one sex | sex | Sex | |\n"
    "| select_multiple work | works | Where do you work? | |\n"
    "| integer | age | How old are you? | |\n"
    "choices\n| list_name | name | label | missing |\n"
    "| yes_no | yes | Yes | |\n| yes_no | no | No | |\n| yes_no | dk | I do not know | unknown |\n"
    "| sex | male | Man | |\n| sex | female | Woman | |\n"
    "| work | site | Building site | |\n| work | farm | Farm | |\n";

class RecruitedPeople : public ::testing::Test {
protected:
    RecruitedPeople() {
        Compiled compiled = form_from_text(chain_form);
        EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
        study_.questionnaire = std::move(compiled.questionnaire);
        study_.file.design = "respondent-driven";
        study_.file.respondent_driven = {.given = true,
                                         .id = "my_id",
                                         .recruiter = "recruiter",
                                         .seeds = {"seed"},
                                         .network_size = "network",
                                         .replicates = 300};
        Random random(7);
        for (std::size_t i = 0; i < 150; ++i) {
            const std::string recruiter =
                i < 5 ? "seed" : "p" + std::to_string(random.below(std::min(i, i / 2 + 5)));
            const bool woman = random.chance(0.4);
            add({{"my_id", "p" + std::to_string(i)},
                 {"recruiter", recruiter},
                 {"network", std::to_string(1 + random.below(20))},
                 {"sick",
                  random.chance(woman ? 0.6 : 0.2) ? "yes"
                  : random.chance(0.8)             ? "no"
                                                   : "dk"},
                 {"sex", woman ? "female" : "male"},
                 {"works",
                  random.chance(0.5)   ? "site"
                  : random.chance(0.5) ? "site farm"
                                       : ""},
                 {"age",
                  i < 5                ? "99"
                  : random.chance(0.1) ? ""
                                       : std::to_string(18 + random.below(40))}});
        }
    }

    void add(const std::vector<std::pair<const char*, std::string>>& answers) {
        Interview interview;
        interview.instance_id = "i" + std::to_string(interviews_.size());
        for (const auto& [name, value] : answers)
            interview.answers.push_back(
                {.question = study_.questionnaire.find(name), .repeat = {}, .value = value});
        interviews_.push_back(std::move(interview));
    }

    [[nodiscard]] Dataset weighted() const {
        Dataset dataset = assemble(study_, interviews_).dataset;
        const RdsSample sample = rds_sample(study_, dataset);
        EXPECT_EQ(print_all(sample.diagnostics), "");
        EXPECT_TRUE(give_recruitment_weights(study_, sample, dataset).has_value());
        return dataset;
    }

    [[nodiscard]] RdsQuestionEstimate analysed(const std::string& question) const {
        const Dataset dataset = assemble(study_, interviews_).dataset;
        auto analysis =
            analyse_respondent_driven(study_, dataset, rds_sample(study_, dataset), {question});
        EXPECT_TRUE(analysis.has_value() && analysis->questions.size() == 1);
        return analysis->questions.at(0);
    }

    [[nodiscard]] Table table_of(const Dataset& dataset,
                                 const std::string& question,
                                 Statistic statistic = Statistic::percent) const {
        TableSpec spec;
        spec.question = question;
        spec.statistic = statistic;
        return tabulate(study_, dataset, spec);
    }

    [[nodiscard]] Estimate figure(const Dataset& dataset, const std::string& source) const {
        Parsed parsed = parse(source);
        const auto value = evaluate_figure(study_, dataset, *parsed.expression);
        EXPECT_TRUE(value.has_value()) << source;
        return value ? value->estimate : Estimate{};
    }

    void expect_same(const Estimate& ours, const RdsGroupEstimate& theirs, double unit) const {
        const std::string what = theirs.label;
        ASSERT_TRUE(ours.value && theirs.estimate) << what;
        EXPECT_NEAR(*ours.value, unit * *theirs.estimate, 1e-9) << what;
        ASSERT_EQ(ours.standard_error.has_value(), theirs.interval.has_value()) << what;
        if (!theirs.interval) return;
        EXPECT_NEAR(*ours.standard_error, unit * theirs.interval->standard_error, 1e-9) << what;
        EXPECT_NEAR(*ours.low, unit * theirs.interval->low, 1e-9) << what;
        EXPECT_NEAR(*ours.high, unit * theirs.interval->high, 1e-9) << what;
        if (unit == 1) return;
        const auto effect = design_effect_of_percent(study_.file, ours);
        ASSERT_EQ(effect.has_value(), theirs.interval->design_effect.has_value()) << what;
        EXPECT_NEAR(effect.value_or(0), theirs.interval->design_effect.value_or(0), 1e-9) << what;
    }

    void expect_as_mtm_rds() const {
        const Dataset dataset = weighted();
        for (const std::string question : {"sick", "works"}) {
            const Table table = table_of(dataset, question);
            const RdsQuestionEstimate theirs = analysed(question);
            std::size_t compared = 0;
            for (const RdsGroupEstimate& group : theirs.groups) {
                for (std::size_t c = 0; c < table.categories.size(); ++c) {
                    if (group.name.empty() || table.categories[c].name != group.name) continue;
                    expect_same(table.cells[0][c], group, 100);
                    ++compared;
                }
            }
            EXPECT_GE(compared, 2U) << question;
        }
        expect_same(
            table_of(dataset, "age", Statistic::mean).cells[0][0], analysed("age").groups[0], 1);
        expect_same(figure(dataset, "percent(${sick} = 'yes')"), analysed("sick").groups[0], 100);
    }

    Study study_;
    std::vector<Interview> interviews_;
};

TEST_F(RecruitedPeople, TablesAndFiguresAreThoseOfMtmRds) {
    expect_as_mtm_rds();
}

TEST_F(RecruitedPeople, WithOtherIntervalsAndSeedsLeftOutToo) {
    RespondentDrivenRules& rules = study_.file.respondent_driven;
    rules.seeds_counted = false;
    for (const RdsIntervalForm form :
         {RdsIntervalForm::normal, RdsIntervalForm::pivotal, RdsIntervalForm::proportion}) {
        rules.interval = form;
        rules.confidence = 90;
        expect_as_mtm_rds();
    }
}

TEST_F(RecruitedPeople, ByGilesWeightsToo) {
    RespondentDrivenRules& rules = study_.file.respondent_driven;
    rules.estimator = RdsEstimator::successive_sampling;
    rules.population_size = 1000;
    expect_as_mtm_rds();
}

TEST_F(RecruitedPeople, ArithmeticOfFiguresIsByTheSameSamples) {
    const Dataset dataset = weighted();
    const Estimate rest = figure(dataset, "100 - percent(${sick} = 'yes')");
    const Estimate sick = figure(dataset, "percent(${sick} = 'yes')");
    EXPECT_NEAR(*rest.low, 100 - *sick.high, 1e-9);
    const Estimate gap = figure(dataset,
                                "percent(${sick} = 'yes', ${sex} = 'female') - percent(${sick} = "
                                "'yes', ${sex} = 'male')");
    EXPECT_GT(*gap.standard_error, 0);
    EXPECT_LT(*gap.low, *gap.value);
    EXPECT_GT(*gap.high, *gap.value);
}

TEST_F(RecruitedPeople, NumbersOfPeopleAreNotWeighted) {
    const Dataset dataset = weighted();
    const Estimate count = figure(dataset, "count(${sex} = 'female')");
    EXPECT_EQ(*count.value, static_cast<double>(count.n));
    EXPECT_FALSE(count.standard_error);
    EXPECT_EQ(count.no_interval,
              "the weights of a respondent-driven sample tell of shares, not of numbers of people");
}

TEST_F(RecruitedPeople, WhatCannotHaveAnIntervalSaysWhy) {
    RespondentDrivenRules& rules = study_.file.respondent_driven;
    const auto reason = [this] {
        const Dataset dataset = weighted();
        const Estimate sick = figure(dataset, "percent(${sick} = 'yes')");
        EXPECT_FALSE(sick.standard_error || sick.low || sick.high);
        EXPECT_NEAR(*sick.value, 100 * *analysed("sick").groups[0].estimate, 1e-9);
        return sick.no_interval;
    };
    rules.bootstrap = RdsBootstrap::salganik;
    EXPECT_EQ(reason(), "this bootstrap is of one question at a time; mtm rds has its intervals");
    rules.bootstrap = RdsBootstrap::none;
    EXPECT_EQ(reason(), "the study asks for no bootstrap");
    rules.bootstrap = RdsBootstrap::tree;
    rules.recruiter.clear();
    rules.id.clear();
    EXPECT_EQ(reason(), "the interviews do not tell who recruited whom");
}

TEST_F(RecruitedPeople, AnEstimatorWithoutWeightsLeavesFiguresUnweighted) {
    study_.file.respondent_driven.estimator = RdsEstimator::rds_i;
    const Dataset dataset = weighted();
    EXPECT_EQ(dataset.design, nullptr);
    EXPECT_EQ(figure(dataset, "percent(${sick} = 'yes')").no_interval,
              "rds-i gives interviews no weights: this is of the people interviewed, and mtm rds "
              "has the estimate");
}

// Seeds alone carry no weight where they are left out: no number, and no 0 over 0.
TEST_F(RecruitedPeople, ABaseWithoutWeightHasNoValue) {
    study_.file.respondent_driven.seeds_counted = false;
    const Dataset dataset = weighted();
    const Estimate seeds = figure(dataset, "percent(${sick} = 'yes', ${age} = 99)");
    EXPECT_EQ(seeds.base, 5U);
    EXPECT_FALSE(seeds.value || seeds.standard_error || seeds.low);
    EXPECT_EQ(seeds.no_interval, "nobody of its base carries weight");
}

TEST_F(RecruitedPeople, TheMethodologySaysIt) {
    const Dataset dataset = weighted();
    VarianceWords words;
    words.recruited = "weighted by {estimator}";
    words.volz_heckathorn = "network size";
    words.tree = "{n} trees from {seed}, {form} intervals of {confidence}";
    words.percentile = "percentile";
    EXPECT_EQ(variance_words(study_, dataset, words),
              (std::vector<std::string>{"weighted by network size",
                                        "300 trees from 1, percentile intervals of 95"}));
}

}  // namespace
}  // namespace mtm
