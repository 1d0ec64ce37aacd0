#include "report/rds_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "chart/palette.h"
#include "chart/series_chart.h"
#include "chart/specification.h"
#include "embedded_rds_style.h"
#include "report/language.h"
#include "report/print_number.h"
#include "sampling/rds_methodology.h"

namespace mtm {
namespace {

constexpr std::size_t groups_drawn = 6;

std::string percent_text(double share) {
    return fmt::format("{:.1f}%", share * 100);
}

std::string ratio_text(const std::optional<double>& ratio) {
    return ratio ? fmt::format("{:.2f}", *ratio) : "–";
}

std::string value_text(const RdsQuestionEstimate& question, double value) {
    return question.number ? fmt::format("{:.1f}", value) : percent_text(value);
}

std::string interval_text(const RdsQuestionEstimate& question, const RdsGroupEstimate& group) {
    if (!group.interval) return "–";
    return value_text(question, group.interval->low) + " – " +
           value_text(question, group.interval->high);
}

class RdsPage {
public:
    RdsPage(const Study& study,
            const Dataset& dataset,
            const RdsAnalysis& analysis,
            ChartPress& charts)
        : study_(study), dataset_(dataset), analysis_(analysis), charts_(charts) {}

    Result<std::string> write(const std::string& now) {
        order_charts();
        const std::string title = study_.file.title + ": respondent-driven sampling";
        out_ =
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
            "<meta name=\"robots\" content=\"noindex\"/><title>" +
            escape_xml(title) + "</title><style>" + chart_css() +
            std::string(embedded::rds_style()) + "</style></head><body>";
        if (dataset_.rehearsal)
            out_ += std::string("<p class=\"running\">") + invented_mark + "</p>";
        out_ += "<main><h1>Respondent-driven sampling</h1><p class=\"about\">" +
                escape_xml(study_.file.title +
                           (study_.file.round.empty() ? "" : ", " + study_.file.round) + ". " +
                           print_count(static_cast<std::int64_t>(dataset_.counted()), "en") +
                           " interviews, as of " + (dataset_.as_of.empty() ? now : dataset_.as_of) +
                           ".") +
                "</p><p class=\"warning\">For the study’s team: nothing is withheld here, however "
                "few people it rests on.</p>";
        write_methodology();
        TRY(write_waves());
        write_chains();
        for (std::size_t q = 0; q < analysis_.questions.size(); ++q)
            TRY(write_question(q));
        out_ += "</main></body></html>\n";
        return std::move(out_);
    }

private:
    struct OrderedChart {
        std::size_t number;
        std::string alternative;
    };

    [[nodiscard]] std::string mark() const { return dataset_.rehearsal ? invented_mark : ""; }

    void order_charts() {
        if (!analysis_.waves.empty()) {
            const ChartData waves = wave_chart();
            waves_ = {charts_.order(specification(ChartKind::bar, waves)),
                      text_alternative(ChartKind::bar, waves, report_language("en").chart())};
        }
        for (const RdsQuestionEstimate& question : analysis_.questions) {
            std::vector<OrderedChart>& ordered = of_questions_.emplace_back();
            if (question.convergence.empty()) continue;
            for (const SeriesData& data : {convergence_chart(question), bottleneck_chart(question)})
                ordered.push_back(
                    {charts_.order(series_specification(data)), text_alternative(data)});
        }
    }

    [[nodiscard]] ChartData wave_chart() const {
        ChartData data;
        data.title = "Interviews by wave";
        data.value_axis_title = "Interviews";
        data.percent = false;
        data.rehearsal_mark = mark();
        data.values.emplace_back();
        data.labels.emplace_back();
        for (const WaveCount& wave : analysis_.waves) {
            data.categories.push_back(wave.wave == 0 ? std::string("Seeds")
                                                     : "Wave " + std::to_string(wave.wave));
            data.values[0].emplace_back(wave.interviews);
            data.labels[0].push_back(print_count(wave.interviews, "en"));
        }
        return data;
    }

