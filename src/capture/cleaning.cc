#include "capture/cleaning.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/time_zone.h"
#include "expression/date.h"
#include "interview/correction.h"
#include "store/correction_conflicts.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

// An interview while a log is applied to it: corrected so far.
struct CleanedInterview {
    const FormVersion* version = nullptr;
    Interview interview;
    ReviewState review = ReviewState::none;
    std::string known_as;                  // its first instanceID
    std::vector<CorrectionRow> history;    // of all its corrections, and those of this log
    std::vector<CorrectionRow> unclaimed;  // those before that no row of this log has been so far
    std::vector<ReviewEvent> reviews;      // the same
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
        CleanedInterview* const standing = TRY(named(change.instance_id));
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
    // Null: there is none. A log names a uuid without "uuid:", and just so an interview that the
    // import named by a column of its own.
    Result<CleanedInterview*> named(const std::string& instance_id) {
        CleanedInterview* const found = TRY(standing_of(instance_id));
        if (found != nullptr || !instance_id.starts_with("uuid:")) return found;
        return standing_of(instance_id.substr(std::string_view("uuid:").size()));
    }

    Result<CleanedInterview*> standing_of(const std::string& instance_id) {
        if (const auto at = standing_.find(instance_id); at != standing_.end()) return &at->second;
        const auto known = TRY(study_.store->find(instance_id));
        if (!known) return nullptr;
        CleanedInterview standing;
        standing.review = known->review;
        for (const SubmissionBytes& state : TRY(study_.store->history(instance_id))) {
            if (state.instance_id != known->current_id) continue;
            const FormVersion* version = study_.find_version(state.version);
            standing.version = version != nullptr ? version : study_.current();
            standing.interview = read_submission(*standing.version->names, state.xml, "").interview;
        }
        if (standing.version == nullptr) return nullptr;
        standing.known_as = known->instance_id;
        standing.reviews = TRY(study_.store->reviews(instance_id));
        standing.history = TRY(study_.store->correction_history(instance_id));
        standing.unclaimed = standing.history;
        std::vector<Correction> corrections;
        for (const CorrectionRow& row : standing.history) {
            if (row.applied) corrections.push_back(correction_of(row));
        }
        (void)apply_corrections(standing.version->questionnaire, corrections, standing.interview);
        return &standing_.emplace(instance_id, std::move(standing)).first->second;
    }

    Status correct(const LoggedChange& change, CleanedInterview& standing) {
        const Questionnaire& form = standing.version->questionnaire;
        if (const auto known = claim(change, form, standing)) {
            return known->applied ? as_before() : met_again(change, *known, standing);
        }
        const ChangeOutcome outcome = outcome_of(change, form, standing.interview);
        const std::string path = path_of_answer(form, change.to);
        if (outcome.kind == ChangeOutcome::Kind::stands_already) {
            const bool settles = change.old_value &&
                                 has_open_conflict(standing.history, standing.known_as, path) &&
                                 stood_as(change, form, outcome.old_value);
            return settles ? store_change(change, outcome, standing) : as_before();
        }
        if (outcome.kind == ChangeOutcome::Kind::applies)
            return store_change(change, outcome, standing);
        for (const std::string& earlier : earlier_values(standing.history, standing.known_as, path))
            if (stood_as(change, form, earlier))
                return store_conflict(change, outcome, earlier, standing);
        refuse(change,
               "old-value-differs",
               "The old value is not what stands there now.",
               "Look at the interview: it was changed since, or the row is about another.");
        return Done{};
    }

    Status as_before() {
        ++out_.counts.as_before;
        return Done{};
    }

    [[nodiscard]] CorrectionRow row_of(const LoggedChange& change,
                                       const CleanedInterview& standing) const {
        CorrectionRow row;
        row.instance_id = standing.known_as;
        row.path = path_of_answer(standing.version->questionnaire, change.to);
        row.reason = change.reason;
        row.author = author_of(change);
        row.at = instant_of(change);
        return row;
    }

    Status store_change(const LoggedChange& change,
                        const ChangeOutcome& outcome,
                        CleanedInterview& standing) {
        CorrectionRow row = row_of(change, standing);
        row.old_value = outcome.old_value;
        row.new_value = outcome.new_value;
        row.verified = outcome.verified || outcome.old_value == outcome.new_value;
        TRY(study_.store->add_correction(row));
        (void)apply_corrections(
            standing.version->questionnaire, {correction_of(row)}, standing.interview);
        ++out_.counts.changed;
        if (!row.verified) ++out_.counts.unverified;
        standing.history.push_back(std::move(row));
        return Done{};
    }

    // `earlier` is what the row was written about, and is no more.
    Status store_conflict(const LoggedChange& change,
                          const ChangeOutcome& outcome,
                          const std::string& earlier,
                          CleanedInterview& standing) {
        const Questionnaire& form = standing.version->questionnaire;
        CorrectionRow row = row_of(change, standing);
        row.old_value = earlier;
        row.new_value = change.choice < 0 ? outcome.new_value : then(change, form, earlier);
        row.applied = false;
        TRY(study_.store->add_correction(row));
        standing.history.push_back(row);
        tell_conflict(change, row, standing);
        return Done{};
    }

