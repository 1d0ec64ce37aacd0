#include "compile/xform_reader.h"

#include <ctime>

#include <gtest/gtest.h>

#include "compile/xform.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

// An XForm of the parts that a test is about.
std::string xform(std::string_view instance, std::string_view model, std::string_view body) {
    std::string out =
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\""
        " xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\""
        " xmlns:orx=\"http://openrosa.org/xforms\" xmlns:odk=\"http://www.opendatakit.org/xforms\">"
        "\n<h:head><h:title>A form</h:title><model>\n<instance><data id=\"f\" version=\"3\">";
    out += instance;
    out += "<meta><instanceID/></meta></data></instance>\n";
    out += model;
    out += "\n</model></h:head>\n<h:body>\n";
    out += body;
    out += "\n</h:body></h:html>\n";
    return out;
}

Compiled compiled(const std::string& xml) {
    return compile(definition_from_xform(xml, "form.xml"));
}

Questionnaire questionnaire(std::string_view instance,
                            std::string_view model,
                            std::string_view body) {
    Compiled out = compiled(xform(instance, model, body));
    EXPECT_EQ(print_all(out.diagnostics), "");
    return std::move(out.questionnaire);
}

std::string logic(const std::optional<Expression>& expression) {
    return expression ? print(expression->root) : "";
}

const Question& question(const Questionnaire& form, std::string_view name) {
    static const Question none;
    const int at = form.find(name);
    EXPECT_GE(at, 0) << name;
    return at < 0 ? none : form.questions[static_cast<std::size_t>(at)];
}

/// Path and type of each question, with what they are of.
std::string printed(const Questionnaire& form) {
    std::string out;
    for (std::size_t i = 0; i < form.questions.size(); ++i) {
        const Question& q = form.questions[i];
        out += form.path(static_cast<int>(i)) + " " + std::string(name_of(q.type));
        if (!q.metadata.empty()) out += " " + q.metadata;
        if (q.list >= 0) out += " of " + form.lists[static_cast<std::size_t>(q.list)].name;
        out += "\n";
    }
    return out;
}

Questionnaire through_xform(std::string_view sheets) {
    const DefinedForm form = define_form(workbook_from_text(sheets), "form.xlsx");
    EXPECT_EQ(print_all(form.diagnostics), "");
    Compiled out = compiled(to_xform(form.definition));
    EXPECT_FALSE(has_errors(out.diagnostics)) << print_all(out.diagnostics);
    return std::move(out.questionnaire);
}

