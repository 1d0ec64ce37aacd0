#include "capture/respond.h"

#include "capture/route.h"

namespace mtm {
namespace {

using Part = std::optional<Response> (*)(Service&, const Request&);

constexpr Part parts[] = {respond_openrosa};

}  // namespace

Response respond(Service& service, const Request& request) {
    for (const Part part : parts) {
        if (auto response = part(service, request)) return std::move(*response);
    }
    return error_response(404, "404.1", "There is nothing at this address.");
}

}  // namespace mtm
