#include "report/table_export.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/base_notes.h"
#include "report/language.h"
#include "report/number_json.h"
#include "report/print_number.h"
#include "report/repeat_entries.h"
#include "report/structured_table.h"
#include "report/table_remarks.h"
#include "report/trust_words.h"
#include "tabulate/category_label.h"
#include "tabulate/precision.h"
#include "tabulate/table_association.h"
#include "tabulate/variance_words.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

std::string print_value(const std::optional<double>& value) {
    return value ? number_json(value).dump() : std::string();
}

const Phrases& words_of(const TableExport& tables) {
    return phrases_in(tables.study.questionnaire.languages[tables.language].code);
}

std::string label_of(const TableExport& tables, const Category& category) {
    return label_of(category, tables.language, words_of(tables).no_answer);
}

// Labels from the outermost group to this one; empty of everyone.
std::vector<std::string> path_of(const TableExport& tables, const Table& table, std::size_t g) {
    return labels_to_group(table, g, tables.language, words_of(tables).no_answer);
}

std::string group_label(const TableExport& tables, const Table& table, std::size_t g) {
    return g == 0 ? "Everyone" : join(path_of(tables, table, g), ", ");
}

// What of a table is written beside each of its numbers.
struct TrustExport {
    const SafeTable& safe;
    const StudyFile& study;
    const MarkRules& rules;
    TableTrust trust;

    TrustExport(const SafeTable& of, const StudyFile& by)
        : safe(of), study(by), rules(by.marks), trust(trust_in(of, by.marks)) {}

    [[nodiscard]] bool withheld(std::size_t g, std::size_t c) const {
        return safe.withheld[g][c] || safe.withheld_groups[g];
    }

    [[nodiscard]] CellMarks marks(std::size_t g, std::size_t c) const {
        return marks_in(safe, g, c, rules);
    }

    [[nodiscard]] std::optional<double> variation(std::size_t g, std::size_t c) const {
        const Estimate& cell = safe.table.cells[g][c];
        if (!cell.value || !cell.standard_error) return std::nullopt;
        const auto percent = coefficient_of_variation(*cell.value, *cell.standard_error);
        if (!percent) return std::nullopt;
        return std::round(10 * *percent) / 10;
    }

    // The names of the groups that a cell is significantly greater than.
    [[nodiscard]] std::vector<std::string> greater_than(std::size_t g,
                                                        std::size_t c,
                                                        bool at_5) const {
        std::vector<std::string> out;
        if (!trust.letters) return out;
        for (const GreaterThan& other : trust.letters->cells[g][c]) {
            if (other.at_5 == at_5) out.push_back(name_in_files(safe.table, other.group));
        }
        return out;
    }

    // Why a cell that is not withheld has no number.
    [[nodiscard]] std::string_view why_no_value(std::size_t g, std::size_t c) const {
        const Estimate& cell = safe.table.cells[g][c];
        if (withheld(g, c) || cell.value) return {};
        if (safe.coarse) return "no number";
        if (safe.table.group_bases[g] == 0) return "nobody was asked";
        if (cell.no_interval == no_weight_carried) return no_weight_carried;
        if (safe.table.spec.statistic == Statistic::percent) return "nobody gave the answer";
        return cell.n == 0 ? "nobody gave a number" : "it divides by nothing";
    }
};

Json reliability_json(const std::optional<Reliability>& reliability) {
    if (!reliability) return nullptr;
    switch (*reliability) {
        case Reliability::usual:
            return "usual";
        case Reliability::caution:
            return "caution";
        case Reliability::unreliable:
            return "unreliable";
    }
    return nullptr;
}

// Of a standard error that is told.
std::optional<double> degrees_of(const Estimate& estimate) {
    return estimate.standard_error ? estimate.df : std::nullopt;
}

std::optional<double> design_effect_in(const TrustExport& trust, const Estimate& estimate) {
    if (trust.safe.table.spec.statistic != Statistic::percent) return std::nullopt;
    return design_effect_of_percent(trust.study, estimate);
}

