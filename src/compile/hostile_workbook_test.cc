// Workbooks that nobody writes by mistake, and some that people do: each gives diagnostics in time,
// and none a crash. Bombs of bytes are the workbook reader's (xlsx_reader_test.cc); here are cells.
#include <algorithm>
#include <ctime>
#include <string>

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "compile/xform.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr std::size_t megabyte = std::size_t{1} << 20U;

Sheet sheet_of(const std::string& name, const std::vector<std::vector<std::string>>& rows) {
    Sheet out;
    out.name = name;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            if (rows[row][column].empty()) continue;
            out.set(static_cast<int>(row),
                    static_cast<int>(column),
                    {Cell::Kind::text, rows[row][column]});
        }
    }
    return out;
}

std::string times(std::size_t count, std::string_view text) {
    std::string out;
    out.reserve(count * text.size());
    for (std::size_t i = 0; i < count; ++i)
        out += text;
    return out;
}

// Compiled, and written if it may be, within a second of processor time (or thirty unoptimized,
// with sanitizers, on a busy machine).
Diagnostics judged_in_time(const std::vector<std::vector<std::string>>& survey,
                           const std::vector<std::vector<std::string>>& choices = {}) {
#ifdef NDEBUG
    constexpr double most_seconds = 1;
#else
    constexpr double most_seconds = 30;
#endif
    Workbook workbook;
    workbook.sheets = {sheet_of("survey", survey)};
    if (!choices.empty()) workbook.sheets.push_back(sheet_of("choices", choices));
    const std::clock_t start = std::clock();
    const DefinedForm form = define_form(workbook, "form.xlsx");
    Compiled compiled = compile(form);
    if (!has_errors(form.diagnostics)) {
        EXPECT_FALSE(to_xform(form.definition).empty());
    }
    const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_LT(took, most_seconds);
    return std::move(compiled.diagnostics);
}

bool has_code(const Diagnostics& diagnostics, std::string_view code) {
    return std::ranges::find(diagnostics, code, &Diagnostic::code) != diagnostics.end();
}

TEST(HostileWorkbook, GroupsTenThousandDeepAreRefused) {
    for (const std::string kind : {"group", "repeat"}) {
        std::vector<std::vector<std::string>> rows{{"type", "name", "label"}};
        for (int i = 0; i < 10'000; ++i)
            rows.push_back({"begin " + kind, "g" + std::to_string(i), "G"});
        const Diagnostics open = judged_in_time(rows);
        EXPECT_TRUE(has_errors(open));
        rows.push_back({"text", "a", "A"});
        for (int i = 0; i < 10'000; ++i)
            rows.push_back({"end " + kind});
        EXPECT_TRUE(has_code(judged_in_time(rows), "groups-too-deep")) << kind;
    }
}

TEST(HostileWorkbook, LoopsThatMultiplyAreRefused) {
    std::vector<std::vector<std::string>> rows{{"type", "name", "label"}};
    for (int i = 0; i < 60; ++i)
        rows.push_back({"begin_loop over l", "g" + std::to_string(i), "G"});
    rows.push_back({"text", "a", "A"});
    for (int i = 0; i < 60; ++i)
        rows.push_back({"end_loop"});
    EXPECT_TRUE(has_code(
        judged_in_time(rows, {{"list_name", "name", "label"}, {"l", "x", "X"}, {"l", "y", "Y"}}),
        "loop-too-large"));
}

TEST(HostileWorkbook, CellsOfAMegabyteAreReadOrRefused) {
    const std::vector<std::string> head{
        "type", "name", "label", "relevant", "constraint", "parameters"};
    const auto judged = [&](const std::vector<std::string>& row) {
        return judged_in_time({head, {"text", "a", "A"}, row});
    };
    EXPECT_FALSE(has_errors(judged({"note", "b", std::string(megabyte, 'x')})));
    EXPECT_FALSE(has_errors(judged({"note", "b", times(megabyte / 4, "${a}")})));
    EXPECT_TRUE(has_errors(judged({std::string(megabyte, 'x'), "b", "B"})));
    EXPECT_TRUE(has_errors(judged({"select_one " + std::string(megabyte, 'x'), "b", "B"})));
    EXPECT_TRUE(has_errors(judged({"text", std::string(megabyte, '?'), "B"})));
    EXPECT_TRUE(has_errors(judged({"text", "b", "B", std::string(megabyte, '(')})));
    EXPECT_TRUE(has_errors(judged({"text", "b", "B", times(megabyte / 5, "1 or ") + "1"})));
    EXPECT_TRUE(has_errors(judged({"text", "b", "B", times(megabyte / 2, "${")})));
    EXPECT_TRUE(has_errors(judged({"text", "b", "B", times(megabyte / 9, "nothere() ")})));
    EXPECT_TRUE(has_errors(judged({"text", "b", "B", "", std::string(megabyte, '\'')})));
    (void)judged({"text", "b", "B", "", "", times(megabyte / 4, "a=b ")});
}

TEST(HostileWorkbook, CirclesAreFoundHoweverLong) {
    constexpr int length = 20'000;
    std::vector<std::vector<std::string>> rows{{"type", "name", "label", "relevant"}};
    for (int i = 0; i < length; ++i) {
        const std::string next = "${q" + std::to_string((i + 1) % length) + "}";
        rows.push_back({"text", "q" + std::to_string(i), "After " + next, next + " = 'a'"});
    }
    const Diagnostics found = judged_in_time(rows);
    EXPECT_EQ(std::ranges::count(found, "circular-logic", &Diagnostic::code), length);
}

// Each of thousands of mistakes costs a search for what may have been meant.
TEST(HostileWorkbook, ThousandsOfMistakesAreToldInTime) {
    std::vector<std::vector<std::string>> rows{{"type", "name", "label", "relevant"}};
    for (int i = 0; i < 3000; ++i) {
        const std::string number = std::to_string(i);
        rows.push_back({"text", "qwerty" + number, "L", "${nosuch" + number + "} = 1"});
        rows.push_back({"sellect_one" + number, "asdf" + number, "L", "selectedd(., 1)"});
        rows.push_back({"select_one list" + number, "same", "L"});
    }
    EXPECT_GE(judged_in_time(rows).size(), 9000U);
}

TEST(HostileWorkbook, NullsAndBrokenLettersAreLeftOutOrRefused) {
    using namespace std::string_literals;
    EXPECT_TRUE(has_errors(judged_in_time({{"type", "name", "label"}, {"text", "a\0b"s, "A"}})));
    EXPECT_TRUE(has_errors(judged_in_time({{"type", "name", "label"}, {"te\0xt"s, "a", "A"}})));
    Workbook workbook;
    workbook.sheets = {
        sheet_of("survey", {{"type", "name", "label"}, {"text", "a", "N\0ul \x01 \xEF\xBF\xBF"s}})};
    const std::string xform = to_xform(define_form(workbook, "form.xlsx").definition);
    EXPECT_EQ(xform.find('\0'), std::string::npos);
    EXPECT_EQ(xform.find('\x01'), std::string::npos);
}

}  // namespace
}  // namespace mtm
