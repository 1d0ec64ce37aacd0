#include "capture/interview_filter.h"

#include <algorithm>

#include "base/text.h"
#include "capture/query_reader.h"

namespace mtm {
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
