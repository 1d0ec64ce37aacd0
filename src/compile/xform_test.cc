#include "compile/xform.h"

#include <gtest/gtest.h>

#include "compile/define.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

// The XForm of a form in text, without line breaks and indentation.
std::string xform_of(std::string_view text) {
    const DefinedForm form = define_form(workbook_from_text(text), "form.xlsx");
    EXPECT_FALSE(has_errors(form.diagnostics)) << print_all(form.diagnostics);
    std::string out;
    bool in_layout = false;
    for (const char c : to_xform(form.definition)) {
        in_layout = c == '\n' || (in_layout && c == ' ');
        if (!in_layout) out += c;
    }
    return out;
}

::testing::AssertionResult holds(const std::string& xml, std::string_view part) {
    if (xml.find(part) != std::string::npos) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "no " << part << "\nin " << xml;
}

TEST(Xform, HoldsModelAndBodyOfAForm) {
    EXPECT_EQ(
        xform_of(R"(
        survey
        | type    | name | label    | hint  | relevant | required |
        | integer | age  | How old? | years |          | yes      |
        | note    | bye  | Thanks   |       | . > 1    |          |
        settings
        | form_title | form_id | version | style |
        | A & B      | f1      | 7       | pages |
    )"),
        R"x(<?xml version="1.0"?>)x"
        R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml")x"
        R"x( xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:xsd="http://www.w3.org/2001/XMLSchema")x"
        R"x( xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms")x"
        R"x( xmlns:odk="http://www.opendatakit.org/xforms">)x"
        R"x(<h:head><h:title>A &amp; B</h:title><model odk:xforms-version="1.0.0">)x"
        R"x(<instance><data id="f1" version="7"><age/><bye/><meta><instanceID/></meta></data></instance>)x"
        R"x(<bind nodeset="/data/age" required="true()" type="int"/>)x"
        R"x(<bind nodeset="/data/bye" relevant=". &gt; 1" type="string" readonly="true()"/>)x"
        R"x(<bind nodeset="/data/meta/instanceID" readonly="true()" jr:preload="uid" type="string"/>)x"
        R"x(</model></h:head><h:body class="pages">)x"
        R"x(<input ref="/data/age"><label>How old?</label><hint>years</hint></input>)x"
        R"x(<input ref="/data/bye"><label>Thanks</label></input></h:body></h:html>)x");
}

TEST(Xform, ReferencesArePathsBetweenBlanks) {
    const std::string xml = xform_of(R"(
        survey
        | type    | name | label        | relevant            |
        | integer | age  | Age          |                     |
        | text    | job  | Job at ${age} | ${age}>17 and ${age} < 70 |
    )");
    EXPECT_TRUE(holds(xml, R"x(relevant=" /data/age &gt;17 and  /data/age  &lt; 70")x"));
    EXPECT_TRUE(holds(xml, R"x(<label> Job at <output value=" /data/age "/> </label>)x"));
}

TEST(Xform, ReferencesWithinARepeatAreRelative) {
    const std::string xml = xform_of(R"(
        survey
        | type         | name  | label        | relevant       |
        | text         | place | Place        |                |
        | begin_repeat | home  | Home         |                |
        | integer      | rooms | Rooms        |                |
        | begin_group  | who   | Who          |                |
        | text         | owner | Owner        | ${rooms} > 1   |
        | text         | keys  | Keys ${owner} | ${place} != '' |
        | end_group    |       |              |                |
        | end_repeat   |       |              |                |
        | text         | last  | Last         | ${rooms} > 1   |
    )");
    EXPECT_TRUE(
        holds(xml, R"x(<bind nodeset="/data/home/who/owner" relevant=" ../../rooms  &gt; 1")x"));
    EXPECT_TRUE(
        holds(xml, R"x(<bind nodeset="/data/home/who/keys" relevant=" /data/place  != ''")x"));
    EXPECT_TRUE(holds(xml, R"x(<label> Keys <output value=" ../owner "/> </label>)x"));
    EXPECT_TRUE(holds(xml, R"x(<bind nodeset="/data/last" relevant=" /data/home/rooms  &gt; 1")x"));
}

