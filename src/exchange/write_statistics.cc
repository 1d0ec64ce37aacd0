// What ReadStat 1.1.8 wants, and does not say: label sets, variables and long texts are made known
// before the first row; lines of notes have 80 bytes at most in .sav; it cuts names and labels in
// the middle of a character, so that they are cut here.
#include "exchange/write_statistics.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <memory>

#include <fmt/format.h>
#include <readstat.h>

#include "exchange/statistics_columns.h"

namespace mtm {
namespace {

constexpr std::size_t longest_sav_text = 32'767;       // bytes
constexpr std::size_t longest_dta_short_text = 2'045;  // bytes; longer ones are strL
constexpr std::size_t note_bytes = 80;
constexpr std::time_t only_time = 946'684'800;  // 2000-01-01: the only date in the file
constexpr double days_from_1582 = 141'428;      // SPSS counts seconds from 1582-10-14
constexpr double days_from_1960 = 3'653;        // Stata days from 1960-01-01
constexpr double seconds_a_day = 86'400;

struct FreeWriter {
    void operator()(readstat_writer_t* writer) const { readstat_writer_free(writer); }
};

ssize_t append_bytes(const void* data, std::size_t length, void* into) {
    static_cast<std::string*>(into)->append(static_cast<const char*>(data), length);
    return static_cast<ssize_t>(length);
}

// The file of one table.
class FileWriter {
public:
    FileWriter(const std::vector<StatisticsColumn>& columns,
               std::size_t rows,
               StatisticsFormat format)
        : columns_(columns), rows_(rows), format_(format), writer_(readstat_writer_init()) {
        CHECK(writer_ != nullptr);
        readstat_set_data_writer(writer_.get(), append_bytes);
    }

    void describe(const std::string& label, const std::vector<std::string>& notes) {
        readstat_writer_set_file_label(writer_.get(),
                                       std::string(beginning_of(label, 64, 64)).c_str());
        readstat_writer_set_file_timestamp(writer_.get(), only_time);
        for (const std::string& note : notes)
            readstat_add_note(writer_.get(),
                              std::string(beginning_of(note, note_bytes, 80)).c_str());
        for (const StatisticsColumn& column : columns_)
            add_variable(column);
    }

    Result<std::string> write() {
        std::string bytes;
        if (!begun(&bytes) || !all_rows() || !ok(readstat_end_writing(writer_.get()))) {
            return Error{std::string("the file cannot be written: ") +
                         readstat_error_message(error_)};
        }
        return bytes;
    }

    [[nodiscard]] int cut_texts() const { return cut_texts_; }

    [[nodiscard]] const std::vector<std::string>& undeclared() const { return undeclared_; }

private:
    bool ok(readstat_error_t error) {
        error_ = error;
        return error == READSTAT_OK;
    }

    void add_variable(const StatisticsColumn& column) {
        const std::size_t width = column.type == StatisticsColumn::Type::text ? prepare(column) : 0;
        const bool long_text = format_ == StatisticsFormat::dta && width > longest_dta_short_text;
        const readstat_type_t type = long_text ? READSTAT_TYPE_STRING_REF : type_of(column.type);
        readstat_variable_t* variable =
            readstat_add_variable(writer_.get(), column.name.c_str(), type, width);
        variables_.push_back(variable);
        refs_.emplace_back();
        if (long_text) {
            for (const std::string& text : column.source->texts)
                refs_.back().push_back(readstat_add_string_ref(writer_.get(), text.c_str()));
        }
        readstat_variable_set_label(variable, column.label.c_str());
        set_look(column, variable);
        add_labels(column, variable);
        if (format_ == StatisticsFormat::sav) declare_missing(column, variable);
    }

    static readstat_type_t type_of(StatisticsColumn::Type type) {
        switch (type) {
            case StatisticsColumn::Type::text:
                return READSTAT_TYPE_STRING;
            case StatisticsColumn::Type::coded:
                return READSTAT_TYPE_INT32;
            case StatisticsColumn::Type::flag:
                return READSTAT_TYPE_INT8;
            default:
                return READSTAT_TYPE_DOUBLE;
        }
    }

