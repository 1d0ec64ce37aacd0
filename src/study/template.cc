#include "study/template.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::string_view rules_begin = "# Which interviews enter the figures";
constexpr std::string_view results_begin = "# Demographic profile";

Result<std::string_view> from_line(std::string_view text,
                                   std::string_view line,
                                   std::string_view file) {
    const std::size_t at = text.find("\n" + std::string(line));
    if (at == std::string_view::npos) {
        return Error{"the model's " + std::string(file) + " has no line “" + std::string(line) +
                     "”"};
    }
    return text.substr(at + 1);
}

// Lines `[^label]: …` whose label stands nowhere else in the text are left out.
std::string without_unused_footnotes(const std::string& text) {
    std::string out;
    for (const std::string_view line : split(text, '\n')) {
        const std::size_t close = line.starts_with("[^") ? line.find("]:") : std::string_view::npos;
        if (close != std::string_view::npos) {
            const std::string mark(line.substr(0, close + 1));
            const std::size_t first = text.find(mark);
            const bool used = first != static_cast<std::size_t>(line.data() - text.data()) ||
                              text.find(mark, first + mark.size()) != std::string::npos;
            if (!used) continue;
        }
        out += line;
        out += '\n';
    }
    while (out.ends_with("\n\n"))
        out.pop_back();
    return out;
}

}  // namespace

Result<NewStudyTexts> texts_of_new_study(const TemplateParts& parts) {
    NewStudyTexts out;
    out.study_toml = std::string(parts.study_head);
    out.study_toml += TRY(from_line(parts.model_study, rules_begin, "study.toml"));
    std::string report(parts.opening);
    report += TRY(from_line(parts.model_report, results_begin, "report.md"));
    out.report_md = without_unused_footnotes(report);
    return out;
}

std::string study_around(const Questionnaire& form) {
    std::string title = replace_all(squeeze(form.title), "\\", "\\\\");
    title = replace_all(title, "\"", "\\\"");
    std::vector<std::string> languages;
    const auto add = [&](const Language& language) {
        const std::string quoted = "\"" + language.code + "\"";
        const bool known = std::find(languages.begin(), languages.end(), quoted) != languages.end();
        if (!language.code.empty() && !known) languages.push_back(quoted);
    };
    const auto own = static_cast<std::size_t>(std::max(0, form.default_language));
    if (own < form.languages.size()) add(form.languages[own]);
    for (const Language& language : form.languages)
        add(language);
    if (languages.empty()) languages.emplace_back("\"en\"");
    return "# A study folder of MTM round a form that was there before. The form may get sheets "
           "`tables`, `bases` and\n"
           "# `derived`; without them MTM makes a plan of its own. `mtm check .` names every "
           "mistake.\n\n"
           "# What the cover says.\n"
           "title        = \"" +
           title +
           "\"\n"
           "round        = \"Round 1\"\n"
           "country      = \"\"                         # ISO 3166-1 alpha-2\n"
           "organisation = \"\"\n"
           "period       = \"\"\n\n"
           "# First and last day of fieldwork (ISO 8601): fill them in when they are known.\n"
           "fieldwork_start = \"\"\n"
           "fieldwork_end   = \"\"\n"
           "timezone        = \"UTC\"\n\n"
           "# Languages of the report: report.md is in the first.\n"
           "languages = [" +
           join(languages, ", ") +
           "]\n\n"
           "# How the sample came about. Only a probability design or respondent-driven sampling "
           "gives margins of\n"
           "# error; without one there is none, and no difference is called significant.\n"
           "design      = \"unknown\"\n"
           "design_note = \"How people were found is not described yet.\"\n\n"
           "citation   = \"\"\n"
           "disclaimer = []\n"
           "funders    = []\n"
           "contact    = []\n";
}

std::vector<std::string> template_names() {
    return {"migrant-workers"};
}

}  // namespace mtm
