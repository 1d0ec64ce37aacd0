#include "disclosure/risk_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "embedded_risk_style.h"

namespace mtm {
namespace {

std::string per_cent(double share) {
    if (share > 0 && share < 0.0005) return "under 0.1%";
    return fmt::format("{:.1f}%", 100 * share);
}

std::string people(std::size_t count) {
    return count == 1 ? "1 person" : fmt::format("{} people", count);
}

// What the figures rest on: who is looking for whom.
std::string who_looks(const RiskReport& risk) {
    if (risk.fraction > 0)
        return fmt::format(
            "The interviews tell of {} of the population; the risk is that somebody "
            "who knows all keys of a person, and not whether they were interviewed, "
            "links the right record to them.",
            per_cent(std::min(risk.fraction, 1.0)));
    return "How many people the interviews tell of is unknown; the risk is that somebody who knows "
           "all keys of a person and that they were interviewed finds their record. "
           "[protection.records] population in study.toml, or weights, would say more.";
}

class RiskPage {
public:
    RiskPage(const Study& study,
             const Dataset& dataset,
             const ProtectedRecords& protection,
             const RiskReport& risk)
        : study_(study), dataset_(dataset), protection_(protection), risk_(risk) {}

    std::string write() {
        out_ =
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            "<meta name=\"robots\" content=\"noindex\"><title>";
        add(study_.file.title + ": who could be found");
        out_ += "</title><style>" + std::string(embedded::risk_style()) + "</style></head><body>";
        if (dataset_.rehearsal)
            out_ += std::string("<p class=\"running\">") + invented_mark + "</p>";
        out_ += "<main><h1>Who could be found in the records</h1><p class=\"about\">";
        add(study_.file.title + (study_.file.round.empty() ? "" : ", " + study_.file.round) +
            fmt::format(". {} interviews.", risk_.before.records));
        out_ +=
            "</p><p class=\"warning\">For the study’s team only. It holds no answer; it says "
            "where to look for people.</p>";
        write_numbers();
        write_singling();
        write_steps();
        write_variables();
        write_sensitive();
        write_texts();
        write_remedies();
        out_ += "</main></body></html>\n";
        return std::move(out_);
    }

private:
    void add(std::string_view text) { out_ += escape_xml(text); }

    void paragraph(std::string_view text) {
        out_ += "<p>";
        add(text);
        out_ += "</p>";
    }

    void row(std::string_view what, std::string_view before, std::string_view after) {
        out_ += fmt::format("<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                            escape_xml(what),
                            escape_xml(before),
                            escape_xml(after));
    }

    void write_numbers() {
        const int k = study_.file.records.k;
        const RecordRisk& before = risk_.before;
        const RecordRisk& after = risk_.after;
        out_ += "<section><h2>The risk</h2>";
        paragraph(who_looks(risk_));
        out_ +=
            "<table><thead><tr><th></th><th>As answered</th><th>As published</th></tr></thead>"
            "<tbody>";
        row("Global risk (mean over all records)",
            per_cent(before.global.share),
            per_cent(after.global.share));
        row("Records that would be found",
            fmt::format("{:.1f}", before.global.expected),
            fmt::format("{:.1f}", after.global.expected));
        row("Highest risk of a record",
            per_cent(before.global.highest),
            per_cent(after.global.highest));
        row("People like nobody else", std::to_string(before.alone), std::to_string(after.alone));
        row(fmt::format("People like fewer than {} in all, themselves included", k),
            std::to_string(before.below_k),
            std::to_string(after.below_k));
        row("Fewest people who are alike",
            std::to_string(before.fewest),
            std::to_string(after.fewest));
        out_ += "</tbody></table>";
        if (risk_.fraction > 0 && before.alone > 0) {
            paragraph(
                fmt::format("Of those who are like nobody else among the interviewed, about "
                            "{} are like nobody else in the population either (Zayatz 1991; "
                            "on the high side).",
                            per_cent(risk_.unique_in_population)));
        }
        out_ += "</section>";
    }

    void write_singling() {
        out_ += "<section><h2>What singles people out</h2>";
        if (risk_.singling.empty()) {
            paragraph("No three keys together single out anybody, as answered.");
        } else {
            paragraph(
                "As answered, before protection: the fewest keys that a person is alone with.");
            out_ += "<table><thead><tr><th>Keys together</th><th>People</th></tr></thead><tbody>";
            for (const SinglingKeys& singling : risk_.singling)
                out_ += fmt::format("<tr><td>{}</td><td class=\"n\">{}</td></tr>",
                                    escape_xml(join(singling.names, " + ")),
                                    singling.records);
            out_ += "</tbody></table><h3>The part of each key in it (SUDA)</h3><table><tbody>";
            for (const KeyPart& part : risk_.parts)
                out_ += fmt::format("<tr><td>{}</td><td class=\"n\">{}</td></tr>",
                                    escape_xml(part.name),
                                    per_cent(part.share));
            out_ += "</tbody></table>";
        }
        out_ += "</section>";
    }

