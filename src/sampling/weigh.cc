#include "sampling/weigh.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"
#include "sampling/adjustment.h"
#include "sampling/calibration.h"
#include "sampling/design_columns.h"
#include "sampling/margin_file.h"
#include "sampling/raking.h"

namespace mtm {
namespace {

constexpr std::size_t gaps_told = 8;

std::string_view name_of_distance(CalibrationDistance distance) {
    const auto at = std::ranges::find(
        calibration_distances, distance, [](const auto& each) { return each.second; });
    return at->first;
}

class Weigher {
public:
    Weigher(const Study& study, const Dataset& dataset, const WeightFiles& files, Place place)
        : study_(study),
          rules_(study.file.weights),
          files_(files),
          place_(std::move(place)),
          interviews_(study, dataset, files.places, out_.diagnostics) {}

    WeighedInterviews run() {
        out_.design.stages = design_stages(study_, interviews_, place_, out_.diagnostics);
        out_.design.lonely = study_.file.variance.lonely.value_or(LonelyUnits::average);
        take_base_weights();
        bind();
        if (has_errors(out_.diagnostics)) return give_up();
        const std::vector<double> base = weights_;
        for (const WeightStep step : rules_.steps) {
            take(step);
            if (has_errors(out_.diagnostics)) return give_up();
        }
        tell_of_negative();
        if (has_errors(out_.diagnostics)) return give_up();
        describe_margins(base);
        out_.design.weights = std::move(weights_);
        check_later_stages();
        if (has_errors(out_.diagnostics)) return give_up();
        return std::move(out_);
    }

private:
    WeighedInterviews give_up() {
        out_.design = {};
        return std::move(out_);
    }

    // Where units that stand alone in their stratum are refused, those of later stages are too;
    // of the first stage they have been told.
    void check_later_stages() {
        if (out_.design.lonely != LonelyUnits::fail || out_.design.stages.size() < 2) return;
        for (Diagnostic& mistake : check_design(out_.design)) {
            mistake.place = place_;
            out_.diagnostics.push_back(std::move(mistake));
        }
    }

    void report(std::string code,
                Place place,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error) {
        out_.diagnostics.push_back({.code = std::move(code),
                                    .severity = severity,
                                    .place = std::move(place),
                                    .message = std::move(message),
                                    .remedy = std::move(remedy)});
    }

    [[nodiscard]] Place place_of(std::size_t row) const {
        Place out = place_;
        out.interview = interviews_.instance(row);
        return out;
    }

    void take_base_weights() {
        if (interviews_.rows() == 0)
            report("weights-of-nobody",
                   place_,
                   "No interview is counted.",
                   "Wait for interviews, or look at what [counted] leaves out.");
        if (rules_.base.empty()) {
            weights_.assign(interviews_.rows(), 1);
            out_.words.emplace_back("Every interview began with a weight of 1.");
        } else {
            auto numbers = interviews_.numbers(rules_.base, place_);
            if (!numbers) return;
            weights_ = std::move(*numbers);
            check_base_weights();
            out_.words.push_back(fmt::format(
                "Base weights are the inverse of each interview's chance of selection ({}).",
                rules_.base));
        }
        if (!has_errors(out_.diagnostics)) finish_stage("base weights");
    }

    struct WrongWeights {
        std::size_t count = 0;
        std::size_t first = 0;  // row
    };

    template <typename Wrong>
    [[nodiscard]] WrongWeights weights_that_are(Wrong wrong) const {
        WrongWeights out;
        for (std::size_t row = 0; row < weights_.size(); ++row) {
            if (wrong(weights_[row]) && out.count++ == 0) out.first = row;
        }
        return out;
    }

    template <typename Wrong>
    void refuse_base_weights(Wrong wrong, const std::string& what, const std::string& remedy) {
        const WrongWeights found = weights_that_are(wrong);
        if (found.count == 0) return;
        report("bad-base-weight",
               interviews_.place_of(rules_.base, found.first, place_),
               fmt::format("{} a base weight “{}” that {}.",
                           found.count == 1 ? "An interview has"
                                            : fmt::format("{} interviews have", found.count),
                           rules_.base,
                           what),
               remedy);
    }

    void check_base_weights() {
        refuse_base_weights([](double weight) { return !std::isfinite(weight); },
                            "is missing or no number",
                            "Write 1 over the chance of being selected, in digits with a point.");
        refuse_base_weights([](double weight) { return weight < 0; },
                            "is negative",
                            "A base weight is 1 over the chance of being selected, at least 1: "
                            "correct it.");
        refuse_base_weights([](double weight) { return weight == 0; },
                            "is 0",
                            "A base weight is 1 over the chance of being selected, at least 1: "
                            "correct it, or leave out of what is counted whoever could not have "
                            "been selected.");
        refuse_base_weights(
            [](double weight) { return std::isfinite(weight) && weight > most_stood_for; },
            "is over 10¹²",
            "No interview stands for more people than there are: write 1 over the chance of "
            "being selected.");
    }

