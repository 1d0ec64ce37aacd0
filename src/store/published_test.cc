#include "store/published.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace mtm {
namespace {

TEST(Published, IsKeptOnceAndForgottenWhole) {
    const std::string study =
        (std::filesystem::temp_directory_path() / ("mtm-published-" + std::to_string(::getpid())))
            .string();
    std::filesystem::create_directories(study);
    const std::vector<FileOut> first{{"tables.json", "1"}, {"records.csv", "2"}};
    const std::vector<FileOut> second{{"tables.json", "3"}, {"records.csv", "2"}};
    EXPECT_TRUE(read_kept_publications(study)->empty());
    ASSERT_TRUE(keep_publication(study, first));
    ASSERT_TRUE(keep_publication(study, first));
    ASSERT_TRUE(keep_publication(study, second));
    ASSERT_TRUE(keep_publication(study, first));
    std::filesystem::create_directories(study + "/published/notes");
    const auto kept = read_kept_publications(study);
    ASSERT_TRUE(kept);
    ASSERT_EQ(kept->size(), 3U);
    EXPECT_EQ((*kept)[1].name, "published/2");
    EXPECT_EQ((*kept)[1].bytes_of("tables.json"), "3");
    EXPECT_EQ((*kept)[1].bytes_of("records.csv"), "2");
    EXPECT_EQ((*kept)[1].bytes_of("nothing"), "");
    ASSERT_TRUE(forget_publications(study));
    EXPECT_TRUE(read_kept_publications(study)->empty());
    std::filesystem::remove_all(study);
}

}  // namespace
}  // namespace mtm
