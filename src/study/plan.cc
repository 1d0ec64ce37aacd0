#include "study/plan.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/excerpt.h"
#include "base/text.h"
#include "expression/node_sets.h"
#include "expression/parse.h"
#include "questionnaire/label_answers.h"
#include "study/derived.h"
#include "study/missing_numbers.h"
#include "study/names.h"
#include "study/plan_sheet.h"
#include "study/seen_repeats.h"
#include "study/table_cells.h"
#include "study/table_parts.h"

namespace mtm {

std::optional<Expression> read_expression(std::string_view text,
                                          const Place& place,
                                          Diagnostics& diagnostics) {
    Parsed parsed = parse(text);
    for (const SyntaxError& error : parsed.errors) {
        const std::size_t at = length_utf8(text.substr(0, std::min(error.begin, text.size()))) + 1;
        diagnostics.push_back({.code = "bad-expression",
                               .severity = Severity::error,
                               .place = place,
                               .message = error.message + " (at character " + std::to_string(at) +
                                          " of “" + excerpt(text, error.begin) + "”)",
                               .remedy = error.remedy});
    }
    return std::move(parsed.expression);
}

std::vector<std::string> questions_of(const TableSpec& spec) {
    if (spec.statistic != Statistic::ratio) return {spec.question};
    std::string spaced = spec.question;
    for (char& c : spaced) {
        if (c == ',' || c == '/') c = ' ';
    }
    std::vector<std::string> names;
    for (const std::string_view name : words(spaced))
        names.emplace_back(name);
    return names;
}

std::string identifier_in(const Node& node, const Questionnaire& questionnaire) {
    if (node.kind == NodeKind::call && (node.text == "asked" || node.text == "answered")) return {};
    if (node.kind == NodeKind::reference) {
        const int index = questionnaire.find(node.text);
        if (index < 0) return {};
        const Question& question = questionnaire.questions[static_cast<std::size_t>(index)];
        return question.disclosure == Disclosure::identifier ? node.text : std::string();
    }
    for (const Node& child : node.children) {
        if (std::string name = identifier_in(child, questionnaire); !name.empty()) return name;
    }
    return {};
}

Diagnostic identifier_mistake(const std::string& name, const Place& place) {
    return {.code = "identifier-in-table",
            .severity = Severity::error,
            .place = place,
            .message = "“" + name + "” is marked as an identifier: its answers name people.",
            .remedy =
                "Take another question; how many answered it is count(answered(${" + name + "}))."};
}

namespace {

// What a repeat holds is seen from outside of it only.
Diagnostic not_held_mistake(const std::string& name, const Place& place) {
    return {.code = "figure-across-repeats",
            .severity = Severity::error,
            .place = place,
            .message = "“" + name + "” lies in no repeat within what is counted here.",
            .remedy =
                "count(), sum() and their like look from outside into a repeat: take a "
                "question of what holds it."};
}

// Whether each category of a derived variable holds in some other subset than `where` alone.
bool has_no_category(const Plan& plan, const std::string& name, const Node* where) {
    const DerivedVariable* derived = plan.find_derived(name);
    return derived != nullptr && !derived->of_table &&
           std::ranges::none_of(derived->categories, [&](const DerivedCategory& category) {
               return category_under(plan, name, category.name, where) != nullptr;
           });
}

Diagnostic no_category_warning(const std::string& name, const Place& place) {
    return {.code = "no-category-here",
            .severity = Severity::warning,
            .place = place,
            .message = "No category of “" + name +
                       "” is defined for the people of this table: each is for a subset (where of "
                       "the derived sheet) that is not the table’s.",
            .remedy = "Write that subset as the table’s where, or define a category without one."};
}

Diagnostics check_variable(const std::string& name,
                           const Questionnaire& questionnaire,
                           const Plan& plan,
                           const Place& place) {
    const int question = questionnaire.find(name);
    if (question >= 0) {
        const auto index = static_cast<std::size_t>(question);
        if (questionnaire.questions[index].disclosure != Disclosure::identifier) return {};
        return {identifier_mistake(name, place)};
    }
    if (const DerivedVariable* derived = plan.find_derived(name)) {
        if (!derived->of_table) return {};
        return check_variable(derived->question, questionnaire, plan, place);
    }
    const bool group = questionnaire.find_group(name) >= 0;
    return {
        {.code = "unknown-question",
         .severity = Severity::error,
         .place = place,
         .message = group ? "“" + name + "” is a group of questions, not a question."
                          : "There is no question or derived variable “" + name + "”.",
         .remedy = group ? "Name a question of the group."
                         : did_you_mean(
                               name, StudyNames(questionnaire, plan).all(), "Correct the name.")}};
}

}  // namespace

Diagnostics check_variables(const TableSpec& spec,
                            const Questionnaire& questionnaire,
                            const Plan& plan,
                            const Place& of_question,
                            const Place& of_by) {
    Diagnostics out;
    const auto add = [&](const std::string& name, const Place& place) {
        for (Diagnostic& found : check_variable(name, questionnaire, plan, place)) {
            out.push_back(std::move(found));
        }
    };
    for (const TableSpec& part : parts_of(spec)) {
        const std::vector<std::string> names = questions_of(part);
        if (spec.statistic != Statistic::ratio || names.size() == 2) continue;
        out.push_back({.code = "ratio-of-two",
                       .severity = Severity::error,
                       .place = of_question,
                       .message = "A ratio is of two questions, and “" + part.question +
                                  "” names " + std::to_string(names.size()) + ".",
                       .remedy = "Write both with a stroke between: spent / earned."});
        break;
    }
    for (const std::string& name : variables_counted(spec))
        add(name, of_question);
    for (const std::string& name : variables_of_groups(spec))
        add(name, of_by);
    for (const TableSpec& part : parts_of(spec)) {
        if (!spec.where || !out.empty()) break;
        std::vector<std::string> names = row_references(spec.where->root);
        names.push_back(part.question);
        names.insert(names.end(), part.by.begin(), part.by.end());
        int counted = -1;
        for (const std::string& name : names) {
            const int repeat = repeat_of(questionnaire, plan, name).value_or(-1);
            if (lies_in(questionnaire, repeat, counted)) counted = repeat;
        }
        const std::string name = not_held_by(questionnaire, plan, spec.where->root, counted);
        if (!name.empty()) out.push_back(not_held_mistake(name, of_question));
    }
    const Node* where = spec.where ? &spec.where->root : nullptr;
    const auto warn = [&](const std::string& name, const Place& place) {
        if (has_no_category(plan, name, where)) out.push_back(no_category_warning(name, place));
    };
    for (const std::string& name : variables_counted(spec))
        warn(name, of_question);
    for (const std::string& name : variables_of_groups(spec))
        warn(name, of_by);
    return out;
}

namespace {

class PlanReader {
public:
    PlanReader(const Workbook& workbook, const Questionnaire& form, const std::string& file_name)
        : workbook_(workbook), form_(form), file_name_(file_name) {}

