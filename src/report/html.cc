#include "report/html.h"

#include <fmt/format.h>

#include "base/text.h"
#include "chart/palette.h"
#include "embedded_report_style.h"
#include "report/html_blocks.h"
#include "report/phrases.h"
#include "report/print_number.h"

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
        write_closing_sections();
        out_ += "</main>\n</body>\n</html>\n";
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string marks() const {
        std::string out;
        if (document_.rehearsal) out += words_.invented;
        if (document_.edition == Edition::internal) {
            out += (out.empty() ? "" : " · ") + std::string(words_.internal);
        }
        return out;
    }

    [[nodiscard]] std::string full_title() const {
        std::vector<std::string> parts;
        for (const std::string& part :
             {document_.country, document_.title, document_.round, document_.period}) {
            if (!part.empty()) parts.push_back(part);
        }
        const std::string title = join(parts, " · ");
        return marks().empty() ? title : marks() + " – " + title;
    }

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

    void write_head() {
        out_ += fmt::format(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n"
            "<meta charset=\"utf-8\"/>\n"
            "<meta name=\"viewport\" content=\"width=device-width, "
            "initial-scale=1\"/>\n"
            "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
            "<meta name=\"generator\" content=\"MTM\"/>\n"
            "<title>{}</title>\n<style>\n",
            escape_xml(document_.language),
            escape_xml(full_title()));
        out_ += style_text(chart_css()) + style_text(embedded::report_style()) +
                style_text(page_margins());
        out_ += "</style>\n</head>\n";
    }

    /// Style is text to an XML reader and raw to an HTML one: neither may meet these signs.
    static std::string style_text(std::string_view css) {
        return replace_all(replace_all(css, "<", ""), "&", "");
    }

    void write_running_mark() {
        if (marks().empty()) return;
        out_ += fmt::format("<p class=\"running\" role=\"note\">{}</p>\n", escape_xml(marks()));
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
        std::vector<std::string> when;
        for (const std::string& part : {document_.round, document_.period}) {
            if (!part.empty()) when.push_back(part);
        }
        write_line("round", join(when, " · "));
        out_ += blocks_.mark("p");
        write_line("counts", counts_line());
        write_line("counts", as_of_line());
        if (!document_.funders.empty()) {
            write_line("funded",
                       std::string(words_.funders) + ": " + join(document_.funders, "; "));
        }
        out_ += "</header>\n";
    }

    [[nodiscard]] std::string counts_line() const {
        const InterviewCounts& counts = document_.counts;
        const auto number = [&](int count) { return print_count(count, document_.language); };
        if (counts.received == counts.counted) {
            return fmt::format(fmt::runtime(words_.counts_all),
                               fmt::arg("received", number(counts.received)));
        }
        std::vector<std::string> reasons;
        for (const auto& [reason, count] : counts.left_out) {
            if (count == 0) continue;
            reasons.push_back(fmt::format(fmt::runtime(words_.left_out),
                                          fmt::arg("number", number(count)),
                                          fmt::arg("reason", reason)));
        }
        return fmt::format(fmt::runtime(words_.counts_line),
                           fmt::arg("received", number(counts.received)),
                           fmt::arg("counted", number(counts.counted))) +
               " " + join(reasons, ", ") + ".";
    }

    [[nodiscard]] std::string as_of_line() const {
        if (document_.as_of.empty()) return {};
        return fmt::format(fmt::runtime(words_.as_of_line), fmt::arg("when", document_.as_of));
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

    void begin_closing(std::string_view anchor, std::string_view title) {
        out_ += fmt::format(
            "<section aria-labelledby=\"{0}\" class=\"closing\">\n"
            "<h2 id=\"{0}\">{1}</h2>\n",
            anchor,
            escape_xml(title));
    }

    void write_paragraphs(std::string_view anchor,
                          std::string_view title,
                          const std::vector<std::string>& texts) {
        if (texts.empty()) return;
        begin_closing(anchor, title);
        for (const std::string& text : texts)
            out_ += "<p>" + escape_xml(text) + "</p>\n";
        out_ += "</section>\n";
    }

    void write_fact(std::string_view term, const std::string& text) {
        if (text.empty()) return;
        out_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escape_xml(term), escape_xml(text));
    }

    void write_closing_sections() {
        std::vector<std::string> reading{fmt::format(
            fmt::runtime(words_.reading_text),
            fmt::arg("weighting",
                     document_.weighted ? words_.reading_weighted : words_.reading_unweighted))};
        if (document_.intervals) {
            reading.push_back(fmt::format(fmt::runtime(words_.reading_intervals),
                                          fmt::arg("level", document_.level),
                                          fmt::arg("missed", 100 - document_.level)));
        }
        if (document_.edition == Edition::published) {
            reading.push_back(fmt::format(fmt::runtime(words_.reading_public),
                                          fmt::arg("threshold", document_.threshold)));
        }
        write_paragraphs("mtm-reading", words_.reading, reading);
        begin_closing("mtm-short", words_.method_facts);
        out_ += "<dl>\n";
        write_fact(words_.fieldwork, document_.fieldwork);
        write_fact(words_.interviews, counts_line());
        write_fact(words_.as_of, as_of_line());
        write_fact(words_.design, document_.design_note);
        write_fact(words_.weights, join(document_.weighting, " "));
        write_fact(words_.variance, join(document_.variance, " "));
        out_ += "</dl>\n</section>\n";
        if (!document_.citation.empty()) {
            write_paragraphs("mtm-citation", words_.citation, {document_.citation});
        }
        write_paragraphs("mtm-disclaimer", words_.disclaimer, document_.disclaimer);
        if (!document_.funders.empty()) {
            write_paragraphs("mtm-funders", words_.funders, {join(document_.funders, "; ")});
        }
        if (document_.contact.empty()) return;
        begin_closing("mtm-contact", words_.contact);
        out_ += "<address>";
        for (std::size_t i = 0; i < document_.contact.size(); ++i) {
            out_ += (i == 0 ? "" : "<br/>\n") + escape_xml(document_.contact[i]);
        }
        out_ += "</address>\n</section>\n";
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