    // Bytes of the longest text, at least 1; texts that are longer than the format holds are
    // counted.
    std::size_t prepare(const StatisticsColumn& column) {
        std::size_t width = 1;
        for (const std::string& text : column.source->texts) {
            width = std::max(width, text.size());
            if (format_ == StatisticsFormat::sav && text.size() > longest_sav_text) ++cut_texts_;
        }
        return format_ == StatisticsFormat::sav ? std::min(width, longest_sav_text) : width;
    }

    void set_look(const StatisticsColumn& column, readstat_variable_t* variable) const {
        const bool sav = format_ == StatisticsFormat::sav;
        switch (column.type) {
            case StatisticsColumn::Type::day:
                readstat_variable_set_format(variable, sav ? "SDATE10" : "%td");
                break;
            case StatisticsColumn::Type::number:
                if (sav && all_whole(column)) readstat_variable_set_format(variable, "F12.0");
                readstat_variable_set_measure(variable, READSTAT_MEASURE_SCALE);
                break;
            case StatisticsColumn::Type::coded:
            case StatisticsColumn::Type::flag:
                if (sav) readstat_variable_set_format(variable, "F8.0");
                [[fallthrough]];
            case StatisticsColumn::Type::text:
                readstat_variable_set_measure(variable, READSTAT_MEASURE_NOMINAL);
                break;
        }
    }

    static bool all_whole(const StatisticsColumn& column) {
        return std::ranges::all_of(column.values, [](const StatisticsValue& value) {
            return std::isnan(value.number) || std::floor(value.number) == value.number;
        });
    }

    void add_labels(const StatisticsColumn& column, readstat_variable_t* variable) {
        if (column.labels.empty()) return;
        readstat_label_set_t* set =
            readstat_add_label_set(writer_.get(), READSTAT_TYPE_INT32, column.name.c_str());
        for (const StatisticsColumn::Label& label : column.labels) {
            if (label.value.tag != 0) {
                readstat_label_tagged_value(set, label.value.tag, label.text.c_str());
            } else {
                readstat_label_int32_value(
                    set, static_cast<std::int32_t>(label.value.number), label.text.c_str());
            }
        }
        readstat_variable_set_label_set(variable, set);
    }

    void declare_missing(const StatisticsColumn& column, readstat_variable_t* variable) {
        const std::vector<double>& missing = column.missing;
        constexpr std::size_t most = 3;
        if (missing.size() > most) {
            const bool alone = std::ranges::none_of(column.labels, [&](const auto& label) {
                return label.value.number > missing.front() &&
                       label.value.number < missing.back() &&
                       !std::ranges::binary_search(missing, label.value.number);
            });
            if (alone && column.type == StatisticsColumn::Type::coded) {
                readstat_variable_add_missing_double_range(
                    variable, missing.front(), missing.back());
                return;
            }
            undeclared_.push_back(column.name);
        }
        for (std::size_t i = 0; i < std::min(missing.size(), most); ++i)
            readstat_variable_add_missing_double_value(variable, missing[i]);
    }

    bool begun(std::string* bytes) {
        const auto rows = static_cast<long>(rows_);
        if (format_ == StatisticsFormat::dta)
            return ok(readstat_begin_writing_dta(writer_.get(), bytes, rows));
        return ok(readstat_writer_set_compression(writer_.get(), READSTAT_COMPRESS_ROWS)) &&
               ok(readstat_begin_writing_sav(writer_.get(), bytes, rows));
    }

    bool all_rows() {
        for (std::size_t row = 0; row < rows_; ++row) {
            if (!ok(readstat_begin_row(writer_.get()))) return false;
            for (std::size_t c = 0; c < columns_.size(); ++c) {
                if (!ok(insert(c, row))) return false;
            }
            if (!ok(readstat_end_row(writer_.get()))) return false;
        }
        return true;
    }

    readstat_error_t insert(std::size_t c, std::size_t row) {
        const StatisticsColumn& column = columns_[c];
        const Column* answers = column.source->answers;
        const auto code = answers == nullptr ? static_cast<std::int64_t>(row)
                                             : static_cast<std::int64_t>(answers->codes[row]);
        if (column.type == StatisticsColumn::Type::text) return insert_text(c, code);
        if (code >= 0) return insert_value(c, column.values[static_cast<std::size_t>(code)]);
        return insert_value(c, answers->asked[row] != 0 ? column.blank : StatisticsValue{});
    }

