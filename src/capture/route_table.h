#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "capture/identity.h"
#include "capture/message.h"
#include "capture/service.h"

namespace mtm {

/// A call of /v1 with what every handler needs: who asks (proved, and allowed to), the study of its
/// address, and the parts of the address by their names in the pattern.
struct Call {
    Service& service;
    const Request& request;
    Identity who;
    ServedStudy* study = nullptr;  // of {slug} or {project}
    std::vector<std::pair<std::string_view, std::string>> parts;

    /// REQUIRES: the pattern names it.
    [[nodiscard]] const std::string& part(std::string_view name) const;
};

/// Who may make a call at all.
struct Needs {
    enum class Who { anyone, person, owner, right } who = Who::person;
    Right right = Right::manage;  // in the study of the address; of Who::right
    bool plain_http = false;      // what everybody may read needs no secret way
};

inline constexpr Needs needs_nothing{.who = Needs::Who::anyone};
inline constexpr Needs needs_nothing_at_all{.who = Needs::Who::anyone, .plain_http = true};
inline constexpr Needs needs_person{.who = Needs::Who::person};

constexpr Needs needs_right(Right right) {
    return {.who = Needs::Who::right, .right = right};
}

/// One call: "/v1/studies/{slug}/people/{id}". A part in braces holds no slash, but the last one
/// may be "{path*}": the rest of the address. {project} is the number of a study.
struct Route {
    std::string_view method;
    std::string_view pattern;
    Needs needs;
    Response (*handler)(const Call& call);
};

/// All calls of the parts that answer by tables, for the description of the interface and for
/// tests.
[[nodiscard]] std::vector<Route> routes_of_people();
[[nodiscard]] std::vector<Route> routes_of_fieldwork();
[[nodiscard]] std::vector<Route> routes_of_central();
[[nodiscard]] std::vector<Route> routes_of_public();

/// Answers by the first route whose pattern and method fit; absent if no pattern fits. In this
/// order: 403 over plain http (unless `needs` allows it), 401 or 403 by `needs`, 404 for a study
/// that is not there, the handler. HEAD is answered as GET.
[[nodiscard]] std::optional<Response> dispatch(std::span<const Route> routes,
                                               Service& service,
                                               const Request& request);

}  // namespace mtm