Json cell_json(const TableExport& tables, const TrustExport& trust, std::size_t g, std::size_t c) {
    const Table& table = trust.safe.table;
    const Estimate& estimate = table.cells[g][c];
    const bool withheld = trust.withheld(g, c);
    const bool untold = withheld || trust.safe.coarse;
    Json cell;
    cell["category"] = table.categories[c].name;
    cell["label"] = label_of(tables, table.categories[c]);
    cell["withheld"] = withheld;
    cell["value"] = withheld ? Json(nullptr) : number_json(estimate.value);
    cell["n"] = untold ? Json(nullptr) : Json(estimate.n);
    cell["base"] = untold ? Json(nullptr) : Json(estimate.base);
    cell["se"] = number_json(estimate.standard_error);
    cell["low"] = number_json(estimate.low);
    cell["high"] = number_json(estimate.high);
    cell["cv"] = number_json(trust.variation(g, c));
    cell["df"] = number_json(degrees_of(estimate));
    cell["deff"] = number_json(design_effect_in(trust, estimate));
    const CellMarks marks = trust.marks(g, c);
    cell["small_base"] = marks.small_base;
    cell["reliability"] = reliability_json(marks.reliability);
    if (trust.trust.letters && g > 0) {
        cell["greater_than"] = trust.greater_than(g, c, true);
        if (trust.rules.letters == LetterRule::at_5_and_10) {
            cell["greater_than_at_90"] = trust.greater_than(g, c, false);
        }
    }
    if (const auto why = trust.why_no_value(g, c); !why.empty()) cell["no_value"] = why;
    return cell;
}

// Why no cell of a table has an interval; empty if one has.
std::string no_interval_of(const Table& table) {
    std::string out;
    for (const auto& group : table.cells) {
        for (const Estimate& cell : group) {
            if (cell.low) return {};
            if (out.empty()) out = cell.no_interval;
        }
    }
    return out;
}

// "identified as employees"; empty where everyone was asked.
std::string base_wording(const TableExport& tables, const Base& base) {
    BaseWords words(tables.study, tables.dataset, tables.language, words_of(tables));
    const auto asked = words.asked(base);
    return asked ? asked->wording : std::string();
}

Json mean_ranks_json(const SafeTable& ranking, std::size_t banner) {
    Json out = Json::array();
    const SafeTable& first = *parts_of_question(ranking, 0)[banner];
    for (std::size_t g = 0; g < first.table.groups.size(); ++g) {
        for (std::size_t c = 0; c < first.table.categories.size(); ++c) {
            const Category& category = first.table.categories[c];
            if (category.blank || category.meaning != MissingChoice::answer) continue;
            out.push_back({{"group", name_in_files(first.table, g)},
                           {"category", category.name},
                           {"value", number_json(mean_rank(ranking, banner, g, c))}});
        }
    }
    return out;
}

Json table_json(const TableExport& tables, const SafeTable& safe) {
    const Table& table = safe.table;
    Json out;
    out["name"] = table.spec.name;
    if (tables.dataset.rehearsal) out["warning"] = invented_mark;
    out["section"] = table.spec.section;
    out["question"] = table.spec.question;
    out["by"] = table.spec.by;
    out["statistic"] = statistic_of(table.spec);
    out["percent_of"] = name_of(table.spec.percent_of);
    out["title"] = table.spec.title.in(tables.language);
    out["note"] = table.spec.note.in(tables.language);
    out["multiple"] = table.multiple;
    out["weighted"] = table.weighted;
    if (table.spec.nested) out["nested"] = true;
    if (table.spec.top > 0) out["top"] = table.spec.top;
    if (table.spec.top_of_each) out["top_of_each"] = true;
    const TrustExport trust(safe, tables.study.file);
    if (const std::string why = no_interval_of(table); !why.empty()) out["no_interval"] = why;
    if (const auto& test = table.association) {
        out["association"] = {{"test", "Rao–Scott"},
                              {"f", number_json(test->f)},
                              {"df", number_json(test->df)},
                              {"denominator_df", number_json(test->denominator_df)},
                              {"p", number_json(test->p)},
                              {"words", words_of(*test)}};
    }
    const bool hidden_base = safe.coarse || safe.withheld_groups[0];
    out["coarse"] = safe.coarse;
    if (safe.rounded_to > 0) out["rounded_to"] = safe.rounded_to;
    out["base"] = {{"n", hidden_base ? Json(nullptr) : Json(table.base.n)},
                   {"everyone", table.base.everyone},
                   {"asked", table.base.asked},
                   {"wording", base_wording(tables, table.base)},
                   {"where", table.base.where}};
    out["groups"] = Json::array();
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        Json group;
        group["group"] = name_in_files(table, g);
        group["label"] = group_label(tables, table, g);
        group["path"] = path_of(tables, table, g);
        group["withheld"] = static_cast<bool>(safe.withheld_groups[g]);
        group["base"] =
            safe.coarse || safe.withheld_groups[g] ? Json(nullptr) : Json(table.group_bases[g]);
        group["small_base"] = !safe.coarse && !safe.withheld_groups[g] &&
                              is_small_base(table.group_bases[g], tables.study.file.marks);
        if (trust.trust.letters && g > 0) group["letter"] = trust.trust.letters->names[g];
        group["cells"] = Json::array();
        for (std::size_t c = 0; c < table.cells[g].size(); ++c) {
            group["cells"].push_back(cell_json(tables, trust, g, c));
        }
        out["groups"].push_back(std::move(group));
    }
    return out;
}

