#include "tabulate/level_design.h"

#include <algorithm>
#include <cmath>

#include "estimation/quantiles.h"

namespace mtm {
namespace {

constexpr const char* shares_only =
    "the weights of a respondent-driven sample tell of shares, not of numbers of people";

// What holds for the interview of a row holds for the row.
template <typename T>
std::vector<T> spread(const std::vector<T>& of_interviews, const RowOwners& owners) {
    if (of_interviews.empty() || are_interviews(owners)) return of_interviews;
    std::vector<T> out;
    out.reserve(owners.rows);
    for (const std::int32_t interview : owners.interview_of_row)
        out.push_back(of_interviews[static_cast<std::size_t>(interview)]);
    return out;
}

std::vector<std::uint8_t> with_number(std::span<const double> numbers,
                                      std::span<const std::uint8_t> base) {
    std::vector<std::uint8_t> out(base.begin(), base.end());
    for (std::size_t r = 0; r < out.size(); ++r) {
        if (std::isnan(numbers[r])) out[r] = 0;
    }
    return out;
}

// The numbers of the rows in a domain, 0 of the others, which may hold no number.
std::vector<double> within(std::span<const double> x, std::span<const std::uint8_t> domain) {
    std::vector<double> out(domain.size());
    for (std::size_t r = 0; r < domain.size(); ++r) {
        if (domain[r] != 0) out[r] = x.empty() ? 1 : x[r];
    }
    return out;
}

void scale(Variation& variation, double by) {
    for (double& influence : variation.influence)
        influence *= by;
    for (double& value : variation.replicates)
        value *= by;
}

}  // namespace

LevelDesign::LevelDesign(const Study& study, const Dataset& dataset, const RowOwners& owners)
    : precision_(study, dataset), owners_(owners) {
    if (precision_.sample() == nullptr) {
        weights_.assign(owners.rows, 1);
        return;
    }
    weights_ = spread(precision_.sample()->design().weights, owners);
    weighted_ = std::ranges::any_of(weights_, [](double weight) { return weight != 1; });
    none_under_one_ = std::ranges::all_of(weights_, [](double weight) { return weight >= 1; });
}

// A base of people none of whom carries weight, as of seeds alone, has no weighted value.
void LevelDesign::tell_of_no_weight(Estimate& estimate) {
    estimate.value.reset();
    if (estimate.base > 0) estimate.no_interval = no_weight_carried;
}

// --- from rows to interviews ---

std::vector<double> LevelDesign::by_interview(std::span<const double> of_rows) const {
    if (are_interviews(owners_)) return {of_rows.begin(), of_rows.end()};
    std::vector<double> out(precision_.sample()->design().weights.size());
    for (std::size_t r = 0; r < of_rows.size(); ++r)
        out[static_cast<std::size_t>(owners_.interview_of_row[r])] += of_rows[r];
    return out;
}

std::vector<std::uint8_t> LevelDesign::interviews_in(std::span<const std::uint8_t> rows) const {
    if (are_interviews(owners_)) return {rows.begin(), rows.end()};
    std::vector<std::uint8_t> out(precision_.sample()->design().weights.size());
    for (std::size_t r = 0; r < rows.size(); ++r)
        out[static_cast<std::size_t>(owners_.interview_of_row[r])] |= rows[r];
    return out;
}

double LevelDesign::df(std::span<const std::uint8_t> domain) const {
    return precision_.df(domain.empty() ? std::vector<std::uint8_t>() : interviews_in(domain));
}

// Of the tables' kernel, which knows nothing of interviews: the same for each of their rows. Where
// rows are interviews, the design itself will do.
SampleDesign LevelDesign::design_of_rows() const {
    SampleDesign out;
    out.weights = weights_;
    if (precision_.sample() == nullptr) return out;
    const SampleDesign& design = precision_.sample()->design();
    out.lonely = design.lonely;
    out.calibrations = design.calibrations;
    for (const SamplingStage& stage : design.stages) {
        const bool interviews = stage.units.empty();  // were selected, and all their rows with them
        SamplingStage& made = out.stages.emplace_back();
        made.strata = spread(stage.strata, owners_);
        made.units = interviews ? owners_.interview_of_row : spread(stage.units, owners_);
        made.population = spread(stage.population, owners_);
    }
    return out;
}

// --- how numbers vary ---

Variation LevelDesign::of_ratio(const LinearizedEstimate& value,
                                std::span<const double> above,
                                std::span<const double> below,
                                std::span<const std::uint8_t> domain) const {
    Variation out;
    if (!has_errors()) return out;
    out.df = df(domain);
    const ReplicateVariance* replicates = precision_.replicates();
    if (replicates == nullptr) {
        out.influence = by_interview(value.influence);
        out.domain = interviews_in(domain);
        return out;
    }
    const std::vector<std::vector<double>> totals{
        replicates->unit_totals(by_interview(within(above, domain))),
        replicates->unit_totals(by_interview(within(below, domain)))};
    const auto sums = replicates->sums(totals);
    out.replicates = ratios_of(sums[0], sums[1]);
    return out;
}

Variation LevelDesign::of_total(const LinearizedEstimate& value,
                                std::span<const double> x,
                                std::span<const std::uint8_t> rows,
                                std::span<const std::uint8_t> domain) const {
    Variation out;
    if (!has_errors()) return out;
    out.df = df(domain);
    const ReplicateVariance* replicates = precision_.replicates();
    if (replicates == nullptr) {
        out.influence = by_interview(value.influence);
        out.domain = interviews_in(domain);
        return out;
    }
    const std::vector<std::vector<double>> totals{
        replicates->unit_totals(by_interview(within(x, rows)))};
    out.replicates = replicates->sums(totals)[0];
    return out;
}

// --- statistics ---

void LevelDesign::percent(std::span<const std::uint8_t> holds,
                          std::span<const std::uint8_t> base,
                          Estimate& estimate,
                          Variation* variation) const {
    estimate.no_interval = reason();
    const std::vector<double> x(holds.begin(), holds.end());
    const auto share = linearized_mean(weights(), x, base);
    if (!share) return tell_of_no_weight(estimate);
    if (weighted_) estimate.value = 100 * share->value;
    Variation moves = of_ratio(*share, x, {}, base);
    precision_.fill_share(share->value, moves, estimate);
    if (variation == nullptr) return;
    *variation = std::move(moves);
    scale(*variation, 100);
}

const std::string& LevelDesign::obstacle(int threads) const {
    if (obstacle_) return *obstacle_;
    if (precision_.is_respondent_driven()) {
        obstacle_ = "the weights of a respondent-driven sample tell of shares alone";
    } else if (precision_.by_replicates()) {
        obstacle_ = "variances are estimated by replicates";
    } else {
        const bool of_interviews = precision_.sample() != nullptr && are_interviews(owners_);
        const SampleDesign made = of_interviews ? SampleDesign() : design_of_rows();
        const SampleDesign& design = of_interviews ? precision_.sample()->design() : made;
        std::string obstacle;
        rows_ = KernelRows::of(design, threads, obstacle);
        obstacle_ = std::move(obstacle);
    }
    return *obstacle_;
}

const KernelRows* LevelDesign::kernel_rows(int threads) const {
    (void)obstacle(threads);
    return rows_.get();
}

void LevelDesign::count(std::span<const std::uint8_t> holds,
                        std::span<const std::uint8_t> base,
                        Estimate& estimate,
                        Variation* variation) const {
    const std::vector<double> ones(holds.size(), 1);
    fill_total(ones, holds, base, estimate, variation);
    keep_possible(fewest_people(estimate.n), estimate);
}

void LevelDesign::fill_ratio(const std::optional<LinearizedEstimate>& value,
                             std::span<const double> above,
                             std::span<const double> below,
                             std::span<const std::uint8_t> domain,
                             Estimate& estimate,
                             Variation* variation) const {
    estimate.no_interval = reason();
    if (!value) {
        estimate.value.reset();
        return;
    }
    if (weighted_) estimate.value = value->value;
    Variation moves = of_ratio(*value, above, below, domain);
    precision_.fill_number(value->value, moves, estimate);
    if (variation != nullptr) *variation = std::move(moves);
}

void LevelDesign::mean(std::span<const double> numbers,
                       std::span<const std::uint8_t> base,
                       Estimate& estimate,
                       Variation* variation) const {
    const std::vector<std::uint8_t> domain = with_number(numbers, base);
    fill_ratio(
        linearized_mean(weights(), numbers, domain), numbers, {}, domain, estimate, variation);
    if (!estimate.value && estimate.n > 0) tell_of_no_weight(estimate);
}

void LevelDesign::total(std::span<const double> numbers,
                        std::span<const std::uint8_t> base,
                        Estimate& estimate,
                        Variation* variation) const {
    fill_total(numbers, base, with_number(numbers, base), estimate, variation);
}

void LevelDesign::fill_total(std::span<const double> numbers,
                             std::span<const std::uint8_t> rows,
                             std::span<const std::uint8_t> base,
                             Estimate& estimate,
                             Variation* variation) const {
    if (precision_.is_respondent_driven()) {
        estimate.no_interval = shares_only;
        return;
    }
    estimate.no_interval = reason();
    const std::vector<std::uint8_t> domain = with_number(numbers, rows);
    const LinearizedEstimate value = linearized_total(weights(), numbers, domain);
    if (weighted_ && (estimate.value || estimate.base > 0)) estimate.value = value.value;
    Variation moves = of_total(value, numbers, domain, base);
    precision_.fill_number(value.value, moves, estimate);
    bool negative = false;
    for (std::size_t r = 0; r < domain.size(); ++r)
        negative = negative || (domain[r] != 0 && numbers[r] < 0);
    if (!negative) keep_possible(0, estimate);
    if (variation != nullptr) *variation = std::move(moves);
}

void LevelDesign::quantile(std::span<const double> numbers,
                           std::span<const std::uint8_t> base,
                           double p,
                           Estimate& estimate) const {
    estimate.no_interval = reason();
    const std::vector<std::uint8_t> domain = with_number(numbers, base);
    const double of_domain = has_errors() ? df(domain) : 0;
    const auto limits = [&](std::span<const double> is_below) -> std::optional<ConfidenceInterval> {
        const auto share = linearized_mean(weights(), is_below, domain);
        if (!share || !has_errors()) return std::nullopt;
        std::size_t rows = 0;
        for (std::size_t r = 0; r < domain.size(); ++r)
            rows += domain[r] != 0 && weights()[r] != 0 ? 1 : 0;
        return precision_.limits_for_quantile(
            share->value, of_ratio(*share, is_below, {}, domain), rows);
    };
    const auto value = estimate_quantile(weights(),
                                         numbers,
                                         p,
                                         of_domain > 0 ? precision_.reach(of_domain) : 1,
                                         QuantileRule::school,
                                         domain,
                                         limits);
    if (!value) {
        if (estimate.n > 0) tell_of_no_weight(estimate);
        return;
    }
    if (weighted_) estimate.value = value->value;
    if (!has_errors()) return;
    if (!value->interval) {
        estimate.no_interval = of_domain > 0 ? no_limits_of_share : one_cluster;
        return;
    }
    estimate.standard_error = value->standard_error;
    estimate.df = of_domain;
    estimate.low = value->interval->low;
    estimate.high = value->interval->high;
}

void LevelDesign::ratio(std::span<const double> above,
                        std::span<const double> below,
                        std::span<const std::uint8_t> base,
                        Estimate& estimate,
                        Variation* variation) const {
    const std::vector<std::uint8_t> domain = with_number(below, with_number(above, base));
    fill_ratio(linearized_ratio(weights(), above, below, domain),
               above,
               below,
               domain,
               estimate,
               variation);
    if (estimate.value || estimate.n == 0) return;
    const std::vector<double> weights_in = within(weights(), domain);
    const bool carries = std::ranges::any_of(weights_in, [](double weight) { return weight != 0; });
    if (!carries) tell_of_no_weight(estimate);  // else it divides by nothing
}

}  // namespace mtm
