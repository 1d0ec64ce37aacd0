#include "capture/query_reader.h"

#include <charconv>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::size_t longest_value = 200;  // characters of a filter's value

bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
        if (text[i] < '0' || text[i] > '9') return false;
    }
    const int month = (text[5] - '0') * 10 + (text[6] - '0');
    const int day = (text[8] - '0') * 10 + (text[9] - '0');
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

}  // namespace

std::string QueryReader::text(const std::string& name) {
    const std::optional<std::string_view> value = request_.parameter(name);
    if (!value) return {};
    if (value->empty()) {
        fail(name, "is empty; leave it out to ask for all.");
    } else if (!is_utf8(*value) || length_utf8(*value) > longest_value) {
        fail(name, "must be at most 200 characters of UTF-8.");
    }
    return std::string(*value);
}

std::string QueryReader::day(const std::string& name) {
    std::string value = text(name);
    if (!value.empty() && !is_day(value)) fail(name, "must be a date such as 2024-04-15.");
    return value;
}

std::optional<bool> QueryReader::truth(const std::string& name) {
    const std::optional<std::string_view> value = request_.parameter(name);
    if (!value) return std::nullopt;
    if (*value != "true" && *value != "false") fail(name, "must be true or false.");
    return *value == "true";
}

std::int64_t QueryReader::number(const std::string& name,
                                 std::int64_t otherwise,
                                 std::int64_t least,
                                 std::int64_t most) {
    const std::optional<std::string_view> value = request_.parameter(name);
    if (!value) return otherwise;
    std::int64_t out = 0;
    const char* end = value->data() + value->size();
    const auto [stop, error] = std::from_chars(value->data(), end, out);
    if (error == std::errc() && stop == end && out >= least && out <= most) return out;
    fail(name,
         "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
             ".");
    return otherwise;
}

std::optional<ReviewState> QueryReader::review(const std::string& name) {
    const std::string value = text(name);
    const std::optional<ReviewState> state = review_state_named(value);
    if (!value.empty() && !state) {
        fail(name, "must be none, has_issues, approved or rejected.");
    }
    return state;
}

void QueryReader::fail(const std::string& name, std::string message) {
    mistakes_.push_back({name, std::move(message)});
}

}  // namespace mtm
