#include "store/point_in_time.h"

#include <algorithm>
#include <utility>

#include "store/interview_states.h"

namespace mtm {
namespace {

// An edit begins again: only what was said of it since it came holds. Of a first state all holds,
// since an import may bring in later what was decided before.
ReviewState review_of(const std::vector<ReviewEvent>& reviews, bool edited, Instant received) {
    ReviewState out = ReviewState::none;
    for (const ReviewEvent& event : reviews) {
        if (event.state && (!edited || event.at >= received)) out = *event.state;
    }
    return out;
}

}  // namespace

Result<std::optional<InterviewStore::Current>> as_it_stood(const InterviewStore& store,
                                                           InterviewStore::Current now,
                                                           Instant until) {
    StoredInterview& interview = now.interview;
    if (interview.received > until) return std::optional<InterviewStore::Current>();
    if (interview.updated <= until) return std::optional(std::move(now));
    std::vector<SubmissionBytes> states = TRY(store.history(interview.instance_id));
    std::erase_if(states, [until](const SubmissionBytes& state) { return state.received > until; });
    if (states.empty()) return std::optional<InterviewStore::Current>();
    std::vector<StateLink> links;
    for (const SubmissionBytes& state : states)
        links.push_back({state.instance_id, state.deprecated_id});
    const InterviewShape shape = shape_of(links);
    const std::vector<ReviewEvent> reviews =
        made_until(TRY(store.reviews(interview.instance_id)), until);
    SubmissionBytes& current = states[shape.current];
    interview.instance_id = states[shape.first].instance_id;
    interview.current_id = current.instance_id;
    interview.version = current.version;
    interview.pilot = current.pilot;
    interview.edits = static_cast<int>(states.size()) - 1;
    interview.review = review_of(reviews, shape.current != shape.first, current.received);
    interview.updated = until;
    now.xml = std::move(current.xml);
    return std::optional(std::move(now));
}

}  // namespace mtm
