// The second route: every weighted estimate of a table by itself, from influences of single rows.
#include "tabulate/table_pass.h"

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr std::string_view form_of_pass = R"(
select_one      | sex     | male female other
select_one      | region  | a b c d e
integer         | age     |
integer         | income  |
select_one      | works   | yes no unknown? refused!
select_one      | sector  | s1 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 s12 s13 s14 s15 s16 s17 s18 s19 s20
select_multiple | reasons | income family safety study other refused!
derived | band  | age | young  | ${age} < 30
derived | band  | age | old    | ${age} >= 50
derived | band  | age | adult  | ${age} >= 18
)";

std::string one_of(Random& random, std::initializer_list<const char*> answers) {
    return *(answers.begin() + random.below(answers.size()));
}

// Some are asked, some answer; several answers, numbers with a fraction, and some out of all
// measure.
SmallSurvey random_survey(std::uint64_t seed, std::size_t interviews) {
    Random random(seed);
    std::string sheet = "sex | region | age | income | works | sector | reasons | village\n";
    for (std::size_t i = 0; i < interviews; ++i) {
        const std::string works = one_of(random, {"yes", "yes", "no", "unknown", "refused", ""});
        std::string reasons = works == "no" ? "-" : "";
        for (const char* reason : {"income", "family", "safety", "study"}) {
            if (works != "no" && random.chance(0.3))
                reasons += std::string(reasons.empty() ? "" : " ") + reason;
        }
        sheet += fmt::format("{} | {} | {} | {} | {} | {} | {} | v{}\n",
                             one_of(random, {"male", "female", ""}),
                             one_of(random, {"a", "b", "c", "d"}),
                             random.chance(0.1) ? "" : std::to_string(15 + random.below(60)),
                             random.chance(0.2) ? "-"
                             : random.chance(0.01)
                                 ? "99999999"
                                 : fmt::format("{}.{}", random.below(900), random.below(100)),
                             works,
                             works == "no" ? "-" : fmt::format("s{}", 1 + random.below(19)),
                             reasons,
                             1 + random.below(300));
    }
    std::string form(form_of_pass);
    form += "select_one | village |";
    for (int i = 1; i <= 300; ++i)
        form += fmt::format(" v{}", i);
    return small_survey_of(form, sheet);
}

void give_design(SmallSurvey& survey, std::uint64_t seed, int kind) {
    Random random(seed);
    auto design = std::make_shared<SampleDesign>();
    SamplingStage stage;
    const std::size_t rows = survey.dataset.levels[0].rows;
    for (std::size_t r = 0; r < rows; ++r) {
        design->weights.push_back(random.chance(0.05) ? 0 : 0.3 + 5 * random.uniform());
        stage.strata.push_back(static_cast<std::int32_t>(random.below(3)));
        stage.units.push_back(static_cast<std::int32_t>(random.below(12)));
        stage.population.push_back(20.0 + stage.strata.back());
    }
    if (kind == 1) stage.units.clear();  // each interview was selected
    if (kind == 2) {                     // a stratum of one unit
        stage.strata[0] = 3;
        stage.population[0] = 30;
        design->lonely = LonelyUnits::average;
    }
    if (kind == 1) stage.population.clear();
    if (kind == 4) {  // a group that stands for nobody, and a study's own rules of intervals
        const LevelColumns columns(survey.study, survey.dataset, 0);
        const auto in_d = evaluate_truth(expression_of("${region} = 'd'").root, columns);
        for (std::size_t r = 0; r < rows; ++r) {
            if (in_d[r] == 1) design->weights[r] = 0;
        }
        survey.study.file.variance.df = 7;
        survey.study.file.variance.confidence = 90;
        survey.study.file.variance.interval = IntervalMethod::logit;
    }
    if (kind != 3) design->stages = {stage};
    survey.dataset.design = std::make_shared<const TaylorVariance>(*design);
}

TableSpec spec_of(std::string question,
                  Statistic statistic,
                  std::vector<std::string> by,
                  std::string_view where) {
    TableSpec spec;
    spec.question = std::move(question);
    spec.statistic = statistic;
    spec.by = std::move(by);
    if (!where.empty()) spec.where = expression_of(where);
    return spec;
}

