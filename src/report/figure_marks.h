#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/markdown.h"

namespace mtm {

/// A text as lines, each with its number in the file it came from.
struct NumberedLine {
    std::string text;
    int number = 0;
};

/// A narrative whose figures were taken out and replaced by marks that Markdown leaves alone.
struct MarkedText {
    std::vector<NumberedLine> lines;
    std::vector<NarrativeFigure> figures;
    Diagnostics diagnostics;  // unclosed braces, mistakes in expressions
};

/// Takes the figures out of a narrative. A figure may run over line ends but not over a blank line.
[[nodiscard]] MarkedText take_out_figures(std::string_view source, const std::string& file_name);

/// The mark that stands for figure or footnote reference `index`: a private-use character, its
/// decimal digits, another private-use character.
[[nodiscard]] std::string figure_mark(std::size_t index);
[[nodiscard]] std::string footnote_mark(std::size_t index);

/// What a mark at the beginning of a text stands for.
struct Mark {
    enum class Kind { none, figure, footnote } kind = Kind::none;
    std::size_t index = 0;
    std::size_t length = 0;  // bytes
};

[[nodiscard]] Mark mark_at(std::string_view text);

}  // namespace mtm
