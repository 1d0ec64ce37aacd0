#include "odata/row_csv.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

void append_cell(std::string& out, std::string_view text, bool& comma) {
    if (comma) out += ',';
    comma = true;
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

class CsvWriter {
public:
    CsvWriter(const FormTables& form, const CsvShape& shape) : form_(form), shape_(shape) {}

    void heading(std::string& out, int field, const std::string& prefix, bool& comma) const {
        for (const int child : form_.fields[static_cast<std::size_t>(field)].children) {
            const FormField& inner = form_.fields[static_cast<std::size_t>(child)];
            if (inner.kind == FormField::Kind::repeat) continue;
            const std::string name = prefix + inner.name;
            if (inner.kind == FormField::Kind::structure) {
                heading(out, child, shape_.group_paths ? name + "-" : std::string(), comma);
            } else if (inner.type == "geopoint") {
                for (const char* part : {"-Latitude", "-Longitude", "-Altitude", "-Accuracy"})
                    append_cell(out, name + part, comma);
            } else {
                append_cell(out, name, comma);
                for (const std::string& choice : choices(child))
                    append_cell(out, name + "/" + choice, comma);
            }
        }
    }

    void answers(std::string& out, int field, const InstanceRow* row, bool& comma) const {
        for (const int child : form_.fields[static_cast<std::size_t>(field)].children) {
            const FormField& inner = form_.fields[static_cast<std::size_t>(child)];
            if (inner.kind == FormField::Kind::repeat) continue;
            if (inner.kind == FormField::Kind::structure) {
                answers(out, child, row, comma);
                continue;
            }
            const bool blank = row == nullptr || shape_.withheld[static_cast<std::size_t>(child)];
            const std::string_view value =
                blank ? std::string_view() : row->values[static_cast<std::size_t>(inner.slot)];
            if (inner.type == "geopoint") {
                const std::vector<std::string_view> parts = words(value);
                for (std::size_t i = 0; i < 4; ++i)
                    append_cell(out, i < parts.size() ? parts[i] : std::string_view(), comma);
                continue;
            }
            append_cell(out, value, comma);
            const std::vector<std::string_view> chosen = words(value);
            for (const std::string& choice : choices(child)) {
                const bool is_chosen = std::ranges::find(chosen, choice) != chosen.end();
                append_cell(out, value.empty() ? "" : (is_chosen ? "1" : "0"), comma);
            }
        }
    }

    // The rows of the table below one row; `key` is that row's.
    void rows_below(std::string& out,
                    int table,
                    const InstanceRow& row,
                    const std::string& key) const {
        int next = shape_.table;
        while (form_.tables[static_cast<std::size_t>(next)].parent != table)
            next = form_.tables[static_cast<std::size_t>(next)].parent;
        const int field = form_.tables[static_cast<std::size_t>(next)].field;
        const FormField& repeat = form_.fields[static_cast<std::size_t>(field)];
        std::string groups = "/";
        for (int at = repeat.parent;
             at > 0 && form_.fields[static_cast<std::size_t>(at)].kind != FormField::Kind::repeat;
             at = form_.fields[static_cast<std::size_t>(at)].parent) {
            groups.insert(0, "/" + form_.fields[static_cast<std::size_t>(at)].name);
        }
        for (const InstanceRow& instance : row.repeats[static_cast<std::size_t>(repeat.slot)]) {
            const std::string own =
                key + groups + repeat.name + "[" + std::to_string(instance.position + 1) + "]";
            if (next != shape_.table) {
                rows_below(out, next, instance, own);
                continue;
            }
            bool comma = false;
            answers(out, field, &instance, comma);
            append_cell(out, key, comma);
            append_cell(out, own, comma);
            out += '\n';
        }
    }

private:
    [[nodiscard]] const std::vector<std::string>& choices(int field) const {
        static const std::vector<std::string> none;
        const auto index = static_cast<std::size_t>(field);
        return shape_.split_select_multiples && index < shape_.choices.size()
                   ? shape_.choices[index]
                   : none;
    }

    const FormTables& form_;
    const CsvShape& shape_;
};

}  // namespace

std::string csv_heading(const FormTables& form, const CsvShape& shape) {
    std::string out;
    bool comma = false;
    if (shape.table == 0) append_cell(out, "SubmissionDate", comma);
    CsvWriter(form, shape)
        .heading(out, form.tables[static_cast<std::size_t>(shape.table)].field, "", comma);
    if (shape.table > 0) {
        append_cell(out, "PARENT_KEY", comma);
        append_cell(out, "KEY", comma);
    } else {
        for (const char* name : {"KEY",
                                 "SubmitterID",
                                 "SubmitterName",
                                 "AttachmentsPresent",
                                 "AttachmentsExpected",
                                 "Status",
                                 "ReviewState",
                                 "DeviceID",
                                 "Edits",
                                 "FormVersion"})
            append_cell(out, name, comma);
    }
    return out + "\n";
}

void append_csv(std::string& out,
                const FormTables& form,
                const CsvShape& shape,
                const std::string& interview_id,
                const InstanceTree* tree,
                const SystemColumns& system) {
    const CsvWriter writer(form, shape);
    if (shape.table > 0) {
        if (tree != nullptr) writer.rows_below(out, 0, tree->root(), interview_id);
        return;
    }
    bool comma = false;
    append_cell(out, system.submission_date, comma);
    writer.answers(out, 0, tree == nullptr ? nullptr : &tree->root(), comma);
    for (const std::string& cell : {interview_id,
                                    system.submitter_id,
                                    system.submitter_name,
                                    std::to_string(system.attachments_present),
                                    std::to_string(system.attachments_expected),
                                    system.status,
                                    system.review_state,
                                    system.device_id,
                                    std::to_string(system.edits),
                                    system.form_version})
        append_cell(out, cell, comma);
    out += '\n';
}

}  // namespace mtm
