#pragma once

#include <algorithm>
#include <array>
#include <cstdio>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"

namespace mtm {

/// What a shell command prints.
inline std::string output_of(const std::string& command) {
    std::string out;
    FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return out;
    std::array<char, 65536> buffer{};
    for (std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe); n > 0;
         n = fread(buffer.data(), 1, buffer.size(), pipe))
        out.append(buffer.data(), n);
    pclose(pipe);
    return out;
}

inline bool has_no_order(std::string_view name) {
    constexpr std::array<std::string_view, 5> names = {
        "model", "itext", "translation", "text", "item"};
    return std::ranges::find(names, name) != names.end();
}

/// The element as one text, the same for all that are equal but for what the XForm does not mean:
/// layout, the order of attributes and the order of what has none (texts, binds).
inline std::string canonical(const pugi::xml_node& node) {
    if (node.type() == pugi::node_pcdata) return squeeze(node.value());
    std::vector<std::string> attributes;
    for (const pugi::xml_attribute& attribute : node.attributes())
        attributes.push_back(std::string(attribute.name()) + "='" + squeeze(attribute.value()) +
                             "'");
    std::ranges::sort(attributes);
    std::vector<std::string> children;
    for (const pugi::xml_node& child : node.children())
        children.push_back(canonical(child));
    if (has_no_order(node.name())) std::ranges::sort(children);
    return "<" + std::string(node.name()) + " " + join(attributes, " ") + ">\n" +
           join(children, "\n") + "</>";
}

inline std::string canonical_document(const std::string& xml) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(xml.data(), xml.size());
    EXPECT_TRUE(parsed) << parsed.description();
    return canonical(document.document_element());
}

/// Where two texts begin to differ, with what stands around it.
inline std::string first_difference(const std::string& a, const std::string& b) {
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const std::size_t begin = at < 200 ? 0 : at - 200;
    return a.substr(begin, 400) + "\n---\n" + b.substr(begin, 400);
}

}  // namespace mtm