    void bind() {
        if (files_.margins != nullptr)
            margins_ = bind_margins(
                *files_.margins,
                interviews_,
                rules_.scale_margins ? MarginSums::scaled_to_first : MarginSums::must_agree,
                CategoriesOfNobody::refused,
                out_.diagnostics);
        if (files_.nonresponse != nullptr)
            approached_ = bind_margins(*files_.nonresponse,
                                       interviews_,
                                       MarginSums::any,
                                       CategoriesOfNobody::left,
                                       out_.diagnostics);
    }

    void finish_stage(std::string what) {
        const WeightSummary summary = summarise_weights(weights_);
        if (interviews_.rows() > 0 && summary.rows == 0)
            report("weights-add-to-nothing",
                   place_,
                   "The weights add to nothing after: " + what + ".",
                   "Correct the base weights or the margins.");
        if (!(summary.total <= most_stood_for * (1 + 1e-6)))
            report("weights-too-large",
                   place_,
                   fmt::format("The weights add to {:.3g} people after: {}.", summary.total, what),
                   "No more than 10¹² people can be stood for: correct the base weights or the "
                   "margins.");
        out_.stages.push_back({std::move(what), summary});
    }

    void take(WeightStep step) {
        switch (step) {
            case WeightStep::nonresponse:
                return adjust_for_nonresponse();
            case WeightStep::post_stratify:
                return adjust_to_one_margin();
            case WeightStep::rake: {
                if (margins_->coded.empty() || !only_everyone())
                    report("rake-of-numbers",
                           place_,
                           "Raking knows categories alone, and the margins have totals of numbers.",
                           "Take the step calibrate.");
                else
                    finish_calibration(WeightStep::rake, rake(weights_, margins_->coded));
                return;
            }
            case WeightStep::calibrate:
                scale_to_people();
                finish_calibration(step,
                                   calibrate(weights_,
                                             margins_->coded,
                                             margins_->numbers,
                                             {.distance = rules_.distance,
                                              .lower = rules_.lower,
                                              .upper = rules_.upper}));
                return;
            case WeightStep::trim:
                return trim_largest();
        }
    }

    // The number of people, to which the margins have been scaled, is no margin of its own.
    [[nodiscard]] bool only_everyone() const {
        return std::ranges::all_of(margins_->numbers, [](const NumericMargin& number) {
            return number.name == "everyone";
        });
    }

    // Bounds are about who counts more than others, not about how many people an interview stands
    // for. Without bounds this changes nothing, since the number of people is one of the totals.
    void scale_to_people() {
        double people = 0;
        for (const NumericMargin& number : margins_->numbers) {
            if (number.name == "everyone") people = number.total;
        }
        if (!margins_->coded.empty()) {
            const std::vector<double>& totals = margins_->coded[0].totals;
            people = std::accumulate(totals.begin(), totals.end(), 0.0);
        }
        if (people <= 0) return;
        const double sum = std::accumulate(weights_.begin(), weights_.end(), 0.0);
        for (double& weight : weights_)
            weight *= people / sum;
    }

    void adjust_to_one_margin() {
        if (margins_->coded.size() != 1) {
            report("post-strata-of-several",
                   place_,
                   fmt::format("Post-stratification is to one variable, and the margins have {}.",
                               margins_->coded.size()),
                   "Take the step rake, or cross the variables: “sex * region”.");
            return;
        }
        finish_calibration(WeightStep::post_stratify, post_stratify(weights_, margins_->coded[0]));
    }

    [[nodiscard]] std::string names_of_margins() const {
        std::vector<std::string> names;
        for (const CodedMargin& margin : margins_->coded)
            names.push_back(margin.name);
        for (const NumericMargin& number : margins_->numbers)
            names.push_back(number.name);
        return join(names, ", ");
    }

