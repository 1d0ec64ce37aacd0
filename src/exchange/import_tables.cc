#include "exchange/import_tables.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/answer_column.h"
#include "exchange/export_source.h"
#include "exchange/export_table.h"
#include "exchange/id_table.h"
#include "exchange/import_findings.h"

namespace mtm {
namespace {

constexpr int told_of_columns = 200;  // unknown ones
constexpr int most_rounds = 100'000;  // of one repeat, as a column's number says
constexpr std::size_t most_answers_kept = 20'000'000;

// The rounds that a row or an answer stands in, outermost first.
using Rounds = std::vector<int>;

// Where a row of a sheet belongs.
struct Owner {
    std::size_t interview = 0;
    Rounds rounds = {};
};

// 128 bits of FNV-1a, as hexadecimal digits: tells rows apart, and is no secret.
std::string hash_of(std::string_view text) {
    constexpr std::uint64_t prime = 0x100000001b3U;
    std::uint64_t a = 0xcbf29ce484222325U;
    std::uint64_t b = 0x84222325cbf29ce4U;
    for (const char c : text) {
        a = (a ^ static_cast<unsigned char>(c)) * prime;
        b = (b ^ static_cast<unsigned char>(c) ^ (a >> 32U)) * prime;
    }
    return fmt::format("{:016x}{:016x}", a, b);
}

void make_instance_id(std::string_view uuid, std::string& out) {
    out.assign(uuid.starts_with("uuid:") ? "" : "uuid:");
    out += uuid;
}

// A table of the file, with the row that is being read.
struct LeveledTable {
    RowReader* rows;
    ExportTable header;
    int level = -1;
    bool guarded = false;          // with apostrophes, as exchange/csv_guard.h puts them
    bool has_rounds = false;       // in further rows of an interview
    int id_column = -1;            // that the user names
    std::array<int, 11> server{};  // by ServerColumn: the column of the sheet, or −1
    std::vector<AnswerColumn> columns = {};
    int record = 0;  // from 0

    [[nodiscard]] const std::string& name() const { return header.name(); }

    [[nodiscard]] std::string_view at(int column) const {
        const auto cells = rows->cells();
        const bool is_there = column >= 0 && static_cast<std::size_t>(column) < cells.size();
        return is_there ? text_of(cells[static_cast<std::size_t>(column)]) : std::string_view();
    }

    [[nodiscard]] std::string_view text_of(const RowCell& cell) const {
        std::string_view text = cell.text;
        if (guarded && text.starts_with('\'')) text.remove_prefix(1);
        return trimmed(text);
    }

    [[nodiscard]] std::string_view at(ServerColumn column) const {
        return at(server[static_cast<std::size_t>(column)]);
    }
};

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

class Importer {
public:
    Importer(const Questionnaire& form,
             const std::string& file,
             const ImportOptions& options,
             const ValueStyle& style,
             InterviewSink& sink)
        : form_(form),
          options_(options),
          names_(form),
          reader_(form),
          findings_(file),
          file_(file),
          style_(style),
          shown_(style),
          sink_(sink),
          in_row_(form.questions.size()) {}

    // False if a value shows that the file is written in another style than was thought: style().
    Result<bool> read(std::span<const std::unique_ptr<RowReader>> tables) {
        for (const std::unique_ptr<RowReader>& rows : tables)
            TRY(add_table(*rows));
        if (tables_.empty()) {
            findings_.of_file({"nothing-to-import",
                               "No sheet of the file has a column that the form has.",
                               "Give the export of this study's own form, with its names or its "
                               "labels.",
                               Severity::error});
        }
        tell_columns_that_are_not_there();
        std::ranges::stable_sort(tables_, {}, [this](const LeveledTable& table) {
            return repeat_depth(form_, table.level);
        });
        one_by_one_ = tables_.size() == 1 && tables_[0].level < 0 && !tables_[0].has_rounds;
        for (LeveledTable& table : tables_) {
            TRY(read_table(table));
            if (!style_is_right()) return false;
        }
        for (ImportedInterview& imported : kept_) {
            finish(imported.interview);
            TRY(sink_.take(imported));
        }
        return true;
    }

    [[nodiscard]] const ValueStyle& style() const { return shown_; }

    ImportSummary summary() {
        return {findings_.take(), columns_taken_, row_of_interview_.size(), style_};
    }

private:
    // --- what the file is ---

