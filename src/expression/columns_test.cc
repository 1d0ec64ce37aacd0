#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "expression/author_for_test.h"
#include "expression/evaluate.h"
#include "expression/parse.h"

namespace mtm {
namespace {

/// A table of answers, as text; a null is a question that was not asked.
class Answers : public ColumnSource {
public:
    void add(const std::string& name, const std::vector<const char*>& cells) {
        Stored& column = columns_[name];
        rows_ = cells.size();
        for (const char* cell : cells) {
            column.asked.push_back(cell == nullptr ? 0 : 1);
            const std::string text = cell == nullptr ? "" : cell;
            column.texts.push_back(text);
            if (text.empty()) {
                column.codes.push_back(-1);
                continue;
            }
            const auto found = std::ranges::find(column.dictionary, text);
            column.codes.push_back(static_cast<std::int32_t>(found - column.dictionary.begin()));
            if (found == column.dictionary.end()) column.dictionary.push_back(text);
        }
        // Dictionaries may hold entries that no row has, and the empty text.
        column.dictionary.emplace_back("unused");
        column.dictionary.emplace_back("");
        for (std::size_t row = 0; row < rows_; ++row) {
            if (column.codes[row] < 0 && row % 3 == 0) {
                column.codes[row] = static_cast<std::int32_t>(column.dictionary.size()) - 1;
            }
        }
        for (const std::string& text : column.dictionary) {
            column.numbers.push_back(number_from(text));
        }
        column.view = {
            column.codes.data(), column.asked.data(), &column.dictionary, &column.numbers};
    }

    [[nodiscard]] std::size_t row_count() const override { return rows_; }

    [[nodiscard]] const ColumnView* column(std::string_view name) const override {
        const auto found = columns_.find(name);
        return found == columns_.end() ? nullptr : &found->second.view;
    }

    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override {
        return column(name) == nullptr ? "" : std::string(name) + ":" + std::string(choice);
    }

    [[nodiscard]] std::string now() const override { return "2024-05-01T10:20:30.400+06:00"; }

    [[nodiscard]] const std::string* text(std::string_view name, std::size_t row) const {
        const auto found = columns_.find(name);
        return found == columns_.end() ? nullptr : &found->second.texts[row];
    }

    [[nodiscard]] bool asked(std::string_view name, std::size_t row) const {
        const auto found = columns_.find(name);
        return found != columns_.end() && found->second.asked[row] != 0;
    }

private:
    struct Stored {
        std::vector<std::string> texts;
        std::vector<std::int32_t> codes;
        std::vector<std::uint8_t> asked;
        std::vector<std::string> dictionary;
        std::vector<double> numbers;
        ColumnView view;
    };

    std::map<std::string, Stored, std::less<>> columns_;
    std::size_t rows_ = 0;
};

/// One row of the table as an interview, by a route of its own.
class Interview : public AnswerSource {
public:
    Interview(const Answers& table, std::size_t row) : table_(table), row_(row) {}

    [[nodiscard]] NodeSet answers(std::string_view name) const override {
        const std::string* text = table_.text(name, row_);
        return text == nullptr ? NodeSet{} : NodeSet{{*text}};
    }

    [[nodiscard]] NodeSet path(std::string_view) const override { return {}; }

    [[nodiscard]] std::string self() const override { return ""; }

    [[nodiscard]] bool asked(std::string_view name) const override {
        return table_.asked(name, row_);
    }

    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override {
        return table_.choice_label(name, choice);
    }

