#include "capture/openrosa.h"

#include "capture/route.h"

namespace mtm {

std::optional<Response> respond_openrosa(Service& service, const Request& request) {
    const auto path = openrosa_path(service, request.path);
    if (!path) return std::nullopt;
    Access access = identify(service, request);
    if (access.refused) return as_openrosa(service, std::move(*access.refused));
    if (access.who.kind == Identity::Kind::nobody)
        return as_openrosa(service, ask_for_credentials(service, request));
    return as_openrosa(service, answer_openrosa(service, request, *path, access.who));
}

}  // namespace mtm
