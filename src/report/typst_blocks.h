#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"
#include "report/phrases.h"

namespace mtm {

/// Writes the pieces of a document as Typst markup, in the order of the text: a footnote is printed
/// where it is first called, and called again by its number.
class TypstBlocks {
public:
    explicit TypstBlocks(const Document& document);

    void write(const DocumentSection& section, std::string& out);

private:
    void write(const std::vector<Block>& blocks, std::string& out);
    void write(const Block& block, std::string& out);
    void write_stretch(std::span<const Block> blocks, std::string& out);
    void write_heading(int level,
                       const std::string& anchor,
                       const std::vector<Inline>& title,
                       std::string& out);
    void write_list(const Block& block, std::string& out);
    void write_table(const Block& block, std::string& out);
    void write_facts(const Block& block, std::string& out);
    void write_figures(const Block& block, std::string& out);
    void write_exhibit(const Exhibit& exhibit, std::string& out);
    void write_map(std::string& out);
    void write_chart(const std::string& name,
                     const std::string& title,
                     int drawing,
                     const std::string& base,
                     const std::vector<std::string>& remarks,
                     std::string& out);
    void write_parts(const Exhibit& exhibit, const std::string& title, std::string& out) const;
    void write_numbers(const Exhibit& exhibit, const std::string& title, std::string& out) const;
    void write(const std::vector<Inline>& inlines, std::string& out);
    void write(const Inline& piece, std::string& out);
    void write_link(const Inline& piece, std::string& out);
    void write_note(int index, std::string& out);
    [[nodiscard]] std::string content(const std::vector<Inline>& inlines);
    [[nodiscard]] bool can_draw(int drawing) const;
    [[nodiscard]] bool is_chart(const Block& block) const;

    const Document& document_;
    const Phrases& words_;
    std::string marks_;  // as an array
    std::set<std::string> anchors_;
    std::vector<bool> noted_;  // notes that are printed
    int charts_ = 0;
    bool boxed_ = false;       // in a box, which says where it ends by itself
    bool in_heading_ = false;  // whose text is printed again in contents and running heads
};

}  // namespace mtm
