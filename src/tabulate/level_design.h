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
#include "tabulate/kernel.h"
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

    /// The percentages of a whole table, `cells[g][c]`, of which n and base are known: of category
    /// `category_of_row` (-1: outside the base) in each group (-1: in none), after those of
    /// everyone together as group 0. What `percent` gives for each cell, by one pass over the rows.
    /// False, and nothing done, where the design needs more than one pass.
    bool percent_table(std::span<const std::int32_t> category_of_row,
                       std::span<const std::int32_t> group_of_row,
                       std::vector<std::vector<Estimate>>& cells) const;

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

    /// Whether some row stands for another number than one.
    [[nodiscard]] bool weighted() const { return weighted_; }

    /// Whether estimates have standard errors.
    [[nodiscard]] bool has_errors() const { return sample_->has_stages(); }

    /// Why they have none; empty if they have.
    [[nodiscard]] const std::string& reason() const { return reason_; }

    /// Of each row.
    [[nodiscard]] const std::vector<double>& weights() const { return sample_->design().weights; }

    /// What its variances are computed by.
    [[nodiscard]] const TaylorVariance& sample() const { return *sample_; }

private:
    void leave_unweighted(Estimate& estimate) const;
    void fill_share(double share, double variance, double df, Estimate& estimate) const;
    void fill_mean(const LinearizedEstimate& value,
                   std::span<const std::uint8_t> domain,
                   Estimate& estimate) const;

    std::shared_ptr<const TaylorVariance> sample_;
    mutable std::unique_ptr<const KernelRows> rows_;  // made when the first table needs it
    mutable bool one_pass_ = true;                    // until it is seen that it is not enough
    bool weighted_ = false;
    std::string reason_;
};

}  // namespace mtm
