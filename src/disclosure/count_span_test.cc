#include "disclosure/count_span.h"

#include <cmath>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "disclosure/released.h"
#include "study/rank_variables.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr std::size_t threshold = 10;
const std::vector<std::string> of_age{"age"};

std::shared_ptr<const RowOwners> people(std::size_t number) {
    auto out = std::make_shared<RowOwners>();
    out->rows = number;
    return out;
}

// Rows from `first` to before `end`.
RowSet rows(const std::shared_ptr<const RowOwners>& owners, std::size_t first, std::size_t end) {
    RowSet out(owners);
    for (std::size_t row = first; row < end; ++row)
        out.insert(row);
    return out;
}

bool tells(CountSpan& span, const std::vector<RowSet>& sets) {
    const std::vector<bool> found = span.telling(of_age, sets);
    return std::ranges::find(found, true) != found.end();
}

// Everybody is under 40 or over 38.
TEST(CountSpan, TwoSetsThatCoverAllTellWhomTheyShare) {
    const auto owners = people(120);
    const RowSet young = rows(owners, 0, 61);
    const RowSet old = rows(owners, 60, 120);
    CountSpan span(threshold);
    EXPECT_EQ(span.telling(of_age, {young, old}), (std::vector<bool>{false, true}));
    span.add(of_age, {young});
    EXPECT_FALSE(tells(span, {rows(owners, 61, 120)}));
    EXPECT_TRUE(tells(span, {old}));
    EXPECT_FALSE(tells(span, {rows(owners, 50, 120)}));
}

TEST(CountSpan, OneOfTwoAndEitherTellBoth) {
    const auto owners = people(300);
    const RowSet a = rows(owners, 0, 30);
    const RowSet b = rows(owners, 28, 68);
    CountSpan span(threshold);
    span.add(of_age, {a});
    span.add(of_age, {b});
    EXPECT_TRUE(tells(span, {a | b}));
    EXPECT_TRUE(tells(span, {a & b}));
    EXPECT_TRUE(tells(span, {a - b}));
}

TEST(CountSpan, BandsOfThreeTables) {
    const auto owners = people(300);
    CountSpan span(threshold);
    span.add(of_age, {rows(owners, 0, 60), rows(owners, 60, 110)});
    EXPECT_TRUE(tells(span, {rows(owners, 0, 112)}));
    EXPECT_FALSE(tells(span, {rows(owners, 0, 125)}));
}

// Each two of three answers together: half of their sum less the third is one of them.
TEST(CountSpan, PairsInACircle) {
    const auto owners = people(300);
    const RowSet c1 = rows(owners, 0, 2);
    const RowSet c2 = rows(owners, 2, 22);
    const RowSet c3 = rows(owners, 22, 44);
    CountSpan span(threshold);
    EXPECT_EQ(span.telling(of_age, {c1 | c2, c2 | c3, c1 | c3}),
              (std::vector<bool>{false, false, true}));
}

TEST(CountSpan, SetsOfOtherQuestionsAreApart) {
    const auto owners = people(120);
    CountSpan span(threshold);
    span.add({"age"}, {rows(owners, 0, 61)});
    EXPECT_FALSE(span.telling({"sex"}, {rows(owners, 60, 120)})[0]);
    EXPECT_TRUE(span.telling({"age", "sex"}, {rows(owners, 60, 120)})[0]);
    EXPECT_FALSE(span.telling({}, {rows(owners, 60, 120)})[0]);
}

// Two people have neither a, b nor c, and a fourth set tells them apart.
TEST(CountSpan, WhoIsFewInSomeTableFollowsFromNoSum) {
    const auto owners = people(150);
    const RowSet a = rows(owners, 0, 54);
    const RowSet b = rows(owners, 54, 102);
    const RowSet c = rows(owners, 102, 148);
    const RowSet other = rows(owners, 30, 149);
    CountSpan span(threshold);
    span.add(of_age, {a, b, other});
    EXPECT_FALSE(tells(span, {c}));
    span.keep_secret({"sex"}, {rows(owners, 148, 150)});
    EXPECT_FALSE(tells(span, {c})) << "another question";
    span.keep_secret(of_age, {rows(owners, 148, 150)});
    EXPECT_TRUE(tells(span, {c}));
}