    ReadPlan read() {
        if (const Sheet* sheet = workbook_.find("derived")) read_derived({*sheet, file_name_});
        if (const Sheet* sheet = workbook_.find("bases")) read_bases({*sheet, file_name_});
        if (const Sheet* sheet = workbook_.find("tables")) {
            read_tables({*sheet, file_name_});
        } else {
            plan_every_closed_question();
        }
        return std::move(out_);
    }

private:
    void report(std::string code, Place place, std::string message, std::string remedy) {
        out_.diagnostics.push_back({.code = std::move(code),
                                    .severity = Severity::error,
                                    .place = std::move(place),
                                    .message = std::move(message),
                                    .remedy = std::move(remedy)});
    }

    [[nodiscard]] StudyNames names() const { return {form_, out_.plan}; }

    bool require_columns(const PlanSheet& sheet, const std::vector<std::string>& columns) {
        bool all = true;
        std::vector<std::string> headers;
        for (const PlanSheet::Column& column : sheet.columns())
            headers.push_back(column.header);
        for (const std::string& name : columns) {
            if (sheet.has(name)) continue;
            all = false;
            report("missing-column",
                   sheet.place(0, ""),
                   "The sheet has no column “" + name + "”.",
                   did_you_mean(name, headers, "Add it to the header row, the first row."));
        }
        return all;
    }

