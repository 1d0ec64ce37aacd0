// docs/real-forms.md says how MTM judges questionnaires that organisations have in the field. This
// test holds the page to the truth; UPDATE_GOLDEN=1 rewrites it.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "compile/compile.h"
#include "review/form_texts.h"
#include "review/review.h"
#include "study/check.h"
#include "tests/shared_files.h"
#include "workbook/csv.h"
#include "workbook/read.h"

namespace mtm {
namespace {

// Forms whose licence asks more of who passes their texts on: of these, codes and cells only.
const std::set<std::string>& without_texts() {
    static const std::set<std::string> names{
        "hot_buildings_5lang.xls", "impactr_haiti_small_fr.xlsx", "unhcr_template_dari.xlsx"};
    return names;
}

struct Judged {
    std::string name;
    bool converts = false;  // pyxform
    bool refused = false;   // MTM
    std::size_t questions = 0;
    Diagnostics diagnostics;

    [[nodiscard]] std::ptrdiff_t count(Severity severity) const {
        return std::ranges::count(diagnostics, severity, &Diagnostic::severity);
    }
};

Judged judge(const std::string& name, bool converts) {
    Judged out;
    out.name = name;
    out.converts = converts;
    const auto workbook = read_workbook(read_test_file(shared_path("real/forms/" + name)), name);
    if (!workbook) {
        ADD_FAILURE() << name << ": " << workbook.error().message;
        return out;
    }
    const DefinedForm form = define_form(*workbook, name);
    out.refused = has_errors(form.diagnostics);
    Compiled compiled = compile(form);
    out.questions = compiled.questionnaire.questions.size();
    out.diagnostics = std::move(compiled.diagnostics);
    for (Diagnostics more : {check_choices_in_logic(compiled.questionnaire, form.source),
                             review(compiled.questionnaire, name)}) {
        std::ranges::move(more, std::back_inserter(out.diagnostics));
    }
    return out;
}

// "survey rows 3–5, 9; choices row 8".
std::string places_in_words(const std::vector<Place>& places) {
    std::map<std::string, std::vector<int>> rows;
    for (const Place& place : places) {
        if (place.row > 0) rows[place.sheet].push_back(place.row);
    }
    std::vector<std::string> parts;
    for (auto& [sheet, numbers] : rows) {
        std::ranges::sort(numbers);
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        parts.push_back(sheet + " " + rows_in_words(numbers));
    }
    return parts.empty() ? "the form as a whole" : join(parts, "; ");
}

std::string section_of(const Judged& form) {
    std::string out = "\n## " + form.name + "\n\n";
    out += form.refused ? "Refused, as by pyxform.\n" : "Converted, as by pyxform.\n";
    std::vector<std::pair<Severity, std::string>> codes;
    std::map<std::string, std::vector<Place>> places;
    for (const Diagnostic& d : form.diagnostics) {
        if (!places.contains(d.code)) codes.emplace_back(d.severity, d.code);
        places[d.code].push_back(d.place);
    }
    std::ranges::stable_sort(codes, {}, [](const auto& c) { return c.first == Severity::warning; });
    if (!codes.empty()) out += "\n| | code | times | where |\n| --- | --- | --- | --- |\n";
    for (const auto& [severity, code] : codes) {
        out += std::string("| ") + (severity == Severity::error ? "error" : "warning") + " | `" +
               code + "` | " + std::to_string(places[code].size()) + " | " +
               places_in_words(places[code]) + " |\n";
    }
    if (without_texts().contains(form.name)) return out;
    bool first = true;
    for (const Diagnostic& d : form.diagnostics) {
        if (d.severity != Severity::error || !form.refused) continue;
        out += (first ? "\n- " : "- ") + d.message + " " + d.remedy + "\n";
        first = false;
    }
    return out;
}

std::string page_of(const std::vector<Judged>& forms) {
    std::string out =
        "# Real questionnaires\n\n"
        "How MTM judges questionnaires that organisations have, or had, in the field. What pyxform "
        "4.5 converts, `mtm form` converts; what it\nrefuses, `mtm form` refuses, and says all "
        "that is wrong at once where pyxform says the first. Errors of a converted form and "
        "warnings are what\n`mtm check` adds; [checks.md](checks.md) and "
        "[diagnostics.md](diagnostics.md) explain the codes. `tests/real_forms_test.cc` writes "
        "this page and holds it to be true.\n\n"
        "| form | questions | pyxform | MTM | errors | warnings |\n"
        "| --- | --- | --- | --- | --- | --- |\n";
    for (const Judged& form : forms) {
        out += "| " + form.name + " | " + std::to_string(form.questions) + " | " +
               (form.converts ? "converts" : "refuses") + " | " +
               (form.refused ? "refuses" : "converts") + " | " +
               std::to_string(form.count(Severity::error)) + " | " +
               std::to_string(form.count(Severity::warning)) + " |\n";
    }
    for (const Judged& form : forms)
        out += section_of(form);
    return out;
}

TEST(RealForms, ThePageOnThemIsTrue) {
    REQUIRE_SHARED("real/forms/pyxform-verdicts.csv");
    const auto verdicts = read_csv(read_test_file(shared_path("real/forms/pyxform-verdicts.csv")));
    ASSERT_TRUE(verdicts);
    std::vector<Judged> forms;
    for (int row = 0; row < verdicts->row_count(); ++row) {
        forms.push_back(judge(std::string(verdicts->at(row, "file")),
                              verdicts->at(row, "verdict") == "converts"));
        EXPECT_EQ(forms.back().refused, !forms.back().converts) << forms.back().name;
    }
    const std::string path = source_directory() + "/docs/real-forms.md";
    const std::string page = page_of(forms);
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << page;
    EXPECT_EQ(read_test_file(path), page)
        << "UPDATE_GOLDEN=1 build/release/real_forms_test rewrites the page.";
}

}  // namespace
}  // namespace mtm
