#include "study/derived.h"

#include <gtest/gtest.h>

#include "expression/parse.h"
#include "study/plan.h"

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

TEST(CategoryUnder, OfATableOutsideEverySubsetThereIsAWarning) {
    DerivedVariable band;
    band.name = "band";
    band.question = "age";
    band.categories = {old_where("${sex} = 'male'", "${age} > 65")};
    Question age;
    age.name = "age";
    age.type = QuestionType::integer;
    Question sex;
    sex.name = "sex";
    Questionnaire form;
    form.questions = {age, sex};
    Plan plan;
    plan.derived = {band};
    TableSpec spec;
    spec.question = "band";
    const auto codes = [&] {
        std::string out;
        for (const Diagnostic& each : check_variables(spec, form, plan, {}, {}))
            out += each.code + " ";
        return out;
    };
    EXPECT_EQ(codes(), "no-category-here ");
    spec.where = expression("${sex} = 'male'");
    EXPECT_EQ(codes(), "");
    spec.where = expression("${sex} = 'female'");
    EXPECT_EQ(codes(), "no-category-here ");
    spec.question = "sex";
    spec.by = {"band"};
    EXPECT_EQ(codes(), "no-category-here ");
    plan.derived[0].categories.push_back(old_where("", "${age} > 60"));
    EXPECT_EQ(codes(), "");
}

}  // namespace
}  // namespace mtm
