#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/attachments.h"
#include "store/interview_store.h"
#include "store/sqlite.h"
#include "store/table_rows.h"
#include "store/tallies.h"

namespace mtm {

/// Reads study.db over one connection. Each call sees the database as it is at one moment.
class InterviewReader {
public:
    InterviewReader(Database& database, const Attachments& attachments)
        : database_(database), attachments_(attachments) {}

    Result<std::vector<StoredInterview>> list(const Selection& selection,
                                              const std::string& flag,
                                              std::int64_t before,
                                              int limit);
    Result<std::int64_t> count_flagged(const Selection& selection, const std::string& flag);
    Result<std::optional<StoredInterview>> find(const std::string& instance_id);
    Result<std::vector<SubmissionBytes>> history(const std::string& instance_id);
    Result<std::vector<StoredFile>> files(const std::string& instance_id);
    Result<std::vector<StoredFile>> all_files(const std::string& instance_id);
    Result<std::string> file(const std::string& instance_id, const std::string& name);
    Result<std::string> file_of_state(const std::string& state_id, const std::string& name);
    Result<std::vector<InterviewStore::Current>> read_current(std::int64_t after, int limit);
    Result<std::vector<RowRun>> row_runs(const Selection& selection, const RowQuery& query);
    Result<std::int64_t> count_rows(const Selection& selection, const RowQuery& query);
    Result<std::vector<WholeInterview>> read_whole(const std::vector<std::int64_t>& sequences);
    Result<std::vector<UncountedState>> uncounted(int limit);
    Result<std::vector<SetAside>> all_set_aside();
    Result<std::string> set_aside_bytes(std::int64_t number);
    Result<std::vector<ReviewEvent>> reviews(const std::string& instance_id);
    Result<std::vector<CorrectionRow>> corrections(const std::string& instance_id);
    Result<std::vector<CorrectionRow>> correction_history(const std::string& instance_id);
    Result<std::vector<std::pair<std::string, double>>> median_durations();
    Result<std::optional<double>> median_duration();
    Result<std::vector<DeviceContact>> devices();
    Result<FieldState> field_state();
    Result<std::int64_t> withdrawn();
    Result<std::vector<std::string>> tombstones();

private:
    // Where a walk through a table begins.
    struct RowStart {
        std::int64_t from = 0;
        std::int64_t skip = 0;
    };

    Result<RowStart> step_over_blocks(const RowQuery& query);
    template <typename Each>
    Status walk_rows(const Selection& selection,
                     const RowQuery& query,
                     std::int64_t from,
                     const Each& each);
    Result<std::optional<InterviewStore::Current>> current_of(std::int64_t sequence);
    Result<std::vector<std::int64_t>> page(const Selection& selection,
                                           std::int64_t before,
                                           int limit);
    Result<std::vector<std::int64_t>> merged_page(const Selection& selection,
                                                  std::int64_t before,
                                                  int limit);
    Result<std::vector<std::int64_t>> flagged_page(const Selection& selection,
                                                   const std::string& flag,
                                                   std::int64_t before,
                                                   int limit);
    Result<std::optional<StoredInterview>> interview(std::int64_t sequence);
    Result<StoredInterview> interview_in(const Query& query);
    Result<std::int64_t> interview_of(const std::string& instance_id);
    Result<std::string> content(const std::string& sha256);

    Database& database_;
    const Attachments& attachments_;
};

}  // namespace mtm
