#pragma once

#include <set>
#include <string>
#include <string_view>

#include "report/document.h"

namespace mtm {

/// Links lead out of the report to the web or to mail, to a place in it, or nowhere.
[[nodiscard]] inline bool is_safe_link(std::string_view target) {
    return target.starts_with("https://") || target.starts_with("http://") ||
           target.starts_with("mailto:") || target.starts_with("#");
}

/// The places of a document that a link may lead to: sections, headings, tables and charts.
[[nodiscard]] std::set<std::string> anchors_of(const Document& document);

}  // namespace mtm
