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
             const RiskReport& risk,
             const RecordLoss* loss)
        : study_(study), dataset_(dataset), protection_(protection), risk_(risk), loss_(loss) {}

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
        if (!is_protected()) write_no_way();
        write_numbers();
        write_households();
        write_singling();
        if (is_protected()) {
            write_steps();
            write_variables();
            write_sensitive();
        }
        if (loss_ != nullptr) write_loss();
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

    [[nodiscard]] bool is_protected() const { return protection_.no_way.empty(); }

    void write_no_way() {
        out_ += "<section><h2>No way was found</h2><p class=\"warning\">";
        add("The records cannot be published as study.toml asks: " + protection_.no_way +
            ". What follows is of the answers as they were given.");
        out_ += "</p></section>";
    }

    // A box that scrolls by itself where the page is too narrow, and the heads of its columns.
    void begin_table(const std::vector<std::string>& heads) {
        out_ += "<div class=\"wide\"><table><thead><tr>";
        for (const std::string& head : heads)
            out_ += "<th>" + escape_xml(head) + "</th>";
        out_ += "</tr></thead><tbody>";
    }

    void end_table() { out_ += "</tbody></table></div>"; }

    // Words, then numbers.
    void cells(std::string_view words, const std::vector<std::string>& numbers) {
        out_ += fmt::format("<tr><td>{}</td>", escape_xml(words));
        for (const std::string& number : numbers)
            out_ += fmt::format("<td class=\"n\">{}</td>", escape_xml(number));
        out_ += "</tr>";
    }

    void list(const std::vector<std::string>& sentences) {
        out_ += "<ul>";
        for (const std::string& sentence : sentences) {
            out_ += "<li>";
            add(sentence);
            out_ += "</li>";
        }
        out_ += "</ul>";
    }

    // Without a plan nothing is published that could be counted.
    void row(std::string_view what, std::string_view before, std::string_view after) {
        std::vector<std::string> numbers{std::string(before)};
        if (is_protected()) numbers.emplace_back(after);
        cells(what, numbers);
    }

    void begin_before_and_after(const std::string& first) {
        begin_table(is_protected() ? std::vector<std::string>{first, "As answered", "As published"}
                                   : std::vector<std::string>{first, "As answered"});
    }

    void write_numbers() {
        const int k = study_.file.records.k;
        const RecordRisk& before = risk_.before;
        const RecordRisk& after = risk_.after;
        out_ += "<section><h2>The risk</h2>";
        paragraph(who_looks(risk_));
        begin_before_and_after("");
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
        out_ += "</tbody></table></div>";
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
            paragraph(fmt::format("No {} keys together single out anybody, as answered.{}",
                                  risk_.most_keys_named,
                                  alone_with_more()));
        } else {
            paragraph(fmt::format(
                "As answered, before protection: the fewest keys that a person is alone with, "
                "{} at most, and the combinations of most people.{}",
                risk_.most_keys_named,
                alone_with_more()));
            out_ +=
                "<div class=\"wide\"><table><thead><tr><th>Keys "
                "together</th><th>People</th></tr></thead><tbody>";
            for (const SinglingKeys& singling : risk_.singling)
                out_ += fmt::format("<tr><td>{}</td><td class=\"n\">{}</td></tr>",
                                    escape_xml(join(singling.names, " + ")),
                                    singling.records);
            out_ +=
                "</tbody></table></div><h3>The part of each key in it (SUDA)</h3><div "
                "class=\"wide\"><table><tbody>";
            for (const KeyPart& part : risk_.parts)
                out_ += fmt::format("<tr><td>{}</td><td class=\"n\">{}</td></tr>",
                                    escape_xml(part.name),
                                    per_cent(part.share));
            out_ += "</tbody></table></div>";
        }
        out_ += "</section>";
    }

    [[nodiscard]] std::string alone_with_more() const {
        if (risk_.alone_with_more == 0) return {};
        return fmt::format(" With more than {} keys together, and not with fewer, {} alone.",
                           risk_.most_keys_named,
                           risk_.alone_with_more == 1
                               ? "1 person is"
                               : fmt::format("{} people are", risk_.alone_with_more));
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
            "<section><h2>Every question</h2><div "
            "class=\"wide\"><table><thead><tr><th>Question</th><th>Is</th>"
            "<th>Published</th><th>Blanked</th></tr></thead><tbody>";
        for (const RecordTreatment& treatment : protection_.records.treatments) {
            out_ += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td></tr>",
                                escape_xml(treatment.name),
                                words_for(treatment.role),
                                escape_xml(treatment.what),
                                treatment.blanked);
        }
        out_ += "</tbody></table></div></section>";
    }

    void write_households() {
        if (risk_.households.empty()) return;
        out_ += "<section><h2>Households</h2>";
        paragraph(
            "Who finds one member has found the household: its risk is that at least one of its "
            "rows is linked rightly, by the keys of the interview and of the row together "
            "(Hundepool et al. 2012). Rows that are withheld cannot be found.");
        for (const HouseholdRisks& risks : risk_.households) {
            const HouseholdRisk& before = risks.before;
            const HouseholdRisk& after = risks.after;
            begin_before_and_after("Rows of “" + before.repeat + "”");
            row("Households with rows",
                std::to_string(before.households),
                std::to_string(after.households));
            row("Mean risk of a household",
                per_cent(before.global.share),
                per_cent(after.global.share));
            row("Households that would be found",
                fmt::format("{:.1f}", before.global.expected),
                fmt::format("{:.1f}", after.global.expected));
            row("Highest risk of a household",
                per_cent(before.global.highest),
                per_cent(after.global.highest));
            end_table();
        }
        out_ += "</section>";
    }

    void write_sensitive() {
        if (risk_.sensitive.empty()) return;
        out_ += "<section><h2>Sensitive answers</h2>";
        paragraph(
            "Where all records that are alike give one answer, who knows that somebody is "
            "among them knows the answer. Each measure is of the group where it is worst:");
        list(
            {"Fewest answers: how many different ones the group gave (distinct l-diversity, "
             "Machanavajjhala et al. 2007).",
             "By entropy: how many equally frequent answers would be as uncertain; the fewer, "
             "the more likely is a right guess.",
             "Recursive (2, l): the most frequent answer is given less than twice as often as "
             "the l-th most frequent and all rarer ones together; 1: some answer is most likely.",
             "Distance: how far the group’s answers lie from those of all (t-closeness, Li, Li "
             "and Venkatasubramanian 2007); 0 is equal, 100% is as far as can be."});
        begin_table({"Question",
                     "Groups alike",
                     "Of one answer",
                     "Fewest answers",
                     "By entropy",
                     "Recursive (2, l)",
                     "Largest distance"});
        for (const SensitiveVariety& variety : risk_.sensitive) {
            if (variety.groups == 0) {
                cells(variety.name, {"0", "–", "–", "–", "–", "–"});
                continue;
            }
            cells(variety.name,
                  {std::to_string(variety.groups),
                   std::to_string(variety.of_one_answer),
                   std::to_string(variety.distinct),
                   fmt::format("{:.1f}", variety.entropy),
                   std::to_string(variety.recursive),
                   per_cent(variety.farthest)});
        }
        end_table();
        out_ += "</section>";
    }

    void write_loss() {
        out_ += "<section><h2>Loss</h2>";
        paragraph(
            "What the open records say less than the answers. Changed: an answer reads otherwise, "
            "coarser or as a mean. Blank: it is not there any more.");
        if (loss_->diversity > 0)
            paragraph(fmt::format(
                "{} were blanked so that sensitive answers differ among people who are alike.",
                loss_->diversity == 1 ? "1 answer" : fmt::format("{} answers", loss_->diversity)));
        write_lost_answers();
        if (!loss_->left_out.empty())
            paragraph(fmt::format("Left out, with all answers: {}.", join(loss_->left_out, ", ")));
        write_lost_percentages();
        out_ += "</section>";
    }

    void write_lost_answers() {
        const bool any = std::ranges::any_of(loss_->questions, [](const QuestionLoss& question) {
            return question.changed + question.blank > 0;
        });
        if (!any) {
            paragraph("Every published question has all answers, as they were given.");
            return;
        }
        begin_table({"Question", "Answers", "Changed", "Blank", "Blank for diversity"});
        std::size_t whole = 0;
        for (const QuestionLoss& question : loss_->questions) {
            if (question.changed + question.blank == 0) {
                ++whole;
                continue;
            }
            cells(question.name,
                  {std::to_string(question.answers),
                   share_of(question.changed, question.answers),
                   share_of(question.blank, question.answers),
                   std::to_string(question.diversity)});
        }
        end_table();
        if (whole > 0)
            paragraph(whole == 1
                          ? "1 further question has all its answers."
                          : fmt::format("{} further questions have all their answers.", whole));
    }

    void write_lost_percentages() {
        const PercentageLoss& loss = loss_->percentages;
        out_ += "<h3>Percentages of the plan</h3>";
        if (loss.published == 0) {
            paragraph("The plan publishes no percentages of interviews.");
            return;
        }
        paragraph(fmt::format(
            "Of {} percentages that the plan’s tables publish, {} cannot be made from the open "
            "records: a question is left out or coarser, or none of its answers is left.",
            loss.published,
            loss.not_to_be));
        if (loss.compared() == 0) return;
        paragraph(fmt::format(
            "Of the other {}, {} ({}) come out as another whole percentage. {}",
            loss.compared(),
            loss.different,
            share_of(loss.different, loss.compared()),
            loss.largest_of.empty()
                ? std::string("None differs at all.")
                : fmt::format("The largest difference is {:.1f} percentage points (table {}).",
                              loss.largest,
                              loss.largest_of)));
        paragraph(fmt::format(
            "Mean interval overlap: {} (Karr et al. 2006), what the 95% intervals (Wilson 1927, as "
            "if drawn at random) of a percentage before and after have in common; 100%: the same.",
            per_cent(loss.overlap)));
    }

    static std::string share_of(std::size_t part, std::size_t whole) {
        return whole == 0 ? "–" : per_cent(static_cast<double>(part) / static_cast<double>(whole));
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
        if (!is_protected())
            out.emplace_back(
                "Lower k in [protection.records], leave out the keys at the top of the list above "
                "(drop), make them coarser by recode rules, or let MTM do it (automatic = true).");
        if (is_over_risk(risk_.after.global.share, rules.most_risk)) {
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
    const RecordLoss* loss_;
    std::string out_;
};

}  // namespace

std::string risk_page(const Study& study,
                      const Dataset& dataset,
                      const ProtectedRecords& protection,
                      const RiskReport& risk,
                      const RecordLoss* loss) {
    return RiskPage(study, dataset, protection, risk, loss).write();
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
    if (!protection.no_way.empty()) {
        out.push_back("No way was found to protect them: " + protection.no_way + ".");
        return out;
    }
    out.insert(out.end(), protection.steps.begin(), protection.steps.end());
    out.push_back(fmt::format("As published: each is like at least {}; global risk {} (limit {}%).",
                              risk.after.fewest,
                              per_cent(risk.after.global.share),
                              rules.most_risk));
    return out;
}

}  // namespace mtm
