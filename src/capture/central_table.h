#pragma once

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "capture/directory.h"
#include "capture/fieldwork_calls.h"
#include "odata/filter.h"
#include "odata/row_csv.h"
#include "odata/row_json.h"
#include "store/table_rows.h"

namespace mtm {

/// Who sent an interview, as clients of ODK Central know them: people have their own number,
/// tablets and links one behind it. 0: nobody knows, or who asks may not.
struct Submitter {
    std::int64_t id = 0;
    std::string name;
};

[[nodiscard]] std::int64_t actor_of_device(std::int64_t device);
[[nodiscard]] std::int64_t actor_of_link(std::int64_t link);
[[nodiscard]] Submitter submitter_named(const Directory& directory, const std::string& sender);

/// "edited", "hasIssues", "rejected", "approved"; empty: not reviewed.
[[nodiscard]] std::string central_review_state(ReviewState review, int edits);

/// A study's interviews as tables, cut to what one person may see. Holds all that it reads from, so
/// that an answer in pieces may outlive its request. Pilots are in no table.
class CentralTables {
public:
    /// REQUIRES: the study has a form.
    [[nodiscard]] static Result<std::shared_ptr<CentralTables>> open(const Call& call);

    [[nodiscard]] const FormTables& form() const { return form_; }

    [[nodiscard]] const std::vector<bool>& withheld() const { return withheld_; }

    [[nodiscard]] const Sight& sight() const { return sight_; }

    /// The rows of a table that `filter` (may be null) accepts, within the scope. Counts first what
    /// an older MTM has not counted, where that is needed.
    [[nodiscard]] Result<RowQuery> query(int table, std::shared_ptr<const Filter> filter) const;

    [[nodiscard]] Result<std::vector<RowRun>> runs(const RowQuery& query) const {
        return store_->row_runs(query);
    }

    [[nodiscard]] Result<std::int64_t> count(const RowQuery& query) const {
        return store_->count_rows(query);
    }

    /// The rows of runs as JSON, with commas between.
    [[nodiscard]] Result<std::string> json(const RowShape& shape,
                                           const std::vector<RowRun>& runs) const;
    /// All rows of these interviews as CSV.
    [[nodiscard]] Result<std::string> csv(const CsvShape& shape,
                                          const std::vector<RowRun>& runs) const;

    [[nodiscard]] SystemColumns system_of(const StoredInterview& interview, bool sealed) const;
    [[nodiscard]] Submitter submitter_of(const StoredInterview& interview) const;

    [[nodiscard]] InterviewStore& store() const { return *store_; }

private:
    explicit CentralTables(std::shared_ptr<const FormTables> form)
        : kept_form_(std::move(form)), form_(*kept_form_) {}

    template <typename Write>
    Result<std::string> write(const std::vector<RowRun>& runs, const Write& write) const;
    [[nodiscard]] bool is_sealed(const WholeInterview& whole) const;
    Status count_what_waits() const;

    std::shared_ptr<const FormTables> kept_form_;  // longer than its version is served
    const FormTables& form_;
    std::vector<bool> withheld_;
    Sight sight_;
    std::shared_ptr<InterviewStore> store_;
    std::shared_ptr<const Directory> directory_;
    std::set<std::string> sealed_versions_;
    std::unordered_map<std::string, std::shared_ptr<const FormTables>> versions_;  // to count by
};

}  // namespace mtm
