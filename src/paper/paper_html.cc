#include <fmt/format.h>

#include "base/text.h"
#include "embedded_paper_style.h"
#include "paper/label_text.h"
#include "paper/paper.h"

namespace mtm {
namespace {

constexpr int deepest_heading = 6;

// Lines of a text, one under another.
std::string lines(const std::string& text) {
    return replace_all(escape_xml(text), "\n", "<br/>");
}

std::string_view class_of(PaperAnswer answer) {
    switch (answer) {
        case PaperAnswer::one:
            return "one";
        case PaperAnswer::several:
            return "several";
        case PaperAnswer::ranked:
            return "ranked";
        case PaperAnswer::number:
            return "number";
        case PaperAnswer::text:
            return "text";
        case PaperAnswer::date:
            return "date";
        case PaperAnswer::time:
            return "time";
        case PaperAnswer::place:
            return "place";
        case PaperAnswer::tick:
            return "tick";
        default:
            return "";
    }
}

void write_choices(const PaperItem& item, std::string& out) {
    const bool wide = item.choices.size() > 8;
    out +=
        fmt::format("<ul class=\"choices {}{}\">\n", class_of(item.answer), wide ? " columns" : "");
    for (const std::string& choice : item.choices)
        out += fmt::format("<li>{}</li>\n", lines(choice));
    out += "</ul>\n";
}

void write_blank(const PaperItem& item, std::string& out) {
    const std::string_view name = class_of(item.answer);
    if (!item.choices.empty()) {
        write_choices(item, out);
    } else if (!name.empty()) {
        out += fmt::format("<div class=\"blank {}\"></div>\n", name);
    }
}

void write_paragraph(std::string_view name, const std::string& text, std::string& out) {
    // The direction is the text's own: our words may be in another language than the form.
    if (!text.empty())
        out += fmt::format("<p class=\"{}\" dir=\"auto\">{}</p>\n", name, lines(text));
}

void write_part(const PaperItem& item, std::string& out) {
    const int level = std::min(item.depth + 2, deepest_heading);
    out += "<header class=\"part\">\n";
    if (!item.text.empty()) out += fmt::format("<h{0}>{1}</h{0}>\n", level, lines(item.text));
    write_paragraph("condition", item.condition, out);
    write_paragraph("instruction", item.instruction, out);
    out += "</header>\n";
}

void write_html_item(const PaperItem& item, std::string& out) {
    if (item.kind == PaperItem::Kind::part) {
        write_part(item, out);
        return;
    }
    const bool question = item.kind == PaperItem::Kind::question;
    out += fmt::format("<section class=\"{}\">\n", question ? "question" : "note");
    write_paragraph("condition", item.condition, out);
    if (question) {
        out += fmt::format(
            "<p class=\"asked\"><span class=\"number\">{}</span> {}{} <code>{}</code></p>\n",
            item.number,
            lines(item.text),
            item.required ? "<span class=\"required\">*</span>" : "",
            escape_xml(item.name));
    } else {
        write_paragraph("asked", item.text, out);
    }
    write_paragraph("hint", item.hint, out);
    write_paragraph("instruction", item.instruction, out);
    write_blank(item, out);
    write_paragraph("rule", item.rule, out);
    out += "</section>\n";
}

}  // namespace

std::string paper_html(const Paper& paper) {
    std::string out = "<!DOCTYPE html>\n<html";
    if (!paper.language.empty()) out += fmt::format(" lang=\"{}\"", escape_xml(paper.language));
    if (is_right_to_left(paper.language)) out += " dir=\"rtl\"";
    out += fmt::format(
        ">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
        "content=\"width=device-width, "
        "initial-scale=1\"/>\n<title>{}</title>\n<style>\n{}</style>\n"
        "</head>\n<body>\n<main>\n<h1>{}</h1>\n",
        escape_xml(paper.title),
        embedded::paper_style(),
        lines(paper.title));
    write_paragraph("version", paper.version, out);
    write_paragraph("version", paper.required_mark, out);
    for (const PaperItem& item : paper.items)
        write_html_item(item, out);
    for (const std::string& calculation : paper.calculations)
        write_paragraph("calculation", calculation, out);
    if (!paper.lists.empty()) out += fmt::format("<h2>{}</h2>\n", escape_xml(paper.lists_title));
    for (const PaperList& list : paper.lists) {
        out += fmt::format("<h3>{}</h3>\n<ul class=\"list\">\n", escape_xml(list.name));
        for (const std::string& choice : list.choices)
            out += fmt::format("<li>{}</li>\n", lines(choice));
        out += "</ul>\n";
    }
    return out + "</main>\n</body>\n</html>\n";
}

}  // namespace mtm
