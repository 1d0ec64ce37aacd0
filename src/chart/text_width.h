#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// The families that charts are set in, the first that a reader's machine has. Noto Sans is the
/// one that MTM measures (Debian: fonts-noto-core); those after it are as wide or narrower, so
/// that what fits here fits there.
inline constexpr std::string_view chart_font =
    "Noto Sans, Open Sans, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";

struct TextStyle {
    double size_px = 12;
    bool bold = false;
    bool italic = false;

    bool operator==(const TextStyle&) const = default;
};

/// Measures text with the fonts that it will be printed in (Pango and fontconfig). Widths scale
/// with the size exactly: nothing is hinted or rounded to pixels. Not for use by two threads at
/// once.
class TextRuler {
public:
    /// Of text in those families, unless another list is given; a list is as CSS has it.
    explicit TextRuler(std::string families = std::string(chart_font));
    ~TextRuler();
    TextRuler(TextRuler&&) noexcept;
    TextRuler& operator=(TextRuler&&) noexcept;

    /// Of one line, in pixels.
    [[nodiscard]] double width_px(std::string_view text, const TextStyle& style) const;
    [[nodiscard]] double width_px(std::string_view text,
                                  const TextStyle& style,
                                  std::string_view families) const;

    [[nodiscard]] const std::string& families() const { return families_; }

    /// The text in lines no wider than `limit_px`, as even in length as the fewest lines allow.
    /// Breaks at spaces, and after hyphens and slashes; a word that is wider than the limit by
    /// itself is broken inside rather than left to stick out.
    [[nodiscard]] std::vector<std::string> wrap(std::string_view text,
                                                const TextStyle& style,
                                                double limit_px) const;

private:
    struct State;
    std::string families_;
    std::shared_ptr<State> state_;  // of the thread that made the ruler
};

}  // namespace mtm
