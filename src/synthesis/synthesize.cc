#include "synthesis/synthesize.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "synthesis/allocate.h"
#include "synthesis/bounded_targets.h"
#include "synthesis/repair.h"
#include "synthesis/table_fit.h"

namespace mtm {
namespace {

/// Enough to settle small studies, bounded by what a minute allows where every pair is to be kept.
RepairEffort usual_effort(const MarginalTables& tables, const SynthesisOptions& options) {
    double touched = 0;
    for (const MarginalTable& table : tables.tables) {
        if (table.variables.size() > 1) touched += static_cast<double>(table.variables.size());
    }
    const double per_variable = std::max(
        1.0, touched / static_cast<double>(std::max<std::size_t>(1, tables.variables.size())));
    const auto values =
        static_cast<double>(tables.total) * static_cast<double>(tables.variables.size());
    const double wanted = std::clamp(values * 100, 400'000.0, 24'000'000.0);
    const double allowed = std::min(wanted, 300'000'000.0 / per_variable);
    RepairEffort effort;
    effort.proposals = options.proposals.value_or(static_cast<long long>(allowed));
    effort.warmth = 1.5 + per_variable / 8;
    return effort;
}

CodedRecords in_random_order(const CodedRecords& records, Random& random) {
    std::vector<std::size_t> order(records.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    CodedRecords out{records.variables, {}};
    out.codes.reserve(records.codes.size());
    for (const std::size_t r : order) {
        const std::span<const std::uint8_t> row = records.row(r);
        out.codes.insert(out.codes.end(), row.begin(), row.end());
    }
    return out;
}

Error promise_broken(const MarginalTables& tables, const TableFit& fit) {
    for (const std::uint32_t cell : fit.deviating_cells()) {
        if (!fit.is_forbidden(cell)) continue;
        const MarginalTable& table = tables.tables[fit.table_of(cell)];
        return {
            fmt::format("no records could be invented that leave {} within its bound: keep fewer "
                        "tables, or check that those to keep can hold together",
                        cell_name(tables, table, fit.cell_in_table(cell)))};
    }
    return {"no records could be invented within the bounds of the tables"};
}

}  // namespace

Result<Synthesis> synthesize(const MarginalTables& tables, const SynthesisOptions& options) {
    TRY(check_tables(tables));
    const long long wanted = options.records.value_or(tables.total);
    if (wanted < 1 || wanted > 10'000'000)
        return Error{fmt::format("{} records cannot be invented: 1 to 10,000,000 can", wanted)};
    if (tables.variables.empty()) return Error{"there is no variable to invent records of"};
    const MarginalTables targets = scaled_to(tables, wanted);
    Random random(options.seed);
    TableFit fit(targets, allocated_records(targets, random));
    Synthesis out;
    out.start_deviation = fit.deviation();
    if (!remove_forbidden(fit, random)) return promise_broken(targets, fit);
    out.proposals = repair(fit, targets, usual_effort(targets, options), random).proposals;
    if (!remove_forbidden(fit, random)) return promise_broken(targets, fit);
    out.deviation = fit.deviation();
    out.records = in_random_order(fit.records(), random);
    out.contradictions = contradictions(tables);
    return out;
}

}  // namespace mtm
