#include "publish/synthetic_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "disclosure/variable_roles.h"
#include "synthesis/resemblance.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string label_of(const SyntheticTables& made) {
    std::string out(synthetic_label);
    if (made.rehearsal) out += std::string(". Made from tables of a rehearsal. ") + invented_mark;
    return out;
}

std::string records_csv(const SyntheticTables& made, const CodedRecords& records) {
    const std::string label = label_of(made);
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string>& header = rows.emplace_back();
    header.emplace_back("mtm_status");
    for (const TableVariable& variable : made.tables.variables)
        header.push_back(variable.name);
    for (std::size_t record = 0; record < records.size(); ++record) {
        std::vector<std::string>& row = rows.emplace_back();
        row.push_back(label);
        for (std::size_t variable = 0; variable < records.variables; ++variable) {
            const TableCategory& category =
                made.tables.variables[variable].categories[records.row(record)[variable]];
            row.push_back(category.meaning == CategoryMeaning::not_asked ? "" : category.name);
        }
    }
    return write_csv(rows, ',');
}

std::string utility_json(const SyntheticTables& made,
                         const Synthesis& synthesis,
                         const UtilityReport& utility) {
    OrderedJson out;
    out["label"] = label_of(made);
    out["records"] = utility.records;
    out["deviation"] = synthesis.deviation;
    out["records_with_twin"] = utility.records_with_twin;
    for (const TableUtility& table : utility.tables) {
        OrderedJson& told = out["tables"].emplace_back();
        for (const std::size_t variable : table.variables)
            told["variables"].push_back(made.tables.variables[variable].name);
        told["cells"] = table.cells;
        told["cells_equal"] = table.cells_equal;
        told["mean_deviation"] = table.mean_deviation;
        told["largest_deviation"] = table.largest_deviation;
    }
    return out.dump(1) + "\n";
}

std::string readme(const Study& study,
                   const SyntheticTables& made,
                   const Synthesis& synthesis,
                   const UtilityReport& utility) {
    std::size_t crossed = 0;
    std::size_t cells = 0;
    std::size_t equal = 0;
    for (const TableUtility& table : utility.tables) {
        crossed += table.variables.size() > 1 ? 1 : 0;
        cells += table.cells;
        equal += table.cells_equal;
    }
    const std::string title =
        study.file.title + (study.file.round.empty() ? "" : ", " + study.file.round);
    std::string out = fmt::format(
        "# {}: synthetic records\n\n**{}.**\n\n"
        "{} records of {} questions, invented from tables that are published: each question by "
        "itself, and {} tables of two questions. No interview was looked at to invent them. {} of "
        "{} cells are as published or within what was published of them; "
        "utility.json says it table by table.\n\n"
        "They keep the numbers of those tables and nothing else: what no table crosses is as if by "
        "chance. They are good for teaching, for trying programs and for looking at how much a "
        "crossing could tell. They are no source for findings, and promise no differential "
        "privacy. A blank means that the question was not asked.\n",
        title,
        label_of(made),
        utility.records,
        made.questions.size(),
        crossed,
        equal,
        cells);
    if (!synthesis.contradictions.empty())
        out += "\nSome tables cannot hold together, because numbers are withheld or rounded:\n\n";
    for (const std::string& contradiction : synthesis.contradictions)
        out += "- " + contradiction + "\n";
    if (!study.file.citation.empty())
        out += "\nCite them as synthetic data made from:\n\n> " + study.file.citation + "\n";
    return out;
}

}  // namespace

std::vector<ExportedFile> synthetic_files(const Study& study,
                                          const SyntheticTables& made,
                                          const Synthesis& synthesis,
                                          const UtilityReport& utility) {
    return {{"synthetic.csv", records_csv(made, synthesis.records)},
            {"utility.json", utility_json(made, synthesis, utility)},
            {"README.md", readme(study, made, synthesis, utility)}};
}

Result<AttackedSynthetic> attacked_synthetic_files(const Study& study,
                                                   const Dataset& dataset,
                                                   const std::vector<Released<SafeTable>>& tables) {
    const SyntheticTables made = synthetic_tables(study, tables, dataset.counted());
    if (made.questions.size() < 2) return AttackedSynthetic{};
    const Synthesis synthesis = TRY(synthesize(made.tables));
    const CodedRecords real = coded_interviews(made, dataset);
    ResemblanceInput input;
    input.real = &real;
    input.synthetic = &synthesis.records;
    input.tables = &made.tables;
    for (const VariableRole& role : variable_roles(study)) {
        const auto found = std::ranges::find(made.questions, role.question);
        if (found == made.questions.end()) continue;
        const auto variable = static_cast<std::size_t>(found - made.questions.begin());
        if (role.role == RecordRole::key) input.keys.push_back(variable);
        if (role.role == RecordRole::sensitive) input.targets.push_back(variable);
    }
    if (resemblance(input).is_alarming()) {
        return AttackedSynthetic{
            {},
            "The synthetic records are left out: they are nearer to real ones than chance would "
            "have it. Tables with few people, taken out of the plan, would let them be published."};
    }
    return AttackedSynthetic{
        synthetic_files(study, made, synthesis, utility_of(made.tables, synthesis.records)), {}};
}

}  // namespace mtm
