#include "synthesis/resemblance.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/random.h"
#include "base/result.h"

namespace mtm {
namespace {

std::string text_of(std::span<const std::uint8_t> row) {
    return {row.begin(), row.end()};
}

std::string text_of(std::span<const std::uint8_t> row, const std::vector<std::size_t>& of) {
    std::string text;
    for (const std::size_t v : of)
        text.push_back(static_cast<char>(row[v]));
    return text;
}

/// Of the difference of two shares, of n and m people.
double difference_error(double p, std::size_t n, double q, std::size_t m) {
    if (n == 0 || m == 0) return 0;
    return std::sqrt(p * (1 - p) / static_cast<double>(n) + q * (1 - q) / static_cast<double>(m));
}

double share_among(const CodedRecords& records, const std::unordered_set<std::string>& known) {
    std::size_t found = 0;
    for (std::size_t r = 0; r < records.size(); ++r)
        found += known.count(text_of(records.row(r)));
    return static_cast<double>(found) / static_cast<double>(records.size());
}

/// A share that chance gives, and its standard error.
struct ShareByChance {
    double share = 0;
    double error = 0;
};

/// The mean chance that n independent draws meet a record. Records that are alike are met together
/// or not at all, so that few that are common make the share uncertain. That draws which meet one
/// miss another is left out of account: the error is if anything too large.
ShareByChance independent_share(const ResemblanceInput& input) {
    const CodedRecords& synthetic = *input.synthetic;
    const auto n = static_cast<double>(synthetic.size());
    std::vector<std::vector<long long>> counts;
    for (std::size_t v = 0; v < synthetic.variables; ++v)
        counts.push_back(cell_counts(synthetic, input.tables->variables, {v}));
    std::map<std::string, double> alike;
    for (std::size_t r = 0; r < input.real->size(); ++r)
        ++alike[text_of(input.real->row(r))];
    double sum = 0;
    double variance = 0;
    for (const auto& [record, many] : alike) {
        double chance = 1;
        for (std::size_t v = 0; v < synthetic.variables; ++v)
            chance *= static_cast<double>(counts[v][static_cast<std::uint8_t>(record[v])]) / n;
        const double met = chance >= 1 ? 1 : -std::expm1(n * std::log1p(-chance));
        sum += many * met;
        variance += many * many * met * (1 - met);
    }
    const auto people = static_cast<double>(input.real->size());
    return {sum / people, std::sqrt(variance) / people};
}

WholeCopies whole_copies(const ResemblanceInput& input) {
    std::unordered_set<std::string> known;
    for (std::size_t r = 0; r < input.synthetic->size(); ++r)
        known.insert(text_of(input.synthetic->row(r)));
    const ShareByChance independent = independent_share(input);
    WholeCopies out;
    out.real_share = share_among(*input.real, known);
    out.independent_share = independent.share;
    out.excess_error = independent.error;
    if (input.holdout != nullptr) {
        out.holdout_share = share_among(*input.holdout, known);
        out.excess_error = difference_error(
            out.real_share, input.real->size(), *out.holdout_share, input.holdout->size());
    }
    return out;
}

CodedRecords at_most(const CodedRecords& records, std::size_t most, Random& random) {
    if (records.size() <= most) return records;
    std::vector<std::size_t> order(records.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    CodedRecords out{records.variables, {}};
    for (std::size_t i = 0; i < most; ++i) {
        const std::span<const std::uint8_t> row = records.row(order[i]);
        out.codes.insert(out.codes.end(), row.begin(), row.end());
    }
    return out;
}

/// In how many variables the nearest of `among` differs, for each of `from`.
std::vector<std::size_t> nearest_distances(const CodedRecords& from, const CodedRecords& among) {
    std::vector<std::size_t> out(from.size(), from.variables);
    for (std::size_t a = 0; a < from.size(); ++a) {
        const std::uint8_t* row = from.row(a).data();
        for (std::size_t b = 0; b < among.size(); ++b) {
            const std::uint8_t* other = among.row(b).data();
            unsigned differing = 0;
            for (std::size_t v = 0; v < from.variables; ++v)
                differing += row[v] != other[v] ? 1U : 0U;
            out[a] = std::min<std::size_t>(out[a], differing);
        }
    }
    return out;
}

double mean_of(const std::vector<std::size_t>& values) {
    std::size_t sum = 0;
    for (const std::size_t value : values)
        sum += value;
    return static_cast<double>(sum) / static_cast<double>(values.size());
}

NearestRecords nearest_records(const ResemblanceInput& input) {
    Random random(input.seed);
    std::size_t most = std::min(input.most_compared, input.real->size());
    if (input.holdout != nullptr) most = std::min(most, input.holdout->size());
    const CodedRecords synthetic = at_most(*input.synthetic, input.most_compared, random);
    const CodedRecords real = at_most(*input.real, most, random);
    NearestRecords out;
    out.real_mean = mean_of(nearest_distances(real, synthetic));
    if (input.holdout == nullptr) return out;
    const CodedRecords holdout = at_most(*input.holdout, most, random);
    out.holdout_mean = mean_of(nearest_distances(holdout, synthetic));
    if (*out.holdout_mean > 0) out.ratio = out.real_mean / *out.holdout_mean;
    const std::vector<std::size_t> to_real = nearest_distances(synthetic, real);
    const std::vector<std::size_t> to_holdout = nearest_distances(synthetic, holdout);
    double nearer = 0;
    for (std::size_t i = 0; i < to_real.size(); ++i)
        nearer += to_real[i] < to_holdout[i] ? 1 : to_real[i] == to_holdout[i] ? 0.5 : 0;
    out.nearer_to_real_share = nearer / static_cast<double>(to_real.size());
    return out;
}

using CategoryTally = std::vector<std::size_t>;

/// The most common category, the first of equals; none if nobody is counted.
std::optional<std::size_t> most_common(const CategoryTally& tally) {
    const auto most = std::ranges::max_element(tally);
    if (most == tally.end() || *most == 0) return std::nullopt;
    return static_cast<std::size_t>(most - tally.begin());
}

/// Tallies of a target by combinations of keys.
class TargetTallies {
public:
    TargetTallies(const CodedRecords& records,
                  const std::vector<std::size_t>& keys,
                  std::size_t target,
                  std::size_t categories)
        : all_(categories, 0) {
        for (std::size_t r = 0; r < records.size(); ++r) {
            const std::span<const std::uint8_t> row = records.row(r);
            CategoryTally& tally =
                by_keys_.try_emplace(text_of(row, keys), CategoryTally(categories, 0))
                    .first->second;
            ++tally[row[target]];
            ++all_[row[target]];
        }
    }

    [[nodiscard]] std::size_t guess(const std::string& keys) const {
        const auto found = by_keys_.find(keys);
        const auto by_key = found == by_keys_.end() ? std::nullopt : most_common(found->second);
        return by_key.value_or(most_common(all_).value_or(0));
    }

    /// The same, not counting one record with these keys and this category.
    [[nodiscard]] std::size_t guess_without(const std::string& keys, std::size_t category) const {
        CategoryTally tally = by_keys_.at(keys);
        --tally[category];
        if (const auto by_key = most_common(tally)) return *by_key;
        CategoryTally all = all_;
        --all[category];
        return most_common(all).value_or(0);
    }

private:
    std::unordered_map<std::string, CategoryTally> by_keys_;
    CategoryTally all_;
};

bool answers(const ResemblanceInput& input, std::size_t target, std::uint8_t code) {
    return input.tables->variables[target].categories[code].meaning == CategoryMeaning::answer;
}

struct GuessShare {
    std::size_t people = 0;
    std::size_t correct = 0;

    [[nodiscard]] double share() const {
        return people == 0 ? 0 : static_cast<double>(correct) / static_cast<double>(people);
    }
};

/// Guesses about records' targets; `guess` is handed a record's keys and its true category.
template <typename Guess>
GuessShare guesses_about(const ResemblanceInput& input,
                         const CodedRecords& records,
                         std::size_t target,
                         const Guess& guess) {
    GuessShare out;
    for (std::size_t r = 0; r < records.size(); ++r) {
        const std::span<const std::uint8_t> row = records.row(r);
        if (!answers(input, target, row[target])) continue;
        ++out.people;
        out.correct += guess(text_of(row, input.keys), row[target]) == row[target] ? 1 : 0;
    }
    return out;
}

AttributeInference inference_of(const ResemblanceInput& input, std::size_t target) {
    const std::size_t categories = input.tables->variables[target].categories.size();
    const TargetTallies synthetic(*input.synthetic, input.keys, target, categories);
    const TargetTallies real(*input.real, input.keys, target, categories);
    const auto by_synthetic = [&](const std::string& keys, std::size_t) {
        return synthetic.guess(keys);
    };
    const auto by_others = [&](const std::string& keys, std::size_t truth) {
        return real.guess_without(keys, truth);
    };
    AttributeInference out;
    out.target = target;
    const GuessShare about_real = guesses_about(input, *input.real, target, by_synthetic);
    out.people = about_real.people;
    out.correct_share = about_real.share();
    out.by_others_share = guesses_about(input, *input.real, target, by_others).share();
    std::size_t largest = 0;
    for (std::size_t c = 0; c < categories; ++c) {
        const auto always = [&](const std::string&, std::size_t) { return c; };
        largest = std::max(largest, guesses_about(input, *input.real, target, always).correct);
    }
    out.most_common_share = GuessShare{out.people, largest}.share();
    double chance = std::max(out.by_others_share, out.most_common_share);
    std::size_t others = out.people;
    if (input.holdout != nullptr) {
        const GuessShare about = guesses_about(input, *input.holdout, target, by_synthetic);
        out.holdout_share = about.share();
        chance = about.share();
        others = about.people;
    }
    out.advantage = out.correct_share - chance;
    out.advantage_error = difference_error(out.correct_share, out.people, chance, others);
    return out;
}

void look_for_unique(const ResemblanceInput& input,
                     const std::vector<std::size_t>& of,
                     UniqueCombinations& out) {
    const std::vector<TableVariable>& variables = input.tables->variables;
    const std::vector<long long> real = cell_counts(*input.real, variables, of);
    const std::vector<long long> synthetic = cell_counts(*input.synthetic, variables, of);
    const auto table = std::ranges::find(
        input.tables->tables, of, [](const MarginalTable& t) -> const auto& {
            return t.variables;
        });
    for (std::size_t cell = 0; cell < real.size(); ++cell) {
        if (real[cell] != 1) continue;
        ++out.unique;
        out.met += synthetic[cell] > 0 ? 1 : 0;
        if (table == input.tables->tables.end() || table->cells[cell].kind != CellKind::withheld)
            continue;
        ++out.withheld;
        if (synthetic[cell] > 0) out.leaked.push_back({of, cell});
    }
}

UniqueCombinations unique_combinations(const ResemblanceInput& input) {
    std::vector<std::size_t> keys = input.keys;
    std::ranges::sort(keys);
    UniqueCombinations out;
    for (std::size_t a = 0; a < keys.size(); ++a) {
        look_for_unique(input, {keys[a]}, out);
        for (std::size_t b = a + 1; b < keys.size(); ++b) {
            look_for_unique(input, {keys[a], keys[b]}, out);
            for (std::size_t c = b + 1; c < keys.size(); ++c)
                look_for_unique(input, {keys[a], keys[b], keys[c]}, out);
        }
    }
    return out;
}

}  // namespace

bool ResemblanceReport::is_alarming() const {
    const double chance = copies.holdout_share.value_or(copies.independent_share);
    const double excess = copies.real_share - chance;
    if (excess > 0.05 && excess > 3 * copies.excess_error) return true;
    if (nearest.ratio && *nearest.ratio < 0.9) return true;
    return std::ranges::any_of(inference, [](const AttributeInference& one) {
        return one.advantage > 0.05 && one.advantage > 3 * one.advantage_error;
    });
}

ResemblanceReport resemblance(const ResemblanceInput& input) {
    CHECK(input.real != nullptr && input.synthetic != nullptr && input.tables != nullptr);
    CHECK(input.real->size() > 0 && input.synthetic->size() > 0);
    CHECK(input.real->variables == input.tables->variables.size());
    CHECK(input.synthetic->variables == input.tables->variables.size());
    CHECK(input.holdout == nullptr || input.holdout->size() > 0);
    ResemblanceReport report;
    report.copies = whole_copies(input);
    report.nearest = nearest_records(input);
    for (const std::size_t target : input.targets)
        report.inference.push_back(inference_of(input, target));
    report.unique = unique_combinations(input);
    return report;
}

std::pair<CodedRecords, CodedRecords> halves_of(const CodedRecords& records, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::size_t> order(records.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    std::pair<CodedRecords, CodedRecords> out{{records.variables, {}}, {records.variables, {}}};
    for (std::size_t i = 0; i < order.size(); ++i) {
        CodedRecords& half = i < (order.size() + 1) / 2 ? out.first : out.second;
        const std::span<const std::uint8_t> row = records.row(order[i]);
        half.codes.insert(half.codes.end(), row.begin(), row.end());
    }
    return out;
}

}  // namespace mtm