TEST(XformReader, TellsTypesByControlBindingAndActions) {
    EXPECT_EQ(printed(through_xform(R"x(
        survey
        | type                 | name    | label | calculation | trigger  | default | parameters       |
        | text                 | text    | a     |             |          |         |                  |
        | integer              | integer | a     |             |          |         |                  |
        | decimal              | decimal | a     |             |          |         |                  |
        | range                | range   | a     |             |          |         | start=0 end=5    |
        | select_one sex       | one     | a     |             |          |         |                  |
        | select_multiple sex  | many    | a     |             |          |         |                  |
        | rank sex             | rank    | a     |             |          |         |                  |
        | note                 | note    | a     |             |          |         |                  |
        | date                 | date    | a     |             |          |         |                  |
        | time                 | time    | a     |             |          |         |                  |
        | dateTime             | moment  | a     |             |          |         |                  |
        | geopoint             | point   | a     |             |          |         |                  |
        | geotrace             | trace   | a     |             |          |         |                  |
        | geoshape             | shape   | a     |             |          |         |                  |
        | image                | image   | a     |             |          |         |                  |
        | audio                | audio   | a     |             |          |         |                  |
        | video                | video   | a     |             |          |         |                  |
        | file                 | file    | a     |             |          |         |                  |
        | barcode              | barcode | a     |             |          |         |                  |
        | acknowledge          | agreed  | a     |             |          |         |                  |
        | trigger              | trigger | a     |             |          |         |                  |
        | calculate            | sum     |       | 1 + 1       |          |         |                  |
        | calculate            | seen    |       | now()       | ${text}  |         |                  |
        | calculate            | begun   |       |             |          | now()   |                  |
        | hidden               | hidden  |       |             |          |         |                  |
        | start                | start   |       |             |          |         |                  |
        | end                  | end     |       |             |          |         |                  |
        | today                | today   |       |             |          |         |                  |
        | deviceid             | device  |       |             |          |         |                  |
        | username             | user    |       |             |          |         |                  |
        | phonenumber          | phone   |       |             |          |         |                  |
        | email                | email   |       |             |          |         |                  |
        | start-geopoint       | where   |       |             |          |         |                  |
        | background-geopoint  | place   |       |             | ${text}  |         |                  |
        | background-audio     | sound   |       |             |          |         |                  |
        | audit                |         |       |             |          |         |                  |
        choices
        | list_name | name | label |
        | sex       | f    | F     |
    )x")),
              "/data/text text\n/data/integer integer\n/data/decimal decimal\n/data/range range\n"
              "/data/one select_one of sex\n/data/many select_multiple of sex\n"
              "/data/rank rank of sex\n/data/note note\n/data/date date\n/data/time time\n"
              "/data/moment dateTime\n/data/point geopoint\n/data/trace geotrace\n"
              "/data/shape geoshape\n/data/image image\n/data/audio audio\n/data/video video\n"
              "/data/file file\n/data/barcode barcode\n/data/agreed acknowledge\n"
              "/data/trigger trigger\n/data/sum calculate\n/data/seen calculate\n"
              "/data/begun calculate\n/data/hidden hidden\n/data/start metadata start\n"
              "/data/end metadata end\n/data/today metadata today\n"
              "/data/device metadata deviceid\n/data/user metadata username\n"
              "/data/phone metadata phonenumber\n/data/email metadata email\n"
              "/data/where metadata start-geopoint\n/data/place metadata background-geopoint\n"
              "/data/sound audio\n");
}

TEST(XformReader, MakesReferencesOfPaths) {
    const Questionnaire form =
        questionnaire("<a/><g><b/></g><home><rooms/><who><owner/><keys/></who></home><last/>",
                      R"x(<bind nodeset="/data/a" type="int"/>
           <bind nodeset="/data/g/b" type="int" relevant="/data/a&gt;17 or /data/a = -1"
                 constraint=". &lt; count(/data/home) and . &gt; /data/home[1]/rooms"/>
           <bind nodeset="/data/home/rooms" type="int"/>
           <bind nodeset="/data/home/who/owner" type="string" relevant="../../rooms &gt; 1"/>
           <bind nodeset="/data/home/who/keys" type="string"
                 relevant="jr:choice-name(/data/a, '/data/a') = 'x' and position(..) = 1"/>
           <bind nodeset="/data/last" type="string" relevant="/data/b = 'no/data/a'"/>)x",
                      R"x(<input ref="/data/a"><label>A</label></input>
           <group ref="/data/g"><input ref="/data/g/b"><label>B</label></input></group>
           <group ref="/data/home"><label>Home</label><repeat nodeset="/data/home">
             <input ref="/data/home/rooms"><label>R</label></input>
             <group ref="/data/home/who">
               <input ref="/data/home/who/owner"><label>O <output value="../../rooms"/></label></input>
               <input ref="/data/home/who/keys"><label>K</label></input>
             </group></repeat></group>
           <input ref="/data/last"><label>L</label></input>)x");
    EXPECT_EQ(logic(question(form, "b").relevant), "${a} > 17 or ${a} = -1");
    EXPECT_EQ(logic(question(form, "b").constraint),
              ". < count(${home}) and . > /data/home[1]/rooms");
    EXPECT_EQ(logic(question(form, "owner").relevant), "${rooms} > 1");
    EXPECT_EQ(question(form, "owner").label.in(0), "O ${rooms}");
    EXPECT_EQ(logic(question(form, "keys").relevant),
              "jr:choice-name(${a}, '${a}') = 'x' and position(..) = 1");
    EXPECT_EQ(logic(question(form, "last").relevant), "/data/b = 'no/data/a'");
}

TEST(XformReader, KnowsThePathsThatPyxformWrites) {
    const std::string_view sheets = R"(
        survey
        | type              | name  | label        | relevant                                     | calculation                                   |
        | text              | place | Place        |                                              |                                               |
        | begin_repeat      | home  | Home         |                                              |                                               |
        | integer           | rooms | Rooms        |                                              |                                               |
        | calculate         | first |              |                                              | indexed-repeat(${rooms}, ${home}, 1)          |
        | calculate         | told  |              |                                              | instance('b')/root/item[name = ${rooms}]/label |
        | note              | note  | N ${place}   | ${rooms} > 1 and count(${home}[rooms > 2]) > 1 |                                             |
        | end_repeat        |       |              |                                              |                                               |
        | calculate         | sum   |              |                                              | sum(${rooms}) div count(${home})              |
        | calculate         | last  |              |                                              | ${last-saved#place}                           |
        choices
        | list_name | name | label |
        | b         | 1    | One   |
    )";
    const Questionnaire expected = form_from_text(sheets).questionnaire;
    const Questionnaire form = through_xform(sheets);
    for (const char* name : {"first", "told", "sum", "last"}) {
        EXPECT_EQ(logic(question(form, name).calculation),
                  logic(question(expected, name).calculation));
    }
    EXPECT_EQ(logic(question(form, "note").relevant), logic(question(expected, "note").relevant));
    EXPECT_EQ(question(form, "note").label.in(0), "N ${place}");
}