    std::optional<Expression> expression(const PlanSheet& sheet, int row, std::string_view column) {
        const std::string text = sheet.get(row, column);
        if (text.empty()) return std::nullopt;
        auto parsed = read_expression(text, sheet.place(row, column), out_.diagnostics);
        if (parsed) {
            for (Diagnostic& d : names().check(*parsed, sheet.place(row, column))) {
                out_.diagnostics.push_back(std::move(d));
            }
            for (const MissingNumberCompared& found :
                 missing_numbers_compared(form_, parsed->root)) {
                report("missing-number-compared",
                       sheet.place(row, column),
                       words_of(found) + ".",
                       remedy_for(found));
                out_.diagnostics.back().severity = Severity::warning;
            }
        }
        return parsed;
    }

    bool known_question(const PlanSheet& sheet, int row, const std::string& name) {
        if (form_.find(name) >= 0) return true;
        report("unknown-question",
               sheet.place(row, "question"),
               "There is no question “" + name + "”.",
               did_you_mean(name, form_.names(), "Correct the name."));
        return false;
    }

    void read_derived(const PlanSheet& sheet) {
        if (!require_columns(sheet, {"name", "question", "category", "expression"})) return;
        for (const int row : sheet.rows()) {
            const std::string name = sheet.get(row, "name");
            const std::string question = sheet.get(row, "question");
            if (form_.find(name) >= 0) {
                report("name-taken",
                       sheet.place(row, "name"),
                       "A question is called “" + name + "” already.",
                       "Give the derived variable a name of its own.");
                continue;
            }
            if (!known_question(sheet, row, question)) continue;
            auto truth = expression(sheet, row, "expression");
            if (!truth) {
                if (sheet.get(row, "expression").empty()) {
                    report("missing-expression",
                           sheet.place(row, "expression"),
                           "This category says nothing of who is in it.",
                           "Write an expression, for example ${age} >= 18 and ${age} <= 24.");
                }
                continue;
            }
            auto where = expression(sheet, row, "where");
            const int counted = form_.repeat_of(form_.find(question));
            check_held(truth->root, counted, sheet.place(row, "expression"));
            if (where) check_held(where->root, counted, sheet.place(row, "where"));
            DerivedCategory category{.name = sheet.get(row, "category"),
                                     .where = std::move(where),
                                     .expression = std::move(*truth),
                                     .label = sheet.translated(row, "label", form_.languages),
                                     .row = row + 1};
            variable(name, question).categories.push_back(std::move(category));
        }
    }

    void check_held(const Node& truth, int counted, const Place& place) {
        const std::string name = not_held_by(form_, out_.plan, truth, counted);
        if (!name.empty()) out_.diagnostics.push_back(not_held_mistake(name, place));
    }

    DerivedVariable& variable(const std::string& name, const std::string& question) {
        const auto at = std::ranges::find(out_.plan.derived, name, &DerivedVariable::name);
        if (at != out_.plan.derived.end()) return *at;
        out_.plan.derived.push_back({.name = name, .question = question, .categories = {}});
        return out_.plan.derived.back();
    }

    void read_bases(const PlanSheet& sheet) {
        if (!require_columns(sheet, {"name", "expression"})) return;
        for (const int row : sheet.rows()) {
            auto truth = expression(sheet, row, "expression");
            if (!truth) continue;
            out_.plan.bases.push_back({.name = sheet.get(row, "name"),
                                       .expression = std::move(*truth),
                                       .wording = sheet.translated(row, "wording", form_.languages),
                                       .row = row + 1});
        }
    }