// Why numbers do not add up, then what their marks mean.
Json remarks_json(const TableExport& tables, const SafeTable& safe) {
    Json out = Json::array();
    const std::string& code = tables.study.questionnaire.languages[tables.language].code;
    for (const TableRemark remark : remarks_on(safe, safe.table.weighted, TableShown::in_file)) {
        out.push_back({{"reason", name_of(remark)}, {"words", words_for(remark, code)}});
    }
    const MarkRules& rules = tables.study.file.marks;
    TableTrust trust = trust_in_parts(safe, rules);
    if (!has_structure(safe)) trust.letters = trust_in(safe, rules).letters;
    for (const TrustRemark& remark : trust_remarks(trust, rules, words_of(tables)))
        out.push_back({{"reason", remark.reason}, {"words", remark.words}});
    return out;
}

Json whole_table_json(const TableExport& tables, const SafeTable& safe) {
    Json out = table_json(tables, safe);
    out["remarks"] = remarks_json(tables, safe);
    if (safe.parts.empty()) return out;
    out["parts"] = Json::array();
    for (const SafeTable& part : safe.parts)
        out["parts"].push_back(table_json(tables, part));
    if (!safe.table.spec.ranks) return out;
    out["mean_ranks"] = Json::array();
    for (std::size_t b = 0; b < banners_in(safe); ++b) {
        for (Json& one : mean_ranks_json(safe, b)) {
            one["by"] = parts_of_question(safe, 0)[b]->table.spec.by;
            if (b == 0 || one["group"] != "") out["mean_ranks"].push_back(std::move(one));
        }
    }
    return out;
}

}  // namespace

std::string name_in_files(const Table& table, std::size_t group) {
    if (group == 0) return {};
    const auto named = [](const std::string& name) { return name.empty() ? "(blank)" : name; };
    if (table.places.empty()) return named(table.groups[group].name);
    const GroupPlace& place = table.places[group];
    const std::string own = named(place.own.name);
    return place.parent == 0 ? own : name_in_files(table, place.parent) + " > " + own;
}

InterviewsTold interviews_of(const TableExport& tables) {
    return interviews_told(tables.study.file,
                           tables.dataset,
                           tables.internal ? Edition::internal : Edition::published);
}

