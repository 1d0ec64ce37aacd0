#include "dataset/growing_dataset.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "expression/parse.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

Study study_of_households() {
    Study study;
    study.questionnaire = form_from_text(R"(
        survey
        | type              | name   | label | relevant       |
        | select_one sex    | sex    | A     |                |
        | integer           | age    | B     |                |
        | select_multiple n | needs  | C     | ${age} > 5     |
        | text              | odd    | D     |                |
        | begin_repeat      | member | E     |                |
        | integer           | m_age  | G     |                |
        | begin_repeat      | job    | H     | ${m_age} > 3   |
        | text              | since  | J     |                |
        | end_repeat        |        |       |                |
        | end_repeat        |        |       |                |
        choices
        | list_name | name    | label   | missing |
        | sex       | male    | Man     |         |
        | sex       | female  | Woman   |         |
        | n         | food    | Food    |         |
        | n         | water   | Water   |         |
        | n         | nothing | Nothing | refused |
    )")
                              .questionnaire;
    DerivedVariable group{"age_group", "age", {}};
    group.categories.push_back({"minor", {}, *parse("${age} < 18").expression, {}, 0});
    group.categories.push_back({"even", {}, *parse("${age} mod 2 = 0").expression, {}, 0});
    study.plan.derived.push_back(group);
    return study;
}

std::vector<Interview> invented(const Study& study, int count) {
    std::mt19937 random(5);
    const auto below = [&](int n) {
        return static_cast<int>(random() % static_cast<std::uint32_t>(n));
    };
    std::vector<Interview> out;
    for (int i = 0; i < count; ++i) {
        Interview one;
        one.instance_id = std::to_string(i);
        const auto answer = [&](const char* name, std::vector<int> at, std::string value) {
            if (below(6) > 0)
                one.answers.push_back(
                    {study.questionnaire.find(name), std::move(at), std::move(value)});
        };
        answer("sex", {}, below(2) == 0 ? "male" : "female");
        answer("age", {}, std::to_string(below(40)));
        const std::array<const char*, 4> needs{"food", "food water", "water food", "nothing"};
        answer("needs", {}, needs[static_cast<std::size_t>(below(4))]);
        answer("odd", {}, "text " + std::to_string(below(30)));
        for (int member = 0; member < below(4); ++member) {
            answer("m_age", {member}, std::to_string(below(9)));
            for (int job = 0; job < below(3); ++job)
                answer("since", {member, job}, "day " + std::to_string(below(50)));
        }
        out.push_back(std::move(one));
    }
    return out;
}

void expect_same(const Dataset& is, const Dataset& wanted) {
    EXPECT_EQ(is.instance_ids, wanted.instance_ids);
    ASSERT_EQ(is.levels.size(), wanted.levels.size());
    for (std::size_t l = 0; l < is.levels.size(); ++l) {
        const Level& level = is.levels[l];
        EXPECT_EQ(level.rows, wanted.levels[l].rows);
        EXPECT_EQ(level.parent_row, wanted.levels[l].parent_row);
        ASSERT_EQ(level.columns.size(), wanted.levels[l].columns.size());
        for (std::size_t c = 0; c < level.columns.size(); ++c) {
            const Column& column = level.columns[c];
            const Column& other = wanted.levels[l].columns[c];
            EXPECT_EQ(column.name, other.name);
            EXPECT_EQ(column.dictionary, other.dictionary) << column.name;
            EXPECT_EQ(column.codes, other.codes) << column.name;
            EXPECT_EQ(column.asked, other.asked) << column.name;
            EXPECT_EQ(column.members, other.members) << column.name;
            EXPECT_EQ(column.meaning, other.meaning) << column.name;
            ASSERT_EQ(column.numbers.size(), other.numbers.size()) << column.name;
            for (std::size_t n = 0; n < column.numbers.size(); ++n)
                EXPECT_TRUE(column.numbers[n] == other.numbers[n] ||
                            (std::isnan(column.numbers[n]) && std::isnan(other.numbers[n])));
        }
    }
}

TEST(GrowingDataset, IsWhatAssemblingAllAtOnceGives) {
    const Study study = study_of_households();
    const std::vector<Interview> all = invented(study, 400);
    GrowingDataset growing(study);
    const Column* const sex = growing.dataset().find("sex");
    for (std::size_t begin = 0; begin < all.size();) {
        const std::size_t end = std::min(all.size(), begin + 1 + begin / 2);
        growing.append(assemble(study,
                                {all.begin() + static_cast<std::ptrdiff_t>(begin),
                                 all.begin() + static_cast<std::ptrdiff_t>(end)})
                           .dataset);
        begin = end;
    }
    EXPECT_EQ(growing.dataset().find("sex"), sex) << "columns stay where they are";
    ASSERT_EQ(growing.dataset().levels.size(), 3U);
    EXPECT_GT(growing.dataset().levels[2].rows, 100U);
    // Derived variables name the sets that came up in an order of their own: codes may differ, not
    // what they stand for.
    growing.keep([&] {
        std::vector<std::int32_t> rows(all.size());
        std::iota(rows.begin(), rows.end(), 0);
        return rows;
    }());
    expect_same(growing.dataset(), assemble(study, all).dataset);
}

TEST(GrowingDataset, KeepsRowsInAnyOrderAndNothingOfTheOthers) {
    const Study study = study_of_households();
    const std::vector<Interview> all = invented(study, 300);
    GrowingDataset growing(study);
    growing.append(assemble(study, all).dataset);
    std::vector<std::int32_t> rows;
    for (std::int32_t row = 0; row < 300; row += 3)
        rows.push_back(row);
    std::shuffle(rows.begin(), rows.end(), std::mt19937(2));
    std::vector<Interview> kept;
    for (const std::int32_t row : rows)
        kept.push_back(all[static_cast<std::size_t>(row)]);
    growing.keep(rows);
    expect_same(growing.dataset(), assemble(study, kept).dataset);

    const std::vector<Interview> more(all.begin() + 1, all.begin() + 3);
    growing.append(assemble(study, more).dataset);
    kept.insert(kept.end(), more.begin(), more.end());
    expect_same(growing.dataset(), assemble(study, kept).dataset);

    growing.keep({});
    expect_same(growing.dataset(), assemble(study, {}).dataset);
}

}  // namespace
}  // namespace mtm
