// A set that holds part v has a one in column v; what follows from known sizes is the span of such
// vectors. In reduced row echelon form a vector of zeros and ones lies in the span if it is the sum
// of the rows whose pivots it has.
#include "disclosure/count_span.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

namespace mtm {
namespace {

// Entries are ratios of small whole numbers.
constexpr double nothing = 1e-6;

// Sets of answers to more questions than are printed together in any report have more parts.
constexpr std::size_t most_parts = 20000;

// A number of people, of needs or of days has fewer values, a sum of money has more.
constexpr std::size_t most_values = 64;

std::size_t hash_of(const std::vector<std::string>& sources, std::size_t hash) {
    for (const std::string& name : sources)
        hash = hash * 31 + std::hash<std::string>()(name);
    return hash;
}

}  // namespace

// --- the span ---

void LinearSpan::split(std::size_t column) {
    for (Row& row : rows_)
        row.values.push_back(row.values[column]);
    row_of_pivot_.push_back(-1);
    ++columns_;
}

bool LinearSpan::add(std::vector<double> vector) {
    for (const Row& row : rows_) {
        const double factor = vector[row.pivot];
        if (std::abs(factor) < nothing) continue;
        for (std::size_t c = 0; c < columns_; ++c)
            vector[c] -= factor * row.values[c];
    }
    const auto largest = std::ranges::max_element(
        vector, [](double a, double b) { return std::abs(a) < std::abs(b); });
    if (largest == vector.end() || std::abs(*largest) < nothing) return false;
    const auto pivot = static_cast<std::size_t>(largest - vector.begin());
    const double scale = *largest;
    for (double& value : vector)
        value = std::abs(value) < nothing ? 0 : value / scale;
    taken_.assign(rows_.size(), 0);
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        std::vector<double>& values = rows_[r].values;
        const double factor = values[pivot];
        if (std::abs(factor) < nothing) continue;
        taken_[r] = factor;
        for (std::size_t c = 0; c < columns_; ++c)
            values[c] -= factor * vector[c];
    }
    row_of_pivot_[pivot] = static_cast<std::int32_t>(rows_.size());
    rows_.push_back({std::move(vector), pivot});
    return true;
}

void LinearSpan::undo() {
    const Row last = std::move(rows_.back());
    rows_.pop_back();
    row_of_pivot_[last.pivot] = -1;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        if (taken_[r] == 0) continue;
        for (std::size_t c = 0; c < columns_; ++c)
            rows_[r].values[c] += taken_[r] * last.values[c];
    }
}

bool LinearSpan::holds(const std::vector<std::uint32_t>& ones) const {
    std::vector<const Row*> parts;
    for (const std::uint32_t column : ones) {
        const std::int32_t row = row_of_pivot_[column];
        if (row >= 0) parts.push_back(&rows_[static_cast<std::size_t>(row)]);
    }
    if (parts.empty()) return false;
    std::size_t next = 0;  // ones ascend
    for (std::size_t c = 0; c < columns_; ++c) {
        double sum = 0;
        for (const Row* row : parts)
            sum += row->values[c];
        const bool one = next < ones.size() && ones[next] == c;
        next += one ? 1 : 0;
        if (std::abs(sum - (one ? 1 : 0)) > nothing) return false;
    }
    return true;
}

// --- families ---

bool CountSpan::is_within(const std::vector<std::string>& some,
                          const std::vector<std::string>& all) {
    return std::ranges::includes(all, some);
}

// Parts that are partly in the set are divided; the rows outside keep the old column.
void CountSpan::refine(Family& family, const RowSet& rows) {
    std::unordered_map<std::int32_t, std::size_t> inside;  // rows, by part
    const std::vector<std::uint32_t> members = rows.rows();
    for (const std::uint32_t row : members)
        ++inside[family.part_of_row[row]];
    std::unordered_map<std::int32_t, std::int32_t> divided;
    for (const std::uint32_t row : members) {
        const std::int32_t part = family.part_of_row[row];
        const auto old = static_cast<std::size_t>(part);
        if (inside[part] == family.size_of_part[old] && !divided.contains(part)) continue;
        const auto [at, is_new] =
            divided.emplace(part, static_cast<std::int32_t>(family.size_of_part.size()));
        if (is_new) {
            family.size_of_part.push_back(0);
            family.row_of_part.push_back(row);
            family.span.split(old);
        }
        family.part_of_row[row] = at->second;
        ++family.size_of_part[static_cast<std::size_t>(at->second)];
        --family.size_of_part[old];
    }
    if (divided.empty()) return;
    // A part may have lost the row by which it was known.
    std::vector<bool> known(family.size_of_part.size(), false);
    for (std::uint32_t row = 0; row < family.part_of_row.size(); ++row) {
        const auto part = static_cast<std::size_t>(family.part_of_row[row]);
        if (!known[part]) family.row_of_part[part] = row;
        known[part] = true;
    }
}

