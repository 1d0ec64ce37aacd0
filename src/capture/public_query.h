#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capture/published.h"

namespace mtm {

/// What the interface for everybody lists.
enum class PublicList { operations, tables, figures };

/// The fields of each item of a list, in order: of JSON and of CSV.
[[nodiscard]] const std::vector<std::string_view>& fields_of(PublicList list);

/// A parameter by which items are chosen. Names are those of the API of IOM's Displacement Tracking
/// Matrix, version 3, where it has them; they are known in any case of letters, as there.
struct PublicFilter {
    enum class Kind {
        is,         // one of the values that are given, whatever the case
        is_number,  // the same, of whole numbers
        from_day,   // not before it
        to_day,
        from_number,  // not under it; 0 asks for all
        to_number
    };

    std::string_view name;
    std::string_view field;
    Kind kind = Kind::is;
};

/// Those that a list knows: whose field its items have.
[[nodiscard]] std::vector<PublicFilter> filters_of(PublicList list);

/// What a request asks of a list.
struct PublicQuery {
    struct Test {
        PublicFilter filter;
        std::vector<std::string> values;  // ASCII letters in lower case; of bounds one
        std::int64_t number = 0;          // of bounds that are numbers
    };

    std::vector<Test> tests;
    std::size_t offset = 0;
    std::size_t limit = 0;
    bool csv = false;
};

/// A parameter that is not known is a mistake, which names those that are; an empty one counts as
/// not given.
[[nodiscard]] PublicQuery read_public_query(const Request& request,
                                            PublicList list,
                                            Mistakes& mistakes);

/// The items that were asked for, each as long as `fields_of`, and how many there are in all.
/// Points into the studies that it was chosen from.
struct PublicPage {
    std::vector<std::vector<const Json*>> items;
    std::size_t total = 0;
};

[[nodiscard]] PublicPage choose(const PublishedStudies& shown,
                                PublicList list,
                                const PublicQuery& query);

/// A header and a line for each item (RFC 4180, LF). What a spreadsheet would run as a formula has
/// an apostrophe in front.
[[nodiscard]] std::string csv_of(const PublicPage& page, PublicList list);

/// A JSON array of objects, in text.
[[nodiscard]] std::string json_list_of(const PublicPage& page, PublicList list);

}  // namespace mtm