    void finish_calibration(WeightStep step, CalibratedWeights calibrated) {
        if (!calibrated.converged()) {
            tell_of_gaps(calibrated);
            return;
        }
        remember(step, calibrated.weights);
        weights_ = std::move(calibrated.weights);
        const std::string method =
            step == WeightStep::post_stratify ? "post-stratification"
            : step == WeightStep::rake
                ? "raking"
                : fmt::format("calibration ({})", name_of_distance(rules_.distance));
        const std::string rounds = step == WeightStep::post_stratify
                                       ? ""
                                       : fmt::format(", {} rounds", calibrated.iterations);
        finish_stage(fmt::format("{} to {}{}", method, names_of_margins(), rounds));
        out_.words.push_back(fmt::format(
            "Weights were adjusted by {} to known totals of {}{}.",
            method,
            names_of_margins(),
            step == WeightStep::calibrate && rules_.upper > 1
                ? fmt::format(", by factors between {} and {}", rules_.lower, rules_.upper)
                : ""));
        std::ranges::move(margins_->scaled, std::back_inserter(out_.words));
        margins_->scaled.clear();
    }

    // What the variance of calibrated estimates needs, which is that of residuals (Deville and
    // Särndal 1992; for post-strata, of deviations from their means).
    void remember(WeightStep step, const std::vector<double>& after) {
        WeightCalibration record;
        record.weights_before = weights_;
        record.weights = after;
        if (step != WeightStep::calibrate) {
            record.kind = step == WeightStep::rake ? WeightCalibration::Kind::raking
                                                   : WeightCalibration::Kind::post_strata;
            for (const CodedMargin& margin : margins_->coded)
                record.margins.emplace_back(margin.codes.begin(), margin.codes.end());
        } else {
            record.kind = WeightCalibration::Kind::regression;
            record.distance = rules_.distance;
            record.lower = rules_.lower;
            record.upper = rules_.upper;
            for (const NumericMargin& number : margins_->numbers)
                record.regressors.emplace_back(number.values.begin(), number.values.end());
            for (const CodedMargin& margin : margins_->coded)
                append(indicators_of(margin), record.regressors);
        }
        out_.design.calibrations.push_back(std::move(record));
    }

    // A column a category: 1 for those who are of it.
    static std::vector<std::vector<double>> indicators_of(const CodedMargin& margin) {
        std::vector<std::vector<double>> out(margin.totals.size(),
                                             std::vector<double>(margin.codes.size()));
        for (std::size_t row = 0; row < margin.codes.size(); ++row)
            out[static_cast<std::size_t>(margin.codes[row])][row] = 1;
        return out;
    }

    static void append(std::vector<std::vector<double>> more,
                       std::vector<std::vector<double>>& out) {
        std::ranges::move(more, std::back_inserter(out));
    }

    void tell_of_gaps(const CalibratedWeights& calibrated) {
        std::string list;
        for (std::size_t g = 0; g < std::min(gaps_told, calibrated.gaps.size()); ++g) {
            const MarginGap& gap = calibrated.gaps[g];
            list += fmt::format("{}{}{} (wanted {:.6g}, reached {:.6g})",
                                g == 0 ? "" : "; ",
                                gap.margin,
                                gap.category.empty() ? "" : " “" + gap.category + "”",
                                gap.wanted,
                                gap.reached);
        }
        if (calibrated.gaps.size() > gaps_told)
            list += fmt::format("; and {} more", calibrated.gaps.size() - gaps_told);
        report("margins-clash",
               {.file = files_.margins->file, .sheet = {}, .row = 0, .column = {}, .interview = {}},
               fmt::format("No weights of these interviews meet all totals; after {} rounds are "
                           "missed: {}.",
                           calibrated.iterations,
                           list),
               rules_.upper > 1 ? "Widen the bounds, join thin categories, or leave out a variable."
                                : "Join thin categories of these variables, or leave one out.");
    }

    void adjust_for_nonresponse() {
        if (approached_->coded.size() != 1 || !approached_->numbers.empty()) {
            report("nonresponse-cells",
                   {.file = files_.nonresponse->file,
                    .sheet = {},
                    .row = 0,
                    .column = {},
                    .interview = {}},
                   "Non-response is adjusted in the cells of one variable.",
                   "Give people approached by one variable, or cross several: “sex * region”.");
            return;
        }
        const CodedMargin& cells = approached_->coded[0];
        std::vector<int> respondents(cells.totals.size(), 0);
        for (const std::int32_t code : cells.codes)
            ++respondents[static_cast<std::size_t>(code)];
        const std::vector<double> responded(respondents.begin(), respondents.end());
        tell_of_more_than_approached(cells, respondents);
        const auto factors = response_factors(
            cells.totals,
            responded,
            respondents,
            {.fewest = rules_.fewest_respondents, .largest = rules_.largest_factor});
        if (!factors || has_errors(out_.diagnostics)) return;
        for (std::size_t row = 0; row < weights_.size(); ++row)
            weights_[row] *= factors->factors[static_cast<std::size_t>(cells.codes[row])];
        const double all = std::accumulate(cells.totals.begin(), cells.totals.end(), 0.0);
        finish_stage("non-response by " + cells.name);
        out_.words.push_back(fmt::format(
            "Of {} people approached {} were interviewed ({:.1f} per cent); weights were raised "
            "for those who were not within cells of {}{}.",
            all,
            weights_.size(),
            100 * static_cast<double>(weights_.size()) / all,
            cells.name,
            joined_in_words(cells, respondents, factors->joined_to)));
    }

