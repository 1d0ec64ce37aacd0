#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace mtm::pandoc {

/// Elements of Pandoc's document, as its JSON has them (pandoc-types 1.22, Text.Pandoc.Definition).
using Element = nlohmann::json;

[[nodiscard]] Element element(std::string_view type);
[[nodiscard]] Element element(std::string_view type, Element content);

/// Identifier, and key–value pairs of which `style` names a style of the reference document.
[[nodiscard]] Element attributes(const std::string& id = {}, const std::string& style = {});

[[nodiscard]] Element text(const std::string& text);
[[nodiscard]] Element strong(Element inlines);
[[nodiscard]] Element para(Element inlines);
[[nodiscard]] Element plain(Element inlines);

/// Blocks, or inlines, in a style of the reference document.
[[nodiscard]] Element styled(const std::string& style, Element blocks);
[[nodiscard]] Element styled_text(const std::string& style, Element inlines);

/// WordprocessingML among blocks or inlines.
[[nodiscard]] Element raw_block(const std::string& xml);
[[nodiscard]] Element raw_inline(const std::string& xml);

/// A cell of one paragraph; `right`: aligned for numbers.
[[nodiscard]] Element cell(Element inlines, bool right = false);

/// A table whose first rows are its head. `rows` are arrays of cells; widths are shares of the
/// line.
[[nodiscard]] Element table(const Element& head,
                            const Element& rows,
                            const std::vector<double>& widths);

}  // namespace mtm::pandoc
