// An XForm compiles back into the questionnaire that it was written from: for every workbook of the
// conversion cases that pyxform accepts, for the questionnaires that organisations have in the
// field, for pyxform's own XForms of them as for ours.
//
// What an XForm does not hold, so that the two questionnaires may differ in it:
//   – rows, and MTM's own columns of the survey sheet (disclosure, missing, reviewed_by);
//   – the order of languages, those in which nothing is written, and the name of the only one;
//   – how parameters are spelled: their order, what separates them, those that say the default;
//   – a read-only text: an XForm says the same of it and of a note;
//   – what is calculated and not shown: an XForm says the same of it whatever its type;
//   – a type of answer that a column bind::type gives to a question of another type;
//   – the name of a list that only search() looks into, and groups without a node (setting flat);
//   – paths that an author wrote where ${name} would do: they become ${name}.
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <pugixml.hpp>
#include <set>

#include <gtest/gtest.h>

#include "compile/parameters.h"
#include "compile/xform.h"
#include "compile/xform_reader.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

std::string output_of(const std::string& command) {
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

bool has_no_order(std::string_view name) {
    constexpr std::array<std::string_view, 5> names = {
        "model", "itext", "translation", "text", "item"};
    return std::ranges::find(names, name) != names.end();
}

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

std::string first_difference(const std::string& a, const std::string& b) {
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const std::size_t begin = at < 200 ? 0 : at - 200;
    return a.substr(begin, 400) + "\n---\n" + b.substr(begin, 400);
}

std::string show(const std::optional<Expression>& expression) {
    return expression ? print(expression->root) : "";
}

std::string show(const Translated& text, const Questionnaire& form) {
    std::map<std::string, std::string> by_language;
    for (std::size_t l = 0; l < text.by_language.size(); ++l) {
        if (text.by_language[l].empty()) continue;
        const bool only = form.languages.size() == 1;
        by_language[only ? "" : form.languages[l].header] = squeeze(text.by_language[l]);
    }
    std::string out;
    for (const auto& [language, words] : by_language)
        out += "[" + language + "]" + words;
    return out;
}

std::string show_parameters(const Question& question) {
    const auto read = read_parameters(question.parameters);
    if (!read) return question.parameters;
    std::map<std::string, std::string> sorted(read->begin(), read->end());
    if (question.type == QuestionType::range) {
        sorted.try_emplace("start", "1");
        sorted.try_emplace("end", "10");
        sorted.try_emplace("step", "1");
    }
    if (sorted.contains("incremental")) sorted["incremental"] = "true";
    if (sorted["randomize"] != "true") sorted.erase("randomize");
    std::string out;
    for (const auto& [key, value] : sorted)
        out += key + "=" + value + " ";
    return out;
}

/// All that the two questionnaires must agree in, a line an item.
std::vector<std::string> lines(const Questionnaire& form) {
    std::vector<std::string> out;
    out.push_back("id " + form.form_id + " version " + form.version + " title " + form.title +
                  " root " + form.root + " style " + form.style);
    out.push_back("instance_name " + squeeze(form.instance_name));
    for (const Question& q : form.questions) {
        const std::string at = form.path(static_cast<int>(&q - form.questions.data())) + " ";
        const std::string list =
            q.list < 0 ? "" : form.lists[static_cast<std::size_t>(q.list)].name;
        out.push_back(at + "type " + std::string(name_of(q.type)) + " " + q.metadata);
        out.push_back(at + "list " + list);
        out.push_back(at + "label " + show(q.label, form));
        out.push_back(at + "hint " + show(q.hint, form));
        out.push_back(at + "guidance " + show(q.guidance_hint, form));
        out.push_back(at + "relevant " + show(q.relevant));
        out.push_back(at + "constraint " + show(q.constraint));
        out.push_back(at + "constraint_message " + show(q.constraint_message, form));
        out.push_back(at + "required " + show(q.required));
        out.push_back(at + "required_message " + show(q.required_message, form));
        out.push_back(at + "read_only " + show(q.read_only));
        out.push_back(at + "calculation " + show(q.calculation));
        out.push_back(at + "choice_filter " + show(q.choice_filter));
        out.push_back(at + "default " + squeeze(q.default_value));
        out.push_back(at + "appearance " + squeeze(q.appearance));
        out.push_back(at + "parameters " + show_parameters(q));
    }
    for (const Group& g : form.groups) {
        const std::string at = "group " + g.name + " ";
        out.push_back(at + "label " + show(g.label, form));
        out.push_back(at + "relevant " + show(g.relevant));
        out.push_back(at + "count " + show(g.repeat_count) + (g.repeat ? " repeat" : ""));
        out.push_back(at + "appearance " + squeeze(g.appearance));
        out.push_back(at + std::to_string(g.parent) + " " + std::to_string(g.first) + " " +
                      std::to_string(g.end));
    }
    for (const ChoiceList& list : form.lists) {
        for (const Choice& choice : list.choices) {
            std::string extra;
            for (const auto& [column, value] : choice.extra)
                extra += " " + column + "=" + squeeze(value);
            out.push_back("choice " + list.name + " " + choice.name + " " +
                          show(choice.label, form) + " " +
                          std::to_string(static_cast<int>(choice.missing)) + extra);
        }
    }
    return out;
}

struct Tally {
    int forms = 0;
    int same_questionnaire = 0;
    int same_xform = 0;
};

/// What the line is about, without what it says.
void compare(const std::string& name,
             const Questionnaire& from_sheets,
             const std::string& xml,
             Tally& tally) {
    ++tally.forms;
    const DefinedForm read = definition_from_xform(xml, name + ".xml");
    EXPECT_FALSE(has_errors(read.diagnostics)) << name << "\n" << print_all(read.diagnostics);
    const Compiled compiled = compile(read);
    const std::vector<std::string> expected = lines(from_sheets);
    const std::vector<std::string> got = lines(compiled.questionnaire);
    std::string difference;
    for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
        const std::string a = i < expected.size() ? expected[i] : "(nothing)";
        const std::string b = i < got.size() ? got[i] : "(nothing)";
        if (a != b) difference += "sheets: " + a + "\nxform:  " + b + "\n";
        if (difference.size() > 1200) break;
    }
    if (difference.empty()) ++tally.same_questionnaire;
    EXPECT_EQ(difference, "") << name;
    const std::string again = canonical_document(to_xform(read.definition));
    const std::string first = canonical_document(xml);
    if (again == first) ++tally.same_xform;
    EXPECT_TRUE(again == first) << name << "\n" << first_difference(first, again);
}

