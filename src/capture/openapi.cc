#include "capture/fieldwork_calls.h"
#include "embedded_openapi.h"

namespace mtm {

Response describe_interface(const Call&) {
    return {.status = 200,
            .headers = {{"Content-Type", "application/json; charset=utf-8"},
                        {"Cache-Control", "no-cache"},
                        {"X-Content-Type-Options", "nosniff"}},
            .body = std::string(embedded::openapi()),
            .events = {}};
}

}  // namespace mtm