TEST(XformReader, LeavesAPathWhereItsNameMeansAnotherNode) {
    const Questionnaire form = questionnaire(
        "<a><x/></a><b><x/></b><y/>",
        R"x(<bind nodeset="/data/y" relevant="/data/a/x = 1 and /data/b/x = 1"/>)x",
        R"x(<group ref="/data/a"><input ref="/data/a/x"><label>X</label></input></group>
           <group ref="/data/b"><input ref="/data/b/x"><label>X</label></input></group>
           <input ref="/data/y"><label>Y</label></input>)x");
    EXPECT_EQ(logic(question(form, "y").relevant), "${x} = 1 and /data/b/x = 1");
}

TEST(XformReader, UnderstandsCascadesAndRandomOrder) {
    const Questionnaire form = questionnaire(
        "<region/><city/>",
        R"x(<instance id="regions"><root><item><name>n</name><label>North</label></item></root></instance>
           <instance id="cities"><root><item><name>a</name><label>A</label><region>n</region></item>
           </root></instance>
           <bind nodeset="/data/region" type="string"/><bind nodeset="/data/city" type="string"/>)x",
        R"x(<select1 ref="/data/region"><label>R</label><itemset nodeset="instance('regions')/root/item">
             <value ref="name"/><label ref="label"/></itemset></select1>
           <select1 ref="/data/city"><label>C</label>
             <itemset nodeset="randomize(instance('cities')/root/item[region = /data/region][name != 'b'], 42)">
             <value ref="name"/><label ref="label"/></itemset></select1>)x");
    const Question& city = question(form, "city");
    EXPECT_EQ(logic(city.choice_filter), "region = ${region} and name != 'b'");
    EXPECT_EQ(city.parameters, "randomize=true seed=42");
    ASSERT_EQ(city.list, 1);
    EXPECT_EQ(form.lists[1].choices[0].extra.at("region"), "n");
    EXPECT_EQ(form.lists[0].choices[0].label.in(0), "North");
}

TEST(XformReader, ReadsChoicesThatStandInTheSelects) {
    const Questionnaire form = questionnaire(
        "<a/><b/>",
        R"x(<itext><translation lang="English (en)"><text id="/data/a/yes:label"><value>Yes</value></text>
           <text id="/data/a/no:label"><value>No</value></text></translation></itext>
           <bind nodeset="/data/a" type="select1"/><bind nodeset="/data/b" type="select"/>)x",
        R"x(<select1 ref="/data/a"><label>A</label>
             <item><label ref="jr:itext('/data/a/yes:label')"/><value>yes</value></item>
             <item><label ref="jr:itext('/data/a/no:label')"/><value>no</value></item></select1>
           <select ref="/data/b"><label>B</label>
             <item><label>One</label><value>1</value></item></select>)x");
    EXPECT_EQ(printed(form), "/data/a select_one of a\n/data/b select_multiple of b\n");
    ASSERT_EQ(form.lists.size(), 2U);
    EXPECT_EQ(form.lists[0].choices[1].name, "no");
    EXPECT_EQ(form.lists[0].choices[1].label.in(1), "No");
    EXPECT_EQ(form.lists[1].choices[0].label.in(0), "One");
}

