#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "capture/message.h"
#include "store/interview_store.h"

namespace mtm {

/// Keeps the order in which fields were written: answers are read by people too.
using Json = nlohmann::ordered_json;

/// One thing that is wrong with a request, and where.
struct Mistake {
    std::string field;  // name of the query parameter or of the body's field
    std::string message;
};

using Mistakes = std::vector<Mistake>;

/// Never cached: answers of this server are about people.
[[nodiscard]] Response json_response(int status, const Json& body);

/// 400, with every mistake in "details".
[[nodiscard]] Response mistakes_response(const Mistakes& mistakes);

/// 503: the store could not do it. Nothing of the cause is told; it is in the log.
[[nodiscard]] Response unavailable(const Error& error);

[[nodiscard]] Response not_found();

/// The body as a JSON object; else what to answer (415, 413, 400).
struct JsonBody {
    Json object;
    std::optional<Response> refused;
};

[[nodiscard]] JsonBody read_json(const Request& request);

/// A text of a JSON object: absent or null is empty; another type, invalid UTF-8, a control
/// character other than line breaks or more than `longest` characters is a mistake.
[[nodiscard]] std::string text_in(const Json& object,
                                  const std::string& field,
                                  std::size_t longest,
                                  Mistakes& mistakes);

/// A field that the object must not have: told as a mistake, so that a misspelt one is noticed.
void refuse_unknown_fields(const Json& object,
                           const std::vector<std::string>& known,
                           Mistakes& mistakes);

/// "2024-04-15T08:30:00.000Z".
[[nodiscard]] std::string iso_time(Instant instant);
[[nodiscard]] Json iso_time_or_null(std::optional<Instant> instant);

}  // namespace mtm

/// The value of a Result, or answer 503 from the enclosing handler.
#define TRY_ANSWER(expression)                                           \
    __extension__({                                                      \
        auto mtm_try_result = (expression);                              \
        if (!mtm_try_result) return unavailable(mtm_try_result.error()); \
        std::move(mtm_try_result).value();                               \
    })
