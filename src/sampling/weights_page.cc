#include "sampling/weights_page.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "embedded_weights_style.h"
#include "estimation/certain_units.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

constexpr std::size_t bars = 30;

// Five digits; thousands whole and told apart by commas.
std::string number(double value) {
    if (std::abs(value) < 1000) return fmt::format("{:.5g}", value);
    std::string out = fmt::format("{:.0f}", value);
    const std::size_t sign = value < 0 ? 1 : 0;
    for (std::size_t at = out.size(); at > sign + 3;)
        out.insert(at -= 3, ",");
    return out;
}

std::string percent(double share) {
    return fmt::format("{:.1f}%", 100 * share);
}

class WeightsPage {
public:
    WeightsPage(const Study& study, const Dataset& dataset, const WeighedInterviews& weighed)
        : study_(study),
          dataset_(dataset),
          weighed_(weighed),
          last_(weighed.stages.back().summary) {}

    std::string write(const std::string& now) {
        const StudyFile& file = study_.file;
        out_ =
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            "<meta name=\"robots\" content=\"noindex\"><title>";
        text(file.title + ": weights");
        out_ += "</title><style>";
        out_ += embedded::weights_style();
        out_ += "thead th.n { text-align: right; }";
        out_ += "</style></head><body>";
        if (dataset_.rehearsal)
            out_ += std::string("<p class=\"running\">") + invented_mark + "</p>";
        out_ += "<main><h1>Weights of the interviews</h1><p class=\"about\">";
        text(file.title + (file.round.empty() ? "" : ", " + file.round) + ". " +
             std::to_string(dataset_.counted()) + " interviews, as of " + now + ".");
        out_ +=
            "</p><p class=\"warning\">For the study’s team only: small counts are not "
            "withheld.</p>";
        write_numbers();
        write_method();
        write_histogram();
        write_stages();
        write_influence();
        write_margins();
        write_design();
        out_ += "</main></body></html>\n";
        return std::move(out_);
    }

private:
    void text(std::string_view words) { out_ += escape_xml(words); }

    void write_numbers() {
        out_ += fmt::format(
            "<div class=\"numbers\"><div><b>{}</b> interviews</div><div><b>{}</b> sum of "
            "weights</div><div><b>{:.2f}</b> design effect of unequal weights</div><div>"
            "<b>{:.0f}</b> interviews they are worth</div></div>",
            last_.rows,
            number(last_.total),
            last_.design_effect,
            last_.effective_rows);
        if (last_.design_effect < 2) return;
        out_ +=
            "<p class=\"warning\">Unequal weights alone make variances more than twice as large. "
            "Trim the largest, join thin categories, or leave out a margin that matters "
            "little.</p>";
    }

    void write_method() {
        out_ += "<section><h2>How they came about</h2><ul>";
        for (const std::string& sentence : weighed_.words) {
            out_ += "<li>";
            text(sentence);
            out_ += "</li>";
        }
        out_ += "</ul></section>";
    }

    void write_histogram() {
        const double low = last_.quantiles.front();
        const double high = last_.quantiles.back();
        out_ += "<section><h2>Distribution</h2>";
        if (!(low < high * (1 - 1e-9))) {
            out_ += "<p>All weights are " + number(low) + ".</p></section>";
            return;
        }
        const auto counts = weight_histogram(weighed_.design.weights, low, high, bars);
        const auto most = static_cast<double>(*std::ranges::max_element(counts));
        const double step = 720.0 / bars;
        out_ +=
            "<figure><svg viewBox=\"0 0 720 164\" role=\"img\" aria-label=\"Distribution of the "
            "weights\">";
        for (std::size_t b = 0; b < bars; ++b) {
            const double from = low + (high - low) * static_cast<double>(b) / bars;
            const double height = 140 * static_cast<double>(counts[b]) / most;
            out_ += fmt::format(
                "<g><title>{} interviews with a weight from {} to {}</title><rect class=\"all\" "
                "x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/></g>",
                counts[b],
                number(from),
                number(from + (high - low) / bars),
                static_cast<double>(b) * step,
                140 - height,
                step - 1,
                height);
        }
        out_ += fmt::format(
            "<text x=\"0\" y=\"158\">{}</text><text x=\"720\" y=\"158\" "
            "text-anchor=\"end\">{}</text></svg><figcaption>Interviews by weight, from the least "
            "to the largest; at most {:.0f} in a step.</figcaption></figure></section>",
            number(low),
            number(high),
            most);
    }

    // The first so many columns hold words, the others numbers.
    void head(std::size_t of_words, std::initializer_list<const char*> titles) {
        out_ += "<div class=\"wide\"><table><thead><tr>";
        std::size_t column = 0;
        for (const char* title : titles)
            out_ +=
                std::string(column++ < of_words ? "<th>" : "<th class=\"n\">") + title + "</th>";
        out_ += "</tr></thead><tbody>";
    }

    void cell(const std::string& words) { out_ += "<td class=\"n\">" + words + "</td>"; }

    void row(const std::string& title) {
        out_ += "<tr><th scope=\"row\">";
        text(title);
        out_ += "</th>";
    }

    void write_stages() {
        out_ += "<section><h2>Step by step</h2>";
        head(1,
             {"After",
              "Sum",
              "Least",
              "5%",
              "Median",
              "95%",
              "Largest",
              "Design effect",
              "Worth interviews"});
        for (const WeightStage& stage : weighed_.stages) {
            const WeightSummary& summary = stage.summary;
            row(stage.what);
            cell(number(summary.total));
            for (const std::size_t q : {0U, 1U, 3U, 5U, 6U})
                cell(number(summary.quantiles[q]));
            cell(fmt::format("{:.3f}", summary.design_effect));
            cell(fmt::format("{:.0f}", summary.effective_rows));
            out_ += "</tr>";
        }
        out_ += "</tbody></table></div></section>";
    }

