#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/rds_page.h"

namespace mtm {
namespace {

constexpr std::size_t label_columns = 34;

// Cut, with an ellipsis, or filled with spaces to that many characters.
std::string in_columns(std::string text, std::size_t columns) {
    if (length_utf8(text) > columns) {
        while (length_utf8(text) >= columns) {
            text.pop_back();
            while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
                text.pop_back();
            if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) text.pop_back();
        }
        text += "…";
    }
    return text + std::string(columns - length_utf8(text), ' ');
}

std::string number_text(const RdsQuestionEstimate& question, double value) {
    return question.number ? fmt::format("{:.2f}", value) : fmt::format("{:.1f}%", value * 100);
}

void add_tree(const RdsAnalysis& analysis, std::string& out) {
    if (analysis.waves.empty()) return;
    out +=
        fmt::format("{:>8}{:>12}{:>14}{:>10}\n", "wave", "interviews", "who recruited", "recruits");
    for (const WaveCount& wave : analysis.waves)
        out += fmt::format("{:>8}{:>12}{:>14}{:>10}\n",
                           wave.wave == 0 ? "seeds" : std::to_string(wave.wave),
                           wave.interviews,
                           wave.recruiters,
                           wave.recruits);
    int longest = 0;
    for (const SeedChain& chain : analysis.chains)
        longest = std::max(longest, chain.interviews);
    out += fmt::format("The longest of {} chains has {} of {} interviews.\n",
                       analysis.chains.size(),
                       longest,
                       analysis.sample.tree.size());
}

void add_question(const RdsAnalysis& analysis,
                  const RdsQuestionEstimate& question,
                  std::string& out) {
    out += fmt::format("\n{}: {} ({} {})\n{}{:>6}{:>9}{:>12}  {:<17}{:>7}{:>6}\n",
                       question.name,
                       question.label,
                       question.base,
                       question.number ? "numbers" : "asked",
                       std::string(label_columns, ' '),
                       "n",
                       "sample",
                       analysis.sample.has_sizes ? "estimate" : "unweighted",
                       fmt::format("{}% interval", analysis.rules.confidence),
                       "s.e.",
                       "deff");
    for (const RdsGroupEstimate& group : question.groups) {
        const auto& interval = group.interval;
        out += fmt::format("{}{:>6}{:>9}{:>12}  {:<17}{:>7}{:>6}\n",
                           in_columns("  " + group.label, label_columns),
                           group.n,
                           number_text(question, group.in_sample),
                           group.estimate ? number_text(question, *group.estimate) : "-",
                           interval ? number_text(question, interval->low) + " to " +
                                          number_text(question, interval->high)
                                    : "none",
                           interval ? number_text(question, interval->standard_error) : "-",
                           interval && interval->design_effect
                               ? fmt::format("{:.2f}", *interval->design_effect)
                               : "-");
    }
    if (!question.problem.empty()) out += "  " + question.problem + "\n";
}

}  // namespace

std::string rds_text(const RdsAnalysis& analysis) {
    std::string out;
    for (const std::string& sentence : analysis.methodology)
        out += sentence + "\n";
    add_tree(analysis, out);
    for (const RdsQuestionEstimate& question : analysis.questions)
        add_question(analysis, question, out);
    return out;
}

std::string rds_weights_csv(const Dataset& dataset, const RdsAnalysis& analysis) {
    const RdsSample& sample = analysis.sample;
    std::string out = dataset.rehearsal ? std::string(invented_mark) + "\n" : std::string();
    out += "interview,wave,network_size,weight\n";
    for (std::size_t row = 0; row < sample.tree.size(); ++row)
        out += fmt::format("{},{},{},{:.9g}\n",
                           dataset.instance_ids[row],
                           sample.has_tree ? std::to_string(sample.tree.wave(row)) : "",
                           sample.has_sizes ? fmt::format("{}", sample.sizes[row]) : "",
                           analysis.weights[row]);
    return out;
}

}  // namespace mtm
