#include "quality/back_check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"

namespace mtm {
namespace {

using Outcome = BackCheckComparison::Outcome;

bool is_unknown(const BackCheckAnswer& answer) {
    return answer.missing == Missing::unknown || answer.missing == Missing::refused;
}

bool is_unanswered(const BackCheckAnswer& answer) {
    return answer.missing == Missing::not_asked || answer.missing == Missing::no_answer;
}

// What a rule says of a pair, of which the one or the other is missing in its way.
std::optional<Outcome> by_rule(WhenMissing rule, bool first_is, bool second_is) {
    if (rule == WhenMissing::do_not_compare && (first_is || second_is))
        return Outcome::not_compared;
    if (rule == WhenMissing::no_difference && second_is) return Outcome::same;
    return std::nullopt;
}

std::string folded(const std::string& text, const BackCheckOptions& options) {
    return options.fold_text ? lower_ascii(squeeze(text)) : text;
}

bool is_one_of(const BackCheckAnswer& answer,
               const std::vector<std::string>& texts,
               const BackCheckOptions& options) {
    return std::ranges::any_of(texts, [&](const std::string& text) {
        return folded(text, options) == folded(answer.text, options);
    });
}

double size_of(const OkRange::Bound& bound, double first) {
    return bound.is_per_cent ? std::abs(first) * bound.amount / 100 : bound.amount;
}

// Bounds belong to the range; 110 is within 10 % of 100, whatever binary fractions say.
bool is_within(const OkRange& range, double first, double second) {
    const double hair = 1e-9 * std::max({1.0, std::abs(first), std::abs(second)});
    return second >= first - size_of(range.below, first) - hair &&
           second <= first + size_of(range.above, first) + hair;
}

bool is_same(const BackCheckQuestion& question,
             const BackCheckAnswer& first,
             const BackCheckAnswer& second,
             const BackCheckOptions& options) {
    // What was not asked and what was not answered are both no answer here.
    if (is_unanswered(first) && is_unanswered(second)) return true;
    if (first.missing != second.missing) return false;
    if (first.missing != Missing::none) return true;
    if (!first.number || !second.number)
        return folded(first.text, options) == folded(second.text, options);
    if (question.ok_range) return is_within(*question.ok_range, *first.number, *second.number);
    return *first.number == *second.number;
}

// Interviews by key, and which keys more than one has.
class Keys {
public:
    explicit Keys(std::span<const BackCheckInterview> interviews) {
        for (std::size_t i = 0; i < interviews.size(); ++i) {
            if (interviews[i].key.empty()) continue;
            if (!places_.emplace(interviews[i].key, i).second) twice_.insert(interviews[i].key);
        }
    }

    [[nodiscard]] bool is_twice(const std::string& key) const { return twice_.contains(key); }

    [[nodiscard]] std::optional<std::size_t> find(const std::string& key) const {
        const auto at = places_.find(key);
        return at == places_.end() ? std::nullopt : std::optional(at->second);
    }

private:
    std::map<std::string, std::size_t> places_;
    std::set<std::string> twice_;
};

Place place_of(const BackCheckInterview& interview) {
    if (interview.place) return *interview.place;
    Place out;
    out.interview = interview.id;
    return out;
}

Diagnostic key_twice(const BackCheckInterview& interview, bool is_second) {
    return {.code = "back-check-key-twice",
            .severity = Severity::warning,
            .place = place_of(interview),
            .message = is_second ? "Another second interview has its key; neither is compared."
                                 : "Another first interview has its key, so that a second one "
                                   "cannot be held against it.",
            .remedy = "Correct the key of one, or let one of the interviews not count."};
}

Diagnostic without_first(const BackCheckInterview& interview) {
    return {.code = "back-check-without-first",
            .severity = Severity::warning,
            .place = place_of(interview),
            .message = "No first interview has its key; it is not compared.",
            .remedy = "Correct its key if it was mistyped."};
}

Diagnostic without_key(const BackCheckInterview& interview) {
    return {.code = "back-check-without-key",
            .severity = Severity::warning,
            .place = place_of(interview),
            .message = "It does not say whose second interview it is; it is not compared.",
            .remedy = "Ask who held it, and write the key into its row."};
}

Diagnostic by_the_same(const BackCheckInterview& interview) {
    return {.code = "back-check-by-the-same",
            .severity = Severity::warning,
            .place = place_of(interview),
            .message = "Whoever held the first interview held this one too.",
            .remedy = "Let someone else check: one's own interviews prove nothing."};
}

class Comparing {
public:
    Comparing(std::span<const BackCheckQuestion> questions,
              std::span<const BackCheckInterview> first,
              std::span<const BackCheckInterview> second,
              const BackCheckOptions& options)
        : questions_(questions), first_(first), second_(second), options_(options) {}

    BackCheckResult run() {
        pair_up();
        for (BackCheckPair& pair : out_.pairs)
            compare(pair);
        rate_workers();
        for (std::size_t q = 0; q < questions_.size(); ++q)
            out_.questions.push_back(rate_question(q));
        return std::move(out_);
    }

private:
    void pair_up() {
        const Keys first_keys(first_);
        const Keys second_keys(second_);
        for (const BackCheckInterview& interview : first_) {
            if (first_keys.is_twice(interview.key) && second_keys.find(interview.key))
                out_.diagnostics.push_back(key_twice(interview, false));
        }
        for (std::size_t s = 0; s < second_.size(); ++s) {
            const std::string& key = second_[s].key;
            if (key.empty()) {
                out_.diagnostics.push_back(without_key(second_[s]));
                continue;
            }
            const auto found = first_keys.find(key);
            if (!found) out_.diagnostics.push_back(without_first(second_[s]));
            if (second_keys.is_twice(key)) out_.diagnostics.push_back(key_twice(second_[s], true));
            if (!found || second_keys.is_twice(key) || first_keys.is_twice(key)) continue;
            if (second_[s].worker == first_[*found].worker && !second_[s].worker.empty())
                out_.diagnostics.push_back(by_the_same(second_[s]));
            out_.pairs.push_back({.first = *found, .second = s, .rate = {}});
        }
    }

