#include "quality/enumerator_checks.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include <fmt/format.h>

#include "quality/answer_checks.h"
#include "quality/robust.h"

namespace mtm {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double team_scores = 3;      // robust standard deviations from the team's median
constexpr double chance_scores = 4;    // standard errors from the mean of the others
constexpr std::size_t least_team = 5;  // enumerators, to know what is usual among them
constexpr int least_heaped = 10;       // numbers smaller than this end in anything

using ByRow = TeamMeasures::ByRow;

double mean_of(const ByRow& values, const std::vector<std::int32_t>& rows) {
    double sum = 0;
    int n = 0;
    for (const std::int32_t row : rows) {
        const double value = values[static_cast<std::size_t>(row)];
        if (std::isnan(value)) continue;
        sum += value;
        ++n;
    }
    return n == 0 ? nan : sum / n;
}

double median_of(const ByRow& values, const std::vector<std::int32_t>& rows) {
    std::vector<double> known;
    for (const std::int32_t row : rows) {
        const double value = values[static_cast<std::size_t>(row)];
        if (!std::isnan(value)) known.push_back(value);
    }
    return median(std::move(known));
}

// Entropy in bits of counts that add to n, with the correction of Miller and Madow (1955).
double entropy_of(const std::vector<int>& counts, int n) {
    double bits = 0;
    int seen = 0;
    for (const int count : counts) {
        if (count == 0) continue;
        ++seen;
        const double p = static_cast<double>(count) / n;
        bits -= p * std::log2(p);
    }
    return bits + (seen - 1) / (2.0 * n * std::log(2.0));
}

struct Rule {
    const char* code;
    bool high;         // it is too much that stands out
    double ratio;      // of the others' mean, at least (or at most, where too little stands out)
    double least;      // difference that matters
    const char* what;  // "{}" is theirs, the second "{}" the others'
    bool share;        // printed as a percentage
};

// Tells who lies far from the team: by the team's own spread, and by more than chance.
void tell_who_stands_out(const FieldworkRows& rows,
                         const std::vector<std::vector<std::int32_t>>& by_enumerator,
                         const ByRow& values,
                         const Rule& rule,
                         std::vector<Finding>& out) {
    const int fewest = rows.study->file.quality.fewest_interviews;
    std::vector<double> means;
    std::vector<std::size_t> judged;
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (std::size_t e = 0; e < by_enumerator.size(); ++e) {
        int known = 0;
        for (const std::int32_t row : by_enumerator[e]) {
            const double value = values[static_cast<std::size_t>(row)];
            if (std::isnan(value)) continue;
            ++known;
            sum += value;
            squares += value * value;
        }
        n += known;
        if (known < fewest) continue;
        judged.push_back(e);
        means.push_back(mean_of(values, by_enumerator[e]));
    }
    const RobustScale team = robust_scale(means);
    for (std::size_t i = 0; i < judged.size(); ++i) {
        double their_sum = 0;
        double their_squares = 0;
        int theirs = 0;
        for (const std::int32_t row : by_enumerator[judged[i]]) {
            const double value = values[static_cast<std::size_t>(row)];
            if (std::isnan(value)) continue;
            their_sum += value;
            their_squares += value * value;
            ++theirs;
        }
        const int others = n - theirs;
        if (others < fewest) continue;
        const double other_mean = (sum - their_sum) / others;
        const double other_variance =
            std::max(0.0, (squares - their_squares) / others - other_mean * other_mean);
        const double error = std::sqrt(other_variance * (1.0 / theirs + 1.0 / others)) + 1e-12;
        const double sign = rule.high ? 1 : -1;
        const double away = sign * (means[i] - other_mean);
        const bool far = means.size() < least_team || team.spread <= 0 ||
                         sign * team.score(means[i]) > team_scores;
        const bool matters =
            rule.high ? means[i] >= rule.ratio * other_mean : means[i] <= rule.ratio * other_mean;
        if (!far || !matters || away < rule.least || away / error < chance_scores) continue;
        const double factor = rule.share ? 100 : 1;
        out.push_back({.code = rule.code,
                       .enumerator = rows.enumerator_name(static_cast<std::int32_t>(judged[i])),
                       .value = means[i],
                       .expected = other_mean,
                       .detail = fmt::format(
                           fmt::runtime(rule.what), means[i] * factor, other_mean * factor)});
    }
}

// Questions asked of an interview, and what of them has no answer; numbers that may be heaped.
struct AnswerCounts {
    int asked = 0;
    int unknown = 0;
    int refused = 0;
    int blank = 0;
    int numbers = 0;
    int heaped = 0;

