#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/interview_store.h"
#include "store/study_folder.h"
#include "store/withdrawal_list.h"

namespace mtm {

/// An interview whose respondent withdraws, wherever it lies in the study's folder.
struct WithdrawalTarget {
    std::vector<std::string> instance_ids;  // of all its states
    std::vector<std::string> files;         // interviews/NAME.xml, rehearsal/NAME.xml
    Instant received = 0;                   // 0: not known
    std::string sender;                     // and enumerator, to tell two of one code apart
    std::string enumerator;
};

/// The interviews whose answer to a question is this code; capital and small letters, spaces and
/// hyphens make no difference, for codes are read out over the telephone. By instanceID, without
/// doubles, corrected and uncorrected answers looked at.
[[nodiscard]] std::vector<std::string> interviews_with_code(const InterviewsRead& read,
                                                            int question,
                                                            const std::string& code);

/// Looks for an interview by any instanceID that it has had. Nothing is in `instance_ids` if the
/// study does not have it.
Result<WithdrawalTarget> find_for_withdrawal(const std::string& directory,
                                             const std::string& instance_id);

/// Hashes of the bytes, in which one of these texts stands, of what was set aside: documents
/// without an instanceID among them.
Result<std::vector<std::string>> set_aside_with(const std::string& directory,
                                                const std::vector<std::string>& texts);

/// What was erased from one folder.
struct FolderErasure {
    int interviews = 0;       // of study.db
    int interview_files = 0;  // of interviews/ and rehearsal/
    int files_with_them = 0;  // that lay beside those
    int correction_rows = 0;  // of corrections.csv
    int outputs = 0;          // files in out/, which may hold anybody
    bool by_server = false;   // the server that holds the study did it
};

/// Erases whom the folder's withdrawals.csv names: from study.db, its attachments and the copies
/// laid beside it, from interviews/ and rehearsal/, from corrections.csv, and all of out/, which
/// can be made again. If a server holds the study, waits for it to do its part, at most so long.
/// May be called again after a failure.
Result<FolderErasure> erase_withdrawn(const std::string& directory, int server_wait_ms = 30'000);

/// Erases, from a folder that is a copy (in a backup), the files that people laid there themselves
/// and that hold the instanceID of somebody whom its withdrawals.csv names: how many. In the study
/// itself they are named instead (still_named), for their owner to decide on.
Result<int> erase_naming_files(const std::string& directory);

/// Erases out/ of a study: how many files there were.
Result<int> erase_outputs(const std::string& directory);

/// Keeps a study that is being served without those who withdraw meanwhile: on the fieldwork page,
/// or by a line that another program adds to withdrawals.csv.
class WithdrawalFollower {
public:
    /// Looks once. When somebody has withdrawn since the last look, out/ goes.
    Status step(const std::string& directory, InterviewStore& store);

private:
    std::int64_t list_written_ = 0;  // when, by the file system's clock; 0: not looked at yet
    std::int64_t withdrawn_ = -1;    // how many; −1: not looked at yet
};

/// Puts into withdrawals.csv whom study.db alone knows to have withdrawn: on the fieldwork page.
Status list_stored_withdrawals(const std::string& directory, const std::string& at);

/// Whether a file can be searched for texts.
enum class Searched { found, cannot_be_searched };

struct LeftBehind {
    std::string path;
    Searched why = Searched::found;
};

/// Files of a folder, study.db and attachments/ apart, in which one of these texts still stands,
/// and workbooks and archives, which have to be looked into by hand. What made the study
/// (questionnaire.xlsx, forms/, media/) is not looked at.
Result<std::vector<LeftBehind>> still_named(const std::string& directory,
                                            const std::vector<std::string>& texts);

}  // namespace mtm
