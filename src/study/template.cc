#include "study/template.h"

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

std::vector<std::string> template_names() {
    return {"migrant-workers"};
}

}  // namespace mtm
