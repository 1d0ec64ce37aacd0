#include "sampling/weigh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <map>
#include <numeric>

#include <gtest/gtest.h>

#include "dataset/dataset.h"
#include "expression/parse.h"
#include "sampling/sample_output.h"
#include "sampling/study_variance.h"
#include "tests/form_text.h"
#include "workbook/read.h"

namespace mtm {
namespace {

// Ten interviews in three villages of two areas.
class TenInterviews {
public:
    TenInterviews() {
        study.questionnaire = form_from_text(R"(
            survey
            | type             | name    | label   |
            | select_one area  | area    | Area    |
            | select_one place | village | Village |
            | select_one sex   | sex     | Sex     |
            | integer          | age     | Age     |
            | select_multiple sex | many | Many    |
            choices
            | list_name | name   | label   |
            | area      | north  | North   |
            | area      | south  | South   |
            | place     | aksu   | Ақсу    |
            | place     | karasu | Қарасу  |
            | place     | tasu   | Тасу    |
            | sex       | female | Woman   |
            | sex       | male   | Man     |
        )")
                                  .questionnaire;
        const std::vector<std::array<const char*, 4>> answers{{{"north", "aksu", "female", "20"},
                                                               {"north", "aksu", "male", "30"},
                                                               {"north", "aksu", "male", "40"},
                                                               {"north", "karasu", "male", "25"},
                                                               {"north", "karasu", "male", "35"},
                                                               {"north", "karasu", "female", "45"},
                                                               {"south", "tasu", "male", "50"},
                                                               {"south", "tasu", "male", "22"},
                                                               {"south", "tasu", "female", "33"},
                                                               {"south", "tasu", "male", "44"}}};
        for (const auto& each : answers)
            add(each[0], each[1], each[2], each[3]);
    }

    void add(const char* area, const char* village, const char* sex, const char* age) {
        Interview& out = interviews.emplace_back();
        out.instance_id = "uuid:" + std::to_string(interviews.size());
        for (const auto& [name, value] : {std::pair{"area", area},
                                          std::pair{"village", village},
                                          std::pair{"sex", sex},
                                          std::pair{"age", age}}) {
            if (*value != 0) out.answers.push_back({study.questionnaire.find(name), {}, value});
        }
    }

    // A CSV text for each file of study.toml; empty: none.
    WeighedInterviews weigh_with(const std::string& margins,
                                 const std::string& places = "",
                                 const std::string& nonresponse = "") {
        const Dataset dataset = assemble(study, interviews).dataset;
        std::deque<Workbook> books;
        std::deque<NamedTable> tables;
        const auto read = [&](const std::string& text, const char* name) -> const NamedTable* {
            if (text.empty()) return nullptr;
            auto book = read_workbook(text, name);
            EXPECT_TRUE(book.has_value());
            books.push_back(std::move(*book));
            tables.push_back({name, TableSheet(books.back().sheets[0])});
            return &tables.back();
        };
        const WeightFiles files{.places = read(places, "sample.csv"),
                                .margins = read(margins, "margins.csv"),
                                .nonresponse = read(nonresponse, "approached.csv")};
        return weigh(study, dataset, files, Place{"study.toml", {}, 0, {}, {}});
    }

    Study study;
    std::vector<Interview> interviews;
};

constexpr const char* sex_and_area =
    "variable,category,total\nsex,female,40\nsex,male,60\narea,north,50\narea,south,50\n";

std::string print_all_of(const WeighedInterviews& out) {
    std::string all;
    for (const Diagnostic& each : out.diagnostics)
        all += print(each) + "\n";
    return all;
}

std::string codes_of(const WeighedInterviews& out) {
    std::string all;
    for (const Diagnostic& each : out.diagnostics)
        all += each.code + "@" + each.place.file + std::to_string(each.place.row) +
               each.place.interview + " ";
    return all;
}

TEST(Weigh, WithoutRulesEveryoneCountsOnce) {
    TenInterviews ten;
    const WeighedInterviews out = ten.weigh_with("");
    EXPECT_EQ(out.design.weights, std::vector<double>(10, 1));
    EXPECT_TRUE(out.design.stages.empty());
    EXPECT_EQ(out.stages.back().summary.design_effect, 1);
}

TEST(Weigh, RakesToTheMarginsOfAFile) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::rake};
    const WeighedInterviews out = ten.weigh_with(sex_and_area);
    ASSERT_FALSE(has_errors(out.diagnostics)) << print_all_of(out);
    ASSERT_EQ(out.margins.size(), 4U);
    for (const MarginLine& line : out.margins)
        EXPECT_NEAR(line.after, line.total, 1e-10) << line.category;
    EXPECT_EQ(out.margins[0].interviews, 3U);
    EXPECT_EQ(out.margins[0].before, 3);
    ASSERT_EQ(out.design.calibrations.size(), 1U);
    EXPECT_EQ(out.design.calibrations[0].weights, out.design.weights);
    EXPECT_EQ(out.design.calibrations[0].margins.size(), 2U);
    EXPECT_NE(out.words.back().find("raking to known totals of sex, area"), std::string::npos)
        << out.words.back();
}