    [[nodiscard]] std::string now() const override { return table_.now(); }

private:
    const Answers& table_;
    std::size_t row_;
};

Answers random_table(Author& author, std::mt19937& random, std::size_t rows) {
    Answers table;
    const std::pair<const char*, int> columns[] = {
        {"sex", 0}, {"age", 1}, {"needs", 2}, {"date", 3}, {"odd", 4}, {"mix", 5}, {"sex2", 0}};
    for (const auto& [name, kind] : columns) {
        std::vector<std::string> texts(rows);
        std::vector<const char*> cells(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            texts[row] = author.cell(kind);
            cells[row] = random() % 5 == 0 ? nullptr : texts[row].c_str();
        }
        table.add(name, cells);
    }
    return table;
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

void expect_agreement(const std::string& source, const Answers& table) {
    const Parsed parsed = parse(source);
    ASSERT_TRUE(parsed.expression.has_value())
        << source << ": " << (parsed.errors.empty() ? "" : parsed.errors[0].message);
    const Node& node = parsed.expression->root;
    const Parsed again = parse(print(node));
    ASSERT_TRUE(again.expression && again.expression->root == node) << source;
    const std::vector<std::uint8_t> truths = evaluate_truth(node, table);
    const std::vector<double> numbers = evaluate_number(node, table);
    const std::vector<std::string> texts = evaluate_text(node, table);
    ASSERT_EQ(truths.size(), table.row_count());
    ASSERT_EQ(numbers.size(), table.row_count());
    ASSERT_EQ(texts.size(), table.row_count());
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        const Value value = evaluate(node, Interview(table, row));
        ASSERT_EQ(truths[row], to_boolean(value) ? 1 : 0) << source << " in row " << row;
        ASSERT_TRUE(same(numbers[row], to_number(value)))
            << source << " in row " << row << ": " << numbers[row] << " for " << to_number(value);
        ASSERT_EQ(texts[row], to_string(value)) << source << " in row " << row;
    }
}

TEST(Columns, AgreeWithTheInterviewOfEveryRowForExpressionsOfEveryKind) {
    Author author(20240501,
                  {"${sex}",
                   "${age}",
                   "${needs}",
                   "${date}",
                   "${odd}",
                   "${mix}",
                   "${sex}",
                   "${age}",
                   "${sex2}",
                   "${nothing}"});
    std::mt19937 random(7);
    for (int round = 0; round < 40; ++round) {
        // From fewer rows than a dictionary has entries to many more.
        const Answers table =
            random_table(author, random, static_cast<std::size_t>(round) % 5 * 10);
        for (int i = 0; i < 100; ++i) {
            expect_agreement(i % 2 == 0 ? author.truth(3) : author.any(3), table);
            if (HasFatalFailure()) return;
        }
    }
}

TEST(Columns, AgreeOnWhatSurveysAsk) {
    Answers table;
    table.add("sex", {"male", "female", "", nullptr, "female", "male"});
    table.add("age", {"17", "18", "", nullptr, "x", "64.5"});
    table.add("needs", {"food water", "water", "", nullptr, "foodwater", " food "});
    table.add("sex2", {"male", "male", "", nullptr, "female", ""});
    for (const char* source : {"${sex} = 'female' or ${age} >= 18",
                               "${sex} = ${sex2}",
                               "${sex} != ${sex2}",
                               "not(selected(${needs}, 'food')) and asked(${needs})",
                               "asked(${needs}) = asked(${sex})",
                               "${age} + 1 > ${age}",
                               "if(${sex} = 'male', ${age}, ${needs}) = 17",
                               "(${sex} = 'male') = (${age} > 17)",
                               "(${sex} = 'male') < ${age}",
                               "${nothing} = ''",
                               "indexed-repeat('age', ${sex}, 1) = 17"}) {
        expect_agreement(source, table);
    }
    EXPECT_EQ(evaluate_truth(parse("${sex} = 'female' and ${age} >= 18").expression->root, table),
              (std::vector<std::uint8_t>{0, 1, 0, 0, 0, 0}));
    EXPECT_EQ(evaluate_truth(parse("asked(${age}) and ${age} = ''").expression->root, table),
              (std::vector<std::uint8_t>{0, 0, 1, 0, 0, 0}));
    EXPECT_EQ(evaluate_text(parse("${sex}").expression->root, table),
              (std::vector<std::string>{"male", "female", "", "", "female", "male"}));
}

}  // namespace
}  // namespace mtm
