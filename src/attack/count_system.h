#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace mtm {

/// A whole number of people that is printed or could be: bounds are what is known from the
/// beginning.
struct PublicCount {
    std::string name;  // who they are: "everyone, sex = female, income = (refused)"
    long long low = 0;
    long long high = 0;
};

/// low <= sum of coefficient × count <= high: what somebody outside knows of counts together.
struct CountRow {
    std::vector<std::pair<int, long long>> terms;  // index of a count, coefficient; each count once
    long long low = 0;
    long long high = 0;
    /// Taken to hold because nothing printed speaks against it. What contradicts is dropped first.
    bool assumed = false;
};

/// Side of a row that is open.
inline constexpr long long no_limit = std::numeric_limits<long long>::max() / 4;

/// What a target is of.
enum class TargetKind {
    cell,       // who gave an answer
    others,     // of those asked, all but them
    base,       // who was asked
    remainder,  // who is in no printed group or category
};

/// A count of which nobody should learn that it is of few.
struct CountTarget {
    TargetKind kind = TargetKind::cell;
    int count = 0;
    int of = -1;  // the count whose rest `others` are of; else -1
    /// For whom it is printed: "table “income”, group “female”, category “(refused)”".
    std::string place;
    bool printed = false;  // the number itself stands in print
};

/// All that somebody outside knows of a publication, as whole numbers under linear conditions
/// (Willenborg and de Waal 2001, 6.3).
struct CountSystem {
    std::vector<PublicCount> counts;
    std::vector<CountRow> rows;
    std::vector<CountTarget> targets;
    /// What was read but not made use of, and why, in sentences.
    std::vector<std::string> notes;
};

}  // namespace mtm
