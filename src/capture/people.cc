#include <array>

#include "capture/people_calls.h"
#include "capture/route.h"

namespace mtm {
namespace {

constexpr Needs anyone = needs_nothing;
constexpr Needs person = needs_person;
constexpr Needs owner{.who = Needs::Who::owner};
constexpr Needs manage = needs_right(Right::manage);
// Supervisors see the devices of their team; the handler cuts the list to it.
constexpr Needs review = needs_right(Right::review);

constexpr std::array table{
    Route{"POST", "/v1/sessions", anyone, sign_in},
    Route{"GET", "/v1/sessions/current", person, show_session},
    Route{"DELETE", "/v1/sessions/current", person, sign_out},
    Route{"GET", "/v1/welcome/{token}", anyone, show_welcome},
    Route{"POST", "/v1/welcome/{token}", anyone, accept_welcome},
    Route{"GET", "/v1/users/current", person, show_current_user},
    Route{"PUT", "/v1/users/current/password", person, change_password},
    Route{"GET", "/v1/users", owner, list_users},
    Route{"POST", "/v1/users", owner, invite_owner},
    Route{"POST", "/v1/users/{id}/welcome", owner, renew_welcome},
    Route{"DELETE", "/v1/users/{id}", owner, disable_user},
    Route{"GET", "/v1/tokens", person, list_tokens},
    Route{"POST", "/v1/tokens", person, make_token},
    Route{"DELETE", "/v1/tokens/{id}", person, end_token},
    Route{"GET", "/v1/audits", person, list_audits},
    Route{"GET", "/v1/studies/{slug}/people", manage, list_people},
    Route{"POST", "/v1/studies/{slug}/people", manage, put_role},
    Route{"DELETE", "/v1/studies/{slug}/people/{id}", manage, take_role},
    Route{"GET", "/v1/studies/{slug}/devices", review, list_devices},
    Route{"POST", "/v1/studies/{slug}/devices", manage, make_device},
    Route{"DELETE", "/v1/studies/{slug}/devices/{id}", manage, revoke_device},
    Route{"GET", "/v1/studies/{slug}/links", manage, list_links},
    Route{"POST", "/v1/studies/{slug}/links", manage, make_link},
    Route{"DELETE", "/v1/studies/{slug}/links/{id}", manage, revoke_link},
};

}  // namespace

std::vector<Route> routes_of_people() {
    return {table.begin(), table.end()};
}

std::optional<Response> respond_people(Service& service, const Request& request) {
    return dispatch(table, service, request);
}

}  // namespace mtm
