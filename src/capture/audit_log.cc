#include "capture/audit_log.h"

namespace mtm {

Status note_audit(Service& service, const AuditEntry& entry) {
    return service.organisation->add_audit(entry);
}

}  // namespace mtm
