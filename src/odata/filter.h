#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mtm {

/// What $filter can ask of an interview: the columns of `__system`. Absent: null.
struct FilterFacts {
    std::int64_t submission_date = 0;  // milliseconds since 1970-01-01T00:00:00Z
    std::optional<std::int64_t> updated_at;
    std::optional<std::string> submitter_id;
    std::optional<std::string> review_state;
};

/// A $filter of OData 4 over `__system/submissionDate`, `updatedAt`, `submitterId` and
/// `reviewState`, also behind `$root/Submissions/`: eq ne lt le gt ge, and, or, not, parentheses,
/// year() month() day() hour() minute() second() in UTC, now(). Null is equal to null alone, and
/// neither smaller nor larger than anything (OData 4.01, part 2, section 5.1.1.1).
class Filter {
public:
    struct Node;

    /// Why a filter cannot be used: 400 for what is no filter, 501 for what is one, but not
    /// offered.
    struct Refusal {
        int status = 400;
        std::string message;
    };

    struct Parsed;

    [[nodiscard]] static Parsed parse(std::string_view text, std::int64_t now);

    [[nodiscard]] bool accepts(const FilterFacts& facts) const;

private:
    std::shared_ptr<const Node> root_;
};

struct Filter::Parsed {
    Filter filter;
    std::optional<Refusal> refused;
};

}  // namespace mtm
