#include "report/table_export.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/base_notes.h"
#include "report/number_json.h"
#include "report/print_number.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

std::string print_value(const std::optional<double>& value) {
    return value ? number_json(value).dump() : std::string();
}

std::string label_of(const Category& category, std::size_t language) {
    const std::string& label = category.label.in(language);
    return label.empty() ? category.name : label;
}

Json cell_json(const Category& category,
               const Estimate& estimate,
               bool withheld,
               bool coarse,
               std::size_t language) {
    Json cell;
    cell["category"] = category.name;
    cell["label"] = label_of(category, language);
    cell["withheld"] = withheld;
    cell["value"] = withheld ? Json(nullptr) : number_json(estimate.value);
    cell["n"] = withheld || coarse ? Json(nullptr) : Json(estimate.n);
    cell["base"] = withheld || coarse ? Json(nullptr) : Json(estimate.base);
    cell["se"] = number_json(estimate.standard_error);
    cell["low"] = number_json(estimate.low);
    cell["high"] = number_json(estimate.high);
    return cell;
}

// "identified as employees"; empty where everyone was asked.
std::string base_wording(const TableExport& tables, const Base& base) {
    const std::string& code = tables.study.questionnaire.languages[tables.language].code;
    BaseWords words(tables.study, tables.dataset, tables.language, phrases_in(code));
    const auto asked = words.asked(base);
    return asked ? asked->wording : std::string();
}

Json table_json(const TableExport& tables, const SafeTable& safe) {
    const Table& table = safe.table;
    Json out;
    out["name"] = table.spec.name;
    if (tables.dataset.rehearsal) out["warning"] = invented_mark;
    out["section"] = table.spec.section;
    out["question"] = table.spec.question;
    out["by"] = table.spec.by;
    out["statistic"] = name_of(table.spec.statistic);
    out["title"] = table.spec.title.in(tables.language);
    out["note"] = table.spec.note.in(tables.language);
    out["multiple"] = table.multiple;
    const bool hidden_base = safe.coarse || safe.withheld_groups[0];
    out["coarse"] = safe.coarse;
    out["base"] = {{"n", hidden_base ? Json(nullptr) : Json(table.base.n)},
                   {"everyone", table.base.everyone},
                   {"asked", table.base.asked},
                   {"wording", base_wording(tables, table.base)},
                   {"where", table.base.where}};
    out["groups"] = Json::array();
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        Json group;
        group["group"] = table.groups[g].name;
        group["label"] = g == 0 ? "Everyone" : label_of(table.groups[g], tables.language);
        group["withheld"] = static_cast<bool>(safe.withheld_groups[g]);
        group["base"] =
            safe.coarse || safe.withheld_groups[g] ? Json(nullptr) : Json(table.group_bases[g]);
        group["cells"] = Json::array();
        for (std::size_t c = 0; c < table.cells[g].size(); ++c) {
            group["cells"].push_back(cell_json(table.categories[c],
                                               table.cells[g][c],
                                               safe.withheld[g][c] || safe.withheld_groups[g],
                                               safe.coarse,
                                               tables.language));
        }
        out["groups"].push_back(std::move(group));
    }
    return out;
}

}  // namespace

std::string base_line(const TableExport& tables, const SafeTable& safe) {
    const Table& table = safe.table;
    const std::string of = print_count(static_cast<std::int64_t>(tables.dataset.counted()), "en");
    std::string out = "Base: ";
    if (table.base.everyone) return out + "all " + of + " interviews counted";
    if (safe.coarse || safe.withheld_groups[0]) {
        out += "number withheld";
    } else {
        out += print_count(static_cast<std::int64_t>(table.base.n), "en") + " of " + of +
               " interviews";
    }
    const std::string wording = base_wording(tables, table.base);
    if (!wording.empty()) {
        out += ", those who " + wording;
    } else if (!table.base.asked.empty()) {
        out += ", those who were asked " + join(table.base.asked, ", ");
    }
    if (!table.base.where.empty()) out += ", where " + table.base.where;
    return out;
}

std::string tables_csv(const TableExport& tables) {
    std::vector<std::vector<std::string>> rows{{"table",
                                                "section",
                                                "question",
                                                "by",
                                                "group",
                                                "group_label",
                                                "category",
                                                "category_label",
                                                "statistic",
                                                "value",
                                                "n",
                                                "base",
                                                "withheld",
                                                "invented"}};
    for (const Released<SafeTable>& released : tables.tables) {
        const SafeTable& safe = released.value();
        const Table& table = safe.table;
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            for (std::size_t c = 0; c < table.cells[g].size(); ++c) {
                const bool withheld = safe.withheld[g][c] || safe.withheld_groups[g];
                const Estimate& estimate = table.cells[g][c];
                rows.push_back({table.spec.name,
                                table.spec.section,
                                table.spec.question,
                                join(table.spec.by, " "),
                                table.groups[g].name,
                                g == 0 ? "Everyone" : label_of(table.groups[g], tables.language),
                                table.categories[c].name,
                                label_of(table.categories[c], tables.language),
                                std::string(name_of(table.spec.statistic)),
                                withheld ? "" : print_value(estimate.value),
                                withheld || safe.coarse ? "" : std::to_string(estimate.n),
                                withheld || safe.coarse ? "" : std::to_string(estimate.base),
                                withheld ? "yes" : "",
                                table.rehearsal ? "yes" : ""});
            }
        }
    }
    return write_csv(rows);
}

std::string tables_json(const TableExport& tables) {
    Json out;
    out["title"] = tables.study.file.title;
    out["round"] = tables.study.file.round;
    if (tables.dataset.rehearsal) out["warning"] = invented_mark;
    out["edition"] = tables.internal ? "internal" : "public";
    if (!tables.dataset.as_of.empty()) out["as_of"] = tables.dataset.as_of;
    if (!tables.dataset.weighting.empty()) out["weighting"] = tables.dataset.weighting;
    const MadeFrom& made = tables.made_from;
    if (!made.program.empty()) {
        out["made_from"] = {{"program", made.program}, {"data", made.data}, {"plan", made.plan}};
    }
    out["received"] = tables.dataset.received;
    out["counted"] = tables.dataset.counted();
    out["left_out"] = Json::array();
    for (const LeftOut& left_out : tables.dataset.left_out) {
        out["left_out"].push_back(
            {{"reason", words_for(left_out.reason)}, {"interviews", left_out.interviews}});
    }
    out["tables"] = Json::array();
    for (const Released<SafeTable>& table : tables.tables) {
        out["tables"].push_back(table_json(tables, table.value()));
    }
    return out.dump(1) + "\n";
}

}  // namespace mtm
