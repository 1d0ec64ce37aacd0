#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "capture/json_answer.h"
#include "capture/message.h"

namespace mtm {

/// Reads the parameters of a query; every mistake is noted. A parameter that is not there is empty.
class QueryReader {
public:
    QueryReader(const Request& request, Mistakes& mistakes)
        : request_(request), mistakes_(mistakes) {}

    std::string text(const std::string& name);

    /// An ISO 8601 date.
    std::string day(const std::string& name);

    std::optional<bool> truth(const std::string& name);

    std::int64_t number(const std::string& name,
                        std::int64_t otherwise,
                        std::int64_t least,
                        std::int64_t most);

    std::optional<ReviewState> review(const std::string& name);

    void fail(const std::string& name, std::string message);

private:
    const Request& request_;
    Mistakes& mistakes_;
};

}  // namespace mtm
