#include "exchange/import_tables.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/cell_answer.h"
#include "exchange/export_source.h"
#include "exchange/export_table.h"
#include "exchange/import_findings.h"

namespace mtm {
namespace {

constexpr int told_of_columns = 200;  // unknown ones
constexpr int most_rounds = 100'000;  // of one repeat, as a column's number says

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

std::string as_instance_id(std::string_view uuid) {
    return (uuid.starts_with("uuid:") ? "" : "uuid:") + std::string(uuid);
}

class Importer {
public:
    Importer(const Questionnaire& form, const std::string& file, const ImportOptions& options)
        : form_(form),
          options_(options),
          names_(form),
          reader_(form),
          findings_(file),
          file_(file),
          in_row_(form.questions.size()) {}

    ImportedTables read(const Workbook& workbook) {
        for (const Sheet& sheet : workbook.sheets)
            add_table(sheet);
        if (tables_.empty()) {
            findings_.of_file({"nothing-to-import",
                               "No sheet of the file has a column that the form has.",
                               "Give the export of this study's own form, with its names or its "
                               "labels.",
                               Severity::error});
        }
        look_at_style();
        std::ranges::stable_sort(
            tables_, {}, [this](const Leveled& table) { return repeat_depth(form_, table.level); });
        for (const Leveled& table : tables_) {
            if (table.level < 0) {
                read_interviews(table);
            } else {
                read_rounds(table);
            }
        }
        for (ImportedInterview& imported : out_.interviews)
            finish(imported.interview);
        out_.diagnostics = findings_.take();
        return std::move(out_);
    }

private:
    struct Leveled {
        ExportTable table;
        int level = -1;
    };

    // --- what the file is ---

    void add_table(const Sheet& sheet) {
        ExportTable table(sheet, names_);
        if (table.columns().empty() || table.header(0) == invented_mark) return;
        const int repeat = names_.repeat_of_sheet(sheet.name);
        if (table.answers() == 0 && repeat >= 0 && table.has(ServerColumn::parent_key)) {
            tables_.push_back({std::move(table), repeat});  // what its rounds hold is in others
            return;
        }
        if (table.answers() == 0) {
            findings_.of_sheet(
                table,
                {"sheet-passed-over",
                 "The sheet has no column that the form has; nothing of it is taken.",
                 "If it holds answers, name its columns as the form names its questions."});
            return;
        }
        out_.columns_taken += table.answers();
        tell_unknown_columns(table);
        const int level = table.level(form_);
        tables_.push_back({std::move(table), level});
    }

    void tell_unknown_columns(const ExportTable& table) {
        int told = 0;
        for (const ExportTable::Column& column : table.columns()) {
            if (column.meaning.kind != ColumnMeaning::Kind::unknown) continue;
            const std::string& header = table.header(column.column);
            if (header == options_.id_column || ++told > told_of_columns) continue;
            findings_.of_header(
                table,
                header,
                {"unknown-column",
                 "The form has no question of this name or label; the column is not taken.",
                 did_you_mean(header,
                              form_.names(),
                              "It may be of another version of the form, or one that somebody "
                              "added.")});
        }
        if (told <= told_of_columns) return;
        findings_.of_header(table,
                            "",
                            {"unknown-column",
                             fmt::format("So it is with {} more columns.", told - told_of_columns),
                             "See whether the file belongs to this study."});
    }

    // Old exports of KoboToolbox write n/a for what was not asked: then a text of “n/a” is none
    // either. A Russian Excel writes 3,5.
    void look_at_style() {
        for (const Leveled& leveled : tables_) {
            for (const ExportTable::Column& column : leveled.table.columns()) {
                if (column.meaning.question < 0) continue;
                const QuestionType type = question(column.meaning.question).type;
                const bool is_answer = column.meaning.kind == ColumnMeaning::Kind::answer;
                if (is_answer && type == QuestionType::text) continue;
                look_at_column(leveled.table.sheet(),
                               column.column,
                               type == QuestionType::decimal || type == QuestionType::range);
            }
        }
    }

    void look_at_column(const TableSheet& sheet, int column, bool decimal) {
        for (int r = 0; r < sheet.record_count(); ++r) {
            const std::string_view text = trim(sheet.at(r, column));
            if (text == "n/a") style_.blank_is_written = true;
            if (decimal && text.find(',') != std::string_view::npos &&
                text.find('.') == std::string_view::npos) {
                style_.decimal_comma = true;
            }
        }
    }

    // --- interviews ---

    [[nodiscard]] std::string id_of(const ExportTable& table, int record) const {
        if (!options_.id_column.empty()) {
            if (const auto column = table.sheet().find(options_.id_column))
                return std::string(trim(table.sheet().at(record, *column)));
        }
        for (const ServerColumn column : {ServerColumn::instance_id, ServerColumn::key}) {
            const std::string_view id = table.server(record, column);
            if (!is_blank(id)) return std::string(id);
        }
        const std::string_view uuid = table.server(record, ServerColumn::uuid);
        return is_blank(uuid) ? std::string() : as_instance_id(uuid);
    }