    void add(const Column& column, std::size_t row, bool numeric) {
        ++asked;
        switch (column.missing(row)) {
            case Missing::unknown:
                ++unknown;
                break;
            case Missing::refused:
                ++refused;
                break;
            case Missing::no_answer:
                ++blank;
                break;
            case Missing::not_asked:
                break;
            case Missing::none:
                if (numeric)
                    add_number(column.numbers[static_cast<std::size_t>(column.codes[row])]);
        }
    }

private:
    void add_number(double number) {
        if (!(number >= least_heaped) || number != std::floor(number)) return;
        ++numbers;
        heaped += std::fmod(number, 5) == 0 ? 1 : 0;
    }
};

}  // namespace

TeamMeasures::TeamMeasures(const FieldworkRows& rows,
                           const ByRow& reading_minutes,
                           ByRow best_match)
    : rows_(rows), by_enumerator_(rows.rows_by_enumerator()), best_match_(std::move(best_match)) {
    for (ByRow* measure : {&minutes_,
                           &pace_,
                           &asked_,
                           &unknown_,
                           &refused_,
                           &blank_,
                           &heaped_,
                           &straight_,
                           &at_night_})
        measure->assign(rows.size(), nan);
    measure_answers();
    measure_entropies();
    const auto batteries = batteries_of(rows);
    const QualityRules& rules = rows.study->file.quality;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        minutes_[row] = rows.minutes(row);
        if (reading_minutes[row] > 0) pace_[row] = minutes_[row] / reading_minutes[row];
        int alike = 0;
        for (const auto& battery : batteries)
            alike += answered_alike(*rows.dataset, battery, row) ? 1 : 0;
        if (!batteries.empty())
            straight_[row] = static_cast<double>(alike) / static_cast<double>(batteries.size());
        if (rows.local_start[row] != no_instant) {
            const std::int64_t hour = (rows.local_start[row] / hour_ms % 24 + 24) % 24;
            at_night_[row] = hour < rules.day_begins || hour >= rules.day_ends ? 1 : 0;
        }
    }
}

// Questions of an interview: how many were asked, and what of them has no answer.
void TeamMeasures::measure_answers() {
    const std::size_t n = rows_.size();
    std::vector<AnswerCounts> counts(n);
    for (const Column& column : rows_.dataset->levels[0].columns) {
        if (column.question < 0) continue;
        const Question& question =
            rows_.study->questionnaire.questions[static_cast<std::size_t>(column.question)];
        if (!is_answered_by_people(question.type)) continue;
        const bool numeric = is_numeric(question.type);
        for (std::size_t row = 0; row < n; ++row) {
            if (column.asked[row] != 0) counts[row].add(column, row, numeric);
        }
    }
    const auto share = [](int part, int whole) {
        return whole == 0 ? nan : static_cast<double>(part) / whole;
    };
    for (std::size_t row = 0; row < n; ++row) {
        const AnswerCounts& each = counts[row];
        asked_[row] = each.asked;
        unknown_[row] = share(each.unknown, each.asked);
        refused_[row] = share(each.refused, each.asked);
        blank_[row] = share(each.blank, each.asked);
        heaped_[row] = share(each.heaped, each.numbers);
    }
}

// Entropy of an enumerator's answers to closed questions over that of everybody's, averaged over
// the questions that have some.
void TeamMeasures::measure_entropies() {
    std::vector<double> sums(by_enumerator_.size(), 0);
    std::vector<double> of_all(by_enumerator_.size(), 0);
    std::vector<int> counts;
    std::vector<std::int32_t> everybody(rows_.size());
    std::iota(everybody.begin(), everybody.end(), 0);
    for (const Column& column : rows_.dataset->levels[0].columns) {
        if (column.question < 0 || column.choice_count < 2 || &column == rows_.enumerator ||
            &column == rows_.area)
            continue;
        const auto count = [&](const auto& some) {
            counts.assign(static_cast<std::size_t>(column.choice_count), 0);
            int n = 0;
            for (const auto row : some) {
                const std::int32_t code = column.codes[static_cast<std::size_t>(row)];
                if (code < 0 || code >= column.choice_count) continue;
                ++counts[static_cast<std::size_t>(code)];
                ++n;
            }
            return n;
        };
        const int all = count(everybody);
        if (all == 0) continue;
        const double usual = entropy_of(counts, all);
        if (usual < 0.1) continue;
        for (std::size_t e = 0; e < by_enumerator_.size(); ++e) {
            const int n = count(by_enumerator_[e]);
            if (n < rows_.study->file.quality.fewest_interviews) continue;
            sums[e] += entropy_of(counts, n);
            of_all[e] += usual;
        }
    }
    entropies_.assign(sums.size(), nan);
    for (std::size_t e = 0; e < sums.size(); ++e) {
        if (of_all[e] > 0) entropies_[e] = sums[e] / of_all[e];
    }
}