    static ChartSeries series_of(const RdsGrowth& growth) {
        ChartSeries out{.name = growth.label};
        for (std::size_t i = 0; i < growth.interviews.size(); ++i) {
            out.at.push_back(growth.interviews[i]);
            out.values.push_back(growth.shares[i] * 100);
        }
        return out;
    }

    [[nodiscard]] SeriesData convergence_chart(const RdsQuestionEstimate& question) const {
        SeriesData data;
        data.title = "Convergence: the estimate as the sample grew";
        data.along_axis_title = "Interviews, in the order in which they were held";
        data.value_axis_title = question.groups.size() > groups_drawn
                                    ? "Weighted % of those asked; the largest groups"
                                    : "Weighted % of those asked";
        data.rehearsal_mark = mark();
        std::vector<std::size_t> order;
        for (std::size_t g = 0; g < question.groups.size(); ++g)
            order.push_back(g);
        std::ranges::stable_sort(
            order, std::greater<>(), [&](std::size_t g) { return question.groups[g].n; });
        if (order.size() > groups_drawn) order.resize(groups_drawn);
        std::ranges::sort(order);
        for (const std::size_t g : order)
            data.series.push_back(series_of(question.convergence[g]));
        return data;
    }

    [[nodiscard]] SeriesData bottleneck_chart(const RdsQuestionEstimate& question) const {
        SeriesData data;
        data.title = "Bottlenecks: “" + question.bottleneck_of + "” by seed";
        data.along_axis_title = "Interviews of the chain, in the order in which they were held";
        data.value_axis_title = "Weighted % of those asked";
        data.rehearsal_mark = mark();
        for (const RdsGrowth& growth : question.bottleneck) {
            ChartSeries series = series_of(growth);
            if (data.series.empty()) series.name = "Each seed’s chain";
            series.hue = Hue::muted;
            series.thin = true;
            data.series.push_back(std::move(series));
        }
        double longest = 1;
        for (const ChartSeries& series : data.series)
            longest = std::max(longest, series.at.back());
        for (const RdsGrowth& growth : question.convergence) {
            if (growth.label != question.bottleneck_of || growth.shares.empty()) continue;
            const double all = growth.shares.back() * 100;
            data.series.push_back({.name = "All interviews together",
                                   .at = {0, longest},
                                   .values = {all, all},
                                   .hue = Hue::everyone});
            break;
        }
        return data;
    }

    void write_methodology() {
        out_ += "<section><h2>Method</h2>";
        for (const std::string& sentence : analysis_.methodology)
            out_ += "<p>" + escape_xml(sentence) + "</p>";
        for (const std::string& problem : analysis_.problems)
            out_ += "<p class=\"warning\">Not estimated: " + escape_xml(problem) + ".</p>";
        out_ += "</section>";
    }

    Status write_chart(const OrderedChart& chart) {
        const std::string svg = TRY(charts_.take(chart.number));
        out_ += "<figure>" + for_page(svg, chart.alternative) + "</figure>";
        return Done{};
    }

    Status write_waves() {
        if (analysis_.waves.empty()) return Done{};
        out_ += "<section><h2>Recruitment</h2>";
        TRY(write_chart(waves_));
        out_ +=
            "<div class=\"wide\"><table><thead><tr><th>Wave</th><th>Interviews</th>"
            "<th>Who recruited</th><th>Recruits</th><th>Recruits of each recruiter</th></tr>"
            "</thead><tbody>";
        for (const WaveCount& wave : analysis_.waves)
            out_ += fmt::format(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                wave.wave == 0 ? "Seeds" : std::to_string(wave.wave),
                wave.interviews,
                wave.recruiters,
                wave.recruits,
                wave.recruiters > 0
                    ? fmt::format("{:.2f}", static_cast<double>(wave.recruits) / wave.recruiters)
                    : "–");
        out_ += "</tbody></table></div>";
        if (analysis_.sample.coupons_given > 0)
            out_ += fmt::format(
                "<p>{} coupons were given out, and {} came back.</p>",
                print_count(analysis_.sample.coupons_given, "en"),
                print_count(static_cast<std::int64_t>(analysis_.sample.tree.size() -
                                                      analysis_.sample.tree.seeds().size()),
                            "en"));
        out_ += "</section>";
        return Done{};
    }

