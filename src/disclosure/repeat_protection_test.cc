// What is published of households, read as a stranger would: from the published dataset alone.
#include "disclosure/repeat_protection.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "disclosure/record_protection.h"
#include "disclosure/record_risk.h"
#include "disclosure/risk_page.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* questions =
    "survey\n"
    "| type | name | label | relevant | disclosure | choice_filter |\n"
    "| select_one region | region | Region | | quasi |\n"
    "| select_one yes | debt | Debt? | | sensitive |\n"
    "| begin repeat | member | Member | | |\n"
    "| text | m_name | Name | | identifier |\n"
    "| integer | m_age | Age | | quasi |\n"
    "| select_one sex | m_sex | Sex | | quasi |\n"
    "| select_one yes | m_ill | Ill? | | sensitive |\n"
    "| select_one job | m_job | Work | ${m_age} >= 16 | none |\n"
    "| end repeat | | | | |\n";

constexpr const char* choices =
    "choices\n"
    "| list_name | name | label | reg | of |\n"
    "| shop | a1 | A1 | a | |\n| shop | b1 | B1 | b | |\n"
    "| work | f | Field | | farm |\n| work | s | Stall | | shop |\n"
    "| sex | male | Man |\n| sex | female | Woman |\n"
    "| region | a | A |\n| region | b | B |\n"
    "| yes | yes | Yes |\n| yes | no | No |\n"
    "| job | farm | Farm |\n| job | shop | Shop |\n";

class Households {
public:
    explicit Households(std::uint64_t seed,
                        const std::string& more = {},
                        std::size_t interviews = 300)
        : random_(seed) {
        auto compiled = form_from_text(std::string(questions) + more + choices);
        EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
        study.questionnaire = std::move(compiled.questionnaire);
        study.file.records.most_risk = 100;
        std::vector<Interview> all;
        for (std::size_t i = 0; i < interviews; ++i)
            all.push_back(interview(i));
        dataset = assemble(study, all).dataset;
    }

    Study study;
    Dataset dataset;

private:
    void answer(Interview& to, const char* name, std::string value, std::vector<int> repeat = {}) {
        to.answers.push_back({study.questionnaire.find(name), std::move(repeat), std::move(value)});
    }

    Interview interview(std::size_t number) {
        Interview out;
        out.instance_id = fmt::format("uuid:{:08x}-{}", random_.bits() & 0xFFFFFFFFU, number);
        const bool buys = study.questionnaire.find("where") >= 0;
        const std::string region = random_.chance(buys ? 0.99 : 0.6) ? "a" : "b";
        answer(out, "region", region);
        answer(out, "debt", random_.chance(0.3) ? "yes" : "no");
        const int members = static_cast<int>(random_.weighted({10, 40, 30, 15, 5}));
        for (int m = 0; m < members; ++m) {
            const int age = static_cast<int>(random_.below(80));
            answer(out, "m_name", fmt::format("Name{}x{}", number, m), {m});
            answer(out, "m_age", std::to_string(age), {m});
            answer(out, "m_sex", random_.chance(0.5) ? "male" : "female", {m});
            answer(out, "m_ill", random_.chance(0.2) ? "yes" : "no", {m});
            if (age >= 16) answer(out, "m_job", random_.chance(0.5) ? "farm" : "shop", {m});
        }
        for (int purchase = 0; buys && purchase < 2; ++purchase)
            answer(out, "where", region + "1", {purchase});
        return out;
    }

    Random random_;
};

std::string value_of(const Level& level, const char* name, std::size_t row) {
    const Column* column = level.find(name);
    if (column == nullptr || column->codes[row] < 0) return "";
    return column->dictionary[static_cast<std::size_t>(column->codes[row])];
}

// The published households: of each record its keys with all members, and their sensitive answers.
struct Read {
    std::vector<std::string> households;         // by record
    std::vector<std::vector<std::size_t>> rows;  // by record
    std::vector<std::string> kinds;              // by row
    std::size_t withheld = 0;
};