TEST(Weigh, CrossesVariablesAndTakesNumbers) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::post_stratify};
    const WeighedInterviews post = ten.weigh_with(
        "variable,category,total\narea * sex,north*female,10\narea * sex,north*male,20\n"
        "area * sex,south*female,30\narea * sex,south*male,40\n");
    ASSERT_FALSE(has_errors(post.diagnostics)) << print_all_of(post);
    EXPECT_EQ(post.design.weights[0], 5);   // 2 women of the north stand for 10
    EXPECT_EQ(post.design.weights[8], 30);  // 1 woman of the south for 30
    ten.study.file.weights.steps = {WeightStep::calibrate};
    const WeighedInterviews mean =
        ten.weigh_with("variable,category,total\neveryone,,100\nage,,3500\n");
    ASSERT_FALSE(has_errors(mean.diagnostics)) << print_all_of(mean);
    EXPECT_NEAR(
        std::accumulate(mean.design.weights.begin(), mean.design.weights.end(), 0.0), 100, 1e-10);
    EXPECT_NEAR(mean.margins[1].after, 3500, 1e-9);
}

// 999 is marked as no answer: nobody is so old, and nobody stands for so many.
TEST(Weigh, NumbersThatStandForNoAnswerAreNone) {
    TenInterviews ten;
    ten.study.questionnaire.questions[static_cast<std::size_t>(ten.study.questionnaire.find("age"))]
        .missing_values = {"999"};
    ten.add("north", "aksu", "male", "999");
    ten.study.file.weights.steps = {WeightStep::calibrate};
    const WeighedInterviews out =
        ten.weigh_with("variable,category,total\neveryone,,100\nage,,3500\n");
    EXPECT_NE(codes_of(out).find("interviews-outside-margins"), std::string::npos) << codes_of(out);
    ten.study.file.weights = {};
    ten.study.file.weights.base = "age";
    EXPECT_NE(codes_of(ten.weigh_with("")).find("bad-base-weight"), std::string::npos);
}

constexpr const char* places =
    "area,village,base_weight,places,people\n"
    "North,Ақсу,10,8,400\nNorth,karasu,12.5,8,500\nSouth,tasu,20,1,90\n";

TEST(Weigh, TakesBaseWeightsAndStagesFromTheSample) {
    TenInterviews ten;
    ten.study.file.sample = {.file = "sample.csv",
                             .place = "village",
                             .strata = {"area"},
                             .clusters = {"village"},
                             .population = {"places", "people"}};
    ten.study.file.weights.base = "base_weight";
    const WeighedInterviews out = ten.weigh_with("", places);
    ASSERT_FALSE(has_errors(out.diagnostics)) << print_all_of(out);
    EXPECT_EQ(out.design.weights,
              (std::vector<double>{10, 10, 10, 12.5, 12.5, 12.5, 20, 20, 20, 20}));
    ASSERT_EQ(out.design.stages.size(), 2U);
    const SamplingStage& first = out.design.stages[0];
    EXPECT_EQ(first.strata, (std::vector<std::int32_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 1}));
    EXPECT_EQ(first.stratum_names, (std::vector<std::string>{"North", "South"}));
    EXPECT_EQ(first.units, (std::vector<std::int32_t>{0, 0, 0, 1, 1, 1, 2, 2, 2, 2}));
    EXPECT_EQ(first.population, (std::vector<double>{8, 8, 8, 8, 8, 8, 1, 1, 1, 1}));
    EXPECT_EQ(stage_size(out.design, 0).units, 3U);
    EXPECT_EQ(stage_size(out.design, 0).strata, 2U);
    const SamplingStage& second = out.design.stages[1];
    EXPECT_EQ(second.strata, first.units);  // people were selected within each place
    EXPECT_EQ(stage_size(out.design, 1).units, 10U);
    EXPECT_EQ(second.population,
              (std::vector<double>{400, 400, 400, 500, 500, 500, 90, 90, 90, 90}));
    // South has its only place, so that it varies no more, and people within it alone do.
    EXPECT_EQ(codes_of(out), "");
    Dataset weighed;
    EXPECT_TRUE(give_design(ten.study, out.design, {}, weighed).empty());
    const TaylorVariance& sample = *weighed.design;
    EXPECT_EQ(sample.degrees_of_freedom(), 1 + 3);  // two places of North; four people of South
    EXPECT_EQ(sample.degrees_of_freedom(std::vector<std::uint8_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 1}),
              3);
}

