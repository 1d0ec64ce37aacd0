#pragma once

#include "capture/message.h"
#include "capture/service.h"

namespace mtm {

/// The whole server as a function: OpenRosa for tablets, /v1 for pages and programs, the pages
/// themselves. Called from many threads at once. Returns an answer for everything, also for
/// nonsense; an interview is answered 201 or 202 only once the store has said that it is on disk.
[[nodiscard]] Response respond(Service& service, const Request& request);

}  // namespace mtm
