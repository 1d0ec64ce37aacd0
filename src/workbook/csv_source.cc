#include "workbook/csv_source.h"

#include <algorithm>
#include <limits>
#include <span>

#include <fmt/format.h>

#include "base/text.h"
#include "workbook/csv.h"
#include "workbook/csv_marks.h"
#include "workbook/read.h"

namespace mtm {
namespace {

constexpr std::size_t told_by_bytes = 4096;  // encoding and separator

// How many bytes at the end of a text may be the beginning of a character that goes on behind it.
std::size_t unfinished_character(std::string_view text) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if (byte >> 6U == 2) continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

}  // namespace

CsvSource::CsvSource(std::string_view file_name, ByteStream& stream, std::size_t block_bytes)
    : file_(file_name),
      name_(table_name_of(file_name)),
      stream_(stream),
      block_bytes_(block_bytes) {}

Status CsvSource::rewind() {
    TRY(stream_.rewind());
    begun_ = ended_ = false;
    raw_.clear();
    window_.clear();
    whole_ = at_ = mark_ = 0;
    base_ = 0;
    mark_count_ = 0;
    line_ = 1;
    row_ = 0;
    cells_.clear();
    return Done{};
}

Status CsvSource::begin() {
    begun_ = true;
    std::string first(std::max(block_bytes_, told_by_bytes), '\0');
    std::size_t length = 0;
    while (length < first.size()) {
        const std::size_t got = TRY(stream_.read(std::span(first).subspan(length)));
        if (got == 0) {
            ended_ = true;
            break;
        }
        length += got;
    }
    first.resize(length);
    const TextBeginning beginning = beginning_of_text(first);
    encoding_ = beginning.encoding;
    base_ = encoding_ == TextEncoding::utf8 ? beginning.mark_bytes : 0;
    TRY(decode(std::string_view(first).substr(beginning.mark_bytes)));
    skip_separator_line();
    find_marks();
    while (mark_ < mark_count_ && marks_[mark_] < at_)
        ++mark_;
    return Done{};
}

void CsvSource::find_marks() {
    if (marks_.size() < whole_) marks_.resize(std::max(whole_, 2 * marks_.size()));
    mark_count_ = find_csv_marks(std::string_view(window_).substr(0, whole_), separator_, marks_);
    mark_ = 0;
}

void CsvSource::skip_separator_line() {
    const std::string_view text = std::string_view(window_).substr(0, whole_);
    if (!text.starts_with("sep=") || text.size() <= 4) {
        separator_ = separator_of(text);
        return;
    }
    separator_ = text[4];
    at_ = 5;
    const std::size_t before = at_;
    if (at_ < whole_ && text[at_] == '\r') ++at_;
    if (at_ < whole_ && text[at_] == '\n') ++at_;
    if (at_ > before) ++line_;
}

// Appends to the window what is whole of it, checked.
Status CsvSource::decode(std::string_view raw) {
    const std::size_t from = whole_;
    if (encoding_ == TextEncoding::utf8) {
        window_.append(raw);
    } else {
        raw_ += raw;
        if (ended_ && raw_.size() % 2 != 0) {
            return Error{
                "the UTF-16 text ends in the middle of a character: the file is cut short"};
        }
        raw_.erase(0, append_utf16(window_, raw_, encoding_, ended_));
    }
    const std::string_view added = std::string_view(window_).substr(from);
    whole_ = window_.size() - (ended_ ? 0 : unfinished_character(added));
    return check(from);
}

Status CsvSource::check(std::size_t from) {
    const std::string_view added = std::string_view(window_).substr(from, whole_ - from);
    if (!is_utf8(added)) {
        const std::size_t good = valid_utf8_prefix(added);
        return error_at(base_ + from + good,
                        fmt::format("(0x{:02X}) is not UTF-8. Save the file as “CSV UTF-8”.",
                                    static_cast<unsigned char>(added[good])));
    }
    if (const std::size_t zero = added.find('\0'); zero != std::string_view::npos)
        return error_at(base_ + from + zero, "");
    return Done{};
}

// Reads the file once more, for its line.
Error CsvSource::error_at(std::uint64_t offset, std::string what) {
    std::uint64_t line = 1;
    std::uint64_t line_begins = 0;
    if (encoding_ == TextEncoding::utf8) {
        TRY(stream_.rewind());
        std::string block(block_bytes_, '\0');
        for (std::uint64_t at = 0; at < offset;) {
            const std::size_t got = TRY(stream_.read(block));
            if (got == 0) break;
            const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(got, offset - at));
            for (std::size_t i = 0; i < length; ++i) {
                if (block[i] != '\n') continue;
                ++line;
                line_begins = at + i + 1;
            }
            at += got;
        }
    } else {
        line = static_cast<std::uint64_t>(line_);
    }
    if (what.empty()) return {fmt::format("line {}: a zero byte: this is not a text file", line)};
    return {fmt::format("line {}: byte {} {}", line, offset - line_begins + 1, what)};
}

