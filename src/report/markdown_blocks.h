#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"
#include "report/phrases.h"

namespace mtm {

/// Text that Markdown prints as it is. `line_start`: nothing stands before it in its line.
[[nodiscard]] std::string markdown_text(std::string_view text, bool line_start = false);

/// A pipe table; the first row is its head. Columns after the first are of numbers if `numbers`.
[[nodiscard]] std::string pipe_table(const std::vector<std::vector<std::string>>& rows,
                                     bool numbers);

/// Writes the pieces of a document as Markdown. What stands in a list or a quote is indented by
/// whoever holds it.
class MarkdownBlocks {
public:
    MarkdownBlocks(const Document& document, const std::vector<std::string>& pictures);

    [[nodiscard]] std::string blocks(const std::vector<Block>& blocks);
    [[nodiscard]] std::string inlines(const std::vector<Inline>& pieces, bool line_start = false);

    /// The notes that were called so far.
    [[nodiscard]] std::string notes();

private:
    [[nodiscard]] std::string block(const Block& block);
    [[nodiscard]] std::string list(const Block& block);
    [[nodiscard]] std::string table(const Block& block);
    [[nodiscard]] std::string facts(const Block& block);
    [[nodiscard]] std::string exhibit(const Exhibit& exhibit);
    [[nodiscard]] std::string numbers(const Exhibit& exhibit) const;
    [[nodiscard]] std::string map() const;
    [[nodiscard]] std::string contents() const;
    [[nodiscard]] std::string picture(int drawing) const;
    [[nodiscard]] std::string marks() const;
    [[nodiscard]] std::string link(const Inline& piece);
    [[nodiscard]] std::string note(int index);

    const Document& document_;
    const std::vector<std::string>& pictures_;
    const Phrases& words_;
    std::set<std::string> anchors_;
    std::vector<int> called_;  // notes in the order of their first call
};

}  // namespace mtm