    void read_interviews(const Leveled& leveled) {
        const ExportTable& table = leveled.table;
        for (int r = 0; r < table.sheet().record_count(); ++r) {
            const std::string id = id_of(table, r);
            if (const auto known = by_id_.find(id); !id.empty() && known != by_id_.end()) {
                read_further_row(table, r, known->second);
                continue;
            }
            const Owner owner{out_.interviews.size(), {}};
            ImportedInterview& imported = out_.interviews.emplace_back();
            imported.submitted = table.server(r, ServerColumn::submitted);
            imported.interview.instance_id = id;
            imported.interview.form_id = form_.form_id;
            imported.interview.version = table.server(r, ServerColumn::version);
            if (imported.interview.version.empty()) imported.interview.version = form_.version;
            imported.interview.provenance = {file_, table.sheet().row_number(r)};
            imported.interview.rehearsal =
                table.server(r, ServerColumn::mtm_status) == invented_mark;
            if (!id.empty()) by_id_[id] = owner.interview;
            rounds_.emplace_back();
            remember(leveled, r, owner);
            read_row(table, r, owner, true);
        }
    }

    // Under the id of an interview that is known: a round more, or the interview once more.
    void read_further_row(const ExportTable& table, int record, std::size_t interview) {
        const bool has_rounds =
            std::ranges::any_of(table.columns(), [this](const ExportTable::Column& column) {
                return column.meaning.question >= 0 && column.meaning.repeat.empty() &&
                       form_.repeat_of(column.meaning.question) >= 0;
            });
        if (has_rounds) return read_row(table, record, {interview, {}}, false);
        const Interview& first = out_.interviews[interview].interview;
        findings_.of_row(
            table,
            record,
            {"interview-twice",
             fmt::format("The interview {} stands in row {} already; this row is not taken.",
                         first.instance_id,
                         first.provenance.row),
             "If they are two interviews, give them different ids; if one was corrected, keep "
             "that row."});
    }

    // --- rounds of repeats ---

    void remember(const Leveled& leveled, int record, const Owner& owner) {
        const std::string_view key = leveled.table.server(record, ServerColumn::key);
        if (!key.empty()) by_key_[std::string(key)] = owner;
        const std::string_view index = leveled.table.server(record, ServerColumn::index);
        by_index_[{leveled.level,
                   index.empty() ? std::to_string(record + 1) : std::string(index)}] = owner;
    }

    [[nodiscard]] std::optional<Owner> parent_of(const Leveled& leveled, int record) const {
        const ExportTable& table = leveled.table;
        const auto by_key =
            by_key_.find(std::string(table.server(record, ServerColumn::parent_key)));
        if (by_key != by_key_.end()) return by_key->second;
        int parent = form_.groups[static_cast<std::size_t>(leveled.level)].parent;
        while (parent >= 0 && !form_.groups[static_cast<std::size_t>(parent)].repeat)
            parent = form_.groups[static_cast<std::size_t>(parent)].parent;
        const auto by_index =
            by_index_.find({parent, std::string(table.server(record, ServerColumn::parent_index))});
        if (by_index != by_index_.end()) return by_index->second;
        if (parent >= 0) return std::nullopt;
        for (const ServerColumn column : {ServerColumn::submission_uuid, ServerColumn::uuid}) {
            const auto by_id = by_id_.find(as_instance_id(table.server(record, column)));
            if (by_id != by_id_.end()) return Owner{by_id->second, {}};
        }
        return std::nullopt;
    }

    void read_rounds(const Leveled& leveled) {
        for (int r = 0; r < leveled.table.sheet().record_count(); ++r) {
            std::optional<Owner> owner = parent_of(leveled, r);
            if (!owner) {
                findings_.of_row(
                    leveled.table,
                    r,
                    {"row-without-interview",
                     "The row belongs to no interview of the file; it is not taken.",
                     "Export the sheet of the interviews together with those of the repeats.",
                     Severity::error});
                continue;
            }
            const auto told = round_in_key(leveled.table, r);
            owner->rounds.push_back(told ? *told : next_round(*owner, leveled.level));
            remember(leveled, r, *owner);
            read_row(leveled.table, r, *owner, true);
        }
    }

    // "uuid:…/member[2]", as ODK Central writes keys, is the second round wherever the row stands.
    static std::optional<int> round_in_key(const ExportTable& table, int record) {
        const std::string_view key = table.server(record, ServerColumn::key);
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
        return rounds_[owner.interview][{repeat, owner.rounds}]++;
    }

    // --- answers ---