Read read(const PublicRecords& records) {
    Read out;
    const Level& own = records.dataset.levels[0];
    const Level& members = records.dataset.levels[1];
    out.rows.resize(own.rows);
    for (std::size_t row = 0; row < members.rows; ++row) {
        out.rows[static_cast<std::size_t>(members.parent_row[row])].push_back(row);
        const bool has_job = !value_of(members, "m_job", row).empty();
        out.kinds.push_back(value_of(members, "m_age", row) + "/" +
                            value_of(members, "m_sex", row) + (has_job ? "/job" : ""));
    }
    for (std::size_t record = 0; record < own.rows; ++record) {
        const std::string told = value_of(own, "member_rows", record);
        std::vector<std::string> household;
        for (const std::size_t row : out.rows[record])
            household.push_back(out.kinds[row]);
        std::ranges::sort(household);
        if (told == "withheld") {
            ++out.withheld;
            EXPECT_TRUE(household.empty());
        } else {
            EXPECT_EQ(told, "published");
        }
        out.households.push_back(fmt::format(
            "{}: {} {}", value_of(own, "region", record), told, fmt::join(household, ", ")));
    }
    return out;
}

TEST(RepeatProtection, EveryHouseholdIsLikeKOthersInAllItsMembers) {
    std::size_t published = 0;
    std::set<std::string> keys;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const Households given(seed);
        const auto made = protect_records(given.study, given.dataset);
        ASSERT_TRUE(made) << made.error().message;
        ASSERT_EQ(made->records.dataset.levels.size(), 2U) << seed;
        const Read told = read(made->records);
        std::map<std::string, std::size_t> alike;
        for (const std::string& household : told.households)
            ++alike[household];
        for (const auto& [household, count] : alike)
            EXPECT_GE(count, 5U) << seed << ' ' << household;
        published += told.households.size() - told.withheld;
        EXPECT_EQ(made->records.repeats[0].withheld, told.withheld);
        const Level& members = made->records.dataset.levels[1];
        EXPECT_EQ(members.find("m_name"), nullptr);
        EXPECT_TRUE(std::ranges::is_sorted(members.parent_row));
        for (const Column& column : members.columns) {
            keys.insert(column.name);
            EXPECT_EQ(column.size(), members.rows) << column.name;
        }
    }
    EXPECT_GT(published, 12U * 300U / 2U);  // it is worth the while
    EXPECT_TRUE(keys.contains("m_sex") || keys.contains("m_age"));
}

TEST(RepeatProtection, WhatIsOfferedByRegionIsAlikeInKHouseholds) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Households given(seed,
                         "| begin repeat | purchase | Purchase | | |\n"
                         "| select_one shop | where | Where? | | none | reg=${region} |\n"
                         "| end repeat | | | | |\n");
        given.study.file.records.drop = {"m_age", "m_sex", "m_ill", "m_job", "debt"};
        const auto made = protect_records(given.study, given.dataset);
        ASSERT_TRUE(made) << made.error().message;
        ASSERT_EQ(made->records.dataset.levels.size(), 2U) << seed;
        const Level& rows = made->records.dataset.levels[1];
        std::vector<std::string> households(made->records.dataset.counted());
        for (std::size_t row = 0; row < rows.rows; ++row)
            households[static_cast<std::size_t>(rows.parent_row[row])] +=
                value_of(rows, "where", row) + " ";
        std::map<std::string, std::size_t> alike;
        for (std::size_t record = 0; record < households.size(); ++record) {
            const std::string region = value_of(made->records.dataset.levels[0], "region", record);
            ++alike[region + ": " + households[record]];
        }
        for (const auto& [told, count] : alike)
            EXPECT_GE(count, 5U) << seed << ' ' << told;
    }
}

TEST(RepeatProtection, SensitiveAnswersDifferAmongMembersAndHouseholdsThatAreAlike) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const Households given(seed);
        const auto made = protect_records(given.study, given.dataset);
        ASSERT_TRUE(made) << made.error().message;
        const Read told = read(made->records);
        std::map<std::string, std::set<std::string>> answers;
        for (std::size_t record = 0; record < told.households.size(); ++record) {
            const std::string& household = told.households[record];
            answers["debt " + household].insert(
                value_of(made->records.dataset.levels[0], "debt", record));
            for (const std::size_t row : told.rows[record])
                answers["ill " + told.kinds[row] + " in " + household].insert(
                    value_of(made->records.dataset.levels[1], "m_ill", row));
        }
        for (auto& [of, given_answers] : answers) {
            given_answers.erase("");
            EXPECT_NE(given_answers.size(), 1U) << seed << ' ' << of;
        }
    }
}

