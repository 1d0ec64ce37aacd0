// The workbook of tables: what an officer opens to look a number up. Numbers are numbers, so that
// they can be charted and added again; what was withheld says so in words.
#include <chrono>

#include <fmt/format.h>

#include "base/text.h"
#include "report/language.h"
#include "report/print_number.h"
#include "report/structured_table.h"
#include "report/table_export.h"
#include "report/table_remarks.h"
#include "report/trust_words.h"
#include "report/workbook_levels.h"
#include "tabulate/category_label.h"
#include "tabulate/precision.h"
#include "tabulate/table_association.h"
#include "tabulate/variance_words.h"

namespace mtm {
namespace {

struct Styles {
    int title, heading, warning, base, header, label, count, withheld, small, letters;
};

// "2024-05-31", or else a day that says nothing.
std::chrono::sys_days day_of(const std::string& text) {
    using std::chrono::days;
    using std::chrono::sys_days;
    using std::chrono::year;
    const auto serial = date_serial(text);  // days since the last of 1899 but one
    const sys_days day =
        sys_days{year{1899} / 12 / 30} + days{static_cast<int>(serial.value_or(0))};
    return day > sys_days{year{1970} / 1 / 1} ? day : sys_days{year{2000} / 1 / 1};
}

class TableWorkbook {
public:
    explicit TableWorkbook(const TableExport& tables)
        : tables_(tables),
          words_(phrases_in(tables.study.questionnaire.languages[tables.language].code)) {
        using Align = CellStyle::Align;
        styles_.title = out_.add_style({.bold = true, .font_points = 16});
        styles_.heading = out_.add_style({.bold = true, .font_points = 12});
        styles_.warning = out_.add_style({.bold = true, .color = "#B00020"});
        styles_.base = out_.add_style({.italic = true, .color = "#555555"});
        styles_.header =
            out_.add_style({.bold = true, .wrap = true, .line_below = true, .align = Align::right});
        styles_.label = out_.add_style({.wrap = true});
        styles_.count = out_.add_style({.number_format = std::string(count_format)});
        styles_.letters = out_.add_style({.bold = true});
        styles_.withheld = out_.add_style({.align = Align::right, .color = "#777777"});
        styles_.small = out_.add_style({.font_points = 9, .color = "#555555"});
        level_styles_ = add_level_styles(out_);
    }

    WorkbookOut make() {
        out_.title = tables_.study.file.title + ", " + tables_.study.file.round;
        out_.created = day_of(tables_.dated);
        const MadeFrom& made = tables_.made_from;
        if (!made.program.empty()) {
            out_.comments = made.program + "; data " + made.data + "; plan " + made.plan;
        }
        SheetOut& contents = out_.sheets.emplace_back();
        contents.name = "Contents";
        contents.column_widths = {64, 40};
        contents.add_row({out_.title}, styles_.title);
        add_counts(contents);
        for (const Section& section : tables_.study.plan.sections)
            add_section(section);
        return std::move(out_);
    }

private:
    void add_warning(SheetOut& sheet) {
        if (tables_.dataset.rehearsal) {
            sheet.add_row({invented_mark}, styles_.warning);
        }
        if (tables_.internal) sheet.add_row({"Internal: not for publication"}, styles_.warning);
    }

    void add_counts(SheetOut& contents) {
        add_warning(contents);
        const Dataset& dataset = tables_.dataset;
        const InterviewsTold interviews = interviews_of(tables_);
        contents.add_row({print_count(static_cast<std::int64_t>(interviews.received), "en") +
                          " interviews received, " +
                          print_count(static_cast<std::int64_t>(interviews.counted), "en") +
                          " counted in these tables"});
        if (!dataset.as_of.empty()) {
            contents.add_row({"As of " + dataset.as_of +
                              ": what came, was corrected or reviewed later does not count; people "
                              "who have withdrawn since stay out"});
        }
        for (const std::string& sentence : dataset.weighting)
            contents.add_row({sentence});
        for (const std::string& sentence :
             variance_words(tables_.study, dataset, report_language("en").variance()))
            contents.add_row({sentence});
        for (const LeftOut& left_out : interviews.left_out) {
            contents.add_row({print_count(left_out.interviews, "en") +
                              " left out: " + std::string(words_for(left_out.reason))});
        }
        add_corrections(contents);
        if (!tables_.internal) {
            contents.add_row(
                {"Numbers of fewer than " + std::to_string(tables_.study.file.threshold) +
                 " people, and numbers from which one could be computed, are withheld."});
            if (const int unit = tables_.study.file.round_to; unit > 0)
                contents.add_row({rounding_words(unit, "en")});
        }
        add_origin(contents);
        contents.add_row({});
        contents.add_row({"Table", "Base"}, styles_.header);
    }

    void add_origin(SheetOut& contents) {
        const MadeFrom& made = tables_.made_from;
        if (made.program.empty()) return;
        contents.add_row({"Made by " + made.program}, styles_.small);
        contents.add_row({"Interviews and corrections: " + made.data}, styles_.small);
        contents.add_row({"Questionnaire, plan and text: " + made.plan}, styles_.small);
    }

