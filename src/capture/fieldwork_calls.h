#pragma once

#include "capture/json_answer.h"
#include "capture/route_table.h"
#include "capture/sight.h"

namespace mtm {

// The calls behind the fieldwork page; fieldwork.cc holds the table that leads to them.

// studies.cc
[[nodiscard]] Response list_studies(const Call& call);
[[nodiscard]] Response show_study(const Call& call);

// fieldwork_summary.cc
[[nodiscard]] Response show_fieldwork(const Call& call);

// points.cc
[[nodiscard]] Response list_points(const Call& call);

// areas.cc
[[nodiscard]] Response send_areas(const Call& call);

// events.cc
[[nodiscard]] Response stream_events(const Call& call);

// quality_calls.cc
[[nodiscard]] Response show_quality(const Call& call);
[[nodiscard]] Response list_findings(const Call& call);

// interview_list.cc
[[nodiscard]] Response list_interviews(const Call& call);

// one_interview.cc
[[nodiscard]] Response show_interview(const Call& call);
[[nodiscard]] Response send_interview_xml(const Call& call);
[[nodiscard]] Response send_interview_file(const Call& call);

// interview_actions.cc
[[nodiscard]] Response review_interview(const Call& call);
[[nodiscard]] Response correct_interview(const Call& call);
[[nodiscard]] Response withdraw_interview(const Call& call);

// set_aside.cc
[[nodiscard]] Response list_set_aside(const Call& call);
[[nodiscard]] Response send_set_aside(const Call& call);

// openapi.cc
[[nodiscard]] Response describe_interface(const Call& call);

// --- what several of them share ---

/// An interview in a list, without its answers and without what `sight` leaves out.
[[nodiscard]] Json interview_json(const ServedStudy& study,
                                  const StoredInterview& interview,
                                  const Sight& sight);

/// Whether its answers came encrypted, by what its arrival left beside it.
[[nodiscard]] bool came_sealed(const ServedStudy& study, const StoredInterview& interview);

/// A line of the audit about an interview: by its number, which means nothing once it is withdrawn.
Status note_of_interview(const Call& call, const StoredInterview& interview, std::string what);

/// The interview {id} if it is there and lies in the asker's scope; else it is as if it were not
/// there. `refused` is set in that case, and where the store fails.
struct FoundInterview {
    StoredInterview interview;
    std::optional<Response> refused;
};

[[nodiscard]] FoundInterview find_interview(const Call& call);

/// The version of the form by which an interview is read: its own, or the current one if that is
/// not at hand; null in a study without forms.
[[nodiscard]] const FormVersion* form_of(const ServedStudy& study,
                                         const StoredInterview& interview);

/// The current state's XML.
[[nodiscard]] Result<std::string> current_xml(const ServedStudy& study,
                                              const StoredInterview& interview);

/// Index of the language of a request (parameter `language`: a code or a header), or the form's
/// default; a mistake if the form has no such language.
[[nodiscard]] std::size_t language_of(const Call& call,
                                      const Questionnaire& form,
                                      Mistakes& mistakes);

}  // namespace mtm
