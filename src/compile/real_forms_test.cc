// Questionnaires that organisations have in the field. What pyxform converts must compile here
// without an error; what it rejects must be rejected here too, with a place.
#include <gtest/gtest.h>

#include "compile/compile.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/csv.h"
#include "workbook/read.h"

namespace mtm {
namespace {

TEST(RealForms, AreJudgedAsPyxformJudgesThem) {
    REQUIRE_SHARED("real/forms/pyxform-verdicts.csv");
    const auto verdicts = read_csv(read_test_file(shared_path("real/forms/pyxform-verdicts.csv")));
    ASSERT_TRUE(verdicts);
    ASSERT_GE(verdicts->row_count(), 20);
    for (int row = 0; row < verdicts->row_count(); ++row) {
        const std::string name(verdicts->at(row, "file"));
        const std::string bytes = read_test_file(shared_path("real/forms/" + name));
        const auto workbook = read_workbook(bytes, name);
        ASSERT_TRUE(workbook) << name << ": " << workbook.error().message;
        const auto [form, diagnostics] = compile(*workbook, name);
        const bool converts = verdicts->at(row, "verdict") == "converts";
        EXPECT_EQ(!has_errors(diagnostics), converts) << name << "\n" << print_all(diagnostics);
        EXPECT_FALSE(form.questions.empty()) << name;
        for (const Diagnostic& d : diagnostics) {
            EXPECT_FALSE(d.place.sheet.empty() && d.place.file.empty()) << print(d);
            EXPECT_FALSE(d.remedy.empty()) << print(d);
        }
    }
}

}  // namespace
}  // namespace mtm
