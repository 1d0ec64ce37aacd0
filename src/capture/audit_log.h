#pragma once

#include "base/result.h"
#include "capture/service.h"

namespace mtm {

/// Writes a line into the record of who did what. `number` is given by the store; nothing in it is
/// ever an answer, a password or a token.
[[nodiscard]] Status note_audit(Service& service, const AuditEntry& entry);

}  // namespace mtm