    // What a row says beside whole answers, until all its columns are read.
    struct Pieces {
        std::map<int, Rounds> own_rounds;  // by repeat: that the row adds to its interview
        std::map<std::pair<int, Rounds>, std::vector<int>> chosen;
        std::map<std::pair<int, Rounds>, std::array<std::string, 4>> points;
    };

    // Where a value of a row stands; nothing if that is told or said already.
    std::optional<Rounds> place_of(const ExportTable& table,
                                   int record,
                                   const ExportTable::Column& column,
                                   const Owner& owner,
                                   bool first_row,
                                   Pieces& pieces) {
        const ColumnMeaning& meaning = column.meaning;
        const int repeat = form_.repeat_of(meaning.question);
        const auto depth = static_cast<std::size_t>(repeat_depth(form_, repeat));
        if (depth == 0 && !first_row) return std::nullopt;
        Rounds place = meaning.repeat.empty() ? owner.rounds : meaning.repeat;
        if (place.size() > depth) place.resize(depth);
        if (place.size() + 1 < depth) {
            findings_.of_value(table,
                               record,
                               table.header(column.column),
                               {"round-not-told",
                                "It stands in a repeat within a repeat, and nothing says in which "
                                "round; it is not taken.",
                                "Export repeats as sheets of their own.",
                                Severity::error});
            return std::nullopt;
        }
        if (place.size() < depth) {
            const auto [own, is_new] = pieces.own_rounds.try_emplace(repeat, place);
            if (is_new) own->second.push_back(next_round({owner.interview, place}, repeat));
            return own->second;
        }
        if (std::ranges::any_of(place, [](int round) { return round >= most_rounds; })) {
            findings_.of_value(table,
                               record,
                               table.header(column.column),
                               {"too-many-rounds",
                                "No repeat has so many rounds; it is not taken.",
                                "Correct the number in the header.",
                                Severity::error});
            return std::nullopt;
        }
        return place;
    }

    void read_row(const ExportTable& table, int record, const Owner& owner, bool first_row) {
        interview_ = owner.interview;
        ++row_;
        before_row_ = answers().size();
        Pieces pieces;
        for (const ExportTable::Column& column : table.columns()) {
            if (column.meaning.question < 0) continue;
            const Cell& cell = table.sheet().cell(record, column.column);
            if (is_blank(trim(cell.text))) continue;
            const auto place = place_of(table, record, column, owner, first_row, pieces);
            if (place) read_value(table, record, column, cell, *place, pieces);
        }
        for (const auto& [place, choices] : pieces.chosen)
            put_choices(table, record, place.first, place.second, choices);
        for (const auto& [place, parts] : pieces.points) {
            if (parts[0].empty() || parts[1].empty() || find(place.first, place.second)) continue;
            append(place.first, place.second, point_of(parts));
        }
    }

    // What is not known at the end is left out: an accuracy of 0 would say that nobody measured it.
    static std::string point_of(const std::array<std::string, 4>& parts) {
        std::string out = parts[0] + " " + parts[1];
        if (parts[2].empty() && parts[3].empty()) return out;
        out += " " + (parts[2].empty() ? "0" : parts[2]);
        return parts[3].empty() ? out : out + " " + parts[3];
    }

    void read_value(const ExportTable& table,
                    int record,
                    const ExportTable::Column& column,
                    const Cell& cell,
                    const Rounds& place,
                    Pieces& pieces) {
        const ColumnMeaning& meaning = column.meaning;
        if (meaning.kind == ColumnMeaning::Kind::place) {
            pieces.points[{meaning.question, place}][static_cast<std::size_t>(meaning.part)] =
                trim(cell.text);
            return;
        }
        if (meaning.kind == ColumnMeaning::Kind::choice) {
            const auto taken = AnswerReader::taken(cell);
            if (!taken) {
                findings_.of_value(table,
                                   record,
                                   table.header(column.column),
                                   {"not-yes-or-no",
                                    quoted_excerpt(cell.text) +
                                        " says neither that the choice was taken nor that it was "
                                        "not; it counts as not taken.",
                                    "Write 1 or 0, TRUE or FALSE."});
            }
            std::vector<int>& choices = pieces.chosen[{meaning.question, place}];
            if (taken && *taken) choices.push_back(meaning.choice);
            return;
        }
        CellAnswer answer = reader_.read(meaning.question, cell, style_);
        if (!answer.problem.empty()) tell_problem(table, record, column, cell, answer.problem);
        const Answer* there = find(meaning.question, place);
        if (there == nullptr) {
            append(meaning.question, place, std::move(answer.value));
        } else if (there->value != answer.value) {
            findings_.of_value(table,
                               record,
                               table.header(column.column),
                               {"answered-twice",
                                "Another column says " + quoted_excerpt(there->value) +
                                    " for the same answer; that is taken.",
                                "Leave one of the two columns in the file."});
        }
    }