// As pyxform wrote until 2017: no list stands by itself, texts are called by question and choice, a
// repeat has its template alone, and one action happens at two events.
TEST(XformReader, ReadsFormsOfOlderPyxform) {
    const DefinedForm form = definition_from_xform(xform("<a/><b/><r jr:template=\"\"><c/></r>",
                                                         R"x(<itext><translation lang="default">
                   <text id="/data/a/y:label"><value>Yes</value></text>
                   <text id="/data/b/y:label"><value>Yes</value></text>
                   <text id="static_instance-towns-0"><value>Town</value></text>
                 </translation></itext>
                 <instance id="towns"><root><item><itextId>static_instance-towns-0</itextId>
                   <region>y</region><name>t</name></item></root></instance>
                 <bind nodeset="/data/a" type="select1"/><bind nodeset="/data/b" type="select1"/>
                 <bind nodeset="/data/r/c" type="select1"/>)x",
                                                         R"x(<select1 ref="/data/a"><label>A</label>
                   <item><label ref="jr:itext('/data/a/y:label')"/><value>y</value></item></select1>
                 <select1 ref="/data/b"><label>B</label>
                   <item><label ref="jr:itext('/data/b/y:label')"/><value>y</value></item></select1>
                 <group><label>R</label><repeat nodeset="/data/r" appearance="field-list">
                   <select1 ref="/data/r/c"><label>C</label>
                     <itemset nodeset="instance('towns')/root/item[region= /data/a ]">
                       <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>
                   <setvalue ref="/data/r/c" value="'t'"
                             event="odk-instance-first-load odk-new-repeat"/>
                 </repeat></group>)x"),
                                                   "form.xml");
    EXPECT_EQ(print_all(form.diagnostics), "");
    const Questionnaire questions = compile(form).questionnaire;
    EXPECT_EQ(printed(questions),
              "/data/a select_one of a\n/data/b select_one of a\n/data/r/c select_one of towns\n");
    EXPECT_EQ(logic(question(questions, "c").choice_filter), "region = ${a}");
    ASSERT_EQ(questions.groups.size(), 1U);
    EXPECT_TRUE(questions.groups[0].repeat);
    EXPECT_EQ(questions.groups[0].label.in(0), "R");
    EXPECT_EQ(questions.groups[0].appearance, "field-list");
    EXPECT_EQ(form.definition.elements[2].children[0].actions.size(), 2U);
}

TEST(XformReader, ReadsTranslationsMediaAndGuidance) {
    const Questionnaire form =
        questionnaire("<a/>",
                      R"x(<itext><translation lang="Русский (ru)" default="true()">
             <text id="/data/a:label"><value>Да, <output value=" /data/a "/>?</value>
               <value form="image">jr://images/a.png</value></text>
             <text id="/data/a:hint"><value>-</value><value form="guidance">Г</value></text>
             <text id="/data/a:jr:constraintMsg"><value>Нет</value></text></translation>
           <translation lang="English (en)">
             <text id="/data/a:label"><value>Yes</value></text>
             <text id="/data/a:hint"><value>Hint</value><value form="guidance">-</value></text>
             </translation></itext>
           <bind nodeset="/data/a" type="int" constraint=". &gt; 1"
                 jr:constraintMsg="jr:itext('/data/a:jr:constraintMsg')"/>)x",
                      R"x(<input ref="/data/a"><label ref="jr:itext('/data/a:label')"/>
             <hint ref="jr:itext('/data/a:hint')"/></input>)x");
    ASSERT_EQ(form.languages.size(), 2U);
    EXPECT_EQ(form.default_language, 0);
    EXPECT_EQ(form.languages[1].code, "en");
    const Question& a = question(form, "a");
    EXPECT_EQ(a.label.by_language, (std::vector<std::string>{"Да, ${a}?", "Yes"}));
    EXPECT_EQ(a.hint.by_language, (std::vector<std::string>{"", "Hint"}));
    EXPECT_EQ(a.guidance_hint.by_language, (std::vector<std::string>{"Г", ""}));
    EXPECT_EQ(a.constraint_message.by_language, (std::vector<std::string>{"Нет", ""}));
}

TEST(XformReader, TakesWhatIsTriggeredAsACalculation) {
    const DefinedForm form = definition_from_xform(
        xform("<a/><b/><c/>",
              R"x(<bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="string"/>
                 <bind nodeset="/data/c" type="date"/>
                 <setvalue ref="/data/c" event="odk-instance-first-load" value="today()"/>)x",
              R"x(<input ref="/data/a"><label>A</label>
                   <setvalue ref="/data/b" event="xforms-value-changed" value=" /data/a  * 2"/>
                 </input>
                 <input ref="/data/c"><label>C</label></input>)x"),
        "form.xml");
    EXPECT_EQ(print_all(form.diagnostics), "");
    const FormElement& b = form.definition.elements[1];
    EXPECT_EQ(b.triggers, (std::vector<std::string>{"a"}));
    EXPECT_EQ(find_attribute(b.bind, "calculate"), "${a} * 2");
    const FormElement& c = form.definition.elements[2];
    EXPECT_TRUE(c.dynamic_default);
    EXPECT_EQ(c.default_value, "today()");
}

