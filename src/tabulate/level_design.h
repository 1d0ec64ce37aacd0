#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "dataset/dataset.h"
#include "estimation/linearization.h"
#include "study/study.h"
#include "tabulate/kernel_rows.h"
#include "tabulate/precision.h"
#include "tabulate/row_set.h"
#include "tabulate/table.h"

namespace mtm {

/// Whether each row is an interview. A repeat without any entry has no rows, and they are none.
[[nodiscard]] inline bool are_interviews(const RowOwners& owners) {
    return owners.level == 0 && owners.interview_of_row.empty();
}

/// What the rows of one repeat level stand for, and how they were selected: those of an interview
/// as it was, so that people of one household are of one cluster. Fills in of an estimate whose n
/// and base are known already the weighted value and, where the design gives one, the standard
/// error and an interval, as the study wants them (Precision); where it does not, why. Without a
/// design in the dataset every row stands for itself.
///
/// Rows are given as a byte each; those outside the base count as zeros of their clusters. Where a
/// `variation` is given, it is told how the number varies, in the number's unit; it stays unknown
/// where there is no standard error.
class LevelDesign {
public:
    /// `owners` must outlive the design.
    LevelDesign(const Study& study, const Dataset& dataset, const RowOwners& owners);

    /// True if some row stands for another number than one, or there are standard errors: else
    /// counts say all there is to say.
    [[nodiscard]] bool needed() const { return precision_.has_errors() || weighted_; }

    /// Percent of the base that `holds`. REQUIRES: `holds` is within the base.
    void percent(std::span<const std::uint8_t> holds,
                 std::span<const std::uint8_t> base,
                 Estimate& estimate,
                 Variation* variation = nullptr) const;

    /// How each cell of a table varies, `[g][c]`; what has no standard error is not known. Empty
    /// where nobody worked it out.
    using Variations = std::vector<std::vector<Variation>>;

    /// The percentages of a whole table, `cells[g][c]`, of which n and base are known, within each
    /// group: where variances are of replicates, from the rows of each cell, by products of
    /// matrices (ReplicateShares). What `percent` gives for each cell, but for rounding. False, and
    /// nothing done, where they are not of replicates. `variations` get those of all groups but
    /// everyone, unless they are very many.
    bool percent_table(const TableRows& rows,
                       std::vector<std::vector<Estimate>>& cells,
                       Variations* variations = nullptr) const;

    /// How many the rows that hold stand for.
    void count(std::span<const std::uint8_t> holds,
               std::span<const std::uint8_t> base,
               Estimate& estimate,
               Variation* variation = nullptr) const;

    /// Of the rows in the base whose number is one.
    void mean(std::span<const double> numbers,
              std::span<const std::uint8_t> base,
              Estimate& estimate,
              Variation* variation = nullptr) const;
    void total(std::span<const double> numbers,
               std::span<const std::uint8_t> base,
               Estimate& estimate,
               Variation* variation = nullptr) const;
    /// Which a share `p` of them does not exceed: of 0.5 the median.
    void quantile(std::span<const double> numbers,
                  std::span<const std::uint8_t> base,
                  double p,
                  Estimate& estimate) const;
    void ratio(std::span<const double> above,
               std::span<const double> below,
               std::span<const std::uint8_t> base,
               Estimate& estimate,
               Variation* variation = nullptr) const;

    /// The rows for counting all tables in one pass (TablePass), or null where the variances of
    /// this design need more than sums over its primary units: then each estimate is made by
    /// itself. They are made on so many threads when they are first asked for.
    [[nodiscard]] const KernelRows* kernel_rows(int threads = 1) const;

    /// Why `kernel_rows` is null; empty if it is not.
    [[nodiscard]] const std::string& obstacle(int threads = 1) const;

    /// What remains of a share, mean, ratio or median of rows none of which carries weight: the
    /// number that counts every row as one is none.
    static void tell_of_no_weight(Estimate& estimate);

    /// Whether some row stands for another number than one.
    [[nodiscard]] bool weighted() const { return weighted_; }

    /// How many people there are at least where so many were seen; 0 where rows may stand for less
    /// than one, as weights do that are relative to their mean.
    [[nodiscard]] double fewest_people(std::size_t seen) const {
        return none_under_one_ ? static_cast<double>(seen) : 0;
    }

    /// Whether estimates have standard errors.
    [[nodiscard]] bool has_errors() const { return precision_.has_errors(); }

    /// Why they have none; empty if they have.
    [[nodiscard]] const std::string& reason() const { return precision_.reason(); }

    /// Of each row.
    [[nodiscard]] const std::vector<double>& weights() const { return weights_; }

    /// What standard errors and intervals are computed by: of the interviews, as a Variation is.
    [[nodiscard]] const Precision& precision() const { return precision_; }

    /// Degrees of freedom of the rows of a domain (empty: all); 0: nothing is known of them.
    [[nodiscard]] double df(std::span<const std::uint8_t> domain) const;

private:
    friend class ReplicateShares;

    [[nodiscard]] std::vector<double> by_interview(std::span<const double> of_rows) const;
    [[nodiscard]] std::vector<std::uint8_t> interviews_in(std::span<const std::uint8_t> rows) const;
    [[nodiscard]] Variation of_ratio(const LinearizedEstimate& value,
                                     std::span<const double> above,
                                     std::span<const double> below,
                                     std::span<const std::uint8_t> domain) const;
    [[nodiscard]] Variation of_total(const LinearizedEstimate& value,
                                     std::span<const double> x,
                                     std::span<const std::uint8_t> rows,
                                     std::span<const std::uint8_t> domain) const;
    void fill_total(std::span<const double> numbers,
                    std::span<const std::uint8_t> rows,
                    std::span<const std::uint8_t> base,
                    Estimate& estimate,
                    Variation* variation) const;
    void fill_ratio(const std::optional<LinearizedEstimate>& value,
                    std::span<const double> above,
                    std::span<const double> below,
                    std::span<const std::uint8_t> domain,
                    Estimate& estimate,
                    Variation* variation) const;
    [[nodiscard]] SampleDesign design_of_rows() const;

    // The sums of a base over all replicates, kept from table to table.
    struct KnownBase {
        std::vector<double> in_replicates;
        double people = 0;
        double df = 0;
    };

    struct HashOfRows {
        std::size_t operator()(const RowSet& rows) const { return rows.hash(); }
    };

    mutable std::unordered_map<RowSet, KnownBase, HashOfRows> bases_;
    Precision precision_;
    const RowOwners& owners_;
    std::vector<double> weights_;
    mutable std::unique_ptr<const KernelRows> rows_;  // made when the first table needs it
    mutable std::optional<std::string> obstacle_;     // known when it was asked for
    bool weighted_ = false;
    bool none_under_one_ = true;  // no weight is
};

}  // namespace mtm
