#include "tabulate/table_pass.h"

#include <algorithm>
#include <cmath>

#include "tabulate/table_medians.h"

namespace mtm {
namespace {

// With more, such as the villages of a country, the cells of all parts would be too many to have at
// once: they are counted part by part.
constexpr std::size_t most_categories_as_they_come = 256;

FixedNumbers fixed_numbers_of(const Column& column) {
    std::vector<double> numbers{NAN};
    for (std::size_t code = 0; code < column.dictionary.size(); ++code) {
        const bool answer = meaning_of(column, code) == MissingChoice::answer;
        numbers.push_back(answer ? column.numbers[code] : NAN);
    }
    return fixed_numbers(numbers);
}

// Nothing is to be looked up where everyone is in the base.
std::span<const std::uint8_t> base_of(const PassRequest& request) {
    if (request.table->base.everyone) return {};
    return *request.in_base;
}

KernelNumbers kernel_numbers_of(const PassRequest& request) {
    KernelNumbers out;
    out.in_base = base_of(request);
    out.above = {request.numbers[0]->codes, fixed_numbers_of(*request.numbers[0])};
    if (request.numbers.size() > 1)
        out.below = {request.numbers[1]->codes, fixed_numbers_of(*request.numbers[1])};
    return out;
}

KernelSource kernel_source_of(const PassRequest& request) {
    const Coding& coding = *request.coding;
    const Column& coded = coding.by_sets() ? *coding.rest : *coding.column;
    KernelSource out;
    out.in_base = base_of(request);
    out.categories = request.categories.size();
    out.codes = coded.codes;
    out.category_of_code.assign(coded.dictionary.size() + 1, -1);
    if (coding.by_sets()) {
        out.members = coding.column->members;
        out.wanted = coding.wanted;
        out.category_of_member.assign(64 * coding.wanted.size(), -1);
    }
    for (std::size_t i = 0; i < request.categories.size(); ++i) {
        const Coding::Source source = coding.sources[request.categories[i]];
        auto& categories =
            source.from == Coding::From::member ? out.category_of_member : out.category_of_code;
        const int at = source.from == Coding::From::member ? source.code : source.code + 1;
        categories[static_cast<std::size_t>(at)] = static_cast<std::int32_t>(i);
    }
    return out;
}

}  // namespace

// Rows in the order of one layer of a grouping, or of none, with all that is counted in it.
struct TablePass::Division {
    std::span<const std::int32_t> layer;
    KernelParts parts;
    std::vector<JoinedParts> everyone;  // one, if there are groups
    std::vector<std::uint8_t> has_group;
    std::vector<const KernelColumn*> columns{};
    std::vector<const KernelNumbers*> numbers{};
    KernelResult result{};

    [[nodiscard]] KernelWork work() const { return {&parts, everyone, columns, numbers}; }
};

// One layer of one table.
struct TablePass::Job {
    std::size_t request = 0;
    Division* division = nullptr;
    std::size_t slot = 0;  // among the columns or the numbers of the division
    bool first = false;    // layer: gives everyone together too
};

// The median, or another quantile, of each group of one layer, or of everyone.
struct TablePass::Median {
    Median(const PassRequest& asked,
           std::span<const std::int64_t> units,
           std::span<const std::int32_t> groups_of_rows,
           std::size_t groups)
        : request(asked),
          numbers(*asked.numbers[0], *asked.in_base, units, groups_of_rows, groups),
          layer(groups_of_rows),
          has_group(groups, layer.empty() ? 1 : 0) {
        for (const std::int32_t group : layer) {
            if (group >= 0) has_group[static_cast<std::size_t>(group)] = 1;
        }
    }

