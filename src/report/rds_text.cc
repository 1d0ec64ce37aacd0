#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "base/text.h"
#include "report/number_json.h"
#include "report/rds_page.h"
#include "sampling/rds_methodology.h"

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
    out += fmt::format("\n{}: {} ({} asked)\n{}{:>6}{:>9}{:>12}  {:<17}{:>7}{:>6}\n",
                       question.name,
                       question.label,
                       question.base,
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

std::string rds_json(const Dataset& dataset, const RdsAnalysis& analysis) {
    const RdsSample& sample = analysis.sample;
    std::string out;
    for (const RdsQuestionEstimate& question : analysis.questions) {
        const double unit = question.number ? 1 : 100;
        RespondentDrivenRules rules = analysis.rules;
        const bool by_weights = question.number || !sample.has_tree;
        if (by_weights && rules.estimator != RdsEstimator::successive_sampling)
            rules.estimator = RdsEstimator::rds_ii;
        const auto scaled = [unit](std::optional<double> value) {
            return number_json(value ? std::optional(*value * unit) : value);
        };
        for (const RdsGroupEstimate& group : question.groups) {
            const auto& interval = group.interval;
            const auto of_interval = [&](double RdsInterval::*field) {
                return scaled(interval ? std::optional((*interval).*field) : std::nullopt);
            };
            nlohmann::ordered_json line;
            line["question"] = question.name;
            if (!question.number) {
                line["choice"] = group.name;
                line["answer"] = group.label;
            }
            if (dataset.rehearsal) line["rehearsal"] = true;
            line["value"] = scaled(group.estimate);
            line["n"] = group.n;
            line["base"] = question.base;
            line["in_sample"] = scaled(group.in_sample);
            line["se"] = of_interval(&RdsInterval::standard_error);
            line["low"] = of_interval(&RdsInterval::low);
            line["high"] = of_interval(&RdsInterval::high);
            line["design_effect"] = number_json(interval ? interval->design_effect : std::nullopt);
            line["estimator"] = sample.has_sizes ? rds_estimator_in_words(rules) : "unweighted";
            line["bootstrap"] = interval ? rds_bootstrap_in_words(analysis.rules) : "none";
            out += line.dump() + "\n";
        }
    }
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
