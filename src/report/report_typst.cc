#include "report/report_typst.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/typst_text.h"
#include "embedded_report_emblem.h"
#include "embedded_report_template.h"
#include "report/front_matter.h"
#include "report/phrases.h"
#include "report/typst_blocks.h"

namespace mtm {
namespace {

// Typst takes only codes of two or three letters.
std::string typst_language(std::string_view language) {
    const std::string primary(language.substr(0, language.find_first_of("-_")));
    return primary.size() == 2 || primary.size() == 3 ? primary : "en";
}

// "2024-05-31" as a date of Typst's.
std::string typst_date(const std::string& day) {
    if (day.size() != 10) return "none";
    return fmt::format("datetime(year: {}, month: {}, day: {})",
                       std::stoi(day.substr(0, 4)),
                       std::stoi(day.substr(5, 2)),
                       std::stoi(day.substr(8, 2)));
}

std::string typst_cover(const Document& document) {
    std::vector<std::string> lines{counts_line(document), as_of_line(document)};
    if (!document.funders.empty()) {
        lines.push_back(std::string(phrases_in(document.language).funders) + ": " +
                        join(document.funders, "; "));
    }
    std::erase_if(lines, [](const std::string& line) { return line.empty(); });
    return fmt::format(
        "#cover(title: {}, country: {}, round: {}, organisation: {}, marks: {}, lines: {}, "
        "emblem: image(bytes({}), format: \"svg\", width: 18mm))\n",
        typst_string(document.title),
        typst_string(document.country),
        typst_string(round_and_period(document)),
        typst_string(document.organisation),
        typst_strings(marks_of(document)),
        typst_strings(lines),
        typst_string(embedded::report_emblem()));
}

std::string typst_closing(const ClosingSection& section) {
    std::string out = fmt::format(
        "#closing({}, {})[\n", typst_string(section.anchor), typst_string(section.title));
    for (const std::string& text : section.paragraphs) {
        out += fmt::format("#par[#{};", typst_string(text));
        if (!section.file.empty() && &text == &section.paragraphs.back()) {
            out += fmt::format(" #link({0}, {0});", typst_string(section.file));
        }
        out += "]\n";
    }
    if (!section.facts.empty()) {
        out += "#terms_of(";
        for (const auto& [term, text] : section.facts) {
            out += fmt::format("({}, {}), ", typst_string(term), typst_string(text));
        }
        out += ")\n";
    }
    if (!section.lines.empty()) {
        out += fmt::format("#par({}.join(linebreak()))\n", typst_strings(section.lines));
    }
    return out + "]\n";
}

}  // namespace

std::string report_typst(const Document& document) {
    std::string out(embedded::report_template());
    out += fmt::format(
        "#show: report.with(language: {}, title: {}, round: {}, organisation: {}, full_title: {}, "
        "made_from: {}, dated: {}, marks: {})\n",
        typst_string(typst_language(document.language)),
        typst_string(document.title),
        typst_string(document.round),
        typst_string(document.organisation),
        typst_string(full_title(document)),
        typst_string(made_from_line(document)),
        typst_date(document.dated),
        typst_strings(marks_of(document)));
    out += typst_cover(document);
    TypstBlocks blocks(document);
    for (const DocumentSection& section : document.sections)
        blocks.write(section, out);
    for (const ClosingSection& section : closing_sections(document, Medium::paper))
        out += typst_closing(section);
    return out;
}

}  // namespace mtm
