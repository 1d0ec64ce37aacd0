// Rows of a table as JSON. Ids of repeat rows are hashes of where they stand, so that the same
// instance has the same id whichever page it is on; made as ODK Central makes them: SHA-1 of
// "Submissions#INTERVIEW", then a step for each group ("name#") and instance ("name#position"),
// joined by "%%".
#include "odata/row_json.h"

#include <algorithm>

#include <openssl/evp.h>

#include "base/result.h"
#include "base/text.h"
#include "odata/json_text.h"
#include "odata/value_json.h"

namespace mtm {
namespace {

std::string sha1_hex(std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    CHECK(EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha1(), nullptr) == 1);
    return hexadecimal({reinterpret_cast<const char*>(digest), size});
}

void append_text_or_null(std::string& out, std::string_view text) {
    if (text.empty()) {
        out += "null";
    } else {
        append_json(out, text);
    }
}

// The steps from the table above to a repeat: its groups, and itself.
std::vector<int> steps_to(const FormTables& form, int table) {
    std::vector<int> out;
    int at = form.tables[static_cast<std::size_t>(table)].field;
    do {
        out.insert(out.begin(), at);
        at = form.fields[static_cast<std::size_t>(at)].parent;
    } while (at > 0 && form.fields[static_cast<std::size_t>(at)].kind != FormField::Kind::repeat);
    return out;
}

void select_field(const FormTables& form, int field, RowShape& shape) {
    shape.shown[static_cast<std::size_t>(field)] = true;
    const FormField& of = form.fields[static_cast<std::size_t>(field)];
    if (of.kind == FormField::Kind::repeat) return;
    for (const int child : of.children)
        select_field(form, child, shape);
}

// The field of "group/question" within a table; −1 if there is none, or it is another table's.
int field_of(const FormTables& form, int table, std::string_view path) {
    int at = form.tables[static_cast<std::size_t>(table)].field;
    for (const std::string_view part : split(path, '/')) {
        if (form.fields[static_cast<std::size_t>(at)].kind == FormField::Kind::repeat &&
            form.fields[static_cast<std::size_t>(at)].table != table) {
            return -1;
        }
        const std::vector<int>& children = form.fields[static_cast<std::size_t>(at)].children;
        const auto found = std::ranges::find_if(children, [&](int child) {
            return form.fields[static_cast<std::size_t>(child)].identifier == part;
        });
        if (found == children.end()) return -1;
        at = *found;
    }
    return at;
}

constexpr std::string_view system_names[] = {"submissionDate",
                                             "updatedAt",
                                             "submitterId",
                                             "submitterName",
                                             "attachmentsPresent",
                                             "attachmentsExpected",
                                             "status",
                                             "reviewState",
                                             "deviceId",
                                             "edits",
                                             "formVersion",
                                             "deletedAt"};

}  // namespace

// Where a row stands: what its id is a hash of, its id and the address of its repeats.
struct RowWriter::Context {
    std::string steps;  // "Submissions#ID%%household#"
    std::string id;
    std::string link;  // "Submissions('ID')/household"
    std::int64_t skip = 0;
    std::int64_t left = 0;
    bool comma = false;
};

RowShape whole_shape(const FormTables& form, int table) {
    RowShape out;
    out.table = table;
    out.shown.assign(form.fields.size(), true);
    out.withheld.assign(form.fields.size(), false);
    return out;
}

std::string select_columns(const FormTables& form, std::string_view select, RowShape& shape) {
    if (trim(select).empty() || trim(select) == "*") return {};
    shape.shown.assign(form.fields.size(), false);
    shape.id = shape.parent_id = shape.system = false;
    for (std::string_view name : split(select, ',')) {
        name = trim(name);
        if (name == "__id") {
            shape.id = true;
        } else if (shape.table > 0 && name == parent_id_column(form, shape.table)) {
            shape.parent_id = true;
        } else if (shape.table == 0 && name == "__system") {
            shape.system = true;
        } else if (shape.table == 0 && name.starts_with("__system/") &&
                   std::ranges::find(system_names, name.substr(9)) != std::end(system_names)) {
            shape.system_only.emplace_back(name.substr(9));
        } else {
            const int field = field_of(form, shape.table, name);
            if (field < 0) return std::string(name);
            select_field(form, field, shape);
            const int end = form.tables[static_cast<std::size_t>(shape.table)].field;
            for (int at = field; at != end && at > 0;
                 at = form.fields[static_cast<std::size_t>(at)].parent) {
                shape.shown[static_cast<std::size_t>(at)] = true;
            }
        }
    }
    if (shape.system) shape.system_only.clear();
    return {};
}

std::string parent_id_column(const FormTables& form, int table) {
    const int parent = form.tables[static_cast<std::size_t>(table)].parent;
    if (parent < 0) return {};
    return "__" + replace_all(form.tables[static_cast<std::size_t>(parent)].name, ".", "-") + "-id";
}

void RowWriter::write(std::string& out,
                      const std::string& interview_id,
                      const InstanceTree* tree,
                      const SystemColumns& system,
                      std::int64_t first,
                      std::int64_t count) const {
    if (shape_.table == 0) {
        write_interview(out, interview_id, tree, system);
        return;
    }
    if (tree == nullptr) return;
    Context context{.steps = "Submissions#" + interview_id,
                    .id = interview_id,
                    .link = "Submissions('" + percent_encoded(interview_id) + "')",
                    .skip = first,
                    .left = count};
    write_rows_below(out, 0, tree->root(), context);
}

