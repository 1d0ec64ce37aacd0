#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "estimation/linearization.h"
#include "study/study.h"
#include "tabulate/kernel_rows.h"
#include "tabulate/row_set.h"
#include "tabulate/table.h"

namespace mtm {

/// What the rows of one repeat level stand for, and how they were selected: those of an interview
/// as it was, so that people of one household are of one cluster. Fills in of an estimate whose n
/// and base are known already the weighted value and, where the design gives one, the standard
/// error and a 95% interval with the degrees of freedom of the rows in the base; where it does not,
/// why. Without a design in the dataset every row stands for itself.
///
/// Rows are given as a byte each; those outside the base count as zeros of their clusters.
class LevelDesign {
public:
    LevelDesign(const Study& study, const Dataset& dataset, const RowOwners& owners);

    /// True if some row stands for another number than one, or there are standard errors: else
    /// counts say all there is to say.
    [[nodiscard]] bool needed() const { return has_errors() || weighted_; }

    /// Percent of the base that `holds`. REQUIRES: `holds` is within the base.
    void percent(std::span<const std::uint8_t> holds,
                 std::span<const std::uint8_t> base,
                 Estimate& estimate) const;

    /// How many the rows that hold stand for.
    void count(std::span<const std::uint8_t> holds, Estimate& estimate) const;

    /// Of the rows in the base whose number is one.
    void mean(std::span<const double> numbers,
              std::span<const std::uint8_t> base,
              Estimate& estimate) const;
    void total(std::span<const double> numbers,
               std::span<const std::uint8_t> base,
               Estimate& estimate) const;
    void median(std::span<const double> numbers,
                std::span<const std::uint8_t> base,
                Estimate& estimate) const;
    void ratio(std::span<const double> above,
               std::span<const double> below,
               std::span<const std::uint8_t> base,
               Estimate& estimate) const;

    /// The rows for counting all tables in one pass (TablePass), or null where the variances of
    /// this design need more than sums over its primary units: then each estimate is made by
    /// itself.
    [[nodiscard]] const KernelRows* kernel_rows() const;

    /// Why `kernel_rows` is null; empty if it is not.
    [[nodiscard]] const std::string& obstacle() const;

    /// With errors.
    [[nodiscard]] const TaylorVariance& sample() const { return *sample_; }

    [[nodiscard]] bool has_errors() const { return sample_->has_stages(); }

    [[nodiscard]] bool weighted() const { return weighted_; }

    /// Error and interval of a share (0 to 1) or of another number whose variance is known. Where
    /// `df` is not above 0, why there are none.
    void fill_share(double share, double variance, double df, Estimate& estimate) const;
    void fill_error(double value, double variance, double df, Estimate& estimate) const;

    [[nodiscard]] static const char* reason_of_one_cluster();

    /// What remains of a share, mean, ratio or median of rows whose weights are all 0: the number
    /// that counts every row as one is none.
    void stands_for_nobody(Estimate& estimate) const;

    /// Why estimates have no standard error; empty if they have.
    [[nodiscard]] const std::string& reason() const { return reason_; }

    /// Of each row.
    [[nodiscard]] const std::vector<double>& weights() const { return sample_->design().weights; }

private:
    void fill_mean(const LinearizedEstimate& value,
                   std::span<const std::uint8_t> domain,
                   Estimate& estimate) const;

    std::shared_ptr<const TaylorVariance> sample_;
    mutable std::unique_ptr<const KernelRows> rows_;  // made when the first table needs it
    mutable std::optional<std::string> obstacle_;     // known when it was asked for
    bool weighted_ = false;
    std::string reason_;
};

}  // namespace mtm
