#include "capture/interview_filter.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "store/interview_states.h"

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

class QueryReader {
public:
    QueryReader(const Request& request, Mistakes& mistakes)
        : request_(request), mistakes_(mistakes) {}

    std::string text(const std::string& name) {
        const std::optional<std::string_view> value = request_.parameter(name);
        if (!value) return {};
        if (value->empty()) {
            fail(name, "is empty; leave it out to ask for all.");
        } else if (!is_utf8(*value) || length_utf8(*value) > longest_value) {
            fail(name, "must be at most 200 characters of UTF-8.");
        }
        return std::string(*value);
    }

    std::string day(const std::string& name) {
        std::string value = text(name);
        if (!value.empty() && !is_day(value)) fail(name, "must be a date such as 2024-04-15.");
        return value;
    }

    std::optional<bool> truth(const std::string& name) {
        const std::optional<std::string_view> value = request_.parameter(name);
        if (!value) return std::nullopt;
        if (*value != "true" && *value != "false") fail(name, "must be true or false.");
        return *value == "true";
    }

    std::int64_t number(const std::string& name,
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
             "must be a whole number from " + std::to_string(least) + " to " +
                 std::to_string(most) + ".");
        return otherwise;
    }

    std::optional<ReviewState> review(const std::string& name) {
        const std::string value = text(name);
        const std::optional<ReviewState> state = review_state_named(value);
        if (!value.empty() && !state) {
            fail(name, "must be none, has_issues, approved or rejected.");
        }
        return state;
    }

    void fail(const std::string& name, std::string message) {
        mistakes_.push_back({name, std::move(message)});
    }

private:
    const Request& request_;
    Mistakes& mistakes_;
};

}  // namespace

void refuse_unknown_parameters(const Request& request,
                               const std::vector<std::string>& known,
                               Mistakes& mistakes) {
    for (std::size_t i = 0; i < request.query.size(); ++i) {
        const std::string& name = request.query[i].first;
        if (std::ranges::find(known, name) == known.end()) {
            mistakes.push_back({name, "is not known here. " + did_you_mean(name, known, {})});
        } else if (std::ranges::any_of(request.query.begin(),
                                       request.query.begin() + static_cast<std::ptrdiff_t>(i),
                                       [&](const auto& other) { return other.first == name; })) {
            mistakes.push_back({name, "is given twice."});
        }
    }
}

InterviewQuery read_interview_query(const Request& request,
                                    const Sight& sight,
                                    int usual_limit,
                                    int largest_limit,
                                    Mistakes& mistakes) {
    std::vector<std::string> known{
        "day_from", "day_to", "area", "language", "flag", "review", "pilot", "before", "limit"};
    // Who held the interview is not for an analyst; nor could they find out by asking for a name.
    if (sight.staff) known.insert(known.end(), {"enumerator", "sender"});
    refuse_unknown_parameters(request, known, mistakes);
    QueryReader read(request, mistakes);
    InterviewQuery out;
    InterviewFilter& filter = out.filter;
    filter.day_from = read.day("day_from");
    filter.day_to = read.day("day_to");
    if (!filter.day_from.empty() && !filter.day_to.empty() && filter.day_to < filter.day_from) {
        read.fail("day_to", "lies before day_from.");
    }
    filter.area = read.text("area");
    filter.enumerator = sight.staff ? read.text("enumerator") : std::string();
    if (sight.staff && request.parameter("sender")) filter.senders = {read.text("sender")};
    filter.language = read.text("language");
    filter.flag = read.text("flag");
    filter.review = read.review("review");
    filter.pilot = read.truth("pilot");
    out.before = read.number("before", 0, 1, std::int64_t{1} << 53U);
    out.limit = static_cast<int>(read.number("limit", usual_limit, 1, largest_limit));
    filter = sight.within(std::move(filter));
    return out;
}

}  // namespace mtm
