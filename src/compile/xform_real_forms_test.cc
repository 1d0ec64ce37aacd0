// The XForms of questionnaires that organisations have in the field equal those that pyxform made
// of them, but for layout, the order of attributes and the order of what has none (texts, binds).
#include <algorithm>
#include <array>
#include <cstdio>
#include <pugixml.hpp>

#include <gtest/gtest.h>

#include "compile/define.h"
#include "compile/xform.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

std::string unpacked(const std::string& path) {
    std::string out;
    FILE* const pipe = popen(("gzip -dc '" + path + "'").c_str(), "r");
    if (pipe == nullptr) return out;
    std::array<char, 65536> buffer{};
    for (std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe); n > 0;
         n = fread(buffer.data(), 1, buffer.size(), pipe))
        out.append(buffer.data(), n);
    pclose(pipe);
    return out;
}

bool has_no_order(std::string_view name) {
    constexpr std::array<std::string_view, 5> names = {
        "model", "itext", "translation", "text", "item"};
    return std::ranges::find(names, name) != names.end();
}

/// The element as one text, the same for all that are equal but for what the XForm does not mean.
std::string canonical(const pugi::xml_node& node) {
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

std::string canonical_document(const std::string& xml) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(xml.data(), xml.size());
    EXPECT_TRUE(parsed) << parsed.description();
    return canonical(document.document_element());
}

/// Where two texts begin to differ, with what stands around it.
std::string first_difference(const std::string& a, const std::string& b) {
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const std::size_t begin = at < 200 ? 0 : at - 200;
    return a.substr(begin, 400) + "\n---\n" + b.substr(begin, 400);
}

TEST(XformOfRealForms, EqualsThatOfPyxform) {
    REQUIRE_SHARED("real/forms/xforms");
    int compared = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(shared_path("real/forms/xforms"))) {
        const std::string stem = entry.path().stem().stem().string();
        const std::string name = stem + ".xlsx";
        const auto workbook =
            read_workbook(read_test_file(shared_path("real/forms/" + name)), name);
        ASSERT_TRUE(workbook) << name;
        const DefinedForm form = define_form(*workbook, name);
        EXPECT_FALSE(has_errors(form.diagnostics)) << print_all(form.diagnostics);
        const std::string ours = canonical_document(to_xform(form.definition));
        const std::string theirs = canonical_document(unpacked(entry.path().string()));
        EXPECT_TRUE(ours == theirs) << name << "\n" << first_difference(ours, theirs);
        ++compared;
    }
    EXPECT_GE(compared, 15);
}

}  // namespace
}  // namespace mtm