// Of the only place of its stratum one person alone was interviewed: nothing is known within it.
TEST(Weigh, TellsOfOnePersonOfACertainPlace) {
    TenInterviews ten;
    ten.interviews.resize(7);
    ten.study.file.sample = {.file = "sample.csv",
                             .place = "village",
                             .strata = {"area"},
                             .clusters = {"village"},
                             .population = {"places", "people"}};
    const WeighedInterviews out = ten.weigh_with("", places);
    ASSERT_EQ(codes_of(out), "lonely-cluster@study.toml0 ");
    EXPECT_NE(out.diagnostics[0].message.find("“South”"), std::string::npos);
}

// The factors of each interview in each replicate, by its id.
std::map<std::string, std::vector<double>> factors_by_interview(TenInterviews& ten,
                                                                const std::string& places_of) {
    const WeighedInterviews out = ten.weigh_with("", places_of);
    EXPECT_FALSE(has_errors(out.diagnostics)) << print_all_of(out);
    Dataset dataset = assemble(ten.study, ten.interviews).dataset;
    EXPECT_FALSE(has_errors(give_design(ten.study, out.design, {}, dataset)));
    std::map<std::string, std::vector<double>> found;
    if (dataset.replicates == nullptr) return found;
    const std::vector<double> ones(dataset.counted(), 1);
    for (std::size_t row = 0; row < dataset.counted(); ++row) {
        std::vector<double> only(dataset.counted(), 0);
        only[row] = 1;
        const std::vector<std::vector<double>> totals{dataset.replicates->unit_totals(only)};
        found[dataset.instance_ids[row]] = dataset.replicates->sums(totals)[0];
    }
    return found;
}

// An import by several threads stores interviews in no order: replicates are not of that.
TEST(Weigh, TheOrderOfInterviewsChangesNoReplicate) {
    for (const bool of_file : {true, false}) {
        for (const VarianceMethod method :
             {VarianceMethod::bootstrap, VarianceMethod::jackknife, VarianceMethod::brr}) {
            TenInterviews ten;
            ten.study.file.sample = {.strata = {"sex"}, .clusters = {"village"}};
            if (method == VarianceMethod::brr) ten.study.file.sample = {.strata = {"half"}};
            if (method == VarianceMethod::brr || of_file) {
                ten.study.file.sample.file = "sample.csv";
                ten.study.file.sample.place = "village";
            }
            ten.study.file.variance.method = method;
            ten.study.file.variance.replicates = 60;
            const std::string file = "village,half\ntasu,a\naksu,b\nkarasu,a\n";
            ten.interviews.pop_back();
            if (method == VarianceMethod::brr) ten.add("north", "aksu", "male", "60");
            const std::string text = ten.study.file.sample.file.empty() ? "" : file;
            const auto before = factors_by_interview(ten, text);
            EXPECT_FALSE(before.empty());
            std::ranges::reverse(ten.interviews);
            std::swap(ten.interviews[0], ten.interviews[4]);
            EXPECT_EQ(factors_by_interview(ten, text), before) << static_cast<int>(method);
            if (method != VarianceMethod::brr) continue;
            // It does not mind how many there are.
            ten.study.file.sample.population = {"many"};
            const std::string counted = "village,half,many\ntasu,a,90\naksu,b,80\nkarasu,a,90\n";
            EXPECT_EQ(factors_by_interview(ten, counted), before);
        }
    }
}