double CountSpan::Count::of_row(std::size_t row) const {
    if (!rows.contains(row)) return 0;
    return is_sum() ? numbers[row] : 1;
}

std::size_t CountSpan::Count::hash() const {
    std::size_t out = rows.hash() + static_cast<std::size_t>(rows.level());
    if (!is_sum()) return out;
    for (const std::uint32_t row : rows.rows())
        out = out * 31 + std::hash<double>()(numbers[row]);
    return out;
}

// All of a part have one number.
void CountSpan::refine(Family& family, const Count& count) {
    if (!count.is_sum()) return refine(family, count.rows);
    const std::vector<std::uint32_t> rows = count.rows.rows();
    for (const double value : count.values) {
        RowSet those = count.rows;
        for (const std::uint32_t row : rows) {
            if (count.numbers[row] != value) those.remove(row);
        }
        refine(family, those);
    }
}

// A sum is measured by its largest value.
std::vector<double> CountSpan::vector_of(const Family& family, const Count& count) {
    double unit = 0;
    for (const double value : count.values)
        unit = std::max(unit, std::abs(value));
    std::vector<double> out;
    out.reserve(family.row_of_part.size());
    for (const std::uint32_t row : family.row_of_part)
        out.push_back(count.of_row(row) / (unit > 0 ? unit : 1));
    return out;
}

void CountSpan::tell(Family& family, const Count& count) {
    if (!family.hashes.insert(count.hash()).second) return;
    refine(family, count);
    if (!count.is_sum()) family.sets.push_back(count.rows);
    family.span.add(vector_of(family, count));
}

// Parts of few, and what of two sets is few: all of it is parts of few.
std::vector<CountSpan::Part> CountSpan::few_in(const Family& family) const {
    std::vector<Part> out;
    std::vector<std::uint32_t> small;
    std::vector<std::uint32_t> large;
    for (std::uint32_t part = 0; part < family.size_of_part.size(); ++part)
        (family.size_of_part[part] < threshold_ ? small : large).push_back(part);
    std::vector<std::vector<bool>> in_small;
    std::vector<std::vector<std::uint64_t>> in_large;
    for (const RowSet& set : family.sets) {
        std::vector<bool>& few = in_small.emplace_back();
        for (const std::uint32_t part : small)
            few.push_back(set.contains(family.row_of_part[part]));
        std::vector<std::uint64_t>& many = in_large.emplace_back(large.size() / 64 + 1);
        for (std::size_t i = 0; i < large.size(); ++i) {
            if (set.contains(family.row_of_part[large[i]])) many[i / 64] |= 1ULL << (i % 64);
        }
    }
    for (const std::uint32_t part : small)
        out.push_back({part});
    const auto consider = [&](std::size_t a, std::size_t b, bool in_b) {
        for (std::size_t word = 0; word < in_large[a].size(); ++word) {
            if ((in_large[a][word] & (in_b ? in_large[b][word] : ~in_large[b][word])) != 0) return;
        }
        Part part;
        std::size_t rows = 0;
        for (std::size_t i = 0; i < small.size(); ++i) {
            if (!in_small[a][i] || in_small[b][i] != in_b) continue;
            part.push_back(small[i]);
            rows += family.size_of_part[small[i]];
        }
        if (part.size() > 1 && rows < threshold_) out.push_back(std::move(part));
    };
    for (std::size_t a = 0; a < family.sets.size(); ++a) {
        for (std::size_t b = 0; b < family.sets.size(); ++b) {
            if (a < b) consider(a, b, true);
            if (a != b) consider(a, b, false);
        }
    }
    return out;
}

// Those that are no union of parts do not follow from the sizes of parts.
void CountSpan::append_secrets(const Family& family, std::vector<Part>& few) const {
    std::map<std::uint32_t, std::size_t> rows_of_part;
    for (const std::size_t secret : family.secrets) {
        rows_of_part.clear();
        for (const std::uint32_t row : secrets_[secret].rows)
            ++rows_of_part[static_cast<std::uint32_t>(family.part_of_row[row])];
        Part part;
        for (const auto& [column, rows] : rows_of_part) {
            if (rows == family.size_of_part[column]) part.push_back(column);
        }
        if (part.size() == rows_of_part.size()) few.push_back(std::move(part));
    }
}