    Status add_table(RowReader& rows) {
        if (!TRY(rows.next())) return Done{};
        std::vector<RowCell> titles(rows.cells().begin(), rows.cells().end());
        const bool guarded =
            rows.is_separated_text() && std::ranges::any_of(titles, [](const RowCell& title) {
                return title.text == "mtm_status";
            });
        for (RowCell& title : titles) {
            if (guarded && title.text.starts_with('\'')) title.text.remove_prefix(1);
        }
        LeveledTable table{&rows,
                           {rows.name(), rows.row_number(), titles, names_, options_.mapping}};
        table.guarded = guarded;
        const ExportTable& header = table.header;
        if (header.columns().empty() || header.columns()[0].header == invented_mark) return Done{};
        const int repeat = names_.repeat_of_sheet(table.name());
        const bool holds_rounds_only =
            header.answers() == 0 && repeat >= 0 && header.find(ServerColumn::parent_key) >= 0;
        if (header.answers() == 0 && !holds_rounds_only) {
            findings_.of_sheet(
                table.name(),
                {"sheet-passed-over",
                 "The sheet has no column that the form has; nothing of it is taken.",
                 "If it holds answers, name its columns as the form names its questions."});
            return Done{};
        }
        columns_taken_ += header.answers();
        tell_unknown_columns(header);
        table.level = holds_rounds_only ? repeat : header.level(form_);
        if (!options_.id_column.empty()) table.id_column = header.find(options_.id_column);
        for (std::size_t s = 0; s < table.server.size(); ++s)
            table.server[s] = header.find(static_cast<ServerColumn>(s));
        for (const ExportTable::Column& column : header.columns()) {
            const int question_number = column.meaning.question;
            if (question_number < 0) continue;
            const int around = form_.repeat_of(question_number);
            table.has_rounds = table.has_rounds || (column.meaning.repeat.empty() && around >= 0);
            table.columns.emplace_back(
                column, question(question_number), repeat_depth(form_, around));
        }
        tables_.push_back(std::move(table));
        return Done{};
    }

    void tell_unknown_columns(const ExportTable& table) {
        int told = 0;
        for (const ExportTable::Column& column : table.columns()) {
            if (column.meaning.kind != ColumnMeaning::Kind::unknown || column.mapped) continue;
            if (column.header == options_.id_column || ++told > told_of_columns) continue;
            findings_.of_header(
                table.name(),
                table.header_row(),
                column.header,
                {"unknown-column",
                 "The form has no question of this name or label; the column is not taken.",
                 did_you_mean(column.header,
                              form_.names(),
                              "It may be of another version of the form, or one that somebody "
                              "added.")});
        }
        if (told <= told_of_columns) return;
        findings_.of_header(table.name(),
                            table.header_row(),
                            "",
                            {"unknown-column",
                             fmt::format("So it is with {} more columns.", told - told_of_columns),
                             "See whether the file belongs to this study."});
    }

    void tell_columns_that_are_not_there() {
        if (options_.mapping == nullptr) return;
        for (const auto& [folded, mapped] : options_.mapping->all()) {
            const std::string& header = mapped.header;
            const bool is_there =
                std::ranges::any_of(tables_, [&header](const LeveledTable& table) {
                    return std::ranges::any_of(table.header.columns(),
                                               [&header](const ExportTable::Column& column) {
                                                   return fold(column.header) == fold(header);
                                               });
                });
            if (is_there) continue;
            std::vector<std::string> headers;
            for (const LeveledTable& table : tables_) {
                for (const ExportTable::Column& column : table.header.columns())
                    headers.push_back(column.header);
            }
            findings_.of_file({"column-not-there",
                               "Row " + std::to_string(mapped.row) + " of the mapping is about " +
                                   quoted_excerpt(header) + ", which no file has.",
                               did_you_mean(header, headers, "Correct the mapping's header.")});
        }
    }

    // Old exports of KoboToolbox write n/a for what was not asked: then a text of “n/a” is none
    // either. A Russian Excel writes 3,5. One value shows it for the whole file.
    void look_at_style(const AnswerColumn& column, std::string_view text) {
        if (text == "n/a" && column.may_show_blank()) shown_.blank_is_written = true;
        if (column.may_show_comma() && !shown_.decimal_comma &&
            text.find(',') != std::string_view::npos && text.find('.') == std::string_view::npos) {
            shown_.decimal_comma = true;
        }
    }