TEST(RepeatProtection, AnotherEditionHasTheSameRows) {
    const Households given(5);
    const auto open = protect_records(given.study, given.dataset);
    ASSERT_TRUE(open) << open.error().message;
    Study restricted = given.study;
    restricted.file.records.k = 3;
    const auto agreed = protect_records(restricted, given.dataset, &*open);
    ASSERT_TRUE(agreed) << agreed.error().message;
    EXPECT_EQ(read(agreed->records).withheld, read(open->records).withheld);
    std::map<std::string, std::size_t> alike;
    for (const std::string& household : read(agreed->records).households)
        ++alike[household];
    for (const auto& [household, count] : alike)
        EXPECT_GE(count, 3U) << household;
    // Joined with the other edition too: of each group of the one there are k in the other.
    std::map<std::int32_t, std::size_t> joined;
    for (const std::int32_t group : agreed->alike)
        ++joined[group];
    for (const auto& [group, count] : joined)
        EXPECT_GE(count, 3U) << group;
}

TEST(RepeatProtection, WhatTellsOfBlanksElsewhereIsLeftOut) {
    struct Form {
        const char* more;
        const char* why;
    };

    for (const Form& form :
         {Form{"| select_one yes | school | School near? | count(${member}) > 1 | none |\n",
               "“school” was asked"},
          Form{"| begin repeat | loan | Loan | ${debt} = 'yes' | |\n"
               "| select_one yes | paid | Paid? | | none |\n"
               "| end repeat | | | | |\n",
               "sensitive answer to “debt”"}}) {
        const Households given(3, form.more);
        const auto made = protect_records(given.study, given.dataset);
        ASSERT_TRUE(made) << made.error().message;
        const bool told =
            std::ranges::any_of(made->records.repeats, [&](const RepeatTreatment& repeat) {
                return repeat.left_out.find(form.why) != std::string::npos;
            });
        EXPECT_TRUE(told) << form.why;
        const auto& groups = made->records.study.questionnaire.groups;
        EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(groups, true, &Group::repeat)) + 1,
                  made->records.dataset.levels.size());
    }
}

// Without a population the risk of a row is 1 over those of its keys, and a household's that of any
// of its rows.
TEST(RecordRisk, OfAHouseholdIsThatOfAnyOfItsMembers) {
    const Households households(31);
    const auto made = protect_records(households.study, households.dataset);
    ASSERT_TRUE(made) << made.error().message;
    const auto risk = risk_of_records(households.study, households.dataset, *made);
    ASSERT_TRUE(risk) << risk.error().message;
    const auto check = [](const Dataset& dataset, const HouseholdRisk& told) {
        const Level& members = dataset.levels[1];
        std::vector<std::string> keys;
        std::map<std::string, double> alike;
        for (std::size_t row = 0; row < members.rows; ++row) {
            const auto parent = static_cast<std::size_t>(members.parent_row[row]);
            std::string key = std::to_string(dataset.find("region")->codes[parent]);
            for (const char* name : {"m_age", "m_sex"})
                if (const Column* column = members.find(name))
                    key += ";" + std::to_string(column->codes[row]);
            ++alike[key];
            keys.push_back(key);
        }
        std::map<std::int32_t, double> unfound;
        for (std::size_t row = 0; row < members.rows; ++row)
            unfound.emplace(members.parent_row[row], 1).first->second *= 1 - 1 / alike[keys[row]];
        double expected = 0;
        for (const auto& [household, chance] : unfound)
            expected += 1 - chance;
        EXPECT_EQ(told.repeat, "member");
        EXPECT_EQ(told.households, unfound.size());
        EXPECT_NEAR(told.global.expected, expected, 1e-9);
    };
    ASSERT_EQ(risk->households.size(), 1U);
    check(households.dataset, risk->households[0].before);
    check(made->records.dataset, risk->households[0].after);
    EXPECT_LT(risk->households[0].after.global.share, risk->households[0].before.global.share);
    const std::string page = risk_page(households.study, households.dataset, *made, *risk);
    EXPECT_NE(page.find("Mean risk of a household"), std::string::npos);
}

}  // namespace
}  // namespace mtm