void CountSpan::judge(Family family,
                      const std::vector<Count>& counts,
                      std::vector<bool>& out) const {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (out[i] || !family.hashes.insert(counts[i].hash()).second) continue;
        open.push_back(i);
        refine(family, counts[i]);
        if (!counts[i].is_sum()) family.sets.push_back(counts[i].rows);
    }
    if (open.empty() || family.size_of_part.size() > most_parts) return;
    std::vector<Part> few = few_in(family);
    append_secrets(family, few);
    std::erase_if(few, [&](const Part& part) { return family.span.holds(part); });
    for (const std::size_t i : open) {
        if (!family.span.add(vector_of(family, counts[i]))) continue;
        const bool tells =
            std::ranges::any_of(few, [&](const Part& part) { return family.span.holds(part); });
        if (!tells) continue;
        out[i] = true;
        family.span.undo();
    }
}

void CountSpan::make_family(const std::vector<std::string>& sources, const RowSet& like) {
    std::erase_if(families_, [&](const Family& family) {
        return family.level == like.level() && is_within(family.sources, sources);
    });
    Family family;
    family.sources = sources;
    family.level = like.level();
    const RowSet everyone = like.everyone();
    family.part_of_row.assign(everyone.count(), 0);
    family.row_of_part = {0};
    family.size_of_part = {family.part_of_row.size()};
    tell(family, {.rows = everyone});
    for (const Told& told : told_) {
        if (told.count.rows.comparable_to(like) && is_within(told.sources, sources))
            tell(family, told.count);
    }
    for (std::size_t s = 0; s < secrets_.size(); ++s) {
        if (secrets_[s].level == family.level && is_within(secrets_[s].sources, sources))
            family.secrets.push_back(s);
    }
    families_.push_back(std::move(family));
}

std::vector<CountSpan::Count> CountSpan::counts_of(const std::vector<RowSet>& sets) {
    std::vector<Count> out;
    for (const RowSet& rows : sets)
        out.push_back({.rows = rows});
    return out;
}

// One that tells nothing of counts has no rows.
std::vector<CountSpan::Count> CountSpan::counts_of(const std::vector<ToldSum>& sums) {
    std::vector<Count> out;
    for (const ToldSum& sum : sums) {
        Count& count = out.emplace_back(Count{.rows = sum.rows - sum.rows});
        std::set<double> values;
        for (const std::uint32_t row : sum.rows.rows()) {
            values.insert(sum.numbers[row]);
            if (values.size() > most_values) break;
        }
        if (values.size() > most_values) continue;
        double step = std::numeric_limits<double>::infinity();
        double before = 0;  // who is not in the set adds nothing
        values.insert(0);
        for (auto value = values.begin(); value != values.end(); before = *value++) {
            if (value != values.begin()) step = std::min(step, *value - before);
        }
        if (sum.within > 0 && sum.within >= step / 2) continue;
        count = {sum.rows, sum.numbers, {values.begin(), values.end()}};
    }
    return out;
}

std::vector<bool> CountSpan::telling(const std::vector<std::string>& sources,
                                     const std::vector<Count>& counts) {
    std::vector<bool> out(counts.size(), false);
    if (sources.empty() || counts.empty() || counts.front().rows.everyone().count() == 0)
        return out;
    const int level = counts.front().rows.level();
    const auto holds = [&](const Family& family) {
        return family.level == level && is_within(sources, family.sources);
    };
    if (std::ranges::none_of(families_, holds)) make_family(sources, counts.front().rows);
    for (const Family& family : families_) {
        if (holds(family)) judge(family, counts, out);
    }
    return out;
}

void CountSpan::add(const std::vector<std::string>& sources, const std::vector<Count>& counts) {
    if (sources.empty()) return;
    for (const Count& count : counts) {
        if (!told_hashes_.insert(hash_of(sources, count.hash())).second) continue;
        told_.push_back({sources, count});
        for (Family& family : families_) {
            if (family.level == count.rows.level() && is_within(sources, family.sources))
                tell(family, count);
        }
    }
}

std::vector<bool> CountSpan::telling(const std::vector<std::string>& sources,
                                     const std::vector<RowSet>& sets) {
    return telling(sources, counts_of(sets));
}

std::vector<bool> CountSpan::telling(const std::vector<std::string>& sources,
                                     const std::vector<ToldSum>& sums) {
    return telling(sources, counts_of(sums));
}

void CountSpan::add(const std::vector<std::string>& sources, const std::vector<RowSet>& sets) {
    add(sources, counts_of(sets));
}

void CountSpan::add(const std::vector<std::string>& sources, const std::vector<ToldSum>& sums) {
    add(sources, counts_of(sums));
}

void CountSpan::keep_secret(const std::vector<std::string>& sources,
                            const std::vector<RowSet>& few) {
    if (sources.empty()) return;
    for (const RowSet& rows : few) {
        if (!secret_hashes_.insert(hash_of(sources, Count{.rows = rows}.hash())).second) continue;
        for (Family& family : families_) {
            if (family.level == rows.level() && is_within(sources, family.sources))
                family.secrets.push_back(secrets_.size());
        }
        secrets_.push_back({sources, rows.level(), rows.rows()});
    }
}

}  // namespace mtm