    readstat_error_t insert_text(std::size_t c, std::int64_t code) {
        if (code < 0) return readstat_insert_missing_value(writer_.get(), variables_[c]);
        const auto at = static_cast<std::size_t>(code);
        if (!refs_[c].empty())
            return readstat_insert_string_ref(writer_.get(), variables_[c], refs_[c][at]);
        const std::string& text = columns_[c].source->texts[at];
        if (format_ == StatisticsFormat::sav && text.size() > longest_sav_text) {
            const std::string cut(beginning_of(text, longest_sav_text, longest_sav_text));
            return readstat_insert_string_value(writer_.get(), variables_[c], cut.c_str());
        }
        return readstat_insert_string_value(writer_.get(), variables_[c], text.c_str());
    }

    readstat_error_t insert_value(std::size_t c, const StatisticsValue& value) {
        readstat_writer_t* writer = writer_.get();
        const readstat_variable_t* variable = variables_[c];
        if (value.tag != 0)
            return readstat_insert_tagged_missing_value(writer, variable, value.tag);
        if (std::isnan(value.number)) return readstat_insert_missing_value(writer, variable);
        switch (columns_[c].type) {
            case StatisticsColumn::Type::coded:
                return readstat_insert_int32_value(
                    writer, variable, static_cast<std::int32_t>(value.number));
            case StatisticsColumn::Type::flag:
                return readstat_insert_int8_value(
                    writer, variable, static_cast<std::int8_t>(value.number));
            case StatisticsColumn::Type::day:
                return readstat_insert_double_value(writer, variable, day(value.number));
            default:
                return readstat_insert_double_value(writer, variable, value.number);
        }
    }

    [[nodiscard]] double day(double since_1970) const {
        return format_ == StatisticsFormat::sav ? (since_1970 + days_from_1582) * seconds_a_day
                                                : since_1970 + days_from_1960;
    }

    const std::vector<StatisticsColumn>& columns_;
    std::size_t rows_;
    StatisticsFormat format_;
    std::unique_ptr<readstat_writer_t, FreeWriter> writer_;
    std::vector<readstat_variable_t*> variables_;
    std::vector<std::vector<readstat_string_ref_t*>> refs_;  // by column and text
    readstat_error_t error_ = READSTAT_OK;
    int cut_texts_ = 0;
    std::vector<std::string> undeclared_;
};

// Where the label of a variable has no room for the name that an import knows it by.
std::vector<std::string> notes_of(const std::vector<StatisticsColumn>& columns, bool rehearsal) {
    std::vector<std::string> out;
    if (rehearsal) out.emplace_back(invented_mark);
    for (const StatisticsColumn& column : columns) {
        if (column.name == column.source->name) continue;
        if (column.label.starts_with(column.source->name + ":")) continue;
        std::string note = "variable " + column.name + " is " + column.source->name;
        if (note.size() <= note_bytes) out.push_back(std::move(note));
    }
    return out;
}

}  // namespace

Result<ExportedStatistics> statistics_files(const ExportSource& source,
                                            const std::vector<ExportedTable>& tables,
                                            StatisticsFormat format,
                                            std::size_t language,
                                            const std::string& stem) {
    ExportedStatistics out;
    const bool rehearsal = source.dataset.rehearsal;
    for (const ExportedTable& table : tables) {
        const std::vector<StatisticsColumn> columns =
            statistics_columns(source.study.questionnaire, table, format, language);
        FileWriter writer(columns, table.rows, format);
        writer.describe(rehearsal ? std::string(invented_mark) : source.study.file.title,
                        notes_of(columns, rehearsal));
        const std::string name = table.name.empty() ? stem : stem + "-" + table.name;
        auto bytes = writer.write();
        if (!bytes) return bytes.error().in(name);
        out.files.push_back(
            {name + (format == StatisticsFormat::sav ? ".sav" : ".dta"), std::move(*bytes)});
        out.cut_texts += writer.cut_texts();
        std::ranges::copy(writer.undeclared(), std::back_inserter(out.undeclared_missing));
    }
    return out;
}

}  // namespace mtm
