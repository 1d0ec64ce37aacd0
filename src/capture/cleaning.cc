#include "capture/cleaning.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "expression/date.h"
#include "interview/correction.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

// An interview while a log is applied to it: corrected so far.
struct Standing {
    const FormVersion* version = nullptr;
    Interview interview;
    ReviewState review = ReviewState::none;
    std::vector<CorrectionRow> unclaimed;  // corrections that no row of this log has been so far
};

class Cleaning {
public:
    Cleaning(const ServedStudy& study, const std::string& file, const std::string& by, Instant now)
        : study_(study), file_(file), by_(by), now_(now) {}

    Status apply(const LoggedChange& change) {
        if (change.type == ChangeType::no_action) {
            ++out_.counts.no_action;
            return Done{};
        }
        Standing* const standing = TRY(standing_of(change.instance_id));
        if (standing == nullptr) {
            refuse(change,
                   "change-of-unknown-interview",
                   "The study has no such interview.",
                   "Import the interviews first, or correct the uuid.");
            return Done{};
        }
        if (change.type == ChangeType::remove_survey) return remove(change, *standing);
        return correct(change, *standing);
    }

    Cleaned take() { return std::move(out_); }

private:
    // Null: there is none.
    Result<Standing*> standing_of(const std::string& instance_id) {
        if (const auto at = standing_.find(instance_id); at != standing_.end()) return &at->second;
        const auto known = TRY(study_.store->find(instance_id));
        if (!known) return nullptr;
        Standing standing;
        standing.review = known->review;
        for (const SubmissionBytes& state : TRY(study_.store->history(instance_id))) {
            if (state.instance_id != known->current_id) continue;
            const FormVersion* version = study_.find_version(state.version);
            standing.version = version != nullptr ? version : study_.current();
            standing.interview = read_submission(*standing.version->names, state.xml, "").interview;
        }
        if (standing.version == nullptr) return nullptr;
        standing.unclaimed = TRY(study_.store->corrections(instance_id));
        std::vector<Correction> corrections;
        for (const CorrectionRow& row : standing.unclaimed)
            corrections.push_back(correction_of(row));
        (void)apply_corrections(standing.version->questionnaire, corrections, standing.interview);
        return &standing_.emplace(instance_id, std::move(standing)).first->second;
    }

    Status correct(const LoggedChange& change, Standing& standing) {
        const Questionnaire& form = standing.version->questionnaire;
        const ChangeOutcome outcome = outcome_of(change, form, standing.interview);
        const bool made_before = !change.old_value && claim(change, form, standing);
        if (made_before || outcome.kind == ChangeOutcome::Kind::stands_already) {
            ++out_.counts.as_before;
            return Done{};
        }
        if (outcome.kind == ChangeOutcome::Kind::refused) {
            refuse(change,
                   "old-value-differs",
                   "The old value is not what stands there now.",
                   "Look at the interview: it was changed since, or the row is about another.");
            return Done{};
        }
        Correction correction;
        correction.instance_id = change.instance_id;
        correction.path = path_of_answer(form, change.to);
        correction.old_value = outcome.old_value;
        correction.new_value = outcome.new_value;
        correction.reason = change.reason;
        TRY(study_.store->add_correction({.instance_id = correction.instance_id,
                                          .path = correction.path,
                                          .old_value = correction.old_value,
                                          .new_value = correction.new_value,
                                          .reason = correction.reason,
                                          .author = author_of(change),
                                          .at = instant_of(change),
                                          .verified = outcome.verified}));
        (void)apply_corrections(form, {correction}, standing.interview);
        ++out_.counts.changed;
        if (!outcome.verified) ++out_.counts.unverified;
        return Done{};
    }

    // Whether an earlier import made this very change, which rows below it changed again: without
    // an old value nothing else tells. Each correction is one row's.
    bool claim(const LoggedChange& change, const Questionnaire& form, Standing& standing) const {
        const std::string path = path_of_answer(form, change.to);
        const auto is_it = [&](const CorrectionRow& row) {
            return row.path == path && row.reason == change.reason &&
                   row.author == author_of(change) && leads_to(change, form, row.new_value);
        };
        const auto at = std::ranges::find_if(standing.unclaimed, is_it);
        if (at == standing.unclaimed.end()) return false;
        standing.unclaimed.erase(at);
        return true;
    }

    // A change of one choice leads to every answer that has it, or has it not.
    static bool leads_to(const LoggedChange& change,
                         const Questionnaire& form,
                         const std::string& value) {
        if (change.choice < 0) return same_answer(value, change.to.value);
        Interview then;
        then.answers.push_back({change.to.question, change.to.repeat, value});
        return outcome_of(change, form, then).kind == ChangeOutcome::Kind::stands_already;
    }

    Status remove(const LoggedChange& change, Standing& standing) {
        if (standing.review == ReviewState::rejected) {
            ++out_.counts.as_before;
            return Done{};
        }
        ReviewEvent event;
        event.instance_id = change.instance_id;
        event.at = instant_of(change);
        event.by = author_of(change);
        event.state = ReviewState::rejected;
        event.comment = change.reason.empty() ? "remove_survey in " + file_ : change.reason;
        TRY(study_.store->add_review(event));
        standing.review = ReviewState::rejected;
        ++out_.counts.removed;
        return Done{};
    }

    [[nodiscard]] const std::string& author_of(const LoggedChange& change) const {
        return change.author.empty() ? by_ : change.author;
    }

    [[nodiscard]] Instant instant_of(const LoggedChange& change) const {
        const auto said = date_time_from(change.time);
        return said ? milliseconds_since_epoch(*said) : now_;
    }

    void refuse(const LoggedChange& change,
                const std::string& code,
                const std::string& message,
                const std::string& remedy) {
        Diagnostic& out = out_.diagnostics.emplace_back();
        out.code = code;
        out.severity = Severity::error;
        out.place.file = file_;
        out.place.row = change.row;
        out.place.interview = change.instance_id;
        out.message = message;
        out.remedy = remedy;
    }

    const ServedStudy& study_;
    const std::string& file_;
    const std::string& by_;
    Instant now_;
    std::map<std::string, Standing> standing_;
    Cleaned out_;
};

}  // namespace

Result<Cleaned> apply_cleaning_log(const ServedStudy& study,
                                   const std::vector<LoggedChange>& changes,
                                   const std::string& file_name,
                                   const std::string& by,
                                   Instant now) {
    Cleaning cleaning(study, file_name, by, now);
    for (const LoggedChange& change : changes)
        TRY(cleaning.apply(change));
    return cleaning.take();
}

}  // namespace mtm
