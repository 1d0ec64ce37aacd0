#include "estimation/association.h"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>
#include <map>
#include <vector>

#include "estimation/intervals.h"

namespace mtm {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Design effects under this are rounding: a variance of nothing.
constexpr double least_effect = 1e-9;

bool is_singular(const MatrixXd& symmetric) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(symmetric, Eigen::EigenvaluesOnly);
    const VectorXd& values = solver.eigenvalues();
    return !(values(0) > 1e-12 * values(values.size() - 1));
}

double chi_square_tail(double x, double df) {
    if (!(x > 0)) return 1;
    return boost::math::cdf(
        boost::math::complement(boost::math::chi_squared_distribution<double>(df), x));
}

double f_tail(double x, double df, double denominator_df) {
    if (!(x > 0)) return 1;
    return boost::math::cdf(
        boost::math::complement(boost::math::fisher_f_distribution<double>(df, denominator_df), x));
}

// Categories that occur among the rows of the table, numbered from 0.
std::vector<std::int32_t> renumbered(std::span<const std::int32_t> codes,
                                     const std::vector<std::uint8_t>& in,
                                     Index& count) {
    std::map<std::int32_t, std::int32_t> numbers;
    for (std::size_t r = 0; r < codes.size(); ++r) {
        if (in[r] != 0) numbers.emplace(codes[r], 0);
    }
    std::int32_t next = 0;
    for (auto& [code, number] : numbers)
        number = next++;
    count = next;
    std::vector<std::int32_t> out(codes.size(), -1);
    for (std::size_t r = 0; r < codes.size(); ++r) {
        if (in[r] != 0) out[r] = numbers.at(codes[r]);
    }
    return out;
}

// A table of `nr` by `nc` cells; cell (i, j) is number i + j × nr.
class TwoWay {
public:
    TwoWay(const TaylorVariance& design,
           std::span<const std::int32_t> rows,
           std::span<const std::int32_t> columns,
           std::span<const std::uint8_t> domain)
        : design_(design), weights_(design.design().weights), in_(weights_.size()) {
        for (std::size_t r = 0; r < in_.size(); ++r) {
            const bool inside = domain.empty() || domain[r] != 0;
            in_[r] = inside && weights_[r] > 0 && rows[r] >= 0 && columns[r] >= 0 ? 1 : 0;
            n_ += in_[r];
        }
        rows_ = renumbered(rows, in_, nr_);
        columns_ = renumbered(columns, in_, nc_);
    }

    [[nodiscard]] bool is_table() const { return nr_ > 1 && nc_ > 1; }

    std::optional<TestResult> rao_scott(bool second_order) {
        const Index cells = nr_ * nc_;
        VectorXd shares(cells);
        std::vector<LinearizedEstimate> estimates;
        for (Index c = 0; c < cells; ++c) {
            estimates.push_back(*linearized_mean(weights_, indicator_of_cell(c), in_));
            shares(c) = estimates.back().value;
        }
        const MatrixXd v = covariance_of(estimates);
        const MatrixXd contrasts = interaction_contrasts();
        VectorXd inverse = VectorXd::Zero(cells);
        for (Index c = 0; c < cells; ++c) {
            if (shares(c) > 0) inverse(c) = 1 / shares(c);
        }
        const auto diagonal = inverse.asDiagonal();
        const MatrixXd below = contrasts.transpose() * diagonal * contrasts / n_;
        const MatrixXd above = contrasts.transpose() * diagonal * v * diagonal * contrasts;
        // Where one of the two decides the other, or rows and columns fall apart, there is nothing
        // to test; and without variance all that is left is rounding.
        if (is_singular(below)) return std::nullopt;
        const MatrixXd effects = below.colPivHouseholderQr().solve(above);
        const double trace = effects.trace();
        if (!(trace > least_effect * static_cast<double>(effects.rows()))) return std::nullopt;
        const double pearson = pearson_of(shares);
        TestResult out;
        if (second_order) {
            out.df = trace * trace / (effects * effects).trace();
            out.denominator_df = out.df * design_.degrees_of_freedom(in_);
            if (!(*out.denominator_df > 0)) return std::nullopt;
            out.statistic = pearson / trace;
            out.p = f_tail(out.statistic, out.df, *out.denominator_df);
        } else {
            out.df = static_cast<double>(effects.rows());
            out.statistic = pearson;
            out.p = chi_square_tail(pearson / (trace / out.df), out.df);
        }
        return out;
    }