std::string told_of_replicates(TenInterviews& ten, VarianceMethod method, const char* file) {
    ten.study.file.variance.method = method;
    ten.study.file.variance.replicates = 60;
    const WeighedInterviews out = ten.weigh_with("", file);
    EXPECT_FALSE(has_errors(out.diagnostics)) << print_all_of(out);
    Dataset dataset = assemble(ten.study, ten.interviews).dataset;
    std::string told;
    for (const Diagnostic& each : give_design(ten.study, out.design, {}, dataset))
        told +=
            (each.severity == Severity::warning ? "" : "error ") + each.code + ": " + each.message;
    return told;
}

// R's replicates are of the first stage alone too, but that is said.
TEST(Weigh, TellsWhatReplicatesLeaveOut) {
    TenInterviews ten;
    ten.study.file.sample = {.file = "sample.csv",
                             .place = "village",
                             .strata = {"area"},
                             .clusters = {"village"},
                             .population = {"places", "people"}};
    const std::string jackknife = told_of_replicates(ten, VarianceMethod::jackknife, places);
    EXPECT_EQ(jackknife,
              "replicates-of-first-stage: Replicates are of the first stage alone: of how people "
              "vary within what was selected there a part is left out, the share of units that "
              "were selected, up to 25 per cent in “North”.");
    const std::string bootstrap = told_of_replicates(ten, VarianceMethod::bootstrap, places);
    EXPECT_EQ(bootstrap,
              "replicates-of-first-stage: These replicates do not mind of how many units the "
              "first were selected: variances come out up to 1.33 times as large as they are in "
              "“North”, where 25 per cent were.");
    EXPECT_EQ(told_of_replicates(ten, VarianceMethod::linearization, places), "");
    ten.study.file.sample.population = {"places"};
    EXPECT_EQ(told_of_replicates(ten, VarianceMethod::jackknife, places), "");
    ten.study.file.sample.population = {};
    ten.study.file.variance.lonely = LonelyUnits::average;
    EXPECT_EQ(told_of_replicates(ten, VarianceMethod::bootstrap, places)
                  .find("replicates-lonely-average: 1 of 2 strata have one primary unit, "),
              0U);
    ten.study.file.variance.lonely = LonelyUnits::certainty;
    EXPECT_EQ(told_of_replicates(ten, VarianceMethod::bootstrap, places), "");
}

// Two people of each of two places are all that a stratum has: none could vary by what others do.
TEST(Weigh, SaysThatNothingVariesWhereAllStrataAreLonely) {
    TenInterviews ten;
    ten.study.file.sample = {.strata = {"village"}, .clusters = {"village"}};
    const WeighedInterviews out = ten.weigh_with("");
    ASSERT_EQ(codes_of(out), "lonely-cluster@study.toml0 ");
    EXPECT_NE(out.diagnostics[0].remedy.find("no number has an interval"), std::string::npos)
        << out.diagnostics[0].remedy;
    ten.study.file.sample = {.strata = {"area"}, .clusters = {"village"}};
    EXPECT_NE(ten.weigh_with("").diagnostics[0].remedy.find("vary as the others do"),
              std::string::npos);
}

TEST(Weigh, ClustersOfOneNameInTwoStrataAreTwo) {
    TenInterviews ten;
    ten.study.file.sample = {.strata = {"sex"}, .clusters = {"village"}};
    const WeighedInterviews out = ten.weigh_with("");
    ASSERT_EQ(out.design.stages.size(), 1U) << print_all_of(out);
    EXPECT_EQ(stage_size(out.design, 0).units, 6U);
    EXPECT_EQ(stage_size(out.design, 0).strata, 2U);
    EXPECT_TRUE(out.design.stages[0].population.empty());
}

TEST(Weigh, AsIfRandomIsASimpleRandomSampleAndSnowballIsNone) {
    TenInterviews ten;
    ten.study.file.design = "snowball";
    EXPECT_TRUE(ten.weigh_with("").design.stages.empty());
    ten.study.file.design = "as if random";
    const WeighedInterviews out = ten.weigh_with("");
    ASSERT_EQ(out.design.stages.size(), 1U);
    EXPECT_EQ(stage_size(out.design, 0).units, 10U);
    EXPECT_EQ(stage_size(out.design, 0).strata, 1U);
}