    [[nodiscard]] bool style_is_right() const { return options_.style || shown_ == style_; }

    Status read_table(LeveledTable& table) {
        for (table.record = 0; style_is_right(); ++table.record) {
            if (!TRY(table.rows->next())) break;
            if (table.level < 0) {
                TRY(read_interview(table));
            } else {
                read_round(table);
            }
            if (answers_kept_ > most_answers_kept) {
                return Error{fmt::format(
                    "{}, row {}: with repeats it holds more than {} million answers, which is more "
                    "than can be read at once. Split the file",
                    table.name(),
                    table.rows->row_number(),
                    most_answers_kept / 1'000'000)};
            }
        }
        return Done{};
    }

    // --- interviews ---

    [[nodiscard]] std::string_view id_of(const LeveledTable& table) {
        if (table.id_column >= 0) return table.at(table.id_column);
        for (const ServerColumn column : {ServerColumn::instance_id, ServerColumn::key}) {
            const std::string_view id = table.at(column);
            if (!is_blank(id)) return id;
        }
        const std::string_view uuid = table.at(ServerColumn::uuid);
        if (is_blank(uuid)) return {};
        make_instance_id(uuid, id_);
        return id_;
    }

    Status read_interview(LeveledTable& table) {
        const std::string_view id = id_of(table);
        const auto number = row_of_interview_.size();
        if (!id.empty()) {
            const IdTable::Place place = by_id_.find_or_add(id, static_cast<int>(number));
            if (!place.is_new) {
                read_further_row(table, static_cast<std::size_t>(*place.number), id);
                return Done{};
            }
        }
        const Owner owner{number, {}};
        row_of_interview_.push_back(table.rows->row_number());
        if (!one_by_one_) kept_.emplace_back();
        ImportedInterview& imported = interview_of(number);
        imported.submitted = table.at(ServerColumn::submitted);
        imported.interview.instance_id = id;
        imported.interview.form_id = form_.form_id;
        imported.interview.version = table.at(ServerColumn::version);
        if (imported.interview.version.empty()) imported.interview.version = form_.version;
        imported.interview.rehearsal = table.at(ServerColumn::mtm_status) == invented_mark;
        imported.interview.provenance.file = file_;
        imported.interview.provenance.row = table.rows->row_number();
        if (!one_by_one_) remember(table, owner);
        read_row(table, owner, true);
        if (!one_by_one_) return Done{};
        finish(imported.interview);
        return sink_.take(imported);
    }

    ImportedInterview& interview_of(std::size_t number) {
        return one_by_one_ ? present_ : kept_[number];
    }

    // Under the id of an interview that is known: a round more, or the interview once more.
    void read_further_row(LeveledTable& table, std::size_t interview, std::string_view id) {
        if (table.has_rounds) return read_row(table, {interview, {}}, false);
        int& counted = findings_.counter(table.name(), "", "interview-twice");
        if (!ImportFindings::is_told(++counted)) return;
        findings_.report(
            table.name(),
            table.rows->row_number(),
            "",
            {"interview-twice",
             fmt::format("The interview {} stands in row {} already; this row is not taken.",
                         id,
                         row_of_interview_[interview]),
             "If they are two interviews, give them different ids; if one was corrected, keep "
             "that row."});
    }

    // --- rounds of repeats ---

    void remember(const LeveledTable& table, const Owner& owner) {
        const std::string_view key = table.at(ServerColumn::key);
        if (!key.empty()) by_key_[std::string(key)] = owner;
        const std::string_view index = table.at(ServerColumn::index);
        by_index_[{table.level,
                   index.empty() ? std::to_string(table.record + 1) : std::string(index)}] = owner;
    }