// Moves what has not been passed to the front, and loads as much again at least.
Status CsvSource::load() {
    if (window_.size() - at_ > longest_row_bytes) {
        return Error{
            fmt::format("line {}: a row of more than {} MiB. Is a quoted value in it not closed?",
                        line_,
                        longest_row_bytes >> 20U)};
    }
    base_ += at_;
    window_.erase(0, at_);
    whole_ -= at_;
    at_ = 0;
    const std::size_t wanted = std::max(block_bytes_, window_.size());
    if (encoding_ == TextEncoding::utf8) {
        const std::size_t from = whole_;
        const std::size_t old_size = window_.size();
        window_.resize(old_size + wanted);
        const std::size_t got = TRY(stream_.read(std::span(window_.data() + old_size, wanted)));
        window_.resize(old_size + got);
        ended_ = got == 0;
        const std::string_view added = std::string_view(window_).substr(from);
        whole_ = window_.size() - (ended_ ? 0 : unfinished_character(added));
        TRY(check(from));
    } else {
        std::string raw(wanted, '\0');
        const std::size_t got = TRY(stream_.read(raw));
        ended_ = got == 0;
        TRY(decode(std::string_view(raw).substr(0, got)));
    }
    find_marks();
    return Done{};
}

Result<bool> CsvSource::next() {
    Result<bool> found = advance();
    if (!found) return found.error().in(file_);
    return found;
}

Result<bool> CsvSource::advance() {
    if (!begun_) TRY(begin());
    for (;;) {
        if (at_ >= whole_ && ended_) {
            cells_.clear();
            return false;
        }
        const Scanned scanned = TRY(scan());
        if (scanned == Scanned::incomplete) {
            TRY(load());
            continue;
        }
        if (scanned == Scanned::blank_line) continue;
        if (row_ == std::numeric_limits<int>::max())
            return Error{"it has more rows than can be counted: split the file"};
        ++row_;
        undouble_quotes();
        if (holds_something(cells_)) return true;
    }
}

Error CsvSource::not_closed(std::size_t opening) const {
    const std::string_view before = std::string_view(window_).substr(at_, opening - at_);
    return {
        fmt::format("line {}: a quoted value is not closed before the end of the file. Close it "
                    "with a quote; a quote inside a value is written twice.",
                    line_ + std::count(before.begin(), before.end(), '\n'))};
}

// The closing quote of a value whose opening one is `marks_[mark]`, which becomes the mark behind
// it; nothing if it is not in the window.
std::optional<std::size_t> CsvSource::close_of_quoted(std::size_t& mark, bool& doubled) const {
    for (++mark; mark < mark_count_; ++mark) {
        const std::size_t place = marks_[mark];
        if (window_[place] != '"') continue;
        if (place + 1 >= whole_ && !ended_) return std::nullopt;
        if (place + 1 >= whole_ || window_[place + 1] != '"') {
            ++mark;
            return place;
        }
        doubled = true;
        ++mark;
    }
    return std::nullopt;
}

Result<CsvSource::Scanned> CsvSource::scan() {
    cells_.clear();
    doubled_.clear();
    const char* text = window_.data();
    std::size_t at = at_;
    std::size_t mark = mark_;
    int lines = 0;
    for (;;) {
        std::size_t end = 0;  // of the value, with its quotes
        if (at < whole_ && text[at] == '"') {
            bool doubled = false;
            const auto close = close_of_quoted(mark, doubled);
            if (!close && ended_) return not_closed(at);
            if (!close) return Scanned::incomplete;
            const std::string_view value(text + at + 1, *close - at - 1);
            lines += static_cast<int>(std::count(value.begin(), value.end(), '\n'));
            if (doubled) doubled_.push_back(cells_.size());
            cells_.push_back({value, value.empty() ? Cell::Kind::empty : Cell::Kind::text});
            end = *close + 1;
            if (end < whole_ && text[end] != separator_ && text[end] != '\n' && text[end] != '\r') {
                return Error{
                    fmt::format("line {}: text follows the closing quote of a value. A quote "
                                "inside a value is written twice.",
                                line_ + lines)};
            }
        } else {
            while (mark < mark_count_ && text[marks_[mark]] == '"')
                ++mark;
            if (mark == mark_count_ && !ended_) return Scanned::incomplete;
            end = mark == mark_count_ ? whole_ : marks_[mark];
            cells_.push_back(
                {{text + at, end - at}, end == at ? Cell::Kind::empty : Cell::Kind::text});
        }
        if (end < whole_ && text[end] == separator_) {
            at = end + 1;
            ++mark;
            continue;
        }
        const bool blank = end == at_;
        if (end < whole_) {
            const bool returns = text[end] == '\r';
            if (returns && end + 1 == whole_ && !ended_) return Scanned::incomplete;
            const bool both = returns && end + 1 < whole_ && text[end + 1] == '\n';
            end += both ? 2 : 1;
            mark += both ? 2 : 1;
            ++lines;
        } else if (!ended_) {
            return Scanned::incomplete;
        }
        at_ = end;
        mark_ = mark;
        line_ += lines;
        return blank ? Scanned::blank_line : Scanned::row;
    }
}

// In place, once the row will not be scanned again.
void CsvSource::undouble_quotes() {
    for (const std::size_t which : doubled_) {
        RowCell& cell = cells_[which];
        char* const from = window_.data() + (cell.text.data() - window_.data());
        char* to = from;
        for (std::size_t i = 0; i < cell.text.size(); ++i) {
            *to++ = from[i];
            if (from[i] == '"') ++i;
        }
        cell.text = {from, static_cast<std::size_t>(to - from)};
    }
}

}  // namespace mtm