    // A column for each choice; beside them may stand one with all, which is what was sent.
    void put_choices(const ExportTable& table,
                     int record,
                     int question_number,
                     const Rounds& place,
                     const std::vector<int>& choices) {
        const ChoiceList& list = form_.choices_of(question_number);
        std::vector<std::string> codes;
        for (const int choice : choices)
            codes.push_back(list.choices[static_cast<std::size_t>(choice)].name);
        const Answer* there = find(question_number, place);
        if (there == nullptr) {
            if (!codes.empty()) append(question_number, place, join(codes, " "));
            return;
        }
        std::vector<std::string> said;
        for (const std::string_view code : words(there->value)) {
            if (list.find(code) < 0) return;  // which is told
            said.emplace_back(code);
        }
        std::ranges::sort(said);
        std::ranges::sort(codes);
        if (said == codes) return;
        findings_.of_value(table,
                           record,
                           question(question_number).name,
                           {"choices-differ",
                            "The columns of the single choices say “" + join(codes, " ") +
                                "”, the column with all " + quoted_excerpt(there->value) +
                                "; the latter is taken.",
                            "See which of them was corrected by hand."});
    }

    void tell_problem(const ExportTable& table,
                      int record,
                      const ExportTable::Column& column,
                      const Cell& cell,
                      const std::string& problem) {
        ImportFindings::What what{
            problem, quoted_excerpt(cell.text) + " is ", "Correct the answer."};
        if (problem == "unknown-code") {
            what.message += "no choice of “" + question(column.meaning.question).name + "”";
            what.remedy = did_you_mean(trim(cell.text),
                                       texts_of(form_.choices_of(column.meaning.question)),
                                       "Add the choice to the form, or correct the answer.");
        } else if (problem == "not-a-number") {
            what.message += "no number";
        } else {
            what.message += "no date or time that can be read";
            what.remedy = "Write it as 2024-05-31, 14:30 or 2024-05-31T14:30.";
        }
        what.message += "; it is taken as it stands.";
        findings_.of_value(table, record, table.header(column.column), std::move(what));
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

    std::vector<Answer>& answers() { return out_.interviews[interview_].interview.answers; }

    // What the row has said so far: two rows never answer the same question of the same round.
    const Answer* find(int question_number, const Rounds& place) {
        if (in_row_[static_cast<std::size_t>(question_number)] != row_) return nullptr;
        const auto at =
            std::find_if(answers().begin() + static_cast<std::ptrdiff_t>(before_row_),
                         answers().end(),
                         [&](const Answer& answer) {
                             return answer.question == question_number && answer.repeat == place;
                         });
        return at == answers().end() ? nullptr : &*at;
    }

    void append(int question_number, const Rounds& place, std::string value) {
        in_row_[static_cast<std::size_t>(question_number)] = row_;
        answers().push_back({question_number, place, std::move(value)});
    }

    void finish(Interview& interview) {
        std::ranges::stable_sort(interview.answers, [](const Answer& a, const Answer& b) {
            return std::tie(a.question, a.repeat) < std::tie(b.question, b.repeat);
        });
        if (!interview.instance_id.empty()) return;
        std::string all;
        for (const Answer& answer : interview.answers) {
            all += std::to_string(answer.question);
            for (const int round : answer.repeat)
                all += "," + std::to_string(round);
            all += "=" + answer.value + "\n";
        }
        interview.instance_id = "row:" + hash_of(all);
        const int before = alike_[interview.instance_id]++;  // two people may have answered alike
        if (before > 0) interview.instance_id += "-" + std::to_string(before + 1);
    }

    const Questionnaire& form_;
    const ImportOptions& options_;
    ColumnNames names_;
    AnswerReader reader_;
    ImportFindings findings_;
    const std::string& file_;
    ValueStyle style_;
    std::vector<Leveled> tables_;  // outer ones first
    ImportedTables out_;
    std::unordered_map<std::string, std::size_t> by_id_;
    std::unordered_map<std::string, Owner> by_key_;
    std::map<std::pair<int, std::string>, Owner> by_index_;  // level, _index
    std::unordered_map<std::string, int> alike_;
    // Of each interview: how many rounds of a repeat there are within a round of what is round it.
    std::vector<std::map<std::pair<int, Rounds>, int>> rounds_;

    std::size_t interview_ = 0;   // of the row that is being read
    int row_ = 0;                 // counted over the file
    std::vector<int> in_row_;     // by question: the last row that answered it
    std::size_t before_row_ = 0;  // answers of its interview before the row
};

}  // namespace

ImportedTables import_tables(const Questionnaire& questionnaire,
                             const Workbook& tables,
                             const std::string& file_name,
                             const ImportOptions& options) {
    return Importer(questionnaire, file_name, options).read(tables);
}

}  // namespace mtm
