#include "exchange/id_table.h"

#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "exchange/byte_hash.h"

namespace mtm {
namespace {

TEST(IdTable, TellsAllNamesApart) {
    IdTable table;
    EXPECT_EQ(table.find("a"), -1);
    int number = 0;
    for (const char* pattern : {"{}", "uuid:u{}", "{0}/{0}/{0}", "row:{:032}", "интервью {}"}) {
        for (int i = 1; i <= 20'000; ++i) {
            const IdTable::Place place =
                table.find_or_add(fmt::format(fmt::runtime(pattern), i), number);
            ASSERT_TRUE(place.is_new) << pattern << i;
            EXPECT_EQ(*place.number, number++);
        }
    }
    EXPECT_EQ(table.find("uuid:u17"), 20'016);
    const IdTable::Place again = table.find_or_add("uuid:u17", 5);
    EXPECT_FALSE(again.is_new);
    EXPECT_EQ(*again.number, 20'016);
    EXPECT_EQ(table.find("uuid:u20001"), -1);
    EXPECT_EQ(table.find(""), -1);
}

TEST(ByteHash, DiffersWithLengthAndSeed) {
    std::set<std::uint64_t> hashes;
    const std::string zeros(40, '\0');
    for (std::size_t length = 0; length <= zeros.size(); ++length) {
        hashes.insert(byte_hash(std::string_view(zeros).substr(0, length), 1));
        hashes.insert(byte_hash(std::string_view(zeros).substr(0, length), 2));
    }
    EXPECT_EQ(hashes.size(), 82U);
}

}  // namespace
}  // namespace mtm
