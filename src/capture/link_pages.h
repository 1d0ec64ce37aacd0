#pragma once

#include <optional>

#include "capture/message.h"
#include "capture/service.h"

namespace mtm {

/// What the page of a link asks for: /f/TOKEN/form.json, form.xml, media/NAME, app.webmanifest and
/// POST submission (docs/formats/rest.md). Absent for every other path.
[[nodiscard]] std::optional<Response> respond_link(Service& service, const Request& request);

}  // namespace mtm
