#include "exchange/read_statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>
#include <readstat.h>

#include "base/text.h"
#include "exchange/column_names.h"
#include "expression/date.h"
#include "workbook/cell_value.h"
#include "workbook/xlsx_sheet.h"

namespace mtm {
namespace {

constexpr double days_from_1582 = 141'428;  // SPSS counts seconds from 1582-10-14
constexpr double days_from_1960 = 3'653;    // Stata days, or milliseconds, from 1960-01-01
constexpr double seconds_a_day = 86'400;
constexpr int most_variables = 32'767;

bool is_sav(std::string_view bytes) {
    return bytes.starts_with("$FL2") || bytes.starts_with("$FL3");
}

bool is_dta(std::string_view bytes) {
    if (bytes.starts_with("<stata_dta>")) return true;
    if (bytes.size() < 4) return false;  // before Stata 13: version, byte order, 1, 0
    const auto version = static_cast<unsigned char>(bytes[0]);
    return version >= 104 && version <= 115 && (bytes[1] == 1 || bytes[1] == 2) && bytes[2] == 1 &&
           bytes[3] == 0;
}

// The bytes of a file as ReadStat asks for them.
struct BytesRead {
    std::string_view bytes;
    std::size_t at = 0;
};

int open_bytes(const char* /*path*/, void* /*of*/) {
    return 0;
}

int close_bytes(void* /*of*/) {
    return 0;
}

readstat_off_t seek_bytes(readstat_off_t offset, readstat_io_flags_t whence, void* of) {
    auto& read = *static_cast<BytesRead*>(of);
    const auto size = static_cast<readstat_off_t>(read.bytes.size());
    readstat_off_t from = 0;
    if (whence == READSTAT_SEEK_CUR) from = static_cast<readstat_off_t>(read.at);
    if (whence == READSTAT_SEEK_END) from = size;
    if (offset < -from || offset > size - from) return -1;
    read.at = static_cast<std::size_t>(from + offset);
    return from + offset;
}

ssize_t read_bytes(void* into, std::size_t wanted, void* of) {
    auto& read = *static_cast<BytesRead*>(of);
    const std::size_t length = std::min(wanted, read.bytes.size() - read.at);
    std::memcpy(into, read.bytes.data() + read.at, length);
    read.at += length;
    return static_cast<ssize_t>(length);
}

readstat_error_t no_update(long /*size*/,
                           readstat_progress_handler /*progress*/,
                           void* /*user*/,
                           void* /*io*/) {
    return READSTAT_OK;
}

// What the numbers of a variable are shown as.
enum class Look { number, sav_day, sav_instant, time, dta_day, dta_instant };

Look look_of(std::string_view format, bool sav) {
    if (!sav) {
        if (format.starts_with("%td") || format.starts_with("%d") || format.starts_with("%-td"))
            return Look::dta_day;
        return format.starts_with("%tc") || format.starts_with("%tC") ? Look::dta_instant
                                                                      : Look::number;
    }
    if (format.starts_with("DATETIME") || format.starts_with("YMDHMS")) return Look::sav_instant;
    for (const std::string_view day : {"DATE", "ADATE", "EDATE", "SDATE", "JDATE"}) {
        if (format.starts_with(day)) return Look::sav_day;
    }
    return format.starts_with("TIME") ? Look::time : Look::number;
}

Cell date_cell(std::string text) {
    return {Cell::Kind::date, std::move(text)};
}

std::string clock_text(const DateTime& instant) {
    return fmt::format("{:02}:{:02}:{:06.3f}", instant.hour, instant.minute, instant.second);
}

// `days` since 1970-01-01.
Cell instant_cell(double days, bool with_time, double as_number) {
    const auto instant = std::isfinite(days) ? date_time_of(days) : std::nullopt;
    if (!instant) return number_cell(as_number, NumberLook::plain, DateSystem::from_1900);
    if (!with_time) return date_cell(print_date(*instant));
    return date_cell(print_date(*instant) + "T" + clock_text(*instant));
}

Cell cell_of_number(double value, Look look) {
    switch (look) {
        case Look::sav_day:
            return instant_cell(value / seconds_a_day - days_from_1582, false, value);
        case Look::sav_instant:
            return instant_cell(value / seconds_a_day - days_from_1582, true, value);
        case Look::dta_day:
            return instant_cell(value - days_from_1960, false, value);
        case Look::dta_instant:
            return instant_cell(value / 1000 / seconds_a_day - days_from_1960, true, value);
        case Look::time:
            if (const auto time = value >= 0 && value < seconds_a_day
                                      ? date_time_of(value / seconds_a_day)
                                      : std::nullopt) {
                return date_cell(clock_text(*time));
            }
            break;
        case Look::number:
            break;
    }
    return number_cell(value, NumberLook::plain, DateSystem::from_1900);
}

double number_of(readstat_value_t value) {
    switch (readstat_value_type(value)) {
        case READSTAT_TYPE_INT8:
            return value.v.i8_value;
        case READSTAT_TYPE_INT16:
            return value.v.i16_value;
        case READSTAT_TYPE_INT32:
            return value.v.i32_value;
        case READSTAT_TYPE_FLOAT:
            return static_cast<double>(value.v.float_value);
        default:
            return value.v.double_value;
    }
}

// What a value's cell says; nothing where it is system-missing.
std::string key_of(readstat_value_t value) {
    if (readstat_value_is_tagged_missing(value))
        return std::string(".") + static_cast<char>(readstat_value_tag(value));
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING) {
        const char* text = readstat_string_value(value);
        return text == nullptr ? "" : text;
    }
    if (readstat_value_is_system_missing(value)) return {};
    const double number = number_of(value);
    return std::isfinite(number) ? number_text(number) : std::string();
}

// Gathers what ReadStat tells. Nothing may be thrown through ReadStat, which is C.
class Gatherer {
public:
    Gatherer(bool sav, const ReadLimits& limits)
        : sav_(sav), cells_left_(limits.cells), labels_left_(limits.cells) {
        budget_ = {limits.cells, limits.text_bytes};
    }