    void compare(BackCheckPair& pair) {
        const auto& first = first_[pair.first].answers;
        const auto& second = second_[pair.second].answers;
        CHECK(first.size() == questions_.size() && second.size() == questions_.size());
        for (std::size_t q = 0; q < questions_.size(); ++q) {
            const Outcome outcome = compare_answers(questions_[q], first[q], second[q], options_);
            out_.comparisons.push_back(
                {.first = pair.first, .second = pair.second, .question = q, .outcome = outcome});
            count(outcome, pair.rate);
        }
    }

    static void count(Outcome outcome, ErrorRate& rate) {
        if (outcome == Outcome::not_compared) return;
        ++rate.compared;
        if (outcome == Outcome::different) ++rate.different;
    }

    void count(const BackCheckComparison& comparison, ErrorRates& rates) const {
        const BackCheckType type = questions_[comparison.question].type;
        count(comparison.outcome, rates.by_type[static_cast<std::size_t>(type) - 1]);
        count(comparison.outcome, rates.all);
    }

    void rate_workers() {
        std::map<std::string, WorkerRates> enumerators;
        std::map<std::string, WorkerRates> back_checkers;
        for (const BackCheckInterview& interview : first_)
            ++enumerators[interview.worker].interviews;
        for (const BackCheckInterview& interview : second_)
            ++back_checkers[interview.worker].interviews;
        for (const BackCheckPair& pair : out_.pairs) {
            ++enumerators[first_[pair.first].worker].checked;
            ++back_checkers[second_[pair.second].worker].checked;
        }
        for (const BackCheckComparison& comparison : out_.comparisons) {
            count(comparison, enumerators[first_[comparison.first].worker].rates);
            count(comparison, back_checkers[second_[comparison.second].worker].rates);
            count(comparison, out_.all);
        }
        out_.enumerators = named(enumerators, &BackCheckPair::first, first_);
        out_.back_checkers = named(back_checkers, &BackCheckPair::second, second_);
    }

    std::vector<WorkerRates> named(std::map<std::string, WorkerRates>& workers,
                                   std::size_t BackCheckPair::*whose,
                                   std::span<const BackCheckInterview> interviews) const {
        std::map<std::string, std::pair<double, double>> days;  // sum, number
        for (const BackCheckPair& pair : out_.pairs) {
            const auto from = first_[pair.first].day;
            const auto to = second_[pair.second].day;
            if (!from || !to) continue;
            auto& [sum, number] = days[interviews[pair.*whose].worker];
            sum += static_cast<double>(*to - *from);
            number += 1;
        }
        std::vector<WorkerRates> out;
        for (auto& [name, rates] : workers) {
            rates.worker = name;
            if (const auto at = days.find(name); at != days.end())
                rates.mean_days = at->second.first / at->second.second;
            out.push_back(std::move(rates));
        }
        return out;
    }

    [[nodiscard]] QuestionRates rate_question(std::size_t q) const {
        QuestionRates out;
        out.question = q;
        std::vector<double> before;
        std::vector<double> after;
        for (std::size_t p = 0; p < out_.pairs.size(); ++p) {
            const BackCheckComparison& comparison = out_.comparisons[p * questions_.size() + q];
            count(comparison.outcome, out.rate);
            if (comparison.outcome == Outcome::not_compared) continue;
            const BackCheckAnswer& first = first_[comparison.first].answers[q];
            const BackCheckAnswer& second = second_[comparison.second].answers[q];
            if (!is_number(first) || !is_number(second)) continue;
            before.push_back(*first.number);
            after.push_back(*second.number);
        }
        out.interval = wilson_interval(out.rate.different, out.rate.compared, options_.level);
        if (questions_[q].type != BackCheckType::type1 && !before.empty())
            out.stability = stability_of(before, after, options_.level);
        return out;
    }

    static bool is_number(const BackCheckAnswer& answer) {
        return answer.missing == Missing::none && answer.number && std::isfinite(*answer.number);
    }

    std::span<const BackCheckQuestion> questions_;
    std::span<const BackCheckInterview> first_;
    std::span<const BackCheckInterview> second_;
    const BackCheckOptions& options_;
    BackCheckResult out_;
};

}  // namespace

Outcome compare_answers(const BackCheckQuestion& question,
                        const BackCheckAnswer& first,
                        const BackCheckAnswer& second,
                        const BackCheckOptions& options) {
    if (is_one_of(first, question.not_compared, options) ||
        is_one_of(second, question.not_compared, options)) {
        return Outcome::not_compared;
    }
    const auto unanswered =
        by_rule(options.not_answered, is_unanswered(first), is_unanswered(second));
    const auto unknown = by_rule(options.unknown, is_unknown(first), is_unknown(second));
    if (unanswered == Outcome::not_compared || unknown == Outcome::not_compared)
        return Outcome::not_compared;
    if (unanswered || unknown || is_one_of(second, question.no_difference, options) ||
        is_same(question, first, second, options)) {
        return Outcome::same;
    }
    return Outcome::different;
}

BackCheckResult compare_back_checks(std::span<const BackCheckQuestion> questions,
                                    std::span<const BackCheckInterview> first,
                                    std::span<const BackCheckInterview> second,
                                    const BackCheckOptions& options) {
    return Comparing(questions, first, second, options).run();
}

}  // namespace mtm
