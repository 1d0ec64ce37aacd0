#include <cstdlib>
#include <ctime>
#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "press/pandoc.h"
#include "press/process.h"
#include "press/typst.h"
#include "press/zip_parts.h"

namespace mtm {
namespace {

const std::vector<ZipPart> some_parts{{"[Content_Types].xml", "<Types/>"},
                                      {"word/document.xml", std::string(100'000, 'x')},
                                      {"empty", ""}};

TEST(ZipParts, ComeBackInTheirOrder) {
    const auto bytes = zip_of(some_parts);
    ASSERT_TRUE(bytes);
    EXPECT_LT(bytes->size(), 2000U);
    const auto parts = parts_of_zip(*bytes);
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), some_parts.size());
    for (std::size_t i = 0; i < parts->size(); ++i) {
        EXPECT_EQ((*parts)[i].name, some_parts[i].name);
        EXPECT_EQ((*parts)[i].bytes, some_parts[i].bytes);
    }
    EXPECT_FALSE(parts_of_zip("no archive"));
}

TEST(ZipParts, AreTheSameBytesInEveryTimeZone) {
    const auto here = zip_of(some_parts);
    ASSERT_EQ(setenv("TZ", "Asia/Almaty", 1), 0);
    tzset();
    const auto there = zip_of(some_parts);
    unsetenv("TZ");
    tzset();
    ASSERT_TRUE(here && there);
    EXPECT_TRUE(*here == *there);
    // The first local header: time 0, date 33 (APPNOTE 4.4.6: 1 January 1980).
    EXPECT_EQ(here->substr(10, 4), std::string("\x00\x00\x21\x00", 4));
}

TEST(Typst, RefusesWhatReadersOfScreensCouldNotHear) {
    const std::string head = "#set document(title: \"x\")\n";
    const std::string svg =
        "bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\")";
    const auto told = typst_to_pdf(head + "#image(" + svg + ", alt: \"nothing\")");
    ASSERT_TRUE(told) << told.error().message;
    EXPECT_TRUE(told->starts_with("%PDF-1."));
    const auto silent = typst_to_pdf(head + "#image(" + svg + ")");
    ASSERT_FALSE(silent);
    EXPECT_NE(silent.error().message.find("missing alt text"), std::string::npos);
    const auto broken = typst_to_pdf(head + "#nonsense()");
    ASSERT_FALSE(broken);
    EXPECT_NE(broken.error().message.find("nonsense"), std::string::npos);
}

TEST(Pandoc, LeavesNothingBehindAndSaysWhatIsWrong) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("mtm-press-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    ASSERT_EQ(setenv("TMPDIR", folder.c_str(), 1), 0);
    const auto wrong = pandoc_to_docx("{}", {{"a", "b"}}, {});
    unsetenv("TMPDIR");
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("pandoc failed"), std::string::npos);
    EXPECT_TRUE(fs::is_empty(folder));
    fs::remove_all(folder);
}

TEST(SvgToPng, DrawsSoManyPixels) {
    const auto png =
        svg_to_png("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='5'/>", 2);
    ASSERT_TRUE(png) << png.error().message;
    ASSERT_GT(png->size(), 24U);
    EXPECT_EQ(png->substr(1, 3), "PNG");
    EXPECT_EQ((*png)[19], 18);  // width and height, big-endian, in the first chunk
    EXPECT_EQ((*png)[23], 10);
    EXPECT_FALSE(svg_to_png("no drawing", 2));
}

}  // namespace
}  // namespace mtm