// Approached 20 in the north, 6 of whom were interviewed, and 5 in the south, with 4.
TEST(Weigh, RaisesWeightsForThoseWhoDidNotRespond) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::nonresponse};
    ten.study.file.weights.fewest_respondents = 3;
    ten.study.file.weights.largest_factor = 4;
    const char* approached = "variable,category,total\narea,north,20\narea,south,5\n";
    const WeighedInterviews out = ten.weigh_with("", "", approached);
    ASSERT_FALSE(has_errors(out.diagnostics)) << print_all_of(out);
    EXPECT_DOUBLE_EQ(out.design.weights[0], 20.0 / 6);
    EXPECT_DOUBLE_EQ(out.design.weights[9], 5.0 / 4);
    ten.study.file.weights.fewest_respondents = 5;
    const WeighedInterviews joined = ten.weigh_with("", "", approached);
    EXPECT_DOUBLE_EQ(joined.design.weights[0], 2.5);
    EXPECT_NE(joined.words.back().find("“south” with “north”"), std::string::npos)
        << joined.words.back();
    // Where nobody was interviewed at all, the neighbour speaks for the cell too.
    ten.study.file.weights.fewest_respondents = 3;
    ten.study.file.weights.largest_factor = 5;
    const WeighedInterviews none =
        ten.weigh_with("",
                       "",
                       "variable,category,total\narea * village,north * aksu,10\n"
                       "area * village,north * karasu,9\narea * village,south * aksu,6\n"
                       "area * village,south * tasu,8\n");
    ASSERT_FALSE(has_errors(none.diagnostics)) << print_all_of(none);
    EXPECT_DOUBLE_EQ(none.design.weights[0], 10.0 / 3);
    EXPECT_DOUBLE_EQ(none.design.weights[3], 15.0 / 3);
    EXPECT_DOUBLE_EQ(none.design.weights[9], 8.0 / 4);
    EXPECT_NE(none.words.back().find("“south * aksu” with “north * karasu”"), std::string::npos)
        << none.words.back();
    EXPECT_EQ(
        codes_of(ten.weigh_with("", "", "variable,category,total\narea,north,20\narea,south,3\n")),
        "more-than-approached@approached.csv0 ");
}

// Of ten approached in the east nobody was interviewed: whoever was in a neighbouring cell speaks
// for them. By hand: east and south together 15 over 4.
TEST(Weigh, ACellInWhichNobodyRespondedIsJoinedWithItsNeighbour) {
    TenInterviews ten;
    ten.study.questionnaire.lists[0].choices.emplace_back().name = "east";
    ten.study.file.weights.steps = {WeightStep::nonresponse};
    ten.study.file.weights.fewest_respondents = 1;
    ten.study.file.weights.largest_factor = 4;
    const std::string approached = "variable,category,total\narea,north,20\n";
    const WeighedInterviews out =
        ten.weigh_with("", "", approached + "area,south,5\narea,east,10\n");
    ASSERT_FALSE(has_errors(out.diagnostics)) << print_all_of(out);
    EXPECT_DOUBLE_EQ(out.design.weights[0], 20.0 / 6);
    EXPECT_DOUBLE_EQ(out.design.weights[9], 15.0 / 4);
    EXPECT_NE(out.words.back().find("joined: “east” with “south”; nobody was interviewed of "
                                    "“east”."),
              std::string::npos)
        << out.words.back();
    // As the first of the file too, and where it is one of crossed variables.
    const WeighedInterviews first = ten.weigh_with(
        "", "", "variable,category,total\narea,east,1\narea,north,20\narea,south,5\n");
    EXPECT_DOUBLE_EQ(first.design.weights[0], 21.0 / 6) << print_all_of(first);
    const std::string crossed =
        "variable,category,total\narea*sex,north*male,8\narea*sex,north*female,4\n"
        "area*sex,south*male,6\narea*sex,south*female,1\n";
    const WeighedInterviews both = ten.weigh_with("", "", crossed + "area*sex,east*male,2\n");
    EXPECT_DOUBLE_EQ(both.design.weights[8], 3.0) << print_all_of(both);
    EXPECT_EQ(codes_of(ten.weigh_with("", "", crossed + "area*sex,east*mail,2\n")),
              "unknown-category@approached.csv6 ");
    // The totals of people known to be there have no neighbours.
    ten.study.file.weights.steps = {WeightStep::rake};
    EXPECT_EQ(codes_of(ten.weigh_with(approached + "area,south,5\narea,east,10\n")),
              "margin-of-nobody@margins.csv4 ");
    // Nor has a cell any where nobody was interviewed at all.
    ten.study.file.weights.steps = {WeightStep::nonresponse};
    ten.interviews.clear();
    EXPECT_EQ(codes_of(ten.weigh_with("", "", approached)),
              "weights-of-nobody@study.toml0 margin-of-nobody@approached.csv2 ");
}

