#include "sampling/calibration.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "base/result.h"
#include "sampling/raking.h"

namespace mtm {
namespace {

// Eigenvalues of the scaled matrix under this belong to columns that follow from the others.
constexpr double rank_tolerance = 1e-11;
constexpr int most_halvings = 40;

struct Factor {
    double value;
    double slope;
};

Factor logit_factor(double u, double lower, double upper) {
    const double a = (upper - lower) / ((1 - lower) * (upper - 1));
    // The larger of the two exponentials is 1, so that none overflows.
    const double grows = a * u <= 0 ? std::exp(a * u) : 1;
    const double falls = a * u <= 0 ? 1 : std::exp(-a * u);
    const double value = (lower * (upper - 1) * falls + upper * (1 - lower) * grows) /
                         ((upper - 1) * falls + (1 - lower) * grows);
    return {value, (value - lower) * (upper - value) / ((1 - lower) * (upper - 1))};
}

Factor factor_at(double u, const CalibrationRule& rule) {
    switch (rule.distance) {
        case CalibrationDistance::linear:
            return {1 + u, 1};
        case CalibrationDistance::exponential:
            return {std::exp(u), std::exp(u)};
        case CalibrationDistance::logit:
            return logit_factor(u, rule.lower, rule.upper);
        case CalibrationDistance::truncated:
            if (1 + u <= rule.lower) return {rule.lower, 0};
            if (1 + u >= rule.upper) return {rule.upper, 0};
            return {1 + u, 1};
    }
    return {1, 1};
}

// The columns of x, of which a row has few that are not 0: one a margin, and the numbers.
class CalibrationColumns {
public:
    CalibrationColumns(std::span<const CodedMargin> margins,
                       std::span<const NumericMargin> numbers,
                       std::size_t rows)
        : margins_(margins), numbers_(numbers), rows_(rows) {
        for (std::size_t m = 0; m < margins.size(); ++m) {
            offsets_.push_back(static_cast<int>(totals_.size()) - (m == 0 ? 0 : 1));
            const auto first = margins[m].totals.begin() + (m == 0 ? 0 : 1);
            totals_.insert(totals_.end(), first, margins[m].totals.end());
        }
        for (const NumericMargin& number : numbers)
            totals_.push_back(number.total);
    }

    [[nodiscard]] std::size_t rows() const { return rows_; }

    [[nodiscard]] Eigen::VectorXd totals() const {
        return Eigen::Map<const Eigen::VectorXd>(totals_.data(),
                                                 static_cast<Eigen::Index>(totals_.size()));
    }

    // The columns of a row that are not 0, and what they hold.
    void row(std::size_t row, std::vector<std::pair<Eigen::Index, double>>& out) const {
        out.clear();
        for (std::size_t m = 0; m < margins_.size(); ++m) {
            const std::int32_t code = margins_[m].codes[row];
            if (m == 0 || code > 0) out.emplace_back(offsets_[m] + code, 1.0);
        }
        const auto first = static_cast<Eigen::Index>(totals_.size() - numbers_.size());
        for (std::size_t k = 0; k < numbers_.size(); ++k)
            out.emplace_back(first + static_cast<Eigen::Index>(k), numbers_[k].values[row]);
    }

private:
    std::span<const CodedMargin> margins_;
    std::span<const NumericMargin> numbers_;
    std::size_t rows_;
    std::vector<int> offsets_;  // of the column of code 0, by margin
    std::vector<double> totals_;
};

// Where Newton's method stands.
struct NewtonState {
    Eigen::VectorXd lambda;
    std::vector<double> weights;  // calibrated
    Eigen::VectorXd misfit;       // totals less what is reached
    Eigen::MatrixXd slope;        // Σ w F' x x'
    double gap = 0;               // the largest misfit as a part of 1 + its total
};

void move_to(NewtonState& state,
             const Eigen::VectorXd& lambda,
             std::span<const double> weights,
             const CalibrationColumns& columns,
             const CalibrationRule& rule) {
    const Eigen::VectorXd totals = columns.totals();
    state.lambda = lambda;
    state.misfit = totals;
    state.slope = Eigen::MatrixXd::Zero(totals.size(), totals.size());
    std::vector<std::pair<Eigen::Index, double>> row;
    for (std::size_t r = 0; r < columns.rows(); ++r) {
        columns.row(r, row);
        double u = 0;
        for (const auto& [column, value] : row)
            u += lambda[column] * value;
        const Factor factor = factor_at(u, rule);
        state.weights[r] = weights[r] * factor.value;
        const double slope = weights[r] * factor.slope;
        for (const auto& [column, value] : row) {
            state.misfit[column] -= state.weights[r] * value;
            for (const auto& [other, with] : row)
                state.slope(column, other) += slope * value * with;
        }
    }
    state.gap = (state.misfit.array().abs() / (1 + totals.array().abs())).maxCoeff();
    if (!state.misfit.allFinite() || !state.slope.allFinite())
        state.gap = std::numeric_limits<double>::infinity();
}

// The least solution of slope · step = misfit, by eigenvalues: columns may depend on each other.
// Columns are brought to one scale first, or a large number would hide that a small one counts.
Eigen::VectorXd newton_step(const NewtonState& state) {
    const Eigen::VectorXd scale =
        state.slope.diagonal().unaryExpr([](double d) { return d > 0 ? 1 / std::sqrt(d) : 0.0; });
    const Eigen::MatrixXd scaled = scale.asDiagonal() * state.slope * scale.asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(scaled);
    Eigen::VectorXd along = solver.eigenvectors().transpose() * (scale.asDiagonal() * state.misfit);
    const double least = rank_tolerance * solver.eigenvalues().cwiseAbs().maxCoeff();
    for (Eigen::Index i = 0; i < along.size(); ++i)
        along[i] = solver.eigenvalues()[i] > least ? along[i] / solver.eigenvalues()[i] : 0;
    return scale.asDiagonal() * (solver.eigenvectors() * along);
}

}  // namespace

CalibratedWeights calibrate(std::span<const double> weights,
                            std::span<const CodedMargin> margins,
                            std::span<const NumericMargin> numbers,
                            const CalibrationRule& rule) {
    CHECK(!margins.empty() || !numbers.empty());
    for (const CodedMargin& margin : margins)
        CHECK(margin.codes.size() == weights.size());
    for (const NumericMargin& number : numbers)
        CHECK(number.values.size() == weights.size());
    const CalibrationColumns columns(margins, numbers, weights.size());
    NewtonState state;
    state.weights.resize(weights.size());
    NewtonState next = state;
    move_to(state, Eigen::VectorXd::Zero(columns.totals().size()), weights, columns, rule);
    CalibratedWeights out;
    bool nearer = true;
    while (nearer && state.gap > rule.iterations.tolerance &&
           out.iterations < rule.iterations.most) {
        ++out.iterations;
        Eigen::VectorXd step = newton_step(state);
        nearer = false;
        for (int halving = 0; halving < most_halvings && !nearer; ++halving, step /= 2) {
            move_to(next, state.lambda + step, weights, columns, rule);
            nearer = next.gap < state.gap;
        }
        if (nearer) std::swap(state, next);
    }
    out.weights = std::move(state.weights);
    if (state.gap > rule.iterations.tolerance)
        out.gaps =
            gaps_of(out.weights, margins, numbers, std::max(rule.iterations.tolerance, 1e-9));
    return out;
}

}  // namespace mtm
