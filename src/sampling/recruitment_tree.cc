#include "sampling/recruitment_tree.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/result.h"
#include "base/text.h"

namespace mtm {
namespace {

std::string code_of(std::string_view written) {
    return lower_ascii(trim(written));
}

// Collects the recruiter of each row and what is wrong with the links.
class RecruitmentReader {
public:
    RecruitmentReader(const RecruitmentContext& context, std::size_t rows)
        : context_(context), recruiters_(rows, -1) {
        for (const std::string& seed : context.seeds)
            seeds_.insert(code_of(seed));
    }

    [[nodiscard]] bool says_seed(const std::string& code) const {
        return code.empty() || seeds_.contains(code);
    }

    void report(std::string code,
                std::size_t row,
                std::string message,
                std::string remedy,
                Severity severity) {
        out_.diagnostics.push_back(
            {.code = std::move(code),
             .severity = severity,
             .place = {.file = {}, .sheet = {}, .row = 0, .column = {}, .interview = name(row)},
             .message = std::move(message),
             .remedy = std::move(remedy)});
    }

    [[nodiscard]] std::string name(std::size_t row) const {
        return row < context_.interviews.size() ? context_.interviews[row]
                                                : "row " + std::to_string(row + 1);
    }

    void link(std::size_t row, std::size_t recruiter) {
        recruiters_[row] = static_cast<std::int32_t>(recruiter);
    }

    void unknown(std::size_t row, const std::string& what) {
        ++out_.unknown_recruiters;
        report("unknown-recruiter",
               row,
               what + "; it is counted as a seed.",
               "Correct the code by a correction, or list it under seeds in [respondent_driven] if "
               "this is a seed.",
               Severity::warning);
    }