    [[nodiscard]] std::optional<Owner> parent_of(const LeveledTable& table) const {
        const auto by_key = by_key_.find(std::string(table.at(ServerColumn::parent_key)));
        if (by_key != by_key_.end()) return by_key->second;
        int parent = form_.groups[static_cast<std::size_t>(table.level)].parent;
        while (parent >= 0 && !form_.groups[static_cast<std::size_t>(parent)].repeat)
            parent = form_.groups[static_cast<std::size_t>(parent)].parent;
        const auto by_index =
            by_index_.find({parent, std::string(table.at(ServerColumn::parent_index))});
        if (by_index != by_index_.end()) return by_index->second;
        if (parent >= 0) return std::nullopt;
        for (const ServerColumn column : {ServerColumn::submission_uuid, ServerColumn::uuid}) {
            std::string id;
            make_instance_id(table.at(column), id);
            if (const int interview = by_id_.find(id); interview >= 0)
                return Owner{static_cast<std::size_t>(interview), {}};
        }
        return std::nullopt;
    }

    void read_round(LeveledTable& table) {
        std::optional<Owner> owner = parent_of(table);
        if (!owner) {
            findings_.of_row(
                table.name(),
                table.rows->row_number(),
                {"row-without-interview",
                 "The row belongs to no interview of the file; it is not taken.",
                 "Export the sheet of the interviews together with those of the repeats.",
                 Severity::error});
            return;
        }
        const auto told = round_in_key(table.at(ServerColumn::key));
        owner->rounds.push_back(told ? *told : next_round(*owner, table.level));
        remember(table, *owner);
        read_row(table, *owner, true);
    }

    // "uuid:…/member[2]", as ODK Central writes keys, is the second round wherever the row stands.
    static std::optional<int> round_in_key(std::string_view key) {
        const std::size_t open = key.rfind('[');
        if (open == std::string_view::npos || !key.ends_with(']')) return std::nullopt;
        int round = 0;
        const char* end = key.data() + key.size() - 1;
        const auto read = std::from_chars(key.data() + open + 1, end, round);
        if (read.ec != std::errc() || read.ptr != end || round < 1 || round > most_rounds)
            return std::nullopt;
        return round - 1;
    }

    int next_round(const Owner& owner, int repeat) {
        return rounds_[{owner.interview, repeat, owner.rounds}]++;
    }

    // --- answers ---

    // Where a value of a row stands; nothing if that is told or said already.
    std::optional<Rounds> place_of(const LeveledTable& table,
                                   const AnswerColumn& column,
                                   const Owner& owner,
                                   bool first_row) {
        const ColumnMeaning& meaning = column.meaning();
        const int repeat = form_.repeat_of(meaning.question);
        const auto depth = static_cast<std::size_t>(repeat_depth(form_, repeat));
        if (depth == 0 && !first_row) return std::nullopt;
        Rounds place = meaning.repeat.empty() ? owner.rounds : meaning.repeat;
        if (place.size() > depth) place.resize(depth);
        if (place.size() + 1 < depth) {
            findings_.of_value(table.name(),
                               table.rows->row_number(),
                               column.header(),
                               {"round-not-told",
                                "It stands in a repeat within a repeat, and nothing says in which "
                                "round; it is not taken.",
                                "Export repeats as sheets of their own.",
                                Severity::error});
            return std::nullopt;
        }
        if (place.size() < depth) {
            const auto [own, is_new] = own_rounds_.try_emplace(repeat, place);
            if (is_new) own->second.push_back(next_round({owner.interview, place}, repeat));
            return own->second;
        }
        if (std::ranges::any_of(place, [](int round) { return round >= most_rounds; })) {
            findings_.of_value(table.name(),
                               table.rows->row_number(),
                               column.header(),
                               {"too-many-rounds",
                                "No repeat has so many rounds; it is not taken.",
                                "Correct the number in the header.",
                                Severity::error});
            return std::nullopt;
        }
        return place;
    }

    void read_row(LeveledTable& table, const Owner& owner, bool first_row) {
        static const Rounds nowhere;
        answers_ = &interview_of(owner.interview).interview.answers;
        ++row_;
        before_row_ = used_ = one_by_one_ ? 0 : answers_->size();
        own_rounds_.clear();
        chosen_used_ = points_used_ = 0;
        const std::span<const RowCell> cells = table.rows->cells();
        for (AnswerColumn& column : table.columns) {
            if (column.sheet_column() >= cells.size()) continue;
            const RowCell& cell = cells[column.sheet_column()];
            const std::string_view text = table.text_of(cell);
            if (text.empty()) continue;
            if (!options_.style) look_at_style(column, text);
            if (is_blank(text)) continue;
            if (column.stands_outside_repeats() && first_row) {
                read_value(table, column, text, cell.kind, nowhere);
            } else if (const auto place = place_of(table, column, owner, first_row)) {
                read_value(table, column, text, cell.kind, *place);
            }
        }
        put_pieces_together(table);
        answers_->resize(used_);
        if (!one_by_one_) answers_kept_ += used_ - before_row_;
    }

