// What other readers of XLSForms refuse is refused here too, and nothing else.
#include <algorithm>

#include <gtest/gtest.h>

#include "compile/define.h"
#include "compile/element_name.h"
#include "compile/xform.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

// The codes of the errors that make a form impossible, each with its row.
std::string refusal(std::string_view text) {
    std::string out;
    for (const Diagnostic& d : define_form(workbook_from_text(text), "form.xlsx").diagnostics) {
        if (d.severity != Severity::error) continue;
        if (!out.empty()) out += ' ';
        out += d.code + "@" + std::to_string(d.place.row);
    }
    return out;
}

std::string xform_of(std::string_view text) {
    const DefinedForm form = define_form(workbook_from_text(text), "form.xlsx");
    EXPECT_FALSE(has_errors(form.diagnostics)) << print_all(form.diagnostics);
    return to_xform(form.definition);
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(Refusals, NamesAreMadeOfLettersOfAnyScript) {
    for (const char* name : {"age", "_1", "вопрос", "اسم", "école", "a·b", "a-1.b", "名"})
        EXPECT_TRUE(is_local_name(name)) << name;
    for (const char* name : {"", "1a", "a b", "École", "a×b", "a—b", "·a", "a:b", "\xff"})
        EXPECT_FALSE(is_local_name(name)) << name;
    EXPECT_TRUE(is_element_name("odk:length"));
    EXPECT_FALSE(is_element_name("a:b:c"));
}

TEST(Refusals, AQuestionCannotHaveTheNameOfWhatTheFormAdds) {
    EXPECT_EQ(refusal(R"(
        survey
        | type         | name       | label | repeat_count |
        | integer      | kids_count | Count |              |
        | begin repeat | kids       | Kids  | 3            |
        | text         | kid        | Kid   |              |
        | end repeat   |            |       |              |
    )"),
              "duplicate-name@2");
    EXPECT_EQ(refusal(R"(
        survey
        | type                | name       | label |
        | select_one c or_other | way      | Way   |
        | text                | way_other  | Other |
        choices
        | list_name | name | label |
        | c         | bus  | Bus   |
    )"),
              "duplicate-name@3");
    EXPECT_EQ(refusal(R"(
        survey
        | type  | name | label |
        | audit |      |       |
        | audit |      |       |
        | text  | q    | Q     |
    )"),
              "duplicate-name@3");
}

TEST(Refusals, OnlyWhatStandsOnARowCanBeReferredTo) {
    EXPECT_EQ(refusal(R"(
        survey
        | type                  | name | label             |
        | select_one c or_other | way  | Way               |
        | note                  | n    | You: ${way_other} |
        choices
        | list_name | name | label |
        | c         | bus  | Bus   |
    )"),
              "unknown-question@3");
    EXPECT_EQ(refusal(R"(
        survey
        | type  | name | label       |
        | audit |      |             |
        | note  | n    | See ${meta} |
        | note  | m    | ${audit}    |
    )"),
              "unknown-question@3 unknown-question@4");
    EXPECT_EQ(refusal(R"(
        survey
        | type         | name  | label    |
        | csv-external | towns |          |
        | note         | n     | ${towns} |
    )"),
              "unknown-question@3");
    EXPECT_EQ(refusal(R"(
        survey
        | type | name | label         |
        | note | n    | ${instanceID} |
    )"),
              "");
}

TEST(Refusals, ANameOfARowAndOfTheFormIsAmbiguous) {
    EXPECT_EQ(refusal(R"(
        survey
        | type | name       | label         |
        | text | data       | Data          |
        | text | instanceID | Id            |
        | note | n          | ${data}       |
        | note | m          | ${instanceID} |
    )"),
              "ambiguous-name@4 ambiguous-name@5");
}

TEST(Refusals, ReferencesHoldANameWithoutPrefix) {
    EXPECT_EQ(refusal(R"(
        survey
        | type | name | label             |
        | text | a:b  | A                 |
        | note | n    | Price in $ or ${} |
        | note | m    | ${a:b}            |
    )"),
              "bad-reference@4");
}

TEST(Refusals, ALoopMakesGroupsOfItsChoices) {
    EXPECT_EQ(refusal(R"(
        survey
        | type             | name | label        |
        | begin loop over c | l   | Loop         |
        | integer          | q    | 50% or more  |
        | begin repeat     | r    | Repeat       |
        | text             | t    | T            |
        | end repeat       |      |              |
        | end loop         |      |              |
        choices
        | list_name | name | label |
        | c         | 1    | One   |
        | c         | two  |       |
        | c         | x    | X     |
    )"),
              "bad-name@2 choice-without-label@2 bad-loop@3 duplicate-repeat@4 duplicate-repeat@4");
    EXPECT_TRUE(holds(xform_of(R"(
        survey
        | type             | name | label                    |
        | begin loop over c | l   | Loop                     |
        | integer          | q    | %(label)s, %(unit)s, 5%% |
        | end loop         |      |                          |
        choices
        | list_name | name  | label | unit |
        | c         | sugar | Sugar | kg   |
    )"),
                      "<label>Sugar, kg, 5%</label>"));
}

TEST(Refusals, PropertiesOfEntitiesAreSavedByQuestionsOnly) {
    EXPECT_EQ(refusal(R"(
        survey
        | type        | name | label | save_to |
        | begin group | g    | G     |         |
        | text        | q    | Q     |         |
        | end group   |      |       | place   |
        entities
        | list_name | label |
        | homes     | Home  |
    )"),
              "bad-save-to@4");
    EXPECT_EQ(refusal(R"(
        survey
        | type | name | label |
        | text | q    | Q     |
        entities
        | list_name | label | remark |
        | homes     | Home  |        |
    )"),
              "");
}

TEST(Refusals, SelectsHaveAnswersOfTheirType) {
    EXPECT_EQ(refusal(R"(
        survey
        | type         | name | label | bind::type | parameters                  |
        | select_one c | a    | A     | int        |                             |
        | integer      | n    | N     |            |                             |
        | select_one c | b    | B     |            | randomize=true seed=${n}+1  |
        | geopoint     | p    | P     |            | capture-accuracy=0x10       |
        choices
        | list_name | name | label |
        | c         | bus  | Bus   |
    )"),
              "bad-parameter@4 bad-parameter@5 type-of-select@2");
}

TEST(Refusals, SearchSharesNoListWithASelectOrRankWithout) {
    EXPECT_EQ(refusal(R"(
        survey
        | type                  | name | label | appearance     | choice_filter |
        | select_one c          | a    | A     | search('file') |               |
        | select_one_external c | b    | B     |                | x=1           |
        choices
        | list_name | name | label |
        | c         | bus  | Bus   |
        external_choices
        | list_name | name | label |
        | c         | bus  | Bus   |
    )"),
              "");
    EXPECT_EQ(refusal(R"(
        survey
        | type         | name | label | appearance     |
        | select_one c | a    | A     | search('file') |
        | rank c       | b    | B     |                |
        choices
        | list_name | name | label |
        | c         | bus  | Bus   |
    )"),
              "bad-search@2");
}

TEST(Refusals, AFileBelongsToTheWholeForm) {
    EXPECT_EQ(refusal(R"(
        survey
        | type         | name  | label |
        | begin repeat | r     | R     |
        | csv-external | towns |       |
        | text         | q     | Q     |
        | end repeat   |       |       |
    )"),
              "instance-in-repeat@3");
}

TEST(Refusals, APlaceInTheBackgroundIsTakenThoughNobodySeesItsTrigger) {
    EXPECT_EQ(refusal(R"(
        survey
        | type                | name | label | calculation | trigger |
        | calculate           | c    |       | 1           |         |
        | background-geopoint | p    |       |             | ${c}    |
    )"),
              "");
}

TEST(Refusals, OldSpellingsOfATypeTakeNoParameters) {
    const std::string xml = xform_of(R"(
        survey
        | type    | name | label | parameters    |
        | q image | a    | A     | max-pixels=no |
        | string  | b    | B     | rows=many     |
    )");
    EXPECT_FALSE(holds(xml, "max-pixels"));
    EXPECT_FALSE(holds(xml, "rows"));
}

TEST(Refusals, RowsOfTheSurveySheetMaySetWhatSettingsSet) {
    const std::string xml = xform_of(R"(
        survey
        | type           | name                | label |
        | text           | q                   | Q     |
        | form_title     | Movements           |       |
        | submission_url | https://example.org |       |
    )");
    EXPECT_TRUE(holds(xml, "<h:title>Movements</h:title>"));
    EXPECT_TRUE(holds(xml, R"(action="https://example.org")"));
}

TEST(Refusals, AFormMustHaveAnId) {
    EXPECT_EQ(refusal(R"(
        survey
        | type | name | label |
        | text | q    | Q     |
        settings
        | form_id |
        | None    |
    )"),
              "bad-setting@2");
}

TEST(Refusals, ARowIsDisabledByTheColumnOfThatNameOnly) {
    EXPECT_TRUE(holds(xform_of(R"(
        survey
        | type | name | label | Disabled |
        | text | kept | Kept  | yes      |
    )"),
                      "<kept/>"));
    EXPECT_FALSE(holds(xform_of(R"(
        survey
        | type | name | label | disabled |
        | text | gone | Gone  | TRUE     |
        | text | kept | Kept  | no       |
    )"),
                       "<gone/>"));
}

TEST(Refusals, WithoutGroupsEachQuestionGetsTheirConditions) {
    const std::string xml = xform_of(R"(
        survey
        | type        | name | label | relevant  |
        | integer     | age  | Age   |           |
        | begin group | g    | G     | ${age}>17 |
        | text        | a    | A     | ${age}<60 |
        | text        | b    | B     |           |
        | end group   |      |       |           |
        settings
        | flat |
        | yes  |
    )");
    EXPECT_TRUE(
        holds(xml, R"x(nodeset="/data/a" relevant=" /data/age &gt;17 and ( /data/age &lt;60)")x"));
    EXPECT_TRUE(holds(xml, R"x(nodeset="/data/b" type="string" relevant=" /data/age &gt;17")x"));
}

TEST(Refusals, FilesAreDeclaredWhereQuestionsAndGroupsPullThem) {
    const std::string xml = xform_of(R"(
        survey
        | type        | name | label | calculation                                         | relevant              |
        | text        | t    | T     |                                                     |                       |
        | calculate   | c    |       | pulldata('a','b','c',1) + pulldata ( 'd','b','c',1) |                       |
        | begin group | g    | G     |                                                     | ${last-saved#t} = 'x' |
        | text        | q    | Q     |                                                     |                       |
        | end group   |      |       |                                                     |                       |
    )");
    EXPECT_TRUE(holds(xml, R"(<instance id="d" src="jr://file-csv/d.csv"/>)"));
    EXPECT_FALSE(holds(xml, "__last-saved\" src"));
}

TEST(Refusals, APictureByDefaultIsAFileOfTheFormEvenIfCalculated) {
    EXPECT_TRUE(holds(xform_of(R"(
        survey
        | type  | name | label | default         |
        | image | a    | A     | concat('a','b') |
    )"),
                      R"x(value="jr://images/concat('a','b')")x"));
}

TEST(Refusals, ChoicesComeFromAListWhereNothingElseWillDo) {
    EXPECT_EQ(refusal(R"(
        survey
        | type                  | name | label |
        | select_one_external c | a    | A     |
        external_choices
        | list_name | name | label |
        | c         | bus  | Bus   |
    )"),
              "unknown-list@2");
    EXPECT_EQ(refusal(R"(
        survey
        | type                       | name | label | appearance |
        | begin group                | g    | G     | table-list |
        | select_one_from_file c.csv | a    | A     |            |
        | end group                  |      |       |            |
    )"),
              "bad-table-list@3");
    EXPECT_EQ(refusal(R"(
        survey
        | type            | name | label | appearance  |
        | begin repeat    | r    | R     |             |
        | text            | t    | T     |             |
        | end repeat      |      |       |             |
        | select_one ${t} | a    | A     | search('f') |
    )"),
              "bad-search@5");
}

TEST(Refusals, AColumnMediaStandsInForALabel) {
    EXPECT_EQ(refusal(R"(
        survey
        | type | name | media |
        | text | a    | a.png |
    )"),
              "");
}

TEST(Refusals, AColumnWithoutLanguageReplacesTranslationsBeforeIt) {
    const DefinedForm form = define_form(workbook_from_text(R"(
        survey
        | type | name | label::en | label | hint | hint::en |
        | text | a    | Where     | Place | Town | City     |
        | text | b    | When      |       |      |          |
    )"),
                                         "form.xlsx");
    const std::vector<FormElement>& elements = form.definition.elements;
    EXPECT_EQ(elements[0].label, (FormText{.plain = "Place", .translations = {}}));
    EXPECT_EQ(elements[0].hint.translations.size(), 2U);
    EXPECT_EQ(elements[1].label.translations.size(), 1U);
    ASSERT_EQ(form.diagnostics.size(), 1U) << print_all(form.diagnostics);
    EXPECT_EQ(form.diagnostics[0].code, "translations-replaced");
    EXPECT_EQ(form.diagnostics[0].place.column, "label");
}

}  // namespace
}  // namespace mtm
