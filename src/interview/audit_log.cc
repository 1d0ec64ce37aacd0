#include "interview/audit_log.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::size_t most_events = 50'000;

// A quotation mark opens a quoted field only where the field begins.
std::string_view take_quoted_field(std::string_view& rest) {
    std::size_t end = 1;
    while ((end = rest.find('"', end)) != std::string_view::npos) {
        if (end + 1 < rest.size() && rest[end + 1] == '"') {
            end += 2;
            continue;
        }
        break;
    }
    const std::size_t close = std::min(end, rest.size());
    const std::string_view field = rest.substr(1, close - 1);
    rest.remove_prefix(close == rest.size() ? close : close + 1);
    return field;
}

std::string_view take_field(std::string_view& rest) {
    if (rest.starts_with('"')) return take_quoted_field(rest);
    const std::size_t end = std::min(rest.find_first_of(",\n"), rest.size());
    const std::string_view field = rest.substr(0, end);
    rest.remove_prefix(end);
    return field.ends_with('\r') ? field.substr(0, field.size() - 1) : field;
}

// One record, which may go over several lines; `rest` then begins behind its line end.
void take_record(std::string_view& rest, std::vector<std::string_view>& fields) {
    fields.clear();
    while (true) {
        fields.push_back(take_field(rest));
        if (rest.starts_with('\r')) rest.remove_prefix(1);
        if (rest.empty()) return;
        const char separator = rest[0];
        rest.remove_prefix(1);
        if (separator == '\n') return;
    }
}

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

}  // namespace

AuditLog read_audit_log(std::string_view csv) {
    AuditLog out;
    if (csv.starts_with("\xef\xbb\xbf")) csv.remove_prefix(3);
    std::vector<std::string_view> header;
    take_record(csv, header);
    const auto column = [&header](std::string_view name) {
        return static_cast<std::size_t>(std::ranges::find(header, name) - header.begin());
    };
    const std::size_t event = column("event");
    const std::size_t node = column("node");
    const std::size_t start = column("start");
    const std::size_t end = column("end");
    const std::size_t accuracy = column("accuracy");
    out.broken = std::max({event, node, start, end}) >= header.size();
    std::vector<std::string_view> fields;
    while (!out.broken && !csv.empty() && out.events.size() < most_events) {
        take_record(csv, fields);
        if (fields.size() == 1 && fields[0].empty()) continue;
        const auto field = [&fields](std::size_t at) {
            return at < fields.size() ? fields[at] : std::string_view();
        };
        const auto began = number_in<std::int64_t>(field(start));
        if (field(event).empty() || !began) {
            out.broken = true;
            break;
        }
        out.events.push_back({.event = field(event),
                              .node = field(node),
                              .start = *began,
                              .end = number_in<std::int64_t>(field(end)),
                              .accuracy = number_in<double>(field(accuracy))});
    }
    return out;
}

}  // namespace mtm
