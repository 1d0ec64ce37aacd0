#include "study/public_key.h"

#include <gtest/gtest.h>

#include "study/study_file.h"

namespace mtm {
namespace {

DefinedForm form_with(const std::string& key) {
    DefinedForm out;
    out.source.file = "q.xlsx";
    out.definition.public_key = key;
    FormElement meta;
    meta.children.emplace_back().name = "instanceID";
    out.definition.elements.push_back(meta);
    return out;
}

std::string codes(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& each : diagnostics)
        out += each.code + "@" + each.place.file + " ";
    return out;
}

TEST(TakePublicKey, TakesTheOnlyOne) {
    DefinedForm form = form_with("");
    EXPECT_EQ(codes(take_public_key("KEY", "study.toml", form)), "");
    EXPECT_EQ(form.definition.public_key, "KEY");
    form = form_with("KEY");
    EXPECT_EQ(codes(take_public_key("", "study.toml", form)), "");
    EXPECT_EQ(codes(take_public_key("KEY", "study.toml", form)), "");
    EXPECT_EQ(form.definition.public_key, "KEY");
}

TEST(TakePublicKey, TakesNeitherOfTwo) {
    DefinedForm form = form_with("ONE");
    EXPECT_EQ(codes(take_public_key("TWO", "study.toml", form)), "two-public-keys@study.toml ");
    EXPECT_EQ(form.definition.public_key, "ONE");
}

TEST(TakePublicKey, NeedsAnInstanceId) {
    DefinedForm form = form_with("");
    form.definition.elements[0].children[0].name = "orx:instanceID";
    EXPECT_EQ(codes(take_public_key("KEY", "study.toml", form)), "");
    form = form_with("");
    form.definition.elements[0].children.clear();
    EXPECT_EQ(codes(take_public_key("KEY", "study.toml", form)), "bad-setting@study.toml ");
}

TEST(StudyFile, NamesThePublicKey) {
    const auto read = [](const std::string& text) {
        return read_study_file("title = \"T\"\n" + text, {}, "study.toml");
    };
    EXPECT_EQ(read("[encryption]\npublic_key = \"KEY\"\n").file.public_key, "KEY");
    EXPECT_EQ(codes(read("[encryption]\npublic_key = \"KEY\"\n").diagnostics), "");
    EXPECT_EQ(codes(read("[encryption]\n").diagnostics), "no-public-key@study.toml ");
    // What looks as if it encrypted, and does not, is no warning.
    for (const char* slip :
         {"[encrypt]\npublic_key = \"KEY\"\n", "[encryption]\npublic_kye = \"KEY\"\n"}) {
        EXPECT_TRUE(has_errors(read(slip).diagnostics)) << slip;
    }
}

}  // namespace
}  // namespace mtm
