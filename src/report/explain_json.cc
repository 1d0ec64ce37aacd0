#include "report/explain_json.h"

#include <nlohmann/json.hpp>

namespace mtm {
namespace {

nlohmann::ordered_json json_of_level(const PlannedLevel& level) {
    nlohmann::ordered_json out;
    out["repeat"] = level.repeat;
    out["rows"] = level.rows;
    out["weighted"] = level.weighted;
    out["standard_errors"] = level.has_errors;
    out["one_pass"] = level.weighted && level.obstacle.empty();
    out["obstacle"] = level.obstacle;
    out["passes"] = level.passes;
    out["rows_of_run"] = level.rows_of_run;
    out["units"] = level.units;
    out["strata"] = level.strata;
    out["columns"] = nlohmann::ordered_json::array();
    for (const PlannedColumn& column : level.columns) {
        static constexpr const char* held[] = {"bits", "codes", "sets", "numbers"};
        out["columns"].push_back({{"name", column.name},
                                  {"held", held[static_cast<int>(column.held)]},
                                  {"categories", column.categories},
                                  {"tables", column.tables}});
    }
    out["groupings"] = nlohmann::ordered_json::array();
    for (const PlannedGrouping& grouping : level.groupings) {
        out["groupings"].push_back({{"by", grouping.by},
                                    {"nested", grouping.nested},
                                    {"groups", grouping.groups},
                                    {"layers", grouping.layers},
                                    {"tables", grouping.tables}});
    }
    out["bases"] = nlohmann::ordered_json::array();
    for (const PlannedBase& base : level.bases) {
        out["bases"].push_back(
            {{"asked", base.asked}, {"where", base.where}, {"tables", base.tables}});
    }
    out["medians"] = level.medians;
    out["singly"] = level.singly;
    return out;
}

}  // namespace

std::string explain_json(const TabulationPlan& plan) {
    nlohmann::ordered_json out;
    if (plan.rehearsal) out["warning"] = invented_mark;
    out["tables"] = plan.tables;
    out["levels"] = nlohmann::ordered_json::array();
    for (const PlannedLevel& level : plan.levels)
        out["levels"].push_back(json_of_level(level));
    out["without"] = nlohmann::ordered_json::array();
    for (const PlannedWithout& table : plan.without)
        out["without"].push_back({{"table", table.table}, {"why", table.why}});
    return out.dump(2) + "\n";
}

}  // namespace mtm
