#include "anonymity/generalisation_loss.h"

#include <cmath>
#include <numeric>

namespace mtm {
namespace {

// Categories, or records, behind each code of a level: sums of `each` by what a code becomes.
std::vector<double> joined(const std::vector<double>& each, const RecodingLevel& level) {
    std::vector<double> sums(level.labels.size());
    for (std::size_t code = 0; code < each.size(); ++code)
        sums[static_cast<std::size_t>(level.code_of[code])] += each[code];
    std::vector<double> out;
    for (std::size_t code = 0; code < each.size(); ++code)
        out.push_back(sums[static_cast<std::size_t>(level.code_of[code])]);
    return out;
}

double loss_of(LossMeasure measure, double own, double became, double all) {
    if (measure == LossMeasure::entropy) return own > 0 ? std::log2(became / own) : 0;
    return all > 1 ? (became - 1) / (all - 1) : 0;
}

double total(const std::vector<double>& loss, const std::vector<double>& records) {
    return std::inner_product(loss.begin(), loss.end(), records.begin(), 0.0);
}

}  // namespace

GeneralisationLoss::GeneralisationLoss(const KeyTable& table,
                                       std::span<const RecodingHierarchy> hierarchies,
                                       std::span<const double> weights,
                                       LossMeasure measure) {
    double weight_sum = 0;
    for (std::size_t j = 0; j < table.keys.size(); ++j)
        weight_sum += weights.empty() ? 1.0 : weights[j];
    for (std::size_t j = 0; j < table.keys.size(); ++j) {
        const KeyVariable& key = table.keys[j];
        const auto categories = static_cast<std::size_t>(key.categories);
        std::vector<double> records(categories);
        for (const std::int32_t code : key.codes)
            if (code != missing_key) records[static_cast<std::size_t>(code)] += 1;
        const std::vector<double> each =
            measure == LossMeasure::entropy ? records : std::vector<double>(categories, 1);
        const double all = std::accumulate(each.begin(), each.end(), 0.0);
        LossOfKey out;
        out.by_level.emplace_back(categories);
        for (const RecodingLevel& level : hierarchies[j].levels) {
            const std::vector<double> became = joined(each, level);
            auto& losses = out.by_level.emplace_back();
            for (std::size_t code = 0; code < categories; ++code)
                losses.push_back(loss_of(measure, each[code], became[code], all));
        }
        for (std::size_t code = 0; code < categories; ++code)
            out.blank.push_back(
                measure == LossMeasure::spread ? 1 : loss_of(measure, each[code], all, all));
        const double everything = total(out.blank, records);
        const double scale =
            everything > 0 ? (weights.empty() ? 1.0 : weights[j]) / weight_sum / everything : 0;
        for (auto& losses : out.by_level) {
            for (double& loss : losses)
                loss *= scale;
            out.level_total.push_back(total(losses, records));
        }
        for (double& loss : out.blank)
            loss *= scale;
        keys_.push_back(std::move(out));
    }
}

double GeneralisationLoss::of_level(std::size_t key, std::size_t level) const {
    return keys_[key].level_total[level];
}

double GeneralisationLoss::of_levels(std::span<const std::size_t> levels) const {
    double out = 0;
    for (std::size_t j = 0; j < levels.size(); ++j)
        out += of_level(j, levels[j]);
    return out;
}

double GeneralisationLoss::of_blank(std::size_t key, std::size_t level, std::int32_t code) const {
    if (code == missing_key) return 0;
    const auto at = static_cast<std::size_t>(code);
    return keys_[key].blank[at] - keys_[key].by_level[level][at];
}

double GeneralisationLoss::of_table(const KeyTable& table,
                                    std::span<const std::size_t> levels,
                                    std::span<const BlankedCell> cells) const {
    double out = of_levels(levels);
    for (const BlankedCell& cell : cells)
        out += of_blank(cell.key, levels[cell.key], table.keys[cell.key].codes[cell.record]);
    return out;
}

}  // namespace mtm