    void write_chains() {
        if (analysis_.chains.empty()) return;
        out_ +=
            "<section><h2>Chains</h2><div class=\"wide\"><table><thead><tr><th>Seed</th>"
            "<th>Interviews</th><th>Share of the sample</th><th>Waves</th></tr></thead><tbody>";
        const auto all = static_cast<double>(analysis_.sample.tree.size());
        for (std::size_t s = 0; s < analysis_.chains.size(); ++s) {
            const SeedChain& chain = analysis_.chains[s];
            out_ += fmt::format(
                "<tr><th scope=\"row\">Seed {}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                s + 1,
                chain.interviews,
                percent_text(chain.interviews / all),
                chain.waves);
        }
        out_ += "</tbody></table></div></section>";
    }

    Status write_question(std::size_t q) {
        const RdsQuestionEstimate& question = analysis_.questions[q];
        out_ += "<section><h2>" + escape_xml(question.label) + "</h2><p class=\"about\">" +
                fmt::format("<code>{}</code>, of {} who were asked.{}",
                            escape_xml(question.name),
                            print_count(static_cast<std::int64_t>(question.base), "en"),
                            question.multiple ? " Several answers were possible." : "");
        if (question.recruitment_homophily)
            out_ += " Recruitment homophily " + ratio_text(question.recruitment_homophily) + ".";
        out_ += "</p>";
        if (!question.problem.empty())
            out_ += "<p class=\"warning\">" + escape_xml(question.problem) + "</p>";
        write_estimates(question);
        if (!of_questions_[q].empty()) {
            out_ += "<details";
            out_ += q < 3 ? " open=\"open\"" : "";
            out_ += "><summary>Convergence and bottlenecks</summary>";
            for (const OrderedChart& chart : of_questions_[q])
                TRY(write_chart(chart));
            out_ += "</details>";
        }
        out_ += "</section>";
        return Done{};
    }

    void write_estimates(const RdsQuestionEstimate& question) {
        const bool weighted = analysis_.sample.has_sizes;
        out_ += fmt::format(
            "<div class=\"wide\"><table><thead><tr><th>{}</th><th>n</th><th>In the sample</th>"
            "<th>{}</th><th>{}% interval</th><th>s.e.</th><th>Design effect</th>"
            "<th>Homophily of recruitment</th><th>of the population</th></tr></thead><tbody>",
            question.number ? "Number" : "Answer",
            weighted ? "Estimate" : "Unweighted",
            analysis_.rules.confidence);
        for (const RdsGroupEstimate& group : question.groups) {
            const auto& interval = group.interval;
            out_ += fmt::format(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"strong\">{}</td>"
                "<td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape_xml(group.label),
                group.n,
                value_text(question, group.in_sample),
                group.estimate ? value_text(question, *group.estimate) : "–",
                interval_text(question, group),
                interval ? value_text(question, interval->standard_error) : "–",
                interval ? ratio_text(interval->design_effect) : "–",
                ratio_text(group.recruitment_homophily),
                ratio_text(group.population_homophily));
        }
        out_ += "</tbody></table></div>";
    }

    const Study& study_;
    const Dataset& dataset_;
    const RdsAnalysis& analysis_;
    ChartPress& charts_;
    OrderedChart waves_{};
    std::vector<std::vector<OrderedChart>> of_questions_;
    std::string out_;
};

}  // namespace

Result<std::string> rds_page(const Study& study,
                             const Dataset& dataset,
                             const RdsAnalysis& analysis,
                             ChartPress& charts,
                             const std::string& now) {
    return RdsPage(study, dataset, analysis, charts).write(now);
}

}  // namespace mtm