TEST(XformRoundTrip, OfTheConversionCases) {
    REQUIRE_SHARED("xlsform-cases/corpus.tar.xz");
    const std::string folder = ::testing::TempDir() + "mtm-xform-cases";
    std::filesystem::create_directories(folder);
    output_of("tar -xJf '" + shared_path("xlsform-cases/corpus.tar.xz") + "' -C '" + folder + "'");
    Tally ours;
    Tally theirs;
    for (const auto& entry : std::filesystem::directory_iterator(folder + "/xlsx")) {
        const std::string stem = entry.path().stem().string();
        const std::string reference = read_test_file(folder + "/ref/" + stem + ".xml");
        if (reference.empty()) continue;
        const auto workbook = read_workbook(read_test_file(entry.path().string()), stem);
        if (!workbook) continue;
        const DefinedForm form = define_form(*workbook, "data.xlsx");
        if (has_errors(form.diagnostics)) continue;
        const Questionnaire from_sheets = compile(form).questionnaire;
        compare(stem, from_sheets, to_xform(form.definition), ours);
        compare(stem + " of pyxform", from_sheets, reference, theirs);
    }
    std::printf("ours %d %d %d theirs %d %d %d\n", ours.forms, ours.same_questionnaire, ours.same_xform, theirs.forms, theirs.same_questionnaire, theirs.same_xform);
    std::filesystem::remove_all(folder);
}

TEST(XformRoundTrip, OfRealForms) {
    REQUIRE_SHARED("real/forms/xforms");
    Tally ours;
    Tally theirs;
    for (const auto& entry :
         std::filesystem::directory_iterator(shared_path("real/forms/xforms"))) {
        const std::string stem = entry.path().stem().stem().string();
        const std::string name = stem + ".xlsx";
        const auto workbook =
            read_workbook(read_test_file(shared_path("real/forms/" + name)), name);
        ASSERT_TRUE(workbook) << name;
        const DefinedForm form = define_form(*workbook, name);
        const Questionnaire from_sheets = compile(form).questionnaire;
        compare(stem, from_sheets, to_xform(form.definition), ours);
        compare(stem + " of pyxform",
                from_sheets,
                output_of("gzip -dc '" + entry.path().string() + "'"),
                theirs);
    }
    std::printf("ours %d %d %d theirs %d %d %d\n", ours.forms, ours.same_questionnaire, ours.same_xform, theirs.forms, theirs.same_questionnaire, theirs.same_xform);
}

}  // namespace
}  // namespace mtm