TEST(Xform, IndexedRepeatNamesTheNodesOfAllRounds) {
    const std::string xml = xform_of(R"(
        survey
        | type         | name   | label  | calculation                                       |
        | begin_repeat | person | Person |                                                   |
        | integer      | pos    |        | position(..)                                      |
        | text         | name   | Name   |                                                   |
        | text         | prev   | Before | indexed-repeat(${name}, ${person}, ${pos}-1)       |
        | text         | both   | Both   | concat(${name}, indexed-repeat(${name}, ${person}, 1)) |
        | end_repeat   |        |        |                                                   |
    )");
    EXPECT_TRUE(holds(
        xml, R"x(calculate="indexed-repeat( /data/person/name ,  /data/person ,  ../pos -1)")x"));
    EXPECT_TRUE(holds(
        xml,
        R"x(calculate="concat( ../name , indexed-repeat( /data/person/name ,  /data/person , 1))")x"));
}

TEST(Xform, PredicatesOfInstancesReadTheCurrentNode) {
    const std::string xml = xform_of(R"(
        survey
        | type            | name | label | choice_filter   | calculation |
        | begin_repeat    | r    | R     |                 |             |
        | select_one a    | x    | X     |                 |             |
        | select_one b    | y    | Y     | group = ${x}    |             |
        | calculate       | z    |       |                 | instance('b')/root/item[name = ${y}]/label |
        | end_repeat      |      |       |                 |             |
        choices
        | list_name | name | label | group |
        | a         | 1    | One   |       |
        | b         | 2    | Two   | 1     |
    )");
    EXPECT_TRUE(
        holds(xml, R"x(<itemset nodeset="instance('b')/root/item[group =  current()/../x ]">)x"));
    EXPECT_TRUE(
        holds(xml, R"x(calculate="instance('b')/root/item[name =  current()/../y ]/label")x"));
    EXPECT_TRUE(holds(xml,
                      R"x(<instance id="b"><root><item><name>2</name><label>Two</label>)x"
                      R"x(<group>1</group></item></root></instance>)x"));
}

TEST(Xform, AnswersInARepeatAreChoicesElsewhere) {
    const std::string outside = xform_of(R"(
        survey
        | type               | name  | label | choice_filter |
        | begin_repeat       | rep   | Rep   |               |
        | text               | name  | Name  |               |
        | integer            | age   | Age   |               |
        | end_repeat         |       |       |               |
        | select_one ${name} | one   | One   |               |
        | select_one ${name} | adult | Adult | ${age} > 18   |
    )");
    EXPECT_TRUE(holds(outside,
                      R"x(<itemset nodeset="/data/rep[./name != '']"><value ref="name"/>)x"
                      R"x(<label ref="name"/></itemset>)x"));
    EXPECT_TRUE(holds(outside, R"x(<itemset nodeset="/data/rep[ ./age  &gt; 18]">)x"));
    const std::string nested = xform_of(R"(
        survey
        | type               | name   | label   | choice_filter             |
        | begin_repeat       | house  | House   |                           |
        | begin_repeat       | person | Person  |                           |
        | text               | name   | Name    |                           |
        | integer            | age    | Age     |                           |
        | end_repeat         |        |         |                           |
        | begin_repeat       | chosen | Chosen  |                           |
        | integer            | least  | Minimum |                           |
        | select_one ${name} | who    | Who     | ${age} > ${least}         |
        | end_repeat         |        |         |                           |
        | end_repeat         |        |         |                           |
    )");
    EXPECT_TRUE(
        holds(nested, R"x(<itemset nodeset="../../person[ ./age  &gt;  current()/../least ]">)x"));
}

TEST(Xform, RepeatsHaveATemplateAndAFirstRound) {
    const std::string xml = xform_of(R"(
        survey
        | type         | name  | label | repeat_count | default |
        | integer      | n     | N     |              |         |
        | begin_repeat | outer | Outer | ${n}         |         |
        | begin_repeat | inner | Inner |              |         |
        | text         | a     | A     |              | x       |
        | end_repeat   |       |       |              |         |
        | end_repeat   |       |       |              |         |
    )");
    EXPECT_TRUE(holds(xml,
                      R"x(<outer jr:template=""><inner jr:template=""><a>x</a></inner></outer>)x"
                      R"x(<outer><inner><a>x</a></inner></outer>)x"));
    EXPECT_TRUE(holds(
        xml,
        R"x(<group ref="/data/outer"><label>Outer</label>)x"
        R"x(<repeat nodeset="/data/outer" jr:count=" /data/n "><group ref="/data/outer/inner">)x"));
}

