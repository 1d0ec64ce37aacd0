#include "report/report_pandoc.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/front_matter.h"
#include "report/pandoc_blocks.h"
#include "report/phrases.h"

namespace mtm {
namespace {

using pandoc::Element;

void add_line(Element& out, const std::string& style, const std::string& text) {
    if (text.empty()) return;
    out.push_back(pandoc::styled(
        style, Element::array({pandoc::para(Element::array({pandoc::text(text)}))})));
}

void add_cover(const Document& document, Element& out) {
    add_line(out, "Cover Organisation", document.organisation);
    add_line(out, "Cover Country", document.country);
    add_line(out, "Title", document.title);
    add_line(out, "Subtitle", round_and_period(document));
    for (const std::string& mark : marks_of(document))
        add_line(out, "Cover Mark", mark);
    add_line(out, "Cover Line", counts_line(document));
    add_line(out, "Cover Line", as_of_line(document));
    if (!document.funders.empty()) {
        add_line(out,
                 "Cover Line",
                 std::string(phrases_in(document.language).funders) + ": " +
                     join(document.funders, "; "));
    }
    out.push_back(pandoc::raw_block("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"));
}

void add_closing(const ClosingSection& section, PandocBlocks& blocks, Element& out) {
    out.push_back(blocks.heading(1, section.anchor, Element::array({pandoc::text(section.title)})));
    for (const std::string& text : section.paragraphs) {
        Element line = Element::array({pandoc::text(text)});
        if (!section.file.empty() && &text == &section.paragraphs.back()) {
            line.push_back(pandoc::element("Space"));
            line.push_back(
                pandoc::element("Link",
                                Element::array({pandoc::attributes(),
                                                Element::array({pandoc::text(section.file)}),
                                                Element::array({section.file, ""})})));
        }
        out.push_back(pandoc::para(std::move(line)));
    }
    for (const auto& [term, text] : section.facts) {
        out.push_back(
            pandoc::para(Element::array({pandoc::strong(Element::array({pandoc::text(term)})),
                                         pandoc::element("LineBreak"),
                                         pandoc::text(text)})));
    }
    if (section.lines.empty()) return;
    Element lines = Element::array();
    for (const std::string& line : section.lines) {
        if (!lines.empty()) lines.push_back(pandoc::element("LineBreak"));
        lines.push_back(pandoc::text(line));
    }
    out.push_back(pandoc::para(std::move(lines)));
}

}  // namespace

std::string report_pandoc(const Document& document, const std::vector<std::string>& pictures) {
    Element blocks = Element::array();
    add_cover(document, blocks);
    PandocBlocks writer(document, pictures);
    for (const DocumentSection& section : document.sections)
        writer.write(section, blocks);
    for (const ClosingSection& section : closing_sections(document, Medium::paper))
        add_closing(section, writer, blocks);
    const Element whole{{"pandoc-api-version", Element::array({1, 22, 1})},
                        {"meta", Element::object()},
                        {"blocks", std::move(blocks)}};
    return whole.dump();
}

}  // namespace mtm
