#pragma once

#include <string>
#include <vector>

namespace mtm {

enum class InlineKind {
    text,
    emphasis,
    strong,
    strike,
    code,
    link,  // target is the address
    line_break,
    figure,   // index: of the narrative's or document's figures
    footnote  // text is the label in a narrative; index: of the document's notes
};

/// A piece of running text. Figures and footnotes are kept beside the tree, so that a narrative and
/// the document made from it share its shape.
struct Inline {
    InlineKind kind = InlineKind::text;
    std::string text;
    std::string target;
    std::vector<Inline> children;
    int index = -1;
    int line = 0;
    bool is_label = false;  // of a text: what a loop is at, in the words of the questionnaire

    bool operator==(const Inline&) const = default;
};

enum class BlockKind {
    heading,
    paragraph,
    list,
    item,
    quote,
    code,
    table,
    row,
    cell,
    rule,
    exhibit,   // a table or chart of the plan; index: of the table directives or exhibits
    facts,     // children are facts
    fact,      // text is the icon; two paragraphs: the figure, and what it says
    map,       // coverage map
    contents,  // table of contents
    figures,   // list of charts and tables: text is its heading, children items that begin with
               // a link to each
    note,      // a box set apart
    page_break,
    directive  // of a narrative alone: what composing replaces; index: of its directives
};

/// A block of the report. `inlines` belongs to headings, paragraphs and cells, `children` to what
/// holds blocks.
struct Block {
    BlockKind kind = BlockKind::paragraph;
    int level = 0;         // of a heading, from 1
    bool ordered = false;  // of a list
    bool head = false;     // of a table's row
    unsigned start = 1;    // of an ordered list
    std::string text;      // of code; the anchor of a heading
    std::vector<Inline> inlines;
    std::vector<Block> children;
    int index = -1;
    int line = 0;

    bool operator==(const Block&) const = default;
};

/// A piece of plain text, or of any kind without further details.
[[nodiscard]] Inline text_piece(std::string text);
[[nodiscard]] Inline piece_of(InlineKind kind);

/// What is read: without marks, figures and footnotes. With figures: printed_text of a document.
[[nodiscard]] std::string plain_text(const std::vector<Inline>& inlines);

}  // namespace mtm