    void put_pieces_together(const LeveledTable& table) {
        sort_pieces(chosen_, chosen_used_);
        for (std::size_t i = 0; i < chosen_used_; ++i)
            put_choices(table, chosen_[i]);
        sort_pieces(points_, points_used_);
        for (std::size_t i = 0; i < points_used_; ++i) {
            const PointParts& point = points_[i];
            if (point.parts[0].empty() || point.parts[1].empty() ||
                find(point.question, point.place)) {
                continue;
            }
            append(point.question, point.place, text_of(point.parts));
        }
    }

    // What is not known at the end is left out: an accuracy of 0 would say that nobody measured it.
    static std::string text_of(const std::array<std::string, 4>& parts) {
        std::string out = parts[0] + " " + parts[1];
        if (parts[2].empty() && parts[3].empty()) return out;
        out += " " + (parts[2].empty() ? "0" : parts[2]);
        return parts[3].empty() ? out : out + " " + parts[3];
    }

    void read_value(const LeveledTable& table,
                    AnswerColumn& column,
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
        if (meaning.kind == ColumnMeaning::Kind::choice)
            return read_choice(table, column, text, kind, place);
        const AnswerColumn::Reading answer = column.read(text, kind, reader_, style_);
        if (answer.problem != nullptr) tell_problem(table, column, text, answer.problem);
        if (answer.value.empty()) return;  // a value that stands for none
        const Answer* there = find(meaning.question, place);
        if (there == nullptr) {
            append(meaning.question, place, answer.value);
        } else if (there->value != answer.value) {
            findings_.of_value(table.name(),
                               table.rows->row_number(),
                               column.header(),
                               {"answered-twice",
                                "Another column says " + quoted_excerpt(there->value) +
                                    " for the same answer; that is taken.",
                                "Leave one of the two columns in the file."});
        }
    }

