#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mtm {

/// One row of the log that a device keeps while a form is filled (audit.csv of ODK Collect; format:
/// the ODK XForms specification, client audit logs). Instants are milliseconds since
/// 1970-01-01T00:00:00Z: the first is from the device's clock, the others are so much later as time
/// has passed, whatever was done to the clock meanwhile.
struct AuditEvent {
    std::string_view event;  // "question", "group questions", "jump", "form finalize", …
    std::string_view node;   // "/data/household[2]/age"; empty where the event has none
    std::int64_t start = 0;
    std::optional<std::int64_t> end;  // of events that last
    std::optional<double> accuracy;   // metres, where the form logs places; 0: a mock location

    bool operator==(const AuditEvent&) const = default;
};

struct AuditLog {
    std::vector<AuditEvent> events;  // views into what was read
    bool broken = false;             // it has no header, or a row that is none
};

/// Reads a log. Columns are found by their header, those that are not used here are passed over
/// (they may hold answers). Reading ends at the first row that is none, or
/// after 50,000.
[[nodiscard]] AuditLog read_audit_log(std::string_view csv);

}  // namespace mtm