    // A misspelt column would be passed over in silence, and the table be another one.
    void warn_of_misspelt(const PlanSheet& sheet) {
        static const std::vector<std::string> known{"name",
                                                    "section",
                                                    "question",
                                                    "by",
                                                    "where",
                                                    "statistic",
                                                    "percent_of",
                                                    "chart",
                                                    "top",
                                                    "title",
                                                    "note"};
        for (const PlanSheet::Column& column : sheet.columns()) {
            if (std::ranges::find(known, column.name) != known.end()) continue;
            const std::string meant = nearest(column.name, known);
            if (meant.empty() || sheet.has(meant)) continue;
            report("misspelt-column",
                   sheet.place(0, column.name),
                   "The column “" + column.header + "” says nothing to a table.",
                   "Did you mean “" + meant + "”? Name it so, or call it something else.");
            out_.diagnostics.back().severity = Severity::warning;
        }
    }

    void read_tables(const PlanSheet& sheet) {
        if (!require_columns(sheet, {"question"})) return;
        warn_of_misspelt(sheet);
        for (const int row : sheet.rows()) {
            TableSpec spec;
            spec.row = row + 1;
            spec.name = sheet.get(row, "name");
            if (spec.name.empty()) spec.name = sheet.get(row, "question");
            spec.section = sheet.get(row, "section");
            spec.where = expression(sheet, row, "where");
            read_options(sheet, row, spec);
            read_variables(sheet, row, spec);
            check_spec(sheet, row, spec);
            spec.title = sheet.translated(row, "title", form_.languages);
            spec.note = sheet.translated(row, "note", form_.languages);
            if (out_.plan.find_table(spec.name) != nullptr) {
                report("duplicate-table",
                       sheet.place(row, "name"),
                       "There is a table “" + spec.name + "” already.",
                       "Give each table a name of its own.");
            }
            add_section({.name = spec.section, .title = {}});
            out_.plan.tables.push_back(std::move(spec));
        }
    }

    void read_variables(const PlanSheet& sheet, int row, TableSpec& spec) {
        TableCells cells(form_, out_.plan, out_.diagnostics);
        cells.read_question(sheet.get(row, "question"), sheet.place(row, "question"), spec);
        cells.read_by(sheet.get(row, "by"), sheet.place(row, "by"), spec);
        cells.read_percent_of(sheet.get(row, "percent_of"), sheet.place(row, "percent_of"), spec);
        cells.check(spec,
                    {.question = sheet.place(row, "question"),
                     .by = sheet.place(row, "by"),
                     .statistic = sheet.place(row, "statistic"),
                     .percent_of = sheet.place(row, "percent_of"),
                     .top = sheet.place(row, "top")});
    }

    void check_spec(const PlanSheet& sheet, int row, const TableSpec& spec) {
        Diagnostics found = check_variables(
            spec, form_, out_.plan, sheet.place(row, "question"), sheet.place(row, "by"));
        if (spec.where) {
            const std::string name = identifier_in(spec.where->root, form_);
            if (!name.empty()) found.push_back(identifier_mistake(name, sheet.place(row, "where")));
        }
        std::ranges::move(found, std::back_inserter(out_.diagnostics));
    }

    // `quantile 0.25` or `quantile(0.25)`.
    void read_quantile(const std::string& text, const Place& place, TableSpec& spec) {
        spec.statistic = Statistic::quantile;
        if (const auto part = quantile_named(text)) {
            spec.share = *part;
            return;
        }
        report(
            "bad-quantile",
            place,
            "“" + text + "” does not say which part of the numbers lies below.",
            "Write the part as a number between 0 and 1, for example quantile 0.25 for the first "
            "quartile. The least and the largest number are somebody’s own and no statistic.");
    }

