#pragma once

#include <set>
#include <string>
#include <string_view>

namespace mtm {

/// "Access to education" as "access-to-education"; other scripts than Latin keep their letters.
[[nodiscard]] std::string heading_anchor(std::string_view title);

/// Whether a page gives that name to something of its own: contents, map, the report
/// itself, footnotes and their calls ("note-1", "ref-1-1"), and what begins with "mtm-".
[[nodiscard]] bool is_anchor_of_page(std::string_view name);

/// Names of the places of one document, each of them once.
class Anchors {
public:
    /// That name, or with a number after it if it is taken, by another or by the page itself.
    [[nodiscard]] std::string unique(const std::string& name);

private:
    std::set<std::string> taken_;
};

}  // namespace mtm