// Groups within groups, percentages of a row and of everyone, several questions and banners.
void add_tables_with_structure(std::vector<TableSpec>& out) {
    for (const PercentOf of : {PercentOf::column, PercentOf::row, PercentOf::total}) {
        TableSpec spec = spec_of("works", Statistic::percent, {"sex", "region"}, "${age} > 25");
        spec.percent_of = of;
        out.push_back(spec);
        spec.nested = true;
        out.push_back(spec);
        spec.by = {"reasons", "sex", "band"};
        out.push_back(spec);
        spec.questions = {"works", "reasons"};
        spec.banners = {{{"region"}, false}, {{"reasons", "sex"}, true}};
        out.push_back(spec);
    }
    for (const Statistic statistic :
         {Statistic::count, Statistic::mean, Statistic::total, Statistic::median}) {
        TableSpec spec = spec_of("age", statistic, {"region", "reasons"}, "");
        spec.nested = true;
        out.push_back(spec);
    }
}

std::vector<TableSpec> all_tables() {
    const std::vector<std::vector<std::string>> groupings{
        {}, {"sex"}, {"sex", "region"}, {"band"}, {"reasons", "sex"}};
    std::vector<TableSpec> out;
    for (const auto& by : groupings) {
        for (const char* where : {"", "${age} > 25", "${works} = 'yes' and ${region} != 'c'"}) {
            for (const char* question : {"works", "sector", "reasons", "band", "age"}) {
                out.push_back(spec_of(question, Statistic::percent, by, where));
                out.push_back(spec_of(question, Statistic::count, by, where));
            }
            for (const char* question : {"age", "income"}) {
                out.push_back(spec_of(question, Statistic::mean, by, where));
                out.push_back(spec_of(question, Statistic::total, by, where));
                out.push_back(spec_of(question, Statistic::median, by, where));
            }
            out.push_back(spec_of("income / age", Statistic::ratio, by, where));
        }
    }
    for (const std::vector<std::string>& by : {groupings[0], groupings[2]})
        out.push_back(spec_of("village", Statistic::percent, by, ""));
    add_tables_with_structure(out);
    return out;
}

void expect_near(const std::optional<double>& ours,
                 const std::optional<double>& other,
                 double within,
                 const std::string& where) {
    ASSERT_EQ(ours.has_value(), other.has_value()) << where;
    if (!ours) return;
    ASSERT_NEAR(*ours, *other, within * std::abs(*other) + 1e-12) << where;
}

void expect_same(const Table& ours, const Table& other, const std::string& where) {
    ASSERT_EQ(ours.group_bases, other.group_bases);
    for (std::size_t g = 0; g < ours.cells.size(); ++g) {
        if (ours.group_bases[g] == 0) continue;
        ASSERT_EQ(ours.cells[g].size(), other.cells[g].size());
        for (std::size_t c = 0; c < ours.cells[g].size(); ++c) {
            const Estimate& a = ours.cells[g][c];
            const Estimate& b = other.cells[g][c];
            const std::string at = fmt::format("{}, group {}, category {}", where, g, c);
            expect_near(a.value, b.value, 1e-10, at + ": value");
            expect_near(a.standard_error, b.standard_error, 1e-7, at + ": error");
            expect_near(a.low, b.low, 1e-7, at + ": low");
            expect_near(a.high, b.high, 1e-7, at + ": high");
            EXPECT_EQ(a.df, b.df) << at;
            EXPECT_EQ(a.n, b.n) << at;
            EXPECT_EQ(a.base, b.base) << at;
            EXPECT_EQ(a.no_interval, b.no_interval) << at;
        }
    }
    ASSERT_EQ(ours.parts.size(), other.parts.size());
    for (std::size_t p = 0; p < ours.parts.size(); ++p)
        expect_same(ours.parts[p], other.parts[p], fmt::format("{}, part {}", where, p));
}

