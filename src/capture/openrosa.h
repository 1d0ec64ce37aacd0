#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/identity.h"
#include "capture/message.h"
#include "capture/service.h"

namespace mtm {

/// A path of the OpenRosa interface, wherever it stands: at the root, under /key/TOKEN, or under
/// /SLUG for one study alone.
struct OpenRosaPath {
    enum class Call { form_list, submission, form };

    Call call = Call::form_list;
    std::string prefix;           // "", "/key/TOKEN", "/SLUG": every URL handed out repeats it
    ServedStudy* only = nullptr;  // of /SLUG
    std::string_view rest;        // of the path, behind the prefix, without a slash at its end
};

/// Absent if the path is none of OpenRosa's. The path must outlive the answer.
[[nodiscard]] std::optional<OpenRosaPath> openrosa_path(const Service& service,
                                                        std::string_view path);

/// The answer to a call of somebody who has been identified. Over plain http from elsewhere, only
/// studies whose answers are encrypted on the device are there, unless the owner insists.
[[nodiscard]] Response answer_openrosa(Service& service,
                                       const Request& request,
                                       const OpenRosaPath& path,
                                       const Identity& who);

/// The studies behind a path to which `who` may send interviews.
[[nodiscard]] std::vector<ServedStudy*> open_to(const Service& service,
                                                const OpenRosaPath& path,
                                                const Identity& who);

/// Gives any answer what clients of OpenRosa must find in it, whoever made it: the headers, and for
/// an error its sentence where they look for it.
[[nodiscard]] Response as_openrosa(const Service& service, Response response);

/// An answer with a sentence for who holds the device. Clients show it.
[[nodiscard]] Response openrosa_message(int status, std::string_view sentence);

}  // namespace mtm
