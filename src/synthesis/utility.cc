#include "synthesis/utility.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "synthesis/bounded_targets.h"

namespace mtm {
namespace {

long long outside(const BoundedCount& cell, long long count) {
    return std::max({cell.low - count, count - cell.high, 0LL});
}

TableUtility table_utility(const MarginalTables& tables,
                           const MarginalTable& table,
                           const std::vector<long long>& counts) {
    TableUtility out;
    out.variables = table.variables;
    out.cells = counts.size();
    bool all_known = true;
    std::vector<long long> given;
    long long sum = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        const BoundedCount& cell = table.cells[c];
        const long long deviation = outside(cell, counts[c]);
        out.cells_equal += deviation == 0 ? 1 : 0;
        out.largest_deviation = std::max(out.largest_deviation, deviation);
        sum += deviation;
        all_known = all_known && cell.low == cell.high && cell.kind != CellKind::withheld;
        given.push_back(cell.low);
    }
    out.mean_deviation = static_cast<double>(sum) / static_cast<double>(out.cells);
    if (table.variables.size() != 2 || !all_known) return out;
    const std::size_t columns = tables.variables[table.variables[1]].categories.size();
    out.association_given = cramers_v(given, columns);
    out.association_invented = cramers_v(counts, columns);
    return out;
}

/// Sums of one length's combinations; divided at the end.
class LengthTally {
public:
    explicit LengthTally(std::size_t length) { out_.length = length; }

    void add(const BoundedCount& cell, long long count) {
        if (cell.kind == CellKind::withheld) {
            ++out_.withheld;
            out_.withheld_met += count > 0 ? 1 : 0;
            out_.withheld_over_bound += count > cell.high ? 1 : 0;
        } else if (cell.high == 0) {
            ++out_.empty;
            out_.fabricated += count > 0 ? 1 : 0;
        } else {
            add_published(cell, count);
        }
    }

    CombinationUtility finished() {
        const auto n = static_cast<double>(std::max<std::size_t>(out_.published, 1));
        out_.mean_count /= n;
        out_.mean_error /= n;
        out_.mean_proportional_error /= n;
        for (auto& [up_to, bucket] : buckets_) {
            const auto m = static_cast<double>(bucket.combinations);
            bucket.mean_count /= m;
            bucket.mean_error /= m;
            bucket.mean_proportional_error /= m;
            out_.buckets.push_back(bucket);
        }
        return out_;
    }

private:
    void add_published(const BoundedCount& cell, long long count) {
        const double published = static_cast<double>(cell.low + cell.high) / 2;
        const double error = std::abs(static_cast<double>(count) - published);
        ++out_.published;
        ++(count > 0 ? out_.kept : out_.suppressed);
        out_.mean_count += published;
        out_.mean_error += error;
        out_.mean_proportional_error += error / published;
        long long up_to = 10;
        while (static_cast<double>(up_to) < published)
            up_to *= 10;
        CountBucket& bucket = buckets_[up_to];
        bucket.up_to = up_to;
        ++bucket.combinations;
        bucket.mean_count += published;
        bucket.mean_error += error;
        bucket.mean_proportional_error += error / published;
    }

    CombinationUtility out_;
    std::map<long long, CountBucket> buckets_;
};

void count_twins(const CodedRecords& records, UtilityReport& report) {
    std::vector<std::size_t> order(records.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto less = [&](std::size_t a, std::size_t b) {
        return std::ranges::lexicographical_compare(records.row(a), records.row(b));
    };
    std::ranges::sort(order, less);
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && !less(order[first], order[end]))
            ++end;
        const std::size_t alike = end - first;
        ++report.distinct_records;
        if (alike > 1) report.records_with_twin += alike;
        report.most_alike = std::max(report.most_alike, alike);
        first = end;
    }
}

}  // namespace

std::optional<double> cramers_v(const std::vector<long long>& counts, std::size_t columns) {
    const std::size_t rows = counts.size() / columns;
    std::vector<double> of_row(rows, 0);
    std::vector<double> of_column(columns, 0);
    double total = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        const auto count = static_cast<double>(counts[c]);
        of_row[c / columns] += count;
        of_column[c % columns] += count;
        total += count;
    }
    const auto used = [](double sum) { return sum > 0; };
    const auto smaller =
        std::min(std::ranges::count_if(of_row, used), std::ranges::count_if(of_column, used));
    if (smaller < 2) return std::nullopt;
    double chi_square = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        const double expected = of_row[c / columns] * of_column[c % columns] / total;
        if (expected <= 0) continue;
        const double difference = static_cast<double>(counts[c]) - expected;
        chi_square += difference * difference / expected;
    }
    return std::sqrt(chi_square / (total * static_cast<double>(smaller - 1)));
}

std::optional<double> UtilityReport::mean_association_change() const {
    double sum = 0;
    std::size_t count = 0;
    for (const TableUtility& table : tables) {
        if (!table.association_given || !table.association_invented) continue;
        sum += std::abs(*table.association_given - *table.association_invented);
        ++count;
    }
    if (count == 0) return std::nullopt;
    return sum / static_cast<double>(count);
}

UtilityReport utility_of(const MarginalTables& tables, const CodedRecords& records) {
    const MarginalTables targets = scaled_to(tables, static_cast<long long>(records.size()));
    UtilityReport report;
    report.records = records.size();
    std::map<std::size_t, LengthTally> lengths;
    for (const MarginalTable& table : targets.tables) {
        const std::vector<long long> counts =
            cell_counts(records, targets.variables, table.variables);
        report.tables.push_back(table_utility(targets, table, counts));
        const std::size_t length = table.variables.size();
        LengthTally& tally = lengths.try_emplace(length, length).first->second;
        for (std::size_t c = 0; c < counts.size(); ++c)
            tally.add(table.cells[c], counts[c]);
    }
    for (auto& [length, tally] : lengths)
        report.by_length.push_back(tally.finished());
    count_twins(records, report);
    return report;
}

}  // namespace mtm
