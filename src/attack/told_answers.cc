// Tested in attack_test.cc on records that a filter gives away.
#include "attack/told_answers.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

// Whether the people, or other records, have an answer in the words of the form.
bool is_worded_so(const TellingAnswer& tells,
                  const PublicCsv& records,
                  std::size_t column,
                  const LinkageKnowledge& people) {
    if (std::ranges::any_of(records.rows, [&](const auto& row) { return row[column] == tells.is; }))
        return true;
    const auto key = std::ranges::find(people.keys, tells.of);
    if (key == people.keys.end()) return false;
    const auto at = static_cast<std::size_t>(key - people.keys.begin());
    return std::ranges::any_of(people.people,
                               [&](const KnownPerson& person) { return person[at] == tells.is; });
}

bool gives(const std::string& answers, const std::string& answer) {
    if (answer.empty()) return !answers.empty();
    const auto all = words(answers);
    return std::ranges::find(all, answer) != all.end();
}

bool fill(PublicCsv& records, const TellingAnswer& tells, const LinkageKnowledge& people) {
    const auto given = records.column(tells.question);
    const auto of = records.column(tells.of);
    if (!given || !of || !is_worded_so(tells, records, *of, people)) return false;
    bool any = false;
    for (std::vector<std::string>& row : records.rows) {
        if (!row[*of].empty() || !gives(row[*given], tells.answer)) continue;
        row[*of] = tells.is;
        any = true;
    }
    return any;
}

}  // namespace

void fill_what_is_told(PublicCsv& records,
                       const std::vector<TellingAnswer>& tells,
                       const LinkageKnowledge& people) {
    for (bool any = true; any;) {
        any = false;
        for (const TellingAnswer& each : tells)
            any = fill(records, each, people) || any;
    }
}

}  // namespace mtm
