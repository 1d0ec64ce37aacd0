#include "report/report_markdown.h"

#include "base/text.h"
#include "report/front_matter.h"
#include "report/markdown_blocks.h"

namespace mtm {
namespace {

std::string markdown_cover(const Document& document) {
    std::string out = "# " + markdown_text(document.title) + "\n\n";
    std::vector<std::string> lines{
        document.country, round_and_period(document), document.organisation};
    std::vector<std::string> marked;
    for (const std::string& mark : marks_of(document))
        out += "**" + markdown_text(mark) + "**\n\n";
    lines.push_back(counts_line(document));
    lines.push_back(as_of_line(document));
    if (!document.funders.empty()) {
        lines.push_back(std::string(phrases_in(document.language).funders) + ": " +
                        join(document.funders, "; "));
    }
    for (const std::string& line : lines) {
        if (!line.empty()) out += markdown_text(line, true) + "\n\n";
    }
    return out;
}

std::string markdown_closing(const ClosingSection& section) {
    std::string out = "## " + markdown_text(section.title) + "\n\n";
    for (const std::string& text : section.paragraphs) {
        out += markdown_text(text, true);
        if (!section.file.empty() && &text == &section.paragraphs.back()) {
            out += " [" + markdown_text(section.file) + "](<" + section.file + ">)";
        }
        out += "\n\n";
    }
    for (const auto& [term, text] : section.facts) {
        out += "**" + markdown_text(term) + "**: " + markdown_text(text) + "\n\n";
    }
    std::vector<std::string> lines;
    for (const std::string& line : section.lines)
        lines.push_back(markdown_text(line, true));
    if (!lines.empty()) out += join(lines, "\\\n") + "\n\n";
    return out;
}

}  // namespace

std::string report_markdown(const Document& document, const std::vector<std::string>& pictures) {
    std::string out = markdown_cover(document);
    MarkdownBlocks blocks(document, pictures);
    for (const DocumentSection& section : document.sections) {
        if (!section.title.empty()) out += "## " + blocks.inlines(section.title) + "\n\n";
        out += blocks.blocks(section.blocks);
    }
    for (const ClosingSection& section : closing_sections(document, Medium::paper))
        out += markdown_closing(section);
    out += blocks.notes();
    while (out.ends_with("\n\n"))
        out.pop_back();
    return out;
}

}  // namespace mtm
