#include "exchange/cleaning_log_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "exchange/cell_answer.h"
#include "exchange/export_table.h"
#include "exchange/import_findings.h"
#include "expression/date.h"
#include "workbook/table_sheet.h"

namespace mtm {
namespace {

enum class LogColumn {
    interview,
    question,
    type,
    old_value,
    new_value,
    reason,
    author,
    time,
    status  // what MTM wrote of the row
};

// Names of columns, folded and without what is no letter; the first that is there counts.
constexpr std::array<std::pair<std::string_view, LogColumn>, 28> log_columns{{
    {"uuid", LogColumn::interview},
    {"xuuid", LogColumn::interview},
    {"instanceid", LogColumn::interview},
    {"metainstanceid", LogColumn::interview},
    {"key", LogColumn::interview},
    {"question", LogColumn::question},
    {"questions", LogColumn::question},
    {"questionname", LogColumn::question},
    {"variable", LogColumn::question},
    {"changetype", LogColumn::type},
    {"action", LogColumn::type},
    {"oldvalue", LogColumn::old_value},
    {"old", LogColumn::old_value},
    {"newvalue", LogColumn::new_value},
    {"new", LogColumn::new_value},
    {"reason", LogColumn::reason},
    {"issue", LogColumn::reason},
    {"feedback", LogColumn::reason},
    {"comment", LogColumn::reason},
    {"by", LogColumn::author},
    {"author", LogColumn::author},
    {"checkedby", LogColumn::author},
    {"correctedby", LogColumn::author},
    {"when", LogColumn::time},
    {"time", LogColumn::time},
    {"date", LogColumn::time},
    {"reporteddate", LogColumn::time},
    {"mtmstatus", LogColumn::status},
}};

std::string letters_of(std::string_view header) {
    std::string out;
    constexpr std::string_view mark_of_r = "X.U.FEFF.";
    if (header.starts_with(mark_of_r)) header.remove_prefix(mark_of_r.size());
    for (const char c : lower_ascii(header)) {
        if (c >= 'a' && c <= 'z') out += c;
    }
    return out;
}

std::optional<ChangeType> type_named(std::string_view name) {
    const std::string letters = letters_of(name);
    if (letters == "changeresponse" || letters == "change") return ChangeType::change_response;
    if (letters == "blankresponse" || letters == "blank") return ChangeType::blank_response;
    if (letters == "addoption") return ChangeType::add_option;
    if (letters == "removesurvey" || letters == "remove") return ChangeType::remove_survey;
    if (letters == "noaction" || letters == "none") return ChangeType::no_action;
    return std::nullopt;
}

class LogReader {
public:
    LogReader(const Questionnaire& form, const std::string& file)
        : form_(form), names_(form), reader_(form), findings_(file) {}

    CleaningLogRead read(const Workbook& tables) {
        bool any = false;
        for (const Sheet& sheet : tables.sheets)
            any = read_sheet(sheet) || any;
        if (!any) {
            findings_.of_file({"no-cleaning-log",
                               "No sheet has the columns of a cleaning log.",
                               "It needs uuid, question, change_type and new_value; old_value, "
                               "reason, by and when are wanted too.",
                               Severity::error});
        }
        if (undated_ > 0) {
            findings_.of_file({"time-not-understood",
                               std::to_string(undated_) +
                                   " rows say a time that is no ISO 8601 date: they count from the "
                                   "import.",
                               "Write it as 2024-05-31, if --as-of is to know when they were made.",
                               Severity::warning});
        }
        out_.diagnostics = findings_.take();
        return std::move(out_);
    }

private:
    bool read_sheet(const Sheet& sheet) {
        const TableSheet table(sheet);
        columns_.fill(-1);
        for (const auto& [name, meaning] : log_columns) {
            int& column = columns_[static_cast<std::size_t>(meaning)];
            for (int c = 0; c < table.column_count() && column < 0; ++c) {
                if (letters_of(header(table, c)) == name) column = c;
            }
        }
        if (!has(LogColumn::interview) || !has(LogColumn::type)) return false;
        for (int r = 0; r < table.record_count(); ++r)
            read_row(table, r);
        return true;
    }

    static const std::string& header(const TableSheet& table, int column) {
        return table.columns()[static_cast<std::size_t>(column)].header;
    }

    [[nodiscard]] bool has(LogColumn column) const {
        return columns_[static_cast<std::size_t>(column)] >= 0;
    }

    [[nodiscard]] Cell cell(const TableSheet& table, int record, LogColumn column) const {
        return has(column) ? table.cell(record, columns_[static_cast<std::size_t>(column)])
                           : Cell{};
    }

    [[nodiscard]] std::string text(const TableSheet& table, int record, LogColumn column) const {
        return std::string(trim(cell(table, record, column).text));
    }

    void refuse(const TableSheet& table,
                int record,
                LogColumn column,
                const std::string& code,
                std::string message,
                std::string remedy) {
        const int place = columns_[static_cast<std::size_t>(column)];
        findings_.of_value(table.sheet().name,
                           table.row_number(record),
                           place < 0 ? "" : header(table, place),
                           {code, std::move(message), std::move(remedy), Severity::error});
    }

