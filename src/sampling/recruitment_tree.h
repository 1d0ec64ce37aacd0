#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace mtm {

/// A row or group as an index. REQUIRES: it is not -1.
[[nodiscard]] constexpr std::size_t row_index(std::int32_t row) {
    return static_cast<std::size_t>(row);
}

/// Who recruited whom: a forest over interviews, which are numbered as the caller's rows, with the
/// seeds as its roots. There is no circle in it.
class RecruitmentTree {
public:
    RecruitmentTree() = default;

    /// From the row of each interview's recruiter, -1 for a seed. `order` is in which order rows
    /// are drawn from, all of them, so that chance does not depend on how they are stored; empty:
    /// ascending. REQUIRES: rows exist, and no interview is among its own recruiter's recruiters.
    [[nodiscard]] static RecruitmentTree of_recruiters(std::vector<std::int32_t> recruiters,
                                                       std::vector<std::int32_t> order = {});

    [[nodiscard]] std::size_t size() const { return recruiter_.size(); }

    /// The row of the recruiter, -1 for a seed.
    [[nodiscard]] std::int32_t recruiter(std::size_t row) const { return recruiter_[row]; }

    [[nodiscard]] bool is_seed(std::size_t row) const { return recruiter_[row] < 0; }

    /// How many recruitments lie between the interview and its seed; 0 for a seed.
    [[nodiscard]] std::int32_t wave(std::size_t row) const { return wave_[row]; }

    /// The row of the seed from which the interview's chain began.
    [[nodiscard]] std::int32_t seed(std::size_t row) const { return seed_[row]; }

    /// Rows of those whom the interview's respondent recruited, in the order of the tree.
    [[nodiscard]] std::span<const std::int32_t> recruits(std::size_t row) const {
        return std::span(recruits_).subspan(first_[row], first_[row + 1] - first_[row]);
    }

    /// All rows in the order in which they are drawn from.
    [[nodiscard]] const std::vector<std::int32_t>& in_order() const { return order_; }

    /// Rows of the seeds, in the order of the tree.
    [[nodiscard]] const std::vector<std::int32_t>& seeds() const { return seeds_; }

    /// All rows, each recruiter before its recruits.
    [[nodiscard]] const std::vector<std::int32_t>& by_wave() const { return by_wave_; }

    /// Number of waves, that of the seeds included; 0 if there is no interview.
    [[nodiscard]] int waves() const {
        return by_wave_.empty() ? 0 : wave_[static_cast<std::size_t>(by_wave_.back())] + 1;
    }

private:
    std::vector<std::int32_t> recruiter_;
    std::vector<std::int32_t> order_;
    std::vector<std::int32_t> wave_;
    std::vector<std::int32_t> seed_;
    std::vector<std::size_t> first_{0};   // into recruits_, one more than rows
    std::vector<std::int32_t> recruits_;  // recruiter by recruiter
    std::vector<std::int32_t> seeds_;
    std::vector<std::int32_t> by_wave_;
};

/// What the interviews say of coupons. Codes are compared without case and outer spaces; an empty
/// `own` is a seed's.
struct CouponAnswers {
    std::vector<std::string> own;                 // of each row
    std::vector<std::vector<std::string>> given;  // of each row; empty codes are none
};

/// What the interviews say of ids: the respondent's own, and the recruiter's (empty for a seed).
struct RecruiterAnswers {
    std::vector<std::string> own;
    std::vector<std::string> recruiter;
};

/// Whom messages name, and what is no mistake.
struct RecruitmentContext {
    std::vector<std::string> interviews;  // instanceIDs of the rows, by which the tree is ordered
    std::vector<std::string> seeds;       // coupons or recruiters that say: this is a seed
};

/// A tree, and every mistake in what it was made of. Where one of them is an error, the tree holds
/// what could be made, and nothing should be estimated from it.
struct ReadRecruitment {
    RecruitmentTree tree;
    Diagnostics diagnostics;
    int unknown_recruiters = 0;  // counted as seeds
    int coupons_given = 0;       // 0 where recruitment is told by ids
};

/// Links each interview to the one that gave its coupon out. Errors: a coupon given out by two, an
/// own coupon given out by its holder, circles. Warnings: a coupon with which two came (both are
/// its giver's recruits), a coupon that nobody gave out (a seed). No message holds a coupon.
[[nodiscard]] ReadRecruitment read_coupons(const CouponAnswers& answers,
                                           const RecruitmentContext& context);

/// Links each interview to the one whose id it names. Errors: an id that two have, an interview
/// that names itself, circles. Warning: an id that nobody has (a seed).
[[nodiscard]] ReadRecruitment read_recruiters(const RecruiterAnswers& answers,
                                              const RecruitmentContext& context);

/// Network sizes fit to be weights' divisors: whole numbers from 1.
struct NetworkSizes {
    std::vector<double> sizes;  // of each row; empty if nobody reported one
    int replaced = 0;           // missing, zero or no whole number: the largest reported one
    Diagnostics diagnostics;    // a warning for each of those
};

/// A size that is missing, zero, negative or broken is taken to be the largest that was reported,
/// which gives its respondent the smallest weight: R's RDS does so (`compute.weights`).
/// `reported` holds NaN where there is no number.
[[nodiscard]] NetworkSizes usable_network_sizes(std::span<const double> reported,
                                                const RecruitmentContext& context);

}  // namespace mtm
