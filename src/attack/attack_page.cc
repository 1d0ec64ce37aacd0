#include "attack/attack_page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "embedded_attack_style.h"

namespace mtm {

std::vector<std::string> attack_lines(const AttackReport& report) {
    std::vector<std::string> out;
    for (const AttackOutcome& outcome : report.outcomes) {
        out.push_back(fmt::format("{}: {}",
                                  outcome.name,
                                  outcome.successes == 0
                                      ? "failed"
                                      : fmt::format("succeeded, {} times", outcome.successes)));
        out.push_back("    " + outcome.tried);
        for (const AttackFinding& finding : outcome.found)
            out.push_back("    " + finding.where + ": " + finding.what);
        if (outcome.successes > outcome.found.size())
            out.push_back(
                fmt::format("    … and {} more", outcome.successes - outcome.found.size()));
        if (outcome.successes > 0) out.push_back("    " + outcome.remedy);
    }
    if (!report.control.empty()) out.push_back("To see that it can: " + report.control);
    if (report.control_failed)
        out.emplace_back("    It brought nothing back, so the attack proves nothing here.");
    return out;
}

std::string attack_page(const AttackReport& report, const std::string& title, bool invented) {
    std::string out =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\"><title>";
    out += escape_xml(title) + ": the attack</title><style>" +
           std::string(embedded::attack_style()) + "</style></head><body>";
    if (invented) out += "<p class=\"running\">Invented interviews: not survey results</p>";
    out += "<main><h1>The attack on what is to be published</h1><p class=\"about\">" +
           escape_xml(title) +
           "</p><p class=\"warning\">For the study’s team only. What was tried from the public "
           "files alone, and by who knows every key of everybody.</p>";
    for (const AttackOutcome& outcome : report.outcomes) {
        out += "<section><h2>" + escape_xml(outcome.name) + ": " +
               (outcome.successes == 0 ? "failed" : "succeeded") + "</h2><p>" +
               escape_xml(outcome.tried) + "</p>";
        if (!outcome.found.empty()) {
            out += "<table><thead><tr><th>Where</th><th>What</th></tr></thead><tbody>";
            for (const AttackFinding& finding : outcome.found)
                out += "<tr><td>" + escape_xml(finding.where) + "</td><td>" +
                       escape_xml(finding.what) + "</td></tr>";
            out += "</tbody></table>";
            if (outcome.successes > outcome.found.size())
                out +=
                    fmt::format("<p>… and {} more.</p>", outcome.successes - outcome.found.size());
            out += "<p><strong>What to do:</strong> " + escape_xml(outcome.remedy) + "</p>";
        }
        out += "</section>";
    }
    if (!report.control.empty()) {
        out += "<section><h2>Whether it could have succeeded</h2><p>" + escape_xml(report.control) +
               (report.control_failed ? " So it proves nothing here." : "") + "</p></section>";
    }
    return out + "</main></body></html>\n";
}

}  // namespace mtm
