#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mtm {

/// A number as a release printed it. What stands for the number of people is the count of those
/// whom it tells of, and the base that they are part of; absent where it was not printed.
struct ReleasedNumber {
    std::string id;     // the same in every release of a round: "table/education/male/secondary"
    std::string where;  // for people: the table's title, or the sentence
    std::string value;  // as printed, or unrounded as the files of tables have it; empty: none
    std::optional<long long> n;
    std::optional<long long> base;
    bool withheld = false;
    /// It is made of what people answered and not of how many they are: a mean, a total, a ratio or
    /// a quantile. Known where it is printed, and not kept.
    bool of_answers = false;

    bool operator==(const ReleasedNumber&) const = default;
};

/// The id of the number of interviews that enter the figures.
inline constexpr const char* interviews_counted = "interviews/counted";

/// Numbers by their ids: the people of the parts are different people, and together they are those
/// of the whole.
struct NumberLine {
    std::string whole;
    std::vector<std::string> parts;
};

/// How two releases tell of few: by the numbers themselves, by those of the base whom they leave
/// out, by their bases, by what is left of a whole without its printed parts, or by a number of
/// answers (ReleasedNumber::of_answers) that changed while fewer than may be told of came or went.
enum class TellingBy { count, complement, base, rest, answer };

/// A number that, with the same one of an earlier release, tells of fewer people than may be told
/// of: by how many it grew, or (negative) fell.
struct TellingDifference {
    std::string id;
    TellingBy by = TellingBy::count;
    long long people = 0;  // of `answer` 0 where as many people have one

    bool operator==(const TellingDifference&) const = default;
};

/// Who has both releases of a round subtracts: where people withdrew in between, each number falls
/// by how many of them it had counted. Between 1 and threshold − 1 of them are as few as in a cell
/// of a table, and tell what these few had answered. Gives every such difference, in the order of
/// `now`; numbers that only one release printed tell nothing by themselves.
///
/// Where people only withdrew, or only came, nothing is told of fewer than the threshold by any
/// number, its base, the rest of its base, or any sum of parts of a line, if this gives nothing.
/// Where answers were corrected too, people come to one number and leave another; only what the
/// numbers differ by is judged; but a number of answers that changed while its people did not tells
/// what was corrected. Where a release did not print of how many it is, the interviews counted
/// stand for them. REQUIRES: ids are different within each release; threshold is at least 1.
[[nodiscard]] std::vector<TellingDifference> telling_differences(
    const std::vector<ReleasedNumber>& earlier,
    const std::vector<ReleasedNumber>& now,
    const std::vector<NumberLine>& lines,
    int threshold);

/// What became of a number between two releases.
enum class NumberChange { changed, appeared, gone };

struct Erratum {
    NumberChange change = NumberChange::changed;
    std::string id;
    std::string where;
    std::optional<ReleasedNumber> before;
    std::optional<ReleasedNumber> now;
};

/// Every number that two releases do not print alike, in the order of `now`, then those that are
/// gone. Where a number stands (`where`) may differ.
[[nodiscard]] std::vector<Erratum> errata(const std::vector<ReleasedNumber>& earlier,
                                          const std::vector<ReleasedNumber>& now);

}  // namespace mtm
