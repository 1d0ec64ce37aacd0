#include "capture/route_table.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "capture/json_answer.h"
#include "capture/route.h"

namespace mtm {
namespace {

using Parts = std::vector<std::pair<std::string_view, std::string>>;

// Takes "{id}.xml" apart: what stands before and after the braces must fit.
bool segment_fits(std::string_view pattern, std::string_view segment, Parts& parts) {
    const std::size_t open = pattern.find('{');
    if (open == std::string_view::npos) return pattern == segment;
    const std::size_t close = pattern.find('}', open);
    const std::string_view before = pattern.substr(0, open);
    const std::string_view after = pattern.substr(close + 1);
    if (segment.size() <= before.size() + after.size() || !segment.starts_with(before) ||
        !segment.ends_with(after)) {
        return false;
    }
    parts.emplace_back(
        pattern.substr(open + 1, close - open - 1),
        segment.substr(before.size(), segment.size() - before.size() - after.size()));
    return true;
}

std::optional<Parts> match(std::string_view pattern, std::string_view path) {
    Parts parts;
    const std::vector<std::string_view> wanted = split(pattern, '/');
    const std::vector<std::string_view> given = split(path, '/');
    const bool open_ended = wanted.back().ends_with("*}");
    if (open_ended ? given.size() < wanted.size() : wanted.size() != given.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (open_ended && i + 1 == wanted.size()) {
            const auto from = static_cast<std::size_t>(given[i].data() - path.data());
            parts.emplace_back(wanted[i].substr(1, wanted[i].size() - 3), path.substr(from));
            break;
        }
        if (!segment_fits(wanted[i], given[i], parts)) return std::nullopt;
    }
    return parts;
}

bool has_part(const Call& call, std::string_view name) {
    return std::ranges::any_of(call.parts, [&](const auto& part) { return part.first == name; });
}

bool names_study(const Call& call) {
    return has_part(call, "slug") || has_part(call, "project");
}

// Of the study that an address names; of a project that is not there, no study's.
std::string slug_of(const Call& call) {
    if (has_part(call, "slug")) return call.part("slug");
    const std::string& text = call.part("project");
    int number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = end.ec == std::errc() && end.ptr == text.data() + text.size();
    const ServedStudy* study = is_number ? call.service.find_project(number) : nullptr;
    return study == nullptr ? std::string() : study->slug;
}

std::optional<Response> refuse_by_needs(const Needs& needs, const Call& call) {
    const Identity& who = call.who;
    if (who.kind == Identity::Kind::nobody) {
        return error_response(401, "401.1", "Sign in first.");
    }
    if (needs.who == Needs::Who::right) {
        return refuse_unless(who, slug_of(call), needs.right);
    }
    if (!who.is_person() || (needs.who == Needs::Who::owner && !who.owner)) {
        return error_response(403, "403.1", "You do not have the right to do that.");
    }
    return std::nullopt;
}

Response answer(const Route& route, Call call) {
    if (route.needs.who != Needs::Who::anyone) {
        Access access = identify(call.service, call.request);
        if (access.refused) return std::move(*access.refused);
        call.who = std::move(access.who);
        if (std::optional<Response> refusal = refuse_by_needs(route.needs, call)) {
            return std::move(*refusal);
        }
    }
    if (names_study(call)) {
        call.study = call.service.find_study(slug_of(call));
        if (call.study == nullptr) return not_found();
    }
    return route.handler(call);
}

}  // namespace

const std::string& Call::part(std::string_view name) const {
    const auto at =
        std::ranges::find_if(parts, [name](const auto& part) { return part.first == name; });
    CHECK(at != parts.end());
    return at->second;
}

std::optional<Response> dispatch(std::span<const Route> routes,
                                 Service& service,
                                 const Request& request) {
    const std::string_view method =
        request.method == "HEAD" ? std::string_view("GET") : request.method;
    std::vector<std::string> allowed;
    for (const Route& route : routes) {
        std::optional<Parts> parts = match(route.pattern, request.path);
        if (!parts) continue;
        if (route.method != method) {
            allowed.emplace_back(route.method);
            continue;
        }
        if (!route.needs.plain_http) {
            if (std::optional<Response> plain = refuse_plain_http(service, request)) return plain;
        }
        Response response = answer(route, {service, request, {}, nullptr, std::move(*parts)});
        if (response.status == 503 && service.log) {
            service.log("not answered: " + std::string(method) + " " + std::string(route.pattern) +
                        (response.cause.empty() ? "" : ": " + response.cause));
        }
        return response;
    }
    if (allowed.empty()) return std::nullopt;
    Response response =
        error_response(405, "405.1", "This address does not answer to " + request.method + ".");
    response.headers.push_back({"Allow", join(allowed, ", ")});
    return response;
}

}  // namespace mtm
