#include <gtest/gtest.h>

#include "press/process.h"
#include "press/typst.h"

namespace mtm {
namespace {

TEST(RunProgram, PassesInputAndReturnsOutput) {
    const std::string input(1 << 20, 'x');
    const auto output = run_program({"cat"}, input);
    ASSERT_TRUE(output);
    EXPECT_EQ(output->size(), input.size());
}

TEST(RunProgram, AnErrorSaysWhatWentWrong) {
    const auto failed = run_program({"sh", "-c", "echo too bad >&2; exit 3"}, "");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "sh failed: too bad");
    const auto missing = run_program({"no-such-program"}, "");
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("cannot run no-such-program"), std::string::npos);
    // Its reader is gone before all is written.
    EXPECT_FALSE(run_program({"sh", "-c", "exit 1"}, std::string(1 << 22, 'x')));
}

TEST(HasProgram, LooksOnPath) {
    EXPECT_TRUE(has_program("sh"));
    EXPECT_FALSE(has_program("no-such-program"));
}

TEST(TypstToPdf, IsTaggedAndAlwaysTheSame) {
    const std::string source = "#set document(title: \"T\", date: none)\n= Вопрос\nҚазақ, oʻzbek";
    const auto first = typst_to_pdf(source);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_TRUE(first->starts_with("%PDF-"));
    EXPECT_NE(first->find("/StructTreeRoot"), std::string::npos);
    EXPECT_EQ(*first, *typst_to_pdf(source));
}

TEST(TypstToPdf, SaysWhatTheCompilerSays) {
    const auto failed = typst_to_pdf("#no_such_function()");
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find("no_such_function"), std::string::npos)
        << failed.error().message;
}

}  // namespace
}  // namespace mtm