void RowWriter::write_interview(std::string& out,
                                const std::string& id,
                                const InstanceTree* tree,
                                const SystemColumns& system) const {
    bool comma = false;
    out += '{';
    if (shape_.id) {
        out += "\"__id\":";
        append_json(out, id);
        comma = true;
    }
    if (shape_.system || !shape_.system_only.empty()) {
        out += comma ? ",\"__system\":" : "\"__system\":";
        write_system(out, system);
        comma = true;
    }
    if (tree != nullptr) {
        const Context context{.steps = "Submissions#" + id,
                              .id = id,
                              .link = "Submissions('" + percent_encoded(id) + "')"};
        write_members(out, 0, tree->root(), context, comma);
    }
    out += '}';
}

// The rows of `shape_.table` that stand anywhere below a row of `table`.
void RowWriter::write_rows_below(std::string& out,
                                 int table,
                                 const InstanceRow& row,
                                 Context& context) const {
    // The table on the way from `table` down to the one that is asked for.
    int next = shape_.table;
    while (form_.tables[static_cast<std::size_t>(next)].parent != table)
        next = form_.tables[static_cast<std::size_t>(next)].parent;
    const std::vector<int> steps = steps_to(form_, next);
    const FormField& repeat = form_.fields[static_cast<std::size_t>(steps.back())];
    std::string groups;
    std::string link = context.link;
    for (const int step : steps) {
        const FormField& field = form_.fields[static_cast<std::size_t>(step)];
        link += "/" + field.identifier;
        if (step != steps.back()) groups += "%%" + field.name + "#";
    }
    for (const InstanceRow& instance : row.repeats[static_cast<std::size_t>(repeat.slot)]) {
        if (context.left <= 0) return;
        const bool is_target = next == shape_.table;
        if (is_target && !shape_.only_parent.empty() && context.id != shape_.only_parent) return;
        if (is_target && context.skip > 0) {
            --context.skip;
            continue;
        }
        Context inner = context;
        inner.steps =
            context.steps + groups + "%%" + repeat.name + "#" + std::to_string(instance.position);
        inner.id = sha1_hex(inner.steps);
        inner.link = link + "('" + inner.id + "')";
        if (!is_target) {
            write_rows_below(out, next, instance, inner);
            context.skip = inner.skip;
            context.left = inner.left;
            context.comma = inner.comma;
            continue;
        }
        if (!shape_.only_id.empty() && inner.id != shape_.only_id) continue;
        out += context.comma ? ",{" : "{";
        bool comma = false;
        if (shape_.id) {
            out += "\"__id\":\"" + inner.id + "\"";
            comma = true;
        }
        if (shape_.parent_id) {
            out += std::string(comma ? "," : "") + "\"" + parent_id_column(form_, next) + "\":";
            append_json(out, context.id);
            comma = true;
        }
        write_members(out, steps.back(), instance, inner, comma);
        out += '}';
        context.comma = true;
        --context.left;
    }
}

void RowWriter::write_members(std::string& out,
                              int field,
                              const InstanceRow& row,
                              const Context& context,
                              bool& comma) const {
    for (const int child : form_.fields[static_cast<std::size_t>(field)].children) {
        const auto index = static_cast<std::size_t>(child);
        if (!shape_.shown[index]) continue;
        const FormField& inner = form_.fields[index];
        if (comma) out += ',';
        comma = true;
        out.append("\"").append(inner.identifier);
        const auto slot = static_cast<std::size_t>(std::max(inner.slot, 0));
        if (inner.kind == FormField::Kind::value) {
            out += "\":";
            if (shape_.withheld[index]) {
                out += "null";
            } else {
                append_value(out, inner, row.values[slot], shape_.well_known_text);
            }
            continue;
        }
        Context below = context;
        below.steps += "%%" + inner.name + "#";
        below.link += "/" + inner.identifier;
        if (inner.kind == FormField::Kind::structure) {
            out += "\":{";
            bool inner_comma = false;
            write_members(out, child, row, below, inner_comma);
            out += '}';
            continue;
        }
        out += "@odata.navigationLink\":";
        append_json(out, below.link);
        if (!shape_.expand) continue;
        out.append(",\"").append(inner.identifier).append("\":[");
        for (const InstanceRow& instance : row.repeats[slot]) {
            Context at = below;
            at.steps += std::to_string(instance.position);
            at.id = sha1_hex(at.steps);
            at.link += "('" + at.id + "')";
            out += instance.position > 0 ? ",{" : "{";
            out += "\"__id\":\"" + at.id + "\"";
            bool inner_comma = true;
            write_members(out, child, instance, at, inner_comma);
            out += '}';
        }
        out += ']';
    }
}

void RowWriter::write_system(std::string& out, const SystemColumns& system) const {
    bool comma = false;
    const auto begin = [&](std::string_view name) {
        const bool wanted = shape_.system ||
                            std::ranges::find(shape_.system_only, name) != shape_.system_only.end();
        if (!wanted) return false;
        out += comma ? ",\"" : "\"";
        out.append(name).append("\":");
        comma = true;
        return true;
    };
    out += '{';
    if (begin("submissionDate")) append_text_or_null(out, system.submission_date);
    if (begin("updatedAt")) append_text_or_null(out, system.updated_at);
    if (begin("submitterId")) append_text_or_null(out, system.submitter_id);
    if (begin("submitterName")) append_text_or_null(out, system.submitter_name);
    if (begin("attachmentsPresent")) out += std::to_string(system.attachments_present);
    if (begin("attachmentsExpected")) out += std::to_string(system.attachments_expected);
    if (begin("status")) append_text_or_null(out, system.status);
    if (begin("reviewState")) append_text_or_null(out, system.review_state);
    if (begin("deviceId")) append_text_or_null(out, system.device_id);
    if (begin("edits")) out += std::to_string(system.edits);
    if (begin("formVersion")) append_text_or_null(out, system.form_version);
    if (begin("deletedAt")) out += "null";
    out += '}';
}

}  // namespace mtm
