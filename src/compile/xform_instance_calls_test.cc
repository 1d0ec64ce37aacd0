#include "compile/xform_instance_calls.h"

#include <string>

#include <gtest/gtest.h>

namespace mtm {
namespace {

// The text with each expression between angle quotes.
std::string marked(const std::string& text) {
    std::string out;
    std::size_t begin = 0;
    for (const auto& [from, to] : instance_expressions(text)) {
        out += text.substr(begin, from - begin) + "«" + text.substr(from, to - from) + "»";
        begin = to;
    }
    return out + text.substr(begin);
}

TEST(InstanceExpressions, EndAtWhiteSpaceOutsideOfPredicates) {
    struct Case {
        const char* text;
        const char* marked;
    };

    const Case cases[] = {
        {"no lookup at all", "no lookup at all"},
        {"See instance('c')/root/item[name = ${q}]/label now",
         "See «instance('c')/root/item[name = ${q}]/label» now"},
        {"instance(\"c\")/root/item[name = \"a b\"]/label",
         "«instance(\"c\")/root/item[name = \"a b\"]/label»"},
        {"instance('a')/root/x instance('b')/root/y",
         "«instance('a')/root/x» «instance('b')/root/y»"},
        {"instance('c')/root/item[contains(name, instance('d')/root/item[name = 1]/label)]/label!",
         "«instance('c')/root/item[contains(name, instance('d')/root/item[name = "
         "1]/label)]/label!»"},
        {"instance('c')/root/x\u00A0and", "«instance('c')/root/x»\u00A0and"},
        {"my-instance('c')/root/x", "my-instance('c')/root/x"},
        {"jr:instance('c')/root/x", "jr:instance('c')/root/x"},
        {"“instance('c')/root/x", "“«instance('c')/root/x»"},
        {"an instance (of it)", "an instance (of it)"},
        {"don't instance('c')/root", "don't instance('c')/root"},
    };
    for (const Case& c : cases)
        EXPECT_EQ(marked(c.text), c.marked);
}

}  // namespace
}  // namespace mtm
