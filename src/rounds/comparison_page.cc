#include <fmt/format.h>

#include "base/text.h"
#include "embedded_rounds_style.h"
#include "rounds/comparison_files.h"
#include "rounds/comparison_words.h"

namespace mtm {
namespace {

class ComparisonPage {
public:
    explicit ComparisonPage(const ComparisonExport& exported) : exported_(exported) {}

    std::string write() {
        bool rehearsal = false;
        bool internal = false;
        for (const RoundComparison& comparison : exported_.comparisons) {
            rehearsal = rehearsal || comparison.rehearsal;
            internal = internal || comparison.internal;
        }
        out_ =
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>";
        text(exported_.title + ": rounds side by side");
        out_ += "</title><style>";
        out_ += embedded::rounds_style();
        out_ +=
            "h3 { margin-top: 2rem; } thead th.n { text-align: right; } small { color: "
            "var(--quiet); display: block; }"
            "tr.significant td.d { font-weight: 700; }";
        out_ += "</style></head><body>";
        if (rehearsal || internal) {
            out_ += "<p class=\"running\">";
            if (rehearsal) text(invented_mark);
            if (rehearsal && internal) out_ += ". ";
            if (internal) text(internal_mark);
            out_ += "</p>";
        }
        out_ += "<main><h1>";
        text(exported_.title + ": rounds side by side");
        out_ += "</h1>";
        for (const RoundComparison& comparison : exported_.comparisons)
            write_comparison(comparison);
        out_ += "</main></body></html>\n";
        return std::move(out_);
    }

private:
    // Those that a question's table needs.
    struct Columns {
        bool parts = false;
        bool tested = false;
        bool reasons = false;
    };

    void text(std::string_view words) { out_ += escape_xml(words); }

    void list(const std::vector<std::string>& sentences) {
        out_ += "<ul>";
        for (const std::string& sentence : sentences) {
            out_ += "<li>";
            text(sentence);
            out_ += "</li>";
        }
        out_ += "</ul>";
    }

    void write_comparison(const RoundComparison& comparison) {
        out_ += "<section><h2>";
        text(comparison.now + " beside " + comparison.before);
        out_ += "</h2>";
        list(remarks_of(comparison));
        for (const ComparedQuestion& question : comparison.questions)
            write_question(comparison, question);
        if (!comparison.not_compared.empty()) {
            out_ += "<h2>Not compared</h2><div class=\"wide\"><table><tbody>";
            for (const NotCompared& each : comparison.not_compared) {
                out_ += "<tr><th scope=\"row\">";
                text(each.name);
                out_ += "</th><td>";
                text(each.reason);
                out_ += "</td></tr>";
            }
            out_ += "</tbody></table></div>";
        }
        out_ += "</section>";
    }

    void write_question(const RoundComparison& comparison, const ComparedQuestion& question) {
        Columns columns;
        for (const DifferenceRow& row : question.rows) {
            columns.parts = columns.parts || row.parts;
            columns.tested = columns.tested || row.p;
            columns.reasons = columns.reasons || !reason_of_row(comparison, row).empty();
        }
        out_ += "<h3>";
        text(label_of_question(question, exported_.language));
        out_ += "</h3><p class=\"count\">";
        text(question.name + (question.base.everyone
                                  ? ", asked of everyone"
                                  : ", asked of some: see " + join(question.base.asked, ", ")));
        out_ += "</p>";
        if (!question.notes.empty()) list(question.notes);
        if (!question.numeric && !columns.parts && !question.no_parts.empty()) {
            out_ += "<p class=\"count\">";
            text("Mix and within are not told apart: " + question.no_parts + ".");
            out_ += "</p>";
        }
        out_ += "<div class=\"wide\"><table><thead><tr><th></th><th class=\"n\">";
        text(comparison.before + (question.numeric ? "" : ", %"));
        out_ += "</th><th class=\"n\">";
        text(comparison.now + (question.numeric ? "" : ", %"));
        out_ += "</th><th class=\"n\">Difference</th>";
        if (columns.tested)
            out_ +=
                fmt::format("<th class=\"n\">{:g}% interval</th><th class=\"n\">p, corrected</th>",
                            comparison.confidence);
        if (columns.parts) out_ += "<th class=\"n\">of the mix</th><th class=\"n\">within</th>";
        if (columns.reasons)
            out_ += comparison.tests == 0 ? "<th>Remark</th>" : "<th>Not tested because</th>";
        out_ += "</tr></thead><tbody>";
        for (const DifferenceRow& row : question.rows)
            write_row(comparison, question, row, columns);
        out_ += "</tbody></table></div>";
    }

    void write_value(const RoundValue& value) {
        out_ += "<td class=\"n\">";
        text(print_value(value));
        if (const std::string base = print_base(value); !base.empty())
            out_ += "<small>" + base + "</small>";
        out_ += "</td>";
    }

    void cell(const std::string& words) {
        out_ += "<td class=\"n\">";
        text(words);
        out_ += "</td>";
    }

    void write_row(const RoundComparison& comparison,
                   const ComparedQuestion& question,
                   const DifferenceRow& row,
                   const Columns& columns) {
        out_ += row.significant ? "<tr class=\"significant\">" : "<tr>";
        out_ += "<th scope=\"row\">";
        text(label_of_row(question, row, exported_.language));
        out_ += "</th>";
        write_value(row.before);
        write_value(row.now);
        out_ += "<td class=\"n d\">";
        text(print_difference(question, row));
        if (row.significant) out_ += "<small>significant</small>";
        out_ += "</td>";
        if (columns.tested) {
            cell(row.low ? fmt::format("{} to {}", print_signed(*row.low), print_signed(*row.high))
                         : "");
            cell(row.p_family ? print_p(*row.p_family) : "");
        }
        if (columns.parts) {
            cell(row.parts ? print_signed(row.parts->mix) : "");
            cell(row.parts ? print_signed(row.parts->within) : "");
        }
        if (columns.reasons) {
            out_ += "<td>";
            text(reason_of_row(comparison, row));
            out_ += "</td>";
        }
        out_ += "</tr>";
    }

    const ComparisonExport& exported_;
    std::string out_;
};

}  // namespace

std::string comparison_page(const ComparisonExport& exported) {
    return ComparisonPage(exported).write();
}

}  // namespace mtm