// --- sums ---

// 72 have no child, 49 one, 14 two and 5 three.
struct Children {
    std::shared_ptr<const RowOwners> owners = people(140);
    RowSet none = rows(owners, 0, 72);
    RowSet one = rows(owners, 72, 121);

    [[nodiscard]] ToldSum sum(double within = 0, bool of_many_values = false) const {
        std::vector<double> numbers;
        for (std::size_t row = 0; row < 140; ++row) {
            const double number = row < 72 ? 0 : row < 121 ? 1 : row < 135 ? 2 : 3;
            numbers.push_back(of_many_values ? number + static_cast<double>(row) / 1000 : number);
        }
        return {RowSet(owners).everyone(),
                {std::make_shared<const std::vector<double>>(std::move(numbers))},
                within};
    }
};

TEST(CountSpan, ASumOfFewValuesIsASumOfCounts) {
    const Children children;
    const auto tells_beside = [&](const std::vector<RowSet>& told, const ToldSum& sum) -> bool {
        CountSpan span(threshold);
        span.add(of_age, told);
        return span.telling(of_age, std::vector<ToldSum>{sum})[0];
    };
    const std::vector<RowSet> both{children.none, children.one};
    EXPECT_TRUE(tells_beside(both, children.sum()));
    EXPECT_FALSE(tells_beside({children.none}, children.sum()));
    EXPECT_TRUE(tells_beside(both, children.sum(0.4)));
    EXPECT_FALSE(tells_beside(both, children.sum(0.5))) << "two children or one more";
    EXPECT_FALSE(tells_beside(both, children.sum(0, true)));
}

TEST(CountSpan, BesideASumThatIsToldItIsACountThatGoes) {
    const Children children;
    CountSpan span(threshold);
    span.add(of_age, std::vector<ToldSum>{children.sum()});
    EXPECT_EQ(span.telling(of_age, {children.none, children.one}),
              (std::vector<bool>{false, true}));
}

// --- against the definition, by another elimination over fractions that are tried as they come ---

// Whether ones in `wanted` are a combination of `vectors`: the rank does not grow.
std::size_t rank_of(std::vector<std::vector<double>> vectors) {
    std::size_t rank = 0;
    for (std::size_t c = 0; !vectors.empty() && c < vectors.front().size(); ++c) {
        std::size_t best = rank;
        for (std::size_t r = rank; r < vectors.size(); ++r) {
            if (std::abs(vectors[r][c]) > std::abs(vectors[best][c])) best = r;
        }
        if (best >= vectors.size() || std::abs(vectors[best][c]) < 1e-7) continue;
        std::swap(vectors[rank], vectors[best]);
        for (std::size_t r = rank + 1; r < vectors.size(); ++r) {
            const double factor = vectors[r][c] / vectors[rank][c];
            for (std::size_t k = c; k < vectors[r].size(); ++k)
                vectors[r][k] -= factor * vectors[rank][k];
        }
        ++rank;
    }
    return rank;
}

std::vector<double> ones(const RowSet& set, std::size_t number) {
    std::vector<double> out;
    for (std::size_t row = 0; row < number; ++row)
        out.push_back(set.contains(row) ? 1 : 0);
    return out;
}

