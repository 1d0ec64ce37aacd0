#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "estimation/linearization.h"

namespace mtm {

/// What a test of a table of two variables is measured by.
enum class AssociationTest {
    rao_scott_f,           // Pearson's X² by its design effects, second order (Rao and Scott 1984)
    rao_scott_chi_square,  // the same by their mean, first order
    wald,                  // of observed less expected totals
    adjusted_wald          // with a denominator for few degrees of freedom
};

struct TestResult {
    double statistic = 0;
    double df = 0;
    std::optional<double> denominator_df;  // absent for a chi-square
    double p = 1;
};

/// Whether two variables of a sample have to do with each other; equal to R's svychisq. A row whose
/// `rows` or `columns` is -1 is left out, as one outside `domain`. Nothing where a variable has
/// fewer than two categories that occur, or the covariance has no inverse.
[[nodiscard]] std::optional<TestResult> test_association(const TaylorVariance& design,
                                                         std::span<const std::int32_t> rows,
                                                         std::span<const std::int32_t> columns,
                                                         AssociationTest test,
                                                         std::span<const std::uint8_t> domain = {});

/// Whether the means of x in two domains differ, as R's svyttest: t with one degree of freedom less
/// than the design's.
struct DifferenceTest {
    double difference = 0;  // second less first
    double standard_error = 0;
    double t = 0;
    double df = 0;
    double p = 1;
    double low = 0;
    double high = 0;
};

[[nodiscard]] std::optional<DifferenceTest> test_difference_of_means(
    const TaylorVariance& design,
    std::span<const double> x,
    std::span<const std::uint8_t> first,
    std::span<const std::uint8_t> second,
    double level = 0.95);

}  // namespace mtm
