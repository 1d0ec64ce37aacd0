#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "expression/place.h"
#include "interview/interview.h"
#include "questionnaire/questionnaire.h"
#include "rehearse/roster.h"

namespace mtm {

/// Puts the points of invented interviews where fieldwork would have them: inside the interview's
/// area, within a few kilometres of the spot where its enumerator works that day. Stays without
/// effect on what has no point, and on points that have a constraint or that the form's logic looks
/// at. Interviews of areas without a polygon keep the points they have.
class PlacedPoints {
public:
    /// Both must outlive this.
    PlacedPoints(const Questionnaire& form, const RosterOptions& options);

    void place(Interview& interview, std::size_t enumerator, long long day);

private:
    /// Where an enumerator works on a day.
    struct Spot {
        std::size_t enumerator = 0;
        long long day = 0;
        std::string area;
        std::optional<GeoPoint> centre;  // nothing: the area has no room
    };

    void move_to(Spot there);
    [[nodiscard]] const std::string* area_of(const Interview& interview) const;
    [[nodiscard]] GeoPoint near_spot();

    const Questionnaire& form_;
    const RosterOptions& options_;
    Random random_;
    int area_question_ = -1;
    std::vector<char> placed_;  // by question
    std::optional<Spot> spot_;
};

}  // namespace mtm
