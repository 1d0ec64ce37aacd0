#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/clock.h"
#include "store/files.h"

namespace mtm {
namespace {

std::string scratch(const std::string& name) {
    return (std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()))).string();
}

TEST(Files, AFolderIsReplacedWhole) {
    const std::string folder = scratch("mtm-folder");
    ASSERT_TRUE(replace_folder(folder, {{"a.xml", "1"}, {"b.xml", "2"}}));
    ASSERT_TRUE(replace_folder(folder, {{"c.xml", "3"}}));
    EXPECT_EQ(files_in(folder, ".xml"), std::vector<std::string>{"c.xml"});
    EXPECT_EQ(*read_file(folder + "/c.xml"), "3");
    std::filesystem::remove_all(folder);
}

TEST(Files, NeighboursOfAFolderStayAsTheyAre) {
    const std::string folder = scratch("mtm-neighbours");
    for (const char* name : {"/r5.old", "/r5.new"}) {
        ASSERT_TRUE(write_file(folder + name + "/kept.txt", "kept"));
    }
    ASSERT_TRUE(make_folder_of(folder + "/r5", {{"a.txt", "1"}}));
    EXPECT_FALSE(make_folder_of(folder + "/r5", {{"b.txt", "2"}}));
    ASSERT_TRUE(replace_folder(folder + "/r5", {{"c.txt", "3"}}));
    EXPECT_EQ(*read_file(folder + "/r5.old/kept.txt"), "kept");
    EXPECT_EQ(*read_file(folder + "/r5.new/kept.txt"), "kept");
    EXPECT_EQ(files_in(folder + "/r5", ".txt"), std::vector<std::string>{"c.txt"});
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 3);
    std::filesystem::remove_all(folder);
}

TEST(Files, AMissingFileIsAnErrorThatNamesIt) {
    const auto bytes = read_file("/no/such/file");
    ASSERT_FALSE(bytes);
    EXPECT_NE(bytes.error().message.find("/no/such/file"), std::string::npos);
    EXPECT_FALSE(write_file("/proc/none/file", "x"));
}

TEST(Clock, KnowsHowFarAZoneIsAheadOnADay) {
    EXPECT_EQ(*utc_offset("Asia/Kolkata", "2024-05-01"), "+05:30");
    EXPECT_EQ(*utc_offset("America/New_York", "2024-01-15"), "-05:00");
    EXPECT_EQ(*utc_offset("America/New_York", "2024-07-15"), "-04:00");
    EXPECT_FALSE(utc_offset("Asia/Atlantis", "2024-05-01"));
    EXPECT_FALSE(utc_offset("Asia/Almaty", "May"));
}

}  // namespace
}  // namespace mtm
