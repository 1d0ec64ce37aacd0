// The functions of the ODK XForms specification, category by category as it lists them, against the
// answers that the specification, XPath, or the standard behind a function gives.
#include <algorithm>
#include <cmath>
#include <map>
#include <regex>

#include <gtest/gtest.h>

#include "expression/evaluate.h"
#include "expression/functions.h"
#include "expression/parse.h"

namespace mtm {
namespace {

class OdkAnswers : public AnswerSource {
public:
    [[nodiscard]] NodeSet answers(std::string_view name) const override {
        const auto found = nodes_.find(std::string(name));
        return found == nodes_.end() ? NodeSet{} : NodeSet{found->second};
    }

    [[nodiscard]] NodeSet path(std::string_view) const override { return {}; }

    [[nodiscard]] std::string self() const override { return ""; }

    [[nodiscard]] bool asked(std::string_view) const override { return true; }

    [[nodiscard]] std::string choice_label(std::string_view, std::string_view) const override {
        return {};
    }

    [[nodiscard]] std::string now() const override { return "2024-05-01T10:20:30.400+06:00"; }

    [[nodiscard]] std::string pulled(const PulledCell& cell) const override {
        return cell.file + "/" + cell.column + "[" + cell.key_column + "=" + cell.key + "]";
    }

