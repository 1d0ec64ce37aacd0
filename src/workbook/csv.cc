#include "workbook/csv.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "workbook/text_encoding.h"

namespace mtm {
namespace {

class CsvScanner {
public:
    explicit CsvScanner(std::string_view text) : text_(text) {
        if (text_.starts_with("sep=") && text_.size() > 4) {
            out_.separator = text_[4];
            at_ = 5;
            if (!at_end()) end_line();
        } else {
            out_.separator = separator_of(text_);
        }
    }

    Result<CsvRecords> scan() {
        while (!at_end()) {
            const int line = line_;
            std::vector<std::string> row;
            const bool blank = at_line_end();
            do {
                row.push_back(TRY(scan_value()));
            } while (take(out_.separator));
            if (!at_end()) end_line();
            if (blank) continue;
            out_.rows.push_back(std::move(row));
            out_.lines.push_back(line);
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

    [[nodiscard]] bool at_line_end() const {
        return at_end() || text_[at_] == '\n' || text_[at_] == '\r';
    }

    bool take(char c) {
        if (at_end() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    void end_line() {
        const bool carriage_return = take('\r');
        const bool line_feed = take('\n');
        if (carriage_return || line_feed) ++line_;
    }

    Result<std::string> scan_value() {
        if (take('"')) return scan_quoted();
        const std::size_t start = at_;
        while (!at_line_end() && text_[at_] != out_.separator)
            ++at_;
        return std::string(text_.substr(start, at_ - start));
    }

    Result<std::string> scan_quoted() {
        const int opened = line_;
        std::string value;
        for (;;) {
            if (at_end()) {
                return Error{fmt::format(
                    "line {}: a quoted value is not closed before the end of the file. Close it "
                    "with a quote; a quote inside a value is written twice.",
                    opened)};
            }
            const char c = text_[at_++];
            if (c == '"' && !take('"')) break;
            if (c == '\n') ++line_;
            value += c;
        }
        if (!at_line_end() && text_[at_] != out_.separator) {
            return Error{fmt::format(
                "line {}: text follows the closing quote of a value. A quote inside a value is "
                "written twice.",
                line_)};
        }
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    CsvRecords out_;
};

bool needs_quotes(const std::string& value, char separator) {
    if (value.empty()) return false;
    return value.find_first_of("\"\r\n") != std::string::npos ||
           value.find(separator) != std::string::npos || trim(value).size() != value.size();
}

}  // namespace

char separator_of(std::string_view text) {
    constexpr std::string_view candidates = ",;\t";
    std::size_t counts[candidates.size()] = {};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        const std::size_t which = candidates.find(c);
        if (which != std::string_view::npos) ++counts[which];
    }
    return candidates[static_cast<std::size_t>(std::ranges::max_element(counts) - counts)];
}

Result<CsvRecords> read_csv_records(std::string_view bytes) {
    const std::string text = TRY(decode_text(bytes));
    if (const std::size_t zero = text.find('\0'); zero != std::string::npos) {
        const auto line =
            1 + std::count(text.begin(), text.begin() + static_cast<long>(zero), '\n');
        return Error{fmt::format("line {}: a zero byte: this is not a text file", line)};
    }
    return CsvScanner(text).scan();
}

std::optional<int> CsvTable::column(std::string_view name) const {
    const std::string wanted = lower_ascii(trim(name));
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (lower_ascii(names[i]) == wanted) return static_cast<int>(i);
    }
    return std::nullopt;
}

std::string_view CsvTable::at(int row, int column) const {
    CHECK(row >= 0 && row < row_count() && column >= 0);
    const std::vector<std::string>& values = rows[static_cast<std::size_t>(row)];
    CHECK(static_cast<std::size_t>(column) < values.size());
    return values[static_cast<std::size_t>(column)];
}

std::string_view CsvTable::at(int row, std::string_view name) const {
    const std::optional<int> found = column(name);
    return found ? at(row, *found) : std::string_view();
}

Result<CsvTable> read_csv(std::string_view bytes) {
    CsvRecords records = TRY(read_csv_records(bytes));
    if (records.rows.empty()) {
        return Error{"the file is empty: its first line should name the columns"};
    }
    CsvTable table;
    for (const std::string& name : records.rows.front())
        table.names.emplace_back(trim(name));
    for (std::size_t i = 1; i < records.rows.size(); ++i) {
        std::vector<std::string>& row = records.rows[i];
        while (row.size() > table.names.size() && trim(row.back()).empty())
            row.pop_back();
        if (row.size() > table.names.size()) {
            return Error{fmt::format(
                "line {}: {} values, but the first line names {} columns. Put a value that holds "
                "the separator “{}” in double quotes.",
                records.lines[i],
                row.size(),
                table.names.size(),
                records.separator == '\t' ? std::string("tab")
                                          : std::string(1, records.separator))};
        }
        row.resize(table.names.size());
        table.rows.push_back(std::move(row));
        table.lines.push_back(records.lines[i]);
    }
    return table;
}

std::string write_csv(const std::vector<std::vector<std::string>>& rows, char separator) {
    std::string out;
    for (const std::vector<std::string>& row : rows) {
        if (row.size() == 1 && row.front().empty()) out += "\"\"";
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out += separator;
            out += needs_quotes(row[i], separator) ? '"' + replace_all(row[i], "\"", "\"\"") + '"'
                                                   : row[i];
        }
        out += '\n';
    }
    return out;
}

}  // namespace mtm
