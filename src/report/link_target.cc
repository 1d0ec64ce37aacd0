#include "report/link_target.h"

namespace mtm {
namespace {

void add_headings(const std::vector<Block>& blocks, std::set<std::string>& out) {
    for (const Block& block : blocks) {
        if (block.kind == BlockKind::heading) out.insert(block.text);
        add_headings(block.children, out);
    }
}

}  // namespace

std::set<std::string> anchors_of(const Document& document) {
    std::set<std::string> out;
    for (const DocumentSection& section : document.sections) {
        if (!section.title.empty()) out.insert(section.anchor);
        add_headings(section.blocks, out);
    }
    for (const Exhibit& exhibit : document.exhibits)
        out.insert(exhibit.anchor);
    if (document.map) out.insert("map");
    return out;
}

}  // namespace mtm
