#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "expression/evaluate.h"
#include "interview/routing.h"

namespace mtm {

/// The answers of a routed interview as an expression sees them from within one instance: names
/// resolve in the same instance, then in the enclosing ones, then to all instances below the
/// nearest common one.
class InstanceSource : public AnswerSource {
public:
    /// `self` is the question that `.` stands for, or -1. `path` is that of the node at which the
    /// expression stands; the question's own unless given (a group's relevance stands at the
    /// group).
    InstanceSource(const Router& router,
                   const RoutedInterview& interview,
                   int instance,
                   int self,
                   std::string_view path = {});

    [[nodiscard]] NodeSet answers(std::string_view name) const override;
    [[nodiscard]] NodeSet path(std::string_view path) const override;
    [[nodiscard]] NodeSet filtered(const Node& node) const override;
    [[nodiscard]] std::string self() const override;
    [[nodiscard]] bool asked(std::string_view name) const override;
    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override;
    [[nodiscard]] std::string now() const override;
    [[nodiscard]] double position(std::string_view path) const override;
    [[nodiscard]] double last() const override;
    [[nodiscard]] std::string pulled(const PulledCell& cell) const override;

    /// Drawn from the interview's seed, its instance and its question: the same whenever it is
    /// looked at.
    [[nodiscard]] double chance() const override;

private:
    /// The instance of `level` that holds this one, or -1.
    [[nodiscard]] int enclosing(int level) const;

    [[nodiscard]] bool holds(int outer, int inner) const;

    /// The innermost instance round this one below which instances of `level` lie.
    [[nodiscard]] int nearest_above(int level) const;

    const Router& router_;
    const RoutedInterview& interview_;
    int instance_;
    int self_;  // question that `.` stands for, or -1
    std::string_view path_;
    mutable std::uint64_t drawn_ = 0;  // how many numbers chance() gave
};

}  // namespace mtm