TEST(Weigh, TellsAllMistakesOfMarginsAtOnce) {
    TenInterviews ten;
    ten.add("south", "tasu", "", "30");
    ten.study.file.weights.steps = {WeightStep::rake};
    const WeighedInterviews out = ten.weigh_with(
        "variable,category,total\nsex,female,40\nsex,mail,60\nsex,female,1\narea,north,\"1,5\"\n"
        "area,south,-3\nregion,x,5\nmany,female,3\n");
    EXPECT_TRUE(out.design.weights.empty());
    EXPECT_EQ(codes_of(out),
              "margin-twice@margins.csv4 bad-total@margins.csv5 bad-total@margins.csv6 "
              "unknown-category@margins.csv3 interviews-outside-margins@margins.csv2uuid:11 "
              "interviews-outside-margins@margins.csv2uuid:2 "
              "unknown-variable@margins.csv7 several-categories@margins.csv8 ")
        << print_all_of(out);
}

// The mistake is the total, and not that its people have none.
TEST(Weigh, ABadTotalIsToldOnce) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::rake};
    const std::string header = "variable,category,total\n";
    EXPECT_EQ(codes_of(ten.weigh_with(header + "sex,female,-40\nsex,male,60\n")),
              "bad-total@margins.csv2 ");
    EXPECT_EQ(codes_of(ten.weigh_with(header + "sex,female,nan\nsex,male,60\n")),
              "bad-total@margins.csv2 ");
}

TEST(Weigh, MarginsOfDifferentSumsAreToldOrScaled) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::rake};
    const char* margins =
        "variable,category,total\nsex,female,40\nsex,male,60\narea,north,60\narea,south,60\n";
    EXPECT_EQ(codes_of(ten.weigh_with(margins)), "margins-differ@margins.csv1 ");
    ten.study.file.weights.scale_margins = true;
    const WeighedInterviews out = ten.weigh_with(margins);
    ASSERT_FALSE(has_errors(out.diagnostics)) << print_all_of(out);
    EXPECT_NEAR(out.margins[2].after, 50, 1e-10);
    EXPECT_EQ(out.words.back(),
              "The totals of area add to 120 people and were multiplied by 0.8333, to add to the "
              "100 of sex.");
}

TEST(Weigh, NamesMarginsThatCannotHoldTogether) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::rake};
    // Each area's villages have more people than the area.
    const WeighedInterviews out = ten.weigh_with(
        "variable,category,total\narea,north,50\narea,south,50\nvillage,aksu,10\n"
        "village,karasu,10\nvillage,tasu,80\n");
    EXPECT_EQ(codes_of(out), "margins-clash@margins.csv0 ");
    EXPECT_NE(print_all_of(out).find("area “north” (wanted 50"), std::string::npos)
        << print_all_of(out);
    EXPECT_TRUE(out.design.weights.empty());
}

TEST(Weigh, RefusesWeightsThatAreNone) {
    for (const auto& [weight, what] : {std::pair{"", "is missing or no number"},
                                       std::pair{"many", "is missing or no number"},
                                       std::pair{"nan", "is missing or no number"},
                                       std::pair{"inf", "is missing or no number"},
                                       std::pair{"-2", "is negative"},
                                       std::pair{"0", "is 0"},
                                       std::pair{"1e13", "is over 10¹²"},
                                       std::pair{"1e300", "is over 10¹²"}}) {
        TenInterviews ten;
        ten.study.file.sample = {.file = "sample.csv", .place = "village"};
        ten.study.file.weights.base = "w";
        const WeighedInterviews out =
            ten.weigh_with("", std::string("village,w\naksu,1\nkarasu,2\ntasu,") + weight + "\n");
        ASSERT_EQ(codes_of(out), "bad-base-weight@sample.csv4 ") << weight;
        EXPECT_EQ(out.diagnostics[0].place.column, "w");
        EXPECT_EQ(out.diagnostics[0].message,
                  std::string("4 interviews have a base weight “w” that ") + what + ".");
        EXPECT_TRUE(out.design.weights.empty());
    }
}