// Of all that was let through nothing gives the size of few: of no part that people fall into, of
// nothing that two sets share or do not share. And what was kept back would have.
TEST(CountSpan, LetsThroughWhatTellsOfNobodyAndNothingElse) {
    constexpr std::size_t number = 60;
    const auto owners = people(number);
    int kept_back = 0;
    int let_through = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Random random(seed);
        std::vector<RowSet> sets;
        for (int i = 0; i < 9; ++i) {
            const std::size_t first = 4 * random.below(14);
            const std::size_t end = first + 4 + 4 * random.below(15 - first / 4);
            const RowSet one = rows(owners, first, std::min(number, end));
            sets.push_back(i > 2 && random.chance(0.4) ? one | sets[random.below(3)] : one);
        }
        CountSpan span(5);
        std::vector<RowSet> told{RowSet(owners).everyone()};
        std::vector<RowSet> all = told;
        for (const RowSet& set : sets)
            all.push_back(set);
        const auto tells_of_few = [&](const std::vector<RowSet>& known, std::size_t considered) {
            std::vector<std::vector<double>> vectors;
            for (const RowSet& set : known)
                vectors.push_back(ones(set, number));
            const std::size_t rank = rank_of(vectors);
            const auto follows = [&](const RowSet& few) {
                if (few.count() == 0 || few.count() >= 5) return false;
                auto more = vectors;
                more.push_back(ones(few, number));
                return rank_of(more) == rank;
            };
            for (std::size_t a = 0; a < considered; ++a) {
                for (std::size_t b = 0; b < considered; ++b) {
                    if (follows(all[a] & all[b]) || follows(all[a] - all[b])) return true;
                }
            }
            return false;
        };
        for (std::size_t i = 0; i < sets.size(); ++i) {
            if (sets[i].count() < 5) continue;
            const bool kept = span.telling(of_age, {sets[i]})[0];
            auto with = told;
            with.push_back(sets[i]);
            (kept ? kept_back : let_through) += 1;
            if (kept) continue;
            told = with;
            span.add(of_age, {sets[i]});
            EXPECT_FALSE(tells_of_few(told, i + 2)) << seed << " " << i;
        }
    }
    EXPECT_GT(kept_back, 40);
    EXPECT_GT(let_through, 100);
}

// --- through disclosure control ---

struct Publication {
    SmallSurvey survey;
    DisclosureControl control{threshold, Edition::published};

    Released<SafeTable> table(const std::string& question,
                              const std::vector<std::string>& by = {}) {
        TableSpec spec;
        spec.question = question;
        spec.by = by;
        return control.release(tabulate(survey.study, survey.dataset, spec));
    }

    bool is_told(const std::string& figure) {
        const auto value = evaluate_figure(survey.study, survey.dataset, expression_of(figure));
        EXPECT_TRUE(value) << figure;
        return !control.release(*value)->withheld;
    }
};

// 30 have a, 40 have b, and two of them both.
TEST(CountSpan, SentencesOfEitherTellNotOfBoth) {
    std::string answers = "a | b\n";
    for (int i = 0; i < 300; ++i)
        answers +=
            fmt::format("{} | {}\n", i < 30 ? "yes" : "no", i >= 28 && i < 68 ? "yes" : "no");
    Publication one{small_survey_of("select_one | a | yes no\nselect_one | b | yes no\n", answers)};
    one.survey.study.file.threshold = threshold;
    EXPECT_TRUE(one.is_told("count(${a} = 'yes')"));
    EXPECT_TRUE(one.is_told("count(${b} = 'yes')"));
    EXPECT_FALSE(one.is_told("count(${a} = 'yes' or ${b} = 'yes')"));
    EXPECT_TRUE(one.is_told("count(${a} = 'yes') + count(${b} = 'yes')"));
}

// A select_multiple of two answers: everybody gave one, and one person both.
TEST(CountSpan, GroupsThatOverlapTellNotOfThoseInBoth) {
    std::string answers = "g | paid\n";
    for (int i = 0; i < 120; ++i)
        answers += fmt::format("{} | {}\n",
                               i < 59    ? "x"
                               : i == 59 ? "x y"
                                         : "y",
                               i % 2 == 0 ? "no" : "yes");
    Publication one{
        small_survey_of("select_multiple | g | x y\nselect_one | paid | yes no\n", answers)};
    one.survey.study.file.threshold = threshold;
    const auto all = one.table("paid");
    const auto groups = one.table("paid", {"g"});
    for (std::size_t c = 0; c < 2; ++c) {
        const bool told = !all->withheld[0][c] && !groups->withheld[1][c] &&
                          !groups->withheld_groups[1] && !groups->withheld[2][c] &&
                          !groups->withheld_groups[2];
        EXPECT_FALSE(told) << c;
    }
}