TEST(XformReader, KeepsEntitiesAsTheyAre) {
    const std::string xml = to_xform(define_form(workbook_from_text(R"x(
        survey
        | type    | name | label | save_to |
        | text    | tree | Tree  | species |
        entities
        | list_name | label   |
        | trees     | ${tree} |
    )x"),
                                                 "form.xlsx")
                                         .definition);
    const DefinedForm form = definition_from_xform(xml, "form.xml");
    EXPECT_EQ(form.definition.entities_version, "2024.1.0");
    EXPECT_EQ(to_xform(form.definition), xml);
}

TEST(XformReader, LeavesOutWhatKoboToolboxAdds) {
    const Questionnaire form =
        questionnaire("<formhub><uuid/></formhub><start/><age/><__version__/>",
                      R"x(<bind nodeset="/data/formhub/uuid" type="string" calculate="'abc'"/>
           <bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
           <bind nodeset="/data/age" type="int"/>
           <bind nodeset="/data/__version__" type="string" calculate="'v1'"/>)x",
                      R"x(<input ref="/data/age"><label>Age</label></input>)x");
    EXPECT_EQ(printed(form), "/data/start metadata start\n/data/age integer\n");
}

TEST(XformReader, AcceptsOtherPrefixesOrderAndGroupsWithoutANode) {
    const Compiled form = compiled(R"x(<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:x="http://www.w3.org/2002/xforms">
<head><title>T</title><x:model><x:instance><data xmlns="" id="t"><b/><silent/><a/></data></x:instance>
<x:bind nodeset="/data/a" type="int"/><x:bind nodeset="/data/b" id="second"/></x:model></head>
<body><x:group appearance="field-list"><x:label>Page</x:label>
<x:input ref="/data/a"><x:label>A</x:label></x:input>
<x:input bind="second"><x:label>B</x:label></x:input></x:group></body></html>)x");
    EXPECT_EQ(print_all(form.diagnostics), "");
    EXPECT_EQ(form.questionnaire.title, "T");
    ASSERT_EQ(form.questionnaire.questions.size(), 3U);
    EXPECT_EQ(form.questionnaire.questions[0].name, "a");
    EXPECT_EQ(form.questionnaire.questions[2].name, "b");
}

TEST(XformReader, FindsTheNodeOfAGroupThatNamesNone) {
    const Questionnaire form = questionnaire("<page><a/><sub><b/></sub></page><c/><d/>",
                                             "",
                                             R"x(<group appearance="field-list"><label>Page</label>
             <input ref="/data/page/a"><label>A</label></input>
             <group><label>Sub</label><input ref="/data/page/sub/b"><label>B</label></input></group>
           </group>
           <group><input ref="/data/c"><label>C</label></input>
             <input ref="/data/d"><label>D</label></input></group>)x");
    EXPECT_EQ(printed(form),
              "/data/page/a text\n/data/page/sub/b text\n/data/c text\n/data/d text\n");
    ASSERT_EQ(form.groups.size(), 2U);
    EXPECT_EQ(form.groups[0].label.in(0), "Page");
    EXPECT_EQ(form.groups[0].appearance, "field-list");
    EXPECT_EQ(form.groups[1].label.in(0), "Sub");
}

// Mistakes.

std::string findings(std::string_view instance, std::string_view model, std::string_view body) {
    return print_all(definition_from_xform(xform(instance, model, body), "f.xml").diagnostics);
}

