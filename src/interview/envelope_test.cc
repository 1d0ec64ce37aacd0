#include "interview/envelope.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

std::string document(const std::string& inside, const std::string& attributes = "id=\"f\"") {
    return "<?xml version='1.0' ?><data " + attributes + ">" + inside + "</data>";
}

const std::string meta = "<meta><instanceID>uuid:1</instanceID></meta>";

std::string refusal_of(std::string_view xml) {
    const auto read = read_envelope(xml);
    return read ? "" : read.error().message;
}

bool refused_for(std::string_view xml, std::string_view why) {
    return refusal_of(xml).find(why) != std::string::npos;
}

TEST(Envelope, TellsFormVersionAndIds) {
    const auto read = read_envelope(
        document("<q>1</q><orx:meta xmlns:orx='http://openrosa.org/xforms'>"
                 "<orx:instanceID> uuid:2 </orx:instanceID>"
                 "<orx:deprecatedID>uuid:1</orx:deprecatedID><audit>audit.csv</audit></orx:meta>",
                 "id=\"f\" version=\"7\""));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->form_id, "f");
    EXPECT_EQ(read->version, "7");
    EXPECT_EQ(read->instance_id, "uuid:2");
    EXPECT_EQ(read->deprecated_id, "uuid:1");
    EXPECT_EQ(read->audit_file, "audit.csv");
    EXPECT_FALSE(read->encrypted);
    EXPECT_FALSE(read->rehearsal);
}

TEST(Envelope, OfAnEncryptedInterviewNamesItsFiles) {
    const auto read = read_envelope(
        "<data xmlns='http://www.opendatakit.org/xforms/encrypted' encrypted='yes' id='f'>"
        "<base64EncryptedKey>AA==</base64EncryptedKey><meta><instanceID>uuid:1</instanceID></meta>"
        "<media><file>1.jpg.enc</file></media><media><file>2.jpg.enc</file></media>"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(read->encrypted);
    EXPECT_EQ(read->sealed_files,
              (std::vector<std::string>{"1.jpg.enc", "2.jpg.enc", "submission.xml.enc"}));
}

TEST(Envelope, RefusesADocumentCutOffAnywhere) {
    const std::string whole = document("<q>Алматы</q>" + meta);
    ASSERT_EQ(refusal_of(whole), "");
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_NE(refusal_of(whole.substr(0, length)), "") << length;
}

TEST(Envelope, RefusesWhatXmlDoesNotAllow) {
    const std::string_view characters = "characters that XML does not allow";
    EXPECT_TRUE(refused_for(document(std::string("<q>a\0b</q>", 10) + meta), characters));
    EXPECT_TRUE(refused_for(document("<q>\x1b</q>" + meta), characters));
    EXPECT_TRUE(refused_for(document("<q>\xef\xbf\xbf</q>" + meta), characters));
    EXPECT_TRUE(refused_for(document("<q>\xff</q>" + meta), "UTF-8"));
    const std::string_view reference = "refers to a character";
    EXPECT_TRUE(refused_for(document("<q>&#0;</q>" + meta), reference));
    EXPECT_TRUE(refused_for(document("<q>&#xd800;</q>" + meta), reference));
    EXPECT_TRUE(refused_for(document("<q>&lol;</q>" + meta), reference));
    EXPECT_TRUE(refused_for(document("<q>R & D</q>" + meta), reference));
    EXPECT_EQ(refusal_of(document("<q>&#x1F600;&amp;&#10;</q>" + meta)), "");
    EXPECT_EQ(refusal_of(document("<q><![CDATA[R & D]]></q><!-- & -->" + meta)), "");
}

TEST(Envelope, RefusesBombs) {
    EXPECT_TRUE(refused_for("<!DOCTYPE d [<!ENTITY a \"aa\">]><data id='f'>" + meta + "</data>",
                            "DOCTYPE"));
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    std::string closed = deep;
    for (int i = 0; i < 100'000; ++i)
        closed += "</a>";
    EXPECT_TRUE(refused_for(document(closed + meta), "nested deeper"));
    std::string many;
    for (int i = 0; i < 400'000; ++i)
        many += "<a/>";
    EXPECT_TRUE(refused_for(document(many + meta), "more elements"));
    EXPECT_TRUE(refused_for(std::string(8'000'001, ' '), "larger"));
    std::string ampersands = "<q><![CDATA[" + std::string(7'900'000, '&') + "]]></q>";
    EXPECT_EQ(refusal_of(document(ampersands + meta)), "");  // in linear time
}

TEST(Envelope, RefusesWhatCannotBeToldApart) {
    EXPECT_TRUE(refused_for(document("<q>1</q>"), "no instanceID"));
    EXPECT_TRUE(refused_for(document("<meta><instanceID/></meta>"), "no instanceID"));
    EXPECT_TRUE(refused_for(document(meta, ""), "which form"));
    EXPECT_TRUE(refused_for(document(meta) + document(meta).substr(22), "single XML document"));
    EXPECT_TRUE(refused_for(document(meta) + "trailing", "well-formed"));
}

}  // namespace
}  // namespace mtm
