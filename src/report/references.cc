#include "report/references.h"

#include <map>

#include <fmt/format.h>

#include "report/language.h"
#include "report/phrases.h"

namespace mtm {
namespace {

/// What there is to refer to.
class ReferenceTargets {
public:
    ReferenceTargets(const Document& document, const std::string& language)
        : document_(document), language_(language) {
        for (const DocumentSection& section : document.sections) {
            name_heading(section.anchor, section.title);
            name_blocks(section.blocks);
        }
    }

    /// `headed`: a heading stands over the first of them.
    void fill(std::vector<Block>& blocks, bool headed = false) const {
        for (Block& block : blocks) {
            const bool under_heading = headed;
            headed = block.kind == BlockKind::heading;
            if (block.kind == BlockKind::directive) {
                block = list_of_figures(under_heading);
                continue;
            }
            fill(block.inlines);
            fill(block.children);
        }
    }

    void fill(std::vector<Inline>& inlines) const {
        for (Inline& piece : inlines) {
            fill(piece.children);
            const bool reference = piece.kind == InlineKind::link && piece.children.empty() &&
                                   piece.target.starts_with('#');
            if (!reference) continue;
            const auto found = names_.find(piece.target.substr(1));
            if (found != names_.end()) piece.children.push_back(text_piece(found->second));
        }
    }

private:
    /// With a heading of its own, unless the narrative has given it one.
    [[nodiscard]] Block list_of_figures(bool under_heading) const {
        Block out;
        out.kind = BlockKind::figures;
        out.children = entries_;
        if (!under_heading) out.text = report_language(language_).text("labels", "figures");
        return out;
    }

    void name_heading(const std::string& anchor, const std::vector<Inline>& title) {
        if (!anchor.empty()) names_[anchor] = in_quotes(printed_text(title, document_));
    }

    [[nodiscard]] std::string in_quotes(const std::string& title) const {
        const std::string& pattern = report_language(language_).text("labels", "section");
        return fmt::format(fmt::runtime(pattern), fmt::arg("title", title));
    }

    void name_exhibit(const Exhibit& shown) {
        if (!shown.instead.empty()) {
            names_[shown.anchor] = in_quotes(shown.title);
        } else if (shown.annexed) {  // the headings of the annex lead to them
            names_[shown.anchor] = shown.label;
        } else {
            add_entry(shown.anchor, shown.label, shown.title);
        }
    }

    void name_blocks(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) {
            name_blocks(block.children);
            if (block.kind == BlockKind::heading) name_heading(block.text, block.inlines);
            if (block.kind == BlockKind::exhibit && block.index >= 0) {
                name_exhibit(document_.exhibits[static_cast<std::size_t>(block.index)]);
            }
            if (block.kind == BlockKind::map && document_.map) {
                add_entry(
                    "map", document_.map->label, std::string(phrases_in(language_).map_title));
            }
        }
    }

    void add_entry(const std::string& anchor, const std::string& label, const std::string& title) {
        names_[anchor] = label;
        Inline link = piece_of(InlineKind::link);
        link.target = "#" + anchor;
        link.children.push_back(text_piece(label));
        Block item;
        item.kind = BlockKind::item;
        item.children.emplace_back();
        item.children.front().inlines = {std::move(link), text_piece(". " + title)};
        entries_.push_back(std::move(item));
    }

    const Document& document_;
    std::string language_;
    std::map<std::string, std::string> names_;  // by anchor
    std::vector<Block> entries_;
};

}  // namespace

void fill_references(Document& document, const std::string& language) {
    const ReferenceTargets targets(document, language);
    for (DocumentSection& section : document.sections)
        targets.fill(section.blocks, !section.title.empty());
    for (DocumentNote& note : document.notes)
        targets.fill(note.inlines);
}

}  // namespace mtm
