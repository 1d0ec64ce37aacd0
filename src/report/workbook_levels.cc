#include "report/workbook_levels.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/structure_words.h"
#include "report/trust_words.h"
#include "tabulate/precision.h"

namespace mtm {

namespace {

constexpr std::size_t columns_upright = 7;  // more stand across the page
constexpr int deepest_indent = 4;
constexpr std::size_t characters_a_line = 13;
constexpr std::size_t most_lines = 8;
constexpr double points_a_line = 15;

CellOut text(std::string what, int style) {
    return {std::move(what), style};
}

class LevelWriter {
public:
    LevelWriter(const TableExport& tables,
                const SafeTable& safe,
                const LevelStyles& styles,
                WorkbookOut& workbook,
                SheetOut& sheet)
        : marks_(tables.study.file.marks),
          styles_(styles),
          workbook_(workbook),
          sheet_(sheet),
          words_(structure_words_in("en", tables.study, tables.dataset, tables.language)) {
        words_.everyone = "Everyone";
        laid_out_ = structured(safe, words_);
        each_ = safe.table.spec.top_of_each;
        with_n_ = !laid_out_.column_bases.empty();
        with_precision_ = with_n_ && !each_ && trust_in_parts(safe, marks_).intervals;
        level_ = confidence_of(tables.study);
        row_bases_ = std::ranges::any_of(
            laid_out_.rows, [](const StructuredRow& row) { return row.base.has_value(); });
    }

    void write() {
        write_heads();
        if (with_n_) write_bases();
        for (const StructuredRow& row : laid_out_.rows)
            write_row(row);
        const std::size_t columns = first_column() + laid_out_.columns.size() * width();
        if (sheet_.column_widths.size() < columns) sheet_.column_widths.resize(columns, 13);
        sheet_.landscape = sheet_.landscape || columns > columns_upright;
    }

private:
    // Columns of a head: the number and the count behind it; where the sample gives them, its
    // standard error and limits.
    std::size_t width() const { return with_precision_ ? 5 : with_n_ ? 2 : 1; }

    std::size_t first_column() const { return row_bases_ ? 2 : 1; }

    void write_heads() {
        const std::size_t first_row = sheet_.rows.size();
        const std::size_t rows = laid_out_.heads.size();
        const std::size_t columns = first_column() + laid_out_.columns.size() * width();
        for (std::size_t r = 0; r < rows; ++r)
            sheet_.rows.emplace_back(columns, CellOut{std::string(), styles_.header});
        if (row_bases_) sheet_.rows[first_row + rows - 1][1] = text("Base", styles_.header);
        std::vector<std::size_t> left(laid_out_.columns.size(), 0);
        for (std::size_t r = 0; r < rows; ++r) {
            std::size_t column = 0;
            for (const StructuredHead& head : laid_out_.heads[r]) {
                while (column < left.size() && left[column] > 0)
                    ++column;
                write_head(head, first_row + r, column);
                for (std::size_t c = 0; c < head.columns && column < left.size(); ++c)
                    left[column++] = head.rows;
            }
            for (std::size_t& rows_left : left)
                rows_left -= rows_left > 0 ? 1 : 0;
        }
    }

    void write_head(const StructuredHead& head, std::size_t row, std::size_t column) {
        const std::size_t at = first_column() + column * width();
        const std::size_t columns = head.columns * width();
        const int style = columns > 1 ? styles_.over : styles_.header;
        for (std::size_t r = 0; r < head.rows; ++r) {
            for (std::size_t c = 0; c < columns; ++c)
                sheet_.rows[row + r][at + c] = text("", style);
        }
        sheet_.rows[row][at] = text(head.label, style);
        if (columns == 1 && head.rows == 1) {
            fit_height(head.label, row);
            return;
        }
        sheet_.merged.push_back({static_cast<int>(row),
                                 static_cast<int>(at),
                                 static_cast<int>(row + head.rows) - 1,
                                 static_cast<int>(at + columns) - 1});
    }

    // A head in one cell is broken into lines; merged ones have more room.
    void fit_height(const std::string& label, std::size_t row) {
        const std::size_t lines = 1 + length_utf8(label) / characters_a_line;
        double& height = sheet_.row_heights[static_cast<int>(row)];
        height = std::max(height, points_a_line * static_cast<double>(std::min(lines, most_lines)));
    }

    // What each pair of columns holds, and of how many people.
    void write_bases() {
        std::vector<CellOut> kinds{text("", styles_.header)};
        std::vector<CellOut> bases{text("Base", styles_.small)};
        for (const StructuredBase& base : laid_out_.column_bases) {
            const std::string kind = kind_of(base.of->table.spec);
            kinds.push_back(text(each_ ? "Answer" : kind, styles_.header));
            kinds.push_back(text(each_ ? kind : "n", styles_.header));
            bases.emplace_back();
            bases.push_back(base_cell(base));
            if (!with_precision_) continue;
            for (const std::string& what : {std::string("SE"),
                                            fmt::format("{}% low", level_),
                                            fmt::format("{}% high", level_)})
                kinds.push_back(text(what, styles_.header));
            bases.resize(kinds.size());
        }
        sheet_.rows.push_back(std::move(kinds));
        sheet_.rows.push_back(std::move(bases));
    }

