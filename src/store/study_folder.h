#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "dataset/dataset.h"
#include "interview/correction.h"
#include "interview/interview.h"
#include "store/interview_store.h"
#include "study/check.h"

namespace mtm {

/// Opens a study folder: questionnaire.xlsx (or .xls, or the XForm questionnaire.xml) and
/// study.toml, checked whole. An error only where one of them cannot be read at all; everything
/// else is a diagnostic.
Result<CheckedStudy> open_study(const std::string& directory);

/// The study's questionnaire.xlsx, .xls or .xml: the first of these that is there.
[[nodiscard]] std::string questionnaire_path(const std::string& directory);

/// Which of a study's interviews: those that people gave, or those that MTM invented. They are
/// never read together.
enum class InterviewKind { real, rehearsed };

/// An encrypted interview as it was received, and what is known of it without its answers. What
/// opens it is store/sealed_interviews.h.
struct SealedInterview {
    std::string manifest;     // XML
    std::string instance_id;  // by which the interview is known
    std::string state_id;     // the instanceID of this state: its files came with it
    std::string file;         // where it lies, for messages
    std::string folder;       // of its files; empty: in study.db
    std::int64_t sequence = 0;
    Instant received = 0;  // 0: not known
    Standing standing = Standing::counts;
    std::vector<Correction> corrections;
};

struct InterviewsRead {
    std::vector<Interview> interviews;
    std::vector<SealedInterview> sealed;  // not among `interviews`
    ReceivedBeside beside;                // received once, and cannot be read
    int undated = 0;                      // of all these: files in a folder
    /// Those of `interviews` that a correction has changed, by instanceID, as they were received.
    std::map<std::string, Interview> uncorrected;
    /// What was done to these and the sealed ones, in its order; those in conflict among them.
    std::vector<CorrectionRow> corrections;
    Diagnostics diagnostics;
};

/// Answers with the corrections replayed over them, or as tablets sent them.
enum class AnswersAs { corrected, received };

/// How interviews are read.
struct ReadOptions {
    AnswersAs answers = AnswersAs::corrected;
    /// As everything stood at the end of this instant: what came, was corrected or reviewed later
    /// does not count. What was withdrawn counts at no time, and files in a folder, of which nobody
    /// knows when they came, at any.
    std::optional<Instant> until = {};
};

/// All interviews of one kind: submissions (*.xml) in interviews/ or in rehearsal/, each read by
/// the version of the form that it was filled under. A submission that lies in the folder of the
/// other kind is an error and is not read. The files of an encrypted one, interviews/NAME.xml, lie
/// in interviews/NAME/.
Result<InterviewsRead> read_interviews(const std::string& directory,
                                       const Study& study,
                                       InterviewKind kind,
                                       const ReadOptions& options = {});

/// Adds what a store holds of one kind: the latest state of each interview, corrections replayed
/// over it, and what reviews say of it.
Status read_stored_interviews(const InterviewStore& store,
                              const Study& study,
                              InterviewKind kind,
                              InterviewsRead& into,
                              const ReadOptions& options = {});

/// A correction as it is replayed.
[[nodiscard]] Correction correction_of(const CorrectionRow& row);

/// Whether the study has a study.db: interviews that were received or imported.
[[nodiscard]] bool has_database(const std::string& directory);

/// True if the study has any interviews of that kind.
[[nodiscard]] bool has_interviews(const std::string& directory, InterviewKind kind);

/// Replaces rehearsal/ by these invented interviews, a submission a file.
/// REQUIRES: every interview is a rehearsal.
Status write_rehearsal(const std::string& directory,
                       const Questionnaire& questionnaire,
                       const std::vector<Interview>& interviews);

}  // namespace mtm