    void read_options(const PlanSheet& sheet, int row, TableSpec& spec) {
        if (const std::string text = sheet.get(row, "statistic"); !text.empty()) {
            const auto statistic = statistic_named(text);
            spec.ranks = lower_ascii(squeeze(text)) == "rank";
            if (lower_ascii(trim(text)).starts_with("quantile")) {
                read_quantile(text, sheet.place(row, "statistic"), spec);
            } else if (spec.ranks) {
                spec.statistic = Statistic::percent;
            } else if (statistic) {
                spec.statistic = *statistic;
            } else {
                report("unknown-statistic",
                       sheet.place(row, "statistic"),
                       "“" + text + "” is not a statistic.",
                       did_you_mean(text,
                                    {"percent",
                                     "count",
                                     "mean",
                                     "median",
                                     "quantile 0.25",
                                     "total",
                                     "ratio",
                                     "rank"},
                                    "Write percent, count, mean, median, quantile 0.25 (or another "
                                    "part), total, ratio or rank."));
            }
        }
        if (const std::string text = sheet.get(row, "chart"); !text.empty()) {
            const auto chart = chart_named(text);
            if (chart) {
                spec.chart = *chart;
            } else {
                report("unknown-chart",
                       sheet.place(row, "chart"),
                       "“" + text + "” is not a chart.",
                       did_you_mean(text,
                                    chart_names(),
                                    "Write one of these: " + join(chart_names(), ", ") + "."));
            }
        }
        if (const std::string text = sheet.get(row, "top"); !text.empty()) {
            const auto parsed = std::from_chars(text.data(), text.data() + text.size(), spec.top);
            const std::string_view rest = trim(
                std::string_view(text).substr(static_cast<std::size_t>(parsed.ptr - text.data())));
            spec.top_of_each = rest == "of each";
            if (parsed.ec != std::errc() || spec.top < 1 || !(rest.empty() || spec.top_of_each)) {
                spec.top = 0;
                report("bad-top",
                       sheet.place(row, "top"),
                       "“" + text + "” does not say how many.",
                       "Write how many of the largest categories to show, for example 5, or 5 of "
                       "each for "
                       "those of each group.");
            }
        }
    }

    // What a first look at the answers needs, until somebody plans more.
    void plan_every_closed_question() {
        const int sex = form_.find("sex");
        for (int q = 0; q < static_cast<int>(form_.questions.size()); ++q) {
            const Question& question = form_.questions[static_cast<std::size_t>(q)];
            const bool closed =
                question.list >= 0 && (question.type == QuestionType::select_one ||
                                       question.type == QuestionType::select_multiple);
            const bool hidden = form_.find(question.name) != q;  // behind another of its name
            if (!closed || hidden || question.disclosure == Disclosure::identifier) continue;
            TableSpec spec;
            spec.name = question.name;
            spec.question = question.name;
            spec.title = without_answers(question.label);
            if (sex >= 0 && sex != q && form_.repeat_of(sex) == form_.repeat_of(q)) {
                spec.by = {"sex"};
            }
            Section section;
            if (question.group >= 0) {
                const Group& group = form_.groups[static_cast<std::size_t>(question.group)];
                section = {.name = group.name, .title = group.label};
            }
            spec.section = section.name;
            add_section(std::move(section));
            out_.plan.tables.push_back(std::move(spec));
        }
    }

    void add_section(Section added) {
        const auto same = [&](const Section& section) { return section.name == added.name; };
        if (std::ranges::any_of(out_.plan.sections, same)) return;
        out_.plan.sections.push_back(std::move(added));
    }

    const Workbook& workbook_;
    const Questionnaire& form_;
    const std::string& file_name_;
    ReadPlan out_;
};

}  // namespace

ReadPlan read_plan(const Workbook& workbook,
                   const Questionnaire& questionnaire,
                   const std::string& file_name) {
    return PlanReader(workbook, questionnaire, file_name).read();
}

}  // namespace mtm
