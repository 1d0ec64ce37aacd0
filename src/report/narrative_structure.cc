#include "report/narrative_structure.h"

#include <set>

namespace mtm {
namespace {

class StructureCheck {
public:
    explicit StructureCheck(const Narrative& narrative) : narrative_(narrative) {}

    Diagnostics run() {
        check_headings();
        check_footnotes();
        return std::move(diagnostics_);
    }

private:
    void report(
        int line, Severity severity, std::string code, std::string message, std::string remedy) {
        Place place;
        place.file = narrative_.file;
        place.row = line;
        diagnostics_.push_back(
            {std::move(code), severity, std::move(place), std::move(message), std::move(remedy)});
    }

    void check_headings() {
        int level = 0;
        check_headings(narrative_.blocks, level);
    }

    void check_headings(const std::vector<Block>& blocks, int& level) {
        for (const Block& block : blocks) {
            if (block.kind == BlockKind::directive) check_headings(block.children, level);
            if (block.kind != BlockKind::heading) continue;
            if (level > 0 && block.level > level + 1) {
                report(block.line,
                       Severity::warning,
                       "heading-level-jump",
                       "A heading of level " + std::to_string(block.level) +
                           " follows one of level " + std::to_string(level) + ".",
                       "Use level " + std::to_string(level + 1) + ".");
            }
            level = block.level;
        }
    }

    void check_footnotes() {
        std::set<std::string> defined;
        std::vector<std::string> labels;
        for (const Footnote& note : narrative_.footnotes) {
            labels.push_back(note.label);
            if (defined.insert(note.label).second) continue;
            report(note.line,
                   Severity::error,
                   "duplicate-footnote",
                   "The footnote “" + note.label + "” is defined twice.",
                   "Give one of them another label.");
        }
        std::set<std::string> used;
        visit(narrative_.blocks, [&](const Inline& piece) {
            if (piece.kind != InlineKind::footnote || !used.insert(piece.text).second) return;
            if (defined.count(piece.text) != 0) return;
            report(piece.line,
                   Severity::error,
                   "undefined-footnote",
                   "The footnote “" + piece.text + "” is not defined.",
                   did_you_mean(
                       piece.text, labels, "Add a line “[^" + piece.text + "]: …” with its text."));
        });
        for (const Footnote& note : narrative_.footnotes) {
            if (used.count(note.label) != 0) continue;
            report(note.line,
                   Severity::warning,
                   "unreferenced-footnote",
                   "Nothing refers to the footnote “" + note.label + "”.",
                   "Write [^" + note.label + "] where it belongs, or remove it.");
        }
    }

    template <typename Act>
    static void visit(const std::vector<Inline>& inlines, const Act& act) {
        for (const Inline& piece : inlines) {
            act(piece);
            visit(piece.children, act);
        }
    }

    template <typename Act>
    static void visit(const std::vector<Block>& blocks, const Act& act) {
        for (const Block& block : blocks) {
            visit(block.inlines, act);
            visit(block.children, act);
        }
    }

    const Narrative& narrative_;
    Diagnostics diagnostics_;
};

}  // namespace

void take_anchors(std::vector<Block>& blocks) {
    for (Block& block : blocks) {
        take_anchors(block.children);
        if (block.kind != BlockKind::heading || block.inlines.empty()) continue;
        Inline& last = block.inlines.back();
        const std::size_t open = last.text.rfind("{#");
        if (last.kind != InlineKind::text || open == std::string::npos ||
            !last.text.ends_with('}') || open + 3 >= last.text.size()) {
            continue;
        }
        const std::string name = last.text.substr(open + 2, last.text.size() - open - 3);
        if (name.find_first_of(" \t#{}") != std::string::npos) continue;
        block.text = name;
        last.text.resize(open);
        while (last.text.ends_with(' '))
            last.text.pop_back();
    }
}

Diagnostics check_structure(const Narrative& narrative) {
    return StructureCheck(narrative).run();
}

}  // namespace mtm