    // A row that came into conflict at an earlier import.
    Status met_again(const LoggedChange& change,
                     const CorrectionRow& known,
                     const CleanedInterview& standing) {
        if (!has_open_conflict(standing.history, standing.known_as, known.path)) return as_before();
        tell_conflict(change, known, standing);
        return Done{};
    }

    void tell_conflict(const LoggedChange& change,
                       const CorrectionRow& refused,
                       const CleanedInterview& standing) {
        ++out_.counts.conflicts;
        const Question& question =
            standing.version->questionnaire.questions[static_cast<std::size_t>(change.to.question)];
        CorrectionRow stands;
        for (const CorrectionRow& row : standing.history) {
            if (row.applied && row.path == refused.path) stands = row;
        }
        // An answer that tells who gave it is in no message; the log of corrections has it.
        const bool tell =
            question.disclosure == Disclosure::none && question.type != QuestionType::metadata &&
            question.type != QuestionType::geopoint && question.type != QuestionType::geotrace &&
            question.type != QuestionType::geoshape;
        const auto value = [&](const std::string& text) {
            return text.empty() ? std::string("blank") : "“" + text + "”";
        };
        const auto side = [&](const CorrectionRow& row) {
            return (tell ? "to " + value(row.new_value) + " " : std::string()) + "by " +
                   row.author + " on " + day_of(row.at);
        };
        const std::string was = tell ? ", which was " + value(refused.old_value) : std::string();
        refuse(change,
               "correction-conflict",
               "Two corrections of “" + refused.path + "”" + was + ": " + side(stands) +
                   ", which stands; " + side(refused) + ", which is kept beside it." +
                   (tell ? "" : " `mtm export DIR corrections.csv` has both values."),
               "Agree on one, and add a row with what stands as its old value" +
                   (tell ? ", " + value(stands.new_value) + "," : std::string()) +
                   " and what you agreed on as its new value, also if that is the same.");
    }

    [[nodiscard]] std::string day_of(Instant at) const {
        return date_in_zone(at, study_.study.file.timezone);
    }

    // The correction that this very row was at an earlier import. Each correction is one row's.
    std::optional<CorrectionRow> claim(const LoggedChange& change,
                                       const Questionnaire& form,
                                       CleanedInterview& standing) const {
        const std::string path = path_of_answer(form, change.to);
        const bool says_when = date_time_from(change.time).has_value();
        const auto is_it = [&](const CorrectionRow& row) {
            if (row.path != path || row.author != author_of(change)) return false;
            if (says_when && row.at / 1000 != instant_of(change) / 1000) return false;
            const bool same_old = change.old_value ? stood_as(change, form, row.old_value)
                                                   : row.reason == change.reason;
            return same_old && leads_to(change, form, row.new_value);
        };
        const auto at = std::ranges::find_if(standing.unclaimed, is_it);
        if (at == standing.unclaimed.end()) return std::nullopt;
        CorrectionRow found = std::move(*at);
        standing.unclaimed.erase(at);
        return found;
    }

    // Whether the row's old value is this answer. REQUIRES: it has one.
    static bool stood_as(const LoggedChange& change,
                         const Questionnaire& form,
                         const std::string& answer) {
        LoggedChange back = change;
        back.to.value = *change.old_value;
        return leads_to(back, form, answer);
    }

    // What the answer would have become.
    static std::string then(const LoggedChange& change,
                            const Questionnaire& form,
                            const std::string& answer) {
        Interview before;
        before.answers.push_back({change.to.question, change.to.repeat, answer});
        return outcome_of(change, form, before).new_value;
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

    Status remove(const LoggedChange& change, CleanedInterview& standing) {
        ReviewEvent event;
        event.instance_id = standing.known_as;
        event.at = instant_of(change);
        event.by = author_of(change);
        event.state = ReviewState::rejected;
        event.comment = change.reason.empty() ? "remove_survey in " + file_ : change.reason;
        if (standing.review == ReviewState::rejected || was_made(event, change, standing))
            return as_before();
        TRY(study_.store->add_review(event));
        standing.review = ReviewState::rejected;
        ++out_.counts.removed;
        return Done{};
    }

    // Whether this very row removed it before: if it was put back since, that holds.
    static bool was_made(const ReviewEvent& event,
                         const LoggedChange& change,
                         const CleanedInterview& standing) {
        const bool says_when = date_time_from(change.time).has_value();
        return std::ranges::any_of(standing.reviews, [&](const ReviewEvent& each) {
            return each.state == event.state && each.by == event.by &&
                   each.comment == event.comment &&
                   (!says_when || each.at / 1000 == event.at / 1000);
        });
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
    std::map<std::string, CleanedInterview> standing_;
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
