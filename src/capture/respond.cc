#include "capture/respond.h"

#include "capture/route.h"

namespace mtm {
namespace {

using Part = std::optional<Response> (*)(Service&, const Request&);

// Behind OpenRosa, which answers HEAD in its own way.
constexpr Part parts[] = {
    respond_people, respond_fieldwork, respond_central, respond_public, respond_pages};

Response ask_parts(Service& service, const Request& request) {
    for (const Part part : parts) {
        if (auto response = part(service, request)) return std::move(*response);
    }
    return error_response(404, "404.1", "There is nothing at this address.");
}

}  // namespace

// HEAD is GET whose body the server does not send.
Response respond(Service& service, const Request& request) {
    if (auto response = respond_openrosa(service, request)) return std::move(*response);
    if (request.method != "HEAD") return ask_parts(service, request);
    Request get = request;
    get.method = "GET";
    return ask_parts(service, get);
}

}  // namespace mtm
