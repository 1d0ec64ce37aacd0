#include "study/derived.h"

#include <gtest/gtest.h>

#include "expression/parse.h"

namespace mtm {
namespace {

Expression expression(std::string_view source) {
    return *parse(source).expression;
}

DerivedCategory old_where(std::string_view where, std::string_view condition) {
    DerivedCategory category;
    category.name = "old";
    if (!where.empty()) category.where = expression(where);
    category.expression = expression(condition);
    return category;
}

TEST(CategoryUnder, IsTheOneOfTheSubsetOrOfAPartOfIt) {
    DerivedVariable band;
    band.name = "band";
    band.question = "age";
    band.categories = {old_where("", "${age} > 60"),
                       old_where("${sex} = 'male'", "${age} > 65"),
                       old_where("", "${age} > 50")};
    Plan plan;
    plan.derived = {band};
    const auto found = [&](std::string_view variable, std::string_view where) {
        const std::optional<Expression> subset =
            where.empty() ? std::nullopt : std::optional(expression(where));
        const DerivedCategory* category =
            category_under(plan, variable, "old", subset ? &subset->root : nullptr);
        return category != nullptr ? print(category->expression.root) : "";
    };
    EXPECT_EQ(found("band", ""), "${age} > 60");
    EXPECT_EQ(found("age", "${sex} = 'female'"), "${age} > 60");
    EXPECT_EQ(found("age", "${sex} = 'male'"), "${age} > 65");
    EXPECT_EQ(found("band", "${works} = 'yes' and ${sex} = 'male'"), "${age} > 65");
    EXPECT_EQ(found("band", "${works} = 'yes' or ${sex} = 'male'"), "${age} > 60");
    EXPECT_EQ(found("sex", ""), "");
}

}  // namespace
}  // namespace mtm