    StatisticsFile take() {
        for (std::size_t v = 0; v < out_.variables.size(); ++v) {
            const auto set = value_labels_.find(label_sets_[v]);
            if (set != value_labels_.end()) out_.variables[v].value_labels = set->second;
        }
        return std::move(out_);
    }

    /// Why reading was given up; empty: ReadStat knows.
    [[nodiscard]] const std::string& refused() const { return refused_; }

    int metadata(readstat_metadata_t* metadata) {
        if (readstat_get_var_count(metadata) > most_variables) {
            refused_ = fmt::format("it says that it has more than {} variables", most_variables);
            return READSTAT_HANDLER_ABORT;
        }
        const char* label = readstat_get_file_label(metadata);
        if (label != nullptr) out_.label = label;
        return READSTAT_HANDLER_OK;
    }

    int note(const char* note) {
        if (note != nullptr && spend(1, std::strlen(note))) out_.notes.emplace_back(note);
        return READSTAT_HANDLER_OK;
    }

    int variable(int index, readstat_variable_t* variable, const char* labels) {
        if (index < 0 || index >= most_variables) return too_large();
        StatisticsVariable& made = out_.variables.emplace_back();
        made.name = text_of(readstat_variable_get_name(variable));
        made.label = text_of(readstat_variable_get_label(variable));
        if (!spend(1, made.name.size() + made.label.size())) return too_large();
        label_sets_.push_back(text_of(labels));
        looks_.push_back(look_of(text_of(readstat_variable_get_format(variable)), sav_));
        add_missing(variable, made);
        if (!set_within(budget_, out_.sheet, 0, index, text_cell(made.name))) return too_large();
        return READSTAT_HANDLER_OK;
    }

