#include <algorithm>

#include "report/icons.h"
#include "report/markdown.h"
#include "study/chart_check.h"
#include "study/names.h"
#include "study/plan.h"
#include "tabulate/figure.h"

namespace mtm {
namespace {

std::vector<std::string> table_names(const Study& study) {
    std::vector<std::string> names;
    for (const TableSpec& table : study.plan.tables)
        names.push_back(table.name);
    for (const DerivedVariable& derived : study.plan.derived)
        names.push_back(derived.name);
    for (const Question& question : study.questionnaire.questions) {
        if (is_answered_by_people(question.type)) names.push_back(question.name);
    }
    return names;
}

bool is_variable(const Study& study, const std::string& name) {
    return study.questionnaire.find(name) >= 0 || study.plan.find_derived(name) != nullptr;
}

void check_table(const TableDirective& table,
                 const Study& study,
                 const Place& place,
                 Diagnostics& diagnostics) {
    if (!table.name.empty() && !table_spec(table, study)) {
        diagnostics.push_back(
            {"unknown-table",
             Severity::error,
             place,
             "There is no table “" + table.name + "”.",
             did_you_mean(table.name,
                          table_names(study),
                          "Name a row of the tables sheet, a question or a derived variable.")});
    }
    if (const auto spec = table_spec(table, study)) {
        for (Diagnostic& found :
             check_variables(*spec, study.questionnaire, study.plan, place, place)) {
            diagnostics.push_back(std::move(found));
        }
        if (table.chart || table.by) {  // the rest is told of the tables sheet
            if (auto found = check_chart(*spec, study, place)) diagnostics.push_back(*found);
        }
    }
    if (table.where) {
        const StudyNames names(study.questionnaire, study.plan);
        for (Diagnostic& found : names.check(*table.where, place)) {
            diagnostics.push_back(std::move(found));
        }
        const std::string name = identifier_in(table.where->root, study.questionnaire);
        if (!name.empty()) diagnostics.push_back(identifier_mistake(name, place));
    }
}

void check_blocks(const std::vector<Block>& blocks,
                  const Study& study,
                  const std::string& file,
                  Diagnostics& diagnostics) {
    for (const Block& block : blocks) {
        check_blocks(block.children, study, file, diagnostics);
        Place place;
        place.file = file;
        place.row = block.line;
        if (block.kind == BlockKind::fact && !icon(block.text)) {
            diagnostics.push_back(
                {"unknown-icon",
                 Severity::error,
                 place,
                 "There is no icon “" + block.text + "”.",
                 did_you_mean(block.text,
                              icon_names(),
                              "Known are map, people, education, contract, family, health, work, "
                              "money, home, age and women.")});
        }
        if (block.kind == BlockKind::map && study.file.areas.file.empty()) {
            diagnostics.push_back({"map-without-areas",
                                   Severity::error,
                                   place,
                                   "The study has no areas for a map.",
                                   "Add a table [areas] to study.toml, or remove the map."});
        }
    }
}

}  // namespace

std::optional<TableSpec> table_spec(const TableDirective& directive, const Study& study) {
    TableSpec spec;
    if (const TableSpec* row = study.plan.find_table(directive.name)) {
        spec = *row;
    } else if (is_variable(study, directive.name)) {
        spec.name = spec.question = directive.name;
    } else {
        return std::nullopt;
    }
    if (directive.by) spec.by = *directive.by;
    if (directive.chart) spec.chart = *directive.chart;
    if (directive.statistic) spec.statistic = *directive.statistic;
    if (directive.top) spec.top = *directive.top;
    if (directive.where) spec.where = directive.where;
    if (!directive.title.empty()) spec.title.by_language = {directive.title};
    return spec;
}

Diagnostics check_narrative(const Narrative& narrative, const Study& study) {
    Diagnostics diagnostics;
    for (const NarrativeFigure& figure : narrative.figures) {
        if (!figure.expression) continue;
        Place place;
        place.file = narrative.file;
        place.row = figure.line;
        place.column = std::to_string(figure.column);
        for (Diagnostic& found : check_figure(study, *figure.expression, place)) {
            diagnostics.push_back(std::move(found));
        }
    }
    for (const TableDirective& table : narrative.tables) {
        Place place;
        place.file = narrative.file;
        place.row = table.line;
        check_table(table, study, place, diagnostics);
    }
    check_blocks(narrative.blocks, study, narrative.file, diagnostics);
    std::stable_sort(
        diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
            return a.place.row < b.place.row;
        });
    return diagnostics;
}

Diagnostics check_report(const Study& study, std::string_view text, const std::string& file_name) {
    ReadNarrative read = read_narrative(text, file_name);
    for (Diagnostic& found : check_narrative(read.narrative, study)) {
        read.diagnostics.push_back(std::move(found));
    }
    return std::move(read.diagnostics);
}

}  // namespace mtm
