#include "attack/public_system.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "attack/rebuilt_counts.h"
#include "attack/sum_rows.h"
#include "base/random.h"
#include "base/text.h"

namespace mtm {
namespace {

using Person = std::map<std::string, std::string>;  // answers; a question not asked is not there

std::vector<Person> interviewed(Random& random, int people) {
    std::vector<Person> out;
    for (int i = 0; i < people; ++i) {
        Person person{{"sex", random.chance(0.7) ? "male" : "female"},
                      {"area", "a" + std::to_string(random.between(1, 3))},
                      {"works", random.chance(0.6) ? "yes" : "no"}};
        person["age_group"] = random.chance(0.5) ? "young" : "old";
        person["age"] = person["age_group"] == "old" ? (random.chance(0.3) ? "seventy" : "fifty")
                                                     : (random.chance(0.4) ? "twenty" : "thirty");
        if (person["works"] == "yes") {
            const std::vector<std::string> sectors{"farm", "shop", "road", "home"};
            person["sector"] = sectors[static_cast<std::size_t>(random.between(0, 3))];
            const bool outside = person["sector"] == "farm" || person["sector"] == "road";
            person["place"] = outside ? "outside" : "inside";
        }
        out.push_back(std::move(person));
    }
    return out;
}

long long count_in(const std::vector<Person>& people, const Answers& answers) {
    return std::ranges::count_if(people, [&](const Person& person) {
        return std::ranges::all_of(answers, [&](const auto& answer) {
            const auto found = person.find(answer.first);
            return found != person.end() && found->second == answer.second;
        });
    });
}

std::vector<std::string> answers_to(const std::string& question) {
    static const Answers all{{"sex", "male female"},
                             {"area", "a1 a2 a3"},
                             {"works", "yes no"},
                             {"age_group", "young old"},
                             {"age", "twenty thirty fifty seventy"},
                             {"sector", "farm shop road home"},
                             {"place", "outside inside"}};
    std::vector<std::string> out;
    for (const std::string_view word : words(all.at(question)))
        out.emplace_back(word);
    return out;
}

// A table as publications have it: numbers, whole percentages, or gaps.
PublicTable table_of(const std::vector<Person>& people,
                     Random& random,
                     const std::string& question,
                     const std::string& by) {
    PublicTable out;
    out.name = question + "_by_" + by;
    out.question = question;
    if (!by.empty()) out.by = {by};
    out.statistic = "percent";
    out.percent_of = "column";
    const bool of_workers = question == "sector" || question == "place";
    out.everyone = !of_workers;
    if (!*out.everyone) out.asked = "work";
    out.categories = answers_to(question);
    const bool coarse = random.chance(0.4);
    std::vector<std::string> names{""};
    if (!by.empty()) {
        for (const std::string& name : answers_to(by))
            names.push_back(name);
    }
    for (const std::string& name : names) {
        PublicGroup& group = out.groups.emplace_back();
        group.name = name;
        Answers who;
        if (!name.empty()) who[by] = name;
        group.path.assign(who.begin(), who.end());
        if (of_workers) who["works"] = "yes";
        const long long base = count_in(people, who);
        if (!coarse) group.base = base;
        for (const std::string& category : out.categories) {
            PublicCell& cell = group.cells.emplace_back();
            Answers those = who;
            those[question] = category;
            const long long n = count_in(people, those);
            if (random.chance(0.3)) {
                cell.withheld = true;
            } else if (!coarse) {
                cell.count = n;
                cell.base = base;
                cell.value =
                    fmt::format("{}", 100.0 * static_cast<double>(n) / static_cast<double>(base));
            } else if (base > 0) {
                const double share = 100.0 * static_cast<double>(n) / static_cast<double>(base);
                cell.value = n > 0 && share < 0.5 ? "0.25" : fmt::format("{}", std::round(share));
            }
        }
    }
    return out;
}

PublicStructure form() {
    PublicStructure out;
    out.asked.push_back({"sector", "works", {"yes"}});
    out.groupings.push_back({"age_group", "young", "age", {"twenty", "thirty"}});
    out.groupings.push_back({"age_group", "old", "age", {"fifty", "seventy"}});
    out.groupings.push_back({"place", "outside", "sector", {"farm", "road"}});
    out.groupings.push_back({"place", "inside", "sector", {"shop", "home"}});
    return out;
}

// "everyone, area = a1, sex = male" as answers.
Answers answers_named(const std::string& name) {
    Answers out;
    std::string rest = name;
    for (std::size_t comma = rest.find(", "); !rest.empty();) {
        const std::string part = rest.substr(0, comma);
        const std::size_t is = part.find(" = ");
        if (is != std::string::npos) out[part.substr(0, is)] = part.substr(is + 3);
        if (comma == std::string::npos) break;
        rest = rest.substr(comma + 2);
        comma = rest.find(", ");
    }
    return out;
}

bool is_named(const std::string& name) {
    return name.starts_with("everyone");
}

TEST(PublicSystem, HoldsWhatWasTrueOfThePeople) {
    std::size_t narrowed = 0;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        Random random(seed);
        const std::vector<Person> people = interviewed(random, 60);
        PublicTables tables;
        tables.interviews = 60;
        for (const auto& [question, by] : {std::pair("sex", ""),
                                           std::pair("works", "sex"),
                                           std::pair("sector", "sex"),
                                           std::pair("sector", "area"),
                                           std::pair("place", "sex"),
                                           std::pair("age", "sex"),
                                           std::pair("age_group", "sex"),
                                           std::pair("area", "sex")})
            tables.tables.push_back(table_of(people, random, question, by));
        const std::vector<PublicFigure> figures{
            {"percent(${works} = 'yes')",
             fmt::format(
                 "{}%",
                 std::round(100.0 * static_cast<double>(count_in(people, {{"works", "yes"}})) /
                            60)),
             60},
            {"count(${sector} = 'farm', ${sex} = 'female')",
             std::to_string(count_in(people, {{"sector", "farm"}, {"sex", "female"}})),
             std::nullopt},
            {"count(${place} = 'inside', ${area} = 'a1')",
             std::to_string(count_in(people, {{"place", "inside"}, {"area", "a1"}})),
             count_in(people, {{"works", "yes"}, {"area", "a1"}})}};
        const AttackedTables attacked = rebuild_counts(tables, figures, form(), 5);
        EXPECT_EQ(attacked.found.contradictions, 0) << seed;
        EXPECT_EQ(attacked.found.dropped, 0) << seed;
        EXPECT_TRUE(attacked.system.system.notes.empty()) << seed;
        const auto& counts = attacked.system.system.counts;
        for (std::size_t c = 0; c < counts.size(); ++c) {
            if (!is_named(counts[c].name)) continue;
            const long long truth = count_in(people, answers_named(counts[c].name));
            EXPECT_LE(attacked.found.bounds[c].low, truth) << seed << ' ' << counts[c].name;
            EXPECT_GE(attacked.found.bounds[c].high, truth) << seed << ' ' << counts[c].name;
            narrowed += counts[c].low != counts[c].high &&
                        attacked.found.bounds[c].low == attacked.found.bounds[c].high;
        }
        for (std::size_t t = 0; t < attacked.found.verdicts.size(); ++t) {
            const CountTarget& target = attacked.system.system.targets[t];
            const std::string& name = counts[static_cast<std::size_t>(target.count)].name;
            if (target.kind != TargetKind::cell || !is_named(name)) continue;
            const long long truth = count_in(people, answers_named(name));
            if (attacked.found.verdicts[t] == TargetVerdict::few) {
                EXPECT_TRUE(truth >= 1 && truth < 5) << seed << ' ' << name;
            }
        }
    }
    EXPECT_GT(narrowed, 100U);
}

// A table without groups that prints these counts, −1 where it withholds one.
PublicTable plain_table(const std::string& question,
                        long long base,
                        const std::vector<std::pair<std::string, long long>>& counts) {
    PublicTable out;
    out.name = "t";
    out.question = question;
    out.statistic = "count";
    out.everyone = true;
    PublicGroup& all = out.groups.emplace_back();
    all.base = base;
    for (const auto& [category, count] : counts) {
        out.categories.push_back(category);
        PublicCell& cell = all.cells.emplace_back();
        cell.withheld = count < 0;
        if (count >= 0) cell.count = count;
    }
    return out;
}

bool any_few(const PublicTables& tables) {
    const AttackedTables attacked = rebuild_counts(tables, {}, {}, 10);
    EXPECT_EQ(attacked.found.contradictions, 0);
    return std::ranges::any_of(attacked.found.verdicts, [](TargetVerdict verdict) {
        return verdict == TargetVerdict::few || verdict == TargetVerdict::rebuilt;
    });
}

// Of 91 who rank all three, 24 name work first and 30 last, so 37 second; and 50 the house.
TEST(PublicSystem, TheRanksOfAnAnswerAddUpToAnyRank) {
    PublicTables tables;
    tables.interviews = 91;
    tables.tables = {
        plain_table("n1+n2+n3 rank 1", 91, {{"food", 42}, {"house", 25}, {"work", 24}}),
        plain_table("n1+n2+n3 rank 2", 91, {{"food", -1}, {"house", 50}, {"work", -1}}),
        plain_table("n1+n2+n3 rank 3", 91, {{"food", 45}, {"house", 16}, {"work", 30}}),
        plain_table("n1+n2+n3 any rank", 91, {{"food", 91}, {"house", 91}, {"work", 91}})};
    tables.tables.back().multiple = true;
    EXPECT_TRUE(any_few(tables));
    // Where some name one answer twice, the ranks of each are more than any, and nothing follows.
    tables.tables.back() =
        plain_table("n1+n2+n3 any rank", 91, {{"food", 91}, {"house", 80}, {"work", -1}});
    tables.tables.back().multiple = true;
    EXPECT_FALSE(any_few(tables));
}

// 19 have two children or three, and 43 together.
TEST(PublicSystem, AMeanIsASumOfCounts) {
    PublicTables tables;
    tables.interviews = 140;
    tables.tables = {
        plain_table("kids: 0, 1, 2, 3", 140, {{"0", 72}, {"1", 49}, {"2", -1}, {"3", -1}})};
    EXPECT_FALSE(any_few(tables));
    tables.tables.push_back(plain_table("kids", 140, {{"kids", 140}}));
    tables.tables.back().statistic = "mean";
    tables.tables.back().groups[0].cells[0].value = "0.6571428571428571";
    EXPECT_TRUE(any_few(tables));
}

TEST(PublicSystem, APercentageTellsOfItsCount) {
    CountSystem system;
    system.counts = {{"cell", 0, 1000}, {"base", 200, 200}};
    add_percentage_row(system, 0, 1, "17");
    std::vector<CountBounds> bounds{{0, 1000}, {200, 200}};
    ASSERT_TRUE(propagate(system.rows, bounds, RebuiltBy::propagation));
    EXPECT_EQ(bounds[0].low, 33);   // 16.5%
    EXPECT_EQ(bounds[0].high, 34);  // 17%; 35 would be 17.5%, printed as 18
    system.rows.clear();
    add_percentage_row(system, 0, 1, "0.25");
    bounds = {{0, 1000}, {1000, 1000}};
    ASSERT_TRUE(propagate(system.rows, bounds, RebuiltBy::propagation));
    EXPECT_EQ(bounds[0].low, 1);
    EXPECT_EQ(bounds[0].high, 4);
}

}  // namespace
}  // namespace mtm
