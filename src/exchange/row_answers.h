#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/answer_column.h"
#include "exchange/import_findings.h"
#include "exchange/leveled_table.h"
#include "interview/interview.h"

namespace mtm {

/// The rounds that a row or an answer stands in, outermost first.
using Rounds = std::vector<int>;

/// The answers of one row of an export, put together of its columns: whole values, and what several
/// columns say of one answer (a column for each choice, the four numbers of a point). Columns that
/// say different things of one answer are told. No memory is taken anew for each row.
class RowAnswers {
public:
    /// All must outlive it.
    RowAnswers(const Questionnaire& form,
               const AnswerReader& reader,
               const ValueStyle& style,
               ImportFindings& findings);

    /// Begins a row of the table. Its answers go into `into`, behind the first `kept`; what stands
    /// there is of the row before, whose memory is taken.
    void begin(const LeveledTable& table, std::vector<Answer>& into, std::size_t kept);

    /// A value of the row, trimmed and not blank, and the rounds that its answer stands in.
    void read(AnswerColumn& column, std::string_view text, Cell::Kind kind, const Rounds& place);

    /// Ends the row; how many answers it gave.
    std::size_t end();

private:
    // What a row says of a question beside whole answers, until all its columns are read.
    struct Chosen {
        int question = -1;
        Rounds place;
        std::vector<int> choices;
    };

    struct PointParts {
        int question = -1;
        Rounds place;
        std::array<std::string, 4> parts;
    };

    void read_choice(const AnswerColumn& column,
                     std::string_view text,
                     Cell::Kind kind,
                     const Rounds& place);
    void put_choices(const Chosen& chosen);
    void tell_problem(const AnswerColumn& column,
                      std::string_view text,
                      const std::string& problem);
    [[nodiscard]] const Answer* find(int question_number, const Rounds& place) const;
    void append(int question_number, const Rounds& place, std::string_view value);

    [[nodiscard]] const Question& question(int number) const {
        return form_.questions[static_cast<std::size_t>(number)];
    }

    const Questionnaire& form_;
    const AnswerReader& reader_;
    const ValueStyle& style_;
    ImportFindings& findings_;
    const LeveledTable* table_ = nullptr;
    std::vector<Answer>* answers_ = nullptr;
    std::size_t before_row_ = 0;  // answers of its interview before the row
    std::size_t used_ = 0;        // and with what the row has said so far
    int row_ = 0;                 // counted over the file
    std::vector<int> in_row_;     // by question: the last row that answered it
    std::vector<Chosen> chosen_;
    std::size_t chosen_used_ = 0;
    std::vector<PointParts> points_;
    std::size_t points_used_ = 0;
    std::vector<std::string_view> codes_;
    std::string joined_;
};

}  // namespace mtm