    void read_row(const TableSheet& table, int record) {
        LoggedChange change;
        change.row = table.row_number(record);
        const std::string type = text(table, record, LogColumn::type);
        const auto known = type_named(type);
        if (!known) {
            return refuse(table,
                          record,
                          LogColumn::type,
                          "unknown-change-type",
                          quoted_excerpt(type) + " is no kind of change.",
                          "Write change_response, blank_response, add_option, remove_survey or "
                          "no_action.");
        }
        change.type = *known;
        const std::string uuid = text(table, record, LogColumn::interview);
        const bool is_whole = uuid.empty() || uuid.find(':') != std::string::npos;  // also row:…
        change.instance_id = is_whole ? uuid : "uuid:" + uuid;
        if (uuid.empty() && change.type != ChangeType::no_action) {
            return refuse(table,
                          record,
                          LogColumn::interview,
                          "change-without-interview",
                          "The row does not say which interview it is about.",
                          "Fill in the interview's uuid.");
        }
        change.reason = text(table, record, LogColumn::reason);
        change.author = text(table, record, LogColumn::author);
        change.time = text(table, record, LogColumn::time);
        if (!change.time.empty() && !date_time_from(change.time)) ++undated_;
        const bool of_answer =
            change.type != ChangeType::remove_survey && change.type != ChangeType::no_action;
        if (of_answer && !read_answer(table, record, change)) return;
        out_.changes.push_back(std::move(change));
    }

    bool read_answer(const TableSheet& table, int record, LoggedChange& change) {
        if (!read_question(table, record, change)) return false;
        const std::string old_value = text(table, record, LogColumn::old_value);
        if (!old_value.empty()) {
            change.old_value =
                change.choice >= 0
                    ? old_value
                    : reader_
                          .read(change.to.question, cell(table, record, LogColumn::old_value), {})
                          .value;
        }
        // Of a row that MTM wrote as a conflict the old value is known, also if it is blank.
        if (old_value.empty() && text(table, record, LogColumn::status).starts_with("conflict"))
            change.old_value.emplace();
        if (change.type == ChangeType::blank_response) return true;
        const Cell to = cell(table, record, LogColumn::new_value);
        if (trim(to.text).empty()) {
            refuse(table,
                   record,
                   LogColumn::new_value,
                   "change-without-value",
                   "There is no new value.",
                   "Fill it in, or write blank_response if the answer is to be blank.");
            return false;
        }
        return change.choice >= 0 ? read_taken(table, record, to, change)
                                  : read_value(table, record, to, change);
    }

    bool read_question(const TableSheet& table, int record, LoggedChange& change) {
        const std::string name = text(table, record, LogColumn::question);
        const ColumnMeaning meaning = names_.meaning_of(name);
        if (meaning.kind != ColumnMeaning::Kind::answer &&
            meaning.kind != ColumnMeaning::Kind::choice) {
            refuse(table,
                   record,
                   LogColumn::question,
                   "unknown-question",
                   quoted_excerpt(name) + " is no question of the form.",
                   did_you_mean(name, form_.names(), "Write the question's name."));
            return false;
        }
        const int repeat = form_.repeat_of(meaning.question);
        if (static_cast<int>(meaning.repeat.size()) != repeat_depth(form_, repeat)) {
            refuse(table,
                   record,
                   LogColumn::question,
                   "round-not-told",
                   quoted_excerpt(name) + " stands in a repeat, and nothing says in which round.",
                   "Write it with its round, as member[2]/age.");
            return false;
        }
        change.to.question = meaning.question;
        change.to.repeat = meaning.repeat;
        change.choice = meaning.choice;
        return true;
    }

    // Whether a single choice is to be taken.
    bool read_taken(const TableSheet& table, int record, const Cell& to, LoggedChange& change) {
        const auto taken = AnswerReader::taken(to);
        if (taken) {
            change.to.value = *taken ? "1" : "0";
            return true;
        }
        refuse(table,
               record,
               LogColumn::new_value,
               "not-yes-or-no",
               quoted_excerpt(to.text) +
                   " says neither that the choice was taken nor that it was not.",
               "Write 1 or 0.");
        return false;
    }

    bool read_value(const TableSheet& table, int record, const Cell& to, LoggedChange& change) {
        CellAnswer answer = reader_.read(change.to.question, to, {});
        change.to.value = std::move(answer.value);
        if (answer.problem.empty()) return true;
        const std::string name = "“" + text(table, record, LogColumn::question) + "”";
        if (answer.problem == "unknown-code" && change.type == ChangeType::add_option) {
            findings_.of_value(
                table.sheet().name,
                table.row_number(record),
                header(table, columns_[static_cast<std::size_t>(LogColumn::new_value)]),
                {"option-to-add",
                 quoted_excerpt(to.text) + " is no choice of " + name + " yet.",
                 "Add it to the choices sheet: until then the answer counts as no choice."});
            return true;
        }
        refuse(table,
               record,
               LogColumn::new_value,
               answer.problem,
               quoted_excerpt(to.text) + " does not fit " + name + "; nothing is changed.",
               "Write a value that the question takes; add_option is for a new choice.");
        return false;
    }

    const Questionnaire& form_;
    ColumnNames names_;
    AnswerReader reader_;
    ImportFindings findings_;
    int undated_ = 0;               // rows whose time cannot be read
    std::array<int, 9> columns_{};  // by LogColumn; −1: the sheet has none
    CleaningLogRead out_;
};

}  // namespace

CleaningLogRead read_cleaning_log(const Questionnaire& questionnaire,
                                  const Workbook& tables,
                                  const std::string& file_name) {
    return LogReader(questionnaire, file_name).read(tables);
}

}  // namespace mtm
