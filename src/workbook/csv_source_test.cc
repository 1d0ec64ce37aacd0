#include "workbook/csv_source.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "base/text.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// What a file holds, or its error; rows of white space only left out, cells left out at their ends.
struct Table {
    Rows rows;
    std::string error;

    bool operator==(const Table&) const = default;
};

void without_empty_ends(std::vector<std::string>& row) {
    while (!row.empty() && row.back().empty())
        row.pop_back();
}

// The bytes of a text, a few at a time.
class Trickle final : public ByteStream {
public:
    Trickle(std::string_view bytes, std::size_t most) : whole_(bytes), most_(most) {}

    [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
        return whole_.read(into.first(std::min(into.size(), most_)));
    }

    Status rewind() override { return whole_.rewind(); }

private:
    BytesInMemory whole_;
    std::size_t most_;
};

Table streamed(std::string_view bytes, std::size_t block, std::size_t trickle = 1'000'000) {
    Trickle stream(bytes, trickle);
    CsvSource source("data.csv", stream, block);
    Table out;
    for (;;) {
        const Result<bool> next = source.next();
        if (!next) return {{}, next.error().message};
        if (!*next) return out;
        std::vector<std::string>& row = out.rows.emplace_back();
        for (const RowCell& cell : source.cells())
            row.emplace_back(cell.text);
        without_empty_ends(row);
    }
}

Table at_once(std::string_view bytes) {
    const Result<CsvRecords> records = read_csv_records(bytes);
    if (!records) return {{}, records.error().in("data.csv").message};
    Table out;
    for (std::vector<std::string> row : records->rows) {
        const bool blank =
            std::ranges::all_of(row, [](const std::string& text) { return trim(text).empty(); });
        if (blank) continue;
        without_empty_ends(row);
        out.rows.push_back(std::move(row));
    }
    return out;
}

// So long that windows end everywhere in what follows.
std::string behind(std::size_t filling, const std::string& text) {
    return "a,b,c\n" + std::string(filling, 'x') + ",1,2\n" + text;
}

TEST(CsvSource, ReadsWhatIsReadAtOnceWhereverItsWindowsEnd) {
    const std::string cases[] = {
        "1,2,3\n4,5,6\n",
        "1,2,3\r\n4,5,6\r\n",
        "1,2\r3,4\r",
        "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\n4,,\n\n\n,,\n7,8,9",
        "5\" pipe,6\n",
        "\"\"\n\" \"\n\"x\"\n",
        "Жынысы,Қазақ,ә\n\"ө\"\"ү\",\xF0\x9F\x98\x80,\n",
        "trailing,\n,\n",
        "end,",
        "\"end\"",
    };
    for (const std::string& text : cases) {
        EXPECT_EQ(streamed(text, 4096), at_once(text)) << text;
        for (std::size_t filling = 4060; filling < 4100; ++filling) {
            const std::string bytes = behind(filling, text + text);
            EXPECT_EQ(streamed(bytes, 8, 3), at_once(bytes)) << text << filling;
        }
    }
}

TEST(CsvSource, ReadsGeneratedTextsAsTheyAreReadAtOnce) {
    const std::vector<std::string> pieces{
        "a", "bc", "\"", "\"\"", ",", ",", ";", "\n", "\n", "\r\n", "\r", " ", "Ж", "\t", "1.5"};
    std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): the same every time
    int read = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string text = round % 3 == 0 ? "" : behind(4070 + random() % 40, "");
        for (std::size_t i = random() % 60; i-- > 0;)
            text += pieces[random() % pieces.size()];
        const Table expected = at_once(text);
        EXPECT_EQ(streamed(text, 1 + random() % 20, 1 + random() % 9), expected) << text;
        if (expected.error.empty()) ++read;
    }
    EXPECT_GT(read, 500);
}

TEST(CsvSource, UnderstandsSeparatorLinesMarksAndUtf16) {
    std::string utf16 = "\xFF\xFE";
    const std::string row = "name;age;note\nAza;35;x\n";
    for (int i = 0; i < 400; ++i) {
        for (const char c : row) {
            utf16 += c;
            utf16 += '\0';
        }
        utf16 += "\x3D\xD8";  // U+1F600, in two units
        utf16.append("\x00\xDE", 2);
    }
    for (const std::string& text : {std::string("sep=;\na,b;c\n1;2\n"),
                                    std::string("sep=|\r\na,b|c\r\n1|2\r\n"),
                                    std::string("sep=;a;b\n1;2\n"),
                                    std::string("\xEF\xBB\xBF") + "имя;b\n1;2,5\n",
                                    std::string("a\tb\n1\t2\n"),
                                    utf16}) {
        EXPECT_EQ(streamed(text, 16, 5), at_once(text)) << text.substr(0, 60);
        EXPECT_FALSE(streamed(text, 16).rows.empty());
    }
}

TEST(CsvSource, NamesTheLineOfEachMistakeAsIfReadAtOnce) {
    using std::string_literals::operator""s;
    const std::string filling = behind(5000, "");
    for (const std::string& text : {"a,b\n1,2\n\"open,3\n4,5\n"s,
                                    "a,\"b\nc\"\n\"x\ny\",\"open\n"s,
                                    "a,b\n\"x\ny\" z,2\n"s,
                                    "a\nok\nЖ\xD0\n"s,
                                    "a,b\n\xCF\xF0\xE8,1\n"s,
                                    "a,\"b\n\nc\"\n1,\xD0"s,
                                    "a\nb\0c\n"s,
                                    filling + "x\nok\nЖ\xD0\n"s,
                                    filling + "x\n1,\"open\n2\n"s,
                                    filling + "1\n\n2\0\n"s,
                                    "\xFF\xFE"
                                    "a\0b"s}) {
        const Table expected = at_once(text);
        EXPECT_NE(expected.error, "");
        EXPECT_EQ(streamed(text, 16, 5), expected);
    }
}

TEST(CsvSource, CountsRowsAsTheyAreCountedAtOnce) {
    const std::string text = "\na,b\n\n1,2\n , \n\"3\n3\",4\n";
    BytesInMemory stream(text);
    CsvSource source("data.csv", stream);
    std::vector<int> numbers;
    for (int pass = 0; pass < 2; ++pass) {
        while (*source.next())
            numbers.push_back(source.row_number());
        ASSERT_TRUE(source.rewind());
    }
    EXPECT_EQ(numbers, (std::vector<int>{1, 2, 4, 1, 2, 4}));
}

TEST(CsvSource, GivesUpOnAQuoteThatIsNeverClosed) {
    std::string text = "a,b\n1,\"";
    text.append(3 * CsvSource::longest_row_bytes, 'x');
    BytesInMemory stream(text);
    CsvSource source("data.csv", stream);
    ASSERT_TRUE(*source.next());
    const Result<bool> next = source.next();
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().message,
              "data.csv: line 2: a row of more than 64 MiB. Is a quoted value in it not closed?");
}

}  // namespace
}  // namespace mtm