TEST(TablePass, EqualsEachEstimateByItself) {
    for (const int kind : {0, 1, 2, 3, 4}) {
        SmallSurvey survey = random_survey(40 + static_cast<std::uint64_t>(kind), 300);
        give_design(survey, 7 + static_cast<std::uint64_t>(kind), kind);
        ASSERT_EQ(KernelRows::obstacle(survey.dataset.design->design()), "");
        const std::vector<TableSpec> specs = all_tables();
        const auto ours = tabulate(survey.study, survey.dataset, specs, {});
        const auto others = tabulate(survey.study, survey.dataset, specs, {.one_pass = false});
        for (std::size_t t = 0; t < specs.size(); ++t) {
            expect_same(ours[t],
                        others[t],
                        fmt::format("design {}, {} of {} by {} where {}",
                                    kind,
                                    static_cast<int>(specs[t].statistic),
                                    specs[t].question,
                                    fmt::join(specs[t].by, ", "),
                                    ours[t].base.where));
        }
    }
}

// Those who were interviewed and stand for nobody have neither a percentage nor a mean nor a
// median.
TEST(TablePass, PeopleWithoutWeightHaveNoNumber) {
    SmallSurvey survey = random_survey(60, 300);
    give_design(survey, 61, 4);
    for (const char* question : {"works", "age", "income / age"}) {
        for (const Statistic statistic :
             {Statistic::percent, Statistic::mean, Statistic::median, Statistic::ratio}) {
            const bool ratio = std::string_view(question).find('/') != std::string_view::npos;
            if (ratio != (statistic == Statistic::ratio)) continue;
            if (std::string_view(question) == "works" && statistic != Statistic::percent) continue;
            const Table table = tabulate(
                survey.study, survey.dataset, spec_of(question, statistic, {"region"}, ""));
            ASSERT_EQ(table.groups[4].name, "d");
            const Estimate& cell = table.cells[4][0];
            EXPECT_GT(cell.base, 0U);
            EXPECT_FALSE(cell.value) << question;
            EXPECT_EQ(cell.no_interval, no_weight_carried) << question;
            EXPECT_TRUE(table.cells[1][0].value);
            EXPECT_EQ(table.cells[1][0].df, 7) << question;
        }
    }
}

// A number below that adds to 0 is no lack of weight.
TEST(TablePass, ARatioWithNothingBelowIsNotForWantOfWeight) {
    SmallSurvey survey = small_survey_of(
        "select_one | sex | male female\ninteger | a |\n"
        "integer | b |\n",
        "sex | a | b\nmale | 1 | 0\nmale | 2 | 3\n"
        "female | 2 | 3\nfemale | 1 | 2\n");
    SampleDesign design;
    design.weights = {2, 0, 3, 4};
    design.stages.emplace_back();
    survey.dataset.design = std::make_shared<const TaylorVariance>(design);
    for (const bool one_pass : {true, false}) {
        const std::vector<TableSpec> specs{spec_of("a / b", Statistic::ratio, {"sex"}, "")};
        const Table table =
            tabulate(survey.study, survey.dataset, specs, {.one_pass = one_pass}).front();
        EXPECT_FALSE(table.cells[1][0].value);
        EXPECT_NE(table.cells[1][0].no_interval, no_weight_carried);
        EXPECT_TRUE(table.cells[2][0].value);
    }
}

TEST(TablePass, IsTheSameToTheBitWithAnyNumberOfThreadsAndTablesBeside) {
    SmallSurvey survey = random_survey(90, 9000);
    give_design(survey, 91, 0);
    const std::vector<TableSpec> specs = all_tables();
    const auto one = tabulate(survey.study, survey.dataset, specs, {.threads = 1});
    const auto three = tabulate(survey.study, survey.dataset, specs, {.threads = 3});
    for (std::size_t t = 0; t < specs.size(); ++t) {
        EXPECT_EQ(one[t].cells, three[t].cells) << t;
        if (t % 20 != 0) continue;
        EXPECT_EQ(one[t].cells, tabulate(survey.study, survey.dataset, specs[t]).cells) << t;
    }
}

}  // namespace
}  // namespace mtm