    // What each did to the figures of the text is in the report's annex.
    void add_corrections(SheetOut& contents) {
        const CorrectionsMade& made = tables_.corrections;
        if (!made.any()) return;
        const std::pair<std::string_view, int> kinds[] = {
            {"answers changed", made.changed + made.option_added},
            {"answers blanked", made.blanked},
            {"made without the old value at hand", made.unverified},
            {"interviews removed after review", made.removed},
            {"in conflict with another, not settled", made.open_conflicts}};
        std::vector<std::string> said;
        for (const auto& [what, number] : kinds) {
            if (number > 0) said.push_back(print_count(number, "en") + " " + std::string(what));
        }
        if (!said.empty()) contents.add_row({"Corrections: " + join(said, ", ")});
    }

    void add_section(const Section& section) {
        std::vector<std::string> taken;
        for (const SheetOut& sheet : out_.sheets)
            taken.push_back(sheet.name);
        SheetOut sheet;
        sheet.name = sheet_name_for(section.name.empty() ? "Tables" : section.name, taken);
        sheet.column_widths = {48};
        sheet.freeze_columns = 1;
        const std::string& title = section.title.in(tables_.language);
        sheet.add_row({title.empty() ? section.name : title}, styles_.title);
        add_warning(sheet);
        bool any = false;
        for (const Released<SafeTable>& table : tables_.tables) {
            if (table.value().table.spec.section != section.name) continue;
            add_table(sheet, table.value());
            any = true;
        }
        if (any) out_.sheets.push_back(std::move(sheet));
    }

    [[nodiscard]] std::string title_of(const Table& table) const {
        const std::string& title = table.spec.title.in(tables_.language);
        return title.empty() ? table.spec.name : title;
    }

    void add_table(SheetOut& sheet, const SafeTable& safe) {
        const Table& table = safe.table;
        SheetOut& contents = out_.sheets.front();
        contents.add_row({title_of(table), contents_line(safe)}, styles_.label);
        contents.links.push_back({static_cast<int>(contents.rows.size()) - 1, 0, sheet.name});
        sheet.add_row({});
        sheet.add_row({title_of(table)}, styles_.heading);
        add_warning(sheet);
        add_bases(sheet, safe);
        const TableTrust trust =
            has_structure(safe) ? trust_in_parts(safe, marks()) : trust_in(safe, marks());
        add_remarks(sheet, safe, trust);
        const std::string& note = table.spec.note.in(tables_.language);
        if (!note.empty()) sheet.add_row({note}, styles_.small);
        if (const auto& test = table.association)
            sheet.add_row({"Rao–Scott: " + words_of(*test)}, styles_.small);
        if (has_structure(safe)) {
            add_levels(tables_, safe, level_styles_, out_, sheet);
            return;
        }
        add_header(sheet, safe, trust);
        for (std::size_t c = 0; c < table.categories.size(); ++c)
            add_category(sheet, safe, trust, c);
    }

    // Of each question that is not of the same people as the first.
    void add_bases(SheetOut& sheet, const SafeTable& safe) {
        sheet.add_row({base_line(tables_, safe)}, styles_.base);
        const std::string first = base_line(tables_, safe);
        for (std::size_t q = 1; !safe.table.spec.ranks && q < questions_in(safe); ++q) {
            const SafeTable& part = *parts_of_question(safe, q).front();
            const std::string line = base_line(tables_, part);
            if (line != first)
                sheet.add_row({part.table.spec.question + ": " + line}, styles_.base);
        }
    }

    [[nodiscard]] std::string contents_line(const SafeTable& safe) const {
        std::string first = base_line(tables_, safe);
        for (std::size_t q = 1; q < questions_in(safe); ++q) {
            if (base_line(tables_, *parts_of_question(safe, q).front()) != first)
                return "Base: differs by question";
        }
        return first;
    }

    [[nodiscard]] const std::string& code() const {
        return tables_.study.questionnaire.languages[tables_.language].code;
    }

    // Why its numbers do not add up, and what their marks mean. They have decimals here: rounding
    // does not show.
    void add_remarks(SheetOut& sheet, const SafeTable& safe, const TableTrust& trust) {
        for (const TableRemark remark : remarks_on(safe, safe.table.weighted)) {
            if (remark == TableRemark::rounded) continue;
            const std::string_view words =
                remark_words(remark, safe.table.spec, tables_.language, code());
            if (!words.empty()) sheet.add_row({std::string(words)}, styles_.base);
        }
        for (const TrustRemark& remark : trust_remarks(trust, marks(), words_))
            sheet.add_row({remark.words}, styles_.base);
    }

