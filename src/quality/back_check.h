#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "dataset/column.h"
#include "quality/stability.h"
#include "study/back_check_rules.h"

namespace mtm {

/// Second, short interviews by someone else, compared with the first ones of the same people: as
/// Innovations for Poverty Action's bcstats does. docs/back-checks.md defines what is counted.

struct BackCheckOptions {
    WhenMissing not_answered = WhenMissing::do_not_compare;  // not asked, or no answer
    WhenMissing unknown = WhenMissing::compare;  // “I do not know”, “I do not want to answer”
    bool fold_text = true;  // texts without regard to case (ASCII) and runs of blanks
    double level = 0.95;    // of intervals
};

struct BackCheckAnswer {
    Missing missing = Missing::no_answer;
    std::string text;              // as it was given; a choice by its name
    std::optional<double> number;  // if it is one
};

/// One interview, of the first or the second time.
struct BackCheckInterview {
    std::string id;      // instanceID, named in diagnostics
    std::string key;     // tells people apart; the same in both interviews of one. Never printed
    std::string worker;  // the enumerator, or who checks
    std::optional<long long> day;               // since any day
    std::vector<BackCheckAnswer> answers;       // by question
    std::optional<Place> place = std::nullopt;  // that diagnostics name instead of the id
};

/// A pair of answers.
struct BackCheckComparison {
    std::size_t first = 0;   // index of the first interview
    std::size_t second = 0;  // and of the second
    std::size_t question = 0;

    enum class Outcome : std::uint8_t { same, different, not_compared };
    Outcome outcome = Outcome::same;

    bool operator==(const BackCheckComparison&) const = default;
};

struct ErrorRate {
    std::size_t compared = 0;
    std::size_t different = 0;

    /// Share of compared answers that differ; 0 where nothing was compared.
    [[nodiscard]] double rate() const {
        return compared == 0 ? 0 : static_cast<double>(different) / static_cast<double>(compared);
    }

    bool operator==(const ErrorRate&) const = default;
};

struct ErrorRates {
    std::array<ErrorRate, 3> by_type;
    ErrorRate all;

    [[nodiscard]] const ErrorRate& of(BackCheckType type) const {
        return by_type[static_cast<std::size_t>(type) - 1];
    }
};

struct WorkerRates {
    std::string worker;
    std::size_t interviews = 0;       // of an enumerator all first ones, checked or not
    std::size_t checked = 0;          // that have a pair
    std::optional<double> mean_days;  // from the first to the second interview, where known
    ErrorRates rates;
};

struct QuestionRates {
    std::size_t question = 0;
    ErrorRate rate;
    ShareInterval interval;              // of the rate, after Wilson
    std::optional<Stability> stability;  // types 2 and 3, where both answers are numbers
};

struct BackCheckPair {
    std::size_t first = 0;
    std::size_t second = 0;
    ErrorRate rate;
};

struct BackCheckResult {
    std::vector<BackCheckComparison> comparisons;  // by pair, then question
    std::vector<BackCheckPair> pairs;              // in the order of the second interviews
    std::vector<QuestionRates> questions;          // one for each, in their order
    std::vector<WorkerRates> enumerators;          // by name
    std::vector<WorkerRates> back_checkers;        // by name
    ErrorRates all;
    Diagnostics diagnostics;  // of interviews that could not be paired
};

/// Pairs the interviews by key and compares them. A key that several first or several second
/// interviews have is nobody's: those are left out and told of, as are second interviews without a
/// first or without a key. First ones without a key are not told of: few are checked.
[[nodiscard]] BackCheckResult compare_back_checks(std::span<const BackCheckQuestion> questions,
                                                  std::span<const BackCheckInterview> first,
                                                  std::span<const BackCheckInterview> second,
                                                  const BackCheckOptions& options);

/// Whether two answers to a question are the same.
[[nodiscard]] BackCheckComparison::Outcome compare_answers(const BackCheckQuestion& question,
                                                           const BackCheckAnswer& first,
                                                           const BackCheckAnswer& second,
                                                           const BackCheckOptions& options);

}  // namespace mtm
