#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/document.h"
#include "report/pandoc_element.h"
#include "report/phrases.h"

namespace mtm {

/// Turns the pieces of a document into Pandoc's, in the order of the text.
class PandocBlocks {
public:
    /// `pictures` are files; see report_pandoc.
    PandocBlocks(const Document& document, const std::vector<std::string>& pictures);

    /// Appends a section to an array of blocks.
    void write(const DocumentSection& section, pandoc::Element& out);

    /// A heading that the contents know.
    [[nodiscard]] pandoc::Element heading(int level,
                                          const std::string& anchor,
                                          pandoc::Element title);

    /// The name of the bookmark on a heading: Word's may have forty letters and no others.
    [[nodiscard]] std::string bookmark(const std::string& anchor);

private:
    void write(const std::vector<Block>& blocks, pandoc::Element& out);
    void write(const Block& block, pandoc::Element& out);
    [[nodiscard]] pandoc::Element inlines(const std::vector<Inline>& pieces);
    void write(const Inline& piece, pandoc::Element& out);
    void write_note(int index, pandoc::Element& out);
    [[nodiscard]] pandoc::Element list(const Block& block);
    [[nodiscard]] pandoc::Element narrative_table(const Block& block);
    void write_facts(const Block& block, pandoc::Element& out);
    void write_exhibit(const Exhibit& exhibit, pandoc::Element& out);
    void write_map(pandoc::Element& out);
    void write_marks(pandoc::Element& out) const;
    void write_under(const std::string& base,
                     const std::vector<std::string>& remarks,
                     pandoc::Element& out) const;
    [[nodiscard]] bool has_picture(int drawing) const;
    [[nodiscard]] pandoc::Element picture(int drawing) const;
    void write_picture(int drawing, pandoc::Element& out) const;
    [[nodiscard]] pandoc::Element numbers(const Exhibit& exhibit) const;
    [[nodiscard]] pandoc::Element contents();
    [[nodiscard]] pandoc::Element list_of_figures(const Block& block);

    const Document& document_;
    const std::vector<std::string>& pictures_;
    const Phrases& words_;
    std::map<std::string, std::string> bookmarks_;
    std::vector<int>
        numbers_of_notes_;  // as the program that opens the file counts them; 0: not yet
    int last_note_ = 0;
    bool inside_note_ = false;
};

}  // namespace mtm
