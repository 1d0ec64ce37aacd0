// The XForms of questionnaires that organisations have in the field equal those that pyxform made
// of them, but for layout, the order of attributes and the order of what has none (texts, binds).
#include <gtest/gtest.h>

#include "compile/define.h"
#include "compile/xform.h"
#include "tests/canonical_xform.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

TEST(XformOfRealForms, EqualsThatOfPyxform) {
    REQUIRE_SHARED("real/forms/xforms");
    int compared = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(shared_path("real/forms/xforms"))) {
        const std::string stem = entry.path().stem().stem().string();
        const std::string name = stem + ".xlsx";
        const auto workbook =
            read_workbook(read_test_file(shared_path("real/forms/" + name)), name);
        ASSERT_TRUE(workbook) << name;
        const DefinedForm form = define_form(*workbook, name);
        EXPECT_FALSE(has_errors(form.diagnostics)) << print_all(form.diagnostics);
        const std::string ours = canonical_document(to_xform(form.definition));
        const std::string theirs =
            canonical_document(output_of("gzip -dc '" + entry.path().string() + "'"));
        EXPECT_TRUE(ours == theirs) << name << "\n" << first_difference(ours, theirs);
        ++compared;
    }
    EXPECT_GE(compared, 15);
}

}  // namespace
}  // namespace mtm
