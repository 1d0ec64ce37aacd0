#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mtm {

/// Why the head of a request is refused: the status line to answer with, and a sentence.
struct HeadFault {
    int status = 400;
    std::string sentence;

    bool operator==(const HeadFault&) const = default;
};

/// Looks at the raw head of a request, from the request line to the empty line, before the parser
/// does: two programs that read a head in different ways can be made to disagree on where a
/// request ends, so whatever leaves room for that is refused. Refused are bare CR or LF, folded
/// lines, white space before a colon, Content-Length twice or beside Transfer-Encoding or not in
/// digits alone, any Transfer-Encoding but "chunked", no Host or two, NUL and control characters,
/// more than `most_headers` header lines.
/// REQUIRES: `head` ends with CR LF CR LF, and these stand nowhere before.
[[nodiscard]] std::optional<HeadFault> head_fault(std::string_view head, int most_headers);

/// What can be refused before the head is complete, so that no one waits for an end that will not
/// come: looks at the bytes from `from` on. A request line longer than `longest_line` is 414.
[[nodiscard]] std::optional<HeadFault> partial_head_fault(std::string_view head,
                                                          std::size_t from,
                                                          std::size_t longest_line);

}  // namespace mtm