    ReadRecruitment finish(int coupons_given) {
        cut_circles();
        out_.tree = RecruitmentTree::of_recruiters(std::move(recruiters_), order_by_id());
        out_.coupons_given = coupons_given;
        return std::move(out_);
    }

private:
    // Interviews are stored in the order in which threads of an import were done with them.
    [[nodiscard]] std::vector<std::int32_t> order_by_id() const {
        if (context_.interviews.size() != recruiters_.size()) return {};
        std::vector<std::int32_t> order(recruiters_.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::stable_sort(order, {}, [this](std::int32_t row) -> const std::string& {
            return context_.interviews[row_index(row)];
        });
        return order;
    }

    // Every row leads to one recruiter at most, so that a walk from it ends at a seed, at a row
    // that was walked before, or in a circle that it has just closed.
    void cut_circles() {
        std::vector<std::int32_t> walk_of(recruiters_.size(), -1);
        for (std::size_t start = 0; start < recruiters_.size(); ++start) {
            auto row = static_cast<std::int32_t>(start);
            while (row >= 0 && walk_of[row_index(row)] < 0) {
                walk_of[row_index(row)] = static_cast<std::int32_t>(start);
                row = recruiters_[row_index(row)];
            }
            if (row < 0 || walk_of[row_index(row)] != static_cast<std::int32_t>(start)) continue;
            std::vector<std::size_t> circle;
            std::int32_t next = row;
            do {
                circle.push_back(row_index(next));
                next = recruiters_[row_index(next)];
            } while (next != row);
            report_circle(circle);
        }
    }

    void report_circle(std::vector<std::size_t> circle) {
        std::ranges::sort(circle);
        std::vector<std::string> others;
        for (std::size_t i = 1; i < circle.size(); ++i)
            others.push_back(name(circle[i]));
        if (others.size() > 5) {
            const std::size_t more = others.size() - 5;
            others.resize(5);
            others.push_back("and " + std::to_string(more) + " more");
        }
        report(
            "recruitment-circle",
            circle.front(),
            "By the codes, its respondent was recruited by people whom the respondent recruited: "
            "in a circle with " +
                join(others, ", ") + ".",
            "Find out which of the codes was written down wrongly, and correct it.",
            Severity::error);
        recruiters_[circle.front()] = -1;
    }

    const RecruitmentContext& context_;
    std::set<std::string> seeds_;
    std::vector<std::int32_t> recruiters_;
    ReadRecruitment out_;
};

// Who gave out each coupon; what is wrong with the giving is told.
std::unordered_map<std::string, std::size_t> givers_of(const CouponAnswers& answers,
                                                       RecruitmentReader& reader) {
    std::unordered_map<std::string, std::size_t> givers;
    for (std::size_t row = 0; row < answers.given.size(); ++row) {
        const std::string own = code_of(answers.own[row]);
        for (const std::string& written : answers.given[row]) {
            const std::string code = code_of(written);
            if (code.empty()) continue;
            if (code == own) {
                reader.report("own-coupon-given",
                              row,
                              "The coupon with which its respondent came is among those that the "
                              "respondent was given.",
                              "Correct whichever of the two was written down wrongly.",
                              Severity::error);
                continue;
            }
            const auto [first, is_new] = givers.emplace(code, row);
            if (is_new) continue;
            reader.report("coupon-given-twice",
                          row,
                          first->second == row
                              ? std::string("The same coupon is written down twice among those "
                                            "that its respondent was given.")
                              : "A coupon that its respondent was given was also given by "
                                "interview " +
                                    reader.name(first->second) + ".",
                          "Correct it where it was written down wrongly: a coupon is one person's "
                          "to pass on.",
                          Severity::error);
        }
    }
    return givers;
}

}  // namespace

RecruitmentTree RecruitmentTree::of_recruiters(std::vector<std::int32_t> recruiters,
                                               std::vector<std::int32_t> order) {
    RecruitmentTree tree;
    const std::size_t n = recruiters.size();
    tree.recruiter_ = std::move(recruiters);
    tree.order_ = std::move(order);
    if (tree.order_.empty()) {
        tree.order_.resize(n);
        std::iota(tree.order_.begin(), tree.order_.end(), 0);
    }
    CHECK(tree.order_.size() == n);
    tree.first_.assign(n + 1, 0);
    for (const std::int32_t row : tree.order_) {
        const std::int32_t recruiter = tree.recruiter_[row_index(row)];
        CHECK(recruiter < static_cast<std::int32_t>(n));
        if (recruiter < 0)
            tree.seeds_.push_back(row);
        else
            ++tree.first_[row_index(recruiter) + 1];
    }
    std::partial_sum(tree.first_.begin(), tree.first_.end(), tree.first_.begin());
    tree.recruits_.resize(tree.first_.back());
    std::vector<std::size_t> next(tree.first_.begin(), tree.first_.end());
    for (const std::int32_t row : tree.order_) {
        const std::int32_t recruiter = tree.recruiter_[row_index(row)];
        if (recruiter >= 0) tree.recruits_[next[row_index(recruiter)]++] = row;
    }
    tree.wave_.assign(n, 0);
    tree.seed_.resize(n);
    tree.by_wave_ = tree.seeds_;
    tree.by_wave_.reserve(n);
    for (std::size_t i = 0; i < tree.by_wave_.size(); ++i) {
        const std::size_t row = row_index(tree.by_wave_[i]);
        const std::int32_t recruiter = tree.recruiter_[row];
        tree.wave_[row] = recruiter < 0 ? 0 : tree.wave_[row_index(recruiter)] + 1;
        tree.seed_[row] = recruiter < 0 ? tree.by_wave_[i] : tree.seed_[row_index(recruiter)];
        for (const std::int32_t recruit : tree.recruits(row))
            tree.by_wave_.push_back(recruit);
    }
    CHECK(tree.by_wave_.size() == n);  // a circle has no seed that leads into it
    return tree;
}

ReadRecruitment read_coupons(const CouponAnswers& answers, const RecruitmentContext& context) {
    CHECK(answers.own.size() == answers.given.size());
    RecruitmentReader reader(context, answers.own.size());
    const auto givers = givers_of(answers, reader);
    std::unordered_map<std::string, std::size_t> users;
    for (std::size_t row = 0; row < answers.own.size(); ++row) {
        const std::string own = code_of(answers.own[row]);
        if (reader.says_seed(own)) continue;
        const auto [first, is_new] = users.emplace(own, row);
        if (!is_new)
            reader.report("coupon-used-twice",
                          row,
                          "Interview " + reader.name(first->second) +
                              " came with the same coupon; both count as recruits of who gave it.",
                          "Find out whether somebody was interviewed twice, and reject the second "
                          "interview if so.",
                          Severity::warning);
        const auto giver = givers.find(own);
        if (giver == givers.end())
            reader.unknown(row, "Nobody was given the coupon with which its respondent came");
        else if (giver->second != row)
            reader.link(row, giver->second);
    }
    return reader.finish(static_cast<int>(givers.size()));
}

ReadRecruitment read_recruiters(const RecruiterAnswers& answers,
                                const RecruitmentContext& context) {
    CHECK(answers.own.size() == answers.recruiter.size());
    RecruitmentReader reader(context, answers.own.size());
    std::unordered_map<std::string, std::size_t> owners;
    for (std::size_t row = 0; row < answers.own.size(); ++row) {
        const std::string own = code_of(answers.own[row]);
        if (own.empty()) continue;
        const auto [first, is_new] = owners.emplace(own, row);
        if (is_new) continue;
        reader.report(
            "recruiter-id-twice",
            row,
            "Its respondent has the same id as that of interview " + reader.name(first->second) +
                ".",
            "Correct the id that was written down wrongly, or reject the second interview "
            "of the same person.",
            Severity::error);
    }
    for (std::size_t row = 0; row < answers.own.size(); ++row) {
        const std::string recruiter = code_of(answers.recruiter[row]);
        if (reader.says_seed(recruiter)) continue;
        const auto owner = owners.find(recruiter);
        if (owner == owners.end()) {
            reader.unknown(row, "Nobody has the id that its respondent names as the recruiter’s");
        } else if (owner->second == row) {
            reader.report("own-recruiter",
                          row,
                          "Its respondent is named as the respondent’s own recruiter.",
                          "Correct the id of the recruiter.",
                          Severity::error);
        } else {
            reader.link(row, owner->second);
        }
    }
    return reader.finish(0);
}

namespace {

constexpr double far_above_median = 100;

bool is_usable_size(double size) {
    return std::isfinite(size) && size >= 1 && size == std::floor(size);
}

// A slip of the finger: its respondent, and whoever reported none, would weigh next to nothing.
void tell_of_large_sizes(std::span<const double> reported,
                         const RecruitmentReader& names,
                         Diagnostics& out) {
    std::vector<double> sizes;
    std::ranges::copy_if(reported, std::back_inserter(sizes), is_usable_size);
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::ranges::nth_element(sizes, middle);
    const double median = *middle;
    for (std::size_t row = 0; row < reported.size(); ++row) {
        if (!is_usable_size(reported[row]) || reported[row] <= far_above_median * median) continue;
        Diagnostic& diagnostic = out.emplace_back();
        diagnostic.code = "large-network-size";
        diagnostic.severity = Severity::warning;
        diagnostic.place.interview = names.name(row);
        diagnostic.message = fmt::format(
            "The network size is {:.0f}, more than a hundred times the median, {:.0f}; the "
            "interview, and each that reported no size, has next to no weight.",
            reported[row],
            median);
        diagnostic.remedy = "Ask again, and correct it if it was written down wrongly.";
    }
}

}  // namespace

NetworkSizes usable_network_sizes(std::span<const double> reported,
                                  const RecruitmentContext& context) {
    NetworkSizes out;
    double largest = 0;
    for (const double size : reported)
        largest = is_usable_size(size) ? std::max(largest, size) : largest;
    if (largest == 0) return out;
    const RecruitmentReader names(context, 0);
    for (std::size_t row = 0; row < reported.size(); ++row) {
        out.sizes.push_back(is_usable_size(reported[row]) ? reported[row] : largest);
        if (is_usable_size(reported[row])) continue;
        ++out.replaced;
        const bool none = std::isnan(reported[row]);
        Diagnostic& diagnostic = out.diagnostics.emplace_back();
        diagnostic.code = "missing-network-size";
        diagnostic.severity = Severity::warning;
        diagnostic.place.interview = names.name(row);
        diagnostic.message = std::string(none ? "The network size is missing"
                                              : "The network size is no whole number from 1") +
                             "; it is taken to be the largest that anybody reported, which gives "
                             "the interview the smallest weight.";
        diagnostic.remedy = "Ask again, and correct it; nobody who was recruited knows no one.";
    }
    tell_of_large_sizes(reported, names, out.diagnostics);
    return out;
}

}  // namespace mtm
