#include "capture/multipart.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "capture/header_value.h"

namespace mtm {
namespace {

const std::string type = "multipart/form-data; boundary=b";

std::string part(const std::string& disposition, const std::string& bytes) {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + bytes + "\r\n";
}

ParsedMultipart parse(const std::string& body) {
    return parse_multipart(type, body);
}

// The name of the only file of a body.
std::string file_name(const std::string& disposition) {
    static std::string body;
    body = part(disposition, "x") + "--b--\r\n";
    const ParsedMultipart parsed = parse(body);
    return parsed.parts.size() == 1 ? parsed.parts[0].file_name : "refused: " + parsed.refusal;
}

TEST(Multipart, GivesPartsByNameWithTheirBytes) {
    const std::string body =
        "--b\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; "
        "filename=\"a.xml\"\r\n"
        "Content-Type: text/xml; charset=utf-8\r\nContent-Length: 6\r\n\r\n<a/>\r\n\r\n" +
        part("name=\"*isIncomplete*\"", "yes") + part("name=\"1.jpg\"; filename=\"1.jpg\"", "") +
        "--b--\r\n";
    const ParsedMultipart parsed = parse(body);
    ASSERT_EQ(parsed.refusal, "");
    ASSERT_EQ(parsed.parts.size(), 3U);
    EXPECT_EQ(parsed.parts[0].name, "xml_submission_file");
    EXPECT_EQ(parsed.parts[0].file_name, "a.xml");
    EXPECT_EQ(parsed.parts[0].content_type, "text/xml; charset=utf-8");
    EXPECT_EQ(parsed.parts[0].bytes, "<a/>\r\n");
    EXPECT_EQ(parsed.find("*isIncomplete*")->bytes, "yes");
    EXPECT_EQ(parsed.parts[2].bytes, "");
    EXPECT_EQ(parsed.find("other"), nullptr);
}

TEST(Multipart, CopiesNoBytes) {
    const std::string body = part("name=\"p\"", std::string(1'000'000, 'x')) + "--b--";
    const ParsedMultipart parsed = parse(body);
    ASSERT_EQ(parsed.parts.size(), 1U);
    EXPECT_GE(parsed.parts[0].bytes.data(), body.data());
    EXPECT_LE(parsed.parts[0].bytes.data() + parsed.parts[0].bytes.size(),
              body.data() + body.size());
}

TEST(Multipart, KeepsBytesThatLookLikeABoundary) {
    const std::string tricky = "\r\n--\r\n-b\r\n--c\r\n--B\r\n\r\n--";
    const std::string body = part("name=\"p\"", tricky) + "--b--";
    ASSERT_EQ(parse(body).parts.size(), 1U);
    EXPECT_EQ(parse(body).parts[0].bytes, tricky);
}

TEST(Multipart, PassesOverPreambleAndEpilogue) {
    EXPECT_EQ(parse("preamble\r\n" + part("name=\"p\"", "x") + "--b--\r\nepilogue").parts.size(),
              1U);
    EXPECT_EQ(parse("--b--\r\n").refusal, "");
}

TEST(Multipart, RefusesABodyCutOffAnywhere) {
    const std::string whole =
        part("name=\"xml_submission_file\"; filename=\"a.xml\"", "<a/>") + "--b--";
    ASSERT_EQ(parse(whole).refusal, "");
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_EQ(parse(whole.substr(0, length)).status, 400) << length;
}

TEST(Multipart, TakesABoundaryAsClientsWriteIt) {
    const auto parts_with = [](const std::string& content_type, const std::string& boundary) {
        return parse_multipart(content_type,
                               "--" + boundary +
                                   "\r\nContent-Disposition: form-data; name=p\r\n"
                                   "\r\nx\r\n--" +
                                   boundary + "--")
            .parts.size();
    };
    EXPECT_EQ(parts_with("Multipart/Form-Data;charset=utf-8; boundary=\"a b\"", "a b"), 1U);
    EXPECT_EQ(parts_with("multipart/form-data; boundary=0aA'()+_,-./:=?", "0aA'()+_,-./:=?"), 1U);
    EXPECT_EQ(
        parts_with("multipart/form-data; boundary=" + std::string(71, 'a'), std::string(71, 'a')),
        0U);
    EXPECT_EQ(parse_multipart("multipart/form-data", "--b--").status, 400);
    EXPECT_EQ(parse_multipart("multipart/form-data; boundary=", "--b--").status, 400);
    EXPECT_EQ(parse_multipart("multipart/form-data; boundary=\"b", "--b--").status, 400);
    EXPECT_EQ(parse_multipart("multipart/mixed; boundary=b", "--b--").status, 400);
    EXPECT_EQ(parse_multipart("multipart/form-data; boundary=\"a\r\nb\"", "--b--").status, 400);
}

TEST(Multipart, ReadsNamesInEveryWriting) {
    EXPECT_EQ(file_name("name=\"p\"; filename=\"Фото 1.jpg\""), "Фото 1.jpg");
    EXPECT_EQ(file_name("name=p; filename=a.jpg"), "a.jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename=\"a \\\"b\\\".jpg\""), "a \"b\".jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename=\"a %22b%22.jpg\""), "a \"b\".jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename=\"a;b.jpg\""), "a;b.jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename=\"caf\xe9.jpg\""), "café.jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename=\"x\"; filename*=UTF-8'ru'%D0%90.jpg"), "А.jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename*=iso-8859-1''caf%e9.jpg"), "café.jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename=\"x\"; filename*=koi8-r''%c1"), "x");
    EXPECT_EQ(file_name("name=\"p\"; filename*0=\"long \"; filename*1=\"name.jpg\""),
              "long name.jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename*0*=UTF-8''%D0%90; filename*1*=%D0%91.jpg"), "АБ.jpg");
}