    const PassRequest& request;
    NumbersInGroups numbers;
    std::span<const std::int32_t> layer;
    std::vector<std::uint8_t> has_group;  // each group is of one layer, though it weigh nothing
    bool everyone = false;
    std::vector<std::optional<double>> values{};
    std::vector<std::int32_t> at_most{};  // read by the column
    Division* division = nullptr;
    std::size_t slot = 0;
};

TablePass::TablePass(const LevelDesign& design) : design_(design), rows_(*design.kernel_rows()) {}

TablePass::~TablePass() = default;

void TablePass::add(PassRequest request) {
    for (auto& cells : request.table->cells) {
        for (Estimate& cell : cells)
            cell.no_interval = design_.reason();
    }
    requests_.push_back(std::move(request));
}

TablePass::Division* TablePass::find_division(std::span<const std::int32_t> layer,
                                              bool as_they_come) const {
    for (const auto& known : divisions_) {
        if (known->layer.data() == layer.data() && known->layer.size() == layer.size() &&
            known->parts.as_they_come() == as_they_come)
            return known.get();
    }
    return nullptr;
}

// What is by code is counted over rows as they come, unless the parts are too many; sets and
// numbers are counted in the order of the parts.
TablePass::Division& TablePass::division_of(std::span<const std::int32_t> layer,
                                            std::size_t groups,
                                            bool by_code) {
    if (by_code && !is_crowded_.contains(layer.data())) {
        if (Division* known = find_division(layer, true)) return *known;
        auto parts = parts_as_they_come(rows_, layer, std::max<std::size_t>(groups, 1), threads_);
        if (parts) return add_division(layer, groups, std::move(*parts));
        is_crowded_.insert(layer.data());
    }
    if (Division* known = find_division(layer, false)) return *known;
    return add_division(
        layer, groups, kernel_parts(rows_, layer, std::max<std::size_t>(groups, 1)));
}

TablePass::Division& TablePass::add_division(std::span<const std::int32_t> layer,
                                             std::size_t groups,
                                             KernelParts parts) {
    auto made = std::make_unique<Division>();
    made->layer = layer;
    made->parts = std::move(parts);
    if (!layer.empty()) {
        const std::vector<std::uint32_t> all(groups + 1, 0);
        made->everyone.push_back(join_parts(rows_, made->parts, all, 1));
    }
    made->has_group.assign(made->parts.groups + 1, 0);
    for (const std::uint32_t group : made->parts.group_of_place)
        made->has_group[group] = 1;
    divisions_.push_back(std::move(made));
    return *divisions_.back();
}

const KernelColumn& TablePass::column_of(const PassRequest& request) {
    std::vector<std::uintptr_t> key{reinterpret_cast<std::uintptr_t>(request.coding->column),
                                    reinterpret_cast<std::uintptr_t>(base_of(request).data())};
    for (const std::size_t category : request.categories) {
        const Coding::Source source = request.coding->sources[category];
        key.push_back(static_cast<std::uintptr_t>(source.from) << 32 |
                      static_cast<std::uint32_t>(source.code));
    }
    const KernelColumn*& known = column_of_key_[key];
    if (known == nullptr) {
        columns_.push_back(std::make_unique<KernelColumn>(kernel_source_of(request)));
        known = columns_.back().get();
    }
    return *known;
}

void TablePass::add_job(std::size_t number, std::size_t layer) {
    const PassRequest& request = requests_[number];
    const bool grouped = !request.grouping->layers.empty();
    Division& division =
        division_of(grouped ? std::span<const std::int32_t>(request.grouping->layers[layer])
                            : std::span<const std::int32_t>(),
                    request.grouping->groups.size(),
                    request.numbers.empty() && !request.coding->by_sets() &&
                        request.categories.size() <= most_categories_as_they_come);
    Job job{number, &division, 0, layer == 0};
    if (request.numbers.empty()) {
        const KernelColumn* column = &column_of(request);
        const auto found = std::ranges::find(division.columns, column);
        job.slot = static_cast<std::size_t>(found - division.columns.begin());
        if (found == division.columns.end()) division.columns.push_back(column);
    } else {
        numbers_.push_back(std::make_unique<KernelNumbers>(kernel_numbers_of(request)));
        job.slot = division.numbers.size();
        division.numbers.push_back(numbers_.back().get());
    }
    jobs_.push_back(job);
}

void TablePass::run(int threads) {
    if (rows_.size() == 0) return;  // of nobody there is nothing to add, and no group to tell apart
    threads_ = threads;
    find_medians();
    for (std::size_t number = 0; number < requests_.size(); ++number) {
        if (is_quantile(requests_[number].table->spec.statistic)) continue;
        const std::size_t layers = requests_[number].grouping->layers.size();
        for (std::size_t layer = 0; layer < std::max<std::size_t>(layers, 1); ++layer)
            add_job(number, layer);
    }
    count(threads);
    for (const Job& job : jobs_)
        fill(job);
    for (const auto& median : medians_)
        fill_median(*median);
}

void TablePass::count(int threads) {
    for (const bool as_they_come : {true, false}) {
        std::vector<Division*> counted;
        std::vector<KernelWork> works;
        for (const auto& division : divisions_) {
            if (division->parts.as_they_come() != as_they_come) continue;
            counted.push_back(division.get());
            works.push_back(division->work());
        }
        std::vector<KernelResult> results = count_in_one_pass(rows_, works, threads);
        for (std::size_t i = 0; i < results.size(); ++i)
            counted[i]->result = std::move(results[i]);
    }
}

void TablePass::fill(const Job& job) const {
    const bool shares = requests_[job.request].numbers.empty();
    const bool grouped = !job.division->layer.empty();
    const auto fill_with = [&](std::size_t joined, bool everyone) {
        if (shares) {
            fill_shares(job, joined, everyone);
        } else {
            fill_numbers(job, joined, everyone);
        }
    };
    if (grouped) fill_with(0, false);
    if (job.first) fill_with(grouped ? 1 : 0, true);
}

void TablePass::fill_shares(const Job& job, std::size_t joined, bool everyone) const {
    Table& table = *requests_[job.request].table;
    const Division& division = *job.division;
    const KernelParts& parts = joined == 0 ? division.parts : division.everyone[joined - 1].parts;
    const KernelSums& sums = division.result.sums[joined][job.slot];
    const std::vector<KernelShare> shares = kernel_shares(rows_, parts, sums);
    const std::vector<double> units = kernel_degrees(parts, sums);
    for (std::size_t g = 0; g < parts.groups; ++g) {
        const std::size_t group = everyone ? 0 : g + 1;
        if (table.group_bases[group] == 0 || (!everyone && division.has_group[g] == 0)) continue;
        const double df = design_.precision().df_of(units[g]);
        for (std::size_t c = 0; c < sums.categories; ++c) {
            const KernelShare& share = shares[g * sums.categories + c];
            Estimate& cell = table.cells[group][c];
            if (table.spec.statistic == Statistic::count) {
                if (design_.weighted()) cell.value = share.weight;
                if (design_.has_errors())
                    design_.precision().fill_number(share.weight, share.weight_variance, df, cell);
                keep_possible(design_.fewest_people(cell.n), cell);
            } else if (std::isnan(share.share)) {
                LevelDesign::tell_of_no_weight(cell);
            } else {
                if (design_.weighted()) cell.value = 100 * share.share;
                if (design_.has_errors())
                    design_.precision().fill_share(share.share, share.variance, df, cell);
            }
        }
    }
}

void TablePass::fill_numbers(const Job& job, std::size_t joined, bool everyone) const {
    Table& table = *requests_[job.request].table;
    const Division& division = *job.division;
    const KernelParts& parts = joined == 0 ? division.parts : division.everyone[joined - 1].parts;
    const KernelTotals& totals = division.result.totals[joined][job.slot];
    const std::vector<KernelMean> means =
        kernel_means(rows_, parts, *division.numbers[job.slot], totals);
    const std::vector<double> units = kernel_degrees(parts, totals);
    for (std::size_t g = 0; g < parts.groups; ++g) {
        const std::size_t group = everyone ? 0 : g + 1;
        if (table.group_bases[group] == 0 || (!everyone && division.has_group[g] == 0)) continue;
        const KernelMean& mean = means[g];
        const double df = design_.precision().df_of(units[g]);
        Estimate& cell = table.cells[group][0];
        if (table.spec.statistic == Statistic::total) {
            if (design_.weighted()) cell.value = mean.total;
            if (design_.has_errors())
                design_.precision().fill_number(mean.total, mean.total_variance, df, cell);
            if (cell.low && *cell.low < 0 && !has_negative(job, group)) keep_possible(0, cell);
        } else if (std::isnan(mean.mean)) {
            tell_of_no_mean(job, group);
        } else {
            if (design_.weighted()) cell.value = mean.mean;
            if (design_.has_errors())
                design_.precision().fill_number(mean.mean, mean.variance, df, cell);
        }
    }
}

bool TablePass::has_negative(const Job& job, std::size_t group) const {
    const PassRequest& request = requests_[job.request];
    const Column& column = *request.numbers[0];
    const std::vector<std::uint8_t> counted = request.table->rows->cells[group][0].bytes();
    for (std::size_t r = 0; r < counted.size(); ++r) {
        if (counted[r] != 0 && column.numbers[static_cast<std::size_t>(column.codes[r])] < 0)
            return true;
    }
    return false;
}

// Of numbers that nobody gave there is no more to say; what is below may be 0 though those who gave
// it carry weight.
void TablePass::tell_of_no_mean(const Job& job, std::size_t group) const {
    const PassRequest& request = requests_[job.request];
    Estimate& cell = request.table->cells[group][0];
    const std::vector<std::uint8_t> counted = request.table->rows->cells[group][0].bytes();
    bool carries = false;
    for (std::size_t r = 0; r < counted.size(); ++r)
        carries = carries || (counted[r] != 0 && design_.weights()[r] != 0);
    cell.value.reset();
    if (!carries && cell.n > 0) LevelDesign::tell_of_no_weight(cell);
}

// --- medians ---

void TablePass::find_medians() {
    for (std::size_t number = 0; number < requests_.size(); ++number) {
        const PassRequest& request = requests_[number];
        if (!is_quantile(request.table->spec.statistic)) continue;
        add_median(number, 0, true);
        for (std::size_t layer = 0; layer < request.grouping->layers.size(); ++layer)
            add_median(number, layer, false);
    }
}

void TablePass::add_median(std::size_t number, std::size_t layer, bool everyone) {
    const PassRequest& request = requests_[number];
    const std::size_t groups = everyone ? 1 : request.grouping->groups.size();
    const std::span<const std::int32_t> groups_of_rows =
        everyone ? std::span<const std::int32_t>() : request.grouping->layers[layer];
    medians_.push_back(
        std::make_unique<Median>(request, rows_.weights_by_row().units, groups_of_rows, groups));
    Median& median = *medians_.back();
    median.everyone = everyone;
    const std::vector<std::optional<double>> parts(groups, request.table->spec.part_below());
    median.values = median.numbers.quantiles(parts);
    if (!design_.has_errors()) return;
    median.at_most = median.numbers.at_most(median.values);
    KernelSource source{.categories = 2, .codes = median.at_most, .category_of_code = {-1, 0, 1}};
    columns_.push_back(std::make_unique<KernelColumn>(std::move(source)));
    median.division = &division_of(median.layer, groups, true);
    median.slot = median.division->columns.size();
    median.division->columns.push_back(columns_.back().get());
}

void TablePass::fill_median(const Median& median) const {
    Table& table = *median.request.table;
    const std::size_t groups = median.numbers.groups();
    const Precision& precision = design_.precision();
    std::vector<std::optional<ConfidenceInterval>> shares(groups);
    std::vector<double> df(groups);
    if (median.division != nullptr) {
        const KernelParts& parts = median.division->parts;
        const KernelSums& sums = median.division->result.sums[0][median.slot];
        const std::vector<KernelShare> below = kernel_shares(rows_, parts, sums);
        df = kernel_degrees(parts, sums);
        for (std::size_t g = 0; g < groups; ++g) {
            df[g] = precision.df_of(df[g]);
            if (!median.values[g]) continue;
            shares[g] = precision.limits_for_quantile(
                below[2 * g].share, below[2 * g].variance, df[g], median.numbers.rows(g));
            if (shares[g] && (shares[g]->low < 0 || shares[g]->high > 1)) shares[g].reset();
        }
    }
    std::vector<std::optional<double>> low(groups);
    std::vector<std::optional<double>> high(groups);
    for (std::size_t g = 0; g < groups; ++g) {
        if (!shares[g]) continue;
        low[g] = shares[g]->low;
        high[g] = shares[g]->high;
    }
    if (median.division != nullptr) {
        low = median.numbers.quantiles(low);
        high = median.numbers.quantiles(high);
    }
    for (std::size_t g = 0; g < groups; ++g) {
        const std::size_t group = median.everyone ? 0 : g + 1;
        if (table.group_bases[group] == 0 || median.has_group[g] == 0) continue;
        Estimate& cell = table.cells[group][0];
        if (!median.values[g]) {
            if (cell.n > 0) LevelDesign::tell_of_no_weight(cell);
            continue;
        }
        if (design_.weighted()) cell.value = *median.values[g];
        if (!design_.has_errors()) continue;
        if (!low[g] || !high[g]) {
            cell.no_interval = df[g] > 0 ? no_limits_of_share : one_cluster;
            continue;
        }
        cell.df = df[g];
        cell.low = low[g];
        cell.high = high[g];
        cell.standard_error = (*high[g] - *low[g]) / (2 * precision.reach(df[g]));
    }
}

}  // namespace mtm
