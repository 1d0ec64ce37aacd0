// What the team does with an interview. The interview itself never changes.
#include <algorithm>
#include <mutex>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/audit_log.h"
#include "capture/fieldwork_calls.h"
#include "capture/interview_filter.h"
#include "capture/interview_view.h"
#include "capture/route.h"
#include "expression/value.h"
#include "store/correction_conflicts.h"
#include "store/interview_states.h"

namespace mtm {
namespace {

constexpr std::size_t longest_comment = 4'000;  // characters
constexpr std::size_t longest_answer = 10'000;  // characters

// The interview as it is after a change.
Response changed(const Call& call) {
    FoundInterview found = find_interview(call);
    if (found.refused) return std::move(*found.refused);
    return json_response(
        200, interview_json(*call.study, found.interview, sight_of(call.who, *call.study)));
}

// Who judges an interview judges what they have seen: not a state that came in meanwhile.
bool has_moved_on(const std::string& seen, const StoredInterview& interview) {
    return !seen.empty() && seen != interview.current_id;
}

Response moved_on() {
    return error_response(409,
                          "409.5",
                          "The interview has been sent again meanwhile. Look at its new state "
                          "before you judge it.");
}

struct ReviewWish {
    std::optional<ReviewState> state;
    std::string comment;
    std::string seen;  // the instanceID of the state that was looked at; may be empty
};

ReviewWish read_review(const Json& body, Mistakes& mistakes) {
    refuse_unknown_fields(body, {"state", "comment", "current"}, mistakes);
    ReviewWish out;
    const std::string state = text_in(body, "state", 20, mistakes);
    out.state = review_state_named(state);
    if (!state.empty() && !out.state) {
        mistakes.push_back(
            {"state",
             "must be none, has_issues, approved, rejected, or null for a comment alone."});
    }
    out.comment = std::string(trim(text_in(body, "comment", longest_comment, mistakes)));
    out.seen = text_in(body, "current", 200, mistakes);
    const bool must_say_why =
        out.state == ReviewState::has_issues || out.state == ReviewState::rejected;
    if (out.comment.empty() && (must_say_why || state.empty())) {
        mistakes.push_back(
            {"comment", must_say_why ? "must say why." : "is missing, and so is a state."});
    }
    return out;
}

struct CorrectionWish {
    std::string path;
    std::string old_value;
    std::string new_value;
    std::string reason;
};

CorrectionWish read_correction(const Json& body, Mistakes& mistakes) {
    refuse_unknown_fields(body, {"path", "old", "new", "reason"}, mistakes);
    CorrectionWish out{
        .path = text_in(body, "path", 1'000, mistakes),
        .old_value = text_in(body, "old", longest_answer, mistakes),
        .new_value = text_in(body, "new", longest_answer, mistakes),
        .reason = std::string(trim(text_in(body, "reason", longest_comment, mistakes)))};
    for (const char* field : {"old", "new"}) {
        if (!body.contains(field)) mistakes.push_back({field, "is missing; \"\" is a blank."});
    }
    if (out.reason.empty()) mistakes.push_back({"reason", "is missing."});
    return out;
}

bool is_number(const std::string& text) {
    const double number = number_from(text);
    return number == number;
}

void check_choices(const ChoiceList& list, const std::string& value, Mistakes& mistakes) {
    for (const std::string_view choice : words(value)) {
        if (list.find(choice) >= 0) continue;
        std::vector<std::string> names;
        for (const Choice& known : list.choices)
            names.push_back(known.name);
        mistakes.push_back({"new",
                            "“" + std::string(choice) + "” is not on the question's list. " +
                                did_you_mean(choice, names, {})});
    }
}

// Whether an answer of this kind can be that; constraints are the form's to judge afterwards.
void check_answer(const Questionnaire& form,
                  int question,
                  const std::string& value,
                  Mistakes& mistakes) {
    const Question& q = form.questions[static_cast<std::size_t>(question)];
    if (q.type == QuestionType::audit || q.type == QuestionType::image ||
        q.type == QuestionType::audio || q.type == QuestionType::video ||
        q.type == QuestionType::file) {
        mistakes.push_back({"path", "is a file, which cannot be corrected."});
    }
    if (value.empty()) return;
    if (is_numeric(q.type) && !is_number(value)) {
        mistakes.push_back({"new", "must be a number."});
    } else if (q.type == QuestionType::integer && value.find('.') != std::string::npos) {
        mistakes.push_back({"new", "must be a whole number."});
    } else if (is_select(q.type) && q.list >= 0) {
        check_choices(form.choices_of(question), value, mistakes);
        if (q.type == QuestionType::select_one && words(value).size() > 1) {
            mistakes.push_back({"new", "must be one choice."});
        }
    }
}

// What stands at the path of a wish now, and which question that is.
struct Place {
    int question = -1;
    std::string value;
};

Result<Place> find_place(const Call& call,
                         const FormVersion& form,
                         const StoredInterview& interview,
                         const std::string& path) {
    const std::string xml = TRY(current_xml(*call.study, interview));
    const ReadInterview read = read_submission(form.questionnaire, xml, interview.instance_id);
    const RoutedInterview routed = form.router->route(read.interview);
    const std::vector<bool> nothing_hidden(form.questionnaire.questions.size());
    const std::vector<AnswerView> views =
        answers_of(*form.router, routed, 0, nothing_hidden, false);
    const auto at = std::ranges::find(views, path, &AnswerView::path);
    if (at == views.end()) return Place{};
    const std::vector<CorrectionRow> corrections =
        TRY(call.study->store->corrections(interview.instance_id));
    return Place{.question = at->question, .value = value_after(corrections, path, at->value)};
}

// A correction whose old value does not stand. If another correction changed that value meanwhile,
// the two are kept side by side until somebody settles which holds.
Response keep_conflict(const Call& call,
                       const StoredInterview& interview,
                       const std::vector<CorrectionRow>& history,
                       CorrectionRow row) {
    const std::vector<std::string> earlier = earlier_values(history, row.instance_id, row.path);
    if (std::ranges::find(earlier, row.old_value) == earlier.end()) {
        return error_response(
            409, "409.6", "Something else stands there by now. Look at the interview again.");
    }
    row.applied = false;
    const bool is_known = std::ranges::any_of(history, [&](const CorrectionRow& each) {
        return !each.applied && each.path == row.path && each.old_value == row.old_value &&
               each.new_value == row.new_value && each.author == row.author;
    });
    if (!is_known) {
        TRY_ANSWER(call.study->store->add_correction(row));
        TRY_ANSWER(note_of_interview(call, interview, "interview.conflict"));
    }
    return error_response(
        409,
        "409.8",
        "Somebody else corrected this answer meanwhile, to something else. Theirs "
        "stands and yours is kept beside it: look at the interview again, agree "
        "on one, and correct what stands now or confirm it.");
}

Response store_correction(const Call& call,
                          const FormVersion& form,
                          const StoredInterview& interview,
                          const CorrectionWish& wish) {
    const std::lock_guard lock(call.service.access->corrections);
    const Place place = TRY_ANSWER(find_place(call, form, interview, wish.path));
    Mistakes mistakes;
    if (place.question < 0) {
        mistakes.push_back({"path", "leads to no question of this interview."});
    } else {
        check_answer(form.questionnaire, place.question, wish.new_value, mistakes);
    }
    const std::vector<CorrectionRow> history =
        TRY_ANSWER(call.study->store->correction_history(interview.instance_id));
    // What stands may be confirmed where two were at odds over it.
    const bool settles = has_open_conflict(history, interview.instance_id, wish.path);
    if (wish.new_value == wish.old_value && !settles)
        mistakes.push_back({"new", "is the same as old."});
    if (!mistakes.empty()) return mistakes_response(mistakes);
    CorrectionRow row{.instance_id = interview.instance_id,
                      .path = wish.path,
                      .old_value = wish.old_value,
                      .new_value = wish.new_value,
                      .reason = wish.reason,
                      .author = call.who.name,
                      .at = call.request.now};
    if (place.value != wish.old_value) {
        if (place.value == wish.new_value) return changed(call);  // as somebody else said too
        return keep_conflict(call, interview, history, std::move(row));
    }
    TRY_ANSWER(call.study->store->add_correction(row));
    TRY_ANSWER(note_of_interview(call, interview, "interview.correct"));
    return changed(call);
}

}  // namespace

Response review_interview(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    const ReviewWish wish = read_review(body.object, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    FoundInterview found = find_interview(call);
    if (found.refused) return std::move(*found.refused);
    if (has_moved_on(wish.seen, found.interview)) return moved_on();
    TRY_ANSWER(call.study->store->add_review({.instance_id = found.interview.instance_id,
                                              .at = call.request.now,
                                              .by = call.who.name,
                                              .state = wish.state,
                                              .comment = wish.comment}));
    TRY_ANSWER(note_of_interview(call,
                                 found.interview,
                                 wish.state ? "interview." + std::string(name_of(*wish.state))
                                            : std::string("interview.comment")));
    return changed(call);
}

Response correct_interview(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    const CorrectionWish wish = read_correction(body.object, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    FoundInterview found = find_interview(call);
    if (found.refused) return std::move(*found.refused);
    const FormVersion* form = form_of(*call.study, found.interview);
    if (form == nullptr || form->encrypted) {
        return error_response(409,
                              "409.7",
                              "The answers of this study are encrypted: they are corrected where "
                              "they are decrypted.");
    }
    return store_correction(call, *form, found.interview, wish);
}

Response withdraw_interview(const Call& call) {
    FoundInterview found = find_interview(call);
    if (found.refused) return std::move(*found.refused);
    TRY_ANSWER(
        call.study->store->withdraw(found.interview.instance_id, call.who.name, call.request.now));
    TRY_ANSWER(note_of_interview(call, found.interview, "interview.withdraw"));
    return json_response(200, {{"success", true}});
}

}  // namespace mtm