// Six women live in c: whoever is told of women in all, and of those in a and b, has them. A base
// rests on the groups and on who is asked, whatever the question is called.
TEST(CountSpan, ABaseIsOfWhoIsAskedAndOfNoAnswer) {
    std::string answers = "region | sex | works | contract | house\n";
    const auto add = [&answers](const char* region, const char* sex, int yes, int no) {
        for (int i = 0; i < yes + no; ++i)
            answers += fmt::format("{} | {} | {} | {} | {}\n",
                                   region,
                                   sex,
                                   i < yes ? "yes" : "no",
                                   i >= yes     ? "-"
                                   : i % 2 == 0 ? "written"
                                                : "oral",
                                   i % 3 == 0 ? "own" : "rent");
    };
    const auto published = [&answers] {
        Publication out{
            small_survey_of("select_one | region | a b c\nselect_one | sex | f m\n"
                            "select_one | works | yes no\n"
                            "select_one | contract | written oral\n"
                            "select_one | house | own rent\n",
                            answers)};
        out.survey.study.file.threshold = threshold;
        out.survey.study.questionnaire.questions[3].relevant = expression_of("${works} = 'yes'");
        return out;
    };
    TableSpec by_place;
    by_place.question = "works";
    by_place.by = {"region", "sex"};
    by_place.nested = true;
    const auto told_by_place = [&](Publication& one) {
        std::set<std::string> out;
        const auto table =
            one.control.release(tabulate(one.survey.study, one.survey.dataset, by_place));
        for (std::size_t g = 0; g < table->table.groups.size(); ++g) {
            const bool exact = !table->coarse && !table->withheld_groups[g];
            if (exact && !table->withheld[g][0]) out.insert(table->table.groups[g].name);
        }
        return out;
    };
    add("a", "f", 15, 15);
    add("b", "f", 14, 14);
    add("c", "f", 3, 3);
    for (const char* region : {"a", "b", "c"})
        add(region, "m", 20, 20);
    Publication table_first = published();
    const std::set<std::string> told = told_by_place(table_first);
    EXPECT_TRUE(told.contains("a > f") && told.contains("b > f") && !told.contains("c > f"));
    EXPECT_FALSE(table_first.is_told("base(${house}, ${sex} = 'f')"));
    // With women told first, it is the table that withholds.
    Publication women_first = published();
    EXPECT_TRUE(women_first.is_told("base(${house}, ${sex} = 'f')"));
    const std::set<std::string> after = told_by_place(women_first);
    EXPECT_FALSE(after.contains("a > f") && after.contains("b > f"));
    // Whoever is asked about a contract works: 78 women, of whom 30 and 25 in a and b; of the 25 in
    // c two do not.
    answers = "region | sex | works | contract | house\n";
    add("a", "f", 30, 20);
    add("b", "f", 25, 20);
    add("c", "f", 23, 2);
    for (const char* region : {"a", "b", "c"})
        add(region, "m", 20, 20);
    Publication of_work = published();
    const std::set<std::string> working = told_by_place(of_work);
    EXPECT_TRUE(working.contains("a > f") && working.contains("b > f"));
    const auto contract = of_work.table("contract", {"sex"});
    EXPECT_TRUE(contract->withheld_groups[1] || contract->coarse);
}