std::string base_line(const TableExport& tables, const SafeTable& safe) {
    const Table& table = safe.table;
    const std::string of =
        print_count(static_cast<std::int64_t>(interviews_of(tables).counted), "en");
    std::string out = "Base: ";
    const std::string entries =
        entries_counted(tables.study, tables.dataset, table.spec, tables.language);
    const bool told = !safe.coarse && !safe.withheld_groups[0];
    if (!entries.empty()) {
        out += told ? print_count(static_cast<std::int64_t>(table.base.n), "en") : "some";
        out += " entries of “" + entries + "” (interviews in the survey: " + of + ")";
        if (table.base.everyone) return out;
    } else if (table.base.everyone) {
        return out + "all " + of + " interviews counted";
    } else if (!told) {
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

namespace {

// A record a cell of one part.
void add_records(const TableExport& tables,
                 const SafeTable& safe,
                 std::vector<std::vector<std::string>>& rows) {
    const Table& table = safe.table;
    const bool percent = table.spec.statistic == Statistic::percent;
    const TrustExport trust(safe, tables.study.file);
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        const int depth = g == 0 ? 0 : table.places.empty() ? 1 : table.places[g].depth;
        for (std::size_t c = 0; c < table.cells[g].size(); ++c) {
            const bool withheld = trust.withheld(g, c);
            const Estimate& estimate = table.cells[g][c];
            rows.push_back({table.spec.name,
                            table.spec.section,
                            table.spec.question,
                            join(table.spec.by, " "),
                            name_in_files(table, g),
                            group_label(tables, table, g),
                            table.categories[c].name,
                            label_of(tables, table.categories[c]),
                            statistic_of(table.spec),
                            withheld ? "" : print_value(estimate.value),
                            withheld || safe.coarse ? "" : std::to_string(estimate.n),
                            withheld || safe.coarse ? "" : std::to_string(estimate.base),
                            withheld ? "yes" : "",
                            table.rehearsal ? "yes" : "",
                            percent ? std::string(name_of(table.spec.percent_of)) : "",
                            std::to_string(depth),
                            print_value(estimate.standard_error),
                            print_value(estimate.low),
                            print_value(estimate.high),
                            print_value(trust.variation(g, c)),
                            mark_words(trust.marks(g, c)),
                            join(trust.greater_than(g, c, true), "; "),
                            std::string(trust.why_no_value(g, c)),
                            table.multiple ? "yes" : "",
                            table.weighted ? "yes" : "",
                            print_value(degrees_of(estimate)),
                            print_value(design_effect_in(trust, estimate))});
        }
    }
}

// Mean ranks have neither n nor base: they are made of the shares above them.
void add_mean_ranks(const TableExport& tables,
                    const SafeTable& ranking,
                    std::vector<std::vector<std::string>>& rows) {
    for (std::size_t b = 0; b < banners_in(ranking); ++b) {
        const Table& table = parts_of_question(ranking, 0)[b]->table;
        for (std::size_t g = b == 0 ? 0 : 1; g < table.groups.size(); ++g) {
            const int depth = g == 0 ? 0 : table.places.empty() ? 1 : table.places[g].depth;
            for (std::size_t c = 0; c < table.categories.size(); ++c) {
                const Category& category = table.categories[c];
                if (category.blank || category.meaning != MissingChoice::answer) continue;
                rows.push_back({table.spec.name,
                                table.spec.section,
                                table.spec.question,
                                join(table.spec.by, " "),
                                name_in_files(table, g),
                                group_label(tables, table, g),
                                category.name,
                                label_of(tables, category),
                                "mean rank",
                                print_value(mean_rank(ranking, b, g, c)),
                                "",
                                "",
                                "",
                                table.rehearsal ? "yes" : "",
                                "",
                                std::to_string(depth),
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                table.weighted ? "yes" : "",
                                "",
                                ""});
            }
        }
    }
}

}  // namespace

std::vector<std::vector<std::string>> table_records(const TableExport& tables) {
    std::vector<std::vector<std::string>> rows{
        {"table",          "section",   "question", "by",       "group", "group_label", "category",
         "category_label", "statistic", "value",    "n",        "base",  "withheld",    "invented",
         "percent_of",     "depth",     "se",       "low",      "high",  "cv",          "mark",
         "greater_than",   "no_value",  "multiple", "weighted", "df",    "deff"}};
    for (const Released<SafeTable>& released : tables.tables) {
        add_records(tables, released.value(), rows);
        for (const SafeTable& part : released->parts)
            add_records(tables, part, rows);
        if (released->table.spec.ranks) add_mean_ranks(tables, released.value(), rows);
    }
    return rows;
}

std::string tables_csv(const TableExport& tables) {
    return write_csv(table_records(tables));
}

std::string tables_json(const TableExport& tables) {
    Json out;
    out["title"] = tables.study.file.title;
    out["round"] = tables.study.file.round;
    if (tables.dataset.rehearsal) out["warning"] = invented_mark;
    out["edition"] = tables.internal ? "internal" : "public";
    if (!tables.dataset.as_of.empty()) out["as_of"] = tables.dataset.as_of;
    if (!tables.dataset.weighting.empty()) out["weighting"] = tables.dataset.weighting;
    const std::vector<std::string> variance =
        variance_words(tables.study, tables.dataset, report_language("en").variance());
    if (!variance.empty()) out["variance"] = variance;
    const MadeFrom& made = tables.made_from;
    if (!made.program.empty()) {
        out["made_from"] = {{"program", made.program}, {"data", made.data}, {"plan", made.plan}};
    }
    const InterviewsTold interviews = interviews_of(tables);
    out["received"] = interviews.received;
    out["counted"] = interviews.counted;
    if (const int unit = tables.study.file.round_to; unit > 0 && !tables.internal)
        out["rounded_to"] = unit;
    out["left_out"] = Json::array();
    for (const LeftOut& left_out : interviews.left_out) {
        out["left_out"].push_back(
            {{"reason", words_for(left_out.reason)}, {"interviews", left_out.interviews}});
    }
    out["tables"] = Json::array();
    for (const Released<SafeTable>& table : tables.tables) {
        out["tables"].push_back(whole_table_json(tables, table.value()));
    }
    return out.dump(1) + "\n";
}

}  // namespace mtm