// An answer is a number where the form takes it for one: without an exponent.
TEST(Weigh, TakesAnswersForNumbersAsFormsDo) {
    TenInterviews ten;
    ten.study.file.weights.base = "age";
    ten.add("south", "tasu", "male", "1e3");
    const WeighedInterviews out = ten.weigh_with("");
    EXPECT_EQ(codes_of(out), "bad-base-weight@study.toml0uuid:11 ");
    ten.interviews.pop_back();
    EXPECT_EQ(codes_of(ten.weigh_with("")), "");
}

// Beyond 10¹² people sums are no longer counts.
TEST(Weigh, RefusesTotalsOfMoreThanCanBe) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::rake};
    const std::string header = "variable,category,total\n";
    const WeighedInterviews out = ten.weigh_with(header + "sex,female,1e300\nsex,male,1e300\n");
    EXPECT_EQ(codes_of(out), "total-too-large@margins.csv2 total-too-large@margins.csv3 ");
    EXPECT_EQ(codes_of(ten.weigh_with(header + "sex,female,6e11\nsex,male,6e11\n")),
              "total-too-large@margins.csv1 ");
    EXPECT_EQ(codes_of(ten.weigh_with(header + "sex,female,5e11\nsex,male,5e11\n")), "");
    EXPECT_EQ(codes_of(ten.weigh_with(header + "everyone,,2e12\n")),
              "total-too-large@margins.csv2 ");
    ten.study.file.weights.steps = {};
    ten.study.file.sample = {.file = "sample.csv", .place = "village"};
    ten.study.file.weights.base = "w";
    EXPECT_EQ(codes_of(ten.weigh_with("", "village,w\naksu,4e11\nkarasu,1\ntasu,1\n")),
              "weights-too-large@study.toml0 ");
}

TEST(Weigh, RefusesPlacesThatWereNotSelectedAndUnitsThatAreTooFew) {
    TenInterviews ten;
    ten.study.file.sample = {.file = "sample.csv",
                             .place = "village",
                             .strata = {"area"},
                             .clusters = {"village"},
                             .population = {"places"}};
    EXPECT_EQ(codes_of(ten.weigh_with("", "village,area,places\naksu,n,9\naksu,n,9\ntasu,s,9\n")),
              "place-twice@sample.csv3 place-not-in-sample@sample.csv0uuid:4 "
              "interview-without-stratum@study.toml0uuid:4 ");
    EXPECT_EQ(
        codes_of(ten.weigh_with("", "village,area,places\naksu,n,1\nkarasu,n,1\ntasu,s,few\n")),
        "bad-population@sample.csv2 bad-population@sample.csv4 ");
}

TEST(Weigh, RefusesNegativeWeightsOfTheRegressionEstimator) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::calibrate};
    const char* margins = "variable,category,total\neveryone,,100\nage,,2200\n";
    const WeighedInterviews out = ten.weigh_with(margins);
    EXPECT_NE(codes_of(out).find("negative-weight@study.toml0uuid:"), std::string::npos);
    ten.study.file.weights.distance = CalibrationDistance::exponential;
    EXPECT_EQ(codes_of(ten.weigh_with(margins)), "");
}

// Ten interviews stand for a hundred people, ten each; bounds are of that.
TEST(Weigh, BoundsAreOfWeightsThatAddToThePeople) {
    TenInterviews ten;
    ten.study.file.weights.steps = {WeightStep::calibrate};
    ten.study.file.weights.distance = CalibrationDistance::truncated;
    ten.study.file.weights.lower = 0.6;
    ten.study.file.weights.upper = 1.7;
    const WeighedInterviews out = ten.weigh_with(sex_and_area);
    ASSERT_FALSE(has_errors(out.diagnostics)) << print_all_of(out);
    for (const double weight : out.design.weights)
        EXPECT_TRUE(weight >= 6 - 1e-12 && weight <= 17 + 1e-12) << weight;
    for (const MarginLine& line : out.margins)
        EXPECT_NEAR(line.after, line.total, 1e-10);
}