    int value(int row, readstat_variable_t* variable, readstat_value_t value) {
        if (cells_left_-- == 0) return too_large();
        const int column = readstat_variable_get_index(variable);
        if (row < 0 || column < 0 || static_cast<std::size_t>(column) >= looks_.size())
            return READSTAT_HANDLER_ABORT;
        Cell cell = cell_of(value, looks_[static_cast<std::size_t>(column)]);
        if (cell.text.empty()) return READSTAT_HANDLER_OK;
        if (!set_within(budget_, out_.sheet, row + 1, column, std::move(cell))) return too_large();
        return READSTAT_HANDLER_OK;
    }

    int value_label(const char* set, readstat_value_t value, const char* label) {
        if (set == nullptr || label == nullptr) return READSTAT_HANDLER_OK;
        const std::size_t length = std::strlen(label);
        if (labels_left_-- == 0 || !spend(1, length)) return too_large();
        const std::string key = key_of(value);
        std::shared_ptr<ValueLabels>& labels = value_labels_[set];
        if (!labels) labels = std::make_shared<ValueLabels>();
        if (!key.empty()) labels->try_emplace(key, label, length);
        return READSTAT_HANDLER_OK;
    }

    int failed(const std::exception& error) {
        refused_ = error.what();
        return READSTAT_HANDLER_ABORT;
    }

private:
    static std::string text_of(const char* text) { return text == nullptr ? "" : text; }

    static Cell cell_of(readstat_value_t value, Look look) {
        if (readstat_value_is_tagged_missing(value)) return error_cell(key_of(value));
        if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
            return text_cell(key_of(value));
        if (readstat_value_is_system_missing(value)) return {};
        const double number = number_of(value);
        return std::isfinite(number) ? cell_of_number(number, look) : Cell{};
    }

    static void add_missing(readstat_variable_t* variable, StatisticsVariable& made) {
        const int ranges = readstat_variable_get_missing_ranges_count(variable);
        for (int i = 0; i < ranges; ++i) {
            const std::string low = key_of(readstat_variable_get_missing_range_lo(variable, i));
            const std::string high = key_of(readstat_variable_get_missing_range_hi(variable, i));
            made.missing.push_back(low == high ? low : low + " – " + high);
        }
    }

    bool spend(std::size_t cells, std::size_t bytes) {
        if (budget_.cells < cells || budget_.text_bytes < bytes) return false;
        budget_.cells -= cells;
        budget_.text_bytes -= bytes;
        return true;
    }

    int too_large() {
        refused_ = "it holds more than MTM reads (ReadLimits): split the file";
        return READSTAT_HANDLER_ABORT;
    }

    bool sav_;
    CellBudget budget_;
    std::size_t cells_left_;   // values, blank ones too
    std::size_t labels_left_;  // of values
    StatisticsFile out_;
    std::vector<std::string> label_sets_;  // by variable
    std::vector<Look> looks_;
    std::unordered_map<std::string, std::shared_ptr<ValueLabels>> value_labels_;  // by set
    std::string refused_;
};

template <typename Do>
int guard(void* context, Do&& act) {
    auto& gatherer = *static_cast<Gatherer*>(context);
    try {
        return act(gatherer);
    } catch (const std::exception& error) {
        return gatherer.failed(error);
    }
}

int on_metadata(readstat_metadata_t* metadata, void* context) {
    return guard(context, [&](Gatherer& to) { return to.metadata(metadata); });
}

int on_note(int /*index*/, const char* note, void* context) {
    return guard(context, [&](Gatherer& to) { return to.note(note); });
}

int on_variable(int index, readstat_variable_t* variable, const char* labels, void* context) {
    return guard(context, [&](Gatherer& to) { return to.variable(index, variable, labels); });
}

int on_value(int row, readstat_variable_t* variable, readstat_value_t value, void* context) {
    return guard(context, [&](Gatherer& to) { return to.value(row, variable, value); });
}

int on_value_label(const char* set, readstat_value_t value, const char* label, void* context) {
    return guard(context, [&](Gatherer& to) { return to.value_label(set, value, label); });
}

struct FreeParser {
    void operator()(readstat_parser_t* parser) const { readstat_parser_free(parser); }
};

std::string stem(std::string_view file_name) {
    const std::string_view name = file_name.substr(file_name.find_last_of("/\\") + 1);
    return std::string(name.substr(0, name.rfind('.')));
}

// --- as the form has it ---

class Table {
public:
    Table(const Questionnaire& form, StatisticsFile file)
        : form_(form), names_(form), file_(std::move(file)) {
        for (const std::string& note : file_.notes)
            read_note(note);
    }

