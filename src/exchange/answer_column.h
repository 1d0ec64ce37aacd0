#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "exchange/cell_answer.h"
#include "exchange/export_table.h"
#include "workbook/row_reader.h"

namespace mtm {

/// trim(), where it stands in a loop over all cells of a file.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
    const auto plain = [](char c) { return c > ' ' && c < '\x7F'; };
    if (text.empty() || (plain(text.front()) && plain(text.back()))) return text;
    return trim(text);
}

/// A column of an export that holds answers, as it is read row by row: AnswerReader's reading of
/// each value, which it remembers. Columns of a survey say the same few things again and again, so
/// that hardly a cell has to be read twice, and none is copied before it is an answer.
class AnswerColumn {
public:
    /// The reader must outlive it.
    AnswerColumn(const ExportTable::Column& column, const Question& question, int depth);

    /// A value as an answer: a view that holds until the next call.
    struct Reading {
        std::string_view value;
        const char* problem = nullptr;  // code of a finding; null: it fits the question
    };

    /// `text` is trimmed and not empty.
    [[nodiscard]] Reading read(std::string_view text,
                               Cell::Kind kind,
                               const AnswerReader& reader,
                               const ValueStyle& style);

    [[nodiscard]] const std::string& header() const { return column_.header; }

    [[nodiscard]] const ColumnMeaning& meaning() const { return column_.meaning; }

    [[nodiscard]] std::size_t sheet_column() const {
        return static_cast<std::size_t>(column_.sheet_column);
    }

    /// True if its answers stand outside all repeats.
    [[nodiscard]] bool stands_outside_repeats() const { return depth_ == 0; }

    /// What its question's answers say of the style of the file's values: see ValueStyle.
    [[nodiscard]] bool may_show_blank() const { return may_show_blank_; }

    [[nodiscard]] bool may_show_comma() const { return may_show_comma_; }

private:
    enum class Way { as_it_stands, without_returns, integer, decimal, date, remembered };

    // A value that was read: its text lies in texts_, and behind it the answer's where that is
    // another.
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t text = 0;  // where it begins
        std::uint16_t length = 0;
        std::uint16_t answer_length = 0;
        std::uint8_t kind = 0;
        std::uint8_t problem = 0;
        bool is_answer = false;
        bool taken = false;
    };

    [[nodiscard]] static Way way_of(const Question& question);
    [[nodiscard]] Reading reading_of(const Slot& slot, std::string_view text) const;
    void remember(Slot slot, std::string_view text, std::string_view answer);

    [[nodiscard]] CellAnswer read_anew(Cell cell,
                                       const AnswerReader& reader,
                                       const ValueStyle& style) const;
    [[nodiscard]] std::string with_parts_mapped(std::string_view text) const;

    ExportTable::Column column_;
    const std::map<std::string, std::string>* codes_;  // that a mapping gives; null: none
    bool takes_many_;
    Way way_;
    int depth_;
    bool may_show_blank_;
    bool may_show_comma_;
    std::vector<Slot> slots_;  // a power of two, at most half of them taken
    std::size_t taken_ = 0;
    std::string texts_;
    std::string last_;  // an answer that was too much to remember
};

}  // namespace mtm