    void write_steps() {
        out_ += "<section><h2>How the records are protected</h2>";
        if (protection_.steps.empty()) {
            paragraph("No question is a key: nothing was made coarser.");
        } else {
            out_ += "<ol>";
            for (const std::string& step : protection_.steps) {
                out_ += "<li>";
                add(step);
                out_ += "</li>";
            }
            out_ += "</ol>";
        }
        out_ += "</section>";
    }

    void write_variables() {
        out_ +=
            "<section><h2>Every question</h2><table><thead><tr><th>Question</th><th>Is</th>"
            "<th>Published</th><th>Blanked</th></tr></thead><tbody>";
        for (const RecordTreatment& treatment : protection_.records.treatments) {
            out_ += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td></tr>",
                                escape_xml(treatment.name),
                                words_for(treatment.role),
                                escape_xml(treatment.what),
                                treatment.blanked);
        }
        out_ += "</tbody></table></section>";
    }

    void write_sensitive() {
        if (risk_.sensitive.empty()) return;
        out_ += "<section><h2>Sensitive answers</h2>";
        paragraph(
            "Where all records that are alike give one answer, who knows that somebody is "
            "among them knows the answer. Distance: how far the answers of a group lie from "
            "those of all (t-closeness; 0 is equal, 100% is as far as can be).");
        out_ +=
            "<table><thead><tr><th>Question</th><th>Groups alike</th><th>Of one answer</th>"
            "<th>Largest distance</th></tr></thead><tbody>";
        for (const SensitiveVariety& variety : risk_.sensitive)
            out_ += fmt::format(
                "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>"
                "<td class=\"n\">{}</td></tr>",
                escape_xml(variety.name),
                variety.groups,
                variety.of_one_answer,
                per_cent(variety.farthest));
        out_ += "</tbody></table></section>";
    }

    void write_texts() {
        if (protection_.identifying.empty()) return;
        out_ += "<section><h2>Free answers that tell who somebody is</h2>";
        paragraph(
            "They are not published. Correct them in the interviews all the same: they stay "
            "in the study's files.");
        out_ += "<ul>";
        for (const IdentifyingAnswers& found : protection_.identifying) {
            const Question& question =
                study_.questionnaire.questions[static_cast<std::size_t>(found.question)];
            out_ += fmt::format("<li>{}: what reads like {}, in {} ({})</li>",
                                escape_xml(question.name),
                                words_for(found.kind),
                                people(found.interviews.size()),
                                escape_xml(join(found.interviews, ", ")));
        }
        out_ += "</ul></section>";
    }

    void write_remedies() {
        out_ += "<section><h2>What to do</h2><ul>";
        for (const std::string& remedy : remedies()) {
            out_ += "<li>";
            add(remedy);
            out_ += "</li>";
        }
        out_ += "</ul></section>";
    }

    [[nodiscard]] std::vector<std::string> remedies() const {
        const RecordRules& rules = study_.file.records;
        std::vector<std::string> out;
        if (100 * risk_.after.global.share > rules.most_risk) {
            out.push_back(fmt::format(
                "The global risk is over {}%: raise k in [protection.records], leave out the keys "
                "at "
                "the top of the list above (drop), or say of how many people the interviews tell "
                "(population).",
                rules.most_risk));
        }
        const bool guessed =
            std::ranges::any_of(protection_.keys,
                                [](const RecordKey& key) { return key.question >= 0; }) &&
            std::ranges::none_of(study_.questionnaire.questions, [](const Question& question) {
                return question.disclosure == Disclosure::quasi ||
                       question.disclosure == Disclosure::sensitive;
            });
        if (guessed)
            out.emplace_back(
                "The questionnaire marks no key and no sensitive question: names and "
                "labels were gone by. Mark them in the column disclosure (quasi, "
                "sensitive, identifier).");
        for (const RecordTreatment& treatment : protection_.records.treatments) {
            if (treatment.role != RecordRole::key || treatment.published) continue;
            out.push_back("If “" + treatment.name +
                          "” should be published, give it importance in [protection.records], or "
                          "coarser values by a recode rule.");
        }
        if (out.empty()) out.emplace_back("Nothing: what the study asks for is reached.");
        return out;
    }

    const Study& study_;
    const Dataset& dataset_;
    const ProtectedRecords& protection_;
    const RiskReport& risk_;
    std::string out_;
};

}  // namespace

std::string risk_page(const Study& study,
                      const Dataset& dataset,
                      const ProtectedRecords& protection,
                      const RiskReport& risk) {
    return RiskPage(study, dataset, protection, risk).write();
}

std::vector<std::string> risk_lines(const ProtectedRecords& protection,
                                    const RiskReport& risk,
                                    const RecordRules& rules) {
    std::vector<std::string> out;
    out.push_back(
        fmt::format("{} interviews; {} are like nobody else in all keys, {} like fewer "
                    "than {}; global risk {}.",
                    risk.before.records,
                    risk.before.alone,
                    risk.before.below_k,
                    rules.k,
                    per_cent(risk.before.global.share)));
    out.insert(out.end(), protection.steps.begin(), protection.steps.end());
    out.push_back(fmt::format("As published: each is like at least {}; global risk {} (limit {}%).",
                              risk.after.fewest,
                              per_cent(risk.after.global.share),
                              rules.most_risk));
    return out;
}

}  // namespace mtm
