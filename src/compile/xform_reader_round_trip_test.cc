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
//   – the name of a list that only search() looks into;
//   – paths that an author wrote where ${name} would do: they become ${name}.
#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include <gtest/gtest.h>

#include "compile/parameters.h"
#include "compile/xform.h"
#include "compile/xform_reader.h"
#include "tests/canonical_xform.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

std::string show(const std::optional<Expression>& expression) {
    return expression ? print(expression->root) : "";
}

std::set<std::string> written_languages(const Questionnaire& form) {
    std::set<std::string> out;
    const auto add = [&](const Translated& text) {
        for (std::size_t l = 0; l < text.by_language.size(); ++l) {
            if (!text.by_language[l].empty()) out.insert(form.languages[l].header);
        }
    };
    for (const Question& q : form.questions) {
        for (const Translated* text :
             {&q.label, &q.hint, &q.guidance_hint, &q.constraint_message, &q.required_message})
            add(*text);
    }
    for (const Group& group : form.groups)
        add(group.label);
    for (const ChoiceList& list : form.lists) {
        for (const Choice& choice : list.choices)
            add(choice.label);
    }
    return out;
}

std::string show(const Translated& text, const Questionnaire& form) {
    std::map<std::string, std::string> by_language;
    for (std::size_t l = 0; l < text.by_language.size(); ++l) {
        if (!text.by_language[l].empty())
            by_language[form.languages[l].header] = squeeze(text.by_language[l]);
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

bool is_silent(const Question& question) {
    return question.type == QuestionType::calculate || question.type == QuestionType::hidden ||
           question.type == QuestionType::metadata || question.type == QuestionType::audit;
}

bool is_dash(const std::string& text) {
    return text == "-";
}

/// A dash says in <itext> that a language has no text.
void forget_dashes(Translated& text) {
    const bool all = std::ranges::all_of(text.by_language, [](const std::string& in_language) {
        return in_language.empty() || is_dash(in_language);
    });
    if (!all) std::ranges::replace_if(text.by_language, is_dash, std::string());
}

/// Takes from the questionnaire of the sheets what no XForm holds.
void forget(Questionnaire& sheets, Questionnaire& xform) {
    const auto in_sheets = written_languages(sheets);
    const auto in_xform = written_languages(xform);
    if (in_sheets.size() == 1 && in_xform.size() == 1) {
        for (Language& language : sheets.languages) {
            if (in_sheets.contains(language.header)) language.header = *in_xform.begin();
        }
    }
    for (std::size_t i = 0; i < std::min(sheets.questions.size(), xform.questions.size()); ++i) {
        Question& a = sheets.questions[i];
        Question& b = xform.questions[i];
        if (a.name != b.name) continue;
        forget_dashes(a.label);
        forget_dashes(a.hint);
        const bool read_only = a.read_only && print(a.read_only->root) == "true()";
        if (b.type == QuestionType::note && a.type == QuestionType::text && read_only)
            a.type = QuestionType::note;
        const bool app_is_ignored =
            a.type == QuestionType::image && !a.appearance.empty() && a.appearance != "annotate";
        if (a.parameters.empty() || app_is_ignored) a.parameters = b.parameters;
        if (a.appearance.find("search(") != std::string::npos && a.list >= 0 && b.list >= 0)
            sheets.lists[static_cast<std::size_t>(a.list)].name =
                xform.lists[static_cast<std::size_t>(b.list)].name;
        if (!is_silent(b)) continue;
        if (a.label.empty() && a.hint.empty() && !is_silent(a)) {
            a.type = b.type;
            a.list = b.list;
        }
        if (b.label.empty()) a.label = a.hint = a.guidance_hint = {};
        a.appearance.clear();
        a.choice_filter.reset();
        a.parameters = b.parameters;
    }
}

struct Tally {
    int forms = 0;
    int same_questionnaire = 0;
    int same_xform = 0;

    bool operator==(const Tally&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Tally& tally) {
    return out << tally.forms << " forms, " << tally.same_questionnaire << " questionnaires and "
               << tally.same_xform << " XForms the same";
}

/// Reads the XForm, compares what it compiles into with what the sheets do, and writes it again.
void compare(const std::string& name,
             Questionnaire from_sheets,
             const std::string& xml,
             Tally& tally) {
    ++tally.forms;
    const DefinedForm read = definition_from_xform(xml, name + ".xml");
    EXPECT_FALSE(has_errors(read.diagnostics)) << name << "\n" << print_all(read.diagnostics);
    Compiled compiled = compile(read);
    forget(from_sheets, compiled.questionnaire);
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

/// The name under which a case's workbook was converted: forms without an id are called by it.
std::string name_in(const std::string& cases, const std::string& file) {
    constexpr std::string_view key = "\"input_name\": \"";
    const std::size_t at = cases.find(key, cases.find("xlsx/" + file + "\""));
    if (at == std::string::npos) return file;
    const std::size_t begin = at + key.size();
    return cases.substr(begin, cases.find('"', begin) - begin);
}

TEST(XformRoundTrip, OfTheConversionCases) {
    REQUIRE_SHARED("xlsform-cases/corpus.tar.xz");
    const std::string folder = ::testing::TempDir() + "mtm-xform-cases";
    std::filesystem::create_directories(folder);
    output_of("tar -xJf '" + shared_path("xlsform-cases/corpus.tar.xz") + "' -C '" + folder + "'");
    Tally ours;
    Tally theirs;
    const std::string cases = read_test_file(shared_path("xlsform-cases/cases.jsonl"));
    for (const auto& entry : std::filesystem::directory_iterator(folder + "/xlsx")) {
        const std::string stem = entry.path().stem().string();
        const std::string reference = read_test_file(folder + "/ref/" + stem + ".xml");
        if (reference.empty()) continue;
        const auto workbook = read_workbook(read_test_file(entry.path().string()), stem);
        ASSERT_TRUE(workbook) << stem;
        const DefinedForm form =
            define_form(*workbook, name_in(cases, entry.path().filename().string()));
        EXPECT_FALSE(has_errors(form.diagnostics)) << stem << print_all(form.diagnostics);
        const Questionnaire from_sheets = compile(form).questionnaire;
        compare(stem, from_sheets, to_xform(form.definition), ours);
        compare(stem + " of pyxform", from_sheets, reference, theirs);
    }
    EXPECT_EQ(ours, (Tally{.forms = 275, .same_questionnaire = 275, .same_xform = 275}));
    EXPECT_EQ(theirs, ours);
    std::filesystem::remove_all(folder);
}

TEST(XformRoundTrip, OfTheRoundFourQuestionnaire) {
    const std::string path = source_directory() + "/studies/kazakhstan-2024-r4/questionnaire.xlsx";
    const auto workbook = read_workbook(read_test_file(path), "questionnaire.xlsx");
    ASSERT_TRUE(workbook);
    const DefinedForm form = define_form(*workbook, "questionnaire.xlsx");
    Tally tally;
    compare("round 4", compile(form).questionnaire, to_xform(form.definition), tally);
    EXPECT_EQ(tally, (Tally{.forms = 1, .same_questionnaire = 1, .same_xform = 1}));
}

TEST(XformRoundTrip, OfRealForms) {
    REQUIRE_SHARED("real/forms/xforms");
    Tally ours;
    Tally theirs;
    for (const auto& entry : std::filesystem::directory_iterator(shared_path("real/forms"))) {
        const std::string name = entry.path().filename().string();
        const std::string stem = entry.path().stem().string();
        if (!entry.path().extension().string().starts_with(".xls")) continue;
        const auto workbook = read_workbook(read_test_file(entry.path().string()), name);
        ASSERT_TRUE(workbook) << name;
        const DefinedForm form = define_form(*workbook, name);
        if (has_errors(form.diagnostics)) continue;  // see real_forms_test.cc
        const Questionnaire from_sheets = compile(form).questionnaire;
        compare(stem, from_sheets, to_xform(form.definition), ours);
        const std::string packed = shared_path("real/forms/xforms/" + stem + ".xml.gz");
        if (!std::filesystem::exists(packed)) continue;
        compare(stem + " of pyxform", from_sheets, output_of("gzip -dc '" + packed + "'"), theirs);
    }
    EXPECT_EQ(ours, (Tally{.forms = 15, .same_questionnaire = 15, .same_xform = 15}));
    EXPECT_EQ(theirs, ours);
}

}  // namespace
}  // namespace mtm
