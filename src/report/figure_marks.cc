#include "report/figure_marks.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "expression/parse.h"

namespace mtm {
namespace {

// U+E000 to U+E003 in UTF-8: private use, so that no text means anything by them.
constexpr std::string_view figure_begin = "\xEE\x80\x80";
constexpr std::string_view figure_end = "\xEE\x80\x81";
constexpr std::string_view footnote_begin = "\xEE\x80\x82";
constexpr std::string_view footnote_end = "\xEE\x80\x83";

struct TextPosition {
    int line = 1;
    int column = 1;
};

/// Walks over a text once, from front to back.
class Walker {
public:
    explicit Walker(std::string_view text) : text_(text) {}

    TextPosition at(std::size_t offset) {
        for (; offset_ < offset && offset_ < text_.size(); ++offset_) {
            const auto byte = static_cast<unsigned char>(text_[offset_]);
            if (byte == '\n') {
                ++position_.line;
                position_.column = 1;
            } else if ((byte & 0xC0U) != 0x80U) {
                ++position_.column;
            }
        }
        return position_;
    }

private:
    std::string_view text_;
    std::size_t offset_ = 0;
    TextPosition position_;
};

TextPosition position_in(std::string_view text, std::size_t offset) {
    Walker walker(text);
    return walker.at(offset);
}

Place place(const std::string& file, TextPosition position) {
    Place out;
    out.file = file;
    out.row = position.line;
    out.column = std::to_string(position.column);
    return out;
}

/// Offset of the braces that close a figure whose inside begins at `from`, or npos: they must come
/// before the next blank line and before other opening braces. Quoted text is passed over.
std::size_t closing_braces(std::string_view text, std::size_t from) {
    for (std::size_t i = from; i + 1 < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with("}}}")) continue;  // "${x}" at the very end: {{ ${x}}}
        if (rest.starts_with("}}")) return i;
        if (rest.starts_with("{{")) return std::string_view::npos;
        if (text[i] == '\n') {
            const std::size_t next = text.find_first_not_of(" \t\r", i + 1);
            if (next == std::string_view::npos || text[next] == '\n') {
                return std::string_view::npos;
            }
        }
    }
    return std::string_view::npos;
}

/// Adds text to lines; only line ends of the file begin a new one.
class LineWriter {
public:
    explicit LineWriter(std::vector<NumberedLine>& lines) : lines_(lines) {
        lines_.push_back({"", 1});
    }

    void write(std::string_view text) {
        for (const char c : text) {
            if (c == '\n') {
                lines_.push_back({"", ++number_});
            } else if (c != '\r') {
                lines_.back().text += c;
            }
        }
    }

    void write_mark(std::string_view mark, std::string_view replaced) {
        lines_.back().text += mark;
        number_ += static_cast<int>(std::count(replaced.begin(), replaced.end(), '\n'));
    }

private:
    std::vector<NumberedLine>& lines_;
    int number_ = 1;
};

/// Private-use characters of ours in the source would be taken for marks.
std::string without_marks(std::string_view text) {
    std::string out(text);
    for (const std::string_view mark : {figure_begin, figure_end, footnote_begin, footnote_end}) {
        if (out.find(mark) != std::string::npos) out = replace_all(out, mark, "\xEF\xBF\xBD");
    }
    return out;
}

NarrativeFigure read_figure(std::string_view text,
                            std::size_t begin,
                            std::size_t end,
                            const std::string& file_name,
                            Diagnostics& diagnostics) {
    NarrativeFigure figure;
    const std::string_view inside = text.substr(begin, end - begin);
    figure.source = std::string(trim(inside));
    const TextPosition start = position_in(text, begin - 2);
    figure.line = start.line;
    figure.column = start.column;
    if (figure.source.empty()) {
        diagnostics.push_back({"empty-figure",
                               Severity::error,
                               place(file_name, start),
                               "There is nothing between the braces.",
                               "Write an expression, such as {{ percent(${sex} = 'female') }}."});
        return figure;
    }
    Parsed parsed = parse(inside);
    for (const SyntaxError& mistake : parsed.errors) {
        diagnostics.push_back({"figure-syntax",
                               Severity::error,
                               place(file_name, position_in(text, begin + mistake.begin)),
                               mistake.message,
                               mistake.remedy});
    }
    figure.expression = std::move(parsed.expression);
    return figure;
}

std::string mark(std::string_view begin, std::size_t index, std::string_view end) {
    return std::string(begin) + std::to_string(index) + std::string(end);
}

}  // namespace

MarkedText take_out_figures(std::string_view source, const std::string& file_name) {
    const std::string text =
        without_marks(source.starts_with("\xEF\xBB\xBF") ? source.substr(3) : source);
    const std::string_view all(text);
    MarkedText out;
    LineWriter writer(out.lines);
    std::size_t at = 0;
    for (;;) {
        const std::size_t open = all.find("{{", at);
        writer.write(all.substr(at, open - at));
        if (open == std::string_view::npos) break;
        const std::size_t close = closing_braces(all, open + 2);
        if (close == std::string_view::npos) {
            out.diagnostics.push_back({"unclosed-figure",
                                       Severity::error,
                                       place(file_name, position_in(all, open)),
                                       "“{{” is not closed in its paragraph.",
                                       "Write “}}” where the expression ends."});
            writer.write("{{");
            at = open + 2;
            continue;
        }
        const std::size_t index = out.figures.size();
        out.figures.push_back(read_figure(all, open + 2, close, file_name, out.diagnostics));
        at = close + 2;
        writer.write_mark(figure_mark(index), all.substr(open, at - open));
    }
    return out;
}

std::string figure_mark(std::size_t index) {
    return mark(figure_begin, index, figure_end);
}

std::string footnote_mark(std::size_t index) {
    return mark(footnote_begin, index, footnote_end);
}

Mark mark_at(std::string_view text) {
    Mark found;
    if (text.starts_with(figure_begin)) found.kind = Mark::Kind::figure;
    if (text.starts_with(footnote_begin)) found.kind = Mark::Kind::footnote;
    if (found.kind == Mark::Kind::none) return found;
    const char* first = text.data() + figure_begin.size();
    const auto [end, error] = std::from_chars(first, text.data() + text.size(), found.index);
    found.length = static_cast<std::size_t>(end - text.data()) + figure_end.size();
    if (error != std::errc() || found.length > text.size()) return {};
    return found;
}

}  // namespace mtm