    static std::string kind_of(const TableSpec& spec) {
        if (spec.statistic != Statistic::percent) return statistic_of(spec);
        if (spec.percent_of == PercentOf::column) return "%";
        return "% of " + std::string(name_of(spec.percent_of));
    }

    CellOut base_cell(const StructuredBase& base) {
        if (base.of->coarse || base.of->withheld_groups[base.group])
            return text("withheld", styles_.withheld);
        const std::size_t people = base.of->table.group_bases[base.group];
        const CellMarks small{is_small_base(people, marks_), std::nullopt};
        return {static_cast<double>(people), marked(styles_.count, small)};
    }

    void write_row(const StructuredRow& row) {
        const auto indent = static_cast<std::size_t>(std::clamp(row.indent, 0, deepest_indent));
        const int label = row.heading   ? (indent == 0 ? styles_.heading : styles_.inner[indent])
                          : indent == 0 ? styles_.label
                                        : styles_.inner[indent];
        std::vector<CellOut> cells{text(row.label, label)};
        if (row_bases_) cells.push_back(row.base ? base_cell(*row.base) : CellOut{});
        for (const StructuredCell& one : row.cells) {
            if (each_) cells.push_back(text(one.label, styles_.label));
            cells.push_back(number(one));
            if (with_n_ && !each_) cells.push_back(count(one));
            if (with_precision_) add_precision(one, cells);
        }
        sheet_.rows.push_back(std::move(cells));
    }

    // The style with signs behind the number.
    int marked(int style, const CellMarks& of) {
        const std::string signs = mark_signs(of);
        if (signs.empty()) return style;
        CellStyle out = workbook_.styles[static_cast<std::size_t>(style)];
        out.number_format += "\"" + signs + "\"";
        return workbook_.add_style(out);
    }

    CellOut number(const StructuredCell& at) {
        if (at.made) return {*at.made, styles_.number};
        if (at.of == nullptr) return text("–", styles_.withheld);
        if (is_withheld(*at.of, at.group, at.category)) return text("withheld", styles_.withheld);
        const Estimate& estimate = at.of->table.cells[at.group][at.category];
        if (!estimate.value) return text("–", styles_.withheld);
        return {*estimate.value,
                marked(style_of(*at.of), marks_in(*at.of, at.group, at.category, marks_))};
    }

    CellOut count(const StructuredCell& at) const {
        if (at.of == nullptr) return text("", styles_.withheld);
        if (at.of->coarse || is_withheld(*at.of, at.group, at.category))
            return text("withheld", styles_.withheld);
        return {static_cast<double>(at.of->table.cells[at.group][at.category].n), styles_.count};
    }

    // Nothing where the number is withheld, or tells no people.
    void add_precision(const StructuredCell& at, std::vector<CellOut>& cells) const {
        const bool told = at.of != nullptr && !at.made && !at.of->coarse &&
                          !is_withheld(*at.of, at.group, at.category);
        if (!told) return cells.resize(cells.size() + 3);
        const Estimate& estimate = at.of->table.cells[at.group][at.category];
        for (const auto& number : {estimate.standard_error, estimate.low, estimate.high})
            cells.push_back(number ? CellOut{*number, style_of(*at.of)} : CellOut{});
    }

    int style_of(const SafeTable& safe) const {
        const Statistic statistic = safe.table.spec.statistic;
        return statistic == Statistic::percent ? styles_.percent
               : statistic == Statistic::count ? styles_.count
                                               : styles_.number;
    }

    const MarkRules& marks_;
    const LevelStyles& styles_;
    WorkbookOut& workbook_;
    SheetOut& sheet_;
    StructureWords words_;
    StructuredTable laid_out_;
    bool with_n_ = false;
    bool with_precision_ = false;
    double level_ = 95;  // of limits, in per cent
    bool row_bases_ = false;
    bool each_ = false;  // labels stand beside their numbers
};

}  // namespace

LevelStyles add_level_styles(WorkbookOut& workbook) {
    using Align = CellStyle::Align;
    LevelStyles out;
    out.header =
        workbook.add_style({.bold = true, .wrap = true, .line_below = true, .align = Align::right});
    out.over = workbook.add_style(
        {.bold = true, .wrap = true, .line_below = true, .align = Align::center});
    out.label = workbook.add_style({.wrap = true});
    for (int indent = 0; indent <= deepest_indent; ++indent)
        out.inner.push_back(workbook.add_style({.wrap = true, .indent = indent}));
    out.heading = workbook.add_style({.bold = true, .wrap = true});
    out.percent = workbook.add_style({.number_format = "0.0"});
    out.count = workbook.add_style({.number_format = "#,##0"});
    out.number = workbook.add_style({.number_format = "#,##0.0"});
    out.withheld = workbook.add_style({.align = Align::right, .color = "#777777"});
    out.small = workbook.add_style({.font_points = 9, .color = "#555555"});
    return out;
}

void add_levels(const TableExport& tables,
                const SafeTable& safe,
                const LevelStyles& styles,
                WorkbookOut& workbook,
                SheetOut& sheet) {
    LevelWriter(tables, safe, styles, workbook, sheet).write();
}

}  // namespace mtm
