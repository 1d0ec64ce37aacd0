#include "rounds/comparison_files.h"
#include "rounds/comparison_words.h"

namespace mtm {
namespace {

struct ComparisonStyles {
    int title, warning, small, header, text, percent, count, p, quiet, strong;
};

class ComparisonWorkbook {
public:
    explicit ComparisonWorkbook(const ComparisonExport& exported) : exported_(exported) {
        using Align = CellStyle::Align;
        style_.title = out_.add_style({.bold = true, .font_points = 16});
        style_.warning = out_.add_style({.bold = true, .color = "#B00020"});
        style_.small = out_.add_style({.wrap = true, .font_points = 9, .color = "#555555"});
        style_.header =
            out_.add_style({.bold = true, .wrap = true, .line_below = true, .align = Align::right});
        style_.text = out_.add_style({.wrap = true});
        style_.percent = out_.add_style({.number_format = "0.0"});
        style_.count = out_.add_style({.number_format = "#,##0"});
        style_.p = out_.add_style({.number_format = "0.000"});
        style_.quiet = out_.add_style({.wrap = true, .color = "#777777"});
        style_.strong = out_.add_style({.number_format = "+0.0;-0.0;0.0", .bold = true});
    }

    WorkbookOut make() {
        out_.title = exported_.title + ": rounds side by side";
        out_.created = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
        SheetOut about;
        about.name = "About";
        about.column_widths = {110};
        about.add_row({out_.title}, style_.title);
        for (const RoundComparison& comparison : exported_.comparisons) {
            add_marks(comparison, about);
            about.add_row({comparison.now + " beside " + comparison.before}, style_.text);
            for (const std::string& remark : remarks_of(comparison))
                about.add_row({remark}, style_.text);
        }
        out_.sheets.push_back(std::move(about));
        for (const RoundComparison& comparison : exported_.comparisons) {
            add_differences(comparison);
            add_not_compared(comparison);
        }
        return std::move(out_);
    }

private:
    void add_marks(const RoundComparison& comparison, SheetOut& sheet) const {
        if (comparison.rehearsal) sheet.add_row({invented_mark}, style_.warning);
        if (comparison.internal) sheet.add_row({internal_mark}, style_.warning);
    }

    [[nodiscard]] std::string free_name(const std::string& wanted) const {
        std::vector<std::string> taken;
        for (const SheetOut& sheet : out_.sheets)
            taken.push_back(sheet.name);
        return sheet_name_for(wanted, taken);
    }

    void add_differences(const RoundComparison& comparison) {
        SheetOut sheet;
        sheet.name = free_name("Since " + comparison.before);
        sheet.landscape = true;
        sheet.column_widths = {40, 34, 10, 9, 9, 10, 9, 9, 11, 9, 9, 9, 9, 12, 12, 9, 9, 34};
        sheet.add_row({comparison.now + " beside " + comparison.before}, style_.title);
        add_marks(comparison, sheet);
        const std::string& was = comparison.before;
        const std::string& is = comparison.now;
        sheet.add_row({"Question",
                       "Category",
                       was,
                       was + ", n",
                       was + ", base",
                       is,
                       is + ", n",
                       is + ", base",
                       "Difference",
                       "SE",
                       fmt::format("{:g}% from", comparison.confidence),
                       fmt::format("{:g}% to", comparison.confidence),
                       "p",
                       "p, corrected",
                       "Significant",
                       "Of the mix",
                       "Within",
                       "Why not tested"},
                      style_.header);
        sheet.freeze_rows = static_cast<int>(sheet.rows.size());
        for (const ComparedQuestion& question : comparison.questions) {
            for (const DifferenceRow& row : question.rows)
                add_row(comparison, question, row, sheet);
            for (const std::string& note : question.notes)
                sheet.add_row({question.name + ": " + note}, style_.small);
        }
        out_.sheets.push_back(std::move(sheet));
    }

    void add_row(const RoundComparison& comparison,
                 const ComparedQuestion& question,
                 const DifferenceRow& row,
                 SheetOut& sheet) const {
        std::vector<CellOut> cells{{label_of_question(question, exported_.language), style_.text},
                                   {label_of_row(question, row, exported_.language), style_.text}};
        add_value(row.before, cells);
        add_value(row.now, cells);
        cells.push_back(number(row.difference, style_.strong));
        cells.push_back(number(row.standard_error, style_.percent));
        cells.push_back(number(row.low, style_.percent));
        cells.push_back(number(row.high, style_.percent));
        cells.push_back(number(row.p, style_.p));
        cells.push_back(number(row.p_family, style_.p));
        cells.push_back({std::string(row.significant ? "yes" : row.p ? "no" : ""), style_.text});
        cells.push_back(
            number(row.parts ? std::optional(row.parts->mix) : std::nullopt, style_.percent));
        cells.push_back(
            number(row.parts ? std::optional(row.parts->within) : std::nullopt, style_.percent));
        cells.push_back({reason_of_row(comparison, row), style_.quiet});
        sheet.rows.push_back(std::move(cells));
    }

    [[nodiscard]] static CellOut number(const std::optional<double>& value, int style) {
        return value ? CellOut{*value, style} : CellOut{};
    }

    void add_value(const RoundValue& value, std::vector<CellOut>& cells) const {
        if (value.withheld || !value.value) {
            cells.push_back({print_value(value), style_.quiet});
            cells.resize(cells.size() + 2);
            return;
        }
        cells.push_back({*value.value, style_.percent});
        if (value.printed) {
            cells.resize(cells.size() + 2);
            return;
        }
        if (value.coarse) {
            cells.push_back({std::string("withheld"), style_.quiet});
            cells.push_back({std::string("withheld"), style_.quiet});
            return;
        }
        cells.push_back({static_cast<double>(value.n), style_.count});
        cells.push_back({static_cast<double>(value.base), style_.count});
    }

    void add_not_compared(const RoundComparison& comparison) {
        if (comparison.not_compared.empty()) return;
        SheetOut sheet;
        sheet.name = free_name("Not since " + comparison.before);
        sheet.column_widths = {36, 90};
        sheet.add_row({"Not compared with " + comparison.before}, style_.title);
        add_marks(comparison, sheet);
        sheet.add_row({"Question", "Why"}, style_.header);
        for (const NotCompared& each : comparison.not_compared)
            sheet.add_row({each.name, each.reason}, style_.text);
        out_.sheets.push_back(std::move(sheet));
    }

    const ComparisonExport& exported_;
    WorkbookOut out_;
    ComparisonStyles style_{};
};

}  // namespace

WorkbookOut comparison_workbook(const ComparisonExport& exported) {
    return ComparisonWorkbook(exported).make();
}

}  // namespace mtm