    Sheet take() {
        const int within = names_.repeat_of_sheet(file_.sheet.name);
        std::vector<ColumnMeaning> meanings;
        for (std::size_t v = 0; v < file_.variables.size(); ++v) {
            const StatisticsVariable& variable = file_.variables[v];
            const std::string header = header_of(variable, within);
            file_.sheet.set(0, static_cast<int>(v), {Cell::Kind::text, header});
            meanings.push_back(names_.meaning_of(header, within));
            resolve(static_cast<int>(v), variable, meanings.back());
        }
        blank_the_word_none(meanings);
        return std::move(file_.sheet);
    }

private:
    // “variable NAME is PATH”, as statistics_files writes.
    void read_note(std::string_view note) {
        constexpr std::string_view opening = "variable ";
        constexpr std::string_view middle = " is ";
        note = trim(note);
        const std::size_t at = note.find(middle);
        if (!note.starts_with(opening) || at == std::string_view::npos) return;
        noted_.try_emplace(std::string(note.substr(opening.size(), at - opening.size())),
                           note.substr(at + middle.size()));
    }

    [[nodiscard]] bool is_known(std::string_view header, int within) const {
        return names_.meaning_of(header, within).kind != ColumnMeaning::Kind::unknown;
    }

    [[nodiscard]] std::string header_of(const StatisticsVariable& variable, int within) const {
        if (is_known(variable.name, within)) return variable.name;
        const std::size_t colon = variable.label.find(": ");
        if (colon != std::string::npos && is_known(variable.label.substr(0, colon), within))
            return variable.label.substr(0, colon);
        if (const auto noted = noted_.find(variable.name);
            noted != noted_.end() && is_known(noted->second, within)) {
            return noted->second;
        }
        if (!trim(variable.label).empty() && is_known(variable.label, within))
            return variable.label;
        return variable.name;
    }

    // Old exports of KoboToolbox write None for nothing in texts: then so do its own columns.
    void blank_the_word_none(const std::vector<ColumnMeaning>& meanings) {
        Sheet& sheet = file_.sheet;
        const auto says_none = [&](int column) {
            if (meanings[static_cast<std::size_t>(column)].kind != ColumnMeaning::Kind::server)
                return false;
            for (int row = 1; row < sheet.row_count(); ++row) {
                if (sheet.at(row, column) == "None") return true;
            }
            return false;
        };
        const int columns = static_cast<int>(meanings.size());
        bool written = false;
        for (int column = 0; column < columns && !written; ++column)
            written = says_none(column);
        if (!written) return;
        for (int row = 1; row < sheet.row_count(); ++row) {
            for (int column = 0; column < columns; ++column) {
                if (sheet.at(row, column) == "None") sheet.set(row, column, {});
            }
        }
    }

    void resolve(int column, const StatisticsVariable& variable, const ColumnMeaning& meaning) {
        ValueLabels answers;
        if (meaning.kind != ColumnMeaning::Kind::choice && variable.value_labels) {
            for (const auto& [value, label] : *variable.value_labels)
                answers.emplace(value, answer_of(meaning.question, value, label));
        }
        Sheet& sheet = file_.sheet;
        for (int row = 1; row < sheet.row_count(); ++row) {
            const Cell& cell = sheet.cell(row, column);
            if (cell.text.empty()) continue;
            if (const auto answer = answers.find(cell.text); answer != answers.end()) {
                const Cell::Kind kind = answer->second == cell.text ? cell.kind : Cell::Kind::text;
                sheet.set(row, column, {kind, answer->second});
            } else if (cell.kind == Cell::Kind::error) {
                sheet.set(row, column, {});
            }
        }
    }

