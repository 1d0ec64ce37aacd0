#include "attack/rebuilt_counts.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace mtm {
namespace {

using DashboardJson = nlohmann::json;

bool is_small(long long count, int threshold) {
    return count > 0 && count < threshold;
}

std::string text_of(const DashboardJson& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const DashboardJson& list_of(const DashboardJson& json, const char* name) {
    static const DashboardJson nothing = DashboardJson::array();
    const auto found = json.find(name);
    return found != json.end() && found->is_array() ? *found : nothing;
}

// Adds what a view tells to the table that it is of.
class DashboardReader {
public:
    explicit DashboardReader(PublicTables& tables) : tables_(tables) {}

    std::size_t read(const DashboardJson& data) {
        for (const DashboardJson& topic : list_of(data, "topics")) {
            for (const DashboardJson& view : list_of(topic, "views"))
                read_view(view, text_of(topic, "question"));
        }
        return added_;
    }

private:
    void read_view(const DashboardJson& view, const std::string& question) {
        for (PublicTable& table : tables_.tables) {
            if (table.name != text_of(view, "table") || table.question != question) continue;
            for (const DashboardJson& row : list_of(view, "rows")) {
                const auto category = std::ranges::find(table.categories, text_of(row, "code"));
                if (category == table.categories.end()) continue;
                const auto c = static_cast<std::size_t>(category - table.categories.begin());
                read_row(row, list_of(view, "columns"), table, c);
            }
        }
    }

    void read_row(const DashboardJson& row,
                  const DashboardJson& columns,
                  PublicTable& table,
                  std::size_t c) {
        const DashboardJson& cells = list_of(row, "cells");
        for (std::size_t g = 0; g < std::min(cells.size(), columns.size()); ++g) {
            const auto group =
                std::ranges::find(table.groups, text_of(columns[g], "code"), &PublicGroup::name);
            if (group == table.groups.end() || !table.counts_people()) continue;
            const auto n = cells[g].find("n");
            PublicCell& cell = group->cells[c];
            if (n == cells[g].end() || !n->is_number_integer() || cell.count) continue;
            cell.count = n->get<long long>();
            ++added_;
        }
    }

    PublicTables& tables_;
    std::size_t added_ = 0;
};

// Numbers that cannot all be exact were rounded so that some sum does not hold. Each of them then
// is of people who are less than the unit more or less; of percentages nothing more is known.
CountSystem as_rounded(CountSystem system, long long unit) {
    for (PublicCount& count : system.counts) {
        count.low = std::max(0LL, count.low - (unit - 1));
        count.high += unit - 1;
    }
    std::erase_if(system.rows, [](const CountRow& row) {
        return std::ranges::any_of(row.terms,
                                   [](const auto& term) { return std::abs(term.second) > 1; });
    });
    return system;
}

// Where numbers are rounded, the survey that has them exactly is one that could have been printed
// so: who is not known to be few in it is not known to be. What contradicts itself is no such
// survey.
void judge_rounded(const CountSystem& system,
                   long long unit,
                   const ReconstructOptions& options,
                   Reconstruction& found) {
    if (found.contradictions == 0) return;
    const Reconstruction wider = reconstruct(as_rounded(system, unit), options);
    for (std::size_t t = 0; t < found.verdicts.size(); ++t) {
        if (found.verdicts[t] != TargetVerdict::contradiction) continue;
        found.verdicts[t] = wider.verdicts[t];
        found.of_targets[t] = wider.of_targets[t];
    }
    found.contradictions = wider.contradictions;
    found.programs += wider.programs;
}

// What was rounded to the nearest multiple is less than half a unit from it. Records are not
// rounded: beside them a number is no more than that.
void widen_to_unit(long long unit, std::vector<CountBounds>& bounds) {
    for (CountBounds& count : bounds) {
        count.low = std::max(0LL, count.low - unit / 2);
        if (count.high < no_limit) count.high += unit / 2;
    }
}

}  // namespace

AttackedTables rebuild_counts(PublicTables tables,
                              const std::vector<PublicFigure>& figures,
                              const PublicStructure& form,
                              int threshold) {
    AttackedTables out;
    out.tables = std::move(tables);
    out.system = public_system(out.tables, figures, form);
    ReconstructOptions options;
    options.threshold = threshold;
    out.found = reconstruct(out.system.system, options);
    if (const long long unit = out.tables.rounded_to; unit > 0) {
        judge_rounded(out.system.system, unit, options, out.found);
        widen_to_unit(unit, out.found.bounds);
    }
    return out;
}

std::size_t withhold_small_alone(PublicTables& tables, int threshold) {
    std::size_t out = 0;
    for (PublicTable& table : tables.tables) {
        for (PublicGroup& group : table.groups) {
            const bool small_group = group.base && is_small(*group.base, threshold);
            if (small_group) group.base.reset();
            for (PublicCell& cell : group.cells) {
                const bool small =
                    cell.count && (is_small(*cell.count, threshold) ||
                                   (cell.base && is_small(*cell.base - *cell.count, threshold)));
                if (!small && !small_group) continue;
                if (cell.count) ++out;
                cell.count.reset();
                cell.value.clear();
                cell.withheld = true;
                if (small_group) cell.base.reset();
            }
        }
    }
    return out;
}

Result<std::size_t> add_dashboard_numbers(std::string_view data_js, PublicTables& tables) {
    const std::size_t begin = data_js.find('{');
    const std::size_t end = data_js.rfind('}');
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
        return Error{"the dashboard's data.js holds no object"};
    const DashboardJson data =
        DashboardJson::parse(data_js.substr(begin, end - begin + 1), nullptr, false);
    if (data.is_discarded()) return Error{"the dashboard's data.js is not JSON"};
    return DashboardReader(tables).read(data);
}

std::vector<TellingCount> telling_counts(const AttackedTables& before,
                                         const AttackedTables& now,
                                         int threshold) {
    std::unordered_map<std::string, CountBounds> old;
    for (std::size_t c = 0; c < before.system.system.counts.size(); ++c)
        old.emplace(before.system.system.counts[c].name, before.found.bounds[c]);
    std::vector<TellingCount> out;
    for (std::size_t c = 0; c < now.system.system.counts.size(); ++c) {
        const auto found = old.find(now.system.system.counts[c].name);
        if (found == old.end()) continue;
        const long long low = now.found.bounds[c].low - found->second.high;
        const long long high = now.found.bounds[c].high - found->second.low;
        if ((low >= 1 && high < threshold) || (high <= -1 && low > -threshold))
            out.push_back({now.system.system.counts[c].name, low, high});
    }
    return out;
}

}  // namespace mtm
