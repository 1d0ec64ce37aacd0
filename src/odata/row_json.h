#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "odata/instance_tree.h"

namespace mtm {

/// What the server knows of an interview beside its answers: the columns of `__system`.
struct SystemColumns {
    std::string submission_date = {};  // ISO 8601
    std::string updated_at = {};       // empty: never changed
    std::string submitter_id = {};     // empty: withheld or not known; so are the texts below
    std::string submitter_name = {};
    std::int64_t attachments_present = 0;
    std::int64_t attachments_expected = 0;
    std::string status = {};        // "notDecrypted"
    std::string review_state = {};  // "edited", "hasIssues", "rejected", "approved"
    std::string device_id = {};
    std::int64_t edits = 0;
    std::string form_version = {};
};

/// What of a table is asked for.
struct RowShape {
    int table = 0;
    bool well_known_text = false;  // of points and lines; else GeoJSON
    bool expand = false;           // repeats stand inside their rows
    std::vector<bool> shown;       // by field
    std::vector<bool> withheld;    // by field: null, whatever was answered
    bool id = true;
    bool parent_id = true;
    bool system = true;
    std::vector<std::string> system_only;  // if not all of `system`: these columns of it
    std::string only_id;                   // of repeats: the row of this id alone; empty: all
    std::string only_parent;               // of repeats: rows of this parent alone; empty: all
};

/// Everything is shown.
[[nodiscard]] RowShape whole_shape(const FormTables& form, int table);

/// Applies $select: names of the table's own fields ("group/question"), a group standing for all in
/// it, `__id`, the parent's id, `__system` and `__system/…`. Gives the name that there is not, or
/// that stands in another table; empty if all are well.
[[nodiscard]] std::string select_columns(const FormTables& form,
                                         std::string_view select,
                                         RowShape& shape);

/// Writes rows of a table as OData's JSON, in the words of ODK Central: `__id`, `__system` of
/// interviews, groups nested, repeats as navigation links, null for what is not there.
class RowWriter {
public:
    /// Both must outlive it.
    RowWriter(const FormTables& form, const RowShape& shape) : form_(form), shape_(shape) {}

    /// Appends rows `first` … `first + count - 1` of what an interview has in the table, with
    /// commas between. `tree` may be null: sealed, no answers.
    void write(std::string& out,
               const std::string& interview_id,
               const InstanceTree* tree,
               const SystemColumns& system,
               std::int64_t first,
               std::int64_t count) const;

private:
    struct Context;

    void write_interview(std::string& out,
                         const std::string& id,
                         const InstanceTree* tree,
                         const SystemColumns& system) const;
    void write_rows_below(std::string& out,
                          int table,
                          const InstanceRow& row,
                          Context& context) const;
    void write_members(std::string& out,
                       int field,
                       const InstanceRow& row,
                       const Context& context,
                       bool& comma) const;
    void write_system(std::string& out, const SystemColumns& system) const;

    const FormTables& form_;
    const RowShape& shape_;
};

/// "__Submissions-id", "__Submissions-household-id": the column of a repeat's rows that names the
/// row they stand in; empty of the interviews.
[[nodiscard]] std::string parent_id_column(const FormTables& form, int table);

}  // namespace mtm