// What `mtm sample` writes is what [sample] reads: where every interview is held as planned, base
// weights are the plan's, and they add to the people whom the places stand for.
TEST(Weigh, TakesTheFileThatASampleWrites) {
    SamplingFrame frame;
    frame.place_header = "village";
    frame.areas = {{.name = "north"}, {.name = "south"}};
    for (std::size_t p = 0; p < 30; ++p) {
        const double people = p == 0 ? 5000 : 50 + 7 * static_cast<double>(p);
        frame.places.push_back(
            {.name = "place " + std::to_string(p), .area = p % 2, .population = people});
        frame.areas[p % 2].population += people;
        ++frame.areas[p % 2].places;
    }
    for (const PlaceSelection selection : {PlaceSelection::by_size, PlaceSelection::simple}) {
        const auto plan = draw_sample(
            frame, {.interviews = 120, .interviews_a_place = 8, .selection = selection});
        ASSERT_TRUE(plan.has_value());
        TenInterviews out;
        out.interviews.clear();
        out.study.questionnaire = form_from_text(R"(
            survey
            | type | name    | label   |
            | text | village | Village |
        )")
                                      .questionnaire;
        std::vector<double> expected;
        std::size_t visited = 0;
        std::size_t certain = 0;
        for (const AreaSample& area : plan->areas) {
            for (const SelectedPlace& each : area.selected) {
                visited += each.interviews > 0 ? 1 : 0;
                certain += each.certain ? 1 : 0;
                for (int i = 0; i < each.interviews; ++i) {
                    Interview& interview = out.interviews.emplace_back();
                    interview.instance_id = std::to_string(out.interviews.size());
                    interview.answers.push_back({0, {}, frame.places[each.place].name});
                    expected.push_back(each.base_weight);
                }
            }
        }
        out.study.file.sample = {.file = "sample.csv",
                                 .place = "village",
                                 .strata = {"stratum"},
                                 .clusters = {"village"},
                                 .population = {"units", "population"}};
        out.study.file.weights.base = "base_weight";
        const WeighedInterviews weighed = out.weigh_with("", sample_csv(frame, *plan, out.study));
        ASSERT_FALSE(has_errors(weighed.diagnostics)) << print_all_of(weighed);
        EXPECT_EQ(weighed.design.weights, expected);
        EXPECT_EQ(stage_size(weighed.design, 0).units, visited);
        EXPECT_EQ(stage_size(weighed.design, 1).units, 120U);
        const SamplingStage& first = weighed.design.stages[0];
        std::map<std::int32_t, double> populations;  // of each stratum
        for (std::size_t row = 0; row < first.strata.size(); ++row)
            populations[first.strata[row]] = first.population[row];
        const bool by_size = selection == PlaceSelection::by_size;
        if (by_size) {
            // The place of 5000, and who else could not but be selected, is a stratum of its own.
            EXPECT_GE(certain, 1U);
            EXPECT_EQ(populations.size(), 2 + certain);
            EXPECT_EQ(first.population[0], 1);
            EXPECT_EQ(std::ranges::count_if(
                          populations, [](const auto& each) { return std::isinf(each.second); }),
                      2);
            EXPECT_NEAR(std::accumulate(expected.begin(), expected.end(), 0.0),
                        frame.population(),
                        0.01 * frame.population());
        } else {
            EXPECT_EQ(populations, (std::map<std::int32_t, double>{{0, 15}, {1, 15}}));
        }
    }
}

// One PSU in a stratum: told unless the study says what it adds; refused, with its name, if it says
// so.
TEST(Weigh, WhatALonelyClusterAddsIsTheStudysToSay) {
    TenInterviews ten;
    ten.study.file.sample = {
        .file = "sample.csv", .place = "village", .strata = {"area"}, .clusters = {"village"}};
    EXPECT_EQ(codes_of(ten.weigh_with("", places)), "lonely-cluster@study.toml0 ");
    EXPECT_EQ(ten.weigh_with("", places).design.lonely, LonelyUnits::average);
    ten.study.file.variance.lonely = LonelyUnits::adjust;
    EXPECT_EQ(codes_of(ten.weigh_with("", places)), "");
    EXPECT_EQ(ten.weigh_with("", places).design.lonely, LonelyUnits::adjust);
    ten.study.file.variance.lonely = LonelyUnits::fail;
    const WeighedInterviews refused = ten.weigh_with("", places);
    ASSERT_TRUE(has_errors(refused.diagnostics));
    EXPECT_NE(refused.diagnostics[0].message.find("“South”"), std::string::npos)
        << refused.diagnostics[0].message;
    EXPECT_TRUE(refused.design.weights.empty());
}

}  // namespace
}  // namespace mtm