TEST(Xform, DefaultsThatAreCalculatedAreSetOnFirstLoadAndInEachNewRound) {
    const std::string xml = xform_of(R"(
        survey
        | type         | name  | label | default | calculation | trigger |
        | date         | day   | Day   | today() |             |         |
        | begin_repeat | r     | R     |         |             |         |
        | text         | a     | A     |         |             |         |
        | text         | b     | B     | ${a}    |             |         |
        | text         | c     | C     |         | ${a} + 1    | ${a}    |
        | end_repeat   |       |       |         |             |         |
    )");
    EXPECT_TRUE(holds(
        xml, R"x(<setvalue ref="/data/day" event="odk-instance-first-load" value="today()"/>)x"));
    EXPECT_TRUE(holds(
        xml, R"x(<setvalue ref="/data/r/b" event="odk-instance-first-load" value=" ../a "/>)x"));
    EXPECT_TRUE(holds(
        xml, R"x(<setvalue ref="/data/r/b" event="odk-new-repeat" value=" ../a "/></repeat>)x"));
    EXPECT_TRUE(holds(xml,
                      R"x(<input ref="/data/r/a"><label>A</label><setvalue ref="/data/r/c")x"
                      R"x( event="xforms-value-changed" value=" ../a  + 1"/></input>)x"));
    EXPECT_TRUE(holds(xml, R"x(<bind nodeset="/data/r/c" type="string"/>)x"));
}

TEST(Xform, TextsOfSeveralLanguagesStandInItextWithADashForMissingOnes) {
    const std::string xml = xform_of(R"(
        survey
        | type         | name | label::English (en) | label::Kazakh (kk) | hint::English (en) | constraint_message::Kazakh (kk) |
        | select_one s | sex  | Your sex            | Жынысыңыз          | As you say         |                                 |
        | integer      | age  | Age of ${sex}       |                    |                    | Қате                            |
        choices
        | list_name | name | label::English (en) | label::Kazakh (kk) |
        | s         | f    | Woman               | Әйел               |
        settings
        | default_language |
        | English (en)     |
    )");
    EXPECT_TRUE(holds(
        xml,
        R"x(<itext><translation lang="English (en)" default="true()">)x"
        R"x(<text id="s-0"><value>Woman</value></text>)x"
        R"x(<text id="/data/sex:label"><value>Your sex</value></text>)x"
        R"x(<text id="/data/sex:hint"><value>As you say</value></text>)x"
        R"x(<text id="/data/age:jr:constraintMsg"><value>-</value></text>)x"
        R"x(<text id="/data/age:label"><value> Age of <output value=" /data/sex "/> </value></text>)x"
        R"x(</translation><translation lang="Kazakh (kk)"><text id="s-0"><value>Әйел</value></text>)x"
        R"x(<text id="/data/sex:label"><value>Жынысыңыз</value></text>)x"
        R"x(<text id="/data/sex:hint"><value>-</value></text>)x"
        R"x(<text id="/data/age:jr:constraintMsg"><value>Қате</value></text>)x"
        R"x(<text id="/data/age:label"><value>-</value></text></translation></itext>)x"));
    EXPECT_TRUE(holds(xml, R"x(<item><itextId>s-0</itextId><name>f</name></item>)x"));
    EXPECT_TRUE(holds(xml, R"x(<value ref="name"/><label ref="jr:itext(itextId)"/>)x"));
    EXPECT_TRUE(holds(xml, R"x(jr:constraintMsg="jr:itext('/data/age:jr:constraintMsg')")x"));
    EXPECT_TRUE(holds(xml, R"x(<hint ref="jr:itext('/data/sex:hint')"/>)x"));
}