TEST(Multipart, CutsPathsOffNames) {
    EXPECT_EQ(file_name("name=\"p\"; filename=\"../../etc/passwd\""), "passwd");
    EXPECT_EQ(file_name("name=\"p\"; filename=\"C:\\fakepath\\a.jpg\""), "a.jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename=\"/a/b/c.jpg\""), "c.jpg");
    EXPECT_EQ(file_name("name=\"p\"; filename*=UTF-8''..%2F..%2Fa.jpg"), "a.jpg");
    for (const char* bad : {"..", ".", "a/", "a/..", "..\\\\..", "/"}) {
        EXPECT_TRUE(
            file_name("name=\"p\"; filename=\"" + std::string(bad) + "\"").starts_with("refused"))
            << bad;
    }
}

TEST(Multipart, RefusesNamesThatHideSomething) {
    EXPECT_TRUE(file_name("name=\"p\"; filename*=UTF-8''a%00.jpg").starts_with("refused"));
    EXPECT_TRUE(file_name("name=\"p\"; filename*=UTF-8''a%0Ab.jpg").starts_with("refused"));
    EXPECT_TRUE(file_name(std::string("name=\"p\"; filename=\"a\0b\"", 24)).starts_with("refused"));
    EXPECT_TRUE(
        file_name("name=\"p\"; filename=\"" + std::string(256, 'a') + "\"").starts_with("refused"));
    EXPECT_TRUE(file_name("filename=\"a\"").starts_with("refused"));
    EXPECT_TRUE(file_name("name=\"p").starts_with("refused"));
}

TEST(Multipart, StopsAtTheFirstPartTooMany) {
    std::string body;
    for (int i = 0; i < 10'000; ++i)
        body += part("name=\"p\"", "x");
    body += "--b--";
    const ParsedMultipart parsed = parse(body);
    EXPECT_EQ(parsed.status, 413);
    EXPECT_EQ(parsed.parts.size(), MultipartLimits{}.parts);
}

TEST(Multipart, RefusesHeadersWithoutEnd) {
    EXPECT_EQ(parse("--b\r\nX: " + std::string(10'000, 'x') + "\r\n\r\nx\r\n--b--").status, 400);
    EXPECT_EQ(parse("--b\r\nno colon\r\n\r\nx\r\n--b--").status, 400);
    EXPECT_EQ(parse("--b\r\n\r\nx\r\n--b--").status, 400);
    EXPECT_EQ(parse("--b\nContent-Disposition: form-data; name=p\n\nx\n--b--").status, 400);
    EXPECT_EQ(parse("--b\r\nContent-Disposition: form-data; name=p\r\n"
                    "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--b--")
                  .status,
              400);
}

TEST(PercentEncoding, GoesThereAndBack) {
    std::string all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    EXPECT_EQ(percent_decoded(percent_encoded(all)), all);
    EXPECT_EQ(percent_encoded("a/b c.xml"), "a%2Fb%20c.xml");
    EXPECT_EQ(percent_decoded("100%"), "100%");
    EXPECT_EQ(percent_decoded("%zz%4"), "%zz%4");
}

}  // namespace
}  // namespace mtm
