#include "exchange/row_answers.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

// The piece of that question and place, of which the first `used` are of this row.
template <typename Piece>
Piece& piece_of(std::vector<Piece>& pieces, std::size_t& used, int question, const Rounds& place) {
    for (std::size_t i = used; i-- > 0;) {
        if (pieces[i].question == question && pieces[i].place == place) return pieces[i];
    }
    if (used == pieces.size()) pieces.emplace_back();
    Piece& piece = pieces[used++];
    piece.question = question;
    piece.place = place;
    return piece;
}

template <typename Piece>
void sort_pieces(std::vector<Piece>& pieces, std::size_t used) {
    std::sort(pieces.begin(),
              pieces.begin() + static_cast<std::ptrdiff_t>(used),
              [](const Piece& a, const Piece& b) {
                  return std::tie(a.question, a.place) < std::tie(b.question, b.place);
              });
}

// What is not known at the end is left out: an accuracy of 0 would say that nobody measured it.
std::string text_of(const std::array<std::string, 4>& parts) {
    std::string out = parts[0] + " " + parts[1];
    if (parts[2].empty() && parts[3].empty()) return out;
    out += " " + (parts[2].empty() ? "0" : parts[2]);
    return parts[3].empty() ? out : out + " " + parts[3];
}

std::vector<std::string> texts_of(const ChoiceList& list) {
    std::vector<std::string> out;
    for (const Choice& choice : list.choices) {
        out.push_back(choice.name);
        std::ranges::copy_if(choice.label.by_language,
                             std::back_inserter(out),
                             [](const std::string& label) { return !label.empty(); });
    }
    return out;
}

}  // namespace

RowAnswers::RowAnswers(const Questionnaire& form,
                       const AnswerReader& reader,
                       const ValueStyle& style,
                       ImportFindings& findings)
    : form_(form),
      reader_(reader),
      style_(style),
      findings_(findings),
      in_row_(form.questions.size()) {}

void RowAnswers::begin(const LeveledTable& table, std::vector<Answer>& into, std::size_t kept) {
    table_ = &table;
    answers_ = &into;
    ++row_;
    before_row_ = used_ = kept;
    chosen_used_ = points_used_ = 0;
}

std::size_t RowAnswers::end() {
    sort_pieces(chosen_, chosen_used_);
    for (std::size_t i = 0; i < chosen_used_; ++i)
        put_choices(chosen_[i]);
    sort_pieces(points_, points_used_);
    for (std::size_t i = 0; i < points_used_; ++i) {
        const PointParts& point = points_[i];
        if (point.parts[0].empty() || point.parts[1].empty() || find(point.question, point.place)) {
            continue;
        }
        append(point.question, point.place, text_of(point.parts));
    }
    answers_->resize(used_);
    return used_ - before_row_;
}

void RowAnswers::read(AnswerColumn& column,
                      std::string_view text,
                      Cell::Kind kind,
                      const Rounds& place) {
    const ColumnMeaning& meaning = column.meaning();
    if (meaning.kind == ColumnMeaning::Kind::place) {
        const std::size_t before = points_used_;
        PointParts& point = piece_of(points_, points_used_, meaning.question, place);
        if (points_used_ > before) point.parts = {};
        point.parts[static_cast<std::size_t>(meaning.part)] = text;
        return;
    }
    if (meaning.kind == ColumnMeaning::Kind::choice) return read_choice(column, text, kind, place);
    const AnswerColumn::Reading answer = column.read(text, kind, reader_, style_);
    if (answer.problem != nullptr) tell_problem(column, text, answer.problem);
    if (answer.value.empty()) return;  // a value that stands for none
    const Answer* there = find(meaning.question, place);
    if (there == nullptr) {
        append(meaning.question, place, answer.value);
    } else if (there->value != answer.value) {
        findings_.of_value(table_->name(),
                           table_->rows->row_number(),
                           column.header(),
                           {"answered-twice",
                            "Another column says " + quoted_excerpt(there->value) +
                                " for the same answer; that is taken.",
                            "Leave one of the two columns in the file."});
    }
}

