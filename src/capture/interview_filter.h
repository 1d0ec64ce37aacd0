#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "capture/json_answer.h"
#include "capture/message.h"
#include "capture/sight.h"

namespace mtm {

/// Which interviews a request asks for, and which part of the list.
struct InterviewQuery {
    InterviewFilter filter;   // cut to what the asker may see
    std::int64_t before = 0;  // a sequence; 0: from the latest
    int limit = 0;
};

/// Reads day_from, day_to, area, group… of a query. Every mistake is named, a parameter that is not
/// known too: a misspelt filter must not give everything.
[[nodiscard]] InterviewQuery read_interview_query(const Request& request,
                                                  const Sight& sight,
                                                  int usual_limit,
                                                  int largest_limit,
                                                  Mistakes& mistakes);

/// Names of parameters that are not among these.
void refuse_unknown_parameters(const Request& request,
                               const std::vector<std::string>& known,
                               Mistakes& mistakes);

}  // namespace mtm
