#pragma once

#include <set>
#include <string>
#include <string_view>

namespace mtm {

/// "Access to education" as "access-to-education"; other scripts than Latin keep their letters.
[[nodiscard]] std::string heading_anchor(std::string_view title);

/// Names of the places of one document, each of them once.
class Anchors {
public:
    /// That name, or with a number after it if it is taken.
    [[nodiscard]] std::string unique(const std::string& name);

private:
    std::set<std::string> taken_{"contents", "report", "map"};  // by the page itself
};

}  // namespace mtm
