#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sampling/allocation.h"
#include "sampling/frame.h"
#include "sampling/sample_output.h"
#include "sampling/sample_plan.h"
#include "sampling/sample_size.h"
#include "sampling/selection.h"
#include "tests/form_text.h"
#include "workbook/csv.h"
#include "workbook/read.h"

namespace mtm {
namespace {

std::vector<int> allocated(int n,
                           std::span<const AllocationStratum> strata,
                           AllocationRule rule,
                           double power = 0.5) {
    const auto out = allocate_sample(n, strata, rule, power);
    EXPECT_TRUE(out.has_value());
    return out ? *out : std::vector<int>();
}

// By hand.
TEST(Allocation, ProportionalNeymanAndPower) {
    const std::vector<AllocationStratum> strata{{.size = 4000, .deviation = 10},
                                                {.size = 1000, .deviation = 40},
                                                {.size = 5000, .deviation = 4}};
    EXPECT_EQ(allocated(100, strata, AllocationRule::proportional), (std::vector<int>{40, 10, 50}));
    // N S = 40000, 40000, 20000
    EXPECT_EQ(allocated(100, strata, AllocationRule::neyman), (std::vector<int>{40, 40, 20}));
    std::vector<AllocationStratum> plain{{.size = 100}, {.size = 400}, {.size = 2500}};
    EXPECT_EQ(allocated(80, plain, AllocationRule::power, 0.5), (std::vector<int>{10, 20, 50}));
    EXPECT_EQ(allocated(81, plain, AllocationRule::power, 0), (std::vector<int>{27, 27, 27}));
    EXPECT_EQ(allocated(300, plain, AllocationRule::power, 1), (std::vector<int>{10, 40, 250}));
}

// No other whole numbers within the bounds, with the same sum, have a smaller variance Σ N²S²/n:
// all of them are tried.
TEST(Allocation, NeymanIsTheLeastVarianceUpToRounding) {
    const std::vector<double> weights{7, 3, 1.5};
    std::vector<AllocationStratum> strata;
    for (const double each : weights)
        strata.push_back({.size = each, .deviation = 1, .least = 3});
    const std::vector<int> ours = allocated(30, strata, AllocationRule::neyman);
    const auto variance = [&](const std::vector<int>& n) {
        double out = 0;
        for (std::size_t i = 0; i < n.size(); ++i)
            out += weights[i] * weights[i] / n[i];
        return out;
    };
    double least = 1e9;
    for (int a = 3; a <= 24; ++a) {
        for (int b = 3; a + b <= 27; ++b)
            least = std::min(least, variance({a, b, 30 - a - b}));
    }
    EXPECT_NEAR(variance(ours), least, 0.002 * least);
}

TEST(Allocation, KeepsMinimaAndMaximaAndTheSum) {
    const std::vector<AllocationStratum> strata{{.size = 9000, .least = 30},
                                                {.size = 900, .least = 30},
                                                {.size = 90, .least = 30, .most = 40},
                                                {.size = 10, .least = 30, .most = 10}};
    EXPECT_EQ(allocated(200, strata, AllocationRule::proportional),
              (std::vector<int>{130, 30, 30, 10}));
    EXPECT_FALSE(allocate_sample(99, strata, AllocationRule::proportional).has_value());
    const std::vector<AllocationStratum> small{{.size = 5, .most = 5}, {.size = 7, .most = 7}};
    EXPECT_EQ(allocated(12, small, AllocationRule::proportional), (std::vector<int>{5, 7}));
    EXPECT_FALSE(allocate_sample(13, small, AllocationRule::proportional).has_value());
}

// Every division of many random ones adds up, keeps its bounds, and is less than one off where no
// bound bites.
TEST(Allocation, DividesWholeNumbersInEveryCase) {
    Random random(5);
    for (int round = 0; round < 2000; ++round) {
        const std::size_t n = 1 + random.below(8);
        std::vector<double> shares;
        std::vector<int> least;
        std::vector<int> most;
        int low = 0;
        int high = 0;
        for (std::size_t i = 0; i < n; ++i) {
            shares.push_back(random.chance(0.2) ? 0 : random.uniform());
            least.push_back(static_cast<int>(random.below(4)));
            most.push_back(least.back() + static_cast<int>(random.below(10)));
            low += least.back();
            high += most.back();
        }
        const int total = static_cast<int>(random.between(low, high));
        const auto out = divide(total, shares, least, most);
        ASSERT_TRUE(out.has_value());
        ASSERT_EQ(std::accumulate(out->begin(), out->end(), 0), total);
        for (std::size_t i = 0; i < n; ++i)
            ASSERT_TRUE((*out)[i] >= least[i] && (*out)[i] <= most[i]) << round;
    }
}

// Krejcie and Morgan 1970, table 1: rows whose size is not rounded down there.
TEST(SampleSize, IsThatOfPublishedTables) {
    for (const auto& [population, size] :
         {std::pair{100, 80}, std::pair{1000, 278}, std::pair{10000, 370}}) {
        const auto out =
            sample_size_for_proportion({.population = static_cast<double>(population)});
        ASSERT_TRUE(out.has_value());
        EXPECT_EQ(out->interviews, size) << population;
    }
    const auto infinite = sample_size_for_proportion({});
    EXPECT_EQ(infinite->interviews, 385);
    EXPECT_NEAR(infinite->simple, 384.1459, 1e-4);
}

TEST(SampleSize, GivesTheMarginThatWasWanted) {
    const PrecisionWanted wanted{.margin = 0.03,
                                 .confidence = 0.9,
                                 .design_effect = 1.7,
                                 .population = 5000,
                                 .response = 0.8};
    const auto out = sample_size_for_proportion(wanted, 0.3);
    ASSERT_TRUE(out.has_value());
    EXPECT_LE(margin_of_proportion(out->interviews, wanted, 0.3), 0.03);
    EXPECT_GT(margin_of_proportion(out->interviews - 1, wanted, 0.3), 0.03);
    EXPECT_EQ(out->approached, static_cast<int>(std::ceil(out->interviews / 0.8)));
    // z = 1.959964: (1.959964 · 12 / 2)² = 138.3
    EXPECT_EQ(sample_size_for_mean({.margin = 2}, 12)->interviews, 139);
}

TEST(SampleSize, RefusesWhatIsNoPrecision) {
    EXPECT_FALSE(sample_size_for_proportion({.margin = 0}).has_value());
    EXPECT_FALSE(sample_size_for_proportion({.margin = std::nan("")}).has_value());
    EXPECT_FALSE(sample_size_for_proportion({.margin = 1e-9}).has_value());
    EXPECT_FALSE(sample_size_for_proportion({.confidence = 1}).has_value());
    EXPECT_FALSE(sample_size_for_proportion({.response = 0}).has_value());
    EXPECT_FALSE(sample_size_for_proportion({}, 1).has_value());
    EXPECT_FALSE(sample_size_for_mean({}, 0).has_value());
}

// By hand: 3 of sizes 50, 30, 10, 5, 5. 3·50/100 ≥ 1: certain; then 2·30/50 ≥ 1: certain; the one
// that is left among 10, 5, 5.
TEST(Selection, ChancesInProportionToSizeTakeOutTheCertain) {
    const std::vector<double> sizes{50, 30, 10, 5, 5, 0};
    const std::vector<double> expected{1, 1, 0.5, 0.25, 0.25, 0};
    const auto out = inclusion_probabilities(sizes, 3);
    for (std::size_t i = 0; i < sizes.size(); ++i)
        EXPECT_DOUBLE_EQ(out[i], expected[i]);
}

// Over all starting points each unit is selected as often as its chance says, and the number
// selected never varies.
TEST(Selection, SystematicSelectionHasTheChancesItSays) {
    const std::vector<double> sizes{3, 8, 1, 9, 2, 7, 30, 4, 6, 5};
    const auto chances = inclusion_probabilities(sizes, 4);
    std::vector<int> hits(sizes.size(), 0);
    const int starts = 100'000;
    for (int s = 0; s < starts; ++s) {
        const auto selected = select_systematically(chances, (s + 0.5) / starts);
        ASSERT_EQ(selected.size(), 4U);
        for (const std::size_t unit : selected)
            ++hits[unit];
    }
    for (std::size_t i = 0; i < sizes.size(); ++i)
        EXPECT_NEAR(static_cast<double>(hits[i]) / starts, chances[i], 2.0 / starts) << i;
}

TEST(Selection, SimpleSelectionTakesEachSubsetAlikeAndIsTheSameEverywhere) {
    Random random(3);
    std::map<std::vector<std::size_t>, int> seen;
    for (int round = 0; round < 30'000; ++round)
        ++seen[select_simply(5, 2, random)];
    ASSERT_EQ(seen.size(), 10U);
    for (const auto& [subset, count] : seen)
        EXPECT_NEAR(count, 3000, 4 * std::sqrt(3000 * 0.9));
}

Study study_of_areas() {
    Study study;
    study.questionnaire = form_from_text(R"(
        survey
        | type            | name    | label   |
        | select_one area | region  | Region  |
        | text            | village | Village |
        | select_one sex  | sex     | Sex     |
        choices
        | list_name | name   | label::English (en) | label::Русский (ru) |
        | area      | north  | North               | Север               |
        | area      | south  | South               | Юг                  |
        | sex       | female | Women               | Женщины             |
        | sex       | male   | Men                 | Мужчины             |
    )")
                              .questionnaire;
    study.file.fieldwork.area = "region";
    study.file.fieldwork.group = "sex";
    return study;
}

ReadFrame frame_from(const std::string& text) {
    const auto book = read_workbook(text, "frame.csv");
    EXPECT_TRUE(book.has_value());
    return read_frame(*book, "frame.csv", study_of_areas());
}

std::string codes_of(const ReadFrame& read) {
    std::string out;
    for (const Diagnostic& each : read.diagnostics)
        out += each.code + "@" + std::to_string(each.place.row) + each.place.column + " ";
    return out;
}

TEST(Frame, IsReadByNamesAndLabelsAndOriginsAreAddedUp) {
    const ReadFrame read = frame_from(
        "Region;Community;Origin;Мужчины;Women\nСевер;Aksu;UZB;100;20\nnorth;Aksu;KGZ;50;10\n"
        "South;Tasu;UZB;1 000;500\n");
    EXPECT_EQ(codes_of(read), "");
    EXPECT_EQ(read.frame.groups, (std::vector<std::string>{"male", "female"}));
    ASSERT_EQ(read.frame.places.size(), 2U);
    EXPECT_EQ(read.frame.places[0].population, 180);
    EXPECT_EQ(read.frame.places[0].by_group, (std::vector<double>{150, 30}));
    EXPECT_EQ(read.frame.areas[1].name, "south");
    EXPECT_EQ(read.frame.population(), 1680);
}

TEST(Frame, TellsAllItsMistakesWithRowAndColumn) {
    EXPECT_EQ(codes_of(frame_from("region,community,population,male,female\n"
                                  "north,Aksu,10,4,5\n"
                                  "nroth,Karasu,10,5,5\n"
                                  "south,Tasu,,5,\n"
                                  ",Total,1,0,1\n"
                                  "south,Ulken,12.5,x,-1\n"
                                  "north,Aksu,9,4,5\n"
                                  "south,Bos,0,0,0\n")),
              "groups-differ@2population unknown-area@3region bad-count@4female "
              "bad-count@4population row-without-place@5region bad-count@6male bad-count@6female "
              "bad-count@6population place-twice@7community ");
    EXPECT_EQ(codes_of(frame_from("region,community,population\nnorth,Aksu,10\nsouth,Bos,0\n")),
              "frame-of-nobody@1region ");
    EXPECT_EQ(codes_of(frame_from("a,b\n1,2\n")),
              "missing-column@1 missing-column@1 missing-column@1 ");
    EXPECT_EQ(codes_of(frame_from("region,place,population\n")), "frame-of-nobody@1 ");
    EXPECT_EQ(codes_of(frame_from("region,place,population,deviation\nnorth,a,5,0.5\n"
                                  "north,b,5,0.4\nsouth,c,5,?\n")),
              "bad-deviation@3deviation bad-deviation@4deviation ");
}

TEST(Frame, LeavesNoGroupOutInSilence) {
    EXPECT_EQ(codes_of(frame_from("region,place,male,femal\nnorth,a,5,6\n")),
              "group-without-column@1 ");
    const ReadFrame meant = frame_from("region,place,Men,Womn\nnorth,a,5,6\n");
    ASSERT_EQ(codes_of(meant), "group-without-column@1 ");
    EXPECT_EQ(meant.diagnostics[0].remedy, "Is it the column “Womn”? Name it “female”.");
    EXPECT_EQ(meant.diagnostics[0].severity, Severity::error);
    // A frame of men alone may be meant, and is told.
    const ReadFrame men = frame_from("region,place,male,x\nnorth,a,5,6\n");
    ASSERT_EQ(codes_of(men), "group-without-column@1 ");
    EXPECT_EQ(men.diagnostics[0].severity, Severity::warning);
    EXPECT_EQ(men.frame.population(), 5);
    EXPECT_EQ(codes_of(frame_from("region,place,population,femal\nnorth,a,11,6\n")), "");
}

TEST(Frame, APlaceIsTheChoiceThatItsInterviewsWillHave) {
    Study study = study_of_areas();
    study.questionnaire = form_from_text(R"(
        survey
        | type             | name   | label  |
        | select_one area  | region | Region |
        | select_one place | town   | Town   |
        choices
        | list_name | name  | label  |
        | area      | north | North  |
        | area      | south | South  |
        | place     | c1    | Aksu   |
        | place     | c2    | Tasu   |
        | place     | c3    | Centre |
        | place     | c4    | Centre |
    )")
                              .questionnaire;
    study.file.fieldwork.group.clear();
    study.file.sample.place = "town";
    const auto read = [&](const char* text) {
        return codes_of(read_frame(*read_workbook(text, "frame.csv"), "frame.csv", study));
    };
    EXPECT_EQ(read("region,town,population\nnorth,c1,5\nnorth,Tasu,6\n"), "");
    EXPECT_EQ(
        read("region,town,population\nnorth,c1,5\nnorth,Aksu,6\nnorth,Nowhere,7\n"
             "south,c1,8\nsouth,Centre,9\n"),
        "place-twice@3town unknown-place@4town place-in-two-areas@5town unknown-place@6town ");
    EXPECT_EQ(read("region,place,population\nnorth,Nowhere,5\nnorth,c1,6\n"),
              "unknown-place@2place ");
}

// Forty communities in two areas; one of the north is half of it.
SamplingFrame forty_places() {
    std::string text = "region,community,male,female\nnorth,Big,1500,500\n";
    Random random(1);
    for (int i = 0; i < 39; ++i)
        text += fmt::format("{},place {},{},{}\n",
                            i < 19 ? "north" : "south",
                            i,
                            40 + random.below(150),
                            10 + random.below(50));
    ReadFrame read = frame_from(text);
    EXPECT_EQ(codes_of(read), "");
    return std::move(read.frame);
}

void expect_sums(const SamplingFrame& frame, const SamplePlan& plan) {
    int all = 0;
    std::map<std::size_t, int> by_place;
    for (const AreaSample& area : plan.areas) {
        int sum = 0;
        std::vector<int> groups(frame.groups.size(), 0);
        for (const SelectedPlace& each : area.selected) {
            sum += each.interviews;
            EXPECT_LE(each.interviews, frame.places[each.place].population);
            EXPECT_EQ(std::accumulate(each.by_group.begin(), each.by_group.end(), 0),
                      each.interviews);
            for (std::size_t g = 0; g < groups.size(); ++g) {
                EXPECT_LE(each.by_group[g], frame.places[each.place].by_group[g]);
                groups[g] += each.by_group[g];
            }
            by_place[each.place] = each.interviews;
        }
        EXPECT_EQ(sum, area.interviews);
        EXPECT_EQ(groups, area.by_group);
        all += sum;
    }
    EXPECT_EQ(all, plan.options.interviews);
    std::map<int, int> loads;
    for (const EnumeratorTask& task : plan.tasks) {
        by_place[task.place] -= task.interviews;
        loads[task.enumerator] += task.interviews;
        EXPECT_EQ(std::accumulate(task.by_group.begin(), task.by_group.end(), 0), task.interviews);
    }
    for (const auto& [place, left] : by_place)
        EXPECT_EQ(left, 0);
    EXPECT_EQ(static_cast<int>(loads.size()), plan.options.enumerators);
    for (const auto& [who, load] : loads)
        EXPECT_NEAR(load, 1.0 * all / plan.options.enumerators, 1) << who;
}

TEST(SamplePlan, AddsUpForEveryRuleAndSeed) {
    const SamplingFrame frame = forty_places();
    for (const PlaceSelection selection :
         {PlaceSelection::by_size, PlaceSelection::systematic, PlaceSelection::simple}) {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto plan = draw_sample(frame,
                                          {.interviews = 200 + static_cast<int>(seed),
                                           .allocation = AllocationRule::power,
                                           .least_of_area = 50,
                                           .interviews_a_place = 12,
                                           .selection = selection,
                                           .enumerators = 7,
                                           .seed = seed});
            ASSERT_TRUE(plan.has_value()) << plan.error().message;
            expect_sums(frame, *plan);
        }
    }
}

TEST(SamplePlan, QuotasAreComposedAsTheArea) {
    const SamplingFrame frame = forty_places();
    const auto plan = draw_sample(frame, {.interviews = 300});
    ASSERT_TRUE(plan.has_value());
    for (const AreaSample& area : plan->areas) {
        const FrameArea& known = frame.areas[area.area];
        for (std::size_t g = 0; g < 2; ++g)
            EXPECT_NEAR(
                area.by_group[g], area.interviews * known.by_group[g] / known.population, 1);
    }
}

// One man lives in B, and no woman in D.
TEST(SamplePlan, SaysWhereQuotasAreOtherThanTheAreaIsComposed) {
    const SamplingFrame frame =
        frame_from("region,community,male,female\nnorth,A,9,1\nnorth,B,1,19\nnorth,D,30,0\n").frame;
    int told = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto plan = draw_sample(
            frame, {.interviews = 20, .interviews_a_place = 10, .enumerators = 2, .seed = seed});
        ASSERT_TRUE(plan.has_value());
        expect_sums(frame, *plan);
        const bool differs = !areas_with_other_quotas(frame, *plan).empty();
        const Diagnostics limits = limits_of_plan(frame, *plan, "frame.csv");
        EXPECT_EQ(std::ranges::count(limits, "quota-not-reached", &Diagnostic::code),
                  differs ? 1 : 0);
        const auto words = explain_sample(frame, *plan, "frame.csv", std::nullopt);
        EXPECT_EQ(join(words, " ").find("as far as enough people") != std::string::npos, differs);
        told += differs ? 1 : 0;
    }
    EXPECT_GT(told, 0);
    // All places: the area's own composition fits.
    const auto all = draw_sample(frame, {.interviews = 60, .interviews_a_place = 5});
    ASSERT_TRUE(all.has_value());
    EXPECT_TRUE(areas_with_other_quotas(frame, *all).empty());
    EXPECT_EQ(all->areas[0].by_group, (std::vector<int>{40, 20}));
}

TEST(SampleOutput, SaysWhereFewerLiveThanAreToBeInterviewedAtLeast) {
    const SamplingFrame frame =
        frame_from("region,community,population\nnorth,A,1000\nsouth,B,5\n").frame;
    const auto plan = draw_sample(frame, {.interviews = 30, .least_of_area = 10});
    ASSERT_TRUE(plan.has_value());
    const auto words = explain_sample(frame, *plan, "frame.csv", std::nullopt);
    EXPECT_NE(join(words, " ")
                  .find("with at least 10 in each or everybody where fewer live "
                        "(south: 5)."),
              std::string::npos)
        << join(words, " ");
}

// With chances in proportion to size every person of an area has nearly one weight: its people
// over its interviews. Over many seeds the weights add to the people there.
TEST(SamplePlan, WeightsAreThoseOfTheArea) {
    const SamplingFrame frame = forty_places();
    for (const PlaceSelection selection : {PlaceSelection::by_size, PlaceSelection::simple}) {
        double estimate = 0;
        const int seeds = 400;
        for (int seed = 1; seed <= seeds; ++seed) {
            const auto plan = draw_sample(frame,
                                          {.interviews = 400,
                                           .interviews_a_place = 20,
                                           .selection = selection,
                                           .seed = static_cast<std::uint64_t>(seed)});
            ASSERT_TRUE(plan.has_value());
            for (const AreaSample& area : plan->areas) {
                for (const SelectedPlace& each : area.selected) {
                    estimate += each.base_weight * each.interviews / seeds;
                    EXPECT_EQ(each.certain, each.probability == 1);
                    if (frame.places[each.place].name == "Big" &&
                        selection == PlaceSelection::by_size) {
                        EXPECT_TRUE(each.certain);
                    }
                }
            }
        }
        EXPECT_NEAR(estimate / frame.population(), 1, 0.03) << static_cast<int>(selection);
    }
}

TEST(SamplePlan, IsTheSameForASeedAndAnotherForAnother) {
    const SamplingFrame frame = forty_places();
    const auto places = [&](std::uint64_t seed) {
        std::vector<std::size_t> out;
        const auto plan = draw_sample(frame, {.interviews = 150, .seed = seed});
        for (const AreaSample& area : plan->areas) {
            for (const SelectedPlace& each : area.selected)
                out.push_back(each.place);
        }
        return out;
    };
    EXPECT_EQ(places(7), places(7));
    EXPECT_NE(places(7), places(8));
}

TEST(SamplePlan, CannotInterviewMoreThanThereAre) {
    const SamplingFrame frame = forty_places();
    const auto plan = draw_sample(frame, {.interviews = 1'000'000});
    ASSERT_FALSE(plan.has_value());
    EXPECT_NE(plan.error().message.find("are wanted"), std::string::npos) << plan.error().message;
    EXPECT_FALSE(draw_sample(frame, {.interviews = 0}).has_value());
    const auto more = draw_sample(frame, {.interviews = 2'000'000'000});
    ASSERT_FALSE(more.has_value());
    EXPECT_NE(more.error().message.find("smaller --n"), std::string::npos) << more.error().message;
    EXPECT_FALSE(draw_sample(frame, {.interviews = 10, .least_of_area = 20}).has_value());
    const int all = static_cast<int>(frame.population());
    const auto census = draw_sample(frame, {.interviews = all, .interviews_a_place = 500});
    ASSERT_TRUE(census.has_value()) << census.error().message;
    for (const AreaSample& area : census->areas) {
        for (const SelectedPlace& each : area.selected)
            EXPECT_DOUBLE_EQ(each.base_weight, 1);
    }
}

// A small area beside large ones gets no interview in proportion; nothing would tell of it.
TEST(SamplePlan, TellsWhatItCannotTellOf) {
    SamplingFrame frame = forty_places();
    frame.areas.push_back({.name = "islands"});
    frame.places.push_back({.name = "Isle", .area = frame.areas.size() - 1, .population = 30});
    if (!frame.groups.empty()) frame.places.back().by_group.assign(frame.groups.size(), 15);
    frame.areas.back().population = 30;
    frame.areas.back().by_group = frame.places.back().by_group;
    frame.areas.back().places = 1;
    const auto limits = [&frame](const SamplePlanOptions& options) {
        const auto plan = draw_sample(frame, options);
        EXPECT_TRUE(plan.has_value());
        std::string out;
        for (const Diagnostic& each : limits_of_plan(frame, *plan, "frame.csv")) {
            EXPECT_EQ(each.severity, Severity::warning);
            EXPECT_EQ(each.place.file, "frame.csv");
            out += each.code + ": " + each.message + " ";
        }
        return out;
    };
    const std::string plain = limits({.interviews = 100, .interviews_a_place = 10});
    EXPECT_EQ(plain.find("area-without-interviews: Nobody is to be interviewed in “islands” (30 "
                         "people): "),
              0U)
        << plain;
    const auto plan = draw_sample(frame, {.interviews = 100});
    const auto words = explain_sample(frame, *plan, "frame.csv", std::nullopt);
    EXPECT_NE(join(words, " ").find("Nobody was to be interviewed in islands, where 30 people"),
              std::string::npos);
    EXPECT_EQ(limits({.interviews = 100, .least_of_area = 2, .interviews_a_place = 10}), "");
    // One person of the only place of its area.
    EXPECT_NE(limits({.interviews = 100, .least_of_area = 1, .interviews_a_place = 10})
                  .find("“islands / Isle” (one interview)"),
              std::string::npos);
    // All interviews of an area in one place that stands for the others.
    EXPECT_NE(limits({.interviews = 100,
                      .least_of_area = 2,
                      .interviews_a_place = 100,
                      .selection = PlaceSelection::simple})
                  .find("“north” (one place), “south” (one place)"),
              std::string::npos);
}

TEST(SamplePlan, SaysWhatDeviationsOfNothingDo) {
    SamplingFrame frame = forty_places();
    SamplePlanOptions options{
        .interviews = 100, .allocation = AllocationRule::neyman, .interviews_a_place = 10};
    frame.has_deviations = true;
    frame.areas[1].deviation = 0;
    const auto one = draw_sample(frame, options);
    ASSERT_EQ(one->areas.size(), 1U);
    const Diagnostics told = limits_of_plan(frame, *one, "frame.csv");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].code, "area-without-interviews");
    EXPECT_NE(told[0].message.find("people, deviation 0)"), std::string::npos) << told[0].message;
    frame.areas[0].deviation = 0;
    const auto none = draw_sample(frame, options);
    EXPECT_EQ(none->areas[0].interviews, 50);
    EXPECT_EQ(none->areas[1].interviews, 50);
    ASSERT_EQ(limits_of_plan(frame, *none, "frame.csv").size(), 1U);
    EXPECT_EQ(limits_of_plan(frame, *none, "frame.csv")[0].code, "no-deviation");
    const auto words = explain_sample(frame, *none, "frame.csv", std::nullopt);
    EXPECT_NE(words[1].find("divided among the areas in equal parts, since"), std::string::npos)
        << words[1];
}

TEST(SampleOutput, SaysHowItWasDrawnAndWhatToWrite) {
    const SamplingFrame frame = forty_places();
    const auto plan = draw_sample(frame, {.interviews = 200, .enumerators = 4});
    ASSERT_TRUE(plan.has_value());
    const Study study = study_of_areas();
    const std::string toml = sample_toml(frame, *plan, study, "sample.csv");
    EXPECT_NE(toml.find("{ area = \"north\", group = \"male\", interviews = "), std::string::npos)
        << toml;
    EXPECT_NE(toml.find("population = [\"units\", \"population\"]"), std::string::npos);
    const auto csv = read_csv(sample_csv(frame, *plan, study));
    ASSERT_TRUE(csv.has_value());
    EXPECT_EQ(csv->at(0, "community"), "Big");
    EXPECT_EQ(csv->at(0, "units"), "1");
    // The places are named by the question, where that has another name.
    Study other = study;
    other.file.sample.place = "psu";
    const auto renamed = read_csv(sample_csv(frame, *plan, other));
    ASSERT_TRUE(renamed.has_value());
    EXPECT_EQ(renamed->at(0, "psu"), "Big");
    EXPECT_NE(sample_toml(frame, *plan, other, "sample.csv").find("clusters = \"psu\""),
              std::string::npos);
    // A place that is called as another column keeps its name, and the column makes way.
    other.file.sample.place = "stratum";
    const auto clash = read_csv(sample_csv(frame, *plan, other));
    ASSERT_TRUE(clash.has_value());
    EXPECT_EQ(clash->at(0, "stratum"), "Big");
    EXPECT_EQ(clash->at(0, "stratum_"), "north / Big");
    EXPECT_NE(sample_toml(frame, *plan, other, "sample.csv")
                  .find("place = \"stratum\"\nstrata = \"stratum_\"\nclusters = \"stratum\"\n"),
              std::string::npos);
    EXPECT_EQ(csv->at(0, "stratum"), "north / Big");
    EXPECT_EQ(csv->at(1, "units"), "many");
    EXPECT_EQ(csv->at(1, "stratum"), "north");
    int sum = 0;
    for (int row = 0; row < csv->row_count(); ++row)
        sum += std::stoi(std::string(csv->at(row, "interviews")));
    EXPECT_EQ(sum, 200);
    const auto words = explain_sample(frame, *plan, "frame.csv", std::nullopt);
    EXPECT_NE(words[0].find("40 places in 2 areas"), std::string::npos) << words[0];
    const WorkbookOut book = sample_workbook(
        frame, *plan, words, std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000)));
    EXPECT_EQ(book.sheets.size(), 4U);
    EXPECT_TRUE(write_workbook(book).has_value());
}

}  // namespace
}  // namespace mtm