    [[nodiscard]] double chance() const override {
        drawn_ = std::fmod(drawn_ + 0.618034, 1);
        return drawn_;
    }

private:
    mutable double drawn_ = 0.1;
    std::map<std::string, std::vector<std::string>> nodes_ = {
        {"corners",
         {"7.9377 -11.5845 0 0",
          "7.9324 -11.5902 0 0",
          "7.927 -11.5857 0 0",
          "7.925 -11.578 0 0",
          "7.9267 -11.5722 0 0",
          "7.9325 -11.5708 0 0",
          "7.9372 -11.5737 0 0",
          "7.9393 -11.579 0 0",
          "7.9377 -11.5845 0 0"}},
        {"letters", {"a", "b", "c", "d", "e", "f", "g", "h"}},
        {"truths", {"1", "", "yes"}},
    };
};

Value odk_value(std::string_view source) {
    const Parsed parsed = parse(source);
    EXPECT_TRUE(parsed.expression.has_value()) << source;
    return parsed.expression ? evaluate(parsed.expression->root, OdkAnswers()) : Value();
}

std::string text_of(std::string_view source) {
    return to_string(odk_value(source));
}

// The list of the specification, whole.
TEST(OdkFunctions, AreAllKnownAndComputed) {
    for (const std::string_view name : {"string",
                                        "concat",
                                        "join",
                                        "substr",
                                        "substring-before",
                                        "substring-after",
                                        "translate",
                                        "string-length",
                                        "normalize-space",
                                        "contains",
                                        "starts-with",
                                        "ends-with",
                                        "uuid",
                                        "digest",
                                        "pulldata",
                                        "if",
                                        "coalesce",
                                        "once",
                                        "true",
                                        "false",
                                        "boolean",
                                        "boolean-from-string",
                                        "not",
                                        "regex",
                                        "checklist",
                                        "weighted-checklist",
                                        "number",
                                        "random",
                                        "int",
                                        "sum",
                                        "max",
                                        "min",
                                        "round",
                                        "pow",
                                        "log",
                                        "log10",
                                        "abs",
                                        "sin",
                                        "cos",
                                        "tan",
                                        "asin",
                                        "acos",
                                        "atan",
                                        "atan2",
                                        "sqrt",
                                        "exp",
                                        "exp10",
                                        "pi",
                                        "count",
                                        "count-non-empty",
                                        "position",
                                        "current",
                                        "randomize",
                                        "today",
                                        "now",
                                        "format-date",
                                        "format-date-time",
                                        "date",
                                        "decimal-date-time",
                                        "decimal-time",
                                        "selected",
                                        "selected-at",
                                        "count-selected",
                                        "jr:choice-name",
                                        "indexed-repeat",
                                        "area",
                                        "distance",
                                        "base64-decode",
                                        "extract-signed",
                                        "geofence",
                                        "intersects",
                                        "enclosed-area",
                                        "floor",
                                        "ceiling",
                                        "last",
                                        "substring",
                                        "lang",
                                        "id",
                                        "property",
                                        "version",
                                        "depend"}) {
        EXPECT_NE(find_function(name), nullptr) << name;
        const bool asks_the_document = name == "lang" || name == "id";
        EXPECT_NE(is_computed(name), asks_the_document) << name;
    }
    // instance() stands at the head of paths, jr:itext() in messages: the form writes them, no
    // interview answers them.
    for (const std::string_view name : {"instance", "jr:itext"})
        EXPECT_NE(find_function(name), nullptr) << name;
}

// RFC 1321, appendix A.5; FIPS 180-4's example "abc".
TEST(OdkFunctions, DigestGivesThePublishedHashes) {
    EXPECT_EQ(text_of("digest('', 'MD5', 'hex')"), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(text_of("digest('abc', 'MD5', 'hex')"), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(text_of("digest('abc', 'SHA-1', 'hex')"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(text_of("digest('abc', 'SHA-256', 'hex')"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(text_of("digest('abc', 'SHA-384', 'hex')").substr(0, 16), "cb00753f45a35e8b");
    EXPECT_EQ(text_of("digest('abc', 'SHA-512', 'hex')").substr(0, 16), "ddaf35a193617aba");
    EXPECT_EQ(text_of("digest('abc', 'MD5')"), "kAFQmDzST7DWlj99KOF/cg==");
    EXPECT_EQ(text_of("digest('abc', 'MD5', 'base64')"), "kAFQmDzST7DWlj99KOF/cg==");
    EXPECT_EQ(text_of("digest('abc', 'CRC')"), "");
}

// RFC 8032, section 7.1, test 2: the message is the one byte “r”.
TEST(OdkFunctions, ExtractSignedGivesTheMessageOfAGoodSignatureOnly) {
    const std::string key = "'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw='";
    const std::string good =
        "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHI=";
    const std::string forged =
        "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHM=";
    EXPECT_EQ(text_of("extract-signed('" + good + "', " + key + ")"), "r");
    EXPECT_EQ(text_of("extract-signed('" + forged + "', " + key + ")"), "");
    EXPECT_EQ(text_of("extract-signed('AAAA', " + key + ")"), "");
    EXPECT_EQ(text_of("extract-signed('" + good + "', 'AAAA')"), "");
}

TEST(OdkFunctions, UuidIsOfVersionFourAndOneOfALengthHasIt) {
    const std::regex version_4(
        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    const std::string uuid = text_of("uuid()");
    EXPECT_TRUE(std::regex_match(uuid, version_4)) << uuid;
    EXPECT_EQ(text_of("uuid(6)").size(), 6U);
    EXPECT_EQ(text_of("uuid(0)"), "");
    EXPECT_EQ(text_of("concat('uuid:', uuid())").size(), 41U);
}

TEST(OdkFunctions, RandomIsDrawnFromTheSource) {
    EXPECT_EQ(text_of("random() = random()"), "false");
    EXPECT_EQ(text_of("random() >= 0 and random() < 1"), "true");
    NodeSet drawn = std::get<NodeSet>(odk_value("randomize(${letters})"));
    EXPECT_NE(drawn.values, OdkAnswers().answers("letters").values);
    std::ranges::sort(drawn.values);
    EXPECT_EQ(drawn.values, OdkAnswers().answers("letters").values);
}

// Values that the Enketo and ODK web form evaluators are tested with, to the centimetre.
TEST(OdkFunctions, AreaAndDistanceAreThoseOfOtherEvaluators) {
    constexpr std::string_view trace =
        "'38.253094215699576 21.756382658677467;38.25021274773806 21.756382658677467;"
        "38.25007793942195 21.763892843919166;38.25290886154963 21.763935759263404;"
        "38.25146813817506 21.758421137528785'";
    const auto number = [](const std::string& source) { return to_number(odk_value(source)); };
    EXPECT_NEAR(number("distance(" + std::string(trace) + ")"), 1800.69, 0.01);
    EXPECT_NEAR(number("area(" + std::string(trace) + ")"), 151451.76, 1);
    EXPECT_NEAR(number("area(${corners})"), 2333220.77, 25);
    EXPECT_NEAR(number("distance(${corners})"), 5724.36, 0.01);
    EXPECT_NEAR(number("distance('0 0;0 1')"), 111318.85, 0.01);
    EXPECT_NEAR(number("distance('0 0;0 90')"), 10018696.05, 0.01);
    EXPECT_NEAR(number("distance('90 0;90 1')"), 0, 0.01);
    EXPECT_NEAR(number("distance('0 0', '0 1')"), 111318.85, 0.01);
    EXPECT_EQ(number("area('7.9377 -11.5845 0 0;7.9324 -11.5902 0 0')"), 0);
    EXPECT_EQ(text_of("enclosed-area(${corners})"), text_of("area(${corners})"));
}

TEST(OdkFunctions, ChecklistsCountWhatIsTrueAndMinusOneIsNoLimit) {
    EXPECT_EQ(text_of("checklist(2, 2, ${truths})"), "true");
    EXPECT_EQ(text_of("checklist(3, -1, ${truths})"), "false");
    EXPECT_EQ(text_of("weighted-checklist(-1, 5, true(), 2, true(), 3)"), "true");
    EXPECT_EQ(text_of("weighted-checklist(4, -1, true(), 2, true(), 3)"), "true");
    EXPECT_EQ(text_of("weighted-checklist(6, -1, true(), 2, true(), 3)"), "false");
    EXPECT_EQ(text_of("weighted-checklist(0, 4, true(), 2, true(), 3)"), "false");
}

TEST(OdkFunctions, PulldataAsksForOneCell) {
    EXPECT_EQ(text_of("pulldata('fruits', 'price', 'name_key', 'mango')"),
              "fruits/price[name_key=mango]");
}

}  // namespace
}  // namespace mtm