    static std::string joined_in_words(const CodedMargin& cells,
                                       const std::vector<int>& respondents,
                                       const std::vector<int>& joined_to) {
        std::vector<std::string> joined;
        std::vector<std::string> of_nobody;
        for (std::size_t c = 0; c < cells.totals.size(); ++c) {
            const std::string name = "“" + cells.categories[c] + "”";
            const auto to = static_cast<std::size_t>(joined_to[c]);
            if (to != c) joined.push_back(name + " with “" + cells.categories[to] + "”");
            if (respondents[c] == 0 && cells.totals[c] > 0) of_nobody.push_back(name);
        }
        if (joined.empty()) return {};
        return ", of which thin ones were joined: " + join(joined, ", ") +
               (of_nobody.empty() ? "" : "; nobody was interviewed of " + join(of_nobody, ", "));
    }

    void tell_of_more_than_approached(const CodedMargin& cells,
                                      const std::vector<int>& respondents) {
        for (std::size_t c = 0; c < cells.totals.size(); ++c) {
            if (respondents[c] <= cells.totals[c]) continue;
            report("more-than-approached",
                   {.file = files_.nonresponse->file,
                    .sheet = {},
                    .row = 0,
                    .column = "total",
                    .interview = {}},
                   fmt::format("{} people of “{}” were interviewed, and {} were approached.",
                               respondents[c],
                               cells.categories[c],
                               cells.totals[c]),
                   "Count those who were interviewed among those approached.");
        }
    }

    void trim_largest() {
        const double upper = rules_.trim * summarise_weights(weights_).median();
        auto trimmed = trim_weights(weights_, {.lower = 0, .upper = upper});
        if (!trimmed) {
            report("trim-too-low",
                   place_,
                   "Trimming: " + trimmed.error().message + ".",
                   "Raise trim in [weights].");
            return;
        }
        weights_ = std::move(trimmed->weights);
        finish_stage(fmt::format("trimming at {:.6g}, {} interviews", upper, trimmed->cut));
        out_.words.push_back(fmt::format(
            "Weights over {} times the median ({:.6g}) were trimmed to it in {} interviews, and "
            "what was cut off was spread evenly over the others.",
            rules_.trim,
            upper,
            trimmed->cut));
    }

    void tell_of_negative() {
        const WrongWeights wrong =
            weights_that_are([](double weight) { return !std::isfinite(weight) || weight <= 0; });
        if (wrong.count == 0) return;
        report("negative-weight",
               place_of(wrong.first),
               fmt::format("Calibration gives {} interviews a weight of 0 or less.", wrong.count),
               "Take distance = \"logit\" or \"truncated\" with bounds, or \"exponential\".");
    }

    void describe_margins(const std::vector<double>& base) {
        if (!margins_) return;
        for (const CodedMargin& margin : margins_->coded) {
            std::vector<MarginLine> lines;
            for (std::size_t c = 0; c < margin.totals.size(); ++c)
                lines.push_back({margin.name, margin.categories[c], margin.totals[c], 0, 0, 0});
            for (std::size_t row = 0; row < base.size(); ++row) {
                MarginLine& line = lines[static_cast<std::size_t>(margin.codes[row])];
                ++line.interviews;
                line.before += base[row];
                line.after += weights_[row];
            }
            std::ranges::move(lines, std::back_inserter(out_.margins));
        }
        for (const NumericMargin& number : margins_->numbers) {
            MarginLine line{number.name, {}, number.total, base.size(), 0, 0};
            for (std::size_t row = 0; row < base.size(); ++row) {
                line.before += base[row] * number.values[row];
                line.after += weights_[row] * number.values[row];
            }
            out_.margins.push_back(std::move(line));
        }
    }

    const Study& study_;
    const WeightRules& rules_;
    const WeightFiles& files_;
    Place place_;
    WeighedInterviews out_;
    InterviewColumns interviews_;
    std::vector<double> weights_;
    std::optional<BoundMargins> margins_;
    std::optional<BoundMargins> approached_;
};

}  // namespace

WeighedInterviews weigh(const Study& study,
                        const Dataset& dataset,
                        const WeightFiles& files,
                        const Place& place) {
    return Weigher(study, dataset, files, place).run();
}

}  // namespace mtm