    std::optional<TestResult> wald(bool adjusted) {
        const Index cells = nr_ * nc_;
        std::vector<LinearizedEstimate> totals;
        for (Index c = 0; c < cells; ++c)
            totals.push_back(linearized_total(weights_, indicator_of_cell(c), in_));
        const MatrixXd v = covariance_of(totals);
        MatrixXd table(nr_, nc_);
        for (Index c = 0; c < cells; ++c)
            table(c % nr_, c / nr_) = totals[static_cast<std::size_t>(c)].value;
        const VectorXd of_rows = table.rowwise().sum();
        const VectorXd of_columns = table.colwise().sum();
        const double all = table.sum();
        // Observed less expected totals of all cells but those of the first row and column, and how
        // each moves with each cell's total.
        const Index kept = (nr_ - 1) * (nc_ - 1);
        VectorXd y(kept);
        MatrixXd slopes(kept, cells);
        Index at = 0;
        for (Index j = 1; j < nc_; ++j) {
            for (Index i = 1; i < nr_; ++i, ++at) {
                const double expected = of_rows(i) * of_columns(j) / all;
                y(at) = table(i, j) - expected;
                for (Index c = 0; c < cells; ++c) {
                    const bool same_row = c % nr_ == i;
                    const bool same_column = c / nr_ == j;
                    slopes(at, c) = (same_row && same_column ? 1.0 : 0.0) -
                                    (same_row ? of_columns(j) / all : 0.0) -
                                    (same_column ? of_rows(i) / all : 0.0) + expected / all;
                }
            }
        }
        const MatrixXd spread = slopes * v * slopes.transpose();
        const Eigen::FullPivLU<MatrixXd> lu(spread);
        if (!lu.isInvertible()) return std::nullopt;
        const double sum = y.dot(lu.solve(y));
        const double df = design_.degrees_of_freedom(in_);
        TestResult out;
        out.df = static_cast<double>(kept);
        out.denominator_df = adjusted ? df - out.df + 1 : df;
        if (!(*out.denominator_df > 0)) return std::nullopt;
        out.statistic = adjusted ? sum * *out.denominator_df / (out.df * df) : sum / out.df;
        out.p = f_tail(out.statistic, out.df, *out.denominator_df);
        return out;
    }

private:
    std::vector<double> indicator_of_cell(Index cell) const {
        std::vector<double> out(in_.size());
        for (std::size_t r = 0; r < in_.size(); ++r) {
            if (in_[r] != 0 && rows_[r] + columns_[r] * nr_ == cell) out[r] = 1;
        }
        return out;
    }

    MatrixXd covariance_of(const std::vector<LinearizedEstimate>& estimates) const {
        std::vector<std::span<const double>> influences;
        influences.reserve(estimates.size());
        for (const LinearizedEstimate& estimate : estimates)
            influences.emplace_back(estimate.influence);
        const Covariance v = design_.covariance(influences, in_);
        const auto size = static_cast<Index>(v.size);
        return Eigen::Map<const MatrixXd>(v.values.data(), size, size);
    }

    // Of the sample scaled to as many people as rows, if the two variables were independent.
    double pearson_of(const VectorXd& shares) const {
        const MatrixXd table = Eigen::Map<const MatrixXd>(shares.data(), nr_, nc_);
        const VectorXd of_rows = table.rowwise().sum();
        const VectorXd of_columns = table.colwise().sum();
        double sum = 0;
        for (Index j = 0; j < nc_; ++j) {
            for (Index i = 0; i < nr_; ++i) {
                const double expected = of_rows(i) * of_columns(j);
                sum += (table(i, j) - expected) * (table(i, j) - expected) / expected;
            }
        }
        return sum * n_;
    }

    // Columns that span the interactions, made orthogonal to both main effects.
    MatrixXd interaction_contrasts() const {
        const Index cells = nr_ * nc_;
        MatrixXd main = MatrixXd::Zero(cells, nr_ + nc_ - 1);
        MatrixXd both = MatrixXd::Zero(cells, (nr_ - 1) * (nc_ - 1));
        for (Index c = 0; c < cells; ++c) {
            const Index i = c % nr_;
            const Index j = c / nr_;
            main(c, 0) = 1;
            if (i > 0) main(c, i) = 1;
            if (j > 0) main(c, nr_ - 1 + j) = 1;
            if (i > 0 && j > 0) both(c, (i - 1) + (j - 1) * (nr_ - 1)) = 1;
        }
        return both - main * main.colPivHouseholderQr().solve(both);
    }

    const TaylorVariance& design_;
    const std::vector<double>& weights_;
    std::vector<std::uint8_t> in_;
    std::vector<std::int32_t> rows_;
    std::vector<std::int32_t> columns_;
    Index nr_ = 0;
    Index nc_ = 0;
    double n_ = 0;  // rows of the table, unweighted
};

}  // namespace

std::optional<TestResult> test_association(const TaylorVariance& design,
                                           std::span<const std::int32_t> rows,
                                           std::span<const std::int32_t> columns,
                                           AssociationTest test,
                                           std::span<const std::uint8_t> domain) {
    TwoWay table(design, rows, columns, domain);
    if (!table.is_table()) return std::nullopt;
    switch (test) {
        case AssociationTest::rao_scott_f:
            return table.rao_scott(true);
        case AssociationTest::rao_scott_chi_square:
            return table.rao_scott(false);
        case AssociationTest::wald:
            return table.wald(false);
        case AssociationTest::adjusted_wald:
            return table.wald(true);
    }
    return std::nullopt;
}

std::optional<DifferenceTest> test_difference_of_means(const TaylorVariance& design,
                                                       std::span<const double> x,
                                                       std::span<const std::uint8_t> first,
                                                       std::span<const std::uint8_t> second,
                                                       double level) {
    const std::vector<double>& weights = design.design().weights;
    const auto of_first = linearized_mean(weights, x, first);
    const auto of_second = linearized_mean(weights, x, second);
    if (!of_first || !of_second) return std::nullopt;
    const LinearizedEstimate difference = linearized_difference(*of_second, *of_first);
    std::vector<std::uint8_t> either(first.begin(), first.end());
    for (std::size_t r = 0; r < either.size(); ++r)
        either[r] |= second[r];
    DifferenceTest out;
    out.difference = difference.value;
    out.standard_error = std::sqrt(design.variance(difference.influence, either));
    out.df = design.degrees_of_freedom(either) - 1;
    if (!(out.df > 0) || !(out.standard_error > 0)) return std::nullopt;
    out.t = out.difference / out.standard_error;
    out.p = two_sided_p(out.t, out.df);
    const ConfidenceInterval interval =
        interval_of_mean(out.difference, out.standard_error, out.df, level);
    out.low = interval.low;
    out.high = interval.high;
    return out;
}

}  // namespace mtm
