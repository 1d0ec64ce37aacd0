#include "report/html.h"

#include <fmt/format.h>

#include "base/text.h"
#include "chart/palette.h"
#include "embedded_report_downloads.h"
#include "embedded_report_style.h"
#include "report/front_matter.h"
#include "report/html_blocks.h"
#include "report/phrases.h"

namespace mtm {
namespace {

class Page {
public:
    explicit Page(const Document& document)
        : document_(document), words_(phrases_in(document.language)), blocks_(document) {}

    std::string write() {
        write_head();
        out_ += fmt::format("<body class=\"{}\">\n<a class=\"skip\" href=\"#report\">{}</a>\n",
                            marks().empty() ? "" : "marked",
                            escape_xml(words_.skip));
        write_running_mark();
        write_cover();
        out_ += "<main id=\"report\">\n";
        for (const DocumentSection& section : document_.sections)
            write_section(section);
        for (const ClosingSection& section : closing_sections(document_, Medium::screen))
            write_closing(section);
        out_ += "</main>\n";
        if (!document_.charts.empty()) {
            out_ += "<script>\n" + std::string(embedded::report_downloads()) + "</script>\n";
        }
        out_ += "</body>\n</html>\n";
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string marks() const { return join(marks_of(document_), " · "); }

    /// Text for a page's margin, where only CSS can put it.
    [[nodiscard]] std::string page_margins() const {
        const std::string top = replace_all(replace_all(marks(), "\\", ""), "\"", "");
        const std::string foot =
            replace_all(replace_all(document_.title + " · " + document_.round, "\\", ""), "\"", "");
        return fmt::format(
            "@page{{@top-center{{content:\"{}\"}}@bottom-left{{content:\"{}\"}}"
            "@bottom-right{{content:counter(page)}}}}\n"
            "@page:first{{@bottom-left{{content:\"\"}}@bottom-right{{content:\"\"}}"
            "}}\n",
            top,
            foot);
    }

    [[nodiscard]] std::string made_from() const {
        const std::string line = made_from_line(document_);
        if (line.empty()) return {};
        return "<meta name=\"description\" content=\"" + escape_xml(line) + "\"/>\n";
    }

    void write_head() {
        out_ += fmt::format(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n"
            "<meta charset=\"utf-8\"/>\n"
            "<meta name=\"viewport\" content=\"width=device-width, "
            "initial-scale=1\"/>\n"
            "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
            "<meta name=\"generator\" content=\"MTM\"/>\n"
            "{}<title>{}</title>\n<style>\n",
            escape_xml(document_.language),
            made_from(),
            escape_xml(full_title(document_)));
        out_ += style_text(chart_css(document_.theme)) + style_text(embedded::report_style()) +
                style_text(page_margins());
        out_ += style_text(theme_css()) + "</style>\n</head>\n";
    }

    /// What a study's theme changes on the page beside the charts: cover and font.
    [[nodiscard]] std::string theme_css() const {
        const ThemeSettings& theme = document_.theme;
        std::string out;
        if (!theme.accent.empty()) {
            out += fmt::format(
                ":root{{--cover:var(--mtm-everyone);--cover-ink:var(--mtm-everyone-text)}}\n");
        }
        if (!theme.font.empty()) {
            out += fmt::format("body{{font-family:{}}}\n", quoted_families(theme));
        }
        return out;
    }

    static std::string quoted_families(const ThemeSettings& theme) {
        std::vector<std::string> out;
        const std::string families = font_families(theme);
        for (const std::string_view family : split(families, ',')) {
            const std::string name(trim(family));
            out.push_back(name.find(' ') == std::string::npos ? name : "\"" + name + "\"");
        }
        return join(out, ",");
    }

    /// Style is text to an XML reader and raw to an HTML one: neither may meet these signs.
    static std::string style_text(std::string_view css) {
        return replace_all(replace_all(css, "<", ""), "&", "");
    }

    void write_running_mark() {
        if (marks().empty()) return;
        out_ += fmt::format("<aside class=\"running\">{}</aside>\n", escape_xml(marks()));
    }

    void write_line(std::string_view css_class, const std::string& text) {
        if (text.empty()) return;
        out_ += fmt::format("<p class=\"{}\">{}</p>\n", css_class, escape_xml(text));
    }

    void write_cover() {
        out_ += "<header class=\"cover\">\n";
        write_line("organisation", document_.organisation);
        write_line("country", document_.country);
        out_ += fmt::format("<h1>{}</h1>\n", escape_xml(document_.title));
        write_line("round", round_and_period(document_));
        out_ += blocks_.mark("p");
        write_line("counts", counts_line(document_));
        write_line("counts", as_of_line(document_));
        if (!document_.funders.empty()) {
            write_line("funded",
                       std::string(words_.funders) + ": " + join(document_.funders, "; "));
        }
        out_ += "</header>\n";
    }

    void write_section(const DocumentSection& section) {
        if (section.title.empty()) {
            blocks_.write(section.blocks, out_);
            blocks_.write_notes(section.notes, out_);
            return;
        }
        out_ += fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">",
                            escape_xml(section.anchor));
        blocks_.write(section.title, out_);
        out_ += "</h2>\n";
        blocks_.write(section.blocks, out_);
        blocks_.write_notes(section.notes, out_);
        out_ += "</section>\n";
    }

    void write_closing(const ClosingSection& section) {
        out_ += fmt::format(
            "<section aria-labelledby=\"{0}\" class=\"closing\">\n"
            "<h2 id=\"{0}\">{1}</h2>\n",
            section.anchor,
            escape_xml(section.title));
        for (const std::string& text : section.paragraphs) {
            out_ += "<p>" + escape_xml(text);
            if (!section.file.empty() && &text == &section.paragraphs.back()) {
                out_ += fmt::format(" <a href=\"{0}\">{0}</a>", escape_xml(section.file));
            }
            out_ += "</p>\n";
        }
        if (!section.facts.empty()) out_ += "<dl>\n";
        for (const auto& [term, text] : section.facts) {
            out_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escape_xml(term), escape_xml(text));
        }
        if (!section.facts.empty()) out_ += "</dl>\n";
        if (!section.lines.empty()) {
            std::vector<std::string> lines;
            for (const std::string& line : section.lines)
                lines.push_back(escape_xml(line));
            out_ += "<address>" + join(lines, "<br/>\n") + "</address>\n";
        }
        out_ += "</section>\n";
    }

    const Document& document_;
    const Phrases& words_;
    HtmlBlocks blocks_;
    std::string out_;
};

}  // namespace

std::string html(const Document& document) {
    return Page(document).write();
}

}  // namespace mtm
