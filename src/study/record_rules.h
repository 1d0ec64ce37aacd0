#pragma once

#include <map>
#include <string>
#include <vector>

namespace mtm {

/// How a question's values are made coarser in open data: [[protection.records.recode]].
struct RecodeRule {
    std::string question;
    std::vector<double> bands;  // where each band begins; below the first and from the last is open
    std::string column;         // of the choices sheet: choices with one value there become one
    std::map<std::string, std::vector<std::string>> groups;  // new choice → choices
    std::string period;                                      // of a date: month, quarter or year
    int line = 0;                                            // of study.toml

    bool operator==(const RecodeRule&) const = default;
};

/// What becomes of points in open data.
enum class PointRule { drop, grid };

/// How single interviews are protected before they are handed on: to everybody as
/// [protection.records] of study.toml says, to those who agree to terms as [protection.restricted].
/// docs/formats/study.md has the format.
struct RecordRules {
    int k = 5;             // each published record is like so many, itself included
    int keys_at_once = 0;  // in all keys together; or m: in every combination of m keys
    int diversity = 2;     // so many different sensitive answers among records that are alike
    double most_risk = 3;  // per cent: the global risk of public data (HDX's line)
    int population = 0;    // of how many people the interviews tell; 0: the weights say, or unknown
    bool automatic = true;          // coarser values are looked for where k is not reached
    std::vector<std::string> drop;  // questions that are left out
    std::vector<std::string>
        texts;  // questions whose free answers are published where many gave them
    /// Questions whose numbers become the mean of people whose numbers are close
    /// (microaggregation).
    std::vector<std::string> average;
    PointRule points = PointRule::drop;
    double grid_km = 0;  // of the grid that points are moved to
    std::vector<RecodeRule> recodes;
    std::map<std::string, double> importance;  // of keys whose detail is worth more; others: 1

    bool operator==(const RecordRules&) const = default;
};

/// Whether a risk (0 to 1) is over a limit in per cent. Risks are sums of fractions: what rounding
/// leaves of a limit that is just kept is not over it.
[[nodiscard]] inline bool is_over_risk(double risk, double most_per_cent) {
    return 100 * risk > most_per_cent * (1 + 1e-9);
}

/// What holds for the restricted edition unless study.toml says otherwise: what holds for the open
/// one, and less of it.
[[nodiscard]] RecordRules restricted_rules(const RecordRules& of_open);

/// Of the restricted edition what it does not share with the open one: mistakes of that are told
/// once.
[[nodiscard]] RecordRules rules_of_its_own(RecordRules restricted, const RecordRules& open);

/// Rules where a later one of a question replaces an earlier one.
[[nodiscard]] std::vector<RecodeRule> last_of_each_question(const std::vector<RecodeRule>& rules);

}  // namespace mtm
