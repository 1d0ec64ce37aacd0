#include <fmt/format.h>

#include "base/typst_text.h"
#include "embedded_paper_template.h"
#include "paper/label_text.h"
#include "paper/paper.h"

namespace mtm {
namespace {

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
                           typst_string(item.text),
                           typst_string(item.condition),
                           typst_string(item.instruction));
        return;
    }
    out += fmt::format(
        "#question(number: {}, name: {}, text: {}, required: {}, condition: {}, hint: {}, "
        "instruction: {}, rule: {}, answer: {}, choices: {})\n",
        item.number,
        typst_string(item.kind == PaperItem::Kind::question ? item.name : ""),
        typst_string(item.text),
        item.required,
        typst_string(item.condition),
        typst_string(item.hint),
        typst_string(item.instruction),
        typst_string(item.rule),
        typst_string(name_of(item.answer)),
        typst_strings(item.choices));
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
                    typst_string(paper.title),
                    typst_string(paper.version),
                    typst_string(paper.required_mark),
                    typst_string(known ? primary : "en"));
    for (const PaperItem& item : paper.items)
        write_typst_item(item, out);
    for (const std::string& calculation : paper.calculations)
        out += fmt::format("#calculation({})\n", typst_string(calculation));
    if (!paper.lists.empty())
        out += fmt::format("#pagebreak(weak: true)\n#part(1, {}, \"\", \"\")\n",
                           typst_string(paper.lists_title));
    for (const PaperList& list : paper.lists)
        out += fmt::format(
            "#choice_list({}, {})\n", typst_string(list.name), typst_strings(list.choices));
    return out;
}

}  // namespace mtm
