#include <array>

#include "capture/fieldwork_calls.h"
#include "capture/route.h"

namespace mtm {
namespace {

constexpr Needs anyone = needs_nothing;
constexpr Needs person = needs_person;

constexpr Needs counts = needs_right(Right::read_counts);
constexpr Needs answers = needs_right(Right::read_answers);
constexpr Needs findings = needs_right(Right::read_findings);
constexpr Needs identifiers = needs_right(Right::read_identifiers);
constexpr Needs review = needs_right(Right::review);

constexpr std::array table{
    Route{"GET", "/v1/openapi.json", anyone, describe_interface},
    Route{"GET", "/v1/studies", person, list_studies},
    Route{"GET", "/v1/studies/{slug}", counts, show_study},
    Route{"GET", "/v1/studies/{slug}/fieldwork", counts, show_fieldwork},
    Route{"GET", "/v1/studies/{slug}/points", answers, list_points},
    Route{"GET", "/v1/studies/{slug}/areas", counts, send_areas},
    Route{"GET", "/v1/studies/{slug}/events", counts, stream_events},
    Route{"GET", "/v1/studies/{slug}/quality", findings, show_quality},
    Route{"GET", "/v1/studies/{slug}/findings", findings, list_findings},
    Route{"GET", "/v1/studies/{slug}/interviews", answers, list_interviews},
    Route{"GET", "/v1/studies/{slug}/interviews/{id}.xml", identifiers, send_interview_xml},
    Route{"GET", "/v1/studies/{slug}/interviews/{id}", answers, show_interview},
    Route{"DELETE",
          "/v1/studies/{slug}/interviews/{id}",
          needs_right(Right::withdraw),
          withdraw_interview},
    Route{
        "GET", "/v1/studies/{slug}/interviews/{id}/files/{name}", identifiers, send_interview_file},
    Route{"POST", "/v1/studies/{slug}/interviews/{id}/review", review, review_interview},
    Route{"POST",
          "/v1/studies/{slug}/interviews/{id}/corrections",
          needs_right(Right::correct),
          correct_interview},
    Route{"GET", "/v1/studies/{slug}/set-aside", review, list_set_aside},
    Route{"GET", "/v1/studies/{slug}/set-aside/{number}", identifiers, send_set_aside},
};

}  // namespace

std::vector<Route> routes_of_fieldwork() {
    return {table.begin(), table.end()};
}

std::optional<Response> respond_fieldwork(Service& service, const Request& request) {
    return dispatch(table, service, request);
}

}  // namespace mtm