// Work stands first with 24 and third with 30 of 91 who rank all three, so second with 37; with the
// house second with 50, food is with four.
TEST(CountSpan, RanksOfOneRankingAreToldTogether) {
    std::string answers = "n1 | n2 | n3\n";
    const auto add = [&answers](int times, const char* order) {
        for (int i = 0; i < times; ++i)
            answers += std::string(order) + "\n";
    };
    add(30, "food | house | work");
    add(25, "house | work | food");
    add(20, "work | house | food");
    add(4, "work | food | house");
    add(12, "food | work | house");
    Publication one{
        small_survey_of("select_one | n1 | food house work\n"
                        "select_one | n2 | food house work\n"
                        "select_one | n3 | food house work\n",
                        answers)};
    Study& study = one.survey.study;
    study.file.threshold = threshold;
    for (const std::size_t q : {1U, 2U})
        study.questionnaire.questions[q].list = study.questionnaire.questions[0].list;
    const auto variables = rank_variables(study.questionnaire, {"n1", "n2", "n3"});
    ASSERT_TRUE(variables);
    TableSpec& ranking = study.plan.tables.emplace_back();
    ranking.ranks = true;
    std::vector<Table> tables;
    for (const DerivedVariable& variable : *variables) {
        ranking.questions.push_back(variable.name);
        study.plan.derived.push_back(variable);
        one.survey.dataset.levels[0].columns.push_back(
            small_survey::derived_column(one.survey, variable));
    }
    for (const std::string& name : ranking.questions) {
        TableSpec spec;
        spec.question = name;
        tables.push_back(tabulate(one.survey.study, one.survey.dataset, spec));
    }
    const auto safe = release_all(one.control, tables);
    std::vector<std::vector<double>> known{std::vector<double>(91, 1)};
    std::string told;
    for (std::size_t t = 0; t < tables.size(); ++t) {
        for (std::size_t c = 0; c < 3; ++c) {
            if (safe[t]->withheld[0][c] || safe[t]->coarse) continue;
            known.push_back(ones(tables[t].rows->cells[0][c], 91));
            told += tables[t].categories[c].name + " ";
        }
        told += "| ";
    }
    EXPECT_EQ(told, "food house work | house | | food house work | ");
    const std::size_t rank = rank_of(known);
    known.push_back(ones(tables[1].rows->cells[0][0], 91));
    EXPECT_EQ(known.back(), ones(rows(people(91), 75, 79), 91));
    EXPECT_GT(rank_of(known), rank) << "who names food second follows";
}

// 102 have trouble with wages, 57 with hours, seven with documents; and a mean of how many.
TEST(CountSpan, AMeanOfHowManyAnswersWereGivenTellsOfEachOfThem) {
    std::string answers = "trouble | troubles\n";
    const auto add = [&answers](int times, const char* answer) {
        for (int i = 0; i < times; ++i)
            answers += std::string(answer) + "\n";
    };
    add(78, "wages | 1");
    add(38, "hours | 1");
    add(17, "wages hours | 2");
    add(5, "wages documents | 2");
    add(2, "wages hours documents | 3");
    const auto published = [&answers] {
        Publication out{small_survey_of(
            "select_multiple | trouble | wages hours documents\ninteger | troubles\n", answers)};
        out.survey.study.file.threshold = threshold;
        out.survey.study.questionnaire.questions[1].calculation =
            expression_of("count-selected(${trouble})");
        return out;
    };
    Publication counts_first = published();
    const auto table = counts_first.table("trouble");
    EXPECT_FALSE(table->withheld[0][0]);
    EXPECT_FALSE(table->withheld[0][1]);
    EXPECT_TRUE(table->withheld[0][2]);
    EXPECT_FALSE(counts_first.is_told("mean(${troubles})"));
    EXPECT_FALSE(counts_first.is_told("total(${troubles})"));
    Publication mean_first = published();
    EXPECT_TRUE(mean_first.is_told("mean(${troubles})"));
    const auto after = mean_first.table("trouble");
    EXPECT_TRUE(after->withheld[0][0] || after->withheld[0][1]);
    // A table of means as well.
    Publication means = published();
    TableSpec spec;
    spec.question = "troubles";
    spec.statistic = Statistic::mean;
    (void)means.table("trouble");
    const auto mean =
        means.control.release(tabulate(means.survey.study, means.survey.dataset, spec));
    EXPECT_TRUE(mean->withheld[0][0]);
}

}  // namespace
}  // namespace mtm
