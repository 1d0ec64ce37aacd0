#include "exchange/import_tables.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/answer_column.h"
#include "exchange/export_source.h"
#include "exchange/export_table.h"
#include "exchange/id_table.h"
#include "exchange/import_findings.h"
#include "exchange/leveled_table.h"
#include "exchange/round_owners.h"
#include "exchange/row_answers.h"

namespace mtm {
namespace {

constexpr int told_of_columns = 200;  // unknown ones
constexpr std::size_t most_answers_kept = 20'000'000;

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
          owners_(form),
          row_(form, reader_, style_, findings_) {}

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
        // Of two columns of one question that which bears its name counts, wherever it stands.
        std::stable_partition(
            table.columns.begin(), table.columns.end(), [this](const AnswerColumn& column) {
                return names_.bears_name(column.header(), column.meaning().question);
            });
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
        if (!one_by_one_) owners_.remember(table, owner);
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

    void read_round(LeveledTable& table) {
        std::optional<Owner> owner = owners_.parent_of(table, by_id_);
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
        owners_.enter_round(table, *owner);
        read_row(table, *owner, true);
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
            if (is_new) own->second.push_back(owners_.next_round({owner.interview, place}, repeat));
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
        std::vector<Answer>& answers = interview_of(owner.interview).interview.answers;
        own_rounds_.clear();
        row_.begin(table, answers, one_by_one_ ? 0 : answers.size());
        const std::span<const RowCell> cells = table.rows->cells();
        for (AnswerColumn& column : table.columns) {
            if (column.sheet_column() >= cells.size()) continue;
            const RowCell& cell = cells[column.sheet_column()];
            const std::string_view text = table.text_of(cell);
            if (text.empty()) continue;
            if (!options_.style) look_at_style(column, text);
            if (is_blank(text)) continue;
            if (column.stands_outside_repeats() && first_row) {
                row_.read(column, text, cell.kind, nowhere);
            } else if (const auto place = place_of(table, column, owner, first_row)) {
                row_.read(column, text, cell.kind, *place);
            }
        }
        const std::size_t answered = row_.end();
        if (!one_by_one_) answers_kept_ += answered;
    }

    [[nodiscard]] bool is_blank(std::string_view text) const {
        return text.empty() || (style_.blank_is_written && text == "n/a");
    }

    [[nodiscard]] const Question& question(int number) const {
        return form_.questions[static_cast<std::size_t>(number)];
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
    RoundOwners owners_;

    // Of the row that is being read:
    RowAnswers row_;
    std::map<int, Rounds> own_rounds_;  // by repeat: that the row adds to its interview
    std::string id_;
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