    void write_influence() {
        out_ += "<section><h2>Influence</h2>";
        head(1, {"Part of all that lies with", "By weight", "By number"});
        const auto n = static_cast<double>(last_.rows);
        const std::array<std::tuple<const char*, double, double>, 3> lines{
            {{"the largest weight", last_.largest_share, 1 / n},
             {"the largest 1% of weights", last_.largest_1_percent, std::ceil(n * 0.01) / n},
             {"the largest 5% of weights", last_.largest_5_percent, std::ceil(n * 0.05) / n}}};
        for (const auto& [what, with, without] : lines) {
            row(what);
            cell(percent(with));
            cell(percent(without));
            out_ += "</tr>";
        }
        out_ += "</tbody></table></div></section>";
    }

    void write_margins() {
        if (weighed_.margins.empty()) return;
        out_ += "<section><h2>Margins</h2>";
        head(2,
             {"Variable",
              "Category",
              "Interviews",
              "Wanted",
              "Before",
              "After",
              "Wanted %",
              "Before %",
              "After %"});
        for (const MarginLine& line : weighed_.margins)
            write_margin(line);
        out_ += "</tbody></table></div></section>";
    }

    void write_margin(const MarginLine& line) {
        row(line.variable);
        out_ += "<td>";
        text(line.category);
        out_ += "</td>";
        cell(std::to_string(line.interviews));
        for (const double value : {line.total, line.before, line.after})
            cell(number(value));
        // Shares of the variable: base weights need not add to people.
        std::array<double, 3> sums{};
        for (const MarginLine& other : weighed_.margins) {
            if (other.variable != line.variable) continue;
            sums[0] += other.total;
            sums[1] += other.before;
            sums[2] += other.after;
        }
        const std::array<double, 3> parts{line.total, line.before, line.after};
        for (std::size_t i = 0; i < 3; ++i)
            cell(line.category.empty() || sums[i] == 0 ? "" : percent(parts[i] / sums[i]));
        out_ += "</tr>";
    }

    void write_design() {
        out_ += "<section><h2>Design</h2>";
        const SampleDesign& design = weighed_.design;
        if (design.stages.empty()) {
            out_ +=
                "<p>study.toml does not say how people were selected ([sample]), so that nobody’s "
                "chance is known: weights bring the interviews to known totals, and there are "
                "still no margins of error.</p></section>";
            return;
        }
        out_ += "<ul>";
        for (std::size_t s = 0; s < design.stages.size(); ++s) {
            const StageSize size = stage_size(design, s);
            out_ += fmt::format("<li>Stage {}: {} units in {} {}{}.</li>",
                                s + 1,
                                size.units,
                                size.strata,
                                size.strata == 1 ? "stratum" : "strata",
                                out_of_how_many(design.stages[s]));
        }
        write_degrees_of_freedom(design);
    }

    // By the study's method, as give_design() has it: balanced replicates are of pairs as drawn.
    void write_degrees_of_freedom(const SampleDesign& design) {
        const VarianceMethod method = study_.file.variance.method;
        const std::size_t units = stage_size(design, 0).units;
        std::size_t df = units / 2;
        bool certain = false;
        if (method != VarianceMethod::brr && method != VarianceMethod::fay) {
            const SampleDesign opened = open_certain_units(design);
            const StageSize first = stage_size(opened, 0);
            df = first.units - first.strata;
            certain = first.units != units;
        }
        out_ += fmt::format("</ul><p>Degrees of freedom: {}.{}</p></section>",
                            df,
                            certain ? " Where all units of a stratum were selected, people "
                                      "within them are what varies, and count."
                                    : "");
    }

    static std::string out_of_how_many(const SamplingStage& stage) {
        const auto known = std::ranges::count_if(stage.population,
                                                 [](double units) { return std::isfinite(units); });
        if (known == 0) return ", out of many";
        if (static_cast<std::size_t>(known) == stage.population.size())
            return ", out of a known number";
        return ", out of a known number in some strata and of many in others";
    }

    const Study& study_;
    const Dataset& dataset_;
    const WeighedInterviews& weighed_;
    const WeightSummary& last_;
    std::string out_;
};

}  // namespace

std::string weights_page(const Study& study,
                         const Dataset& dataset,
                         const WeighedInterviews& weighed,
                         const std::string& now) {
    return WeightsPage(study, dataset, weighed).write(now);
}

std::string weights_csv(const Dataset& dataset, const SampleDesign& design) {
    std::vector<std::vector<std::string>> rows;
    rows.reserve(design.weights.size() + 1);
    std::vector<std::string>& header = rows.emplace_back();
    header = {"instance", "weight"};
    for (std::size_t s = 1; s <= design.stages.size(); ++s) {
        header.push_back("stratum_" + std::to_string(s));
        header.push_back("cluster_" + std::to_string(s));
    }
    if (dataset.rehearsal) header.emplace_back("rehearsal");
    for (std::size_t row = 0; row < design.weights.size(); ++row) {
        std::vector<std::string>& line = rows.emplace_back();
        line = {dataset.instance_ids[row], fmt::format("{}", design.weights[row])};
        for (const SamplingStage& stage : design.stages) {
            line.push_back(std::to_string(stage.strata[row]));
            line.push_back(std::to_string(stage.units[row]));
        }
        if (dataset.rehearsal) line.emplace_back(invented_mark);
    }
    return write_csv(rows);
}

}  // namespace mtm
