#include "anonymity/local_suppression.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "anonymity/agreement.h"
#include "anonymity/suppression_problem.h"

namespace mtm {
namespace {

// Rounds over all combinations before all keys are taken together, which suffices for each.
constexpr int most_rounds = 8;

std::vector<std::size_t> records_of_patterns_below(const PackedPatterns& records,
                                                   std::size_t k,
                                                   BlankMeaning blank,
                                                   const std::vector<KeySet>& combinations,
                                                   int threads) {
    const std::vector<std::uint32_t> ones(records.size(), 1);
    return patterns_below(records, ones, k, blank, combinations, threads);
}

Status check_settings(const KeyTable& table, const SuppressionSettings& settings) {
    const std::size_t keys = table.keys.size();
    if (settings.k == 0) return Error{"k has to be 1 or more"};
    if (table.records() < settings.k && table.records() > 0)
        return Error{fmt::format(
            "{} records cannot agree with {} each: take a smaller k, or publish no records",
            table.records(),
            settings.k)};
    if (settings.combination_size > keys)
        return Error{
            fmt::format("combinations of {} keys: there are {}", settings.combination_size, keys)};
    if (!settings.importance.empty() && settings.importance.size() != keys)
        return Error{
            fmt::format("{} numbers of importance for {} keys", settings.importance.size(), keys)};
    for (const double importance : settings.importance)
        if (!(importance > 0) || !std::isfinite(importance))
            return Error{"importance has to be above 0; list a key that must stay in fixed_keys"};
    for (const std::size_t key : settings.fixed_keys)
        if (key >= keys) return Error{fmt::format("fixed key {}: there are {}", key + 1, keys)};
    for (const FixedCell& cell : settings.fixed_cells)
        if (cell.key >= keys || cell.record >= table.records())
            return Error{fmt::format(
                "fixed cell of record {}, key {}: it is not there", cell.record + 1, cell.key + 1)};
    return Done{};
}

std::vector<KeySet> fixed_of(const KeyTable& table, const SuppressionSettings& settings) {
    KeySet everywhere = 0;
    for (const std::size_t key : settings.fixed_keys)
        everywhere |= KeySet{1} << key;
    std::vector<KeySet> out(table.records(), everywhere);
    for (const FixedCell& cell : settings.fixed_cells)
        out[cell.record] |= KeySet{1} << cell.key;
    return out;
}

// Under own_category a blank for one combination may break another, so they are gone through until
// none is broken; all keys together are the way out, since equal records are equal in some keys.
Status suppress_combinations(SuppressionProblem& problem,
                             const SuppressionSettings& settings,
                             const std::vector<KeySet>& combinations) {
    if (settings.blank == BlankMeaning::any_value) {
        for (const KeySet within : combinations)
            TRY(suppress_any_value(problem, within));
        return Done{};
    }
    for (int round = 0; round < most_rounds; ++round) {
        for (const KeySet within : combinations)
            TRY(suppress_own_category(problem, within));
        if (combinations.size() == 1 ||
            records_of_patterns_below(
                problem.records, problem.k, settings.blank, combinations, problem.threads)
                .empty())
            return Done{};
    }
    return suppress_own_category(problem, all_keys(problem.records.keys()));
}

LocalSuppression result_of(const SuppressionProblem& problem) {
    LocalSuppression out;
    out.by_key.assign(problem.records.keys(), 0);
    for (std::uint32_t r = 0; r < problem.blanked.size(); ++r) {
        if (problem.blanked[r] == 0) continue;
        ++out.records_touched;
        for (std::uint32_t j = 0; j < out.by_key.size(); ++j) {
            if ((problem.blanked[r] >> j & 1) == 0) continue;
            out.cells.push_back({r, j});
            ++out.by_key[j];
        }
    }
    return out;
}

}  // namespace

Result<LocalSuppression> suppress_locally(const KeyTable& table,
                                          const SuppressionSettings& settings) {
    TRY(check_settings(table, settings));
    const PackedPatterns records = TRY(PackedPatterns::create(table));
    const std::vector<KeySet> combinations =
        TRY(combinations_of_keys(table.keys.size(), settings.combination_size));
    SuppressionProblem problem{.records = records,
                               .fixed = fixed_of(table, settings),
                               .blanked = std::vector<KeySet>(table.records()),
                               .costs = BlankCosts(table, settings.importance),
                               .k = settings.k,
                               .threads = settings.threads};
    TRY(suppress_combinations(problem, settings, combinations));
    LocalSuppression out = result_of(problem);
    // What is promised is counted again, on the table as it will be published.
    const PackedPatterns published = TRY(PackedPatterns::create(with_blanks(table, out.cells)));
    CHECK(records_of_patterns_below(
              published, settings.k, settings.blank, combinations, settings.threads)
              .empty());
    return out;
}

KeyTable with_blanks(KeyTable table, const std::vector<BlankedCell>& cells) {
    for (const BlankedCell& cell : cells)
        table.keys[cell.key].codes[cell.record] = missing_key;
    return table;
}

Result<std::vector<std::size_t>> records_below(const KeyTable& table,
                                               std::size_t k,
                                               BlankMeaning blank,
                                               std::size_t combination_size,
                                               int threads) {
    const PackedPatterns records = TRY(PackedPatterns::create(table));
    const std::vector<KeySet> combinations =
        TRY(combinations_of_keys(table.keys.size(), combination_size));
    return records_of_patterns_below(records, k, blank, combinations, threads);
}

}  // namespace mtm
