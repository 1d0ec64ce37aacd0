#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "quality/list_sheet.h"
#include "quality/quality_page.h"

namespace mtm {
namespace {

struct Styles : ListStyles {
    explicit Styles(WorkbookOut& book)
        : ListStyles(book),
          one_digit(book.add_style({.number_format = "0.0"})),
          whole(book.add_style({.number_format = "0"})) {}

    int one_digit;
    int whole;
};

CellOut number(double value, int style) {
    if (!std::isfinite(value)) return {};
    return {.value = value, .style = style};
}

CellOut text(std::string value, int style = 0) {
    return {.value = std::move(value), .style = style};
}

std::string id_of(const FieldworkRows& rows, std::int32_t row) {
    return row < 0 ? std::string() : rows.dataset->instance_ids[static_cast<std::size_t>(row)];
}

std::string question_name(const FieldworkRows& rows, int question) {
    if (question < 0) return {};
    return rows.study->questionnaire.questions[static_cast<std::size_t>(question)].name;
}

SheetOut& begin_sheet(WorkbookOut& book,
                      const FieldworkRows& rows,
                      const Styles& styles,
                      const std::string& name,
                      const std::vector<std::string>& headers,
                      const std::vector<double>& widths) {
    return begin_list_sheet(book, styles, name, headers, widths, rows.dataset->rehearsal);
}

void add_findings(WorkbookOut& book,
                  const FieldworkRows& rows,
                  const QualityReport& report,
                  const Styles& styles) {
    SheetOut& sheet = begin_sheet(book,
                                  rows,
                                  styles,
                                  "findings",
                                  {"priority",
                                   "check",
                                   "uuid",
                                   "enumerator",
                                   "question",
                                   "what",
                                   "value",
                                   "expected",
                                   "other uuid"},
                                  {9, 20, 42, 24, 24, 80, 10, 10, 42});
    for (const Finding& finding : report.findings) {
        sheet.rows.push_back({text(std::string(name_of(priority_of(finding)))),
                              text(finding.code),
                              text(id_of(rows, finding.row)),
                              text(finding.enumerator),
                              text(question_name(rows, finding.question)),
                              text(finding.detail, styles.wrapped),
                              number(finding.value, 0),
                              number(finding.expected, 0),
                              text(id_of(rows, finding.other))});
    }
    end_list_sheet(sheet);
}

void add_enumerators(WorkbookOut& book,
                     const FieldworkRows& rows,
                     const QualityReport& report,
                     const Styles& styles) {
    SheetOut& sheet = begin_sheet(book,
                                  rows,
                                  styles,
                                  "enumerators",
                                  {"enumerator",
                                   "interviews",
                                   "findings",
                                   "of high priority",
                                   "minutes (median)",
                                   "times reading aloud (median)",
                                   "questions asked (mean)",
                                   "do not know",
                                   "refused",
                                   "blank",
                                   "numbers ending in 0 or 5",
                                   "batteries alike",
                                   "at night",
                                   "likeness to nearest",
                                   "entropy, of everybody's"},
                                  {28, 11, 10, 10, 10, 12, 10, 10, 10, 10, 12, 10, 10, 10, 12});
    for (const EnumeratorMeasures& each : report.enumerators) {
        sheet.rows.push_back({text(each.name),
                              number(each.interviews, styles.whole),
                              number(each.findings, styles.whole),
                              number(each.findings_high, styles.whole),
                              number(each.minutes, styles.one_digit),
                              number(each.pace, styles.one_digit),
                              number(each.asked, styles.one_digit),
                              number(each.unknown, styles.share),
                              number(each.refused, styles.share),
                              number(each.blank, styles.share),
                              number(each.heaped, styles.share),
                              number(each.straight, styles.share),
                              number(each.at_night, styles.share),
                              number(each.likeness, styles.share),
                              number(each.entropy, styles.share)});
    }
    end_list_sheet(sheet);
}

void add_checks(WorkbookOut& book,
                const FieldworkRows& rows,
                const QualityReport& report,
                const Styles& styles) {
    SheetOut& sheet = begin_sheet(book,
                                  rows,
                                  styles,
                                  "checks",
                                  {"check", "priority", "what it finds", "findings", "what to do"},
                                  {20, 9, 34, 9, 90});
    for (const CheckCount& each : count_by_check(report)) {
        const CheckDefinition& check = *each.definition;
        sheet.rows.push_back({text(std::string(check.code)),
                              text(std::string(name_of(check.priority))),
                              text(std::string(check.title)),
                              number(each.findings, styles.whole),
                              text(std::string(check.remedy), styles.wrapped)});
    }
    end_list_sheet(sheet);
}

void add_corrections(WorkbookOut& book,
                     const FieldworkRows& rows,
                     const QualityReport& report,
                     const Styles& styles) {
    // The log itself is read back, so nothing stands above its header.
    SheetOut& sheet = book.sheets.emplace_back();
    sheet.name = "corrections";
    sheet.landscape = true;
    sheet.column_widths = {42, 26, 18, 24, 24, 60, 22, 18};
    sheet.add_row({"uuid",
                   "question",
                   "change_type",
                   "old_value",
                   "new_value",
                   "reason",
                   "by",
                   "suggested_change"},
                  styles.header);
    sheet.freeze_rows = 1;
    for (const Finding& finding : report.findings) {
        if (finding.row < 0) continue;
        const bool suggests = finding.suggestion.has_value();
        if (!suggests && finding.code != "outlier" && finding.code != "logic") continue;
        sheet.rows.push_back(
            {text(id_of(rows, finding.row)),
             text(suggests ? finding.suggestion->question : question_name(rows, finding.question)),
             text("no_action"),
             text(suggests ? finding.suggestion->old_value : std::string()),
             text(suggests ? finding.suggestion->new_value : std::string()),
             text(finding.code + ": " + finding.detail, styles.wrapped),
             text(""),
             text(suggests ? finding.suggestion->change_type : std::string())});
    }
    end_list_sheet(sheet);
}

}  // namespace

std::string short_name(const std::string& instance_id) {
    const std::string name = instance_id.starts_with("uuid:") ? instance_id.substr(5) : instance_id;
    return name.size() <= 12 ? name : name.substr(0, 8);
}

std::vector<CheckCount> count_by_check(const QualityReport& report) {
    std::vector<CheckCount> out;
    for (const CheckDefinition& definition : check_definitions()) {
        const auto n = std::ranges::count(report.findings, definition.code, &Finding::code);
        out.push_back({.definition = &definition, .findings = static_cast<int>(n)});
    }
    return out;
}

WorkbookOut quality_workbook(const FieldworkRows& rows,
                             const QualityReport& report,
                             std::chrono::sys_seconds now) {
    WorkbookOut book;
    book.created = now;
    book.title = rows.study->file.title + ": quality of the interviews";
    const Styles styles(book);
    add_findings(book, rows, report, styles);
    add_enumerators(book, rows, report, styles);
    add_checks(book, rows, report, styles);
    add_corrections(book, rows, report, styles);
    return book;
}

}  // namespace mtm