TEST(Xform, GroupsThatShareAPathDoNotShareTheirTexts) {
    const std::string xml = xform_of(R"(
        survey
        | type        | name | label::English (en) |
        | begin group | a    | First               |
        | text        | q    | Q                   |
        | begin group | b    | Inside              |
        | text        | p    | P                   |
        | end group   |      |                     |
        | end group   |      |                     |
        | begin group | c    | Last                |
        | text        | s    | S                   |
        | end group   |      |                     |
        settings
        | flat |
        | yes  |
    )");
    EXPECT_TRUE(holds(xml, R"x(<text id="/data:label"><value>First</value></text>)x"));
    EXPECT_TRUE(holds(xml, R"x(<text id="/data#2:label"><value>Inside</value></text>)x"));
    EXPECT_TRUE(holds(xml, R"x(<text id="/data#3:label"><value>Last</value></text>)x"));
    EXPECT_TRUE(
        holds(xml, R"x(<group><label ref="jr:itext('/data#3:label')"/><input ref="/data/s">)x"));
}

TEST(Xform, MediaAndGuidanceNeedItextInOneLanguageToo) {
    const std::string xml = xform_of(R"(
        survey
        | type | name | label | hint | guidance_hint | image | audio | required_message |
        | text | q    | Q     | H    | Slowly        | q.png | q.mp3 |                  |
        | text | p    | P     |      |               |       |       | ${q} first       |
    )");
    EXPECT_TRUE(holds(xml,
                      R"x(<translation lang="default" default="true()"><text id="/data/q:label">)x"
                      R"x(<value>Q</value><value form="image">jr://images/q.png</value>)x"
                      R"x(<value form="audio">jr://audio/q.mp3</value></text>)x"
                      R"x(<text id="/data/q:hint"><value>H</value>)x"
                      R"x(<value form="guidance">Slowly</value></text>)x"
                      R"x(<text id="/data/p:jr:requiredMsg">)x"
                      R"x(<value><output value=" /data/q "/> first </value></text>)x"));
    EXPECT_TRUE(holds(xml, R"x(<input ref="/data/p"><label>P</label></input>)x"));
}

TEST(Xform, LookupsInALabelAreShownWithTheirWholePath) {
    const std::string xml = xform_of(R"(
        survey
        | type         | name | label |
        | select_one c | q1   | Q1    |
        | note         | n    | It's instance('c')/root/item[name = ${q1} and a < 'b c']/label today |
        | note         | m    | See instance('c')/root/item[name = ${q1}]/label today |
        choices
        | list_name | name | label |
        | c         | y    | Yes   |
    )");
    EXPECT_TRUE(
        holds(xml,
              R"x(<label> See <output value="instance('c')/root/item[name =  /data/q1 ]/label"/>)x"
              R"x( today </label>)x"));
    // An apostrophe before it opens a literal, in which nothing is looked up.
    EXPECT_TRUE(holds(
        xml, R"x(<label> It's instance('c')/root/item[name = <output value=" /data/q1 "/>)x"));
}

TEST(Xform, FilesAndLastAnswersAreInstances) {
    const std::string xml = xform_of(R"(
        survey
        | type                          | name | label | calculation                      | default             | parameters           |
        | select_one_from_file a.csv    | q1   | Q1    |                                  |                     |                      |
        | select_one_from_file b.geojson | q2  | Q2    |                                  |                     |                      |
        | select_one_from_file c.xml    | q3   | Q3    |                                  |                     | value=code, label=fr |
        | calculate                     | q4   |       | pulldata('d', 'name', 'key', '1') |                    |                      |
        | text                          | q5   | Q5    |                                  | ${last-saved#q1}    |                      |
        | xml-external                  | e    |       |                                  |                     |                      |
    )");
    EXPECT_TRUE(holds(xml, R"x(<instance id="a" src="jr://file-csv/a.csv"/>)x"));
    EXPECT_TRUE(holds(xml, R"x(<instance id="b" src="jr://file/b.geojson"/>)x"));
    EXPECT_TRUE(holds(xml, R"x(<instance id="d" src="jr://file-csv/d.csv"/>)x"));
    EXPECT_TRUE(holds(xml, R"x(<instance id="e" src="jr://file/e.xml"/>)x"));
    EXPECT_TRUE(holds(xml, R"x(<instance id="__last-saved" src="jr://instance/last-saved"/>)x"));
    EXPECT_TRUE(holds(xml, R"x(value=" instance('__last-saved')/data/q1 ")x"));
    EXPECT_TRUE(
        holds(xml, R"x(nodeset="instance('b')/root/item"><value ref="id"/><label ref="title"/>)x"));
    EXPECT_TRUE(
        holds(xml, R"x(nodeset="instance('c')/root/item"><value ref="code"/><label ref="fr"/>)x"));
}

TEST(Xform, ChoicesAreShuffledByASeed) {
    const std::string xml = xform_of(R"(
        survey
        | type         | name | label | parameters                  |
        | integer      | seed | Seed  |                             |
        | select_one a | x    | X     | randomize=true, seed=${seed} |
        | select_one a | y    | Y     | randomize=true              |
        choices
        | list_name | name | label |
        | a         | 1    | One   |
    )");
    EXPECT_TRUE(
        holds(xml, R"x(<itemset nodeset="randomize(instance('a')/root/item, /data/seed)">)x"));
    EXPECT_TRUE(holds(xml, R"x(<itemset nodeset="randomize(instance('a')/root/item)">)x"));
}

TEST(Xform, ChoicesThatADeviceSearchesStandInTheBody) {
    const std::string xml = xform_of(R"(
        survey
        | type         | name | label | appearance        |
        | select_one a | x    | X     | search('fruits')  |
        choices
        | list_name | name | label |
        | a         | key  | name  |
    )");
    EXPECT_TRUE(holds(xml, R"x(<item><label>name</label><value>key</value></item></select1>)x"));
    EXPECT_FALSE(holds(xml, R"x(<instance id=)x"));
}

TEST(Xform, EntitiesAreAttributesInMeta) {
    const std::string xml = xform_of(R"(
        survey
        | type | name | label | save_to |
        | text | name | Name  | full    |
        entities
        | list_name | label   |
        | people    | ${name} |
    )");
    EXPECT_TRUE(holds(xml, R"x(xmlns:entities="http://www.opendatakit.org/xforms/entities")x"));
    EXPECT_TRUE(holds(
        xml,
        R"x(<meta><entity dataset="people" create="1" id=""><label/></entity><instanceID/></meta>)x"));
    EXPECT_TRUE(
        holds(xml, R"x(<setvalue ref="/data/meta/entity/@id" event="odk-instance-first-load")x"));
    EXPECT_TRUE(holds(xml, R"x(<bind nodeset="/data/name" entities:saveto="full")x"));
    EXPECT_TRUE(holds(xml, R"x(type="string" calculate=" /data/name "/>)x"));
}

TEST(Xform, SettingsOfSubmissionAndNamespacesAreWritten) {
    const std::string xml = xform_of(R"(
        survey
        | type | name | label | instance::my:hint | bind::my:note |
        | text | q    | Q     | a                 | b             |
        settings
        | submission_url | public_key | auto_send | auto_delete | namespaces         | attribute::my:kind | instance_xmlns |
        | http://s.org   | KEY        | true      | false       | my=http://my.org/x | baseline           | http://d.org   |
    )");
    EXPECT_TRUE(holds(xml, R"x(xmlns:my="http://my.org/x")x"));
    EXPECT_TRUE(
        holds(xml,
              R"x(<submission action="http://s.org" method="post" base64RsaPublicKey="KEY")x"
              R"x( orx:auto-send="true" orx:auto-delete="false"/>)x"));
    EXPECT_TRUE(holds(
        xml, R"x(<data my:kind="baseline" id="form" xmlns="http://d.org"><q my:hint="a"/>)x"));
    EXPECT_TRUE(holds(xml, R"x(my:note="b")x"));
}

TEST(Xform, TextIsEscapedOnceAndControlCharactersAreLeftOut) {
    FormDefinition form;
    form.form_id = "f";
    form.title = "1 < 2 & \"3\"\x01 \xEF\xBF\xBE\xEF\xBC\x81";
    EXPECT_TRUE(holds(to_xform(form), "<h:title>1 &lt; 2 &amp; \"3\" \xEF\xBC\x81</h:title>"));
}

TEST(Xform, ItemsetsAreQuotedAndRowsMayEndEarly) {
    FormDefinition form;
    EXPECT_EQ(to_itemsets_csv(form), "");
    form.itemsets = {{"list_name", "name", "label"}, {"city", "a", "A \"b\""}, {"city", "", ""}};
    EXPECT_EQ(to_itemsets_csv(form),
              "\"list_name\",\"name\",\"label\"\r\n\"city\",\"a\",\"A \"\"b\"\"\"\r\n\"city\"\r\n");
}

}  // namespace
}  // namespace mtm