TEST(XformReader, TellsAllMistakesAtTheirLines) {
    const std::string found = findings("<a/><b/>",
                                       "<bind nodeset=\"/data/aa\" type=\"int\"/>\n"
                                       "<bind nodeset=\"/data/b\" type=\"string\"/>",
                                       "<slider ref=\"/data/a\"/>\n"
                                       "<input ref=\"/data/c/d/e\"><label>C</label></input>\n"
                                       "<select1 ref=\"/data/b\"><label ref=\"jr:itext('b')\"/>\n"
                                       "<itemset nodeset=\"instance('towns')/root/item\">"
                                       "<value ref=\"name\"/></itemset></select1>\n"
                                       "<input ref=\"/data/a\">"
                                       "<label><output value=\"1 + /data/b\"/></label></input>");
    EXPECT_EQ(
        found,
        "f.xml: line 4: error unknown-node: This bind is for “/data/aa”, which the primary "
        "instance does not have. Did you mean “/data/a”?\n"
        "f.xml: line 8: warning unknown-body-element: The body holds a <slider>, which no "
        "XLSForm asks for. It is left out; its node, if it has one, is not asked.\n"
        "f.xml: line 9: error unknown-node: This input is for “/data/c/d/e”, which the primary "
        "instance does not have. Add the node to the instance, or correct the path.\n"
        "f.xml: line 10: warning unknown-text: No translation has the text “b”. Add it to "
        "<itext>: people see nothing here.\n"
        "f.xml: line 11: error unknown-instance: The form has no secondary instance “towns”. "
        "Add it to the model: it holds the choices.\n"
        "f.xml: line 12: warning output-of-an-expression: A text shows “1 + /data/b”, which is "
        "more than an answer. Calculate it in a question of its own, and show that.\n");
}

TEST(XformReader, TakesTheFirstControlOfANode) {
    EXPECT_EQ(findings("<a/>", "", R"x(<input ref="/data/a"/><input ref="/data/a"/>)x"),
              "f.xml: line 7: warning asked-twice: “/data/a” is asked a second time. The first "
              "control counts; an XLSForm asks a question once.\n");
}

TEST(XformReader, TellsOfEventsAndItemsetsThatXlsFormDoesNotHave) {
    EXPECT_EQ(findings("<a/>",
                       R"x(<setvalue ref="/data/a" event="xforms-revalidate" value="1"/>)x",
                       R"x(<select1 ref="/data/a"><label>A</label>
                       <itemset nodeset="/data/b[1]/c"><value ref="x"/></itemset></select1>)x"),
              "f.xml: line 4: warning unknown-event: Nothing in an XLSForm happens at the event "
              "“xforms-revalidate”. The action is left out: see that the form works without it.\n"
              "f.xml: line 8: error bad-itemset: The choices “/data/b[1]/c” cannot be understood. "
              "Choices are instance('LIST')/root/item, or the rounds of a repeat, with conditions "
              "in [ ] behind.\n");
}

TEST(XformReader, RefusesWhatIsNoXform) {
    const auto first = [](const std::string& xml) {
        const DefinedForm form = definition_from_xform(xml, "f.xml");
        return form.diagnostics.empty() ? std::string() : print(form.diagnostics.front());
    };
    const std::string whole =
        xform("<a/>", "<bind nodeset=\"/data/a\"/>", "<input ref=\"/data/a\"/>");
    for (std::size_t length = 0; length < whole.size() - 2; ++length) {
        EXPECT_TRUE(first(whole.substr(0, length)).find("error broken-xform") != std::string::npos)
            << length;
    }
    EXPECT_EQ(first("<data id=\"f\"/>"),
              "f.xml: line 1: error missing-xform-part: The document has no <model> in its "
              "<h:head>, so it is no XForm. Download the form again, as XML, from KoboToolbox or "
              "ODK Central.");
    EXPECT_TRUE(first(xform("", "", "")).empty());
    EXPECT_NE(first("<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>")
                  .find("declares a DOCTYPE"),
              std::string::npos);
}

std::string times(int count, std::string_view text) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += text;
    return out;
}

TEST(XformReader, TakesHostileFormsWithoutHarmAndInTime) {
    const std::clock_t began = std::clock();
    EXPECT_NE(findings(times(10'000, "<g>") + times(10'000, "</g>"), "", "").find("1024 deep"),
              std::string::npos);
    EXPECT_NE(
        findings("", "", times(10'000, "<group>") + times(10'000, "</group>")).find("1024 deep"),
        std::string::npos);
    EXPECT_NE(findings(times(1'100'000, "<a/>"), "", "").find("1000000 elements"),
              std::string::npos);
    const std::string deep = xform(times(900, "<g>") + "<q/>" + times(900, "</g>"),
                                   "",
                                   times(900, "<group>") + "<input ref=\"/data" + times(900, "/g") +
                                       "/q\"/>" + times(900, "</group>"));
    EXPECT_FALSE(compiled(deep).questionnaire.questions.empty());
    findings("<a/>", "", times(50'000, "<group><input ref=\"/data/a\"/></group>"));
    findings("<a/>", times(20'000, "<bind nodeset=\"/data/b\"/>"), "");
    // Of processor time, which a busy machine does not lengthen by much.
    EXPECT_LT(static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC, 30.0);
}

}  // namespace
}  // namespace mtm
