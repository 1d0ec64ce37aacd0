#include "capture/browser_limits.h"

#include <gtest/gtest.h>

#include "compile/xform.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

// "question: type" a line; an exclamation mark where the question cannot be answered.
std::string limits_of(std::string_view text) {
    std::string out;
    const DefinedForm form = define_form(workbook_from_text(text), "form.xlsx");
    for (const BrowserLimit& limit :
         browser_limits(compile(form).questionnaire, to_xform(form.definition)))
        out += limit.question + ": " + limit.type + (limit.unusable ? "!" : "") + "\n";
    return out;
}

TEST(BrowserLimits, AreNoneInAFormOfPlainQuestions) {
    EXPECT_EQ(limits_of(R"(
        survey
        | type           | name   | label   | relevant    |
        | start          | start  |         |             |
        | integer        | age    | Age     |             |
        | select_one sex | sex    | Sex     | ${age} > 17 |
        | geopoint       | place  | Place   |             |
        | image          | card   | Card    |             |
        | date           | day    | Day     |             |
        choices
        | list_name | name | label |
        | sex       | m    | Male  |
        | sex       | f    | Female |
    )"),
              "");
}

TEST(BrowserLimits, NameQuestionsThatABrowserCannotAsk) {
    EXPECT_EQ(limits_of(R"(
        survey
        | type     | name   | label  | appearance    |
        | audio    | voice  | Voice  |               |
        | video    | film   | Film   |               |
        | file     | paper  | Paper  |               |
        | barcode  | code   | Code   |               |
        | dateTime | when   | When   |               |
        | image    | sign   | Sign   | signature     |
        | date     | born   | Born   | month-year    |
        | geotrace | way    | Way    |               |
        | geopoint | spot   | Spot   | placement-map |
    )"),
              "voice: audio!\nfilm: video!\npaper: file!\ncode: barcode\nwhen: date_time\n"
              "sign: drawing\nborn: calendar\nway: map\nspot: map\n");
}

TEST(BrowserLimits, OfTheWholeFormComeFirst) {
    EXPECT_EQ(limits_of(R"(
        survey
        | type             | name   | label | guidance_hint | default             |
        | video            | film   | Film  | Ask gently    |                     |
        | audit            | audit  |       |               |                     |
        | background-audio | voices |       |               |                     |
        | text             | town   | Town  |               | ${last-saved#town}  |
    )"),
              ": audit\n: guidance\nfilm: video!\nvoices: background_audio\ntown: last_saved\n");
}

}  // namespace
}  // namespace mtm