    void read_choice(const LeveledTable& table,
                     const AnswerColumn& column,
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
                table.name(),
                table.rows->row_number(),
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
    void put_choices(const LeveledTable& table, const Chosen& chosen) {
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
        const bool is_told = std::ranges::any_of(
            said, [&list](std::string_view code) { return list.find(code) < 0; });
        if (is_told) return;
        std::string singly;
        for (const std::string_view code : codes_)
            singly.append(singly.empty() ? "" : " ").append(code);
        findings_.of_value(
            table.name(),
            table.rows->row_number(),
            question(chosen.question).name,
            {"choices-differ",
             "The columns of the single choices say “" + singly + "”, the column with all " +
                 quoted_excerpt(there->value) + "; the latter is taken.",
             "See which of them was corrected by hand."});
    }

    void tell_problem(const LeveledTable& table,
                      const AnswerColumn& column,
                      std::string_view text,
                      const std::string& problem) {
        int& counted = findings_.counter(table.name(), column.header(), problem);
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
        findings_.report(table.name(), table.rows->row_number(), column.header(), std::move(what));
    }

    static std::vector<std::string> texts_of(const ChoiceList& list) {
        std::vector<std::string> out;
        for (const Choice& choice : list.choices) {
            out.push_back(choice.name);
            std::ranges::copy_if(choice.label.by_language,
                                 std::back_inserter(out),
                                 [](const std::string& label) { return !label.empty(); });
        }
        return out;
    }

    [[nodiscard]] bool is_blank(std::string_view text) const {
        return text.empty() || (style_.blank_is_written && text == "n/a");
    }

    [[nodiscard]] const Question& question(int number) const {
        return form_.questions[static_cast<std::size_t>(number)];
    }

    // What the row has said so far: two rows never answer the same question of the same round.
    const Answer* find(int question_number, const Rounds& place) const {
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
    void append(int question_number, const Rounds& place, std::string_view value) {
        in_row_[static_cast<std::size_t>(question_number)] = row_;
        if (used_ == answers_->size()) answers_->emplace_back();
        Answer& answer = (*answers_)[used_++];
        answer.question = question_number;
        if (!place.empty() || !answer.repeat.empty()) answer.repeat = place;
        answer.value = value;
    }

    void finish(Interview& interview) {
        const auto in_order = [](const Answer& a, const Answer& b) {
            if (a.question != b.question) return a.question < b.question;
            return a.repeat < b.repeat;
        };
        if (!std::ranges::is_sorted(interview.answers, in_order))
            std::ranges::stable_sort(interview.answers, in_order);
        if (!interview.instance_id.empty()) return;
        std::string all;
        for (const Answer& answer : interview.answers) {
            all += std::to_string(answer.question);
            for (const int round : answer.repeat)
                all += "," + std::to_string(round);
            all += "=" + answer.value + "\n";
        }
        interview.instance_id = "row:" + hash_of(all);
        // Two people may have answered alike.
        const int before = (*alike_.find_or_add(interview.instance_id, 0).number)++;
        if (before > 0) interview.instance_id += "-" + std::to_string(before + 1);
    }

    const Questionnaire& form_;
    const ImportOptions& options_;
    ColumnNames names_;
    AnswerReader reader_;
    ImportFindings findings_;
    const std::string& file_;
    const ValueStyle style_;  // in which the file is read
    ValueStyle shown_;        // that its values show
    InterviewSink& sink_;
    std::vector<LeveledTable> tables_;  // outer ones first
    int columns_taken_ = 0;

    bool one_by_one_ = false;              // every interview is whole in its row
    ImportedInterview present_;            // then
    std::vector<ImportedInterview> kept_;  // else
    std::size_t answers_kept_ = 0;
    std::vector<int> row_of_interview_;
    IdTable by_id_;
    IdTable alike_;
    std::unordered_map<std::string, Owner> by_key_;
    std::map<std::pair<int, std::string>, Owner> by_index_;  // level, _index
    // How many rounds of a repeat there are within a round of what is round it: by interview,
    // repeat and that round.
    std::map<std::tuple<std::size_t, int, Rounds>, int> rounds_;

    // Of the row that is being read:
    std::vector<Answer>* answers_ = nullptr;
    std::size_t before_row_ = 0;        // answers of its interview before the row
    std::size_t used_ = 0;              // and with what the row has said so far
    int row_ = 0;                       // counted over the file
    std::vector<int> in_row_;           // by question: the last row that answered it
    std::map<int, Rounds> own_rounds_;  // by repeat: that the row adds to its interview
    std::vector<Chosen> chosen_;
    std::size_t chosen_used_ = 0;
    std::vector<PointParts> points_;
    std::size_t points_used_ = 0;
    std::string id_;
    std::vector<std::string_view> codes_;
    std::string joined_;
};

class Collected final : public InterviewSink {
public:
    explicit Collected(std::vector<ImportedInterview>& into) : into_(into) {}

    void begin() override { into_.clear(); }

    Status take(ImportedInterview& interview) override {
        into_.push_back(std::move(interview));
        return Done{};
    }

private:
    std::vector<ImportedInterview>& into_;
};

}  // namespace

Result<ImportSummary> import_rows(const Questionnaire& questionnaire,
                                  std::span<const std::unique_ptr<RowReader>> tables,
                                  const std::string& file_name,
                                  const ImportOptions& options,
                                  InterviewSink& sink) {
    ValueStyle style = options.style.value_or(ValueStyle{});
    for (;;) {
        for (const std::unique_ptr<RowReader>& rows : tables)
            TRY(rows->rewind());
        sink.begin();
        Importer importer(questionnaire, file_name, options, style, sink);
        if (TRY(importer.read(tables))) return importer.summary();
        style = importer.style();
    }
}

ImportedTables import_tables(const Questionnaire& questionnaire,
                             const Workbook& tables,
                             const std::string& file_name,
                             const ImportOptions& options) {
    std::vector<std::unique_ptr<RowReader>> sources;
    for (const Sheet& sheet : tables.sheets)
        sources.push_back(std::make_unique<SheetSource>(sheet));
    ImportedTables out;
    Collected collected(out.interviews);
    auto read = import_rows(questionnaire, sources, file_name, options, collected);
    CHECK(read.has_value());  // a workbook in memory was read already, within its limits
    out.diagnostics = std::move(read->diagnostics);
    out.columns_taken = read->columns_taken;
    return out;
}

}  // namespace mtm
