#include <algorithm>

#include "base/text.h"
#include "report/anchors.h"
#include "report/expand.h"
#include "report/figure_marks.h"
#include "report/icons.h"
#include "report/markdown.h"
#include "report/narrative_functions.h"
#include "rounds/round_changes.h"
#include "study/chart_check.h"
#include "study/names.h"
#include "study/plan.h"
#include "study/table_cells.h"
#include "tabulate/figure.h"

namespace mtm {
namespace {

std::vector<std::string> table_names(const Study& study) {
    std::vector<std::string> names;
    for (const TableSpec& table : study.plan.tables)
        names.push_back(table.name);
    for (const DerivedVariable& derived : study.plan.derived) {
        if (!derived.of_table) names.push_back(derived.name);
    }
    for (const Question& question : study.questionnaire.questions) {
        if (is_answered_by_people(question.type)) names.push_back(question.name);
    }
    return names;
}

bool is_variable(const Study& study, const std::string& name) {
    return study.questionnaire.find(name) >= 0 || study.plan.find_derived(name) != nullptr;
}

// Rounds are compared of all who were asked a question, one person a row.
void check_rounds(const TableDirective& table,
                  const Study& study,
                  const Place& place,
                  Diagnostics& diagnostics) {
    const auto spec = table_spec(table, study);
    const auto add = [&](const char* code, std::string message, std::string remedy) {
        diagnostics.push_back(
            {code, Severity::error, place, std::move(message), std::move(remedy)});
    };
    if (spec && (spec->where || spec->ranks || spec->questions.size() > 1)) {
        add("rounds-of-some",
            "“" + table.name +
                "” is a table of several questions, of ranks or of some people alone (where), and "
                "rounds are compared question by question, of all who were asked.",
            "Name a question or a derived variable.");
    }
    if (study.file.previous.empty() && study.file.previous_figures.empty()) {
        add("no-previous-round",
            "Rounds are to be shown, and study.toml names no previous round.",
            "Write there previous = \"../FOLDER\" of the round before, or previous_figures = "
            "\"FILE.csv\" "
            "with what it printed.");
    }
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
    if (table.rounds) {
        check_rounds(table, study, place, diagnostics);
    } else if (const auto spec = table_spec(table, study)) {
        for (Diagnostic& found :
             check_variables(*spec, study.questionnaire, study.plan, place, place)) {
            diagnostics.push_back(std::move(found));
        }
        if (table.statistic) {
            for (Diagnostic& found : check_numbers(*spec, study.questionnaire, study.plan, place))
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

/// Walks over a narrative and looks at everything in view of the study, knowing in which loops it
/// stands.
class NarrativeCheck {
public:
    NarrativeCheck(const Narrative& narrative, const Study& study, std::string_view language)
        : narrative_(narrative),
          study_(study),
          language_(language),
          label_language_(static_cast<std::size_t>(
              std::max(0, study.questionnaire.find_language(std::string(language))))) {}

    Diagnostics run() {
        collect_anchors(narrative_.blocks);
        check(narrative_.blocks, {});
        for (const Footnote& note : narrative_.footnotes)
            check(note.inlines, {});
        std::stable_sort(
            diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& a, const Diagnostic& b) {
                return a.place.row < b.place.row;
            });
        return std::move(diagnostics_);
    }

private:
    void add(int line,
             std::string code,
             std::string message,
             std::string remedy,
             Severity severity = Severity::error) {
        diagnostics_.push_back({std::move(code),
                                severity,
                                narrative_.place(line),
                                std::move(message),
                                std::move(remedy)});
    }

    void append(Diagnostics found) {
        for (Diagnostic& one : found)
            diagnostics_.push_back(std::move(one));
    }

    void collect_anchors(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) {
            collect_anchors(block.children);
            if (block.kind == BlockKind::heading) {
                const std::string name =
                    block.text.empty() ? heading_anchor(plain_text(block.inlines)) : block.text;
                if (!is_anchor_of_page(name)) anchors_.push_back(name);
            }
            if (block.kind == BlockKind::exhibit) {
                anchors_.push_back(
                    narrative_.tables[static_cast<std::size_t>(block.index)].anchor());
            }
            if (block.kind == BlockKind::map) anchors_.emplace_back("map");
        }
    }

    void check(const std::vector<Block>& blocks, const LoopGroups& groups) {
        for (const Block& block : blocks) {
            if (block.kind == BlockKind::directive && block.index >= 0) {
                check_directive(block, groups);
                continue;
            }
            check(block.inlines, groups);
            check(block.children, groups);
            if (block.kind == BlockKind::exhibit) check_exhibit(block, groups);
            if (block.kind == BlockKind::fact) check_icon(block);
            if (block.kind == BlockKind::map && study_.file.areas.file.empty()) {
                add(block.line,
                    "map-without-areas",
                    "The study has no areas for a map.",
                    "Add a table [areas] to study.toml, or remove the map.");
            }
        }
    }

    void check_icon(const Block& block) {
        if (icon(block.text)) return;
        add(block.line,
            "unknown-icon",
            "There is no icon “" + block.text + "”.",
            did_you_mean(block.text,
                         icon_names(),
                         "Known are map, people, education, contract, family, health, work, "
                         "money, home, age and women."));
    }

    void check(const std::vector<Inline>& inlines, const LoopGroups& groups) {
        for (const Inline& piece : inlines) {
            check(piece.children, groups);
            if (piece.kind == InlineKind::figure) check_figure_at(piece, groups);
            if (piece.kind == InlineKind::link && piece.target.starts_with('#'))
                check_reference(piece);
        }
    }

    void check_figure_at(const Inline& piece, const LoopGroups& groups) {
        const NarrativeFigure& figure = narrative_.figures[static_cast<std::size_t>(piece.index)];
        if (!figure.expression || named_group(figure.expression->root, groups) != nullptr) return;
        const Expression made{figure.expression->source,
                              with_groups(figure.expression->root, groups)};
        append(check_narrative_figure(
            study_, made, narrative_.place(figure.line, figure.column), language_));
        append(check_changes(study_, made, narrative_.place(figure.line, figure.column)));
    }

    // Each by itself: what a condition joins are figures of their own.
    void check_changes_of(const Node& condition, const Place& place) {
        for (Node& figure : plain_figures(condition))
            append(check_changes(study_, {print(figure), std::move(figure)}, place));
    }

    void check_reference(const Inline& link) {
        const std::string target = link.target.substr(1);
        if (std::find(anchors_.begin(), anchors_.end(), target) != anchors_.end()) return;
        add(link.line,
            "unknown-reference",
            "Nothing in the report is called “#" + target + "”.",
            did_you_mean(target,
                         anchors_,
                         "Refer to a table as #table-NAME, to the map as #map, to a section by its "
                         "title in small letters with hyphens, or name it: “# Title {#name}”."));
    }

    void check_exhibit(const Block& block, const LoopGroups& groups) {
        TableDirective table = narrative_.tables[static_cast<std::size_t>(block.index)];
        if (table.where) table.where->root = with_groups(table.where->root, groups);
        check_table(table, study_, narrative_.place(table.line), diagnostics_);
        for (std::size_t i = 0; i < table.title.size(); ++i) {
            const Mark mark = mark_at(std::string_view(table.title).substr(i));
            if (mark.kind != Mark::Kind::figure) continue;
            const auto& expression = narrative_.figures[mark.index].expression;
            if (expression && named_group(expression->root, groups) != nullptr) continue;
            add(table.line,
                "figure-in-title",
                "A title can name the group of its loop, and no figure.",
                "Put the figure into the text beside the table.");
        }
    }

    void check_directive(const Block& block, const LoopGroups& groups) {
        const NarrativeDirective& directive =
            narrative_.directives[static_cast<std::size_t>(block.index)];
        LoopGroups inner = groups;
        if (directive.kind == NarrativeDirective::Kind::condition && directive.expression) {
            const Expression made{directive.expression->source,
                                  with_groups(directive.expression->root, groups)};
            Diagnostics found =
                check_condition(study_, made, narrative_.place(directive.line), language_);
            if (!has_errors(found)) check_changes_of(made.root, narrative_.place(directive.line));
            append(std::move(found));
        }
        if (directive.kind == NarrativeDirective::Kind::each && !directive.variable.empty())
            check_loop(directive, inner);
        for (const Block& child : block.children) {
            if (child.kind == BlockKind::directive && child.index < 0) {
                check(child.children, inner);
            } else {
                check(std::vector<Block>{child}, inner);
            }
        }
    }

    void check_loop(const NarrativeDirective& loop, LoopGroups& groups) {
        if (groups.count(loop.variable) != 0) {
            add(loop.line,
                "bad-directive",
                "“" + loop.variable + "” is the name of the loop around this one.",
                "Give the inner one another name.");
        }
        const std::vector<LoopGroup> all = groups_of_loop(loop, study_, label_language_);
        if (all.empty()) {
            add(loop.line,
                loop.over_groups ? "unknown-table" : "unknown-question",
                loop.over_groups
                    ? "There is no table “" + loop.name + "” in the plan that is by one question."
                    : "“" + loop.name + "” is no question with choices and no derived variable.",
                did_you_mean(loop.name,
                             table_names(study_),
                             loop.over_groups ? "Name a row of the tables sheet."
                                              : "Name a question with choices."));
        }
        groups[loop.variable] = all.empty() ? LoopGroup{} : all.front();
    }

    const Narrative& narrative_;
    const Study& study_;
    std::string language_;
    std::size_t label_language_;
    std::vector<std::string> anchors_;
    Diagnostics diagnostics_;
};

// As in the column `by` of the sheet: `a > b` is nested, and several stand side by side.
void set_banners(const std::vector<std::string>& by, TableSpec& spec) {
    std::vector<Banner> banners;
    for (const std::string& one : by) {
        Banner& banner = banners.emplace_back();
        const auto levels = split(one, '>');
        banner.nested = levels.size() > 1;
        for (const std::string_view level : levels) {
            for (const std::string_view name : words(level))
                banner.levels.emplace_back(name);
        }
    }
    spec.by = banners.empty() ? std::vector<std::string>() : banners.front().levels;
    spec.nested = !banners.empty() && banners.front().nested;
    if (banners.size() < 2) banners.clear();
    spec.banners = std::move(banners);
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
    if (directive.by) set_banners(*directive.by, spec);
    if (directive.chart) spec.chart = *directive.chart;
    if (directive.statistic && !spec.ranks) {
        spec.statistic = *directive.statistic;
        spec.share = directive.share;
    }
    if (spec.statistic != Statistic::percent || spec.by.empty())
        spec.percent_of = PercentOf::column;
    if (directive.top && spec.questions.empty()) spec.top = *directive.top;
    if (directive.where) spec.where = directive.where;
    if (!directive.title.empty()) spec.title.by_language = {directive.title};
    return spec;
}

Diagnostics check_narrative(const Narrative& narrative,
                            const Study& study,
                            std::string_view language) {
    return NarrativeCheck(narrative, study, language).run();
}

Diagnostics check_report(const Study& study, std::string_view text, const std::string& file_name) {
    ReadNarrative read = read_narrative(text, file_name);
    for (Diagnostic& found : check_narrative(read.narrative, study)) {
        read.diagnostics.push_back(std::move(found));
    }
    return std::move(read.diagnostics);
}

}  // namespace mtm
