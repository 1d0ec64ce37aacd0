// submissions.csv.zip: a file for each table, then the files that came with interviews. Made a
// piece at a time; what arrives meanwhile is in none of the tables.
#include <algorithm>

#include "base/text.h"
#include "capture/central_calls.h"
#include "capture/central_table.h"
#include "capture/route.h"
#include "capture/zip_stream.h"

namespace mtm {
namespace {

constexpr std::int64_t piece_interviews = 1'000;

bool is_true(std::optional<std::string_view> text, bool otherwise) {
    return text && !text->empty() ? lower_ascii(*text) == "true" : otherwise;
}

// "F.csv", "F-member.csv"; where two repeats have one name, "F-member~1.csv", "F-member~2.csv".
std::vector<std::string> file_names(const FormTables& form, const std::string& form_id) {
    const std::string base = replace_all(replace_all(form_id, "/", "_"), "\\", "_");
    std::vector<std::string> out{base + ".csv"};
    const auto name = [&](std::size_t table) {
        return form.fields[static_cast<std::size_t>(form.tables[table].field)].name;
    };
    for (std::size_t t = 1; t < form.tables.size(); ++t) {
        int same = 0;
        int number = 0;
        for (std::size_t other = 1; other < form.tables.size(); ++other) {
            if (name(other) != name(t)) continue;
            ++same;
            if (other <= t) ++number;
        }
        out.push_back(base + "-" + name(t) + (same > 1 ? "~" + std::to_string(number) : "") +
                      ".csv");
    }
    return out;
}

class Export {
public:
    Export(std::shared_ptr<const CentralTables> tables,
           CsvShape shape,
           std::shared_ptr<const Filter> filter,
           const std::string& form_id,
           bool with_files)
        : tables_(std::move(tables)),
          shape_(std::move(shape)),
          filter_(std::move(filter)),
          names_(file_names(tables_->form(), form_id)),
          with_files_(with_files) {}

    Result<std::optional<std::string>> next() {
        if (ended_) return std::optional<std::string>();
        const auto table = static_cast<std::size_t>(shape_.table);
        if (table < names_.size()) return some(TRY(next_of_table()));
        if (with_files_) {
            std::optional<std::string> files = TRY(next_files());
            if (files) return files;
        }
        ended_ = true;
        return some(zip_.finish());
    }

private:
    static std::optional<std::string> some(std::string text) { return text; }

    Result<RowQuery> query(int table) {
        RowQuery out = TRY(tables_->query(table, filter_));
        if (newest_ == 0) {
            RowQuery all;
            all.rows = 1;
            const std::vector<RowRun> latest = TRY(tables_->runs(all));
            newest_ = latest.empty() ? 1 : latest[0].sequence;
            from_ = newest_;
        }
        out.from = from_;
        return out;
    }

    // Whole interviews, however many rows each has: as many of them as have about so many rows.
    Result<std::string> next_of_table() {
        std::string out;
        RowQuery asked = TRY(query(shape_.table));
        if (!began_) {
            out += zip_.begin(names_[static_cast<std::size_t>(shape_.table)]);
            out += zip_.add(csv_heading(tables_->form(), shape_));
            began_ = true;
        }
        asked.rows = piece_interviews;
        const std::vector<RowRun> runs = TRY(tables_->runs(asked));
        out += zip_.add(TRY(tables_->csv(shape_, runs)));
        if (!runs.empty() && runs.back().sequence > 1) {
            from_ = runs.back().sequence - 1;
            return out;
        }
        out += zip_.end();
        began_ = false;
        from_ = newest_;
        ++shape_.table;
        return out;
    }

    // The files of one interview; nothing once there are no more.
    Result<std::optional<std::string>> next_files() {
        while (from_ > 0) {
            RowQuery asked = TRY(query(0));
            asked.rows = piece_interviews;
            if (waiting_.empty()) {
                for (const RowRun& run : TRY(tables_->runs(asked)))
                    waiting_.push_back(run.sequence);
                if (waiting_.empty()) break;
                std::ranges::reverse(waiting_);
            }
            const std::int64_t sequence = waiting_.back();
            waiting_.pop_back();
            from_ = sequence - 1;
            std::string out = TRY(files_of(sequence));
            if (!out.empty()) return some(std::move(out));
        }
        return std::optional<std::string>();
    }

    Result<std::string> files_of(std::int64_t sequence) {
        std::string out;
        for (const WholeInterview& whole : TRY(tables_->store().read_whole({sequence}))) {
            const StoredInterview& interview = whole.interview;
            if (interview.files_present == 0) continue;
            for (const StoredFile& file : TRY(tables_->store().files(interview.instance_id))) {
                if (!file.present || !files_.insert(file.name).second) continue;
                out += zip_.begin("media/" + replace_all(file.name, "/", "_"));
                out += zip_.add(TRY(tables_->store().file(interview.instance_id, file.name)));
                out += zip_.end();
            }
        }
        return out;
    }

    std::shared_ptr<const CentralTables> tables_;
    CsvShape shape_;
    std::shared_ptr<const Filter> filter_;
    std::vector<std::string> names_;
    bool with_files_;
    ZipStream zip_;
    std::set<std::string> files_;  // names in the archive
    std::vector<std::int64_t> waiting_;
    std::int64_t newest_ = 0;
    std::int64_t from_ = 0;
    bool began_ = false;
    bool ended_ = false;
};

std::vector<std::vector<std::string>> choices_by_field(const Questionnaire& questionnaire,
                                                       const CentralTables& tables) {
    std::vector<std::vector<std::string>> out(tables.form().fields.size());
    for (std::size_t f = 0; f < out.size(); ++f) {
        const FormField& field = tables.form().fields[f];
        if (!field.select_multiple || tables.withheld()[f]) continue;
        if (questionnaire.questions[static_cast<std::size_t>(field.question)].list < 0) continue;
        for (const Choice& choice : questionnaire.choices_of(field.question).choices)
            out[f].push_back(choice.name);
    }
    return out;
}

}  // namespace

Response central_export(const Call& call) {
    const FormVersion* form = central_form_of(call);
    if (form == nullptr) return not_found();
    const std::shared_ptr<CentralTables> tables = TRY_ANSWER(CentralTables::open(call));
    CsvShape shape;
    shape.group_paths = is_true(call.request.parameter("groupPaths"), true);
    shape.split_select_multiples = is_true(call.request.parameter("splitSelectMultiples"), false);
    shape.withheld = tables->withheld();
    if (shape.split_select_multiples) {
        shape.choices = choices_by_field(form->questionnaire, *tables);
    }
    std::shared_ptr<const Filter> filter;
    if (const auto text = call.request.parameter("$filter"); text && !text->empty()) {
        Filter::Parsed parsed = Filter::parse(*text, call.request.now);
        if (parsed.refused) {
            return error_response(parsed.refused->status, "400.18", parsed.refused->message);
        }
        filter = std::make_shared<const Filter>(std::move(parsed.filter));
    }
    const bool with_files =
        tables->sight().identifiers && is_true(call.request.parameter("attachments"), true);
    auto made = std::make_shared<Export>(
        tables, std::move(shape), std::move(filter), form->form_id, with_files);
    Response out{
        .status = 200,
        .headers = {{"Content-Type", "application/zip"},
                    {"Content-Disposition",
                     "attachment; filename*=UTF-8''" + percent_encoded(form->form_id + ".zip")},
                    {"Cache-Control", "no-store"}},
        .body = {}};
    out.pieces = [made] { return made->next(); };
    return out;
}

}  // namespace mtm
