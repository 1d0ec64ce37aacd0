#include "expression/parse.h"

#include <set>

#include <gtest/gtest.h>

#include "expression/functions.h"

namespace mtm {
namespace {

std::string printed(std::string_view source) {
    const Parsed parsed = parse(source);
    if (parsed.expression) return print(parsed.expression->root);
    return "error: " + (parsed.errors.empty() ? "none" : parsed.errors[0].message);
}

struct Good {
    std::string_view source;
    std::string_view form;
};

TEST(Parse, PrintsTheCanonicalForm) {
    const Good cases[] = {
        {"18", "18"},
        {" .5 ", "0.5"},
        {"1.", "1"},
        {"1000000000000000000000", "1000000000000000000000"},
        {"'a'", "'a'"},
        {"\"a\"", "'a'"},
        {"\"it's\"", "\"it's\""},
        {"''", "''"},
        {"${age}", "${age}"},
        {"${ age }", "${age}"},
        {"${last-saved#age}", "${last-saved#age}"},
        {".", "."},
        {"..", ".."},
        {"../x", "../x"},
        {". > 3", ". > 3"},
        {".>=18 and .<=99", ". >= 18 and . <= 99"},
        {"${a}='x'or${b}='y'", "${a} = 'x' or ${b} = 'y'"},
        {"${a}-1", "${a} - 1"},
        {"a-1", "a-1"},
        {"a - 1", "a - 1"},
        {"-${a}", "-${a}"},
        {"- - 1", "--1"},
        {"-(1+2)", "-(1 + 2)"},
        {"-1 * 2", "-1 * 2"},
        {"-(1 * 2)", "-(1 * 2)"},
        {"1 - (2 - 3)", "1 - (2 - 3)"},
        {"(1 - 2) - 3", "1 - 2 - 3"},
        {"1 + 2 * 3", "1 + 2 * 3"},
        {"(1 + 2) * 3", "(1 + 2) * 3"},
        {"6 div 3 div 2", "6 div 3 div 2"},
        {"6 div (3 div 2)", "6 div (3 div 2)"},
        {"1 or 2 and 3", "1 or 2 and 3"},
        {"(1 or 2) and 3", "(1 or 2) and 3"},
        {"1 = 2 < 3", "1 = 2 < 3"},
        {"(1 = 2) < 3", "(1 = 2) < 3"},
        {"1 = (2 = 3)", "1 = (2 = 3)"},
        {"not(${a}) and (${b})", "not(${a}) and ${b}"},
        {"selected(${a}, 'b')", "selected(${a}, 'b')"},
        {"selected ( ${a} ,'b' )", "selected(${a}, 'b')"},
        {"if(${a} > 1, 'x', if(true(), 1, 2))", "if(${a} > 1, 'x', if(true(), 1, 2))"},
        {"jr:choice-name(${a}, '${a}')", "jr:choice-name(${a}, '${a}')"},
        {"${a}\n  =\t1", "${a} = 1"},
        {"${a}\xC2\xA0= 1", "${a} = 1"},
        {"count(${age}[. > 17])", "count(${age}[. > 17])"},
        {"sum(${hh}/age)", "sum(${hh}/age)"},
        {"${возраст} > 1", "${возраст} > 1"},
    };
    for (const Good& each : cases)
        EXPECT_EQ(printed(each.source), each.form) << each.source;
}

TEST(Parse, TellsNamesFromOperatorsByWhatStandsBefore) {
    const Good cases[] = {
        {"div div mod", "div div mod"},
        {"and and or", "and and or"},
        {"* * *", "* * *"},
        {"/data/div mod /data/mod", "/data/div mod /data/mod"},
        {"../* = 1", "../* = 1"},
        {"(or) or (and)", "or or and"},
        {"@div div 2", "@div div 2"},
        {"1 or(2)", "1 or 2"},
        {"${a} and (${b} = 1)or(${c} = 2)", "${a} and ${b} = 1 or ${c} = 2"},
        {"number(mod)", "number(mod)"},
        {"x[div = 1] div 2", "x[div = 1] div 2"},
    };
    for (const Good& each : cases)
        EXPECT_EQ(printed(each.source), each.form) << each.source;
}

TEST(Parse, KeepsPathsAsWritten) {
    const Good cases[] = {
        {"/data/group/x", "/data/group/x"},
        {" /data/x = 1", "/data/x = 1"},
        {"current()/../x", "current()/../x"},
        {"current() / .. / x", "current()/../x"},
        {"instance('x')/root/item[name = ${a}]/label",
         "instance('x')/root/item[name = ${a}]/label"},
        {"instance('x')/root/item[name= ${a} and b='c'][1]/label",
         "instance('x')/root/item[name = ${a} and b = 'c'][1]/label"},
        {"//x", "//x"},
        {"/", "/"},
        {"./x", "./x"},
        {"ancestor::node()/x", "ancestor::node()/x"},
        {"/a/text()", "/a/text()"},
        {"jr:meta/@id", "jr:meta/@id"},
        {"(a | b)[1]/c", "(a | b)[1]/c"},
        {"${hh}[position() = 2]/age", "${hh}[position() = 2]/age"},
        {"a | b | c", "a | b | c"},
        {"a | (b | c)", "a | (b | c)"},
        {"-a | b", "-a | b"},
    };
    for (const Good& each : cases) {
        EXPECT_EQ(printed(each.source), each.form) << each.source;
        EXPECT_EQ(printed(each.form), each.form);
    }
}

// As people wrote them, in the forms of UNHCR, WHO, REACH, IPA and ODK.
TEST(Parse, TakesWhatIsInTheField) {
    const Good cases[] = {
        {"${Country}!='' and (${REF05}!='98' or ${REF05}!='99') and ${pop_groups} !='5'",
         "${Country} != '' and (${REF05} != '98' or ${REF05} != '99') and ${pop_groups} != '5'"},
        {"selected(${Id10008}, 'child')  and (selected(${isNeonatal}, '1') or "
         "selected(${isChild}, '1')) ",
         "selected(${Id10008}, 'child') and (selected(${isNeonatal}, '1') or "
         "selected(${isChild}, '1'))"},
        {"if((${HH07}<5 and ${HH07}>=1) or ${HH07_months}>9 ,position(..),'')",
         "if(${HH07} < 5 and ${HH07} >= 1 or ${HH07_months} > 9, position(..), '')"},
        {"not(count-selected(.) > 1 and (selected(., '6') or selected(., '7')))",
         "not(count-selected(.) > 1 and (selected(., '6') or selected(., '7')))"},
        {"jr:itext(instance('seclass')/root/item[name = ${householdIncome}]/itextId)",
         "jr:itext(instance('seclass')/root/item[name = ${householdIncome}]/itextId)"},
        {"instance('nameInHH')/root/item[ /data/group_Part1/HH01  >= Hhmember]",
         "instance('nameInHH')/root/item[/data/group_Part1/HH01 >= Hhmember]"},
        {"if(index() = 1, . >= 18, if(index() = 2, . >= 3 and . <=6, . >= 0 and . <= 120))",
         "if(index() = 1, . >= 18, if(index() = 2, . >= 3 and . <= 6, . >= 0 and . <= 120))"},
        {"filter= /data/group_Metadata/q0_4_settlement ",
         "filter = /data/group_Metadata/q0_4_settlement"},
        {"regex(.,'^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$')",
         "regex(., '^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$')"},
    };
    for (const Good& each : cases)
        EXPECT_EQ(printed(each.source), each.form) << each.source;
}

TEST(Parse, PutsPredicatesOfAPathIntoItsChildren) {
    const Node path = parse("instance('x')/root/item[name = ${a}]/label").expression->root;
    EXPECT_EQ(path.kind, NodeKind::path);
    EXPECT_EQ(path.text, "instance('x')/root/item[{}]/label");
    ASSERT_EQ(path.children.size(), 1U);
    EXPECT_EQ(print(path.children[0]), "name = ${a}");

    const Node filtered = parse("${hh}[1]/age").expression->root;
    EXPECT_EQ(filtered.text, "{}[{}]/age");
    EXPECT_EQ(filtered.children.size(), 2U);

    EXPECT_EQ(parse("current()/../x").expression->root.text, "current()/../x");
}

TEST(Parse, GivesEveryNodeItsPlace) {
    const std::string source = "${a} = 'x' or selected(${b}, 'é')";
    const Node root = parse(source).expression->root;
    const auto text = [&](const Node& node) {
        return source.substr(node.begin, node.end - node.begin);
    };
    EXPECT_EQ(text(root), source);
    EXPECT_EQ(text(root.children[0]), "${a} = 'x'");
    EXPECT_EQ(text(root.children[1]), "selected(${b}, 'é')");
    EXPECT_EQ(text(root.children[1].children[1]), "'é'");
}

TEST(References, AreNamedOnceInOrderOfAppearance) {
    const Node root = parse(
                          "${b} = ${a} + ${b} or instance('x')/root/item[name = ${c}]/label = "
                          "jr:choice-name(., '${d}')")
                          .expression->root;
    EXPECT_EQ(references(root), (std::vector<std::string>{"b", "a", "c", "d"}));
}

struct Bad {
    std::string_view source;
    std::string_view errors;  // "begin-end message; remedy", a line each
};

std::string errors_of(std::string_view source) {
    const Parsed parsed = parse(source);
    EXPECT_EQ(parsed.expression.has_value(), parsed.errors.empty()) << source;
    std::string out;
    for (const SyntaxError& error : parsed.errors) {
        if (!out.empty()) out += '\n';
        out += std::to_string(error.begin) + "-" + std::to_string(error.end) + " " + error.message +
               "; " + error.remedy;
    }
    return out;
}

TEST(Parse, SaysWhatIsWrongWhereAndHowToMendIt) {
    const Bad cases[] = {
        {"", "0-0 the expression is empty; Write a condition."},
        {"  ", "0-2 the expression is empty; Write a condition."},
        {"${a} == 'x'", "5-7 “==” is not an operator; Compare with a single “=”."},
        {"${a} && ${b}", "5-7 “&&” is not an operator; Write “and”."},
        {"${a} || ${b}", "5-7 “||” is not an operator; Write “or”."},
        {"${a} <> 1", "5-7 “<>” is not an operator; Write “!=” for “not equal”."},
        {"${a} => 1", "5-7 “=>” is not an operator; Write “>=”."},
        {"${a} ≥ 1", "5-8 “≥” is not an operator; Write “>=”."},
        {"${a} – 1", "5-8 a typographic dash is not a minus sign; Write “-”."},
        {"!${a}", "0-1 “!” is not an operator; Write “not(…)”."},
        {"${a} AND ${b}", "5-8 “AND” is not an operator; Write “and” in small letters."},
        {"${a} = ‘x’", "7-14 typographic quotes are not quotes; Write 'x'."},
        {"${a} = “x y”", "7-16 typographic quotes are not quotes; Write 'x y'."},
        {"${a} = 'x’",
         "7-12 the text is not closed; Replace the typographic quote in it by a "
         "straight one."},
        {"${a} = 'x", "7-9 the text is not closed; Add the closing quote: 'x'."},
        {"${}", "0-3 “${}” names no question; Write the name of a question between braces."},
        {"${a = 1", "0-3 “${” is not closed; Add the closing brace: ${a}."},
        {"$a = 1", "0-2 “$” must be followed by a name in braces; Write ${a}."},
        {"${a b} = 1",
         "0-6 “a b” cannot be the name of a question; Names begin with a letter and "
         "have letters, digits, “_”, “-” and “.”."},
        {"(${a} = 1", "0-1 “(” is not closed; Add “)” where it ends."},
        {"selected(${a}, 'x'", "8-9 “(” is not closed; Add “)” where it ends."},
        {"${a} = 1)",
         "8-9 nothing is open that “)” could close; Remove it, or add the opening "
         "one."},
        {"${a} = ",
         "7-7 something is missing after “=”; Write a question such as ${age}, a number "
         "or a text in quotes."},
        {"= 1", "0-1 something is missing before “=”; Write what “=” applies to."},
        {"${a} ${b}",
         "5-9 an operator is missing between “${a}” and “${b}”; Put an operator such "
         "as “and”, “or”, “=” or “+” between them."},
        {"not ${a}", "4-8 “not” is a function; Write not(…), with parentheses."},
        {"selected(${a} 'x')",
         "14-17 a comma or an operator is missing before “'x'”; Separate "
         "arguments by commas."},
        {"selcted(${a}, 'x')", "0-7 there is no function selcted(); Did you mean “selected”?"},
        {"frobnicate()",
         "0-10 there is no function frobnicate(); Look it up in the list of "
         "functions."},
        {"selected(${a})",
         "0-14 selected() takes 2 arguments, not 1; Write it as "
         "selected(${question}, 'choice')."},
        {"true(1)", "0-7 true() takes no arguments, not 1; Write it as true()."},
        {"if(1, 2)", "0-8 if() takes 3 arguments, not 2; Write it as if(condition, then, else)."},
        {"round(1, 2, 3)",
         "0-14 round() takes 1 to 2 arguments, not 3; Write it as round(number, "
         "places)."},
        {"${a} / 2",
         "7-8 a name must follow “/” in a path; Write the name of a question; division "
         "is written “div”."},
        {"${a} = 1; ${b}",
         "8-9 “;” has no meaning in an expression; Remove it, or put quotes "
         "round the text that it belongs to.\n10-14 an operator is missing "
         "between “1” and “${b}”; Put an operator such as “and”, “or”, “=” or "
         "“+” between them."},
        {"${a} = 1, ${b} = 2",
         "8-9 a comma separates arguments of a function only; Write “and” or "
         "“or” between conditions."},
    };
    for (const Bad& each : cases) {
        EXPECT_EQ(errors_of(each.source), each.errors) << each.source;
    }
}

TEST(Parse, ReportsEveryMistakeInOneRun) {
    EXPECT_EQ(errors_of("${a} == ‘x’ && selcted(${b}) or (${c} = 1"),
              "5-7 “==” is not an operator; Compare with a single “=”.\n"
              "8-15 typographic quotes are not quotes; Write 'x'.\n"
              "16-18 “&&” is not an operator; Write “and”.\n"
              "19-26 there is no function selcted(); Did you mean “selected”?\n"
              "36-37 “(” is not closed; Add “)” where it ends.");
}

TEST(Parse, ReportsProseOnce) {
    EXPECT_EQ(parse("Общее количество знаков должно равняться 12").errors.size(), 1U);
}

TEST(Parse, RefusesWhatIsTooDeepOrTooLongInsteadOfOverflowing) {
    const auto repeated = [](std::string_view text, int times) {
        std::string out;
        for (int i = 0; i < times; ++i)
            out += text;
        return out;
    };
    for (const std::string_view deep : {"(", "not(", "-", "a[", "+ ", "if(1,"}) {
        const Parsed parsed = parse(repeated(deep, 10000));
        EXPECT_FALSE(parsed.expression.has_value()) << deep;
        EXPECT_LT(parsed.errors.size(), 1000U) << deep;
    }
    EXPECT_FALSE(parse(repeated("1 or ", 10000) + "1").expression.has_value());
    EXPECT_TRUE(parse(repeated("${a} = 'b' or ", 2200) + "1").expression.has_value());
}

TEST(Parse, TakesTextWithBothQuotesAsAConcatenation) {
    EXPECT_EQ(quote("a"), "'a'");
    EXPECT_EQ(quote("it's"), "\"it's\"");
    EXPECT_EQ(quote("'\""), "concat(\"'\", '\"')");
    EXPECT_EQ(quote("a'b\"c"), "concat('a', \"'\", 'b\"c')");
    EXPECT_TRUE(parse(quote("5'4\"")).expression.has_value());
}

TEST(Parse, TakesStraightenedQuotes) {
    EXPECT_EQ(printed(straight_quotes("if(${a} = ‘x’, “y”, ’’)")), "if(${a} = 'x', 'y', '')");
}

TEST(Functions, AreSortedWithTheirNameInTheirSignature) {
    std::set<std::string_view> names;
    for (const Function& function : functions()) {
        EXPECT_TRUE(names.insert(function.name).second) << function.name;
        EXPECT_EQ(find_function(function.name), &function);
        EXPECT_TRUE(function.signature.starts_with(function.name)) << function.name;
        EXPECT_TRUE(function.most_arguments < 0 ||
                    function.least_arguments <= function.most_arguments)
            << function.name;
    }
    EXPECT_EQ(find_function("nothing"), nullptr);
}

}  // namespace
}  // namespace mtm
