#include <gtest/gtest.h>

#include "study/check.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

std::string found_in(std::string_view text) {
    const DefinedForm form = define_form(workbook_from_text(text), "form.xlsx");
    const Compiled compiled = compile(form);
    EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
    std::string out;
    for (const Diagnostic& d : check_choices_in_logic(compiled.questionnaire, form.source))
        out += d.place.column + std::to_string(d.place.row) + " ";
    return out;
}

constexpr std::string_view choices = R"(
    choices
    | list_name | name | label  | town  |
    | k         | yes  | Yes    |       |
    | k         | no   | No     |       |
    | grade     | 1    | First  |       |
    | grade     | 2    | Second |       |
    | towns     | a    | A      | north |
    | files     | key  | label  |       |
)";

std::string with_choices(std::string_view survey) {
    return std::string(survey) + std::string(choices);
}

TEST(ChoicesInLogic, NamesTheCellOfEachChoiceThatDoesNotExist) {
    EXPECT_EQ(found_in(with_choices(R"(
        survey
        | type              | name  | label | relevant            | constraint               | required        | calculation | choice_filter     |
        | select_one k      | work  | Work  |                     |                          |                 |             |                   |
        | select_multiple k | why   | Why   |                     | not(selected(., 'none')) |                 |             |                   |
        | select_one grade  | grade | Grade | ${work} = 'yess'    |                          |                 |             |                   |
        | text              | t1    | T     | ${grade} = 3        |                          |                 |             |                   |
        | text              | t2    | T     | 'nno' != ${work}    |                          | ${work} = 'oui' |             |                   |
        | calculate         | c     |       |                     |                          |                 | if(selected-at(${why}, 0) = 'maybe', 1, 2) |  |
        | select_one towns  | town  | Town  |                     |                          |                 |             | ${work} = 'si'    |
        | text              | t3    | T     | ${why} = 'yes nono' |                          |                 |             |                   |
    )")),
              "constraint3 relevant4 relevant5 relevant6 required6 calculation7 choice_filter8 "
              "relevant9 ");
}

TEST(ChoicesInLogic, SaysNothingOfWhatExistsOrCannotBeKnown) {
    EXPECT_EQ(found_in(with_choices(R"(
        survey
        | type              | name  | label | relevant             | appearance      | constraint         |
        | select_one k      | work  | Work  |                      |                 |                    |
        | select_multiple k | why   | Why   |                      |                 | selected(., 'no')  |
        | select_one grade  | grade | Grade | ${work} = 'yes'      |                 | . != ''            |
        | select_one files  | file  | File  |                      | search('towns') |                    |
        | text              | t1    | T     | ${grade} = 2         |                 |                    |
        | text              | t2    | T     | ${grade} = '2'       |                 | . = 'anything'     |
        | text              | t3    | T     | ${file} = 'from_csv' |                 |                    |
        | text              | t4    | T     | ${why} = 'yes no'    |                 |                    |
        | text              | t5    | T     | ${grade} > 7         |                 |                    |
        | select_one k or_other | free | F  |                      |                 |                    |
        | text              | t6    | T     | ${free} = 'other'    |                 |                    |
    )")),
              "");
}

}  // namespace
}  // namespace mtm
