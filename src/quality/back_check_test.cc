#include "quality/back_check.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "quality/back_check_sample.h"

namespace mtm {
namespace {

using Outcome = BackCheckComparison::Outcome;

BackCheckAnswer number(double value) {
    return {.missing = Missing::none, .text = std::to_string(value), .number = value};
}

BackCheckAnswer text(const std::string& value) {
    return {.missing = Missing::none, .text = value, .number = {}};
}

BackCheckAnswer missing(Missing why) {
    return {.missing = why, .text = {}, .number = {}};
}

// -1: no answer.
BackCheckAnswer number_or_none(int value) {
    return value < 0 ? missing(Missing::no_answer) : number(value);
}

// The example that comes with bcstats (MIT, Innovations for Poverty Action): id, who, gender,
// gameresult, itemssold. Only those that were checked.
std::vector<BackCheckInterview> interviews(const std::vector<std::array<int, 5>>& rows) {
    std::vector<BackCheckInterview> out;
    for (const auto& [id, who, gender, game, items] : rows) {
        BackCheckInterview interview;
        interview.id = "uuid:" + std::to_string(id) + "-" + std::to_string(rows.size());
        interview.key = std::to_string(id);
        interview.worker = std::to_string(who);
        interview.answers = {number_or_none(gender), number_or_none(game), number_or_none(items)};
        out.push_back(interview);
    }
    return out;
}

std::vector<BackCheckInterview> bcstats_survey() {
    return interviews({{1, 7, 2, 10, 2},
                       {2, 3, 2, 9, 7},
                       {3, 6, 2, 12, 1},
                       {4, 4, 2, 10, 5},
                       {5, 1, 2, 12, 3},
                       {6, 2, -1, 10, 7},
                       {7, 1, 2, 14, 1},
                       {8, 2, 2, 7, 3},
                       {9, 5, 2, 10, 3},
                       {10, 5, 2, 14, 1},
                       {11, 6, 2, 14, 1},
                       {12, 7, 2, 9, 3},
                       {13, 8, 2, 14, 1},
                       {14, 9, 2, 11, 1},
                       {15, 2, 2, 10, 4},
                       {16, 3, 2, 10, 4},
                       {17, 5, 2, 12, 5},
                       {18, 8, 2, 9, 1},
                       {19, 4, 2, 10, 5}});
}

std::vector<BackCheckInterview> bcstats_back_checks() {
    return interviews({{1, 102, 2, -1, -1},
                       {2, 102, -1, 9, 10},
                       {3, 101, 2, -1, -1},
                       {4, 102, 2, -1, -1},
                       {5, 102, -1, 12, 5},
                       {6, 102, 1, -1, -1},
                       {7, 102, -1, 14, 1},
                       {8, 102, 2, -1, -1},
                       {9, 102, -1, 10, 3},
                       {10, 101, 2, -1, -1},
                       {11, 102, -1, 14, 1},
                       {12, 102, -1, 9, 6},
                       {13, 101, 2, -1, -1},
                       {14, 101, -1, 14, 1}});
}

std::vector<BackCheckQuestion> bcstats_questions() {
    std::vector<BackCheckQuestion> out(3);
    out[0].name = "gender";
    out[1].name = "gameresult";
    out[1].type = BackCheckType::type2;
    out[2].name = "itemssold";
    out[2].type = BackCheckType::type3;
    return out;
}

std::set<std::pair<std::string, std::string>> differences(
    const BackCheckResult& result, const std::vector<BackCheckInterview>& second) {
    std::set<std::pair<std::string, std::string>> out;
    for (const BackCheckComparison& each : result.comparisons) {
        if (each.outcome == Outcome::different)
            out.insert({second[each.second].key, bcstats_questions()[each.question].name});
    }
    return out;
}

const WorkerRates& of_worker(const std::vector<WorkerRates>& all, const std::string& name) {
    for (const WorkerRates& each : all) {
        if (each.worker == name) return each;
    }
    ADD_FAILURE() << name;
    return all.front();
}

// What Stata's bcstats lists for its example (tests/testthat of J-PAL/bcstatsR), where missing
// counts as a value.
TEST(BackCheck, FindsTheDifferencesThatBcstatsFinds) {
    const auto survey = bcstats_survey();
    const auto second = bcstats_back_checks();
    const auto result = compare_back_checks(
        bcstats_questions(), survey, second, {.not_answered = WhenMissing::compare});
    const std::set<std::pair<std::string, std::string>> expected{
        {"5", "gender"},     {"7", "gender"},     {"6", "gender"},      {"2", "gender"},
        {"9", "gender"},     {"11", "gender"},    {"12", "gender"},     {"14", "gender"},
        {"6", "gameresult"}, {"8", "gameresult"}, {"4", "gameresult"},  {"10", "gameresult"},
        {"3", "gameresult"}, {"1", "gameresult"}, {"13", "gameresult"}, {"14", "gameresult"},
        {"5", "itemssold"},  {"6", "itemssold"},  {"8", "itemssold"},   {"2", "itemssold"},
        {"4", "itemssold"},  {"10", "itemssold"}, {"3", "itemssold"},   {"1", "itemssold"},
        {"12", "itemssold"}, {"13", "itemssold"}};
    EXPECT_EQ(differences(result, second), expected);
    EXPECT_EQ(result.all.all, (ErrorRate{.compared = 42, .different = 26}));
    EXPECT_TRUE(result.diagnostics.empty());

    // Published tables: annie is 2, dean 1, ife 4, hana 7, rohit 9.
    const WorkerRates& dean = of_worker(result.enumerators, "1");
    EXPECT_EQ(dean.rates.of(BackCheckType::type1), (ErrorRate{.compared = 2, .different = 2}));
    EXPECT_EQ(dean.rates.of(BackCheckType::type2), (ErrorRate{.compared = 2, .different = 0}));
    const WorkerRates& annie = of_worker(result.enumerators, "2");
    EXPECT_EQ(annie.rates.of(BackCheckType::type1), (ErrorRate{.compared = 2, .different = 1}));
    EXPECT_EQ(annie.rates.of(BackCheckType::type2), (ErrorRate{.compared = 2, .different = 2}));
    EXPECT_EQ(annie.interviews, 3U);
    EXPECT_EQ(annie.checked, 2U);
    EXPECT_EQ(of_worker(result.enumerators, "4").rates.of(BackCheckType::type1),
              (ErrorRate{.compared = 1, .different = 0}));
    EXPECT_EQ(of_worker(result.enumerators, "9").rates.of(BackCheckType::type1),
              (ErrorRate{.compared = 1, .different = 1}));
    EXPECT_EQ(of_worker(result.back_checkers, "101").rates.all,
              (ErrorRate{.compared = 12, .different = 8}));
}

// The example of its help: okrange(gameresult [-1, 1], itemssold [-5%, 5%]) excludemissing.
TEST(BackCheck, LeavesMissingOutAndToleratesARange) {
    auto questions = bcstats_questions();
    questions[1].ok_range = parse_ok_range("[-1, 1]").value();
    questions[2].ok_range = parse_ok_range("[-5%, 5%]").value();
    const auto second = bcstats_back_checks();
    const auto result = compare_back_checks(questions, bcstats_survey(), second, {});
    const std::set<std::pair<std::string, std::string>> expected{
        {"14", "gameresult"}, {"2", "itemssold"}, {"5", "itemssold"}, {"12", "itemssold"}};
    EXPECT_EQ(differences(result, second), expected);
    EXPECT_EQ(result.all.of(BackCheckType::type1), (ErrorRate{.compared = 6, .different = 0}));
    EXPECT_EQ(result.questions[1].rate, (ErrorRate{.compared = 7, .different = 1}));
    EXPECT_EQ(result.questions[2].rate, (ErrorRate{.compared = 7, .different = 3}));
    EXPECT_FALSE(result.questions[0].stability);
    ASSERT_TRUE(result.questions[2].stability);
    EXPECT_NEAR(result.questions[2].stability->t_test->p, 0.0844008160314, 1e-12);
    EXPECT_EQ(result.pairs.size(), 14U);
    EXPECT_EQ(result.pairs[1].rate, (ErrorRate{.compared = 2, .different = 1}));
}

Outcome outcome(const BackCheckQuestion& question,
                const BackCheckAnswer& first,
                const BackCheckAnswer& second,
                const BackCheckOptions& options = {}) {
    return compare_answers(question, first, second, options);
}

TEST(BackCheck, BoundsBelongToTheRange) {
    BackCheckQuestion question;
    const auto within = [&](const char* range, double first, double second) {
        question.ok_range = parse_ok_range(range).value();
        return outcome(question, number(first), number(second)) == Outcome::same;
    };
    EXPECT_TRUE(within("[-1, 2]", 10, 9));
    EXPECT_TRUE(within("[-1, 2]", 10, 12));
    EXPECT_FALSE(within("[-1, 2]", 10, 8.9));
    EXPECT_FALSE(within("[-1, 2]", 10, 12.1));
    EXPECT_TRUE(within("[-10%, 10%]", 10, 11));
    EXPECT_TRUE(within("[-10%, 10%]", 3.3, 3.63));
    EXPECT_FALSE(within("[-10%, 10%]", 10, 11.01));
    EXPECT_TRUE(within("[-10%, 10%]", -100, -91)) << "of the size of a negative number";
    EXPECT_TRUE(within("[-10%, 10%]", -100, -110));
    EXPECT_FALSE(within("[-10%, 10%]", -100, -111));
    EXPECT_TRUE(within("[0, +50 %]", 10, 15));
    EXPECT_FALSE(within("[0, 50%]", 10, 9.9));
    EXPECT_TRUE(within("[,1]", 10, 11));
    EXPECT_TRUE(within("[-0.1, 0]", 0.3, 0.2));
    EXPECT_FALSE(within("[0, 0]", 1, 1.001));
}

TEST(BackCheck, ARangeThatIsNoneIsRefused) {
    for (const char* wrong : {"",
                              "[",
                              "1, 2",
                              "[-1 1]",
                              "[1, 2]",
                              "[-1, -2]",
                              "[-x, 1]",
                              "[-1, 1e999]",
                              "[-1, 2, 3]",
                              "[-nan, 1]",
                              "[-5%%, 1]",
                              "[]"}) {
        EXPECT_FALSE(parse_ok_range(wrong)) << wrong;
    }
}

TEST(BackCheck, MissingAnswersFollowTheirRule) {
    const BackCheckQuestion question;
    const BackCheckAnswer none = missing(Missing::no_answer);
    const BackCheckAnswer unasked = missing(Missing::not_asked);
    const BackCheckAnswer unknown = missing(Missing::unknown);
    const BackCheckAnswer refused = missing(Missing::refused);
    // By default what was not answered is not compared, and not to know is an answer.
    EXPECT_EQ(outcome(question, none, text("a")), Outcome::not_compared);
    EXPECT_EQ(outcome(question, text("a"), unasked), Outcome::not_compared);
    EXPECT_EQ(outcome(question, unknown, unknown), Outcome::same);
    EXPECT_EQ(outcome(question, unknown, refused), Outcome::different);
    EXPECT_EQ(outcome(question, text("a"), unknown), Outcome::different);

    const BackCheckOptions compare{.not_answered = WhenMissing::compare};
    EXPECT_EQ(outcome(question, none, unasked, compare), Outcome::same);
    EXPECT_EQ(outcome(question, none, text("a"), compare), Outcome::different);

    const BackCheckOptions lenient{.not_answered = WhenMissing::no_difference,
                                   .unknown = WhenMissing::no_difference};
    EXPECT_EQ(outcome(question, text("a"), none, lenient), Outcome::same);
    EXPECT_EQ(outcome(question, none, text("a"), lenient), Outcome::different);
    EXPECT_EQ(outcome(question, text("a"), unknown, lenient), Outcome::same);
    EXPECT_EQ(outcome(question, unknown, text("a"), lenient), Outcome::different);

    const BackCheckOptions without{.unknown = WhenMissing::do_not_compare};
    EXPECT_EQ(outcome(question, unknown, text("a"), without), Outcome::not_compared);
    EXPECT_EQ(outcome(question, refused, unknown, without), Outcome::not_compared);
}

TEST(BackCheck, ListedAnswersNeverDifferOrAreNotCompared) {
    BackCheckQuestion question;
    question.no_difference = {"-888", "Don't know"};
    question.not_compared = {"N/A"};
    EXPECT_EQ(outcome(question, text("5"), text("don't  KNOW")), Outcome::same);
    EXPECT_EQ(outcome(question, text("-888"), text("5")), Outcome::different);
    EXPECT_EQ(outcome(question, text("n/a"), text("5")), Outcome::not_compared);
    EXPECT_EQ(outcome(question, text("5"), text(" n/a")), Outcome::not_compared);
    EXPECT_EQ(outcome(question, text(" Al  Hasan"), text("al hasan ")), Outcome::same);
    EXPECT_EQ(outcome(question, text("Al"), text("al"), {.fold_text = false}), Outcome::different);
}

std::set<std::string> codes_of(const Diagnostics& diagnostics) {
    std::set<std::string> out;
    for (const Diagnostic& each : diagnostics)
        out.insert(each.code + " " + each.place.interview);
    return out;
}

TEST(BackCheck, InterviewsThatCannotBePairedAreToldOfAllAtOnce) {
    const auto interview = [](const char* id, const char* key, const char* worker) {
        BackCheckInterview out;
        out.id = id;
        out.key = key;
        out.worker = worker;
        out.answers = {text("yes")};
        return out;
    };
    const std::vector<BackCheckQuestion> questions(1);
    const std::vector<BackCheckInterview> first{interview("f1", "household-1", "a"),
                                                interview("f2", "household-2", "a"),
                                                interview("f3", "household-2", "b"),
                                                interview("f4", "household-4", "b"),
                                                interview("f5", "household-5", "c"),
                                                interview("f6", "household-5", "c")};
    const std::vector<BackCheckInterview> second{interview("s1", "household-1", "a"),
                                                 interview("s2", "household-2", "x"),
                                                 interview("s3", "household-3", "x"),
                                                 interview("s4", "household-4", "x"),
                                                 interview("s5", "household-4", "y")};
    const BackCheckResult result = compare_back_checks(questions, first, second, {});
    EXPECT_EQ(codes_of(result.diagnostics),
              (std::set<std::string>{"back-check-by-the-same s1",
                                     "back-check-key-twice f2",
                                     "back-check-key-twice f3",
                                     "back-check-without-first s3",
                                     "back-check-key-twice s4",
                                     "back-check-key-twice s5"}));
    for (const Diagnostic& each : result.diagnostics)
        EXPECT_EQ(print(each).find("household"), std::string::npos) << "keys may name people";
    ASSERT_EQ(result.pairs.size(), 1U);
    EXPECT_EQ(of_worker(result.enumerators, "b").interviews, 2U);
    EXPECT_EQ(of_worker(result.enumerators, "b").checked, 0U);
}

TEST(BackCheck, DaysAreCountedWhereTheyAreKnown) {
    auto first = bcstats_survey();
    auto second = bcstats_back_checks();
    for (std::size_t i = 0; i < 2; ++i) {
        first[i].day = 100;
        second[i].day = 103 + static_cast<long long>(i);
    }
    const auto result = compare_back_checks(bcstats_questions(), first, second, {});
    EXPECT_EQ(of_worker(result.back_checkers, "102").mean_days, 3.5);
    EXPECT_EQ(of_worker(result.enumerators, "7").mean_days, 3);
    EXPECT_FALSE(of_worker(result.back_checkers, "101").mean_days);
}

TEST(BackCheck, OfNothingIsEmpty) {
    const auto result = compare_back_checks(bcstats_questions(), {}, {}, {});
    EXPECT_EQ(result.questions.size(), 3U);
    EXPECT_EQ(result.all.all.rate(), 0);
    EXPECT_TRUE(result.pairs.empty());
}

std::vector<BackCheckCandidate> candidates(const std::vector<std::size_t>& by_enumerator) {
    std::vector<BackCheckCandidate> out;
    for (std::size_t e = 0; e < by_enumerator.size(); ++e) {
        for (std::size_t i = 0; i < by_enumerator[e]; ++i) {
            out.push_back({.id = "uuid:" + std::to_string(e) + "-" + std::to_string(i),
                           .enumerator = std::to_string(e)});
        }
    }
    return out;
}

std::vector<std::size_t> drawn_by_enumerator(const std::vector<BackCheckCandidate>& all,
                                             const BackCheckDraw& draw) {
    std::map<std::string, std::size_t> counts;
    for (const BackCheckCandidate& each : all)
        counts[each.enumerator] += 0;
    for (const std::size_t i : draw_back_checks(all, draw))
        ++counts[all[i].enumerator];
    std::vector<std::size_t> out;
    for (const auto& [name, count] : counts)
        out.push_back(count);
    return out;
}

using Counts = std::vector<std::size_t>;

TEST(BackCheckSample, TakesAShareOrANumberOfEachEnumerator) {
    const auto all = candidates({1, 3, 30, 31});
    EXPECT_EQ(drawn_by_enumerator(all, {}), (Counts{1, 1, 1, 1}));
    EXPECT_EQ(drawn_by_enumerator(all, {.proportion = 0.1}), (Counts{1, 1, 3, 4}));
    EXPECT_EQ(drawn_by_enumerator(all, {.number = 5}), (Counts{1, 3, 5, 5}));
    EXPECT_EQ(drawn_by_enumerator(all, {.proportion = 0.2, .number = 5}), (Counts{1, 3, 6, 7}));
    EXPECT_EQ(drawn_by_enumerator(all, {.proportion = 0}), (Counts{1, 1, 1, 1}));
    EXPECT_EQ(drawn_by_enumerator(all, {.proportion = 7}), (Counts{1, 3, 30, 31}));
    EXPECT_EQ(drawn_by_enumerator(all, {.number = 0}), (Counts{1, 1, 1, 1}));
    EXPECT_TRUE(draw_back_checks({}, {}).empty());
}

std::set<std::string> ids_drawn(const std::vector<BackCheckCandidate>& all,
                                const BackCheckDraw& draw) {
    std::set<std::string> out;
    for (const std::size_t i : draw_back_checks(all, draw))
        out.insert(all[i].id);
    return out;
}

TEST(BackCheckSample, DependsOnTheSeedAndNotOnTheOrder) {
    auto all = candidates({40, 50});
    const BackCheckDraw draw{.proportion = 0.2, .seed = 9};
    const auto expected = ids_drawn(all, draw);
    std::ranges::reverse(all);
    EXPECT_EQ(ids_drawn(all, draw), expected);
    EXPECT_NE(ids_drawn(all, {.proportion = 0.2, .seed = 10}), expected);
}

TEST(BackCheckSample, KeepsWhatWasChosenBefore) {
    auto all = candidates({20});
    for (const std::size_t i : {3U, 4U, 5U})
        all[i].chosen = true;
    const auto drawn = draw_back_checks(all, {.number = 4});
    EXPECT_EQ(drawn.size(), 4U);
    for (const std::size_t i : {3U, 4U, 5U})
        EXPECT_TRUE(std::ranges::count(drawn, i) == 1);
    EXPECT_EQ(draw_back_checks(all, {.number = 1}), (Counts{3, 4, 5}));
}

// Each interview of an enumerator is as likely as the others: chi-squared over 4,000 seeds.
TEST(BackCheckSample, IsUniform) {
    const auto all = candidates({20});
    std::vector<double> times(all.size());
    constexpr int seeds = 4'000;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        for (const std::size_t i : draw_back_checks(all, {.number = 5, .seed = seed}))
            times[i] += 1;
    }
    double chi_squared = 0;
    const double expected = seeds * 5.0 / 20;
    for (const double each : times)
        chi_squared += (each - expected) * (each - expected) / expected;
    EXPECT_LT(chi_squared, 43.8);  // 0.999 of chi-squared with 19 degrees of freedom
}

}  // namespace
}  // namespace mtm