void RowAnswers::read_choice(const AnswerColumn& column,
                             std::string_view text,
                             Cell::Kind kind,
                             const Rounds& place) {
    std::optional<bool> taken;
    if (text == "1" || text == "0") {
        taken = text == "1";
    } else {
        taken = AnswerReader::taken({kind, std::string(text)});
    }
    if (!taken) {
        findings_.of_value(
            table_->name(),
            table_->rows->row_number(),
            column.header(),
            {"not-yes-or-no",
             quoted_excerpt(text) + " says neither that the choice was taken nor that it was "
                                    "not; it counts as not taken.",
             "Write 1 or 0, TRUE or FALSE."});
    }
    const std::size_t before = chosen_used_;
    Chosen& chosen = piece_of(chosen_, chosen_used_, column.meaning().question, place);
    if (chosen_used_ > before) chosen.choices.clear();
    if (taken && *taken) chosen.choices.push_back(column.meaning().choice);
}

// A column for each choice; beside them may stand one with all, which is what was sent.
void RowAnswers::put_choices(const Chosen& chosen) {
    const ChoiceList& list = form_.choices_of(chosen.question);
    codes_.clear();
    for (const int choice : chosen.choices)
        codes_.push_back(list.choices[static_cast<std::size_t>(choice)].name);
    const Answer* there = find(chosen.question, chosen.place);
    if (there == nullptr) {
        if (codes_.empty()) return;
        joined_.clear();
        for (const std::string_view code : codes_)
            joined_.append(joined_.empty() ? "" : " ").append(code);
        append(chosen.question, chosen.place, joined_);
        return;
    }
    std::vector<std::string_view> said = words(there->value);
    std::ranges::sort(said);
    std::ranges::sort(codes_);
    if (std::ranges::equal(said, codes_)) return;
    const bool is_told =
        std::ranges::any_of(said, [&list](std::string_view code) { return list.find(code) < 0; });
    if (is_told) return;
    std::string singly;
    for (const std::string_view code : codes_)
        singly.append(singly.empty() ? "" : " ").append(code);
    findings_.of_value(
        table_->name(),
        table_->rows->row_number(),
        question(chosen.question).name,
        {"choices-differ",
         "The columns of the single choices say “" + singly + "”, the column with all " +
             quoted_excerpt(there->value) + "; the latter is taken.",
         "See which of them was corrected by hand."});
}

void RowAnswers::tell_problem(const AnswerColumn& column,
                              std::string_view text,
                              const std::string& problem) {
    int& counted = findings_.counter(table_->name(), column.header(), problem);
    if (!ImportFindings::is_told(++counted)) return;
    ImportFindings::What what{problem, quoted_excerpt(text) + " is ", "Correct the answer."};
    if (problem == "unknown-code") {
        const int question_number = column.meaning().question;
        what.message += "no choice of “" + question(question_number).name + "”";
        what.remedy = did_you_mean(text,
                                   texts_of(form_.choices_of(question_number)),
                                   "Add the choice to the form, or correct the answer.");
    } else if (problem == "not-a-number") {
        what.message += "no number";
    } else {
        what.message += "no date or time that can be read";
        what.remedy = "Write it as 2024-05-31, 14:30 or 2024-05-31T14:30.";
    }
    what.message += "; it is taken as it stands.";
    findings_.report(table_->name(), table_->rows->row_number(), column.header(), std::move(what));
}

// What the row has said so far: two rows never answer the same question of the same round.
const Answer* RowAnswers::find(int question_number, const Rounds& place) const {
    if (in_row_[static_cast<std::size_t>(question_number)] != row_) return nullptr;
    const auto begin = answers_->begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(used_);
    const auto at = std::find_if(
        begin + static_cast<std::ptrdiff_t>(before_row_), end, [&](const Answer& answer) {
            return answer.question == question_number && answer.repeat == place;
        });
    return at == end ? nullptr : &*at;
}

// Over what is left of the row before, whose memory it takes.
void RowAnswers::append(int question_number, const Rounds& place, std::string_view value) {
    in_row_[static_cast<std::size_t>(question_number)] = row_;
    if (used_ == answers_->size()) answers_->emplace_back();
    Answer& answer = (*answers_)[used_++];
    answer.question = question_number;
    if (!place.empty() || !answer.repeat.empty()) answer.repeat = place;
    answer.value = value;
}

}  // namespace mtm
