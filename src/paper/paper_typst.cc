#include <fmt/format.h>

#include "embedded_paper_template.h"
#include "paper/label_text.h"
#include "paper/paper.h"

namespace mtm {
namespace {

// A string of Typst's; everything else in it stands for itself.
std::string literal(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) >= 0x20) {
            out += c;
        }
    }
    return out + "\"";
}

std::string literals(const std::vector<std::string>& texts) {
    std::string out = "(";
    for (const std::string& text : texts)
        out += literal(text) + ", ";
    return out + ")";
}

std::string_view name_of(PaperAnswer answer) {
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
            return "none";
    }
}

void write_typst_item(const PaperItem& item, std::string& out) {
    if (item.kind == PaperItem::Kind::part) {
        out += fmt::format("#part({}, {}, {}, {})\n",
                           item.depth + 1,
                           literal(item.text),
                           literal(item.condition),
                           literal(item.instruction));
        return;
    }
    out += fmt::format(
        "#question(number: {}, name: {}, text: {}, required: {}, condition: {}, hint: {}, "
        "instruction: {}, rule: {}, answer: {}, choices: {})\n",
        item.number,
        literal(item.kind == PaperItem::Kind::question ? item.name : ""),
        literal(item.text),
        item.required,
        literal(item.condition),
        literal(item.hint),
        literal(item.instruction),
        literal(item.rule),
        literal(name_of(item.answer)),
        literals(item.choices));
}

}  // namespace

std::string paper_typst(const Paper& paper) {
    std::string out = fmt::format("#let right_to_left = {}\n", is_right_to_left(paper.language));
    out += embedded::paper_template();
    const std::string primary = paper.language.substr(0, paper.language.find_first_of("-_"));
    // Typst takes only codes of two or three letters.
    const bool known = primary.size() == 2 || primary.size() == 3;
    out +=
        fmt::format("#show: paper.with(title: {}, version: {}, required_mark: {}, language: {})\n",
                    literal(paper.title),
                    literal(paper.version),
                    literal(paper.required_mark),
                    literal(known ? primary : "en"));
    for (const PaperItem& item : paper.items)
        write_typst_item(item, out);
    for (const std::string& calculation : paper.calculations)
        out += fmt::format("#calculation({})\n", literal(calculation));
    if (!paper.lists.empty())
        out += fmt::format("#pagebreak(weak: true)\n#part(1, {}, \"\", \"\")\n",
                           literal(paper.lists_title));
    for (const PaperList& list : paper.lists)
        out += fmt::format("#choice_list({}, {})\n", literal(list.name), literals(list.choices));
    return out;
}

}  // namespace mtm
