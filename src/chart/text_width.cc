#include "chart/text_width.h"

#include <algorithm>
#include <map>
#include <utility>

#include <pango/pangoft2.h>

#include "base/text.h"

namespace mtm {

namespace {

// Text is laid out once at this size and scaled: large enough for hinting to be without effect.
constexpr int measured_size_px = 200;

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};

std::vector<std::string> pieces(std::string_view text) {
    std::vector<std::string> result;
    std::string piece;
    for (const char letter : text) {
        if (letter == ' ' || letter == '\n') {
            if (!piece.empty()) result.push_back(std::move(piece) + " ");
            piece.clear();
            continue;
        }
        piece += letter;
        if ((letter == '-' || letter == '/') && piece.size() > 3) {
            result.push_back(std::move(piece));
            piece.clear();
        }
    }
    if (!piece.empty()) result.push_back(std::move(piece));
    return result;
}

std::string without_last_space(std::string line) {
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

std::vector<std::string> code_points(std::string_view text) {
    std::vector<std::string> result;
    for (const char byte : text) {
        const bool continues = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
        if (continues && !result.empty()) {
            result.back() += byte;
        } else {
            result.emplace_back(1, byte);
        }
    }
    return result;
}

}  // namespace

struct TextRuler::State {
    std::unique_ptr<PangoFontMap, Unref> fonts{pango_ft2_font_map_new()};
    std::unique_ptr<PangoContext, Unref> context;
    std::unique_ptr<PangoLayout, Unref> layout;
    std::map<std::pair<std::string, std::string>, double> known;  // (style, text) at 1 px

    State() {
        pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(fonts.get()), 72, 72);
        context.reset(pango_font_map_create_context(fonts.get()));
        pango_context_set_round_glyph_positions(context.get(), FALSE);
        layout.reset(pango_layout_new(context.get()));
        pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    }

    double unit_width(std::string_view text, const TextStyle& style, std::string_view families) {
        const std::string letter = std::string(style.bold ? "b" : "n") + (style.italic ? "i" : "n");
        auto key = std::pair(letter + std::string(families), std::string(text));
        const auto found = known.find(key);
        if (found != known.end()) return found->second;
        const double width = layout_width(key.second, style, std::string(families));
        known.emplace(std::move(key), width);
        return width;
    }

    double layout_width(const std::string& text,
                        const TextStyle& style,
                        const std::string& families) {
        PangoFontDescription* font = pango_font_description_new();
        pango_font_description_set_family(font, families.c_str());
        pango_font_description_set_absolute_size(font, measured_size_px * PANGO_SCALE);
        if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
        if (style.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
        pango_layout_set_font_description(layout.get(), font);
        pango_font_description_free(font);
        pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
        int width = 0;
        pango_layout_get_size(layout.get(), &width, nullptr);
        return static_cast<double>(width) / PANGO_SCALE / measured_size_px;
    }
};

// Opening the fonts takes longer than drawing a chart, so a thread does it once.
TextRuler::TextRuler(std::string families) : families_(std::move(families)) {
    thread_local const std::shared_ptr<State> opened = std::make_shared<State>();
    state_ = opened;
}

TextRuler::~TextRuler() = default;
TextRuler::TextRuler(TextRuler&&) noexcept = default;
TextRuler& TextRuler::operator=(TextRuler&&) noexcept = default;

double TextRuler::width_px(std::string_view text, const TextStyle& style) const {
    return width_px(text, style, families_);
}

double TextRuler::width_px(std::string_view text,
                           const TextStyle& style,
                           std::string_view families) const {
    return state_->unit_width(text, style, families) * style.size_px;
}

namespace {

class LineBreaker {
public:
    LineBreaker(const TextRuler& ruler, const TextStyle& style) : ruler_(ruler), style_(style) {}

    /// Greedy: as much on each line as fits.
    [[nodiscard]] std::vector<std::string> lines(const std::vector<std::string>& parts,
                                                 double limit_px) const {
        std::vector<std::string> result;
        std::string line;
        for (const std::string& part : parts) {
            if (!line.empty() && !fits(line + part, limit_px)) {
                result.push_back(without_last_space(std::move(line)));
                line.clear();
            }
            line += part;
            while (!fits(line, limit_px)) {
                const std::string head = longest_head(line, limit_px);
                line.erase(0, head.size());
                result.push_back(head);
            }
        }
        if (!line.empty()) result.push_back(without_last_space(std::move(line)));
        return result;
    }

private:
    [[nodiscard]] bool fits(const std::string& line, double limit_px) const {
        const std::string shown = without_last_space(line);
        return ruler_.width_px(shown, style_) <= limit_px || code_points(shown).size() < 2;
    }

    [[nodiscard]] std::string longest_head(const std::string& line, double limit_px) const {
        std::string head;
        for (const std::string& letter : code_points(line)) {
            if (!head.empty() && ruler_.width_px(head + letter, style_) > limit_px) break;
            head += letter;
        }
        return head;
    }

    const TextRuler& ruler_;
    TextStyle style_;
};

}  // namespace

std::vector<std::string> TextRuler::wrap(std::string_view text,
                                         const TextStyle& style,
                                         double limit_px) const {
    const std::vector<std::string> parts = pieces(text);
    const LineBreaker breaker(*this, style);
    std::vector<std::string> best = breaker.lines(parts, limit_px);
    const std::size_t fewest = best.size();
    double low = limit_px / 2;
    double high = limit_px;
    for (int step = 0; fewest > 1 && step < 7; ++step) {
        const double middle = (low + high) / 2;
        std::vector<std::string> tried = breaker.lines(parts, middle);
        const bool whole_words = std::ranges::all_of(parts, [&](const std::string& part) {
            return width_px(without_last_space(part), style) <= middle;
        });
        if (tried.size() == fewest && whole_words) {
            best = std::move(tried);
            high = middle;
        } else {
            low = middle;
        }
    }
    return best;
}

}  // namespace mtm
