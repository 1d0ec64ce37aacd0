#include "exchange/write_corrections.h"

#include "exchange/cell_answer.h"
#include "exchange/column_names.h"
#include "exchange/csv_guard.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

std::string change_type(const AnswerReader& reader, int question, const std::string& new_value) {
    if (new_value.empty()) return "blank_response";
    const bool is_new =
        question >= 0 &&
        reader.read(question, {Cell::Kind::text, new_value}, {}).problem == "unknown-code";
    return is_new ? "add_option" : "change_response";
}

std::string stood_of(const KeptCorrection& kept) {
    if (!kept.applied) return kept.stood;
    return kept.verified ? "" : kept.correction.old_value;
}

std::string status_of(const KeptCorrection& kept) {
    if (kept.applied) return "correction";
    return kept.settled ? "conflict, settled" : "conflict";
}

}  // namespace

ExportedCorrections corrections_csv(const Questionnaire& form,
                                    const std::vector<KeptCorrection>& corrections,
                                    const std::vector<RejectedInterview>& rejected,
                                    const ExportOptions& options) {
    const ColumnNames names(form);
    const AnswerReader reader(form);
    ExportedCorrections out;
    std::vector<std::vector<std::string>> rows{{"uuid",
                                                "question",
                                                "change_type",
                                                "old_value",
                                                "new_value",
                                                "reason",
                                                "by",
                                                "when",
                                                "stood",
                                                "mtm_status"}};
    for (const KeptCorrection& kept : corrections) {
        const Correction& made = kept.correction;
        const int question = names.meaning_of(made.path).question;
        if (question >= 0 &&
            !is_exported(form.questions[static_cast<std::size_t>(question)], options)) {
            ++out.withheld;
            continue;
        }
        rows.push_back({made.instance_id,
                        made.path,
                        change_type(reader, question, made.new_value),
                        kept.verified ? made.old_value : "",
                        made.new_value,
                        made.reason,
                        made.author,
                        made.time,
                        stood_of(kept),
                        status_of(kept)});
    }
    for (const RejectedInterview& each : rejected) {
        rows.push_back({each.instance_id,
                        "",
                        "remove_survey",
                        "",
                        "",
                        each.reason,
                        each.author,
                        each.time,
                        "",
                        "rejected by review"});
    }
    for (std::size_t row = 1; row < rows.size(); ++row) {
        for (std::string& text : rows[row])
            text = guarded(text, true);
    }
    out.bytes = "\xEF\xBB\xBF" + write_csv(rows);
    return out;
}

}  // namespace mtm
