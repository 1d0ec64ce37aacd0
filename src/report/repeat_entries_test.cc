#include "report/repeat_entries.h"

#include <gtest/gtest.h>

#include "report/compose.h"
#include "report/test_survey.h"

namespace mtm {
namespace {

/// A household's district, and the sex of each of its members, in a repeat of that label.
Study households(const std::string& label) {
    Study out;
    Questionnaire& form = out.questionnaire;
    form.form_id = "households";
    form.languages = {{"English (en)", "en"}};
    Group repeat;
    repeat.name = "roster";
    repeat.label = test_survey::english(label);
    repeat.repeat = true;
    repeat.first = 1;
    repeat.end = 2;
    form.groups = {repeat};
    const int districts = test_survey::add_list(form, "districts", {"north", "south"});
    const int sexes = test_survey::add_list(form, "sexes", {"male", "female"});
    form.questions = {
        test_survey::question("district", QuestionType::select_one, "District", districts),
        test_survey::question("sex", QuestionType::select_one, "Sex", sexes)};
    form.questions[1].group = 0;
    TableSpec table;
    table.name = table.question = "sex";
    out.plan.tables = {table};
    out.file.title = "Households";
    out.file.languages = {"en"};
    out.file.threshold = 1;
    out.file.marks.small_base = 1;
    return out;
}

/// Ten households: a man in each, two women in each of the first five.
Dataset ten(const Study& study) {
    std::vector<Interview> interviews;
    for (int i = 0; i < 10; ++i) {
        Interview one;
        one.instance_id = "uuid:" + std::to_string(i);
        one.form_id = "households";
        one.answers = {{0, {}, i < 6 ? "north" : "south"}, {1, {1}, "male"}};
        for (int woman = 0; woman < (i < 5 ? 2 : 0); ++woman)
            one.answers.push_back({1, {2 + woman}, "female"});
        interviews.push_back(std::move(one));
    }
    return assemble(study, interviews).dataset;
}

Document report_on(const std::string& label, const std::string& text) {
    const Study study = households(label);
    const Dataset dataset = ten(study);
    const ReadNarrative read = read_narrative(text, "report.md");
    DisclosureControl control(1, Edition::internal);
    return compose(study, dataset, read.narrative, control, {.language = "en", .areas_geojson = {}})
        .document;
}

TEST(RepeatEntries, AreNotToldAsRespondents) {
    const Document document = report_on(
        "Members",
        "# T\n\n{{ percent(${sex} = 'male') }} of {{ base(${sex}) }}, and in the north "
        "{{ percent(${sex} = 'male', ${district} = 'north') }}; {{ percent(${district} = 'north') "
        "}}.\n\n::: table sex\n");
    ASSERT_EQ(document.exhibits.size(), 1U);
    EXPECT_EQ(document.exhibits[0].base,
              "Base: 20 entries of “Members” (interviews in the survey: 10)");
    ASSERT_EQ(document.figures.size(), 4U);
    EXPECT_EQ(document.figures[0].basis, "10 of 20 entries of “Members” (50.0%)");
    EXPECT_EQ(document.figures[1].basis, "of 20 entries of “Members”");
    EXPECT_EQ(document.figures[2].basis, "6 of 16 entries of “Members” (37.5%)");
    EXPECT_EQ(document.figures[3].basis, "6 of 10 interviews (60.0%)");
}

TEST(RepeatEntries, HaveTheRepeatsNameWhereItsLabelHasNoWords) {
    for (const char* label : {"", "Member ${number}", "**$position**"}) {
        const Study study = households(label);
        EXPECT_EQ(entries_counted(study, ten(study), study.plan.tables[0], 0), "roster") << label;
    }
}

TEST(RepeatEntries, AreNoneWhereInterviewsAreCounted) {
    const Study study = households("Members");
    TableSpec districts;
    districts.name = districts.question = "district";
    EXPECT_EQ(entries_counted(study, ten(study), districts, 0), "");
}

}  // namespace
}  // namespace mtm
