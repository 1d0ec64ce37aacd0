#pragma once

#include <string_view>

#include "capture/message.h"

namespace mtm {

/// Which kind of call a request is, for metrics and the log: "form-list", "submission", "odata", …
/// A fixed set of words; never anything of the path itself, which may hold a token or the name of
/// an interview.
[[nodiscard]] std::string_view route_class(const Request& request);

}  // namespace mtm
