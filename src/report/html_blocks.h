#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"
#include "report/phrases.h"

namespace mtm {

/// Writes the pieces of a document as HTML, in the order of the text: references to footnotes are
/// numbered as they are written.
class HtmlBlocks {
public:
    explicit HtmlBlocks(const Document& document);

    void write(const std::vector<Block>& blocks, std::string& out);
    void write(const std::vector<Inline>& inlines, std::string& out);

    /// The footnotes of a section, with links back to every reference written so far.
    void write_notes(const std::vector<int>& notes, std::string& out);

    /// What stands on everything made from rehearsed interviews or for internal use; else empty.
    [[nodiscard]] std::string mark(std::string_view element) const;

private:
    [[nodiscard]] const std::string& drawing(int number) const;
    void write(const Block& block, std::string& out);
    void write_element(std::string_view name, const Block& block, std::string& out);
    void write_list(const Block& block, std::string& out);
    void write_table(const Block& block, std::string& out);
    void write_facts(const Block& block, std::string& out);
    void write_contents(std::string& out) const;
    void write_figures(const Block& block, std::string& out);
    void write_exhibit(const Exhibit& exhibit, std::string& out);
    void write_numbers(const Exhibit& exhibit, std::string& out) const;
    void write_map(std::string& out) const;
    void write_downloads(int source, std::string& out) const;
    void write_inline(const Inline& piece, std::string& out);
    void write_figure(const PrintedFigure& figure, std::string& out) const;
    void write_reference(int note, std::string& out);

    const Document& document_;
    const Phrases& words_;
    std::vector<int> references_;  // to each note, so far
};

}  // namespace mtm
