#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "interview/interview.h"
#include "questionnaire/questionnaire.h"
#include "study/area_polygons.h"

namespace mtm {

/// When and by whom fieldwork is done.
struct RosterOptions {
    std::uint64_t seed = 1;
    long long first_day = 0;  // days since 1970-01-01, both included
    long long last_day = 0;
    std::string utc_offset = "+00:00";
    int enumerators = 12;        // where no question asks who the enumerator is
    double median_minutes = 24;  // of an interview
    std::string area_question;   // where an interview took place; empty: everywhere is one place
    std::set<int> decided;       // questions whose answers must stay
    /// Where the areas are, by what stands in this column of the choices of `area_question`; null:
    /// nobody knows.
    const AreaPolygons* areas = nullptr;
    std::string area_choice_column = {};
};

/// Whether any logic of the form looks at the answer to this question.
[[nodiscard]] bool is_in_logic(const Questionnaire& form, int question);

/// Deals invented interviews out to enumerators as a field team would: each works in one area at a
/// time, holds one interview after another in working hours, carries one tablet, and rests on
/// Sundays where there are other days. Rewrites start, end, today, device, user name and the answer
/// to the question called enumerator, and puts the points of an interview inside its area, near
/// those of its enumerator's day; questions that the form's own logic looks at stay as they are.
/// The same seed gives the same roster.
void deal_to_enumerators(const Questionnaire& questionnaire,
                         const RosterOptions& options,
                         std::vector<Interview>& interviews);

}  // namespace mtm