    // A group has a column for the statistic and one for the count behind it; where the sample
    // gives them, three for its standard error and limits; where groups are compared, one for
    // letters.
    void add_header(SheetOut& sheet, const SafeTable& safe, const TableTrust& trust) {
        const Table& table = safe.table;
        std::vector<CellOut> names{{std::string(), styles_.header}};
        std::vector<CellOut> bases{{std::string("Base"), styles_.small}};
        const std::string what =
            table.spec.statistic == Statistic::percent ? "%" : statistic_of(table.spec);
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            std::string label = g == 0 ? "Everyone" : label_of(table.groups[g]);
            const bool lettered = trust.letters && g > 0;
            if (lettered) label += " (" + trust.letters->names[g] + ")";
            names.push_back({label + ", " + what, styles_.header});
            names.push_back({label + ", n", styles_.header});
            bases.push_back({});
            bases.push_back(base_cell(safe, g));
            if (trust.intervals) {
                const std::string level = fmt::format(", {}% ", confidence_of(tables_.study));
                for (const std::string& of : {std::string(", SE"), level + "low", level + "high"})
                    names.push_back({label + of, styles_.header});
                bases.resize(names.size());
            }
            if (lettered) names.push_back({label + ", greater than", styles_.header});
            bases.resize(names.size());
            if (sheet.column_widths.size() < names.size()) {
                sheet.column_widths.resize(names.size(), 13);
            }
            sheet.landscape = sheet.landscape || names.size() > upright_columns;
        }
        sheet.rows.push_back(std::move(names));
        sheet.rows.push_back(std::move(bases));
    }

    CellOut base_cell(const SafeTable& safe, std::size_t g) {
        if (safe.coarse || safe.withheld_groups[g]) return {withheld_text(), styles_.withheld};
        const std::size_t base = safe.table.group_bases[g];
        const CellMarks small{is_small_base(base, marks()), std::nullopt};
        return {static_cast<double>(base), marked(count_format, small)};
    }

    void add_category(SheetOut& sheet,
                      const SafeTable& safe,
                      const TableTrust& trust,
                      std::size_t c) {
        const Table& table = safe.table;
        std::vector<CellOut> row{{label_of(table.categories[c]), styles_.label}};
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            const bool withheld = safe.withheld[g][c] || safe.withheld_groups[g];
            row.push_back(withheld ? withheld_cell() : value_cell(safe, g, c));
            row.push_back(withheld || safe.coarse ? withheld_cell() : count_cell(table, g, c));
            if (trust.intervals) add_precision(table.cells[g][c], table.spec.statistic, row);
            if (trust.letters && g > 0) row.push_back({trust.letters->text(g, c), styles_.letters});
        }
        sheet.rows.push_back(std::move(row));
    }

    // A number stays one: the signs beside it are of its format.
    CellOut value_cell(const SafeTable& safe, std::size_t g, std::size_t c) {
        const Estimate& estimate = safe.table.cells[g][c];
        if (!estimate.value) {
            const bool nobody = !safe.coarse && safe.table.group_bases[g] == 0;
            return {nobody ? std::string(words_.nobody) : "–", styles_.withheld};
        }
        return {*estimate.value,
                marked(format_of(safe.table.spec.statistic), marks_in(safe, g, c, marks()))};
    }

    [[nodiscard]] CellOut count_cell(const Table& table, std::size_t g, std::size_t c) const {
        return {static_cast<double>(table.cells[g][c].n), styles_.count};
    }

    void add_precision(const Estimate& estimate, Statistic statistic, std::vector<CellOut>& row) {
        const int style = out_.add_style({.number_format = std::string(format_of(statistic))});
        for (const auto& number : {estimate.standard_error, estimate.low, estimate.high}) {
            row.push_back(number ? CellOut{*number, style} : CellOut{});
        }
    }

    static std::string_view format_of(Statistic statistic) {
        if (statistic == Statistic::percent) return "0.0";
        return statistic == Statistic::count ? count_format : "#,##0.0";
    }

    int marked(std::string_view format, const CellMarks& of) {
        const std::string signs = mark_signs(of);
        const std::string suffix = signs.empty() ? "" : "\"" + signs + "\"";
        return out_.add_style({.number_format = std::string(format) + suffix});
    }

    [[nodiscard]] const MarkRules& marks() const { return tables_.study.file.marks; }

    [[nodiscard]] CellOut withheld_cell() const { return {withheld_text(), styles_.withheld}; }

    [[nodiscard]] std::string label_of(const Category& category) const {
        if (category.name.empty() && !category.blank) return std::string(value_header);
        return mtm::label_of(category, tables_.language, words_.no_answer);
    }

    static std::string withheld_text() { return "withheld"; }

    static constexpr std::string_view value_header = "Value";
    static constexpr std::string_view count_format = "#,##0";
    static constexpr std::size_t upright_columns = 7;  // more stand across the page
    const TableExport& tables_;
    const Phrases& words_;
    WorkbookOut out_;
    Styles styles_{};
    LevelStyles level_styles_;
};

}  // namespace

WorkbookOut tables_workbook(const TableExport& tables) {
    return TableWorkbook(tables).make();
}

}  // namespace mtm
