#include <array>

#include "capture/central_calls.h"
#include "capture/route.h"

namespace mtm {
namespace {

constexpr Needs person = needs_person;

constexpr Needs counts = needs_right(Right::read_counts);
constexpr Needs answers = needs_right(Right::read_answers);
constexpr Needs identifiers = needs_right(Right::read_identifiers);
constexpr Needs review = needs_right(Right::review);
constexpr Needs submit = needs_right(Right::submit);

constexpr std::array table{
    Route{"GET", "/v1/projects", person, central_projects},
    Route{"GET", "/v1/projects/{project}", counts, central_project},
    Route{"GET", "/v1/projects/{project}/app-users", review, central_app_users},
    Route{"GET", "/v1/projects/{project}/datasets", counts, central_empty_list},
    Route{"GET", "/v1/projects/{project}/forms", counts, central_forms},
    Route{"GET", "/v1/projects/{project}/forms/{form}.svc", answers, central_service},
    Route{"GET", "/v1/projects/{project}/forms/{form}.svc/{path*}", answers, central_odata},
    Route{"GET", "/v1/projects/{project}/forms/{form}.xml", counts, central_form_xml},
    Route{"GET", "/v1/projects/{project}/forms/{form}", counts, central_form},
    Route{"GET", "/v1/projects/{project}/forms/{form}/versions", counts, central_form_versions},
    Route{"GET",
          "/v1/projects/{project}/forms/{form}/versions/{version}.xml",
          counts,
          central_version_xml},
    Route{"GET",
          "/v1/projects/{project}/forms/{form}/versions/{version}",
          counts,
          central_form_version},
    Route{"GET", "/v1/projects/{project}/forms/{form}/fields", counts, central_fields},
    Route{"GET", "/v1/projects/{project}/forms/{form}/attachments", counts, central_form_files},
    Route{
        "GET", "/v1/projects/{project}/forms/{form}/attachments/{name}", counts, central_form_file},
    Route{
        "GET", "/v1/projects/{project}/forms/{form}/submissions.csv.zip", answers, central_export},
    Route{
        "POST", "/v1/projects/{project}/forms/{form}/submissions.csv.zip", answers, central_export},
    Route{"GET", "/v1/projects/{project}/forms/{form}/submissions", answers, central_submissions},
    Route{"POST", "/v1/projects/{project}/forms/{form}/submissions", submit, central_create},
    Route{
        "GET", "/v1/projects/{project}/forms/{form}/submissions/keys", answers, central_empty_list},
    Route{"GET",
          "/v1/projects/{project}/forms/{form}/submissions/{id}.xml",
          identifiers,
          central_submission_xml},
    Route{
        "GET", "/v1/projects/{project}/forms/{form}/submissions/{id}", answers, central_submission},
    Route{"PATCH", "/v1/projects/{project}/forms/{form}/submissions/{id}", review, central_review},
    Route{"PUT", "/v1/projects/{project}/forms/{form}/submissions/{id}", submit, central_edit},
    Route{"GET",
          "/v1/projects/{project}/forms/{form}/submissions/{id}/comments",
          answers,
          central_comments},
    Route{"POST",
          "/v1/projects/{project}/forms/{form}/submissions/{id}/comments",
          review,
          central_comment},
    Route{"GET",
          "/v1/projects/{project}/forms/{form}/submissions/{id}/attachments",
          identifiers,
          central_submission_files},
    Route{"GET",
          "/v1/projects/{project}/forms/{form}/submissions/{id}/attachments/{name}",
          identifiers,
          central_submission_file},
    Route{"POST",
          "/v1/projects/{project}/forms/{form}/submissions/{id}/attachments/{name}",
          submit,
          central_upload},
};

Response not_offered(const Request& request) {
    const bool changes = request.method != "GET" && request.method != "HEAD";
    return error_response(501,
                          "501.1",
                          changes
                              ? "This is not done through Central's interface: forms, tablets and "
                                "people of a study are changed with mtm and on its pages."
                              : "MTM speaks a part of Central's interface; this is not in it.");
}

// Excel and Power BI send a password only after they have been asked for one. Of OData alone: where
// pages ask, a browser would ask too.
void ask_for_basic(const Request& request, Response& response) {
    if (response.status != 401 || !(request.secure || request.loopback)) return;
    if (request.path.find(".svc") == std::string::npos) return;
    response.headers.push_back({"WWW-Authenticate", "Basic realm=\"MTM\", charset=\"UTF-8\""});
}

}  // namespace

std::vector<Route> routes_of_central() {
    return {table.begin(), table.end()};
}

std::optional<Response> respond_central(Service& service, const Request& request) {
    if (request.path != "/v1/projects" && !request.path.starts_with("/v1/projects/")) {
        return std::nullopt;
    }
    std::optional<Response> response = dispatch(table, service, request);
    const bool unknown = !response || response->status == 405;
    if (unknown) {
        // What is offered is nobody's secret, but nothing is said over plain http.
        response = refuse_plain_http(service, request);
        if (!response) response = not_offered(request);
    }
    ask_for_basic(request, *response);
    if (request.path.find(".svc") != std::string::npos) {
        response->headers.push_back({"OData-Version", "4.0"});
    }
    return response;
}

}  // namespace mtm