std::vector<EnumeratorMeasures> TeamMeasures::enumerators() const {
    std::vector<EnumeratorMeasures> out;
    for (std::size_t e = 0; e < by_enumerator_.size(); ++e) {
        const auto& theirs = by_enumerator_[e];
        if (theirs.empty()) continue;
        const auto code = static_cast<std::int32_t>(e);
        out.push_back({.code = code,
                       .name = rows_.enumerator_name(code),
                       .interviews = static_cast<int>(theirs.size()),
                       .minutes = median_of(minutes_, theirs),
                       .pace = median_of(pace_, theirs),
                       .asked = mean_of(asked_, theirs),
                       .unknown = mean_of(unknown_, theirs),
                       .refused = mean_of(refused_, theirs),
                       .blank = mean_of(blank_, theirs),
                       .heaped = mean_of(heaped_, theirs),
                       .straight = mean_of(straight_, theirs),
                       .at_night = mean_of(at_night_, theirs),
                       .likeness = best_match_.empty() ? nan : mean_of(best_match_, theirs),
                       .entropy = entropies_[e]});
    }
    return out;
}

// NOLINTNEXTLINE(readability-function-size): a table
void TeamMeasures::check(std::vector<Finding>& out) const {
    const auto tell = [&](const ByRow& values, const Rule& rule) {
        tell_who_stands_out(rows_, by_enumerator_, values, rule, out);
    };
    tell(pace_,
         {"fast-enumerator",
          false,
          0.75,
          0,
          "Interviews take {:.1f} times as long as reading their questions aloud; those of the "
          "others {:.1f} times.",
          false});
    tell(asked_,
         {"few-questions",
          false,
          0.95,
          1,
          "An interview asks {:.1f} questions; one of the others {:.1f}: answers that end a "
          "subject are chosen too often.",
          false});
    tell(unknown_,
         {"many-unknown",
          true,
          1.5,
          0.01,
          "{:.1f}% of the answers are “I do not know”; {:.1f}% of the others'.",
          true});
    tell(refused_,
         {"many-refused",
          true,
          1.5,
          0.01,
          "{:.1f}% of the answers are refused; {:.1f}% of the others'.",
          true});
    tell(blank_,
         {"many-blank",
          true,
          1.5,
          0.01,
          "{:.1f}% of the questions have no answer; {:.1f}% of the others'.",
          true});
    tell(heaped_,
         {"heaped-numbers",
          true,
          1.2,
          0.1,
          "{:.0f}% of the numbers end in 0 or 5; {:.0f}% of the others'.",
          true});
    tell(straight_,
         {"straight-liner",
          true,
          1.5,
          0.1,
          "{:.0f}% of the batteries are answered alike throughout; {:.0f}% of the others'.",
          true});
    tell(at_night_,
         {"night-worker",
          true,
          2,
          0.1,
          "{:.0f}% of the interviews began outside the hours of the day; {:.0f}% of the others'.",
          true});
    if (!best_match_.empty())
        tell(best_match_,
             {"alike-interviews",
              true,
              1.05,
              0.05,
              "An interview shares {:.0f}% of its answers with the one most like it; one of the "
              "others {:.0f}%.",
              true});
    check_entropies(out);
}

void TeamMeasures::check_entropies(std::vector<Finding>& out) const {
    std::vector<double> known;
    for (const double entropy : entropies_) {
        if (!std::isnan(entropy)) known.push_back(entropy);
    }
    const RobustScale team = robust_scale(known);
    for (std::size_t e = 0; e < entropies_.size(); ++e) {
        if (std::isnan(entropies_[e]) || known.size() < least_team ||
            team.score(entropies_[e]) > -team_scores || entropies_[e] > 0.9 * team.centre)
            continue;
        out.push_back({.code = "low-entropy",
                       .enumerator = rows_.enumerator_name(static_cast<std::int32_t>(e)),
                       .value = entropies_[e],
                       .expected = team.centre,
                       .detail = fmt::format("Their answers vary {:.0f}% as much as everybody's; "
                                             "usual for one enumerator are {:.0f}%.",
                                             entropies_[e] * 100,
                                             team.centre * 100)});
    }
}

}  // namespace mtm