    // What a labelled value is in the form's own words. Codes go before numbers, since a number may
    // only count the choices.
    [[nodiscard]] std::string answer_of(int number,
                                        const std::string& value,
                                        const std::string& label) const {
        if (number < 0) return value;
        const Question& question = form_.questions[static_cast<std::size_t>(number)];
        const bool is_tag = value.starts_with('.');
        if (question.list >= 0) return choice_of(number, value, label);
        if (is_tag) return label;
        if (is_numeric(question.type)) return value;
        return value.find_first_not_of("0123456789-.") == std::string::npos ? label : value;
    }

    [[nodiscard]] std::string choice_of(int question,
                                        const std::string& value,
                                        const std::string& label) const {
        const ChoiceList& list = form_.choices_of(question);
        const ChoiceTexts texts(list);
        const auto code = [&list](int choice) {
            return list.choices[static_cast<std::size_t>(choice)].name;
        };
        if (const int choice = texts.find(label); choice >= 0) return code(choice);
        const std::size_t bracket = label.rfind('[');
        if (bracket != std::string::npos && label.ends_with(']')) {
            const int choice = list.find(label.substr(bracket + 1, label.size() - bracket - 2));
            if (choice >= 0) return code(choice);
        }
        if (const int choice = list.find(value); choice >= 0) return code(choice);
        return label;
    }

    const Questionnaire& form_;
    ColumnNames names_;
    StatisticsFile file_;
    std::map<std::string, std::string, std::less<>> noted_;  // names in the form, by variable
};

}  // namespace

bool is_statistics_file(std::string_view bytes) {
    return is_sav(bytes) || is_dta(bytes);
}

Result<StatisticsFile> read_statistics_file(std::string_view bytes,
                                            std::string_view file_name,
                                            const ReadLimits& limits) {
    const std::unique_ptr<readstat_parser_t, FreeParser> parser(readstat_parser_init());
    CHECK(parser != nullptr);
    BytesRead source{bytes};
    readstat_set_open_handler(parser.get(), open_bytes);
    readstat_set_close_handler(parser.get(), close_bytes);
    readstat_set_seek_handler(parser.get(), seek_bytes);
    readstat_set_read_handler(parser.get(), read_bytes);
    readstat_set_update_handler(parser.get(), no_update);
    readstat_set_io_ctx(parser.get(), &source);
    readstat_set_metadata_handler(parser.get(), on_metadata);
    readstat_set_note_handler(parser.get(), on_note);
    readstat_set_variable_handler(parser.get(), on_variable);
    readstat_set_value_handler(parser.get(), on_value);
    readstat_set_value_label_handler(parser.get(), on_value_label);
    // Behind the data stand the labels, and ReadStat does not miss them.
    if (bytes.starts_with("<stata_dta>") && bytes.find("</stata_dta>") == std::string_view::npos)
        return Error{"the Stata file is damaged: its end is missing"}.in(file_name);
    const bool sav = is_sav(bytes);
    Gatherer gatherer(sav, limits);
    const readstat_error_t error = sav ? readstat_parse_sav(parser.get(), "", &gatherer)
                                       : readstat_parse_dta(parser.get(), "", &gatherer);
    if (!gatherer.refused().empty()) return Error{gatherer.refused()}.in(file_name);
    if (error != READSTAT_OK) {
        return Error{fmt::format("the {} file is damaged or of a kind that cannot be read ({})",
                                 sav ? "SPSS" : "Stata",
                                 readstat_error_message(error))}
            .in(file_name);
    }
    StatisticsFile out = gatherer.take();
    out.sheet.name = stem(file_name);
    return out;
}

Sheet table_of_statistics(const Questionnaire& form, StatisticsFile file) {
    return Table(form, std::move(file)).take();
}

}  // namespace mtm
